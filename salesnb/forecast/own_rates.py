"""What each rep's cases come to, measured over a year and drawn towards the team where they are few."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from salesnb.metrics import wilson
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

# So many cases of the team are mixed into a rep's own.
PRIOR_CASES, PRIOR_DEALS = 20, 5
_YEAR = timedelta(days=365)
_FACTS = {"lead": "fact_leads", "opportunity": "fact_opportunities"}


@dataclass(frozen=True)
class OwnRates:
    """The rates of each rep.

    Attributes
    ----------
    rates : rep, stage, rate (won of those that came so far and ended within a year, drawn towards
        the team's), low, high (95 %), won and n (the rep's own cases).
    days : by stage, the median days from it to a won deal, over the scope; missing where unknown.
    sizes : per rep, the mean money of a won deal, drawn towards the team's.
    deals : per rep, deals won within the year.
    contacts, visits : per rep, so many of a year's for each won deal, drawn towards the team's.
    """

    rates: pd.DataFrame
    days: Mapping[str, float]
    sizes: pd.Series
    deals: pd.Series
    contacts: pd.Series
    visits: pd.Series


def own_rates(
    store: ScopedStore, settings: Settings, reps: Mapping[str, str], stages: Sequence[str]
) -> OwnRates:
    """Return what each rep's cases of the last year came to.

    A stage before the opportunity is measured on leads, any other on opportunities, with a lead or
    without. Cases that are still open are no cases yet.

    Parameters
    ----------
    reps : {rep: team}.
    stages : the open stages that are asked for, in their order.
    """
    first = store.as_of - _YEAR
    counts = _counts(store, settings, first, stages)
    money = store.run(
        "select owner, count(*) as deals, cast(sum(won_amount) as double) as amount,"
        " count(won_amount) as priced from fact_opportunities"
        f" where is_won and closed_on > date '{first}' group by owner"
    ).set_index("owner")
    if money.empty:
        money = store.run(
            "select owner, count(*) as deals, cast(sum(deal_amount) as double) as amount,"
            " count(deal_amount) as priced from fact_leads"
            f" where is_won and closed_on > date '{first}' group by owner"
        ).set_index("owner")
    done = store.run(
        "select owner, count(*) as contacts,"
        " sum(case when method = 'visit' then 1 else 0 end) as visits from fact_follow_ups"
        f" where followed_on > date '{first}' group by owner"
    ).set_index("owner")
    teams = pd.Series(dict(reps), dtype="object")
    deals = money["deals"].reindex(teams.index).fillna(0).astype(float)
    amount, priced = (
        money[name].reindex(teams.index).fillna(0).astype(float) for name in ("amount", "priced")
    )
    contacts, visits = (
        done[name].reindex(teams.index).fillna(0).astype(float) for name in ("contacts", "visits")
    )
    return OwnRates(
        _drawn_rates(counts, teams, stages),
        _days_to_win(store, settings, first, stages),
        _drawn(amount, priced, teams),
        deals,
        _drawn(contacts, deals, teams),
        _drawn(visits, deals, teams),
    )


def stage_kinds(settings: Settings, stages: Sequence[str], has_leads: bool) -> dict[str, str]:
    """Return on which cases a stage is measured: lead or opportunity."""
    path = [stage.id for stage in settings.stages.path]
    turn = path.index(settings.stages.opportunity_stage)
    return {
        stage: "lead" if has_leads and path.index(stage) < turn else "opportunity"
        for stage in stages
    }


def _counts(
    store: ScopedStore, settings: Settings, first: date, stages: Sequence[str]
) -> pd.DataFrame:
    """Return owner, stage, n, won of cases that ended since a day and came as far as each stage."""
    parts = []
    for stage, kind in stage_kinds(settings, stages, _has_leads(store)).items():
        came = _came(settings, stage, kind)
        parts.append(
            f"select owner, '{stage}' as stage, count(*) as n,"
            f" sum(case when is_won then 1 else 0 end) as won"
            f" from {_FACTS[kind]} where not is_open and closed_on > date '{first}' and ({came})"
            " group by owner"
        )
    return store.run(" union all ".join(parts))


def _came(settings: Settings, stage: str, kind: str) -> str:
    """Return in SQL whether a case came to a stage: a won one passed all of them."""
    path = [each.id for each in settings.stages.path]
    if stage in (path[0], settings.stages.opportunity_stage):
        return "true"
    if kind == "lead":
        return f"is_won or furthest_rank >= (select rank from stages where stage = '{stage}')"
    later = [each for each in path[path.index(stage) :] if each != "won"]
    return " or ".join(["is_won", *(f"entered_{each}_at is not null" for each in later)])


def _has_leads(store: ScopedStore) -> bool:
    return bool(store.run("select has_leads from parameters")["has_leads"].iloc[0])


def _drawn_rates(counts: pd.DataFrame, teams: pd.Series, stages: Sequence[str]) -> pd.DataFrame:
    """Return a row per rep and stage, with the rate between own and team's."""
    parts = []
    for stage in stages:
        own = counts[counts["stage"] == stage].set_index("owner").reindex(teams.index)
        n, won = (own[name].fillna(0).astype(float) for name in ("n", "won"))
        mean = _of_team(won, n, teams)
        trials = n + PRIOR_CASES * mean.notna()
        found = won + PRIOR_CASES * mean.fillna(0)
        bounds = wilson(found, trials)
        parts.append(
            pd.DataFrame({"rep": teams.index, "stage": stage, "rate": (found / trials).to_numpy()})
            .assign(low=bounds["low"].to_numpy(), high=bounds["high"].to_numpy())
            .assign(won=won.to_numpy(int), n=n.to_numpy(int))
        )
    return pd.concat(parts, ignore_index=True)


def _drawn(part: pd.Series, whole: pd.Series, teams: pd.Series) -> pd.Series:
    """Return part per whole by rep, with some of the team's own mixed in."""
    mean = _of_team(part, whole, teams)
    found = (part + PRIOR_DEALS * mean.fillna(0)) / (whole + PRIOR_DEALS * mean.notna())
    return found.where(np.isfinite(found))


def _of_team(part: pd.Series, whole: pd.Series, teams: pd.Series) -> pd.Series:
    """Return part per whole of each rep's team; of a team without any that of all."""
    sums = pd.DataFrame({"part": part, "whole": whole, "team": teams}).groupby("team").sum()
    everyone = part.sum() / whole.sum() if whole.sum() else np.nan
    ratio = (sums["part"] / sums["whole"].where(sums["whole"] > 0)).fillna(everyone)
    return teams.map(ratio).astype(float)


def _days_to_win(
    store: ScopedStore, settings: Settings, first: date, stages: Sequence[str]
) -> dict[str, float]:
    """Return the median days from each stage to winning."""
    found = {}
    for stage, kind in stage_kinds(settings, stages, _has_leads(store)).items():
        entry = f"cast(entered_{stage}_at as date)"
        entered = f"coalesce({entry}, created_on)" if stage == stages[0] else entry
        days = store.run(
            f"select median(days_between({entered}, closed_on)) as days from {_FACTS[kind]}"
            f" where is_won and closed_on > date '{first}' and {entered} is not null"
        )["days"].iloc[0]
        found[stage] = float("nan") if pd.isna(days) else max(float(days), 0.0)
    return found
