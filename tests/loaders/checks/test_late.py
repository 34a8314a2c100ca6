"""Follow-ups typed in late: after 24 hours, or after noon of the working day after days off.

2026-10-23 is a Friday; 2026-10-01 to 07 are public holidays in China, 09-30 and 10-08 are not.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from salesnb.loaders import LoadResult, load_files
from salesnb.settings import Settings

from ..conftest import TODAY

Load = Callable[..., LoadResult]
HEAD = ["客户编号", "跟进时间", "跟进人", "录入时间"]
CUSTOMERS = [["客户编号", "客户名称"], ["C1", "甲"]]


def sheets(done: str, recorded: str) -> dict[str, list[list[str]]]:
    return {"客户": CUSTOMERS, "跟进": [HEAD, ["C1", done, "王", recorded]]}


LATE = [
    ("2026-10-20 10:00:00", "2026-10-21 10:00:01", "24 hours"),  # Tuesday
    ("2026-10-20", "2026-10-22", "2 days"),  # at the end of Tuesday, at best
    ("2026-10-22 15:00:00", "2026-10-23 16:00:00", "25 hours"),  # Thursday
    ("2026-10-23 15:00:00", "2026-10-26 12:00:01", "2 days"),  # Friday
    ("2026-10-24 15:00:00", "2026-10-26 13:00:00", "46 hours"),  # Saturday
    ("2026-10-03 15:00:00", "2026-10-08 12:30:00", "4 days"),  # National Day
    ("2026-10-25 15:00:00", "2026-10-27 09:00:00", "42 hours"),  # Sunday
]
IN_TIME = [
    ("2026-10-20 10:00:00", "2026-10-21 10:00:00"),
    ("2026-10-20", "2026-10-21 23:59:00"),
    ("2026-10-23 09:00:00", "2026-10-26 12:00:00"),  # Friday morning until Monday noon
    ("2026-10-24 15:00:00", "2026-10-26 11:59:00"),
    ("2026-10-25 20:00:00", "2026-10-26 19:00:00"),  # Sunday evening: 24 h are later than noon
    ("2026-09-30 15:00:00", "2026-10-08 11:00:00"),
    ("2026-10-24", "2026-10-26"),
    ("2026-10-20 10:00:00", ""),
]


@pytest.mark.parametrize(("done", "recorded", "after"), LATE)
def test_after_the_limit_is_a_warning_that_tells_how_late(
    load: Load, done: str, recorded: str, after: str
) -> None:
    (problem,) = load(sheets(done, recorded)).problems.to_dict("records")
    assert (problem["cell"], problem["rule"], problem["severity"]) == (
        "D2",
        "late_entry",
        "warning",
    )
    assert problem["message"].endswith(f"is {after} after the follow-up, past the limit.")


@pytest.mark.parametrize(("done", "recorded"), IN_TIME)
def test_within_the_limit_is_none(load: Load, done: str, recorded: str) -> None:
    assert load(sheets(done, recorded)).problems.empty


def test_the_limits_are_those_of_params(settings: Settings, book: Callable[..., Path]) -> None:
    limits = settings.imports.model_copy(update={"late_hours": 48, "weekend_until": "18:00"})
    local = replace(settings, imports=limits)
    for done, recorded in [LATE[0][:2], LATE[4][:2]]:
        result = load_files(
            [book(sheets(done, recorded))], local, mapping=None, known={}, today=TODAY
        )
        assert result.problems.empty
