"""Codes of everything that is counted, the products, and what a language has to have words for."""

from dataclasses import dataclass

import numpy as np

LEAD, INTENT, OPPORTUNITY, QUOTE, WON, LOST = range(6)
PROSPECT, INTERESTED, CUSTOMER, LOST_CUSTOMER = range(4)
OUTCOME_WON, NOT_WON, OUTCOME_LOST, NURTURING = range(4)
PHONE, EMAIL, VISIT, ONLINE, WECHAT = range(5)

EMPTY = np.array(None, dtype=object)  # a cell that nobody filled

N_INDUSTRIES, N_SOURCES, N_REASONS = 9, 7, 7
WEBSITE, TRADE_SHOW, REFERRAL, RESELLER, ONLINE_ADS, TELEMARKETING, SOCIAL_MEDIA = range(N_SOURCES)


@dataclass(frozen=True)
class Product:
    """One product: what it costs and how many a customer usually takes."""

    line: int
    list_price: float
    floor_price: float
    quantity: float
    spread: float
    share: float


PRODUCTS = (
    Product(0, 2680.0, 2080.0, 13, 0.85, 0.20),
    Product(0, 1480.0, 1150.0, 18, 0.85, 0.15),
    Product(1, 5800.0, 4600.0, 6, 0.75, 0.17),
    Product(1, 12800.0, 10200.0, 4, 0.75, 0.13),
    Product(2, 39800.0, 31800.0, 1.2, 0.55, 0.11),
    Product(2, 158000.0, 126000.0, 1.0, 0.35, 0.04),
    Product(3, 9600.0, 7800.0, 2.2, 0.6, 0.12),
    Product(3, 3200.0, 2600.0, 5.5, 0.7, 0.08),
)


@dataclass(frozen=True)
class Words:
    """Every word that depends on the language; tuples are indexed by the codes above."""

    company: str
    regions: tuple[str, ...]
    departments: tuple[str, ...]
    teams: tuple[str, ...]
    industries: tuple[str, ...]
    sources: tuple[str, ...]
    stages: tuple[str, ...]
    statuses: tuple[str, ...]
    outcomes: tuple[str, ...]
    methods: tuple[str, ...]
    states: tuple[str, ...]  # in progress, done, pending
    roles: tuple[str, ...]  # rep, manager, department head, admin
    subjects: tuple[str, ...]  # lead, opportunity
    metrics: tuple[str, ...]  # sales, collections
    need_fit: tuple[str, ...]  # worst first, as are the next three
    budget_fit: tuple[str, ...]
    authority: tuple[str, ...]
    urgency: tuple[str, ...]
    flags: tuple[str, str]  # no, yes
    levels: tuple[str, ...]  # of customers, lowest first
    lines: tuple[str, ...]
    products: tuple[str, ...]
    competitors: tuple[str, ...]
    reasons: tuple[str, ...]
    factors: tuple[str, ...]
    titles: tuple[str, ...]
    demand_types: tuple[str, ...]
    needs: tuple[str, ...]
    notes: tuple[str, ...]
    marketing: str  # who types in the leads of website, fairs and advertising
    goals: tuple[tuple[str, ...], ...]  # of planned follow-ups on leads, opportunities, customers

    def take(self, name: str, codes: np.ndarray) -> np.ndarray:
        """The words of one list for an array of codes; a negative code is an empty cell."""
        words = np.array([*getattr(self, name), None], dtype=object)
        return words[np.where(codes < 0, len(words) - 1, codes)]
