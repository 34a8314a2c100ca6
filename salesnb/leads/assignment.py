"""Who is to get which lead: proposals by the rules of params/assignment.yml, with their reasons."""

from collections.abc import Callable, Collection, Mapping
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

# What a lead is chosen by: key account, the customer's owner, region, industry, product line.
_Kind = tuple[bool, str, str, str, str]
_Mask = NDArray[np.bool_]

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
    one after the other, each where it leaves anybody with room; of those left the one with the
    smallest share of the capacity in use gets the lead.

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
    leads = _waiting(store, settings, sellers, include)
    chooser = _Chooser(settings, sellers, open_loads(store))
    cooling = _cooling(store) if "pool" in include else {}
    found = [chooser.choose(row, cooling) for row in leads.to_dict("records")]
    counts = dict.fromkeys(("load_before", "load_after", "capacity"), "Int64")
    chosen = pd.DataFrame(found, columns=_CHOSEN).astype(counts)
    return pd.concat([leads, chosen], axis=1)[COLUMNS]


_CHOSEN = [
    "proposed_owner", "rule", "load_before", "load_after", "capacity", "reason_zh", "reason_en",
]  # fmt: skip


def _waiting(
    store: ScopedStore,
    settings: Settings,
    sellers: Mapping[str, Seller],
    include: Collection[str],
) -> pd.DataFrame:
    """Return the open leads that have no owner, one who left, or lie in the pool, in their turn."""
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
    owner_now = frame["owner"].where(~is_nobodys, frame["written"])
    frame = frame.assign(is_key_account=is_key, owner_now=owner_now)
    return frame[frame["why"].isin(list(include))].sort_values(
        ["is_key_account", "amount", "created_on", "lead_id"],
        ascending=[False, False, True, True],
        ignore_index=True,
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


class _Chooser:
    """Chooses owners one lead after the other, and remembers what each holds by then.

    Who is left after a rule is a mask over the active people in the order of their names.
    """

    def __init__(
        self, settings: Settings, sellers: Mapping[str, Seller], loads: Mapping[str, int]
    ) -> None:
        self._rules = settings.assignment
        self._sellers = [s for _, s in sorted(sellers.items()) if s.is_active]
        self._names = [seller.person for seller in self._sellers]
        self._place = {name: place for place, name in enumerate(self._names)}
        self._capacity = np.array([self._rules.capacity_of(n) for n in self._names], dtype=np.int64)
        self._load = np.array([loads.get(n, 0) for n in self._names], dtype=np.int64)
        self._named = {
            key: {folded(w): people_named(n, sellers) for w, n in getattr(self._rules, key).items()}
            for key in ("regions", "industries", "skills")
        }
        self._wanted: dict[_Kind, tuple[_Mask, list[tuple[str, _Mask]]]] = {}

    def choose(self, lead: Mapping[Any, Any], cooling: Mapping[str, set[str]]) -> list[object]:
        """Return what is proposed for a lead: the columns of _CHOSEN."""
        if lead["kept_by"] == "nurture":
            return _nobody("nurture", say("assign_nurture", grade=lead["grade"]))
        able, wanted = self._wanted_by(lead)
        if not able.any():
            return _nobody("", say("assign_no_staff"))
        left = able & (self._load < self._capacity)
        for name in cooling.get(lead["lead_id"], set()) | {lead["owner"]}:
            if name in self._place:
                left[self._place[name]] = False
        if not left.any():
            return _nobody("", say("assign_all_full", count=int(able.sum())))
        kept, missed = [], []
        for rule, mask in wanted:
            if (left & mask).any():
                left, able = left & mask, able & mask
                kept.append(rule)
            elif (able & mask).any():
                missed.append(rule)
        return self._give(np.flatnonzero(left), tuple(kept), tuple(missed))

    def _give(
        self, free: NDArray[np.int64], rules: tuple[str, ...], missed: tuple[str, ...]
    ) -> list[object]:
        used = self._load[free] / self._capacity[free]
        place = int(free[int(used.argmin())])  # of equals the first by name
        before, capacity = int(self._load[place]), int(self._capacity[place])
        self._load[place] += 1
        values = {"count": len(free), "owner": self._names[place]}
        values |= {"before": before, "capacity": capacity}
        reasons = [_reason(rules, missed, lang, values) for lang in ("zh", "en")]
        rule = ",".join(rules) or "load"
        return [self._names[place], rule, before, before + 1, capacity, *reasons]

    def _wanted_by(self, lead: Mapping[Any, Any]) -> tuple[_Mask, list[tuple[str, _Mask]]]:
        """Return who may take a lead at all, and whom each rule would leave."""
        owner, region, industry, line = (
            "" if pd.isna(lead[name]) else str(lead[name])
            for name in ("customer_owner", "region", "industry", "product_line")
        )
        kind = (bool(lead["is_key_account"]), owner, region, industry, line)
        if kind not in self._wanted:
            self._wanted[kind] = self._masks(*kind)
        return self._wanted[kind]

    def _masks(
        self, is_key: bool, customer_owner: str, region: str, industry: str, line: str
    ) -> tuple[_Mask, list[tuple[str, _Mask]]]:
        able = self._mask(lambda seller: seller.role in self._rules.roles)
        for_key = self._mask(self._takes_key)
        if is_key and "key_account" in self._rules.order:
            able = able | for_key
        regions, industries, skills = (
            self._named[key].get(folded(word), frozenset())
            for key, word in (("regions", region), ("industries", industry), ("skills", line))
        )
        wanted: dict[str, _Mask] = {
            "customer": self._mask(lambda s: s.person == customer_owner),
            "key_account": for_key & is_key,
            "region": self._mask(lambda s: folded(region) in s.regions or s.person in regions),
            "industry": self._mask(
                lambda s: folded(industry) in s.industries or s.person in industries
            ),
            "skill": self._mask(lambda s: s.person in skills),
        }
        return able, [(rule, wanted[rule]) for rule in self._rules.order]

    def _mask(self, is_wanted: Callable[[Seller], bool]) -> _Mask:
        return np.array([is_wanted(seller) for seller in self._sellers], dtype=np.bool_)

    def _takes_key(self, seller: Seller) -> bool:
        wanted = self._rules.key_account.to
        is_seller = seller.role in self._rules.roles
        return seller.role in wanted or ("senior" in wanted and is_seller and seller.is_senior)


def _reason(
    rules: tuple[str, ...], missed: tuple[str, ...], lang: str, values: Mapping[str, object]
) -> str:
    """Return why somebody is proposed; `missed` are rules whose people cannot take it now."""
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
