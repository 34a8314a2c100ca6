"""Where backups lie: in the folder that params name, and wherever else one was ever written."""

from pathlib import Path

from salesnb.access import read_access
from salesnb.keeping.backup import backup_folder, list_backups
from salesnb.workspace import Workspace


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
