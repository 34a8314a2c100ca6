"""Whether what was merged still holds: params are read as a whole, notebooks by their remarks."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from salesnb.errors import SalesnbError
from salesnb.plugins import load_plugins
from salesnb.reports.authoring import check_notebook
from salesnb.settings import load_settings
from salesnb.upgrade.files import Change
from salesnb.workspace import Workspace


def sound_upgrade(
    workspace: Workspace, changes: Sequence[Change]
) -> tuple[list[Change], SalesnbError | None]:
    """Return a plan in which no merged file is the cause of a fault, and the fault that is left.

    A merged file that does not hold becomes a conflict. What is left is wrong in the user's own
    params, or in what the new version asks of them.
    """
    plan = [_sound_notebook(workspace, change) for change in changes]
    merged = [
        change for change in plan if change.kind == "merged" and change.path.startswith("params/")
    ]
    fault = _fault(workspace, plan)
    if fault is None or not merged:
        return plan, fault
    for given_up in [*([change] for change in merged), merged]:
        other = [_given_up(workspace, each) if each in given_up else each for each in plan]
        if _fault(workspace, other) is None:
            return other, None
    return plan, fault


def _given_up(workspace: Workspace, change: Change) -> Change:
    return change.as_conflict((workspace.root / change.path).read_text(encoding="utf-8"))


def _sound_notebook(workspace: Workspace, change: Change) -> Change:
    """Give a merged notebook up if it has a fault that neither side has."""
    if change.kind != "merged" or not change.path.endswith(".ipynb"):
        return change
    own = (workspace.root / change.path).read_text(encoding="utf-8")
    known = _remarks(own) | _remarks(change.shipped or "")
    return change.as_conflict(own) if _remarks(change.text or "") - known else change


def _remarks(text: str) -> set[str]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "notebook.ipynb"
        file.write_text(text, encoding="utf-8")
        return {str(remark.said) for remark in check_notebook(file)}


def _fault(workspace: Workspace, changes: Sequence[Change]) -> SalesnbError | None:
    """Return what is wrong with params after an upgrade, with every job and mapping in them."""
    with TemporaryDirectory() as folder:
        params = Path(folder) / "params"
        shutil.copytree(workspace.root / "params", params)
        for change in changes:
            path = Path(folder) / change.path
            if not change.path.startswith("params/"):
                continue
            if change.kind in ("removed", "set_aside"):
                path.unlink(missing_ok=True)
            elif change.text is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(change.text, encoding="utf-8")
        try:
            settings = load_settings(params, load_plugins(workspace.plugins))
            for name in settings.job_files():
                settings.job(name)
            for source in sorted((params / "sources").glob("*.yml")):
                settings.source(source.stem)
        except SalesnbError as error:
            return error
    return None
