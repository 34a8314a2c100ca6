"""A small shop, and its workbooks filled in as a user would."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl


def fill_in(path: Path, decisions: Mapping[str, Mapping[str, str]]) -> None:
    """Write into the cells of a workbook: {record, or `record field`: {header: text}}."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in page[1]}
    keys = [heads[name] for name in ("记录编号", "字段") if name in heads]
    for row in range(2, page.max_row + 1):
        key = " ".join(str(page.cell(row, at).value) for at in keys)
        for header, text in decisions.get(key, {}).items():
            page.cell(row, heads[header]).value = text
    book.save(path)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a workbook's first sheet by its headers; blank cells are empty texts."""
    page = openpyxl.load_workbook(path).worksheets[0]
    heads, *rows = [[str(cell or "") for cell in row] for row in page.iter_rows(values_only=True)]
    return [dict(zip(heads, row, strict=True)) for row in rows]
