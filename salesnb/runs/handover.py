"""What the kernels of a run are given: per scope a folder with params and an extract."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from salesnb.reports.plan import Task
from salesnb.runs.fingerprint import NOT_FOR_KERNELS
from salesnb.scopes import Scope, write_extracts
from salesnb.store import Store
from salesnb.told import Told
from salesnb.workspace import Workspace

_OF_CUSTOMERS = (
    "segments",
    "win_back",
    "customer_tiers",
    "customer_levels",
    "rfm",
    "customer_groups",
    "customer_value",
    "customer_models",
    "grouped_customers",
    "valued_customers",
    "late_payers",
    "late_invoices",
    "invoice_chances",
)


@contextmanager
def handed_over(
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
                shutil.copytree(
                    workspace.root / "params",
                    folders[task.scope] / "params",
                    ignore=shutil.ignore_patterns(*NOT_FOR_KERNELS),
                )
                state = Workspace(folders[task.scope]).state
                Told(workspace.state).copy(
                    str(task.scope), task.parameters["viewer"], task.widest, state
                )
        if tasks:
            write_extracts(
                store,
                workspace.settings,
                {scope: folder / "extract.duckdb" for scope, folder in folders.items()},
                viewer=tasks[0].parameters["viewer"],
                as_of=date.fromisoformat(str(tasks[0].parameters["as_of"])),
                with_scores=_speak_of(tasks, "scor", "lead_model"),
                with_customers=_speak_of(tasks, *_OF_CUSTOMERS),
                with_forecasts=_speak_of(tasks, "forecast"),
            )
        yield folders


def _speak_of(tasks: Sequence[Task], *words: str) -> bool:
    """Return whether the text of a notebook has one of the words: only then models are learned."""
    sources = {task.source for task in tasks}
    texts = [source.read_text(encoding="utf-8").lower() for source in sources]
    return any(word in text for text in texts for word in words)


def _sweep(data: Path) -> None:
    """Remove the extracts that a killed rendering left behind."""
    for folder in data.glob("extracts-*"):
        process = folder.name.split("-")[1]
        if not psutil.pid_exists(int(process)):
            shutil.rmtree(folder, ignore_errors=True)
