"""The manifest of a run, reports/runs/NAME.json, and its page beside it."""

import json
import os
import shlex
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from salesnb.labels import Sentence
from salesnb.reports.outcome import FailedCell, Outcome
from salesnb.runs.page import run_html
from salesnb.runs.state import RunState
from salesnb.workspace import Workspace


def report_details(workspace: Workspace, outcome: Outcome) -> dict[str, Any]:
    """Return what a manifest says of a report beyond its row in the state."""
    executed = outcome.executed
    return {
        "files": [
            path.relative_to(workspace.reports).as_posix()
            for path in outcome.task.files.values()
            if outcome.state == "made"
        ],
        "headline": outcome.headline,
        "remarks": [_both(said) for said in outcome.remarks],
        "failed": _cell(outcome.failed),
        "sections": [_cell(section) for section in outcome.sections],
        "executed": None if executed is None else executed.relative_to(workspace.root).as_posix(),
        "command": None if executed is None else open_command(workspace, executed),
    }


def open_command(workspace: Workspace, executed: Path) -> str:
    """Return the command that opens an executed notebook, with its parameters, in JupyterLab."""
    words = ["salesnb", "--workspace", str(workspace.root), "lab", str(executed)]
    return shlex.join(words)


def write_manifest(workspace: Workspace, run: int, unchanged: Sequence[str]) -> Path:
    """Write manifest and page of a run as it stands in the state; return the page.

    Parameters
    ----------
    unchanged : the reports of the job that were there already.
    """
    manifest = run_manifest(RunState(workspace.state), run, unchanged)
    folder = workspace.reports / "runs"
    folder.mkdir(parents=True, exist_ok=True)
    name = manifest["id"]
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    _write(folder / f"{name}.json", text + "\n")
    page = folder / f"{name}.html"
    _write(page, run_html(manifest, workspace.settings.workspace.lang))
    return page


def add_deliveries(workspace: Workspace, run: int, deliveries: Sequence[Mapping[str, Any]]) -> Path:
    """Add to a run's manifest and page what became of its deliveries; return the page."""
    folder, name = workspace.reports / "runs", RunState(workspace.state).run(run).name
    file, page = folder / f"{name}.json", folder / f"{name}.html"
    if not file.is_file():  # somebody cleared the folder
        page = write_manifest(workspace, run, [])
    manifest = json.loads(file.read_text(encoding="utf-8"))
    manifest["deliveries"] = [*deliveries]
    _write(file, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    _write(page, run_html(manifest, workspace.settings.workspace.lang))
    return page


def run_manifest(state: RunState, run: int, unchanged: Sequence[str]) -> dict[str, Any]:
    """Return what was made from which snapshot with which parameters, how long, what failed."""
    row, details = state.run(run), state.details(run)
    return {
        "id": row.name,
        "job": row.job,
        "day": row.day,
        "state": row.state,
        "began_at": row.began_at,
        "ended_at": details["ended_at"],
        "seconds": details["seconds"],
        "snapshot": row.snapshot,
        "salesnb": details["salesnb"],
        "params_hash": details["params"],
        "reports": [_report(each) for each in state.reports(run)],
        "unchanged": list(unchanged),
        "deliveries": [],
    }


def _report(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("path", "notebook", "scope", "period", "lang", "state", "seconds", "error", "attempts")
    return {
        **{name: row[name] for name in names},
        "formats": row["formats"].split(","),
        "parameters": json.loads(row["parameters"]),
        "notebook_hash": row["notebook_hash"],
        "fingerprint": row["fingerprint"],
        **json.loads(row["details"] or "{}"),
    }


def _cell(failed: FailedCell | None) -> dict[str, Any] | None:
    if failed is None:
        return None
    return {"cell": failed.cell, "error": failed.error, "traceback": failed.traceback}


def _both(said: Sentence) -> dict[str, str]:
    return {"zh": said.text("zh"), "en": said.text("en")}


def _write(path: Path, text: str) -> None:
    """Write a file in one step, readable by the operator only: it tells of everybody's reports."""
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
