"""Tasks: who should do what today, as a list, a workbook, a calendar and a page."""
