"""Forecasts of many monthly series at once: season, Theta and damped trend, in plain numpy.

Season : classical multiplicative decomposition, where the autocorrelation at a year's lag is
significant at 90 %. Theta : Assimakopoulos and Nikolopoulos (2000), the mean of the straight line
through the series and of the exponential smoothing of the line with doubled curvature. Damped
trend : Gardner and McKenzie (1985), with constants from a grid by least squares. The forecast is
the mean of both, with the season laid over it again.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_LEVELS = np.array([0.02, 0.06, 0.1, 0.16, 0.24, 0.33, 0.44, 0.56, 0.7, 0.84, 0.99])
_TRENDS = np.array(
    [
        (level, level * slope, damping)
        for level in (0.08, 0.2, 0.35, 0.55, 0.8)
        for slope in (0.03, 0.12, 0.35)
        for damping in (0.8, 0.9, 0.97)
    ]
)
_ROWS = 2_000  # at a time, which keeps the grid in the processor's cache
_CERTAIN = 1.645  # the normal quantile of the 90 % test of the season
_SEASONS = 3  # years that a season of its own wants


def forecast_series(values: Floats, horizon: int, season: int = 12) -> Floats:
    """Return the next `horizon` values of each row.

    Parameters
    ----------
    values : one series per row, ending in the last column; shorter ones begin with NaN.
    season : values in a year; a series of less than three years has no season of its own.

    Returns
    -------
    Rows by horizon. A series without a value is forecast as 0; of a series without negative values
    no forecast is negative.

    Examples
    --------
    >>> forecast_series(np.array([[5.0, 5.0, 5.0, 5.0]]), 2).round(6).tolist()
    [[5.0, 5.0]]
    """
    rows = np.asarray(values, dtype=float)
    parts = [_forecast(rows[at : at + _ROWS], horizon, season) for at in range(0, len(rows), _ROWS)]
    return np.concatenate(parts) if parts else np.empty((0, horizon))


def _forecast(values: Floats, horizon: int, season: int) -> Floats:
    known = np.isfinite(values)
    width = values.shape[1]
    filled = np.where(known, values, 0.0)
    factors = _factors(filled, known, season)
    plain = filled / factors[:, np.arange(width) % season]
    both = 0.5 * (_theta(plain, known, horizon) + _damped(plain, known, horizon))
    forecast = both * factors[:, (width + np.arange(horizon)) % season]
    is_positive = np.asarray((filled >= 0).all(axis=1))
    forecast = np.where(is_positive[:, None], np.maximum(forecast, 0.0), forecast)
    return np.where(np.asarray(known.any(axis=1))[:, None], forecast, 0.0)


def _factors(filled: Floats, known: Flags, season: int) -> Floats:
    """Return the factor of each place in the year, by the column's number; 1 where none is sure."""
    rows, width = filled.shape
    factors = np.ones((rows, season))
    seasonal = np.flatnonzero(_is_seasonal(filled, known, season))
    if not len(seasonal):
        return factors
    values, there = filled[seasonal], known[seasonal]
    half = season // 2
    weights = np.r_[0.5, np.ones(season - 1), 0.5] / season if season % 2 == 0 else None
    weights = np.ones(season) / season if weights is None else weights
    moving = np.apply_along_axis(lambda row: np.convolve(row, weights, "same"), 1, values)
    whole = np.zeros_like(there)
    first = there.argmax(axis=1)
    columns = np.arange(width)
    whole = (columns >= first[:, None] + half) & (columns < width - half) & (moving > 0)
    ratios = np.divide(values, moving, out=np.zeros_like(values), where=whole)
    for place in range(season):
        here = columns % season == place
        n = whole[:, here].sum(axis=1)
        mean = ratios[:, here].sum(axis=1) / np.maximum(n, 1)
        factors[seasonal, place] = np.where(n > 0, mean, 1.0)
    factors[seasonal] /= factors[seasonal].mean(axis=1, keepdims=True)
    # A month that never sells cannot be divided by; it is forecast through its neighbours.
    return np.maximum(factors, 0.05)


