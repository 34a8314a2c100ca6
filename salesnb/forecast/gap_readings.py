"""What sales are made of, period by period: leads and deals at hand, decided, won; other orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesnb.periods import Period
from salesnb.scopes import ScopedStore

STREAMS = ("lead", "deal")
# Days of age at the beginning of a period; younger ones come in during it.
_AGES = (0, 31, 61, 91, 181, 366)
_BUCKETS = len(_AGES) + 1

Floats = NDArray[np.float64]
Cents = NDArray[np.int64]


@dataclass(frozen=True)
class GapReadings:
    """What is counted of every group (first axis) in every period (second axis).

    Attributes
    ----------
    groups : their names; one that is empty for a scope as a whole.
    at_hand, decided, won : cases by stream and age (third and fourth axis): open when the period
        began or new in it; those of them that ended in it; those that were won.
    money : by stream, what the won ones brought.
    sales, returns, orders : all sales in cents, the negative ones in yuan, the number of positive ones.
    first_days : since when there are data of the group.
    unknown : by group, cases that ended on a day that nobody knows; they are in no period.
    """

    groups: list[str]
    at_hand: Floats
    decided: Floats
    won: Floats
    money: Floats
    sales: Cents
    returns: Floats
    orders: Floats
    first_days: list[date | None]
    unknown: list[int]


def read_gap(store: ScopedStore, periods: Sequence[Period], by: str | None = None) -> GapReadings:
    """Return what sales of some periods are made of.

    A lead is one case; its first won deal dates it and says what it brought. Deals without a lead,
    and further won deals of one, are cases of their own. So each won deal counts once.

    Parameters
    ----------
    by : rep, team or department; None = the scope as a whole.
    """
    column, kept = _group_of(by)
    cases = store.once(("gap_cases", by), lambda: store.run(_CASES.format(group=column, kept=kept)))
    sold = sold_by_day(store, by)
    groups = sorted(set(cases["grp"]) | set(sold["grp"])) if by else [""]
    counted = [_count(cases, groups, period) for period in periods]
    sums = [_sums(sold, groups, period) for period in periods]
    at_hand, decided, won, money = (
        np.stack([each[part] for each in counted], axis=1) for part in range(4)
    )
    return GapReadings(
        groups,
        at_hand,
        decided,
        won,
        money,
        np.stack([each[0] for each in sums], axis=1),
        np.stack([each[1] for each in sums], axis=1),
        np.stack([each[2] for each in sums], axis=1),
        _first_days(cases, sold, groups),
        _rows_of(cases[cases["is_unknown"]], groups, "is_unknown").astype(int).tolist(),
    )


def sold_by_day(store: ScopedStore, by: str | None = None) -> pd.DataFrame:
    """Return sales by group and day: grp, day, cents, returned (yuan), orders."""
    column, kept = _group_of(by)
    query = _SALES.format(group=column, kept=kept)
    return store.once(("gap_sales", by), lambda: store.run(query))


def _group_of(by: str | None) -> tuple[str | None, str]:
    """Return the column of a group, and the condition that it is known."""
    column = {None: "''", "rep": "owner"}.get(by, by)
    return column, f"where {column} <> 'unassigned'" if by else ""


def _count(
    cases: pd.DataFrame, groups: list[str], period: Period
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return cases at hand, decided and won by group, stream and age, and money by stream."""
    start, last = np.datetime64(period.start, "D"), np.datetime64(period.last_day, "D")
    created = cases["created_on"].to_numpy("datetime64[D]")
    ended = cases["ended_on"].to_numpy("datetime64[D]")
    is_open = np.isnat(ended)
    at_hand = (created <= last) & (is_open | (ended >= start)) & ~cases["is_unknown"].to_numpy(bool)
    age = (start - created).astype(np.int64)
    bucket = np.searchsorted(_AGES, age, side="right")
    bucket[age < 0] = 0
    row = _places(cases, groups)
    stream = cases["stream"].to_numpy(np.int64)
    shape = (len(groups), len(STREAMS), _BUCKETS)
    place = np.ravel_multi_index((row, stream, np.clip(bucket, 0, _BUCKETS - 1)), shape)
    is_decided = at_hand & ~is_open & (ended <= last)
    is_won = is_decided & cases["is_won"].to_numpy(bool)

    def counted(mask: NDArray[np.bool_], weights: Floats | None = None) -> Floats:
        chosen = None if weights is None else weights[mask]
        size = int(np.prod(shape))
        return np.bincount(place[mask], chosen, size).reshape(shape).astype(float)

    money = counted(is_won, cases["money"].to_numpy(float)).sum(axis=2)
    return counted(at_hand), counted(is_decided), counted(is_won), money


