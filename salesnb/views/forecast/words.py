"""Figures of a forecast as words: intervals, chances, who and when."""

from typing import Any

from salesnb import formats
from salesnb.labels import label
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.parts import period_name

MEASURES = ("sales", "collections")


def measure_name(session: Session, measure: str) -> str:
    """Return what is forecast, as a word."""
    return session.settings.metrics[measure].label(session.lang)


def running_name(session: Session, grain: str | None = None) -> str:
    """Return the running period that is forecast, as shown."""
    return period_name(session, session.running(grain or session.forecast_grain))


def interval(session: Session, low: float, high: float) -> str:
    """Return two ends as one text."""
    lang = session.lang
    return label(
        "forecast_interval", lang, low=formats.money(low, lang), high=formats.money(high, lang)
    )


def unit_name(session: Session, row: Any) -> str:
    """Return a unit as shown."""
    if row["level"] == "company":
        return (
            session.scope_title()
            if session.scope.kind == "company"
            else label("company", session.lang)
        )
    if not row["unit"]:
        return label("no_reason", session.lang)
    return session.name_of(str(row["level"]), row["unit"])


def is_shown_period(session: Session, period: Period) -> bool:
    """Return whether the report's own period is the running one that is forecast."""
    return session.running(session.forecast_grain) == period


def is_over(session: Session) -> bool:
    """Return whether the last day of the period that is forecast is known."""
    return session.running(session.forecast_grain).last_day <= session.as_of


def way_name(session: Session, way: object) -> str:
    """Return the name of the model or of a baseline."""
    return label(f"forecast_way_{way}", session.lang)
