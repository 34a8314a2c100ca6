"""Intervals around rates."""

from statistics import NormalDist

import numpy as np
import pandas as pd


def wilson(successes: pd.Series, trials: pd.Series, compared: int = 1) -> pd.DataFrame:
    """Return the 95 % Wilson score interval of each share.

    Parameters
    ----------
    successes, trials : counts, 0 <= successes <= trials; without trials the interval is missing.
    compared : how many groups are searched for an outlier; the interval widens so that among them
        together a chance finding stays at 5 % (Bonferroni).

    Returns
    -------
    Columns `low` and `high`, shares from 0 to 1.

    Notes
    -----
    E. B. Wilson, JASA 22 (1927) 209-212; unlike the plain normal interval it stays within 0 and 1
    and holds for small n (Brown, Cai and DasGupta, Statistical Science 16 (2001) 101-133).

    Examples
    --------
    >>> wilson(pd.Series([3]), pd.Series([10])).round(3).to_dict("records")
    [{'low': 0.108, 'high': 0.603}]
    """
    z = NormalDist().inv_cdf(1 - 0.025 / compared)
    n = trials.astype(float).where(trials > 0)
    share = successes.astype(float) / n
    shrunk = 1 + z**2 / n
    centre = (share + z**2 / (2 * n)) / shrunk
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / shrunk
    # At the ends the bound is exact; rounding would leave a trace beside it.
    low = (centre - half).mask(successes == 0, 0.0).where(n.notna())
    high = (centre + half).mask(successes == trials, 1.0).where(n.notna())
    return pd.DataFrame({"low": low, "high": high})
