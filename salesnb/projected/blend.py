"""Weights of several forecasts by their measured skill, learned from earlier origins only."""

import numpy as np
from scipy.optimize import nnls

from salesnb.projected.series import Flags, Floats

_PRIOR = 2.0  # the even mixture counts as much as so many outcomes of usual size
_DECAY = 0.97  # how much less an outcome counts per month that has passed
_CALM = 0.1  # misses below this share of the scale are not told apart


def rolling_blend(
    ways: Floats, actual: Floats, scale: Floats, usable: Flags, delay: int = 0
) -> tuple[Floats, Floats]:
    """Return the mixture of forecasts of each unit and origin, and its weights by origin.

    The weights are none below 0 and sum to 1; they would have missed least, in absolute terms, at
    the origins before whose outcome was known by then. An even mixture stands in where there are
    few: with little history it is what is used.

    Parameters
    ----------
    ways : units by origins by ways.
    actual : units by origins; NaN where it is not known.
    scale : units by origins: misses count in units of it, so that a large team counts as a small one.
    usable : units by origins: rows to learn from.
    delay : months that pass until an outcome is known.
    """
    origins, count = ways.shape[1:]
    gram, moment, seen = np.zeros((count, count)), np.zeros(count), 0.0
    weights = np.zeros((origins, count))
    for origin in range(origins):
        newest = origin - 1 - delay
        if newest >= 0:
            rows = usable[:, newest] & np.isfinite(actual[:, newest])
            x = ways[rows, newest] / scale[rows, newest, None]
            y = actual[rows, newest] / scale[rows, newest]
            # Squares weighted by the inverse miss are about absolute ones: one large deal counts once.
            heed = 1 / np.maximum(np.abs(y - np.median(x, axis=1)), _CALM)
            gram = _DECAY * gram + (x * heed[:, None]).T @ x
            moment = _DECAY * moment + (x * heed[:, None]).T @ y
            seen = _DECAY * seen + rows.sum()
        weights[origin] = _best(gram, moment, seen)
    return np.einsum("uok,ok->uo", ways, weights), weights


def _best(gram: Floats, moment: Floats, seen: float) -> Floats:
    count = len(moment)
    even = np.full(count, 1.0 / count)
    size = float(np.trace(gram)) / count
    if size <= 0:
        return even
    ridge, sum_to_one = _PRIOR * size / seen, 1e3 * (size + 1)
    left = gram + ridge * np.eye(count) + sum_to_one
    lower = np.linalg.cholesky(left)
    right = np.linalg.solve(lower, moment + ridge * even + sum_to_one)
    found: Floats = nnls(lower.T, right)[0]
    return found / found.sum() if found.sum() > 0 else even
