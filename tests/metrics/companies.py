"""Made-up companies for properties: any rows, and rows that only ever grow from day to day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from salesnb.scopes import ScopedStore
from tests.frames import CONTACT, Records, scoped

START, LATER = date(2026, 9, 25), date(2026, 11, 30)
STAFF: Records = [
    {"name": "甲", "team": "东区", "department": "一部", "role": "rep"},
    {"name": "甲", "since": "2026-10-15", "team": "西区", "department": "二部", "role": "rep"},
    {"name": "乙", "team": "东区", "department": "一部", "role": "rep"},
    {"name": "丙", "team": "西区", "department": "二部", "role": "rep"},
]
TARGETS: Records = [
    {"period": "2026-10", "scope": f"rep:{rep}", "metric": metric, "value": 900}
    for rep in "甲乙丙"
    for metric in ("sales", "collections")
]
Tables = Mapping[str, Records]

day = st.integers(0, 40).map(lambda n: START + timedelta(days=n))
any_year = st.tuples(day, st.sampled_from([0, 0, 365])).map(lambda d: d[0] - timedelta(days=d[1]))
everybody = ("甲", "乙", "丙", "不明", None)
OWN, STRANGERS = ("甲", "丙"), ("乙", "不明", None)
T = TypeVar("T")
region = st.sampled_from(["华东", "华南", None])
amount = st.integers(-50, 500)
choice = st.sampled_from


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """Return examples of a strategy, the same ones in every run; the simplest one is left out."""
    found: list[T] = []

    @settings(
        max_examples=count + 1,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(strategy)
    def collect(value: T) -> None:
        found.append(value)

    collect()
    return found[-count:]


class Opened:
    """A company that is stored once and opened in a scope, as of a day, when it is asked for."""

    def __init__(self, folder: Path, tables: Mapping[str, Records]) -> None:
        self._folder = folder
        self._stores = {("company", LATER): scoped(folder, tables, scope="company", as_of=LATER)}

    def of(self, scope: str, as_of: date = LATER) -> ScopedStore:
        """Return the company in a scope."""
        if (scope, as_of) not in self._stores:
            self._stores[scope, as_of] = scoped(self._folder, scope=scope, as_of=as_of)
        return self._stores[scope, as_of]

    def close(self) -> None:
        """Give the memory back."""
        for store in self._stores.values():
            store.close()


def table(key: str, prefix: str, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[Records]:
    """Return 1 to 8 rows whose keys begin with a prefix."""
    rows = st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=8)
    return rows.map(lambda found: [{**row, key: f"{prefix}{n}"} for n, row in enumerate(found)])


def companies(
    owners: tuple[str | None, ...] = everybody, prefix: str = ""
) -> st.SearchStrategy[dict[str, Records]]:
    """Return companies with rows of every table, whose keys and customers begin with a prefix."""
    owner, customer = choice(owners), choice([f"{prefix}C{n}" for n in range(3)])
    lead = choice([f"{prefix}L0", f"{prefix}L1", None])
    return st.fixed_dictionaries({
        "customers": table(
            "customer_id", f"{prefix}C", customer_name=st.just("东方"), owner=owner, region=region,
            status=choice(["prospect", "interested", "customer", "lost", None]),
            level=choice(["key", "ordinary", None]), first_contact_date=any_year,
            last_contact_at=any_year, 客户规模=choice(["大", "小", None]),
        ),
        "orders": table(
            "order_id", f"{prefix}O", customer_id=customer, owner=owner, region=region,
            amount=amount, order_date=any_year, product_line=choice(["软件", None]),
            付款方式=choice(["现金", "赊账", None]),
        ),
        "payments": table(
            "payment_id", f"{prefix}P", order_id=choice([f"{prefix}O{n}" for n in (0, 1, 7)]),
            paid_amount=amount, paid_date=any_year,
        ),
        "leads": table(
            "lead_id", f"{prefix}L", owner=owner, region=region, created_at=any_year,
            source=choice(["官网", "展会"]), grade=choice(["A", "B", None]),
            stage=choice(["lead", "intent", "won", "lost", None]), customer_id=customer,
            outcome_date=day, reason=choice(["价格", "预算", None]),
            contact_name=st.just(CONTACT["contact_name"]),
        ),
        "opportunities": table(
            "opportunity_id", f"{prefix}D", customer_id=customer, owner=owner, created_at=any_year,
            lead_id=lead, closed_at=day, stage=choice(["opportunity", "quote", "won", "lost"]),
            amount=st.integers(0, 500), won_amount=st.integers(0, 500),
            probability=choice([0.25, 0.5]), competitor=choice(["用友", None]),
        ),
        "follow_ups": table(
            "follow_id", f"{prefix}F", customer_id=customer, lead_id=lead, user=owner,
            follow_at=any_year, method=choice(["phone", "visit", None]),
            effective=choice([True, False, None]),
        ),
    })  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A lead or a deal: on which day it came, which stages it entered when, how it ended."""

    owner: str | None
    created: date
    steps: tuple[tuple[str, date], ...]
    amount: int

    def row(self, as_of: date, ended: str) -> dict[str, Any]:
        """Return what its row says on a day; `ended` is the column of the last day."""
        entered = [step for step in self.steps if step[1] <= as_of]
        stage, since = entered[-1]
        end = since if stage in ("won", "lost") else None
        return {"owner": self.owner, "created_at": self.created, "stage": stage, ended: end}


