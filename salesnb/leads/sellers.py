"""Who may get leads: the staff of a scope as of its day, and how many open leads each holds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from salesnb.errors import ConfigError, unknown
from salesnb.labels import say
from salesnb.loaders.values.words import folded
from salesnb.scopes import ScopedStore
from salesnb.scopes.staff import STAFF_NOW
from salesnb.settings import Settings

_BETWEEN = re.compile(r"[、,，;；/|\n]+")


@dataclass(frozen=True)
class Seller:
    """One person of the staff sheet.

    Attributes
    ----------
    manager : the superior that the sheet names.
    regions, industries : the words of the sheet as they are compared (`folded`).
    """

    person: str
    team: str
    department: str
    role: str
    manager: str
    is_active: bool
    is_senior: bool
    regions: frozenset[str]
    industries: frozenset[str]


def read_sellers(store: ScopedStore, settings: Settings) -> dict[str, Seller]:
    """Return everybody of the staff inside the scope by name, as they stand on the store's day."""
    rows = store.run(
        f"""select person, team, department, role, manager, active, seniority, regions,
          industries
        from {STAFF_NOW} as staff_now
        where person is not null
        order by person"""
    )
    senior = {folded(word) for word in settings.assignment.senior_words}
    return {row["person"]: _seller(row, senior) for row in rows.to_dict("records")}


def open_loads(store: ScopedStore) -> dict[str, int]:
    """Return how many leads each owner holds: open, not in the pool and not nurtured."""
    rows = store.run(
        """select f.owner, count(*) as leads
        from fact_leads as f
        join lead_owners as o on o.lead_id = f.lead_id and o.is_now
        where f.is_open and not o.is_pooled and coalesce(o.kept_by, '') <> 'nurture'
        group by f.owner"""
    )
    return dict(zip(rows["owner"], rows["leads"].astype(int), strict=True))


def people_named(words: Iterable[str], sellers: Mapping[str, Seller]) -> frozenset[str]:
    """Return who is meant by names and `team:NAME` of params."""
    found: set[str] = set()
    for word in words:
        if word.startswith("team:"):
            found |= {s.person for s in sellers.values() if s.team == word.removeprefix("team:")}
        elif word in sellers:
            found.add(word)
    return frozenset(found)


def check_people(store: ScopedStore, settings: Settings, sellers: Mapping[str, Seller]) -> None:
    """Refuse names in params/assignment.yml and pool.yml that the staff does not know.

    Only where everybody is seen: inside a team the names of others are unknown to it.

    Raises
    ------
    ConfigError
        With file and line, and the nearest name.
    """
    if not store.scope.is_whole or not sellers:
        return
    teams = {f"team:{seller.team}" for seller in sellers.values() if seller.team}
    named = [("assignment", word, place) for word, place in settings.assignment.people()]
    owners = ("exempt", "owners")
    named += [("pool", word, owners) for word in settings.pool.exempt.owners]
    for stem, word, place in named:
        allowed = {*sellers, *teams} if stem == "assignment" else set(sellers)
        if word not in allowed:
            said = unknown("rep", word, allowed)
            raise ConfigError(say("err_at", place=settings.place(stem, *place), said=said))


def _seller(row: Mapping[object, object], senior: set[str]) -> Seller:
    def text(name: str) -> str:
        value = row[name]
        return "" if pd.isna(value) else str(value).strip()  # type: ignore[call-overload]

    return Seller(
        person=str(row["person"]),
        team=text("team"),
        department=text("department"),
        role=text("role") or "rep",
        manager=text("manager"),
        is_active=text("active") != "False",
        is_senior=folded(text("seniority")) in senior,
        regions=_words(text("regions")),
        industries=_words(text("industries")),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(part) for part in _BETWEEN.split(text) if part.strip())
