"""Simulated companies whose truth is known: teams that sell by a law, and targets around it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesnb.forecast.chances import chance_to_reach
from salesnb.projected.months import Days
from salesnb.projected.projection import Projector
from salesnb.projected.tree import Tree
from salesnb.projected.windows import Window

Floats = NDArray[np.float64]
FIRST, WARM_UP = date(2022, 1, 1), 12


@dataclass(frozen=True)
class Judged:
    """Team-months: the chance that was given, whether the target was reached, inside 80 %."""

    chance: Floats
    reached: Floats
    is_inside: Floats


def is_workday(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def company(seed: int, teams: int = 8, months: int = 40) -> Days:
    """Return daily sales of a company and its teams: level, growth, season, a rush at month ends.

    A month's luck moves all of its days, days are gamma distributed on top.
    """
    rng = np.random.default_rng(seed)
    place = FIRST.year * 12 + FIRST.month - 1 + months
    last = date(place // 12, place % 12 + 1, 1)
    days = [FIRST + pd.Timedelta(days=n) for n in range((last - FIRST).days)]
    month = np.array([(d.year - FIRST.year) * 12 + d.month - 1 for d in days])
    level = rng.lognormal(11, 0.6, teams)
    growth = rng.normal(0.004, 0.006, teams)
    season = 1 + 0.15 * np.sin(2 * np.pi * (np.arange(12) + rng.integers(12)) / 12)
    luck = np.exp(rng.normal(0, 0.12, (teams, months)) - 0.12**2 / 2)
    worked = np.array([is_workday(d) for d in days])
    until = np.array([pd.Timestamp(d).days_in_month - d.day for d in days])
    rush = np.where(until < 5, 1.0 + rng.uniform(0, 1.5), 1.0)
    mean = level[:, None] * np.exp(growth[:, None] * month) * season[month % 12] * luck[:, month]
    shape = rng.uniform(0.3, 1.5)
    values = rng.gamma(shape, 1 / shape, mean.shape) * mean * worked * rush
    return Days(np.vstack([values.sum(axis=0), values]), FIRST, is_workday)


def judged(days: Days, day_of_month: int, seed: int) -> Judged:
    """Return what was forecast for each team and month after the first twelve, and what came."""
    rng = np.random.default_rng(seed + 10_000)
    teams = len(days.values) - 1
    tree = Tree(
        np.array([-1, *[0] * teams]), np.array([0, *[1] * teams]), np.zeros(teams + 1, dtype=int)
    )
    projector = Projector(days, tree, day_of_month=day_of_month)
    projection = projector.project(Window(0, 0))
    chance, reached, inside = [], [], []
    for origin in range(WARM_UP, projection.actual.shape[1]):
        levels = projection.spread(origin, tree.pool, np.zeros(teams + 1))[1:]
        levels = levels + projection.so_far[1:, origin, None]
        actual = projection.actual[1:, origin]
        usual = projection.actual[1:, origin - WARM_UP : origin].mean(axis=1)
        target = pd.Series(usual * rng.uniform(0.7, 1.3, teams))
        so_far = pd.Series(projection.so_far[1:, origin])
        chance.append(chance_to_reach(list(levels), target, so_far))
        reached.append(actual >= target.to_numpy())
        inside.append((actual >= levels[:, 3]) & (actual <= levels[:, 35]))
    flat = (np.concatenate(part).astype(float) for part in (chance, reached, inside))
    return Judged(*flat)


def all_judged(companies: int, day_of_month: int = 10) -> Judged:
    """Return the team-months of many companies, 28 months of eight teams each."""
    parts = [judged(company(seed), day_of_month, seed) for seed in range(companies)]
    return Judged(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("chance", "reached", "is_inside")
        )
    )


def reliability(told: Judged, bins: int = 10) -> pd.DataFrame:
    """Return by tenth of the chance: cases, mean chance, share reached."""
    place = np.minimum((told.chance * bins).astype(int), bins - 1)
    frame = pd.DataFrame({"bin": place, "chance": told.chance, "reached": told.reached})
    return frame.groupby("bin").agg(
        n=("chance", "size"), chance=("chance", "mean"), reached=("reached", "mean")
    )
