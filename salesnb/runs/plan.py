"""What a job comes to on a day, all of it checked before anything is started."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from salesnb.errors import ConfigError, SalesnbError, UsageError, unknown
from salesnb.labels import say
from salesnb.reports.brief import brief_path
from salesnb.reports.parameters import check_parameters
from salesnb.reports.plan import Task, plan_reports
from salesnb.runs.fingerprint import params_hash, wanted_reports
from salesnb.runs.schedule import last_due
from salesnb.runs.state import DONE, RunRow, RunState, Wanted
from salesnb.scopes import read_organisation
from salesnb.settings import Job
from salesnb.store import Store
from salesnb.workspace import Workspace

UNFINISHED = ("running", "interrupted", "failed")


@dataclass(frozen=True)
class RunPlan:
    """A job on a day.

    Attributes
    ----------
    store : held at the snapshot that the run reads.
    wanted : all reports of the job.
    missing : those that are to be made: never made, failed, or made from something else.
    resumed : the unfinished run that is taken up again.
    params : the hash of the params.
    """

    name: str
    day: date
    job: Job
    store: Store
    wanted: tuple[Wanted, ...]
    missing: tuple[Wanted, ...]
    params: str
    resumed: RunRow | None = None

    @property
    def unchanged(self) -> list[Wanted]:
        """The reports that are there already and would be the same."""
        missing = {each.path for each in self.missing}
        return [each for each in self.wanted if each.path not in missing]


def plan_run(
    workspace: Workspace, name: str, *, day: date | None, today: date, resume: bool = False
) -> RunPlan:
    """Return what a job comes to.

    Parameters
    ----------
    day : of the run, from which words such as `yesterday` are counted and up to which data are
        known; None = the pinned today, else `today`; with `resume` the day of that run.
    today : the clock's day in the workspace's time zone.
    resume : take up the newest run of the job that is unfinished.

    Raises
    ------
    UsageError, ConfigError, ScopeError
        No such job; a mistake in its file, told with its line; a day to come; nothing to resume.
    """
    settings = workspace.settings
    job = settings.job(name)
    state = RunState(workspace.state)
    row = _unfinished(state, name, day) if resume else None
    chosen = date.fromisoformat(row.day) if row else day or settings.workspace.today or today
    if chosen > max(today, settings.workspace.today or today):
        raise UsageError(say("err_run_day", day=chosen, today=today))
    store = _store(workspace, job, chosen, row)
    tasks = _tasks(workspace, store, name, job, chosen)
    params = params_hash(workspace.root)
    snapshot = store.snapshot().name
    wanted = wanted_reports(
        tasks, workspace.reports, params=params, snapshot=snapshot, gate=job.gate
    )
    resumed = {r["path"]: str(r["state"]) for r in state.reports(row.id)} if row else {}
    missing = [each for each in wanted if _is_missing(state, each, resumed)]
    return RunPlan(name, chosen, job, store, tuple(wanted), tuple(missing), params, row)


def finished_run(workspace: Workspace, name: str, day: date | None, today: date) -> RunPlan | None:
    """Return what the newest run of a job came to; None = it is unfinished, or there is none.

    Parameters
    ----------
    day : of the run; None = of any day.
    """
    row = RunState(workspace.state).last(name, day)
    if row is None or row.state in UNFINISHED:
        return None
    return plan_run(workspace, name, day=date.fromisoformat(row.day), today=today)


def missed_run(workspace: Workspace, name: str, now: datetime) -> tuple[date, bool] | None:
    """Return the day of the newest scheduled run if it was missed, and whether it had begun.

    Of several that were missed only the newest is caught up.
    """
    due = last_due(workspace.settings.job(name), now)
    if due is None:
        return None
    row = RunState(workspace.state).last(name, due.date())
    if row is None:
        return due.date(), False
    return (due.date(), True) if row.state in ("running", "interrupted") else None


def _unfinished(state: RunState, name: str, day: date | None) -> RunRow:
    row = state.last(name, day)
    if row is None or row.state not in UNFINISHED:
        raise UsageError(say("err_nothing_to_resume", job=name))
    return row


def _store(workspace: Workspace, job: Job, day: date, row: RunRow | None) -> Store:
    """Return the store held at what a run reads; resumed, at what it began with if it may."""
    is_newest = job.viewer or day == workspace.settings.workspace.today
    if row is not None and not is_newest:
        with suppress(UsageError):  # not kept any more
            return workspace.store.pinned(row.snapshot)
    return workspace.store_on(day, job.viewer)


def _is_missing(state: RunState, each: Wanted, resumed: Mapping[str, str]) -> bool:
    """Return whether a report is to be made; in a run that is resumed, what is done stays done."""
    if each.path in resumed:
        return resumed[each.path] not in DONE or _lacks_files(each, resumed[each.path])
    last = state.last_made(each.path)
    if last is None or last[0] not in DONE or last[1] != each.fingerprint:
        return True
    return _lacks_files(each, last[0])


def _lacks_files(each: Wanted, state: str) -> bool:
    files = [*each.task.files.values(), brief_path(each.task.path)]
    return state == "made" and not all(path.is_file() for path in files)


def _tasks(workspace: Workspace, store: Store, name: str, job: Job, day: date) -> list[Task]:
    """Return the reports of a job; a mistake is told with its line in the job's file."""
    _check_names(workspace, store, name, job, day)
    if not job.notebooks:
        return []
    key = "period" if job.period else "notebooks"
    tasks: list[Task] = []
    for lang in job.languages or (workspace.settings.workspace.lang,):
        try:
            tasks += plan_reports(
                workspace,
                notebooks=job.notebooks,
                scopes=job.scopes,
                every=job.every,
                period=job.period,
                as_of=day,
                viewer=job.viewer,
                lang=lang,
                formats=job.formats,
                own=job.parameters,
                store=store,
            )
        except UsageError as error:
            raise _at(workspace, name, error, key) from error
    for task in {task.notebook: task for task in tasks}.values():
        try:
            check_parameters(task.source, task.parameters, task.own)
        except UsageError as error:
            own = ("parameters", task.notebook) if task.own else ("notebooks",)
            raise _at(workspace, name, error, *own) from error
    return tasks


