"""The review of fields: fill rates by quarter, and what is said of them."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import salesnb as product
from salesnb.errors import UsageError
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.frames import fill

STAFF = [
    {"name": "王五", "team": "东区", "role": "rep"},
    {"name": "李四", "team": "西区", "role": "rep"},
]


def orders(quarter: str, owner: str, count: int, **filled: int) -> list[dict[str, Any]]:
    """Return orders of a quarter's first day; `region=3` fills the region of the first three."""
    return [
        {
            "order_id": f"{quarter}-{owner}-{n}",
            "customer_id": "C1",
            "amount": 100,
            "owner": owner,
            "order_date": quarter,
            **{name: "x" if n < many else None for name, many in filled.items()},
        }
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = Workspace.create(tmp_path_factory.mktemp("fields") / "shop", "zh")
    tables = {
        "staff": STAFF,
        "customers": [
            {"customer_id": "C1", "customer_name": "甲公司", "owner": "李四", "note": "x"}
        ],
        "orders": [
            *orders("2026-01-01", "王五", 10, region=9, 合同编号=9, product=0),
            *orders("2026-04-01", "王五", 10, region=4, 合同编号=10, product=0),
            *orders("2026-07-01", "李四", 12, region=12, 合同编号=0, product=12),
        ],
    }
    fill(workspace.store, tables, datetime(2026, 10, 31, 12))
    return workspace.root


def column(frame: pd.DataFrame, table: str, name: str) -> dict[str, Any]:
    (row,) = frame[(frame["table"] == table) & (frame["column"] == name)].to_dict("records")
    return {str(key): value for key, value in row.items()}


@pytest.fixture(scope="module")
def company(shop: Path) -> Workbench:
    return product.open(shop)


def test_fill_rates_are_counted_by_quarter_of_the_row_s_day(company: Workbench) -> None:
    frame = company.fields(by="quarter")
    region = frame[(frame["table"] == "orders") & (frame["column"] == "region")]
    told = region[["header", "quarter", "rows", "filled", "fill_rate"]].values.tolist()
    assert told == [
        ["区域", "2026Q1", 10, 9, 0.9],
        ["区域", "2026Q2", 10, 4, 0.4],
        ["区域", "2026Q3", 12, 12, 1.0],
    ]


def test_the_review_has_one_row_per_column_with_its_quarters(company: Workbench) -> None:
    frame = company.fields()
    assert not frame.duplicated(["table", "column"]).any()
    row = column(frame, "orders", "region")
    assert (row["rows"], row["filled"], row["2026Q2"]) == (32, 25, 0.4)
    assert row["used"] and not row["custom"] and row["remark"] == ""
    assert "2026Q1" not in company.fields(quarters=2)


def test_a_column_that_nobody_fills_is_remarked_on(company: Workbench) -> None:
    frame = company.fields()
    assert column(frame, "orders", "due_date")["remark"] == "没有人填，但报表会用到"
    assert column(frame, "orders", "quantity")["remark"] == "没有人填，可考虑去掉"


def test_a_custom_column_that_is_filled_deserves_a_name(company: Workbench) -> None:
    row = column(company.fields(), "orders", "合同编号")
    assert row["custom"] and not row["used"]
    assert row["remark"] == "自定义列，填写率 59%，值得设为正式字段"


def test_too_few_rows_are_not_judged(company: Workbench) -> None:
    assert column(company.fields(), "customers", "industry")["remark"] == "样本不足（1 行）"


def test_a_scope_counts_its_own_rows(shop: Path) -> None:
    east = product.open(shop, scope="team:东区", lang="en").fields()
    row = column(east, "orders", "region")
    assert (row["rows"], row["filled"]) == (20, 13)
    assert row["remark"] == "fell from 90% in 2026Q1 to 40% in 2026Q2"
    assert row["header"] == "Region"
    # C1 stands behind own orders but is another's: of it a few columns only are seen.
    assert column(east, "customers", "note")["rows"] == 0


def test_quarters_are_those_of_the_fiscal_year(shop: Path) -> None:
    workspace = Workspace(shop)
    workspace.change_setting("fiscal_year_start", "4")
    try:
        quarters = product.open(shop).fields(by="quarter")["quarter"].dropna().unique()
    finally:
        workspace.change_setting("fiscal_year_start", "1")
    assert sorted(quarters) == ["2026Q4", "2027Q1", "2027Q2"]


def test_another_split_is_refused(company: Workbench) -> None:
    with pytest.raises(UsageError, match="not by 'month'"):
        company.fields(by="month")


def test_the_demo_s_fields_are_reviewed_in_both_languages(
    demo_en: Workspace, demo_zh: Workspace
) -> None:
    for workspace, nobody in ((demo_en, "nobody fills it"), (demo_zh, "没有人填")):
        frame = product.open(workspace.root).fields()
        assert frame["fill_rate"].dropna().between(0, 1).all()
        assert frame["remark"].str.startswith(nobody).any()
