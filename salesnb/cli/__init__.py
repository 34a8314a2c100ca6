"""The command line: parse, call, print. The only place that reads the clock."""

from salesnb.cli import deliveries, figures, leads, plan, reports, scorecard, sheets
from salesnb.cli.group import main

__all__ = ["deliveries", "figures", "leads", "main", "plan", "reports", "scorecard", "sheets"]
