"""wb.forecast: it adds up, stands beside its target, and knows nothing of later days."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from salesnb.errors import UsageError
from salesnb.forecast.chances import chance_to_reach
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.forecast.books import (
    DAY,
    STAFF,
    TARGETS,
    deals,
    order,
    orders,
    payments,
    stocked,
    target,
)
from tests.frames import fill

EVENING = datetime(DAY.year, DAY.month, DAY.day, 19)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return stocked(tmp_path_factory.mktemp("forecast") / "shop")


def opened(shop: Workspace, scope: str = "company", as_of: date | None = None) -> Workbench:
    return Workbench(shop.root, scope=scope, period="2026-10", as_of=as_of)


def month(frame: pd.DataFrame, level: str) -> pd.DataFrame:
    rows = frame[(frame["level"] == level) & (frame["grain"] == "month")]
    return rows[rows["measure"] == "sales"].set_index("unit")


@pytest.mark.parametrize("measure", ["sales", "collections"])
@pytest.mark.parametrize("grain", ["month", "quarter", "year"])
def test_reps_teams_lines_and_the_company_add_up_to_the_cent(
    shop: Workspace, grain: str, measure: str
) -> None:
    frame = opened(shop).forecast(measure=measure)
    frame = frame[frame["grain"] == grain]
    for column in ("point", "so_far"):
        cents = (frame[column] * 100).round().astype(int).groupby(frame["level"]).sum()
        assert cents.nunique() == 1, cents.to_dict()


def test_so_far_is_what_the_metric_says(shop: Workspace) -> None:
    desk = opened(shop)
    sales = desk.metrics("sales", by="rep").set_index("rep")["value"].astype(float)
    assert month(desk.forecast(), "rep")["so_far"].to_dict() == pytest.approx(sales.to_dict())


def test_an_even_seller_ends_near_the_usual_sum(shop: Workspace) -> None:
    # October 2026 has 22 weekdays in these books, all of which are sold on.
    point = month(opened(shop).forecast(), "rep")["point"]
    assert point["Ann"] == pytest.approx(22_000, rel=0.1)
    assert point["Bob"] == pytest.approx(11_000, rel=0.1)


def test_the_gap_in_money_and_deals_and_what_each_day_has_to_bring(shop: Workspace) -> None:
    ann = month(opened(shop).forecast(), "rep").loc["Ann"]
    assert ann["target"] == 30_000 and ann["target_origin"] == "explicit"
    assert ann["missing"] == pytest.approx(30_000 - ann["so_far"])
    assert ann["gap"] == pytest.approx(30_000 - ann["point"])
    assert ann["gap_deals"] == pytest.approx(ann["gap"] / 1000, abs=1)
    assert ann["needed_per_workday"] == pytest.approx(ann["missing"] / ann["workdays_left"])
    assert ann["workdays_left"] == 8  # 21 to 30 October
    assert ann["p_target"] < 0.1
    assert ann["coverage_weighted"] == pytest.approx(ann["pipeline_weighted"] / ann["missing"])


def test_a_target_within_reach_is_likely_and_one_of_0_or_none_has_no_chance_told(
    shop: Workspace,
) -> None:
    reps = month(opened(shop).forecast(), "rep")
    assert reps.loc["Bob", "p_target"] > 0.9
    assert reps.loc["Cid", "target"] == 0
    assert reps.loc["Cid", ["p_target", "missing", "gap", "needed_per_workday"]].isna().all()
    assert pd.isna(month(opened(shop).forecast(), "team").loc["West", "p_target"])


def test_open_deals_are_weighted_by_what_became_of_earlier_ones(shop: Workspace) -> None:
    ann = month(opened(shop).forecast(), "rep").loc["Ann"]
    # Three deals of 4,000 are open; won ones were signed at 3,600, every other was won.
    assert ann["open_deals"] == 3
    assert ann["pipeline_raw"] == pytest.approx(3 * 3600, rel=0.01)
    assert 0 < ann["pipeline_weighted"] < ann["pipeline_raw"]
    assert ann["so_far"] < ann["commit"] <= ann["best_case"]


def test_who_has_left_keeps_what_was_sold_and_is_expected_to_sell_no_more(shop: Workspace) -> None:
    dee = opened(shop).forecast("rep", "2026", "sales").set_index("unit").loc["Dee"]
    assert dee["state"] == "left"
    assert dee["point"] == dee["so_far"] > 0
    assert dee["low_80"] == dee["high_80"]


def test_a_team_sees_itself_and_its_members_and_nothing_else(shop: Workspace) -> None:
    frame = opened(shop, "team:East").forecast()
    seen = frame[["level", "unit"]].drop_duplicates().apply(tuple, axis=1).tolist()
    lines = [("product_line", "Pumps"), ("product_line", "Valves")]
    assert sorted(seen) == sorted([("team", "East"), ("rep", "Ann"), ("rep", "Bob"), *lines])
    company = month(opened(shop).forecast(), "team").loc["East", "point"]
    assert month(frame, "team").loc["East", "point"] == company


def test_the_wider_interval_holds_the_narrower_one_and_the_point_is_near(shop: Workspace) -> None:
    frame = opened(shop).forecast()
    ends = frame[["low_80", "low_50", "high_50", "high_80"]].to_numpy()
    assert (ends[:, :-1] <= ends[:, 1:] + 1).all()


def test_nothing_later_changes_a_forecast(shop: Workspace, tmp_path: Path) -> None:
    before = opened(shop).forecast()
    other = Workspace.create(tmp_path / "later", "en")
    rows = orders()
    sheets = {"staff": STAFF, "orders": rows, "payments": payments(rows)}
    fill(other.store, {**sheets, "opportunities": deals(), "targets": TARGETS}, EVENING)
    changed = [{**row, "amount": 1.0} for row in rows[-300:]]
    future = [order(f"later{n}", "Ann", f"2026-11-{n:02d}", 90_000) for n in range(1, 12)]
    won = [
        {**deal, "stage": "won", "won_amount": 99_000.0, "closed_at": "2026-11-02"}
        for deal in deals()[-6:]
    ]
    raised = [target("rep:Ann", "2026-10", 1)]
    later = {"orders": changed + future, "opportunities": won, "targets": raised}
    fill(other.store, later, datetime(2026, 11, 15, 9))
    pd.testing.assert_frame_equal(opened(other, as_of=DAY).forecast(), before)


def test_a_period_that_does_not_run_or_a_word_that_is_not_known_is_refused(
    shop: Workspace,
) -> None:
    with pytest.raises(UsageError, match="2026-10, 2026Q4, 2026"):
        opened(shop).forecast(period="2026-09")
    with pytest.raises(UsageError, match="level of forecasts"):
        opened(shop).forecast("region")
    with pytest.raises(UsageError, match="collections"):
        opened(shop).forecast(measure="profit")


def test_returns_gaps_and_one_month_of_history_give_a_forecast(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "odd", "en")
    rows = [
        order("A1", "Ann", "2026-05-04", 900), order("A2", "Ann", "2026-06-05", -2000),
        order("A3", "Ann", "2026-10-06", 700), order("B1", "Bob", "2026-09-02", 100),
        order("B2", "Bob", "2026-10-02", 120), order("N1", None, "2026-10-02", 50),
    ]  # fmt: skip
    fill(made.store, {"staff": STAFF, "orders": rows}, EVENING)
    frame = opened(made).forecast(measure="sales")
    assert frame["point"].notna().all()
    assert (frame["low_80"] <= frame["high_80"]).all()
    ann = month(frame, "rep").loc["Ann"]
    assert (ann["negative_months"], ann["empty_months"]) == (1, 3)
    assert month(frame, "rep").loc["unassigned", "so_far"] == 50


def test_a_store_without_sales_has_no_forecast(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "empty", "en")
    fill(made.store, {"staff": STAFF}, EVENING)
    assert opened(made).forecast().empty
    assert opened(made).forecast_of_scope() is None


RISING = [100.0 + n for n in range(39)]  # 2.5 % at 100 … 97.5 % at 138


@pytest.mark.parametrize(
    ("target_", "so_far", "chance"),
    [
        (119, 50, 0.5),
        (100, 50, 0.975),
        (137, 50, 0.05),
        (40, 50, 1.0),
        (0, 50, None),
        (None, 50, None),
    ],
)
def test_a_chance_is_read_off_the_levels(
    target_: float | None, so_far: float, chance: float | None
) -> None:
    found = chance_to_reach([RISING], pd.Series([target_], dtype=float), pd.Series([so_far]))[0]
    assert found == pytest.approx(chance, abs=0.01) if chance is not None else pd.isna(found)


def test_beyond_the_levels_a_chance_falls_off_and_is_never_none() -> None:
    far = chance_to_reach([RISING, RISING], pd.Series([150.0, 160.0]))
    assert 0 < far[1] < far[0] < 0.025
