"""One sheet of a report: headline, table with filter, charts, notes, and the data of the charts."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from salesnb import formats
from salesnb.figures import Block
from salesnb.labels import label
from salesnb.reports.xlsx.chart_rows import chart_note, chart_table
from salesnb.reports.xlsx.charts import WIDTH, Source, chart_height, is_drawn, native_chart
from salesnb.reports.xlsx.grid import (
    NARROWEST,
    Grid,
    common_widths,
    make_grid,
    text_ranges,
    write_grid,
)
from salesnb.reports.xlsx.pages import Page
from salesnb.reports.xlsx.pen import LINE, Pen, fit_to_pages

_HEAD = 3  # the row of headers; what is above is frozen with it
_ROOM = 64  # letters that notes below a narrow table may take
_BESIDE, _LONG = 70, 25  # letters and rows of a table up to, and from which, charts stand beside it
_ROW_PX, _COLUMN_PX, _GAP = LINE / 0.75, 64, 16


def write_page(
    pen: Pen, sheet: Any, content: Page, name: str, *, opening: str, currency: str
) -> None:
    """Write the sheet of a page.

    Parameters
    ----------
    name, opening : the names of this sheet and of the first one, to which it links back.
    """
    main, below = _grids(pen, content)
    widths = common_widths([main, *below])
    span = len(widths) + max(0, -(-int(_ROOM - sum(widths)) // NARROWEST))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    _write_top(pen, sheet, content, main, opening, currency)
    write_grid(pen, sheet, main, widths)
    sheet.autofilter(main.head, 0, main.last, len(main.columns) - 1)
    sheet.freeze_panes(main.first, 1)
    sheet.repeat_rows(main.head)
    drawn = [grid for grid in (main, *below) if grid.chart and is_drawn(grid.chart)]
    is_beside = sum(widths) <= _BESIDE or len(main.block["rows"]) > _LONG
    height = sum(chart_height(grid.chart or {}) + _GAP for grid in drawn)
    place = (main.first, span) if is_beside else (main.last + 2, 0)
    foot = place[0] + int(height / _ROW_PX) + 1 if drawn else 0
    row = main.last + 2 if is_beside else max(main.last + 2, foot)
    row = _write_notes(pen, sheet, content, row, span, widths)
    right = span + WIDTH // _COLUMN_PX if drawn and is_beside else span - 1
    end = max(row, foot)
    sheet.print_area(0, 0, end, right)
    fit_to_pages(sheet, end)
    _write_below(pen, sheet, below, end + 1, widths)
    _write_charts(pen, sheet, content, drawn, name, place, currency)
    if cells := text_ranges([main, *below]):
        sheet.ignore_errors({"number_stored_as_text": cells})


def _grids(pen: Pen, content: Page) -> tuple[Grid, list[Grid]]:
    """Return the sheet's table and those of its charts; without a table the first is a chart's."""
    names = content.table["columns"][0]["header"] if content.table else ""
    charts = [
        make_grid(pen, chart_table(chart, pen.lang, names), _HEAD, chart)
        for chart in content.charts
    ]
    if content.table is None:
        return charts[0], charts[1:]
    return make_grid(pen, content.table, _HEAD), charts


def _write_top(
    pen: Pen, sheet: Any, content: Page, main: Grid, opening: str, currency: str
) -> None:
    section = content.section
    pen.text(sheet, 0, 0, section.get("title") or section.get("short", ""), "headline")
    sheet.set_row(0, 22)
    pen.text(sheet, 1, 0, section.get("subtitle", ""), "soft")
    back = label("sheet_back", pen.lang, name=opening)
    sheet.write_url(2, 0, f"internal:'{opening}'!A1", pen.look("link"), back)
    if any("money" in (column.kind, *column.kinds) for column in main.columns):
        _, unit = formats.money_scale(0, pen.lang, currency)
        pen.text(sheet, 2, 1, label("unit_note", pen.lang, unit=unit), "soft")


def _write_notes(
    pen: Pen, sheet: Any, content: Page, row: int, span: int, widths: Sequence[float]
) -> int:
    """Write what stands beneath a table; return the next free row."""
    table = content.table or {}
    notes = [table.get("caption", ""), *content.notes]
    notes += [chart_note(chart, pen.lang) for chart in content.charts]
    if table.get("left_out"):
        notes.append(label("rows_left_out", pen.lang, count=table["left_out"]))
    defined = [column for column in table.get("columns", ()) if column.get("definition")]
    colon = label("colon", pen.lang)
    told = [f"{column['header']}{colon}{column['definition']}" for column in defined]
    told += [f"{name}{colon}{said}" for name, said in table.get("defined", ())]
    room = sum(widths) + (span - len(widths)) * NARROWEST
    for words in dict.fromkeys(note for note in notes if note):
        pen.paragraph(sheet, row, span - 1, words, room, "note")
        row += 1
    if told:
        pen.text(sheet, row, 0, label("definitions", pen.lang), "bold")
        for words in told:
            row += 1
            pen.paragraph(sheet, row, span - 1, words, room, "note")
        row += 1
    return row


def _write_below(
    pen: Pen, sheet: Any, grids: Sequence[Grid], row: int, widths: Sequence[float]
) -> None:
    """Write the rows that charts draw, below all that is printed."""
    for grid in grids:
        pen.text(sheet, row, 0, label("sheet_chart_data", pen.lang), "bold")
        grid.head = row + 1
        write_grid(pen, sheet, grid, widths)
        row = grid.last + 2


def _write_charts(
    pen: Pen,
    sheet: Any,
    content: Page,
    drawn: Sequence[Grid],
    name: str,
    place: tuple[int, int],
    currency: str,
) -> None:
    """Draw the charts of a sheet, one below the other."""
    title = content.section.get("subtitle") or content.section.get("short", "")
    tops = [0, *accumulate(chart_height(grid.chart or {}) + _GAP for grid in drawn)]
    for grid, top in zip(drawn, tops, strict=False):
        block = grid.chart or {}
        named = {column.name: n for n, column in enumerate(grid.columns) if column.name}
        headers = {column.name: column.header for column in grid.columns}
        source = Source(name, grid.first, grid.last, named, headers, _alerted(content.table))
        chart = native_chart(pen.book, block, source, title, pen.lang, currency)
        if chart is None:
            continue
        chart.set_size({"width": WIDTH, "height": chart_height(block)})
        options = {"x_offset": 16, "y_offset": top + 4, "object_position": 2}
        sheet.insert_chart(*place, chart, options | {"description": block.get("alt", "")})


def _alerted(table: Block | None) -> frozenset[str]:
    """Return the names of the rows in which a table shows something red."""
    rows = (table or {}).get("rows", ())
    return frozenset(
        str(row[0].get("value")) for row in rows if any(cell.get("alert") for cell in row)
    )
