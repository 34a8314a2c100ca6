"""Intervals around rates."""

import numpy as np
import pandas as pd

_Z = 1.959963984540054  # 97.5 % point of the normal distribution


def wilson(successes: pd.Series, trials: pd.Series) -> pd.DataFrame:
    """Return the 95 % Wilson score interval of each share.

    Parameters
    ----------
    successes, trials : counts, 0 <= successes <= trials; without trials the interval is missing.

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
    n = trials.astype(float).where(trials > 0)
    share = successes.astype(float) / n
    shrunk = 1 + _Z**2 / n
    centre = (share + _Z**2 / (2 * n)) / shrunk
    half = _Z * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / shrunk
    return pd.DataFrame({"low": (centre - half).clip(lower=0), "high": (centre + half).clip(upper=1)})
