"""Rendering: each report in a kernel of its own, several at a time, none harming another."""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from salesnb.errors import SalesnbError
from salesnb.labels import joined, say
from salesnb.reports.files import Lineage, links_between, publish_report, summary_of
from salesnb.reports.kernels import execute_notebook, warm_kernels
from salesnb.reports.outcome import Attempt, FailedCell, Outcome, Result, Verdict
from salesnb.reports.parameters import check_parameters
from salesnb.reports.plan import Task
from salesnb.reports.watch import Watch
from salesnb.scopes import Scope
from salesnb.settings import Limits, Settings
from salesnb.settings.delivery import SECRET_PREFIXES

__all__ = ["Outcome", "render_reports"]

_LOOK_SECONDS = 0.25
_TRIED_AGAIN: tuple[Result, ...] = ("crashed",)

Judge = Callable[[Task, Any], Verdict]


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
    limits: Limits | None = None,
    judge: Judge = lambda task, notebook: Verdict(),
    beside: Sequence[Task] = (),
) -> list[Outcome]:
    """Render reports and return what became of each, in the order of the tasks.

    Interrupted (KeyboardInterrupt), it ends the kernels, calls `on_done` for every report that was
    finished or was on its way, and raises again.

    Parameters
    ----------
    made_at, snapshot : for the lineage in the footer.
    folders : per scope where its kernels run: a folder with params and the scope's extract.
    jobs : how many at a time; default the number of processors.
    failed_folder : where the executed notebook of a failed report is kept for the operator.
    on_done : called in this thread after each report.
    limits : of time, memory and tries per report.
    judge : whether an executed report may be published.
    beside : reports that are there already and are linked as siblings.
    """
    _quiet()
    context = _Context(
        settings,
        Lineage(made_at, snapshot),
        links_between([*tasks, *beside], settings),
        folders,
        failed_folder,
        limits or Limits(),
        judge,
    )
    workers = max(1, min(jobs or os.cpu_count() or 1, len(tasks)))
    running = _Running()
    with warm_kernels(), ThreadPoolExecutor(workers) as pool:
        waiting: dict[Future[Outcome], int] = {
            pool.submit(_render, task, context, running): place for place, task in enumerate(tasks)
        }
        outcomes = _gather(waiting, running, on_done)
    return [outcomes[place] for place in range(len(tasks))]


def _gather(
    waiting: Mapping[Future[Outcome], int], running: "_Running", on_done: Callable[[Outcome], None]
) -> dict[int, Outcome]:
    """Return the outcomes by place, looking at the kernels meanwhile; stopped, end them all."""
    outcomes: dict[int, Outcome] = {}
    pending = set(waiting)
    try:
        while pending:
            done, _ = wait(pending, _LOOK_SECONDS, FIRST_COMPLETED)
            running.look()
            for future in done:
                outcomes[waiting[future]] = future.result()
                on_done(future.result())
                pending.discard(future)  # only now: stopped before, it is told below
    except BaseException:
        running.stop()
        for future in [each for each in pending if not each.cancel()]:
            on_done(future.result())
        raise
    return outcomes


@dataclass(frozen=True)
class _Context:
    """What all reports of a rendering share."""

    settings: Settings
    lineage: Lineage
    links: Mapping[Path, Sequence[tuple[str, str]]]
    folders: Mapping[Scope, Path]
    failed_folder: Path
    limits: Limits
    judge: Judge


