"""What holds for every registered metric, whatever the data: parts, periods, scopes."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesnb.metrics import measure
from salesnb.metrics.compute import DIMENSIONS, dimensions_of
from salesnb.periods import Grain, parse_period
from salesnb.scopes import ScopedStore
from tests.frames import CHINA, CONTACT, DEFAULTS, Records, scoped

START = date(2026, 9, 25)
OCTOBER = parse_period("2026-10")
STAFF: Records = [
    {"name": "甲", "team": "东区", "department": "一部", "role": "rep"},
    {"name": "甲", "since": "2026-10-15", "team": "西区", "department": "二部", "role": "rep"},
    {"name": "乙", "team": "东区", "department": "一部", "role": "rep"},
    {"name": "丙", "team": "西区", "department": "二部", "role": "rep"},
]
day = st.integers(0, 40).map(lambda n: START + timedelta(days=n))
owner = st.sampled_from(["甲", "乙", "丙", "不明", None])
region = st.sampled_from(["华东", "华南", None])
customer = st.sampled_from(["C1", "C2", "C3"])
amount = st.integers(-50, 500)


def table(key: str, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[Records]:
    rows = st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=8)
    return rows.map(lambda found: [{**row, key: f"{key}{n}"} for n, row in enumerate(found)])


companies = st.fixed_dictionaries(
    {
        "orders": table(
            "order_id", customer_id=customer, owner=owner, region=region, amount=amount,
            order_date=day, product_line=st.sampled_from(["软件", None]),
        ),
        "payments": table(
            "payment_id", order_id=st.sampled_from(["order_id0", "order_id1", "order_id7"]),
            paid_amount=amount, paid_date=day,
        ),
        "leads": table(
            "lead_id", owner=owner, region=region, created_at=day, source=st.sampled_from(["官网", "展会"]),
            grade=st.sampled_from(["A", "B", None]),
            stage=st.sampled_from(["lead", "intent", "won", "lost", None]),
            contact_name=st.just(CONTACT["contact_name"]),
        ),
        "opportunities": table(
            "opportunity_id", customer_id=customer, owner=owner, created_at=day, closed_at=day,
            stage=st.sampled_from(["opportunity", "quote", "won", "lost"]), amount=amount,
        ),
    }
)  # fmt: skip
COMPUTED = [name for name, metric in DEFAULTS.metrics.items() if metric.fact]
ADDITIVE = [name for name in COMPUTED if DEFAULTS.metrics[name].additive]
few = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def opened(tables: dict[str, Records]) -> ScopedStore:
    folder = Path(tempfile.mkdtemp())
    return scoped(folder, {"staff": STAFF, **tables}, as_of=date(2026, 11, 30))


def totals(
    store: ScopedStore, names: list[str], *by: str, grain: Grain | None = None
) -> dict[str, float]:
    periods = OCTOBER.split(grain) if grain else [OCTOBER]
    frame = measure(store, DEFAULTS, names, periods, by, CHINA)
    return dict.fromkeys(names, 0.0) | frame.groupby("metric")["value"].sum().to_dict()


@few
@given(companies)
def test_additive_metrics_sum_to_the_whole_by_any_dimension_and_any_split(
    tables: dict[str, Records],
) -> None:
    with opened(tables) as store:
        for fact in {str(DEFAULTS.metrics[name].fact) for name in ADDITIVE}:
            names = [name for name in ADDITIVE if DEFAULTS.metrics[name].fact == fact]
            whole = totals(store, names)
            for dimension in dimensions_of(store, fact):
                assert totals(store, names, dimension) == pytest.approx(whole), dimension
            dated = [name for name in names if DEFAULTS.metrics[name].dated_by != "always"]
            for grain in ("day", "week") if dated else ():
                parts = totals(store, dated, grain=grain)
                assert parts == pytest.approx({name: whole[name] for name in dated}), grain


@few
@given(companies)
def test_a_rate_of_counts_lies_within_its_interval(tables: dict[str, Records]) -> None:
    rates = [name for name in COMPUTED if DEFAULTS.metrics[name].interval == "wilson"]
    with opened(tables) as store:
        frame = measure(store, DEFAULTS, rates, [OCTOBER], ["rep"], CHINA)
    known = frame[frame["denominator"] > 0]
    assert known["value"].between(0, 1).all()
    assert (known["low"] <= known["value"] + 1e-12).all()
    assert (known["high"] >= known["value"] - 1e-12).all()
    assert (known["n"] == known["denominator"]).all()
    assert frame.loc[frame["denominator"] == 0, ["value", "low", "high"]].isna().all(axis=None)


@settings(few, max_examples=2)
@given(companies)
def test_a_scope_has_the_value_that_the_company_gives_for_it(tables: dict[str, Records]) -> None:
    folder = Path(tempfile.mkdtemp())
    names = [*COMPUTED, "target_completion"]
    tables = {
        "staff": STAFF,
        "targets": [
            {"period": "2026-10", "scope": f"rep:{rep}", "metric": "sales", "value": 100}
            for rep in "甲乙丙"
        ],
        **tables,
    }
    with scoped(folder, tables) as company:
        split = {
            kind: measure(company, DEFAULTS, names, [OCTOBER], [kind], CHINA)
            for kind in ("team", "rep", "department")
        }
    for scope in ("team:东区", "team:西区", "rep:甲", "department:一部"):
        kind, _, name = scope.partition(":")
        with scoped(folder, scope=scope) as store:
            own = measure(store, DEFAULTS, names, [OCTOBER], [], CHINA).set_index("metric")
        part = split[kind][split[kind][kind] == name].set_index("metric")
        for metric in part.index:
            assert own.loc[metric, "value"] == pytest.approx(part.loc[metric, "value"], nan_ok=True)
            assert own.loc[metric, "n"] == part.loc[metric, "n"]


def test_every_dimension_belongs_to_some_fact() -> None:
    with opened({}) as store:
        facts = [table for table in store.tables() if table.startswith("fact_")]
        known = {d for fact in facts for d in dimensions_of(store, fact.removeprefix("fact_"))}
    assert known == set(DIMENSIONS)
