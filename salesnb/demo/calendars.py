"""The days of the made-up company: when people call, leads arrive and orders are signed."""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import numpy as np
from numpy.random import Generator

YEARLY_GROWTH = 1.12
MONTH_SEASON = (0.96, 0.95, 1.05, 1.01, 1.00, 1.06, 0.96, 0.95, 1.04, 1.00, 1.02, 1.08)
_MARGIN = 500  # days known before the first and after the last day of the data


@dataclass(frozen=True)
class BusinessCalendar:
    """Day weights from 500 days before the first day of the data to 500 days after the last.

    Days are whole numbers counted from `start`; moments are fractions of days on the same axis.
    Weekends and public holidays are nearly silent, their make-up days are working days.

    Attributes
    ----------
    start, until
        First and last day of the data, both inclusive.
    is_workday
        One flag per known day.
    weights
        Per kind of event (`calls`, `leads`, `orders`) one weight per known day.
    """

    start: date
    until: date
    is_workday: np.ndarray
    weights: dict[str, np.ndarray]

    @property
    def n_days(self) -> int:
        """Number of days in the data; also the moment at which the data ends."""
        return (self.until - self.start).days + 1

    def index(self, day: date) -> int:
        """Number of a day, 0 for `start`."""
        return (day - self.start).days

    def dates(self, moments: np.ndarray) -> np.ndarray:
        """Moments as datetime64 to the minute; what never happened (NaN, infinite) is NaT."""
        known = np.isfinite(moments)
        minutes = np.floor(np.where(known, moments, 0) * 1440).astype("int64")
        stamps: np.ndarray = np.datetime64(self.start, "m") + minutes.astype("timedelta64[m]")
        stamps[~known] = np.datetime64("NaT", "m")
        return stamps

    def months(self, moments: np.ndarray) -> np.ndarray:
        """Month of each moment, 0 for the month of `start`."""
        months: np.ndarray = self.dates(moments).astype("datetime64[M]").astype(int)
        return months - int(np.datetime64(self.start, "M").astype(int))

    def index_of_months(self, n_months: int) -> np.ndarray:
        """Number of the first day of each of the first `n_months` months, and of the one after."""
        months = np.datetime64(self.start, "M") + np.arange(n_months + 1)
        firsts: np.ndarray = months.astype("datetime64[D]") - np.datetime64(self.start, "D")
        return firsts.astype(int)

    def weight_of(self, kind: str, days: np.ndarray) -> np.ndarray:
        """Weight of a kind of event on each day."""
        weights: np.ndarray = self.weights[kind][days + _MARGIN]
        return weights

    def month_labels(self, n_months: int) -> np.ndarray:
        """`2026-10` for each of the first `n_months` months."""
        months: np.ndarray = np.datetime64(self.start, "M") + np.arange(n_months)
        return months.astype(str)

    def draw_day(self, rng: Generator, kind: str, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """One whole day in each [low, high], likelier where the kind of event has more weight."""
        last = len(self.is_workday) - 1
        low = np.clip(np.floor(low).astype(int) + _MARGIN, 0, last)
        high = np.clip(np.floor(high).astype(int) + _MARGIN, low, last)
        cumulated = np.concatenate([[0.0], np.cumsum(self.weights[kind])])
        floor, ceiling = cumulated[low], cumulated[high + 1]
        drawn = floor + rng.random(len(low)) * (ceiling - floor)
        found = np.searchsorted(cumulated, drawn, side="right") - 1
        days: np.ndarray = np.clip(found, low, high)
        return days - _MARGIN

    def next_workday(self, days: np.ndarray) -> np.ndarray:
        """The day itself where people work, else the next day on which they do."""
        position = np.arange(len(self.is_workday))
        following = np.where(self.is_workday, position, len(position) - 1)
        following = np.minimum.accumulate(following[::-1])[::-1]
        asked = np.clip(np.floor(days).astype(int) + _MARGIN, 0, len(position) - 1)
        found: np.ndarray = following[asked]
        return found - _MARGIN

    def at_work(self, rng: Generator, moments: np.ndarray) -> np.ndarray:
        """Each moment, moved to the next working hour; a few weekend calls stay where they are."""
        known = np.where(np.isfinite(moments), moments, 0)
        hour = (known % 1) * 24
        day = np.floor(known + np.where(hour > 18.3, 1, 0))
        stays = rng.random(len(known)) < 0.02
        workday = np.where(stays, day, self.next_workday(day))
        early = (workday > np.floor(known)) | (hour < 8.7)
        clock = np.where(early, 8.7 + rng.gamma(2.0, 0.7, len(known)), hour)
        moved = workday + np.minimum(clock, 18.5) / 24
        return np.where(np.isfinite(moments), moved, moments)

    def clock(self, rng: Generator, size: int) -> np.ndarray:
        """Time of day of a call as a fraction of the day: two humps around a lunch break."""
        morning = rng.random(size) < 0.52
        hour = np.where(morning, rng.normal(10.3, 0.8, size), rng.normal(15.4, 1.2, size))
        return np.clip(hour, 8.6, 18.6) / 24


def make_calendar(until: date) -> BusinessCalendar:
    """Calendar of the 24 full months (and the days of the month so far) that end on `until`."""
    following = until + timedelta(days=1)
    start = date(following.year - 2, following.month, 1)
    n_known = (until - start).days + 1 + 2 * _MARGIN
    first = np.datetime64(start, "D") - _MARGIN
    days = first + np.arange(n_known)
    is_workday, festivals = _chinese_workdays(days)
    base = np.where(is_workday, 1.0, 0.02)
    trend = YEARLY_GROWTH ** ((np.arange(n_known) - _MARGIN) / 365.25)
    season = np.array(MONTH_SEASON)[days.astype("datetime64[M]").astype(int) % 12]
    festival = _festival_factor(days, festivals)
    online = np.where(is_workday, 1.0, 0.22)
    weights = {
        "calls": base * np.sqrt(festival),
        "leads": online * trend * season * festival,
        "orders": base * trend * season * festival * _month_end_factor(days, is_workday),
    }
    return BusinessCalendar(start, until, is_workday, weights)


def _chinese_workdays(days: np.ndarray) -> tuple[np.ndarray, list[np.datetime64]]:
    """Which days are worked in China, and the first day of each Spring Festival."""
    years = days.astype("datetime64[Y]").astype(int) + 1970
    names = holidays.country_holidays(
        "CN", years=range(years.min(), years.max() + 1), language="en_US"
    )
    off = np.array(sorted(names), dtype="datetime64[D]")
    made_up = np.array(sorted(names.weekend_workdays), dtype="datetime64[D]")
    is_weekday = (days.astype(int) + 3) % 7 < 5
    is_workday = (is_weekday & ~np.isin(days, off)) | np.isin(days, made_up)
    first_days: dict[int, date] = {}
    for day in sorted(names):
        if "Spring Festival" in names[day]:
            first_days.setdefault(day.year, day)
    return is_workday, [np.datetime64(day, "D") for day in first_days.values()]


def _festival_factor(days: np.ndarray, festivals: list[np.datetime64]) -> np.ndarray:
    """Activity around Spring Festival: it ebbs a week before, and is made up for afterwards."""
    factor = np.ones(len(days))
    for festival in festivals:
        offset = (days - festival).astype(int)
        factor[(offset >= -8) & (offset < 0)] = 0.5
        factor[(offset >= 0) & (offset < 8)] = 0.1
        factor[(offset >= 8) & (offset < 15)] = 0.6
        factor[(offset >= 15) & (offset < 36)] = 1.18
    return factor


def _month_end_factor(days: np.ndarray, is_workday: np.ndarray) -> np.ndarray:
    """Orders bunch on the last working days of a month and are rare on the first ones."""
    month = days.astype("datetime64[M]").astype(int)
    month = month - month[0]
    total = np.bincount(month, is_workday)[month]
    passed = np.concatenate([[0], np.cumsum(is_workday)])
    before = passed[:-1] - passed[np.searchsorted(month, month)]
    left = total - before  # working days from this one to the end of the month
    return np.select([left <= 2, left <= 3, left <= 5, before < 5], [2.6, 1.9, 1.35, 0.72], 1.0)
