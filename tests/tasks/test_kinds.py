"""Each kind of task just below, at and above its day, on weekends, holidays and over the year's end."""

from pathlib import Path

import pytest

from salesnb.periods import Calendar
from salesnb.settings import TASK_KINDS, Settings
from tests.alerts.cases import STAFF
from tests.frames import Records, settings_with
from tests.tasks.cases import call, customer, lead, tasks_on, told

LATER = {"order_id": "S1", "customer_id": "C1", "owner": "甲", "amount": 500}


def only(folder: Path, kind: str) -> Settings:
    """Return settings with one kind of task."""
    others = [each for each in TASK_KINDS if each != kind]
    return settings_with(folder, tasks=f"without: [{', '.join(others)}]\n")


@pytest.mark.parametrize(
    ("grade", "created", "days", "expected"),
    [
        # Created on Wednesday at 10: A has 24 hours, B 48, C 72, D none.
        ("A", "2026-05-13 10:00", ["2026-05-13", "2026-05-14", "2026-05-15"], ["", "+0", "+1"]),
        ("B", "2026-05-13 10:00", ["2026-05-14", "2026-05-15", "2026-05-18"], ["", "+0", "+3"]),
        # C's limit ends on Saturday: due on Monday, and the list of the weekend is that of Monday.
        ("C", "2026-05-13 10:00", ["2026-05-15", "2026-05-16", "2026-05-18", "2026-05-19"], ["", "+0", "+0", "+1"]),
        ("D", "2026-05-13 10:00", ["2026-05-18"], [""]),
        # 1 to 7 October are off.
        ("B", "2026-09-29 10:00", ["2026-09-30", "2026-10-01", "2026-10-08", "2026-10-09"], ["", "+0", "+0", "+1"]),
        ("A", "2026-12-31 10:00", ["2026-12-31", "2027-01-01", "2027-01-04", "2027-01-05"], ["", "+0", "+0", "+1"]),
    ],
)  # fmt: skip
def test_a_first_contact_is_due_when_the_limit_of_its_grade_ends(
    tmp_path: Path, grade: str, created: str, days: list[str], expected: list[str]
) -> None:
    found = told(tmp_path / "s", {"leads": [lead("L1", created, grade)]}, days)
    assert found == [each and f"甲 first_contact:L1 {each}" for each in expected]


def test_a_lead_is_due_by_its_cadence_in_working_days_until_it_is_too_old(tmp_path: Path) -> None:
    tables = {
        "leads": [lead("L1", "2026-05-07 10:00"), lead("L2", "2026-05-07 10:00", "D")],
        "follow_ups": [call("F1", "2026-05-14 11:00", lead_id="L1")],
    }
    # B's cadence is two working days: from Thursday to Monday.
    days = ["2026-05-15", "2026-05-16", "2026-05-18", "2026-05-19", "2026-07-17", "2026-07-20"]
    due = "甲 follow_up:L1 "
    assert told(tmp_path / "s", tables, days) == [
        "", f"{due}+0", f"{due}+0", f"{due}+1", f"{due}+60", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("country", "called_at", "days"),
    [
        # Every two working days: over a Sunday of 23 hours, over Easter, over a Sunday of 25 hours.
        ("DE", "2026-03-27 23:30", ["2026-03-30", "2026-03-31", "2026-04-01"]),
        ("DE", "2026-04-02 10:00", ["2026-04-07", "2026-04-08", "2026-04-09"]),
        ("US", "2026-10-30 23:30", ["2026-11-02", "2026-11-03", "2026-11-04"]),
    ],
)
def test_a_cadence_counts_the_working_days_of_the_country_when_clocks_change(
    tmp_path: Path, country: str, called_at: str, days: list[str]
) -> None:
    zone = {"DE": "Europe/Berlin", "US": "America/New_York"}[country]
    settings = settings_with(tmp_path, workspace=f"country: {country}\ntimezone: {zone}\n")
    tables = {
        "leads": [lead("L1", "2026-03-02 10:00")],
        "follow_ups": [call("F1", called_at, lead_id="L1")],
    }
    found = told(tmp_path / "s", tables, days, settings=settings, calendar=Calendar(country))
    assert found == ["", "甲 follow_up:L1 +0", "甲 follow_up:L1 +1"]


def test_a_customer_is_due_on_the_last_day_of_its_cadence(tmp_path: Path) -> None:
    customers = [
        customer("C1", level="key", last_contact_at="2026-05-01 10:00"),
        customer("C2", level="key", last_contact_at="2026-05-01 10:00", status="lost"),
        customer("C3", last_contact_at="2026-05-01 10:00"),
    ]
    days = ["2026-05-14", "2026-05-15", "2026-05-18"]
    found = told(tmp_path / "s", {"customers": customers}, days)
    assert found == ["", "甲 follow_up:C1 +0", "甲 follow_up:C1 +3"]


