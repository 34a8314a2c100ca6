"""Whether a group differs from the others by more than chance, like cases beside like cases."""

from functools import lru_cache
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
    places = np.flatnonzero(high > low)
    each = _hypergeometric(entered[places], all_converted[places], all_entered[places])
    chances = _summed(each, round(float((high - low).sum())))
    at = round(observed - float(low.sum()))
    return expected, float(min(1.0, 2 * min(chances[: at + 1].sum(), chances[at:].sum())))


def _hypergeometric(drawn: Floats, marked: Floats, total: Floats) -> Floats:
    """Return the chances of each possible number of marked ones among those drawn.

    One row per stratum, from its lowest possible number upwards.
    """
    drawn, marked, total = (part.astype(int) for part in (drawn, marked, total))
    low, high = np.maximum(0, drawn - (total - marked)), np.minimum(drawn, marked)
    steps = np.arange((high - low).max(initial=0) + 1)
    is_possible = steps <= (high - low)[:, None]
    count = np.where(is_possible, low[:, None] + steps, low[:, None])
    logs = _log_factorials(int(total.max(initial=0)))
    others = drawn[:, None] - count
    weights = -(
        logs[count]
        + logs[marked[:, None] - count]
        + logs[others]
        + logs[(total - marked)[:, None] - others]
    )
    weights = np.where(is_possible, np.exp(weights - weights.max(axis=1, keepdims=True)), 0.0)
    chances: Floats = weights / weights.sum(axis=1, keepdims=True)
    return chances


def _summed(each: Floats, most: int) -> Floats:
    """Return the chances of each sum from 0 to `most` of independent numbers, one per row."""
    if len(each) < 2:
        return np.append(each.ravel(), 0.0) if len(each) else np.ones(1)
    size = 1 << most.bit_length()
    spectrum = np.fft.rfft(each, size, axis=1).prod(axis=0)
    chances: Floats = np.fft.irfft(spectrum, size)[: most + 1].clip(min=0.0)
    return chances


def _log_factorials(most: int) -> Floats:
    """Return the logarithms of 0!, 1! … at least up to `most`."""
    return _table(1 << most.bit_length())


@lru_cache(maxsize=4)
def _table(size: int) -> Floats:
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, size + 1)))])


def _normal(
    observed: float, expected: float, entered: Floats, all_converted: Floats, all_entered: Floats
) -> float:
    spread = entered * (all_entered - entered) * all_converted * (all_entered - all_converted)
    variance = float((spread / (all_entered**2 * np.maximum(all_entered - 1, 1))).sum())
    distance = max(abs(observed - expected) - 0.5, 0.0)
    return erfc(distance / sqrt(2 * variance)) if variance > 0 else 1.0
