"""What an upgrade does with each file that salesnb ships, and how it is written."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from salesnb import __version__
from salesnb.errors import UsageError
from salesnb.labels import say
from salesnb.resources import packaged
from salesnb.upgrade.lines import Conflict, Merged, differences, merge_lines
from salesnb.upgrade.notebooks import is_same_notebook, merge_notebooks
from salesnb.upgrade.params import merge_params
from salesnb.workspace import SHIPPED, Workspace, shipped_files

Kind = Literal[
    "same", "yours", "added", "updated", "merged", "conflict", "unknown",
    "removed", "set_aside", "left", "deleted",
]  # fmt: skip
NEW = ".new"  # beside the user's file: what is shipped now
OLD = ".old"  # a file of the user's that salesnb would not read any more
_WRITTEN: tuple[Kind, ...] = ("added", "updated", "merged", "removed", "set_aside")


@dataclass(frozen=True)
class Change:
    """What becomes of one file.

    Attributes
    ----------
    path : in the workspace.
    kind : same (as shipped now), yours (kept, nothing new), added, updated (was as shipped before),
        merged (both changed it), conflict (kept, the new text beside it), unknown (the same, because
        nobody knows what it was made from), removed (is shipped no more), set_aside (the same, but
        changed: kept under another name), left (the same, but harmless: stays), deleted (by the user,
        stays so).
    text : what is written; None = nothing.
    shipped : what is shipped now; None = nothing.
    conflicts : the places that both changed.
    """

    path: str
    kind: Kind
    text: str | None = None
    shipped: str | None = None
    conflicts: tuple[Conflict, ...] = ()

    @property
    def is_written(self) -> bool:
        """Whether the user's folder changes: this file, or one beside it."""
        return self.kind in (*_WRITTEN, "conflict", "unknown")

    def as_conflict(self, own: str) -> "Change":
        """Return the change where a merged text turned out not to hold."""
        conflicts = differences(own, self.shipped or "")
        return replace(self, kind="conflict", text=None, conflicts=conflicts)


def plan_upgrade(workspace: Workspace) -> list[Change]:
    """Return what becomes of every file that is or was shipped; nothing is written.

    Raises
    ------
    UsageError
        The workspace is the package's own folder.
    """
    if (workspace.root / "params").resolve() == packaged("params").resolve():
        raise UsageError(say("upgrade_here"))
    before = {path: workspace.shipped / path for path in shipped_files(workspace.shipped)}
    now = {path: packaged(path.split("/")[0]).parent / path for path in shipped_files(None)}
    return [
        _change(path, _text(before.get(path)), _text(workspace.root / path), _text(now.get(path)))
        for path in sorted({*before, *now})
    ]


def apply_upgrade(workspace: Workspace, changes: Sequence[Change], at: datetime) -> Path | None:
    """Write what a plan says; return the folder with what was there before, None if nothing was.

    Each file is written in one step, and only then kept as shipped, so that an upgrade that was
    broken off goes on where it was.
    """
    saved = workspace.root / "data" / "upgrades" / f"{at:%Y%m%dT%H%M%S}"
    for change in changes:
        own = workspace.root / change.path
        if change.kind in _WRITTEN and own.is_file():
            (saved / change.path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(own, saved / change.path)
    for change in changes:
        _write_change(workspace, change)
    _write(workspace.shipped / "version", __version__ + "\n")
    return saved if saved.is_dir() else None


def shipped_version(workspace: Workspace) -> str | None:
    """Return the version whose files the workspace has, None where that was not kept."""
    file = workspace.shipped / "version"
    return file.read_text(encoding="utf-8").strip() if file.is_file() else None


def left_beside(workspace: Workspace) -> list[str]:
    """Return the files that earlier upgrades put beside the user's, to be looked at."""
    found = [
        path.relative_to(workspace.root).as_posix()
        for name in SHIPPED
        for path in (workspace.root / name).rglob(f"*{NEW}")
    ]
    return sorted(found)


def _change(path: str, base: str | None, own: str | None, new: str | None) -> Change:
    if own is None:
        kind: Kind = "added" if base is None else "deleted"
        return Change(path, kind, new if kind == "added" else None, new)
    if new is None:
        return Change(path, _gone(path, base, own))
    if _is_same(path, own, new):
        return Change(path, "same", shipped=new)
    if base is None or not _is_readable(own):
        return Change(path, "unknown", shipped=new, conflicts=differences(own, new))
    if _is_same(path, new, base):
        return Change(path, "yours", shipped=new)
    if _is_same(path, own, base):
        return Change(path, "updated", new, new)
    merged = _merged(path, base, own, new)
    if merged.conflicts:
        return Change(path, "conflict", shipped=new, conflicts=merged.conflicts)
    return Change(path, "merged", merged.text, new)


def _gone(path: str, base: str | None, own: str) -> Kind:
    """Return what becomes of a file that is shipped no more."""
    if base is not None and _is_same(path, own, base):
        return "removed"
    # salesnb refuses a file of params that it does not know; jobs, mappings, notebooks may stay.
    return "set_aside" if path.count("/") == 1 and path.startswith("params/") else "left"


def _is_same(path: str, one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return path.endswith(".ipynb") and is_same_notebook(one, other)
    except ValueError:
        return False


def _merged(path: str, base: str, own: str, new: str) -> Merged:
    try:
        if path.endswith(".ipynb"):
            return merge_notebooks(base, own, new)
    except ValueError as error:
        return Merged(own, (Conflict(1, str(error).splitlines()[0], ""),))
    return merge_params(base, own, new) if path.endswith(".yml") else merge_lines(base, own, new)


def _text(path: Path | None) -> str | None:
    """Return a text with plain ends of lines, None where there is no file."""
    if path is None or not path.is_file():
        return None
    text = path.read_bytes().decode("utf-8-sig", errors="surrogateescape")
    return text.replace("\r\n", "\n")


def _is_readable(text: str) -> bool:
    """Whether a text is UTF-8; what is not must not be written again as if it were."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _write_change(workspace: Workspace, change: Change) -> None:
    own, base = workspace.root / change.path, workspace.shipped / change.path
    if change.kind in ("conflict", "unknown"):
        _write(own.with_name(own.name + NEW), change.shipped or "")
    elif change.kind == "removed":
        own.unlink()
    elif change.kind == "set_aside":
        own.replace(own.with_name(own.name + OLD))
    elif change.text is not None:
        is_dos = own.is_file() and b"\r\n" in own.read_bytes()
        _write(own, change.text.replace("\n", "\r\n") if is_dos else change.text)
    if change.shipped is None:
        base.unlink(missing_ok=True)
    elif _text(base) != change.shipped:
        _write(base, change.shipped)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        aside.write_bytes(text.encode("utf-8"))
        if path.is_file():
            shutil.copymode(path, aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
