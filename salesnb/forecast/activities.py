"""What each rep needs to reach the target: deals, quotes, opportunities, leads, contacts a week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from salesnb.forecast.own_rates import OwnRates, own_rates
from salesnb.metrics import Target
from salesnb.periods import Calendar, Period, period_of
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

_LAST_WEEK = 5  # working days left, below which the next period is looked at
_WEEK = 5


@dataclass(frozen=True)
class Activities:
    """What reps need.

    Attributes
    ----------
    period : whose target it is; days : its working days that are left.
    stages : the open stages in their order.
    frame : one row per rep, the largest need first: rep, target (missing without one), sold,
        missing (target - sold, at least 0), per_day (missing in a remaining working day), repeat
        (usual orders beyond deals in the days left), pipeline (amounts of open deals times their
        chance to be won in time), open_deals, to_find (what is then still missing), deal_size,
        deals (to be found), need_STAGE (cases that so many deals take), open_STAGE (cases in it
        now), expected_wins (of the pipeline, in time), contacts_week, visits_week (for pipeline and new deals together), contacts_now (a week,
        over the last four).
    rates : see `own_rates`.
    left : who has a target of the period and is no longer there, or not yet.
    """

    period: Period
    days: int
    stages: Sequence[str]
    frame: pd.DataFrame
    rates: OwnRates
    left: Sequence[str]


def period_ahead(period: Period, store: ScopedStore, calendar: Calendar) -> Period:
    """Return the period if at least a week of it is left, else the next one of its kind that has."""
    grain = period.grain if period.grain in ("month", "quarter", "year") else "month"
    found = period if period.grain == grain else period_of(period.last_day, grain)
    if found.last_day < store.as_of:
        found = period_of(store.as_of, grain, period.fiscal_start)
    if _days_left(found, store, calendar) < _LAST_WEEK:
        return period_of(found.end, grain, period.fiscal_start)
    return found


def needed_activities(
    store: ScopedStore,
    settings: Settings,
    calendar: Calendar,
    period: Period,
    targets: Mapping[str, Target | None],
    reps: Mapping[str, str],
    stages: Sequence[str],
) -> Activities:
    """Return what each rep needs from now to the end of a period.

    missing - usual repeat orders - open deals at their chances = what is to be found; over the mean
    deal it is a number of deals, and over the share won of each stage so many cases there.

    Parameters
    ----------
    targets : {rep: target of the period}, of people who left as well.
    reps : {rep: team}, who is there.
    stages : the open stages, in their order.
    """
    rates = own_rates(store, settings, reps, stages)
    days = _days_left(period, store, calendar)
    index = pd.Index(list(reps), name="rep")
    frame = pd.DataFrame(index=index)
    frame["target"] = [float(t.value) if (t := targets.get(rep)) else np.nan for rep in index]
    frame["sold"] = _sold(store, period).reindex(index).fillna(0.0)
    frame["missing"] = (frame["target"] - frame["sold"]).clip(lower=0)
    frame["per_day"] = frame["missing"] / days if days else np.nan
    frame["repeat"] = _repeat(store, calendar).reindex(index).fillna(0.0).clip(lower=0) * days
    pipeline = _pipeline(store, rates, period, stages)
    for name in ("pipeline", "open_deals", "expected_wins"):
        frame[name] = pipeline[name].reindex(index).fillna(0.0)
    frame["to_find"] = (frame["missing"] - frame["repeat"] - frame["pipeline"]).clip(lower=0)
    frame["deal_size"] = rates.sizes.reindex(index)
    frame["deals"] = frame["to_find"] / frame["deal_size"].where(frame["deal_size"] > 0)
    opened = _opened(store)
    for stage in stages:
        own = rates.rates[rates.rates["stage"] == stage].set_index("rep")["rate"].reindex(index)
        frame[f"need_{stage}"] = frame["deals"] / own.where(own > 0)
        now = opened[opened["stage"] == stage].set_index("owner")["cases"]
        frame[f"open_{stage}"] = now.reindex(index).fillna(0).astype(int)
    weeks = days / _WEEK
    wins = frame["deals"] + frame["expected_wins"]
    for name, per_deal in (("contacts", rates.contacts), ("visits", rates.visits)):
        frame[f"{name}_week"] = wins * per_deal.reindex(index) / weeks if weeks else np.nan
    frame["contacts_now"] = _contacts(store).reindex(index).fillna(0.0) / 4
    ordered = frame.reset_index().sort_values(
        ["to_find", "rep"], ascending=[False, True], na_position="last", ignore_index=True
    )
    left = sorted(rep for rep, target in targets.items() if target and rep not in reps)
    return Activities(period, days, list(stages), ordered, rates, left)


def _days_left(period: Period, store: ScopedStore, calendar: Calendar) -> int:
    return calendar.workdays(max(period.start, store.as_of + timedelta(days=1)), period.end)


def _sold(store: ScopedStore, period: Period) -> pd.Series:
    found = store.run(
        "select owner, cast(sum(amount) as double) as amount from fact_sales"
        f" where sold_on >= date '{period.start}' and sold_on < date '{period.end}' group by owner"
    )
    return found.set_index("owner")["amount"]


def _repeat(store: ScopedStore, calendar: Calendar) -> pd.Series:
    """Return what orders beyond won deals bring in a working day, over a year or since the first."""
    first = store.as_of - timedelta(days=365)
    found = store.run(
        "with sold as (select owner, sold_on as day, cast(amount as double) as amount"
        " from fact_sales union all select owner, closed_on, -cast(won_amount as double)"
        " from fact_opportunities where is_won and won_amount is not null"
        " union all select owner, closed_on, -cast(deal_amount as double) from fact_leads"
        " where is_won and deal_amount is not null and lead_id not in"
        " (select lead_id from fact_opportunities where is_won and lead_id is not null))"
        " select owner, min(day) as first, sum(amount) as amount from sold"
        f" where day > date '{first}' group by owner"
    )
    begun = pd.to_datetime(found["first"]).dt.date
    end = store.as_of + timedelta(days=1)
    days = [max(calendar.workdays(day, end), 1) for day in begun]
    return pd.Series(found["amount"].to_numpy() / days, index=found["owner"])


def _pipeline(
    store: ScopedStore, rates: OwnRates, period: Period, stages: Sequence[str]
) -> pd.DataFrame:
    """Return by rep the open deals, and what they are worth: chance to be won, and in time.

    In time: of the won deals that were as long in the stage without an end, the share that was won
    within the days left.
    """
    opened = store.run(
        "select owner, stage, cast(coalesce(amount, 0) as double) as amount, days_in_stage"
        " from fact_opportunities where is_open"
    )
    last = (period.last_day - store.as_of).days
    chance = rates.rates.set_index(["rep", "stage"])["rate"]
    worth = np.zeros(len(opened))
    for stage in stages:
        rows = np.flatnonzero(opened["stage"].eq(stage).to_numpy(bool))
        if not len(rows):
            continue
        waits = np.sort(_waits(store, stage))
        age = opened["days_in_stage"].iloc[rows].astype(float).fillna(0).to_numpy()
        still = len(waits) - np.searchsorted(waits, age, side="right")
        within = np.searchsorted(waits, age + last, side="right") - (len(waits) - still)
        share = np.divide(within, still, out=np.zeros(len(rows)), where=still > 0)
        own = chance.reindex(
            pd.MultiIndex.from_product([opened["owner"].iloc[rows], [stage]])
        ).to_numpy(float)
        worth[rows] = share * np.nan_to_num(own)
    told = opened.assign(
        pipeline=opened["amount"].to_numpy(float) * worth, expected_wins=worth, open_deals=1.0
    )
    return told.groupby("owner")[["pipeline", "expected_wins", "open_deals"]].sum()


def _waits(store: ScopedStore, stage: str) -> np.ndarray:
    """Return the days from a stage to winning of the deals won within a year."""
    entered = f"cast(entered_{stage}_at as date)"
    found = store.run(
        f"select days_between({entered}, closed_on) as days from fact_opportunities"
        f" where is_won and {entered} is not null and days_since_closed < 365"
    )
    return found["days"].dropna().to_numpy(float)


def _opened(store: ScopedStore) -> pd.DataFrame:
    """Return owner, stage, cases: open leads without a deal, and open deals."""
    return store.run(
        "select owner, stage, count(*) as cases from ("
        " select leads.owner, leads.furthest_stage as stage from fact_leads as leads"
        " where is_open and lead_id not in"
        " (select lead_id from fact_opportunities where lead_id is not null)"
        " union all select owner, stage from fact_opportunities where is_open) as opened"
        " group by owner, stage"
    )


def _contacts(store: ScopedStore) -> pd.Series:
    since = store.as_of - timedelta(days=28)
    found = store.run(
        "select owner, count(*) as contacts from fact_follow_ups"
        f" where followed_on > date '{since}' group by owner"
    )
    return found.set_index("owner")["contacts"]
