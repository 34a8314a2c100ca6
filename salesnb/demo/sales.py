"""Orders of won opportunities and of customers who just order again, refunds, and payments."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from salesnb.demo.calendars import YEARLY_GROWTH, BusinessCalendar
from salesnb.demo.market import Companies
from salesnb.demo.people import People
from salesnb.demo.pipeline import add_deal_size, draw_products

_REPEAT_FACTOR = 0.55  # repeat orders are smaller than first ones
_SHARE_WITHOUT_FILL = 0.70  # of sales: won opportunities and regular customers
_COLUMNS = ["company", "owner", "product", "quantity", "unit_price", "sold", "day", "deal"]


def make_orders(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    companies: Companies,
    deals: pd.DataFrame,
) -> pd.DataFrame:
    """All orders, refunds as negative ones; `deal` is the opportunity or -1, `day` a whole day."""
    won = _orders_of_deals(rng, calendar, people, deals)
    regular = _regular_orders(rng, calendar, companies)
    certain = pd.concat([won, regular], ignore_index=True)
    again = _repeat_orders(rng, calendar, people, companies, won, certain)
    orders = pd.concat([certain, again], ignore_index=True)
    orders["is_refund"] = False
    orders = pd.concat([orders, _refunds(rng, calendar, companies, orders)], ignore_index=True)
    orders = orders.sort_values("day", ignore_index=True, kind="stable")
    term = np.where(rng.random(len(companies.region)) < 0.82, 30, 60)
    orders["due"] = orders["day"] + term[orders["company"]]
    return orders


def make_payments(
    rng: Generator, calendar: BusinessCalendar, companies: Companies, orders: pd.DataFrame
) -> pd.DataFrame:
    """Payments that came in by the end of the data: order number, day, amount in yuan."""
    size = len(orders)
    day, due = orders["day"].to_numpy(), orders["due"].to_numpy()
    is_late = companies.is_late[orders["company"]]
    paid = due + rng.normal(-4.5, 5.0, size)
    paid += np.where(rng.random(size) < 0.15, rng.exponential(15, size), 0)
    paid = np.where(is_late, due + 14 + rng.gamma(2.0, 17.0, size), paid)
    paid = np.where(rng.random(size) < 0.011, np.inf, paid)
    refund = orders["is_refund"].to_numpy()
    paid = np.where(refund, day + rng.uniform(2, 12, size), np.maximum(paid, day + 1))
    in_parts = ~refund & (orders["sold"].to_numpy() > 8_000) & (rng.random(size) < 0.13)
    share = np.where(in_parts, rng.choice([0.3, 0.4, 0.5], size), 0.0)
    advance_day = np.minimum(day + rng.uniform(1, 9, size), paid)
    sold = orders["sold"].to_numpy()
    advance = np.round(sold * share, 2)
    parts = pd.DataFrame(
        {
            "order": np.tile(np.arange(size), 2),
            "paid_on": np.concatenate([advance_day, paid]),
            "paid": np.concatenate([advance, np.round(sold - advance, 2)]),
        }
    )
    parts = parts[(parts["paid"] != 0) & np.isfinite(parts["paid_on"])]
    parts = parts.assign(paid_on=calendar.next_workday(parts["paid_on"].to_numpy()))
    received: pd.DataFrame = parts[parts["paid_on"] < calendar.n_days]
    return received.sort_values(["paid_on", "order"], ignore_index=True)


def _orders_of_deals(
    rng: Generator, calendar: BusinessCalendar, people: People, deals: pd.DataFrame
) -> pd.DataFrame:
    """One order on the day of signing; some contracts come as two or three orders."""
    happened = deals["is_won"] & (deals["closed"] <= people.leaves[deals["owner"]])
    first = deals[happened & (deals["closed"] >= 0)].reset_index(names="deal")
    first["day"] = np.floor(first["closed"]).astype(int)
    chance = rng.random(len(first))
    more = pd.concat([first[chance < 0.13], first[chance < 0.03]], ignore_index=True)
    more = more.assign(product=draw_products(rng, len(more)))
    add_deal_size(rng, more, 0.4)
    low = more["day"].to_numpy()
    last = np.minimum(calendar.n_days - 1, np.floor(people.leaves[more["owner"]]))
    more["day"] = calendar.draw_day(rng, "orders", low, np.minimum(low + 20, last))
    return pd.concat([first, more], ignore_index=True)[_COLUMNS]


def _regular_orders(
    rng: Generator, calendar: BusinessCalendar, companies: Companies
) -> pd.DataFrame:
    """Customers that order the same product every four to eight weeks; the churned ones stop."""
    regular = np.flatnonzero(companies.is_regular)
    interval = rng.uniform(30, 58, len(regular))
    rounds = int(calendar.n_days / 26) + 2
    steps = interval[:, None] * np.exp(rng.normal(0, 0.14, (len(regular), rounds)))
    wanted = np.cumsum(steps, axis=1) - rng.uniform(0.2, 1, len(regular))[:, None] * steps[:, :1]
    company = np.repeat(regular, rounds)
    ends = np.minimum(companies.churned_on[company], calendar.n_days - 1)
    wanted = wanted.ravel()
    kept = wanted <= ends
    company, wanted, ends = company[kept], wanted[kept], ends[kept]
    low = np.maximum(wanted - 3, 0)
    favourite = draw_products(rng, len(companies.region))
    orders = pd.DataFrame(
        {
            "company": company,
            "owner": companies.owner[company],
            "deal": -1,
            "product": favourite[company],
            "day": calendar.draw_day(rng, "orders", low, np.minimum(wanted + 4, ends)),
        }
    )
    add_deal_size(rng, orders, 0.4)
    return orders[_COLUMNS]


def _repeat_orders(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    companies: Companies,
    won: pd.DataFrame,
    certain: pd.DataFrame,
) -> pd.DataFrame:
    """Orders without an opportunity, as many per month as bring sales to the company's trend."""
    n_months = int(calendar.months(np.array([calendar.n_days - 1.0]))[0]) + 1
    months = calendar.months(certain["day"].to_numpy(float))
    sales = np.bincount(months, certain["sold"], n_months)
    weight = month_weights(calendar, n_months)
    level = sales.sum() / _SHARE_WITHOUT_FILL / weight.sum()
    wish = level * weight * np.exp(rng.normal(0, 0.035, n_months)) - sales
    sample = pd.DataFrame({"product": draw_products(rng, 4000)})
    add_deal_size(rng, sample, _REPEAT_FACTOR)
    counts = np.maximum(0, np.round(wish / sample["sold"].mean())).astype(int)
    firsts = calendar.index_of_months(n_months)
    low = np.repeat(firsts[:-1], counts)
    high = np.repeat(np.minimum(firsts[1:], calendar.n_days) - 1, counts)
    day = calendar.draw_day(rng, "orders", low, high)
    company = _who_orders_again(rng, people, companies, won, day)
    found = company >= 0
    orders = pd.DataFrame({"company": company[found], "day": day[found], "deal": -1})
    orders["owner"] = companies.owner[orders["company"]]
    orders["product"] = draw_products(rng, len(orders))
    add_deal_size(rng, orders, _REPEAT_FACTOR)
    return orders[_COLUMNS]


