"""Number formats of an xlsx: they say how many digits are shown, and whether a share is in %."""

from pathlib import Path

import openpyxl

_LARGEST = 5_000_000  # bytes; a report made by hand is smaller


def number_patterns(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Return {sheet: {(row, column), counted from 0: number format}}; other files have none."""
    if path.suffix.lower() not in (".xlsx", ".xlsm") or path.stat().st_size > _LARGEST:
        return {}
    try:
        workbook = openpyxl.load_workbook(path, read_only=True)
    except Exception:  # what openpyxl cannot read was read otherwise, without its formats
        return {}
    try:
        return {
            page.title: {
                (cell.row - 1, cell.column - 1): cell.number_format
                for row in page.iter_rows()
                for cell in row
                if cell.value is not None and cell.number_format != "General"
            }
            for page in workbook.worksheets
        }
    finally:
        workbook.close()
