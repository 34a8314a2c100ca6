"""The coordinator of a run: the only one that writes state, histories, indexes and manifests."""

import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from salesnb import __version__
from salesnb.access import Access, log_access
from salesnb.reports.dispatch.backends import opened_backend
from salesnb.reports.dispatch.names import THREADS
from salesnb.reports.dispatch.sending import Dispatch
from salesnb.reports.history import ReportHistory
from salesnb.reports.making import Judge
from salesnb.reports.outcome import Outcome
from salesnb.reports.plan import Task
from salesnb.reports.publish import sweep_asides
from salesnb.reports.runner import render_reports
from salesnb.runs.fingerprint import params_hash, wanted_reports
from salesnb.runs.gate import Gatekeeper
from salesnb.runs.handover import handed_over
from salesnb.runs.lock import only_runner
from salesnb.runs.manifest import report_details, write_manifest
from salesnb.runs.order import expected_total, longest_first
from salesnb.runs.plan import RunPlan, plan_run
from salesnb.runs.state import RunRow, RunState, Wanted
from salesnb.scopes import Scope, read_organisation
from salesnb.settings import Gate, Limits
from salesnb.store import Store
from salesnb.told import Telling, Told
from salesnb.workspace import Workspace

OnDone = Callable[[Outcome], None]
OnPlan = Callable[[RunPlan, float | None], None]


@dataclass(frozen=True)
class RunResult:
    """How a run ended.

    Attributes
    ----------
    row : the run; None = there was nothing to do.
    index, page : the index of reports and the page of the run.
    """

    plan: RunPlan
    outcomes: tuple[Outcome, ...] = ()
    row: RunRow | None = None
    index: Path | None = None
    page: Path | None = None


def run_job(
    workspace: Workspace,
    name: str,
    *,
    day: date | None,
    at: datetime,
    jobs: int | None = None,
    resume: bool = False,
    wait_minutes: int = 0,
    on_plan: OnPlan = lambda plan, seconds: None,
    on_done: OnDone = lambda outcome: None,
    backend: str = THREADS,
) -> RunResult:
    """Make the missing reports of a job, one runner at a time.

    Parameters
    ----------
    day, resume : see `plan_run`.
    at : the time in the workspace's time zone.
    wait_minutes : how long to wait for another runner to end.
    on_plan : called before the first report, with how long all may take (seconds).
    on_done : called after each report.
    backend : where reports are made, see `opened_backend`; nothing is written before it is there.

    Raises
    ------
    BusyError
        Another runner is at work.
    """
    state = RunState(workspace.state)
    with only_runner(workspace.root / "data", f"{name} {day or ''}".strip(), at, wait_minutes):
        state.settle()
        plan = plan_run(workspace, name, day=day, today=at.date(), resume=resume)
        _check_writable(workspace.reports)
        if not plan.missing:
            return _nothing_left(state, plan, at)
        with opened_backend(backend, workspace.root / "data") as dispatch:
            return _make_missing(workspace, plan, at, jobs, dispatch, on_plan, on_done)


def _make_missing(
    workspace: Workspace,
    plan: RunPlan,
    at: datetime,
    jobs: int | None,
    dispatch: Dispatch | None,
    on_plan: OnPlan,
    on_done: OnDone,
) -> RunResult:
    state = RunState(workspace.state)
    tasks = longest_first([each.task for each in plan.missing], state.durations())
    workers = jobs or (dispatch and dispatch.places) or os.cpu_count() or 1
    on_plan(plan, expected_total(tasks, state.durations(), workers))
    snapshot = plan.store.snapshot().name
    row = (
        state.resume(plan.resumed.id, snapshot, plan.missing)
        if plan.resumed
        else state.begin(
            plan.name, plan.day, at, snapshot, plan.missing, version=__version__, params=plan.params
        )
    )
    course = _Course(workspace, workspace.reports, plan.store, at, row, plan.missing)
    beside = [each.task for each in plan.unchanged]
    outcomes, index = course.render(
        tasks, jobs, on_done, plan.job.limits, plan.job.gate, beside, dispatch
    )
    page = course.close(plan.unchanged)
    return RunResult(plan, tuple(outcomes), state.run(row.id), index, page)


def render_recorded(
    workspace: Workspace,
    tasks: Sequence[Task],
    *,
    made_at: datetime,
    reports: Path | None = None,
    jobs: int | None = None,
    on_done: OnDone = lambda outcome: None,
    store: Store | None = None,
    backend: str = THREADS,
) -> tuple[list[Outcome], Path]:
    """Render planned reports whether they are there or not; return outcomes and index.

    Parameters
    ----------
    reports : another folder than the workspace's; of the workspace's state only the access log is
        touched then.
    store : held at the snapshot that the reports were planned on; None = the newest.
    backend : where reports are made, see `opened_backend`.
    """
    store, data = store or workspace.store.pinned(), workspace.root / "data"
    if reports is not None:
        course = _Course(workspace, reports, store, made_at, None, ())
        with opened_backend(backend, data) as dispatch:
            return course.render(tasks, jobs, on_done, Limits(), dispatch=dispatch)
    with only_runner(data, "render", made_at), opened_backend(backend, data) as dispatch:
        state = RunState(workspace.state)
        state.settle()
        params = params_hash(workspace.root)
        snapshot = store.snapshot().name
        wanted = wanted_reports(
            tasks, workspace.reports, params=params, snapshot=snapshot, gate=None
        )
        day = _day_of(tasks) or made_at.date()
        row = state.begin(
            "render", day, made_at, snapshot, wanted, version=__version__, params=params
        )
        course = _Course(workspace, workspace.reports, store, made_at, row, wanted)
        outcomes, index = course.render(tasks, jobs, on_done, Limits(), dispatch=dispatch)
        course.end("failed" if any(o.state != "made" for o in outcomes) else "done")
        return outcomes, index


