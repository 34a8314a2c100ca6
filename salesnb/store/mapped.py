"""The store of a workspace whose tables are the company's own, in a warehouse."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from salesnb.engines import Connection
from salesnb.errors import StoreError
from salesnb.labels import say
from salesnb.store.draft import Draft
from salesnb.store.keys import Keys
from salesnb.store.snapshots import Snapshot
from salesnb.store.store import Store
from salesnb.store.taken import TakenFile
from salesnb.store.waiting import Waiting


class MappedStore(Store):
    """Nothing is stored here: there is one snapshot, the warehouse as it is on a day.

    Parameters
    ----------
    day : None = today, by the clock of the warehouse.
    zone : the workspace's time zone.
    """

    def __init__(
        self, folder: Path, reached: Connection, day: date | None, zone: str, keys: Keys | None
    ) -> None:
        super().__init__(folder, keys=keys, reached=reached)
        self._reached, self._day, self._zone = reached, day, zone

    def pinned(self, name: str | None = None) -> Store:
        """Return this store held at the day on which it is."""
        return MappedStore(self.folder, self._reached, self._today(), self._zone, self.keys)

    @property
    def is_empty(self) -> bool:
        """Never: nothing is imported."""
        return False

    def snapshot(self, name: str | None = None) -> Snapshot:
        """Return the warehouse as it is on its day."""
        day = self._today()
        path = self.folder / f"{day:%y%m%d}-{day:%Y%m%d}T000000.duckdb"
        return Snapshot(path, int(f"{day:%y%m%d}"), datetime(day.year, day.month, day.day))

    def last_import_on(self) -> date:
        """Return the day on which the warehouse is read."""
        return self._today()

    def last_import(self) -> dict[str, Any] | None:
        """Return None: nothing is imported."""
        return None

    def row_counts(self) -> dict[str, int]:
        """Return the rows of the company's tables."""
        with self._reached.session() as engine:
            tables = self._reached.params.tables.items()
            return {name: engine.count(mapped.table, mapped.where) for name, mapped in tables}

    def waiting(self, most: int) -> tuple[list[Waiting], list[dict[str, Any]]]:
        """Return nothing: nothing is rejected."""
        return [], []

    def waiting_keys(self) -> dict[str, list[str]]:
        """Return nothing, as `waiting`."""
        return {}

    def last_taken(self) -> dict[TakenFile, int]:
        """Return nothing: no file is taken."""
        return {}

    def load(self, *, is_only: bool = False, takes_over: bool = False) -> dict[str, int]:
        """Refuse, as `open`: the company's tables are never written."""
        raise StoreError(say("err_store_mapped"))

    def open(self, name: str | None = None) -> duckdb.DuckDBPyConnection:
        """Refuse: there is no file.

        Raises
        ------
        StoreError
            Always.
        """
        raise StoreError(say("err_store_mapped"))

    def current(self, *, is_clear: bool = True) -> dict[str, pd.DataFrame]:
        """Refuse, as `open`."""
        raise StoreError(say("err_store_mapped"))

    def check_own(self) -> None:
        """Refuse, as `open`."""
        raise StoreError(say("err_store_mapped"))

    def load_again(self) -> None:
        """Do nothing: there is no copy."""

    def publish_again(self, snapshot: Snapshot, at: datetime) -> Snapshot:
        """Refuse, as `open`."""
        raise StoreError(say("err_store_mapped"))

    @contextmanager
    def _draft(self, at: datetime) -> Iterator[Draft]:
        raise StoreError(say("err_store_mapped"))
        yield

    def _today(self) -> date:
        if self._day is not None:
            return self._day
        with self._reached.session() as engine:
            return engine.today(self._zone)
