"""The scope `query:NAME`: figures are those of pandas on the narrowed tables, rights hold."""

from datetime import date
from pathlib import Path

import pytest

from salesnb.errors import ConfigError, HiddenError, ScopeError, UsageError
from salesnb.extracts import NAMES
from salesnb.scopes import Scope, ScopedStore, read_organisation, write_extracts
from salesnb.session import Session
from salesnb.settings import Settings
from salesnb.store import Store
from salesnb.workspace import Workspace
from tests.frames import CONTACT, Records, fill, settings_with

STAFF: Records = [
    {"name": "王芳", "team": "东区", "department": "一部", "role": "rep"},
    {"name": "东主管", "team": "东区", "department": "一部", "role": "manager"},
    {"name": "李强", "team": "西区", "department": "二部", "role": "rep"},
    {"name": "分析", "team": "东区", "department": "一部", "role": "analyst"},
]
CUSTOMERS: Records = [
    {"customer_id": "C1", "customer_name": "甲", "owner": "王芳"},
    {"customer_id": "C2", "customer_name": "乙", "owner": "李强"},
    {"customer_id": "C3", "customer_name": "丙", "owner": "王芳"},
]
LEAD = {**CONTACT, "created_at": "2026-10-01", "stage": "intent"}
LEADS: Records = [
    {**LEAD, "lead_id": "L1", "customer_id": "C1", "source": "线上推广", "owner": "王芳"},
    {**LEAD, "lead_id": "L2", "customer_id": "C1", "source": "展会", "owner": "王芳"},
    {**LEAD, "lead_id": "L3", "customer_id": "C2", "source": "线上推广", "owner": "李强"},
    {**LEAD, "lead_id": "L4", "customer_id": None, "source": "线上推广", "owner": "王芳"},
    {**LEAD, "lead_id": "L5", "customer_id": "C3", "source": "展会", "owner": "王芳"},
]
DEAL = {"stage": "quote", "created_at": "2026-10-02", "owner": "王芳", "amount": 10}
OPPORTUNITIES: Records = [
    {**DEAL, "opportunity_id": "O1", "customer_id": "C1", "lead_id": "L1"},
    {**DEAL, "opportunity_id": "O2", "customer_id": "C1", "lead_id": "L2"},
    {**DEAL, "opportunity_id": "O3", "customer_id": "C1"},
    {**DEAL, "opportunity_id": "O4", "customer_id": "C3"},
]
ORDERS: Records = [
    {"order_id": "A", "customer_id": "C1", "order_date": "2026-09-01", "amount": 100, "owner": "王芳"},
    {"order_id": "B", "customer_id": "C2", "order_date": "2026-10-01", "amount": 70, "owner": "李强"},
    {"order_id": "D", "customer_id": "C3", "order_date": "2026-10-05", "amount": 50, "owner": "王芳"},
]  # fmt: skip
TARGETS: Records = [{"period": "2026-10", "scope": "company", "metric": "sales", "value": 1000}]
TABLES = {
    "staff": STAFF, "customers": CUSTOMERS, "leads": LEADS, "opportunities": OPPORTUNITIES,
    "orders": ORDERS, "targets": TARGETS,
}  # fmt: skip
PARAMS = {
    "queries": """
queries:
  online: {table: leads, where: source = '线上推广'}
  buyers: {table: orders, where: amount >= 60}
  dear: {table: customers, where: sales > 60}
  people: {table: staff}
""",
    "organisation": """
roles:
  analyst: {zh: 分析, en: Analyst, rows: company, tables: [leads, fact_leads], without: [source]}
""",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    fill(Store(tmp_path / "store"), TABLES)
    return settings_with(tmp_path, **PARAMS)


def looked(
    folder: Path, settings: Settings, scope: str, viewer: str | None = None
) -> dict[str, set[str]]:
    """Return the ids that a scope has of each table."""
    keys = {
        "leads": "lead_id", "customers": "customer_id", "opportunities": "opportunity_id",
        "orders": "order_id", "fact_leads": "lead_id", "fact_sales": "sale_id",
    }  # fmt: skip
    store = Store(folder / "store")
    with ScopedStore.open(store, settings, scope=scope, viewer=viewer) as found:
        return {
            table: set(found.run(f"select {key} from {table}")[key]) for table, key in keys.items()
        }


def test_a_row_that_names_a_lead_goes_by_it_and_one_that_does_not_by_its_customer(
    tmp_path: Path, settings: Settings
) -> None:
    assert looked(tmp_path, settings, "query:online") == {
        "leads": {"L1", "L3", "L4"},
        "fact_leads": {"L1", "L3", "L4"},
        "customers": {"C1", "C2"},
        "opportunities": {"O1", "O3"},  # O2 came of the trade show
        "orders": {"A", "B"},
        "fact_sales": {"A", "B"},
    }


def test_a_query_over_other_rows_picks_their_customers_and_all_of_their_leads(
    tmp_path: Path, settings: Settings
) -> None:
    for name in ("buyers", "dear"):
        found = looked(tmp_path, settings, f"query:{name}")
        assert found["customers"] == {"C1", "C2"}
        assert found["leads"] == {"L1", "L2", "L3"}
        assert found["opportunities"] == {"O1", "O2", "O3"}


def test_it_is_narrowed_within_what_the_viewer_may_see_and_never_wider(
    tmp_path: Path, settings: Settings
) -> None:
    own = looked(tmp_path, settings, "query:online", "东主管")
    assert own["leads"] == {"L1", "L4"} and own["customers"] == {"C1"}
    assert own["orders"] == {"A"}
    assert own == looked(tmp_path, settings, "query:online@team:东区")
    for beyond in ("query:online@company", "query:online@team:西区", "query:online@rep:李强"):
        with pytest.raises(ScopeError):
            looked(tmp_path, settings, beyond, "东主管")


def test_what_a_role_may_not_see_it_may_not_pick_by(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(HiddenError, match=r"leads\.source"):
        ScopedStore.open(Store(tmp_path / "store"), settings, scope="query:online", viewer="分析")


def test_unknown_queries_and_queries_without_customers_are_no_scope(
    tmp_path: Path, settings: Settings
) -> None:
    with pytest.raises(UsageError, match="Did you mean 'online'"):
        looked(tmp_path, settings, "query:onlin")
    with pytest.raises(ConfigError, match=r"params/queries.yml, line 6.*neither a lead nor a cust"):
        looked(tmp_path, settings, "query:people")


def test_what_cannot_be_divided_among_customers_is_left_out(
    tmp_path: Path, settings: Settings
) -> None:
    with ScopedStore.open(Store(tmp_path / "store"), settings, scope="query:online") as found:
        for table in ("targets", "fact_rep_days", "forecasts"):
            assert found.run(f"select * from {table}").empty


def test_a_kernel_is_handed_the_same_rows(tmp_path: Path, settings: Settings) -> None:
    store, path = Store(tmp_path / "store"), tmp_path / "extract.duckdb"
    organisation = read_organisation(store, settings)
    scope = organisation.resolve("query:online", "东主管")
    assert (str(scope), Scope.parse(str(scope))) == ("query:online@team:东区", scope)
    write_extracts(
        store, settings, {scope: path, organisation.resolve("query:dear", "东主管"): tmp_path / "other"},
        viewer="东主管", as_of=date(2026, 10, 31),
    )  # fmt: skip
    held = ScopedStore.from_extract(path, scope=str(scope), viewer="东主管", as_of=None)
    with held, ScopedStore.open(store, settings, scope=str(scope), viewer="东主管") as opened:
        assert held.scope == scope
        for name in NAMES:
            sql = f"select count(*) as n from {name}"
            assert held.run(sql)["n"].iloc[0] == opened.run(sql)["n"].iloc[0], name


def test_a_report_of_a_query_may_be_read_by_whom_the_scope_that_it_narrows_allows(
    tmp_path: Path, settings: Settings
) -> None:
    organisation = read_organisation(Store(tmp_path / "store"), settings)
    assert not organisation.covers(Scope.parse("query:online"), "东主管")
    assert organisation.shows_whole(Scope.parse("query:online@team:东区"), "东主管")
    assert not organisation.shows_whole(Scope.parse("query:online@team:西区"), "东主管")


def test_figures_of_the_demo_are_those_of_pandas_on_the_filtered_tables(demo_zh: Workspace) -> None:
    whole, narrow = (
        Session(demo_zh.root, scope=scope, period="2026-10")
        for scope in ("company", "query:open_by_channel")
    )
    deals, leads = whole.table("fact_opportunities"), whole.table("fact_leads")
    customers = set(deals[deals["is_open"]]["customer_id"])
    kept = set(leads[leads["customer_id"].isin(customers)]["lead_id"])
    kept |= set(deals[deals["is_open"]]["lead_id"].dropna())
    sales = whole.table("fact_sales")
    mine = sales[sales["customer_id"].isin(customers)]
    stays = (
        deals["lead_id"]
        .isin(kept)
        .where(deals["lead_id"].notna(), deals["customer_id"].isin(customers))
    )
    assert 0 < len(mine) < len(sales) and 0 < stays.sum() < len(deals)
    assert set(narrow.table("fact_sales")["sale_id"]) == set(mine["sale_id"])
    assert set(narrow.table("fact_opportunities")["opportunity_id"]) == set(
        deals[stays]["opportunity_id"]
    )
    found = narrow.metrics(["sales", "win_rate", "new_leads"], period="2026").set_index("metric")
    this_year = mine[mine["sold_on"].dt.year == 2026]
    assert found["value"]["sales"] == pytest.approx(float(this_year["amount"].sum()))
    made = deals[stays & (deals["created_on"].dt.year == 2026)]
    assert found["value"]["win_rate"] == pytest.approx(made["is_won"].mean())
    mine_leads = leads[leads["lead_id"].isin(kept)]
    assert found["value"]["new_leads"] == (mine_leads["created_on"].dt.year == 2026).sum()


def test_a_saved_pivot_of_the_demo_is_that_of_pandas(demo_zh: Workspace) -> None:
    session = Session(demo_zh.root)
    found = session.query("open_by_channel")
    deals = session.table("fact_opportunities")
    deals = deals[deals["is_open"]].merge(
        session.table("opportunities")[["opportunity_id"]], on="opportunity_id"
    )
    names = {stage.id: stage.zh for stage in session.settings.stages.stages}
    expected = deals.assign(stage=deals["stage"].map(names)).pivot_table(
        index="source", columns="stage", values="amount", aggfunc="sum", margins=True,
        margins_name="合计", fill_value=0,
    )  # fmt: skip
    for channel in expected.index:
        assert found.loc[channel].to_dict() == pytest.approx(expected.loc[channel].to_dict())
