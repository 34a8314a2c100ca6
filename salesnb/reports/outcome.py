"""What became of a report: its attempts, what was found wrong, what it tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from salesnb.labels import Sentence
from salesnb.reports.plan import Task

State = Literal["made", "held", "failed", "interrupted"]
Result = Literal["made", "failed", "crashed", "too_long", "too_big", "stopped"]


@dataclass(frozen=True)
class Attempt:
    """One try: how long it took, how it ended, what was said."""

    seconds: float
    result: Result
    error: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the gate says of a report that was executed.

    Attributes
    ----------
    hold : the report is not to be published.
    remarks : what is wrong; shown at the top of a report that is published all the same.
    """

    hold: bool = False
    remarks: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class FailedCell:
    """A cell that failed: its number, one sentence, and where it happened."""

    cell: int | None
    error: str
    traceback: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one report.

    Attributes
    ----------
    seconds : from start to files, of all attempts.
    headline : the report's first finding, for the index.
    flags : how many red flags it raises.
    report, told : the kind of report, and what it tells the one after it.
    error : one sentence in the report's language, where it failed or was held; no file of it was
        written.
    state : made, held by the gate, failed, or interrupted with the run.
    failed : the cell that ended it.
    sections : optional cells in whose place the report has a remark.
    remarks : what the gate found.
    executed : the executed notebook, kept for the operator where something went wrong.
    """

    task: Task
    seconds: float
    headline: str = ""
    flags: int = 0
    report: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    state: State = "made"
    attempts: tuple[Attempt, ...] = ()
    failed: FailedCell | None = None
    sections: tuple[FailedCell, ...] = ()
    remarks: tuple[Sentence, ...] = ()
    executed: Path | None = None
