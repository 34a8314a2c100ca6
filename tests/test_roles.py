"""Further roles by params: rights per table and column, applied where data are read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from salesnb.errors import ConfigError, HiddenError, ScopeError
from salesnb.figures import Html
from salesnb.scopes import Scope, ScopedStore, read_organisation, write_extracts
from salesnb.settings import Settings
from salesnb.store import Store
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.frames import CONTACT, NOON, Records, fill, settings_with

ROLES = """
people:
  小市: {role: marketing}
  小区: {role: assistant, department: 一部}
  小文: {role: writer}
roles:
  marketing:
    zh: 市场
    tables: [leads, fact_leads, fact_cases, fact_case_stages]
    without: [contact_name, contact_info, fact_leads.deal_amount, leads.deal_amount, budget]
  assistant:
    rows: department
    tables: [fact_sales, customers]
    mask_names: true
  writer:
    zh: 文案
    tables: [leads]
    without: [lead_id]
"""
LEAD = {**CONTACT, "created_at": "2026-10-01", "company_name": "远山机械"}
TABLES: dict[str, Records] = {
    "staff": [
        {"name": "甲", "team": "东区", "department": "一部", "role": "rep"},
        {"name": "乙", "team": "西区", "department": "二部", "role": "rep"},
        {"name": "总", "role": "admin"},
    ],
    "leads": [
        {**LEAD, "lead_id": "L1", "owner": "甲", "budget": "20万", "heard_of_us": "展板"},
        {**LEAD, "lead_id": "L2", "owner": "乙", "budget": "90万", "deal_amount": 777},
    ],
    "customers": [{"customer_id": "C1", "customer_name": "远山机械", "owner": "甲"}],
    "orders": [
        {"order_id": f"O{n}", "customer_id": "C1", "owner": owner, "amount": n, "order_date": day}
        for n, owner, day in ((1, "甲", "2026-10-02"), (2, "乙", "2026-10-03"))
    ],
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("roles") / "shop"
    workspace = Workspace.create(root, "zh")
    settings_with(root, organisation=ROLES)
    fill(workspace.store, TABLES)
    return workspace


@pytest.fixture(scope="module", params=["live", "handed to a kernel"])
def marketing(
    request: pytest.FixtureRequest, shop: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ScopedStore]:
    """What 小市 sees of the company, in a session and in what a report's kernel is given."""
    if request.param == "live":
        store = ScopedStore.open(shop.store, shop.settings, viewer="小市")
    else:
        path = tmp_path_factory.mktemp("handed") / "extract.duckdb"
        files = {Scope("company"): path}
        write_extracts(shop.store, shop.settings, files, viewer="小市", as_of=NOON.date())
        store = ScopedStore.from_extract(path, scope=None, viewer="小市", as_of=None)
    with store:
        yield store


def test_a_role_sees_its_tables_and_of_them_what_is_not_left_out(marketing: ScopedStore) -> None:
    assert set(marketing.run("select lead_id from leads")["lead_id"]) == {"L1", "L2"}
    columns = marketing.columns("leads")
    assert "source" in columns and "company_name" in columns
    assert not {"contact_name", "contact_info", "budget", "deal_amount"} & set(columns)
    assert "heard_of_us" not in columns  # only the user's sheets have it
    assert set(marketing.tables()) & {"orders", "fact_sales", "staff", "customers"} == set()


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("select deal_amount from fact_leads", "fact_leads.deal_amount"),
        ("select l.budget from leads l", "leads.budget"),
        ("select * from leads where contact_info is not null", "leads.contact_info"),
        ("select heard_of_us from leads", "leads.heard_of_us"),
        ("select count(*) from orders", "orders"),
        ("select * from (select sum(amount) from fact_sales)", "fact_sales"),
    ],
)
def test_what_is_hidden_is_refused_by_its_name(marketing: ScopedStore, sql: str, what: str) -> None:
    for ask in (marketing.query, marketing.run):
        with pytest.raises(HiddenError) as caught:
            ask(sql)
        assert caught.value.text("zh") == f"“市场”角色无权查看 {what}。"


def test_contacts_that_are_hidden_are_refused_by_their_names(marketing: ScopedStore) -> None:
    with pytest.raises(HiddenError) as caught:
        marketing.contacts("leads", ["L1"])
    said = "“市场”角色无权查看 leads.contact_info, leads.contact_name。"
    assert caught.value.text("zh") == said
    with pytest.raises(HiddenError, match="may not see customers"):
        marketing.contacts("customers", ["C1"])


def test_a_role_that_sees_no_ids_is_told_so_when_it_asks_for_contacts(shop: Workspace) -> None:
    with (
        ScopedStore.open(shop.store, shop.settings, viewer="小文") as store,
        pytest.raises(HiddenError, match=r"may not see leads\.lead_id"),
    ):
        store.contacts("leads", ["L1"])


