"""The rule on key customers: eight of ten within their cadence are enough, seven are not."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from salesnb.alerts import find_alerts
from salesnb.periods import Calendar
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from tests.frames import CHINA, fill, settings_with

# A key customer is to be contacted once in 14 days. Of ten customers two were never contacted, seven
# on the last day, and one 14 days before it: on the day that is named it waits too long.
CASES = [
    ("weekend", "CN", "2026-05-17"),
    ("holiday", "CN", "2026-10-01"),
    ("make-up day", "CN", "2026-10-10"),
    ("month end", "CN", "2026-06-01"),
    ("year end", "CN", "2026-01-01"),
    ("23 hours", "DE", "2026-03-30"),
    ("25 hours", "US", "2026-11-02"),
]
Rows = dict[str, list[Mapping[str, object]]]


def add_rep(tables: Rows, name: str, first: date, customers: int = 10) -> None:
    """Add a rep with key customers, of whom from a day on all but seven wait too long."""
    tables["staff"].append({"name": name, "team": name, "department": name, "role": "rep"})
    for n in range(customers):
        key = f"{name} {n}"
        tables["customers"].append({"customer_id": key, "owner": name, "level": "key"})
        if n < 8:
            on = first - timedelta(days=15 if n == 7 else 1)
            call = {"follow_id": key, "customer_id": key, "user": name, "content": "谈"}
            tables["follow_ups"].append({**call, "follow_at": f"{on} 23:59"})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    tables: Rows = {"staff": [], "customers": [], "follow_ups": []}
    for name, _, day in CASES:
        add_rep(tables, name, date.fromisoformat(day))
    add_rep(tables, "nine", date(2026, 5, 17), customers=9)
    add_rep(tables, "festival", date(2026, 2, 14))
    found = Store(tmp_path_factory.mktemp("keys"))
    fill(found, tables, datetime(2026, 12, 1, 8))
    return found


def told(store: Store, folder: Path, country: str, day: date, name: str) -> dict[str, str]:
    """Return {scope: whom it is told} of a rep, the own team and department."""
    settings = settings_with(folder, workspace=f"country: {country}\n")
    calendar = CHINA if country == "CN" else Calendar(country)
    with ScopedStore.open(store, settings, as_of=day) as scoped:
        found = find_alerts(scoped, settings, calendar, rules=["key_customers_waiting"])
    scopes = (f"{kind}:{name}" for kind in ("rep", "team", "department"))
    of_scope = dict(zip(found["scope"], found["to"], strict=True))
    return {scope: of_scope[scope] for scope in scopes if scope in of_scope}


@pytest.mark.parametrize(("name", "country", "first"), CASES)
def test_the_day_on_which_fewer_than_80_percent_are_within_their_cadence_is_told(
    store: Store, tmp_path: Path, name: str, country: str, first: str
) -> None:
    day = date.fromisoformat(first)
    assert told(store, tmp_path, country, day - timedelta(days=1), name) == {}
    low = {f"rep:{name}": "manager", f"team:{name}": "manager", f"department:{name}": "department"}
    assert told(store, tmp_path, country, day, name) == low


def test_nine_key_customers_are_too_few_and_the_spring_festival_is_quiet(
    store: Store, tmp_path: Path
) -> None:
    assert told(store, tmp_path, "CN", date(2026, 5, 17), "nine") == {}
    assert told(store, tmp_path, "CN", date(2026, 2, 14), "festival") == {}
    assert told(store, tmp_path, "CN", date(2026, 3, 3), "festival") != {}
