"""The XML of one xlsx sheet, looked through once: how far it reaches, formulas, merged cells.

A small sheet is parsed. A large one is searched by patterns, a hundred megabytes in a third of a
second; where a cell is written in an unusual way, it is parsed all the same.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

import numpy as np

from salesnb.loaders.sheets.headers import column_letter

_SMALL = 512 << 10
_CARRIED = 64 << 20
_MERGED_WITHIN = 30
_LARGE_RECTANGLE = 30_000_000
_UNVALUED = re.compile(
    rb'<c r="([A-Z]+)(\d+)"([^>]*)>\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)\s*'
    rb"(<v\s*/>|<v>\s*</v>|<v>0</v>)?\s*</c>"
)
_FORMULA = re.compile(rb"<f[ >/]")
_FILLED = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*(?<!/)>')
_USUAL = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_SHARED = re.compile(rb't="s"[^>]*>\s*<v>(\d{1,9})<')
_MERGE = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_REFERENCE = re.compile(r"([A-Za-z]{1,7})(\d{1,12})")
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
# Rows up to 99,999, up to 999,999, and up to 1,049,999, just above what Excel has.
_ROWS = ((99_999, r"\d{1,5}"), (999_999, r"\d{1,6}"), (1_049_999, r"(?:\d{1,6}|10[0-4]\d{4})"))
MOST_ROWS = _ROWS[-1][0]
Blocks = Callable[[], Iterator[bytes]]


class BrokenSheetError(ValueError):
    """The XML of a sheet cannot be read."""


@dataclass
class SheetScan:
    """What was found.

    Attributes
    ----------
    rows, columns : the rectangle around all filled cells; of a large sheet an upper bound.
    filled : how many cells are filled; of a large sheet only where the rectangle is large.
    farthest : the filled cell that makes the rectangle so large.
    unvalued : (row, column) of the formulas without a result, 0-based.
    merged : merged cells that begin in the first 30 rows, 0-based.
    declares : whether there is a DTD.
    """

    rows: int = 0
    columns: int = 0
    filled: int = 0
    farthest: str = ""
    unvalued: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    declares: bool = False

    def add_merged(self, first: str, top: str, last: str, bottom: str) -> None:
        """Add a range of merged cells."""
        if int(top) <= _MERGED_WITHIN:
            self.merged.append((int(top) - 1, position(first), int(bottom) - 1, position(last)))


def scan_sheet(blocks: Blocks, length: int, *, recalculated: bool) -> SheetScan:
    """Look through a sheet.

    Parameters
    ----------
    blocks : begins to read the part anew.
    length : of the part, in bytes; small ones are parsed.
    recalculated : the workbook asks Excel to compute it when it is opened, so that the result 0
        of a formula is a placeholder of the program that wrote it.

    Raises
    ------
    BrokenSheetError
        The XML is damaged.
    """
    if length > _SMALL:
        found = _Search(recalculated).run(blocks)
        if found is not None:
            return found
    return _Parser(recalculated).run(blocks())


def count_text(blocks: Iterator[bytes], lengths: np.ndarray) -> int:
    """Return how many bytes of text a sheet's cells have, given the lengths of shared strings."""
    most = len(lengths)
    total = 0
    for piece in _pieces(blocks):
        shared = np.array(_SHARED.findall(piece), dtype="S9").astype(np.int64)
        total += int(lengths[shared[shared < most]].sum())
    return total


