"""Each rule on rows over weekends, holidays, changes of clocks and ends of months and years."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache

import pytest

from salesnb.alerts import find_alerts
from salesnb.periods import Calendar
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from tests.alerts.cases import STAFF
from tests.frames import CONTACT, Records, fill, settings_with

Tables = Mapping[str, Records]
Case = tuple[str, str, Callable[[str, str], Tables], str, str, str, str]
Asked = Callable[[str, str, date], dict[str, str]]

# 2026 in China: off are 1 to 3 January, 25 to 27 September and 1 to 7 October; the Sunday of 4 January
# and the Saturday of 10 October are working days. In Germany Easter is off from 3 to 6 April, and 29
# March has 23 hours; in New York 1 November has 25.
COUNTRIES = {"CN": "Asia/Shanghai", "DE": "Europe/Berlin", "US": "America/New_York"}
# On these days 乙 typed in something, all of them before days off.
ENTERED = (
    "2025-12-31", "2026-03-27", "2026-04-02", "2026-05-15", "2026-05-29", "2026-09-30", "2026-10-30",
)  # fmt: skip


def payment(key: str, on: str) -> Tables:
    order = {"order_id": key, "customer_id": key, "order_date": "2025-11-03", "amount": 9}
    return {**bought(key), "orders": [{**order, "owner": "甲", "due_date": on}]}


def promise(key: str, on: str) -> Tables:
    return {**bought(key), "follow_ups": [{**call(key, "2025-12-01"), "next_due": on}]}


def deal(key: str, on: str) -> Tables:
    row = {"opportunity_id": key, "customer_id": key, "stage": "opportunity", "amount": 9}
    return {**bought(key), "opportunities": [{**row, "owner": "甲", "created_at": on}]}


def lost_deal(key: str, on: str) -> Tables:
    row = {"opportunity_id": key, "customer_id": key, "stage": "lost", "closed_at": on}
    row = {**row, "owner": "甲", "created_at": "2025-11-03"}
    return {**bought(key), "opportunities": [row]}


def contact(key: str, on: str) -> Tables:
    order = {"order_id": key, "customer_id": key, "order_date": "2025-11-03", "amount": 9}
    orders = [{**order, "owner": "甲", "due_date": "2029-01-01"}]
    return {**bought(key), "orders": orders, "follow_ups": [call(key, on)]}


def changed(key: str, on: str) -> Tables:
    return {**bought(key), "follow_ups": [{**call(key, on), "status_change": True}]}


def prospect(key: str, on: str) -> Tables:
    row = {"customer_id": key, "owner": "甲", "status": "prospect", "contact_info": "13800005678"}
    return {"customers": [row], "follow_ups": [call(key, on)]}


def lead(key: str, on: str) -> Tables:
    row = {**CONTACT, "lead_id": key, "company_name": key, "owner": "甲", "grade": "A"}
    return {"leads": [{**row, "created_at": on}]}


def called_lead(key: str, on: str) -> Tables:
    row = {**call(key, on), "customer_id": None, "lead_id": key}
    return {**lead(key, "2025-12-01"), "follow_ups": [row]}


def lost_lead(key: str, on: str) -> Tables:
    (row,) = lead(key, "2025-12-01")["leads"]
    return {"leads": [{**row, "outcome": "lost", "outcome_date": on}]}


def bought(key: str) -> Tables:
    return {"customers": [{"customer_id": key, "owner": "甲", "status": "customer"}]}


def call(key: str, on: str) -> dict[str, object]:
    return {"follow_id": key, "customer_id": key, "follow_at": on, "user": "甲", "content": "谈"}


# rule, whom, from what day: what happens, where, on which day, and the first day that is told.
ON_CALENDAR_DAYS = [
    # after its day
    ("payment_overdue", "owner", payment, "weekend", "CN", "2026-05-16", "2026-05-17"),
    ("payment_overdue", "owner", payment, "holiday", "CN", "2026-09-30", "2026-10-01"),
    ("payment_overdue", "owner", payment, "make-up day", "CN", "2026-10-09", "2026-10-10"),
    ("payment_overdue", "owner", payment, "month end", "CN", "2026-05-31", "2026-06-01"),
    ("payment_overdue", "owner", payment, "year end", "CN", "2025-12-31", "2026-01-01"),
    ("payment_overdue", "manager", payment, "23 hours", "DE", "2026-02-27", "2026-03-30"),
    ("payment_overdue", "manager", payment, "25 hours", "US", "2026-10-02", "2026-11-02"),
    ("task_overdue", "owner", promise, "weekend", "CN", "2026-05-16", "2026-05-17"),
    ("task_overdue", "owner", promise, "holiday", "CN", "2026-09-30", "2026-10-01"),
    ("task_overdue", "owner", promise, "make-up day", "CN", "2026-10-09", "2026-10-10"),
    ("task_overdue", "owner", promise, "month end", "CN", "2026-05-31", "2026-06-01"),
    ("task_overdue", "owner", promise, "year end", "CN", "2025-12-31", "2026-01-01"),
    ("task_overdue", "manager", promise, "23 hours", "DE", "2026-03-22", "2026-03-30"),
    ("task_overdue", "manager", promise, "25 hours", "US", "2026-10-25", "2026-11-02"),
    # after more than 15 days
    ("stage_stuck", "owner", deal, "weekend", "CN", "2026-05-01", "2026-05-17"),
    ("stage_stuck", "owner", deal, "holiday", "CN", "2026-09-15", "2026-10-01"),
    ("stage_stuck", "owner", deal, "make-up day", "CN", "2026-09-24", "2026-10-10"),
    ("stage_stuck", "owner", deal, "month end", "CN", "2026-05-16", "2026-06-01"),
    ("stage_stuck", "owner", deal, "year end", "CN", "2025-12-16", "2026-01-01"),
    ("stage_stuck", "owner", deal, "23 hours", "DE", "2026-03-14 23:59", "2026-03-30"),
    ("stage_stuck", "owner", deal, "25 hours", "US", "2026-10-17 23:59", "2026-11-02"),
    # after more than 30 days
    ("customer_silent", "owner", contact, "weekend", "CN", "2026-04-16", "2026-05-17"),
    ("customer_silent", "owner", contact, "holiday", "CN", "2026-08-31", "2026-10-01"),
    ("customer_silent", "owner", contact, "make-up day", "CN", "2026-09-09", "2026-10-10"),
    ("customer_silent", "owner", contact, "month end", "CN", "2026-05-01", "2026-06-01"),
    ("customer_silent", "owner", contact, "year end", "CN", "2025-12-01", "2026-01-01"),
    ("customer_silent", "owner", contact, "23 hours", "DE", "2026-02-27 23:59", "2026-03-30"),
    ("customer_silent", "owner", contact, "25 hours", "US", "2026-10-02 00:00", "2026-11-02"),
    # on the day after; a moment after midnight belongs to the next day
    ("status_not_updated", "owner", changed, "weekend", "CN", "2026-05-16 23:59", "2026-05-17"),
    ("status_not_updated", "owner", changed, "at midnight", "CN", "2026-05-17 00:00", "2026-05-18"),
    ("status_not_updated", "owner", changed, "holiday", "CN", "2026-09-30 15:00", "2026-10-01"),
    ("status_not_updated", "owner", changed, "make-up day", "CN", "2026-10-09 15:00", "2026-10-10"),
    ("status_not_updated", "owner", changed, "month end", "CN", "2026-05-31 15:00", "2026-06-01"),
    ("status_not_updated", "owner", changed, "year end", "CN", "2025-12-31 15:00", "2026-01-01"),
    ("status_not_updated", "owner", changed, "23 hours", "DE", "2026-03-29 01:30", "2026-03-30"),
    ("status_not_updated", "manager", changed, "25 hours", "US", "2026-10-29 01:30", "2026-11-02"),
    # after more than 182 days
    ("prospect_dormant", "owner", prospect, "weekend", "CN", "2025-11-15", "2026-05-17"),
    ("prospect_dormant", "owner", prospect, "holiday", "CN", "2026-04-01", "2026-10-01"),
    ("prospect_dormant", "owner", prospect, "make-up day", "CN", "2026-04-10", "2026-10-10"),
    ("prospect_dormant", "owner", prospect, "month end", "CN", "2025-11-30", "2026-06-01"),
    ("prospect_dormant", "owner", prospect, "year end", "CN", "2025-07-02", "2026-01-01"),
    ("prospect_dormant", "owner", prospect, "23 hours", "DE", "2025-09-28", "2026-03-30"),
    ("prospect_dormant", "owner", prospect, "25 hours", "US", "2026-05-03", "2026-11-02"),
    # 24 hours of the clock after it came; what ends at midnight ends the day before is over
    ("first_contact_late", "owner", lead, "weekend", "CN", "2026-05-16 23:59", "2026-05-17"),
    ("first_contact_late", "owner", lead, "at midnight", "CN", "2026-05-17 00:00", "2026-05-18"),
    ("first_contact_late", "owner", lead, "holiday", "CN", "2026-09-30 10:00", "2026-10-01"),
    ("first_contact_late", "owner", lead, "make-up day", "CN", "2026-10-09 10:00", "2026-10-10"),
    ("first_contact_late", "owner", lead, "month end", "CN", "2026-05-31 10:00", "2026-06-01"),
    ("first_contact_late", "owner", lead, "year end", "CN", "2025-12-31 10:00", "2026-01-01"),
    ("first_contact_late", "owner", lead, "23 hours", "DE", "2026-03-29 23:30", "2026-03-30"),
    ("first_contact_late", "owner", lead, "25 hours", "US", "2026-11-01 00:30", "2026-11-02"),
    # the seventh day of the pool
    ("lead_pooled", "manager", lead, "weekend", "CN", "2026-05-10 10:00", "2026-05-17"),
    ("lead_pooled", "manager", lead, "holiday", "CN", "2026-09-24 10:00", "2026-10-01"),
    ("lead_pooled", "manager", lead, "make-up day", "CN", "2026-10-03 10:00", "2026-10-10"),
    ("lead_pooled", "manager", lead, "month end", "CN", "2026-05-25 10:00", "2026-06-01"),
    ("lead_pooled", "manager", lead, "year end", "CN", "2025-12-25 10:00", "2026-01-01"),
    ("lead_pooled", "manager", lead, "23 hours", "DE", "2026-03-23 23:59", "2026-03-30"),
    ("lead_pooled", "manager", lead, "25 hours", "US", "2026-10-26 23:59", "2026-11-02"),
]  # fmt: skip
ON_WORKING_DAYS = [
    # the first working day is not more than one
    ("first_contact_late", "manager", lead, "weekend", "CN", "2026-05-14 10:00", "2026-05-19"),
    ("first_contact_late", "manager", lead, "holiday", "CN", "2026-09-29 10:00", "2026-10-09"),
    ("first_contact_late", "manager", lead, "make-up day", "CN", "2026-10-07 10:00", "2026-10-10"),
    ("first_contact_late", "manager", lead, "month end", "CN", "2026-05-27 10:00", "2026-06-01"),
    ("first_contact_late", "manager", lead, "year end", "CN", "2025-12-29 10:00", "2026-01-04"),
    ("first_contact_late", "manager", lead, "23 hours", "DE", "2026-03-26 10:00", "2026-03-31"),
    ("first_contact_late", "manager", lead, "Easter", "DE", "2026-04-01 10:00", "2026-04-08"),
    ("first_contact_late", "manager", lead, "25 hours", "US", "2026-10-29 10:00", "2026-11-03"),
    # the fourth working day
    ("lead_idle", "owner", called_lead, "weekend", "CN", "2026-05-12", "2026-05-18"),
    ("lead_idle", "owner", called_lead, "holiday", "CN", "2026-09-24", "2026-10-08"),
    ("lead_idle", "owner", called_lead, "make-up day", "CN", "2026-09-29", "2026-10-10"),
    ("lead_idle", "owner", called_lead, "month end", "CN", "2026-05-26", "2026-06-01"),
    ("lead_idle", "owner", called_lead, "year end", "CN", "2025-12-26", "2026-01-04"),
    ("lead_idle", "owner", called_lead, "23 hours", "DE", "2026-03-24", "2026-03-30"),
    ("lead_idle", "owner", called_lead, "Easter", "DE", "2026-03-30", "2026-04-07"),
    ("lead_idle", "owner", called_lead, "25 hours", "US", "2026-10-27", "2026-11-02"),
    # the sixth working day
    *(
        (rule, "manager", row, *case)
        for rule, row in (("lost_deal_no_reason", lost_deal), ("lost_lead_no_reason", lost_lead))
        for case in (
            ("weekend", "CN", "2026-05-09", "2026-05-18"),
            ("holiday", "CN", "2026-09-22", "2026-10-08"),
            ("make-up day", "CN", "2026-09-24", "2026-10-10"),
            ("month end", "CN", "2026-05-22", "2026-06-01"),
            ("year end", "CN", "2025-12-24", "2026-01-04"),
            ("23 hours", "DE", "2026-03-20", "2026-03-30"),
            ("Easter", "DE", "2026-03-26", "2026-04-07"),
            ("25 hours", "US", "2026-10-23", "2026-11-02"),
        )
    ),
]  # fmt: skip
FIRST = [*ON_CALENDAR_DAYS, *ON_WORKING_DAYS]
# The same, with the last day that is told.
LAST = [
    # for 30 days
    ("low_priority", "owner", deal, "weekend", "CN", "2026-04-17", "2026-05-17"),
    ("low_priority", "owner", deal, "holiday", "CN", "2026-08-31", "2026-09-30"),
    ("low_priority", "owner", deal, "make-up day", "CN", "2026-09-09", "2026-10-09"),
    ("low_priority", "owner", deal, "month end", "CN", "2026-05-01", "2026-05-31"),
    ("low_priority", "owner", deal, "year end", "CN", "2025-12-01", "2025-12-31"),
    ("low_priority", "owner", deal, "23 hours", "DE", "2026-02-27 23:59", "2026-03-29"),
    ("low_priority", "owner", deal, "25 hours", "US", "2026-10-02 23:59", "2026-11-01"),
    # for 90 days
    ("task_overdue", "manager", promise, "month end, at last", "CN", "2026-03-02", "2026-05-31"),
    ("task_overdue", "manager", promise, "23 hours, at last", "DE", "2025-12-29", "2026-03-29"),
    ("lost_deal_no_reason", "manager", lost_deal, "at last", "CN", "2026-03-02", "2026-05-31"),
    ("lost_lead_no_reason", "manager", lost_lead, "at last", "CN", "2026-03-02", "2026-05-31"),
    # for 14 days
    ("lead_pooled", "manager", lead, "month end, at last", "CN", "2026-05-10", "2026-05-31"),
]  # fmt: skip


def key_of(case: Case) -> str:
    return f"{case[0]} {case[1]} {case[3]}"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Return {entity: step} of a rule in a country on a day, of all cases in one store."""
    folder = tmp_path_factory.mktemp("days")
    store = Store(folder / "store")
    fill(store, all_tables(), datetime(2026, 12, 1, 8))
    rules = [*dict.fromkeys(rule for rule, *_ in [*FIRST, *LAST]), "nothing_entered"]

    @cache
    def found(country: str, day: date) -> dict[str, dict[str, str]]:
        text = f"country: {country}\ntimezone: {COUNTRIES[country]}\n"
        settings = settings_with(folder / country, workspace=text)
        with ScopedStore.open(store, settings, as_of=day) as scoped:
            frame = find_alerts(scoped, settings, Calendar(country), rules=rules)
        return {
            str(rule): dict(zip(part["entity_id"], part["to"], strict=True))
            for rule, part in frame.groupby("rule")
        }

    return lambda rule, country, day: found(country, day).get(rule, {})


