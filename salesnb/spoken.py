"""Where a workspace is, and in which language its user is addressed; needs none of its data."""

import os
import re
from pathlib import Path

from salesnb.errors import UsageError
from salesnb.labels import say
from salesnb.resources import packaged


def workspace_folder(start: str | Path | None = None) -> Path:
    """Return the folder of the workspace at a folder or above it.

    Parameters
    ----------
    start : where to look; None or "." = the environment's SALESNB_WORKSPACE, else the current
        folder. A kernel starts in notebooks/, so the folders above are searched too.

    Raises
    ------
    UsageError
        No folder with params/ there.
    """
    if start is None or str(start) == ".":
        start = os.environ.get("SALESNB_WORKSPACE") or "."
    folder = Path(start).expanduser().resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / "params" / "workspace.yml").is_file():
            return candidate
    raise UsageError(say("err_no_workspace", folder=folder))


def spoken_language(start: str | Path | None = None) -> str:
    """Return the language to address a user in: the workspace's, else the environment's.

    It is found in params that are otherwise wrong, too, so that a mistake in them is told in it.
    """
    try:
        params = workspace_folder(start) / "params"
        files = [params / "workspace.yml", packaged("params") / "workspace.yml"]
        texts = [file.read_text(encoding="utf-8", errors="replace") for file in files]
    except (UsageError, OSError):
        named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        return "zh" if next(filter(None, named), "").lower().startswith("zh") else "en"
    found = (re.search(r"^lang:\s*['\"]?(zh|en)\b", text, re.MULTILINE) for text in texts)
    return next((match[1] for match in found if match), "en")
