"""Rendering: each report in a kernel of its own, several at a time, none harming another."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from salesnb import __version__, formats
from salesnb.errors import RenderError, UsageError
from salesnb.figures import CONTENT_MIME, Block
from salesnb.figures.markup import SUMMARY_MIME
from salesnb.labels import LANGUAGES, label, listed, say
from salesnb.reports.html import export_html
from salesnb.reports.kernels import execute_notebook, warm_kernels
from salesnb.reports.paths import file_of
from salesnb.reports.plan import FORMATS, Task
from salesnb.reports.publish import published_together
from salesnb.scopes import Scope
from salesnb.settings import Settings

_CELL_SECONDS = 300


@dataclass(frozen=True)
class Outcome:
    """What became of one report.

    Attributes
    ----------
    seconds : from start to files.
    headline : the report's first finding, for the index.
    flags : how many red flags it raises.
    report, told : the kind of report, and what it tells the one after it.
    error : one sentence in the report's language, where it failed; no file of it was written.
    """

    task: Task
    seconds: float
    headline: str = ""
    flags: int = 0
    report: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""


def render_reports(
    tasks: Sequence[Task],
    settings: Settings,
    *,
    made_at: datetime,
    snapshot: str,
    folders: Mapping[Scope, Path],
    jobs: int | None = None,
    failed_folder: Path,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Render reports and return what became of each, in the order of the tasks.

    Parameters
    ----------
    made_at, snapshot : for the lineage in the footer.
    folders : per scope where its kernels run: a folder with params and the scope's extract.
    jobs : how many at a time; default the number of processors.
    failed_folder : where the executed notebook of a failed report is kept for the operator.
    on_done : called in this thread after each report.
    """
    _quiet()
    siblings = _siblings(tasks, settings)
    workers = max(1, min(jobs or os.cpu_count() or 1, len(tasks)))
    outcomes: dict[int, Outcome] = {}
    with warm_kernels(), ThreadPoolExecutor(workers) as pool:
        waiting = {
            pool.submit(
                _render,
                task,
                settings,
                siblings[task.path],
                made_at,
                snapshot,
                folders[task.scope],
                failed_folder,
            ): place
            for place, task in enumerate(tasks)
        }
        for future in as_completed(waiting):
            outcomes[waiting[future]] = future.result()
            on_done(future.result())
    return [outcomes[place] for place in range(len(tasks))]


def _render(
    task: Task,
    settings: Settings,
    links: Sequence[tuple[str, str]],
    made_at: datetime,
    snapshot: str,
    folder: Path,
    failed_folder: Path,
) -> Outcome:
    start = time.perf_counter()
    try:
        notebook = _execute(task, folder, failed_folder)
        summary = _summary(notebook)
        with published_together(task.files) as files:
            _write_files(files, notebook, task, settings, summary, links, made_at, snapshot)
        for form in set(FORMATS) - set(task.formats):  # of an earlier rendering: other figures
            file_of(task.path, form).unlink(missing_ok=True)
    except Exception as error:  # one report must not end the others
        return Outcome(task, time.perf_counter() - start, error=_sentence(error, task.lang))
    return Outcome(
        task,
        time.perf_counter() - start,
        headline=str(summary.get("headline", "")),
        flags=int(summary.get("flags", 0)),
        report=str(summary.get("report", "")),
        told=summary.get("told", {}),
    )


def _write_files(
    files: Mapping[str, Path],
    notebook: Any,
    task: Task,
    settings: Settings,
    summary: Mapping[str, Any],
    links: Sequence[tuple[str, str]],
    made_at: datetime,
    snapshot: str,
) -> None:
    """Write each format of a report, all from the same executed notebook."""
    kind = _label(task, settings)
    title = f"{summary.get('title', task.scope)} · {kind}"
    lineage = _footer(task, made_at, snapshot)
    html = ""
    if "html" in files or "pdf" in files:
        html = export_html(
            notebook, lang=task.lang, title=title, links=links, footer=lineage, kicker=kind
        )
    if "html" in files:
        files["html"].write_text(html, encoding="utf-8")
    if "xlsx" in files:
        from salesnb.reports.xlsx import write_workbook

        write_workbook(
            _blocks(notebook, task.lang),
            files["xlsx"],
            lang=task.lang,
            title=title,
            lineage=lineage,
            made_at=made_at,
            currency=settings.workspace.currency,
        )
    if "pdf" in files:
        from salesnb.reports.pdf import pdf_bytes

        files["pdf"].write_bytes(pdf_bytes(html, lang=task.lang))


