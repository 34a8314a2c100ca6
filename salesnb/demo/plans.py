"""Planned follow-ups around the last day: done ones, overdue ones, and those of the next weeks."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from salesnb.demo.codes import EMPTY, LOST, WON
from salesnb.demo.company import Company
from salesnb.demo.identities import Identities
from salesnb.demo.phrases import CARE, CLOSING, METHOD_SHARES, NURTURE
from salesnb.demo.words import LANGUAGES

_DAYS_BACK, _DAYS_AHEAD = 21, 16
_IN_PROGRESS, _DONE, _PENDING = range(3)


def plan_table(
    rng: Generator, company: Company, identities: Identities, reps: np.ndarray, lang: str
) -> pd.DataFrame:
    """Plans for open leads and opportunities and for some customers of the present reps."""
    words, today = LANGUAGES[lang], company.calendar.n_days - 1
    rows = _subjects(rng, company)
    size = len(rows)
    day = today + rng.integers(-_DAYS_BACK, _DAYS_AHEAD + 1, size)
    day = company.calendar.next_workday(day)
    fate = rng.random(size)
    past = day < today
    state = np.where(past & (fate < 0.82), _DONE, _PENDING)
    state = np.where((state == _PENDING) & (fate > 0.93), _IN_PROGRESS, state)
    method = np.zeros(size, dtype=int)
    for phase in (NURTURE, CLOSING, CARE):
        here = np.flatnonzero(rows["phase"] == phase)
        method[here] = rng.choice(5, len(here), p=METHOD_SHARES[phase])
    lead, firm = rows["lead"].to_numpy(), rows["company"].to_numpy()
    goals = np.array(words.goals, dtype=object)
    number = rng.integers(0, goals.shape[1], size)
    frame = pd.DataFrame(
        {
            "customer_id": np.where(lead >= 0, EMPTY, identities.customers[firm]),
            "lead_id": np.where(lead >= 0, identities.leads[lead], EMPTY),
            "due_on": company.calendar.dates(day.astype(float)),
            "owner": reps[rows["owner"]],
            "method": words.take("methods", method),
            "goal": goals[rows["phase"].map({NURTURE: 0, CLOSING: 1, CARE: 2}), number],
            "state": words.take("states", state),
        }
    ).sort_values("due_on", kind="stable", ignore_index=True)
    width = max(4, len(str(size)))
    frame.insert(0, "plan_id", [f"JH{n:0{width}d}" for n in range(1, size + 1)])
    return frame


def _subjects(rng: Generator, company: Company) -> pd.DataFrame:
    """What is planned about: lead (or -1), company, owner and phase."""
    people, leads, deals = company.people, company.leads, company.deals
    today = company.calendar.n_days
    recent = leads[(leads["outcome"] < 0) & (leads["created"] > today - 60) & (leads["deal"] < 0)]
    recent = recent[(recent["assigned"] < today) & (rng.random(len(recent)) < 0.75)]
    open_deals = deals[~deals["stage"].isin((WON, LOST))]
    open_deals = open_deals[rng.random(len(open_deals)) < 0.9]
    buyers = company.orders.loc[company.orders["day"] > today - 365, "company"].unique()
    buyers = buyers[rng.random(len(buyers)) < 0.3]
    frames = [
        recent[["company", "owner"]].assign(lead=recent.index, phase=NURTURE),
        open_deals[["company", "owner"]].assign(lead=-1, phase=CLOSING),
        pd.DataFrame(
            {
                "company": buyers,
                "owner": company.companies.owner[buyers],
                "lead": -1,
                "phase": CARE,
            }
        ),
    ]
    rows: pd.DataFrame = pd.concat(frames, ignore_index=True)
    is_there = people.leaves[rows["owner"]] == people.leaves.max()
    rows = rows[is_there]
    return rows.reset_index(drop=True)
