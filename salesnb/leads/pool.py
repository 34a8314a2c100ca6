"""The public pool: which leads lie in it or are near, who lets them go, what becomes of them.

The rule stands in models/lead_owners.sql, so that a lead has the same day inside every scope.
"""

import pandas as pd

from salesnb.metrics import wilson
from salesnb.models.pool import TAKEN
from salesnb.scopes import ScopedStore

STATES = ("pool", "warned", "protected", "exempt", "nurture")
COLUMNS = [
    "lead_id", "company_name", "source", "region", "industry", "product_line", "grade", "level",
    "created_on", "age_days", "amount", "owner", "team", "state", "kept_by", "last_touch_on",
    "warn_on", "leaves_on", "since_on", "let_go_by", "cool_until", "may_pick", "is_recycled",
]  # fmt: skip
_OWNER_COLUMNS = [
    "owner", "team", "leads", "let_go", "share", "low", "high", "amount", "in_pool", "claimed",
    "most_a_day", "untouched",
]  # fmt: skip
# Every open lead inside the scope, and where its clock stands.
_NOW = """with gone as (
  select lead_id, owner, row_number() over (partition by lead_id order by nth desc) as nth
  from lead_owners where is_let_go
)
select f.lead_id, l.company_name, f.source, f.region, f.industry, f.product_line, f.grade,
  f.level, f.created_on, f.age_days, o.amount, f.owner, f.team,
  case
    when o.kept_by = 'nurture' then 'nurture'
    when o.kept_by is not null then 'exempt'
    when o.is_pooled then 'pool'
    when o.warn_on <= p.as_of then 'warned'
    else 'protected'
  end as state,
  case when o.kept_by <> 'nurture' then o.kept_by end as kept_by,
  o.last_touch_on,
  case when o.kept_by is null then o.warn_on end as warn_on,
  case when o.kept_by is null then o.leaves_on end as leaves_on,
  case when o.is_pooled then o.leaves_on end as since_on,
  gone.owner as let_go_by,
  q.cool_until,
  o.is_recycled
from fact_leads as f
cross join parameters as p
join lead_owners as o on o.lead_id = f.lead_id and o.is_now
left join leads as l on l.lead_id = f.lead_id
left join gone on gone.lead_id = f.lead_id and gone.nth = 1
left join pool_leads as q on q.lead_id = f.lead_id
where f.is_open"""
# What each person ever had, counted once per lead.
_OWN = """with own as (
  select owner, lead_id, max(team) as team,
    max(cast(is_let_go as integer)) as let_go,
    max(cast(is_now and is_pooled and is_let_go as integer)) as in_pool,
    max(cast(is_claim as integer)) as claimed,
    max(cast(is_now and is_recycled and touches = 0 and not is_pooled as integer))
      as untouched,
    max(amount) as amount
  from lead_owners
  where kept_by is null {own}
  group by owner, lead_id
),
daily as (
  select owner, from_on, count(*) as claimed
  from lead_owners
  where is_claim and coalesce(origin, '') <> ? {own}
  group by owner, from_on
),
busiest as (select owner, max(claimed) as most from daily group by owner)
select own.owner, max(team) as team, count(*) as leads, sum(let_go) as let_go,
  sum(case when let_go = 1 then coalesce(amount, 0) else 0 end) as amount,
  sum(in_pool) as in_pool, sum(claimed) as claimed,
  coalesce(max(busiest.most), 0) as most_a_day, sum(untouched) as untouched
from own
left join busiest on busiest.owner = own.owner
group by own.owner
order by let_go desc, own.owner"""
_BY = {"department": "department", "team": "team", "rep": "owner"}


def pool(store: ScopedStore, *, full: bool = False) -> pd.DataFrame:
    """Return the leads in the public pool and those that the owner is warned of.

    A lead is protected from its first owner's day on, else from its creation, for `idle_days` of
    params; follow-ups by the owner of then prolong that. A transfer or a bulk assignment starts
    nothing anew; only who may take a lead out of the pool gets a protection of its own.

    Parameters
    ----------
    full : every open lead, protected, exempt and nurtured ones too.

    Returns
    -------
    One row per open lead: COLUMNS. state is one of STATES, kept_by why it is exempt; amount is that
    of the open deals, else the middle of the budget; since_on the day on which it flowed into the
    pool, let_go_by whose it was then. cool_until and may_pick are of the rep whose scope it is; in
    other scopes of the last owner, and whether anybody may. A rep sees those of the team, too,
    without what tells whose they are.
    """
    frame = store.run(_NOW)
    if store.scope.kind == "rep":
        frame = _with_the_teams(store, frame)
    day = pd.Timestamp(store.as_of)
    is_over = frame["cool_until"].isna() | (frame["cool_until"] <= day)
    in_pool = frame["state"] == "pool"
    frame["may_pick"] = in_pool & (is_over if store.scope.kind == "rep" else True)
    if not full:
        frame = frame[frame["state"].isin(["pool", "warned"])]
    return _in_order(frame)


