"""Whole jobs: render and index a set of reports; the demo from nothing to its reports."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from salesnb.errors import UsageError
from salesnb.imports import Imported, import_files
from salesnb.labels import say
from salesnb.reports.dispatch.names import THREADS
from salesnb.reports.history import ReportHistory
from salesnb.reports.outcome import Outcome
from salesnb.reports.plan import Task, plan_reports
from salesnb.resources import packaged
from salesnb.runs.coordinate import render_recorded
from salesnb.store import Store
from salesnb.tables import TABLES
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
    store: Store | None = None,
    backend: str = THREADS,
) -> tuple[list[Outcome], Path]:
    """Render planned reports, record them and write the index; return outcomes and index.

    Parameters
    ----------
    store : held at the snapshot that is read; None = the newest.
    backend : where reports are made, see `opened_backend`.
    """
    return render_recorded(
        workspace,
        tasks,
        made_at=made_at,
        reports=reports,
        jobs=jobs,
        on_done=on_done,
        store=store,
        backend=backend,
    )


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
