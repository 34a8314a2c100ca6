"""The report on customers: what it says, and that bad data do not stop it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.frames import settings_with
from tests.views.shop import desk, lines, shop, title

SECTIONS = (
    "segments_headline",
    "customer_tiers",
    "win_back",
    "customer_levels",
    "about_to_change",
    "levels_over_time",
    "typed_levels",
    "level_service",
    "level_heat",
    "customer_profile",
    "customer_movements",
)


def firm(number: int, **more: Any) -> dict[str, Any]:
    """Return a customer of Ann's."""
    known = {"customer_id": f"C{number}", "customer_name": f"Firm {number}", "owner": "Ann"}
    return {**known, "first_contact_date": "2024-01-01", **more}


def bought(number: int, every: int, count: int, last: str, amount: float) -> list[dict[str, Any]]:
    """Return the orders of a customer that buys in a rhythm."""
    day = date.fromisoformat(last)
    return [
        {
            "order_id": f"O{number}-{n}",
            "customer_id": f"C{number}",
            "owner": "Ann",
            "amount": amount,
            "order_date": str(day - timedelta(days=every * n)),
        }
        for n in range(count)
    ]


def contact(number: int, day: str) -> dict[str, Any]:
    """Return a follow-up of a customer."""
    when = {"follow_at": f"{day} 10:00", "recorded_at": f"{day} 11:00"}
    return {"follow_id": f"F{number}-{day}", "customer_id": f"C{number}", "user": "Ann", **when}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three customers that buy monthly; one of them stopped in June, and one never bought."""
    tables = {
        "customers": [firm(n, level="ordinary" if n == 2 else None) for n in (1, 2, 3, 4)],
        "orders": [
            *bought(1, 30, 14, "2026-11-10", 50_000),
            *bought(2, 30, 14, "2026-06-01", 5_000),
            *bought(3, 30, 14, "2026-11-15", 1_000),
        ],
        "follow_ups": [contact(n, "2026-11-18") for n in (1, 2, 3)],
    }
    return shop(tmp_path, tables)


def test_the_first_screen_says_how_many_are_at_risk_and_names_them(root: Path) -> None:
    shown = desk(root, "2026-10").segments_headline()
    assert "3 customers have bought, for 647.0k in the last 12 months." in repr(shown)
    assert "1 is at risk, 1 silent for longer than usual" in repr(shown)
    assert lines(shown, "● Firm 2")[0].startswith(
        "● Firm 2 no order for 172 days, usually one every 30"
    )
    assert shown.summary == {
        "title": "Company · October 2026",
        "headline": "3 customers have bought, for 647.0k in the last 12 months.",
        "flags": 1,
    }


def test_the_tiers_have_their_money_and_their_approach(root: Path) -> None:
    shown = desk(root, "2026-10").customer_tiers()
    assert title(shown) == "Customers at risk made 5% of the purchases of the last 12 months"
    assert lines(shown, "Stable")[0].split("\t")[1:4] == ["2", "612.0k", "95%"]
    assert lines(shown, "Other prospect")[0].startswith("Other prospect\t1\t0")


def test_the_win_back_plan_names_owner_reason_and_approach(root: Path) -> None:
    row = lines(desk(root, "2026-10").win_back(), "Firm 2")[0].split("\t")
    assert row[:4] == ["Firm 2", "Ordinary", "Ann", "–"]
    assert row[-3:] == [
        "no order for 172 days, usually one every 30",
        "call, ask why it stopped buying, make an exclusive offer",
        "27 Nov 2026",
    ]


def test_levels_are_shown_with_their_rule_and_the_typed_ones_beside(root: Path) -> None:
    wb = desk(root, "2026-10")
    rows = lines(wb.customer_levels(), "Potential")
    assert rows[1] == "Potential\t≥ 50k a year, need known\t1\t2\t600.0k\t93%\t0"
    assert title(wb.typed_levels()) == (
        "The typed level of 1 customer differs from the computed one"
    )
    assert lines(wb.typed_levels(), "Firm 2") == ["Firm 2\tAnn\tOrdinary\tPotential\t35.0k\t2.9"]


def test_the_simple_scheme_has_its_own_words_and_no_promotions(root: Path) -> None:
    settings_with(root, levels="scheme: simple")
    wb = desk(root, "2026-10")
    assert "Key: high value and intent" in repr(wb.customer_levels())
    assert "there are no promotions" in repr(wb.about_to_change())


def test_service_and_cadence_stand_by_level(root: Path) -> None:
    row = lines(desk(root, "2026-10").level_service(), "Ordinary")[0]
    assert row.startswith("Ordinary\tstandard service\t60 days\t")


def test_a_task_that_has_passed_and_that_nobody_is_to_do_is_not_due(tmp_path: Path) -> None:
    tables = {
        "customers": [firm(1), firm(2, status="lost", updated_date="2026-11-01")],
        "orders": [*bought(1, 30, 4, "2026-11-10", 5_000), *bought(2, 30, 4, "2026-06-01", 5_000)],
        "plans": [
            {"plan_id": "P1", "customer_id": "C1", "owner": "Ann", "due_on": "2026-11-20"},
            {"plan_id": "P2", "customer_id": "C1", "owner": "Ann", "due_on": "2026-11-19"},
            {"plan_id": "P3", "customer_id": "C2", "owner": "Ann", "due_on": "2026-07-01"},
        ],
    }
    row = lines(desk(shop(tmp_path, tables), "2026-10").level_service(), "Ordinary")[0]
    assert row.split("\t")[-3:] == ["1", "1", "0"]  # due, overdue, done


def test_sales_that_ended_more_than_a_year_ago_leave_no_share_in_the_title(tmp_path: Path) -> None:
    orders = [row for n in range(30) for row in bought(n, 20 + n, 5, "2025-06-01", 5_000)]
    customers = [firm(n) for n in range(30)]
    wb = desk(shop(tmp_path, {"customers": customers, "orders": orders}), "2026-10")
    assert title(wb.rfm_segments()) == "RFM segments"


def test_movements_count_who_went_and_who_came_back(root: Path) -> None:
    shown = desk(root, "2026-10").customer_movements()
    assert title(shown) == "2 customers came back from at risk to stable"
    assert lines(shown, "At risk → Stable") == ["At risk → Stable\t2\t612.0k"]


HOSTILE: dict[str, dict[str, list[dict[str, Any]]]] = {
    "nothing": {"customers": [firm(1)]},
    "no orders": {"customers": [firm(n) for n in range(3)]},
    "more returned than bought": {
        "customers": [firm(1), firm(2)],
        "orders": [*bought(1, 30, 3, "2026-10-01", -5_000), *bought(2, 30, 2, "2026-10-01", 1)],
    },
    "half of all sales": {
        "customers": [firm(n, industry="Food", region="North") for n in range(20)],
        "orders": [
            row
            for n in range(20)
            for row in bought(n, 40, 4, "2026-10-20", 1_000_000 if n == 0 else 50_000)
        ],
    },
    "identical": {
        "customers": [firm(n, industry="Food", region="North") for n in range(12)],
        "orders": [row for n in range(12) for row in bought(n, 30, 5, "2026-10-20", 9_000)],
    },
    "no industry and region": {
        "customers": [firm(n, industry="Food" if n % 2 else None) for n in range(12)],
        "orders": [row for n in range(12) for row in bought(n, 30, n + 1, "2026-10-20", 9_000)],
    },
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_data_leave_every_section_with_words(tmp_path: Path, case: str, lang: str) -> None:
    root = shop(tmp_path, HOSTILE[case])
    wb = Workbench(root, period="2026-10", lang=lang)
    for name in SECTIONS:
        shown = repr(getattr(wb, name)())
        assert shown.strip()
        assert "nan" not in shown.lower().split(), name


def test_a_report_of_a_past_day_and_of_a_year_holds(root: Path) -> None:
    for period in ("2026", "2025Q4", "2027-01"):
        wb = desk(root, period)
        assert all(repr(getattr(wb, name)()).strip() for name in SECTIONS)


def test_both_languages_tell_the_same(demo_zh: Workspace, demo_en: Workspace) -> None:
    frames = [
        Workbench(workspace.root, period="2026-10").segments() for workspace in (demo_zh, demo_en)
    ]
    zh, en = (frame.set_index("customer_id") for frame in frames)
    for column in ("tier", "level", "level_computed", "level_by_rule", "reasons"):
        assert zh[column].tolist() == en[column].tolist(), column
    assert zh["reason"].str.contains("天").any()
    assert en["approach"].str.contains("call").any()


def test_segments_carry_what_the_models_expect(demo_en: Workspace) -> None:
    frame = Workbench(demo_en.root, period="2026-10").segments()
    expected = {"rfm_segment", "customer_group", "p_active", "expected_orders", "expected_value"}
    assert expected <= set(frame.columns)
    assert frame["customer_id"].is_unique
    assert frame["rfm_segment"].notna().sum() > 100
