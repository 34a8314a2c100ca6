"""Days without a year: the year that the rest of their row tells, if it tells one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.values.dates import day_without_year, parse_period_text
from salesnb.loaders.values.due import HALF_A_YEAR
from salesnb.loaders.values.failure import Failure
from salesnb.loaders.values.parse import Parsed
from salesnb.tables import Column

RULE = "date_without_year"
# {a day: those of which the first that the row has lies on or before it}
FOLLOWS: dict[str, tuple[str, ...]] = {
    "recorded_at": ("follow_at",),
    "next_due": ("follow_at",),
    "assigned_at": ("created_at",),
    "outcome_date": ("created_at",),
    "expected_close": ("created_at",),
    "expected_date": ("created_at", "first_contact_date"),
    "closed_at": ("created_at", "first_contact_date"),
    "due_date": ("order_date",),
    "paid_date": ("order_date",),
    "last_contact_at": ("first_contact_date",),
    "updated_date": ("first_contact_date",),
}
_YEARS_LATER = {"paid_date", "last_contact_at", "updated_date"}
_DATED = ("date", "datetime", "month")
_YEAR_HEADERS = {
    "年份",
    "年",
    "年度",
    "year",
    "月份",
    "月",
    "年月",
    "month",
    "yearmonth",
    "期间",
    "period",
}
_NO_DAY = np.datetime64("NaT", "D")
_HALF = np.timedelta64(HALF_A_YEAR.days, "D")


@dataclass(frozen=True)
class _Lacking:
    """The cells of one column that lack a year."""

    rows: np.ndarray
    month: np.ndarray
    day: np.ndarray
    seconds: np.ndarray

    def in_year(self, years: np.ndarray) -> np.ndarray:
        """Return the days in the years given, missing where there is no such day."""
        known = ~np.isnan(years)
        months = (np.where(known, years, 1970) - 1970) * 12 + self.month - 1
        first = months.astype("int64").astype("datetime64[M]")
        days = first.astype("datetime64[D]") + (self.day - 1)
        return np.where(known & (days.astype("datetime64[M]") == first), days, _NO_DAY)


def fill_years(
    typed: pd.DataFrame,
    parsed: Mapping[str, Parsed],
    columns: Mapping[str, Column],
    today: date | None,
    *,
    month_first: bool = True,
) -> dict[str, Parsed]:
    """Return the columns in which days lack a year, with the years that the rows tell.

    1. A column such as 年份 tells the year; one such as 月份 or 期间 that of a day in that month.
    2. A day that follows on another of its row (FOLLOWS) is its first occurrence on or after that:
       in the same year, or within half a year. A last contact or a payment may come years later;
       it is read only if just one such day lies between the other and `today`.
    3. Any other day lies in the year in which all other days of its row lie, within half a year of
       each of them and not after one that follows on it.

    A day that can only be past is never after `today`. What is left keeps its problem, with the
    two likeliest readings.

    Parameters
    ----------
    month_first : 3/5 is 5 March; otherwise it is not read, as it may be 3 May.
    """
    lacking = {
        name: np.array(
            [at for at, failure in zip(one.rows, one.failures, strict=True) if _is(failure)]
        )
        for name, one in parsed.items()
        if name in columns and any(map(_is, one.failures))
    }
    known = {
        name: one.values.to_numpy().astype("datetime64[D]")
        for name, one in parsed.items()
        if lacking and columns[name].kind in _DATED
    }
    filled: dict[str, Parsed] = {}
    for name in sorted(lacking, key=lambda name: name in FOLLOWS):
        cells = _cells(typed[name], lacking[name], month_first)
        days, near = _days(name, typed, columns, known, cells, today)
        known[name][cells.rows] = days
        filled[name] = _with(parsed[name], columns[name], cells, days, near, today)
    return filled


def _is(failure: Failure) -> bool:
    return failure.rule == RULE


def _days(
    name: str,
    typed: pd.DataFrame,
    columns: Mapping[str, Column],
    known: Mapping[str, np.ndarray],
    cells: _Lacking,
    today: date | None,
) -> tuple[np.ndarray, Sequence[np.ndarray]]:
    """Return the days of one column, missing where doubtful, and the days that they lie near."""
    followed = _followed(name, known, cells.rows)
    last = np.datetime64(today) if today and columns[name].past else None
    stated = _stated(typed, columns, cells)
    stated[_not_so(stated, followed, last)] = _NO_DAY
    if followed is not None:
        near: Sequence[np.ndarray] = [followed]
        told = _following(cells, followed, today if name in _YEARS_LATER else None)
    else:
        near = [days[cells.rows] for other, days in known.items() if other != name]
        after = [known[n][cells.rows] for n in known if name in FOLLOWS.get(n, ())]
        told = _among(cells, near, after)
    told[_not_so(told, followed, last)] = _NO_DAY
    return np.where(np.isnat(stated), told, stated), near


def _cells(texts: pd.Series, rows: np.ndarray, month_first: bool) -> _Lacking:
    codes, distinct = pd.factorize(texts.iloc[rows])
    read = [
        None if not month_first and _either(text) else day_without_year(text) for text in distinct
    ]
    sure = np.array([one is not None for one in read])
    parts = np.array(
        [
            (one[0], one[1], one[2].hour * 3600 + one[2].minute * 60 + one[2].second)
            for one in read
            if one is not None
        ],
        dtype="int64",
    ).reshape(-1, 3)
    at = np.cumsum(sure) - 1
    found = sure[codes]
    month, day, seconds = parts[at[codes[found]]].T
    return _Lacking(rows[found], month, day, seconds)


def _either(text: str) -> bool:
    match = re.match(r"(\d{1,2})[-/](\d{1,2})(?!\d)", text)
    return bool(match and int(match[1]) <= 12 and int(match[2]) <= 12 and match[1] != match[2])


def _stated(typed: pd.DataFrame, columns: Mapping[str, Column], cells: _Lacking) -> np.ndarray:
    days = np.full(len(cells.rows), _NO_DAY)
    for name in typed.columns:
        if name in columns:
            tells = columns[name].kind == "period"
        else:
            tells = read_header(name).key in _YEAR_HEADERS
        if not tells:
            continue
        codes, distinct = pd.factorize(typed[name].iloc[cells.rows])
        told = [_year_of(text) for text in distinct] + [(np.nan, np.nan)]
        years, months = np.array(told, dtype=float)[codes].T
        in_month = np.isnan(months) | (months == cells.month)
        days = np.where(np.isnat(days), cells.in_year(np.where(in_month, years, np.nan)), days)
    return days


def _year_of(text: str) -> tuple[float, float]:
    """Return year and month of a text such as 2024, 2024年 or 2024-03; missing ones are NaN."""
    period = parse_period_text(text, months=True)
    if isinstance(period, str) and (
        match := re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-\d{2})?", period)
    ):
        return float(match[1]), float(match[2] or "nan")
    return np.nan, np.nan


def _followed(name: str, known: Mapping[str, np.ndarray], rows: np.ndarray) -> np.ndarray | None:
    """Return the day on which each cell's day follows, None where its table has no such day."""
    for first in FOLLOWS.get(name, ()):
        if first in known:
            days: np.ndarray = known[first][rows]
            return days
    return None


