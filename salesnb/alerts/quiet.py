"""When rules are silent: on days off, around the Spring Festival."""

from datetime import date, timedelta

from salesnb.periods import Calendar
from salesnb.settings import AlertRule, AlertSettings


def is_asked(rule: AlertRule, alerts: AlertSettings, calendar: Calendar, day: date) -> bool:
    """Return whether a rule is asked on a day; if not, its alerts stay as they are."""
    if rule.asked == "workdays" and not calendar.is_workday(day):
        return False
    return rule.quiet != "spring_festival" or not near_festival(alerts, calendar, day)


def near_festival(alerts: AlertSettings, calendar: Calendar, day: date) -> bool:
    """Return whether a day lies in the Spring Festival's days off or as near as params say."""
    found = calendar.spring_festival(day.year)
    if found is None:
        return False
    first, last = found
    margin = alerts.spring_festival
    return first - timedelta(days=margin.before) <= day <= last + timedelta(days=margin.after)


def is_told(rule: AlertRule, calendar: Calendar, day: date) -> bool:
    """Return whether what a rule found is told on a day: a month's end begins at its last workday."""
    if rule.tell == "daily":
        return True
    next_month = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return calendar.workdays(day + timedelta(days=1), next_month) == 0
