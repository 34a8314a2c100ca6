"""The period of an old report's sheet, row or column."""

import re
import unicodedata
from collections.abc import Iterable

from salesnb.errors import UsageError
from salesnb.loaders.sheets.spans import Span, span_of
from salesnb.periods import Period
from salesnb.session import Session

_DAY = r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_RANGE = re.compile(rf"({_DAY})\s*(?:-|~|—|–|至|到|to)\s*({_DAY})")
_IN_TITLE = re.compile(
    r"20\d\d\s*年?\s*第?[一二三四1-4]季度?|20\d\d\s*年?\s*q[1-4]|q[1-4][ ,-]*20\d\d"
    r"|20\d\d\s*年\s*\d{1,2}\s*月|20\d\d[-/.]\d{1,2}(?!\d|[-/.]\d)|20\d\d(?:0[1-9]|1[0-2])(?!\d)"
    r"|20\d\d\s*年?\s*(?:上半年|下半年|h[12])|(?:[a-z]{3,9})\.?[ ,-]*20\d\d"
    r"|20\d\d\s*年|(?<!\d)\d{1,2}月份?|第?[一二三四]季度|(?<!\d)20\d\d(?!\d)"
)


def period_in(lines: Iterable[str], session: Session) -> Period | None:
    """Return the first period that titles name; a month without a year is one of the session's."""
    for line in lines:
        text = unicodedata.normalize("NFKC", line).lower()
        if match := _RANGE.search(text):
            return session.read_period(f"{_day(match[1])}..{_day(match[2])}")
        for part in _IN_TITLE.findall(text):
            word = re.sub(r"^(q[1-4])[ ,-]*(20\d\d)$", r"\2\1", re.sub(r"[\s,]", "", part))
            span = span_of(word) or (Span(int(word), 1, 12) if word.isdigit() else None)
            if span is not None:
                return period_of_span(span, session.period.start.year, session)
    return None


def period_of_span(span: Span, year: int, session: Session) -> Period | None:
    """Return the period of months; `year` where they name none."""
    ending = span.ending(calendar=False)
    text = f"{span.year or year}{ending}".replace("{year}", str(span.year or year))
    try:
        return session.read_period(text)
    except UsageError:
        return None


def shifted(period: Period, shift: str, session: Session) -> Period:
    """Return the period before, a year ago, or from the year's beginning on."""
    if shift == "previous":
        return period.previous()
    if shift == "year_ago":
        return period.year_ago()
    if shift == "to_date":
        return year_to_date(period, session)
    return period


def year_to_date(period: Period, session: Session) -> Period:
    """Return the days from the (fiscal) year's first up to the period's last."""
    from salesnb.periods import period_of

    year = period_of(period.last_day, "year", period.fiscal_start)
    return session.read_period(f"{year.start}..{period.last_day}")


def same_days(period: Period, other: Period, session: Session) -> Period:
    """Return an earlier period cut to as many days as a running one has had (Session.to_date)."""
    if session.as_of >= period.last_day:
        return other
    days = max((session.as_of - period.start).days, 0)
    last = min(other.start.toordinal() + days, other.last_day.toordinal())
    return session.read_period(f"{other.start}..{other.start.fromordinal(last)}")


def union(periods: list[Period], session: Session) -> Period:
    """Return the days from the first period's first to the last one's last."""
    if len({(p.start, p.end) for p in periods}) == 1:
        return periods[0]
    first, last = min(p.start for p in periods), max(p.last_day for p in periods)
    return session.read_period(f"{first}..{last}")


def _day(text: str) -> str:
    year, month, day = re.findall(r"\d+", text)
    return f"{year}-{int(month):02d}-{int(day):02d}"
