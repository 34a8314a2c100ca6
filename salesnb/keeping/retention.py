"""What has been kept long enough is deleted: params/keeping.yml says how long that is."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psutil

from salesnb.access import forget_access
from salesnb.keeping.backup import backup_folder, prune_backups, sweep_backups
from salesnb.runs.lock import only_runner
from salesnb.state_file import open_state
from salesnb.workspace import Workspace

_OVER = "('confirmed', 'dead', 'superseded', 'withdrawn')"
_EMPTY = "told = '{}' and facts = '{}' and answer = '' and error = ''"


@dataclass(frozen=True)
class Pruned:
    """How many of each kind were deleted, or would be.

    Attributes
    ----------
    messages : deliveries whose text was deleted; that they were sent is kept.
    log_bytes : cut from data/run.log.
    """

    failed: int
    previews: int
    outbox: int
    extracts: int
    backups: int
    messages: int
    access: int
    log_bytes: int


def prune(workspace: Workspace, at: datetime) -> Pruned:
    """Delete what has been kept long enough.

    Parameters
    ----------
    at : the time in the workspace's time zone.

    Raises
    ------
    BusyError
        A runner is at work: what it needs is not deleted under its hands.
    """
    with only_runner(workspace.root / "data", "prune", at):
        return _prune(workspace, at)


def _prune(workspace: Workspace, at: datetime) -> Pruned:
    data, days = workspace.root / "data", workspace.settings.keeping.days
    folder = backup_folder(workspace)
    sweep_backups(folder)
    gone = prune_backups(folder, workspace.settings.keeping.backup.keep)
    outbox = workspace.root / workspace.settings.delivery.folder
    access = forget_access(data, (at - timedelta(days=days.access)).date())
    return Pruned(
        failed=_old_files(data / "failed", at, days.failed),
        previews=_old_files(data / "dry-run", at, days.previews),
        outbox=_old_files(outbox, at, days.outbox),
        extracts=_left_extracts(data),
        backups=len(gone),
        messages=_messages(workspace.state, at - timedelta(days=days.messages)),
        access=access,
        log_bytes=_cut_log(data / "run.log", workspace.settings.keeping.log_mb),
    )


def _old_files(folder: Path, at: datetime, days: int) -> int:
    """Delete the files of a folder that were last written so many days ago; empty folders go."""
    if not folder.is_dir():
        return 0
    before = (at - timedelta(days=days)).timestamp()
    old = [path for path in _files(folder) if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    for inner in sorted((each for each in folder.rglob("*") if each.is_dir()), reverse=True):
        if not any(inner.iterdir()):
            inner.rmdir()
    return len(old)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path


def _left_extracts(data: Path) -> int:
    """Delete extracts whose process is gone."""
    left = [
        folder
        for folder in data.glob("extracts-*")
        if not psutil.pid_exists(int(folder.name.split("-")[1]))
    ]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _messages(state: Path, before: datetime) -> int:
    """Forget what old messages told; that they were sent, to whom and when is kept."""
    if not state.is_file():
        return 0
    with closing(sqlite3.connect(state)) as connection:
        names = {row[0] for row in connection.execute("select name from sqlite_master")}
    if "deliveries" not in names:
        return 0
    with open_state(state, "") as connection:
        connection.execute("pragma secure_delete = on")
        return connection.execute(
            "update deliveries set told = '{}', facts = '{}', answer = '', error = ''"
            f" where queued_at < ? and state in {_OVER} and not ({_EMPTY})",
            [before.isoformat()],
        ).rowcount


def _cut_log(log: Path, megabytes: float) -> int:
    """Cut the older half of a log that has grown too long, at the beginning of a line."""
    most = int(megabytes * 1_000_000)
    size = log.stat().st_size if log.is_file() else 0
    if size <= most:
        return 0
    with log.open("rb") as file:
        file.seek(size - most // 2)
        file.readline()
        rest = file.read()
    # In place: cron's shell goes on appending to the file that it has opened.
    with log.open("r+b") as file:
        file.write(rest)
        file.truncate()
        os.fsync(file.fileno())
    return size - len(rest)