def pool_by_owner(store: ScopedStore) -> pd.DataFrame:
    """Return who lets leads go, the most first.

    Returns
    -------
    owner, team; leads (that the owner ever had and that can flow into the pool), let_go (of them),
    share with low and high (95 %), amount (of those let go), in_pool (of them now), claimed (taken
    out of the pool), most_a_day (the most taken on one day, by a sheet, too, and not given by a
    manager), untouched (taken, now own, and not followed up since).
    """
    column = _BY.get(store.scope.kind)
    own = f"and {column} = ?" if column else ""
    name = [store.scope.name] if column else []
    frame = store.run(_OWN.format(own=own), [*name, TAKEN, *name])
    counts = ["let_go", "in_pool", "claimed", "most_a_day", "untouched"]
    frame = frame.astype(dict.fromkeys(counts, "int64"))
    ends = wilson(frame["let_go"], frame["leads"])
    share = frame["let_go"] / frame["leads"].where(frame["leads"] > 0)
    return frame.assign(share=share, low=ends["low"], high=ends["high"])[_OWNER_COLUMNS]


def recycling(store: ScopedStore) -> pd.DataFrame:
    """Return how many closed leads were won: those taken out of the pool, those never in it.

    Returns
    -------
    group (recycled, never_pooled), numerator (won), denominator (won or lost), value, low, high
    (95 % interval), open (not closed yet, in neither).
    """
    frame = store.run(
        """with passed as (
          select lead_id, max(cast(is_claim as integer)) as claimed,
            max(cast(is_pooled as integer)) as pooled
          from lead_owners
          group by lead_id
        ),
        grouped as (
          select case when passed.claimed = 1 then 'recycled'
              when passed.pooled = 0 then 'never_pooled' end as name,
            cast(f.is_won as integer) as won, cast(not f.is_open as integer) as closed
          from fact_leads as f
          join passed on passed.lead_id = f.lead_id
        )
        select name as "group", sum(won) as numerator, sum(closed) as denominator,
          sum(1 - closed) as open
        from grouped
        where name is not null
        group by name"""
    )
    wanted = pd.Index(["recycled", "never_pooled"], name="group")
    counts = frame.set_index("group").reindex(wanted).fillna(0).astype("int64").reset_index()
    ends = wilson(counts["numerator"], counts["denominator"])
    value = counts["numerator"] / counts["denominator"].where(counts["denominator"] > 0)
    names = ["group", "numerator", "denominator", "value", "low", "high", "open"]
    return counts.assign(value=value, low=ends["low"], high=ends["high"])[names]


def claimed_untouched(store: ScopedStore) -> pd.DataFrame:
    """Return the open leads that came out of the pool and were not followed up since.

    Returns
    -------
    lead_id, company_name, owner, claimed_on, days (since then), leaves_on, is_pooled, amount.
    """
    return store.run(
        """select f.lead_id, l.company_name, f.owner, o.started_on as claimed_on,
          days_between(o.started_on, p.as_of) as days, o.leaves_on, o.is_pooled, o.amount
        from fact_leads as f
        cross join parameters as p
        join lead_owners as o on o.lead_id = f.lead_id and o.is_now
        left join leads as l on l.lead_id = f.lead_id
        where f.is_open and o.is_recycled and o.touches = 0
        order by o.started_on, f.lead_id"""
    )


def _with_the_teams(store: ScopedStore, own: pd.DataFrame) -> pd.DataFrame:
    """Add the leads that the rep's team has in the pool, with what may be seen of them."""
    others = store.run(
        """select * from pool_leads where lead_id not in (select lead_id from fact_leads)"""
    )
    if others.empty:
        return own
    others = others.assign(state="pool", leaves_on=others["since_on"], is_recycled=False)
    return pd.concat([own, others], ignore_index=True) if len(own) else others


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort by state, and within it those first that left last: they are the freshest."""
    frame = frame.reindex(columns=COLUMNS)
    place = frame["state"].map({state: nth for nth, state in enumerate(STATES)})
    return (
        frame.assign(place=place)
        .sort_values(
            ["place", "leaves_on", "amount", "lead_id"],
            ascending=[True, False, False, True],
            ignore_index=True,
        )
        .drop(columns="place")
    )
