"""In which order reports are made, and how long that takes."""

from collections.abc import Mapping, Sequence
from statistics import median

from salesnb.reports.plan import Task

Durations = Mapping[tuple[str, str], Sequence[float]]


def expected_seconds(task: Task, known: Durations) -> float | None:
    """Return the median of earlier attempts at such a report; None = there was none yet."""
    tries = known.get((task.notebook, task.scope.kind))
    return median(tries) if tries else None


def longest_first(tasks: Sequence[Task], known: Durations) -> list[Task]:
    """Return the tasks so that no long one begins last; those never tried come first."""

    def weight(task: Task) -> float:
        seconds = expected_seconds(task, known)
        return float("inf") if seconds is None else seconds

    return sorted(tasks, key=weight, reverse=True)


def expected_total(tasks: Sequence[Task], known: Durations, jobs: int) -> float | None:
    """Return how long all of them may take, so many at a time; None = not known of any.

    Examples
    --------
    >>> expected_total([], {}, 2) is None
    True
    """
    found = [seconds for task in tasks if (seconds := expected_seconds(task, known)) is not None]
    if not found:
        return None
    total = sum(found) / len(found) * len(tasks)
    return max(max(found), total / max(1, min(jobs, len(tasks))))
