"""A backup: one zip file with a manifest of SHA-256 sums, whole or not there at all."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import duckdb
import psutil

from salesnb import __version__
from salesnb.errors import BusyError, DataError, FileUnreadableError, StoreError
from salesnb.keeping.contents import RECORDS, STATE, STORE, kept_files
from salesnb.labels import Sentence, say
from salesnb.store import connect, key_of, list_snapshots
from salesnb.store.aside import put_in_place, sync_folder
from salesnb.workspace import Workspace

MANIFEST = "manifest.json"
FORMAT = 1
_NAME = re.compile(r"(backup|before-restore)-(\d{8}T\d{6})(-\d+)?\.zip")
_ASIDE = re.compile(r"\.(?:backup|before-restore)-.+\.(\d+)\.tmp(?:\.sqlite.*)?")
_CHUNK = 1 << 20
_UNDER_WAY = "backing-up-"


@dataclass(frozen=True)
class Backup:
    """A backup that lies there.

    Attributes
    ----------
    at : when it was made, in the workspace's time zone.
    kind : backup, or before-restore: what stood there before a restore.
    """

    path: Path
    at: datetime
    kind: str

    @property
    def name(self) -> str:
        """The name that `salesnb restore` takes."""
        return self.path.stem


def backup_folder(workspace: Workspace) -> Path:
    """Return where params want backups to lie."""
    return workspace.root / Path(workspace.settings.keeping.backup.folder).expanduser()


def list_backups(folder: Path) -> list[Backup]:
    """Return the backups of a folder, oldest first."""
    found = []
    for path in folder.glob("*.zip") if folder.is_dir() else ():
        if match := _NAME.fullmatch(path.name):
            at = datetime.strptime(match[2], "%Y%m%dT%H%M%S")
            found.append(Backup(path, at, match[1]))
    return sorted(found, key=lambda backup: (backup.at, backup.name))


def make_backup(
    workspace: Workspace, at: datetime, *, folder: Path | None = None, kind: str = "backup"
) -> Backup:
    """Write a backup aside, read it back, and give it its name.

    Snapshots never change, so that they are copied while others import; the state is copied in
    the moment in which nobody imports. Keys are never in it.

    Parameters
    ----------
    at : the time in the workspace's time zone.
    folder : None = as params say.

    Raises
    ------
    DataError
        What was written could not be read back as it was.
    """
    folder = folder or backup_folder(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    sweep_backups(folder)
    path = _free_name(folder, f"{kind}-{at:%Y%m%dT%H%M%S}")
    draft = folder / f".{path.name}.{os.getpid()}.tmp"
    state = folder / f"{draft.name}.sqlite"
    try:
        with _sources(workspace, state) as sources, draft.open("xb", _CHUNK) as file:
            draft.chmod(0o600)
            _write_zip(file, sources, _told(workspace, at))
            file.flush()
            os.fsync(file.fileno())
        if faults := backup_faults(draft):
            raise DataError(say("backup_unread", said=faults[0]))
        draft.replace(path)
        sync_folder(folder)
    finally:
        for leftover in (*folder.glob(f"{draft.name}*"), _under_way(workspace)):
            leftover.unlink(missing_ok=True)
    return Backup(path, at.replace(microsecond=0), kind)


def refuse_while_backing_up(data: Path) -> None:
    """Refuse to change what is kept while a backup copies it as it was.

    Must be called under the import lock, in which a backup begins.

    Raises
    ------
    BusyError
        A backup is under way.
    """
    for mark in data.glob(f"{_UNDER_WAY}*"):
        pid = int(mark.name.removeprefix(_UNDER_WAY))
        if psutil.pid_exists(pid):
            raise BusyError(say("backup_under_way", pid=pid))
        mark.unlink(missing_ok=True)


def prune_backups(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest backups of either kind; return what is gone."""
    gone: list[Path] = []
    for kind in ("backup", "before-restore"):
        old = [backup for backup in list_backups(folder) if backup.kind == kind][:-keep]
        gone += [backup.path for backup in old]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def sweep_backups(folder: Path) -> None:
    """Remove what backups that were killed left aside."""
    for path in folder.glob(".*.tmp*"):
        match = _ASIDE.fullmatch(path.name)
        if match and not psutil.pid_exists(int(match[1])):
            path.unlink(missing_ok=True)


