"""Sales over the last periods, with target and the year before."""

from datetime import date

import pandas as pd

from salesnb.figures import Html, draw_trend, notice, section
from salesnb.labels import label, plural
from salesnb.periods import Period, period_of
from salesnb.session import Session
from salesnb.views.parts import figure, stack


def trend(session: Session) -> Html:
    """Return sales over the last twelve periods with target and the year before."""
    periods = session.trailing()
    years_ago = [period.year_ago() for period in periods]
    wanted = list({period.text: period for period in [*periods, *years_ago]}.values())
    frame = session.metrics(["sales", "target_completion"], period=wanted)
    first = session.first_day("sales", "sold_on")
    rows = [
        {
            "period": _tick(period),
            "value": _known(session, first, frame, period),
            "target": figure(frame, "target_completion", period, "denominator"),
            "previous_year": _known(session, first, frame, before),
        }
        for period, before in zip(periods, years_ago, strict=True)
    ]
    lang = session.lang
    is_cut = any(period.grain == "range" for period in periods)
    head = section(
        _trend_title(session, frame, periods),
        label("trend_subtitle_cut" if is_cut else "trend_subtitle", lang),
        "trend",
        short=label("trend_short", lang),
    )
    if not any(row["value"] or row["previous_year"] for row in rows):
        return stack(head, notice(plural("trend_none", lang, len(periods))))
    currency = session.settings.workspace.currency
    return stack(head, draw_trend(pd.DataFrame(rows), lang, "money", currency=currency))


def _tick(period: Period) -> str:
    """The month that the days of a cut part lie in; else the period."""
    return period_of(period.start, "month").text if period.grain == "range" else period.text


def _known(
    session: Session, first: date | None, frame: pd.DataFrame, period: Period
) -> float | None:
    """Return the sales of a period; None, not 0, where the data do not reach back that far."""
    if first is None or period.end <= first or period.start > session.as_of:
        return None
    return figure(frame, "sales", period)


def _trend_title(session: Session, frame: pd.DataFrame, periods: list[Period]) -> str:
    """Say how many closed periods met their target; the running one is not missed yet."""
    closed = [
        figure(frame, "target_completion", period)
        for period in periods
        if period.last_day <= session.as_of
    ]
    reached = [completion >= 1 for completion in closed if completion is not None]
    if not reached:
        return label("trend_title", session.lang)
    return plural("trend_title_target", session.lang, len(reached), reached=sum(reached))
