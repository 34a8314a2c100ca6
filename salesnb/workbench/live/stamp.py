"""What tells cheaply whether a board has to be drawn again: a few names and times of files."""

from datetime import date
from pathlib import Path

from salesnb.store import list_snapshots


def stamp_of(root: Path, day: date) -> str:
    """Return a text that is another one after an import, a change of params, or midnight.

    Nothing is opened: the names in data/store and the times of the files in params/ are read.
    """
    newest = [snapshot.name for snapshot in list_snapshots(root / "data" / "store")][-1:]
    changed = [path.stat().st_mtime_ns for path in (root / "params").rglob("*.yml")]
    return f"{newest} {len(changed)} {max(changed, default=0)} {day}"
