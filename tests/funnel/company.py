"""A made-up company whose habits are known: leads, stages and follow-ups drawn with a seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from tests.frames import CONTACT, Records

START = datetime(2026, 1, 1, 9)
SOURCES, GRADES = ("转介绍", "电话营销"), ("A", "B", "C")
_METHODS = ("phone", "visit", "wechat")


@dataclass(frozen=True)
class Rep:
    """How a rep works: win rate of a middling lead, hours to the first contact, contacts a week."""

    name: str
    win: float = 0.2
    hours: float = 10.0
    per_week: float = 1.0
    leads: int = 45


def company(reps: Sequence[Rep], seed: int) -> dict[str, Records]:
    """Return leads of 2026 with what came of them; won ones get more contacts whoever wins them."""
    rng = np.random.default_rng(seed)
    tables: dict[str, list[dict[str, Any]]] = {"leads": [], "stage_history": [], "follow_ups": []}
    for rep in reps:
        for n in range(rep.leads):
            _add_lead(rng, rep, f"{rep.name}-{n}", tables)
    return tables


def noise(seed: int, reps: int = 12) -> dict[str, Records]:
    """Return a company in which habits differ between reps and have nothing to do with winning."""
    rng = np.random.default_rng(1_000_000 + seed)
    drawn = [
        Rep(
            f"R{n:02d}",
            win=float(0.2 * np.exp(rng.normal(0, 0.3))),
            hours=float(10 * np.exp(rng.normal(0, 0.6))),
            per_week=float(np.exp(rng.normal(0, 0.3))),
            leads=int(rng.integers(35, 70)),
        )
        for n in range(reps)
    ]
    return company(drawn, seed)


def _add_lead(
    rng: np.random.Generator, rep: Rep, key: str, tables: dict[str, list[dict[str, Any]]]
) -> None:
    source, grade = rng.integers(2), rng.integers(3)
    created = START + timedelta(days=int(rng.integers(0, 230)), minutes=int(rng.integers(0, 480)))
    is_won = rng.random() < min(rep.win * (1.6, 0.4)[source] * (1.5, 1.0, 0.5)[grade], 0.95)
    days = rng.gamma(4, 10)
    ended = created + timedelta(days=days)
    tables["leads"].append(
        {
            **CONTACT,
            "lead_id": key,
            "owner": rep.name,
            "source": SOURCES[source],
            "grade": GRADES[grade],
            "created_at": created,
            "outcome": "won" if is_won else "lost",
            "outcome_date": ended.date(),
            "stage": "won" if is_won else "lost",
        }
    )
    steps = ["intent", "opportunity", "quote"][: 3 if is_won else int(rng.integers(0, 3))]
    cuts = np.sort(rng.random(len(steps))) * days
    tables["stage_history"] += [
        {
            "subject_type": "lead",
            "subject_id": key,
            "stage": stage,
            "entered_at": created + timedelta(days=float(cut)),
        }
        for stage, cut in zip(steps, cuts, strict=True)
    ]
    first = rep.hours * np.exp(rng.normal(0, 0.8)) / 24
    often = rep.per_week * (1.6 if is_won else 1.0) * days / 7
    later = first + rng.random(rng.poisson(often)) * max(days - first, 0)
    tables["follow_ups"] += [
        {
            "follow_id": f"{key}-{n}",
            "lead_id": key,
            "follow_at": created + timedelta(days=float(at)),
            "user": rep.name,
            "method": _METHODS[int(rng.integers(3))],
        }
        for n, at in enumerate([first, *later.tolist()])
    ]
