"""Cells of a report's workbook: text stays text, what is missing stays empty, looks are shared."""

import math
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeGuard

import xlsxwriter

from salesnb.figures.theme import colour
from salesnb.formats import MISSING
from salesnb.labels import label
from salesnb.loaders.workbooks.cells import text_width

LINE = 16.5  # points: the height of a row of text
_ONE_PAGE, _FEW_PAGES = 48, 4  # rows of a page, printed smaller if need be
_LONGEST = 32_767  # of a cell, in units of UTF-16
_LONGEST_AS_TEXT = 255  # longer ones Excel shows as #### in the number format @
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BAITS = ("=", "+", "-", "@")
_FIRST_DAY = date(1900, 3, 1)  # before it Excel's days are one off
_NUMBERS = {
    "text": "@",
    "date": "yyyy-mm-dd",
    "money": "#,##0",
    "count": "#,##0",
    "percent": "0.0%",
    "chance": "0.0%",
    "rate": "0.0%",
    "bar": "0.0%",
    "change": "+0.0%;-0.0%;0.0%",
    "number": "#,##0.###",
}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "font_color": colour("ink")},
    "headline": {"bold": True, "font_size": 12, "font_color": colour("ink")},
    "soft": {"font_color": colour("soft")},
    "note": {"font_color": colour("soft"), "text_wrap": True, "valign": "top"},
    "sentence": {"font_size": 11, "text_wrap": True, "valign": "top"},
    "link": {"font_color": colour("accent"), "underline": 1},
    "head": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "bg_color": colour("band"),
        "bottom": 1,
        "bottom_color": colour("mute"),
    },
    "cell": {"bottom": 1, "bottom_color": colour("line"), "valign": "top"},
    "bad": {"font_color": colour("bad"), "bold": True},
    "warn": {"font_color": colour("warn"), "bold": True},
    "small": {"font_color": colour("mute"), "italic": True},
    "wrap": {"text_wrap": True},
    "left": {"align": "left", "indent": 1},
    "right": {"align": "right"},
    "quoted": {"quote_prefix": True},
    "bold": {"bold": True},
}


class Pen:
    """Writes cells of one workbook.

    Parameters
    ----------
    book : xlsxwriter.Workbook
    lang : str
        `zh` or `en`.
    """

    def __init__(self, book: xlsxwriter.Workbook, lang: str) -> None:
        self.book, self.lang = book, lang
        self._formats: dict[tuple[str, ...], Any] = {}

    def look(self, *names: str, pattern: str = "") -> Any:
        """Return the format of looks laid over each other, with a number format."""
        key = (*names, pattern)
        if key not in self._formats:
            made: dict[str, Any] = {"num_format": pattern} if pattern else {}
            for name in names:
                made |= _LOOKS[name]
            self._formats[key] = self.book.add_format(made)
        return self._formats[key]

    def text(self, page: Any, row: int, column: int, words: str, *looks: str) -> None:
        """Write a text, whatever it begins with; of none a cell that is empty."""
        self.value(page, row, column, clean(words) or None, self._shape(words, looks))

    def _shape(self, words: str, looks: tuple[str, ...]) -> Any:
        """Of what begins like a formula a look by which it stays text also when it is edited.

        The pattern `@` would do as well, but Excel shows a long text in it as ####.
        """
        return self.look(*looks, "quoted") if words[:1] in _BAITS else self.look(*looks)

    def value(self, page: Any, row: int, column: int, value: Any, shape: Any) -> None:
        """Write a value of `native` in a format."""
        if value is None:
            page.write_blank(row, column, None, shape)
        elif isinstance(value, str):
            page.write_string(row, column, value, shape)
        elif isinstance(value, date):
            page.write_datetime(row, column, value, shape)
        else:
            page.write_number(row, column, value, shape)

    def paragraph(
        self, page: Any, row: int, last_column: int, words: str, room: float, *looks: str
    ) -> None:
        """Write a text over the columns up to the last one, in a row that is high enough."""
        shape = self._shape(words, looks)
        if last_column:
            page.merge_range(row, 0, row, last_column, "", shape)
        page.write_string(row, 0, clean(words), shape)
        page.set_row(row, height_of(words, room))

    def pattern(self, kind: str, values: list[Any]) -> str:
        """Return the number format of a kind; days and hours without decimals where there are none."""
        if kind in ("days", "hours"):
            is_whole = all(value == int(value) for value in values if _is_number(value))
            number = "#,##0" if is_whole else "#,##0.0"
            return label(f"{kind}_pattern", self.lang, number=number)
        if kind == "points":
            parts = (label("points_pattern", self.lang, number=n) for n in ("+0.0", "-0.0", "0.0"))
            return ";".join(parts)
        if kind == "date" and any(isinstance(value, datetime) for value in values):
            return "yyyy-mm-dd hh:mm"
        if kind == "text" and any(len(value or "") > _LONGEST_AS_TEXT for value in values):
            return "General"
        return _NUMBERS.get(kind, _NUMBERS["number"])


def native(value: Any, kind: str, lang: str) -> str | float | date | None:
    """Return a value of a block as Excel holds it; a missing one is None.

    Examples
    --------
    >>> native("2026-10-31", "date", "en"), native(0.1, "points", "en"), native("–", "text", "en")
    (datetime.date(2026, 10, 31), 10.0, None)
    """
    if isinstance(value, bool):
        return label("flag_yes", lang) if value else None
    if _is_number(value):
        if not math.isfinite(value):
            return None
        return float(Decimal(str(value)) * 100) if kind == "points" else value
    if value is None or value == MISSING:
        return None
    if kind == "date":
        return _day(str(value))
    return clean(str(value)) or None


def clean(words: str) -> str:
    """Return a text that a cell can hold: no control characters, at most 32,767 long."""
    kept = _REFUSED.sub("", words[:_LONGEST])
    if len(kept) * 2 > _LONGEST:  # letters beyond the first 65,536 count twice
        kept = kept.encode("utf-16-le")[: _LONGEST * 2].decode("utf-16-le", "ignore")
    return kept


def fit_to_pages(sheet: Any, rows: int) -> None:
    """Print a sheet one page wide; a short one on as few pages as its rows can be read on."""
    pages = math.ceil(rows / _ONE_PAGE)
    sheet.fit_to_pages(1, pages if pages <= _FEW_PAGES else 0)


def height_of(words: str, room: float) -> float:
    """Return how high a row must be for a text in a width, in points."""
    lines = sum(max(1, math.ceil(text_width(line) * 0.96 / room)) for line in words.split("\n"))
    return min(LINE * lines, 400)


def shown_width(value: Any, pattern: str) -> int:
    """Return how wide a value is as shown, in letters."""
    if value is None:
        return 0
    if isinstance(value, str):
        return max(map(text_width, value.split("\n")))
    if isinstance(value, date):
        return 16 if isinstance(value, datetime) else 10
    if "%" in pattern:
        return len(f"{value * 100:.1f}%") + 1
    unit = "".join(re.findall('"(.*?)"', pattern.split(";")[0]))
    return len(f"{value:,.0f}") + text_width(unit) + 2 * ("." in pattern)


def _day(text: str) -> str | date:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return clean(text)
    moment = moment.replace(tzinfo=None)
    if moment.date() < _FIRST_DAY:
        return clean(text)
    return moment.date() if len(text) <= 10 else moment


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
