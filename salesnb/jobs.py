"""Whole jobs: render and index a set of reports; the demo from nothing to its reports."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from salesnb.errors import UsageError
from salesnb.imports import Imported, import_files
from salesnb.labels import say
from salesnb.reports.history import ReportHistory
from salesnb.reports.plan import Task, plan_reports
from salesnb.reports.runner import Outcome, render_reports
from salesnb.resources import packaged
from salesnb.scopes import Scope, read_organisation, write_extracts
from salesnb.store import Store
from salesnb.tables import TABLES
from salesnb.told import Telling, Told
from salesnb.workspace import Workspace

_LISTED = 1_000


def render_tasks(
    workspace: Workspace,
    tasks: Sequence[Task],
    *,
    made_at: datetime,
    reports: Path | None = None,
    jobs: int | None = None,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
) -> tuple[list[Outcome], Path]:
    """Render planned reports, record them and write the index; return outcomes and index."""
    folder = reports or workspace.reports
    store = workspace.store.pinned()
    snapshot = store.snapshot().name
    with _handed_over(workspace, store, tasks) as folders:
        outcomes = render_reports(
            tasks,
            workspace.settings,
            made_at=made_at,
            snapshot=snapshot,
            folders=folders,
            jobs=jobs,
            failed_folder=workspace.root / "data" / "failed",
            on_done=on_done,
        )
    state = workspace.state if reports is None else folder / ".reports.db"
    history = ReportHistory(state, folder)
    history.record(outcomes, made_at, snapshot)
    _remember(workspace, outcomes)
    lang = tasks[0].lang if tasks else workspace.settings.workspace.lang
    organisation = read_organisation(store, workspace.settings)
    return outcomes, history.write_indexes(workspace.settings, lang, organisation)


@contextmanager
def _handed_over(
    workspace: Workspace, store: Store, tasks: Sequence[Task]
) -> Iterator[dict[Scope, Path]]:
    """Yield a folder per scope with params and the scope's extract: all that a kernel is given."""
    data = workspace.root / "data"
    _sweep(data)
    with TemporaryDirectory(prefix=f"extracts-{os.getpid()}-", dir=data) as parent:
        folders: dict[Scope, Path] = {}
        for task in tasks:
            if task.scope not in folders:
                folders[task.scope] = Path(parent) / str(len(folders))
                shutil.copytree(workspace.root / "params", folders[task.scope] / "params")
                state = Workspace(folders[task.scope]).state
                Told(workspace.state).copy(str(task.scope), task.parameters["viewer"], state)
        if tasks:
            write_extracts(
                store,
                workspace.settings,
                {scope: folder / "extract.duckdb" for scope, folder in folders.items()},
                viewer=tasks[0].parameters["viewer"],
                as_of=date.fromisoformat(str(tasks[0].parameters["as_of"])),
            )
        yield folders


def _remember(workspace: Workspace, outcomes: Sequence[Outcome]) -> None:
    """Keep what the reports told, so that the next ones can say what changed."""
    memory = Told(workspace.state)
    for outcome in outcomes:
        if outcome.report:
            task = outcome.task
            day = date.fromisoformat(str(task.parameters["as_of"]))
            viewer = task.parameters["viewer"] or ""
            where = (outcome.report, str(task.scope), viewer, task.period.text, day)
            memory.keep(Telling(*where, outcome.told))


def _sweep(data: Path) -> None:
    """Remove the extracts that a killed rendering left behind."""
    for folder in data.glob("extracts-*"):
        process = folder.name.split("-")[1]
        if not psutil.pid_exists(int(process)):
            shutil.rmtree(folder, ignore_errors=True)


def prepare_demo(
    folder: Path, lang: str | None, until: date | None, now: datetime
) -> tuple[Workspace, date]:
    """Return a workspace for the demo, new or empty, and its last day, to which `today` is pinned.

    Parameters
    ----------
    until : the last day; None = today in the workspace's time zone.
    now : the time, aware.

    Raises
    ------
    UsageError
        The folder is a workspace that has data, or holds the packaged params; the day is to come.
    """
    if (folder / "params").resolve() == packaged("params").resolve():
        raise UsageError(say("err_demo_here"))
    today = Workspace(folder.resolve()).local_day(now)
    last_day = until or today
    if last_day > today:
        raise UsageError(say("err_demo_until", last_day=last_day, today=today))
    if (folder / "params").exists():
        workspace = Workspace.find(folder.resolve())
        if any(workspace.store.row_counts().values()):
            raise UsageError(say("err_demo_data", root=workspace.root))
        if lang:
            workspace.change_setting("lang", lang)
    else:
        workspace = Workspace.create(folder, lang or "zh")
    is_chinese = workspace.settings.workspace.lang == "zh"
    workspace.change_setting("today", last_day.isoformat())
    workspace.change_setting("company", "云帆工业" if is_chinese else "Yunfan Industrial")
    return workspace, last_day


def import_demo(
    workspace: Workspace, until: date, *, scale: float, at: datetime
) -> tuple[Imported, list[Path]]:
    """Write the demo company's spreadsheets and import them like anybody's."""
    from salesnb.demo import write_company

    truths = write_company(
        workspace.root / "spreadsheets",
        lang=workspace.settings.workspace.lang,
        until=until,
        scale=scale,
    )
    files = [Path(path) for path in truths.files]
    imported = import_files(workspace, files, at=at, by="demo")
    (workspace.root / "spreadsheets" / "truths.json").write_text(truths.to_json(), encoding="utf-8")
    return imported, files


def demo_tasks(workspace: Workspace) -> list[Task]:
    """Return the demo's reports: every one for the company and its teams, of its own period."""
    return plan_reports(workspace, scopes=["company"], every=["team"])


def workspace_status(workspace: Workspace) -> dict[str, Any]:
    """Return what the workspace holds.

    Returns
    -------
    {tables: {name: rows}, snapshot, rejected, waiting, last_import, last_run}. `rejected` counts
    the rows that wait, once per table; `waiting` lists the first 1,000 of them, {file, sheet, row,
    table, rule}, without their values.
    """
    store = workspace.store
    counts = store.row_counts()
    history = ReportHistory(workspace.state, workspace.reports)
    return {
        "tables": {name: counts.get(name, 0) for name in TABLES},
        "snapshot": None if store.is_empty else store.snapshot().name,
        "rejected": counts.get("rejected", 0),
        "waiting": store.waiting(_LISTED)[1],
        "last_import": store.last_import(),
        "last_run": history.last_run(),
    }
