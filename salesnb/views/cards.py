"""Key figures as cards, each with its change against an earlier period where there is one."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Card
from salesnb.labels import label
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.parts import figure, has_begun, has_history, relative


def amount_card(
    session: Session, frame: pd.DataFrame, metric: str, *, detail: str = "", yearly: bool = False
) -> Card:
    """Return the card of an amount or a count, against the period and the year before.

    Parameters
    ----------
    yearly : the year before stands first.
    """
    described = session.settings.metrics[metric]
    show = formats.money if described.unit == "money" else formats.count
    befores = {False: session.period.previous(), True: session.period.year_ago()}
    changes = {
        is_year: change_since(session, frame, metric, before) for is_year, before in befores.items()
    }
    first, other = (
        ""
        if changes[is_year] is None
        else _change_words(session, formats.change(changes[is_year]), is_year)
        for is_year in (yearly, not yearly)
    )
    return Card(
        described.label(session.lang),
        *split_unit(show(figure(frame, metric, session.period), session.lang)),
        detail=detail,
        delta=first,
        delta_is_good=_is_good(changes[yearly], described.good),
        other_delta=other,
        other_delta_is_good=_is_good(changes[not yearly], described.good),
        spark=_spark(session, frame, metric),
        number=figure(frame, metric, session.period),
        why=why_lines(session, frame, metric),
        metric=metric,
        moved=changes[yearly],
    )


def stock_card(session: Session, frame: pd.DataFrame, metric: str) -> Card:
    """Return the card of a stock as of now: it has no past to compare with."""
    value = figure(frame, metric, session.period)
    return Card(
        session.settings.metrics[metric].label(session.lang),
        *split_unit(formats.money(value, session.lang)),
        number=value,
        why=why_lines(session, frame, metric),
        metric=metric,
    )


def rate_card(
    session: Session,
    frame: pd.DataFrame,
    metric: str,
    *,
    money: bool = False,
    compared: bool = True,
) -> Card:
    """Return the card of a rate with its cases; a change only where neither side is too small."""
    lang, period = session.lang, session.period
    described = session.settings.metrics[metric]
    # What is stated as of now has no course within one snapshot.
    is_state = described.dated_by == "always"
    value = figure(frame, metric, period)
    parts = [figure(frame, metric, period, part) for part in ("numerator", "denominator")]
    show = formats.money if money else formats.count
    detail = label("no_cases", lang)
    if value is not None:
        detail = " / ".join(show(part, lang) for part in parts)
        if not money and session.is_small(parts[1]):
            detail += f" · {label('small_sample', lang)}"
    moved = _moved(session, frame, metric, money) if compared and not is_state else None
    return Card(
        described.label(lang),
        *split_unit(formats.percent(value, lang)),
        detail=detail,
        delta="" if moved is None else _change_words(session, formats.points(moved, lang, 0)),
        delta_is_good=_is_good(moved, described.good),
        spark=None if is_state else _spark(session, frame, metric),
        number=value,
        why=why_lines(session, frame, metric),
        metric=metric,
        moved=moved,
    )


def change_since(
    session: Session, frame: pd.DataFrame, metric: str, before: Period
) -> float | None:
    """Return the relative change against as many days of an earlier period."""
    described = session.settings.metrics[metric]
    compared = session.to_date(before)
    first = session.first_day(str(described.fact), str(described.dated_by))
    if not has_begun(session) or not has_history(session, first, compared):
        return None
    return relative(figure(frame, metric, session.period), figure(frame, metric, compared))


def compared_periods(session: Session) -> list[Period]:
    """Return every period that the cards ask for."""
    before = [session.period.previous(), session.period.year_ago()]
    periods = [session.period, *session.trailing(), *map(session.to_date, before)]
    return list({period.text: period for period in periods}.values())


def why_lines(session: Session, frame: pd.DataFrame, metric: str) -> list[str]:
    """Return what a figure is and what it rests on, a line each."""
    lang, described = session.lang, session.settings.metrics[metric]
    above, below, low, high, n = (
        figure(frame, metric, session.period, part)
        for part in ("numerator", "denominator", "low", "high", "n")
    )
    lines = [described.definition(lang)]
    if above is not None and below:
        show = formats.count if described.interval == "wilson" else formats.money
        parts = {"numerator": show(above, lang), "denominator": show(below, lang)}
        lines.append(label("why_parts", lang, **parts))
    if low is not None and high is not None and described.unit == "ratio":
        ends = "–".join(formats.percent(end, lang) for end in (low, high))
        lines.append(label("why_interval", lang, interval=ends))
    if n:
        lines.append(label("why_n", lang, n=formats.count(n, lang)))
    return lines


def split_unit(words: str) -> tuple[str, str]:
    """Split `120.4 万`, `1.20M` and `80%` into figure and small unit."""
    figure_ = words.rstrip("%万亿元kMB ")
    return figure_, words[len(figure_) :].strip()


def _moved(session: Session, frame: pd.DataFrame, metric: str, money: bool) -> float | None:
    if not has_begun(session):
        return None
    cases = "n" if money else "denominator"
    pair = (session.period, session.to_date(session.period.previous()))
    if any(session.is_small(figure(frame, metric, period, cases)) for period in pair):
        return None
    now, before = (figure(frame, metric, period) for period in pair)
    return None if now is None or before is None else now - before


def _change_words(session: Session, change: str, yearly: bool = False) -> str:
    key = "growth_yoy" if yearly else "growth_mom"
    return f"{label(key + ('_running' if session.is_running else ''), session.lang)} {change}"


def _is_good(change: float | None, good: str) -> bool | None:
    """Green, red, or neither where the change rounds to nothing or has no good side."""
    if change is None or abs(change) < 0.005 or good not in ("up", "down"):
        return None
    return (change > 0) == (good == "up")


def _spark(session: Session, frame: pd.DataFrame, metric: str) -> list[float | None]:
    return [figure(frame, metric, period) for period in session.trailing()]
