"""Calibration: a straight line from raw to honest log odds, found on cases not learned from."""

import numpy as np

from salesnb.learned.features import Floats

_ROUNDS = 50
_LEAST_SLOPE = 0.05


def fit_calibration(logit: Floats, won: Floats, *, prior: float = 10.0) -> tuple[float, float]:
    """Return shift and slope of log odds = shift + slope * logit.

    The slope stays positive, so that no two cases change places.

    Parameters
    ----------
    logit : raw log odds of cases that the model has not learned from.
    won : their outcomes, both among them.
    prior : so many cases' weight draws the slope towards one; 0 = none, and it may be negative.

    Notes
    -----
    Platt scaling by Newton's method (J. Platt, 1999), with a prior on the slope.
    """
    shift, slope = 0.0, 1.0
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(shift + slope * logit, -30, 30)))
        weight = np.maximum(chance * (1 - chance), 1e-9)
        gradient = np.array(
            [(won - chance).sum(), ((won - chance) * logit).sum() - prior * (slope - 1)]
        )
        cross = float((weight * logit).sum())
        curvature = np.array(
            [[weight.sum(), cross], [cross, (weight * logit**2).sum() + prior + 1e-6]]
        )
        step = np.linalg.solve(curvature, gradient)
        step *= min(1.0, 5 / max(float(np.abs(step).max()), 1e-12))
        shift, slope = shift + float(step[0]), slope + float(step[1])
        if np.abs(step).max() < 1e-8:
            break
    return shift, slope if prior == 0 else max(slope, _LEAST_SLOPE)


def fit_shift(logit: Floats, won: Floats, *, around: float, prior: float = 10.0) -> float:
    """Return the shift after which the mean probability is the observed share.

    Parameters
    ----------
    around, prior : so many cases' weight draws the shift towards `around`: of a few cases the share
        is mostly chance.
    """
    shift = around
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(shift + logit, -30, 30)))
        gradient = float((won - chance).sum()) - prior * (shift - around)
        step = gradient / (float((chance * (1 - chance)).sum()) + prior + 1e-9)
        shift += float(np.clip(step, -3, 3))
        if abs(step) < 1e-8:
            break
    return shift
