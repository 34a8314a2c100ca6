"""What is asked of a warehouse: nothing leaves it without the scope's filter."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from salesnb.engines import Connection
from salesnb.engines.postgres import Postgres
from salesnb.extracts.rows import FACTS
from salesnb.metrics import measure
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from salesnb.tables import TABLES
from salesnb.workspace import Workspace
from tests.engines.conftest import apart

# What says nothing of a customer: days, how many rows there are, who stands where, words of params.
UNSCOPED = (
    r"select min\(cast\((created_at|follow_at) as date\)\) from \w+",
    r"select min\(sold_on\) from sale_rows",
    r"select count\(\*\) from store\.\w+",
    r"select distinct person, team, department, role, is_active from staff_spells.*",
    r"select key_id from store\.sealed_with",
    r"with scoped_(stages|parameters|custom_columns|products) as \(.*",
)


class Listening:
    """Every statement whose rows left the server, in our words."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        for name in ("rows", "frame", "arrow"):
            monkeypatch.setattr(Postgres, name, self._noted(getattr(Postgres, name)))

    def _noted(self, ask: Any) -> Any:
        def noted(engine: Postgres, sql: str) -> Any:
            self.asked.append(" ".join(sql.split()))
            return ask(engine, sql)

        return noted

    def without(self, condition: str) -> list[str]:
        """Return the statements that neither have the filter nor say nothing of a customer."""
        return [
            sql
            for sql in self.asked
            if condition not in sql and not any(re.fullmatch(p, sql) for p in UNSCOPED)
        ]


@pytest.fixture
def opened(
    demo_zh: Workspace, postgres: Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[tuple[ScopedStore, Listening]]:
    store = Store(demo_zh.store.folder, keys=demo_zh.keys, reached=apart(postgres, tmp_path))
    store.load()
    listening = Listening(monkeypatch)
    with ScopedStore.open(store, demo_zh.settings, scope="team:华东一组") as scoped:
        yield scoped, listening


def test_no_statement_is_without_the_scope(
    opened: tuple[ScopedStore, Listening], demo_zh: Workspace
) -> None:
    store, listening = opened
    names = [name for name, metric in demo_zh.settings.metrics.items() if metric.fact]
    measure(store, demo_zh.settings, names, [parse_period("2026-10")], ["rep"], demo_zh.calendar())
    for table in (*TABLES, *FACTS):
        store.columns(table)
        store.run(f"select count(*) from {table}")
    store.query("select team, count(*) from fact_leads group by team")
    store.contacts("customers", ["C00001", "C00002"])
    store.sources("orders")
    assert len(listening.asked) > len(TABLES) + len(FACTS)
    assert listening.without("team = '华东一组'") == []


def test_a_statement_without_it_would_be_found(
    opened: tuple[ScopedStore, Listening],
) -> None:
    _, listening = opened
    listening.asked.append("with scoped_leads as (select * from whole.leads) select * from it")
    assert len(listening.without("team = '华东一组'")) == 1


def test_rows_of_others_do_not_come(opened: tuple[ScopedStore, Listening]) -> None:
    store, _ = opened
    for fact in ("fact_leads", "fact_opportunities", "fact_follow_ups", "fact_customers"):
        found = store.run(f"select distinct team from {fact}")["team"].to_list()
        assert found == ["华东一组"], fact


def test_contacts_come_masked(opened: tuple[ScopedStore, Listening]) -> None:
    store, _ = opened
    shown = store.query("select contact_name, contact_info from customers")
    names = shown["contact_name"].dropna()
    assert len(names) and names.str.fullmatch(r".\*\*").all()
    assert not shown["contact_info"].dropna().str.contains(r"\d{11}").any()
