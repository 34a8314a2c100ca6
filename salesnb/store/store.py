"""What is done with a store: import, undo, look."""

import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from filelock import FileLock, Timeout

from salesnb.engines import Connection
from salesnb.errors import EngineError, StoreError
from salesnb.labels import say
from salesnb.store.cipher import Cipher
from salesnb.store.draft import Draft, ImportSummary, commit
from salesnb.store.keys import Keys
from salesnb.store.laying import (
    close_named,
    is_imported_on,
    lay_over,
    next_id,
    not_before,
    record_import,
    sheets_of,
    with_the_rest,
)
from salesnb.store.loading import load_snapshot
from salesnb.store.observe import StagePath
from salesnb.store.reseal import Resealed, rotate_folder, seal_folder
from salesnb.store.sealed import cipher_of, key_of, seal_incoming, seal_new, unseal_frame
from salesnb.store.snapshots import (
    Snapshot,
    connect,
    discarded,
    draft_path,
    find_snapshot,
    list_snapshots,
    prune,
    publish,
)
from salesnb.store.taken import TakenFile, last_taken, record_taken
from salesnb.store.upsert import check_sums, create_tables, undo
from salesnb.store.waiting import (
    Waiting,
    count_waiting,
    list_waiting,
    settle_rejected,
    sum_waiting,
    waiting_keys,
)
from salesnb.tables import TABLES

_LOCK_SECONDS = 60


