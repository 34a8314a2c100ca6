"""The levels of customers: what is missing to the next one, who is about to change, what was."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from salesnb.periods import period_of
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

_QUERY = """
select customer_id, level, typed_level, computed_level, rule_level, simple_level, purchases_12m,
  purchases_before, cooperation_from, has_intent
from fact_customers
order by customer_id
"""
_QUARTERS = """
select customer_id, rule_level
from fact_customer_quarters
order by customer_id, evaluated_on desc
"""
_DAYS_PER_YEAR = 365.25


def customer_levels(store: ScopedStore, settings: Settings) -> pd.DataFrame:
    """Return the level of every customer of the scope, and what is missing to the next one.

    Returns
    -------
    customer_id, level (the one that counts everywhere: typed or computed, by params),
    level_typed, level_computed (by orders and cooperation, after promotions and demotions),
    level_by_rule (as it would be if only today counted), level_simple (重点, 普通, 潜力),
    purchases_12m, purchases_before (the twelve months before those), cooperation_years,
    level_next (above level_computed; empty at the top), missing_to_next (yuan of purchases),
    missing_days (of cooperation), is_promoted_if_held (the rule gives a higher level than
    level_computed), is_demoted_if_held (a lower one).
    """
    frame = store.run(_QUERY)
    ranks = settings.levels.ranks
    # The levels of the simple scheme are no steps of one stair: nothing is above or below.
    is_four = settings.levels.scheme == "four"
    rank = frame["computed_level"].map(ranks if is_four else {}).astype(float)
    rule = frame["rule_level"].map(ranks).astype(float)
    cooperation = pd.to_datetime(frame["cooperation_from"])
    as_of = pd.Timestamp(store.as_of)
    purchases = frame["purchases_12m"].astype(float)
    higher = _next_levels(settings, rank)
    missing_days = (_anniversary(cooperation, higher["years"]) - as_of).dt.days.clip(lower=0)
    return pd.DataFrame(
        {
            "customer_id": frame["customer_id"],
            "level": frame["level"],
            "level_typed": frame["typed_level"],
            "level_computed": frame["computed_level"],
            "level_by_rule": frame["rule_level"],
            "level_simple": frame["simple_level"],
            "purchases_12m": purchases,
            "purchases_before": frame["purchases_before"].astype(float),
            "has_intent": frame["has_intent"].astype(bool),
            "cooperation_years": ((as_of - cooperation).dt.days / _DAYS_PER_YEAR).round(2),
            "level_next": higher["level"],
            "missing_to_next": (higher["purchases"] - purchases).clip(lower=0),
            "missing_days": missing_days.fillna(0).where(higher["level"].notna()),
            "is_promoted_if_held": rule > rank,
            "is_demoted_if_held": (rule < rank)
            & pd.Series(settings.levels.demoted_after is not None, index=frame.index),
        }
    )


def about_to_change(store: ScopedStore, settings: Settings, levels: pd.DataFrame) -> pd.DataFrame:
    """Return the customers whose computed level is about to change, those with most money first.

    Parameters
    ----------
    levels : as `customer_levels` gives them.

    Returns
    -------
    The columns of `levels`, and direction: `up` or `down` (the rule gives another level; it changes
    when the rule held for so many quarters in a row) or `near` (no more than params' `near` of the
    next level's purchases is missing, and cooperation is long enough by the end of the quarter);
    level_then, changes_on (the last day of the quarter that decides; of `near` the next one),
    held_quarters (that already count).
    """
    rules, start = settings.levels, settings.workspace.fiscal_year_start
    frame = levels.copy()
    bounds = {rule.level: rule.purchases for rule in rules.levels}
    # A quarter that ends today has been judged already.
    ends = period_of(store.as_of + timedelta(days=1), "quarter", start).last_day
    left = (ends - store.as_of).days
    lacks = frame["missing_to_next"] / frame["level_next"].map(bounds).replace(0, np.nan)
    near = (lacks <= rules.near) & (frame["missing_days"] <= left) & (frame["purchases_12m"] > 0)
    frame["direction"] = np.select(
        [frame["is_promoted_if_held"], frame["is_demoted_if_held"], near],
        ["up", "down", "near"],
        default="",
    )
    frame = frame[frame["direction"] != ""]
    held = _held_quarters(store, frame, rules.ranks)
    after: pd.Series = (
        frame["direction"]
        .map({"up": rules.promoted_after, "down": rules.demoted_after or 1, "near": 1})
        .astype(int)
    )
    then = frame["level_by_rule"].where(frame["direction"] != "near", frame["level_next"])
    return frame.assign(
        level_then=then,
        held_quarters=held,
        changes_on=[_quarter_end(ends, int(n), start) for n in (after - held - 1).clip(lower=0)],
    ).sort_values(["purchases_12m", "customer_id"], ascending=[False, True], ignore_index=True)


def level_history(store: ScopedStore) -> pd.DataFrame:
    """Return how many customers had each computed level at the end of each quarter.

    Returns
    -------
    quarter, level, customers, purchases_12m (yuan), up, down, first (how they came to it: promoted,
    demoted, judged for the first time). Quarters before which sales of twelve months were not
    recorded are left out, unless there are no others.
    """
    return store.run(
        """select quarter, level, cast(count(*) as integer) as customers,
          cast(sum(purchases_12m) as double) as purchases_12m,
          cast(sum(case when change = 'up' then 1 else 0 end) as integer) as up,
          cast(sum(case when change = 'down' then 1 else 0 end) as integer) as down,
          cast(sum(case when change = 'first' then 1 else 0 end) as integer) as first
        from fact_customer_quarters
        where is_whole or not exists (select 1 from fact_customer_quarters where is_whole)
        group by quarter, level
        order by min(evaluated_on), level"""
    )


def _next_levels(settings: Settings, rank: pd.Series) -> pd.DataFrame:
    """Return level, purchases and years of the level above each rank; nothing above the highest."""
    upward = list(reversed(settings.levels.levels))
    above = dict(enumerate(upward[1:]))
    return pd.DataFrame(
        {
            "level": rank.map({n: rule.level for n, rule in above.items()}).astype("object"),
            "purchases": rank.map({n: rule.purchases for n, rule in above.items()}),
            "years": rank.map({n: rule.years for n, rule in above.items()}),
        }
    )


def _anniversary(since: pd.Series, years: pd.Series) -> pd.Series:
    """Return when each has lasted so many years; what began on 29 February, on the 28th."""
    found = pd.Series(pd.NaT, index=since.index, dtype="datetime64[ns]")
    for length in years.dropna().unique():
        is_so = (years == length) & since.notna()
        found[is_so] = since[is_so] + pd.DateOffset(years=int(length))
    return found


def _held_quarters(store: ScopedStore, frame: pd.DataFrame, ranks: Mapping[str, int]) -> pd.Series:
    """Return how many of the last quarters in a row spoke for the change of each customer."""
    quarters = store.run(_QUARTERS)
    quarters = quarters[quarters["customer_id"].isin(frame["customer_id"])]
    wanted = frame.set_index("customer_id")
    now = quarters["customer_id"].map(wanted["level_computed"].map(ranks))
    direction = quarters["customer_id"].map(wanted["direction"])
    rule = quarters["rule_level"].map(ranks)
    speaks = ((direction == "up") & (rule > now)) | ((direction == "down") & (rule < now))
    in_a_row = speaks.astype(int).groupby(quarters["customer_id"]).cummin()
    counted = in_a_row.groupby(quarters["customer_id"]).sum()
    return frame["customer_id"].map(counted).fillna(0).astype(int)


def _quarter_end(first: date, later: int, fiscal_start: int) -> date:
    """Return the last day of the quarter that ends so many quarters after another one."""
    end = first
    for _ in range(later):
        end = period_of(end + timedelta(days=1), "quarter", fiscal_start).last_day
    return end
