"""Days in an order that cannot be are errors, in an odd one warnings."""

from collections.abc import Callable

import pytest

from salesnb.loaders import LoadResult
from salesnb.loaders.checks.date_order import ORDERS
from salesnb.settings import SourceMapping
from salesnb.tables import TABLES

Load = Callable[..., LoadResult]
CUSTOMERS = ["客户编号", "客户名称", "首次接触时间", "最后跟进时间"]


def test_last_contact_before_first_contact_is_an_error(load: Load) -> None:
    rows = [
        ["C1", "甲", "2026-03-05", "2026-03-04"],
        ["C2", "乙", "2026-03-05", "2026-03-05"],
        ["C3", "丙", "2026-03-05", ""],
    ]
    result = load({"客户": [CUSTOMERS, *rows]})
    (problem,) = result.problems.to_dict("records")
    assert (problem["cell"], problem["rule"], problem["severity"]) == (
        "D2",
        "dates_reversed",
        "error",
    )
    assert problem["message"].endswith(
        "'2026-03-04' lies before '首次接触时间' (2026-03-05), which cannot be. Correct one of the two."
    )
    assert result.tables["customers"]["customer_id"].tolist() == ["C2", "C3"]


def test_a_contact_in_the_morning_of_the_first_day_is_no_contact_before_it(load: Load) -> None:
    rows = [["C1", "甲", "2026-03-05 15:00:00", "2026-03-05 09:00:00"]]
    assert load({"客户": [CUSTOMERS, *rows]}).problems.empty


OPPORTUNITY = [
    "机会编号",
    "客户编号",
    "当前阶段",
    "创建日期",
    "预计成交日期",
    "签约日期",
    "合同金额",
]
CASES = [
    (OPPORTUNITY, ["O1", "C1", "成交", "2026-03-05", "", "2026-03-04", "5"], "dates_reversed"),
    (OPPORTUNITY, ["O1", "C1", "商机", "2026-03-05", "2026-03-04", "", ""], "dates_doubtful"),
    (
        ["客户编号", "跟进时间", "跟进人", "下次跟进时间"],
        ["C1", "2026-03-05 10:00:00", "王", "2026-03-04"],
        "dates_doubtful",
    ),
    (
        ["客户编号", "跟进时间", "跟进人", "录入时间"],
        ["C1", "2026-03-05 10:00:00", "王", "2026-03-03"],
        "dates_doubtful",
    ),
    (
        ["销售单号", "客户编号", "成交金额", "成交日期", "负责人", "应回款日期"],
        ["S1", "C1", "5", "2026-03-05", "王", "2026-03-04"],
        "dates_doubtful",
    ),
]


@pytest.mark.parametrize(("header", "row", "rule"), CASES)
def test_other_days_out_of_order(load: Load, header: list[str], row: list[str], rule: str) -> None:
    result = load({"客户": [["客户编号", "客户名称"], ["C1", "甲"]], "表": [header, row]})
    assert result.problems["rule"].tolist() == [rule]
    assert result.problems["severity"].tolist() == [
        "error" if rule == "dates_reversed" else "warning"
    ]


def test_a_follow_up_may_be_typed_in_on_the_evening_before(load: Load) -> None:
    row = ["C1", "2026-03-05 10:00:00", "王", "2026-03-04 20:00:00"]
    header = ["客户编号", "跟进时间", "跟进人", "录入时间"]
    result = load({"客户": [["客户编号", "客户名称"], ["C1", "甲"]], "跟进": [header, row]})
    assert result.problems.empty


def test_a_payment_before_the_order_is_a_deposit(load: Load) -> None:
    header = ["销售单号", "客户编号", "成交金额", "成交日期", "负责人", "回款金额", "回款日期"]
    row = ["S1", "C1", "5", "2026-03-05", "王", "1", "2026-02-20"]
    result = load({"客户": [["客户编号", "客户名称"], ["C1", "甲"]], "订单": [header, row]})
    assert result.problems.empty


def test_a_mapping_may_raise_one_of_them(load: Load) -> None:
    mapping = SourceMapping.model_validate(
        {
            "files": {"orders.xlsx": {"table": "customers", "columns": {
                "编号": "customer_id", "名称": "customer_name",
                "首次": "first_contact_date", "更新": "updated_date"}}},
            "severity": {"dates_doubtful customers.updated_date": "error"},
        }
    )  # fmt: skip
    rows = [["编号", "名称", "首次", "更新"], ["C1", "甲", "2026-03-05", "2026-03-04"]]
    result = load({"表": rows}, mapping=mapping)
    assert result.problems["severity"].tolist() == ["error"]


@pytest.mark.parametrize("order", ORDERS, ids=lambda o: f"{o.table}.{o.earlier}-{o.later}")
def test_the_columns_of_every_order_are_days(order: object) -> None:
    kinds = {TABLES[order.table][name].kind for name in (order.earlier, order.later)}  # type: ignore[attr-defined]
    assert kinds <= {"date", "datetime", "month"}
