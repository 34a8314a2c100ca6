"""Facts: the joins that can go wrong, each with the answer that a careless join would give."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from salesnb.models import models
from salesnb.scopes import ScopedStore
from tests.frames import CONTACT, Records, scoped, settings_with

STAFF: Records = [
    {"name": "张强", "team": "东区", "department": "销售一部", "role": "rep"},
    {
        "name": "张强",
        "since": "2026-07-01",
        "team": "西区",
        "department": "销售二部",
        "role": "rep",
    },
    {"name": "李娜", "team": "东区", "department": "销售一部", "role": "rep"},
]
ORDER = {"customer_id": "C1", "owner": "张强", "order_date": "2026-09-01"}
LEAD = {**CONTACT, "created_at": "2026-10-01", "owner": "李娜"}
DEAL = {"customer_id": "C1", "owner": "李娜", "created_at": "2026-10-05"}


def entered(subject: str, *steps: tuple[str, str], kind: str = "lead") -> Records:
    return [
        {"subject_type": kind, "subject_id": subject, "stage": stage, "entered_at": day}
        for stage, day in steps
    ]


def column(store: ScopedStore, fact: str, name: str) -> dict[str, Any]:
    key = next(k for k in models()[fact].keys if k.endswith("_id"))
    frame = store.run(f"select {key} as key, {name} as value from {fact}")
    found = frame.astype(object).where(frame.notna(), None)
    return {
        k: v.date().isoformat() if hasattr(v, "date") else v
        for k, v in zip(found["key"], found["value"], strict=True)
    }


def test_three_payments_do_not_triple_an_order(tmp_path: Path) -> None:
    payments = [
        {"payment_id": f"P{n}", "order_id": "O1", "paid_amount": 30, "paid_date": "2026-09-20"}
        for n in range(3)
    ]
    orders = [{**ORDER, "order_id": "O1", "amount": 100}, {**ORDER, "order_id": "O2", "amount": 50}]
    with scoped(tmp_path, {"orders": orders, "payments": payments}) as store:
        joined = store.query(
            "select sum(orders.amount) as s from orders left join payments using (order_id)"
        )
        assert joined["s"].item() == 350  # the wrong one
        assert column(store, "fact_sales", "amount") == {"O1": 100, "O2": 50}
        assert column(store, "fact_sales", "paid_amount") == {"O1": 90, "O2": 0}


def test_a_refund_is_subtracted_and_never_overdue(tmp_path: Path) -> None:
    orders = [
        {**ORDER, "order_id": "O1", "amount": 100},
        {**ORDER, "order_id": "R1", "amount": -40},
    ]
    payments = [
        {"payment_id": "P1", "order_id": "O1", "paid_amount": 100, "paid_date": "2026-09-20"},
        {"payment_id": "P2", "order_id": "O1", "paid_amount": -30, "paid_date": "2026-09-25"},
    ]
    with scoped(tmp_path, {"orders": orders, "payments": payments}) as store:
        assert column(store, "fact_sales", "paid_amount") == {"O1": 70, "R1": 0}
        assert column(store, "fact_sales", "overdue_amount") == {"O1": 30, "R1": 0}


@pytest.mark.parametrize(
    ("as_of", "is_due", "amount", "days"),
    [
        (date(2026, 9, 30), False, 0, None),
        (date(2026, 10, 1), True, 0, None),  # due today is not overdue
        (date(2026, 10, 2), True, 60, 1),
        (date(2026, 10, 31), True, 60, 30),
    ],
)
def test_an_order_is_overdue_from_the_day_after_it_is_due(
    tmp_path: Path, as_of: date, is_due: bool, amount: float, days: int | None
) -> None:
    payment = {"payment_id": "P1", "order_id": "O1", "paid_amount": 40, "paid_date": "2026-09-02"}
    tables = {"orders": [{**ORDER, "order_id": "O1", "amount": 100}], "payments": [payment]}
    with scoped(tmp_path, tables, as_of=as_of) as store:
        assert column(store, "fact_sales", "due_on") == {"O1": "2026-10-01"}  # 30 days
        assert column(store, "fact_sales", "is_due") == {"O1": is_due}
        assert column(store, "fact_sales", "overdue_amount") == {"O1": amount}
        assert column(store, "fact_sales", "overdue_days") == {"O1": days}


def test_without_any_payment_sheet_nothing_is_overdue(tmp_path: Path) -> None:
    with scoped(tmp_path, {"orders": [{**ORDER, "order_id": "O1", "amount": 100}]}) as store:
        assert column(store, "fact_sales", "paid_amount") == {"O1": None}
        assert column(store, "fact_sales", "overdue_amount") == {"O1": None}


def test_an_order_belongs_to_the_team_of_its_day(tmp_path: Path) -> None:
    orders = [
        {**ORDER, "order_id": "O1", "amount": 1, "order_date": "2026-06-30"},
        {**ORDER, "order_id": "O2", "amount": 1, "order_date": "2026-07-01"},
        {**ORDER, "order_id": "O3", "amount": 1, "owner": "王五"},
    ]
    paid = {"paid_amount": 1, "paid_date": "2026-08-01"}
    payments = [{"payment_id": f"P{n}", "order_id": f"O{n}", **paid} for n in (1, 2)]
    follow_up = {"customer_id": "C1", "user": "张强"}
    follow_ups = [
        {**follow_up, "follow_id": "F1", "follow_at": "2026-06-30 23:00"},
        {**follow_up, "follow_id": "F2", "follow_at": "2026-07-01 00:00"},
    ]
    tables = {"staff": STAFF, "orders": orders, "payments": payments, "follow_ups": follow_ups}
    with scoped(tmp_path, tables) as store:
        assert column(store, "fact_sales", "team") == {
            "O1": "东区",
            "O2": "西区",
            "O3": "unassigned",
        }
        assert column(store, "fact_sales", "owner")["O3"] == "unassigned"
        # Paid when the rep was in 西区, but of an order of 东区.
        assert column(store, "fact_payments", "team") == {"P1": "东区", "P2": "西区"}
        assert column(store, "fact_follow_ups", "team") == {"F1": "东区", "F2": "西区"}


def test_what_is_open_belongs_to_the_team_of_now_and_what_is_closed_to_that_of_its_end(
    tmp_path: Path,
) -> None:
    deal = {**DEAL, "owner": "张强", "created_at": "2026-05-01"}
    won = {"stage": "won", "won_amount": 5}
    deals = [
        {**deal, "opportunity_id": "D1", "stage": "opportunity"},
        {**deal, "opportunity_id": "D2", **won, "closed_at": "2026-06-30"},
        {**deal, "opportunity_id": "D3", **won, "closed_at": "2026-07-01"},
    ]
    lead = {**LEAD, "owner": "张强", "created_at": "2026-05-01"}
    leads = [
        {**lead, "lead_id": "L1"},
        {**lead, "lead_id": "L2", "outcome": "lost", "outcome_date": "2026-06-30"},
    ]
    customers = [{"customer_id": "C1", "customer_name": "东方", "owner": "张强"}]
    tables = {"staff": STAFF, "opportunities": deals, "leads": leads, "customers": customers}
    with scoped(tmp_path, tables) as store:
        assert column(store, "fact_opportunities", "team") == {
            "D1": "西区",
            "D2": "东区",
            "D3": "西区",
        }
        assert column(store, "fact_leads", "team") == {"L1": "西区", "L2": "东区"}
        assert column(store, "fact_customers", "team") == {"C1": "西区"}
    with scoped(tmp_path, as_of=date(2026, 6, 30)) as store:
        assert column(store, "fact_opportunities", "team")["D1"] == "东区"
        assert column(store, "fact_customers", "team") == {"C1": "东区"}


def test_two_reps_of_one_name_are_told_apart_by_their_staff_id(tmp_path: Path) -> None:
    staff = [
        {"name": "张伟", "staff_id": "E1", "team": "东区"},
        {"name": "张伟", "staff_id": "E2", "team": "西区"},
    ]
    orders = [
        {**ORDER, "order_id": "O1", "amount": 1, "owner": "E1"},
        {**ORDER, "order_id": "O2", "amount": 1, "owner": "E2"},
        {**ORDER, "order_id": "O3", "amount": 1, "owner": "张伟"},
    ]
    with scoped(tmp_path, {"staff": staff, "orders": orders}) as store:
        assert column(store, "fact_sales", "owner") == {
            "O1": "张伟 E1",
            "O2": "张伟 E2",
            "O3": "unassigned",  # which of the two nobody knows
        }
        assert column(store, "fact_sales", "team") == {
            "O1": "东区",
            "O2": "西区",
            "O3": "unassigned",
        }


def test_without_a_staff_sheet_owners_are_staff_without_a_team(tmp_path: Path) -> None:
    with scoped(tmp_path, {"orders": [{**ORDER, "order_id": "O1", "amount": 1}]}) as store:
        assert column(store, "fact_sales", "owner") == {"O1": "张强"}
        assert column(store, "fact_sales", "team") == {"O1": "unassigned"}


def test_sales_are_orders_else_won_deals_else_won_leads_and_never_their_sum(tmp_path: Path) -> None:
    won_lead = {**LEAD, "lead_id": "L1", "outcome": "won"}
    won_lead |= {"deal_amount": 7, "outcome_date": "2026-10-20"}
    won_deal = {**DEAL, "opportunity_id": "D1", "stage": "won", "won_amount": 50}
    won_deal |= {"closed_at": "2026-10-21", "amount": 60}
    order = {**ORDER, "order_id": "O1", "amount": 400}
    tables: dict[str, Records] = {"leads": [won_lead]}
    with scoped(tmp_path / "leads", tables) as store:
        assert column(store, "fact_sales", "amount") == {"L1": 7}
    tables["opportunities"] = [won_deal]
    with scoped(tmp_path / "deals", tables) as store:
        assert column(store, "fact_sales", "amount") == {"D1": 50}  # signed, not expected
        assert column(store, "fact_sales", "sold_on") == {"D1": "2026-10-21"}
    tables["orders"] = [order]
    with scoped(tmp_path / "orders", tables) as store:
        assert column(store, "fact_sales", "amount") == {"O1": 400}
    # As of a day before the first order the kind stays the same: no sales, and not the deals'.
    with scoped(tmp_path / "orders", as_of=date(2026, 8, 31)) as store:
        assert column(store, "fact_sales", "amount") == {}


def test_the_furthest_stage_is_that_of_stage_history_deal_and_outcome(tmp_path: Path) -> None:
    leads = [
        {**LEAD, "lead_id": "none"},
        {**LEAD, "lead_id": "stage", "stage": "intent"},
        {**LEAD, "lead_id": "history", "stage": "intent"},
        {**LEAD, "lead_id": "deal", "stage": "lead"},
        {**LEAD, "lead_id": "outcome", "outcome": "won", "outcome_date": "2026-10-20"},
        {**LEAD, "lead_id": "lost", "stage": "lost", "outcome": "lost"},
    ]
    history = entered("history", ("intent", "2026-10-03"), ("quote", "2026-10-08"))
    deals = [{**DEAL, "opportunity_id": "D1", "lead_id": "deal", "stage": "opportunity"}]
    tables = {"leads": leads, "stage_history": history, "opportunities": deals}
    with scoped(tmp_path, tables) as store:
        assert column(store, "fact_leads", "furthest_stage") == {
            "none": "lead",
            "stage": "intent",
            "history": "quote",
            "deal": "opportunity",
            "outcome": "won",
            "lost": "lead",
        }
        assert column(store, "fact_leads", "reached_intent") == {
            "none": False,
            "stage": True,
            "history": True,
            "deal": True,
            "outcome": True,
            "lost": False,
        }


def test_two_deals_of_a_lead_leave_it_one_row_and_one_won_of_them_wins_it(tmp_path: Path) -> None:
    deal = {**DEAL, "lead_id": "L1"}
    deals = [
        {**deal, "opportunity_id": "D1", "stage": "lost", "closed_at": "2026-10-10"},
        {
            **deal,
            "opportunity_id": "D2",
            "stage": "won",
            "closed_at": "2026-10-21",
            "won_amount": 1,
        },
        {**deal, "opportunity_id": "D3", "stage": "opportunity"},
    ]
    with scoped(tmp_path, {"leads": [{**LEAD, "lead_id": "L1"}], "opportunities": deals}) as store:
        assert column(store, "fact_leads", "is_won") == {"L1": True}
        assert column(store, "fact_leads", "is_lost") == {"L1": False}
        assert column(store, "fact_leads", "closed_on") == {"L1": "2026-10-21"}
        assert column(store, "fact_leads", "sales_cycle_days") == {"L1": 20}
        assert len(store.run("select * from fact_leads")) == 1


def test_a_lead_with_a_lost_deal_and_an_open_one_is_open(tmp_path: Path) -> None:
    deal = {**DEAL, "lead_id": "L1"}
    deals = [
        {**deal, "opportunity_id": "D1", "stage": "lost", "closed_at": "2026-10-10"},
        {**deal, "opportunity_id": "D2", "stage": "opportunity"},
    ]
    with scoped(tmp_path, {"leads": [{**LEAD, "lead_id": "L1"}], "opportunities": deals}) as store:
        assert column(store, "fact_leads", "is_open") == {"L1": True}


def test_a_lost_lead_did_not_enter_its_last_stage_on_the_day_it_was_lost(tmp_path: Path) -> None:
    lead = {**LEAD, "lead_id": "L1", "stage": "intent", "outcome": "lost", "reason": "价格"}
    lead |= {"outcome_date": "2026-10-30"}
    with scoped(tmp_path, {"leads": [lead]}) as store:
        steps = store.run("select stage, entered_at from fact_case_stages order by rank")
        assert steps["stage"].to_list() == ["lead", "intent"]
        assert steps["entered_at"].isna().to_list() == [False, True]  # not 2026-10-30
        assert column(store, "fact_leads", "closed_on") == {"L1": "2026-10-30"}
        assert column(store, "fact_leads", "lost_reason") == {"L1": "价格"}


def test_a_stage_entered_twice_is_one_row_with_its_first_entry(tmp_path: Path) -> None:
    history = entered(
        "L1", ("intent", "2026-10-03"), ("opportunity", "2026-10-05"), ("intent", "2026-10-09")
    )
    tables = {"leads": [{**LEAD, "lead_id": "L1", "stage": "intent"}], "stage_history": history}
    with scoped(tmp_path, tables) as store:
        steps = store.run("select stage, entered_at from fact_case_stages order by rank")
        assert steps["stage"].to_list() == ["lead", "intent", "opportunity"]
        assert steps["entered_at"].dt.day.to_list() == [1, 3, 5]


def test_the_first_response_is_the_first_follow_up_after_creation_by_lead_or_customer(
    tmp_path: Path,
) -> None:
    lead = {**LEAD, "created_at": "2026-10-01 08:00", "customer_id": "C1"}
    follow_up = {"user": "李娜"}
    follow_ups = [
        {**follow_up, "follow_id": "F1", "customer_id": "C1", "follow_at": "2026-09-30 08:00"},
        {**follow_up, "follow_id": "F2", "customer_id": "C1", "follow_at": "2026-10-01 10:30"},
        {**follow_up, "follow_id": "F3", "lead_id": "L1", "follow_at": "2026-10-02 08:00"},
    ]
    leads = [{**lead, "lead_id": "L1"}, {**LEAD, "lead_id": "L2"}]
    with scoped(tmp_path, {"leads": leads, "follow_ups": follow_ups}) as store:
        assert column(store, "fact_leads", "first_response_hours") == {"L1": 2.5, "L2": None}


def test_a_customer_is_one_row_with_its_orders_and_its_last_contact(tmp_path: Path) -> None:
    customers = [
        {"customer_id": "C1", "customer_name": "东方", "last_contact_at": "2026-10-09"},
        {"customer_id": "C2", "customer_name": "西部"},
    ]
    orders = [{**ORDER, "order_id": f"O{n}", "amount": 10} for n in range(3)]
    follow_ups = [
        {"follow_id": f"F{n}", "customer_id": "C1", "user": "张强", "follow_at": f"2026-10-0{n}"}
        for n in (1, 2)
    ]
    tables = {"customers": customers, "orders": orders, "follow_ups": follow_ups}
    with scoped(tmp_path, tables) as store:
        assert column(store, "fact_customers", "orders") == {"C1": 3, "C2": 0}
        assert column(store, "fact_customers", "sales") == {"C1": 30, "C2": 0}
        # The later of what the record says and what was typed, not the record's alone.
        assert column(store, "fact_customers", "last_contact_at") == {
            "C1": "2026-10-09",
            "C2": None,
        }


def test_of_several_changes_of_a_status_the_last_counts_for_the_customers_owner(
    tmp_path: Path,
) -> None:
    customer = {"customer_id": "C1", "customer_name": "东方", "owner": "张强"}
    call = {"customer_id": "C1", "user": "别人", "status_change": True}
    tables = {
        "customers": [{**customer, "updated_date": "2026-10-05"}],
        "follow_ups": [
            {**call, "follow_id": "F1", "follow_at": "2026-10-03"},
            {**call, "follow_id": "F2", "follow_at": "2026-10-06 15:00"},
            {**call, "follow_id": "F3", "follow_at": "2026-10-09", "status_change": False},
        ],
    }
    with scoped(tmp_path, tables) as store:
        (row,) = store.run("select * from fact_status_changes").to_dict("records")
    assert (row["owner"], str(row["changed_on"])[:10]) == ("张强", "2026-10-06")
    assert str(row["updated_on"])[:10] == "2026-10-05"


def test_the_usual_amount_is_the_mean_of_what_the_whole_company_signed(tmp_path: Path) -> None:
    won = {**DEAL, "stage": "won", "closed_at": "2026-10-05"}
    deals = [
        {**won, "opportunity_id": "W1", "won_amount": 100},
        {**won, "opportunity_id": "W2", "won_amount": 300, "owner": "别人"},
        {**won, "opportunity_id": "W3"},
        {**DEAL, "opportunity_id": "D1", "stage": "quote", "amount": 5, "owner": "张强"},
    ]
    tables = {"staff": STAFF, "opportunities": deals}
    with scoped(tmp_path, tables, scope="rep:张强") as store:
        (row,) = store.run("select * from fact_opportunity_amounts").to_dict("records")
    assert (row["opportunity_id"], row["usual_amount"], row["deals_won"]) == ("D1", 200, 2)


def test_every_fact_has_the_grain_that_its_yml_says(tmp_path: Path) -> None:
    tables = {
        "staff": STAFF,
        "customers": [
            {"customer_id": "C1", "customer_name": "东方", "owner": "张强", "level": "key"}
        ],
        "leads": [{**LEAD, "lead_id": "L1", "customer_id": "C1"}],
        "opportunities": [
            {**DEAL, "opportunity_id": f"D{n}", "lead_id": "L1", "stage": "quote", "amount": 5}
            for n in (1, 2)
        ],
        "orders": [{**ORDER, "order_id": f"O{n}", "amount": 1} for n in (1, 2)],
        "stage_history": entered("D1", ("quote", "2026-10-06"), kind="opportunity"),
        "payments": [
            {"payment_id": f"P{n}", "order_id": "O1", "paid_amount": 1, "paid_date": "2026-10-01"}
            for n in (1, 2)
        ],
        "follow_ups": [
            {
                "follow_id": f"F{n}",
                "lead_id": "L1",
                "user": "张强",
                "status_change": True,
                "follow_at": f"2026-10-0{n}",
                "recorded_at": "2026-10-05",
                "next_due": "2026-10-09",
            }
            for n in (1, 2)
        ],
        "plans": [{"plan_id": "P1", "lead_id": "L1", "due_on": "2026-10-08", "owner": "张强"}],
    }
    with scoped(tmp_path, tables) as store:
        for model in (m for m in models().values() if m.is_fact):
            keys = ", ".join(model.keys)
            counts = store.run(
                f"select count(*) as n, count(distinct ({keys})) as k from {model.name}"
            )
            assert counts["n"].item() == counts["k"].item() > 0, model.name


def test_a_further_stage_needs_no_more_than_its_entry_in_params(tmp_path: Path) -> None:
    settings = settings_with(
        tmp_path / "shop",
        stages="""
