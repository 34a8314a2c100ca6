"""The command line: parse, call, print. The only place that reads the clock."""

from salesnb.cli import alerts, checks, deliveries, figures, leads, plan, reports, scorecard, sheets
from salesnb.cli.group import main

__all__ = [
    "alerts",
    "checks",
    "deliveries",
    "figures",
    "leads",
    "main",
    "plan",
    "reports",
    "scorecard",
    "sheets",
]
