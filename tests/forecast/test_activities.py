"""What reps need: from the missing amount to deals, cases of each stage and contacts."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesnb.forecast.activities import Activities, needed_activities, period_ahead
from salesnb.forecast.own_rates import PRIOR_CASES
from salesnb.forecast.plan_units import present_reps
from salesnb.metrics.targets import Target
from salesnb.periods import parse_period
from tests.frames import CHINA, CONTACT, DEFAULTS, Records, scoped

DECEMBER = parse_period("2026-12")
STAFF: Records = [
    {"name": "李娜", "team": "东一组", "role": "rep"},
    {"name": "张强", "team": "东一组", "role": "rep"},
    {"name": "王芳", "team": "东一组", "role": "rep", "active": False},
]
STAGES = ["lead", "opportunity", "quote"]


def deals(owner: str, won: int, lost: int, size: float = 1000) -> list[dict[str, Any]]:
    """Return deals of the year: each was an opportunity, and quoted nine days later."""
    return [
        {
            "opportunity_id": f"{owner}{n}",
            "customer_id": "C1",
            "owner": owner,
            "stage": "won" if n < won else "lost",
            "created_at": "2026-06-01",
            "closed_at": "2026-06-20",
            "won_amount": size if n < won else None,
        }
        for n in range(won + lost)
    ]


def entries(rows: list[dict[str, Any]]) -> Records:
    return [
        {
            "subject_type": "opportunity",
            "subject_id": row["opportunity_id"],
            "stage": "quote",
            "entered_at": "2026-06-10",
        }
        for row in rows
    ]


def needed(
    folder: Path, targets: dict[str, float | None], tables: dict[str, Records]
) -> Activities:
    values = {n: Target(Decimal(str(v)), "explicit") if v is not None else None for n, v in targets.items()}  # fmt: skip
    filled = {"staff": STAFF, **tables}
    with scoped(folder, filled, as_of=date(2026, 11, 30)) as store:
        reps = present_reps(store)
        return needed_activities(store, DEFAULTS, CHINA, DECEMBER, values, reps, STAGES)


def history(*parts: list[dict[str, Any]]) -> dict[str, Records]:
    rows = [row for part in parts for row in part]
    return {"opportunities": rows, "stage_history": entries(rows)}


def test_a_missing_amount_is_so_many_deals_and_so_many_cases_of_each_stage(
    tmp_path: Path,
) -> None:
    found = needed(tmp_path, {"李娜": 10_000}, history(deals("李娜", 40, 40)))
    row = found.frame.set_index("rep").loc["李娜"]
    assert found.days == 23
    assert (row["missing"], row["repeat"], row["pipeline"]) == (10_000, 0, 0)
    assert row["per_day"] == pytest.approx(10_000 / 23)
    assert row["deals"] == pytest.approx(10)
    assert row["need_opportunity"] == row["need_quote"] == pytest.approx(20)


def test_few_own_cases_are_drawn_towards_the_team(tmp_path: Path) -> None:
    tables = history(deals("李娜", 80, 20), deals("张强", 0, 5))
    rates = needed(tmp_path, {"李娜": 1000, "张强": 1000}, tables).rates.rates
    own = rates[rates["stage"] == "quote"].set_index("rep")
    team = 80 / 105
    assert own.loc["张强", "rate"] == pytest.approx((0 + PRIOR_CASES * team) / (5 + PRIOR_CASES))
    assert own.loc["李娜", "rate"] == pytest.approx((80 + PRIOR_CASES * team) / 120)
    assert own.loc["张强", "n"] == 5  # the raw share would be 0 %, and ask for infinitely many
    assert own.loc["张强", "low"] < own.loc["张强", "rate"] < own.loc["张强", "high"]


def test_what_is_open_counts_with_the_chance_of_its_stage_and_age(tmp_path: Path) -> None:
    tables = history(deals("李娜", 40, 40))
    still = {"customer_id": "C1", "owner": "李娜", "stage": "quote", "amount": 4000}
    fresh = {**still, "opportunity_id": "N1", "created_at": "2026-11-28"}
    stale = {**still, "opportunity_id": "N2", "created_at": "2026-03-01"}
    tables["opportunities"] = [*tables["opportunities"], fresh, stale]
    tables["stage_history"] = [
        *tables["stage_history"],
        {"subject_type": "opportunity", "subject_id": "N1", "stage": "quote", "entered_at": "2026-11-28"},
        {"subject_type": "opportunity", "subject_id": "N2", "stage": "quote", "entered_at": "2026-03-02"},
    ]  # fmt: skip
    row = needed(tmp_path, {"李娜": 10_000}, tables).frame.set_index("rep").loc["李娜"]
    # Half of the quotes are won, all within ten days: the fresh one in time, the stale one never.
    assert row["pipeline"] == pytest.approx(2000)
    assert row["expected_wins"] == pytest.approx(0.5)
    assert (row["open_deals"], row["open_quote"]) == (2, 2)
    assert row["to_find"] == pytest.approx(8000)


def test_repeat_orders_are_expected_by_the_working_day(tmp_path: Path) -> None:
    rows = deals("李娜", 1, 0)
    orders = [
        {"order_id": f"S{n}", "customer_id": "C1", "owner": "李娜", "order_date": day, "amount": 1000}
        for n, day in enumerate(["2026-06-20", "2026-08-03", "2026-10-12"])
    ]  # fmt: skip
    row = needed(tmp_path, {"李娜": 10_000}, {**history(rows), "orders": orders})
    found = row.frame.set_index("rep").loc["李娜"]
    since = CHINA.workdays(date(2026, 6, 20), date(2026, 12, 1))
    assert found["repeat"] == pytest.approx(2000 / since * 23)  # the order of the deal is none


def test_contacts_a_week_follow_the_contacts_for_each_won_deal(tmp_path: Path) -> None:
    follow_ups = [
        {"follow_id": f"F{n}", "customer_id": "C1", "user": "李娜", "method": method, "follow_at": "2026-06-05 10:00"}
        for n, method in enumerate(["phone"] * 300 + ["visit"] * 100)
    ]  # fmt: skip
    tables = {**history(deals("李娜", 40, 40)), "follow_ups": follow_ups}
    row = needed(tmp_path, {"李娜": 11_500}, tables).frame.set_index("rep").loc["李娜"]
    assert row["contacts_week"] == pytest.approx(11.5 * 10 / (23 / 5))
    assert row["visits_week"] == pytest.approx(11.5 * 2.5 / (23 / 5))
    assert row["contacts_now"] == 0


def test_a_target_that_is_reached_needs_nothing(tmp_path: Path) -> None:
    tables = history(deals("李娜", 40, 40))
    row = needed(tmp_path, {"李娜": 0}, tables).frame.set_index("rep").loc["李娜"]
    assert (row["missing"], row["deals"], row["need_quote"]) == (0, 0, 0)


def test_without_a_target_nothing_is_made_up(tmp_path: Path) -> None:
    found = needed(tmp_path, {"李娜": None}, history(deals("李娜", 4, 4))).frame
    assert found[["target", "missing", "to_find", "deals", "need_quote"]].isna().all().all()


def test_without_any_deal_won_the_number_of_deals_is_not_known(tmp_path: Path) -> None:
    row = needed(tmp_path, {"李娜": 9000}, history(deals("李娜", 0, 4))).frame.iloc[0]
    assert row["to_find"] == 9000
    assert row[["deal_size", "deals", "need_quote"]].isna().all()


def test_who_left_has_no_row_but_the_target_is_told(tmp_path: Path) -> None:
    found = needed(tmp_path, {"李娜": 1000, "王芳": 2000}, history(deals("李娜", 4, 4)))
    assert "王芳" not in set(found.frame["rep"])
    assert found.left == ["王芳"]


@pytest.mark.parametrize(
    ("asked", "as_of", "ahead"),
    [
        ("2026-10", "2026-10-15", "2026-10"),
        ("2026-10", "2026-10-29", "2026-11"),  # two working days are left
        ("2026-10", "2026-12-03", "2026-12"),  # long over
        ("2026-12", "2026-11-01", "2026-12"),
        ("2026Q4", "2026-10-29", "2026Q4"),
        ("2026-W40", "2026-10-01", "2026-10"),
    ],
)
def test_the_period_ahead_has_at_least_a_week(
    tmp_path: Path, asked: str, as_of: str, ahead: str
) -> None:
    lead = {**CONTACT, "lead_id": "L", "owner": "李娜", "created_at": "2026-01-05 09:00"}
    with scoped(tmp_path, {"leads": [lead]}, as_of=date.fromisoformat(as_of)) as store:
        assert period_ahead(parse_period(asked), store, CHINA).text == ahead
