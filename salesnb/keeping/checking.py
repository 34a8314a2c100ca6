"""Does everything still hold? One sentence per fault, with what to do next."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from salesnb.access import NAME as ACCESS
from salesnb.erased import ErasureBook
from salesnb.errors import ConfigError, FileUnreadableError, SalesnbError, StoreError
from salesnb.extracts import WholeStore
from salesnb.keeping.backup import backup_faults, backup_folder, read_manifest
from salesnb.keeping.backup_places import known_backups
from salesnb.keeping.journal import unfinished_restore
from salesnb.keeping.readable import store_faults, unreadable
from salesnb.keeping.restoring import key_notes
from salesnb.labels import Sentence, say
from salesnb.reports.history import ReportHistory
from salesnb.store import connect, key_of, list_snapshots
from salesnb.workspace import Workspace


@dataclass(frozen=True)
class Verified:
    """What was looked at, and what is wrong.

    Attributes
    ----------
    is_readable : False = the newest snapshot, from which everything is made, cannot be read.
    """

    snapshots: int
    backups: int
    reports: int
    faults: tuple[Sentence, ...]
    is_readable: bool = True


def verify(workspace: Workspace, day: date) -> Verified:
    """Look at snapshots, facts, state, backups and reports; nothing is changed.

    Parameters
    ----------
    day : today in the workspace's time zone.
    """
    snapshots = list_snapshots(workspace.store.folder)
    faults = [*_unfinished(workspace)]
    for snapshot in snapshots:
        faults += store_faults(snapshot.path)
    is_readable = not snapshots or unreadable(snapshots[-1].path) is None
    faults += _keys(workspace, backups := known_backups(workspace))
    if snapshots and is_readable:
        faults += _facts(workspace, day)
    for file in (workspace.state, workspace.root / "data" / ACCESS):
        faults += _sqlite(file)
    for path in backups:
        faults += backup_faults(path)
    if not backups:
        faults.append(say("verify_no_backup", folder=backup_folder(workspace)))
    paths = [] if _sqlite(workspace.state) else _reports(workspace)
    faults += [
        say("verify_report", path=path)
        for path in paths
        if not (workspace.reports / path).is_file()
    ]
    return Verified(len(snapshots), len(backups), len(paths), tuple(faults), is_readable)


def _unfinished(workspace: Workspace) -> Iterator[Sentence]:
    if name := unfinished_restore(workspace.root):
        yield say("err_restore_unfinished", name=name)
    try:
        for erasure in ErasureBook(workspace.root / "data").unfinished:
            yield say("verify_erasure", at=erasure.at[:16], by=erasure.by)
    except StoreError as error:
        yield error.args[0]


def _keys(workspace: Workspace, backups: Sequence[Path]) -> Iterator[Sentence]:
    """Yield snapshots and backups whose contacts cannot be read with the keys at hand."""
    for snapshot in list_snapshots(workspace.store.folder):
        with (
            suppress(StoreError, duckdb.Error),
            connect(snapshot.path, read_only=True) as connection,
        ):
            key_id = key_of(connection)
            try:
                if key_id is not None:
                    workspace.keys.of(key_id)
            except SalesnbError as error:
                yield say("verify_key", name=snapshot.name, said=error.args[0])
    try:
        for path in backups:
            with suppress(FileUnreadableError):
                yield from key_notes(read_manifest(path), workspace.keys)
    except ConfigError as error:  # said of the snapshots already, if there are any
        if workspace.store.is_empty:
            yield error.args[0]


def _facts(workspace: Workspace, day: date) -> Iterator[Sentence]:
    settings = workspace.settings
    snapshot = workspace.store.snapshot()
    try:
        with WholeStore(snapshot.path, settings, settings.workspace.today or day) as whole:
            for broken in whole.broken_identities():
                yield say("verify_identity", name=snapshot.name, said=broken)
    except Exception as error:  # whatever the engine says of rows that cannot be
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        yield say("verify_identity", name=snapshot.name, said=told)


def _sqlite(file: Path) -> list[Sentence]:
    if not file.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute("pragma integrity_check(3)").fetchall()
    except sqlite3.OperationalError as error:  # a full disk, rights: of the file nothing is known
        return [say("verify_sqlite_unread", file=file, said=error)]
    except sqlite3.DatabaseError as error:
        return [say("verify_sqlite", file=file, said=error)]
    return [say("verify_sqlite", file=file, said=row[0]) for row in rows if row[0] != "ok"]


def _reports(workspace: Workspace) -> list[str]:
    return ReportHistory(workspace.state, workspace.reports).made()
