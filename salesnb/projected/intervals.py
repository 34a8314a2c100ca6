"""Intervals from the misses of earlier forecasts, in units of how much a unit's sums swing."""

import numpy as np
from scipy.special import ndtri

from salesnb.projected.months import Counts, Cuts
from salesnb.projected.series import Flags, Floats
from salesnb.projected.windows import Window

# The levels that a forecast is described by: 2.5 % to 97.5 %.
LEVELS = np.arange(1, 40) / 40
_PSEUDO = ndtri((np.arange(20) + 0.5) / 20) * 1.1  # stands in for misses that are not there yet
_TRUST = 6.0  # months by which a unit's own swing is drawn to that of its pool
_DAY = 1 / 50  # and none less than this share of its month, half of what a day brings
_LEAST = 0.05  # no unit swings less than this share of the pool's mean


def swing(cuts: Cuts, window: Window, pool: Counts) -> Floats:
    """Return how much what is to come swings from month to month, units by origins.

    The standard deviation of a unit's last twelve remainders, drawn to what is usual in its pool;
    of months ahead theirs is added. With few months of history it is wider.
    """
    units, origins = cuts.totals.shape
    found = np.ones((units, origins))
    for o in range(1, origins):
        rest = _spread(cuts.remainders[o, :, max(o - 12, 0) : o], pool)
        early = np.arange(max(o - 12, 0), o)[None, :] < cuts.begins[:, None]
        months = np.where(early, np.nan, cuts.totals[:, max(o - 12, 0) : o])
        ahead = _spread(months, pool) * window.ahead
        known = np.minimum(cuts.lengths[:, o], 12)
        wide = np.sqrt((rest + ahead) * (1 + 1 / np.maximum(known, 0.5)))
        count = np.isfinite(months).sum(axis=1)
        usual = np.where(np.isfinite(months), np.abs(months), 0.0).sum(axis=1)
        found[:, o] = np.maximum(wide, _DAY * usual / np.maximum(count, 1))
    return np.maximum(found, 1e-9)


def _spread(past: Floats, pool: Counts) -> Floats:
    """Return the variance of each row, drawn to the usual relative one of its pool."""
    known = np.isfinite(past)
    n = known.sum(axis=1)
    mean = np.where(known, past, 0.0).sum(axis=1) / np.maximum(n, 1)
    own = (np.where(known, past - mean[:, None], 0.0) ** 2).sum(axis=1)
    found = np.zeros(len(past))
    for which in np.unique(pool):
        rows = pool == which
        told = rows & (n >= 2)
        level = np.abs(mean[told]).mean() if told.any() else np.abs(mean[rows]).mean()
        size = np.maximum(np.abs(mean), _LEAST * level) + 1e-9
        share = (own[told] / (n[told] - 1) / size[told] ** 2).mean() if told.any() else 1.0
        usual = np.minimum(share, 4.0) * size**2
        found[rows] = ((own + _TRUST * usual) / (n + _TRUST))[rows]
        found[rows] = np.maximum(found[rows], (_LEAST * level) ** 2)
    return found


def quantiles(misses: Floats, usable: Flags, pool: Counts, delay: int) -> Floats:
    """Return the quantiles of misses at LEVELS, origins by pools by levels.

    Parameters
    ----------
    misses : units by origins, (actual - forecast) / swing; NaN where not known.
    usable : units by origins: misses that count.
    delay : months that pass until a miss is known.
    """
    origins, pools = misses.shape[1], int(pool.max()) + 1
    found = np.zeros((origins, pools, len(LEVELS)))
    for which in range(pools):
        rows = pool == which
        for o in range(origins):
            known = misses[rows, : max(o - delay, 0)]
            sample = known[usable[rows, : max(o - delay, 0)] & np.isfinite(known)]
            sample = np.sort(np.concatenate([sample, _PSEUDO]))
            found[o, which] = np.quantile(sample, LEVELS, method="weibull")
    return found