stages:
  - {id: lead, zh: 线索, en: Lead}
  - {id: intent, zh: 意向, en: Intent}
  - {id: 试点, zh: 试点客户, en: Pilot}
  - {id: won, zh: 成交, en: Won, kind: won}
  - {id: lost, zh: 流失, en: Lost, kind: lost}
shown: [lead, intent, 试点, won]
shown_full: [lead, intent, 试点, won]
opportunity_stage: 试点
""",
    )
    leads = [
        {**LEAD, "lead_id": "L1", "stage": "intent"},
        {**LEAD, "lead_id": "L2", "stage": "试点"},
    ]
    with scoped(tmp_path / "store", {"leads": leads}, settings=settings) as store:
        assert column(store, "fact_leads", "reached_试点") == {"L1": False, "L2": True}


def test_a_stage_is_entered_as_often_as_its_days_say(tmp_path: Path) -> None:
    """L1 says twice that it is a lead: it was created, and that is its stage. It entered once."""
    leads = [
        {**LEAD, "lead_id": "L1", "stage": "lead"},
        {**LEAD, "lead_id": "L2", "stage": "intent"},
    ]
    history = entered(
        "L2", ("intent", "2026-10-03"), ("lead", "2026-10-05"), ("intent", "2026-10-09")
    )
    with scoped(tmp_path, {"leads": leads, "stage_history": history}) as store:
        told = store.run(
            "select case_id, stage, times_entered from fact_case_stages order by case_id, stage"
        )
    assert told.to_numpy().tolist() == [["L1", "lead", 1], ["L2", "intent", 2], ["L2", "lead", 1]]
