"""The command line: parse, call, print. The only place that reads the clock."""

from salesnb.cli import alerts, figures, leads, reports, scorecard, sheets
from salesnb.cli.group import main

__all__ = ["alerts", "figures", "leads", "main", "reports", "scorecard", "sheets"]
