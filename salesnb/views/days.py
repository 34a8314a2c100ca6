"""Sales of each day of the month, beside what the target asks of a working day."""

import pandas as pd

from salesnb.figures import Html, draw_trend, notice, section
from salesnb.labels import label
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.parts import figure, period_name, stack


def month_days(session: Session) -> Html:
    """Return the sales of each day up to the report's last one, beside a working day's target."""
    lang, whole = session.lang, session.target_period
    until = min(session.as_of, session.period.last_day)
    days = [day for day in whole.split("day") if day.start <= until]
    head = label("month_days_short", lang)
    name = period_name(session, whole)
    plain = label("month_days_title", lang, period=name)
    if not days:
        words = notice(label("not_begun", lang))
        return stack(section(plain, "", "days", short=head), words)
    frame = session.metrics("sales", period=days)
    if not frame["n"].sum():
        words = notice(label("no_sales", lang))
        return stack(section(plain, "", "days", short=head), words)
    per_day = _per_workday(session, whole)
    rows = pd.DataFrame(
        {
            "period": day.text,
            "value": figure(frame, "sales", day),
            "target": per_day if session.calendar.is_workday(day.start) else None,
            "is_workday": session.calendar.is_workday(day.start),
        }
        for day in days
    )
    subtitle = "month_days_subtitle" if per_day else "month_days_subtitle_plain"
    return stack(
        section(
            _finding(session, rows, per_day, name) or plain,
            label(subtitle, lang),
            "days",
            short=head,
        ),
        draw_trend(rows, lang, "money", currency=session.settings.workspace.currency),
    )


def _per_workday(session: Session, whole: Period) -> float | None:
    target = session.target("sales", whole)
    days = session.calendar.workdays(whole.start, whole.end)
    return float(target.value) / days if target and days else None


def _finding(session: Session, rows: pd.DataFrame, per_day: float | None, name: str) -> str:
    worked = rows[rows["is_workday"]]
    if per_day is None or worked.empty:
        return ""
    reached = int((worked["value"] >= per_day).sum())
    words = {"period": name, "total": len(worked), "reached": reached}
    return label("month_days_finding", session.lang, **words)
