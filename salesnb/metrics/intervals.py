"""Intervals around rates, means and medians."""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bounds = tuple[Floats, Floats]


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
    found, of = (column.to_numpy(dtype=np.float64) for column in (successes, trials))
    bounds = wilson_bounds(found, of, compared)
    return pd.DataFrame(dict(zip(("low", "high"), bounds, strict=True)), index=successes.index)


def wilson_bounds(successes: Floats, trials: Floats, compared: int = 1) -> Bounds:
    """Return the lower and the upper ends of `wilson`, without a frame around them."""
    z = NormalDist().inv_cdf(1 - 0.025 / compared)
    n = np.where(trials > 0, trials, np.nan)
    share = successes / n
    shrunk = 1 + z**2 / n
    centre = (share + z**2 / (2 * n)) / shrunk
    with np.errstate(invalid="ignore"):  # more of them than trials: no share, no interval
        half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / shrunk
    # At the ends the bound is exact; rounding would leave a trace beside it.
    low = np.where(successes == 0, 0.0, centre - half)
    high = np.where(successes == trials, 1.0, centre + half)
    return np.where(np.isnan(n), np.nan, low), np.where(np.isnan(n), np.nan, high)


def mean_bounds(mean: Floats, deviation: Floats, n: Floats) -> Bounds:
    """Return the ends of the 95 % interval of each mean, from fewer than three values none.

    Parameters
    ----------
    mean, deviation : mean and sample standard deviation of the values.
    n : how many values.

    Notes
    -----
    Student's t; its quantile by the expansion of Abramowitz and Stegun, 26.7.5.

    Examples
    --------
    >>> low, high = mean_bounds(np.array([10.0]), np.array([2.0]), np.array([25.0]))
    >>> float(low[0].round(2)), float(high[0].round(2))
    (9.17, 10.83)
    """
    z = NormalDist().inv_cdf(0.975)
    free = np.where(n > 2, n, np.nan) - 1
    t = (
        z
        + (z**3 + z) / (4 * free)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)
    )
    half = t * deviation / np.sqrt(free + 1)
    return mean - half, mean + half


def median_bounds(ranked: Sequence[object], n: Floats) -> Bounds:
    """Return the ends of an interval that holds each median with at least 95 % probability.

    Between two ranked values, whatever the distribution; from fewer than six values none.

    Parameters
    ----------
    ranked : lists of the values below which 1 %, 2 % … 99 % lie.
    n : how many values.

    Notes
    -----
    The ranks are those of the binomial distribution in its normal approximation (Conover,
    Practical Nonparametric Statistics, 3.2), widened to full per cents.

    Examples
    --------
    >>> low, high = median_bounds([list(range(1, 100))], np.array([100.0]))
    >>> float(low[0]), float(high[0])
    (40.0, 60.0)
    """
    z = NormalDist().inv_cdf(0.975)
    low, high = np.full(len(n), np.nan), np.full(len(n), np.nan)
    for row, (values, count) in enumerate(zip(ranked, n, strict=True)):
        if count < 6 or not isinstance(values, list | np.ndarray):
            continue
        half = z / (2 * np.sqrt(count)) * 100
        low[row] = values[max(int(np.floor(50 - half)), 1) - 1]
        high[row] = values[min(int(np.ceil(50 + half)), 99) - 1]
    return low, high
