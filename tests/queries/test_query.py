"""`wb.query`: filtering and counting any table gives what pandas gives, and slips are named."""

from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

import salesnb as product
from salesnb.errors import ConfigError, UsageError
from salesnb.session import Session
from salesnb.session.queries import QUERY_MARK
from salesnb.workspace import Workspace
from tests.frames import CONTACT, Records, fill

STAFF: Records = [
    {"name": "王芳", "team": "东区", "department": "一部", "role": "rep"},
    {"name": "李强", "team": "西区", "department": "二部", "role": "rep"},
]
LEADS: Records = [
    {"lead_id": "L1", "source": "线上推广", "stage": "intent", "created_at": "2026-08-01", "owner": "王芳"},
    {"lead_id": "L2", "source": "线上推广", "stage": "intent", "created_at": "2026-07-31", "owner": "王芳"},
    {"lead_id": "L3", "source": "线上推广", "stage": "quote", "created_at": "2026-10-02", "owner": "李强"},
    {"lead_id": "L4", "source": "展会", "stage": "intent", "created_at": "2026-10-31", "owner": "李强"},
    {"lead_id": "L5", "source": "线上推广", "stage": "intent", "created_at": "2026-10-31", "owner": "李强"},
]  # fmt: skip
ORDERS: Records = [
    {"order_id": "A", "customer_id": "C1", "order_date": "2026-09-01", "amount": 100, "owner": "王芳"},
    {"order_id": "B", "customer_id": "C1", "order_date": "2026-10-01", "amount": 300, "owner": "王芳"},
    {"order_id": "D", "customer_id": "C2", "order_date": "2026-10-05", "amount": 50, "owner": "李强"},
]  # fmt: skip
CUSTOMERS: Records = [
    {"customer_id": "C1", "customer_name": "甲", "owner": "王芳", **CONTACT, "need": None},
    {"customer_id": "C2", "customer_name": "乙", "owner": "李强", **CONTACT, "need": None},
]


@pytest.fixture
def session(workspace: Workspace) -> Session:
    """A look at the rows above, as of 2026-10-31."""
    leads = [{**CONTACT, **lead} for lead in LEADS]
    tables = {"staff": STAFF, "leads": leads, "orders": ORDERS, "customers": CUSTOMERS}
    fill(workspace.store, tables)
    return Session(workspace.root)


def saved(workspace: Workspace, text: str) -> Session:
    (workspace.root / "params" / "queries.yml").write_text(text, "utf-8")
    return Session(workspace.root)


def refused(session: Session, **asked: object) -> str:
    with pytest.raises(UsageError) as caught:
        session.query("leads", **asked)  # type: ignore[arg-type]
    return caught.value.text("zh")


def test_the_last_three_months_are_counted_from_the_day_of_the_data(session: Session) -> None:
    found = session.query(
        "leads",
        where="source = '线上推广' and stage = '意向'",
        period="last-3-months",
        by="owner",
    )
    assert found["count"].to_dict() == {"王芳": 1, "李强": 1, "合计": 2}
    all_days = session.query("leads", where="source = '线上推广' and stage = '意向'", by="owner")
    assert all_days["count"].to_dict() == {"王芳": 2, "李强": 1, "合计": 3}


def test_columns_and_values_may_be_named_as_a_sheet_names_them(session: Session) -> None:
    by_header = session.query(
        "leads", where="线索来源 = '百度推广' and 当前跟进阶段 in ('意向', '报价')"
    )
    assert list(by_header["lead_id"]) == ["L1", "L2", "L3", "L5"]
    assert set(by_header["stage"]) == {"意向", "报价"}
    assert list(session.query("leads", where="当前跟进阶段 <> '意向'")["lead_id"]) == ["L3"]


def test_a_pivot_has_totals_of_the_rows_and_not_of_the_groups(session: Session) -> None:
    found = session.query(
        "orders", by="owner", columns="month", values=["sum(amount)", "count(distinct customer_id)"]
    )
    assert found["sum(amount)"].loc["王芳"].to_dict() == {
        "2026-09": 100,
        "2026-10": 300,
        "合计": 400,
    }
    assert found["sum(amount)"].loc["李强"].to_dict() == {"2026-09": 0, "2026-10": 50, "合计": 50}
    # 甲 bought in both months and is one customer.
    buyers = found["count(distinct customer_id)"].loc["合计"].to_dict()
    assert buyers == {"2026-09": 1, "2026-10": 2, "合计": 2}


def test_a_metric_of_the_table_is_a_value(session: Session) -> None:
    found = session.query("orders", by="team", values=["sales", "avg_customer_value as 客单价"])
    assert found.loc["合计"].to_dict() == {"sales": 450, "客单价": 225}


