"""What a checked copy marks: the cells with problems, and the lines of their list."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from salesnb.labels import label
from salesnb.loaders.problems import say_place
from salesnb.loaders.sheets.headers import column_letter
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.values.mending import mended
from salesnb.loaders.workbooks.texts import Texts, split_cell


@dataclass(frozen=True)
class Mark:
    """A cell with problems: the worst severity, and what is said of it."""

    severity: str
    text: str


Marks = Mapping[str, Mapping[tuple[int, int], Mark]]


def marks_of(problems: pd.DataFrame, lang: str) -> dict[str, dict[tuple[int, int], Mark]]:
    """Return {sheet: {(row, column), counted from 0: mark}}."""
    marks: dict[str, dict[tuple[int, int], Mark]] = {}
    for problem in problems[problems["cell"] != ""].to_dict("records"):
        sheet = marks.setdefault(problem["sheet"], {})
        at = split_cell(problem["cell"])
        before = sheet.get(at, Mark("warning", ""))
        severity = "error" if "error" in (before.severity, problem["severity"]) else "warning"
        text = "\n".join(filter(None, (before.text, said(problem, lang))))
        sheet[at] = Mark(severity, text)
    return marks


def lines_of(
    problems: pd.DataFrame, sheets: Sequence[RawSheet], marks: Marks, lang: str
) -> pd.DataFrame:
    """Return the lines of the list: the problems with what the cell says and what it should say."""
    rows = {name: {split_cell(cell)[0] for cell in group} for name, group in _cells(problems)}
    texts = {s.sheet: Texts(s, rows[s.sheet]) for s in sheets if s.sheet in rows}
    typed: list[str] = []
    around: list[str] = []
    for name, cell, rule in zip(problems["sheet"], problems["cell"], problems["rule"], strict=True):
        row, column = split_cell(cell)
        if name not in texts or row < 0:
            typed.append("")
            around.append("")
            continue
        bad = _is_bad(marks.get(name, {}), row)
        typed.append(texts[name].at(row, column, rule))
        around.append(json.dumps(texts[name].beside(row, column, bad), ensure_ascii=False))
    lines = problems.assign(typed=typed, beside=around)
    lines["said"] = [said(problem, lang) for problem in problems.to_dict("records")]
    told = zip(lines["suggestion"], lines["rule"], lines["typed"], lines["cell"], strict=True)
    lines["suggestion"] = [
        (given or mended(rule, value)) if cell else "" for given, rule, value, cell in told
    ]
    return lines


def said(problem: Mapping[str, object] | Mapping[object, object], lang: str) -> str:
    """Return the message of a problem without its place."""
    given = {str(name): value for name, value in problem.items()}
    text = str(given["message_zh"] if lang == "zh" else given["message"])
    row = int(str(given["row"]))
    place = say_place(str(given["file"]), str(given["sheet"]), str(given["cell"]), row, lang)
    return text.removeprefix(place).removeprefix(label("colon", lang)).lstrip(":： ")


def moved(lines: pd.DataFrame, rows: Mapping[str, Mapping[int, int]]) -> pd.DataFrame:
    """Return the lines with their cells where a shortened copy has them.

    Parameters
    ----------
    rows : {sheet: {row of the original: row of the copy}}, counted from 0.
    """
    cells = []
    for name, cell in zip(lines["sheet"], lines["cell"], strict=True):
        row, column = split_cell(cell)
        there = rows.get(name, {}).get(row, row)
        cells.append(f"{column_letter(column)}{there + 1}" if cell else "")
    return lines.assign(cell=cells)


def _is_bad(marks: Mapping[tuple[int, int], Mark], row: int) -> Callable[[int], bool]:
    return lambda column: (row, column) in marks


def _cells(problems: pd.DataFrame) -> list[tuple[str, pd.Series]]:
    return [(str(name), cells) for name, cells in problems.groupby("sheet")["cell"]]