def all_tables() -> Tables:
    tables: dict[str, list[Mapping[str, object]]] = {"staff": [*STAFF]}
    tables["payments"] = [{"payment_id": "P", "paid_amount": 1, "paid_date": "2025-11-03"}]
    for case in [*FIRST, *LAST]:
        for name, rows in case[2](key_of(case), case[5]).items():
            tables.setdefault(name, []).extend(rows)
    entries = [{**call(f"E{day}", day), "user": "乙", "customer_id": "W"} for day in ENTERED]
    tables["follow_ups"].extend(entries)
    won = {"stage": "won", "won_amount": 200, "closed_at": "2025-11-03", "owner": "甲"}
    won = {**won, "customer_id": "W", "created_at": "2025-11-03"}
    tables["opportunities"].extend({**won, "opportunity_id": f"W{n}"} for n in range(10))
    tables["customers"].extend(bought("W")["customers"])
    return tables


@pytest.mark.parametrize("case", FIRST, ids=key_of)
def test_each_step_is_told_on_its_day_and_not_the_day_before(asked: Asked, case: Case) -> None:
    rule, step, row, _, country, _, first = case
    entity = f"follow-up {key_of(case)}" if row is promise else key_of(case)
    day = date.fromisoformat(first)
    before = asked(rule, country, day - timedelta(days=1)).get(entity)
    assert before == ("owner" if step == "manager" and rule != "lead_pooled" else None)
    assert asked(rule, country, day)[entity] == step


