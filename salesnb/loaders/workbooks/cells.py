"""Cells of workbooks that are written: text stays text, and a look is made once."""

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

AUTHOR = "salesnb"
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,10})(?:\.\d{0,3}[1-9])?")
_MOMENT = re.compile(r"(?:19|20|21)\d{2}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
_LONGEST = 32_767
_LONGEST_COMMENT = 2_000
_LINE = Side(style="thin", color="D0D5DB")


@dataclass(frozen=True)
class Look:
    """How a cell looks; colours are RGB."""

    fill: str = ""
    color: str = "000000"
    bold: bool = False
    size: int = 11
    underline: bool = False
    wrap: bool = False
    boxed: bool = False
    center: bool = False
    pattern: str = "General"


LOOKS: Mapping[str, Look] = {
    "title": Look(bold=True, size=14),
    "remark": Look(color="595959"),
    "head": Look(fill="1F3864", color="FFFFFF", bold=True, wrap=True, boxed=True, center=True),
    "fill_in": Look(fill="375623", color="FFFFFF", bold=True, wrap=True, boxed=True, center=True),
    "error": Look(fill="FFC7CE", color="9C0006", boxed=True, center=True),
    "warning": Look(fill="FFEB9C", color="7F6000", boxed=True, center=True),
    "text": Look(wrap=True, boxed=True),
    "link": Look(color="0563C1", underline=True, boxed=True, center=True),
    "answer": Look(fill="E2EFDA", wrap=True, boxed=True, pattern="@"),
    "rule": Look(color="7F7F7F", boxed=True),
    "data_head": Look(fill="DDE3EA", bold=True, wrap=True, boxed=True),
    "hidden": Look(),
}
FILLS = {"error": PatternFill("solid", "FFFFC7CE"), "warning": PatternFill("solid", "FFFFEB9C")}


@dataclass
class Pen:
    """Makes the cells of one page of an openpyxl workbook."""

    page: Any
    _styles: dict[str, Any] = field(default_factory=dict)

    def text(self, row: int, column: int, text: str, look: str = "") -> Cell:
        """Return a cell of text: what begins with `=` is no formula."""
        cell: Cell = Cell(self.page, row=row, column=column)
        if text:
            set_text(cell, text)
        if look:
            cell._style = copy(self._style(look))
        return cell

    def native(self, row: int, column: int, text: str) -> Any:
        """Return a value as typed: a number or date as such, everything else as text."""
        value = native(text)
        if isinstance(value, str) and (value[0] in "=#" or ILLEGAL_CHARACTERS_RE.search(value)):
            return self.text(row, column, value)
        return value

    def _style(self, look: str) -> Any:
        if look not in self._styles:
            given, cell = LOOKS[look], Cell(self.page, row=1, column=1)
            underline = "single" if given.underline else None
            cell.font = Font(
                name="Calibri",
                bold=given.bold,
                size=given.size,
                color=given.color,
                underline=underline,
            )
            if given.fill:
                cell.fill = PatternFill("solid", given.fill)
            cell.alignment = Alignment(
                wrap_text=given.wrap,
                vertical="center" if given.center else "top",
                horizontal="center" if given.center else None,
            )
            if given.boxed:
                cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
            cell.number_format = given.pattern
            self._styles[look] = cell._style
        return self._styles[look]


def native(text: str) -> str | float | date:
    """Return a number or a moment for a text that Excel holds as such; everything else as it is.

    Examples
    --------
    >>> native("12.5"), native("007"), native("2026-03-05 00:00:00")
    (12.5, '007', datetime.date(2026, 3, 5))
    """
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if _MOMENT.fullmatch(text):
        moment = datetime.fromisoformat(text)
        return moment.date() if text.endswith(" 00:00:00") else moment
    return text[:_LONGEST]


def set_text(cell: Any, text: str) -> None:
    """Write text into a cell, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST]
    cell.data_type = "s"


def comment_of(text: str) -> Comment:
    """Return a comment whose box has room for its text."""
    cut = text[:_LONGEST_COMMENT]
    lines = sum(1 + text_width(line) // 46 for line in cut.splitlines())
    return Comment(cut, AUTHOR, height=min(400, 26 + 19 * lines), width=340)


def text_width(text: str) -> int:
    """Return how wide a text is, in letters; a Chinese one counts twice."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
