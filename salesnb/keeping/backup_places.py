"""Where backups lie: in the folder that params name, and wherever else one was ever written."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from salesnb.access import read_access
from salesnb.keeping.backup import backup_folder, list_backups, pack, sweep_backups, unpack
from salesnb.workspace import Workspace

_LAID_OUT = ".changed-"


def known_backups(workspace: Workspace) -> list[Path]:
    """Return the backups that lie where params or the access log say."""
    found = {backup.path.resolve() for backup in list_backups(backup_folder(workspace))}
    found |= {path for path in named_backups(workspace) if path.is_file()}
    return sorted(found)


def named_backups(workspace: Workspace) -> set[Path]:
    """Return the backups that were ever written elsewhere than params say; some may be gone."""
    own = backup_folder(workspace).resolve()
    told = read_access(workspace.root / "data")
    paths = {Path(each["details"]) for each in told if each["action"] == "backup"}
    return {path for path in paths if path.parent != own}


def away_backups(workspace: Workspace) -> list[Path]:
    """Return the backups that lie no longer where they were written, nor among those that do."""
    there = {path.name for path in known_backups(workspace)}
    named = named_backups(workspace)
    return sorted(path for path in named if not path.is_file() and path.name not in there)


@contextmanager
def changed_backup(path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the folder of a backup that is laid out aside, and its manifest; pack it in its place.

    Raises
    ------
    FileUnreadableError
        A file of it is missing or is not what it was.
    """
    with TemporaryDirectory(dir=path.parent, prefix=_LAID_OUT) as aside:
        root = Path(aside)
        manifest = unpack(path, root)
        yield root, manifest
        pack(root, path, manifest)


def sweep_laid_out(workspace: Workspace) -> None:
    """Remove what was laid out of backups, or half written, by processes that were killed.

    Must be called under the import lock, which everybody holds who changes backups.
    """
    for folder in {backup_folder(workspace), *(path.parent for path in known_backups(workspace))}:
        sweep_backups(folder)
        for left in folder.glob(f"{_LAID_OUT}*"):
            shutil.rmtree(left, ignore_errors=True)
