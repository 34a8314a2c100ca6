"""Who is to get which lead: proposals by the rules of params/assignment.yml, with their reasons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesnb.errors import UsageError, unknown
from salesnb.labels import Sentence, label, listed, say
from salesnb.leads.sellers import (
    Seller,
    check_people,
    open_loads,
    people_named,
    read_sellers,
)
from salesnb.loaders.values.words import folded
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

WHY = ("unowned", "unknown_owner", "departed", "pool")
COLUMNS = [
    "lead_id", "company_name", "why", "is_pooled", "owner_now", "proposed_owner", "rule", "is_key_account",
    "load_before", "load_after", "capacity", "amount", "region", "industry", "product_line",
    "grade", "created_on", "reason_zh", "reason_en",
]  # fmt: skip
WHEN_NEW = ("unowned", "unknown_owner", "departed")


def assign_leads(
    store: ScopedStore, settings: Settings, *, include: Collection[str] = WHEN_NEW
) -> pd.DataFrame:
    """Return a proposal for every open lead that wants an owner; nothing is stored.

    Key accounts come first, then by amount, the oldest first. The rules of `order` narrow the choice
    one after the other, each where it leaves anybody; of those with room the one with the smallest
    share of the capacity in use gets the lead. Where all are full, the rule before decides.

    Parameters
    ----------
    include : of WHY. `pool` = leads in the public pool, too; not to those whose cool-down runs.

    Returns
    -------
    COLUMNS. proposed_owner is empty where nobody can take the lead, or where it is to be nurtured
    (rule `nurture`); rule names what narrowed the choice, or `load`. The reasons are sentences.

    Raises
    ------
    UsageError
        `include` names something else.
    ConfigError
        params name a rep or a team that there is not.
    """
    for word in include:
        if word not in WHY:
            raise UsageError(unknown("parameter", word, WHY))
    sellers = read_sellers(store, settings)
    check_people(store, settings, sellers)
    leads = _waiting(store, settings, sellers)
    leads = leads[leads["why"].isin(list(include))]
    leads = leads.sort_values(
        ["is_key_account", "amount", "created_on", "lead_id"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )
    chooser = _Chooser(settings, sellers, open_loads(store))
    cooling = _cooling(store) if "pool" in include else {}
    found = [chooser.choose(row, cooling) for row in leads.to_dict("records")]
    counts = dict.fromkeys(("load_before", "load_after", "capacity"), "Int64")
    chosen = pd.DataFrame(found, columns=_CHOSEN).astype(counts)
    return pd.concat([leads, chosen], axis=1)[COLUMNS]


_CHOSEN = [
    "proposed_owner", "rule", "load_before", "load_after", "capacity", "reason_zh", "reason_en",
]  # fmt: skip


def _waiting(store: ScopedStore, settings: Settings, sellers: Mapping[str, Seller]) -> pd.DataFrame:
    """Return the open leads that have no owner, one who left, or lie in the pool."""
    frame = store.run(
        """select f.lead_id, l.company_name, f.owner, l.owner as written, o.is_pooled,
          o.kept_by, o.amount, f.region, f.industry, f.product_line, f.grade, f.level,
          f.created_on, cf.owner as customer_owner, coalesce(c.strategic, false) as is_strategic,
          (coalesce(l.budget_min, l.budget_max) + coalesce(l.budget_max, l.budget_min)) / 2
            as budget
        from fact_leads as f
        join lead_owners as o on o.lead_id = f.lead_id and o.is_now
        join leads as l on l.lead_id = f.lead_id
        left join customers as c on c.customer_id = f.customer_id
        left join fact_customers as cf on cf.customer_id = f.customer_id
        where f.is_open"""
    )
    gone = [name for name, seller in sellers.items() if not seller.is_active]
    is_nobodys = frame["owner"] == "unassigned"
    frame["why"] = np.select(
        [
            is_nobodys & frame["written"].isna(),
            is_nobodys,
            frame["owner"].isin(gone),
            frame["is_pooled"],
        ],
        list(WHY),
        default="",
    )
    key = settings.assignment.key_account
    is_key = frame["level"].isin(list(key.levels)) | frame["is_strategic"].astype(bool)
    if key.budget is not None:
        is_key |= frame["budget"].astype(float) >= key.budget
    return frame.assign(
        is_key_account=is_key, owner_now=frame["owner"].where(~is_nobodys, frame["written"])
    )


def _cooling(store: ScopedStore) -> dict[str, set[str]]:
    """Return by lead who may not have it again yet."""
    rows = store.run(
        """select distinct o.lead_id, o.owner
        from lead_owners as o
        cross join parameters as p
        where o.cool_until > p.as_of and (not o.is_now or o.is_pooled)"""
    )
    return {str(lead): set(group) for lead, group in rows.groupby("lead_id")["owner"]}


@dataclass(frozen=True)
class _Level:
    """Who is left after a rule; `places` are their places in the chooser's arrays."""

    rule: str
    places: NDArray[np.int64]


