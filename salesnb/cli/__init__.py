"""The command line: parse, call, print. The only place that reads the clock."""

from salesnb.cli import (
    alerts,
    archive,
    authoring,
    checks,
    deliveries,
    erasing,
    figures,
    keeping,
    keys,
    leads,
    plan,
    queries,
    reports,
    rights,
    scorecard,
    sheets,
    tasks,
)
from salesnb.cli.group import main

__all__ = [
    "alerts",
    "archive",
    "authoring",
    "checks",
    "deliveries",
    "erasing",
    "figures",
    "keeping",
    "keys",
    "leads",
    "main",
    "plan",
    "queries",
    "reports",
    "rights",
    "scorecard",
    "sheets",
    "tasks",
]