def _is_seasonal(filled: Floats, known: Flags, season: int) -> Flags:
    count = known.sum(axis=1)
    mean = filled.sum(axis=1) / np.maximum(count, 1)
    apart = np.where(known, filled - mean[:, None], 0.0)
    power = (apart**2).sum(axis=1)
    lags = [(apart[:, lag:] * apart[:, :-lag]).sum(axis=1) for lag in range(1, season + 1)]
    ratios = np.array(lags) / np.where(power > 0, power, 1.0)
    limit = _CERTAIN * np.sqrt((1 + 2 * (ratios[:-1] ** 2).sum(axis=0)) / np.maximum(count, 1))
    enough = (count >= _SEASONS * season) & (power > 0) & (filled >= 0).all(axis=1)
    found: Flags = enough & (np.abs(ratios[-1]) > limit)
    return found


def _line(values: Floats, known: Flags) -> tuple[Floats, Floats]:
    """Return slope and value at the last column of the straight line through each row."""
    places = np.where(known, np.arange(values.shape[1]) - values.shape[1] + 1.0, 0.0)
    count = np.maximum(known.sum(axis=1), 1)
    middle, mean = places.sum(axis=1) / count, values.sum(axis=1) / count
    apart = np.where(known, places - middle[:, None], 0.0)
    spread = (apart**2).sum(axis=1)
    slope = (apart * values).sum(axis=1) / np.where(spread > 0, spread, 1.0)
    return slope, mean - slope * middle


def _theta(values: Floats, known: Flags, horizon: int) -> Floats:
    slope, end = _line(values, known)
    back = np.arange(values.shape[1]) - values.shape[1] + 1.0
    line = end[:, None] + slope[:, None] * back
    doubled = np.where(known, 2 * values - line, 0.0)
    level = _smoothed(doubled, known)
    ahead = np.arange(1, horizon + 1)
    return 0.5 * (end[:, None] + slope[:, None] * ahead + level[:, None])


def _smoothed(values: Floats, known: Flags) -> Floats:
    """Return the last level of exponential smoothing with each row's best constant."""
    rows, width = values.shape
    first = known.argmax(axis=1)
    level = np.repeat(values[np.arange(rows), first][:, None], len(_LEVELS), axis=1)
    error = np.zeros_like(level)
    for at in range(width):
        begun = (at > first) & known[:, at]
        miss = np.where(begun[:, None], values[:, at, None] - level, 0.0)
        error += miss**2
        level += _LEVELS * miss
    best = error.argmin(axis=1)
    found: Floats = level[np.arange(rows), best]
    return found


def _damped(values: Floats, known: Flags, horizon: int) -> Floats:
    """Return the forecast of a damped trend with each row's best constants."""
    rows, width = values.shape
    first = known.argmax(axis=1)
    slope, end = _line(values, known)
    begin = end + slope * (first - width + 1.0)
    alpha, beta, phi = _TRENDS.T
    level = np.repeat((begin - slope)[:, None], len(alpha), axis=1)
    trend = np.repeat(slope[:, None], len(alpha), axis=1)
    error = np.zeros_like(level)
    for at in range(width):
        begun = (at >= first)[:, None] & known[:, at, None]
        expected = level + phi * trend
        miss = np.where(begun, values[:, at, None] - expected, 0.0)
        error += miss**2
        level = np.where(begun, expected + alpha * miss, level)
        trend = np.where(begun, phi * trend + beta * miss, trend)
    rest, best = np.arange(rows), error.argmin(axis=1)
    steps = np.cumsum(phi[best][:, None] ** np.arange(1, horizon + 1), axis=1)
    found: Floats = level[rest, best][:, None] + trend[rest, best][:, None] * steps
    return found