def _who_orders_again(
    rng: Generator,
    people: People,
    companies: Companies,
    won: pd.DataFrame,
    day: np.ndarray,
) -> np.ndarray:
    """A customer for each day that may order on it (bought before, rep still there), or -1."""
    eligible_from = np.full(len(companies.region), np.inf)
    old = np.flatnonzero(companies.propensity > 0)
    eligible_from[old] = -1.0
    since = won.groupby("company")["day"].min()
    new = since.index.to_numpy()
    eligible_from[new] = np.minimum(eligible_from[new], since.to_numpy() + 20)
    eligible_from[companies.is_regular] = np.inf
    load = companies.propensity + np.isfinite(eligible_from) * rng.lognormal(
        -0.9, 0.8, len(eligible_from)
    )
    load *= np.isfinite(eligible_from) * np.exp(0.25 * people.skill[companies.owner])
    company = np.full(len(day), -1)
    for _ in range(12):
        open_rows = np.flatnonzero(company < 0)
        pick = rng.choice(len(load), len(open_rows), p=load / load.sum())
        may = eligible_from[pick] <= day[open_rows]
        may &= day[open_rows] < people.leaves[companies.owner[pick]]
        company[open_rows] = np.where(may, pick, -1)
    return company


def _refunds(
    rng: Generator, calendar: BusinessCalendar, companies: Companies, orders: pd.DataFrame
) -> pd.DataFrame:
    """A few goods come back: a negative order of the same product some weeks later."""
    possible = (orders["quantity"] > 1) & ~companies.is_regular[orders["company"]]
    back = orders[possible & (rng.random(len(orders)) < 0.011)].copy()
    back["day"] = calendar.next_workday(back["day"].to_numpy() + rng.uniform(8, 45, len(back)))
    back["quantity"] = -np.maximum(
        1, np.round(back["quantity"] * rng.uniform(0.08, 0.5, len(back)))
    ).astype(int)
    back["sold"] = back["quantity"] * back["unit_price"]
    back["is_refund"], back["deal"] = True, -1
    return back[back["day"] < calendar.n_days]


def month_weights(calendar: BusinessCalendar, n_months: int) -> np.ndarray:
    """Weight of orders in each month of the data; of the last month, only its days so far."""
    days = np.arange(calendar.n_days)
    weight = calendar.weight_of("orders", days)
    return np.bincount(calendar.months(days.astype(float)), weight, n_months)


def plan_weights(calendar: BusinessCalendar, n_months: int) -> np.ndarray:
    """Weight of each whole month in a plan: its season, and growth as a step each January."""
    firsts = calendar.index_of_months(n_months)
    days = np.arange(firsts[-1])
    weight = calendar.weight_of("orders", days) / YEARLY_GROWTH ** (days / 365.25)
    months = np.bincount(calendar.months(days.astype(float)), weight, n_months)
    first = calendar.start.month - 1
    return months * YEARLY_GROWTH ** ((first + np.arange(n_months)) // 12)