def _execute(task: Task, folder: Path, failed_folder: Path) -> Any:
    _check_parameters(task)
    period, scope = task.path.parts[-3:-1]
    executed = failed_folder / f"{period}-{scope}-{task.path.stem}.ipynb"
    failed_folder.mkdir(parents=True, exist_ok=True)
    notebook = execute_notebook(
        task.source, executed, task.parameters, folder, lang=task.lang, cell_seconds=_CELL_SECONDS
    )
    executed.unlink(missing_ok=True)
    return notebook


def _check_parameters(task: Task) -> None:
    """Refuse a notebook that would leave a parameter aside: papermill only warns."""
    import papermill

    known = papermill.inspect_notebook(str(task.source))
    missing = sorted(set(task.parameters) - set(known))
    if missing:
        raise UsageError(say("err_parameters", name=task.source.name, missing=listed(missing)))


def _summary(notebook: Any) -> Mapping[str, Any]:
    """Return what the report's first screen says of itself: title, headline, flags."""
    found: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            found = {**output.get("data", {}).get(SUMMARY_MIME, {}), **found}
    return found


def _blocks(notebook: Any, lang: str) -> list[Block]:
    """Return what the outputs hold as plain data, in the order in which a report shows them."""
    left_out = {"setup", *LANGUAGES} - {lang}
    return [
        block
        for cell in notebook.cells
        if not left_out & set(cell.metadata.get("tags", ()))
        for output in cell.get("outputs", ())
        for block in output.get("data", {}).get(CONTENT_MIME, ())
    ]


def _footer(task: Task, made_at: datetime, snapshot: str) -> dict[str, str]:
    lang = task.lang
    day = formats.period_title(str(task.parameters["as_of"]), lang)
    return {
        label("as_of", lang): day,
        label("snapshot", lang): snapshot,
        label("scope", lang): str(task.scope),
        label("period", lang): task.period.text,
        label("viewer", lang): task.parameters["viewer"] or label("operator", lang),
        label("made_at", lang): f"{made_at:%Y-%m-%d %H:%M}",
        label("version", lang): f"salesnb {__version__}",
    }


def _siblings(tasks: Sequence[Task], settings: Settings) -> dict[Path, list[tuple[str, str]]]:
    """Return for each report the links to its other formats, to its siblings, and to the index."""
    return {
        task.path: [
            (file.name, label(f"format_{form}", task.lang))
            for form, file in task.files.items()
            if form != "html"
        ]
        + [
            (_address(other.path, task), _label(other, settings))
            for other in tasks
            if other.scope == task.scope and other.path != task.path
        ]
        + [(_address(task.index, task), label("back_to_index", task.lang))]
        for task in tasks
    }


def _address(path: Path, task: Task) -> str:
    """Return a file as it is linked from a report."""
    return Path(os.path.relpath(path, task.path.parent)).as_posix()


def _label(task: Task, settings: Settings) -> str:
    known = settings.reports.get(task.notebook)
    return known.label(task.lang) if known else task.notebook


def _sentence(error: Exception, lang: str) -> str:
    import papermill

    if isinstance(error, papermill.PapermillExecutionError):
        text = str(error.evalue).strip() or error.ename
        cell = error.exec_count
        return say("err_cell", cell=cell, kind=error.ename, text=text).text(lang)
    if isinstance(error, RenderError | UsageError):
        return error.text(lang)
    return say("file_says", name=type(error).__name__, said=error).text(lang)


def _quiet() -> None:
    """Set what kernels inherit: no chatter, one thread each, no way to the store."""
    os.environ.pop("SALESNB_WORKSPACE", None)
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
