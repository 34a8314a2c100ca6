"""The win-back plan: one task per customer at risk, with its owner and the manager who leads it."""

from datetime import date, timedelta

import pandas as pd

from salesnb.periods import Calendar
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

# Whoever stands in the staff sheet as superior; else a manager of the same team.
_STAFF = """
select person, team, role, manager
from (
  select staff.*, row_number() over (
    partition by person order by coalesce(since, date '0001-01-01') desc) as nth
  from staff
  cross join parameters
  where coalesce(since, date '0001-01-01') <= parameters.as_of and coalesce(active, true)
) as spells
where nth = 1 and person is not null
order by person
"""


def win_back_plan(
    store: ScopedStore, settings: Settings, segments: pd.DataFrame, calendar: Calendar
) -> pd.DataFrame:
    """Return one task per customer at risk, the most expected value at risk first.

    Parameters
    ----------
    segments : as `segments.customer_segments` gives them.

    Returns
    -------
    customer_id, customer_name, owner, team, lead (the owner's superior, else a manager of the team; empty
    where the staff sheet names none), level, reasons, days_since_order, usual_gap,
    days_since_contact, yearly_purchases, risk, value_at_risk (yuan), due_on (a working day),
    approach; reason in words.
    """
    staff = store.run(_STAFF)
    heads = staff[staff["role"] == "manager"].drop_duplicates("team").set_index("team")["person"]
    superior = staff.set_index("person")["manager"]
    frame = segments[segments["tier"] == "at_risk"].copy()
    frame["lead"] = frame["owner"].map(superior).fillna(frame["team"].map(heads))
    frame["lead"] = frame["lead"].where(frame["lead"] != frame["owner"])
    frame["due_on"] = _due(store.as_of, settings.levels.win_back_days, calendar)
    order = ["value_at_risk", "days_since_contact", "customer_id"]
    return frame.sort_values(
        order, ascending=[False, False, True], na_position="last", ignore_index=True
    )[
        [
            "customer_id", "customer_name", "owner", "team", "lead", "level", "reasons", "reason",
            "days_since_order", "usual_gap", "longest_gap", "days_since_contact",
            "yearly_purchases", "risk", "value_at_risk", "due_on", "approach",
        ]
    ]  # fmt: skip


def _due(as_of: date, days: int, calendar: Calendar) -> date:
    day = as_of + timedelta(days=days)
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day