def test_over_the_spring_festival_a_customer_is_due_on_the_first_working_day(
    tmp_path: Path,
) -> None:
    customers = [customer("C1", level="strategic", last_contact_at="2026-02-12 10:00")]
    # Off from 15 to 23 February 2026; Saturday, 14 February, is a working day.
    days = ["2026-02-14", "2026-02-15", "2026-02-23", "2026-02-24", "2026-02-25"]
    due = "甲 follow_up:C1 "
    found = told(tmp_path / "s", {"customers": customers}, days)
    assert found == ["", f"{due}+0", f"{due}+0", f"{due}+0", f"{due}+1"]


def test_a_promise_is_due_when_its_day_has_come_and_done_by_the_next_follow_up(
    tmp_path: Path,
) -> None:
    follow_ups = [
        call("F1", "2026-03-02 11:00", customer_id="C1", next_plan="3月8日前更新方案"),
        call("F2", "2026-03-02 11:00", customer_id="C2", next_plan="保持联系"),
        call("F3", "2026-03-02 11:00", customer_id="C3", next_due="2026-03-09"),
        call("F4", "2026-03-10 11:00", customer_id="C1", next_plan="等消息"),
    ]
    customers = [customer(key) for key in ("C1", "C2", "C3")]
    tables = {"customers": customers, "follow_ups": follow_ups}
    # 8 March is a Sunday.
    days = ["2026-03-06", "2026-03-07", "2026-03-09", "2026-03-10", "2026-05-08", "2026-05-11"]
    both = "甲 promise:C1 +0; 甲 promise:C3 +0"
    assert told(tmp_path / "s", tables, days) == [
        "", both, both, "甲 promise:C3 +1", "甲 promise:C3 +60", "",
    ]  # fmt: skip


def test_the_earlier_of_what_the_text_and_the_date_say_counts(tmp_path: Path) -> None:
    tables = {
        "customers": [customer("C1")],
        "follow_ups": [
            call(
                "F1", "2026-03-02 11:00", customer_id="C1", next_plan="周四前报价",
                next_due="2026-03-10",
            )
        ],
    }  # fmt: skip
    found = told(tmp_path / "s", tables, ["2026-03-04", "2026-03-05", "2026-03-06"])
    assert found == ["", "甲 promise:C1 +0", "甲 promise:C1 +1"]


def test_a_plan_is_due_on_its_day_takes_the_place_of_the_promise_and_ends_when_done(
    tmp_path: Path,
) -> None:
    plan = {
        "plan_id": "P1",
        "customer_id": "C1",
        "due_on": "2026-05-08",
        "owner": "甲",
        "goal": "报价",
    }
    tables: dict[str, Records] = {
        "customers": [customer("C1"), customer("C2")],
        "follow_ups": [call("F1", "2026-05-06 11:00", customer_id="C1", next_plan="5月7日前报价")],
        "plans": [plan, {**plan, "plan_id": "P2", "customer_id": "C2", "state": "done"}],
    }  # fmt: skip
    found = told(tmp_path / "s", tables, ["2026-05-07", "2026-05-08", "2026-05-11"])
    assert found == ["", "甲 plan:C1 +0", "甲 plan:C1 +3"]


def test_what_is_owed_is_due_the_day_after_its_date_until_it_is_paid(tmp_path: Path) -> None:
    settings = only(tmp_path, "payment")
    tables: dict[str, Records] = {
        "customers": [customer("C1")],
        "orders": [{**LATER, "order_date": "2026-03-02", "due_date": "2026-04-28"}],
        "payments": [
            {"payment_id": "P0", "order_id": "S1", "paid_amount": 40, "paid_date": "2026-03-03"},
            {"payment_id": "P1", "order_id": "S1", "paid_amount": 460, "paid_date": "2026-06-03"},
        ],
    }  # fmt: skip
    days = ["2026-04-28", "2026-04-29", "2026-04-30", "2026-06-02", "2026-06-03"]
    due = "甲 payment:C1 "
    found = told(tmp_path / "s", tables, days, settings=settings)
    assert found == ["", f"{due}+0", f"{due}+1", f"{due}+34", ""]
    row = tasks_on(tmp_path / "s", tables, "2026-04-29", settings=settings).iloc[0]
    assert (row["amount"], row["reason"]) == (
        460, "payment overdue: 460, due 28 April.",
    )  # fmt: skip


def test_who_sold_to_the_customer_of_another_asks_for_the_money(tmp_path: Path) -> None:
    settings = only(tmp_path, "payment")
    order = {**LATER, "order_date": "2026-03-02", "due_date": "2026-04-28"}
    tables: dict[str, Records] = {
        "customers": [customer("C1")],
        "orders": [order, {**order, "order_id": "S2", "owner": "乙"}],
        "payments": [
            {"payment_id": "P0", "order_id": "S1", "paid_amount": 40, "paid_date": "2026-03-03"}
        ],
    }
    found = told(tmp_path / "s", tables, ["2026-04-29"], settings=settings)
    assert found == ["乙 payment:C1:乙 +0; 甲 payment:C1 +0"]
    of_one = told(tmp_path / "s", tables, ["2026-04-29"], settings=settings, scope="rep:乙")
    assert of_one == ["乙 payment:C1:乙 +0"]