def read_manifest(path: Path) -> dict[str, Any]:
    """Return what a backup says of itself.

    Raises
    ------
    FileUnreadableError
        It is no backup, is damaged, or was made by a newer version.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read(MANIFEST))
    except FileNotFoundError as error:
        raise FileUnreadableError(say("file_absent", path=path)) from error
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise FileUnreadableError(say("backup_damaged", path=path, told=error)) from error
    if told.get("format") != FORMAT:
        raise FileUnreadableError(say("backup_format", path=path, version=told.get("salesnb", "?")))
    return told  # type: ignore[no-any-return]


def backup_faults(path: Path) -> list[Sentence]:
    """Return what is wrong with a backup: files that are missing, damaged, or too many."""
    try:
        sums = read_manifest(path)["files"]
    except FileUnreadableError as error:
        return [error.args[0]]
    faults = []
    with zipfile.ZipFile(path) as archive:
        there = set(archive.namelist()) - {MANIFEST}
        for name in sorted(there ^ sums.keys()):
            faults.append(say("backup_lacks", path=path, name=name))
        for name in sorted(there & sums.keys()):
            try:
                with archive.open(name) as file:
                    good = _digest(file) == sums[name]["sha256"]
            except (OSError, zipfile.BadZipFile, ValueError, EOFError, zlib.error):
                good = False
            if not good:
                faults.append(say("backup_differs", path=path, name=name))
    return faults


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Lay a backup out in a folder, each file checked by its sum; return its manifest.

    Raises
    ------
    FileUnreadableError
        A file is missing or is not what it was.
    """
    manifest = read_manifest(path)
    if faults := backup_faults(path):
        raise FileUnreadableError(faults[0])
    with zipfile.ZipFile(path) as archive:
        for name in manifest["files"]:
            target = folder / name
            if not target.resolve().is_relative_to(folder.resolve()):
                raise FileUnreadableError(say("backup_damaged", path=path, told=name))
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, target.open("wb") as file:
                shutil.copyfileobj(source, file, _CHUNK)
                file.flush()
                os.fsync(file.fileno())
            if name.startswith("data/"):
                target.chmod(0o600)
    return manifest


def pack(folder: Path, path: Path, manifest: Mapping[str, Any]) -> None:
    """Write the files of a folder as a backup in the place of another one, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    told = {name: value for name, value in manifest.items() if name != "files"}
    try:
        with ExitStack() as stack, draft.open("xb", _CHUNK) as file:
            draft.chmod(0o600)
            found = sorted(each for each in folder.rglob("*") if each.is_file())
            sources = [
                (each.relative_to(folder).as_posix(), stack.enter_context(each.open("rb")))
                for each in found
            ]
            _write_zip(file, sources, told)
        put_in_place(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def copy_state(source: Path, target: Path) -> None:
    """Copy a state file as it stands in one moment; a damaged one as it lies there."""
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("pragma journal_mode = delete")
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        shutil.copyfile(source, target)


@contextmanager
def _sources(workspace: Workspace, state: Path) -> Iterator[Sequence[tuple[str, IO[bytes]]]]:
    """Yield every file of a backup, opened: a snapshot that is pruned meanwhile stays readable."""
    root, reports = workspace.root, workspace.settings.keeping.backup.reports
    with ExitStack() as stack:
        found = []
        with workspace.store.writing():
            _under_way(workspace).touch()
            for snapshot in list_snapshots(workspace.store.folder):
                found.append((f"{STORE}/{snapshot.path.name}", snapshot.path))
            if workspace.state.is_file():
                copy_state(workspace.state, state)
                found.append((STATE, state))
            for number, name in enumerate(RECORDS):
                if (root / name).is_file():
                    source = root / name
                    if name.endswith(".sqlite"):
                        source = state.with_name(f"{state.name}{number}")
                        copy_state(root / name, source)
                    found.append((name, source))
            for path in kept_files(root, reports=reports):
                found.append((path.relative_to(root).as_posix(), path))
            opened = [(name, stack.enter_context(path.open("rb"))) for name, path in found]
        yield opened


def _under_way(workspace: Workspace) -> Path:
    """Return the file that says that this process copies what is kept."""
    return workspace.root / "data" / f"{_UNDER_WAY}{os.getpid()}"


def _write_zip(
    file: IO[bytes], sources: Sequence[tuple[str, IO[bytes]]], told: Mapping[str, Any]
) -> None:
    sums = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, source in sources:
            digest, size = hashlib.sha256(), 0
            info = zipfile.ZipInfo(name)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            with archive.open(info, "w", force_zip64=True) as member:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    member.write(chunk)
            sums[name] = {"sha256": digest.hexdigest(), "size": size}
        archive.writestr(
            MANIFEST, json.dumps({**told, "files": sums}, ensure_ascii=False, indent=1)
        )


def _told(workspace: Workspace, at: datetime) -> dict[str, Any]:
    store = workspace.store
    return {
        "format": FORMAT,
        "made_at": at.isoformat(sep=" ", timespec="seconds"),
        "workspace": workspace.root.name,
        "salesnb": __version__,
        "snapshot": None if store.is_empty else store.snapshot().name,
        "keys": sorted(_keys(store.folder)),
    }


def _keys(folder: Path) -> set[str]:
    """Return the ids of the keys with which snapshots are encrypted, of those that can be read."""
    found = set()
    for snapshot in list_snapshots(folder):
        with (
            suppress(StoreError, duckdb.Error),
            connect(snapshot.path, read_only=True) as connection,
        ):
            found.add(key_of(connection))
    return {key for key in found if key is not None}


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _free_name(folder: Path, stem: str) -> Path:
    path, number = folder / f"{stem}.zip", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.zip"
    return path
