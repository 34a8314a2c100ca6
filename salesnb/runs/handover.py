"""What the kernels of a run are given: per scope a folder with params and an extract."""

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from salesnb.extracts.forecasts import TABLES as FORECAST_TABLES
from salesnb.learned import LEARNED_TABLES
from salesnb.learned.customers import CUSTOMER_TABLES
from salesnb.plugins import plugin_files
from salesnb.reports.plan import Task
from salesnb.review import FindingBook
from salesnb.runs.fingerprint import NOT_FOR_KERNELS
from salesnb.scopes import Organisation, Scope, read_organisation, write_extracts
from salesnb.store import Store
from salesnb.tasks import TaskBook
from salesnb.told import Told
from salesnb.workspace import Workspace

# What takes a while to be learned, and the words of which a notebook that asks for it has one.
_LEARNED: tuple[tuple[Collection[str], tuple[str, ...]], ...] = (
    (LEARNED_TABLES, ("scor", "lead_model")),
    (FORECAST_TABLES, ("forecast",)),
    (
        CUSTOMER_TABLES,
        (
            *("segments", "win_back", "customer_tiers", "customer_levels", "rfm"),
            *("customer_groups", "grouped_customers", "customer_value", "valued_customers"),
            *("customer_models", "late_payers", "late_invoices", "invoice_chances"),
        ),
    ),
)


@contextmanager
def handed_over(
    workspace: Workspace, store: Store, tasks: Sequence[Task]
) -> Iterator[dict[Scope, Path]]:
    """Yield a folder per scope with params, plugins and the scope's extract: all a kernel is given."""
    data = workspace.root / "data"
    _sweep(data)
    with TemporaryDirectory(prefix=f"extracts-{os.getpid()}-", dir=data) as parent:
        folders: dict[Scope, Path] = {}
        for task in tasks:
            if task.scope not in folders:
                folders[task.scope] = Path(parent) / str(len(folders))
                shutil.copytree(
                    workspace.root / "params",
                    folders[task.scope] / "params",
                    ignore=shutil.ignore_patterns(*NOT_FOR_KERNELS),
                )
                _hand_plugins(workspace, Workspace(folders[task.scope]))
                state = Workspace(folders[task.scope]).state
                Told(workspace.state).copy(
                    str(task.scope), task.parameters["viewer"], task.widest, state
                )
                _hand_records(workspace, store, task, state)
        if tasks:
            write_extracts(
                store,
                workspace.settings,
                {scope: folder / "extract.duckdb" for scope, folder in folders.items()},
                viewer=tasks[0].parameters["viewer"],
                as_of=date.fromisoformat(str(tasks[0].parameters["as_of"])),
                without=_unasked(tasks),
            )
        yield folders


def _hand_plugins(workspace: Workspace, handed: Workspace) -> None:
    for path in plugin_files(workspace.plugins):
        handed.plugins.mkdir(exist_ok=True)
        shutil.copy(path, handed.plugins)


def _unasked(tasks: Sequence[Task]) -> set[str]:
    """Return the tables that are learned and that none of the notebooks speaks of."""
    sources = {task.source for task in tasks}
    text = "\n".join(source.read_text(encoding="utf-8").lower() for source in sources)
    return {
        table
        for tables, words in _LEARNED
        if not any(word in text for word in words)
        for table in tables
    }


def _hand_records(workspace: Workspace, store: Store, task: Task, state: Path) -> None:
    """Hand over what was answered and found inside the scope and the viewer's right.

    A role of params, which sees some tables only, is handed neither.
    """
    organisation, viewer = read_organisation(store, workspace.settings), task.parameters["viewer"]
    if organisation.role_of(viewer):
        return
    _hand_replies(workspace, organisation, task.scope, state)
    FindingBook(workspace.state).copy((task.scope, organisation.widest(viewer)), state)


def _hand_replies(
    workspace: Workspace, organisation: Organisation, scope: Scope, state: Path
) -> None:
    """Let a kernel know which tasks of its scope were answered, without what was said."""
    replies = TaskBook(workspace.state).replies().values()
    if not replies:
        return
    column = {"rep": "person"}.get(scope.kind, scope.kind)
    places = organisation.today
    inside = {
        name
        for name, place in places.items()
        if scope.kind == "company" or getattr(place, column) == scope.name
    }
    TaskBook(state).answer(
        [replace(each, result="", next_plan="") for each in replies if each.owner in inside]
    )


def _sweep(data: Path) -> None:
    """Remove the extracts that a killed rendering left behind."""
    for folder in data.glob("extracts-*"):
        process = folder.name.split("-")[1]
        if not psutil.pid_exists(int(process)):
            shutil.rmtree(folder, ignore_errors=True)