def _not_so(
    days: np.ndarray, followed: np.ndarray | None, late: np.datetime64 | None
) -> np.ndarray:
    """Return which days cannot be: before what they follow on, or past ones after today."""
    wrong = np.isnat(days)
    if followed is not None:
        wrong = wrong | (days < followed)
    return np.asarray(wrong if late is None else wrong | (days > late))


def _following(cells: _Lacking, followed: np.ndarray, until: date | None) -> np.ndarray:
    year = _years(followed)
    same, later = cells.in_year(year), cells.in_year(year + 1)
    first = np.where(same >= followed, same, later)
    if until is not None:
        next_one = np.where(same >= followed, later, cells.in_year(year + 2))
        only = (first <= np.datetime64(until)) & ~(next_one <= np.datetime64(until))
        return np.where(only, first, _NO_DAY)
    return np.where((same >= followed) | (later - followed <= _HALF), first, _NO_DAY)


def _among(
    cells: _Lacking, others: Sequence[np.ndarray], after: Sequence[np.ndarray]
) -> np.ndarray:
    if not others:
        return np.full(len(cells.rows), _NO_DAY)
    years = np.array([_years(days) for days in others])
    known = ~np.isnan(years)
    least = np.where(known, years, np.inf).min(axis=0)
    one = known.any(axis=0) & (least == np.where(known, years, -np.inf).max(axis=0))
    days = cells.in_year(np.where(one, least, np.nan))
    for other in others:
        days = np.where(np.isnat(other) | (np.abs(days - other) <= _HALF), days, _NO_DAY)
    for other in after:
        days = np.where(np.isnat(other) | (days <= other), days, _NO_DAY)
    return days


def _years(days: np.ndarray) -> np.ndarray:
    years = days.astype("datetime64[Y]").astype("int64") + 1970.0
    return np.where(np.isnat(days), np.nan, years)


def _with(
    one: Parsed,
    column: Column,
    cells: _Lacking,
    days: np.ndarray,
    near: Sequence[np.ndarray],
    today: date | None,
) -> Parsed:
    """Return a column with the days found, and with readings for those that were not."""
    found = ~np.isnat(days)
    moments = days[found].astype("datetime64[s]")
    if column.kind == "datetime":
        moments = moments + cells.seconds[found]
    values = one.values.to_numpy(copy=True)
    values[cells.rows[found]] = moments
    reference = np.full(len(cells.rows), np.datetime64(today or "NaT", "D"))
    for other in reversed(near):
        reference = np.where(np.isnat(other), reference, other)
    last = today if column.past else None
    offered = {
        row: _readings(month, day, ref, last)
        for row, month, day, ref in zip(
            cells.rows[~found].tolist(),
            cells.month[~found].tolist(),
            cells.day[~found].tolist(),
            reference[~found].astype(object),
            strict=True,
        )
    }
    solved = set(cells.rows[found].tolist())
    left = [
        (row, replace(failure, suggestion=offered[row]) if row in offered else failure)
        for row, failure in zip(one.rows.tolist(), one.failures, strict=True)
        if row not in solved or not _is(failure)
    ]
    rows = np.array([row for row, _ in left], dtype=np.intp)
    failures: list[Failure] = [failure for _, failure in left]
    return Parsed(pd.Series(values, index=one.values.index), rows, failures, one.note)


@lru_cache(maxsize=65_536)
def _readings(month: int, day: int, near: date | None, last: date | None) -> str:
    """Return the two occurrences of a day that are nearest to another, of past ones only."""
    if near is None:
        return ""
    days = []
    for year in range(near.year - 2, near.year + 3):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    possible = [found for found in days if last is None or found <= last]
    nearest = sorted(possible, key=lambda found: abs(found - near))[:2]
    return " / ".join(found.isoformat() for found in sorted(nearest))
