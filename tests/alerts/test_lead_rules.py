"""Rules on leads, just below, at and above their thresholds."""

from pathlib import Path

import pytest

from tests.alerts.cases import alerted
from tests.frames import CONTACT, settings_with


def lead(key: str, created: str, grade: str | None = "C", **more: object) -> dict[str, object]:
    return {
        "lead_id": key, "company_name": key, "owner": "甲", "created_at": created, "grade": grade,
        **CONTACT, **more,
    }  # fmt: skip


def call(key: str, at: str, lead_id: str = "L1") -> dict[str, object]:
    return {"follow_id": key, "lead_id": lead_id, "follow_at": at, "user": "甲", "content": "谈"}


@pytest.mark.parametrize(
    ("grade", "days", "told"),
    [
        # Created on Wednesday at 10: A has 24 hours, B 48, C 72, D none.
        ("A", ["2026-05-13", "2026-05-14", "2026-05-15", "2026-05-18"], ["", "L1 owner 0", "L1 owner 1", "L1 manager 2"]),
        ("B", ["2026-05-14", "2026-05-15", "2026-05-18", "2026-05-19"], ["", "L1 owner 0", "L1 owner 1", "L1 manager 2"]),
        ("C", ["2026-05-15", "2026-05-16", "2026-05-17", "2026-05-18"], ["", "L1 owner 0", "L1 owner 0", "L1 owner 1"]),
        ("D", ["2026-05-16", "2026-05-30"], ["", ""]),
    ],
)  # fmt: skip
def test_a_first_contact_is_late_by_the_limit_of_its_grade(
    tmp_path: Path, grade: str, days: list[str], told: list[str]
) -> None:
    tables = {"leads": [lead("L1", "2026-05-13 10:00", grade)]}
    assert alerted(tmp_path, tables, "first_contact_late", days) == told


@pytest.mark.parametrize(
    ("created", "days"),
    [
        # In New York 8 March 2026 has 23 hours and 1 November 25: 24 hours end at the same time of day.
        ("2026-03-07 23:30", ["2026-03-07", "2026-03-08"]),
        ("2026-11-01 00:30", ["2026-11-01", "2026-11-02"]),
        ("2025-12-31 10:00", ["2025-12-31", "2026-01-01"]),
    ],
)
def test_a_limit_ends_at_the_same_time_of_day_when_clocks_change_and_years_end(
    tmp_path: Path, created: str, days: list[str]
) -> None:
    settings = settings_with(tmp_path / "params", workspace="timezone: America/New_York\n")
    tables = {"leads": [lead("L1", created, "A")]}
    told = alerted(tmp_path, tables, "first_contact_late", days, settings=settings)
    assert told == ["", "L1 owner 0"]


def test_a_contacted_or_closed_lead_is_not_late(tmp_path: Path) -> None:
    leads = [
        lead("L1", "2026-05-13 10:00", "A"),
        lead("L2", "2026-05-13 10:00", "A", outcome="lost", outcome_date="2026-05-14"),
    ]
    tables = {"leads": leads, "follow_ups": [call("F1", "2026-05-15 09:00")]}
    days = ["2026-05-14", "2026-05-15"]
    assert alerted(tmp_path, tables, "first_contact_late", days) == ["L1 owner 0", ""]


@pytest.mark.parametrize(
    ("grade", "days", "told"),
    [
        # Last contact on Friday, 8 May; Saturday, 9 May, is a working day. max(3, 1), max(3, 5).
        ("A", ["2026-05-12", "2026-05-13", "2026-05-18", "2026-05-19"], ["", "L1 owner 4", "L1 owner 7", "L1 manager 8"]),
        ("B", ["2026-05-12", "2026-05-13"], ["", "L1 owner 4"]),
        ("C", ["2026-05-14", "2026-05-15", "2026-05-18", "2026-05-19"], ["", "L1 owner 6", "L1 owner 7", "L1 manager 8"]),
        ("D", ["2026-05-13", "2026-06-30"], ["", ""]),
    ],
)  # fmt: skip
def test_a_lead_is_idle_after_three_working_days_or_its_cadence(
    tmp_path: Path, grade: str, days: list[str], told: list[str]
) -> None:
    tables = {
        "leads": [lead("L1", "2026-05-07 10:00", grade)],
        "follow_ups": [call("F1", "2026-05-08 11:00")],
    }
    assert alerted(tmp_path, tables, "lead_idle", days) == told


def test_over_the_national_holidays_no_lead_grows_idle(tmp_path: Path) -> None:
    tables = {
        "leads": [lead("L1", "2026-09-28 10:00", "A")],
        "follow_ups": [call("F1", "2026-09-29 11:00")],
    }
    # 1 to 7 October are off, 10 October is a working day.
    days = ["2026-09-30", "2026-10-07", "2026-10-09", "2026-10-10", "2026-10-11"]
    told = ["", "", "", "L1 owner 4", "L1 owner 4"]
    assert alerted(tmp_path, tables, "lead_idle", days) == told


def test_a_nurtured_lead_and_one_never_contacted_are_not_called_idle(tmp_path: Path) -> None:
    leads = [
        lead("L1", "2026-05-07 10:00", "A", outcome="nurturing"),
        lead("L2", "2026-05-07 10:00", "A"),
        lead("L3", "2026-05-07 10:00", None),
    ]
    tables = {"leads": leads, "follow_ups": [call("F1", "2026-05-08 11:00")]}
    assert alerted(tmp_path, tables, "lead_idle", ["2026-05-22"]) == ["L3 manager 12"]


def test_a_lead_in_the_pool_is_told_by_the_rule_of_the_pool(tmp_path: Path) -> None:
    tables = {"leads": [lead("L1", "2026-05-07 10:00", "A"), lead("L2", "2026-05-07 10:00", "D")]}
    days = ["2026-05-13", "2026-05-14", "2026-05-28", "2026-05-29"]
    told = ["", "L1 manager 0", "L1 manager 14", ""]
    assert alerted(tmp_path, tables, "lead_pooled", days) == told
    settings = settings_with(tmp_path, pool="idle_days: 8\n")
    told = alerted(tmp_path / "s", tables, "lead_pooled", days[1:], settings=settings)
    assert told == ["", "L1 manager 13", "L1 manager 14"]


def test_a_lead_lost_without_a_reason_and_without_a_deal_is_asked_for(tmp_path: Path) -> None:
    lost = {"outcome": "lost", "outcome_date": "2026-05-15"}
    leads = [
        lead("L1", "2026-05-07 10:00", **lost),
        lead("L2", "2026-05-07 10:00", reason="没预算", **lost),
        lead("L3", "2026-05-07 10:00", **lost),
    ]
    deals = [
        {"opportunity_id": "O1", "lead_id": "L3", "customer_id": "C1", "stage": "lost",
         "owner": "甲", "amount": 1, "created_at": "2026-05-08", "closed_at": "2026-05-15"}
    ]  # fmt: skip
    tables = {
        "leads": leads, "opportunities": deals,
        "customers": [{"customer_id": "C1", "customer_name": "东方"}],
    }  # fmt: skip
    days = ["2026-05-14", "2026-05-15", "2026-05-22", "2026-05-25"]
    told = ["", "L1 owner 0", "L1 owner 5", "L1 manager 6"]
    assert alerted(tmp_path, tables, "lost_lead_no_reason", days) == told