def _check_names(workspace: Workspace, store: Store, name: str, job: Job, day: date) -> None:
    known = [path.stem for path in workspace.notebooks.glob("*.ipynb")]
    for place, notebook in enumerate(job.notebooks):
        if notebook not in known:
            said = UsageError(unknown("notebook", notebook, known))
            raise _at(workspace, name, said, "notebooks", place)
    for notebook in job.parameters:
        if notebook not in job.notebooks:
            said = UsageError(unknown("notebook", notebook, job.notebooks))
            raise _at(workspace, name, said, "parameters", notebook)
    if not (people := _people(job)):
        return
    organisation = read_organisation(store, workspace.settings, day)
    for location, asked in people:
        try:
            if location[0] == "viewer":
                organisation.widest(asked)
            else:
                organisation.resolve(asked, job.viewer)
        except SalesnbError as error:
            raise _at(workspace, name, error, *location) from error


def _people(job: Job) -> Sequence[tuple[tuple[Any, ...], str]]:
    viewer = [(("viewer",), job.viewer)] if job.viewer else []
    return [*viewer, *((("scopes", place), scope) for place, scope in enumerate(job.scopes))]


def _at(workspace: Workspace, job: str, error: SalesnbError, *location: str | int) -> SalesnbError:
    """Return the error with file and line of the job; of the same kind, so with its exit code."""
    place = workspace.settings.job_place(job, *location)
    kind = ConfigError if isinstance(error, UsageError) else type(error)
    return kind(say("err_at", place=place, said=error.args[0]))
