"""Contacts that are due: the first one with a lead, and those that the cadence asks for."""

from datetime import timedelta

import numpy as np
import pandas as pd

from salesnb.tasks.candidates import WORTH, Case, asked, completed, worth_columns

_LEAD = """f.owner, f.team, f.department, 'leads' as entity, f.lead_id as entity_id,
  f.owner as entity_owner, coalesce(f.customer_id, 'lead ' || f.lead_id) as subject,
  coalesce(l.company_name, f.lead_id) as name, f.grade, f.level, f.furthest_stage as stage, l.need,
  w.amount, w.chance"""
_OPEN = "f.is_open and coalesce(f.outcome, '') <> 'nurturing'"
_FIRST = f"""select {_LEAD}, cast(f.first_contact_due_at as date) as due_on, f.created_on as since,
  f.first_contact_limit_hours as every, 0 as turn
from fact_leads as f
join leads as l on l.lead_id = f.lead_id
join fact_lead_worth as w on w.lead_id = f.lead_id
where {_OPEN} and f.first_follow_up_at is null
  and cast(f.first_contact_due_at as date) between add_days({{oldest}}, -15) and {{day}}"""
# As many working days as the cadence asks for are no fewer days of the calendar.
_AGAIN = f"""select {_LEAD}, cast(d.last_follow_up_at as date) as since, d.every_days as every,
  d.follow_ups as turn, d.method as what
from fact_leads as f
join fact_lead_follow_ups as d on d.lead_id = f.lead_id
join leads as l on l.lead_id = f.lead_id
join fact_lead_worth as w on w.lead_id = f.lead_id
where {_OPEN} and d.every_days is not null and d.last_follow_up_at is not null
  and add_days(cast(d.last_follow_up_at as date), d.every_days) <= {{day}}
  and add_days(cast(d.last_follow_up_at as date), 2 * d.every_days + 30) >= {{oldest}}"""
_WORTH, _JOINS = worth_columns("c.customer_id", "c.owner")
_CUSTOMERS = f"""with {WORTH}
select c.owner, c.team, c.department, 'customers' as entity, c.customer_id as entity_id,
  c.owner as entity_owner, c.customer_id as subject, coalesce(c.customer_name, c.customer_id) as name,
  c.level, {_WORTH},
  cast(c.last_contact_at as date) as since, c.cadence_days as every,
  add_days(cast(coalesce(c.last_contact_at, c.first_contact_on, c.first_sold_on) as date),
    cast(c.cadence_days as integer)) as due_on
from fact_customers as c
{_JOINS}
where c.cadence_days is not null and not c.is_lost
  and coalesce(add_days(cast(coalesce(c.last_contact_at, c.first_contact_on, c.first_sold_on) as date),
    cast(c.cadence_days as integer)) between add_days({{oldest}}, -15) and {{day}}, true)"""


def first_contacts(case: Case) -> pd.DataFrame:
    """Return the open leads that nobody contacted, from the day on which their limit ends."""
    return asked(case, "first_contact", _FIRST)


def follow_ups(case: Case) -> pd.DataFrame:
    """Return the leads and customers whose cadence asks for a contact by now, by whomever.

    A lead is due so many working days after its last contact, a customer so many days after it.
    """
    customers = asked(case, "follow_up", _CUSTOMERS)
    leads = asked(case, "follow_up", _AGAIN)
    return pd.concat([customers, _due(case, leads)], ignore_index=True) if len(leads) else customers


def _due(case: Case, leads: pd.DataFrame) -> pd.DataFrame:
    last = leads["since"].to_numpy("datetime64[D]")
    days = case.workdays(leads["since"].min().date() - timedelta(days=10))
    due = days.after(last, leads["every"].to_numpy().astype("int64"))
    is_due = due <= np.datetime64(case.day, "D")
    return completed(leads.assign(due_on=due.astype("datetime64[s]"))[is_due], "follow_up")
