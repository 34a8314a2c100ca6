"""The company's own tables, under other names and types: read, never written."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import psycopg
import pytest
from click.testing import CliRunner

from salesnb.cli import main
from salesnb.engines import Connection
from salesnb.errors import ConfigError, StoreError
from salesnb.metrics import measure
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from salesnb.store import Store, load_snapshot
from salesnb.workspace import Workspace
from tests.conftest import bare_copy

# Other names, moments with a zone, amounts as text, statuses in other words.
_COMPANY = """
create schema crm;
create view crm.kunden as select customer_id as nr, customer_name as firma, region, industry, source,
  level, case status when 'customer' then 'K' when 'interested' then 'I' else status end as zustand,
  owner as betreuer, first_contact_date, contact_name, contact_info,
  last_contact_at at time zone 'Asia/Shanghai' as zuletzt
  from loaded.customers__1 where valid_until is null;
create table crm.anfragen as select lead_id, customer_id, company_name, source, region, industry,
  product_line, grade, stage, outcome, outcome_date, reason, deal_amount::text as betrag, owner,
  created_at at time zone 'Asia/Shanghai' as angelegt, product_line as sparte
  from loaded.leads__1;
create view crm.orders as select * from loaded.orders__1;
create role reader login;
grant usage on schema crm to reader;
grant select on all tables in schema crm to reader;
"""
_PARAMS = """engine: postgres
postgres:
  dsn: {dsn}
tables:
  customers:
    table: crm.kunden
    columns: {{customer_id: nr, customer_name: firma, status: zustand, owner: betreuer,
      last_contact_at: zuletzt}}
    values:
      status: {{K: customer, I: interested}}
  leads:
    table: crm.anfragen
    columns: {{created_at: angelegt, deal_amount: "cast(betrag as numeric)", 部门线: sparte}}
    where: lead_id is not null
  orders: {{table: crm.orders}}
