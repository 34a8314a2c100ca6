"""Leads and opportunities: when each reached which stage, and why it went no further.

Every moment is drawn for all rows, whether or not it lies in the data; what lies after the end of
the data (or after the owner left) has not happened and is seen as still open.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.random import Generator

from salesnb.demo.calendars import BusinessCalendar
from salesnb.demo.codes import ONLINE_ADS, PRODUCTS, SOCIAL_MEDIA, TRADE_SHOW, WEBSITE
from salesnb.demo.market import (
    Channels,
    Companies,
    Counts,
    draw_industries,
    draw_owners,
    draw_regions,
    draw_sources,
)
from salesnb.demo.people import People

POINTS = {
    "need_fit": (0, 20, 40),
    "budget_fit": (5, 15, 25),
    "authority": (0, 10, 20),
    "urgency": (5, 10, 15),
}
_CUTS = {
    "need_fit": (-0.75, 0.35, 0.65),  # worst below, best above, weight of the lead's true quality
    "budget_fit": (-0.6, 0.7, 0.5),
    "authority": (-0.4, 0.55, 0.45),
    "urgency": (-0.35, 0.75, 0.45),
}
_WORTH = {"need_fit": 0.75, "budget_fit": 0.3, "authority": 0.5, "urgency": 0.55}  # log odds
_INTENT_SHARE, _OPPORTUNITY_SHARE, _WIN_SHARE = 0.335, 0.68, 0.44
_REASONS_LEAD = (0.26, 0.10, 0.26, 0.10, 0.05, 0.23, 0.0)
_REASONS_DEAL = (0.31, 0.29, 0.09, 0.13, 0.09, 0.02, 0.07)
_UNREACHABLE = 5  # the reason of leads that nobody ever talked to
_CARRIED_OVER = 75  # opportunities older than the data, in days


def make_leads(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    channels: Channels,
    companies: Companies,
    counts: Counts,
) -> pd.DataFrame:
    """All leads with the moments of their life; companies that are new get appended.

    Moments: created, assigned, first (contact), intent, opportunity, ended; infinite = never.
    """
    size = counts.leads
    source = draw_sources(rng, size)
    created = _lead_creation(rng, calendar, source)
    known = np.flatnonzero(~companies.is_churned)
    is_known = rng.random(size) < 0.35
    region = draw_regions(rng, size)
    owner = people.active_owner(rng, draw_owners(rng, people, region), created)
    company = rng.choice(known, size)
    owner = np.where(is_known, companies.owner[company], owner)
    is_known &= created < people.leaves[owner] - 5
    owner = people.active_owner(rng, owner, created)
    new = np.flatnonzero(~is_known)
    company[new] = companies.append(
        people.region[owner[new]], draw_industries(rng, len(new)), source[new], owner[new]
    )
    leads = pd.DataFrame({"company": company, "source": source, "owner": owner})
    leads["is_known"] = is_known
    leads["created"] = created
    leads["product"] = draw_products(rng, size)
    _add_scores(rng, leads, channels)
    _add_first_contact(rng, calendar, people, leads)
    _add_progress(rng, calendar, people, channels, companies, leads)
    return leads.sort_values("created", ignore_index=True)


def make_opportunities(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    channels: Channels,
    companies: Companies,
    counts: Counts,
    leads: pd.DataFrame,
) -> pd.DataFrame:
    """Opportunities out of leads, and those that old customers bring without a lead.

    Moments: created (entry to 商机), quoted, closed; `is_won` says how it ends if it has.
    """
    happened = leads["opportunity"] <= people.leaves[leads["owner"]]
    from_leads = leads[happened].reset_index(names="lead")
    from_leads = from_leads[["company", "lead", "owner", "product", "source", "score"]].assign(
        created=leads.loc[happened, "opportunity"].to_numpy()
    )
    missing = max(counts.opportunities - len(from_leads), 0)
    direct = _direct_opportunities(rng, calendar, people, companies, round(missing * 1.15))
    deals = pd.concat([from_leads, direct], ignore_index=True)
    add_deal_size(rng, deals)
    _add_deal_fate(rng, people, channels, deals)
    _add_deal_moments(rng, calendar, people, deals)
    carried = (deals["created"] >= 0) | (deals["closed"] >= 0)
    kept = deals[carried][: max(counts.opportunities, len(from_leads))]
    return kept.sort_values("created", ignore_index=True)


def draw_products(rng: Generator, size: int) -> np.ndarray:
    """Products by how often they are asked for."""
    shares = np.array([product.share for product in PRODUCTS])
    return rng.choice(len(PRODUCTS), size, p=shares / shares.sum())


def add_deal_size(rng: Generator, deals: pd.DataFrame, factor: float = 1.0) -> None:
    """Add quantity, unit price (between floor and list price, lower for many) and amount."""
    product = deals["product"].to_numpy()
    usual, spread, price, floor = (
        np.array([getattr(item, name) for item in PRODUCTS])[product]
        for name in ("quantity", "spread", "list_price", "floor_price")
    )
    z = rng.normal(0, 1, len(deals))
    bulk = np.where(rng.random(len(deals)) < 0.012, 4.0, 1.0)
    quantity = np.maximum(1, np.round(factor * usual * bulk * np.exp(spread * z)))
    discount = np.clip(rng.beta(1.6, 2.2, len(deals)) + 0.12 * z, 0, 1)
    deals["quantity"] = quantity.astype(int)
    deals["unit_price"] = np.round(price - (price - floor) * discount)
    deals["sold"] = deals["quantity"] * deals["unit_price"]
    guess = quantity * price * np.exp(rng.normal(-0.04, 0.16, len(deals)))
    deals["amount"] = np.maximum(np.round(guess, -2), 500)


def calibrated(logit: np.ndarray, share: float) -> np.ndarray:
    """Probabilities from log odds, shifted so that their mean is `share`."""
    low, high = -15.0, 15.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _mean(logit + middle) < share else (low, middle)
    return 1 / (1 + np.exp(-(logit + low)))


def _mean(logit: np.ndarray) -> float:
    return float(np.mean(1 / (1 + np.exp(-logit))))


def _lead_creation(rng: Generator, calendar: BusinessCalendar, source: np.ndarray) -> np.ndarray:
    """Moments at which leads are typed in: fairs in bunches, online ones in the evening too."""
    size, last = len(source), calendar.n_days - 1
    day = calendar.draw_day(rng, "leads", np.zeros(size), np.full(size, last))
    years = range(calendar.start.year, calendar.until.year + 1)
    fairs = np.array(
        [
            calendar.index(date(year, month, on))
            for year in years
            for month, on in ((3, 18), (5, 14), (9, 17), (11, 9))
        ]
    )
    fair_day = rng.choice(fairs, size) + np.floor(rng.exponential(4.5, size)).astype(int)
    at_fair = (source == TRADE_SHOW) & (fair_day >= 0) & (fair_day <= last)
    at_fair &= rng.random(size) < 0.75
    day = np.where(at_fair, fair_day, day)
    is_online = np.isin(source, (WEBSITE, ONLINE_ADS, SOCIAL_MEDIA))
    evening = np.clip(rng.normal(14.5, 3.8, size), 7, 23.5) / 24
    return day + np.where(is_online, evening, calendar.clock(rng, size))


def _add_scores(rng: Generator, leads: pd.DataFrame, channels: Channels) -> None:
    """The four inputs of the scorecard (0 worst, 2 best), out of a quality that nobody sees."""
    size = len(leads)
    quality = rng.normal(0, 1, size) + 0.35 * channels.intent[leads["source"]]
    for name, (low, high, weight) in _CUTS.items():
        seen = weight * quality + np.sqrt(1 - weight**2) * rng.normal(0, 1, size)
        leads[name] = (seen > low).astype(int) + (seen > high).astype(int)
    leads["score"] = sum(np.array(POINTS[name])[leads[name]] for name in POINTS)
    leads["worth"] = sum(_WORTH[name] * leads[name] for name in _WORTH) + 0.45 * quality


def _add_first_contact(
    rng: Generator, calendar: BusinessCalendar, people: People, leads: pd.DataFrame
) -> None:
    """Assignment and first contact: better leads are called sooner, a few never."""
    size, owner = len(leads), leads["owner"].to_numpy()
    delay = np.where(rng.random(size) < 0.55, 0.1, 1.0) * rng.exponential(3.0, size) / 24
    leads["assigned"] = calendar.at_work(rng, leads["created"].to_numpy() + delay)
    haste = np.exp(-0.014 * (leads["score"].to_numpy() - 55))
    hours = people.response_hours[owner] * haste * np.exp(rng.normal(0, 0.75, size))
    first = calendar.at_work(rng, leads["assigned"].to_numpy() + hours / 24)
    first += rng.uniform(3, 25, size) / 1440
    never = rng.random(size) < np.where(leads["score"] < 40, 0.07, 0.015)
    leads["hours"] = hours
    leads["first"] = np.where(never, np.inf, first)


def _add_progress(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    channels: Channels,
    companies: Companies,
    leads: pd.DataFrame,
) -> None:
    """Entry to 意向 and 商机, or the end before it: lost, nurtured, or simply left lying."""
    size = len(leads)
    source, skill = leads["source"].to_numpy(), people.skill[leads["owner"]]
    industry = np.linspace(-0.25, 0.25, 9)[companies.industry[leads["company"]]]
    worth = leads["worth"].to_numpy()
    slow = np.log1p(leads["hours"].to_numpy() / 8)
    logit = 0.85 * worth + channels.intent[source] + 0.25 * skill + industry
    logit += 0.6 * leads["is_known"].to_numpy() - 0.22 * slow
    reached = rng.random(size) < calibrated(logit, _INTENT_SHARE)
    goes_on = rng.random(size) < calibrated(0.6 * worth + 0.3 * skill, _OPPORTUNITY_SHARE)
    skips = rng.random(size) < 0.10
    first = leads["first"].to_numpy()
    pace = np.exp(-0.006 * (leads["score"].to_numpy() - 60))
    intent = calendar.at_work(rng, first + 0.1 + rng.gamma(1.5, 3.6, size) * pace)
    deal = calendar.at_work(rng, intent + 0.2 + rng.gamma(1.7, 5.4, size) * pace)
    given_up = np.where(reached, intent, first) + 1 + rng.gamma(2.0, 10.0, size)
    goes_on &= reached & np.isfinite(deal)
    leads["intent"] = np.where(reached & ~(goes_on & skips), intent, np.inf)
    leads["opportunity"] = np.where(goes_on, deal, np.inf)
    written_off = leads["created"].to_numpy() + 12 + rng.gamma(2.0, 9.0, size)
    unheard = ~np.isfinite(first)
    ended = calendar.at_work(rng, np.where(unheard, written_off, given_up))
    fate = rng.random(size)
    is_stuck = fate < np.where(reached, 0.04, 0.02)
    leads["ended"] = np.where(goes_on | is_stuck, np.inf, ended)
    leads["is_nurtured"] = (fate > 0.72) & (leads["score"].to_numpy() < 75) & ~unheard
    reason = rng.choice(len(_REASONS_LEAD), size, p=_REASONS_LEAD)
    leads["reason"] = np.where(unheard, _UNREACHABLE, reason)


def _direct_opportunities(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    companies: Companies,
    size: int,
) -> pd.DataFrame:
    """Opportunities of old customers: an extension, a further site, a renewal."""
    buyers = np.flatnonzero(~companies.is_churned[: companies.n_base])
    load = 0.06 + companies.propensity[buyers]
    tries = size * 2 + 50
    company = rng.choice(buyers, tries, p=load / load.sum())
    low, high = np.full(tries, -_CARRIED_OVER), np.full(tries, calendar.n_days - 1)
    created = calendar.draw_day(rng, "leads", low, high) + calendar.clock(rng, tries)
    created = calendar.at_work(rng, created)
    owner = companies.owner[company]
    possible = (created < people.leaves[owner]) & (created > companies.since[company] + 1)
    kept = np.flatnonzero(possible)[:size]
    return pd.DataFrame(
        {
            "company": company[kept],
            "lead": -1,
            "owner": owner[kept],
            "product": draw_products(rng, len(kept)),
            "source": companies.source[company[kept]],
            "score": 62,
            "created": created[kept],
        }
    )


def _add_deal_fate(rng: Generator, people: People, channels: Channels, deals: pd.DataFrame) -> None:
    """Whether each opportunity ends won, whether it is quoted, and why it is lost."""
    size, owner = len(deals), deals["owner"].to_numpy()
    days = people.quote_days[owner] * np.exp(rng.normal(0, 0.65, size))
    is_direct = deals["lead"].to_numpy() < 0
    logit = 0.45 * people.skill[owner] + 0.022 * (deals["score"].to_numpy() - 62)
    logit += np.where(is_direct, 0.25, channels.winning[deals["source"]])
    logit += -0.3 * np.log(deals["amount"].to_numpy() / 35_000) - 0.05 * np.minimum(days, 14)
    has_rival = rng.random(size) < 0.34
    logit -= 0.6 * has_rival
    deals["is_won"] = rng.random(size) < calibrated(logit, _WIN_SHARE)
    unquoted = np.where(deals["is_won"], 0.08, 0.30)
    deals["quote_days"] = np.where(rng.random(size) < unquoted, np.inf, days)
    deals["is_stuck"] = ~deals["is_won"] & (rng.random(size) < 0.05)
    deals["reason"] = rng.choice(len(_REASONS_DEAL), size, p=_REASONS_DEAL)
    lost_to_rival = ~deals["is_won"] & (deals["reason"] == 1)
    rival = rng.choice(3, size, p=(0.5, 0.3, 0.2))
    deals["rival"] = np.where(has_rival | lost_to_rival, rival, -1)


def _add_deal_moments(
    rng: Generator, calendar: BusinessCalendar, people: People, deals: pd.DataFrame
) -> None:
    """When it is quoted and closed; signatures crowd at the end of the month."""
    size = len(deals)
    created, is_won = deals["created"].to_numpy(), deals["is_won"].to_numpy()
    quoted = calendar.at_work(rng, created + deals["quote_days"].to_numpy())
    weight = np.clip(0.8 + 0.22 * np.log(deals["amount"].to_numpy() / 35_000), 0.5, 1.8)
    base = np.where(np.isfinite(quoted), quoted, created)
    closed = (
        base
        + 1
        + rng.gamma(1.9, 10.5, size)
        * weight
        * np.exp(-0.08 * np.clip(people.skill[deals["owner"]], -2, 2))
    )
    signed = calendar.draw_day(rng, "orders", np.maximum(closed - 4, base + 1), closed + 9)
    dropped = calendar.draw_day(rng, "calls", closed, closed + 6)
    day = np.maximum(np.where(is_won, signed, dropped), np.floor(base) + 1)
    ended = day + calendar.clock(rng, size)
    deals["quoted"] = quoted
    deals["closed"] = np.where(deals["is_stuck"], np.inf, ended)
    deals["expected"] = created + np.clip(rng.normal(38, 14, size), 7, 120)
