"""What is for whoever leads: handing over, catching up with a target, a customer's new level."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from salesnb.alerts import find_alerts
from salesnb.labels import label, plural
from salesnb.leads.handover import departed, held_by
from salesnb.leads.sellers import Seller, read_sellers
from salesnb.scopes import Organisation, Place, Scope
from salesnb.tasks.candidates import Case, asked, completed


@dataclass(frozen=True)
class People:
    """The staff of a scope on its day.

    Attributes
    ----------
    sellers : everybody by name, those who have left among them.
    gone : who has left.
    leads : {person: who leads the person}; nobody is missing but those above whom the scope sees nobody.
    heads : {department: its head}.
    organisation : by which it is judged what somebody may see.
    """

    sellers: Mapping[str, Seller]
    gone: frozenset[str]
    leads: Mapping[str, str]
    heads: Mapping[str, str]
    organisation: Organisation

    def may_see(self, person: str, other: str) -> bool:
        """Return whether somebody may see rows of another one; `unassigned` are those of nobody."""
        if person == other:
            return True
        known = self.organisation.today.get(person)
        return (
            known is not None
            and known.is_active
            and self.organisation.covers(Scope("rep", other), person)
        )


def read_people(case: Case) -> People:
    """Return who has left, and who leads whom: the superior of the sheet, else the team's manager.

    Where neither is at work, the head of the department leads, else an admin.
    """
    sellers = read_sellers(case.store, case.settings)
    gone = departed(case.store, case.settings)
    here = {name: seller for name, seller in sellers.items() if name not in gone}
    managers = {s.team: name for name, s in _last_first(here, "manager") if s.team}
    heads = {s.department: name for name, s in _last_first(here, "department_head") if s.department}
    admins = [name for name, seller in here.items() if seller.role == "admin"]
    places = [
        Place(name, s.team or "unassigned", s.department or "unassigned", s.role, name in here)
        for name, s in sellers.items()
    ]
    organisation = Organisation(places, places, rules=case.settings.organisation)
    people = People(sellers, frozenset(gone), {}, heads, organisation)
    leads = {}
    for name, seller in sellers.items():
        above = [seller.manager, managers.get(seller.team), heads.get(seller.department), *admins]
        # A superior of the sheet who leads nobody by role has no right to what is told of the person.
        found = (each for each in above if each in here and each != name)
        if (
            leader := next(filter(lambda each: people.may_see(each, name), found), None)
        ) is not None:
            leads[name] = leader
    return replace(people, leads=leads)


def _last_first(here: Mapping[str, Seller], role: str) -> list[tuple[str, Seller]]:
    """Return who has a role, so that of several the first by name is kept as the last."""
    return [(name, seller) for name, seller in here.items() if seller.role == role][::-1]


def handovers(case: Case, people: People) -> pd.DataFrame:
    """Return one task per person who has left and still holds something (see `leads.handover`).

    What it is worth are the open deals.
    """
    held = held_by(case.store, people.gone)
    if held.empty:
        return completed(pd.DataFrame(), "handover")
    counts = held.groupby(["owner", "table"], sort=False).size()
    gone = list(held["owner"].unique())
    told = {
        person: label("task_held_joint", case.lang).join(
            plural(f"task_held_{table}", case.lang, int(count))
            for table, count in counts[person].items()
        )
        for person in gone
    }
    deals = held[held["table"] == "opportunities"].groupby("owner")
    worth = deals[["amount", "weighted_amount"]].sum(min_count=1).reindex(gone)
    places = [people.sellers.get(person) for person in gone]
    return completed(
        pd.DataFrame(
            {
                "owner": [people.leads.get(person) for person in gone],
                "team": [place.team or None if place else None for place in places],
                "department": [place.department or None if place else None for place in places],
                "entity": "staff",
                "entity_id": gone,
                "subject": [f"person {person}" for person in gone],
                "name": gone,
                "due_on": pd.Timestamp(case.day),
                "amount": worth["amount"].to_numpy(),
                "chance": (worth["weighted_amount"] / worth["amount"]).to_numpy(),
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
