"""Checks of the data that people make: random samples, days without entries, the month-end clean-up."""

from salesnb.review.archive import proposal
from salesnb.review.cleaning import Cleaned, take_cleanup
from salesnb.review.cleanup import cleanup_rows, read_month, write_cleanup
from salesnb.review.entry_days import entry_days
from salesnb.review.findings import BY, FindingBook, error_rates
from salesnb.review.sample import draw_sample, read_week, take_sample, write_sample

__all__ = [
    "BY",
    "Cleaned",
    "FindingBook",
    "cleanup_rows",
    "draw_sample",
    "entry_days",
    "error_rates",
    "proposal",
    "read_month",
    "read_week",
    "take_cleanup",
    "take_sample",
    "write_cleanup",
    "write_sample",
]
