"""The user's own workbook, marked in place: layout, formats and formulas elsewhere are kept."""

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.numbers import is_date_format

from salesnb.labels import LANGUAGES, label
from salesnb.loaders.sheets.headers import column_letter
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.workbooks.cells import AUTHOR, FILLS, comment_of, native, set_text
from salesnb.loaders.workbooks.corrections import Corrected
from salesnb.loaders.workbooks.marks import Mark, Marks
from salesnb.loaders.workbooks.problem_sheet import HEADS, is_problem_sheet
from salesnb.loaders.workbooks.texts import split_cell

_SUFFIXES = (".xlsx", ".xlsm")
_CELLS = 1_500_000
_XML = 400_000_000
_OURS = {fill.fgColor.rgb for fill in FILLS.values()}


@dataclass
class Kept:
    """A workbook opened to be marked.

    Attributes
    ----------
    data_sheets : sheets that are imported; their formulas give way to values, because a saved
        formula has no value until Excel has counted it again.
    looks : how the marked cells were filled before, by sheet and cell.
    formulas : how many formulas were replaced.
    comments : how many more cells may get a comment.
    """

    workbook: Any
    data_sheets: Sequence[str]
    lang: str
    comments: int
    looks: dict[tuple[str, str], PatternFill] = field(default_factory=dict)
    formulas: int = 0

    def mark(self, marks: Marks) -> None:
        """Colour the cells with problems and comment them."""
        for name, cells in marks.items():
            page = self.workbook[name]
            for (row, column), mark in cells.items():
                self._mark(page, row + 1, column + 1, mark)

    def correct(self, done: Corrected) -> None:
        """Write accepted corrections into their cells, and empty the rows to be left out."""
        for (name, row, column), text in done.cells.items():
            cell = _single(self.workbook[name], row + 1, column + 1)
            value = native(text)
            if is_date_format(cell.number_format) and isinstance(value, str):
                value = native(f"{text} 00:00:00")
                value = text if isinstance(value, str) else value
            if isinstance(value, str):
                set_text(cell, value)
            else:
                cell.value = value
        for name, row in done.deleted:
            for cell in self.workbook[name][row + 1]:
                if not isinstance(cell, MergedCell):
                    cell.value = None

    def unmark(self, lists: Sequence[str], done: Corrected) -> None:
        """Give back the look of cells that an earlier check had marked, and drop its list."""
        hidden = HEADS.index("beside") + 1
        for line in done.marked.to_dict("records") if done.is_copy else ():
            row, column = split_cell(line["cell"])
            if row < 0 or line["sheet"] not in self.workbook:
                continue
            cell = self.workbook[line["sheet"]].cell(row + 1, column + 1)
            look = self.workbook[lists[0]].cell(int(line["line"]), hidden) if lists else None
            if look is not None and cell.fill.fgColor.rgb in _OURS:
                cell.fill = copy(look.fill)
            if not isinstance(cell, MergedCell):
                cell.comment = _without_ours(cell.comment)
        for name in lists:
            del self.workbook[name]

    def replace_formulas(self, path: Path) -> None:
        """Put the values in place of the formulas of the data sheets."""
        found = {
            name: cells
            for name in self.data_sheets
            if (cells := [c for row in self.workbook[name] for c in row if c.data_type == "f"])
        }
        if not found:
            return
        values = openpyxl.load_workbook(path, data_only=True, read_only=True)
        for name, cells in found.items():
            wanted = {(cell.row, cell.column): cell for cell in cells}
            for row in values[name].iter_rows():
                for there in row:
                    if there.value is not None and (cell := wanted.get(_at(there))) is not None:
                        self._put(cell, there.value)
        values.close()

    def _put(self, cell: Any, value: Any) -> None:
        if isinstance(value, str) and not value.startswith("#"):
            set_text(cell, value)
        else:
            cell.value = value
        self.formulas += 1

    def _mark(self, page: Any, row: int, column: int, mark: Mark) -> None:
        cell = page.cell(row, column)
        self.looks[page.title, f"{column_letter(column - 1)}{row}"] = copy(cell.fill)
        cell.fill = FILLS[mark.severity]
        if self.comments <= 0 or isinstance(cell, MergedCell):
            return
        self.comments -= 1
        if cell.comment is None:
            cell.comment = comment_of(mark.text)
        else:
            before = cell.comment.text.rstrip()
            ours = comment_of(f"{before}\n{label('comment_mark', self.lang)}\n{mark.text}")
            ours.author = cell.comment.author
            cell.comment = ours


