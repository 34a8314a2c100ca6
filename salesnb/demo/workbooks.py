"""Write tables as the workbooks that a sales team would keep, two at a time."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import xlsxwriter

from salesnb.demo.layouts import BOOKS, Field, Sheet

_FORMATS = {
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "either": "yyyy-mm-dd",
    "money": "#,##0.00",
}
_WORTH_A_PROCESS = 400_000  # cells


class _Book(NamedTuple):
    path: Path
    lang: str
    since: date
    until: date
    sheets: list[tuple[Sheet, pd.DataFrame]]

    @property
    def cells(self) -> int:
        return sum(frame.size for _, frame in self.sheets)


def write_workbooks(
    folder: Path, tables: dict[str, pd.DataFrame], *, lang: str, since: date, until: date
) -> list[Path]:
    """Write every book of the layout into `folder`; the paths, in the layout's order."""
    folder.mkdir(parents=True, exist_ok=True)
    books = list(_books(folder, tables, lang, since, until))
    if sum(book.cells for book in books) < _WORTH_A_PROCESS:
        for book in books:
            _write_book(book)
    else:
        largest_first = sorted(books, key=lambda book: -book.cells)
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(_write_book, largest_first))
    return [book.path for book in books]


def _books(
    folder: Path, tables: dict[str, pd.DataFrame], lang: str, since: date, until: date
) -> Iterator[_Book]:
    for zh_name, en_name, sheets in BOOKS:
        pattern = (zh_name if lang == "zh" else en_name) + ".xlsx"
        frames = [(sheet, tables[sheet.table]) for sheet in sheets]
        if "{year}" not in pattern:
            yield _Book(folder / pattern, lang, since, until, frames)
            continue
        sheet, frame = frames[0]
        years = frame["follow_at"].dt.year
        for year in range(since.year, until.year + 1):
            part = frame[years == year]
            if len(part):
                path = folder / pattern.format(year=year)
                yield _Book(path, lang, since, until, [(sheet, part)])


def _write_book(book: _Book) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(book.path, options) as workbook:
        # without it two runs would differ in the time of writing
        workbook.set_properties({"created": datetime.combine(book.until, datetime.min.time())})
        for sheet, frame in book.sheets:
            _write_sheet(workbook, book, sheet, frame)


def _write_sheet(
    workbook: xlsxwriter.Workbook, book: _Book, sheet: Sheet, frame: pd.DataFrame
) -> None:
    zh = book.lang == "zh"
    page = workbook.add_worksheet(sheet.zh if zh else sheet.en)
    bold = workbook.add_format({"bold": True, "bg_color": "#DDE7F3", "bottom": 1})
    formats = {
        kind: workbook.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()
    }
    title = sheet.zh_title if zh else sheet.en_title
    header_row = 1 if title else 0
    for number, field in enumerate(sheet.fields):
        page.set_column(number, number, field.width, formats.get(field.kind))
    page.freeze_panes(header_row + 1, 1)
    if title:
        large = workbook.add_format({"bold": True, "font_size": 14})
        page.write_string(0, 0, title.format(since=book.since, until=book.until), large)
    for number, field in enumerate(sheet.fields):
        page.write_string(header_row, number, field.header(book.lang), bold)
    columns = [_cells(frame[field.name], field) for field in sheet.fields]
    cell_formats = [formats.get(field.kind) for field in sheet.fields]
    _write_rows(page, header_row + 1, zip(*columns, strict=True), cell_formats)
    page.autofilter(header_row, 0, header_row + len(frame), len(sheet.fields) - 1)


def _write_rows(
    page: Any, first_row: int, rows: Iterable[tuple[Any, ...]], formats: list[Any]
) -> None:
    """Row by row, as constant memory wants it; `write` would guess the type of every cell."""
    text, number = page.write_string, page.write_number
    for row, values in enumerate(rows, first_row):
        for column, value in enumerate(values):
            if value is None:
                continue
            if isinstance(value, str):
                text(row, column, value)
            else:
                number(row, column, value, formats[column])


def _cells(values: pd.Series, field: Field) -> list[Any]:
    """Values of a column as texts, numbers (days since 1899-12-30 for dates) and None."""
    if field.kind in ("date", "datetime"):
        return _serials(values)
    if field.kind == "either":
        is_date = values.map(lambda value: isinstance(value, pd.Timestamp)).to_numpy(bool)
        serials = _serials(pd.to_datetime(values.where(is_date), errors="coerce"))
        pairs = zip(is_date, serials, values, strict=True)
        return [serial if dated else (value or None) for dated, serial, value in pairs]
    if field.kind == "text":
        return [value if isinstance(value, str) and value else None for value in values]
    numbers = values.to_numpy(float)
    whole = numbers == np.round(numbers)
    return [
        None if value != value else int(value) if is_whole else round(value, 2)
        for value, is_whole in zip(numbers.tolist(), whole.tolist(), strict=True)
    ]


def _serials(values: pd.Series) -> list[float | None]:
    stamps = values.to_numpy("datetime64[m]")
    minutes = (stamps - np.datetime64("1899-12-30", "m")).astype("int64")
    days = np.where(np.isnat(stamps), np.nan, minutes / 1440)
    return [None if day != day else day for day in days.tolist()]
