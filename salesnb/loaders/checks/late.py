"""Follow-ups that were typed in late: 补录 (R1.13)."""

import numpy as np

from salesnb.labels import plural
from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.periods import Calendar
from salesnb.typed_in import typed_in_late

_HOUR = np.timedelta64(1, "h")


def check_late(block: Block, checking: Checking) -> None:
    """Find follow-ups that were typed in after the limit (see `typed_in.typed_in_late`)."""
    if block.table.name != "follow_ups" or not block.has("recorded_at"):
        return
    done = block.values["follow_at"].to_numpy(dtype="datetime64[s]")
    recorded = block.values["recorded_at"].to_numpy(dtype="datetime64[s]")
    workspace, limits = checking.settings.workspace, checking.settings.imports
    calendar = Calendar(workspace.country, workspace.extra_holidays, workspace.extra_workdays)
    late = typed_in_late(done, recorded, calendar, limits.late_hours, limits.weekend_limit)
    late &= (block.filled("follow_at") & block.filled("recorded_at")).astype(bool)
    if not late.any():
        return
    by = ((recorded - done)[late] / _HOUR).astype(np.int64)
    said = {hours: _words(hours) for hours in np.unique(by).tolist()}
    words = [said[hours] for hours in by.tolist()]
    checking.log.add(block, np.flatnonzero(late), "recorded_at", "late_entry", words=words)


def _words(hours: int) -> tuple[tuple[str, str], ...]:
    unit, count = ("day_count", hours // 24) if hours >= 48 else ("hour_count", hours)
    return (("late", plural(unit, "en", count)), ("late_zh", plural(unit, "zh", count)))