def open_to_keep(
    path: Path, sheets: Sequence[RawSheet], data_sheets: Sequence[str], lang: str, comments: int
) -> Kept | None:
    """Open a workbook to mark it in place; None where that would not keep it as it is.

    That is so for anything but xlsx and xlsm, for a workbook with far more cells than data, and
    for one that openpyxl cannot read.
    """
    if path.suffix.lower() not in _SUFFIXES or sum(s.cells.size for s in sheets) > _CELLS:
        return None
    try:
        with zipfile.ZipFile(path) as package:
            pages = [i for i in package.infolist() if i.filename.startswith("xl/worksheets/")]
        if sum(page.file_size for page in pages) > _XML:
            return None
        with _quiet():
            workbook = openpyxl.load_workbook(path, rich_text=True)
            kept = Kept(workbook, data_sheets, lang, comments)
            kept.replace_formulas(path)
    # Workbooks of foreign programs fail in openpyxl in many ways; the plain copy serves then.
    except Exception:
        return None
    return kept


def list_titles(sheets: Sequence[RawSheet]) -> list[str]:
    """Return the names of the sheets that are a list of problems."""
    return [sheet.sheet for sheet in sheets if is_problem_sheet(sheet)]


def reads_the_same(
    before: Sequence[RawSheet], after: Sequence[RawSheet], names: Sequence[str]
) -> bool:
    """Return whether the sheets that are imported say the same in both files, cell by cell."""
    there = {sheet.sheet: sheet for sheet in after}
    return all(
        sheet.sheet in there and _grids_agree(_grid(sheet), _grid(there[sheet.sheet]))
        for sheet in before
        if sheet.sheet in names
    )


def _grid(sheet: RawSheet) -> pd.DataFrame:
    """Return the filled columns of a sheet by their true position, dates without midnight."""
    columns = range(sheet.first_column, sheet.first_column + sheet.cells.shape[1])
    grid = sheet.cells.set_axis(columns, axis=1).fillna("")
    grid = grid.loc[:, (grid != "").any()]
    plain: pd.DataFrame = grid.apply(lambda texts: texts.str.removesuffix(" 00:00:00"))
    return plain


def _grids_agree(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    rows = range(max(len(one), len(other)))
    one, other = (grid.reindex(rows, fill_value="") for grid in (one, other))
    return list(one) == list(other) and bool((one.to_numpy() == other.to_numpy()).all())


def _single(page: Any, row: int, column: int) -> Any:
    """Return a cell that can be written, cutting it out of a merged range."""
    if isinstance(page.cell(row, column), MergedCell):
        for merged in list(page.merged_cells.ranges):
            if merged.min_row <= row <= merged.max_row and (
                merged.min_col <= column <= merged.max_col
            ):
                page.unmerge_cells(str(merged))
    return page.cell(row, column)


def _without_ours(comment: Comment | None) -> Comment | None:
    if comment is None or comment.author == AUTHOR:
        return None
    text = comment.text
    for lang in LANGUAGES:
        text = text.split("\n" + label("comment_mark", lang))[0]
    return Comment(text, comment.author, height=comment.height, width=comment.width)


def _at(cell: Any) -> tuple[int, int]:
    return cell.row, cell.column


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep openpyxl from telling on stderr what it leaves out; the documentation says that."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