class Store:
    """The store in a folder of snapshots.

    Parameters
    ----------
    folder : the workspace's data/store.
    stages : the stages; None = no stage entries are inferred from rows that changed.
    keys : of the sensitive columns; None = a store outside a workspace, which has none: a new one
        is not encrypted.
    reached : the database in which facts and metrics are computed; None = in this process.
    """

    def __init__(
        self,
        folder: Path,
        pinned: Snapshot | None = None,
        *,
        stages: StagePath | None = None,
        keys: Keys | None = None,
        reached: Connection | None = None,
    ) -> None:
        self.folder = folder
        self.keys = keys
        self.reached = reached
        self._stages = stages
        self._pinned = pinned
        self._lock = FileLock(folder / "import.lock", timeout=_LOCK_SECONDS)

    def pinned(self, name: str | None = None) -> "Store":
        """Return this store held at a snapshot, the newest by default, whatever is imported."""
        return Store(
            self.folder,
            self.snapshot(name),
            stages=self._stages,
            keys=self.keys,
            reached=self.reached,
        )

    def pinned_on(self, day: date) -> "Store":
        """Return this store held at the snapshot that was current when a day ended.

        Of a day before the oldest one that is kept, and in a warehouse, into which the newest one is
        loaded: at the newest, which knows of older versions.
        """
        if self.reached is not None:
            return self.pinned()
        earlier = [s for s in list_snapshots(self.folder) if s.at.date() <= day]
        return self.pinned(earlier[-1].name if earlier else None)

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

    def current(self, *, is_clear: bool = True) -> dict[str, pd.DataFrame]:
        """Return the current rows of every table (empty frames for a new store).

        Parameters
        ----------
        is_clear : False = sensitive columns only say whether they are filled, and need no key.
        """
        if self.is_empty:
            return {
                name: pd.DataFrame(columns=[c.name for c in t.stored]) for name, t in TABLES.items()
            }
        with self.open() as connection:
            found = {
                name: connection.execute(f"select * from {name} where valid_until is null").df()
                for name in TABLES
            }
            key_id = key_of(connection)
        if key_id is None or not is_clear:
            return found
        cipher = cipher_of(self.keys, key_id)
        return {name: unseal_frame(cipher, name, frame) for name, frame in found.items()}

    def last_import_on(self) -> date:
        """Return the day of the last import."""
        with self.open() as connection:
            (newest,) = connection.execute("select max(imported_at) from imports").fetchall()[0]
        if newest is None:
            raise StoreError(say("err_store_undone"))
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
            return {**counts, "rejected": count_waiting(connection)}

    def waiting(self, most: int) -> tuple[list[Waiting], list[dict[str, Any]]]:
        """Return the rejected rows that wait: by sheet, and the first ones, each with its place."""
        if self.is_empty:
            return [], []
        with self.open() as connection:
            return sum_waiting(connection), list_waiting(connection, most)

    def waiting_keys(self) -> dict[str, list[str]]:
        """Return, by table, the keys of the rows that wait."""
        if self.is_empty:
            return {}
        with self.open() as connection:
            return waiting_keys(connection)

    def last_taken(self) -> dict[TakenFile, int]:
        """Return the files as they were last taken, each with the number of that import."""
        if self.is_empty:
            return {}
        with self.open() as connection:
            return last_taken(connection)

    def import_frames(
        self,
        frames: Mapping[str, pd.DataFrame],
        *,
        files: Sequence[str],
        at: datetime,
        by: str,
        rejected: pd.DataFrame | None = None,
        replace: Collection[str] = (),
        closing: Mapping[str, Collection[str]] | None = None,
        counts: pd.DataFrame | None = None,
        righted: Mapping[str, Collection[str]] | None = None,
        taken: Sequence[TakenFile] = (),
        verify: Callable[[Path], None] | None = None,
    ) -> ImportSummary:
        """Store all frames in one step, or none of them.

        An import that changes nothing at all is not recorded on the day of the last one; on a
        later day it is, so that the figures are as of that day.

        Parameters
        ----------
        frames : {table: good rows}, as `loaders.load_files` returns them.
        files : names of the files, for the record.
        at : time of the import, naive, in the workspace's time zone.
        by : who imports.
        rejected : rows that wait outside the tables until a later import brings them right.
        replace : tables whose rows missing from the frames are closed.
        closing : {table with one key: keys of rows to be closed}; nothing is lost, `undo_last` opens
            them again.
        counts : what came in per file, sheet and table, as `loaders.load_files` counts it; what
            was stored must agree with it.
        righted : by table, the keys of waiting rows (`waiting_keys`) that the frames bring right.
        taken : the files as they lie there, to be remembered.
        verify : looks at the new store before it is published; what it raises stops the import.

        Raises
        ------
        StoreError
            Another import holds the store, the disk refuses, or the rows do not add up.
        """
        if rejected is None:
            rejected = pd.DataFrame(columns=["table"])
        with self._draft(at) as draft:
            connection = draft.connection
            import_id = next_id(connection)
            at = not_before(connection, at)
            frames, rejected = seal_incoming(connection, self.keys, frames, rejected)
            laid = lay_over(connection, frames, replace, import_id, at, self._stages)
            laid = close_named(connection, laid, closing or {}, import_id, at)
            changes = with_the_rest(laid, rejected, counts)
            check_sums(connection, changes, import_id, counts)
            settled = settle_rejected(
                connection,
                import_id,
                rejected,
                files=files,
                sheets=None if counts is None else sheets_of(counts),
                stored=righted or {},
            )
            fresh = record_taken(connection, import_id, taken)
            same = all(change.is_none for change in changes) and not settled and not fresh
            draft.verify = verify
            draft.is_wanted = not same or not is_imported_on(connection, at.date())
            if draft.is_wanted:
                record_import(connection, import_id, at, by, files, changes)
        if draft.published is None:
            import_id, draft.published = import_id - 1, self.snapshot()
        waiting = sum(change.rejected for change in changes)
        return ImportSummary(
            import_id, draft.published, changes, waiting, not draft.is_wanted, draft.resealed
        )

    def rotate(self, beside: Callable[[Keys, Cipher], bool] | None = None) -> Resealed:
        """Encrypt all snapshots with a new key, and forget the old one.

        Parameters
        ----------
        beside : encrypts with the new key what lies elsewhere, before the old one is forgotten;
            returns whether it may be.

        Raises
        ------
        StoreError
            Another import holds the store, a key is not at hand, or the disk refuses; what is not
            done yet is done by the next call.
        """
        if self.keys is None:
            raise StoreError(say("err_key_none", folder=self.folder))
        with self.writing():
            done = rotate_folder(self.folder, self.keys, beside)
        self.load_again()
        return done

    def load_again(self) -> None:
        """Load what was changed in the snapshots themselves, so that nothing of before is left.

        Raises
        ------
        EngineError
            It says that what was done here is done, and how to load it later.
        """
        if self.reached is None:
            return
        try:
            self.load(is_only=True)
        except EngineError as error:
            raise EngineError(say("err_not_loaded_again", said=error.args[0])) from error

    def load(self, *, is_only: bool = False, takes_over: bool = False) -> dict[str, int]:
        """Copy the newest snapshot into the database that computes, and return its rows by table.

        Parameters
        ----------
        is_only : nothing is left of what was loaded before, as after an erasure.
        takes_over : also of what another workspace loaded into the same place.

        Raises
        ------
        StoreError
            There is no such database, or nothing has been imported.
        EngineError
            It cannot be reached, or refuses; what it held before it still holds.
        """
        if self.reached is None:
            raise StoreError(say("err_load_none"))
        with self.writing():
            options = {"is_only": is_only, "takes_over": takes_over}
            return load_snapshot(self.reached, self.snapshot(), **options)

    def check_own(self) -> None:
        """Refuse a store that holds nothing of its own; this one does.

        Raises
        ------
        StoreError
            The tables are the company's.
        """

    def undo_last(self, at: datetime) -> int:
        """Take the last import back and return its number."""
        with self._draft(at) as draft:
            import_id = next_id(draft.connection) - 1
            if import_id < 1:
                raise StoreError(say("err_nothing_to_undo"))
            undo(draft.connection, import_id)
        return import_id

    def publish_again(self, snapshot: Snapshot, at: datetime) -> Snapshot:
        """Publish a copy of an older snapshot as the newest one; nothing is pruned."""
        try:
            with self.writing(), discarded(self.folder):
                draft = draft_path(self.folder)
                shutil.copyfile(snapshot.path, draft)
                published = publish(self.folder, draft, at)
                self._load_published(published)
                return published
        except OSError as error:
            said = say("err_store_unwritten", folder=self.folder, told=error)
            raise StoreError(said) from error

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
            busy = say("err_store_busy", folder=self.folder, seconds=_LOCK_SECONDS)
            raise StoreError(busy) from error
        try:
            yield
        finally:
            self._lock.release()

    def _load_published(self, snapshot: Snapshot) -> None:
        """Load what was published; where that fails it is stored all the same.

        Raises
        ------
        EngineError
            It says so, and how to load it later.
        """
        if self.reached is None:
            return
        try:
            load_snapshot(self.reached, snapshot)
        except EngineError as error:
            said = say("err_not_loaded", number=snapshot.number, said=error.args[0])
            raise EngineError(said) from error

    @contextmanager
    def _draft(self, at: datetime) -> Iterator["Draft"]:
        """Yield a copy of the store; publish it when the block ends well and wants it."""
        try:
            with self.writing(), discarded(self.folder):
                resealed = None if self.keys is None else seal_folder(self.folder, self.keys)
                path = draft_path(self.folder)
                draft = Draft(connect(path, read_only=False), resealed=resealed)
                try:
                    draft.connection.begin()
                    if self.keys is not None:
                        seal_new(draft.connection, self.keys)
                    create_tables(draft.connection, key_of(draft.connection) is not None)
                    yield draft
                    if draft.is_wanted:
                        commit(draft.connection)
                finally:
                    draft.connection.close()
                if draft.is_wanted:
                    if draft.verify is not None:
                        draft.verify(path)
                    draft.published = publish(self.folder, path, at)
                    prune(self.folder, at.date())
                    self._load_published(draft.published)
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
            said = say("err_store_unwritten", folder=self.folder, told=error)
            raise StoreError(said) from error
