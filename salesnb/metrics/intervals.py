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


def mean_interval(mean: pd.Series, deviation: pd.Series, n: pd.Series) -> pd.DataFrame:
    """Return the 95 % interval of each mean, from fewer than three values none.

    Parameters
    ----------
    mean, deviation : mean and sample standard deviation of the values.
    n : how many values.

    Returns
    -------
    Columns `low` and `high`.

    Notes
    -----
    Student's t; its quantile by the expansion of Abramowitz and Stegun, 26.7.5.

    Examples
    --------
    >>> mean_interval(pd.Series([10.0]), pd.Series([2.0]), pd.Series([25])).round(2).to_dict("records")
    [{'low': 9.17, 'high': 10.83}]
    """
    z = NormalDist().inv_cdf(0.975)
    free = n.astype(float).where(n > 2) - 1
    t = (
        z
        + (z**3 + z) / (4 * free)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)
    )
    half: pd.Series = t * deviation.astype(float) / np.sqrt(free + 1)
    return pd.DataFrame({"low": mean - half, "high": mean + half})


def median_interval(ranked: pd.Series, n: pd.Series) -> pd.DataFrame:
    """Return an interval that holds each median with at least 95 % probability.

    Between two ranked values, whatever the distribution; from fewer than six values none.

    Parameters
    ----------
    ranked : lists of the values below which 1 %, 2 % … 99 % lie.
    n : how many values.

    Returns
    -------
    Columns `low` and `high`.

    Notes
    -----
    The ranks are those of the binomial distribution in its normal approximation (Conover,
    Practical Nonparametric Statistics, 3.2), widened to full per cents.

    Examples
    --------
    >>> median_interval(pd.Series([list(range(1, 100))]), pd.Series([100])).to_dict("records")
    [{'low': 40.0, 'high': 60.0}]
    """
    z = NormalDist().inv_cdf(0.975)
    rows = []
    for values, count in zip(ranked, n, strict=True):
        if count < 6 or not isinstance(values, list | np.ndarray):
            rows.append((np.nan, np.nan))
            continue
        half = z / (2 * np.sqrt(count)) * 100
        low, high = max(int(np.floor(50 - half)), 1), min(int(np.ceil(50 + half)), 99)
        rows.append((float(values[low - 1]), float(values[high - 1])))
    return pd.DataFrame(rows, columns=["low", "high"], index=n.index)
