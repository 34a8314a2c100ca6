"""Tasks of literal rows, day by day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from salesnb.periods import Calendar
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings
from salesnb.store import Store
from salesnb.tasks import find_tasks
from tests.alerts.cases import STAFF
from tests.frames import CHINA, CONTACT, DEFAULTS, Records, fill


def tasks_on(
    folder: Path,
    tables: Mapping[str, Records],
    day: str,
    *,
    settings: Settings = DEFAULTS,
    scope: str | None = None,
    viewer: str | None = None,
    lang: str = "en",
    staff: Records = STAFF,
    calendar: Calendar = CHINA,
) -> pd.DataFrame:
    """Return the tasks as of a day; the rows are imported once per folder."""
    store = Store(folder)
    if not folder.exists() or not any(folder.iterdir()):
        fill(store, {"staff": staff, **tables}, datetime(2026, 1, 1, 8))
    with ScopedStore.open(
        store, settings, as_of=date.fromisoformat(day), scope=scope, viewer=viewer
    ) as scoped:
        return find_tasks(scoped, settings, calendar, lang=lang)


def told(
    folder: Path, tables: Mapping[str, Records], days: Sequence[str], **options: object
) -> list[str]:
    """Return for each day what is to be done: `甲 follow_up:C1 +2`, owner, key and days over."""
    said = []
    for day in days:
        found = tasks_on(folder, tables, day, **options)  # type: ignore[arg-type]
        rows = found.sort_values(["owner", "key"]).to_dict("records")
        said.append("; ".join(f"{r['owner']} {r['key']} +{r['days_over']}" for r in rows))
    return said


def lead(key: str, created: str, grade: str | None = "B", **more: object) -> dict[str, object]:
    """Return a lead of 甲."""
    return {
        "lead_id": key, "company_name": f"Company {key}", "owner": "甲", "created_at": created,
        "grade": grade, **CONTACT, **more,
    }  # fmt: skip


def call(key: str, at: str, **more: object) -> dict[str, object]:
    """Return a follow-up by 甲."""
    return {"follow_id": key, "follow_at": at, "user": "甲", "content": "谈", **more}


def customer(key: str, **more: object) -> dict[str, object]:
    """Return a customer of 甲."""
    return {"customer_id": key, "customer_name": f"Customer {key}", "owner": "甲", **more}
