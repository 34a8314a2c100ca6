"""Back to an earlier snapshot or to a backup; what stood there before is backed up first.

The files are laid out aside and checked, then put in place one after the other; which ones is
written in data/restore.json first. A restore that is killed in between goes on where it was when
it is called again, and until then nothing else runs.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from salesnb.erased import ErasureBook
from salesnb.errors import StoreError, UsageError, unknown
from salesnb.keeping.backup import (
    Backup,
    backup_folder,
    list_backups,
    make_backup,
    read_manifest,
    unpack,
)
from salesnb.keeping.contents import RECORDS, STATE, STORE, kept_files
from salesnb.keeping.erasing import erase_again
from salesnb.keeping.journal import JOURNAL
from salesnb.keeping.readable import store_faults
from salesnb.labels import Sentence, say
from salesnb.runs.lock import only_runner
from salesnb.store import Keys, Snapshot, list_snapshots
from salesnb.store.aside import sync_folder
from salesnb.workspace import Workspace

_STAGE = ".restore"


@dataclass(frozen=True)
class Restored:
    """How a restore ended.

    Attributes
    ----------
    before : the backup of what stood there before; None = nothing did.
    notes : what it means: deliveries, alerts, reports, erasures.
    """

    name: str
    root: Path
    before: Backup | None
    notes: tuple[Sentence, ...]


def find_backup(workspace: Workspace, name: str) -> Path | None:
    """Return the backup that a name or a path means; None = it is none that lies there."""
    path = Path(name).expanduser()
    if path.suffix == ".zip" and path.is_file():
        return path.resolve()
    for backup in list_backups(backup_folder(workspace)):
        if name in (backup.name, backup.path.name):
            return backup.path
    return None


def restore(workspace: Workspace, name: str, at: datetime) -> Restored:
    """Go back to a snapshot of the store or to a backup, by name.

    Raises
    ------
    UsageError
        There is no snapshot and no backup of that name.
    BusyError
        A runner is at work.
    StoreError
        An import is at work.
    """
    backup = find_backup(workspace, name)
    if backup is not None:
        return restore_backup(workspace, backup, at)
    snapshots = list_snapshots(workspace.store.folder)
    if not any(name in (each.name, str(each.number)) for each in snapshots):
        known = [each.name for each in snapshots]
        known += [each.name for each in list_backups(backup_folder(workspace))]
        raise UsageError(unknown(say("kind_snapshot_or_backup"), name, known))
    return restore_snapshot(workspace, name, at)


def restore_snapshot(workspace: Workspace, name: str, at: datetime) -> Restored:
    """Publish an older snapshot again as the newest one; the state stays as it is."""
    store = workspace.store
    with only_runner(workspace.root / "data", f"restore {name}", at):
        chosen = store.snapshot(name)
        if faults := store_faults(chosen.path):
            raise StoreError(faults[0])
        if chosen == store.snapshot():
            return Restored(chosen.name, workspace.root, None, (say("restore_is_newest"),))
        before = make_backup(workspace, at, kind="before-restore")
        fresh: Snapshot = store.publish_again(chosen, at)
        notes = [
            say("restore_snapshot_published", name=fresh.name, old=chosen.name),
            say("restore_state_stays", since=f"{chosen.at:%Y-%m-%d %H:%M}"),
        ]
    return Restored(chosen.name, workspace.root, before, tuple(notes))


def restore_backup(workspace: Workspace, path: Path, at: datetime) -> Restored:
    """Put everything back as a backup has it, except the access log and the list of erasures."""
    manifest = read_manifest(path)
    data = workspace.root / "data"
    with only_runner(data, f"restore {path.name}", at), workspace.store.writing():
        finish_restore(workspace.root)
        stage = data / _STAGE
        shutil.rmtree(stage, ignore_errors=True)
        try:
            unpack(path, stage)
            _check_stage(stage)
            lang = workspace.settings.workspace.lang
            again = erase_again(stage, workspace.keys, ErasureBook(data), lang)
            before = make_backup(workspace, at, kind="before-restore")
            _write_journal(data, path, manifest)
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        finish_restore(workspace.root)
    made_at = manifest["made_at"][:16]
    notes = [say("restore_backup_done", made_at=made_at), say("restore_may_send", since=made_at)]
    notes += key_notes(manifest, workspace.keys)
    if again:
        notes.append(say("restore_erased_again", count=again))
    return Restored(path.stem, workspace.root, before, tuple(notes))


def restore_into(path: Path, root: Path) -> Restored:
    """Lay a backup out as a workspace of its own, in a folder that is new or empty."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise UsageError(say("restore_into_full", folder=root))
    manifest = read_manifest(path)
    root.parent.mkdir(parents=True, exist_ok=True)
    stage = root.with_name(f".{root.name}.{os.getpid()}.tmp")
    try:
        unpack(path, stage)
        _check_stage(stage)
        (stage / "reports").mkdir(exist_ok=True)
        if root.exists():
            root.rmdir()
        stage.replace(root)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    made_at = manifest["made_at"][:16]
    notes = [say("restore_backup_done", made_at=made_at), say("restore_may_send", since=made_at)]
    notes += key_notes(manifest, Workspace(root).keys)
    return Restored(path.stem, root, None, tuple(notes))


def key_notes(manifest: Mapping[str, Any], keys: Keys) -> list[Sentence]:
    """Return what to do where the key of a backup's contacts is not at hand."""
    held = {cipher.key_id for cipher in keys.held()}
    lost = sorted({*manifest.get("keys", [])} - held)
    return [say("backup_key", key=key, path=keys.path) for key in lost]


def finish_restore(root: Path) -> bool:
    """Put in place what a restore has laid out; return whether there was anything to do.

    Call it with the locks of runner and import held. Called again after a kill it goes on.
    """
    data = root / "data"
    if not (data / JOURNAL).is_file():
        return False
    stage = data / _STAGE
    names = json.loads((data / JOURNAL).read_text(encoding="utf-8"))["files"]
    for name in names:
        if (stage / name).is_file() and not (name in RECORDS and (root / name).exists()):
            _put(stage / name, root / name)
    _remove_others(root, set(names))
    shutil.rmtree(stage, ignore_errors=True)
    (data / JOURNAL).unlink()
    sync_folder(data)
    return True


def _write_journal(data: Path, path: Path, manifest: dict[str, Any]) -> None:
    draft = data / f".{JOURNAL}.{os.getpid()}.tmp"
    told = {"backup": path.stem, "made_at": manifest["made_at"], "files": [*manifest["files"]]}
    with draft.open("w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(data / JOURNAL)


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".sqlite":  # what was not yet written into the file that goes
        for beside in ("-wal", "-shm"):
            target.with_name(target.name + beside).unlink(missing_ok=True)
    source.replace(target)


def _remove_others(root: Path, names: set[str]) -> None:
    """Remove what the backup lacks: snapshots, params, notebooks, models, forecasts."""
    found = [snapshot.path for snapshot in list_snapshots(root / STORE)]
    found += [root / STATE]
    for path in (*found, *kept_files(root, reports=False)):
        if path.relative_to(root).as_posix() not in names:
            path.unlink(missing_ok=True)


def _check_stage(stage: Path) -> None:
    """Refuse a backup whose newest snapshot cannot be read."""
    snapshots = list_snapshots(stage / STORE)
    if snapshots and (faults := store_faults(snapshots[-1].path)):
        raise StoreError(faults[0])
