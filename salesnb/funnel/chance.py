"""Whether a group differs from the others by more than chance, like cases beside like cases."""

from math import erfc, sqrt

import numpy as np

from salesnb.metrics.intervals import Floats

# Up to so many possible counts the distribution is summed exactly, above it is as good as normal.
_MOST_EXACT = 1500


def within_strata(
    converted: Floats, entered: Floats, all_converted: Floats, all_entered: Floats
) -> tuple[float, float]:
    """Return how many of a group would convert if it were like all, and the p-value against that.

    Parameters
    ----------
    converted, entered : counts of the group in each stratum, e.g. in each month of creation.
    all_converted, all_entered : those of the stratum, the group included.

    Returns
    -------
    The expected number, and the two-sided p-value (twice the smaller tail, at most 1).

    Notes
    -----
    Within a stratum the group's count is hypergeometric given the margins (Fisher's exact test);
    over strata the counts are summed (exact form of Mantel and Haenszel, Journal of the National
    Cancer Institute 22 (1959) 719-748). Above some 1,500 possible counts by the normal distribution
    with continuity correction.

    Examples
    --------
    Fisher's tea: 4 cups, all guessed right.

    >>> four, eight = np.array([4.0]), np.array([8.0])
    >>> expected, p_value = within_strata(four, four, four, eight)
    >>> expected, round(p_value, 4)
    (2.0, 0.0286)
    """
    expected = float((entered * all_converted / all_entered).sum())
    low = np.maximum(0, entered - (all_entered - all_converted))
    high = np.minimum(entered, all_converted)
    observed = float(converted.sum())
    if (high - low).sum() > _MOST_EXACT:
        return expected, _normal(observed, expected, entered, all_converted, all_entered)
    chances = np.ones(1)
    for place in np.flatnonzero(high > low):
        parts = (entered[place], all_converted[place], all_entered[place])
        chances = np.convolve(chances, _hypergeometric(*parts))
    at = round(observed - float(low.sum()))
    return expected, float(min(1.0, 2 * min(chances[: at + 1].sum(), chances[at:].sum())))


def holm(p_values: Floats) -> Floats:
    """Return p-values that hold for the whole family: of all of them one may be false by chance.

    S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70; holds however they depend.

    Examples
    --------
    >>> holm(np.array([0.04, 0.01, 0.03])).tolist()
    [0.06, 0.03, 0.06]
    """
    order = np.argsort(p_values, kind="stable")
    steps = p_values[order] * np.arange(len(p_values), 0, -1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted


def _hypergeometric(drawn: float, marked: float, total: float) -> Floats:
    """Return the chances of each possible number of marked ones among those drawn."""
    from scipy.special import gammaln

    def ways(of: Floats | float, chosen: Floats | float) -> Floats:
        found: Floats = gammaln(of + 1) - gammaln(chosen + 1) - gammaln(of - chosen + 1)
        return found

    low, high = max(0.0, drawn - (total - marked)), min(drawn, marked)
    count = np.arange(low, high + 1)
    logs = ways(marked, count) + ways(total - marked, drawn - count)
    weights = np.exp(logs - logs.max())
    chances: Floats = weights / weights.sum()
    return chances


def _normal(
    observed: float, expected: float, entered: Floats, all_converted: Floats, all_entered: Floats
) -> float:
    spread = entered * (all_entered - entered) * all_converted * (all_entered - all_converted)
    variance = float((spread / (all_entered**2 * np.maximum(all_entered - 1, 1))).sum())
    distance = max(abs(observed - expected) - 0.5, 0.0)
    return erfc(distance / sqrt(2 * variance)) if variance > 0 else 1.0
