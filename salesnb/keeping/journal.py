"""What says that a restore is under way, so that nothing else begins on half of a workspace."""

import json
from pathlib import Path

JOURNAL = "restore.json"


def unfinished_restore(root: Path) -> str:
    """Return the name of the backup whose restore was broken off; empty = none was."""
    try:
        return str(json.loads((root / "data" / JOURNAL).read_text(encoding="utf-8"))["backup"])
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, KeyError):
        return "?"
