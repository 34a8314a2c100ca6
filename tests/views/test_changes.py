"""What changed since the last report: figures, restated figures, flags, places."""

from datetime import datetime
from pathlib import Path

from salesnb.told import Telling, Told
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.frames import fill
from tests.views.shop import desk, order, shop, target

GOALS = [target("team:East", "2026-10", 100), target("team:West", "2026-10", 100)]


def remember(wb: Workbench, report: str = "performance") -> None:
    """Keep what the report tells, as a rendering does."""
    summary = wb.performance_headline().summary
    telling = Telling(report, str(wb.scope), "", wb.period.text, wb.as_of, summary["told"])
    Told(wb.workspace.state).keep(telling)


def changes_of(wb: Workbench) -> str:
    words = repr(wb.performance_headline())
    return words.partition("Since the last report")[2]


def test_the_first_report_has_nothing_to_compare_with(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [order(1, "2026-10-05", 50)]})
    assert changes_of(desk(root, "2026-10", as_of="2026-10-16")) == ""


def test_figures_of_a_running_period_are_shown_as_they_were_and_are(tmp_path: Path) -> None:
    rows = [order(1, "2026-10-05", 50), order(2, "2026-10-20", 30)]
    root = shop(tmp_path, {"orders": rows, "targets": GOALS})
    remember(desk(root, "2026-10", as_of="2026-10-16"))
    said = changes_of(desk(root, "2026-10", as_of="2026-10-23"))
    assert "(October 2026, data as of 16 October 2026)" in said
    assert "Sales 50 → 80" in said and "Target completion 25% → 40%" in said


def test_a_flag_that_is_new_is_marked_and_one_that_is_gone_is_named(tmp_path: Path) -> None:
    """East lags on the 16th and has caught up on the 23rd, when West has fallen behind."""
    rows = [order(1, "2026-10-05", 45, "Bob"), order(2, "2026-10-20", 80)]
    root = shop(tmp_path, {"orders": rows, "targets": GOALS})
    remember(desk(root, "2026-10", as_of="2026-10-16"))
    wb = desk(root, "2026-10", as_of="2026-10-23")
    said = changes_of(wb)
    assert "1 new red flag" in said and "red flag resolved: East" in said.replace("flags", "flag")
    html = wb.performance_headline().html
    west = next(item for item in html.split("<li") if "<b>West</b>" in item)
    assert "<em>new</em>" in west


def test_a_closed_period_that_was_corrected_since_is_restated(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [order(1, "2026-09-05", 50)]})
    remember(desk(root, "2026-09", as_of="2026-10-02"))
    late = [order(7, "2026-09-28", 25)]
    fill(Workspace.find(root).store, {"orders": late}, datetime(2026, 11, 21, 8))
    said = changes_of(desk(root, "2026-10", as_of="2026-11-21"))
    assert "Sales of September 2026 is now 75, no longer 50" in said


def test_a_period_that_still_ran_when_it_was_told_is_not_restated(tmp_path: Path) -> None:
    rows = [order(1, "2026-09-05", 50), order(2, "2026-09-28", 25)]
    root = shop(tmp_path, {"orders": rows})
    remember(desk(root, "2026-09", as_of="2026-09-20"))
    assert "no longer" not in changes_of(desk(root, "2026-10", as_of="2026-10-10"))


def test_nothing_changed_is_said(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [order(1, "2026-10-05", 50)]})
    remember(desk(root, "2026-10", as_of="2026-11-02"))
    assert "Nothing has changed." in changes_of(desk(root, "2026-10", as_of="2026-11-03"))
