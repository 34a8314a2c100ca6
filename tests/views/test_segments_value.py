"""The sections on what customers are worth: the same for the company and inside a team, in words."""

import re
from collections.abc import Iterator

import pandas as pd
import pytest

import salesnb
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace

SECTIONS = ("rfm_segments", "customer_groups", "customer_value", "late_payers")


def opened(place: Workspace, **options: str) -> Workbench:
    return salesnb.open(place.root, period="2026-10", **options)


@pytest.fixture(scope="module")
def company(demo_zh: Workspace) -> Iterator[Workbench]:
    yield opened(demo_zh)


def test_a_team_has_the_company_s_figures_of_its_own_customers(
    demo_zh: Workspace, company: Workbench
) -> None:
    team = company.rfm()["team"].value_counts().index[0]
    inside = opened(demo_zh, scope=f"team:{team}")
    for ask in ("rfm", "grouped_customers", "valued_customers"):
        own = getattr(inside, ask)().sort_values("customer_id", ignore_index=True)
        whole = getattr(company, ask)().query("team == @team")
        whole = whole.sort_values("customer_id", ignore_index=True)
        assert len(own) > 10
        pd.testing.assert_frame_equal(own, whole)
    assert inside.customer_models() == company.customer_models()
    sold = set(inside.table("orders")["order_id"])
    assert set(inside.late_invoices()["invoice_id"]) <= sold


def test_customers_who_never_ordered_are_counted_and_not_scored(company: Workbench) -> None:
    ordered = company.sql("select customer_id from fact_customers where orders > 0")
    assert set(company.rfm()["customer_id"]) <= set(ordered["customer_id"])
    without = company.customers_without_orders()
    assert without == len(company.table("customers")) - len(company.rfm())
    assert f"{without:,} 家客户从未下单" in repr(company.rfm_segments())


def test_the_open_orders_are_those_of_the_facts(company: Workbench) -> None:
    invoices = company.late_invoices()
    due = company.sql(
        """select sum(outstanding_amount) as open, sum(overdue_amount) as overdue
        from fact_sales where outstanding_amount > 0 and customer_id is not null"""
    )
    assert invoices["amount"].sum() == pytest.approx(float(due["open"].iloc[0]))
    over = invoices.loc[invoices["days_over"] > 0, "amount"].sum()
    assert over == pytest.approx(float(due["overdue"].iloc[0]))


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_section_speaks_its_language(
    demo_zh: Workspace, demo_en: Workspace, name: str, lang: str
) -> None:
    shown = getattr(opened(demo_zh if lang == "zh" else demo_en), name)()
    assert "<h2" in shown.html
    assert "nan" not in shown.words.lower().split()
    if lang == "en":
        assert not re.search("[\u4e00-\u9fff]", shown.words)


@pytest.mark.parametrize("name", SECTIONS)
def test_an_empty_workspace_is_told_in_words(workspace: Workspace, name: str, salesnb) -> None:
    from datetime import datetime

    from openpyxl import Workbook

    from salesnb.imports import import_files

    book = Workbook()
    book.active.title = "客户"
    book.active.append(["客户编号", "客户名称", "负责人", "行业", "区域"])
    book.active.append(["K1", "甲公司", "张三", "制造业", "华东"])
    path = workspace.root / "客户.xlsx"
    book.save(path)
    done = import_files(workspace, [path], at=datetime(2026, 11, 1, 8), by="operator")
    assert done.summary is not None, done.result.errors["message"].tolist()
    shown = getattr(opened(workspace), name)()
    assert shown.words


def test_p_active_by_a_few_shares_is_no_scatter_plot(company: Workbench) -> None:
    holdout = company.customer_models()["holdout"]
    by_shares = holdout["auc"] < holdout["auc_recency"]
    assert ("散点图" in company.customer_value().html) is not by_shares
