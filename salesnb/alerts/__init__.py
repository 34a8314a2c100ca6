"""Alerts: what in the data asks for somebody to act, and the life of what was told of it."""

from salesnb.alerts.book import AlertBook
from salesnb.alerts.handling import acknowledge, snooze
from salesnb.alerts.precision import alert_precision
from salesnb.alerts.rules import COLUMNS, find_alerts
from salesnb.alerts.telling import (
    TOLD,
    company_alerts,
    mark_told,
    new_alerts,
    recipients_of,
    record_alerts,
)

__all__ = [
    "COLUMNS",
    "TOLD",
    "AlertBook",
    "acknowledge",
    "alert_precision",
    "company_alerts",
    "find_alerts",
    "mark_told",
    "new_alerts",
    "recipients_of",
    "record_alerts",
    "snooze",
]
