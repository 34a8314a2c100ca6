"""The leaks: where a segment passes on fewer cases than the others, what that costs, and which."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from salesnb.engines.dialect import quoted
from salesnb.funnel.causes import with_causes
from salesnb.funnel.cohorts import ripe_until
from salesnb.funnel.findings import LEVEL, PEOPLE, alike, compared
from salesnb.metrics import dimensions_of
from salesnb.periods import Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

# Not the grade: it is given by the chance of a sale, so that a D lead that is not won is no leak.
SEGMENTS = ("source", "industry", "product_line", "rep", "region", "competitor")
COLUMNS = [
    "before", "after", "dimension", "name", "entered", "converted", "rate", "low", "high",
    "lost", "still_open", "comparable", "comparable_entered", "comparable_converted",
    "comparable_rate", "missing", "won_after", "entered_after", "win_chance", "deals",
    "mean_amount", "money", "rest", "money_of_rest", "mature_until", "p_value", "p_adjusted",
    "is_leak",
]  # fmt: skip
_FAMILY = ["place", "dimension"]
_YEAR = timedelta(days=365)


def find_leaks(
    store: ScopedStore,
    settings: Settings,
    period: Period,
    shown: Sequence[str],
    level: float = LEVEL,
    *,
    every: bool = False,
) -> pd.DataFrame:
    """Return where a segment loses more than the others, beyond chance, the costliest first.

    Of the cases created in the period only ripe ones count, which have had their time to come to the
    later stage (`cohorts.ripe_until`). An open case that is older counts as not moved on.
    Groups are compared within the month of creation, reps also within channel and grade
    (`findings.compared`), by Holm over all transitions and segments.

    Parameters
    ----------
    shown : stage ids in order; a transition leads from each to the next.
    level : the chance that any leak is a false one.
    every : every group that was looked at, is_leak or not.

    Returns
    -------
    COLUMNS, one row per transition and group. comparable is the best other group, if that is itself
    beyond chance better than the others; else it is empty, and stands for all others together. Of a
    rep it is always empty, and comparable_rate what the others would have had with as many cases of
    each month, channel and grade: the best colleague may have had the best leads.
    missing = entered x (comparable_rate - rate); win_chance = won_after / entered_after, of the
    ripe cases of the whole scope in the later stage, which reach back a year at least; mean_amount
    is that of the `deals` won in the period; money (yuan) = missing x win_chance x mean_amount;
    money_of_rest the same beside `rest`, the rate of all others together. mature_until is the last
    day of creation that counts.

    Notes
    -----
    Money of several leaks must not be added: a case stands in one group of every dimension. A
    competitor is compared from the opportunity stage on, as before it only those that came far
    have one.
    """
    ripe = {stage: min(day, period.last_day) for stage, day in ripe_until(store, shown).items()}
    dimensions = [name for name in SEGMENTS if name in dimensions_of(store, "cases")]
    cells = pd.concat(
        [_cells(store, period, shown, ripe, name) for name in dimensions], ignore_index=True
    )
    late = cells["place"] < _place_of(settings.stages.opportunity_stage, shown, settings)
    cells = cells[~(late & cells["dimension"].eq("competitor"))]
    frame = compared(cells, [*_FAMILY, "name"], settings.workspace.small_sample)
    ended = cells.groupby([*_FAMILY, "name"])[["lost", "still_open"]].sum().reset_index()
    frame = frame.merge(ended, how="left", on=[*_FAMILY, "name"])
    is_real = frame["p_adjusted"].le(level)
    fewer = frame["numerator"] < frame["expected"]
    frame["is_leak"] = is_real & fewer & (frame["value"] < frame["rest"])
    is_best = is_real & ~fewer & ~frame["dimension"].isin(PEOPLE)
    better = frame[is_best].sort_values("value").drop_duplicates(_FAMILY, keep="last")
    frame = _beside(frame, better)
    frame = frame.merge(_worth(store, period, shown, ripe), how="left", on="place")
    worth = frame["win_chance"] * frame["mean_amount"]
    frame["money"] = frame["missing"] * worth
    of_rest = frame["denominator"] * (frame["rest"] - frame["value"])
    frame["money_of_rest"] = (
        of_rest.where(~frame["dimension"].isin(PEOPLE), frame["missing"]) * worth
    )
    frame["before"] = [shown[place] for place in frame["place"]]
    frame["after"] = [shown[place + 1] for place in frame["place"]]
    found = frame if every else frame[frame["is_leak"]]
    names = {"numerator": "converted", "denominator": "entered", "value": "rate"}
    return found.rename(columns=names).sort_values(
        ["money", "missing"], ascending=False, kind="stable", ignore_index=True
    )[COLUMNS]


def leak_rows(
    store: ScopedStore, settings: Settings, period: Period, leak: Mapping[str, Any]
) -> pd.DataFrame:
    """Return the cases behind a leak: those that came to its stage and no further.

    Parameters
    ----------
    leak : a row of `find_leaks`.

    Returns
    -------
    case_id, customer, owner, created_on, closed_on, state (lost, open), feedback and fed_back_on
    (of the last follow-up that has any), reason (as typed), cause (see `causes`). Open ones first,
    then those lost last; no contacts.
    """
    dimension = "owner" if leak["dimension"] == "rep" else str(leak["dimension"])
    rows = store.run(
        _ROWS.format(
            dimension=quoted(dimension),
            ranks="(select rank from stages where stage = ?)",
        ),
        [leak["name"], period.start, leak["mature_until"], leak["before"], leak["after"]],
    )
    return with_causes(rows, settings.causes)


_ROWS = """
with behind as (
  select case_kind, case_id, owner, created_on, closed_on, is_open, lost_reason
  from fact_cases
  where {dimension} = ? and created_on >= ? and created_on <= ?
    and furthest_rank >= {ranks} and furthest_rank < {ranks}
),
named as (
  select behind.*, coalesce(leads.customer_id, opportunities.customer_id) as customer_id,
    leads.company_name
  from behind
  left join leads on behind.case_kind = 'lead' and leads.lead_id = behind.case_id
  left join opportunities
    on behind.case_kind = 'opportunity' and opportunities.opportunity_id = behind.case_id
),
told as (
  select named.case_id, follow_ups.follow_at, follow_ups.feedback
  from named
  join follow_ups on follow_ups.lead_id = named.case_id and named.case_kind = 'lead'
  union all
  select named.case_id, follow_ups.follow_at, follow_ups.feedback
  from named
  join follow_ups on follow_ups.customer_id = named.customer_id
  where follow_ups.lead_id is null and cast(follow_ups.follow_at as date) >= named.created_on
    and (named.closed_on is null or cast(follow_ups.follow_at as date) <= named.closed_on)
),
last_told as (
  select case_id, feedback, cast(follow_at as date) as fed_back_on,
    row_number() over (partition by case_id order by follow_at desc, feedback) as nth
  from told
  where nullif(trim(feedback), '') is not null
)
select named.case_id, coalesce(named.company_name, customers.customer_name) as customer,
  named.owner, named.created_on, named.closed_on,
  case when named.is_open then 'open' else 'lost' end as state, last_told.feedback,
  last_told.fed_back_on, nullif(trim(named.lost_reason), '') as reason
