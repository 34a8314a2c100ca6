"""What a report told is remembered for the next one of its kind, and for nobody else."""

from datetime import date
from pathlib import Path

import pytest

from salesnb.periods import Period, parse_period
from salesnb.told import Telling, Told

OCTOBER, NOVEMBER = parse_period("2026-10"), parse_period("2026-11")


@pytest.fixture
def memory(tmp_path: Path) -> Told:
    return Told(tmp_path / "data" / "state.sqlite")


def tell(memory: Told, period: str, day: date, sales: int, **other: str) -> None:
    where = {"report": "weekly", "scope": "team:East", "viewer": ""} | other
    memory.keep(Telling(**where, period=period, as_of=day, told={"sales": sales}))


def sales_before(memory: Told, period: Period, day: date, **other: str | None) -> int | None:
    where = {"report": "weekly", "scope": "team:East", "viewer": None} | other
    found = memory.before(**where, period=period, as_of=day)
    return None if found is None else found.told["sales"]


def test_nothing_was_told_before_the_first_report(memory: Told) -> None:
    assert sales_before(memory, OCTOBER, date(2026, 10, 9)) is None


def test_the_last_report_of_the_same_period_counts_first(memory: Told) -> None:
    tell(memory, "2026-10", date(2026, 10, 31), 1)
    tell(memory, "2026-11", date(2026, 11, 6), 2)
    tell(memory, "2026-11", date(2026, 11, 13), 3)
    assert sales_before(memory, NOVEMBER, date(2026, 11, 20)) == 3
    assert sales_before(memory, NOVEMBER, date(2026, 11, 6)) == 1


def test_a_report_made_twice_on_a_day_is_not_compared_with_itself(memory: Told) -> None:
    tell(memory, "2026-10", date(2026, 10, 9), 1)
    assert sales_before(memory, OCTOBER, date(2026, 10, 9)) is None
    tell(memory, "2026-10", date(2026, 10, 9), 7)
    assert sales_before(memory, OCTOBER, date(2026, 10, 10)) == 7


def test_other_scopes_viewers_and_reports_are_not_told(memory: Told) -> None:
    tell(memory, "2026-10", date(2026, 10, 9), 1)
    day = date(2026, 10, 16)
    assert sales_before(memory, OCTOBER, day, scope="team:West") is None
    assert sales_before(memory, OCTOBER, day, viewer="Ann") is None
    assert sales_before(memory, OCTOBER, day, report="daily") is None


def test_a_kernel_is_handed_what_was_told_of_its_scope_and_viewer_alone(
    memory: Told, tmp_path: Path
) -> None:
    tell(memory, "2026-10", date(2026, 10, 9), 1)
    tell(memory, "2026-10", date(2026, 10, 9), 2, scope="team:West")
    tell(memory, "2026-10", date(2026, 10, 9), 3, viewer="Ann")
    handed = tmp_path / "handed" / "data" / "state.sqlite"
    memory.copy("team:East", None, "company", handed)
    assert sales_before(Told(handed), OCTOBER, date(2026, 10, 16)) == 1
    assert b"West" not in handed.read_bytes() and b"Ann" not in handed.read_bytes()


def test_what_was_told_by_another_right_is_not_handed_on(memory: Told, tmp_path: Path) -> None:
    """Ann led East, then West: what Bob's report told her then is not hers to see now."""
    where = ("weekly", "rep:Bob", "Ann", "2026-10", date(2026, 10, 9))
    memory.keep(Telling(*where, told={"sales": 1}, widest="team:East"))
    handed = tmp_path / "handed" / "data" / "state.sqlite"
    memory.copy("rep:Bob", "Ann", "team:West", handed)
    assert not handed.exists()
    memory.copy("rep:Bob", "Ann", "team:East", handed)
    assert handed.exists()
