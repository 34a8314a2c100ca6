"""Alerts: what in the data asks for somebody to act, and the life of what was told of it."""

from salesnb.alerts.rules import COLUMNS, find_alerts

__all__ = ["COLUMNS", "find_alerts"]
