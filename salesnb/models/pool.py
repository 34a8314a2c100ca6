"""The rules of the public pool as tables: one row of numbers, words by kind, the days counted."""

from datetime import date, timedelta
from itertools import accumulate

import duckdb

from salesnb.periods import Calendar
from salesnb.settings import PoolSettings, Settings

# Two days of the calendar for a working day, and the longest row of holidays besides.
_DAYS_PER_WORKDAY, _MARGIN_DAYS = 2, 60
_YEARS_BACK = 30
# What stands as the file's name of rows that took a lead out of the pool after a check of the rules.
CLAIMED, TAKEN = "salesnb claim", "salesnb assign --pool"


def create_pool_rules(
    connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date
) -> None:
    """Give the models `pool_rules` (one row), `pool_words` and `pool_days`.

    A word of `pool_words` is of a kind: `grade` and `level` with their days, `nurture`, what is
    exempt, and `checked`, the origins of rows that need no proof of having come out of the pool. `pool_days` numbers the days: by the calendar each, by working days a day off has the
    number of the working day before it, and `is_first` is the day that a number stands for.
    """
    rules = settings.pool
    connection.execute(
        """create table pool_rules as select cast(? as integer) as idle_days,
          cast(? as integer) as extend_days, cast(? as integer) as extend_most,
          cast(? as integer) as hold_days, cast(? as integer) as warn_days,
          cast(? as integer) as cool_down_days, cast(? as boolean) as only_effective""",
        [
            rules.idle_days,
            rules.extend_days,
            rules.extend_most,
            rules.hold_days,
            rules.warn_days,
            rules.cool_down_days,
            rules.only_effective,
        ],
    )
    connection.execute("create table pool_words (kind varchar, word varchar, days integer)")
    connection.executemany("insert into pool_words values (?, ?, ?)", _words(rules))
    earliest = "select min(cast(created_at as date)) from lead_versions"
    ((first,),) = connection.execute(earliest).fetchall()
    oldest = as_of - timedelta(days=366 * _YEARS_BACK)
    start = max(first or as_of, oldest)
    ahead = rules.longest * _DAYS_PER_WORKDAY + _MARGIN_DAYS
    days, numbers, firsts = _numbered(start, as_of + timedelta(days=ahead), _calendar(settings))
    connection.execute(
        "create table pool_days as select unnest(cast(? as date[])) as day,"
        " unnest(cast(? as bigint[])) as number, unnest(cast(? as boolean[])) as is_first",
        [days, numbers, firsts],
    )


def _words(rules: PoolSettings) -> list[tuple[str, str, int | None]]:
    rows: list[tuple[str, str, int | None]] = []
    rows += [("grade", word, days) for word, days in rules.idle_days_by_grade.items()]
    rows += [("level", word, days) for word, days in rules.idle_days_by_level.items()]
    rows += [("nurture", word, None) for word in rules.nurture_grades]
    rows += [("checked", word, None) for word in (CLAIMED, TAKEN)]
    for kind, words in rules.exempt.model_dump().items():
        rows += [(f"exempt_{kind}", word, None) for word in words]
    return rows


def _calendar(settings: Settings) -> Calendar | None:
    """Return the working calendar if days are counted by it."""
    if settings.pool.days == "calendar":
        return None
    told = settings.workspace
    return Calendar(told.country, told.extra_holidays, told.extra_workdays)


def _numbered(
    start: date, end: date, calendar: Calendar | None
) -> tuple[list[date], list[int], list[bool]]:
    """Return the days, the number of each, and whether it is the first with its number."""
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    counts = [calendar is None or calendar.is_workday(day) for day in days]
    numbers = [1 + n for n in accumulate(counts)]
    return (
        days,
        numbers,
        [now != before for before, now in zip([0, *numbers[:-1]], numbers, strict=True)],
    )
