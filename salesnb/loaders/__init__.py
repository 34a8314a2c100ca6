"""Spreadsheets in: read, recognise, parse, check; the checked workbook; blank templates."""

from salesnb.loaders.load import load_files, load_sheets
from salesnb.loaders.result import LoadResult
from salesnb.loaders.workbooks.checked import write_checked, write_copies
from salesnb.loaders.workbooks.corrections import CHECKED_SUFFIX
from salesnb.loaders.workbooks.template import write_template

__all__ = [
    "CHECKED_SUFFIX",
    "LoadResult",
    "load_files",
    "load_sheets",
    "write_checked",
    "write_copies",
    "write_template",
]
