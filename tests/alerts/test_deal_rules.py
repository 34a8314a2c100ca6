"""Rules on deals, just below, at and above their thresholds."""

from pathlib import Path

import pytest

from tests.alerts.cases import alerted
from tests.frames import Records, settings_with

DEAL = {"customer_id": "C1", "stage": "opportunity", "owner": "甲", "amount": 100}
CUSTOMERS: Records = [{"customer_id": "C1", "customer_name": "东方"}]


def deal(key: str, created: str, **more: object) -> dict[str, object]:
    return {"opportunity_id": key, "created_at": created, **DEAL, **more}


@pytest.mark.parametrize(
    ("created", "days"),
    [
        # 15, 16, 30, 31, 60 and 61 days later; days off count as others
        ("2026-05-04", ["2026-05-19", "2026-05-20", "2026-06-03", "2026-06-04", "2026-07-03", "2026-07-04"]),
        # over year end
        ("2025-12-20", ["2026-01-04", "2026-01-05", "2026-01-19", "2026-01-20"]),
        # over the days on which clocks change elsewhere
        ("2026-03-20", ["2026-04-04", "2026-04-05", "2026-04-19", "2026-04-20"]),
    ],
)  # fmt: skip
def test_a_deal_is_stuck_after_more_than_15_days(
    tmp_path: Path, created: str, days: list[str]
) -> None:
    tables = {"customers": CUSTOMERS, "opportunities": [deal("O1", created)]}
    wanted = [
        "",
        "O1 owner 16",
        "O1 owner 30",
        "O1 manager 31",
        "O1 manager 60",
        "O1 department 61",
    ]
    assert alerted(tmp_path, tables, "stage_stuck", days) == wanted[: len(days)]


def test_nothing_is_stuck_around_the_spring_festival(tmp_path: Path) -> None:
    tables = {"customers": CUSTOMERS, "opportunities": [deal("O1", "2026-01-20")]}
    # Days off are 15 to 23 February; seven days before and after are quiet as well.
    days = ["2026-02-07", "2026-02-08", "2026-02-19", "2026-03-02", "2026-03-03"]
    told = ["O1 owner 18", "", "", "", "O1 manager 42"]
    assert alerted(tmp_path, tables, "stage_stuck", days) == told


def test_the_days_of_a_stage_are_those_of_params(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, limits="stage_days: 5\n")
    tables = {"customers": CUSTOMERS, "opportunities": [deal("O1", "2026-05-04")]}
    days = ["2026-05-09", "2026-05-10"]
    told = alerted(tmp_path / "s", tables, "stage_stuck", days, settings=settings)
    assert told == ["", "O1 owner 6"]


@pytest.mark.parametrize(("usual", "limit"), [(200, 160), (100.2, 80.16)])
def test_a_deal_has_low_priority_below_80_percent_of_the_usual_amount(
    tmp_path: Path, usual: float, limit: float
) -> None:
    won = [
        deal(f"W{n}", "2026-01-05", stage="won", won_amount=usual, closed_at="2026-02-02")
        for n in range(10)
    ]
    deals = [
        deal("O1", "2026-05-04", amount=round(limit - 0.01, 2)),
        deal("O2", "2026-05-04", amount=limit),
        deal("O3", "2026-05-04", amount=round(limit + 0.01, 2)),
        deal("O4", "2026-05-04", amount=None),
        deal("O5", "2026-05-04", amount=10, stage="lost", closed_at="2026-05-05"),
    ]
    tables = {"customers": CUSTOMERS, "opportunities": [*won, *deals]}
    days = ["2026-05-05", "2026-06-03", "2026-06-04"]  # for 30 days
    told = ["O1 owner 1", "O1 owner 30", ""]
    assert alerted(tmp_path, tables, "low_priority", days) == told


def test_of_fewer_than_ten_won_deals_nothing_is_usual(tmp_path: Path) -> None:
    won = [
        deal(f"W{n}", "2026-01-05", stage="won", won_amount=200, closed_at="2026-02-02")
        for n in range(9)
    ]
    tables = {"customers": CUSTOMERS, "opportunities": [*won, deal("O1", "2026-05-04", amount=10)]}
    assert alerted(tmp_path, tables, "low_priority", ["2026-05-05"]) == [""]


def test_what_was_lost_without_a_reason_is_asked_for(tmp_path: Path) -> None:
    lost = {"stage": "lost", "closed_at": "2026-04-30"}
    deals = [
        deal("O1", "2026-03-02", **lost),
        deal("O2", "2026-03-02", lost_reason="价格", **lost),
        deal("O3", "2026-03-02", lost_reason="  ", **lost),
        deal("O4", "2026-03-02", stage="won", won_amount=1, closed_at="2026-04-30"),
    ]
    tables = {"customers": CUSTOMERS, "opportunities": deals}
    # 1 to 5 May are days off, 9 May is a working day: the sixth one is Tuesday, 12 May.
    days = ["2026-04-29", "2026-04-30", "2026-05-11", "2026-05-12", "2026-07-29", "2026-07-30"]
    assert alerted(tmp_path, tables, "lost_deal_no_reason", days) == [
        "",
        "O1 owner 0; O3 owner 0",
        "O1 owner 5; O3 owner 5",
        "O1 manager 6; O3 manager 6",
        "O1 manager 61; O3 manager 61",
        "",
    ]
