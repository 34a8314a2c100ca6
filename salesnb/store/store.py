"""What is done with a store: import, undo, look."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
from filelock import FileLock, Timeout

from salesnb.errors import StoreError
from salesnb.store.snapshots import (
    Snapshot,
    connect,
    discard_draft,
    draft_path,
    find_snapshot,
    list_snapshots,
    prune,
    publish,
)
from salesnb.store.upsert import Change, create_tables, undo, upsert
from salesnb.tables import TABLES

_LOCK_SECONDS = 60


@dataclass(frozen=True)
class ImportSummary:
    """One import: rows in = new + updated + unchanged + rejected."""

    import_id: int
    snapshot: Snapshot
    changes: tuple[Change, ...]
    rejected: int


class Store:
    """The store in a folder of snapshots.

    Parameters
    ----------
    folder : the workspace's data/store.
    """

    def __init__(self, folder: Path, pinned: Snapshot | None = None) -> None:
        self.folder = folder
        self._pinned = pinned
        self._lock = FileLock(folder / "import.lock", timeout=_LOCK_SECONDS)

    def pinned(self) -> "Store":
        """Return this store held at its newest snapshot, whatever is imported meanwhile."""
        return Store(self.folder, self.snapshot())

    @property
    def is_empty(self) -> bool:
        """Whether nothing has ever been imported."""
        return not list_snapshots(self.folder)

    def snapshot(self, name: str | None = None) -> Snapshot:
        """Return a snapshot by name, else the newest one."""
        if self._pinned is not None and name is None:
            return self._pinned
        return find_snapshot(self.folder, name)

    def open(self, name: str | None = None) -> duckdb.DuckDBPyConnection:
        """Open a snapshot for reading; a later import does not touch what is open."""
        return connect(self.snapshot(name).path, read_only=True)

    def current(self) -> dict[str, pd.DataFrame]:
        """Return the current rows of every table (empty frames for a new store)."""
        if self.is_empty:
            return {
                name: pd.DataFrame(columns=[c.name for c in t.stored]) for name, t in TABLES.items()
            }
        with self.open() as connection:
            return {
                name: connection.execute(f"select * from {name} where valid_until is null").df()
                for name in TABLES
            }

    def last_import_on(self) -> date:
        """Return the day of the last import."""
        with self.open() as connection:
            (newest,) = connection.execute("select max(imported_at) from imports").fetchall()[0]
        if newest is None:
            raise StoreError("The workspace has no data: its last import was taken back.")
        return newest.date()  # type: ignore[no-any-return]

    def last_import(self) -> dict[str, Any] | None:
        """Return the record of the last import: import_id, imported_at, imported_by, files, rows."""
        if self.is_empty:
            return None
        with self.open() as connection:
            rows = connection.execute(
                "select import_id, imported_at, imported_by, files, rows_in, rows_stored,"
                " rows_rejected from imports order by import_id desc limit 1"
            ).fetchall()
        if not rows:
            return None
        number, at, by, files, rows_in, stored, waiting = rows[0]
        return {
            "import_id": number,
            "imported_at": at.isoformat(sep=" "),
            "imported_by": by,
            "files": json.loads(files),
            "rows_in": rows_in,
            "rows_stored": stored,
            "rows_rejected": waiting,
        }

    def row_counts(self) -> dict[str, int]:
        """Return the current rows of every table, and the rejected rows that wait."""
        if self.is_empty:
            return {}
        with self.open() as connection:
            counts = {
                name: connection.execute(
                    f"select count(*) from {name} where valid_until is null"
                ).fetchall()[0][0]
                for name in TABLES
            }
            ((rejected,),) = connection.execute(
                "select count(*) from rejected where closed_by is null"
            ).fetchall()
        return {**counts, "rejected": rejected}

    def import_frames(
        self,
        frames: Mapping[str, pd.DataFrame],
        *,
        files: Sequence[str],
        at: datetime,
        by: str,
        rejected: pd.DataFrame | None = None,
        replace: Collection[str] = (),
    ) -> ImportSummary:
        """Store all frames in one step, or none of them.

        Parameters
        ----------
        frames : {table: good rows}, as `loaders.load_files` returns them.
        files : names of the files, for the record.
        at : time of the import, naive, in the workspace's time zone.
        by : who imports.
        rejected : rows that wait outside the tables until a later import brings them right.
        replace : tables whose rows missing from the frames are closed.

        Raises
        ------
        StoreError
            Another import holds the store, or the disk refuses.
        """
        waiting = 0 if rejected is None else len(rejected)
        with self._draft(at) as (connection, published):
            import_id = _next_id(connection)
            at = _not_before(connection, at)
            changes = tuple(
                upsert(
                    connection,
                    TABLES[name],
                    frames[name],
                    import_id=import_id,
                    at=at,
                    replace=name in replace,
                )
                for name in TABLES
                if name in frames
            )
            stored = sum(change.rows for change in changes)
            connection.execute(
                "insert into imports values (?, ?, ?, ?, ?, ?, ?)",
                [
                    import_id,
                    at,
                    by,
                    json.dumps(list(files), ensure_ascii=False),
                    stored + waiting,
                    stored,
                    waiting,
                ],
            )
            _replace_rejected(connection, import_id, files, rejected)
        return ImportSummary(import_id, published[0], changes, waiting)

    def undo_last(self, at: datetime) -> int:
        """Take the last import back and return its number."""
        with self._draft(at) as (connection, _):
            import_id = _next_id(connection) - 1
            if import_id < 1:
                raise StoreError("There is no import to take back.")
            undo(connection, import_id)
        return import_id

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other imports out: what is read of the store inside stays true until it is written.

        Raises
        ------
        StoreError
            Another import holds the store for longer than a minute.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise StoreError(
                f"Another import has been working on {self.folder} for {_LOCK_SECONDS} s."
                " Wait for it, then import again."
            ) from error
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def _draft(self, at: datetime) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[Snapshot]]]:
        """Yield a connection to a copy of the store; publish it when the block ends well."""
        published: list[Snapshot] = []
        try:
            with self.writing(), _discarded(self.folder):
                draft = draft_path(self.folder)
                connection = connect(draft, read_only=False)
                try:
                    connection.begin()
                    create_tables(connection)
                    yield connection, published
                    connection.commit()
                    connection.execute("checkpoint")
                finally:
                    connection.close()
                published.append(publish(self.folder, draft, at))
                prune(self.folder, at.date())
        except (OSError, duckdb.IOException) as error:
            raise StoreError(
                f"The store in {self.folder} could not be written: {error}."
                " Nothing was stored. Check free space and rights."
            ) from error


@contextmanager
def _discarded(folder: Path) -> Iterator[None]:
    """Remove a draft that was not published: on a full disk it would keep the disk full."""
    try:
        yield
    finally:
        discard_draft(folder)


def _next_id(connection: duckdb.DuckDBPyConnection) -> int:
    rows = connection.execute("select coalesce(max(import_id), 0) + 1 from imports").fetchall()
    return int(rows[0][0])


def _not_before(connection: duckdb.DuckDBPyConnection, at: datetime) -> datetime:
    """Return the time of an import, never before the last one: versions follow each other."""
    rows = connection.execute("select max(imported_at) from imports").fetchall()
    return at if rows[0][0] is None else max(at, rows[0][0])


def _replace_rejected(
    connection: duckdb.DuckDBPyConnection,
    import_id: int,
    files: Sequence[str],
    rejected: pd.DataFrame | None,
) -> None:
    """Rows that waited from an earlier import of the same files are superseded by this one's."""
    connection.execute(
        'update rejected set closed_by = ? where closed_by is null and list_contains(?, "file")',
        [import_id, list(files)],
    )
    if rejected is None or rejected.empty:
        return
    connection.register("waiting", pa.Table.from_pandas(rejected, preserve_index=False))
    connection.execute(
        'insert into rejected select ?, "table", "file", sheet, "row", "values", rule, null'
        " from waiting",
        [import_id],
    )
    connection.unregister("waiting")
