"""Keys: doubled, referred to, numbered, composed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from salesnb.loaders import LoadResult

Load = Callable[..., LoadResult]
CUSTOMERS = [["客户编号", "客户名称"], ["C1", "甲公司"], ["C2", "乙公司"]]
FOLLOW = ["客户编号", "跟进时间", "跟进方式", "跟进人", "跟进内容"]
PAYMENT = ["销售单号", "回款金额", "回款日期"]
ORDERS = [
    ["销售单号", "客户编号", "成交金额", "成交日期", "负责人"],
    ["SO1", "C1", 50000, "2026-03-05", "王五"],
    ["SO2", "C1", 80000, "2026-03-05", "王五"],
]


def rules(result: LoadResult) -> list[tuple[str, str]]:
    return list(result.problems[["cell", "rule"]].itertuples(index=False, name=None))


def test_a_key_with_two_contents_rejects_both_rows(load: Load) -> None:
    result = load(
        {"客户": [["客户编号", "客户名称"], ["C1", "甲公司"], ["C1", "乙公司"], ["C2", "丙公司"]]}
    )
    assert rules(result) == [("A2", "duplicate_key"), ("A3", "duplicate_key")]
    assert "row 3 has the same key" in result.problems["message"].iloc[0]
    assert result.tables["customers"]["customer_id"].tolist() == ["C2"]


def test_the_same_row_twice_is_one_row_with_a_note(load: Load) -> None:
    result = load({"一": CUSTOMERS, "二": CUSTOMERS})
    assert len(result.tables["customers"]) == 2
    assert result.problems.empty
    assert result.counts[["rows_in", "good", "rejected", "repeated"]].to_numpy().tolist() == [
        [2, 2, 0, 0], [2, 2, 0, 2],
    ]  # fmt: skip
    assert any("2 rows of customers repeat others" in note.en for note in result.notes)


def test_two_sheets_with_other_columns_of_one_key_are_put_together(load: Load) -> None:
    sheets = {
        "一": [["客户编号", "客户名称", "行业"], ["C1", "甲公司", "零售"]],
        "二": [["客户编号", "客户名称", "区域"], ["C1", "甲公司", "华东"]],
    }
    row = load(sheets).tables["customers"].iloc[0]
    assert (row["industry"], row["region"]) == ("零售", "华东")


def test_a_new_value_wins_over_the_stored_one_also_beside_a_sheet_that_lacks_it(load: Load) -> None:
    stored = pd.DataFrame({"customer_id": ["C1"], "customer_name": ["甲公司"], "region": ["华南"]})
    sheets = {
        "一": [["客户编号", "客户名称", "行业"], ["C1", "甲公司", "零售"]],
        "二": [["客户编号", "客户名称", "区域"], ["C1", "甲公司", "华东"]],
    }
    row = load(sheets, known={"customers": stored}).tables["customers"].iloc[0]
    assert row["region"] == "华东"


def test_a_reference_may_be_to_this_import_or_to_the_store(load: Load) -> None:
    known = {"customers": pd.DataFrame({"customer_id": ["C8"]})}
    rows = [[key, "2026-03-05", "电话", "王五", "x"] for key in ("C1", "C8", "C9")]
    result = load({"客户": CUSTOMERS, "跟进": [FOLLOW, *rows]}, known=known)
    assert rules(result) == [("A4", "unknown_reference")]


def test_a_row_that_refers_to_a_rejected_row_waits_with_it(load: Load) -> None:
    customers = [["客户编号", "客户名称", "客户状态"], ["C1", "甲公司", "什么"]]
    payments = [PAYMENT, ["SO1", 1, "2026-03-05"]]
    result = load({"客户": customers, "订单": ORDERS[:2], "回款": payments})
    assert rules(result) == [("C2", "unknown_status"), ("B2", "waits"), ("A2", "waits")]
    assert result.tables == {}
    assert result.counts["rejected"].tolist() == [1, 1, 1]


@pytest.mark.parametrize("typed", ["202605001-展会", "202605001"])
def test_a_lead_is_referred_to_with_or_without_its_source(load: Load, typed: str) -> None:
    leads = [
        ["线索编号", "线索来源", "联系人姓名", "联系方式", "需求描述", "录入时间"],
        ["202605001-展会", "展会", "张三", "138", "控制系统", "2026-05-02"],
    ]
    history = [
        ["对象类型", "对象编号", "阶段", "进入时间"],
        ["线索", typed, "线索", "2026-05-02 10:00"],
    ]
    follow = [["线索编号", "跟进时间", "跟进人"], [typed, "2026-05-03", "王五"]]
    result = load({"线索": leads, "变更": history, "跟进": follow})
    assert result.tables["follow_ups"]["lead_id"].tolist() == ["202605001-展会"]
    assert result.tables["stage_history"]["subject_id"].tolist() == ["202605001-展会"]
    assert result.problems.empty


def test_a_change_of_stage_refers_to_the_table_that_its_kind_names(load: Load) -> None:
    history = [
        ["对象类型", "对象编号", "阶段", "进入时间"],
        ["客户", "C1", "意向", "2026-05-02"],
        ["商机", "C1", "意向", "2026-05-02"],
    ]
    assert rules(load({"客户": CUSTOMERS, "变更": history})) == [("B3", "unknown_reference")]


def test_a_customer_without_a_number_is_found_by_name_or_numbered(load: Load) -> None:
    known = {
        "customers": pd.DataFrame({"customer_id": ["C20260305007"], "customer_name": ["甲公司"]})
    }
    rows = [
        ["", "甲 公司", "2026-03-05"],
        ["", "丙公司", "2026-03-05"],
        ["", "丁公司", ""],
        ["", "", "2026-03-05"],
    ]
    result = load({"客户": [["客户编号", "客户名称", "首次接触时间"], *rows]}, known=known)
    assert result.tables["customers"]["customer_id"].tolist() == [
        "C20260305007", "C20260305008", "C20261031001",
    ]  # fmt: skip
    assert ("B5", "required") in rules(result)


def test_a_customer_without_a_number_is_the_stored_one_of_the_same_contact(load: Load) -> None:
    stored = {
        "customer_id": ["C1", "C2"],
        "customer_name": ["甲贸易公司", "乙贸易公司"],
        "contact_info": ["13800138000", "13900139000"],
    }
    rows = [["甲贸易有限公司", "138-0013-8000"], ["乙贸易有限公司", "13700137000"]]
    known = {"customers": pd.DataFrame(stored)}
    result = load({"客户": [["客户名称", "联系方式"], *rows]}, known=known)
    assert result.tables["customers"]["customer_id"].tolist() == ["C1", "C20261031001"]
    assert [rule for _, rule in rules(result)] == ["near_duplicate_customer"]


def test_masked_names_never_name_the_same_customer(load: Load) -> None:
    rows = [["*科技有限公司", "一"], ["*科技有限公司", "二"]]
    result = load({"客户": [["客户名称", "备注"], *rows]})
    assert result.tables["customers"]["customer_id"].nunique() == 2


def test_numbering_again_gives_the_same_numbers(load: Load) -> None:
    sheet = {"客户": [["客户名称", "行业"], ["甲公司", "零售"], ["乙公司", "零售"]]}
    first = load(sheet)
    second = load(sheet, known=first.tables)
    assert first.tables["customers"]["customer_id"].tolist() == ["C20261031001", "C20261031002"]
    pd.testing.assert_frame_equal(first.tables["customers"], second.tables["customers"])


def test_an_opportunity_without_a_number_is_found_by_customer_and_name(load: Load) -> None:
    sheet = {
        "客户": CUSTOMERS,
        "商机": [
            ["机会名称", "客户编号", "当前阶段", "创建日期"],
            ["换系统", "C1", "商机", "2026-03-05"],
            ["扩容", "C1", "报价", "2026-03-05"],
        ],
    }
    first = load(sheet)
    assert first.tables["opportunities"]["opportunity_id"].tolist() == [
        "O20260305001", "O20260305002",
    ]  # fmt: skip
    assert load(sheet, known=first.tables).tables["opportunities"]["opportunity_id"].tolist() == [
        "O20260305001", "O20260305002",
    ]  # fmt: skip


def follow_ids(load: Load, sheets: dict[str, list[list[object]]]) -> list[str]:
    return load({"客户": CUSTOMERS, **sheets}).tables["follow_ups"]["follow_id"].tolist()


def test_a_follow_up_without_a_number_gets_the_same_one_each_time(load: Load) -> None:
    rows = [
        FOLLOW,
        ["C1", "2026-03-05 10:00", "电话", "王五", "一"],
        ["C1", "2026-03-06", "电话", "王五", "二"],
    ]
    first, again = (
        follow_ids(load, {"跟进": rows}),
        follow_ids(load, {"跟进": rows[:1] + rows[:0:-1]}),
    )
    assert first == again[::-1]
    assert len(set(first)) == 2


def test_the_number_does_not_depend_on_the_other_rows_having_a_time_of_day(load: Load) -> None:
    midnight = ["C1", "2026-03-06", "电话", "王五", "二"]
    alone = follow_ids(load, {"跟进": [FOLLOW, midnight]})
    among = follow_ids(
        load, {"跟进": [FOLLOW, midnight, ["C1", "2026-03-05 10:00", "电话", "王五", "一"]]}
    )
    assert alone == among[:1]


def test_two_calls_of_one_day_are_two_follow_ups_and_an_edited_text_is_the_same_one(
    load: Load,
) -> None:
    one, two = (["C1", "2026-03-06", "电话", "王五", text] for text in ("一", "二"))
    both = follow_ids(load, {"跟进": [FOLLOW, one, two]})
    assert len(set(both)) == 2
    assert follow_ids(load, {"跟进": [FOLLOW, [*one[:4], "改过"]]}) == both[:1]


def test_a_follow_up_that_two_sheets_share_is_taken_once(load: Load) -> None:
    one, two = (["C1", "2026-03-06", "电话", "王五", text] for text in ("一", "二"))
    ids = follow_ids(load, {"3月": [FOLLOW, one], "全年": [FOLLOW, two, one]})
    assert len(ids) == 2


def test_payments_of_one_day_and_amount_are_told_apart(load: Load) -> None:
    rows = [["SO1", 100, "2026-04-05"], ["SO1", 100, "2026-04-05"], ["SO2", 100, "2026-04-05"]]
    result = load({"客户": CUSTOMERS, "订单": ORDERS, "回款": [PAYMENT, *rows]})
    assert result.tables["payments"]["payment_id"].nunique() == 3


def order_sheet(paid: object, on: str) -> dict[str, list[list[object]]]:
    header = [*ORDERS[0], "回款金额", "回款日期"]
    return {"客户": CUSTOMERS, "订单": [header, [*ORDERS[1], paid, on], [*ORDERS[2], "", ""]]}


def test_what_an_order_sheet_says_was_paid_becomes_a_payment(load: Load) -> None:
    result = load(order_sheet(30000, "2026-04-05"))
    assert result.tables["payments"][
        ["payment_id", "order_id", "paid_amount"]
    ].to_numpy().tolist() == [["SO1-20260405", "SO1", Decimal(30000)]]
    assert "paid_amount" not in result.tables["orders"]
    assert result.counts["table"].tolist() == ["customers", "orders", "payments"]


def test_the_amount_is_what_was_paid_so_far_so_that_the_next_sheet_adds_the_rest(
    load: Load,
) -> None:
    first = load(order_sheet(30000, "2026-04-05"))
    second = load(order_sheet(50000, "2026-05-05"), known=first.tables)
    assert second.tables["payments"]["paid_amount"].tolist() == [Decimal(20000)]
    again = load(order_sheet(30000, "2026-04-05"), known=first.tables)
    pd.testing.assert_frame_equal(first.tables["payments"], again.tables["payments"])


def test_a_total_that_a_sheet_of_payments_explains_adds_nothing(load: Load) -> None:
    sheets = order_sheet(30000, "2026-04-05")
    sheets["回款"] = [PAYMENT, ["SO1", 10000, "2026-04-01"], ["SO1", 20000, "2026-04-05"]]
    assert load(sheets).tables["payments"]["paid_amount"].tolist() == [10000, 20000]


def test_a_paid_amount_without_a_day_rejects_the_payment_and_not_the_order(load: Load) -> None:
    result = load(order_sheet(30000, ""))
    assert rules(result) == [("G2", "required")]
    assert len(result.tables["orders"]) == 2
    assert "payments" not in result.tables


STAFF = [["姓名", "团队", "部门"], ["王五", "东区", "销售一部"], ["李四", "西区", "销售一部"]]


@pytest.mark.parametrize(
    ("typed", "scope"),
    [
        ("东区", "team:东区"),
        ("王五", "rep:王五"),
        ("销售一部", "department:销售一部"),
        ("公司", "company"),
        ("Company", "company"),
        ("team:东区", "team:东区"),
        ("团队：东区", "team:东区"),
    ],
)
def test_the_scope_of_a_target_is_looked_up_in_the_staff(
    load: Load, typed: str, scope: str
) -> None:
    targets = [["期间", "范围", "指标", "目标值"], ["2026年10月", typed, "销售额", "150万"]]
    table = load({"目标": targets, "人员": STAFF}).tables["targets"]
    assert table[["period", "scope", "metric", "value"]].to_numpy().tolist() == [
        ["2026-10", scope, "sales", Decimal(1_500_000)]
    ]


def test_an_unknown_scope_names_the_nearest(load: Load) -> None:
    targets = [["期间", "范围", "指标", "目标值"], [date(2026, 10, 1), "东曲", "销售额", 1]]
    result = load({"目标": targets, "人员": STAFF})
    assert rules(result) == [("B2", "unknown_scope")]
    assert "Did you mean '东区'?" in result.problems["message"].iloc[0]


def test_a_person_may_have_two_rows_with_different_days(load: Load) -> None:
    staff = [["姓名", "团队", "自"], ["王五", "东区", ""], ["王五", "西区", "2026-07-01"]]
    assert len(load({"人员": staff}).tables["staff"]) == 2
    assert rules(load({"人员": [*staff[:2], ["王五", "西区", ""]]})) == [
        ("A2", "duplicate_key"), ("A3", "duplicate_key"),
    ]  # fmt: skip


NAMESAKES = [
    ["姓名", "工号", "团队", "部门", "角色"],
    ["Kim", "1001", "东区", "销售一部", "销售"],
    ["Kim", "1002", "西区", "销售一部", "销售"],
    ["Lee", "1003", "西区", "销售一部", "销售"],
]
TARGETS = ["期间", "范围", "指标", "目标值"]


@pytest.mark.parametrize(
    ("typed", "scope"),
    [
        ("rep:1001", "rep:Kim 1001"),
        ("rep:Kim 1001", "rep:Kim 1001"),
        ("销售：kim 1002", "rep:Kim 1002"),
        ("Kim 1002", "rep:Kim 1002"),
        ("1002", "rep:Kim 1002"),
        ("rep:1003", "rep:Lee"),
        ("Lee", "rep:Lee"),
    ],
)
def test_a_rep_of_a_target_may_be_given_by_staff_id(load: Load, typed: str, scope: str) -> None:
    targets = [TARGETS, ["2026-10", typed, "销售额", "150万"]]
    result = load({"目标": targets, "人员": NAMESAKES})
    assert result.problems.empty, result.problems["message"].tolist()
    assert result.tables["targets"]["scope"].tolist() == [scope]
    staff = {"staff": result.tables["staff"]}
    assert load({"目标": targets}, known=staff).tables["targets"]["scope"].tolist() == [scope]


@pytest.mark.parametrize("typed", ["rep:Kim", "Kim", "销售:kim"])
def test_a_shared_name_as_a_targets_scope_names_both(load: Load, typed: str) -> None:
    targets = [TARGETS, ["2026-10", typed, "销售额", "150万"]]
    result = load({"目标": targets, "人员": NAMESAKES})
    assert rules(result) == [("B2", "ambiguous_scope")]
    for message in result.problems[["message", "message_zh"]].iloc[0]:
        assert "rep:Kim 1001 / rep:Kim 1002" in message


def test_an_owner_may_be_given_by_staff_id_and_must_where_the_name_is_shared(load: Load) -> None:
    customers = [["客户编号", "客户名称", "负责人"]]
    owners = ["1001", "Lee", "1003", "Kim", "Kim 1001", "Leee"]
    customers += [[f"C{n}", f"公司{n}", owner] for n, owner in enumerate(owners)]
    result = load({"客户": customers, "人员": NAMESAKES})
    assert result.errors.empty
    found = result.problems[["value", "rule", "suggestion"]].to_numpy().tolist()
    assert found == [
        ["Kim", "ambiguous_owner", "1001 / 1002"],
        ["Kim 1001", "unknown_owner", "1001"],
        ["Leee", "unknown_owner", "Lee"],
    ]
    assert "Kim 1001, Kim 1002" in result.problems["message"].iloc[0]


def test_a_rejected_row_bears_the_key_that_was_typed_or_composed_but_no_number(load: Load) -> None:
    sheets = {
        "客户": [["客户编号", "客户名称", "首次接触时间"], ["C8", "", ""], ["", "甲", "某天"]],
        "跟进": [FOLLOW, ["C9", "2026-03-01 10:00", "电话", "王五", "无此客户"]],
    }
    keys = load(sheets).rejected["key"]
    assert (
        keys.iloc[0] == "C8" and keys.isna().iloc[1]
    )  # the number of 甲 may be another's next time
    assert keys.iloc[2].startswith("F")


NAMED = [
    ["销售单号", "客户名称", "成交金额", "成交日期", "负责人"],
    ["SO1", "甲 公司", 50000, "2026-03-05", "王五"],
]


def test_a_customer_may_be_given_by_name_where_the_number_is_missing(load: Load) -> None:
    result = load({"客户": CUSTOMERS, "订单": NAMED})
    assert result.problems.empty, result.problems["message"].tolist()
    orders = result.tables["orders"]
    assert orders[["customer_id", "客户名称"]].to_numpy().tolist() == [["C1", "甲 公司"]]
    assert any("1 row of orders has no customer id" in note.en for note in result.notes)


@pytest.mark.parametrize("typed", ["甲公司", "甲有限公司"])
def test_a_name_typed_as_the_number_is_taken_for_the_customer(load: Load, typed: str) -> None:
    orders = [ORDERS[0], ["SO1", typed, *ORDERS[1][2:]]]
    result = load({"客户": CUSTOMERS, "订单": orders})
    assert result.problems.empty
    assert result.tables["orders"]["customer_id"].tolist() == ["C1"]


def test_a_name_of_several_customers_or_of_none_names_the_candidates(load: Load) -> None:
    customers = [*CUSTOMERS, ["C3", "甲公司"], ["C4", "上海远大贸易公司"]]
    rows = [["SO1", "甲公司"], ["SO2", "上海远大商贸"], ["SO3", "*公司"], ["SO4", ""]]
    orders = [NAMED[0], *([*row, *NAMED[1][2:]] for row in rows)]
    result = load({"客户": customers, "订单": orders})
    errors = result.errors[result.errors["table"] == "orders"]
    assert errors[["cell", "rule", "suggestion"]].to_numpy().tolist() == [
        ["B2", "ambiguous_customer", ""],
        ["B3", "unknown_customer", "上海远大贸易公司"],
        ["B4", "unknown_customer", ""],
        ["", "required", ""],
    ]
    assert "several customers: C1, C3. Write the customer id." in errors["message"].iloc[0]


def test_a_follow_up_of_a_lead_need_not_name_a_known_customer(load: Load) -> None:
    leads = [
        ["线索编号", "线索来源", "联系人姓名", "联系方式", "需求描述", "录入时间"],
        ["L1", "展会", "张三", "138", "控制系统", "2026-05-02"],
    ]
    follow = [["线索编号", "客户名称", "跟进时间", "跟进人"]]
    follow += [["L1", "无名公司", "2026-05-03", "王五"], ["", "乙公司", "2026-05-03", "王五"]]
    result = load({"客户": CUSTOMERS, "线索": leads, "跟进": follow})
    assert result.errors.empty
    assert result.tables["follow_ups"]["customer_id"].fillna("").tolist() == ["", "C2"]


def test_a_name_beside_a_stored_row_does_not_clear_its_customer(load: Load) -> None:
    known = {
        "customers": pd.DataFrame({"customer_id": ["C1"], "customer_name": ["甲公司"]}),
        "orders": pd.DataFrame({"order_id": ["SO1"], "customer_id": ["C1"]}),
    }
    sheet = {"订单": [["销售单号", "客户名称", "成交日期"], ["SO1", "旧名", "2026-03-06"]]}
    result = load(sheet, known=known)
    assert result.problems.empty
    assert result.tables["orders"]["customer_id"].tolist() == ["C1"]


def test_a_deal_of_an_unknown_customer_is_not_asked_for_its_own_number(load: Load) -> None:
    deals = [
        ["客户名称", "机会名称", "当前阶段", "预计成交金额"],
        ["甲公司", "一期", "商机", 5],
        ["远洋货运", "二期", "商机", 5],
    ]
    result = load({"客户": CUSTOMERS, "商机": deals})
    assert rules(result) == [("A3", "unknown_customer")]
    assert len(result.tables["opportunities"]) == 1


def test_a_number_may_stand_where_the_customers_name_should(load: Load) -> None:
    follow = [["客户名称", "跟进时间", "跟进人"], ["C1", "2026-05-03", "王五"]]
    result = load({"客户": CUSTOMERS, "跟进": follow})
    assert result.tables["follow_ups"]["customer_id"].tolist() == ["C1"]


def test_a_row_that_waits_names_the_customer_that_was_found_by_name(load: Load) -> None:
    customers = [["客户编号", "客户名称", "客户状态"], ["C1", "甲公司", "什么"]]
    follow = [["客户名称", "跟进时间", "跟进人"], ["甲公司", "2026-05-03", "王五"]]
    found = load({"客户": customers, "跟进": follow}).problems.iloc[-1]
    assert found["rule"] == "waits"
    assert "“C1”在“客户信息表”中" in found["message_zh"]
    assert "row 'C1' of Customers has" in found["message"]


@pytest.mark.parametrize(
    ("typed", "cut"),
    [
        (["202610010000123000", "X1"], True),
        (["6222021234567890", "6222021234567880", "6222021234567870"], True),
        (["6222021234567890", "X1"], False),  # one zero may be chance
        (["202610010000123000", "202610010000123001"], False),
        (["123456789012300", "X1"], False),  # 15 digits are all there
    ],
)
def test_numbers_that_excel_has_cut_after_15_digits_are_errors(
    load: Load, typed: list[str], cut: bool
) -> None:
    rows = [[key, "C1", 5, "2026-10-05", "王五"] for key in typed]
    result = load({"客户": CUSTOMERS, "订单": [ORDERS[0], *rows]})
    assert {rule for _, rule in rules(result)} == ({"digits_cut"} if cut else set())
