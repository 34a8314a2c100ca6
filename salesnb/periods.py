"""Periods (a day, a week, a month, a fiscal quarter or year, a range) and the working calendar."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from salesnb.errors import ConfigError, UsageError, did_you_mean
from salesnb.labels import listed, say

Grain = Literal["day", "week", "month", "quarter", "year", "range"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_WORDS = (
    "today",
    "yesterday",
    "last-workday",
    *(f"{which}-{grain}" for which in ("this", "last") for grain in GRAINS[1:]),
)
_DATES = ("2026-10-31", "2026-W43", "2026-10", "2026Q4", "2026", "2026-10-01..2026-10-15")
_FORMS = (*_DATES, "last-3-months", *_WORDS)
# So many days, weeks, months or years up to and with a day, in either language.
_TRAILING = re.compile(r"(?:last-(\d{1,3})-(day|week|month|year)s?|近(\d{1,3})(天|周|个月|年))")
_UNITS = {"天": "day", "周": "week", "个月": "month", "年": "year"}


@dataclass(frozen=True)
class Period:
    """The days from `start` up to but without `end`.

    Attributes
    ----------
    start, end : first day, and the day after the last.
    text : how the period is written in parameters and paths.
    grain : day, week, month, quarter, year or range.
    fiscal_start : the month in which the fiscal year begins; quarters and years follow it and are
        named by the calendar year in which the fiscal year ends.
    """

    start: date
    end: date
    text: str
    grain: Grain
    fiscal_start: int = 1

    def __str__(self) -> str:
        return self.text

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def previous(self) -> "Period":
        """Return the period of the same length just before this one.

        Of a week that was cut by `split` the same weekdays of the week before.
        """
        if self.grain == "week":
            return self._weeks_before(1)
        if self._is_range:
            return _range(self.start - (self.end - self.start), self.start, self.fiscal_start)
        return period_of(self.start - timedelta(days=1), self.grain, self.fiscal_start)

    def year_ago(self) -> "Period":
        """Return the same period a year earlier; a week is compared with the week 52 weeks ago."""
        if self.grain == "week":
            return self._weeks_before(52)
        if self._is_range:
            end = _a_year_before(self.last_day) + timedelta(days=1)
            return _range(_a_year_before(self.start), end, self.fiscal_start)
        return period_of(_a_year_before(self.start), self.grain, self.fiscal_start)

    def split(self, grain: Grain) -> list["Period"]:
        """Return the periods of a finer grain that fill this one, those at the edges cut to fit."""
        parts, day = [], self.start
        while day < self.end:
            part = period_of(day, grain, self.fiscal_start)
            cut = replace(part, start=day, end=min(part.end, self.end))
            parts.append(cut)
            day = cut.end
        return parts

    def as_far_as(self, running: "Period", as_of: date) -> "Period":
        """Return this period cut to as many days as another one has run by a day, if it still runs.

        Of one that has not begun there is no day to compare: the period is empty.

        Examples
        --------
        >>> october = parse_period("2026-10")
        >>> october.previous().as_far_as(october, date(2026, 10, 20)).text
        '2026-09-01..2026-09-20'
        """
        if as_of >= running.last_day:
            return self
        days = max((as_of - running.start).days + 1, 0)
        end = min(self.start + timedelta(days=days), self.end)
        text = f"{self.start}..{end - timedelta(days=1)}"
        return replace(self, end=end, text=text, grain="range")

    @property
    def _is_range(self) -> bool:
        """Whether it is none of its grain's whole periods: a range, or cut by `split`."""
        if self.grain == "range":
            return True
        whole = period_of(self.start, self.grain, self.fiscal_start)
        return (self.start, self.end) != (whole.start, whole.end)

    def _weeks_before(self, count: int) -> "Period":
        shift = timedelta(weeks=count)
        whole = period_of(self.start - shift, "week", self.fiscal_start)
        return replace(whole, start=self.start - shift, end=self.end - shift)

    def trailing(self, count: int) -> list["Period"]:
        """Return the last `count` periods of this grain, this one last."""
        parts = [self]
        while len(parts) < count:
            parts.append(parts[-1].previous())
        return parts[::-1]


