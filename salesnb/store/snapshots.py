"""Published snapshots: DuckDB files that are never changed once they bear their name."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from salesnb.errors import StoreError, UsageError, unknown
from salesnb.labels import say
from salesnb.store.aside import put_in_place

_NAME = re.compile(r"(\d{6})-(\d{8}T\d{6})\.duckdb")
DAILY, WEEKLY = timedelta(days=35), timedelta(days=366)
GRACE = timedelta(hours=1)
_DRAFT = "draft.tmp"
ASIDE = "reseal.tmp"  # a snapshot that is encrypted anew


@dataclass(frozen=True)
class Snapshot:
    """One published state of the store.

    Attributes
    ----------
    path : the DuckDB file; it never changes.
    number : counts up by one with every publication.
    at : when it was published, in the workspace's time zone.
    """

    path: Path
    number: int
    at: datetime

    @property
    def name(self) -> str:
        """The name that reports and `salesnb restore` use."""
        return self.path.stem


def list_snapshots(folder: Path) -> list[Snapshot]:
    """Return the published snapshots of a folder, oldest first."""
    found = []
    for path in folder.glob("*.duckdb"):
        if match := _NAME.fullmatch(path.name):
            at = datetime.strptime(match[2], "%Y%m%dT%H%M%S")
            found.append(Snapshot(path, int(match[1]), at))
    return sorted(found, key=lambda snapshot: snapshot.number)


def find_snapshot(folder: Path, name: str | None = None) -> Snapshot:
    """Return a snapshot by name; without one the newest.

    Raises
    ------
    StoreError
        Nothing has been imported yet.
    UsageError
        No snapshot of that name.
    """
    snapshots = list_snapshots(folder)
    if not snapshots:
        raise StoreError(say("err_store_empty", folder=folder))
    if name is None:
        return snapshots[-1]
    for snapshot in snapshots:
        if name in (snapshot.name, str(snapshot.number)):
            return snapshot
    raise UsageError(unknown("snapshot", name, [snapshot.name for snapshot in snapshots]))


def draft_path(folder: Path) -> Path:
    """Return the file on which the next snapshot is prepared, a copy of the newest one.

    Must be called under the import lock: a draft left by a killed import is overwritten.
    """
    folder.mkdir(parents=True, exist_ok=True)
    discard_draft(folder)
    draft = folder / _DRAFT
    if snapshots := list_snapshots(folder):
        shutil.copyfile(snapshots[-1].path, draft)
    return draft


def discard_draft(folder: Path) -> None:
    """Remove what an import left unpublished; must be called under the import lock."""
    for name in (_DRAFT, ASIDE):
        for leftover in (folder / name, folder / f"{name}.wal"):
            leftover.unlink(missing_ok=True)


@contextmanager
def discarded(folder: Path) -> Iterator[None]:
    """Remove a draft that was not published: on a full disk it would keep the disk full."""
    try:
        yield
    finally:
        discard_draft(folder)


def publish(folder: Path, draft: Path, at: datetime) -> Snapshot:
    """Give the draft its name: from this rename on readers find it, and never half of it."""
    snapshots = list_snapshots(folder)
    number = snapshots[-1].number + 1 if snapshots else 1
    path = folder / f"{number:06d}-{at:%Y%m%dT%H%M%S}.duckdb"
    put_in_place(draft, path)
    return Snapshot(path, number, at.replace(microsecond=0))


def prune(folder: Path, today: date) -> list[Path]:
    """Delete snapshots that need not be kept; return them.

    Kept are the newest one and those of the hour before it (a reader may be about to open one),
    the last of each day for 35 days, of each week for a year, and of each month for ever.
    """
    snapshots = list_snapshots(folder)
    kept: dict[tuple[str, object], Snapshot] = {}
    for snapshot in snapshots:
        day = snapshot.at.date()
        kept["month", (day.year, day.month)] = snapshot
        if today - day <= WEEKLY:
            kept["week", day.isocalendar()[:2]] = snapshot
        if today - day <= DAILY:
            kept["day", day] = snapshot
    names = {snapshot.path for snapshot in kept.values()}
    names |= {s.path for s in snapshots if snapshots[-1].at - s.at <= GRACE}
    gone = [snapshot.path for snapshot in snapshots if snapshot.path not in names]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def connect(path: Path, *, read_only: bool, is_locked: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a store file or an extract.

    Parameters
    ----------
    is_locked : the connection reaches nothing beyond the file: no other file, no setting.

    Raises
    ------
    StoreError
        The file is damaged or not a store.
    """
    closed: dict[str, str | bool | int | float | list[str]]
    closed = {"enable_external_access": False, "lock_configuration": True}
    try:
        return duckdb.connect(str(path), read_only=read_only, config=closed if is_locked else {})
    except duckdb.Error as error:
        told = str(error).splitlines()[0]
        raise StoreError(say("err_store_unopened", path=path, told=told)) from error
