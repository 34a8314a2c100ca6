"""The levels of customers as SQL: the days on which they are judged, and the rules of params."""

from datetime import date, timedelta
from typing import Any

from salesnb.engines import Engine
from salesnb.periods import period_of
from salesnb.settings import Settings
from salesnb.settings.levels import CustomerSettings

_DAYS = {
    "number": "integer",
    "quarter": "varchar",
    "day": "date",
    "year_from": "date",
    "before_from": "date",
    "is_whole": "boolean",
    "is_today": "boolean",
}


def level_words(rules: CustomerSettings) -> dict[str, str]:
    """Return what the models of customers' levels say of the rules."""
    computed = "held_level" if rules.scheme == "four" else "simple_level"
    parts = ("typed_level", computed) if rules.typed_wins else (computed, "typed_level")
    return {
        "before_records": _before_records(rules),
        "intent_days": str(rules.simple.intent_days),
        "level_rank": _rank(rules),
        "simple_level": _simple(rules),
        "promoted_before": str(rules.promoted_after - 1),
        "demoted_before": str((rules.demoted_after or 1) - 1),
        "least_comparable": str(rules.tiers.least_comparable),
        "is_demoted": str(rules.demoted_after is not None).lower(),
        "computed_level": computed,
        "level_in_force": f"coalesce({', '.join(parts)})",
    }


def create_level_days(engine: Engine, settings: Settings, as_of: date) -> None:
    """Give the models `level_days` and `level_ranks`.

    A row of `level_days` is the last day of a quarter since the first sale, or (`is_today`, the last
    one) the day of the facts: from when on the twelve months before it count (`year_from`), and
    those before them (`before_from`), and since when cooperation must have lasted to come to so many
    years (`years_2`). `level_ranks` has the levels of scheme four, the lowest with rank 0.
    """
    rules = settings.levels
    ((first,),) = engine.rows("select min(sold_on) from sale_rows")
    ends = _quarter_ends(first, as_of, settings.workspace.fiscal_year_start) if first else []
    lengths = _lengths(rules)
    rows: list[list[Any]] = []
    for number, (quarter, day) in enumerate([*ends, (None, as_of)]):
        year_from, before_from = (years_before(day + timedelta(days=1), n) for n in (1, 2))
        is_whole = first is not None and first <= year_from
        since = (since_of(day, length) for length in lengths)
        rows.append(
            [number, quarter, day, year_from, before_from, is_whole, quarter is None, *since]
        )
    engine.keep("level_days", _DAYS | {f"years_{n}": "date" for n in lengths}, rows)
    ranks = [(rank, level) for level, rank in rules.ranks.items()]
    engine.keep("level_ranks", {"rank": "integer", "level": "varchar"}, ranks)


def since_of(day: date, years: int) -> date:
    """Return the latest beginning of a cooperation that comes to so many years by a day.

    What began on 29 February comes to whole years on the last day of February.

    Examples
    --------
    >>> str(since_of(date(2026, 10, 31), 2)), str(since_of(date(2026, 2, 28), 2))
    ('2024-10-31', '2024-02-29')
    """
    earlier, a_day = years_before(day, years), timedelta(days=1)
    ends_month = (day + a_day).month != day.month
    return earlier + a_day if ends_month and (earlier + a_day).month == earlier.month else earlier


def years_before(day: date, years: int) -> date:
    """Return the same day some years earlier, 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _quarter_ends(first: date, as_of: date, fiscal_start: int) -> list[tuple[str, date]]:
    """Return the quarters that ended from the first sale to the day, with their last days."""
    ends = []
    quarter = period_of(first, "quarter", fiscal_start)
    while quarter.last_day <= as_of:
        ends.append((quarter.text, quarter.last_day))
        quarter = period_of(quarter.end, "quarter", fiscal_start)
    return ends


def _lengths(rules: CustomerSettings) -> list[int]:
    return sorted({rule.years for rule in rules.levels})


def _before_records(rules: CustomerSettings) -> str:
    """Return SQL for who is taken to have bought before the first recorded sale."""
    known = rules.before_records
    if known is None:
        return "false"
    return (
        f"coalesce(days_between(customers.first_contact_date, records.first_day)"
        f" >= {known.known_days}"
        f" and days_between(records.first_day, begun.first_bought_on)"
        f" <= {known.bought_within_days}, false)"
    )


def _rank(rules: CustomerSettings) -> str:
    """Return SQL for the rank of the first level of which everything holds."""
    cases = []
    for rule in rules.levels[:-1]:
        holds = [f"purchases_12m >= {rule.purchases}"]
        holds += [f"cooperation_from <= days.years_{rule.years}"] if rule.years else []
        holds += ["is_need_known"] if rule.need else []
        cases.append(f"when {' and '.join(holds)} then {rules.ranks[rule.level]}")
    return f"case {' '.join(cases)} else 0 end" if cases else "0"


def _simple(rules: CustomerSettings) -> str:
    simple = rules.simple
    return (
        f"case when purchases_12m >= {simple.high} and has_intent then 'key'"
        f" when purchases_12m < {simple.low} and purchases_12m > 0"
        f" and purchases_12m >= purchases_before * {1 + simple.growth} then 'potential'"
        " else 'ordinary' end"
    )
