"""A checked copy in a new workbook: of CSV, xls and the like, and of what is too large to keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl

from salesnb.labels import label
from salesnb.loaders.sheets.headers import column_letter
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.workbooks.cells import FILLS, Pen, comment_of, text_width
from salesnb.loaders.workbooks.marks import Mark, Marks

_MEASURED = 200
_EXCEL_ROWS = 1_048_000


@dataclass
class Plain:
    """Writes sheets of text, row by row.

    Attributes
    ----------
    headers : {sheet: row number of its headers, 0 = none}.
    short : only what stands above and in the header row, and the rows with problems.
    rows : by sheet, where a row of the original is in the copy; filled if `short`.
    comments : how many more cells may get a comment.
    """

    titles: Mapping[str, str]
    marks: Marks
    headers: Mapping[str, int]
    lang: str
    comments: int
    short: bool = False
    rows: dict[str, dict[int, int]] = field(default_factory=dict)

    def workbook(self, sheets: Sequence[RawSheet]) -> Any:
        """Return the workbook, without the list of problems."""
        made = openpyxl.Workbook(write_only=True)
        for sheet in sheets:
            if not self.short or sheet.sheet in self.headers:
                self._write(made.create_sheet(self.titles[sheet.sheet]), sheet)
        return made

    def _write(self, page: Any, sheet: RawSheet) -> None:
        marks = self.marks.get(sheet.sheet, {})
        header = self.headers.get(sheet.sheet, 0)
        taken = self._taken(sheet, header, marks)
        for position, width in _widths(sheet, header).items():
            page.column_dimensions[column_letter(position)].width = width
        if header:
            page.freeze_panes = f"A{header + 1}"
        pen = Pen(page)
        by_row: dict[int, dict[int, Mark]] = {}
        for (row, column), mark in marks.items():
            by_row.setdefault(row, {})[column] = mark
        cells = sheet.cells.iloc[taken]
        for there, (row, texts) in enumerate(
            zip(taken, cells.itertuples(index=False, name=None), strict=True)
        ):
            values = self._values(pen, there, texts, sheet.first_column, by_row.get(row, {}))
            if row == header - 1:
                values = _as_heads(pen, there, values)
                if self.short:
                    head = label("original_row", self.lang)
                    values.append(pen.text(there + 1, len(values) + 1, head, "data_head"))
            elif self.short and row >= header:
                values.append(row + 1)
            page.append(values)

    def _taken(
        self, sheet: RawSheet, header: int, marks: Mapping[tuple[int, int], Mark]
    ) -> list[int]:
        if not self.short:
            return list(range(len(sheet.cells)))
        bad = sorted({row for row, _ in marks if row >= header})
        taken = [*range(header), *bad[: _EXCEL_ROWS - header]]
        self.rows[sheet.sheet] = {row: there for there, row in enumerate(taken)}
        return taken

    def _values(
        self,
        pen: Pen,
        row: int,
        texts: Sequence[Any],
        first: int,
        bad: Mapping[int, Mark],
    ) -> list[Any]:
        values: list[Any] = [None] * first
        for column, text in enumerate(texts, start=first):
            value = pen.native(row + 1, column + 1, text) if isinstance(text, str) else None
            if column in bad:
                value = self._marked(pen, row, column, value, bad[column])
            values.append(value)
        return values

    def _marked(self, pen: Pen, row: int, column: int, value: Any, mark: Mark) -> Any:
        cell = value
        if not hasattr(value, "coordinate"):
            cell = pen.text(row + 1, column + 1, "")
            cell.value = value
        cell.fill = FILLS[mark.severity]
        if self.comments > 0:
            cell.comment = comment_of(mark.text)
            self.comments -= 1
        return cell


def _as_heads(pen: Pen, row: int, values: Sequence[Any]) -> list[Any]:
    made = []
    for column, value in enumerate(values, start=1):
        if hasattr(value, "coordinate") or value is None:
            made.append(value)
        else:
            made.append(pen.text(row + 1, column, "", "data_head"))
            made[-1].value = value
    return made


def _widths(sheet: RawSheet, header: int) -> dict[int, int]:
    """Return the width of each column, by its headers and its first cells."""
    top = sheet.cells.iloc[max(header - 1, 0) : header + _MEASURED]
    return {
        position + sheet.first_column: min(40, max(10, 2 + _longest(top[position].dropna())))
        for position in range(sheet.cells.shape[1])
    }


def _longest(texts: Any) -> int:
    return max((text_width(text) for text in texts), default=0)
