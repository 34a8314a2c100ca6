"""The whole made-up company as numbers and codes, before anything gets a name."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.random import Generator

from salesnb.demo.calendars import BusinessCalendar, make_calendar
from salesnb.demo.follow_ups import make_follow_ups
from salesnb.demo.history import customer_status, observe, stage_history
from salesnb.demo.market import (
    Channels,
    Companies,
    Counts,
    draw_industries,
    draw_owners,
    draw_regions,
    draw_sources,
    make_base,
    make_channels,
)
from salesnb.demo.people import People, make_people
from salesnb.demo.pipeline import make_leads, make_opportunities
from salesnb.demo.sales import make_orders, make_payments


@dataclass(frozen=True)
class Company:
    """Everything that happened, in codes and moments (days since the calendar's start)."""

    calendar: BusinessCalendar
    people: People
    channels: Channels
    companies: Companies
    status: np.ndarray
    leads: pd.DataFrame
    deals: pd.DataFrame
    history: pd.DataFrame
    orders: pd.DataFrame
    payments: pd.DataFrame
    follow_ups: pd.DataFrame


def make_company(rng: Generator, until: date, scale: float) -> Company:
    """Draw one company; the same generator state, day and scale give the same company."""
    counts = Counts.at(scale)
    calendar = make_calendar(until)
    people = make_people(rng, calendar)
    channels = make_channels(rng)
    companies = make_base(rng, calendar, people, counts)
    leads = make_leads(rng, calendar, people, channels, companies, counts)
    deals = make_opportunities(rng, calendar, people, channels, companies, counts, leads)
    observe(people, leads, deals)
    _become_customers(people, companies, leads)
    _find_prospects(rng, calendar, people, companies, counts)
    orders = make_orders(rng, calendar, people, companies, deals)
    payments = make_payments(rng, calendar, companies, orders)
    follow_ups = make_follow_ups(
        rng, calendar, people, companies, counts, leads, deals, orders, payments
    )
    status = customer_status(rng, calendar, companies, leads, deals, orders)
    history = stage_history(rng, calendar, people, leads, deals)
    return Company(
        *(calendar, people, channels, companies, status),
        *(leads, deals, history, orders, payments, follow_ups),
    )


def _become_customers(people: People, companies: Companies, leads: pd.DataFrame) -> None:
    """A lead's company gets a customer record when the lead reaches 意向 or skips it."""
    moment = leads[["intent", "opportunity"]].min(axis=1).to_numpy()
    happened = (moment <= people.leaves[leads["owner"]]) & ~leads["is_known"].to_numpy()
    companies.since[leads.loc[happened, "company"]] = moment[happened]


def _find_prospects(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    companies: Companies,
    counts: Counts,
) -> None:
    """Companies that reps found themselves, up to the number of customers that is wanted."""
    size = max(counts.customers - int(np.isfinite(companies.since).sum()), 0)
    region = draw_regions(rng, size)
    zero = np.zeros(size)
    day = calendar.draw_day(rng, "calls", zero, zero + calendar.n_days - 1)
    since = day + calendar.clock(rng, size)
    owner = people.active_owner(rng, draw_owners(rng, people, region), since)
    new = companies.append(
        people.region[owner], draw_industries(rng, size), draw_sources(rng, size), owner
    )
    companies.since[new] = since
