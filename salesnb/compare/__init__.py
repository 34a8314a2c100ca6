"""Reconciliation: the figures of an old, hand-made report beside ours, and why they differ."""

from salesnb.compare.book import comparison_path, write_comparison
from salesnb.compare.printed import say_comparison
from salesnb.compare.report import Comparison, compare_report

__all__ = ["Comparison", "compare_report", "comparison_path", "say_comparison", "write_comparison"]