def test_what_there_is_not_is_named_with_the_nearest(session: Session) -> None:
    assert "是不是“source”" in refused(session, where="sorce = '展会'")
    assert "是不是“team”" in refused(session, by="teem")
    assert "“意想”不是已知的 stage 的值" in refused(session, where="stage = '意想'")
    assert "意向" in refused(session, where="stage = '意想'")
    assert "last-3-months" in refused(session, period="last-3-monts")
    with pytest.raises(UsageError, match="Did you mean 'leads'"):
        session.query("lead")


def test_a_text_that_no_row_has_is_remarked_and_gives_no_rows(session: Session) -> None:
    found = session.query("leads", where="source = '线上推厂'")
    assert found.empty
    assert found.attrs[QUERY_MARK]["remarks"] == ["source 中没有“线上推厂”。是不是“线上推广”？"]


@pytest.mark.parametrize(
    "where",
    ["1; drop table leads", "lead_id in (select lead_id from fact_leads)", "read_text('/etc/passwd') = ''"],
)  # fmt: skip
def test_nothing_but_a_condition_over_the_columns_is_run(session: Session, where: str) -> None:
    refused(session, where=where)


@pytest.mark.parametrize("columns", [None, "month"])
def test_groups_of_no_rows_are_an_empty_table(session: Session, columns: str | None) -> None:
    asked = {"where": "source = '推荐'", "by": "owner", "columns": columns}
    assert session.query("leads", **asked, totals=False).shape == (0, 0 if columns else 1)
    assert session.query("leads", **asked).iloc[-1].tolist() == [0]


def test_a_quote_in_a_value_stays_a_value(session: Session) -> None:
    assert session.query("leads", where="source = 'x'' or 1 = 1 --'").empty


def test_a_saved_query_names_file_and_line_of_a_slip(
    workspace: Workspace, session: Session
) -> None:
    del session
    text = "queries:\n  online:\n    table: leads\n    where: stage = '意想'\n"
    with pytest.raises(ConfigError) as caught:
        saved(workspace, text).query("online")
    assert str(caught.value).startswith("params/queries.yml, line 4")
    for wrong, line in (
        ("queries:\n  online:\n    table: leads\n    wher: 1 = 1\n", "line 4"),
        ("queries:\n  online:\n    table: leads\n    period: last-tree-months\n", "line 4"),
        ("queries:\n  online:\n    table: leads\n    by: owner\n    show: [lead_id]\n", "line 2"),
        ("queries:\n  'a/b':\n    table: leads\n", "line 1"),
    ):
        with pytest.raises(ConfigError, match=f"params/queries.yml, {line}"):
            saved(workspace, wrong)


def test_a_query_is_saved_once_it_has_run_and_comments_stay(
    workspace: Workspace, session: Session
) -> None:
    del session
    path = workspace.root / "params" / "queries.yml"
    path.write_text("# 我的查询\nqueries:\n  旧:\n    table: orders  # 全部\n", "utf-8")
    wb = product.open(workspace.root)
    with pytest.raises(UsageError):
        wb.save_query("线上意向", "leads", where="stage = '意想'")
    wb.save_query("线上意向", "leads", where="stage = '意向'", by="owner", period="last-3-months")
    assert path.read_text("utf-8").startswith(
        "# 我的查询\nqueries:\n  旧:\n    table: orders  # 全部\n"
    )
    for opened in (wb, product.open(workspace.root)):
        assert opened.query("线上意向").loc["合计", "count"] == 3
    assert wb.query("线上意向", by="team").index.tolist() == ["西区", "东区", "合计"]
    with pytest.raises(UsageError, match="is taken"):
        wb.save_query("线上意向", "leads")
    assert len(wb.query("旧")) == 3


def test_the_command_gives_the_same_rows_in_every_form_and_is_logged(
    workspace: Workspace, session: Session, salesnb, tmp_path: Path
) -> None:
    del session
    (workspace.root / "params" / "queries.yml").write_text(
        "queries:\n  online:\n    table: leads\n    where: source = '线上推广'\n    by: owner\n",
        "utf-8",
    )
    assert salesnb(workspace, "query", "online", "--format", "csv").stdout == (
        "owner,count\n李强,2\n王芳,2\n"
    )
    told = pd.read_json(StringIO(salesnb(workspace, "query", "online", "--format", "json").stdout))
    assert told.to_dict("list") == {"owner": ["李强", "王芳"], "count": [2, 2]}
    table = salesnb(workspace, "query", "online").stdout
    assert [line.split() for line in table.splitlines()] == [
        ["负责人", "行数"], ["李强", "2"], ["王芳", "2"], ["合计", "4"],
    ]  # fmt: skip
    book = tmp_path / "online.xlsx"
    salesnb(workspace, "query", "online", "--format", "xlsx", "--out", book)
    sheets = pd.read_excel(book, sheet_name=None, header=None)
    cells = {str(cell) for sheet in sheets.values() for cell in sheet.to_numpy().ravel()}
    assert {"李强", "王芳", "合计", "行数"} <= cells
    log = salesnb(workspace, "log", "--format", "csv").stdout
    assert log.count("query: online") == 3
