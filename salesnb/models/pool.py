"""The rules of the public pool as tables: one row of numbers, words by kind, the days counted."""

from datetime import date, timedelta
from itertools import accumulate

from salesnb.engines import Engine
from salesnb.periods import Calendar
from salesnb.settings import PoolSettings, Settings

# Two days of the calendar for a working day, and the longest row of holidays besides.
_DAYS_PER_WORKDAY, _MARGIN_DAYS = 2, 60
_YEARS_BACK = 30
_NUMBERS = (
    "idle_days",
    "extend_days",
    "extend_most",
    "hold_days",
    "warn_days",
    "cool_down_days",
)
# What stands as the file's name of rows that took a lead out of the pool after a check of the rules.
CLAIMED, TAKEN = "salesnb claim", "salesnb assign --pool"


def create_pool_rules(engine: Engine, settings: Settings, as_of: date) -> None:
    """Give the models `pool_rules` (one row), `pool_words` and `pool_days`.

    A word of `pool_words` is of a kind: `grade` and `level` with their days, `nurture`, what is
    exempt, and `checked`, the origins of rows that need no proof of having come out of the pool. `pool_days` numbers the days: by the calendar each, by working days a day off has the
    number of the working day before it, and `is_first` is the day that a number stands for.
    """
    rules = settings.pool
    numbers = {name: getattr(rules, name) for name in _NUMBERS}
    kinds = dict.fromkeys(_NUMBERS, "integer") | {"only_effective": "boolean"}
    engine.keep("pool_rules", kinds, [[*numbers.values(), rules.only_effective]])
    kinds = {"kind": "varchar", "word": "varchar", "days": "integer"}
    engine.keep("pool_words", kinds, _words(rules))
    ((first,),) = engine.rows("select min(cast(created_at as date)) from lead_versions")
    oldest = as_of - timedelta(days=366 * _YEARS_BACK)
    start = max(first or as_of, oldest)
    ahead = rules.longest * _DAYS_PER_WORKDAY + _MARGIN_DAYS
    days = _numbered(start, as_of + timedelta(days=ahead), _calendar(settings))
    kinds = {"day": "date", "number": "bigint", "is_first": "boolean"}
    engine.keep("pool_days", kinds, [*zip(*days, strict=True)])


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