def period_of(day: date, grain: Grain, fiscal_start: int = 1) -> Period:
    """Return the period of a grain in which a day lies.

    Examples
    --------
    >>> period_of(date(2026, 2, 28), "quarter").text
    '2026Q1'
    >>> period_of(date(2011, 6, 1), "quarter", fiscal_start=6).text
    '2012Q1'
    """
    if grain == "day":
        return Period(day, day + timedelta(days=1), day.isoformat(), "day", fiscal_start)
    if grain == "week":
        monday = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        text = f"{year}-W{week:02d}"
        return Period(monday, monday + timedelta(days=7), text, "week", fiscal_start)
    if grain not in _MONTHS:
        raise UsageError(say("err_grain", grain=grain, hint=did_you_mean(grain, GRAINS)))
    length = _MONTHS[grain]
    months = day.year * 12 + day.month - 1
    first = months - (months - (fiscal_start - 1)) % length if length > 1 else months
    if grain == "year":
        first = months - (months - (fiscal_start - 1)) % 12
    start, end = _month_start(first), _month_start(first + length)
    return Period(start, end, _month_text(first, grain, fiscal_start), grain, fiscal_start)


def parse_period(
    text: str,
    today: date | None = None,
    fiscal_start: int = 1,
    calendar: "Calendar | None" = None,
) -> Period:
    """Read a period as a user writes it.

    Parameters
    ----------
    text : one of 2026-10-31, 2026-W43, 2026-10, 2026Q4, 2026, A..B, a word such as last-month, or
        last-3-months (近3个月): so many up to and with `today`.
    today : the day that words refer to; without it words are refused.
    fiscal_start : the month in which the fiscal year begins.
    calendar : the working days that last-workday goes by; without it that word is refused.

    Raises
    ------
    UsageError
        The text is no period; the message lists the forms.

    Examples
    --------
    >>> parse_period("2026Q4").last_day
    datetime.date(2026, 12, 31)
    >>> parse_period("last-month", date(2026, 3, 31)).text
    '2026-02'
    >>> parse_period("last-3-months", date(2026, 11, 28)).text
    '2026-08-29..2026-11-28'
    """
    word = text.strip()
    if word.count("..") == 1:
        first, _, last = word.partition("..")
        start = parse_period(first, today, fiscal_start, calendar).start
        end = parse_period(last, today, fiscal_start, calendar).end
        if end <= start:
            raise UsageError(say("err_period_ends", text=text))
        return _range(start, end, fiscal_start)
    if word in _WORDS:
        return _spoken(word, text, today, fiscal_start, calendar)
    if match := _TRAILING.fullmatch(word):
        return _trailing(match, text, today, fiscal_start)
    try:
        found = _written(word, fiscal_start)
    except (ValueError, OverflowError):
        found = None
    if found is None or not 1900 <= found.start.year <= 2200:
        hint = did_you_mean(word, _WORDS)
        raise UsageError(say("err_period", text=text, hint=hint, forms=listed(_FORMS)))
    return found


def _spoken(
    word: str, text: str, today: date | None, fiscal_start: int, calendar: "Calendar | None"
) -> Period:
    if today is None or (word == "last-workday" and calendar is None):
        raise UsageError(say("err_period_day", text=text))
    if word in ("today", "yesterday"):
        return period_of(today - timedelta(days=word == "yesterday"), "day", fiscal_start)
    if calendar is not None and word == "last-workday":
        return period_of(calendar.workday_before(today), "day", fiscal_start)
    which, _, grain = word.partition("-")
    current = period_of(today, grain, fiscal_start)  # type: ignore[arg-type]
    return current if which == "this" else current.previous()


def _trailing(match: re.Match[str], text: str, today: date | None, fiscal_start: int) -> Period:
    """Return a range that ends with `today`; of months the same day of the month is left out."""
    if today is None:
        raise UsageError(say("err_period_day", text=text))
    count, unit = int(match[1] or match[3]), match[2] or _UNITS[match[4]]
    if unit in ("day", "week"):
        start = today + timedelta(days=1 - count * (7 if unit == "week" else 1))
    else:
        months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
        first, after = _month_start(months), _month_start(months + 1)
        start = min(first + timedelta(days=today.day), after)
    if not count or start.year < 1900:
        raise UsageError(say("err_period", text=text, hint="", forms=listed(_FORMS)))
    return _range(start, today + timedelta(days=1), fiscal_start)


def _written(word: str, fiscal_start: int) -> Period | None:
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", word):
        return period_of(date(*map(int, match.groups())), "day", fiscal_start)
    if match := re.fullmatch(r"(\d{4})-?[Ww](\d{1,2})", word):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return period_of(monday, "week", fiscal_start)
    if match := re.fullmatch(r"(\d{4})-?[Qq]([1-4])", word):
        first = _fiscal_first(int(match[1]), fiscal_start) + 3 * (int(match[2]) - 1)
        return period_of(_month_start(first), "quarter", fiscal_start)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})", word):
        return period_of(date(int(match[1]), int(match[2]), 1), "month", fiscal_start)
    if re.fullmatch(r"\d{4}", word) and int(word) > 0:
        start = _month_start(_fiscal_first(int(word), fiscal_start))
        return period_of(start, "year", fiscal_start)
    return None


