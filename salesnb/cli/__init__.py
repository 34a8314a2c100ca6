"""The command line: parse, call, print. The only place that reads the clock."""

from salesnb.cli import (
    alerts,
    deliveries,
    figures,
    keys,
    leads,
    plan,
    reports,
    rights,
    scorecard,
    sheets,
    tasks,
)
from salesnb.cli.group import main

__all__ = [
    "alerts",
    "deliveries",
    "figures",
    "keys",
    "leads",
    "main",
    "plan",
    "reports",
    "rights",
    "scorecard",
    "sheets",
    "tasks",
]
