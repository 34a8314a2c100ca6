"""Who is planned for: reps by month with their team, department and working days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from salesnb.periods import Calendar, Period
from salesnb.scopes import ScopedStore

_SELLING = ("rep", "manager")


@dataclass(frozen=True)
class Unit:
    """The smallest thing that has a target in a month: a rep, or a team without reps.

    Attributes
    ----------
    name : the rep, or the scope where there is none.
    scopes : the scopes that it counts in, itself first.
    month : its place among the months.
    days : working days that it is there.
    """

    name: str
    scopes: tuple[str, ...]
    month: int
    days: int


def planned_units(
    store: ScopedStore, months: list[Period], calendar: Calendar, named: set[str]
) -> list[Unit]:
    """Return the units of every month.

    Who joins during a month counts with the working days from then on; who is marked as no longer
    there, until the last day on which anything was done; of a month in the past as it was. A rep
    who changes team counts for the team of the first day that is worked in a month. Without a staff
    sheet everybody who sold within the last year is a rep of the company.

    Parameters
    ----------
    named : scopes that have a target of their own; they are units even if nobody is there.
    """
    last_days = _last_days(store)
    top = str(store.scope)
    found: list[Unit] = []
    for person, spells in _people(_staff(store)).items():
        left = None if spells[-1].active else last_days.get(person, date.min)
        for place, month in enumerate(months):
            days, spell = _there(spells, left, month, calendar)
            scopes = [f"rep:{person}"]
            scopes += [f"team:{spell.team}"] if spell.team else []
            scopes += [f"department:{spell.department}"] if spell.department else []
            if days or scopes[0] in named:
                found.append(Unit(person, _inside(scopes, top), place, days))
    return found + _empty(found, months, calendar, named, top)


def present_reps(store: ScopedStore) -> dict[str, str]:
    """Return {rep: team} of everybody who is there as of the store's day; without a team "".

    Who is marked as no longer there, or joins later, is not.
    """
    found = {}
    for person, spells in _people(_staff(store)).items():
        begun = [spell for spell in spells if spell.since is None or spell.since <= store.as_of]
        if begun and begun[-1].active:
            found[person] = begun[-1].team
    return found


class _Spell(NamedTuple):
    """Where a person stands since a day; None = always."""

    since: date | None
    team: str
    department: str
    active: bool


def _people(staff: pd.DataFrame) -> dict[str, list[_Spell]]:
    found: dict[str, list[_Spell]] = {}
    days = [None if pd.isna(day) else day for day in staff["since"].dt.date]
    columns = (staff[name] for name in ("person", "team", "department", "active"))
    for since, person, team, department, active in zip(days, *columns, strict=True):
        found.setdefault(str(person), []).append(_Spell(since, team, department, bool(active)))
    return found


def _there(
    spells: list[_Spell], left: date | None, month: Period, calendar: Calendar
) -> tuple[int, _Spell]:
    """Return how many working days of a month a person is there, and where on the first of them."""
    joined = spells[0].since
    start = month.start if joined is None else max(month.start, joined)
    end = month.end if left is None else min(month.end, left + timedelta(days=1))
    days = calendar.workdays(start, end) if start < end else 0
    begun = [spell for spell in spells if spell.since is None or spell.since <= start]
    return days, begun[-1] if begun else spells[0]


def _inside(scopes: list[str], top: str) -> tuple[str, ...]:
    """Return the scopes up to that of the store, which a whole company ends with."""
    if top == "company":
        return (*scopes, "company")
    return tuple(scopes[: scopes.index(top) + 1]) if top in scopes else (scopes[0], top)


def _empty(
    found: list[Unit], months: list[Period], calendar: Calendar, named: set[str], top: str
) -> list[Unit]:
    """Return units for scopes with a target and nobody in them; of all, if there is nobody at all."""
    units: list[Unit] = []
    wanted = sorted(named) if found else sorted(named | {top})
    for place, month in enumerate(months):
        held = {scope for unit in found if unit.month == place for scope in unit.scopes}
        if not found and len(wanted) > 1:
            wanted = [scope for scope in wanted if scope != top]
        days = calendar.workdays(month.start, month.end)
        for scope in wanted:
            if scope not in held and (scope != top or not found):
                scopes = (scope,) if scope == top else (scope, top)
                units.append(Unit(scope.partition(":")[2] or scope, scopes, place, days))
    return units


def _staff(store: ScopedStore) -> pd.DataFrame:
    """Return who sells: person, since, team, department, active; the newest spell last."""
    frame = store.run(
        "select person, since, team, department, role, coalesce(active, true) as active from staff"
    )
    frame = frame[frame["role"].isna() | frame["role"].isin(_SELLING)]
    sold = store.run(
        "select distinct owner as person from fact_sales where owner <> 'unassigned'"
        " and days_since_sold < 365"
    )
    is_selling = frame["role"].isna() | frame["role"].eq("rep")
    frame = frame[is_selling | frame["person"].isin(sold["person"])]
    if frame.empty:
        frame = sold.assign(since=None, team=None, department=None, active=True)
    frame = frame.assign(since=pd.to_datetime(frame["since"]))
    named = frame.fillna({"team": "", "department": ""})
    return named.sort_values(["person", "since"], na_position="first", ignore_index=True)


def _last_days(store: ScopedStore) -> dict[str, date]:
    """Return the last day on which each person did anything."""
    found = store.run(
        "select owner, max(day) as day from (select owner, sold_on as day from fact_sales"
        " union all select owner, followed_on from fact_follow_ups) as done group by owner"
    )
    days = pd.to_datetime(found["day"]).dt.date
    return dict(zip(found["owner"], days, strict=True))
