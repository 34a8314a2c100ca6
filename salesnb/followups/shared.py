"""Customers whom several people contacted in a period."""

import pandas as pd

from salesnb.periods import Period
from salesnb.scopes import ScopedStore

_QUERY = """
with contacts as (
  select coalesce(f.customer_id, l.customer_id) as customer_id, f.owner, f.follow_at, f.follow_id
  from fact_follow_ups as f
  left join fact_leads as l on l.lead_id = f.lead_id
  where f.followed_on >= date '{start}' and f.followed_on < date '{end}'
    and f.owner <> 'unassigned'
),
held as (
  select customer_id, owner, count(*) as follow_ups, max(follow_at) as last_at
  from contacts
  where customer_id is not null
  group by customer_id, owner
)
select h.customer_id, c.customer_name, coalesce(o.level, c.level) as level, o.owner as customer_owner, h.owner,
  cast(h.follow_ups as integer) as follow_ups, h.last_at
from held as h
join (
  select customer_id from held group by customer_id having count(*) > 1
) as several on several.customer_id = h.customer_id
left join customers as c on c.customer_id = h.customer_id
left join fact_customers as o on o.customer_id = h.customer_id
order by h.customer_id, h.follow_ups desc, h.owner
"""
_COLUMNS = [
    "customer_id", "customer_name", "level", "customer_owner", "people", "follow_ups", "by_others",
    "last_by", "last_at",
]  # fmt: skip


def shared_customers(store: ScopedStore, period: Period) -> pd.DataFrame:
    """Return the customers whom several people of the scope contacted in a period.

    Returns
    -------
    customer_id, customer_name, level, customer_owner (empty where the scope does not own it),
    people ([(name, follow-ups)], the most first), follow_ups, by_others (follow-ups by others than
    the owner), last_by, last_at. Those with the most people first, then with the most follow-ups.
    """
    held = store.run(_QUERY.format(start=period.start, end=period.end))
    by_customer = held.groupby("customer_id", sort=True)
    others = held["follow_ups"].where(held["owner"] != held["customer_owner"], 0)
    newest = held.sort_values("last_at", kind="stable").drop_duplicates("customer_id", keep="last")
    newest = newest.set_index("customer_id")
    pairs = zip(held["owner"], held["follow_ups"], strict=True)
    held = held.assign(pair=pd.Series(list(pairs), index=held.index, dtype="object"))
    frame = pd.DataFrame(
        {
            "customer_name": by_customer["customer_name"].first(),
            "level": by_customer["level"].first(),
            "customer_owner": by_customer["customer_owner"].first(),
            "people": held.groupby("customer_id", sort=True)["pair"].agg(list),
            "follow_ups": by_customer["follow_ups"].sum(),
            "by_others": others.groupby(held["customer_id"]).sum(),
            "last_by": newest["owner"],
            "last_at": newest["last_at"],
            "crowd": by_customer.size(),
        }
    ).rename_axis("customer_id")
    return (
        frame.reset_index()
        .sort_values(["crowd", "follow_ups", "customer_id"], ascending=[False, False, True])
        .reset_index(drop=True)[_COLUMNS]
    )
