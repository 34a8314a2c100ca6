"""Calibration: from raw to honest log odds, found on cases that were not learned from."""

from dataclasses import dataclass

import numpy as np

from salesnb.learned.features import Floats

_ROUNDS = 50
_LEAST_SLOPE = 0.05


@dataclass(frozen=True)
class Calibration:
    """Honest log odds of raw ones: shift + low * log p - high * log(1 - p), p the raw probability.

    Rising, so that no two cases change places; with low = high a straight line. A model that adds
    up what it knows is too sure of the best cases, which `high` below one takes back.

    Notes
    -----
    Kull, Silva Filho and Flach, Electronic Journal of Statistics 11 (2017) 5052-5080.
    """

    shift: float = 0.0
    low: float = 1.0
    high: float = 1.0

    def __call__(self, logit: Floats) -> Floats:
        """Return honest log odds."""
        told: Floats = self.shift + self.low * log_chance(logit) - self.high * log_chance(-logit)
        return told


STRAIGHT = Calibration()


def log_chance(logit: Floats) -> Floats:
    """Return log p of log odds, without loss at the ends."""
    return -np.logaddexp(0.0, -logit)


def fit_calibration(logit: Floats, won: Floats, *, prior: float = 10.0) -> Calibration:
    """Return the calibration of raw log odds.

    Parameters
    ----------
    logit : of cases that the model has not learned from.
    won : their outcomes, both among them.
    prior : so many cases' weight draws both slopes towards one.
    """
    parts = np.column_stack([log_chance(logit), -log_chance(-logit)])
    shift, low, high = fit_line(parts, won, towards=1.0, prior=prior)
    return Calibration(shift, max(low, _LEAST_SLOPE), max(high, _LEAST_SLOPE))


def fit_line(
    parts: Floats, won: Floats, *, towards: float = 0.0, prior: float = 1e-6
) -> tuple[float, ...]:
    """Return intercept and slopes of log odds linear in some columns, by Newton's method.

    Parameters
    ----------
    towards, prior : the slopes are drawn towards this value with so many cases' weight.
    """
    matrix = np.column_stack([np.ones(len(parts)), parts])
    held = np.r_[0.0, np.full(matrix.shape[1] - 1, prior)]
    slopes = np.r_[0.0, np.full(matrix.shape[1] - 1, towards)]
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ slopes, -30, 30)))
        weight = np.maximum(chance * (1 - chance), 1e-9)
        gradient = matrix.T @ (won - chance) - held * (slopes - towards)
        curvature = (matrix * weight[:, None]).T @ matrix + np.diag(held + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        step *= min(1.0, 5 / max(float(np.abs(step).max()), 1e-12))
        slopes = slopes + step
        if np.abs(step).max() < 1e-8:
            break
    return tuple(map(float, slopes))


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
