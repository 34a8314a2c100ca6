"""The report on the target gap in words: the end, the chance, the gap, what was odd, how it did."""

from datetime import datetime
from pathlib import Path

import pytest

from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.forecast.books import (
    STAFF,
    order,
    stocked,
    target,
)
from tests.frames import fill
from tests.views.shop import lines, title


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return stocked(tmp_path_factory.mktemp("report") / "shop")


def desk(shop: Workspace, scope: str = "team:East", period: str = "2026-10") -> Workbench:
    return Workbench(shop.root, scope=scope, period=period, lang="en")


def test_the_first_screen_says_where_it_ends_and_who_will_not_reach_the_target(
    shop: Workspace,
) -> None:
    told = repr(desk(shop).forecast_headline())
    assert "Sales of October 2026 are expected to end at" in told
    assert "the chance to reach the target of 30,000 is" in told or "30.0k is" in told
    assert "working days left has to bring" in told
    assert "● Ann chance of the target <1%" in told
    assert "● Bob" not in told


def test_a_quarter_that_runs_is_what_the_report_is_about(shop: Workspace) -> None:
    assert "Sales of Q4 2026" in repr(desk(shop, period="2026Q4").forecast_headline())


def test_of_a_month_that_is_over_the_end_is_told_and_the_running_one_forecast(
    shop: Workspace,
) -> None:
    told = repr(desk(shop, period="2026-09").forecast_headline())
    assert "September 2026 is over, with sales of" in told
    assert "a forecast of October 2026" in told


def test_the_chances_count_the_likely_and_the_unlikely(shop: Workspace) -> None:
    part = desk(shop).target_chances()
    assert title(part).startswith("Targets by rep: 1 of 2 likely, 1 unlikely; about 1.0")


def test_all_running_periods_of_both_measures_stand_in_one_table(shop: Workspace) -> None:
    part = desk(shop).forecast_periods()
    (head,) = lines(part, "Figure")
    periods = ("Oct", "Q4", "2026")
    assert head.split("\t")[1:4] == [f"{period} Sales" for period in periods]
    assert head.split("\t")[4:] == [f"{period} Collections" for period in periods]
    (commit,) = lines(part, "Commit")
    assert len(commit.split("\t")) == 7
    assert "Commit</dt><dd>So far, with the deals in the last stage" in part.html


def test_product_lines_say_why_they_have_no_chance(shop: Workspace) -> None:
    assert "targets are not set by product line" in repr(desk(shop).forecast_lines())


def test_the_pace_and_the_gap_hold_sales_against_the_same_part_of_the_target(
    shop: Workspace,
) -> None:
    for scope in ("team:East", "rep:Ann"):
        wb = desk(shop, scope)
        pace = wb.forecast_path(wb.forecast_of_scope()).dropna(subset="actual")["pace"].iloc[-1]
        assert float(wb.gap().start) == pytest.approx(pace, abs=0.01)
    assert wb.gap().start == desk(shop).gaps("rep")["Ann"].start


def test_the_self_test_lays_the_simple_ways_beside_what_is_published(shop: Workspace) -> None:
    part = repr(desk(shop, "company").forecast_self_test())
    for way in ("As published", "Linear run-rate", "Same as last year", "So far + stage-weighted"):
        assert way in part


def test_the_remarks_name_who_left_and_targets_that_lack_or_disagree(shop: Workspace) -> None:
    told = repr(desk(shop, "company", "2026").forecast_remarks())
    assert "Dee: no longer here" in told
    month = repr(desk(shop, "company").forecast_remarks())
    assert "Cid: the target of October 2026 is not above 0" in month
    assert (
        "East: its own target of October 2026, 30.0k, differs from the sum of those below" in month
    )
    assert "dated after Tuesday, 20 October 2026" in month


def test_one_order_is_no_history_and_the_report_says_so(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "one", "en")
    rows = [order("A1", "Ann", "2026-10-06", 700)]
    fill(made.store, {"staff": STAFF, "orders": rows}, datetime(2026, 10, 20, 19))
    told = desk(made, "company")
    assert "there is no target" in repr(told.forecast_headline())
    assert "too short to test" in repr(told.forecast_self_test())
    for part in (told.forecast_fan(), told.burn_up(), told.target_chances(), told.forecast_lines()):
        assert "nan" not in repr(part)
    assert "No stored forecast" in repr(told.forecast_accuracy())


def test_on_the_last_day_the_end_is_told_and_nothing_is_forecast_any_more(shop: Workspace) -> None:
    over = Workbench(shop.root, scope="team:East", period="2026-09", as_of="2026-09-30", lang="en")
    told = repr(over.forecast_headline())
    assert "September 2026 is over, with sales of" in told
    assert "expected" not in told.partition("Expected of the pipeline")[0]
    assert title(over.forecast_fan()).startswith("Ended at")


@pytest.mark.parametrize("day", ["2026-02-28", "2026-04-30", "2026-09-30"])
def test_a_period_that_is_over_ends_at_what_was_sold(shop: Workspace, day: str) -> None:
    over = Workbench(shop.root, scope="company", period=day[:7], as_of=day, lang="en")
    frame = over.forecast(period=day[:7])
    for name in ("point", "low_80", "high_80", "commit", "best_case"):
        assert frame[name].dropna().to_numpy() == pytest.approx(frame["so_far"], abs=2)
    assert (frame["point"] == frame["so_far"]).all()
    assert set(frame["pipeline_weighted"].dropna()) == {0.0}


def test_of_a_period_that_is_over_targets_are_reached_or_missed_and_not_likely(
    tmp_path: Path,
) -> None:
    made = Workspace.create(tmp_path / "over", "en")
    sold = [order(f"A{m}", "Ann", f"2026-{m:02d}-06", 1000.4) for m in range(1, 10)]
    sold += [order(f"B{m}", "Bob", f"2026-{m:02d}-07", 990) for m in range(1, 10)]
    goals = [target("rep:Ann", "2026-09", 1000.3), target("rep:Bob", "2026-09", 1000)]
    fill(made.store, {"staff": STAFF, "orders": sold, "targets": goals}, datetime(2026, 9, 30, 19))
    over = desk(made, period="2026-09")
    assert over.forecast("rep", "2026-09", "sales").set_index("unit")["p_target"].to_dict() == {
        "Ann": 1.0,
        "Bob": 0.0,
    }
    part = over.target_chances()
    assert title(part) == "Targets by rep: 1 of 2 reached"
    assert "Targets: Ann 100% reached, Bob 99% missed." in repr(part)
    told = repr(over.forecast_headline())
    assert "Bob missed its target: 990 of 1.0k" in told
    assert "likely" not in told + repr(part)
