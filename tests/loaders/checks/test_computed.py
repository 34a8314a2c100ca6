"""转化周期 and 回款状态 are compared with what is computed, and not stored."""

from collections.abc import Callable

import pandas as pd
import pytest

from salesnb.loaders import LoadResult

Load = Callable[..., LoadResult]
CUSTOMERS = [["客户编号", "客户名称"], ["C1", "甲"]]
ORDER = [
    "销售单号",
    "客户编号",
    "成交金额",
    "成交日期",
    "负责人",
    "回款金额",
    "回款日期",
    "回款状态",
]
LEAD = ["线索编号", "来源", "联系人", "联系方式", "需求描述", "录入时间", "转化日期"]


def rules(result: LoadResult) -> list[str]:
    return [
        rule for rule in result.problems["rule"] if rule.endswith("_differ") or "differs" in rule
    ]


def lead(typed: str, header: str = "转化周期(天)") -> dict[str, list[list[str]]]:
    row = ["L1", "官网", "张", "138", "x", "2026-10-01 10:00:00", "2026-10-20"]
    return {"线索": [[*LEAD, header], [*row, typed]]}


@pytest.mark.parametrize("typed", ["19", "20", "18天", "19 days", "１９", "约三周", ""])
def test_a_conversion_time_within_a_day_or_no_number_is_fine(load: Load, typed: str) -> None:
    result = load(lead(typed))
    assert rules(result) == []
    assert len(result.tables["leads"]) == 1


def test_a_wrong_conversion_time_is_a_warning_with_both_figures(load: Load) -> None:
    (problem,) = load(lead("25天", "Conversion_Days")).problems.to_dict("records")
    assert (problem["cell"], problem["severity"]) == ("H2", "warning")
    assert "'25天' is typed" in problem["message"] and "is 19 days" in problem["message"]


def order(amount: str, day: str, paid: str, typed: str) -> dict[str, list[list[str]]]:
    row = ["S1", "C1", amount, day, "王", paid, "2026-10-20" if paid else "", typed]
    return {"客户": CUSTOMERS, "订单": [ORDER, row]}


# Today is 2026-10-31; an order is due 30 days after it.
STATES = [
    ("100", "2026-10-10", "100", {"已全额回款"}),
    ("100", "2026-10-10", "40", {"部分回款"}),
    ("100", "2026-10-10", "", {"未到期"}),
    ("100", "2026-10-01", "", {"未到期"}),  # due today
    ("100", "2026-09-30", "", {"逾期"}),
    ("100", "2026-08-01", "40", {"逾期", "部分回款"}),
    ("-100", "2026-10-10", "", {"已全额回款", "部分回款", "未到期", "逾期"}),  # a refund
]


@pytest.mark.parametrize(("amount", "day", "paid", "right"), STATES)
@pytest.mark.parametrize("typed", ["已全额回款", "部分回款", "未到期", "逾期"])
def test_a_payment_status_is_compared_with_payments_and_due_day(
    load: Load, amount: str, day: str, paid: str, right: set[str], typed: str
) -> None:
    result = load(order(amount, day, paid, typed))
    assert rules(result) == ([] if typed in right else ["payment_status_differs"])
    assert result.errors.empty


def test_the_warning_names_both(load: Load) -> None:
    (problem,) = load(order("100", "2026-10-10", "40", "Paid in full")).problems.to_dict("records")
    assert (problem["cell"], problem["severity"]) == ("H2", "warning")
    assert (
        "'Paid in full' is typed; by the payments and the due date it is 'Partly paid'"
        in (problem["message"])
    )
    assert "应为“部分回款”" in problem["message_zh"]


def test_stored_payments_and_those_of_another_sheet_count(load: Load) -> None:
    sheets = order("100", "2026-10-10", "", "已全额回款")
    stored = pd.DataFrame(
        {
            "payment_id": ["P1"],
            "order_id": ["S1"],
            "paid_amount": [60.0],
            "paid_date": ["2026-10-12"],
        }
    )
    head = ["回款编号", "销售单号", "回款金额", "回款日期"]
    more = {"回款": [head, ["P1", "S1", "50", "2026-10-12"], ["P2", "S1", "50", "2026-10-13"]]}
    assert rules(load({**sheets, **more}, known={"payments": stored})) == []
    assert rules(load({**sheets, "回款": more["回款"][:2]}, known={"payments": stored})) == [
        "payment_status_differs"
    ]


def test_neither_is_stored_and_a_note_says_so(load: Load) -> None:
    result = load({**order("100", "2026-10-10", "100", "已结清"), **lead("19")})
    assert result.problems.empty
    for name, frame in result.tables.items():
        assert not [c for c in frame if "status" in c or "conversion" in c or "回款" in c], name
    assert [note.zh.partition("：")[2] for note in result.notes] == [
        "“回款状态”由系统计算，填写的值只用于核对，不保存。",
        "“转化周期(天)”由系统计算，填写的值只用于核对，不保存。",
    ]


def test_rows_that_differ_only_in_a_compared_column_are_the_same_row(load: Load) -> None:
    sheets = order("100", "2026-10-10", "", "未到期")
    sheets["订单"].append([*sheets["订单"][1][:-1], "部分回款"])
    assert "duplicate_key" not in load(sheets).problems["rule"].tolist()


def test_an_unknown_word_is_a_warning(load: Load) -> None:
    (problem,) = load(order("100", "2026-10-10", "", "部份回款")).problems.to_dict("records")
    assert (problem["rule"], problem["severity"]) == ("unknown_payment_status", "warning")
    assert problem["suggestion"] == "部分回款"


def test_a_sheet_without_order_numbers_says_so_and_compares_nothing(load: Load) -> None:
    rows = [["成交日期", "客户编号", "产品线", "回款状态"], ["2026-01-05", "C1", "软件", "逾期"]]
    rules = load({"销售业绩跟踪表": rows}).problems["rule"].tolist()
    assert "missing_column" in rules and "payment_status_differs" not in rules
