"""Working days for whole columns of dates."""

from datetime import date, timedelta

import numpy as np

from salesnb.periods import Calendar

_AHEAD_DAYS = 120


class Workdays:
    """The working days around a time, to count with.

    Parameters
    ----------
    first, last : the dates that will be asked about lie between them; results up to some months
        beyond.
    """

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        span = (last - first).days + _AHEAD_DAYS
        days = (first + timedelta(days=n) for n in range(-_AHEAD_DAYS, span))
        self._days = np.array([day for day in days if calendar.is_workday(day)], "datetime64[D]")

    def after(self, start: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Return the days that lie so many working days after others.

        From a day off one counts as from the working day before it: a day after Saturday is Monday.
        """
        at = np.searchsorted(self._days, start, side="right") - 1
        found: np.ndarray = self._days[np.clip(at + steps, 0, len(self._days) - 1)]
        return found

    def between(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the number of working days from `start` up to but without `end`."""
        return np.searchsorted(self._days, end) - np.searchsorted(self._days, start)