def position(letters: str) -> int:
    """Return the 0-based position of a column.

    Examples
    --------
    >>> position("A"), position("XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


class _Parser:
    """Every element, whatever its prefix and the order of its attributes."""

    def __init__(self, recalculated: bool) -> None:
        self._found = SheetScan()
        self._blank = ("", "0") if recalculated else ("",)
        self._row = self._column = -1
        self._farthest_row = self._farthest_column = ""
        self._is_filled = self._is_formula = self._in_value = self._has_value = False
        self._type = self._value = ""

    def run(self, blocks: Iterator[bytes]) -> SheetScan:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            for block in blocks:
                parser.Parse(block)
                if self._found.declares:
                    return self._found
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise BrokenSheetError(str(error)) from error
        wide = self._found.columns > 1_000
        self._found.farthest = self._farthest_column if wide else self._farthest_row
        return self._found

    def _doctype(self, *_: Any) -> None:
        self._found.declares = True

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "is"):
            self._is_filled = True
            self._in_value = self._has_value = name == "v"
        elif name == "f":
            self._is_formula = self._is_filled = True
        elif name == "row":
            given = attributes.get("r", "")
            self._row = int(given) - 1 if given.isdecimal() else self._row + 1
            self._column = -1
        elif name == "mergeCell" and (match := _RANGE.fullmatch(attributes.get("ref", ""))):
            self._found.add_merged(*match.groups())

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if "r" in attributes:
            match = _REFERENCE.fullmatch(attributes["r"])
            if match is None:
                raise BrokenSheetError(attributes["r"])
            self._column, self._row = position(match[1]), int(match[2]) - 1
        self._is_filled = self._is_formula = self._has_value = False
        self._type, self._value = attributes.get("t", ""), ""

    def _text(self, text: str) -> None:
        if self._in_value and self._is_formula:
            self._value += text

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self._in_value = False
        if name != "c" or not self._is_filled:
            return
        found, row, column = self._found, self._row, self._column
        found.filled += 1
        if row >= found.rows:
            found.rows, self._farthest_row = row + 1, f"{column_letter(column)}{row + 1}"
        if column >= found.columns:
            found.columns, self._farthest_column = column + 1, f"{column_letter(column)}{row + 1}"
        is_text = self._type == "str" and self._has_value and not self._value
        if self._is_formula and self._value.strip() in self._blank and not is_text:
            found.unvalued.append((row, column))


class _Search:
    """A large sheet by patterns; None where something in it is written in an unusual way."""

    def __init__(self, recalculated: bool) -> None:
        self._found = SheetScan(rows=_ROWS[0][0], columns=26)
        self._recalculated = recalculated
        self._farther = self._pattern(0)

    def run(self, blocks: Blocks) -> SheetScan | None:
        for number, piece in enumerate(_pieces(blocks())):
            if number == 0 and (b"<sheetData" not in piece or b"<!" in piece):
                return None
            if not self._reaches(piece):
                return None
            if _FORMULA.search(piece):
                self._add_formulas(piece)
            for match in _MERGE.finditer(piece, max(piece.rfind(b"</row>"), 0)):
                self._found.add_merged(*(part.decode() for part in match.groups()))
        if self._found.rows * self._found.columns > _LARGE_RECTANGLE:
            self._measure(blocks())
        return self._found

    def _pattern(self, step: int) -> re.Pattern[bytes]:
        self._step = step
        self._found.rows = _ROWS[step][0]
        columns = _up_to(column_letter(self._found.columns - 1))
        usual = f' r="(?:{columns}){_ROWS[step][1]}"'
        return re.compile(rf"<c(?!{usual})(?![A-Za-z])([^>]*)(?<!/)>".encode())

    def _reaches(self, piece: bytes) -> bool:
        """Widen the rectangle by the filled cells outside it; False = a cell is unusual."""
        at = 0
        while match := self._farther.search(piece, at):
            at = match.end()
            usual = _USUAL.match(match[1])
            if usual is None:
                return False
            column, row = position(usual[1].decode()) + 1, int(usual[2])
            step = next((n for n, (most, _) in enumerate(_ROWS) if row <= most), None)
            if step is None or column > 16_384:
                return False
            if column > self._found.columns:
                self._found.columns = column
                self._found.farthest = match[1].split(b'"')[1].decode()
            self._farther = self._pattern(max(step, self._step))
        return True

    def _add_formulas(self, piece: bytes) -> None:
        for match in _UNVALUED.finditer(piece):
            value = match[4] or b""
            if value == b"<v>0</v>" and not self._recalculated:
                continue
            if value and value != b"<v>0</v>" and b't="str"' in match[3]:
                continue
            self._found.unvalued.append((int(match[2]) - 1, position(match[1].decode())))

    def _measure(self, blocks: Iterator[bytes]) -> None:
        """Find the true last row, and how many cells are filled."""
        last, farthest = 0, ""
        for piece in _pieces(blocks):
            cells = _FILLED.findall(piece)
            self._found.filled += len(cells)
            if cells:
                letters, row = max(cells, key=lambda cell: int(cell[1]))
                if int(row) > last:
                    last, farthest = int(row), f"{letters.decode()}{row.decode()}"
        self._found.rows = last
        if self._found.columns <= 1_000:
            self._found.farthest = farthest


def _pieces(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Cut the blocks between rows, so that no cell is torn apart."""
    carried = b""
    for block in blocks:
        carried += block
        cut = carried.rfind(b"<row")
        if cut <= 0:
            cut = carried.rfind(b">") + 1 if b"<row" not in carried else 0
        if cut:
            yield carried[:cut]
            carried = carried[cut:]
        if len(carried) > _CARRIED:
            raise BrokenSheetError("a row that does not end")
    yield carried


def _up_to(last: str) -> str:
    """Return the pattern of all columns up to one.

    Examples
    --------
    >>> _up_to("AM")
    '[A-Z]{1,1}|A[A-M]'
    """
    parts = [f"[A-Z]{{1,{len(last) - 1}}}"] if len(last) > 1 else []
    for n, letter in enumerate(last):
        rest = len(last) - n - 1
        if not rest:
            parts.append(f"{last[:n]}[A-{letter}]")
        elif letter > "A":
            parts.append(f"{last[:n]}[A-{chr(ord(letter) - 1)}]" + "[A-Z]" * rest)
    return "|".join(parts)
