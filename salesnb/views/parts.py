"""What several sections share: title, days compared, columns, stacking."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

import pandas as pd

from salesnb import formats
from salesnb.errors import UsageError
from salesnb.figures import Block, Html, TableColumn, notice, section
from salesnb.labels import label, say
from salesnb.periods import Grain, Period, period_of
from salesnb.session import Session


class Shown(Protocol):
    """Anything that shows itself as HTML in a notebook, and holds the same as plain data."""

    @property
    def content(self) -> Sequence[Block]: ...

    def _repr_html_(self) -> str: ...


def stack(*parts: Shown, summary: Mapping[str, object] | None = None) -> Html:
    """Return several pieces as one output, one below the other."""
    return Html(
        "".join(part._repr_html_() for part in parts),
        "\n\n".join(words for part in parts if (words := repr(part))),
        summary,
        [block for part in parts for block in part.content],
    )


def title(session: Session) -> str:
    """Return `华东一组 · 2026年10月`."""
    return f"{session.scope_title()} · {period_name(session, session.period)}"


def require_grain(session: Session, report: str, grain: Grain) -> None:
    """Refuse a period of another grain than the one that a report is of.

    Raises
    ------
    UsageError
        E.g. a daily report of a month.
    """
    if session.period.grain != grain:
        raise UsageError(say(f"err_report_{grain}", report=report, period=str(session.period)))


def period_name(session: Session, period: Period) -> str:
    """Return a period as shown; a range as its first and last day."""
    if period.grain != "range":
        return formats.period_title(period.text, session.lang)
    days = (period.start.isoformat(), period.last_day.isoformat())
    return " – ".join(formats.period_title(day, session.lang) for day in days)


def subtitle(session: Session) -> str:
    """Return the line under the title: as of when, how much of the period is over."""
    parts = (_progress(session), _guessed(session), _currency(session))
    return " · ".join(part for part in parts if part)


def _guessed(session: Session) -> str:
    """Say which years' working days are counted without their make-up days."""
    years = session.calendar.guessed_years(session.period)
    named = ", ".join(map(str, years))
    return label("subtitle_guessed", session.lang, years=named) if years else ""


def _currency(session: Session) -> str:
    """Name the currency where amounts are not in yuan."""
    currency = session.settings.workspace.currency
    return "" if currency == "CNY" else label("subtitle_currency", session.lang, currency=currency)


def _progress(session: Session) -> str:
    day = formats.date_title(session.as_of, session.lang)
    if not has_begun(session):
        return label("subtitle_ahead", session.lang, as_of=day)
    total = session.calendar.workdays(session.period.start, session.period.end)
    done = round(session.elapsed * total)
    return label(
        "subtitle_running" if session.is_running else "subtitle_over",
        session.lang,
        as_of=day,
        done=done,
        total=total,
    )


def has_begun(session: Session) -> bool:
    """Return whether the period's first day is over; before it there is nothing to compare."""
    return session.period.start <= session.as_of


def case_kind(session: Session) -> str:
    """Return what the funnel counts: leads, or opportunities in a workspace without leads."""
    return "lead" if session.has_leads else "opportunity"


def things(session: Session) -> str:
    """Return what the funnel counts, as a word."""
    return label(f"things_{case_kind(session)}", session.lang)


def new_cases(session: Session) -> str:
    """Return the metric of what comes in new: leads, or opportunities."""
    return f"new_{'leads' if session.has_leads else 'opportunities'}"


def nothing_new(session: Session) -> Html:
    """Return why there is no lead to show: the period has not begun, or none came."""
    key = "no_leads" if has_begun(session) else "not_begun"
    return notice(label(key, session.lang, things=things(session)))


def year_before(session: Session) -> Period:
    """Return the twelve months that end before the period begins, and not after `as_of`."""
    return _twelve_months(session, min(session.period.start, session.as_of + timedelta(days=1)))


def _twelve_months(session: Session, end: date) -> Period:
    start = (pd.Timestamp(end) - pd.DateOffset(years=1)).date()
    return session.read_period(f"{start}..{end - timedelta(days=1)}")


