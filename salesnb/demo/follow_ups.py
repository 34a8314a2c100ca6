"""Calls, visits and messages: one row each, on leads while they are leads, else on customers."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from salesnb.demo.calendars import BusinessCalendar
from salesnb.demo.market import Companies, Counts
from salesnb.demo.people import People
from salesnb.demo.phrases import (
    CARE,
    CLOSING,
    DUNNING,
    EXTRAS,
    FIRST,
    METHOD_SHARES,
    METHOD_TOLD,
    NEEDS,
    NURTURE,
    PHRASES,
    QUOTING,
    UNREACHED,
)
from salesnb.demo.words import LANGUAGES

_NO_LEAD = -1


def make_follow_ups(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    companies: Companies,
    counts: Counts,
    leads: pd.DataFrame,
    deals: pd.DataFrame,
    orders: pd.DataFrame,
    payments: pd.DataFrame,
) -> pd.DataFrame:
    """All follow-ups: lead (or -1), company, owner, moment, phase, content, method, product."""
    frames = [
        _on_leads(rng, calendar, people, leads),
        _on_deals(rng, calendar, people, leads, deals),
        _on_overdue_orders(rng, calendar, people, orders, payments),
    ]
    busy = pd.concat(frames, ignore_index=True)
    if len(busy) > counts.follow_ups * 0.9:
        kept = rng.random(len(busy)) < counts.follow_ups * 0.9 / len(busy)
        busy = busy[kept | (busy["phase"] == FIRST)]
    missing = max(counts.follow_ups - len(busy), 0)
    care = _on_customers(rng, calendar, people, companies, orders, missing)
    rows = pd.concat([busy, care], ignore_index=True).sort_values("at", ignore_index=True)
    _add_sentence_and_method(rng, rows)
    return rows


def follow_up_texts(
    rng: Generator, calendar: BusinessCalendar, rows: pd.DataFrame, lang: str
) -> pd.DataFrame:
    """Content, feedback and next plan of each follow-up; some feedback and plans stay empty."""
    words, phase, size = LANGUAGES[lang], rows["phase"].to_numpy(), len(rows)
    ahead = np.floor(rows["at"]) + rng.integers(2, 12, size)
    dates = pd.DatetimeIndex(calendar.dates(calendar.next_workday(ahead).astype(float)))
    fields = {
        "p": np.array(words.products, dtype=object)[rows["product"]],
        "l": np.array(words.lines, dtype=object)[rows["product"] // 2],
        "n": (np.round(rng.lognormal(2.7, 0.6, size)).astype(int) + 2).tolist(),
        "d": dates.strftime("%Y-%m-%d").tolist()
        if lang == "en"
        else [f"{month}月{day}日" for month, day in zip(dates.month, dates.day, strict=True)],
    }
    extras = np.array([*EXTRAS[lang], ""], dtype=object)
    none = (rng.random(size) > 0.35) | (phase == UNREACHED)
    extra = extras[np.where(none, -1, rng.integers(0, len(extras) - 1, size))]
    content = _sentences(phase, rows["sentence"].to_numpy(), "content", lang) + extra
    first, second = (
        _sentences(phase, _pick(rng, phase, "feedback"), "feedback", lang) for _ in range(2)
    )
    both = (rng.random(size) < 0.22) & (first != second) & (phase != UNREACHED)
    feedback = first + np.where(both, ("，" if lang == "zh" else "; ") + second, "")
    feedback = np.where(rng.random(size) < 0.07, "", feedback)
    plan = _sentences(phase, _pick(rng, phase, "plan"), "plan", lang)
    plan = np.where(rng.random(size) < 0.15, "", plan)
    return pd.DataFrame(
        {"content": _filled(content, fields), "feedback": feedback, "plan": _filled(plan, fields)}
    )


def _add_sentence_and_method(rng: Generator, rows: pd.DataFrame) -> None:
    """Which content is written (the usual ones more often), and a method that goes with it."""
    phase = rows["phase"].to_numpy()
    sentence = _pick(rng, phase, "content")
    method = np.zeros(len(rows), dtype=int)
    for number, shares in enumerate(METHOD_SHARES):
        here = np.flatnonzero(phase == number)
        method[here] = rng.choice(len(shares), len(here), p=shares)
        for told, by in METHOD_TOLD[number].items():
            method[here[sentence[here] == told]] = by
    rows["sentence"], rows["method"] = sentence, method


def _pick(rng: Generator, phase: np.ndarray, column: str) -> np.ndarray:
    width = np.array([len(getattr(phrases, column)) for phrases in PHRASES["zh"]])
    place: np.ndarray = np.floor(rng.random(len(phase)) ** 1.25 * width[phase])
    return place.astype(int)


def _sentences(phase: np.ndarray, pick: np.ndarray, column: str, lang: str) -> np.ndarray:
    table = [getattr(phrases, column) for phrases in PHRASES[lang]]
    pairs = zip(phase.tolist(), pick.tolist(), strict=True)
    return np.array([table[number][place] for number, place in pairs], dtype=object)


def _filled(patterns: np.ndarray, fields: dict[str, Any]) -> list[str]:
    """Patterns with their {fields} filled in row by row."""
    rows = zip(patterns, *fields.values(), strict=True)
    return [
        text.format_map(dict(zip(fields, values, strict=True))) if "{" in text else text
        for text, *values in rows
    ]


def _on_leads(
    rng: Generator, calendar: BusinessCalendar, people: People, leads: pd.DataFrame
) -> pd.DataFrame:
    """First contact, and further ones until the lead reaches 意向 or 商机, or is given up."""
    censor = people.leaves[leads["owner"]]
    first = leads["first"].to_numpy()
    contacted = first <= censor
    goes = leads[["intent", "opportunity"]].min(axis=1).to_numpy()
    end = np.minimum(np.minimum(goes, leads["ended"].to_numpy()), censor)
    end = np.minimum(end, first + 45)
    effort = 0.42 * np.exp(0.08 * people.skill[leads["owner"]] + 0.006 * (leads["score"] - 55))
    number = np.where(contacted, rng.poisson(effort * np.sqrt(np.maximum(end - first, 0))), 0)
    again = _spread(rng, calendar, np.flatnonzero(contacted), first, end, number)
    source = np.concatenate([np.flatnonzero(contacted), again["row"].to_numpy()])
    at = np.concatenate([first[contacted], again["at"].to_numpy()])
    unreached = rng.random(len(at)) < 0.2
    phase = np.where(np.arange(len(at)) < contacted.sum(), FIRST, NURTURE)
    phase[np.flatnonzero(unreached & (phase == NURTURE))] = UNREACHED
    return pd.DataFrame(
        {
            "lead": source,
            "company": leads["company"].to_numpy()[source],
            "owner": leads["owner"].to_numpy()[source],
            "at": at,
            "phase": phase,
            "product": leads["product"].to_numpy()[source],
        }
    )


def _on_deals(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    leads: pd.DataFrame,
    deals: pd.DataFrame,
) -> pd.DataFrame:
    """Talks about needs after 意向, about the quote, and about the contract after it."""
    skill = np.exp(0.1 * people.skill)
    frames = []
    reached = leads[leads["intent"] <= people.leaves[leads["owner"]]].reset_index()
    end = reached[["opportunity", "ended"]].min(axis=1).to_numpy()
    frames.append(
        _talks(rng, calendar, people, reached, (reached["intent"], end), NEEDS, 0.55 * skill)
    )
    quoted = deals[["quoted", "closed"]].min(axis=1).to_numpy()
    frames.append(
        _talks(rng, calendar, people, deals, (deals["created"], quoted), NEEDS, 0.6 * skill)
    )
    offered = deals[np.isfinite(deals["quoted"])]
    halfway = offered["quoted"] + 6
    stop = np.minimum(halfway, offered["closed"])
    frames.append(
        _talks(rng, calendar, people, offered, (offered["quoted"], stop), QUOTING, 0.6 * skill)
    )
    end = offered["closed"].to_numpy()
    frames.append(_talks(rng, calendar, people, offered, (stop, end), CLOSING, 0.62 * skill))
    return pd.concat(frames, ignore_index=True)


def _talks(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    rows: pd.DataFrame,
    interval: tuple[pd.Series, np.ndarray],
    phase: int,
    effort: np.ndarray,
) -> pd.DataFrame:
    """Follow-ups of a customer within an interval, fewer per day the longer it lasts."""
    owner = rows["owner"].to_numpy()
    low = np.maximum(np.asarray(interval[0], dtype=float), 0)
    high = np.minimum(np.asarray(interval[1]), people.leaves[owner])
    high = np.minimum(high, low + 90)
    number = rng.poisson(effort[owner] * np.sqrt(np.maximum(high - low, 0)))
    spread = _spread(rng, calendar, np.arange(len(rows)), low, high, number)
    source = spread["row"].to_numpy()
    return pd.DataFrame(
        {
            "lead": _NO_LEAD,
            "company": rows["company"].to_numpy()[source],
            "owner": owner[source],
            "at": spread["at"],
            "phase": phase,
            "product": rows["product"].to_numpy()[source],
        }
    )


def _spread(
    rng: Generator,
    calendar: BusinessCalendar,
    rows: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    number: np.ndarray,
) -> pd.DataFrame:
    """`number` working moments per row, strictly between `low` and `high`."""
    row = np.repeat(rows, number[rows])
    start = np.where(np.isfinite(low[row]), low[row], 0)
    day = calendar.draw_day(rng, "calls", start, high[row])
    at = day + calendar.clock(rng, len(row))
    inside = (at > low[row]) & (at < high[row])
    return pd.DataFrame({"row": row[inside], "at": at[inside]})


def _on_overdue_orders(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    orders: pd.DataFrame,
    payments: pd.DataFrame,
) -> pd.DataFrame:
    """Reminders while a payment is overdue, every three weeks or so."""
    last = payments.groupby("order")["paid_on"].max()
    paid = np.full(len(orders), float(calendar.n_days))
    paid[last.index] = last.to_numpy()
    owner = orders["owner"].to_numpy()
    low = orders["due"].to_numpy() + 4.0
    high = np.minimum(np.minimum(paid, people.leaves[owner]), low + 120)
    number = np.where(orders["is_refund"], 0, rng.poisson(np.maximum(high - low, 0) / 22))
    spread = _spread(rng, calendar, np.arange(len(orders)), low, high, number)
    source = spread["row"].to_numpy()
    return pd.DataFrame(
        {
            "lead": _NO_LEAD,
            "company": orders["company"].to_numpy()[source],
            "owner": owner[source],
            "at": spread["at"],
            "phase": DUNNING,
            "product": orders["product"].to_numpy()[source],
        }
    )


def _on_customers(
    rng: Generator,
    calendar: BusinessCalendar,
    people: People,
    companies: Companies,
    orders: pd.DataFrame,
    size: int,
) -> pd.DataFrame:
    """Routine contacts of customers: good ones often, prospects rarely, churned ones tail off."""
    customers = np.flatnonzero(np.isfinite(companies.since))
    bought = np.bincount(orders["company"], orders["sold"], len(companies.region))
    load = 0.25 + np.log1p(np.clip(bought[customers], 0, None) / 30_000)
    low = np.maximum(companies.since[customers] + 5, 0)
    high = np.minimum(
        people.leaves[companies.owner[customers]], companies.churned_on[customers] + 60
    )
    load *= np.clip(high - low, 0, None)
    pick = rng.choice(len(customers), size, p=load / load.sum())
    day = calendar.draw_day(rng, "calls", low[pick], np.ceil(high[pick]) - 1)
    company = customers[pick]
    last_product = np.zeros(len(companies.region), dtype=int)
    last_product[orders["company"]] = orders["product"]
    return pd.DataFrame(
        {
            "lead": _NO_LEAD,
            "company": company,
            "owner": companies.owner[company],
            "at": day + calendar.clock(rng, size),
            "phase": CARE,
            "product": last_product[company],
        }
    )
