"""When leads are to be contacted: limits by grade, cadence, the plan of two weeks."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.leads import follow_ups, response_times
from salesnb.periods import parse_period
from tests.frames import CHINA, CONTACT, DEFAULTS, Records, scoped, settings_with

LEAD = {**CONTACT, "lead_id": "L1", "owner": "李娜", "grade": "A"}
# 2026-10-12 is a Monday; no public holiday until the end of the month.


def calls(*times: str, lead: str = "L1") -> Records:
    return [
        {"follow_id": f"{lead}-{n}", "lead_id": lead, "follow_at": at, "user": "李娜"}
        for n, at in enumerate(times)
    ]


def due(
    tmp_path: Path, leads: Records, contacts: Records = (), day: str = "2026-10-20", **more: Any
) -> pd.DataFrame:
    settings = more.pop("settings", DEFAULTS)
    tables = {"leads": leads, "follow_ups": contacts, **more}
    tables = {name: rows for name, rows in tables.items() if rows}
    with scoped(tmp_path, tables, as_of=date.fromisoformat(day), settings=settings) as store:
        return follow_ups(store, settings, CHINA).set_index("lead_id")


@pytest.mark.parametrize(
    ("grade", "contact", "first"),
    [
        ("A", "2026-10-13 10:00", "in_time"),  # 24 hours to the minute
        ("A", "2026-10-13 10:01", "late"),
        ("B", "2026-10-14 10:00", "in_time"),
        ("B", "2026-10-14 10:01", "late"),
        ("C", "2026-10-15 10:00", "in_time"),
        ("C", "2026-10-15 10:01", "late"),
        ("D", "2026-10-19 10:00", "no_limit"),
        ("A", None, "overdue"),
    ],
)
def test_the_first_contact_has_a_limit_by_grade(
    tmp_path: Path, grade: str, contact: str | None, first: str
) -> None:
    lead = {**LEAD, "grade": grade, "created_at": "2026-10-12 10:00"}
    found = due(tmp_path, [lead], calls(contact) if contact else ())
    assert found.loc["L1", "first_contact"] == first


@pytest.mark.parametrize(
    ("day", "first", "state"),
    [
        ("2026-10-16", "due", "planned"),  # Friday, created at 15:00
        ("2026-10-17", "overdue", "due"),  # the clock's 24 hours end on Saturday at 15:00
        ("2026-10-18", "overdue", "overdue"),
    ],
)
def test_before_the_first_contact_it_is_due_when_the_limit_ends(
    tmp_path: Path, day: str, first: str, state: str
) -> None:
    found = due(tmp_path, [{**LEAD, "created_at": "2026-10-16 15:00"}], day=day).loc["L1"]
    assert (found["first_contact"], found["state"]) == (first, state)


@pytest.mark.parametrize(
    ("created", "ends"),
    [
        ("2026-10-16 15:00", "2026-10-19 15:00"),  # Friday to Monday
        ("2026-10-17 09:00", "2026-10-20 00:00"),  # from a day off: all of Monday
        ("2026-09-30 18:00", "2026-10-08 18:00"),  # over the national holiday
    ],
)
def test_in_working_time_days_off_do_not_count(tmp_path: Path, created: str, ends: str) -> None:
    settings = settings_with(tmp_path / "own", limits="first_contact_time: working")
    found = due(tmp_path, [{**LEAD, "created_at": created}], settings=settings).loc["L1"]
    assert found["first_contact_due_at"] == pd.Timestamp(ends)


@pytest.mark.parametrize(
    ("grade", "last", "next_due"),
    [
        ("A", "2026-10-16 11:00", "2026-10-19"),  # daily, on working days
        ("B", "2026-10-16 11:00", "2026-10-20"),
        ("C", "2026-10-16 11:00", "2026-10-23"),
        ("B", "2026-10-17 11:00", "2026-10-20"),  # from a Saturday as from its Friday
        ("D", "2026-10-16 11:00", None),
    ],
)
def test_the_next_contact_is_so_many_working_days_after_the_last(
    tmp_path: Path, grade: str, last: str, next_due: str | None
) -> None:
    lead = {**LEAD, "grade": grade, "created_at": "2026-10-14 10:00"}
    found = due(tmp_path, [lead], calls("2026-10-14 12:00", last)).loc["L1", "next_due_on"]
    assert (None if pd.isna(found) else f"{found:%Y-%m-%d}") == next_due


def test_the_daily_plan_of_two_weeks_ends_in_close_care_or_in_the_cadence_of_b(
    tmp_path: Path,
) -> None:
    leads = [
        {**LEAD, "created_at": "2026-10-12 10:00"},
        {**LEAD, "lead_id": "L2", "created_at": "2026-10-12 10:00", "stage": "intent"},
    ]
    contacts = [*calls("2026-10-12 11:00"), *calls("2026-10-12 11:00", lead="L2")]
    columns = ["plan", "every_days", "method"]
    running = due(tmp_path / "a", leads, contacts, day="2026-10-25")
    assert running["plan"].tolist() == ["daily", "daily"]
    over = due(tmp_path / "b", leads, contacts, day="2026-10-26")[columns].astype(object)
    assert over.where(over.notna(), None).loc["L1"].tolist() == ["regular", 2, None]
    assert over.loc["L2"].tolist() == ["focus", 5, "visit"]


def test_the_days_of_the_plan_that_were_kept_are_counted(tmp_path: Path) -> None:
    lead = {**LEAD, "created_at": "2026-10-12 10:00"}
    contacts = calls("2026-10-12 11:00", "2026-10-12 16:00", "2026-10-13 11:00", "2026-10-16 11:00")
    found = due(tmp_path, [lead], contacts, day="2026-10-19").loc["L1"]
    assert (found["plan_days"], found["plan_days_kept"]) == (6, 3)


def test_a_follow_up_that_names_another_lead_of_the_customer_is_not_this_ones(
    tmp_path: Path,
) -> None:
    customer = {"customer_id": "C1"}
    leads = [
        {**LEAD, **customer, "created_at": "2026-10-12 10:00"},
        {**LEAD, **customer, "lead_id": "L2", "created_at": "2026-10-12 10:00"},
    ]
    contacts = [{**calls("2026-10-12 11:00")[0], **customer}]
    found = due(tmp_path, leads, contacts, customers=[{**customer, "customer_name": "甲"}])
    assert found["follow_ups"].to_dict() == {"L1": 1, "L2": 0}
    assert found["first_contact"].to_dict() == {"L1": "in_time", "L2": "overdue"}


def test_leads_that_nobody_contacted_are_later_than_all_others(tmp_path: Path) -> None:
    leads = [{**LEAD, "lead_id": f"L{n}", "created_at": "2026-10-12 10:00"} for n in range(10)]
    contacts = [c for n in range(4) for c in calls(f"2026-10-12 1{n + 1}:00", lead=f"L{n}")]
    tables = {"leads": leads, "follow_ups": contacts}
    with scoped(tmp_path, tables, as_of=date(2026, 10, 20)) as store:
        found = response_times(store, parse_period("2026-10"), "rep").iloc[0]
    assert (found["leads"], found["contacted"]) == (10, 4)
    assert found["p25_hours"] == 3  # the third of ten
    assert pd.isna(found["median_hours"])  # of those contacted alone it would be two hours
    assert (found["in_time"], found["limited"], found["value"]) == (4, 10, 0.4)
