"""A period day by day: what came in so far, how the rest is expected to come, how wide it spreads."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesnb.periods import Calendar, Period

_BANDS = ("low_80", "low_50", "high_50", "high_80")
_EVEN_MONTHS = 1  # so many even months are mixed in: the shape of a single one is no rule


def forecast_path(
    daily: pd.Series,
    row: pd.Series,
    period: Period,
    as_of: date,
    calendar: Calendar,
    target: float | None = None,
) -> pd.DataFrame:
    """Return one row per day of a period: cumulative sums, the forecast with its bands, the pace.

    The rest comes as it did in the last twelve months, told by how many working days before the
    end of a month a day is; so that a rush at the end of months is seen. Bands widen with the root
    of the share of the rest that is due by then, as sums of independent days do.

    Parameters
    ----------
    daily : sums by day, of the period and of a year before it.
    row : point, low_50 … high_80 and so_far of the forecast.
    target : spread over the period's days in the same way: `pace` is where one should be.

    Returns
    -------
    day, actual, point, the bands, pace, previous_year.
    """
    days = [period.start + timedelta(days=n) for n in range((period.end - period.start).days)]
    sums = daily.groupby(daily.index).sum()
    usual = _usual_days(sums.to_frame(), days, as_of, calendar)[:, 0]
    of_day = np.array([float(sums.get(pd.Timestamp(day), 0.0)) for day in days])
    known = np.array([day <= as_of for day in days])
    frame = pd.DataFrame({"day": days, "actual": np.where(known, of_day.cumsum(), np.nan)})
    rest = np.where(known, 0.0, usual)
    share = (
        rest.cumsum() / rest.sum() if rest.sum() > 0 else (~known).cumsum() / max((~known).sum(), 1)
    )
    frame["point"] = np.where(known, np.nan, row["so_far"] + share * (row["point"] - row["so_far"]))
    for band in _BANDS:
        apart = np.sqrt(share) * (row[band] - row["point"])
        frame[band] = np.where(known, np.nan, frame["point"].fillna(0) + apart)
    frame["pace"] = np.nan if target is None else target * usual.cumsum() / usual.sum()
    frame["previous_year"] = _year_before(sums, days, row)
    return frame


def due_shares(
    daily: pd.DataFrame, period: Period, as_of: date, calendar: Calendar
) -> dict[str, float]:
    """Return the share of a period's sum that is usually in by a day, of each column.

    It is the pace of `forecast_path`, so that whatever is held against a part of the target is held
    against the same.

    Parameters
    ----------
    daily : sums by day, a column for each unit.
    """
    if daily.columns.empty:
        return {}
    days = [period.start + timedelta(days=n) for n in range((period.end - period.start).days)]
    usual = _usual_days(daily, days, as_of, calendar)
    known = np.array([day <= as_of for day in days])
    shares = usual[known].sum(axis=0) / usual.sum(axis=0)
    return {str(name): float(share) for name, share in zip(daily.columns, shares, strict=True)}


def _usual_days(
    sums: pd.DataFrame, days: list[date], as_of: date, calendar: Calendar
) -> NDArray[np.float64]:
    """Return what days like these brought, days by columns: by working days left in the month.

    What came on days off counts for the working day after them. Without history, working days are
    all alike.
    """
    first = (pd.Timestamp(as_of).replace(day=1) - pd.DateOffset(months=12)).date()
    shape = _shape(sums, _places(first, as_of.replace(day=1), calendar), calendar)
    works = np.array([calendar.is_workday(day) for day in days], dtype=float)
    left = np.array([left for _, left in _places(days[0], days[-1] + timedelta(days=1), calendar)])
    usual = shape[np.where(left < len(shape), left, 0)] * works[:, None]
    flat = works if works.any() else np.ones(len(days))
    return np.where(usual.sum(axis=0) > 0, usual, flat[:, None])


def _shape(
    sums: pd.DataFrame, past: list[tuple[date, int]], calendar: Calendar
) -> NDArray[np.float64]:
    """Return the mean of each working day by how many are left, of each column; at 0 that of all."""
    brought = sums.reindex(pd.DatetimeIndex([day for day, _ in past])).fillna(0.0).to_numpy(float)
    left = np.array([max(left, 1) for _, left in past])
    times = np.bincount(left, [float(calendar.is_workday(day)) for day, _ in past])
    totals = np.stack([np.bincount(left, column) for column in brought.T], axis=1)
    means = np.maximum(totals / np.maximum(times, 1.0)[:, None], 0.0)[1:]
    even = means.mean(axis=0)
    month = np.array([day.year * 12 + day.month for day, _ in past])
    months = (pd.DataFrame(brought) != 0).groupby(month).any().sum().to_numpy(float)
    own = months / (months + _EVEN_MONTHS)
    return np.vstack([even, own * means + (1 - own) * even])


def _places(first: date, end: date, calendar: Calendar) -> list[tuple[date, int]]:
    """Return each day with the number of working days of its month from it on."""
    days = [first + timedelta(days=n) for n in range((end - first).days)]
    found: list[tuple[date, int]] = []
    left, month = 0, None
    for day in reversed(days):
        if (day.year, day.month) != month:
            month = (day.year, day.month)
            after = _month_end(day)
            left = calendar.workdays(day + timedelta(days=1), after)
        left += calendar.is_workday(day)
        found.append((day, left))
    return found[::-1]


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _year_before(sums: pd.Series, days: list[date], row: pd.Series) -> np.ndarray:
    """Return the cumulative sums of the same days a year before; NaN where the data do not reach."""
    ago = [(pd.Timestamp(day) - pd.DateOffset(years=1)) for day in days]
    if sums.empty or ago[0] < sums.index.min():
        return np.full(len(days), np.nan)
    return np.cumsum([float(sums.get(day, 0.0)) for day in ago])
