"""Spreadsheets in: read, recognise, parse, check; the checked workbook; blank templates."""

from salesnb.loaders.load import load_files, load_sheets
from salesnb.loaders.result import LoadResult
from salesnb.loaders.values.amounts import amount_range
from salesnb.loaders.workbooks.checked import write_checked
from salesnb.loaders.workbooks.template import write_template

__all__ = [
    "LoadResult",
    "amount_range",
    "load_files",
    "load_sheets",
    "write_checked",
    "write_template",
]
