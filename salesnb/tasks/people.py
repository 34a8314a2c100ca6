"""What is for whoever leads: handing over, catching up with a target, a customer's new level."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from salesnb.alerts import find_alerts
from salesnb.labels import label, plural
from salesnb.leads.handover import departed, handover
from salesnb.scopes.staff import STAFF_NOW
from salesnb.tasks.candidates import Case, asked, completed

_STAFF = f"""select person, team, department, role, manager
from {STAFF_NOW} as staff_now
where person is not null
order by person"""


@dataclass(frozen=True)
class People:
    """The staff of a scope on its day.

    Attributes
    ----------
    gone : who has left.
    leads : {person: who leads the person}; nobody is missing but those above whom the scope sees nobody.
    heads : {department: its head}.
    """

    gone: frozenset[str]
    leads: Mapping[str, str]
    heads: Mapping[str, str]


def read_people(case: Case) -> People:
    """Return who has left, and who leads whom: the superior of the sheet, else the team's manager.

    Where neither is at work, the head of the department leads, else an admin.
    """
    staff = case.store.run(_STAFF)
    gone = departed(case.store, case.settings)
    here = staff[~staff["person"].isin(gone)]
    managers = _first(here, "manager", "team")
    heads = _first(here, "department_head", "department")
    admins = list(here.loc[here["role"] == "admin", "person"])
    at_work, leads = set(here["person"]), {}
    for row in staff.to_dict("records"):
        above = [row["manager"], managers.get(row["team"]), heads.get(row["department"]), *admins]
        found = (name for name in above if name in at_work and name != row["person"])
        if (name := next(found, None)) is not None:
            leads[row["person"]] = name
    return People(frozenset(gone), leads, heads)


def _first(here: pd.DataFrame, role: str, by: str) -> dict[str, str]:
    found = here[(here["role"] == role) & here[by].notna()].drop_duplicates(by)
    return dict(zip(found[by], found["person"], strict=True))


_WEIGHTED = """select owner, sum(cast(amount as double)) as amount,
  sum(weighted_amount) as weighted_amount
from fact_opportunities
where is_open and amount > 0
group by owner"""


def handovers(case: Case, people: People) -> pd.DataFrame:
    """Return one task per person who has left and still holds something (see `leads.handover`).

    What it is worth are the open deals.
    """
    held = handover(case.store, case.settings)
    if held.empty:
        return completed(pd.DataFrame(), "handover")
    deals = case.store.run(_WEIGHTED).set_index("owner")
    counts = held.groupby(["owner", "table"], sort=False).size()
    gone = list(held["owner"].unique())
    told = {
        person: label("task_held_joint", case.lang).join(
            plural(f"task_held_{table}", case.lang, int(count))
            for table, count in counts[person].items()
        )
        for person in gone
    }
    amount = deals["amount"].reindex(gone)
    staff = case.store.run(_STAFF).set_index("person").reindex(gone)
    return completed(
        pd.DataFrame(
            {
                "owner": [people.leads.get(person) for person in gone],
                "team": staff["team"].to_numpy(),
                "department": staff["department"].to_numpy(),
                "entity": "staff",
                "entity_id": gone,
                "subject": [f"person {person}" for person in gone],
                "name": gone,
                "due_on": pd.Timestamp(case.day),
                "amount": amount.to_numpy(),
                "chance": (deals["weighted_amount"].reindex(gone) / amount).to_numpy(),
                "what": [told[person] for person in gone],
            }
        ),
        "handover",
    )


def improvements(case: Case, people: People) -> pd.DataFrame:
    """Return one task per rep whose target completion is red by the rules of params/alerts.yml."""
    rules = [
        name
        for name, rule in case.settings.alerts.rules.items()
        if rule.metric == "target_completion" and "rep" in rule.by
    ]
    if not rules:
        return completed(pd.DataFrame(), "improvement")
    found = find_alerts(case.store, case.settings, case.calendar, lang=case.lang, rules=rules)
    reps = found[(found["entity"] == "rep") & (found["level"] == "red")]
    reps = reps[~reps["entity_id"].isin(people.gone)].drop_duplicates("entity_id")
    return completed(
        pd.DataFrame(
            {
                "owner": reps["entity_id"].map(people.leads),
                "team": reps["team"],
                "department": reps["department"],
                "entity": "staff",
                "entity_id": reps["entity_id"],
                "subject": "person " + reps["entity_id"].astype(str),
                "name": reps["entity_id"],
                "due_on": pd.Timestamp(case.day),
                "since": reps["since"],
                "amount": reps["amount"],
                "chance": case.settings.tasks.caught_up,
                "what": reps["text"].str.replace("**", "", regex=False),
            }
        ),
        "improvement",
    )


_CHANGES = """select q.owner as entity_owner, q.team, q.department, 'customers' as entity,
  q.customer_id as entity_id, 'level of ' || q.customer_id as subject,
  coalesce(c.customer_name, q.customer_id) as name, q.level, q.level_before as what,
  q.quarter as plan, q.evaluated_on as since, add_days(cast(q.evaluated_on as date), 1) as due_on,
  cast(q.purchases_12m as double) as amount
from fact_customer_quarters as q
join fact_customers as c on c.customer_id = q.customer_id
where q.change in ('up', 'down') and not c.is_lost
  and q.evaluated_on >= add_days({oldest}, -15) and q.evaluated_on < {day}"""


def strategy_changes(case: Case, people: People) -> pd.DataFrame:
    """Return the major customers whose computed level changed, for the head of their department.

    That a level of params' `key_levels` was reached or left is the only change of strategy that the
    data tell: what is done for a customer follows from its level.
    """
    frame = asked(case, "strategy", _CHANGES)
    major = case.settings.limits.key_levels
    frame = frame[frame["level"].isin(major) | frame["what"].isin(major)]
    return frame.assign(owner=frame["department"].map(dict(people.heads)))
