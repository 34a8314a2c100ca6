"""Small import frames, stores and scoped stores, written as literal rows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.periods import Calendar
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings, load_settings
from salesnb.store import ImportSummary, Store
from salesnb.tables import TABLES

Records = Sequence[Mapping[str, Any]]
DEFAULTS = load_settings(None)
CHINA = Calendar("CN")
NOON = datetime(2026, 10, 31, 12)
CONTACT = {"contact_name": "李明", "contact_info": "13800005678", "need": "ERP", "source": "官网"}


def rows(table: str, records: Records, file: str = "book.xlsx") -> pd.DataFrame:
    """Return an import frame as the loaders make it: typed columns, and where each row stood."""
    names = list(dict.fromkeys(name for record in records for name in record))
    columns = {name: [_typed(table, name, r.get(name)) for r in records] for name in names}
    frame = pd.DataFrame(columns)
    return frame.assign(_file=file, _sheet=table, _row=range(2, len(records) + 2))


def _typed(table: str, name: str, value: Any) -> Any:
    column = TABLES[table].column(name)
    kind = column.kind if column else "text"
    if value is None or isinstance(value, bool):
        return value
    if kind in ("date", "datetime", "month"):
        return pd.Timestamp(value)
    return Decimal(str(value)) if kind == "money" else value


def fill(
    store: Store, tables: Mapping[str, Records], at: datetime = NOON, **options: Any
) -> ImportSummary:
    """Import literal rows into a store."""
    frames = {name: rows(name, records) for name, records in tables.items()}
    return store.import_frames(frames, files=["book.xlsx"], at=at, by="tester", **options)


def scoped(
    folder: Path,
    tables: Mapping[str, Records] | None = None,
    *,
    at: datetime = NOON,
    settings: Settings = DEFAULTS,
    scope: str | None = None,
    viewer: str | None = None,
    as_of: date | None = None,
) -> ScopedStore:
    """Import literal rows into a folder, if any are given, and open a scope of it."""
    store = Store(folder)
    if tables is not None:
        fill(store, tables, at)
    return ScopedStore.open(store, settings, scope=scope, viewer=viewer, as_of=as_of)


def settings_with(folder: Path, **files: str) -> Settings:
    """Return settings of a workspace whose params/ holds the given YAML texts, by file stem."""
    params = folder / "params"
    params.mkdir(parents=True, exist_ok=True)
    for stem, text in files.items():
        (params / f"{stem}.yml").write_text(text, encoding="utf-8")
    return load_settings(params)
