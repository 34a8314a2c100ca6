"""One look at the data, and the questions that can be asked."""

import pandas as pd

from salesnb.session.alerts import AlertQuestions
from salesnb.session.checks import CheckQuestions
from salesnb.session.contacts import ContactQuestions
from salesnb.session.forecast import ForecastQuestions
from salesnb.session.funnel import FunnelQuestions
from salesnb.session.leads import LeadQuestions
from salesnb.session.plan import PlanQuestions
from salesnb.session.queries import QueryQuestions
from salesnb.session.segments import SegmentQuestions
from salesnb.session.tasks import TaskQuestions
from salesnb.settings import Settings

__all__ = ["Session", "readable"]


class Session(
    LeadQuestions,
    FunnelQuestions,
    PlanQuestions,
    SegmentQuestions,
    ForecastQuestions,
    AlertQuestions,
    TaskQuestions,
    ContactQuestions,
    CheckQuestions,
    QueryQuestions,
):
    """What a viewer may see of one scope in one period, as of one day.

    Attributes
    ----------
    period : the period that is looked at.
    as_of : the last day that is known.
    scope : company, department, team or rep.
    lang : zh or en.
    """


def readable(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return a frame of metrics as text for a terminal: 3,077,801.00, 129.3%, 12.5."""
    unit = frame["metric"].map(lambda name: settings.metrics[name].unit)
    parts = unit.where(unit != "ratio", "count")
    shown = frame.copy()
    for name in ("value", "low", "high", "numerator", "denominator"):
        units = parts if name in ("numerator", "denominator") else unit
        shown[name] = [_figure(v, u) for v, u in zip(frame[name], units, strict=True)]
    return shown


def _figure(value: float, unit: str) -> str:
    if pd.isna(value):
        return "-"
    if unit == "ratio":
        return f"{value:.1%}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