class _Running:
    """The attempts that are under way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: set[Watch] = set()
        self._is_stopped = False

    def begin(self, watch: Watch) -> None:
        with self._lock:
            self._watches.add(watch)
            if self._is_stopped:
                watch.end("stopped")

    def over(self, watch: Watch) -> None:
        with self._lock:
            self._watches.discard(watch)

    def look(self) -> None:
        with self._lock:
            watches = list(self._watches)
        for watch in watches:
            watch.look()

    def stop(self) -> None:
        with self._lock:
            self._is_stopped = True
            for watch in self._watches:
                watch.end("stopped")


def _render(task: Task, context: _Context, running: _Running) -> Outcome:
    attempts: list[Attempt] = []
    while True:
        watch = Watch(context.limits)
        running.begin(watch)
        try:
            outcome, result = _attempt(task, context, watch)
        finally:
            running.over(watch)
        attempts.append(Attempt(watch.seconds, result, outcome.error))
        if result not in _TRIED_AGAIN or len(attempts) > context.limits.retries:
            break
    error = outcome.error
    if result == "crashed":
        said = say("err_kernel_died", tries=len(attempts), notebook=_executed(task, context))
        error = said.text(task.lang)
    seconds = sum(attempt.seconds for attempt in attempts)
    return replace(outcome, seconds=seconds, attempts=tuple(attempts), error=error)


def _attempt(task: Task, context: _Context, watch: Watch) -> tuple[Outcome, Result]:
    """Execute, judge and publish a report once."""
    executed = _executed(task, context)
    try:
        notebook = _execute(task, context, executed, watch)
        verdict = context.judge(task, notebook)
        outcome = _outcome(task, notebook, verdict, executed)
        if not verdict.hold:
            links = context.links[task.path]
            remarks = verdict.remarks
            publish_report(notebook, task, context.settings, context.lineage, links, remarks)
        if not (verdict.hold or outcome.sections):
            executed.unlink(missing_ok=True)
        return outcome, "made"
    except Exception as error:  # one report must not end the others
        result = watch.ended or _kind(error)
        sentence = _sentence(error, result, task, context.limits)
        outcome = Outcome(task, watch.seconds, error=sentence, state="failed")
        if result == "stopped":
            executed.unlink(missing_ok=True)
            return replace(outcome, state="interrupted"), result
        kept = executed if executed.exists() else None
        return replace(outcome, failed=_failed_cell(error, sentence), executed=kept), result


def _outcome(task: Task, notebook: Any, verdict: Verdict, executed: Path) -> Outcome:
    from salesnb.reports.engine import failed_sections

    summary = summary_of(notebook)
    sections = failed_sections(notebook)
    held = say("err_held", said=joined(verdict.remarks)) if verdict.hold else None
    return Outcome(
        task,
        0.0,
        headline=str(summary.get("headline", "")),
        flags=int(summary.get("flags", 0)),
        report=str(summary.get("report", "")),
        told=summary.get("told", {}),
        error=held.text(task.lang) if held else "",
        state="held" if held else "made",
        sections=sections,
        remarks=verdict.remarks,
        executed=executed if held or sections else None,
    )


def _executed(task: Task, context: _Context) -> Path:
    """Return where the executed notebook is kept for the operator."""
    period, scope = task.path.parts[-3:-1]
    return context.failed_folder / f"{period}-{scope}-{task.path.stem}.ipynb"


def _execute(task: Task, context: _Context, executed: Path, watch: Watch) -> Any:
    from salesnb.reports.engine import ENGINE

    check_parameters(task.source, task.parameters, task.own)
    executed.parent.mkdir(parents=True, exist_ok=True)
    return execute_notebook(
        task.source,
        executed,
        {**task.parameters, **task.own},
        context.folders[task.scope],
        lang=task.lang,
        engine={"engine_name": ENGINE, "watched": watch, "lang": task.lang},
    )


def _kind(error: Exception) -> Result:
    # nbclient's DeadKernelError is one, too; of a kernel that ends before it answers at all, the
    # error has no kind of its own.
    is_dead = isinstance(error, RuntimeError) and "Kernel died" in str(error)
    return "crashed" if is_dead else "failed"


def _sentence(error: Exception, result: Result, task: Task, limits: Limits) -> str:
    import papermill

    lang = task.lang
    if result == "too_long":
        return say("err_too_long", seconds=f"{limits.seconds:g}").text(lang)
    if result == "too_big":
        return say("err_too_big", memory=limits.memory_mb).text(lang)
    if result == "stopped":
        return say("err_interrupted").text(lang)
    if isinstance(error, papermill.PapermillExecutionError):
        text = str(error.evalue).strip() or error.ename
        cell = error.exec_count
        return say("err_cell", cell=cell, kind=error.ename, text=text).text(lang)
    if isinstance(error, SalesnbError):
        return error.text(lang)
    return say("file_says", name=type(error).__name__, said=error).text(lang)


def _failed_cell(error: Exception, sentence: str) -> FailedCell:
    import papermill

    if isinstance(error, papermill.PapermillExecutionError):
        return FailedCell(error.exec_count, sentence, "\n".join(error.traceback))
    return FailedCell(None, sentence)


def _quiet() -> None:
    """Set what kernels inherit: no chatter, one thread each, no way to the store, no secret."""
    for name in [*os.environ]:
        if name == "SALESNB_WORKSPACE" or name.startswith(SECRET_PREFIXES):
            del os.environ[name]
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
