"""Files that belong together appear together: written aside, then renamed, or none of them."""

import os
import platform
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

_ASIDE = re.compile(r"\..+\.(\d+)\.(?:tmp|old)")


@contextmanager
def published_together(files: Mapping[str, Path]) -> Iterator[dict[str, Path]]:
    """Yield a place aside for each file; at the end, put all of them in place.

    Whatever fails, in the block or while files are put in place (one may be open in Excel), every
    file is as it was before.
    """
    for path in files.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    asides = {name: _beside(path, "tmp") for name, path in files.items()}
    try:
        yield asides
        _put_in_place({asides[name]: path for name, path in files.items()})
    finally:
        for aside in asides.values():
            aside.unlink(missing_ok=True)


def sweep_asides(folder: Path) -> None:
    """Remove what processes that are gone have left aside, below a folder."""
    for path in folder.rglob(".*"):
        if (match := _ASIDE.fullmatch(path.name)) and not psutil.pid_exists(int(match[1])):
            path.unlink(missing_ok=True)


def _put_in_place(moves: Mapping[Path, Path]) -> None:
    kept = {path: _beside(path, "old") for path in moves.values()}
    done: list[Path] = []
    try:
        for path, old in kept.items():
            if len(moves) > 1 and path.exists():
                shutil.copy2(path, old)
        for aside, path in moves.items():
            aside.replace(path)
            done.append(path)
    except BaseException:
        for path in done:
            if kept[path].exists():
                kept[path].replace(path)
            else:
                path.unlink()
        raise
    finally:
        for old in kept.values():
            old.unlink(missing_ok=True)


def _beside(path: Path, purpose: str) -> Path:
    # In a workspace that machines share, numbers of processes are not enough.
    return path.with_name(f".{path.name}.{platform.node()}.{os.getpid()}.{purpose}")
