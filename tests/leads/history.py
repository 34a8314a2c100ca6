"""Leads that pass from hand to hand: stores filled day after day, and what is known of them then."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from salesnb.scopes import ScopedStore
from salesnb.settings import Settings
from salesnb.store import Store
from tests.frames import CONTACT, DEFAULTS, Records, fill

# 王芳, 李强 and 赵敏 sell in 东区, 西丽 in 西区; 离职 has left 东区.
STAFF: Records = [
    {"name": "王芳", "team": "东区", "role": "rep"},
    {"name": "李强", "team": "东区", "role": "rep"},
    {"name": "赵敏", "team": "东区", "role": "rep"},
    {"name": "主管", "team": "东区", "role": "manager"},
    {"name": "离职", "team": "东区", "role": "rep", "active": False},
    {"name": "西丽", "team": "西区", "role": "rep"},
]


def lead(number: str = "L1", owner: str | None = "王芳", **more: Any) -> dict[str, Any]:
    """Return the row of a lead that came on 2026-10-01."""
    made = {"lead_id": number, "owner": owner, "created_at": "2026-10-01", **CONTACT}
    return {**made, "company_name": f"{number}公司", **more}


def follow(number: str, day: str, user: str = "王芳", **more: Any) -> dict[str, Any]:
    """Return the row of a follow-up in October 2026; its number is of lead, user and day."""
    made = {"follow_id": f"{number}{user}{day}", "lead_id": number, "user": user}
    return {**made, "follow_at": f"2026-10-{day}", **more}


def october(day: int, hour: int = 9) -> datetime:
    """Return a time in October 2026."""
    return datetime(2026, 10, day, hour)


def store_of(
    folder: Path, first: Mapping[str, Records], *later: tuple[int, Mapping[str, Records]]
) -> Store:
    """Import the first tables on 2026-10-01, and later ones on their days of October."""
    store = Store(folder)
    fill(store, {"staff": STAFF, **first}, october(1))
    for day, tables in later:
        fill(store, tables, october(day))
    return store


def as_of(store: Store, day: int, settings: Settings = DEFAULTS, **options: Any) -> ScopedStore:
    """Open a store as of a day of October 2026."""
    return ScopedStore.open(store, settings, as_of=date(2026, 10, day), **options)


def leaves_on(store: Store, day: int = 31, settings: Settings = DEFAULTS) -> dict[str, str]:
    """Return {lead: day of the month} on which leads leave their owner, as known on a day."""
    with as_of(store, day, settings) as opened:
        rows = opened.run("select lead_id, leaves_on from lead_owners where is_now order by 1")
    return {
        number: f"{day:%m-%d}"
        for number, day in zip(rows["lead_id"], rows["leaves_on"], strict=True)
    }
