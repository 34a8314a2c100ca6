"""What is to come until the end of a month, told in several simple ways; none uses a later month."""

import numpy as np

from salesnb.projected.months import Cuts
from salesnb.projected.series import Floats, forecast_series

# The ways that the model mixes, in this order.
REST = ("mean3", "mean6", "mean12", "series", "season", "pace", "profile")
AHEAD = ("mean6", "mean12", "series", "season", "last_year")


def rest_candidates(cuts: Cuts) -> Floats:
    """Return what is to come in each origin's month, units by origins by the ways of REST.

    mean3, mean6, mean12 : the mean remainder of so many months before.
    series : the forecast of the series of remainders.
    season : mean12, times what the remainder of a year ago was to its mean in the pool.
    pace : as much per counted day as so far in the month.
    profile : so far, times what the remainders were to what came before them.
    """
    units, origins = cuts.totals.shape
    found = np.zeros((units, origins, len(REST)))
    found[:, :, 3] = _series(cuts.remainders)
    for o in range(1, origins):
        past = cuts.remainders[o, :, :o]
        means = [_mean(past[:, -width:]) for width in (3, 6, 12)]
        found[:, o, 0:3] = np.stack(means, axis=1)
        found[:, o, 4] = means[2] * _season(past)
        found[:, o, 5] = cuts.so_far[:, o] * (cuts.left[o] / max(int(cuts.done[o]), 1))
        before = np.where(np.isfinite(past), cuts.totals[:, :o] - past, 0.0)[:, -12:]
        found[:, o, 6] = cuts.so_far[:, o] * _ratio(past[:, -12:], before)
    return found


def _ratio(after: Floats, before: Floats) -> Floats:
    """Return remainders to what came before them, each unit drawn towards all of them."""
    later, earlier = np.nansum(after, axis=1), before.sum(axis=1)
    whole = later.sum() / earlier.sum() if earlier.sum() > 0 else 0.0
    trust = np.maximum(earlier.mean(), 0.0)
    known = np.maximum(earlier, 0.0)
    ratio = np.maximum(later + whole * trust, 0.0) / np.where(known + trust > 0, known + trust, 1.0)
    found: Floats = np.minimum(ratio, 5.0 * max(whole, 0.0))
    return found


def ahead_candidates(cuts: Cuts, horizon: int) -> Floats:
    """Return the sum of the month `horizon` after each origin's, units by origins by AHEAD.

    All are sums per counted day, of the months before the origin's, times the days of the month
    that is forecast. season and last_year look at the same month of the year before.
    """
    units, origins = cuts.totals.shape
    found = np.zeros((units, origins, len(AHEAD)))
    rates = _rates(cuts)
    series = _series(rates, horizon + 1)
    for o in range(1, origins):
        past, days = rates[o, :, :o], cuts.counted[o, o + horizon]
        means = [_mean(past[:, -width:]) for width in (6, 12)]
        season = _season(past, horizon)
        ago = past[:, o + horizon - 12] if 0 <= o + horizon - 12 < o else np.full(units, np.nan)
        ago = np.where(np.isfinite(ago), ago * _growth(past), means[1] * season)
        ways = [*means, series[:, o], means[1] * season, ago]
        found[:, o] = np.stack(ways, axis=1) * days
    return found


def _rates(cuts: Cuts) -> Floats:
    origins = cuts.origins
    days = np.maximum(cuts.counted[:, None, :origins], 1)
    rates = np.repeat(cuts.totals[None], origins, axis=0) / days
    hidden = np.arange(origins)[None, :] >= np.arange(origins)[:, None]
    early = np.arange(origins)[None, :] < cuts.begins[:, None]
    rates[np.broadcast_to(hidden[:, None, :], rates.shape)] = np.nan
    rates[np.broadcast_to(early[None], rates.shape)] = np.nan
    return rates


def _mean(values: Floats) -> Floats:
    known = np.isfinite(values)
    mean: Floats = np.where(known, values, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return mean


def _series(past: Floats, ahead: int = 1) -> Floats:
    """Return the value `ahead` of every unit's series as known at each origin, units by origins."""
    origins, units, months = past.shape
    rows = np.full((origins, units, months), np.nan)
    for o in range(1, origins):
        rows[o, :, months - o :] = past[o, :, :o]
    flat = forecast_series(rows.reshape(-1, months), ahead)[:, -1]
    found: Floats = flat.reshape(origins, units).T
    return found


def _season(past: Floats, horizon: int = 0) -> float:
    """Return what the same month of the year before was to its twelve months, over all units.

    Drawn half-way to 1, as it is one month only; 1 without a year of history.
    """
    sums = np.nansum(past, axis=0)
    at = len(sums) + horizon - 12
    if len(sums) < 12 or not 0 <= at < len(sums):
        return 1.0
    around = sums[max(at - 6, 0) : at + 7].mean()
    return float(np.clip(0.5 + 0.5 * sums[at] / around, 0.5, 2.0)) if around > 0 else 1.0


def _growth(past: Floats) -> float:
    """Return the last three months to the same of the year before, over all units."""
    sums = np.nansum(past, axis=0)
    if len(sums) < 15 or sums[-15:-12].sum() <= 0:
        return 1.0
    return float(np.clip(sums[-3:].sum() / sums[-15:-12].sum(), 0.5, 2.0))
