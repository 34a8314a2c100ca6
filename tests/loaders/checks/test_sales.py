"""成交客户 have an order, a won opportunity, or amount and day of a contract."""

from collections.abc import Callable

import pandas as pd
import pytest

from salesnb.loaders import LoadResult

Load = Callable[..., LoadResult]
HEAD = ["客户编号", "客户名称", "客户状态"]
ROW = ["C1", "甲", "成交客户"]
ORDER = [
    ["销售单号", "客户编号", "成交金额", "成交日期", "负责人"],
    ["S1", "C1", "5", "2026-03-05", "王"],
]


def rules(result: LoadResult) -> list[str]:
    return [rule for rule in result.problems["rule"] if rule == "customer_without_sale"]


def deal(stage: str) -> list[list[str]]:
    head = ["机会编号", "客户编号", "当前阶段", "合同金额", "签约日期"]
    return [head, ["O1", "C1", stage, "5", "2026-03-05"]]


def test_without_any_sale_it_is_a_warning_and_the_row_is_stored(load: Load) -> None:
    result = load({"客户": [HEAD, ROW]})
    assert result.problems[["cell", "rule", "severity"]].to_numpy().tolist() == [
        ["C2", "customer_without_sale", "warning"]
    ]
    assert len(result.tables["customers"]) == 1


@pytest.mark.parametrize(
    ("more", "expected"),
    [({"订单": ORDER}, 0), ({"机会": deal("成交")}, 0), ({"机会": deal("报价")}, 1)],
)
def test_an_order_or_a_won_opportunity_of_the_same_import_will_do(
    load: Load, more: dict[str, list[list[str]]], expected: int
) -> None:
    assert len(rules(load({"客户": [HEAD, ROW], **more}))) == expected


def test_a_stored_order_or_won_opportunity_will_do(load: Load) -> None:
    order = pd.DataFrame({"order_id": ["S1"], "customer_id": ["C1"]})
    won = pd.DataFrame({"opportunity_id": ["O1"], "customer_id": ["C1"], "stage": ["won"]})
    assert rules(load({"客户": [HEAD, ROW]}, known={"orders": order})) == []
    assert rules(load({"客户": [HEAD, ROW]}, known={"opportunities": won})) == []
    open_ = won.assign(stage="quote")
    assert len(rules(load({"客户": [HEAD, ROW]}, known={"opportunities": open_}))) == 1


@pytest.mark.parametrize(
    ("amount", "day", "expected"),
    [("5万", "2026-03-05", 0), ("5万", "--", 1), ("", "2026-03-05", 1)],
)
def test_amount_and_day_of_the_contract_in_the_sheet_will_do(
    load: Load, amount: str, day: str, expected: int
) -> None:
    result = load({"客户": [[*HEAD, "合同金额", "签约日期"], [*ROW, amount, day]]})
    assert len(rules(result)) == expected


def test_a_won_row_of_a_wide_sheet_is_its_own_sale(load: Load) -> None:
    head = ["客户编号", "客户名称", "首次接触时间", "当前跟进阶段", "实际成交金额", "签约日期"]
    assert (
        rules(load({"录入": [head, ["C1", "甲", "2026-03-01", "成交", "5", "2026-03-05"]]})) == []
    )
