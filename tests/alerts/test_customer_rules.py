"""Rules on customers, payments, tasks and people, just below, at and above their thresholds."""

from datetime import date, datetime
from pathlib import Path

import pytest

from salesnb.alerts import AlertBook, find_alerts
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from tests.alerts.cases import STAFF, alerted
from tests.frames import CHINA, DEFAULTS, Records, fill, settings_with

BOUGHT = {"owner": "甲", "status": "customer", "first_contact_date": "2026-01-05"}


def customer(key: str, **more: object) -> dict[str, object]:
    return {"customer_id": key, "customer_name": f"{key}公司", **BOUGHT, **more}


def call(key: str, at: str, **more: object) -> dict[str, object]:
    return {
        "follow_id": key, "customer_id": "C1", "follow_at": at, "user": "甲", "content": "谈", **more,
    }  # fmt: skip


def order(key: str, due: str, **more: object) -> dict[str, object]:
    return {
        "order_id": key, "customer_id": "C1", "owner": "甲", "order_date": "2026-01-05",
        "amount": 100, "due_date": due, **more,
    }  # fmt: skip


def test_a_customer_is_at_risk_after_more_than_30_days_without_contact(tmp_path: Path) -> None:
    tables = {
        "customers": [customer("C1"), customer("C2", status="lost"), customer("C3")],
        "orders": [order(f"S{n}", "2026-12-31", customer_id=f"C{n}") for n in (1, 2)],
        "follow_ups": [call(f"F{n}", "2026-05-06", customer_id=f"C{n}") for n in (1, 2)],
    }
    days = ["2026-06-05", "2026-06-06", "2026-07-05", "2026-07-06"]
    told = ["", "C1 owner 31", "C1 owner 60", "C1 manager 61"]
    assert alerted(tmp_path, tables, "customer_silent", days) == told


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ("2026-05-03", ["2026-05-03", "2026-05-04", "2026-06-02", "2026-06-03", "2026-08-01", "2026-08-02"]),
        ("2025-12-20", ["2025-12-20", "2025-12-21", "2026-01-19", "2026-01-20", "2026-03-20", "2026-03-21"]),
    ],
)  # fmt: skip
def test_a_payment_is_told_to_the_rep_and_after_30_days_to_the_manager(
    tmp_path: Path, due: str, days: list[str]
) -> None:
    tables = {
        "customers": [customer("C1")],
        "orders": [
            order("S1", due, order_date="2025-11-03"), order("S2", "2027-06-01"),
        ],
        "payments": [{"payment_id": "P", "order_id": "S1", "paid_amount": 30, "paid_date": "2025-12-01"}],
    }  # fmt: skip
    wanted = ["", "C1 owner 1", "C1 owner 30", "C1 manager 31", "C1 manager 90", "C1 department 91"]
    assert alerted(tmp_path, tables, "payment_overdue", days) == wanted


def test_what_is_overdue_from_two_teams_is_told_to_each_of_them(tmp_path: Path) -> None:
    moved = {
        "name": "甲",
        "team": "西区",
        "department": "华东",
        "role": "rep",
        "since": "2026-03-01",
    }
    tables = {
        "staff": [*STAFF, moved],
        "customers": [customer("C1")],
        "orders": [
            order("S1", "2026-04-01", order_date="2026-02-02"),
            order("S2", "2026-04-01", order_date="2026-03-02", amount=70),
        ],
        "payments": [{"payment_id": "P", "order_id": "S1", "paid_amount": 60, "paid_date": "2026-03-01"}],
    }  # fmt: skip
    store, day, rules = Store(tmp_path), date(2026, 5, 4), ["payment_overdue"]
    fill(store, tables, datetime(2026, 3, 21, 8))

    def owed(scope: str) -> dict[str, float]:
        with ScopedStore.open(store, DEFAULTS, scope=scope, as_of=day) as scoped:
            found = find_alerts(scoped, DEFAULTS, CHINA, rules=rules)
        book.see(found, day, rules)
        return dict(zip(found["team"], found["amount"], strict=True))

    book = AlertBook(tmp_path / "state.sqlite")
    assert owed("company") == {"东区": 40, "西区": 70}
    assert len(book.states()) == 2
    assert owed("team:东区") == {"东区": 40}
    assert len(book.states()) == 1  # the same one, and not another


def test_a_task_is_overdue_on_the_day_after_its_own(tmp_path: Path) -> None:
    tables = {
        "customers": [customer("C1"), customer("C2")],
        "follow_ups": [
            call("F1", "2026-05-04", next_due="2026-05-08"),
            call("F2", "2026-05-04", next_due="2026-05-08", customer_id="C2"),
            call("F3", "2026-05-08", customer_id="C2"),
        ],
    }
    days = ["2026-05-08", "2026-05-09", "2026-05-15", "2026-05-16"]
    told = ["", *(f"follow-up F1 {step}" for step in ("owner 1", "owner 7", "manager 8"))]
    assert alerted(tmp_path, tables, "task_overdue", days) == told


