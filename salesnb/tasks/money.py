"""Money that is late, and customers that may be lost."""

import numpy as np
import pandas as pd

from salesnb.segments import customer_segments
from salesnb.tasks.candidates import Case, asked, completed

_PAYMENTS = """select s.owner, max(s.team) as team, max(s.department) as department,
  'customers' as entity, s.customer_id as entity_id, max(c.owner) as entity_owner,
  s.customer_id as subject, coalesce(max(k.customer_name), s.customer_id) as name,
  max(c.level) as level, add_days(min(s.due_on), 1) as due_on, min(s.due_on) as since,
  sum(cast(s.overdue_amount as double)) as amount, count(*) as count, max(s.overdue_days) as every
from fact_sales as s
left join customers as k on k.customer_id = s.customer_id
left join fact_customers as c on c.customer_id = s.customer_id
where s.overdue_amount > 0 and s.customer_id is not null
group by s.owner, s.customer_id"""
_RETURNS = "select from_days, invoices, paid from overdue_returns order by from_days"
_NOT_KNOWN = 0.5  # where no invoice was ever that late


def overdue_payments(case: Case) -> pd.DataFrame:
    """Return what each customer owes each seller past its date, one row each."""
    frame = asked(case, "payment", _PAYMENTS)
    rates = case.store.run(_RETURNS)
    if frame.empty or rates.empty:
        return frame.assign(chance=_NOT_KNOWN)
    # As if one invoice had been paid and one had not.
    chances = (rates["paid"] + 1) / (rates["invoices"] + 2)
    steps = rates["from_days"].to_numpy()
    at = np.searchsorted(steps, frame["every"].to_numpy(), side="left") - 1
    return frame.assign(chance=chances.to_numpy()[np.clip(at, 0, len(steps) - 1)])


def win_backs(case: Case) -> pd.DataFrame:
    """Return the customers at risk, from `win_back_days` after they came to be so or were contacted."""
    standing = case.store.once(
        "standing", lambda: customer_segments(case.store, case.settings, case.lang)
    )
    frame = standing[standing["tier"] == "at_risk"]
    as_of = pd.Timestamp(case.store.as_of)
    contact = frame["days_since_contact"].astype("float64")
    since = as_of - pd.to_timedelta(_days_at_risk(case, frame), unit="D")
    # Who was contacted since is not asked again at once.
    seen = as_of - pd.to_timedelta(contact, unit="D")
    wait = pd.Timedelta(days=case.settings.levels.win_back_days)
    due = pd.concat([since, seen], axis=1).max(axis=1) + wait
    told = pd.DataFrame(
        {
            "owner": frame["owner"],
            "team": frame["team"],
            "entity": "customers",
            "entity_id": frame["customer_id"],
            "entity_owner": frame["owner"],
            "subject": frame["customer_id"],
            "name": frame["customer_name"].fillna(frame["customer_id"]),
            "level": frame["level"],
            "since": since,
            "due_on": due,
            "amount": frame["yearly_purchases"].astype("float64").clip(lower=0),
            "chance": 1 - frame["risk"].astype("float64"),
            "what": frame["reason"],
        }
    )
    return completed(told[~(due > pd.Timestamp(case.day))], "win_back")


def _days_at_risk(case: Case, frame: pd.DataFrame) -> pd.Series:
    """Return for how many days the oldest of its reasons has held for each customer."""
    idle = case.settings.levels.tiers.idle_days
    order = frame["days_since_order"].astype("float64")
    # Never contacted: counted from the last order on.
    contact = frame["days_since_contact"].astype("float64").fillna(order)
    cadence = frame["cadence_days"].astype("float64").fillna(0).clip(lower=idle)
    rhythm = frame["longest_contact_gap"].astype("float64").clip(lower=idle)
    late = {
        "order_rhythm": order - np.ceil(frame["longest_gap"].astype("float64")),
        "contact": contact - cadence,
        "contact_rhythm": contact - np.ceil(rhythm),
    }
    told = pd.DataFrame(late, index=frame.index)
    for name in late:
        told[name] = told[name].where(frame["reasons"].map(lambda held, name=name: name in held))
    return told.max(axis=1)
