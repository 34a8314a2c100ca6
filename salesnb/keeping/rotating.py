"""A new key for all that is kept: snapshots, and the backups that hold older ones."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from salesnb.errors import FileUnreadableError, StoreError
from salesnb.keeping.backup import read_manifest, refuse_while_backing_up
from salesnb.keeping.backup_places import (
    away_backups,
    changed_backup,
    known_backups,
    sweep_laid_out,
)
from salesnb.keeping.contents import STORE
from salesnb.labels import Sentence, say
from salesnb.store import Cipher, Keys, reseal_folder
from salesnb.workspace import Workspace


@dataclass
class Rotated:
    """What became of snapshots and backups.

    Attributes
    ----------
    key_id : of the key that all are encrypted with now.
    written : the names of the snapshots that were encrypted anew.
    unread : the names of the snapshots that are damaged, and as they were.
    backups : those that were packed anew.
    damaged : backups that are as they were, because a file in them cannot be read; the older keys
        are kept for them.
    lost : {backup: ids of the keys that it needs, of which one is not at hand}: it is as it was;
        what an older key at hand still reads there keeps that key.
    refused : what the disk said of a backup that is as it was; the older keys are kept for it.
    away : backups that were written elsewhere and do not lie there now.
    """

    key_id: str = ""
    written: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    backups: list[Path] = field(default_factory=list)
    damaged: list[Path] = field(default_factory=list)
    lost: dict[Path, list[str]] = field(default_factory=dict)
    refused: list[Sentence] = field(default_factory=list)
    away: list[Path] = field(default_factory=list)


def rotate(workspace: Workspace) -> Rotated:
    """Encrypt snapshots and backups with a new key, and forget the old one.

    A backup is packed anew aside and takes its own place by rename; one that refuses does not hold
    up the others. After a kill the next call does the rest with the same new key.

    Raises
    ------
    StoreError
        Another import holds the store, a key of a snapshot is not at hand, or the disk refuses.
    BusyError
        A backup is under way, which would hold what the old key reads.
    """
    done = Rotated()

    def beside(keys: Keys, cipher: Cipher) -> bool:
        for path in known_backups(workspace):
            _reseal_backup(path, keys, cipher, done)
        older = {each.key_id for each in keys.held()} - {cipher.key_id}
        still_read = any(older & {*ids} for ids in done.lost.values())
        return not (done.damaged or done.refused or still_read)

    with workspace.store.writing():
        refuse_while_backing_up(workspace.root / "data")
        sweep_laid_out(workspace)
        done.away = away_backups(workspace)
        resealed = workspace.store.rotate(beside)
    done.key_id, done.written, done.unread = resealed.key_id, resealed.written, resealed.unread
    return done


def _reseal_backup(path: Path, keys: Keys, cipher: Cipher, done: Rotated) -> None:
    """Encrypt the snapshots of a backup with the new key, unless they are."""
    held = {each.key_id for each in keys.held()}
    try:
        told = read_manifest(path)
        before = {*told.get("keys", [])}
        if before == {cipher.key_id} or not _has_snapshots(told):
            return
        if before - held:
            done.lost[path] = sorted(before)
            return
        with changed_backup(path) as (root, manifest):
            resealed = reseal_folder(root / STORE, keys, cipher)
            manifest["keys"] = sorted({cipher.key_id, *(before if resealed.unread else ())})
        if resealed.unread:
            done.damaged.append(path)
        else:
            done.backups.append(path)
    except FileUnreadableError:
        done.damaged.append(path)
    except StoreError as error:
        done.refused.append(say("key_backup_refused", path=path, told=error.args[0]))
    except (OSError, duckdb.Error) as error:
        first = str(error).splitlines()[0]
        done.refused.append(say("key_backup_refused", path=path, told=first))


def _has_snapshots(manifest: dict[str, object]) -> bool:
    names = manifest["files"]
    return isinstance(names, dict) and any(name.startswith(f"{STORE}/") for name in names)
