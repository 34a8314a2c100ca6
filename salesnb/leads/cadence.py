"""When each lead is to be contacted: the first time by its grade's limit, then by its cadence."""

import numpy as np
import pandas as pd

from salesnb.leads.workdays import Workdays
from salesnb.periods import Calendar
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

_QUERY = """
select f.lead_id, l.company_name, f.source, f.owner, f.team, f.grade, f.created_at, f.furthest_stage,
  f.is_open, f.closed_on, f.first_contact_due_at, f.first_follow_up_at,
  f.is_contacted_in_time, d.last_follow_up_at, d.follow_ups, d.plan_days_kept,
  d.plan, d.every_days, d.method
from fact_leads f
join fact_lead_follow_ups d on d.lead_id = f.lead_id
join leads l on l.lead_id = f.lead_id
{where}
order by f.created_at, f.lead_id
"""
PLANS = ("daily", "focus", "regular", "none")
STATES = ("overdue", "due", "planned", "none")


def follow_ups(
    store: ScopedStore, settings: Settings, calendar: Calendar, *, only_open: bool = True
) -> pd.DataFrame:
    """Return for every lead of a scope whether it was contacted in time and when it is next due.

    Parameters
    ----------
    only_open : leave out those that are won or lost.

    Returns
    -------
    lead_id, company_name, source, owner, team, grade, created_at, furthest_stage, is_open,
    first_contact (in_time, late, due, overdue, no_limit), first_contact_due_at, first_follow_up_at,
    follow_ups (their number), last_follow_up_at, plan (daily, focus = close care after the daily
    plan, regular, none), every_days (working days), method (empty = any), next_due_on, state
    (overdue, due today, planned, none), overdue_days (calendar days), plan_days and plan_days_kept
    (working days of the daily plan so far, and those with a contact).

    Notes
    -----
    The next contact is due as many working days after the last one as the plan says; before the
    first contact, on the day on which the grade's limit ends. A contact by anybody counts.
    """
    frame = store.run(_QUERY.format(where="where f.is_open" if only_open else ""))
    today = np.datetime64(store.as_of, "D")
    first = frame["created_at"].min()
    days = Workdays(calendar, store.as_of if pd.isna(first) else first.date(), store.as_of)
    frame = frame.assign(
        first_contact=_first_contact(frame),
        plan=frame["plan"].astype("str"),
        every_days=frame["every_days"].astype("Int64"),
        method=frame["method"].astype("str"),
    )
    frame["next_due_on"] = _next_due(frame, days)
    frame["state"] = _state(frame, today)
    late = (today - frame["next_due_on"].to_numpy("datetime64[D]")).astype("float64")
    frame["overdue_days"] = np.where(frame["state"] == "overdue", late, 0).astype("int64")
    frame["plan_days"] = _plan_days(frame, settings, days, today)
    frame["plan_days_kept"] = np.minimum(frame["plan_days_kept"], frame["plan_days"])
    return frame.drop(columns=["closed_on", "is_contacted_in_time"])


def _first_contact(frame: pd.DataFrame) -> np.ndarray:
    in_time = frame["is_contacted_in_time"].astype("boolean")
    contacted = frame["first_follow_up_at"].notna()
    return np.select(
        [
            frame["first_contact_due_at"].isna(),
            contacted & in_time.fillna(False).astype(bool),
            contacted,
            in_time.eq(False).fillna(False).astype(bool),
        ],
        ["no_limit", "in_time", "late", "overdue"],
        "due",
    )


def _next_due(frame: pd.DataFrame, days: Workdays) -> pd.Series:
    last = frame["last_follow_up_at"].to_numpy("datetime64[D]")
    has_plan = (frame["plan"] != "none").to_numpy()
    contacted = ~np.isnat(last)
    due = np.full(len(frame), np.datetime64("NaT", "D"))
    first = ~contacted & frame["is_open"].to_numpy()
    due[first] = frame["first_contact_due_at"].to_numpy("datetime64[D]")[first]
    again = contacted & has_plan
    steps = frame["every_days"].fillna(0).to_numpy("int64")
    due[again] = days.after(last[again], steps[again])
    return pd.Series(due.astype("datetime64[s]"), index=frame.index)


def _state(frame: pd.DataFrame, today: np.datetime64) -> np.ndarray:
    due = frame["next_due_on"].to_numpy("datetime64[D]")
    return np.select(
        [np.isnat(due), due < today, due == today], ["none", "overdue", "due"], "planned"
    )


def _plan_days(
    frame: pd.DataFrame, settings: Settings, days: Workdays, today: np.datetime64
) -> np.ndarray:
    """Return how many working days of its grade's daily plan a lead has had so far."""
    lengths = {grade: c.for_days for grade, c in settings.limits.lead_cadence.items() if c.for_days}
    length = frame["grade"].map(lengths).fillna(0).to_numpy("int64")
    start = frame["created_at"].to_numpy("datetime64[D]")
    closed = frame["closed_on"].to_numpy("datetime64[D]")
    last = np.minimum(today, np.where(np.isnat(closed), today, closed))
    end = np.minimum(start + length, last + 1)
    return np.where(length > 0, days.between(start, np.maximum(start, end)), 0)
