"""Until when a record may be typed in: what comes later is a late entry (补录)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import numpy as np

from salesnb.periods import Calendar

_LAST_SECOND = np.timedelta64(86_399, "s")
_LONGEST_FREE = 60


def typed_in_late(
    done: np.ndarray, recorded: np.ndarray, calendar: Calendar, hours: int, until: time
) -> np.ndarray:
    """Return which records were typed in after the limit, as booleans.

    The limit is so many hours after the deed. Where the deed or that moment is on a day off, it is
    `until` of the next working day if that is later: what was done on Friday, Saturday or Sunday
    may be typed in until Monday noon. A deed without time of day counts as done at the end of its
    day.

    Parameters
    ----------
    done, recorded : moments in seconds (datetime64[s]); where one is missing nothing is late.
    """
    day = done.astype("datetime64[D]")
    after = np.where(done == day, done + _LAST_SECOND, done) + np.timedelta64(hours, "h")
    late = np.asarray(recorded > after)
    if not late.any():
        return late
    day, after = day[late], after[late]
    limit = np.maximum(after, _after_days_off(day, calendar, until))
    limit = np.maximum(limit, _after_days_off(after.astype("datetime64[D]"), calendar, until))
    late[late] = recorded[late] > limit
    return late


def days_off(first: date, last: date, calendar: Calendar, hours: int) -> list[tuple[date, date]]:
    """Return the days off on which the hours after a deed of these days may be over, or the deed was.

    Returns
    -------
    Each with the next working day; one after which there is none for long is left out.
    """
    after_last = last + timedelta(days=hours // 24 + 2)
    days = (first + timedelta(days=n) for n in range((after_last - first).days + 1))
    return [(day, later) for day in days if (later := _workday_from(day, calendar)) > day]


def _after_days_off(days: np.ndarray, calendar: Calendar, until: time) -> np.ndarray:
    """Return, of days off, when the next working day's limit is; of others, the day itself."""
    unique, at = np.unique(days, return_inverse=True)
    limits = [
        datetime.combine(later, until)
        if later > day
        else datetime.combine(day, datetime.min.time())
        for day in unique.tolist()
        for later in [_workday_from(day, calendar)]
    ]
    return np.array(limits, dtype="datetime64[s]")[at]


def _workday_from(day: date, calendar: Calendar) -> date:
    days: Iterable[date] = (day + timedelta(days=n) for n in range(_LONGEST_FREE))
    return next((each for each in days if calendar.is_workday(each)), day)
