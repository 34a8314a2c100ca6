"""Explanations that need deals, repeated orders, a fiscal year or no orders at all."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.compare.conftest import order
from tests.frames import Records, fill

STAFF: Records = [{"name": "Ann", "team": "East", "role": "rep"}]
Compared = Callable[..., pd.DataFrame]
Desk = Callable[..., Workbench]


def deal(number: int, stage: str, created: str, **more: Any) -> dict[str, Any]:
    """Return an opportunity row."""
    made = {"opportunity_id": f"D{number}", "customer_id": "C1", "owner": "Ann"}
    return {**made, "stage": stage, "created_at": created, **more}


DEALS: Records = [
    deal(1, "won", "2026-09-20", amount=80_000, won_amount=75_000, closed_at="2026-10-05"),
    deal(2, "won", "2026-10-02", amount=50_000, won_amount=48_000, closed_at="2026-10-20"),
    deal(3, "lost", "2026-10-03", amount=9_000, closed_at="2026-10-09"),
    deal(4, "quote", "2026-10-04", amount=31_000),
]


@pytest.fixture
def desk_of(tmp_path: Path) -> Desk:
    def make(tables: Mapping[str, Records], period: str = "2026-10", fiscal: int = 1) -> Workbench:
        workspace = Workspace.create(tmp_path / "shop", "en")
        workspace.change_setting("fiscal_year_start", str(fiscal))
        fill(workspace.store, {"staff": STAFF, **tables}, datetime(2026, 11, 20, 18))
        return Workbench(workspace.root, period=period, lang="en")

    return make


def only(found: pd.DataFrame) -> pd.Series:
    """Return the one row of a comparison."""
    (row,) = (found.loc[cell] for cell in found.index)
    return row


def test_won_deals_taken_for_orders_and_their_expected_amounts(
    compared: Compared, desk_of: Desk
) -> None:
    wb = desk_of({"orders": [order(1, "2026-10-06", 75_000, "Ann")], "opportunities": DEALS})
    signed = only(compared([["Rep", "Sales"], ["Ann", 123_000]], wb))
    assert "'Won amount'" in signed["explanation"] or "won deals" in signed["explanation"]
    assert {"D1", "D2"} <= {row["id"] for row in signed["rows"]}
    expected = only(compared([["Rep", "Sales"], ["Ann", 130_000]], wb))
    assert "won deals by their expected amount" in expected["explanation"]


def test_wins_by_the_day_of_closing_and_without_open_deals(
    compared: Compared, desk_of: Desk
) -> None:
    wb = desk_of({"opportunities": DEALS})
    found = only(compared([["Rep", "Win rate"], ["Ann", "66.7%"]], wb))
    assert found["ours"] == pytest.approx(1 / 3)
    assert "'Win rate of closed deals'" in found["explanation"]
    ended = only(compared([["Rep", "Win rate"], ["Ann", "50%"]], wb))
    assert "leaves open ones out" in ended["explanation"]


def test_an_order_that_was_imported_twice(compared: Compared, desk_of: Desk) -> None:
    twice = [order(n, "2026-10-06", 12_345, "Ann", customer_id="C7") for n in (1, 2)]
    wb = desk_of({"orders": [*twice, order(3, "2026-10-07", 500, "Ann")]})
    found = only(compared([["Rep", "Sales"], ["Ann", 12_845]], wb))
    assert "counts rows of the same customer, day and amount once" in found["explanation"]


def test_calendar_quarters_instead_of_fiscal_ones(compared: Compared, desk_of: Desk) -> None:
    orders = [order(1, "2026-02-10", 1_000, "Ann"), order(2, "2025-11-11", 40_000, "Ann")]
    wb = desk_of({"orders": orders}, "2026Q4", 4)
    found = only(compared([["Rep", "2025Q3 sales"], ["Ann", 0]], wb))
    assert found["period"] == "2025Q3"
    rows = [["Q1 2026", None], ["Rep", "Sales"], ["Ann", 1_000]]
    found = only(compared(rows, wb))
    assert "calendar quarters (years), we have fiscal ones" in found["explanation"]
    assert {row["id"] for row in found["rows"]} == {"O1"}


def test_a_month_that_ends_on_the_25th(compared: Compared, desk_of: Desk) -> None:
    orders = [
        order(n, day, amount, "Ann")
        for n, (day, amount) in enumerate(
            [
                ("2026-09-22", 700),
                ("2026-09-27", 1_111),
                ("2026-10-10", 20_000),
                ("2026-10-28", 3_333),
            ]
        )
    ]
    wb = desk_of({"orders": orders})
    found = only(compared([["Rep", "Sales"], ["Ann", 21_111]], wb))
    assert "from day 26 of the month before to day 25" in found["explanation"]


def test_too_many_combinations_are_not_an_explanation(compared: Compared, desk_of: Desk) -> None:
    orders = [order(n, f"2026-10-{n:02d}", 1_000, "Ann", customer_id=f"C{n}") for n in range(5, 25)]
    wb = desk_of({"orders": orders})
    found = only(compared([["Rep", "Sales"], ["Ann", 12_000]], wb))
    assert found["difference"] == -8_000
    assert "No rule explains" in found["explanation"]
