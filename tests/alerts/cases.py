"""Alerts of literal rows, day by day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from salesnb.alerts import find_alerts
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings
from salesnb.store import Store
from tests.frames import CHINA, DEFAULTS, Records, fill

STAFF: Records = [
    {"name": name, "team": team, "department": "华东", "role": role}
    for name, team, role in (
        ("甲", "东区", "rep"),
        ("乙", "西区", "rep"),
        ("钱", "东区", "manager"),
        ("孙", None, "department_head"),
        ("李", None, "admin"),
    )
]


def alerted(
    folder: Path,
    tables: Mapping[str, Records],
    rule: str,
    days: Sequence[str],
    *,
    settings: Settings = DEFAULTS,
    at: datetime = datetime(2026, 1, 1, 8),
) -> list[str]:
    """Return for each day what a rule says: `O1 owner 16`, the entity, the step and the days."""
    store = Store(folder)
    fill(store, {"staff": STAFF, **tables}, at)
    told = []
    for day in days:
        as_of = date.fromisoformat(day)
        with ScopedStore.open(store, settings, as_of=as_of) as scoped:
            found = find_alerts(scoped, settings, CHINA, rules=[rule])
        rows = found.sort_values("key").to_dict("records")
        told.append("; ".join(f"{r['entity_id']} {r['to']} {r['days']:.0f}" for r in rows))
    return told
