"""What was promised: the plan of a last follow-up whose day has come, and plans of the sheet."""

import numpy as np
import pandas as pd

from salesnb.tasks.candidates import WORTH, Case, asked, completed, worth_columns
from salesnb.tasks.spoken_days import Rule, first_day, spoken_rules

# Promises further back than this, and the tasks that would come of them, are nobody's any more.
_SAID_WITHIN_DAYS = 400
_WORTH, _JOINS = worth_columns("x.known_customer_id", "x.owner")
_SUBJECT = """x.owner, x.team, x.department,
  case when x.customer_id is null then 'leads' else 'customers' end as entity,
  coalesce(x.customer_id, x.lead_id) as entity_id,
  case when x.customer_id is null then f.owner else c.owner end as entity_owner,
  f.owner as lead_owner, x.subject, coalesce(k.customer_name, l.company_name, x.customer_id, x.lead_id) as name,
  f.grade, c.level, f.furthest_stage as stage, l.need,
  coalesce(w.amount, od.amount, b.amount) as amount,
  coalesce(w.chance, od.weighted_amount / od.amount, 1 - exp(-b.purchases * {horizon} / 365.0))
    as chance, d.follow_ups as turn"""
_BESIDE = f"""left join fact_customers as c on c.customer_id = x.known_customer_id
left join customers as k on k.customer_id = x.known_customer_id
left join fact_leads as f on f.lead_id = x.lead_id
left join leads as l on l.lead_id = x.lead_id
left join fact_lead_follow_ups as d on d.lead_id = x.lead_id
left join fact_lead_worth as w on w.lead_id = x.lead_id
{_JOINS}"""
_STILL_OPEN = "coalesce(f.is_open, true) and not coalesce(c.is_lost, false)"
_PROMISES = f"""with {WORTH}, said as (
  select last_one.* from fact_last_follow_ups as last_one
  cross join parameters
  where not last_one.is_done and last_one.owner <> 'unassigned'
    and last_one.followed_on > add_days(parameters.as_of, -{_SAID_WITHIN_DAYS})
    and (last_one.next_plan is not null or last_one.next_due_on <= {{day}})
),
planned as (
  select distinct coalesce(t.customer_id, f.customer_id, 'lead ' || t.lead_id) as subject
  from fact_tasks as t
  left join fact_leads as f on f.lead_id = t.lead_id
  where t.kind = 'plan' and not t.is_done
)
select {_SUBJECT}, x.followed_on as since, x.next_due_on as due_on, x.next_plan as plan,
  x.next_plan as what
from said as x
{_BESIDE}
-- An open plan says anew what was to be done next.
left join planned on planned.subject = x.subject
where {_STILL_OPEN} and planned.subject is null"""
_PLANS = f"""with {WORTH}, planned as (
  select t.owner, t.team, t.department, t.customer_id, t.lead_id, t.due_on,
    coalesce(t.customer_id, f.customer_id) as known_customer_id,
    coalesce(t.customer_id, f.customer_id, 'lead ' || t.lead_id) as subject, plans.goal
  from fact_tasks as t
  left join plans on plans.plan_id = substr(t.task_id, 6)
  left join fact_leads as f on f.lead_id = t.lead_id
  where t.kind = 'plan' and not t.is_done and t.due_on between add_days({{oldest}}, -15) and {{day}}
)
select {_SUBJECT}, x.due_on, x.due_on as since, x.goal as plan, x.goal as what
from planned as x
{_BESIDE}
where {_STILL_OPEN}"""


def promises(case: Case) -> pd.DataFrame:
    """Return what the last follow-up of a customer or lead promised for a day that has come.

    The day is that of `next_due`, or the one that `next_plan` names (`tasks.spoken_days`), whichever
    comes first. Whatever comes after a follow-up does what it promised.
    """
    frame = asked(case, "promise", _PROMISES)
    if frame.empty:
        return frame
    spoken = _spoken(case, frame["plan"], frame["since"])
    due = pd.concat([frame["due_on"], spoken], axis=1).min(axis=1)
    frame = frame.assign(due_on=due)
    return completed(frame[due.notna() & (due <= pd.Timestamp(case.day))], "promise")


def plans(case: Case) -> pd.DataFrame:
    """Return the plans of the sheet whose day has come and that are not done."""
    return asked(case, "plan", _PLANS)


def _spoken(case: Case, texts: pd.Series, said_on: pd.Series) -> pd.Series:
    """Return the day that each text names; each wording is read once, and for each day once."""
    codes, words = pd.factorize(texts)
    rules: list[tuple[Rule, ...]] = [spoken_rules(str(word)) for word in words]
    kinds = {rule: n for n, rule in enumerate(dict.fromkeys(rules))}
    of_word = np.array([kinds[rule] for rule in rules] + [-1])
    pairs = pd.DataFrame({"rule": of_word[codes], "said_on": said_on.to_numpy()})
    unique = pairs[pairs["rule"] >= 0].drop_duplicates()
    known = list(kinds)
    pairs_said = zip(unique["rule"], unique["said_on"].dt.date, strict=True)
    days = [first_day(known[rule], day, case.calendar) for rule, day in pairs_said]
    unique = unique.assign(day=pd.to_datetime(pd.Series(days, index=unique.index, dtype="object")))
    found = pairs.merge(unique, on=["rule", "said_on"], how="left")["day"]
    return found.set_axis(texts.index).astype("datetime64[s]")