@pytest.mark.parametrize("case", LAST, ids=key_of)
def test_what_is_told_for_some_days_ends_after_the_last_of_them(asked: Asked, case: Case) -> None:
    rule, step, row, _, country, _, last = case
    entity = f"follow-up {key_of(case)}" if row is promise else key_of(case)
    day = date.fromisoformat(last)
    assert asked(rule, country, day)[entity] == step
    assert entity not in asked(rule, country, day + timedelta(days=1))


@pytest.mark.parametrize(
    ("country", "day", "step"),
    [
        ("CN", "2025-12-31", None),
        ("CN", "2026-01-03", None),  # a holiday
        ("CN", "2026-01-04", "owner"),  # a Sunday that makes up for one
        ("CN", "2026-05-15", None),
        ("CN", "2026-05-17", None),  # a Sunday
        ("CN", "2026-05-18", "owner"),
        ("CN", "2026-05-31", None),  # a Sunday at the end of a month
        ("CN", "2026-06-01", "owner"),
        ("CN", "2026-10-07", None),
        ("CN", "2026-10-09", "owner"),  # the second working day
        ("CN", "2026-10-10", "manager"),  # the third, a Saturday
        ("DE", "2026-03-29", None),
        ("DE", "2026-03-30", "owner"),
        ("DE", "2026-04-06", None),  # Easter Monday
        ("DE", "2026-04-07", "owner"),
        ("US", "2026-11-01", None),
        ("US", "2026-11-02", "owner"),
    ],
)
def test_who_typed_in_nothing_is_asked_on_working_days(
    asked: Asked, country: str, day: str, step: str | None
) -> None:
    assert asked("nothing_entered", country, date.fromisoformat(day)).get("乙") == step
