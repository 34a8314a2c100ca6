"""The company's codes and moments turned into tables of words, numbers and dates."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from salesnb.demo.codes import (
    EMPTY,
    LOST,
    LOST_CUSTOMER,
    N_REASONS,
    OPPORTUNITY,
    PRODUCTS,
    QUOTE,
    WON,
)
from salesnb.demo.company import Company
from salesnb.demo.follow_ups import follow_up_texts
from salesnb.demo.identities import Identities, draw_contacts
from salesnb.demo.lead_table import lead_table
from salesnb.demo.people import staff_table
from salesnb.demo.plans import plan_table
from salesnb.demo.targets import make_targets
from salesnb.demo.words import LANGUAGES

_LEVELS_FROM = (50_000, 200_000, 500_000)  # bought within a year
_REACHED = np.array([0.62, 0.41, 0.94, 0.83, 0.55])  # by method


def make_tables(
    names: Generator, rng: Generator, company: Company, identities: Identities, lang: str
) -> tuple[dict[str, pd.DataFrame], np.ndarray]:
    """Every table of the layout by name, and the names of the reps.

    `names` draws people, `rng` everything else, so that the latter is the same in each language.
    """
    staff, reps = staff_table(names, company.people, company.calendar, lang)
    contacts = draw_contacts(names, len(company.leads), lang)
    calendar, people = company.calendar, company.people
    return {
        "staff": staff,
        "targets": make_targets(calendar, people, company.orders, reps, lang),
        "customers": _customers(rng, company, identities, reps, lang),
        "leads": lead_table(rng, company, identities, contacts, reps, lang),
        "opportunities": _opportunities(rng, company, identities, reps, lang),
        "stage_history": _stage_history(company, identities, lang),
        "follow_ups": _follow_ups(rng, company, identities, reps, lang),
        "plans": plan_table(rng, company, identities, reps, lang),
        "orders": _orders(rng, company, identities, reps, lang),
        "payments": _payments(company, identities),
        "products": _products(lang),
    }, reps


def _customers(
    rng: Generator, company: Company, identities: Identities, reps: np.ndarray, lang: str
) -> pd.DataFrame:
    firms, calendar, words = company.companies, company.calendar, LANGUAGES[lang]
    order = np.argsort(firms.since, kind="stable")
    rows = order[np.isfinite(firms.since[order])]
    size = len(rows)
    since, status = firms.since[rows], company.status[rows]
    first, last = (moments[rows] for moments in _contact_moments(rng, company))
    last_order = np.full(len(firms.since), -np.inf)
    np.maximum.at(last_order, company.orders["company"], company.orders["day"])
    updated = np.maximum(np.maximum(last, last_order[rows]), since)
    lost = np.where(status == LOST_CUSTOMER, rng.integers(0, N_REASONS, size), -1)
    lost = np.where(rng.random(size) < 0.03, -1, lost)
    names = _some_empty(rng, identities.contacts[rows], 0.008)
    owner = reps[firms.owner[rows]]
    return pd.DataFrame(
        {
            "customer_id": identities.customers[rows],
            "customer_name": identities.full_names[rows],
            "industry": _some_empty(rng, words.take("industries", firms.industry[rows]), 0.012),
            "region": words.take("regions", firms.region[rows]),
            "contact_name": names,
            "contact_title": words.take("titles", rng.integers(-1, len(words.titles), size)),
            "contact_info": _some_empty(rng, identities.contact_infos[rows], 0.015),
            "source": words.take("sources", firms.source[rows]),
            "first_contact_date": calendar.dates(first),
            "status": words.take("statuses", status),
            "level": words.take("levels", _levels(company)[rows]),
            "demand_type": words.take(
                "demand_types", rng.integers(-1, len(words.demand_types), size)
            ),
            "owner": owner,
            "created_by": owner,
            "created_date": calendar.dates(np.floor(since)),
            "updated_date": calendar.dates(np.floor(updated)),
            "lost_reason": words.take("reasons", lost),
            "last_contact_at": calendar.dates(last),
            "strategic": words.take("flags", _is_strategic(company)[rows].astype(int)),
            "note": words.take(
                "notes", np.where(rng.random(size) < 0.12, rng.integers(0, 7, size), -1)
            ),
        }
    )


def _contact_moments(rng: Generator, company: Company) -> tuple[np.ndarray, np.ndarray]:
    """First day of contact and last moment of contact of every company."""
    firms, calls = company.companies, company.follow_ups
    size = len(firms.since)
    first_call, last_call = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(first_call, calls["company"], calls["at"])
    np.maximum.at(last_call, calls["company"], calls["at"])
    met_before = np.where(firms.since < 0, rng.uniform(1, 25, size), 0)
    first = np.floor(np.minimum(firms.since - met_before, first_call))
    quiet = np.minimum(first + rng.exponential(60, size), -1) + 0.6
    known = np.isfinite(last_call)
    return first, np.where(known, last_call, np.where(firms.since < 0, quiet, firms.since))


def _bought(company: Company) -> np.ndarray:
    """What every company bought in the last year."""
    orders = company.orders[company.orders["day"] >= company.calendar.n_days - 365]
    bought: np.ndarray = np.bincount(
        orders["company"], orders["sold"], len(company.companies.since)
    )
    return bought


def _is_strategic(company: Company) -> np.ndarray:
    """The few largest buyers of the last year, which somebody has marked by hand."""
    bought = _bought(company)
    is_among_them: np.ndarray = bought >= max(np.quantile(bought[bought > 0], 0.97), 1)
    return is_among_them


def _levels(company: Company) -> np.ndarray:
    """The level of every company that ever bought; of the others nobody has typed one."""
    ever = np.zeros(len(company.companies.since), dtype=bool)
    ever[company.orders["company"].to_numpy()] = True
    return np.where(ever, np.digitize(_bought(company), _LEVELS_FROM), -1)


def _opportunities(
    rng: Generator, company: Company, identities: Identities, reps: np.ndarray, lang: str
) -> pd.DataFrame:
    deals, calendar, words = company.deals, company.calendar, LANGUAGES[lang]
    size = len(deals)
    stage, is_won = deals["stage"].to_numpy(), (deals["stage"] == WON).to_numpy()
    lines = words.take("lines", deals["product"].to_numpy() // 2)
    pattern = "{}-{}项目" if lang == "zh" else "{} - {}"
    shorts = identities.short_names[deals["company"]]
    won = company.orders[company.orders["deal"] >= 0].groupby("deal")["sold"].sum()
    chance = np.select([stage == OPPORTUNITY, stage == QUOTE, stage == WON], [30, 60, 100], 0)
    jitter = np.where((chance > 0) & (chance < 100), rng.integers(-2, 3, size) * 5, 0)
    reason = np.where(stage == LOST, deals["reason"], -1)
    reason = np.where(rng.random(size) < 0.02, -1, reason)
    has_lead = deals["lead"].to_numpy() >= 0
    return pd.DataFrame(
        {
            "opportunity_id": identities.deals,
            "customer_id": identities.customers[deals["company"]],
            "lead_id": np.where(has_lead, identities.leads[deals["lead"]], EMPTY),
            "opportunity_name": [
                pattern.format(short, line) for short, line in zip(shorts, lines, strict=True)
            ],
            "stage": words.take("stages", stage),
            "amount": deals["amount"],
            "probability": chance + jitter,
            "expected_date": calendar.dates(np.floor(deals["expected"].to_numpy())),
            "created_at": calendar.dates(np.floor(deals["created"].to_numpy())),
            "owner": reps[deals["owner"]],
            "product_line": lines,
            "won_amount": won.reindex(deals.index).where(is_won).to_numpy(),
            "closed_at": calendar.dates(
                np.where(is_won, np.floor(deals["closed"].to_numpy()), np.nan)
            ),
            "lost_reason": words.take("reasons", reason),
            "competitor": words.take("competitors", deals["rival"].to_numpy()),
        }
    )


def _stage_history(company: Company, identities: Identities, lang: str) -> pd.DataFrame:
    rows, words = company.history, LANGUAGES[lang]
    number, subject = rows["number"].to_numpy(), rows["subject"].to_numpy()
    of_deal = subject == 1
    ids = np.empty(len(rows), dtype=object)
    ids[of_deal] = identities.deals[number[of_deal]]
    ids[~of_deal] = identities.leads[number[~of_deal]]
    return pd.DataFrame(
        {
            "subject_type": words.take("subjects", subject),
            "subject_id": ids,
            "stage": words.take("stages", rows["stage"].to_numpy()),
            "entered_at": company.calendar.dates(rows["at"].to_numpy()),
        }
    )


def _follow_ups(
    rng: Generator, company: Company, identities: Identities, reps: np.ndarray, lang: str
) -> pd.DataFrame:
    rows = company.follow_ups
    texts = follow_up_texts(rng, company.calendar, rows, lang)
    on_lead = rows["lead"].to_numpy() >= 0
    typing = np.random.default_rng(len(rows))  # of its own: the tables after it stay as they are
    return pd.DataFrame(
        {
            "follow_id": identities.follow_ups,
            "customer_id": np.where(on_lead, EMPTY, identities.customers[rows["company"]]),
            "lead_id": np.where(on_lead, identities.leads[rows["lead"]], EMPTY),
            "follow_at": company.calendar.dates(rows["at"].to_numpy()),
            "method": LANGUAGES[lang].take("methods", rows["method"].to_numpy()),
            "user": reps[rows["owner"]],
            "content": texts["content"],
            "feedback": texts["feedback"],
            "next_plan": texts["plan"],
            "effective": LANGUAGES[lang].take(
                "flags", _effective(typing, rows["method"].to_numpy())
            ),
            "recorded_at": company.calendar.dates(
                _recorded(typing, company, rows["at"].to_numpy())
            ),
        }
    )


def _effective(rng: Generator, method: np.ndarray) -> np.ndarray:
    """Whether somebody was reached: by mail seldom, at a visit nearly always."""
    reached: np.ndarray = (rng.random(len(method)) < _REACHED[method]).astype(int)
    return reached


def _recorded(rng: Generator, company: Company, at: np.ndarray) -> np.ndarray:
    """When a follow-up was typed in: within hours, a few only days later."""
    is_late = rng.random(len(at)) < 0.06
    delay = np.where(is_late, rng.uniform(1.1, 5, len(at)), rng.exponential(0.08, len(at)))
    typed: np.ndarray = np.minimum(at + delay, company.calendar.n_days - 1e-3)
    return typed


def _orders(
    rng: Generator, company: Company, identities: Identities, reps: np.ndarray, lang: str
) -> pd.DataFrame:
    rows, calendar, words = company.orders, company.calendar, LANGUAGES[lang]
    due = np.where(rng.random(len(rows)) < 0.04, np.nan, rows["due"])
    return pd.DataFrame(
        {
            "order_id": identities.orders,
            "customer_id": identities.customers[rows["company"]],
            "product": words.take("products", rows["product"].to_numpy()),
            "product_line": words.take("lines", rows["product"].to_numpy() // 2),
            "quantity": rows["quantity"],
            "unit_price": rows["unit_price"],
            "amount": rows["sold"],
            "order_date": calendar.dates(rows["day"].to_numpy(float)),
            "owner": reps[rows["owner"]],
            "region": words.take("regions", company.companies.region[rows["company"]]),
            "due_date": calendar.dates(due),
        }
    )


def _payments(company: Company, identities: Identities) -> pd.DataFrame:
    rows = company.payments
    return pd.DataFrame(
        {
            "payment_id": identities.payments,
            "order_id": identities.orders[rows["order"]],
            "paid_amount": rows["paid"],
            "paid_date": company.calendar.dates(rows["paid_on"].to_numpy(float)),
        }
    )


def _products(lang: str) -> pd.DataFrame:
    words = LANGUAGES[lang]
    return pd.DataFrame(
        {
            "product": words.products,
            "product_line": [words.lines[product.line] for product in PRODUCTS],
            "list_price": [product.list_price for product in PRODUCTS],
            "floor_price": [product.floor_price for product in PRODUCTS],
        }
    )


def _some_empty(rng: Generator, values: np.ndarray, share: float) -> np.ndarray:
    """The values, a few of them never typed in."""
    return np.where(rng.random(len(values)) < share, EMPTY, values)
