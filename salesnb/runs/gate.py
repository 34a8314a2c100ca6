"""Whether an executed report is good: fresh data, rows, the right sum, no empty chart."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from salesnb.figures import Block
from salesnb.labels import Sentence, say
from salesnb.reports.files import blocks_of, summary_of
from salesnb.reports.outcome import Verdict
from salesnb.reports.plan import Task
from salesnb.scopes import Scope
from salesnb.settings import Gate
from salesnb.settings.jobs import Answer
from salesnb.store import connect

_TABLES = ("leads", "opportunities", "orders", "follow_ups")
_SUM = (
    "select cast(coalesce(sum(amount), 0) as double) from orders where order_date between ? and ?"
)
_CENT = 0.01

Found = tuple[Answer, Sentence]


class Gatekeeper:
    """Judges the reports of one run.

    Parameters
    ----------
    last_import : the day of the last import of the snapshot.
    folders : per scope the folder with its extract.
    """

    def __init__(self, gate: Gate, last_import: date, folders: Mapping[Scope, Path]) -> None:
        self._gate, self._last_import, self._folders = gate, last_import, folders

    def judge(self, task: Task, notebook: Any) -> Verdict:
        """Return whether a report is to be held, and what its banner says."""
        found = [
            *self._stale(task),
            *self._uncovered(task),
            *self._extract(task, summary_of(notebook)),
            *self._charts(task, notebook),
        ]
        return Verdict(
            hold=any(answer == "hold" for answer, _ in found),
            remarks=tuple(said for answer, said in found if answer != "send"),
        )

    def _stale(self, task: Task) -> list[Found]:
        day = date.fromisoformat(str(task.parameters["as_of"]))
        age = (day - self._last_import).days
        if age <= self._gate.fresh_days:
            return []
        said = say("gate_stale", day=self._last_import, age=age, most=self._gate.fresh_days)
        return [(self._gate.stale, said)]

    def _uncovered(self, task: Task) -> list[Found]:
        """Look whether the last day of a period that is over was imported at all."""
        last = task.period.last_day
        day = date.fromisoformat(str(task.parameters["as_of"]))
        if last > day or self._last_import >= last:
            return []
        usual: Answer = "hold" if task.period.grain == "day" else "banner"
        said = say("gate_uncovered", day=self._last_import, last=last)
        return [(self._gate.uncovered or usual, said)]

    def _extract(self, task: Task, summary: Mapping[str, Any]) -> list[Found]:
        """Look at the rows that the kernel was given, by SQL that knows nothing of metrics."""
        file = self._folders[task.scope] / "extract.duckdb"
        figures = summary.get("told", {}).get("figures", {})
        with connect(file, read_only=True, is_locked=True) as connection:
            counts = {
                t: connection.execute(f"select count(*) from {t}").fetchall()[0][0] for t in _TABLES
            }
            found: list[Found] = []
            if not any(counts.values()):
                found.append((self._gate.no_rows, say("gate_no_rows", scope=task.scope)))
            days = [task.period.start, task.period.last_day]
            has_orders = connection.execute("select has_orders from parameters").fetchall()[0][0]
            if "sales" in figures and has_orders:
                told = float(figures["sales"] or 0)
                direct = connection.execute(_SUM, days).fetchall()[0][0]
                if abs(direct - told) >= _CENT:
                    shown = {"told": f"{told:,.2f}", "direct": f"{direct:,.2f}"}
                    found.append((self._gate.mismatch, say("gate_mismatch", **shown)))
        return found

    def _charts(self, task: Task, notebook: Any) -> list[Found]:
        blocks = blocks_of(notebook, task.lang)
        names = dict.fromkeys(_named_charts(blocks, str(task.period)))
        if not names:
            return []
        return [(self._gate.empty_chart, say("gate_empty_chart", charts=", ".join(names)))]


def _named_charts(blocks: Sequence[Block], period: str) -> Iterator[str]:
    """Yield how a reader finds each chart without values: its section, else what it shows."""
    section = ""
    for block in blocks:
        if block.get("kind") == "section":
            section = str(block.get("title") or "")
        if block.get("kind") == "chart" and not _has_values(block):
            yield str(block.get("caption") or section or block.get("alt") or period)


def _has_values(block: Mapping[str, Any]) -> bool:
    return any(
        isinstance(value, int | float) and not isinstance(value, bool)
        for row in block.get("rows", ())
        for value in row.values()
    )