def _cases(path: tuple[str, ...]) -> st.SearchStrategy[list[Case]]:
    """Return cases that only move forward along a path, then are won or lost, or stay."""

    def made(given: tuple[Any, ...]) -> Case:
        owner, created, jumps, end, amount_ = given
        steps, at = [(path[0], created)], created
        for stage, jump in zip(path[1:], jumps, strict=True):
            if jump:
                at += timedelta(days=jump)
                steps.append((stage, at))
        if end:
            steps.append((end, at + timedelta(days=4)))
        return Case(owner, created, tuple(steps), amount_)

    jumps = st.tuples(*(st.integers(0, 9) for _ in path[1:]))
    parts = (choice(everybody), day, jumps, choice(["won", "lost", None]), st.integers(1, 500))
    return st.lists(st.tuples(*parts).map(made), min_size=2, max_size=5)


@dataclass(frozen=True)
class History:
    """A company whose rows are only appended, and whose leads and deals only move forward."""

    leads: list[Case]
    deals: list[Case]
    orders: list[tuple[str | None, date, int]]
    payments: list[tuple[int, date, int]]
    follow_ups: list[tuple[str | None, int, date]]

    def known(self, as_of: date) -> dict[str, Records]:
        """Return the sheets as they stand on a day."""
        leads = [
            self._lead(n, case, as_of) for n, case in enumerate(self.leads) if case.created <= as_of
        ]
        deals = [
            self._deal(n, case, as_of) for n, case in enumerate(self.deals) if case.created <= as_of
        ]
        history = [
            {"subject_type": kind, "subject_id": f"{prefix}{n}", "stage": stage, "entered_at": at}
            for kind, prefix, cases in (("lead", "L", self.leads), ("opportunity", "D", self.deals))
            for n, case in enumerate(cases)
            for stage, at in case.steps
            if at <= as_of
        ]
        tables: dict[str, Records] = {
            "staff": STAFF,
            "targets": TARGETS,
            "leads": leads,
            "opportunities": deals,
            "stage_history": history,
            "orders": [
                {"order_id": f"O{n}", "customer_id": f"C{n % 3}", "owner": owner, "amount": amount_,
                 "order_date": at}
                for n, (owner, at, amount_) in enumerate(self.orders) if at <= as_of
            ],
            "payments": [
                {"payment_id": f"P{n}", "order_id": f"O{order}", "paid_amount": amount_,
                 "paid_date": at}
                for n, (order, at, amount_) in enumerate(self.payments) if at <= as_of
            ],
            "follow_ups": [
                {"follow_id": f"F{n}", "customer_id": f"C{lead % 3}", "lead_id": f"L{lead}",
                 "user": user, "follow_at": at, "effective": True}
                for n, (user, lead, at) in enumerate(self.follow_ups) if at <= as_of
            ],
            "customers": [
                {"customer_id": f"C{n}", "customer_name": f"公司{n}", "owner": "甲",
                 "level": "key", "first_contact_date": START}
                for n in range(3)
            ],
        }  # fmt: skip
        return {name: found for name, found in tables.items() if found}

    def _lead(self, n: int, case: Case, as_of: date) -> dict[str, Any]:
        row = case.row(as_of, "outcome_date")
        ended = row["outcome_date"] is not None
        told = {
            "lead_id": f"L{n}",
            "grade": "A",
            "customer_id": f"C{n % 3}",
            "outcome": row["stage"] if ended else None,
            "deal_amount": case.amount if row["stage"] == "won" else None,
            "reason": "价格" if row["stage"] == "lost" else None,
        }
        return {**CONTACT, **row, **told}

    def _deal(self, n: int, case: Case, as_of: date) -> dict[str, Any]:
        row = case.row(as_of, "closed_at")
        told = {
            "opportunity_id": f"D{n}",
            "customer_id": f"C{n % 3}",
            "amount": case.amount,
            "won_amount": case.amount if row["stage"] == "won" else None,
            "lost_reason": "价格" if row["stage"] == "lost" else None,
        }
        return {**row, **told}


def joined(parts: tuple[History, ...]) -> History:
    """Return one company with the rows of several, each keeping what its payments and calls mean."""
    whole = History([], [], [], [], [])
    for part in parts:
        paid = [(order + len(whole.orders), *rest) for order, *rest in part.payments]
        calls = [(user, lead + len(whole.leads), at) for user, lead, at in part.follow_ups]
        whole = History(
            whole.leads + part.leads,
            whole.deals + part.deals,
            whole.orders + part.orders,
            [*whole.payments, *paid],
            whole.follow_ups + calls,
        )
    return whole


def histories() -> st.SearchStrategy[History]:
    """Return histories of 40 days, with an order and a payment on the first."""
    owner = choice(everybody)
    orders = st.lists(st.tuples(owner, day, amount), min_size=2, max_size=6)
    payments = st.lists(st.tuples(st.integers(0, 3), day, amount), min_size=2, max_size=6)
    follow_ups = st.lists(st.tuples(owner, st.integers(0, 2), day), min_size=1, max_size=6)
    return st.builds(
        History,
        _cases(("lead", "intent", "opportunity", "quote")),
        _cases(("opportunity", "quote")),
        orders.map(lambda rows: [("甲", START, 100), *rows]),
        payments.map(lambda rows: [(0, START, 10), *rows]),
        follow_ups,
    )
