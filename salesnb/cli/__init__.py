"""The command line: parse, call, print. The only place that reads the clock."""

from salesnb.cli import (
    alerts,
    archive,
    deliveries,
    erasing,
    figures,
    keeping,
    leads,
    plan,
    reports,
    scorecard,
    sheets,
)
from salesnb.cli.group import main

__all__ = [
    "alerts",
    "archive",
    "deliveries",
    "erasing",
    "figures",
    "keeping",
    "leads",
    "main",
    "plan",
    "reports",
    "scorecard",
    "sheets",
]
