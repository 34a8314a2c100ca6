"""What a template and a form offer for a column: words that an import takes without a remark."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pandas as pd

from salesnb.labels import label
from salesnb.loaders.checks.people import People
from salesnb.loaders.rules import RULES
from salesnb.loaders.values.words import folded
from salesnb.settings import Settings
from salesnb.tables import TABLES, Column, Table

_PEOPLE = ("owner", "user", "recorder", "created_by", "manager")
_FREE = ("product", "product_line", "industry", "region", "team", "department")
_MOST = 200


@dataclass(frozen=True)
class Offer:
    """The words of one list.

    Attributes
    ----------
    closed : another word is an error.
    """

    name: str
    words: tuple[str, ...]
    closed: bool = False


class Offers:
    """The lists of a workspace: its vocabularies, its people, and what its tables hold already.

    Parameters
    ----------
    known : the current rows by table; of products, regions and the like at most the 200 most
        frequent ones are offered.
    """

    def __init__(
        self, settings: Settings, lang: str, known: Mapping[str, pd.DataFrame] | None = None
    ) -> None:
        self._known = known or {}
        staff = self._staff()
        people = _owner_words(staff)
        flags = (label("flag_yes", lang), label("flag_no", lang))
        channels = settings.aliases.sources
        sources = [c.name if lang == "zh" else c.en or c.name for c in channels]
        self.lists: dict[str, Offer] = {
            name: Offer(name, _once(word.label(lang) for word in words), _is_closed(name))
            for name, words in settings.choices.items()
        }
        self.lists["source"] = Offer("source", _once(sources))
        self.lists["flag"] = Offer("flag", flags, closed=True)
        self.lists["people"] = Offer("people", people)
        self.lists["scope"] = Offer("scope", _scope_words(staff, people, lang))
        for name in _FREE:
            self.lists[name] = Offer(name, self._most_frequent(name))

    def of(self, table: Table, column: Column) -> Offer | None:
        """Return what is offered for a column; None = nothing is."""
        name = column.choice
        if column.kind == "flag":
            name = "flag"
        elif column.name in _PEOPLE:
            name = "people"
        elif table.name == "targets" and column.name == "scope":
            name = "scope"
        elif column.name in _FREE and column.name not in table.key:
            name = column.name
        offer = self.lists.get(name or "")
        return offer if offer and offer.words else None

    def _staff(self) -> pd.DataFrame:
        """Return the last row of everybody who has not left."""
        names = ["name", "staff_id", "since", "team", "department", "active"]
        rows = self._known.get("staff", pd.DataFrame()).reindex(columns=names)
        rows = rows.sort_values("since", kind="stable", na_position="first")
        rows = rows.drop_duplicates(["name", "staff_id"], keep="last").dropna(subset="name")
        return rows[rows["active"].ne(False).fillna(True).astype(bool)]

    def _most_frequent(self, name: str) -> tuple[str, ...]:
        columns = [
            self._known[table][name].dropna().astype("str")
            for table in TABLES
            if table in self._known and name in self._known[table]
        ]
        if not columns:
            return ()
        counts = pd.concat(columns).value_counts()
        return tuple(sorted(str(word) for word in counts.head(_MOST).index))


def _is_closed(vocabulary: str) -> bool:
    return RULES.get(f"unknown_{vocabulary}") != "warning"


def _owner_words(staff: pd.DataFrame) -> tuple[str, ...]:
    """Return everybody as owners are written: by name, or by staff id where the name is shared."""
    people = People(staff)
    rows = staff[["name", "staff_id"]].itertuples(index=False)
    return _once(
        str(staff_id) if people.namesakes(str(name)) and not pd.isna(staff_id) else str(name)
        for name, staff_id in cast(list[tuple[str, str]], list(rows))
    )


def _scope_words(staff: pd.DataFrame, people: tuple[str, ...], lang: str) -> tuple[str, ...]:
    """Return whom a target may be for; a word that also means a team carries its kind."""
    teams, departments = (
        sorted(str(word) for word in staff[name].dropna().unique())
        for name in ("team", "department")
    )
    all_people = People(staff).person_of
    taken = {folded(team) for team in teams}
    rep, department = ("销售:", "部门:") if lang == "zh" else ("rep:", "department:")
    persons = [f"{rep}{word}" if folded(word) in taken else word for word in people]
    taken |= all_people.keys()
    named = [f"{department}{word}" if folded(word) in taken else word for word in departments]
    return _once([label("company", lang), *named, *teams, *persons])


def _once(words: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cast("list[str]", words)))
