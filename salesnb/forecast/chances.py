"""Chances and ends of intervals, read off a forecast's levels."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from salesnb.projected import LEVELS

Floats = NDArray[np.float64]


def level_at(levels: Iterable[object], share: float) -> Floats:
    """Return the sum that is not reached with this chance, of each forecast."""
    place = int(np.abs(LEVELS - share).argmin())
    return np.array([float(np.asarray(row)[place]) for row in levels])


def chance_to_reach(
    levels: Iterable[object], targets: pd.Series, so_far: pd.Series | None = None
) -> Floats:
    """Return the chance that each sum is at least its target; NaN without a target above 0.

    Between the levels it is read off straight, beyond them off a normal curve through the middle
    and the last level. What is already reached and cannot be lost is certain: no level lies below.

    Examples
    --------
    >>> rising = [100.0 + 10 * n for n in range(39)]
    >>> chance_to_reach([rising, rising], pd.Series([290.0, float("nan")])).round(3).tolist()
    [0.5, nan]
    """
    held = [None] * len(targets) if so_far is None else so_far.tolist()
    pairs = zip(levels, targets, held, strict=True)
    return np.array([_chance(np.asarray(row, dtype=float), t, done) for row, t, done in pairs])


def _chance(levels: Floats, target: float, so_far: float | None) -> float:
    if not target > 0:
        return float("nan")
    middle = levels[len(levels) // 2]
    if so_far is not None and target <= so_far and target <= levels[0]:
        return 1.0
    if target <= levels[0] or target > levels[-1]:
        edge = levels[0] if target <= levels[0] else levels[-1]
        spread = abs(edge - middle) / ndtri(LEVELS[-1])
        return float(ndtr((middle - target) / spread)) if spread > 0 else float(middle >= target)
    # Of equal levels the highest counts: a sum exactly on the target reaches it.
    below = np.interp(target - 1e-9 * abs(target), levels + 1e-9 * np.arange(len(levels)), LEVELS)
    return float(1 - below)