def test_a_changed_status_is_to_be_updated_within_24_hours(tmp_path: Path) -> None:
    tables = {
        "customers": [
            customer("C1"),
            customer("C2", updated_date="2026-05-05"),
            customer("C3", updated_date="2026-05-06"),
        ],
        "follow_ups": [
            call("F1", "2026-05-06 15:00", status_change=True),
            call("F2", "2026-05-06 15:00", status_change=True, customer_id="C2"),
            call("F3", "2026-05-06 15:00", status_change=True, customer_id="C3"),
            call("F4", "2026-05-07 15:00", status_change=False),
        ],
    }
    days = ["2026-05-06", "2026-05-07", "2026-05-09", "2026-05-10"]
    told = ["", "C1 owner 1; C2 owner 1", "C1 owner 3; C2 owner 3", "C1 manager 4; C2 manager 4"]
    assert alerted(tmp_path, tables, "status_not_updated", days) == told


def test_prospects_without_contact_details_or_contact_are_for_the_months_end(
    tmp_path: Path,
) -> None:
    prospects: Records = [
        customer("C1", status="prospect"),
        customer("C2", status="prospect", contact_info="13800005678"),
        customer("C3", status="interested"),
    ]
    tables = {"customers": prospects, "follow_ups": [call("F1", "2026-01-06", customer_id="C2")]}
    days = ["2026-07-07", "2026-07-08"]
    assert alerted(tmp_path, tables, "contact_missing", days[:1]) == ["C1 owner 183"]
    dormant = alerted(tmp_path / "again", tables, "prospect_dormant", days)
    assert dormant == ["", "C2 owner 183"]


def test_who_typed_in_nothing_is_told_on_working_days_of_which_data_were_imported(
    tmp_path: Path,
) -> None:
    tables = {
        "customers": [customer("C1")],
        "follow_ups": [
            call("F1", "2026-04-28 10:00"),
            call("F2", "2026-05-06 10:00"),
            call("F3", "2026-05-07 10:00", user="乙"),
        ],
    }
    days = ["2026-04-28", "2026-04-29", "2026-04-30", "2026-05-01", "2026-05-06", "2026-05-07", "2026-05-08"]  # fmt: skip
    told = alerted(tmp_path, tables, "nothing_entered", days, at=datetime(2026, 5, 7, 18))
    assert told == [
        "乙 owner nan",
        "乙 owner nan; 甲 owner 1",
        "乙 owner nan; 甲 owner 2",
        "",  # a day off
        "乙 owner nan",
        "甲 owner 1",
        "",  # nothing imported yet
    ]


def test_whoever_is_on_leave_is_not_asked_for_entries(tmp_path: Path) -> None:
    leave = "absent: {甲: [[2026-05-06, 2026-05-07]], 乙: [[2026-05-08, 2026-05-08]]}"
    told = alerted(
        tmp_path,
        {"customers": [customer("C1")], "follow_ups": [call("F1", "2026-05-05 10:00")]},
        "nothing_entered",
        ["2026-05-06", "2026-05-07", "2026-05-08"],
        settings=settings_with(tmp_path / "params", review=leave),
        at=datetime(2026, 5, 8, 18),
    )
    assert told == ["乙 owner nan", "乙 owner nan", "甲 owner 1"]


def test_days_of_leave_bring_no_forgotten_day_to_the_manager(tmp_path: Path) -> None:
    settings = settings_with(tmp_path / "params", review="absent: {甲: [[2026-05-06, 2026-05-08]]}")
    tables = {"follow_ups": [call("F1", "2026-05-05 10:00"), call("F2", "2026-05-12", user="乙")]}
    days = ["2026-05-09", "2026-05-11", "2026-05-12"]  # the 9th is a working Saturday
    at = datetime(2026, 5, 12, 18)
    told = alerted(tmp_path, tables, "nothing_entered", days, settings=settings, at=at)
    assert [each.split("; ")[-1] for each in told] == ["甲 owner 1", "甲 owner 2", "甲 manager 3"]
    with ScopedStore.open(Store(tmp_path), settings, as_of=date(2026, 5, 12)) as scoped:
        found = find_alerts(scoped, settings, CHINA, rules=["nothing_entered"])
    assert found["text"].to_list() == ["今天没有录入任何数据，上次录入是 2026年5月5日"]


def test_what_was_typed_in_today_counts_whatever_day_it_is_about(tmp_path: Path) -> None:
    late = call("F1", "2026-05-06 10:00", recorded_at="2026-05-07 09:00")
    tables = {
        "customers": [customer("C1")],
        "follow_ups": [late, call("F2", "2026-05-07", user="乙")],
    }
    told = alerted(tmp_path, tables, "nothing_entered", ["2026-05-07"], at=datetime(2026, 5, 7, 18))
    assert told == [""]
