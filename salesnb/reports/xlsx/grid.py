"""A table on a sheet: headers, values with their number formats, marks, bars and colour scales."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range

from salesnb.figures import Block
from salesnb.figures.theme import colour
from salesnb.reports.xlsx.columns import ALERT, SheetColumn, sheet_columns
from salesnb.reports.xlsx.pen import LINE, Pen, height_of, shown_width

NARROWEST = 9
_WIDEST, _HEADER = 48, 14


@dataclass
class Grid:
    """A table and where it stands.

    Attributes
    ----------
    head : the row of its headers.
    chart : the chart that draws its rows, if one does.
    """

    block: Block
    columns: list[SheetColumn]
    patterns: list[list[str]]
    head: int
    chart: Block | None = None

    @property
    def first(self) -> int:
        return self.head + 1

    @property
    def last(self) -> int:
        return self.head + len(self.block["rows"])


def make_grid(pen: Pen, table: Block, head: int, chart: Block | None = None) -> Grid:
    """Return a table with its columns and number formats."""
    columns = sheet_columns(table, pen.lang)
    patterns = [_patterns(pen, column) for column in columns]
    return Grid(table, columns, patterns, head, chart)


def text_ranges(grids: Sequence[Grid]) -> str:
    """Return the cells of texts, in which a code made of digits is no mistake."""
    return " ".join(
        xl_range(grid.first, place, grid.last, place)
        for grid in grids
        for place, column in enumerate(grid.columns)
        if column.kind == "text"
    )


def _patterns(pen: Pen, column: SheetColumn) -> list[str]:
    """Return the number format of each row."""
    if not column.kinds:
        return [pen.pattern(column.kind, column.values)] * len(column.values)
    return [
        pen.pattern(kind, [value]) for kind, value in zip(column.kinds, column.values, strict=True)
    ]


def common_widths(grids: Sequence[Grid]) -> list[float]:
    """Return the widths of columns that tables below each other share, in letters."""
    widths: list[float] = []
    for grid in grids:
        for place, (column, patterns) in enumerate(zip(grid.columns, grid.patterns, strict=True)):
            shown = max(map(shown_width, column.values, patterns), default=0)
            head = min(shown_width(column.header, ""), _HEADER) + 3  # the filter's button
            bar = 14 if column.kind == "bar" else 0
            width = min(max(shown + 2, head, bar, NARROWEST), _WIDEST)
            if place == len(widths):
                widths.append(width)
            widths[place] = max(widths[place], width)
    return widths


def write_grid(pen: Pen, sheet: Any, grid: Grid, widths: Sequence[float]) -> None:
    """Write headers and rows."""
    tallest = LINE
    for place, column in enumerate(grid.columns):
        is_text = column.kind in ("text", "date")
        pen.text(sheet, grid.head, place, column.header, "head", "left" if is_text else "right")
        tallest = max(tallest, height_of(column.header, widths[place] - 3))
        if column.definition:
            _comment(sheet, grid.head, place, column.definition)
        _write_column(pen, sheet, grid, place)
        _mark(pen, sheet, grid, place)
    sheet.set_row(grid.head, tallest + 4)
    _make_room(sheet, grid, widths)
    if "matrix_from" in grid.block:
        sheet.conditional_format(
            grid.first,
            grid.block["matrix_from"],
            grid.last,
            len(grid.columns) - 1,
            {"type": "2_color_scale", "min_color": colour("paper"), "max_color": colour("tint")},
        )


def _write_column(pen: Pen, sheet: Any, grid: Grid, place: int) -> None:
    column, patterns = grid.columns[place], grid.patterns[place]
    looks = ["cell", *(["left"] if column.kind in ("text", "date") else [])]
    if any(isinstance(v, str) and shown_width(v, "") > _WIDEST - 2 for v in column.values):
        looks.append("wrap")
    small = column.small or [False] * len(column.values)
    rows = zip(column.values, patterns, small, strict=True)
    for row, (value, pattern, is_small) in enumerate(rows, start=grid.first):
        own = (*looks, "small") if is_small else looks
        pen.value(sheet, row, place, value, pen.look(*own, pattern=pattern))


def _mark(pen: Pen, sheet: Any, grid: Grid, place: int) -> None:
    """Colour what the marks beside a column call red, also after sorting; bars from 0 to 1."""
    column = grid.columns[place]
    if column.is_marked:
        letter = xl_col_to_name(place + 1)
        rule = {
            "type": "formula",
            "criteria": f'=LEFT(${letter}{grid.first + 1},1)="{ALERT}"',
            "format": pen.look("bad"),
        }
        sheet.conditional_format(grid.first, place, grid.last, place + 1, rule)
    if column.kind == "bar":
        bar = {"type": "data_bar", "bar_color": colour("tint"), "bar_solid": True}
        bar |= {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
        bar |= {"data_bar_2010": True, "bar_border_color": colour("tint")}
        sheet.conditional_format(grid.first, place, grid.last, place, bar)


def _make_room(sheet: Any, grid: Grid, widths: Sequence[float]) -> None:
    """Make rows higher in which a text is wrapped."""
    heights: dict[int, float] = {}
    for column, width in zip(grid.columns, widths, strict=False):
        for row, value in enumerate(column.values, start=grid.first):
            if isinstance(value, str) and (len(value) > width / 2 or "\n" in value):
                heights[row] = max(heights.get(row, LINE), height_of(value, width))
    for row, height in heights.items():
        if height > LINE:
            sheet.set_row(row, min(height, 8 * LINE))


def _comment(sheet: Any, row: int, column: int, words: str) -> None:
    options = {"font_size": 9, "width": 280, "height": max(40, 15 * (2 + len(words) // 20))}
    sheet.write_comment(row, column, words[:2_000], options | {"color": colour("wash")})
