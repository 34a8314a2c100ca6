"""A report as an Excel workbook: real numbers, native charts, and no formula anywhere."""

from salesnb.reports.xlsx.book import write_workbook

__all__ = ["write_workbook"]
