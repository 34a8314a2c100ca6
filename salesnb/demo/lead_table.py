"""The leads as marketing and reps typed them in: needs, budgets, expected dates, outcomes."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from salesnb.demo.codes import (
    EMPTY,
    LOST,
    ONLINE_ADS,
    OUTCOME_WON,
    PRODUCTS,
    SOCIAL_MEDIA,
    TRADE_SHOW,
    WEBSITE,
)
from salesnb.demo.company import Company
from salesnb.demo.identities import Identities
from salesnb.demo.words import LANGUAGES

_BUDGET_LEVEL = np.array([0.62, 1.0, 1.45])  # of the usual price: short, matches, above
_MONTHS_AHEAD = ((95, 220), (32, 88), (7, 29))  # days to the expected close by urgency


def lead_table(
    rng: Generator,
    company: Company,
    identities: Identities,
    others: tuple[np.ndarray, np.ndarray],
    reps: np.ndarray,
    lang: str,
) -> pd.DataFrame:
    """All leads in order of their creation.

    `others` are names and addresses of further people, who sometimes ask in an old customer's name.
    """
    leads, calendar, words = company.leads, company.calendar, LANGUAGES[lang]
    size, firms = len(leads), company.companies
    rows = leads["company"].to_numpy()
    owner = reps[leads["owner"]]
    is_assigned = (leads["assigned"] < calendar.n_days).to_numpy()
    by_marketing = np.isin(leads["source"], (WEBSITE, ONLINE_ADS, SOCIAL_MEDIA, TRADE_SHOW))
    contacts, infos = _contacts(rng, company, identities, others)
    outcome, stage = leads["outcome"].to_numpy(), leads["stage"].to_numpy()
    is_won = outcome == OUTCOME_WON
    is_customer = leads["has_intent"] | (leads["deal"] >= 0)
    reason = np.where(stage == LOST, leads["reason"], -1)
    factor = np.where(is_won & (rng.random(size) < 0.8), rng.integers(0, 6, size), -1)
    frame = pd.DataFrame(
        {
            "lead_id": identities.leads,
            "source": words.take("sources", leads["source"].to_numpy()),
            "contact_name": contacts,
            "contact_info": infos,
            "company_name": np.where(rng.random(size) < 0.01, EMPTY, identities.full_names[rows]),
            "need": _needs(rng, leads["product"].to_numpy(), lang),
            "budget": _budgets(rng, leads, lang),
            "expected_close": _expected_close(rng, company, lang),
            "region": words.take("regions", firms.region[rows]),
            "industry": words.take("industries", firms.industry[rows]),
            "customer_id": np.where(is_customer, identities.customers[rows], EMPTY),
            "product_line": words.take("lines", leads["product"].to_numpy() // 2),
            "competitor": words.take("competitors", _rivals(rng, company)),
            "stage": words.take("stages", stage),
            "recorder": np.where(by_marketing, words.marketing, owner),
            "created_at": calendar.dates(leads["created"].to_numpy()),
            "owner": np.where(is_assigned, owner, EMPTY),
            "assigned_at": calendar.dates(
                np.where(is_assigned, leads["assigned"].to_numpy(), np.nan)
            ),
            "outcome": words.take("outcomes", outcome),
            "outcome_date": calendar.dates(np.floor(leads["outcome_at"].to_numpy())),
            "deal_amount": _deal_amounts(company),
            "reason": words.take("reasons", reason),
            "decisive_factor": words.take("factors", factor),
        }
    )
    for name in ("need_fit", "budget_fit", "authority", "urgency"):
        frame[name] = words.take(name, leads[name].to_numpy())
    return frame


def _contacts(
    rng: Generator,
    company: Company,
    identities: Identities,
    others: tuple[np.ndarray, np.ndarray],
) -> tuple[np.ndarray, np.ndarray]:
    """The company's contact, or for some inquiries of old customers another person there."""
    rows = company.leads["company"].to_numpy()
    names, infos = others
    is_other = company.leads["is_known"].to_numpy() & (rng.random(len(rows)) < 0.4)
    return (
        np.where(is_other, names, identities.contacts[rows]),
        np.where(is_other, infos, identities.contact_infos[rows]),
    )


def _needs(rng: Generator, product: np.ndarray, lang: str) -> list[str]:
    words = LANGUAGES[lang]
    pick = rng.integers(0, len(words.needs), len(product))
    numbers = np.round(rng.lognormal(2.9, 0.7, len(product))).astype(int) + 3
    return [
        words.needs[n].format(p=words.products[p], n=count)
        for n, p, count in zip(pick.tolist(), product.tolist(), numbers.tolist(), strict=True)
    ]


def _budgets(rng: Generator, leads: pd.DataFrame, lang: str) -> list[str | None]:
    """Ranges such as 5-8万 or 50,000-80,000; one in ten is not decided yet."""
    usual = np.array([product.list_price * product.quantity for product in PRODUCTS])
    middle = usual[leads["product"]] * _BUDGET_LEVEL[leads["budget_fit"]]
    middle *= np.exp(rng.normal(0.1, 0.35, len(leads)))
    low, high = middle * 0.78, middle * 1.25
    unknown = rng.random(len(leads)) < 0.1
    return [
        None if is_unknown and lang == "en" else "待定" if is_unknown else _range(a, b, lang)
        for is_unknown, a, b in zip(unknown, low.tolist(), high.tolist(), strict=True)
    ]


def _range(low: float, high: float, lang: str) -> str:
    if lang == "zh" and low >= 10_000:
        a, b = round(low / 10_000), round(high / 10_000)
        return f"{a}-{max(b, a + 1)}万"
    step = 1_000 if low < 10_000 else 5_000
    a, b = max(round(low / step), 1) * step, round(high / step) * step
    b = max(b, a + step)
    return f"{a}-{b}" if lang == "zh" else f"{a:,}-{b:,}"


def _expected_close(rng: Generator, company: Company, lang: str) -> pd.Series:
    """A day for most, a month such as 2024年8月 for some, nothing for a few."""
    leads = company.leads
    low, high = np.array(_MONTHS_AHEAD, dtype=float)[leads["urgency"]].T
    day = np.floor(leads["created"].to_numpy() + rng.uniform(low, high))
    stamps = pd.Series(company.calendar.dates(day)).astype("datetime64[s]")
    values = stamps.astype(object)
    form = rng.random(len(leads))
    as_month = form < 0.2
    pattern = "{}年{}月" if lang == "zh" else "{}-{:02d}"
    values[as_month] = [pattern.format(at.year, at.month) for at in stamps[as_month]]
    values[form > 0.95] = None
    return values


def _rivals(rng: Generator, company: Company) -> np.ndarray:
    """The competitor of the lead's opportunity; few are known earlier."""
    leads, deals = company.leads, company.deals
    rival = np.where(rng.random(len(leads)) < 0.06, rng.integers(0, 3, len(leads)), -1)
    deal = leads["deal"].to_numpy()
    return np.where(deal >= 0, deals["rival"].to_numpy()[deal], rival)


def _deal_amounts(company: Company) -> np.ndarray:
    won = company.orders[company.orders["deal"] >= 0].groupby("deal")["sold"].sum()
    amounts = won.reindex(company.deals.index).to_numpy()
    deal = company.leads["deal"].to_numpy()
    is_won = company.leads["outcome"].to_numpy() == OUTCOME_WON
    return np.where(is_won & (deal >= 0), amounts[deal], np.nan)
