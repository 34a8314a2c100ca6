"""The simple ways that a forecast has to beat, each at the same day of the period."""

import numpy as np

from salesnb.projected.months import Cuts
from salesnb.projected.series import Floats
from salesnb.projected.windows import Window, days, rest, so_far

BASELINES = (
    "linear",
    "workdays",
    "remainder6",
    "last_period",
    "last_year",
    "mean3",
    "weighted_pipeline",
)


def baselines(
    cuts: Cuts, window: Window, elapsed: Floats, pipeline: Floats | None = None
) -> dict[str, Floats]:
    """Return the whole period's sum by each baseline, units by origins; NaN where it has no ground.

    Parameters
    ----------
    elapsed : the share of the period's calendar days that was over at each origin.
    pipeline : open deals weighted by the share of their stage that was won; None = no deals.
    """
    reached = so_far(cuts, window)
    done, left = days(cuts, window)
    before = [_earlier(cuts, window, step) for step in range(1, 7)]
    remainders = np.stack([after for after, _ in before])
    whole = np.stack([after + early for after, early in before])
    year = _earlier(cuts, window, 12 // window.length) if 12 % window.length == 0 else None
    found = {
        "linear": reached / np.where(elapsed > 0, elapsed, np.nan),
        "workdays": reached * (done + left) / np.where(done > 0, done, np.nan),
        "remainder6": reached + _mean(remainders),
        "last_period": whole[0],
        "last_year": np.full_like(reached, np.nan) if year is None else year[0] + year[1],
        "mean3": _mean(whole[:3]),
    }
    if pipeline is not None:
        found["weighted_pipeline"] = reached + pipeline
    return found


def _earlier(cuts: Cuts, window: Window, steps: int) -> tuple[Floats, Floats]:
    """Return rest and so far of the period `steps` periods before each origin's."""
    shift = steps * window.length
    parts = []
    for values in (rest(cuts, window), so_far(cuts, window)):
        moved = np.full_like(values, np.nan)
        if shift < values.shape[1]:
            moved[:, shift:] = values[:, : values.shape[1] - shift]
        parts.append(moved)
    return parts[0], parts[1]


def _mean(stacked: Floats) -> Floats:
    known = np.isfinite(stacked)
    count = known.sum(axis=0)
    total = np.where(known, stacked, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