def parts_of(session: Session, period: Period, grain: Grain) -> list[Period]:
    """Return the begun parts of a period; one that the period cuts is a range of its days.

    A range has the same days a year ago, whereas a month or a week is always a whole one.
    """
    return [
        part
        if part == period_of(part.start, grain, part.fiscal_start)
        else session.read_period(f"{part.start}..{part.last_day}")
        for part in period.split(grain)
        if part.start <= session.as_of
    ]


def dimension_header(session: Session, dimension: str) -> str:
    """Return a dimension as the header of a column."""
    words = label(f"dimension_{dimension}", session.lang)
    return words[:1].upper() + words[1:]


def dimension_unknown(session: Session, dimension: str) -> Html:
    """Return the section of a dimension that nobody fills in."""
    words = label(f"dimension_{dimension}", session.lang)
    return stack(
        section(label("breakdown_title", session.lang, dimension=words), "", f"by-{dimension}"),
        notice(label("dimension_unknown", session.lang, dimension=words)),
    )


def relative(now: float | None, before: float | None) -> float | None:
    """Return the relative change, or None where there is nothing to compare with."""
    if now is None or before is None or pd.isna(now) or pd.isna(before) or before <= 0:
        return None
    return now / before - 1


def person_name(session: Session, person: object) -> str:
    """Return a person as shown; a dash where there is none."""
    return session.name_of("rep", person) if isinstance(person, str) else formats.MISSING


def figure(frame: pd.DataFrame, metric: str, period: Period, column: str = "value") -> float | None:
    """Return one figure out of a frame of metrics, None where it is missing."""
    rows = frame[(frame["metric"] == metric) & (frame["period"] == period.text)]
    if rows.empty or pd.isna(rows[column].iloc[0]):
        return None
    return float(rows[column].iloc[0])


def has_history(session: Session, first: date | None, period: Period) -> bool:
    """Return whether the data reach back to a period's first day."""
    return first is not None and first <= period.start


def pivot(frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Return metrics side by side: one row per group, `sales`, `sales__n`, `sales__low` …

    A metric without any rows has columns of missing values.
    """
    wide = pd.DataFrame(index=pd.Index(frame[dimension].unique(), name=dimension))
    for metric in frame.attrs.get("metrics", frame["metric"].unique()):
        indexed = frame[frame["metric"] == metric].set_index(dimension)
        wide[metric] = indexed["value"]
        for part in ("numerator", "denominator", "low", "high", "n"):
            wide[f"{metric}__{part}"] = indexed[part]
    return wide.reset_index()


def rate_column(session: Session, metric: str, header: str | None = None) -> TableColumn:
    """Return the column of a rate in a pivoted frame, with its cases, interval and mark."""
    described = session.settings.metrics[metric]
    return TableColumn(
        metric,
        header or described.label(session.lang),
        "rate",
        numerator=f"{metric}__numerator",
        denominator=f"{metric}__denominator",
        low=f"{metric}__low",
        high=f"{metric}__high",
        n=f"{metric}__n",
        small=f"{metric}__small",
        definition=described.definition(session.lang),
    )


def plain_column(session: Session, metric: str, kind: str, **options: object) -> TableColumn:
    """Return the column of a metric in a pivoted frame, with its definition and what it rests on."""
    described = session.settings.metrics[metric]
    if described.unit == "ratio":
        options |= {"numerator": f"{metric}__numerator", "denominator": f"{metric}__denominator"}
    return TableColumn(
        metric,
        described.label(session.lang),
        kind,  # type: ignore[arg-type]
        n=f"{metric}__n",
        definition=described.definition(session.lang),
        **options,  # type: ignore[arg-type]
    )


def mark_small(
    session: Session, frame: pd.DataFrame, metrics: Mapping[str, str] | list[str]
) -> None:
    """Add `<metric>__small` beside each rate of a pivoted frame."""
    for metric in metrics:
        cases = frame[f"{metric}__denominator"]
        frame[f"{metric}__small"] = cases.isna() | (cases < session.settings.workspace.small_sample)
