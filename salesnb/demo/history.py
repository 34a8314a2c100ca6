"""What the data shows of every lead and opportunity: its stage today and when it got there."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from salesnb.demo.calendars import BusinessCalendar
from salesnb.demo.codes import (
    CUSTOMER,
    INTENT,
    INTERESTED,
    LEAD,
    LOST,
    LOST_CUSTOMER,
    NOT_WON,
    NURTURING,
    OPPORTUNITY,
    OUTCOME_LOST,
    OUTCOME_WON,
    PROSPECT,
    QUOTE,
    WON,
)
from salesnb.demo.market import Companies
from salesnb.demo.people import People

OF_LEAD, OF_OPPORTUNITY = 0, 1
_NOTHING = -1


def observe(people: People, leads: pd.DataFrame, deals: pd.DataFrame) -> None:
    """Add what is known at the end of the data: stages, and outcomes of leads."""
    last = people.leaves[deals["owner"]]
    is_closed = (deals["closed"] <= last).to_numpy()
    open_stage = np.where(deals["quoted"] <= last, QUOTE, OPPORTUNITY)
    deals["is_closed"] = is_closed
    deals["stage"] = np.where(is_closed, np.where(deals["is_won"], WON, LOST), open_stage)
    last = people.leaves[leads["owner"]]
    has_ended = (leads["ended"] <= last).to_numpy()
    reached = (leads["intent"] <= last).to_numpy()
    nurtured = has_ended & leads["is_nurtured"].to_numpy()
    lost = has_ended & ~nurtured
    leads["has_intent"] = reached
    leads["stage"] = np.select([lost, reached], [LOST, INTENT], LEAD)
    leads["outcome"] = np.select(
        [nurtured, lost & reached, lost], [NURTURING, NOT_WON, OUTCOME_LOST], _NOTHING
    )
    leads["outcome_at"] = np.where(has_ended, leads["ended"], np.inf)
    leads["deal"] = _NOTHING
    own = deals[deals["lead"] >= 0]
    rows = own["lead"].to_numpy()
    leads.loc[rows, "deal"] = own.index.to_numpy()
    leads.loc[rows, "stage"] = own["stage"].to_numpy()
    leads.loc[rows, "outcome"] = (
        own["stage"].map({WON: OUTCOME_WON, LOST: NOT_WON}).fillna(_NOTHING).to_numpy(int)
    )
    leads.loc[rows, "outcome_at"] = np.where(own["is_closed"], own["closed"], np.inf)
    leads.loc[rows, "reason"] = own["reason"].to_numpy()


def stage_history(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    leads: pd.DataFrame,
    deals: pd.DataFrame,
) -> pd.DataFrame:
    """Every entry into a stage: subject (lead or opportunity), its number, stage, moment.

    A lead shares the stages of its opportunity. Some skip 意向 or 报价, a few go back to 商机.
    """
    of_deals = _deal_entries(rng, calendar, people, deals)
    last = people.leaves[leads["owner"]]
    known = leads["outcome_at"].to_numpy()
    own_end = (leads["stage"] == LOST) & (leads["deal"] < 0)
    of_leads = pd.concat(
        [
            _entries(leads.index, LEAD, leads["created"]),
            _entries(leads.index, INTENT, leads["intent"].where(leads["intent"] <= last, np.inf)),
            _entries(leads.index, LOST, pd.Series(np.where(own_end, known, np.inf))),
            of_deals.assign(number=deals["lead"].to_numpy()[of_deals["number"]]).query(
                "number >= 0"
            ),
        ]
    )
    rows = pd.concat(
        [of_leads.assign(subject=OF_LEAD), of_deals.assign(subject=OF_OPPORTUNITY)],
        ignore_index=True,
    )
    return rows.sort_values(["at", "subject", "number"], ignore_index=True)


def customer_status(
    rng: Generator,
    calendar: BusinessCalendar,
    companies: Companies,
    leads: pd.DataFrame,
    deals: pd.DataFrame,
    orders: pd.DataFrame,
) -> np.ndarray:
    """Status of every company: whoever bought is a customer unless given up long after."""
    size = len(companies.region)
    status = np.full(size, PROSPECT)
    old = np.arange(size) < companies.n_base
    status[old & (rng.random(size) < 0.6)] = INTERESTED
    status[leads.loc[leads["has_intent"] | (leads["deal"] >= 0), "company"]] = INTERESTED
    status[deals["company"]] = INTERESTED
    is_open = np.zeros(size, dtype=bool)
    is_open[deals.loc[~deals["is_closed"], "company"]] = True
    is_open[leads.loc[leads["outcome"] == _NOTHING, "company"]] = True
    given_up = rng.random(size)
    status[~is_open & (status == INTERESTED) & (given_up < 0.5)] = LOST_CUSTOMER
    bought = orders[~orders["is_refund"]].groupby("company")["day"].max()
    status[bought.index] = CUSTOMER
    silent = bought.index[(bought < calendar.n_days - 300).to_numpy()].to_numpy()
    silent = silent[~companies.is_churned[silent] & ~is_open[silent]]
    status[silent[given_up[silent] < 0.25]] = LOST_CUSTOMER
    return status


def _deal_entries(
    rng: Generator, calendar: BusinessCalendar, people: People, deals: pd.DataFrame
) -> pd.DataFrame:
    last = people.leaves[deals["owner"]]
    final = pd.Series(np.where(deals["is_closed"], deals["closed"], np.inf))
    won = deals["is_won"]
    frames = [
        _entries(deals.index, OPPORTUNITY, deals["created"]),
        _entries(deals.index, QUOTE, deals["quoted"].where(deals["quoted"] <= last, np.inf)),
        _entries(deals.index, WON, final.where(won, np.inf)),
        _entries(deals.index, LOST, final.where(~won, np.inf)),
    ]
    gap = final - deals["quoted"]
    long = np.flatnonzero(np.isfinite(gap) & (gap > 20))
    chance = rng.random(len(long))
    back, again = long[chance < 0.11], long[chance > 0.96]
    for rows, stages in ((back, (OPPORTUNITY, QUOTE)), (again, (LOST, OPPORTUNITY, QUOTE))):
        for step, stage in enumerate(stages):
            low = deals["quoted"].to_numpy()[rows] + gap.to_numpy()[rows] * (0.25 + 0.2 * step)
            day = calendar.draw_day(rng, "calls", low, low + gap.to_numpy()[rows] * 0.1)
            at = day + calendar.clock(rng, len(rows))
            frames.append(pd.DataFrame({"number": rows, "stage": stage, "at": at}))
    return pd.concat(frames, ignore_index=True)


def _entries(numbers: pd.Index, stage: int, at: pd.Series) -> pd.DataFrame:
    happened = np.isfinite(at.to_numpy())
    return pd.DataFrame(
        {"number": numbers[happened], "stage": stage, "at": at.to_numpy()[happened]}
    )
