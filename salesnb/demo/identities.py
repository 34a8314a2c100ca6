"""Numbers and names: what each company, lead, opportunity, order and payment is called."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import Generator

from salesnb.demo.calendars import BusinessCalendar
from salesnb.demo.company import Company
from salesnb.demo.names import company_names, person_names, phone_numbers
from salesnb.demo.words import LANGUAGES


@dataclass(frozen=True)
class Identities:
    """Ids per row of the company's frames; names and contacts per company.

    `customers` is None for companies that never became customers.
    """

    customers: np.ndarray
    leads: np.ndarray
    deals: np.ndarray
    orders: np.ndarray
    payments: np.ndarray
    follow_ups: np.ndarray
    full_names: np.ndarray
    short_names: np.ndarray
    contacts: np.ndarray
    contact_infos: np.ndarray


def make_identities(rng: Generator, company: Company, lang: str) -> Identities:
    """Draw the names and count the ids up within their year, month or day."""
    calendar, firms = company.calendar, company.companies
    full, short = company_names(rng, firms.region, firms.industry, lang)
    contacts, infos = draw_contacts(rng, len(full), lang)
    order_days = company.orders["day"].to_numpy(float)
    paid_days = company.payments["paid_on"].to_numpy(float)
    return Identities(
        customers=_customer_ids(calendar, firms.since),
        leads=_lead_ids(calendar, company.leads, lang),
        deals=_dated_ids("O", calendar, company.deals["created"].to_numpy()),
        orders=_dated_ids("SO", calendar, order_days),
        payments=_dated_ids("PK", calendar, paid_days),
        follow_ups=_dated_ids("F", calendar, company.follow_ups["at"].to_numpy(), width=4),
        full_names=full,
        short_names=short,
        contacts=contacts,
        contact_infos=infos,
    )


def draw_contacts(rng: Generator, size: int, lang: str) -> tuple[np.ndarray, np.ndarray]:
    """Names of contacts and how to reach them: mostly a mobile phone, sometimes a mail address."""
    names, handles = person_names(rng, size, lang)
    numbers = rng.integers(1, 100, size)
    mails = [
        f"{handle}{number:02d}@example.com" for handle, number in zip(handles, numbers, strict=True)
    ]
    by_mail = rng.random(size) < (0.35 if lang == "en" else 0.12)
    return names, np.where(by_mail, np.array(mails, dtype=object), phone_numbers(rng, size))


def _dated_ids(
    prefix: str, calendar: BusinessCalendar, moments: np.ndarray, width: int = 3
) -> np.ndarray:
    """O20240501001: prefix, day, and the running number within the day."""
    days = pd.Series(np.floor(moments).astype(int))
    running = days.groupby(days).cumcount() + 1
    stamps = pd.DatetimeIndex(calendar.dates(days.to_numpy(float))).strftime("%Y%m%d")
    pairs = zip(stamps, running, strict=True)
    return np.array([f"{prefix}{stamp}{n:0{width}d}" for stamp, n in pairs], dtype=object)


def _customer_ids(calendar: BusinessCalendar, since: np.ndarray) -> np.ndarray:
    """CL20240001: the year of the record and the running number within it."""
    ids = np.full(len(since), None, dtype=object)
    rows = np.flatnonzero(np.isfinite(since))
    rows = rows[np.argsort(since[rows], kind="stable")]
    years = pd.Series(pd.DatetimeIndex(calendar.dates(since[rows])).year)
    running = years.groupby(years).cumcount() + 1
    width = max(3, len(str(running.max())))
    ids[rows] = [f"CL{year}{n:0{width}d}" for year, n in zip(years, running, strict=True)]
    return ids


def _lead_ids(calendar: BusinessCalendar, leads: pd.DataFrame, lang: str) -> np.ndarray:
    """202405001-展会: month, running number within it and channel; LD202405001 in English."""
    created = pd.DatetimeIndex(calendar.dates(leads["created"].to_numpy()))
    months = pd.Series(created.strftime("%Y%m"))
    running = months.groupby(months).cumcount() + 1
    width = max(3, len(str(running.max())))
    numbers = [f"{month}{n:0{width}d}" for month, n in zip(months, running, strict=True)]
    if lang == "en":
        return np.array(["LD" + number for number in numbers], dtype=object)
    sources = LANGUAGES[lang].take("sources", leads["source"].to_numpy())
    return np.array([f"{n}-{s}" for n, s in zip(numbers, sources, strict=True)], dtype=object)