from named
left join customers on customers.customer_id = named.customer_id
left join last_told on last_told.case_id = named.case_id and last_told.nth = 1
order by named.is_open desc, named.closed_on desc nulls last, named.created_on desc, named.case_id"""


def _place_of(stage: str, shown: Sequence[str], settings: Settings) -> int:
    """Return the first shown stage that is the given one or a later one."""
    path = [each.id for each in settings.stages.path]
    return next(n for n, name in enumerate(shown) if path.index(name) >= path.index(stage))


def _cells(
    store: ScopedStore,
    period: Period,
    shown: Sequence[str],
    ripe: Mapping[str, date],
    dimension: str,
) -> pd.DataFrame:
    """Return entered and converted per transition, group of a dimension and month of creation."""
    column = quoted("owner" if dimension == "rep" else dimension)
    within = alike(dimension, dimensions_of(store, "cases"))
    stratum = "cast(extract(year from cases.created_on) * 12" + (
        " + extract(month from cases.created_on) as varchar)"
    )
    stratum += "".join(f" || '|' || coalesce(cases.{quoted(name)}, '')" for name in within)
    moves = ", ".join(
        f"({place}, '{before}', '{after}', date '{ripe[after]}')"
        for place, (before, after) in enumerate(pairwise(shown))
    )
    frame = store.run(
        f"""with moves as (
          select listed.place, was.rank as rank_before, now.rank as rank_after, listed.ripe_until
          from (values {moves}) as listed (place, before, after, ripe_until)
          join stages as was on was.stage = listed.before
          join stages as now on now.stage = listed.after
        )
        select moves.place, cases.{column} as name, {stratum} as stratum,
          count(*) as denominator,
          sum(case when cases.furthest_rank >= moves.rank_after then 1 else 0 end) as numerator,
          sum(case when cases.furthest_rank < moves.rank_after and cases.is_lost
            then 1 else 0 end) as lost,
          sum(case when cases.furthest_rank < moves.rank_after and not cases.is_lost
            then 1 else 0 end) as still_open
        from fact_cases as cases
        join moves on cases.furthest_rank >= moves.rank_before
          and cases.created_on <= moves.ripe_until
        where cases.created_on >= date '{period.start}' and cases.created_on < date '{period.end}'
        group by 1, 2, 3"""
    )
    return frame.assign(dimension=dimension)


def _beside(frame: pd.DataFrame, better: pd.DataFrame) -> pd.DataFrame:
    """Lay the best other group beside each, or all others where none is beyond chance better."""
    best = better[[*_FAMILY, "name", "denominator", "numerator"]].rename(
        columns={
            "name": "comparable",
            "denominator": "comparable_entered",
            "numerator": "comparable_converted",
        }
    )
    frame = frame.merge(best, how="left", on=_FAMILY)
    for part, of_rest in (
        ("comparable_entered", "rest_denominator"),
        ("comparable_converted", "rest_numerator"),
    ):
        frame[part] = frame[part].fillna(frame[of_rest])
    entered = frame["comparable_entered"].astype(float)
    rate = frame["comparable_converted"] / entered.where(entered > 0)
    like = frame["value"] - frame["difference"]
    frame["comparable_rate"] = rate.where(~frame["dimension"].isin(PEOPLE), like)
    frame["missing"] = frame["denominator"] * (frame["comparable_rate"] - frame["value"])
    return frame


def _worth(
    store: ScopedStore, period: Period, shown: Sequence[str], ripe: Mapping[str, date]
) -> pd.DataFrame:
    """Return what one case more in each later stage is worth, in parts."""
    won = ripe[shown[-1]]
    since = min(period.start, won - _YEAR)
    stages = ", ".join(f"({place}, '{stage}')" for place, stage in enumerate(shown[1:]))
    frame = store.run(
        f"""select listed.place, count(cases.case_id) as entered_after,
          sum(case when cases.is_won then 1 else 0 end) as won_after
        from (values {stages}) as listed (place, stage)
        join stages on stages.stage = listed.stage
        left join fact_cases as cases on cases.furthest_rank >= stages.rank
          and cases.created_on >= date '{since}' and cases.created_on <= date '{won}'
        group by 1"""
    )
    entered = frame["entered_after"].astype(float)
    frame["win_chance"] = frame["won_after"] / entered.where(entered > 0)
    amounts = _mean_amount(store, period)
    until = {place: ripe[stage] for place, stage in enumerate(shown[1:])}
    return frame.assign(
        deals=amounts[0], mean_amount=amounts[1], mature_until=frame["place"].map(until)
    )


def _mean_amount(store: ScopedStore, period: Period) -> tuple[int, float]:
    """Return how many won cases of the period have an amount, and its mean; else that of orders."""
    for source, amount, day in (
        (_WON_LEADS, "amount", "closed_on"),
        ("fact_opportunities where is_won", "won_amount", "closed_on"),
        ("fact_sales where amount > 0", "amount", "sold_on"),
    ):
        found = store.run(
            f"select count({amount}) as deals, avg({amount}) as mean from"
            f" (select {amount}, {day} from {source}) as won"
            f" where {day} >= date '{period.start}' and {day} < date '{period.end}'"
        )
        if found["deals"].iloc[0]:
            return int(found["deals"].iloc[0]), float(found["mean"].iloc[0])
    return 0, np.nan


_WON_LEADS = """(
  select leads.closed_on, coalesce(leads.deal_amount, deals.amount) as amount
  from fact_leads as leads
  left join (
    select lead_id, sum(won_amount) as amount
    from fact_opportunities
    where is_won and lead_id is not null
    group by lead_id
  ) as deals on deals.lead_id = leads.lead_id
  where leads.is_won
) as won_leads"""