def test_a_customer_at_risk_is_to_be_won_back_some_days_after_it_came_to_be_so(
    tmp_path: Path,
) -> None:
    settings = only(tmp_path, "win_back")
    tables = {
        "customers": [customer("C1", level="ordinary")],
        "orders": [{**LATER, "order_date": "2026-03-02"}],
        "follow_ups": [call("F1", "2026-03-04 11:00", customer_id="C1")],
    }
    # At risk 60 days after the contact, on 3 May; seven days later is a Sunday.
    days = ["2026-05-08", "2026-05-09", "2026-05-11", "2026-05-12"]
    found = told(tmp_path / "s", tables, days, settings=settings)
    assert found == ["", "", "甲 win_back:C1 +0", "甲 win_back:C1 +1"]


def test_what_is_missing_in_the_data_is_asked_for_from_its_day_on(tmp_path: Path) -> None:
    lost = {"outcome": "lost", "outcome_date": "2026-05-15"}
    tables: dict[str, Records] = {
        "leads": [
            lead("L1", "2026-05-07 10:00", "D", **lost),
            lead("L2", "2026-05-07 10:00", "D", reason="没预算", **lost),
        ],
        "customers": [
            customer("C1", status="prospect", first_contact_date="2026-05-16"),
            customer("C2", status="prospect", first_contact_date="2026-05-16", contact_info="1380000"),
        ],
        "opportunities": [
            {"opportunity_id": "O1", "customer_id": "C2", "stage": "lost", "owner": "甲",
             "amount": 1, "created_at": "2026-05-08", "closed_at": "2026-05-18"},
        ],
    }  # fmt: skip
    days = ["2026-05-14", "2026-05-15", "2026-05-18", "2026-08-14"]
    assert told(tmp_path / "s", tables, days) == [
        "",
        "甲 clean_up:L1 +0",
        "甲 clean_up:C1 +0; 甲 clean_up:L1 +3; 甲 clean_up:O1 +0",
        "甲 clean_up:C1 +88; 甲 clean_up:O1 +88",
    ]


def test_what_somebody_who_left_holds_is_handed_over_by_the_manager(tmp_path: Path) -> None:
    staff = [{**row, "active": row["name"] != "甲"} for row in STAFF]
    tables = {
        "leads": [lead("L1", "2026-05-07 10:00"), lead("L2", "2026-05-07 10:00", owner="乙")],
        "customers": [customer("C1", level="key")],
        "plans": [{"plan_id": "P1", "customer_id": "C1", "due_on": "2026-05-08", "owner": "甲"}],
        "follow_ups": [call("F1", "2026-05-07 11:00", lead_id="L2", user="乙")],
    }
    found = told(tmp_path / "s", tables, ["2026-05-08"], staff=staff)
    assert found == ["钱 handover:甲 +0"]
    row = tasks_on(tmp_path / "s", tables, "2026-05-08", lang="zh").iloc[0]
    assert row["reason"] == "甲 已离职，名下还有 1 条未结线索、1 个客户、1 项任务 待交接。"
    # Without a manager in the team the head of the department is told.
    staff = [row for row in staff if row["name"] != "钱"]
    assert told(tmp_path / "t", tables, ["2026-05-08"], staff=staff) == ["孙 handover:甲 +0"]


def test_a_rep_far_behind_the_target_is_a_task_of_the_manager(tmp_path: Path) -> None:
    target = {"period": "2026-05", "metric": "sales"}
    tables: dict[str, Records] = {
        "targets": [
            {**target, "scope": "rep:甲", "value": 1000},
            {**target, "scope": "rep:乙", "value": 1000},
        ],
        "orders": [
            {**LATER, "order_date": "2026-05-06", "amount": 800},
            {**LATER, "order_id": "S2", "owner": "乙", "order_date": "2026-05-06", "amount": 799},
        ],
        "customers": [customer("C1")],
    }
    # 乙's team has no manager: the head of the department.
    found = told(tmp_path / "s", tables, ["2026-05-31"])
    assert found == ["孙 improvement:乙 +0"]
    row = tasks_on(tmp_path / "s", tables, "2026-05-31").iloc[0]
    assert (row["entity"], row["amount"]) == ("staff", 201)


def test_a_customer_that_became_a_key_one_is_confirmed_by_the_head_of_the_department(
    tmp_path: Path,
) -> None:
    orders = [
        {**LATER, "order_id": f"S{n}", "order_date": day, "amount": 150000}
        for n, day in enumerate(("2023-02-01", "2025-02-01", "2025-09-01"))
    ]
    tables = {"customers": [customer("C1")], "orders": orders}
    settings = only(tmp_path, "strategy")
    # Judged on 31 December; 1 to 3 January are off, Sunday, 4 January, is a working day.
    days = ["2025-12-31", "2026-01-01", "2026-01-05", "2026-01-30", "2026-02-10"]
    found = told(tmp_path / "s", tables, days, settings=settings)
    assert found == ["", "孙 strategy:C1 +0", "孙 strategy:C1 +1", "孙 strategy:C1 +26", ""]