def test_a_metric_on_amounts_is_refused_and_one_on_leads_is_not(shop: Workspace) -> None:
    wb = Workbench(shop.root, viewer="小市", period="2026-10")
    found = wb.metrics("new_leads", by="source", compare=True)
    assert found[["source", "value"]].to_numpy().tolist() == [["官网", 2]]
    for name, what in (("lead_won_amount", "fact_leads.deal_amount"), ("sales", "fact_sales")):
        with pytest.raises(HiddenError, match=rf"The role marketing .*\({name}\).* {what}"):
            wb.metrics(name)
    assert wb.sees("lead_conversion_rate")
    assert not wb.sees("lead_won_amount") and not wb.sees("target_completion")


def test_a_section_says_what_the_role_may_not_see_in_its_place(shop: Workspace) -> None:
    wb = Workbench(shop.root, viewer="小市", period="2026-10")
    shown = wb.sales_trend()
    assert isinstance(shown, Html)
    assert "“市场”角色无权查看指标“销售额”（sales）：它用到 fact_sales。" in shown._repr_html_()
    channels = wb.channels()._repr_html_()
    assert "官网" in channels and "777" not in channels
    assert "远山机械" not in channels


def test_a_role_of_a_department_sees_its_rows_with_names_masked(shop: Workspace) -> None:
    with ScopedStore.open(shop.store, shop.settings, viewer="小区") as store:
        assert str(store.scope) == "department:一部"
        found = store.run(
            "select sale_id, customer_name from fact_sales join customers using (customer_id)"
        )
        assert found.to_numpy().tolist() == [["O1", "远山**"]]
    with pytest.raises(ScopeError, match="may not see company"):
        ScopedStore.open(shop.store, shop.settings, scope="company", viewer="小区")


def test_a_role_sees_no_report_that_was_made_for_everybody(shop: Workspace) -> None:
    organisation = read_organisation(shop.store, shop.settings)
    assert organisation.shows_whole(Scope("company"), "总")
    assert not organisation.shows_whole(Scope("company"), "小市")
    assert organisation.covers(Scope("team", "东区"), "小市")
    assert organisation.right("总") == "company"
    assert organisation.right("小市").startswith("company as marketing ")
    assert not organisation.is_admin("小市")


def test_a_changed_role_is_another_right(shop: Workspace, tmp_path: Path) -> None:
    wider = settings_with(tmp_path, organisation=ROLES.replace(", budget]", "]"))
    before = read_organisation(shop.store, shop.settings).right("小市")
    assert read_organisation(shop.store, wider).right("小市") != before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("leads,", "leeds,"), "'leeds' is not a known table. Did you mean 'leads'"),
        (("contact_info", "contact_infos"), "'contact_infos' is not a known column. Did you mean"),
        ((" leads.deal_amount", " orders.amount"), "'orders' is not a known table"),
        (("marketing:", "admin:"), "admin is a built-in role"),
    ],
)
def test_a_slip_in_a_role_hides_nothing_and_is_refused(
    shop: Workspace, tmp_path: Path, given: tuple[str, str], said: str
) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        slipped = settings_with(tmp_path, organisation=ROLES.replace(*given))
        ScopedStore.open(shop.store, slipped, viewer="小市")
    assert "params/organisation.yml, line" in str(caught.value)


MASKED = "mask_names: true\n"


@pytest.fixture
def masked(tmp_path: Path) -> Settings:
    return settings_with(tmp_path, organisation=MASKED)


def test_names_are_masked_everywhere_but_for_an_admin(shop: Workspace, masked: Settings) -> None:
    for viewer, name in ((None, "远山**"), ("甲", "远山**"), ("总", "远山机械")):
        with ScopedStore.open(shop.store, masked, viewer=viewer) as store:
            for table, column in (
                ("customers", "customer_name"),
                ("leads", "company_name"),
            ):
                assert set(store.run(f"select {column} as n from {table}")["n"]) == {name}


def test_what_a_kernel_is_given_has_masked_names(
    shop: Workspace, masked: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "extract.duckdb"
    day = NOON.date()
    write_extracts(shop.store, masked, {Scope("team", "东区"): path}, viewer=None, as_of=day)
    assert "远山机械".encode() not in path.read_bytes()
    with ScopedStore.from_extract(path, scope=None, viewer=None, as_of=None) as store:
        assert set(store.run("select customer_name as n from customers")["n"]) == {"远山**"}


def test_a_role_that_params_name_is_one_of_the_staff_sheet(shop: Workspace) -> None:
    words = {word.id: word.zh for word in shop.settings.choices["role"]}
    assert words["marketing"] == "市场"
    assert Store(shop.root / "data" / "store").snapshot()
