"""Spreadsheets in: read, recognise, parse, check; the checked workbook; blank templates."""

from salesnb.loaders.load import load_files
from salesnb.loaders.result import LoadResult

__all__ = ["LoadResult", "load_files"]