"""
METRICS = ("sales", "new_leads", "lead_win_rate", "new_customers", "customer_close_rate",
    "lead_won_amount", "avg_customer_value")  # fmt: skip


@pytest.fixture(scope="module")
def company(
    demo_zh: Workspace, postgres: Connection, postgres_dsn: str
) -> Iterator[tuple[Workspace, str]]:
    """The demo company and the login of somebody who may read its tables and nothing else."""
    own = postgres.params.postgres.model_copy(update={"schema_name": "loaded"})
    params = postgres.params.model_copy(update={"postgres": own})
    load_snapshot(Connection(params, Path()), demo_zh.store.snapshot())
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        server.execute(_COMPANY)
        yield demo_zh, postgres_dsn.replace("boss", "reader")
        server.execute("drop schema crm cascade; drop role reader")


def workspace(company: tuple[Workspace, str], root: Path, params: str = _PARAMS) -> Workspace:
    demo, dsn = company
    copied = bare_copy(demo, root)
    for snapshot in copied.store.folder.glob("*.duckdb"):
        snapshot.unlink()
    (root / "params" / "store.yml").write_text(params.format(dsn=dsn), encoding="utf-8")
    return Workspace(root)


def figures(store: ScopedStore, demo: Workspace, by: list[str]) -> pd.DataFrame:
    period = [parse_period("2026-10")]
    found = measure(store, demo.settings, METRICS, period, by, demo.calendar())
    return found.sort_values(["metric", *by], ignore_index=True)


@pytest.mark.parametrize("by", [[], ["region"]])
def test_the_figures_are_those_of_an_import(
    company: tuple[Workspace, str], tmp_path: Path, by: list[str]
) -> None:
    demo = company[0]
    # What the company has not is not there: no history, follow-ups and deals.
    with demo.store.open() as source:
        names = [
            row[0] for row in source.execute("select table_name from duckdb_tables()").fetchall()
        ]
        frames = {
            name: source.execute(f"select * from {name} where valid_until is null").df()
            for name in ("customers", "leads", "orders")
        }
    assert "leads" in names
    mapped = workspace(company, tmp_path / "mapped")
    with ScopedStore.open(mapped.store, mapped.settings) as store:
        found = figures(store, demo, by)
    with ScopedStore.open(demo.store, demo.settings) as store:
        expected = figures(store, demo, by)
    told = ["sales", "new_leads", "new_customers", "avg_customer_value"]
    found, expected = (f[f["metric"].isin(told)].reset_index(drop=True) for f in (found, expected))
    pd.testing.assert_frame_equal(found, expected, rtol=1e-9, check_dtype=False)
    assert len(frames["leads"])


def test_a_column_that_only_the_company_has_is_a_dimension(
    company: tuple[Workspace, str], tmp_path: Path
) -> None:
    mapped = workspace(company, tmp_path / "mapped")
    with ScopedStore.open(mapped.store, mapped.settings) as store:
        own, known = (
            measure(
                store, mapped.settings, ["new_leads"], [parse_period("2026Q3")], [by],
                mapped.calendar(),
            )["value"].to_list()
            for by in ("部门线", "product_line")
        )  # fmt: skip
    assert own == known and len(own) > 1


def test_moments_with_a_zone_are_told_by_the_clock_of_the_workspace(
    company: tuple[Workspace, str], tmp_path: Path
) -> None:
    mapped, demo = workspace(company, tmp_path / "mapped"), company[0]
    sql = "select lead_id, created_at from fact_leads order by lead_id"
    with (
        ScopedStore.open(mapped.store, mapped.settings) as ours,
        ScopedStore.open(demo.store, demo.settings) as theirs,
    ):
        pd.testing.assert_frame_equal(ours.run(sql), theirs.run(sql))


def test_contacts_of_the_company_come_masked(
    company: tuple[Workspace, str], tmp_path: Path
) -> None:
    mapped = workspace(company, tmp_path / "mapped")
    with ScopedStore.open(mapped.store, mapped.settings) as store:
        names = store.query("select contact_name from customers")["contact_name"].dropna()
    assert len(names) and names.str.endswith("**").all()


def test_nothing_is_imported_into_the_companys_tables(
    company: tuple[Workspace, str], tmp_path: Path
) -> None:
    mapped = workspace(company, tmp_path / "mapped")
    sheet = tmp_path / "products.csv"
    sheet.write_text("product,list_price\n甲,100\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["--workspace", str(mapped.root), "import", str(sheet)])
    assert done.exit_code == 3 and "从不写入" in done.output
    for refused in (mapped.store.load, mapped.store.check_own, mapped.store.current):
        with pytest.raises(StoreError, match="never writes"):
            refused()
    done = CliRunner().invoke(main, ["--workspace", str(mapped.root), "erase", "C00001"])
    assert done.exit_code == 3 and "从不写入" in done.output


def test_what_is_here_is_backed_up(company: tuple[Workspace, str], tmp_path: Path) -> None:
    mapped = workspace(company, tmp_path / "mapped")
    done = CliRunner().invoke(main, ["--workspace", str(mapped.root), "backup"])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(main, ["--workspace", str(mapped.root), "verify"])
    assert done.exit_code == 0, done.output


def test_the_status_counts_the_companys_rows(
    company: tuple[Workspace, str], tmp_path: Path
) -> None:
    mapped = workspace(company, tmp_path / "mapped")
    assert set(mapped.store.row_counts()) == {"customers", "leads", "orders"}
    done = CliRunner().invoke(main, ["--workspace", str(mapped.root), "status"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("crm.kunden", "crm.kunde", "no such table"),
        ("customer_id: nr", "customer_id: nummer", "'nummer' is not a known column"),
        ('"cast(betrag as numeric)"', "betrag", "deal_amount: cast(betrag as decimal(18,4))"),
        ("  leads:", "  lead:", "did you mean 'leads'"),
        ("customer_id: nr, ", "", "has no column customer_id, which names a row"),
    ],
)
def test_a_slip_in_the_mapping_is_named_with_its_line(
    company: tuple[Workspace, str], tmp_path: Path, wrong: str, right: str, said: str
) -> None:
    mapped = workspace(company, tmp_path / "mapped", _PARAMS.replace(wrong, right))
    with pytest.raises(ConfigError) as refused:
        ScopedStore.open(mapped.store, mapped.settings)
    assert said.lower() in str(refused.value).lower()
    assert "store.yml, line" in str(refused.value)


def test_the_store_says_on_which_day_the_company_is_read(
    company: tuple[Workspace, str], tmp_path: Path
) -> None:
    mapped = workspace(company, tmp_path / "mapped")
    assert mapped.store.snapshot().at.date() == mapped.settings.workspace.today
    assert isinstance(mapped.store.pinned(), Store)
