"""What those who have left still hold: their open leads and deals, customers and tasks."""

from collections.abc import Collection

import pandas as pd

from salesnb.leads.sellers import read_sellers
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

COLUMNS = ["owner", "table", "id", "name", "amount"]


def handover(store: ScopedStore, settings: Settings) -> pd.DataFrame:
    """Return what people who have left by the store's day still hold inside the scope.

    Who has left is told by the staff sheet and, where they are at hand, by params/organisation.yml;
    a kernel of a report is not given the latter. Leads in the public pool and lost customers are
    nobody's to hand over.

    Returns
    -------
    owner, table (leads, opportunities, customers or tasks), id, name (of the company), amount
    (yuan: what lead or deal is worth, what the customer bought in twelve months; of tasks none).
    By owner and table, those with the most money first.
    """
    return held_by(store, departed(store, settings))[COLUMNS]


def held_by(store: ScopedStore, gone: Collection[str]) -> pd.DataFrame:
    """Return what people who have left still hold, as `handover`, and `weighted_amount` of deals."""
    if not gone:
        none = pd.DataFrame(columns=[*COLUMNS, "weighted_amount"])
        return none.astype({"amount": "float64", "weighted_amount": "float64"})
    held = store.run(_HELD)
    place = held["table"].map({name: nth for nth, name in enumerate(_TABLES)})
    frame = held.assign(place=place)[held["owner"].isin(gone)]
    return frame.sort_values(
        ["owner", "place", "amount", "id"], ascending=[True, True, False, True], ignore_index=True
    ).drop(columns="place")


def departed(store: ScopedStore, settings: Settings) -> set[str]:
    """Return who has left by the store's day."""
    of_sheet = {name for name, s in read_sellers(store, settings).items() if not s.is_active}
    people = settings.organisation.people
    return of_sheet | {name for name, person in people.items() if not person.active}


_TABLES = ("leads", "opportunities", "customers", "tasks")
_HELD = """
  select f.owner, 'leads' as "table", f.lead_id as id, l.company_name as name,
    cast(o.amount as double) as amount, cast(null as double) as weighted_amount
  from fact_leads as f
  join leads as l on l.lead_id = f.lead_id
  join lead_owners as o on o.lead_id = f.lead_id and o.is_now
  where f.is_open and not o.is_pooled
  union all
  select f.owner, 'opportunities', f.opportunity_id, c.customer_name, cast(f.amount as double),
    cast(f.weighted_amount as double)
  from fact_opportunities as f
  left join customers as c on c.customer_id = f.customer_id
  where f.is_open
  union all
  select f.owner, 'customers', f.customer_id, f.customer_name, cast(f.purchases_12m as double), null
  from fact_customers as f
  join customers as c on c.customer_id = f.customer_id
  where coalesce(c.status, '') <> 'lost'
  union all
  select t.owner, 'tasks', t.task_id, coalesce(c.customer_name, l.company_name), null, null
  from fact_tasks as t
  left join leads as l on l.lead_id = t.lead_id
  left join customers as c on c.customer_id = coalesce(t.customer_id, l.customer_id)
  where not t.is_done"""
