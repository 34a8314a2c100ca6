"""One comparison: every figure of a file judged, and the differences explained."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.compare.cells import OldCell, read_cells
from salesnb.compare.explain import FINEST, FINEST_SHARE, Explainer
from salesnb.compare.ours import Ours
from salesnb.compare.patterns import number_patterns
from salesnb.errors import DataError, FileUnreadableError, UsageError
from salesnb.labels import label, say
from salesnb.loaders.sheets.read import RawSheet, read_file
from salesnb.loaders.values.failure import NO_VALUE
from salesnb.session import Session

VERDICTS = ("same", "rounding", "different", "not_comparable")
COLUMNS = (
    "sheet", "cell", "group", "metric", "label", "period", "old", "ours", "difference", "relative",
    "verdict", "explanation", "rows",
)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """One cell with what is said of it; `rows` are those of the explanation."""

    cell: OldCell
    ours: Decimal | None
    verdict: str
    explanation: str = ""
    rows: tuple[dict[str, Any], ...] = ()
    is_explained: bool = False


@dataclass(frozen=True)
class Comparison:
    """The outcome.

    Attributes
    ----------
    judged : one entry per figure of the old report.
    notes : how the file was read, and what was not recognised.
    sheets : the old report's sheets.
    """

    judged: list[Judged]
    notes: list[str]
    sheets: Sequence[RawSheet]
    session: Session

    @property
    def frame(self) -> pd.DataFrame:
        """One row per cell, see `Workbench.compare`; the notes stand in `.attrs`."""
        frame = pd.DataFrame([self._record(each) for each in self.judged], columns=list(COLUMNS))
        frame.attrs["notes"] = list(self.notes)
        return frame

    def summary(self) -> str:
        """Return how many figures are the same, in one sentence."""
        counted = Counter(each.verdict for each in self.judged)
        return label(
            "compare_counts",
            self.session.lang,
            cells=len(self.judged),
            explained=sum(each.is_explained for each in self.judged),
            **{verdict: counted[verdict] for verdict in VERDICTS},
        )

    def _record(self, each: Judged) -> dict[str, Any]:
        cell = each.cell
        old = cell.shown.value if cell.shown else None
        known = old is not None and each.ours is not None
        difference = old - each.ours if known else None  # type: ignore[operator]
        return {
            "sheet": cell.sheet,
            "cell": cell.place,
            "group": group_of(cell, self.session),
            "metric": f"{cell.metric}:{cell.kind}" if cell.kind else cell.metric,
            "label": label_of(cell, self.session),
            "period": cell.period.text,
            "old": _float(old),
            "ours": _float(each.ours),
            "difference": _float(difference),
            "relative": _float(difference / abs(each.ours))
            if difference is not None and each.ours
            else None,
            "verdict": each.verdict,
            "explanation": each.explanation,
            "rows": list(each.rows),
        }


def compare_report(session: Session, path: Path, period: str | None = None) -> Comparison:
    """Lay the figures of a file beside ours.

    Parameters
    ----------
    period : the period of the figures; None = the one that the file names, else the session's.

    Raises
    ------
    DataError
        The file cannot be read, or no figure in it is recognised.
    """
    try:
        every = read_file(path, path.name)
    except FileUnreadableError as error:
        raise DataError(*error.args) from error
    sheets = [sheet for sheet in every if not sheet.hidden]
    asked = None if period is None else session.read_period(period)
    read = read_cells(sheets, number_patterns(path), session, asked)
    for name in (sheet.sheet for sheet in every if sheet.hidden):
        read.note(label("compare_hidden", session.lang, sheet=name))
    if not read.cells:
        raise DataError(say("compare_nothing", file=path.name))
    ours = Ours(session)
    explainer = Explainer(session, ours)
    judged = [_judge(cell, session, ours, explainer) for cell in read.cells]
    return Comparison(judged, read.notes, sheets, session)


def _judge(cell: OldCell, session: Session, ours: Ours, explainer: Explainer) -> Judged:
    said = _incomparable(cell, session)
    if said:
        return Judged(cell, None, "not_comparable", said)
    assert cell.shown is not None
    try:
        value = ours.value(cell)
    except UsageError:
        return Judged(cell, None, "not_comparable", _why_not(cell, session, ours))
    if value is None:
        said = label("compare_no_value", session.lang)
        return Judged(cell, None, "not_comparable", said)
    apart = abs(cell.shown.value - value)
    if apart <= FINEST.get(cell.unit, FINEST_SHARE):
        return Judged(cell, value, "same")
    if apart <= cell.shown.half:
        return Judged(cell, value, "rounding")
    found = explainer.explain(cell, value)
    return Judged(cell, value, "different", found.text, tuple(found.rows), found.is_found)


def _incomparable(cell: OldCell, session: Session) -> str:
    if cell.text == NO_VALUE:
        return label("compare_no_result", session.lang)
    if cell.shown is None:
        return label("compare_no_number", session.lang, text=cell.text)
    return ""


def _why_not(cell: OldCell, session: Session, ours: Ours) -> str:
    metric = session.settings.metrics[cell.metric].label(session.lang)
    if cell.kind in ("target", "completion"):
        try:
            ours.completion(cell.metric)
        except UsageError:
            return label("compare_no_completion", session.lang, metric=metric)
    named = [label(f"dimension_{name}", session.lang) for name, _ in cell.groups]
    groups = label("list_comma", session.lang).join(named)
    return label("compare_no_split", session.lang, metric=label_of(cell, session), groups=groups)


def group_of(cell: OldCell, session: Session) -> str:
    """Return the group of a cell as shown; the scope where it is the whole."""
    named = [session.name_of(dimension, value) for dimension, value in cell.groups]
    return " · ".join(named) or session.scope_title()


def label_of(cell: OldCell, session: Session) -> str:
    """Return what a cell is a figure of."""
    metric = session.settings.metrics[cell.metric].label(session.lang)
    return label(f"compare_kind_{cell.kind}", session.lang, metric=metric) if cell.kind else metric


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
