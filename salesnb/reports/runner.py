"""Rendering: each report in a kernel of its own, several at a time, none harming another."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from pathlib import Path

from salesnb.reports.dispatch.sending import Dispatch
from salesnb.reports.files import Lineage, surroundings_of
from salesnb.reports.kernels import warm_kernels
from salesnb.reports.making import LOOK_SECONDS, Judge, Running, Work, make_report, quiet
from salesnb.reports.outcome import Outcome
from salesnb.reports.plan import Task
from salesnb.scopes import Scope
from salesnb.settings import Limits, Settings

__all__ = ["Judge", "Outcome", "render_reports"]


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
    judge: Judge | None = None,
    beside: Sequence[Task] = (),
    dispatch: Dispatch | None = None,
) -> list[Outcome]:
    """Render reports and return what became of each, in the order of the tasks.

    Interrupted (KeyboardInterrupt), it ends the kernels, calls `on_done` for every report that was
    finished or was on its way, and raises again.

    Parameters
    ----------
    made_at, snapshot : for the lineage in the footer.
    folders : per scope where its kernels run: a folder with params and the scope's extract.
    jobs : how many at a time; default the number of processors, or of a cluster's threads.
    failed_folder : where the executed notebook of a failed report is kept for the operator.
    on_done : called in this thread after each report.
    limits : of time, memory and tries per report.
    judge : whether an executed report may be published; None = always.
    beside : reports that are there already and are linked as siblings.
    dispatch : the way to other processes; None = threads of this one.
    """
    around = surroundings_of(tasks, settings, Lineage(made_at, snapshot), beside)
    works = [
        Work(task, each, folders[task.scope], failed_folder, limits or Limits(), judge)
        for task, each in zip(tasks, around, strict=True)
    ]
    if dispatch is not None:
        return dispatch.make(works, jobs, on_done)
    return _make_here(works, jobs, on_done)


def _make_here(
    works: Sequence[Work], jobs: int | None, on_done: Callable[[Outcome], None]
) -> list[Outcome]:
    quiet()
    workers = max(1, min(jobs or os.cpu_count() or 1, len(works)))
    running = Running()
    with warm_kernels(), ThreadPoolExecutor(workers) as pool:
        waiting: dict[Future[Outcome], int] = {
            pool.submit(make_report, work, running): place for place, work in enumerate(works)
        }
        outcomes = _gather(waiting, running, on_done)
    return [outcomes[place] for place in range(len(works))]


def _gather(
    waiting: Mapping[Future[Outcome], int], running: Running, on_done: Callable[[Outcome], None]
) -> dict[int, Outcome]:
    """Return the outcomes by place, looking at the kernels meanwhile; stopped, end them all."""
    outcomes: dict[int, Outcome] = {}
    pending = set(waiting)
    try:
        while pending:
            done, _ = wait(pending, LOOK_SECONDS, FIRST_COMPLETED)
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
