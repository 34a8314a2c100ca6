"""What of a workspace is kept in a backup, and what is never."""

import fnmatch
from collections.abc import Iterator
from pathlib import Path

FOLDERS = (
    "params",
    "plugins",
    "notebooks",
    "data/models",
    "data/forecasts",
    "data/archive",
    "data/shipped",
)
STORE, STATE = "data/store", "data/state.sqlite"
# Not turned back by a restore: what was done stays done.
RECORDS = ("data/access.sqlite", "data/erasures.json")
# Keys never leave the workspace; the rest is made again or is half of something.
_NEVER = (
    "*.key",
    "*.pem",
    ".env*",
    "__pycache__",
    ".ipynb_checkpoints",
    "*.pyc",
    "*.tmp",
    ".*.tmp",
)


def kept_files(root: Path, *, reports: bool) -> Iterator[Path]:
    """Yield the ordinary files of a backup: params, plugins, notebooks, what is learned …"""
    for name in (*FOLDERS, *(["reports"] if reports else [])):
        folder = root / name
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and not path.is_symlink() and not is_never(path.relative_to(root)):
                yield path


def is_never(place: Path) -> bool:
    """Return whether a file is a secret or of no use in a backup.

    Examples
    --------
    >>> is_never(Path("params/mail.key")), is_never(Path("params/keeping.yml"))
    (True, False)
    """
    return any(fnmatch.fnmatch(part, pattern) for part in place.parts for pattern in _NEVER)
