"""Who may see what: rights by role, extracts without a foreign row, a connection without a way out."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from salesnb.errors import ScopeError, StoreError, UsageError
from salesnb.scopes import Organisation, Scope, ScopedStore, read_organisation, write_extracts
from salesnb.store import Store
from tests.frames import CONTACT, DEFAULTS, Records, fill, scoped

# 东1, 东2 and 主管东 make up team 东区 of department 一部; 西区 stands in 二部. 调动 went over in July.
STAFF: Records = [
    {"name": "东甲", "team": "东区", "department": "一部", "role": "rep", "active": True},
    {"name": "东乙", "team": "东区", "department": "一部", "role": "rep", "active": False},
    {"name": "东主管", "team": "东区", "department": "一部", "role": "manager"},
    {"name": "一部长", "team": None, "department": "一部", "role": "department_head"},
    {"name": "西甲", "team": "西区", "department": "二部", "role": "rep"},
    {"name": "调动", "team": "西区", "department": "二部", "role": "rep"},
    {"name": "调动", "since": "2026-07-01", "team": "东区", "department": "一部", "role": "rep"},
    {"name": "出走", "team": "东区", "department": "一部", "role": "manager"},
    {"name": "出走", "since": "2026-07-01", "team": "西区", "department": "二部", "role": "rep"},
    {"name": "总管", "role": "admin"},
    {"name": "散主管", "role": "manager"},
    {"name": "散部长", "role": "department_head"},
]
LEAD = {**CONTACT, "created_at": "2026-10-01", "industry": "制造业"}
ORDER = {"order_date": "2026-09-01", "amount": 100}
TABLES: dict[str, Records] = {
    "staff": STAFF,
    "targets": [
        {"period": "2026-10", "scope": scope, "metric": "sales", "value": 1000}
        for scope in (
            "company",
            "team:东区",
            "team:西区",
            "rep:东甲",
            "rep:西甲",
            "rep:出走",
            "rep:调动",
        )
    ],
    "products": [{"product": "软件", "list_price": 100, "floor_price": 61}],
    "customers": [
        {**CONTACT, "need": None, "customer_id": "CE", "customer_name": "东客户", "owner": "东甲"},
        {
            "customer_id": "CW",
            "customer_name": "西客户",
            "owner": "西甲",
            "note": "西密",
            **CONTACT,
        },
        {"customer_id": "CX", "customer_name": "西独客户", "owner": "西甲", "note": "西密"},
        {"customer_id": "CN", "customer_name": "无主客户", "owner": "不明"},
    ],
    "leads": [
        {**LEAD, "lead_id": "LE", "customer_id": "CE", "owner": "东甲"},
        {**LEAD, "lead_id": "LF", "customer_id": "CW", "owner": "东甲"},
        {**LEAD, "lead_id": "LW", "customer_id": "CW", "owner": "西甲", "competitor": "西竞品"},
        {**LEAD, "lead_id": "LN", "customer_id": "CN", "owner": None, "competitor": "无主竞品"},
    ],
    "opportunities": [
        {"opportunity_id": "DE", "customer_id": "CE", "owner": "东甲", "stage": "quote"},
        {"opportunity_id": "DW", "customer_id": "CW", "owner": "西甲", "stage": "quote"},
    ],
    "stage_history": [
        {"subject_type": kind, "subject_id": key, "stage": "intent", "entered_at": "2026-10-02"}
        for kind, key in (("lead", "LE"), ("lead", "LW"), ("opportunity", "DW"), ("customer", "CX"))
    ],
    "orders": [
        {**ORDER, "order_id": "OE", "customer_id": "CE", "owner": "东甲"},
        {**ORDER, "order_id": "OW", "customer_id": "CW", "owner": "西甲", "product": "西产品"},
        {
            **ORDER,
            "order_id": "OT1",
            "customer_id": "CX",
            "owner": "调动",
            "order_date": "2026-06-30",
        },
        {
            **ORDER,
            "order_id": "OT2",
            "customer_id": "CE",
            "owner": "调动",
            "order_date": "2026-07-01",
        },
        {**ORDER, "order_id": "OD", "customer_id": "CE", "owner": "东乙"},
        {**ORDER, "order_id": "ON", "customer_id": "CN", "owner": "不明", "product": "无主产品"},
    ],
    "payments": [
        {"payment_id": f"P{o}", "order_id": o, "paid_amount": 7, "paid_date": "2026-10-01"}
        for o in ("OE", "OW", "ON")
    ],
    "follow_ups": [
        {"follow_id": "FE", "customer_id": "CE", "user": "东甲", "follow_at": "2026-10-03"},
        {"follow_id": "FW", "customer_id": "CE", "user": "西甲", "follow_at": "2026-10-04"},
        {"follow_id": "FT", "customer_id": "CX", "user": "调动", "follow_at": "2026-06-01"},
    ],
    "plans": [
        {"plan_id": "TE", "customer_id": "CE", "owner": "东甲", "due_on": "2026-11-01"},
        {"plan_id": "TW", "customer_id": "CW", "owner": "西甲", "due_on": "2026-11-01"},
        {"plan_id": "TT", "customer_id": "CE", "owner": "调动", "due_on": "2026-11-01"},
    ],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store")
    fill(Store(path), TABLES)
    return path


@pytest.fixture(scope="module")
def company(folder: Path) -> Organisation:
    return read_organisation(Store(folder), DEFAULTS)


@pytest.fixture(scope="module")
def east(folder: Path) -> Iterator[ScopedStore]:
    with scoped(folder, scope="team:东区", viewer="东主管") as store:
        yield store


def keys(store: ScopedStore, table: str, column: str) -> set[str]:
    return set(store.run(f"select {column} as k from {table}")["k"])


@pytest.mark.parametrize(
    ("viewer", "widest"),
    [
        (None, "company"),
        ("总管", "company"),
        ("一部长", "department:一部"),
        ("东主管", "team:东区"),
        ("东甲", "rep:东甲"),
        ("调动", "rep:调动"),
        ("出走", "rep:出走"),  # once a manager, now a rep
        ("散主管", "rep:散主管"),  # a manager of no team, and not of all without a team
        ("散部长", "rep:散部长"),
    ],
)
def test_without_a_scope_one_sees_the_widest_that_one_may(
    company: Organisation, viewer: str | None, widest: str
) -> None:
    assert str(company.resolve(None, viewer)) == widest


@pytest.mark.parametrize(
    ("viewer", "scope", "allowed"),
    [
        ("东甲", "rep:东甲", True),
        ("东甲", "rep:西甲", False),
        ("东甲", "rep:东主管", False),
        ("东甲", "team:东区", False),
        ("东甲", "company", False),
        ("东主管", "team:东区", True),
        ("东主管", "rep:东甲", True),
        ("东主管", "rep:调动", True),  # came in July
        ("东主管", "rep:出走", False),  # left in July
        ("东主管", "team:西区", False),
        ("东主管", "rep:西甲", False),
        ("东主管", "department:一部", False),
        ("一部长", "team:东区", True),
        ("一部长", "rep:东甲", True),
        ("一部长", "team:西区", False),
        ("一部长", "department:二部", False),
        ("一部长", "company", False),
        ("总管", "team:西区", True),
        ("总管", "department:二部", True),
        ("出走", "team:东区", False),
        (None, "rep:西甲", True),
    ],
)
def test_each_role_sees_its_part_and_nothing_beyond(
    company: Organisation, viewer: str | None, scope: str, allowed: bool
) -> None:
    if allowed:
        assert str(company.resolve(scope, viewer)) == scope
    else:
        with pytest.raises(ScopeError, match=f"{viewer} may not see {scope}. The widest"):
            company.resolve(scope, viewer)


def test_a_refusal_leaves_nothing_open(folder: Path) -> None:
    with pytest.raises(ScopeError):
        scoped(folder, scope="team:西区", viewer="东主管")


def test_a_departed_member_has_no_access(folder: Path) -> None:
    with pytest.raises(ScopeError, match="东乙 has left"):
        scoped(folder, viewer="东乙")
    with scoped(folder, scope="rep:东乙", viewer="东主管") as store:  # the figures stay
        assert keys(store, "orders", "order_id") == {"OD"}


def test_a_day_of_the_past_gives_nobody_the_rights_of_then(tmp_path: Path) -> None:
    store = Store(tmp_path)
    boss = {"name": "出走", "team": "东区", "role": "manager", "active": True}
    other = {"name": "东甲", "team": "东区", "role": "rep", "active": True}
    fill(store, {"staff": [boss, other]}, datetime(2026, 1, 5))
    fill(store, {"staff": [{**boss, "active": False}, {**other, "role": "manager"}]})
    then = date(2026, 3, 1)
    with pytest.raises(ScopeError, match="出走 has left"):
        scoped(tmp_path, viewer="出走", as_of=then)
    with scoped(tmp_path, viewer="东甲", as_of=then) as opened:  # manager now: sees the team's past
        assert str(opened.scope) == "team:东区"


def test_a_day_of_the_past_or_future_gives_a_moved_manager_no_further_rights(folder: Path) -> None:
    for day in (date(2026, 6, 30), date(2026, 10, 31), date(2030, 1, 1)):
        with pytest.raises(ScopeError):
            scoped(folder, scope="team:东区", viewer="出走", as_of=day)


def test_unknown_names_give_the_nearest_only_to_those_who_may_see_all(
    company: Organisation,
) -> None:
    with pytest.raises(UsageError, match="Did you mean '东区'"):
        company.resolve("team:东区队", "总管")
    for viewer in ("东甲", "东主管", "一部长"):
        with pytest.raises(ScopeError) as refused:
            company.resolve("team:西区队", viewer)
        # Nothing tells a name that does not exist from one that does.
        assert str(refused.value).startswith(f"{viewer} may not see team:西区队. The widest scope")
        assert "Did you mean" not in str(refused.value)
    with pytest.raises(UsageError) as unknown_viewer:
        company.resolve(None, "东甲甲")
    assert "东主管" not in str(unknown_viewer.value)


@pytest.mark.parametrize("text", ["", "team", "team:", "company:东区", "squad:东区", ":东区"])
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a scope"):
        Scope.parse(text)


def test_a_name_with_a_quote_is_a_name(tmp_path: Path) -> None:
    staff = [{"name": "O'Neil", "team": "A' or '1'='1", "role": "rep"}, {"name": "B", "team": "C"}]
    fill(Store(tmp_path), {"staff": staff, "orders": [{**TABLES["orders"][0], "owner": "B"}]})
    for scope in ("rep:O'Neil", "team:A' or '1'='1"):
        with scoped(tmp_path, scope=scope) as store:
            assert store.run("select * from orders").empty


def test_nothing_imported_yet_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="salesnb import"):
        scoped(tmp_path)


# What the extract of a team holds


def test_a_team_holds_its_own_rows(east: ScopedStore) -> None:
    assert keys(east, "orders", "order_id") == {"OE", "OT2", "OD"}
    assert keys(east, "fact_sales", "sale_id") == {"OE", "OT2", "OD"}
    assert keys(east, "leads", "lead_id") == {"LE", "LF"}
    assert keys(east, "opportunities", "opportunity_id") == {"DE"}
    assert keys(east, "payments", "payment_id") == {"POE"}
    assert keys(east, "follow_ups", "follow_id") == {"FE"}
    assert keys(east, "plans", "plan_id") == {"TE", "TT"}
    assert keys(east, "stage_history", "subject_id") == {"LE"}
    assert keys(east, "targets", "scope") == {"team:东区", "rep:东甲", "rep:调动"}
    assert keys(east, "staff", "name") == {"东甲", "东乙", "东主管", "调动"}


def test_of_a_foreign_customer_behind_an_own_row_five_columns_are_seen(east: ScopedStore) -> None:
    customers = east.run("select * from customers").set_index("customer_id")
    assert set(customers.index) == {"CE", "CW"}
    foreign = customers.loc["CW"].dropna()
    assert foreign.index.to_list() == ["customer_name"]
    assert keys(east, "fact_customers", "customer_id") == {"CE"}


def test_no_text_of_a_team_names_anything_foreign(east: ScopedStore) -> None:
    foreign = {
        "西区",
        "二部",
        "西甲",
        "出走",
        "西密",
        "西独客户",
        "西竞品",
        "西产品",
        "CX",
        "LW",
        "DW",
    }
    foreign |= {
        "OW",
        "OT1",
        "POW",
        "FW",
        "FT",
        "TW",
        "不明",
        "无主客户",
        "无主竞品",
        "无主产品",
        "CN",
        "LN",
    }
    foreign |= {"ON", "PON", "散主管", "散部长", "总管", "company", "rep:西甲", "team:西区"}
    behind_an_own_row = {("customers", "customer_name"): {"西客户"}}
    for table in east.tables():
        for column, kind in east.columns(table).items():
            if kind == "VARCHAR":
                found = set(east.run(f'select distinct "{column}" as v from {table}')["v"].dropna())
                allowed = behind_an_own_row.get((table, column), set())
                assert not found & (foreign | {"西客户"}) - allowed, (table, column)


@pytest.mark.parametrize(
    ("scope", "orders"),
    [
        ("company", {"OE", "OW", "OT1", "OT2", "OD", "ON"}),
        ("department:一部", {"OE", "OT2", "OD"}),
        ("department:二部", {"OW", "OT1"}),
        ("team:西区", {"OW", "OT1"}),
        ("rep:调动", {"OT1", "OT2"}),
    ],
)
def test_an_unassigned_row_is_seen_in_company_scope_only(
    folder: Path, scope: str, orders: set[str]
) -> None:
    with scoped(folder, scope=scope) as store:
        assert keys(store, "orders", "order_id") == orders
        assert ("LN" in keys(store, "leads", "lead_id")) is (scope == "company")


def test_unassigned_is_no_scope(company: Organisation) -> None:
    with pytest.raises(UsageError, match="not a known team"):
        company.resolve("team:unassigned", None)


def test_a_plan_of_the_past_belongs_to_the_team_of_then(folder: Path) -> None:
    with scoped(folder, scope="team:西区", as_of=date(2026, 6, 1)) as store:
        assert keys(store, "plans", "plan_id") == {"TW", "TT"}


def test_contacts_are_masked_for_everybody(tmp_path: Path) -> None:
    shown = {
        "13812345678": "138****5678",
        "li@corp.cn": "l***@corp.cn",
        "li@corp.cn, 13812345678": "l***@corp.cn",
        "88-1234": "****",
        "55512345": "****",  # seven of eight digits would be no mask
        None: None,
    }
    customers = [
        {"customer_id": f"C{n}", "customer_name": "甲", "contact_name": "欧阳明", "contact_info": c}
        for n, c in enumerate(shown)
    ]
    staff = [{"name": "总管", "role": "admin", "email": "boss@corp.cn"}]
    with scoped(tmp_path, {"customers": customers, "staff": staff}, viewer="总管") as store:
        seen = store.run("select contact_info from customers order by customer_id")["contact_info"]
        assert seen.astype(object).where(seen.notna(), None).to_list() == list(shown.values())
        assert keys(store, "customers", "contact_name") == {"欧**"}
        assert keys(store, "staff", "email") == {"b***@corp.cn"}


@pytest.mark.parametrize(("viewer", "sees"), [("总管", True), (None, False), ("东主管", False)])
def test_floor_prices_are_for_the_admin(folder: Path, viewer: str | None, sees: bool) -> None:
    with scoped(folder, viewer=viewer) as store:
        prices = store.run("select floor_price from products")["floor_price"]
        assert (prices.item() == 61) is sees


# The sealed connection


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('{store}')",
        "select * from '{store}'",
        "select * from glob('/*')",
        "select * from query_table('store.leads')",
        "select * from query('select * from store.leads')",
        "select * from store.leads",
        "select * from whole.leads",
        "select * from not_a_table",
        "select getenv('PATH')",
        "select nonsense(",
        "select 'open",
    ],
)
def test_a_query_reaches_neither_files_nor_the_store(
    folder: Path, east: ScopedStore, sql: str
) -> None:
    path = next(folder.glob("*.duckdb"))
    with pytest.raises(UsageError):
        east.query(sql.format(store=path))


@pytest.mark.parametrize(
    "sql",
    [
        "attach '{store}.other' as other",
        "copy orders to '{store}.csv'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "export database '{store}.dir'",
    ],
)
def test_not_even_a_statement_of_our_own_opens_the_wall(
    folder: Path, east: ScopedStore, sql: str
) -> None:
    path = next(folder.glob("*.duckdb"))
    for ask in (east.query, east.run):
        with pytest.raises(UsageError):
            ask(sql.format(store=path))


def test_a_frame_of_the_caller_is_no_table(east: ScopedStore) -> None:
    sql = parameters = east.run("select 1 as x")  # names that the store itself uses
    assert len(sql) == len(parameters) == 1
    for name in ("sql", "parameters_", "self", "pd"):
        with pytest.raises(UsageError):
            east.query(f"select * from {name}")


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "select 1; select 2",
        "select 1; drop table orders",
        "delete from orders",
        "update orders set amount = 0",
        "create table t as select 1",
        "drop table orders",
        "pragma database_list",
        "explain analyze delete from orders",
    ],
)
def test_a_query_is_exactly_one_select(east: ScopedStore, sql: str) -> None:
    with pytest.raises(UsageError, match="exactly one SELECT"):
        east.query(sql)
    assert keys(east, "orders", "order_id") == {"OE", "OT2", "OD"}


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) as n from orders",
        "select count(*) as n from orders;",
        "with o as (select * from orders) select count(*) as n from o",
        "select 1 as n union all select 2 limit 3",
        "from orders select count(*) as n",
    ],
)
def test_every_form_of_select_is_one(east: ScopedStore, sql: str) -> None:
    assert len(east.query(sql)) >= 1


def test_an_unknown_table_names_the_nearest(east: ScopedStore) -> None:
    with pytest.raises(UsageError, match="Did you mean 'orders'"):
        east.columns("order")


def test_a_written_extract_holds_what_the_scope_holds_and_no_more(
    folder: Path, east: ScopedStore, tmp_path: Path
) -> None:
    day, path = date(2026, 10, 31), tmp_path / "east.duckdb"
    team = Scope.parse("team:东区")
    write_extracts(Store(folder), DEFAULTS, {team: path}, viewer="东主管", as_of=day)
    with duckdb.connect(str(path), read_only=True) as file:
        tables = {row[0] for row in file.execute("show tables").fetchall()}
        assert set(east.tables()) <= tables
        # Which custom columns there are is known when the facts have been made.
        for table in sorted(east.tables(), key=lambda name: name == "custom_columns"):
            count = file.execute(f"select count(*) from {table}").fetchone()
            assert count == (len(east.run(f"select * from {table}")),), table
    assert "西密".encode() not in path.read_bytes()  # nor in pages that were freed


def test_no_extract_is_written_if_one_scope_is_beyond_the_right(
    folder: Path, tmp_path: Path
) -> None:
    files = {Scope.parse(f"team:{name}"): tmp_path / name for name in ("东区", "西区")}
    with pytest.raises(ScopeError):
        write_extracts(Store(folder), DEFAULTS, files, viewer="东主管", as_of=date(2026, 6, 30))
    assert list(tmp_path.iterdir()) == []


def test_a_manager_sees_of_a_member_only_what_was_done_in_the_own_team(tmp_path: Path) -> None:
    staff: Records = [
        {"name": "东主管", "team": "东区", "role": "manager"},
        {"name": "调入", "team": "西区", "role": "rep"},
        {"name": "调入", "team": "东区", "role": "rep", "since": "2026-07-01"},
    ]
    order = {"customer_id": "C1", "owner": "调入"}
    orders: Records = [
        {**order, "order_id": "O1", "amount": 100, "order_date": "2026-06-30"},
        {**order, "order_id": "O2", "amount": 7, "order_date": "2026-07-01"},
    ]
    tables = {"staff": staff, "orders": orders}
    with scoped(tmp_path, tables, scope="rep:调入", viewer="东主管") as store:
        assert store.query("select order_id from orders")["order_id"].tolist() == ["O2"]
    with scoped(tmp_path, scope="rep:调入") as store:  # the operator sees both, 107 in all
        assert store.query("select sum(amount) as s from fact_sales")["s"].tolist() == [107]


def test_own_columns_of_a_foreign_customer_stay_foreign(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "staff": STAFF,
        "customers": [
            {"customer_id": "C1", "customer_name": "自己的", "owner": "东甲", "预算": "东的"},
            {"customer_id": "C2", "customer_name": "别人的", "owner": "西甲", "预算": "西的"},
        ],
        "orders": [
            {**ORDER, "order_id": f"O{n}", "customer_id": f"C{n}", "owner": "东甲"} for n in (1, 2)
        ],
    }
    sql = "select sale_id, 预算 from fact_sales order by sale_id"
    with scoped(tmp_path, tables, scope="team:东区") as store:
        assert store.query(sql)["预算"].fillna("").tolist() == ["东的", ""]
    with scoped(tmp_path) as store:
        assert store.query(sql)["预算"].tolist() == ["东的", "西的"]
    path = tmp_path / "east.duckdb"
    write_extracts(
        Store(tmp_path),
        DEFAULTS,
        {Scope.parse("team:东区"): path},
        viewer=None,
        as_of=date(2026, 10, 31),
    )
    with ScopedStore.from_extract(path, scope=None, viewer=None, as_of=None) as store:
        assert store.query(sql)["预算"].fillna("").tolist() == ["东的", ""]
