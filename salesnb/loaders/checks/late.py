"""Follow-ups that were typed in late: 补录 (R1.13)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import numpy as np

from salesnb.labels import plural
from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.periods import Calendar

_LAST_SECOND = np.timedelta64(86_399, "s")
_HOUR = np.timedelta64(1, "h")
_LONGEST_FREE = 60


def check_late(block: Block, checking: Checking) -> None:
    """Find follow-ups that were typed in after the limit.

    The limit is 24 h after the follow-up (`late_hours`). Where the follow-up or that moment is on a
    day off, it is noon of the next working day (`weekend_until`) if that is later: what was done on
    Friday, Saturday or Sunday may be typed in until Monday noon. A follow-up without time of day
    counts as done at the end of its day.
    """
    if block.table.name != "follow_ups" or not block.has("recorded_at"):
        return
    done = block.values["follow_at"].to_numpy(dtype="datetime64[s]")
    recorded = block.values["recorded_at"].to_numpy(dtype="datetime64[s]")
    day = done.astype("datetime64[D]")
    done = np.where(done == day, done + _LAST_SECOND, done)
    given = block.filled("follow_at") & block.filled("recorded_at")
    hours = np.timedelta64(checking.settings.imports.late_hours, "h")
    after = done + hours
    given &= recorded > after
    if not given.any():
        return
    after, day, recorded = after[given], day[given], recorded[given]
    limit = np.maximum(after, _after_days_off(day, checking))
    limit = np.maximum(limit, _after_days_off(after.astype("datetime64[D]"), checking))
    late = recorded > limit
    since = block.values["follow_at"].to_numpy(dtype="datetime64[s]")[given]
    by = ((recorded - since)[late] / _HOUR).astype(np.int64)
    said = {hours: _words(hours) for hours in np.unique(by).tolist()}
    words = [said[hours] for hours in by.tolist()]
    checking.log.add(block, np.flatnonzero(given)[late], "recorded_at", "late_entry", words=words)


def _after_days_off(days: np.ndarray, checking: Checking) -> np.ndarray:
    """Return, of days off, when the next working day's limit is; of others, the day itself."""
    workspace, until = checking.settings.workspace, checking.settings.imports.weekend_limit
    calendar = Calendar(workspace.country, workspace.extra_holidays, workspace.extra_workdays)
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


def _words(hours: int) -> tuple[tuple[str, str], ...]:
    unit, count = ("day_count", hours // 24) if hours >= 48 else ("hour_count", hours)
    return (("late", plural(unit, "en", count)), ("late_zh", plural(unit, "zh", count)))