class _Course:
    """One run under way: renders, and writes down what became of each report at once."""

    def __init__(
        self,
        workspace: Workspace,
        reports: Path,
        store: Store,
        at: datetime,
        row: RunRow | None,
        wanted: Sequence[Wanted],
    ) -> None:
        self._workspace, self._reports, self._store = workspace, reports, store
        self._at, self._row = at, row
        self._paths = {each.task.path: each.path for each in wanted}
        self._state = RunState(workspace.state)
        file = workspace.state if reports == workspace.reports else reports / ".reports.db"
        self._history = ReportHistory(file, reports)
        self._began = time.monotonic()

    def render(
        self,
        tasks: Sequence[Task],
        jobs: int | None,
        on_done: OnDone,
        limits: Limits,
        gate: Gate | None = None,
        beside: Sequence[Task] = (),
        dispatch: Dispatch | None = None,
    ) -> tuple[list[Outcome], Path]:
        """Render, and write the indexes; interrupted, close the run as such."""

        def done(outcome: Outcome) -> None:
            self._record(outcome)
            on_done(outcome)

        sweep_asides(self._reports)
        try:
            with handed_over(self._workspace, self._store, tasks) as folders:
                outcomes = render_reports(
                    tasks,
                    self._workspace.settings,
                    made_at=self._at,
                    snapshot=self._store.snapshot().name,
                    folders=folders,
                    jobs=jobs,
                    failed_folder=self._workspace.root / "data" / "failed",
                    on_done=done,
                    limits=limits,
                    judge=self._judge(gate, folders),
                    beside=beside,
                    dispatch=dispatch,
                )
            return outcomes, self._write_indexes(tasks)
        except BaseException:
            if self._row is not None:
                self.end("interrupted")
                write_manifest(self._workspace, self._row.id, [])
            raise

    def close(self, unchanged: Sequence[Wanted]) -> Path:
        """End the run by what its reports came to; return its page."""
        assert self._row is not None
        states = {report["state"] for report in self._state.reports(self._row.id)}
        self.end("done" if states <= {"made", "held"} else "failed")
        return write_manifest(self._workspace, self._row.id, [each.path for each in unchanged])

    def end(self, state: str) -> None:
        """Close the run in the state."""
        if self._row is not None:
            seconds = time.monotonic() - self._began
            self._state.end(
                self._row.id, state, self._at + timedelta(seconds=round(seconds)), seconds
            )

    def _judge(self, gate: Gate | None, folders: Mapping[Scope, Path]) -> Judge | None:
        if gate is None:
            return None
        return Gatekeeper(gate, self._store.last_import_on(), folders).judge

    def _record(self, outcome: Outcome) -> None:
        if outcome.state == "made":
            self._note(outcome.task)
        if outcome.state in ("made", "failed"):
            self._history.record([outcome], self._at, self._store.snapshot().name)
        if self._row is None:
            return
        if outcome.state == "made":
            _remember(self._workspace, outcome)
        details = report_details(self._workspace, outcome)
        self._state.record(self._row.id, outcome, self._paths[outcome.task.path], details)

    def _note(self, task: Task) -> None:
        """Write into the access log that a report was made, on whose behalf, and where it lies."""
        job = self._row.job if self._row is not None else "render"
        entry = Access(
            "render" if job == "render" else "run",
            task.notebook,
            viewer=task.parameters["viewer"] or "",
            scope=str(task.scope),
            period=task.period.text,
            details=str(task.path) if self._row is None else job,
        )
        log_access(self._workspace.root / "data", entry, self._at)

    def _write_indexes(self, tasks: Sequence[Task]) -> Path:
        settings = self._workspace.settings
        langs = {task.lang for task in tasks}
        lang = langs.pop() if len(langs) == 1 else settings.workspace.lang
        organisation = read_organisation(self._workspace.store, settings)
        return self._history.write_indexes(settings, lang, organisation)


def _nothing_left(state: RunState, plan: RunPlan, at: datetime) -> RunResult:
    if plan.resumed is not None:
        state.end(plan.resumed.id, "done", at, 0.0)
    elif not plan.wanted:  # a job that only sends: that it ran is written down all the same
        snapshot = plan.store.snapshot().name
        row = state.begin(
            plan.name, plan.day, at, snapshot, (), version=__version__, params=plan.params
        )
        state.end(row.id, "done", at, 0.0)
    return RunResult(plan)


def _day_of(tasks: Sequence[Task]) -> date | None:
    return date.fromisoformat(str(tasks[0].parameters["as_of"])) if tasks else None


def _remember(workspace: Workspace, outcome: Outcome) -> None:
    """Keep what a report told, so that the next one can say what changed."""
    if not outcome.report:
        return
    task: Task = outcome.task
    values: Mapping[str, Any] = task.parameters
    day = date.fromisoformat(str(values["as_of"]))
    where = (outcome.report, str(task.scope), values["viewer"] or "", task.period.text, day)
    Told(workspace.state).keep(Telling(*where, outcome.told, task.widest))


def _check_writable(folder: Path) -> None:
    """Fail before anything is started where no report could be put in place."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass
