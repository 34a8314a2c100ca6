"""`draw_heatmap`: where two or three groupings meet: industry by region, one panel per level."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb.figures.canvas import Canvas
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.matrix import Matrix
from salesnb.figures.measure import Measure, Unit
from salesnb.figures.ramp import ADDITIVE, Ramp
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import cut, text_width, wrap
from salesnb.labels import label

_MOST_ROWS, _MOST_PANELS = 12, 6
_ROW, _GAP, _WIDEST = 28, 16, 112


def draw_heatmap(
    frame: pd.DataFrame,
    lang: str,
    unit: Unit = "count",
    *,
    is_sorted: bool = True,
    totals: bool = False,
    marked_means: str = "",
    currency: str = "CNY",
) -> Chart:
    """Draw a number per row and column on a colour from little to much.

    Parameters
    ----------
    frame : DataFrame
        One row per cell: `row`, `column`, `value`. Optional: `panel` (a third grouping: side by
        side, or beneath each other where a page has no room), `small` (too few cases: without a
        colour, in grey), `marked` (a cell to emphasise: framed). A missing value is a dash.
        Beyond 12 rows or columns (8 with three panels, 6 with five) the smallest become one,
        "others"; shares and lengths are left out instead.
    lang : str
        `zh` or `en`.
    unit : str
        What the values are: count, money, percent (0-1) or days.
    is_sorted : bool
        Rows and columns with the most first; otherwise in the frame's order.
    totals : bool
        Sums per row and column; only of money and counts.
    marked_means : str
        What a frame says, e.g. "twice the expected share"; shown beneath.
    currency : str
        Named in the note beneath; CNY as 元 or yuan.
    """
    optional = {"panel": "", "small": False, "marked": False}
    rows = [
        {**optional, **row} for row in rows_of(frame, ("row", "column", "value"), "draw_heatmap")
    ]
    if not any(row["value"] is not None for row in rows):
        return no_data(lang)
    by_total = ("row", "column") if is_sorted else ()
    matrix = Matrix.of(rows, lang, unit, most=_most(rows, is_sorted), sorted_by_total=by_total)
    known = [cell["value"] for cell in matrix.cells.values() if cell["value"] is not None]
    measure = Measure.of(known, lang, unit, currency, typical=median(map(abs, known)))
    sure = [
        cell["value"]
        for cell in matrix.cells.values()
        if cell["value"] and not cell["small"] and not cell["folded"]
    ]
    ramp = Ramp.of(sure or known, unit)
    totals = totals and unit in ADDITIVE
    with drawing():
        return Chart(
            _Sheet(matrix, measure, ramp, totals, WIDE).drawn(),
            _alt(matrix, measure),
            _caption(matrix, measure, marked_means),
            _Sheet(matrix, measure, ramp, totals, NARROW).drawn(),
            kind="heatmap",
            unit=unit,
            rows=rows,
        )


def _most(rows: list[dict[str, Any]], is_sorted: bool) -> dict[str, int]:
    """Return how many names an axis has at most: with more panels, fewer columns in each."""
    panels = len({str(row["panel"]) for row in rows})
    columns = 12 if panels <= 2 or not is_sorted else 8 if panels <= 4 else 6
    return {"panel": _MOST_PANELS, "row": _MOST_ROWS, "column": columns}


@dataclass(frozen=True)
class _Piece:
    """Columns of one panel that stand side by side."""

    panel: str
    columns: list[str | None]  # None: the sum of the row


class _Sheet:
    """The heat map at one width."""

    def __init__(
        self, matrix: Matrix, measure: Measure, ramp: Ramp, totals: bool, width: float
    ) -> None:
        self._matrix, self._measure, self._ramp, self._totals = matrix, measure, ramp, totals
        self._wide = width == WIDE
        self._size, self._head = (12.0, 11.5) if self._wide else (11.0, 10.5)
        widest = max(text_width(name, 12.5) for name in matrix.rows)
        self._left = min(max(widest, 32) + 12, 156 if self._wide else 94)
        self._bands = self._banded(width - self._left)
        self._cell = min(
            (width - self._left - _GAP * (len(band) - 1)) / sum(len(p.columns) for p in band)
            for band in self._bands
        )
        self._cell = min(self._cell, _WIDEST)
        self._top = 20.0 * any(matrix.panels) + self._header_lines() * 14 + 6
        self._deep = self._top + _ROW * (len(matrix.rows) + totals)
        self._canvas = Canvas(width, self._deep * len(self._bands) + 18 * (len(self._bands) - 1))

    def drawn(self) -> Figure:
        """Return the figure with all bands."""
        for number, band in enumerate(self._bands):
            self._band(band, number * (self._deep + 18))
        return self._canvas.figure

    def _banded(self, room: float) -> list[list[_Piece]]:
        """Return the pieces in lines, each with as many as have room for their numbers."""
        least = self._least()
        columns = [*self._matrix.columns, *([None] if self._totals else [])]
        size = _even(len(columns), max(int(room // least), 1))
        pieces = [
            _Piece(panel, columns[start : start + size])
            for panel in self._matrix.panels
            for start in range(0, len(columns), size)
        ]
        beside = _even(len(pieces), max(int((room + _GAP) // (size * least + _GAP)), 1))
        return [pieces[start : start + beside] for start in range(0, len(pieces), beside)]

    def _least(self) -> float:
        words = [self._words(cell["value"]) for cell in self._matrix.cells.values()]
        if self._totals:
            words += [self._words(value) for value in self._sums()]
        numbers = max(text_width(word, self._size) for word in words) + 8
        heads = " ".join(self._matrix.columns).replace("-", "- ").split() or [""]
        longest = max(text_width(head, self._head) for head in heads) + 6
        return max(numbers, min(longest, 62 if self._wide else 44), 30)

    def _sums(self) -> Iterator[float | None]:
        for panel in self._matrix.panels:
            yield self._matrix.total(panel)

    def _header_lines(self) -> int:
        names = [self._header(name) for name in (*self._matrix.columns, None)]
        return max(len(lines) for lines in names)

    def _header(self, name: str | None) -> list[str]:
        words = label("chart_total", self._measure.lang) if name is None else name
        return wrap(words, self._cell - 4, self._head)

    def _band(self, band: list[_Piece], top: float) -> None:
        for i, name in enumerate(self._matrix.rows):
            self._row_name(name, top + self._top + _ROW * (i + 0.5))
        if self._totals:
            level = top + self._deep - _ROW / 2 + 4.5
            self._canvas.text(0, level, label("chart_total", self._measure.lang), "soft", 12.5)
        x = self._left
        for piece in band:
            self._piece(piece, x, top)
            x += self._cell * len(piece.columns) + _GAP

    def _row_name(self, name: str, middle: float) -> None:
        room = self._left - 8
        lines = [cut(name, room, 12.5)]
        if not self._wide and lines[0] != name:
            lines = wrap(name, room, 11.5)
        for i, words in enumerate(lines):
            level = middle + 4.5 + 13 * (i - (len(lines) - 1) / 2)
            size = 12.5 if len(lines) == 1 else 11.5
            self._canvas.text(0, level, words, size=size, whole=name)

    def _piece(self, piece: _Piece, left: float, top: float) -> None:
        room = self._cell * len(piece.columns)
        if piece.panel:
            self._canvas.text(left + 1, top + 13, piece.panel, size=13, bold=True, room=room)
        self._fields(piece, left, top)
        for i, column in enumerate(piece.columns):
            middle = left + self._cell * (i + 0.5)
            lines = self._header(column)
            for up, words in enumerate(reversed(lines)):
                level = top + self._top - 8 - up * 14
                self._canvas.text(
                    middle, level, words, "soft", self._head, anchor="center", whole=column
                )
            for k, name in enumerate(self._matrix.rows):
                level = top + self._top + _ROW * (k + 0.5) + 4.3
                self._number(piece.panel, name, column, middle, level)
            if self._totals:
                total = self._words(self._matrix.total(piece.panel, None, column))
                level = top + self._deep - _ROW / 2 + 4.3
                self._canvas.text(middle, level, total, "soft", self._size, anchor="center")

    def _fields(self, piece: _Piece, left: float, top: float) -> None:
        """Fill the cells, all of one colour together, then frame those that are marked."""
        fields: dict[str, list[tuple[float, float, float, float]]] = {}
        framed = []
        for i, column in enumerate(piece.columns):
            for k, name in enumerate(self._matrix.rows):
                cell = self._matrix.cells.get((piece.panel, name, column or ""))
                if column is None or cell is None or cell["value"] is None:
                    continue
                x, y = left + self._cell * i, top + self._top + _ROW * k
                box = (x + 1, y + 1, self._cell - 2, _ROW - 2)
                is_pale = cell["small"] or cell["folded"]
                paint = "wash" if is_pale else self._ramp.paint(cell["value"])
                fields.setdefault(paint, []).append(box)
                if cell["marked"]:
                    framed.append(box)
        for paint, boxes in sorted(fields.items()):
            self._canvas.boxes(boxes, paint)
        for box in framed:
            self._canvas.frame(box)

    def _number(self, panel: str, row: str, column: str | None, x: float, y: float) -> None:
        if column is None:
            words, paint, bold = self._words(self._matrix.total(panel, row)), "soft", False
        else:
            cell = self._matrix.cells.get((panel, row, column), {"value": None})
            words, bold = self._words(cell["value"]), bool(cell.get("marked"))
            if cell["value"] is None or cell["small"]:
                paint = "soft"
            else:
                paint = "ink" if cell["folded"] else self._ramp.ink(cell["value"])
        self._canvas.text(x, y, words, paint, self._size, bold, anchor="center")

    def _words(self, value: float | None) -> str:
        return _cell_words(self._measure, value)


def _even(count: int, most: int) -> int:
    """Return how many go into each line so that none has more than `most` and none few."""
    return -(-count // -(-count // most))


def _cell_words(measure: Measure, value: float | None) -> str:
    """Return a number with two or three digits; a small one never reads as nothing."""
    if measure.unit != "money" or measure.divisor == 1 or value is None:
        return measure.short(value)
    shown = abs(value) / measure.divisor
    if 0 < shown < 0.05:
        return "<0.1" if value > 0 else "−<0.1"
    return measure.short(value, 0 if shown >= 9.95 else 1)


def _caption(matrix: Matrix, measure: Measure, marked_means: str) -> str:
    cells = matrix.cells.values()
    notes = [measure.note]
    if any(cell["marked"] for cell in cells):
        means = marked_means or label("heatmap_stands_out", measure.lang)
        notes.append(label("heatmap_marked", measure.lang, means=means))
    if any(cell["small"] for cell in cells):
        notes.append(label("heatmap_small", measure.lang))
    if matrix.left_out:
        notes.append(label("rows_left_out", measure.lang, count=matrix.left_out))
    joint = "；" if measure.lang == "zh" else ". "
    return joint.join(note for note in notes if note)


def _alt(matrix: Matrix, measure: Measure) -> str:
    def said(cell: dict[str, Any]) -> str:
        names = [cell["panel"], cell["row"], cell["column"]]
        place = " · ".join(name for name in names if name)
        return f"{place} {measure.full(cell['value'])}"

    cells = [cell for cell in matrix.cells.values() if cell["value"] is not None]
    cells = [cell for cell in cells if not cell["folded"]] or cells
    cells.sort(key=lambda cell: -cell["value"])
    marked = [cell for cell in cells if cell["marked"]]
    joint, gap = ("，", "") if measure.lang == "zh" else (", ", " ")
    words = label(
        "heatmap_alt",
        measure.lang,
        rows=len(matrix.rows),
        columns=len(matrix.columns),
        cells=joint.join(said(cell) for cell in cells[:3]),
    )
    if marked:
        named = joint.join(said(cell) for cell in marked[:6]) + ("…" if len(marked) > 6 else "")
        words += gap + label("heatmap_alt_marked", measure.lang, cells=named)
    return words
