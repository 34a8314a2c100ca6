"""Spreadsheets in: read, recognise, parse, check; the checked workbook; blank templates."""

from salesnb.loaders.amounts import amount_range
from salesnb.loaders.checked import write_checked
from salesnb.loaders.load import load_files
from salesnb.loaders.result import LoadResult
from salesnb.loaders.template import write_template

__all__ = ["LoadResult", "amount_range", "load_files", "write_checked", "write_template"]
