"""A file written aside gets its name: whole or not at all, for its owner only, for good."""

import os
from pathlib import Path


def put_in_place(draft: Path, path: Path) -> None:
    """Give a finished file its name, for good: readers find the old one or all of the new one."""
    draft.chmod(0o600)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """See to it that a rename in a folder outlives a power cut."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
