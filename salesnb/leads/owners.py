"""Whose a customer or a lead is: customers followed by several reps, leads that nobody follows."""

import pandas as pd

from salesnb.leads.sellers import read_sellers
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

ORPHAN_WHY = ("no_owner", "unknown_owner", "departed", "never_followed")


def owner_conflicts(store: ScopedStore) -> pd.DataFrame:
    """Return the customers that several people work on: own them, an open lead or an open deal.

    A lead without a customer number counts to the customer of its company's name. A masked name
    (`*科技有限公司`) is nobody's. Inside a scope only what the scope owns is seen.

    Returns
    -------
    customer_id (empty if only leads name the company), customer_name, owners (who, as one text),
    people, customer_owner, leads, deals (open ones), last_followed_by, last_follow_up_at, amount
    (of the open deals). Those with the most money first.
    """
    held = store.run(f"{_WORK} select * from work order by customer, owner, kind")
    if held.empty:
        return pd.DataFrame(columns=_CONFLICT)
    people = held.groupby("customer")["owner"].nunique()
    held = held[held["customer"].isin(people.index[people > 1])]
    if held.empty:
        return pd.DataFrame(columns=_CONFLICT)
    by_customer = held.groupby("customer", sort=True)
    frame = pd.DataFrame(
        {
            "customer_id": by_customer["customer_id"].first(),
            "customer_name": by_customer["customer_name"].first(),
            "owners": by_customer["owner"].agg(lambda names: ", ".join(sorted(set(names)))),
            "people": by_customer["owner"].nunique(),
            "customer_owner": held[held["kind"] == "customer"].groupby("customer")["owner"].first(),
            "leads": (held["kind"] == "lead").groupby(held["customer"]).sum(),
            "deals": (held["kind"] == "deal").groupby(held["customer"]).sum(),
            "amount": by_customer["amount"].sum(),
        }
    )
    frame = frame.reset_index(drop=True).merge(_last_contact(store), on="customer_id", how="left")
    return frame.sort_values(
        ["amount", "people", "customer_name"], ascending=[False, False, True], ignore_index=True
    )[_CONFLICT]


_CONFLICT = [
    "customer_id", "customer_name", "owners", "people", "customer_owner", "leads", "deals",
    "last_followed_by", "last_follow_up_at", "amount",
]  # fmt: skip

# One row for each thing that somebody owns of a customer.
_WORK = """with names as (
  select customer_name, min(customer_id) as customer_id
  from customers
  where customer_name is not null and position('*' in customer_name) = 0
  group by customer_name
),
work as (
  select c.customer_id as customer, c.customer_id, c.customer_name, c.owner, 'customer' as kind,
    cast(null as double) as amount
  from fact_customers as c
  where c.owner <> 'unassigned'
  union all
  select coalesce(f.customer_id, n.customer_id, 'name ' || l.company_name),
    coalesce(f.customer_id, n.customer_id), coalesce(c.customer_name, l.company_name), f.owner,
    'lead', cast(null as double)
  from fact_leads as f
  join leads as l on l.lead_id = f.lead_id
  left join names as n on n.customer_name = l.company_name
  left join customers as c on c.customer_id = f.customer_id
  where f.is_open and f.owner <> 'unassigned'
    and (f.customer_id is not null
      or (l.company_name is not null and position('*' in l.company_name) = 0))
  union all
  select o.customer_id, o.customer_id, c.customer_name, o.owner, 'deal', cast(o.amount as double)
  from fact_opportunities as o
  left join customers as c on c.customer_id = o.customer_id
  where o.is_open and o.owner <> 'unassigned' and o.customer_id is not null
)"""


def _last_contact(store: ScopedStore) -> pd.DataFrame:
    """Return who followed up each customer last, and when."""
    return store.run(
        """select customer_id, owner as last_followed_by, follow_at as last_follow_up_at
        from (
          select coalesce(u.customer_id, f.customer_id) as customer_id, u.owner, u.follow_at,
            row_number() over (
              partition by coalesce(u.customer_id, f.customer_id)
              order by u.follow_at desc, u.follow_id desc) as nth
          from fact_follow_ups as u
          left join fact_leads as f on f.lead_id = u.lead_id
        ) as contacts
        where nth = 1 and customer_id is not null"""
    )


def orphans(store: ScopedStore, settings: Settings) -> pd.DataFrame:
    """Return the open leads that nobody follows.

    Returns
    -------
    lead_id, company_name, owner (as the sheet has it), why (of ORPHAN_WHY: without owner, of one
    that the staff sheet lacks, of one who has left, or of one who never followed up within the
    first `idle_days`), created_on, age_days, amount, grade. The oldest first within each reason.
    """
    frame = store.run(
        """select f.lead_id, l.company_name, coalesce(l.owner, '') as written, f.owner as person,
          f.created_on, f.age_days, o.amount, f.grade, f.first_follow_up_at is null as is_silent,
          coalesce(o.kept_by, '') = 'nurture' as is_nurtured
        from fact_leads as f
        join leads as l on l.lead_id = f.lead_id
        join lead_owners as o on o.lead_id = f.lead_id and o.is_now
        where f.is_open"""
    )
    gone = [name for name, s in read_sellers(store, settings).items() if not s.is_active]
    why = pd.Series("", index=frame.index, dtype="str")
    is_idle = frame["age_days"] >= settings.pool.idle_days
    why[frame["is_silent"] & ~frame["is_nurtured"] & is_idle] = "never_followed"
    why[frame["person"].isin(gone)] = "departed"
    is_nobodys = frame["person"] == "unassigned"
    why[is_nobodys] = "unknown_owner"
    why[is_nobodys & (frame["written"] == "")] = "no_owner"
    frame = frame.assign(why=why, owner=frame["written"].where(is_nobodys, frame["person"]))
    frame = frame[frame["why"] != ""]
    place = frame["why"].map({word: nth for nth, word in enumerate(ORPHAN_WHY)})
    names = ["lead_id", "company_name", "owner", "why", "created_on", "age_days", "amount", "grade"]
    return frame.assign(place=place).sort_values(
        ["place", "created_on", "lead_id"], ignore_index=True
    )[names]