def _range(start: date, end: date, fiscal_start: int) -> Period:
    text = f"{start.isoformat()}..{(end - timedelta(days=1)).isoformat()}"
    return Period(start, end, text, "range", fiscal_start)


def _fiscal_first(year: int, fiscal_start: int) -> int:
    return (year - (fiscal_start > 1)) * 12 + fiscal_start - 1


def _month_start(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _month_text(first: int, grain: Grain, fiscal_start: int) -> str:
    if grain == "month":
        return f"{first // 12}-{first % 12 + 1:02d}"
    fiscal = first - (fiscal_start - 1) + (12 if fiscal_start > 1 else 0)
    year = fiscal // 12
    return str(year) if grain == "year" else f"{year}Q{fiscal % 12 // 3 + 1}"


def _a_year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


class Calendar:
    """Working days of a country: weekends, public holidays, make-up working days.

    Parameters
    ----------
    country : ISO code, e.g. CN; the days come from the `holidays` library.
    extra_holidays, extra_workdays : days that overrule it.
    """

    def __init__(
        self,
        country: str,
        extra_holidays: Iterable[date] = (),
        extra_workdays: Iterable[date] = (),
    ) -> None:
        self._country_code = country
        self._announced = _announced_until(country)  # refuses an unknown country
        self._off = frozenset(extra_holidays)
        self._on = frozenset(extra_workdays)

    def is_workday(self, day: date) -> bool:
        """Return whether people work on the day."""
        if day in self._on:
            return True
        return day not in self._off and _is_working_day(self._country_code, day)

    def guessed_years(self, period: Period) -> list[int]:
        """Return the years of a period whose make-up working days are not known yet.

        Of these the public holidays are known and nothing else. A year with extra days of its own
        counts as known.
        """
        told = {day.year for day in self._off | self._on}
        years = range(period.start.year, period.last_day.year + 1)
        return [y for y in years if self._announced and y > self._announced and y not in told]

    def workdays(self, start: date, end: date) -> int:
        """Return the number of working days from `start` up to but without `end`."""
        return sum(self.is_workday(start + timedelta(days=n)) for n in range((end - start).days))

    def workday_before(self, day: date) -> date:
        """Return the newest working day before a day; the day before, if a year has none."""
        earlier = (day - timedelta(days=n) for n in range(1, 367))
        return next((each for each in earlier if self.is_workday(each)), day - timedelta(days=1))

    def spring_festival(self, year: int) -> tuple[date, date] | None:
        """Return first and last day off around the lunar new year; None where it is no holiday."""
        named = _holiday_names(self._country_code, year)
        days = [day for day, name in named.items() if "Chinese New Year" in name]
        if not days:
            return None
        first, last = min(days), max(days)
        while not self.is_workday(first - timedelta(days=1)):
            first -= timedelta(days=1)
        while not self.is_workday(last + timedelta(days=1)):
            last += timedelta(days=1)
        return first, last

    def elapsed_share(self, period: Period, as_of: date) -> float:
        """Return the share of the period's working days that lie up to and with `as_of` (0-1)."""
        if as_of >= period.last_day:
            return 1.0
        if as_of < period.start:
            return 0.0
        total = self.workdays(period.start, period.end)
        done = self.workdays(period.start, as_of + timedelta(days=1))
        return done / total if total else 0.0


@lru_cache(maxsize=8)
def _country(code: str):  # type: ignore[no-untyped-def]
    import holidays

    try:
        return holidays.country_holidays(code)
    except NotImplementedError:
        hint = did_you_mean(code, holidays.list_supported_countries())
        raise ConfigError(say("err_country", country=code, hint=hint)) from None


@lru_cache(maxsize=20_000)
def _is_working_day(code: str, day: date) -> bool:
    return bool(_country(code).is_working_day(day))


@lru_cache(maxsize=64)
def _holiday_names(code: str, year: int) -> dict[date, str]:
    import holidays

    return dict(holidays.country_holidays(code, years=year, language="en_US"))


@lru_cache(maxsize=8)
def _announced_until(code: str) -> int | None:
    """Return the last year whose make-up working days the library knows; None = there are none."""
    last = max(getattr(_country(code), "special_public_holidays", None) or [0])
    import holidays

    made_up = last and holidays.country_holidays(code, years=last).weekend_workdays
    return last if made_up else None
