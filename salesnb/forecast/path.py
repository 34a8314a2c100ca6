"""A period day by day: what came in so far, how the rest is expected to come, how wide it spreads."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from salesnb.periods import Calendar, Period

_BANDS = ("low_80", "low_50", "high_50", "high_80")


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
    of_day = np.array([float(sums.get(pd.Timestamp(day), 0.0)) for day in days])
    usual = _usual_days(sums, days, as_of, calendar)
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
    frame["pace"] = np.nan if target is None else target * usual.cumsum() / max(usual.sum(), 1e-9)
    frame["previous_year"] = _year_before(sums, days, row)
    return frame


def _usual_days(sums: pd.Series, days: list[date], as_of: date, calendar: Calendar) -> np.ndarray:
    """Return what a day like each brought: by working days left in its month."""
    first = (pd.Timestamp(as_of).replace(day=1) - pd.DateOffset(months=12)).date()
    end = as_of.replace(day=1)
    places: dict[int, list[float]] = {}
    for at, left in _places(first, end, calendar):
        places.setdefault(left, []).append(float(sums.get(pd.Timestamp(at), 0.0)))
    means = {left: max(float(np.mean(values)), 0.0) for left, values in places.items()}
    overall = float(np.mean(list(means.values()))) if means else 1.0
    usual = [
        (means.get(left, overall) if calendar.is_workday(at) else 0.0)
        for at, left in _places(days[0], days[-1] + timedelta(days=1), calendar)
    ]
    found = np.array(usual)
    return found if found.sum() > 0 else np.ones(len(days))


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
