"""The companies that the made-up sales force knows: old customers, and whoever becomes a lead."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from salesnb.demo.calendars import BusinessCalendar
from salesnb.demo.codes import (
    N_INDUSTRIES,
    N_SOURCES,
    ONLINE_ADS,
    REFERRAL,
    SOCIAL_MEDIA,
    TELEMARKETING,
    WEBSITE,
)
from salesnb.demo.people import People

_REGION_SHARES = (0.28, 0.27, 0.24, 0.21)
_INDUSTRY_SHARES = (0.20, 0.15, 0.11, 0.12, 0.10, 0.10, 0.08, 0.08, 0.06)
_SOURCE_SHARES = (0.24, 0.17, 0.12, 0.14, 0.15, 0.10, 0.08)


@dataclass(frozen=True)
class Counts:
    """How many rows the main tables get."""

    customers: int
    leads: int
    opportunities: int
    follow_ups: int

    @classmethod
    def at(cls, scale: float) -> "Counts":
        """The full company's counts times `scale`, never so few that a rep has nothing to do."""
        customers, leads, opportunities, follow_ups = (
            max(round(count * scale), floor)
            for count, floor in ((6_000, 100), (20_000, 320), (9_000, 160), (120_000, 1_600))
        )
        return cls(customers, leads, opportunities, follow_ups)

    @property
    def base(self) -> int:
        """Customers from before the first day of the data."""
        return round(self.customers * 0.29)


@dataclass(frozen=True)
class Channels:
    """Effect of each channel on reaching 意向 and on winning (log odds), and its extremes."""

    intent: np.ndarray
    winning: np.ndarray
    best: int
    bad: int


@dataclass
class Companies:
    """Every company, old customers (the base) first, then one per lead of a new company.

    Attributes
    ----------
    since : moment of becoming a customer record; negative in the base, NaN = only ever a lead.
    propensity : how much a base company buys without much ado; 0 for those that never bought.
    is_regular, is_churned, is_late : base companies that order in a rhythm; that did so and
        stopped; that pay late.
    churned_on : moment after which a churned company orders no more.
    """

    region: np.ndarray
    industry: np.ndarray
    source: np.ndarray
    owner: np.ndarray
    since: np.ndarray
    propensity: np.ndarray
    is_regular: np.ndarray
    is_churned: np.ndarray
    is_late: np.ndarray
    churned_on: np.ndarray
    n_base: int

    def append(
        self, region: np.ndarray, industry: np.ndarray, source: np.ndarray, owner: np.ndarray
    ) -> np.ndarray:
        """Add companies that are not customers yet; their numbers."""
        first, size = len(self.region), len(region)
        for name, values in (
            ("region", region),
            ("industry", industry),
            ("source", source),
            ("owner", owner),
            ("since", np.full(size, np.nan)),
            ("propensity", np.zeros(size)),
            ("is_regular", np.zeros(size, bool)),
            ("is_churned", np.zeros(size, bool)),
            ("is_late", np.zeros(size, bool)),
            ("churned_on", np.full(size, np.inf)),
        ):
            setattr(self, name, np.concatenate([getattr(self, name), values]))
        return np.arange(first, first + size)


def make_channels(rng: Generator) -> Channels:
    """Draw the quality of each channel; one is clearly best and one clearly bad."""
    bad = int(rng.choice([ONLINE_ADS, SOCIAL_MEDIA, TELEMARKETING]))
    best = int(rng.choice([REFERRAL, WEBSITE]))
    intent = rng.permutation(np.linspace(-0.2, 0.2, N_SOURCES))
    winning = rng.permutation(np.linspace(-0.12, 0.12, N_SOURCES))
    intent[bad], winning[bad] = -1.35, -0.9
    intent[best], winning[best] = 0.85, 0.55
    return Channels(intent, winning, best, bad)


def draw_regions(rng: Generator, size: int) -> np.ndarray:
    """Regions by their size."""
    return rng.choice(len(_REGION_SHARES), size, p=_REGION_SHARES)


def draw_industries(rng: Generator, size: int) -> np.ndarray:
    """Industries by their size."""
    return rng.choice(N_INDUSTRIES, size, p=_INDUSTRY_SHARES)


def draw_sources(rng: Generator, size: int) -> np.ndarray:
    """Channels by their share of the leads."""
    return rng.choice(N_SOURCES, size, p=_SOURCE_SHARES)


def draw_owners(rng: Generator, people: People, region: np.ndarray) -> np.ndarray:
    """One of the ten reps of each region; the able ones are given a little more."""
    owner = np.zeros(len(region), dtype=int)
    for number in range(len(_REGION_SHARES)):
        reps = np.flatnonzero(people.region == number)
        load = np.exp(0.12 * people.skill[reps])
        here = np.flatnonzero(region == number)
        owner[here] = rng.choice(reps, len(here), p=load / load.sum())
    return owner


def make_base(
    rng: Generator, calendar: BusinessCalendar, people: People, counts: Counts
) -> Companies:
    """The customers from before the first day, with the regular, the churned and the late ones."""
    size = counts.base
    region = draw_regions(rng, size)
    owner = draw_owners(rng, people, region)
    since = -np.sort(rng.uniform(20, 1500, size))[::-1]
    propensity = np.where(
        rng.random(size) < 0.72, np.minimum(rng.lognormal(0, 0.7, size), 3.5), 0.0
    )
    companies = Companies(
        region=region,
        industry=draw_industries(rng, size),
        source=draw_sources(rng, size),
        owner=owner,
        since=since,
        propensity=propensity,
        is_regular=np.zeros(size, bool),
        is_churned=np.zeros(size, bool),
        is_late=np.zeros(size, bool),
        churned_on=np.full(size, np.inf),
        n_base=size,
    )
    staying = np.flatnonzero(people.leaves[owner] == people.leaves.max())
    regular = rng.permutation(staying)[: max(round(counts.customers * 0.05), 10)]
    n_churned = max(round(counts.customers * 0.009), 3)
    n_late = max(round(counts.customers * 0.015), 3)
    churned, late = regular[:n_churned], regular[n_churned : n_churned + n_late]
    companies.is_regular[regular] = True
    companies.is_churned[churned] = True
    companies.is_late[late] = True
    companies.propensity[regular] = np.maximum(companies.propensity[regular], 0.3)
    companies.churned_on[churned] = calendar.n_days - rng.uniform(195, 330, n_churned)
    return companies