class _Chooser:
    """Chooses owners one lead after the other, and remembers what each holds by then."""

    def __init__(
        self, settings: Settings, sellers: Mapping[str, Seller], loads: Mapping[str, int]
    ) -> None:
        self._rules = settings.assignment
        self._sellers = {name: s for name, s in sorted(sellers.items()) if s.is_active}
        self._names = list(self._sellers)
        self._place = {name: place for place, name in enumerate(self._names)}
        self._capacity = np.array([self._rules.capacity_of(name) for name in self._names])
        self._load = np.array([loads.get(name, 0) for name in self._names], dtype=np.int64)
        self._levels: dict[tuple[bool, str, str, str, str], list[_Level]] = {}
        self._named = {
            key: {folded(w): people_named(n, sellers) for w, n in getattr(self._rules, key).items()}
            for key in ("regions", "industries", "skills")
        }

    def choose(self, lead: Mapping[Any, Any], cooling: Mapping[str, set[str]]) -> list[object]:
        """Return what is proposed for a lead: the columns of _CHOSEN."""
        if lead["kept_by"] == "nurture":
            return _nobody("nurture", say("assign_nurture", grade=lead["grade"]))
        levels = self._narrowed(lead)
        if not len(levels[0].places):
            return _nobody("", say("assign_no_staff"))
        barred = cooling.get(lead["lead_id"], set()) | {lead["owner"]}
        for depth in range(len(levels) - 1, -1, -1):
            free = self._with_room(levels[depth].places, barred)
            if len(free):
                return self._give(free, levels, depth)
        return _nobody("", say("assign_all_full", count=len(levels[0].places)))

    def _give(self, free: NDArray[np.int64], levels: Sequence[_Level], depth: int) -> list[object]:
        used = self._load[free] / self._capacity[free]
        place = int(free[int(used.argmin())])  # of equals the first by name
        before, capacity = int(self._load[place]), int(self._capacity[place])
        self._load[place] += 1
        rules = tuple(level.rule for level in levels[1 : depth + 1])
        values = {"count": len(free), "owner": self._names[place]}
        values |= {"before": before, "capacity": capacity}
        missed = (levels[depth + 1].rule,) if depth < len(levels) - 1 else ()
        reasons = [_reason(rules, missed, lang, values) for lang in ("zh", "en")]
        return [
            self._names[place],
            ",".join(rules) or "load",
            before,
            before + 1,
            capacity,
            *reasons,
        ]

    def _with_room(self, places: NDArray[np.int64], barred: set[str]) -> NDArray[np.int64]:
        free = places[self._load[places] < self._capacity[places]]
        out = [self._place[name] for name in barred if name in self._place]
        return free[~np.isin(free, out)] if out else free

    def _narrowed(self, lead: Mapping[Any, Any]) -> list[_Level]:
        """Return who may take a lead, and who is left after each rule that leaves anybody."""
        owner, region, industry, line = (
            "" if pd.isna(lead[name]) else str(lead[name])
            for name in ("customer_owner", "region", "industry", "product_line")
        )
        key = (bool(lead["is_key_account"]), owner, region, industry, line)
        if key not in self._levels:
            self._levels[key] = self._narrow(*key)
        return self._levels[key]

    def _narrow(
        self, is_key: bool, customer_owner: str, region: str, industry: str, line: str
    ) -> list[_Level]:
        is_for_key = is_key and "key_account" in self._rules.order
        ordinary = {n for n, s in self._sellers.items() if s.role in self._rules.roles}
        for_key = {n for n, s in self._sellers.items() if self._takes_key(s)}
        wanted = {
            "customer": {customer_owner},
            "key_account": for_key if is_key else set(),
            "region": self._named["regions"].get(folded(region), frozenset())
            | {n for n, s in self._sellers.items() if folded(region) in s.regions},
            "industry": self._named["industries"].get(folded(industry), frozenset())
            | {n for n, s in self._sellers.items() if folded(industry) in s.industries},
            "skill": self._named["skills"].get(folded(line), frozenset()),
        }
        left = ordinary | for_key if is_for_key else ordinary
        levels = [self._level("", left)]
        for rule in self._rules.order:
            if left & wanted[rule]:
                left = left & wanted[rule]
                levels.append(self._level(rule, left))
        return levels

    def _takes_key(self, seller: Seller) -> bool:
        wanted = self._rules.key_account.to
        is_seller = seller.role in self._rules.roles
        return seller.role in wanted or ("senior" in wanted and is_seller and seller.is_senior)

    def _level(self, rule: str, names: Collection[str]) -> _Level:
        return _Level(rule, np.array(sorted(self._place[n] for n in names), dtype=np.int64))


def _reason(
    rules: tuple[str, ...], missed: tuple[str, ...], lang: str, values: Mapping[str, object]
) -> str:
    """Return why somebody is proposed; `missed` is the rule whose people cannot take it."""
    key = "assign_by" if rules else "assign_by_load"
    told = label(key, lang, rules=_listed(rules, lang), **values)
    if not missed:
        return told
    gap = "" if lang == "zh" else " "
    return label("assign_missed", lang, rules=_listed(missed, lang)) + gap + told


@lru_cache(maxsize=256)
def _listed(rules: tuple[str, ...], lang: str) -> str:
    """Return the names of rules as one list."""
    return listed(label(f"assign_rule_{rule}", lang) for rule in rules).text(lang)


def _nobody(rule: str, told: Sentence) -> list[object]:
    return [None, rule, None, None, None, told.zh, str(told)]
