"""Accepted suggestions of a checked copy: put into its cells before anything is read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from salesnb.labels import LANGUAGES, label
from salesnb.loaders.notes import Note, make_note
from salesnb.loaders.sheets.headers import column_letter
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.values.failure import Failure
from salesnb.loaders.values.mending import readings_of
from salesnb.loaders.values.words import folded, parse_flag
from salesnb.loaders.workbooks.problem_sheet import is_problem_sheet, read_problem_sheet
from salesnb.loaders.workbooks.texts import Texts, find_row, split_cell

CHECKED_SUFFIX = ".checked.xlsx"
_ACCEPTED = {"采纳", "接受", "同意", "ok", "accept", "accepted", "1.0"}
_DELETED = {"删除", "删除本行", "删除整行", "删除该行", "delete", "deleterow", "deletetherow"}
_SHOWN_CELLS = 10
_HEADER_ROWS = 15


@dataclass
class Corrected:
    """The sheets of one file with its accepted corrections in them.

    Attributes
    ----------
    sheets : without the list of problems and without the column of original row numbers.
    notes : what was applied, and what was not, and why.
    cells : {(sheet, row, column counted from 0): new text}.
    deleted : {(sheet, row)} of the rows that the user ordered to leave out.
    marked : sheet and cell of every line of the list that was there.
    """

    sheets: list[RawSheet]
    notes: list[Note] = field(default_factory=list)
    cells: dict[tuple[str, int, int], str] = field(default_factory=dict)
    deleted: set[tuple[str, int]] = field(default_factory=set)
    marked: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def is_copy(self) -> bool:
        """Whether the file had a list of problems."""
        return "cell" in self.marked


def apply_corrections(sheets: Sequence[RawSheet]) -> tuple[list[RawSheet], list[Note]]:
    """Return the sheets of all files with accepted corrections in them, and notes on these.

    Only files with a list of problems change, whatever their names are.
    """
    files = dict.fromkeys(sheet.file for sheet in sheets)
    done = [corrected([sheet for sheet in sheets if sheet.file == file]) for file in files]
    return [s for each in done for s in each.sheets], [n for each in done for n in each.notes]


def corrected(sheets: Sequence[RawSheet]) -> Corrected:
    """Apply the accepted lines of the list of problems of one file.

    A line holds for its cell as it was when the list was made: a cell that the user has changed
    since then stays as it is now; a row that has moved, because rows were sorted or taken out, is
    looked for by what stood beside the cell. A cell is corrected at most once.
    """
    lists = [sheet for sheet in sheets if is_problem_sheet(sheet)]
    if not lists:
        return Corrected(list(sheets))
    data = [_without_row_numbers(sheet) for sheet in sheets if sheet not in lists]
    lines = pd.concat([read_problem_sheet(sheet) for sheet in lists], ignore_index=True)
    answered = lines[lines["accept"] != ""]
    run = _Run(Corrected(data, marked=lines[["sheet", "cell", "line"]]), answered, lists[0].file)
    for line in answered.to_dict("records"):
        run.follow({str(name): value for name, value in line.items()})
    return run.finish()


class _Run:
    """The lines of one list, followed one by one."""

    def __init__(self, made: Corrected, answered: pd.DataFrame, file: str) -> None:
        self._made = made
        self._file = file
        self._before = {sheet.sheet: sheet for sheet in made.sheets}
        rows = [split_cell(cell)[0] for cell in answered["cell"]]
        self._texts = {sheet.sheet: Texts(sheet, rows) for sheet in made.sheets}
        self._by_rule: dict[str, int] = {}
        self._cells: dict[str, list[str]] = {}

    def follow(self, line: Mapping[str, str]) -> None:
        """Note one line: a new text for its cell, a row to leave out, or why neither."""
        answer = _answer(line["accept"])
        if answer == "no":
            return
        place = f"{line['sheet']}!{line['cell']}"
        if answer == "":
            self._tell("unclear", f"{place} ({line['accept'][:20]})")
            return
        wanted = line["suggestion"].strip()
        if answer == "yes" and not wanted:
            self._tell("empty", place)
        elif answer == "yes" and len(readings_of(line["rule"], wanted)) > 1:
            self._tell("choose", place)
        else:
            self._change(line, place, wanted if answer == "yes" else None)

    def finish(self) -> Corrected:
        """Put the changes into the sheets, and say what was done."""
        made = self._made
        made.sheets = [self._changed(sheet) for sheet in made.sheets]
        if self._by_rule:
            rules = ", ".join(f"{rule} {count:,}" for rule, count in self._by_rule.items())
            total = sum(self._by_rule.values())
            made.notes.append(make_note("corrections", self._file, count=total, rules=rules))
        for name, rows in _rows_by_sheet(made.deleted).items():
            shown = _listed([str(row + 1) for row in rows])
            made.notes.append(
                make_note("rows_deleted", self._file, name, count=len(rows), rows=shown)
            )
        for key, cells in self._cells.items():
            made.notes.append(make_note(f"correction_{key}", self._file, cells=_listed(cells)))
        return made

    def _change(self, line: Mapping[str, str], place: str, wanted: str | None) -> None:
        sheet = self._before.get(line["sheet"])
        row, column = split_cell(line["cell"])
        if sheet is None or row < 0 or not _has(sheet, column):
            self._tell("gone", place)
            return
        texts = self._texts[sheet.sheet]
        around = _read_beside(line["beside"])
        here = [texts.says(row, letters, text) for letters, text in around.items()]
        unchanged = texts.at(row, column, line["rule"]) == line["value"]
        if not (all(here) or (any(here) and unchanged and line["value"])):
            # Partly other neighbours are no other row: only the value could tell, and does not.
            moved = column_letter(column)
            row = -1 if any(here) else find_row(sheet, around, moved, line["value"])
            unchanged = True
        if not 0 <= row < len(sheet.cells):
            self._tell("moved", place)
        elif wanted is None:
            self._made.deleted.add((sheet.sheet, row))
        elif not unchanged:
            if texts.at(row, column, line["rule"]) != wanted:
                self._tell("kept", place)
        elif (sheet.sheet, row, column) not in self._made.cells:
            self._made.cells[sheet.sheet, row, column] = wanted
            self._by_rule[line["rule"]] = self._by_rule.get(line["rule"], 0) + 1

    def _changed(self, sheet: RawSheet) -> RawSheet:
        cells = {key: text for key, text in self._made.cells.items() if key[0] == sheet.sheet}
        rows = [row for name, row in self._made.deleted if name == sheet.sheet]
        if not cells and not rows:
            return sheet
        frame = sheet.cells.copy()
        for (_, row, column), text in cells.items():
            frame.iat[row, column - sheet.first_column] = text
        frame.iloc[rows] = pd.NA
        return replace(sheet, cells=frame.astype("str"))

    def _tell(self, key: str, cell: str) -> None:
        cells = self._cells.setdefault(key, [])
        if cell not in cells:
            cells.append(cell)


def _answer(text: str) -> str:
    """Return yes, no or delete; empty = none of them."""
    word = folded(text)
    if word in _DELETED:
        return "delete"
    if word in _ACCEPTED:
        return "yes"
    flag = parse_flag(text)
    return "" if isinstance(flag, Failure) else "yes" if flag else "no"


def _without_row_numbers(sheet: RawSheet) -> RawSheet:
    """Drop the column that tells the rows of the file from which a shortened copy was made."""
    own = {label("original_row", lang) for lang in LANGUAGES}
    top = sheet.cells.iloc[:_HEADER_ROWS]
    for position in reversed(range(sheet.cells.shape[1])):
        if top[position].isin(own).any():
            return replace(sheet, cells=sheet.cells.iloc[:, :position])
    return sheet


def _has(sheet: RawSheet, column: int) -> bool:
    return 0 <= column - sheet.first_column < sheet.cells.shape[1]


def _read_beside(text: str) -> dict[str, str]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _rows_by_sheet(deleted: set[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, row in sorted(deleted):
        found.setdefault(name, []).append(row)
    return found


def _listed(cells: Sequence[str]) -> str:
    shown = ", ".join(cells[:_SHOWN_CELLS])
    return f"{shown} …" if len(cells) > _SHOWN_CELLS else shown
