"""Gaps in the data of deals: what is one, what is none, of how many, and what they concern."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesnb.funnel import data_trust
from salesnb.scopes import ScopedStore
from tests.frames import CONTACT, DEFAULTS, Records, scoped

STAFF: Records = [
    {"name": "李娜", "team": "东区", "role": "rep"},
    {"name": "张强", "team": "西区", "role": "rep"},
]
DEAL = {"opportunity_id": "D1", "customer_id": "C1", "owner": "李娜", "created_at": "2026-09-01"}
WHOLE = {**DEAL, "stage": "opportunity", "amount": 100, "expected_date": "2026-11-30"}
CALL = {"follow_id": "F1", "customer_id": "C1", "follow_at": "2026-10-20", "user": "李娜"}
NEXT = {**CALL, "next_due": "2026-10-31"}  # today


def gaps(store: ScopedStore, **options: Any) -> dict[str, tuple[int, int, int]]:
    """Return (how many, of how many, money) of every check with a finding."""
    frame = data_trust(store, DEFAULTS, **options)
    return {
        row.check: (row.count_, row.denominator, int(row.amount))
        for row in frame.rename(columns={"count": "count_"}).itertuples()
        if row.count_
    }


def store_of(folder: Path, *deals: dict[str, Any], **tables: Records) -> ScopedStore:
    rows = [{**deal, "opportunity_id": f"D{n}"} for n, deal in enumerate(deals, start=1)]
    made: dict[str, Records] = {"staff": STAFF, "follow_ups": [NEXT], "opportunities": rows}
    return scoped(folder, made | tables)


def test_each_gap_of_an_open_deal_is_one(tmp_path: Path) -> None:
    deals = (
        WHOLE,
        {**WHOLE, "expected_date": "2026-10-31"},  # today is not past
        {**WHOLE, "expected_date": "2026-10-30"},
        {**WHOLE, "expected_date": None, "amount": 70},
        {**WHOLE, "amount": None},
        {**WHOLE, "amount": 0},
    )
    with store_of(tmp_path, *deals) as store:
        assert gaps(store) == {
            "open": (4, 6, 170),  # each deal once
            "past_date": (1, 6, 100),
            "no_date": (1, 6, 70),
            "no_amount": (2, 6, 0),
        }
        ids = data_trust(store, DEFAULTS).set_index("check")["ids"]
    assert ids["open"] == ["D3", "D4", "D5", "D6"] and ids["no_amount"] == ["D5", "D6"]


@pytest.mark.parametrize(
    ("tables", "has_next"),
    [
        ({"follow_ups": [CALL]}, False),
        ({"follow_ups": [NEXT]}, True),
        ({"follow_ups": [{**CALL, "next_due": "2026-10-30"}]}, False),
        ({"follow_ups": [{**NEXT, "customer_id": "C2"}, {**CALL, "follow_id": "F2"}]}, False),
        ({"plans": [{"state": "pending"}]}, True),
        ({"plans": [{"state": None}]}, True),
        ({"plans": [{"state": "done"}]}, False),
        ({"plans": [{"state": "pending", "due_on": "2026-10-30"}]}, False),
        ({"plans": [{"state": "pending", "customer_id": None, "lead_id": "L1"}]}, True),
    ],
)
def test_a_next_step_is_an_open_plan_or_a_next_date_that_is_not_over(
    tmp_path: Path, tables: dict[str, Records], has_next: bool
) -> None:
    plan = {"plan_id": "P1", "customer_id": "C1", "due_on": "2026-11-05", "owner": "张强"}
    given: dict[str, Records] = {"follow_ups": [CALL], **tables}
    if "plans" in given:
        given["plans"] = [{**plan, **row} for row in given["plans"]]
    lead = {**CONTACT, "lead_id": "L1", "created_at": "2026-09-01"}
    deal = {**WHOLE, "lead_id": "L1"}
    with store_of(tmp_path, deal, leads=[lead], **given) as store:
        assert ("no_next_step" in gaps(store)) is not has_next


def test_a_contact_counts_for_60_days_and_by_whomever_it_was(tmp_path: Path) -> None:
    old = {**WHOLE, "created_at": "2026-08-01"}
    deals = [{**old, "customer_id": f"C{n}"} for n in (1, 2, 3)]
    deals.append({**WHOLE, "customer_id": "C4", "created_at": "2026-10-28"})
    calls = [
        {**NEXT, "follow_id": f"F{n}", "customer_id": f"C{n}", "follow_at": day, "user": "张强"}
        for n, day in ((1, "2026-09-01"), (2, "2026-08-31"))
    ]
    with store_of(tmp_path, *deals, follow_ups=calls) as store:
        found = data_trust(store, DEFAULTS).set_index("check")["ids"]
    assert found["no_contact"] == ["D2", "D3"]  # with C3 there never was one; D4 is three days old
    with scoped(tmp_path, scope="rep:李娜") as store:
        # 李娜 does not see the calls of 张强, and yet they were made.
        assert data_trust(store, DEFAULTS).set_index("check")["ids"]["no_contact"] == ["D2", "D3"]


def test_gaps_of_ended_deals_are_shares_of_those_that_ended_so(tmp_path: Path) -> None:
    lost = {**WHOLE, "stage": "lost", "closed_at": "2026-10-10", "lost_reason": "价格"}
    won = {**WHOLE, "stage": "won", "closed_at": "2026-10-10", "won_amount": 90}
    deals = (
        lost,
        {**lost, "lost_reason": " "},
        {**lost, "lost_reason": None, "closed_at": "2025-01-10"},
        won,
        {**won, "won_amount": None},
        {**won, "closed_at": None},
    )
    with store_of(tmp_path, *deals) as store:
        assert gaps(store) == {
            "lost_no_reason": (2, 3, 200),
            "won_no_amount": (1, 3, 100),
            "won_no_date": (1, 3, 90),  # what was signed, not what was expected
        }
        assert gaps(store, since=date(2026, 1, 1))["lost_no_reason"] == (1, 2, 100)
        assert gaps(store, since=date(2026, 11, 1)) == {"won_no_date": (1, 1, 90)}


def test_without_deals_there_is_no_share(tmp_path: Path) -> None:
    with scoped(tmp_path, {"staff": STAFF}) as store:
        frame = data_trust(store, DEFAULTS)
    assert frame["share"].isna().all() and set(frame["amount"]) == {Decimal(0)}


def test_every_check_says_in_both_languages_what_it_does_to_the_figures(tmp_path: Path) -> None:
    with store_of(tmp_path, WHOLE) as store:
        frame = data_trust(store, DEFAULTS).set_index("check")
    assert "60 天" in frame.loc["no_contact", "effect_zh"]
    assert "60 days" in frame.loc["no_contact", "effect_en"]
    assert frame["effect_zh"].is_unique and frame["effect_en"].is_unique
