"""One report: executed in a kernel of its own, judged, published; here or on another machine."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from salesnb.errors import SalesnbError
from salesnb.labels import joined, say
from salesnb.reports.files import Surroundings, publish_report, summary_of
from salesnb.reports.kernels import execute_notebook
from salesnb.reports.outcome import Attempt, FailedCell, Outcome, Result, Verdict
from salesnb.reports.parameters import check_parameters
from salesnb.reports.plan import Task
from salesnb.reports.watch import Watch
from salesnb.settings import Limits
from salesnb.settings.delivery import SECRET_PREFIXES

LOOK_SECONDS = 0.25
_TRIED_AGAIN: tuple[Result, ...] = ("crashed",)

Judge = Callable[[Task, Any], Verdict]


@dataclass(frozen=True)
class Work:
    """All that one report is made of; can be handed to another process, and holds no secret.

    Attributes
    ----------
    around : what its files have around what the notebook shows.
    folder : where its kernel runs: with params and the scope's extract.
    failed_folder : where the executed notebook of a failed report is kept for the operator.
    judge : whether an executed report may be published; None = always.
    """

    task: Task
    around: Surroundings
    folder: Path
    failed_folder: Path
    limits: Limits
    judge: Judge | None = None


class Running:
    """The attempts that are under way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: set[Watch] = set()
        self._is_stopped = False

    def begin(self, watch: Watch) -> None:
        """Take an attempt into account; once all are stopped, it ends at once."""
        with self._lock:
            self._watches.add(watch)
            if self._is_stopped:
                watch.end("stopped")

    def over(self, watch: Watch) -> None:
        """Forget an attempt that has ended."""
        with self._lock:
            self._watches.discard(watch)

    def look(self) -> None:
        """End the kernels that are beyond their limits."""
        with self._lock:
            watches = list(self._watches)
        for watch in watches:
            watch.look()

    def stop(self) -> None:
        """End all kernels, and those that begin later."""
        with self._lock:
            self._is_stopped = True
            for watch in self._watches:
                watch.end("stopped")


def make_report(work: Work, running: Running) -> Outcome:
    """Execute, judge and publish a report; repeat what crashed, as often as its limits say."""
    task = work.task
    attempts: list[Attempt] = []
    while True:
        watch = Watch(work.limits)
        running.begin(watch)
        try:
            outcome, result = _attempt(work, watch)
        finally:
            running.over(watch)
        attempts.append(Attempt(watch.seconds, result, outcome.error))
        if result not in _TRIED_AGAIN or len(attempts) > work.limits.retries:
            break
    error = outcome.error
    if result == "crashed":
        said = say("err_kernel_died", tries=len(attempts), notebook=_executed(work))
        error = said.text(task.lang)
    seconds = sum(attempt.seconds for attempt in attempts)
    return replace(outcome, seconds=seconds, attempts=tuple(attempts), error=error)


def _attempt(work: Work, watch: Watch) -> tuple[Outcome, Result]:
    """Execute, judge and publish a report once."""
    task = work.task
    executed = _executed(work)
    try:
        notebook = _execute(work, executed, watch)
        verdict = work.judge(task, notebook) if work.judge else Verdict()
        outcome = _outcome(task, notebook, verdict, executed)
        if not verdict.hold:
            publish_report(notebook, task, work.around, verdict.remarks)
        if not (verdict.hold or outcome.sections):
            executed.unlink(missing_ok=True)
        return outcome, "made"
    except Exception as error:  # one report must not end the others
        result = watch.ended or _kind(error)
        sentence = _sentence(error, result, task, work.limits)
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


def _executed(work: Work) -> Path:
    """Return where the executed notebook is kept for the operator."""
    task = work.task
    period, scope = task.path.parts[-3:-1]
    return work.failed_folder / f"{period}-{scope}-{task.path.stem}.ipynb"


def _execute(work: Work, executed: Path, watch: Watch) -> Any:
    from salesnb.reports.engine import ENGINE

    task = work.task
    check_parameters(task.source, task.parameters, task.own)
    executed.parent.mkdir(parents=True, exist_ok=True)
    return execute_notebook(
        task.source,
        executed,
        {**task.parameters, **task.own},
        work.folder,
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


def quiet() -> None:
    """Set what kernels inherit: no chatter, one thread each, no way to the store, no secret."""
    for name in [*os.environ]:
        if name == "SALESNB_WORKSPACE" or name.startswith(SECRET_PREFIXES):
            del os.environ[name]
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