def _sums(sold: pd.DataFrame, groups: list[str], period: Period) -> tuple[Cents, Floats, Floats]:
    """Return sales in exact cents, returns, and the number of orders by group."""
    day = sold["day"].to_numpy("datetime64[D]")
    inside = (day >= np.datetime64(period.start, "D")) & (day < np.datetime64(period.end, "D"))
    part = sold[inside]
    cents: Cents = np.zeros(len(groups), dtype=np.int64)
    # Whole numbers, which no float rounds.
    np.add.at(cents, _places(part, groups), part["cents"].to_numpy(np.int64))
    return cents, _rows_of(part, groups, "returned"), _rows_of(part, groups, "orders")


def _rows_of(frame: pd.DataFrame, groups: list[str], column: str) -> Floats:
    """Return the sum of a column by group."""
    values = frame[column].to_numpy(np.float64)
    return np.bincount(_places(frame, groups), values, len(groups)).astype(np.float64)


def _places(frame: pd.DataFrame, groups: list[str]) -> NDArray[np.intp]:
    return pd.Index(groups).get_indexer(pd.Index(frame["grp"]))


def _first_days(cases: pd.DataFrame, sold: pd.DataFrame, groups: list[str]) -> list[date | None]:
    days = pd.concat(
        [cases[["grp", "created_on"]].rename(columns={"created_on": "day"}), sold[["grp", "day"]]]
    )
    first = days.groupby("grp")["day"].min()
    found = [first.get(group) for group in groups]
    return [None if each is None or pd.isna(each) else pd.Timestamp(each).date() for each in found]


# Of a lead's won deals the first dates it; the others are deals of their own, as are all without one.
_CASES = """
with deals as (
  select fact_opportunities.*,
    case when is_won and lead_id is not null then row_number() over (
      partition by lead_id, is_won
      order by coalesce(closed_on, date '9999-12-31'), opportunity_id) end as nth_won
  from fact_opportunities
),
found as (
  select leads.owner, leads.team, leads.department, 0 as stream, leads.created_on,
    case when first.opportunity_id is not null then first.closed_on
      when not leads.is_open then leads.closed_on end as ended_on,
    leads.is_won, leads.is_open,
    case when first.opportunity_id is not null then first.won_amount
      else leads.deal_amount end as money
  from fact_leads as leads
  left join deals as first on first.lead_id = leads.lead_id and first.nth_won = 1
  union all
  select deals.owner, deals.team, deals.department, 1, deals.created_on, deals.closed_on,
    deals.is_won, deals.is_open, deals.won_amount
  from deals
  left join fact_leads as own on own.lead_id = deals.lead_id
  where own.lead_id is null or deals.nth_won > 1
)
select {group} as grp, stream, coalesce(created_on, ended_on) as created_on, ended_on, is_won,
  not is_open and ended_on is null as is_unknown,
  cast(coalesce(money, 0) as double) as money
from found
{kept}"""

_SALES = """
select {group} as grp, sold_on as day,
  cast(round(sum(amount) * 100) as bigint) as cents,
  cast(sum(case when amount < 0 then amount else 0 end) as double) as returned,
  sum(case when amount > 0 then 1 else 0 end) as orders
from fact_sales
{kept}
group by {group}, sold_on"""
