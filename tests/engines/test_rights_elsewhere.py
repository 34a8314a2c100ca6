"""Roles and scopes of queries hold in PostgreSQL as they do here."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from salesnb.engines import Connection
from salesnb.extracts.rows import FACTS
from salesnb.metrics import measure
from salesnb.periods import parse_period
from salesnb.scopes import Scope, ScopedStore, write_extracts
from salesnb.store import Store
from salesnb.tables import TABLES as LOGICAL
from salesnb.workspace import Workspace
from tests.conftest import bare_copy
from tests.engines.conftest import apart
from tests.frames import NOON, fill, settings_with

# The tests of roles, on the fixture below.
from tests.test_roles import (  # noqa: F401
    ROLES,
    TABLES,
    test_a_role_sees_its_tables_and_of_them_what_is_not_left_out,
    test_contacts_that_are_hidden_are_refused_by_their_names,
    test_what_is_hidden_is_refused_by_its_name,
)

BIG_ONES = """
queries:
  big:
    zh: 大客户
    en: Big ones
    table: fact_customers
    where: sales > 100000
"""


@pytest.fixture(params=["live", "handed to a kernel"])
def marketing(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: Connection
) -> Iterator[ScopedStore]:
    workspace = Workspace.create(tmp_path / "shop", "zh")
    settings_with(workspace.root, organisation=ROLES)
    fill(workspace.store, TABLES)
    elsewhere = Store(
        workspace.store.folder, keys=workspace.keys, reached=apart(postgres, tmp_path)
    )
    elsewhere.load()
    settings = Workspace(workspace.root).settings
    if request.param == "live":
        store = ScopedStore.open(elsewhere, settings, viewer="小市")
    else:
        path = tmp_path / "extract.duckdb"
        files = {Scope("company"): path}
        write_extracts(elsewhere, settings, files, viewer="小市", as_of=NOON.date())
        store = ScopedStore.from_extract(path, scope=None, viewer="小市", as_of=None)
    with store:
        yield store


@pytest.fixture
def both(
    demo_zh: Workspace, tmp_path: Path, postgres: Connection
) -> Iterator[tuple[ScopedStore, ScopedStore, Workspace]]:
    """The customers of a query, here and there."""
    shop = bare_copy(demo_zh, tmp_path / "shop")
    settings_with(shop.root, queries=BIG_ONES)
    shop = Workspace(shop.root)
    elsewhere = Store(shop.store.folder, keys=shop.keys, reached=apart(postgres, tmp_path))
    elsewhere.load()
    scope = "query:big@team:华东一组"
    with (
        ScopedStore.open(shop.store, shop.settings, scope=scope) as here,
        ScopedStore.open(elsewhere, shop.settings, scope=scope) as there,
    ):
        yield here, there, shop


def test_the_customers_of_a_query_are_the_same(
    both: tuple[ScopedStore, ScopedStore, Workspace],
) -> None:
    here, there, shop = both
    for table in (*LOGICAL, *FACTS):
        counted = f"select count(*) as n from {table}"
        assert there.run(counted)["n"][0] == here.run(counted)["n"][0], table
    assert here.run("select count(*) as n from fact_leads")["n"][0] > 0
    names = ["sales", "new_leads", "win_rate", "median_response_time"]
    found, expected = (
        measure(store, shop.settings, names, [parse_period("2026")], ["rep"], shop.calendar())
        for store in (there, here)
    )
    pd.testing.assert_frame_equal(found, expected, rtol=1e-9, check_dtype=False)


def test_contacts_are_revealed_to_whom_they_belong_and_to_nobody_else(
    demo_zh: Workspace, postgres: Connection, tmp_path: Path
) -> None:
    elsewhere = Store(demo_zh.store.folder, keys=demo_zh.keys, reached=apart(postgres, tmp_path))
    elsewhere.load()
    with ScopedStore.open(demo_zh.store, demo_zh.settings) as store:
        sql = "select owner, min(customer_id) as id from fact_customers where owner <> 'unassigned'"
        (owner, own), (_, foreign) = store.run(f"{sql} group by owner order by owner").to_numpy()[
            :2
        ]
    found = []
    for store in (demo_zh.store, elsewhere):
        with ScopedStore.open(store, demo_zh.settings, viewer=owner) as scoped:
            found.append(scoped.contacts("customers", [own, foreign]))
    pd.testing.assert_frame_equal(*found)
    assert found[0]["id"].to_list() == [own] and found[0]["is_clear"].all()
