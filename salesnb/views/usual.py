"""What a day or a week is compared with: the working days, or the weeks, just before it."""

from datetime import timedelta

import pandas as pd

from salesnb import formats
from salesnb.figures import Card
from salesnb.labels import label
from salesnb.periods import Period, period_of
from salesnb.session import Session
from salesnb.views.cards import split_unit, why_lines
from salesnb.views.parts import figure, has_history, relative

USUAL_DAYS, USUAL_WEEKS = 20, 4
_FEW = 5  # of fewer rows in a usual period a change is chance


def usual_periods(session: Session) -> list[Period]:
    """Return the 20 working days before a day, the four weeks before a week; oldest first."""
    if session.period.grain != "day":
        return session.period.trailing(USUAL_WEEKS + 1)[:-1]
    days: list[Period] = []
    day = session.period.start
    while len(days) < USUAL_DAYS:
        day -= timedelta(days=1)
        if session.calendar.is_workday(day):
            days.append(period_of(day, "day"))
    return days[::-1]


def usual(session: Session, frame: pd.DataFrame, metric: str) -> float | None:
    """Return the mean of a metric over the usual periods; None where the data begin later.

    Parameters
    ----------
    frame : metrics of the session's period and of `usual_periods`.
    """
    described = session.settings.metrics[metric]
    periods = usual_periods(session)
    first = session.first_day(str(described.fact), str(described.dated_by))
    if not has_history(session, first, periods[0]):
        return None
    known = [figure(frame, metric, period) for period in periods]
    values = [value for value in known if value is not None]
    return sum(values) / len(values) if values else None


def is_comparable(session: Session, frame: pd.DataFrame, metric: str) -> bool:
    """Return whether a day or week can be laid beside the usual ones.

    Not a day off, not a week that still runs, and nothing of which there usually are few rows.
    """
    is_day = session.period.grain == "day"
    is_usual = (
        session.calendar.is_workday(session.period.start) if is_day else not session.is_running
    )
    if not is_usual:
        return False
    counts = [figure(frame, metric, period, "n") or 0 for period in usual_periods(session)]
    return sum(counts) / len(counts) >= _FEW


def usual_card(session: Session, frame: pd.DataFrame, metric: str) -> Card:
    """Return the card of an amount or count of a day or week beside what is usual."""
    lang, described = session.lang, session.settings.metrics[metric]
    show = formats.money if described.unit == "money" else formats.count
    value, mean = figure(frame, metric, session.period), usual(session, frame, metric)
    change = relative(value, mean) if is_comparable(session, frame, metric) else None
    detail = "" if mean is None else _beside(session, mean, described.unit)
    periods = [*usual_periods(session), session.period]
    return Card(
        described.label(lang),
        *split_unit(show(value, lang)),
        detail=detail,
        delta="" if change is None else formats.change(change),
        delta_is_good=None if change is None or abs(change) < 0.005 else change > 0,
        spark=[figure(frame, metric, period) for period in periods],
        number=value,
        why=why_lines(session, frame, metric),
        metric=metric,
        moved=change,
    )


def _beside(session: Session, mean: float, unit: str) -> str:
    lang = session.lang
    words = formats.money(mean, lang) if unit == "money" else formats.decimal(mean, 1)
    return label("usual_day" if session.period.grain == "day" else "usual_week", lang, usual=words)
