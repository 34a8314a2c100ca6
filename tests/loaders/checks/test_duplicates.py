"""Duplicate search: what is found, which record is kept, and what is no duplicate."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from salesnb.loaders import LoadResult, load_files
from salesnb.settings import Settings, SourceMapping

Load = Callable[..., LoadResult]
HEADERS = ["客户编号", "客户名称", "联系人", "联系方式"]


def found(result: LoadResult) -> list[tuple[str, str, str]]:
    rows = result.problems[result.problems["rule"] != "recommended"]
    return list(rows[["cell", "rule", "suggestion"]].itertuples(index=False, name=None))


def two(load: Load, one: Sequence[str], other: Sequence[str]) -> LoadResult:
    return load({"客户": [HEADERS, ["C1", *one], ["C2", *other]]})


SAME = [
    (["上海华信科技有限公司", "", "13800138000"], ["上海华信科技公司", "", "+86 138-0013-8000"]),
    (["上海华信科技有限公司", "", "021-58880000"], ["上海华信科技", "", "138/（０２１）5888 0000"]),
    (["阿里（中国）有限公司", "", "A@B.com"], ["阿里中国有限公司", "", "a@b.com"]),
    (["Acme Corp.", "", "02158880000转801"], ["ACME Corporation", "", "0086-21-58880000"]),
    (["Acme Co., Ltd.", "Ann", ""], ["Acme Limited", "ann", "13800138000"]),
    (["华信集团股份有限公司", "", "13800138000"], ["华 信", "", "13800138000"]),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_name_and_contact_under_two_numbers_is_an_error_of_one_of_them(
    load: Load, one: Sequence[str], other: Sequence[str]
) -> None:
    result = two(load, one, other)
    assert [rule for _, rule, _ in found(result)] == ["duplicate_customer"]
    assert len(result.tables["customers"]) == 1


def test_the_message_names_the_other_record_its_place_and_which_is_kept(load: Load) -> None:
    rows = [["C1", "华信科技公司", "", "13800138000"], ["C2", "华信科技", "张三", "13800138000"]]
    problem = load({"客户": [HEADERS, *rows]}).errors.iloc[0]
    assert (problem["cell"], problem["suggestion"]) == ("A2", "")
    assert problem["message"].endswith(
        "'C1' has the same name and contact as C2 '华信科技' (orders.xlsx, sheet '客户', row 3) and "
        "would count as a second customer. To have one, keep C2 (more of its cells are filled), "
        "delete this row, and write C2 where other sheets say C1."
    )
    assert "应保留 C2（填写更完整），删除本行，并把其他表中的 C1 改为 C2" in problem["message_zh"]


def test_the_earlier_of_two_equally_full_ones_is_kept_then_the_smaller_number(load: Load) -> None:
    headers = [*HEADERS, "首次接触时间"]
    rows = [
        ["C1", "甲信", "张三", "13800138000", "2026-03-05"],
        ["C2", "甲信", "张三", "13800138000", "2026-03-04"],
        ["C10", "乙信", "张三", "13800138001", "2026-03-04"],
        ["C9", "乙信", "张三", "13800138001", "2026-03-04"],
    ]
    result = load({"客户": [headers, *rows]})
    assert result.tables["customers"]["customer_id"].tolist() == ["C2", "C9"]


STORED = pd.DataFrame(
    {
        "customer_id": ["S1", "S2", "S3"],
        "customer_name": ["上海华信科技有限公司", "北京远大贸易", "北京远大贸易公司"],
        "contact_info": ["13800138000", "13900139000", "13900139000"],
        "owner": ["王五", "李四", "李四"],
    }
)


def test_of_a_stored_customer_the_number_is_suggested_which_merges_the_row_into_it(
    load: Load,
) -> None:
    rows = [["N1", "上海华信科技公司", "张三", "13800138000"]]
    known = {"customers": STORED}
    result = load({"客户": [HEADERS, *rows]}, known=known)
    assert found(result) == [("A2", "duplicate_customer", "S1")]
    assert "(stored already)" in result.problems["message"].iloc[0]
    accepted = load({"客户": [HEADERS, ["S1", *rows[0][1:]]]}, known=known)
    assert accepted.problems.empty
    assert accepted.tables["customers"]["customer_id"].tolist() == ["S1"]


def test_what_was_stored_twice_is_not_told_again(load: Load) -> None:
    rows = STORED[["customer_id", "customer_name", "contact_info"]].to_numpy().tolist()
    sheet = {"客户": [["客户编号", "客户名称", "联系方式"], *rows]}
    assert found(load(sheet, known={"customers": STORED})) == []
    assert [rule for _, rule, _ in found(load(sheet))] == ["duplicate_customer"]


def test_a_stored_number_is_never_refused_only_warned_of(load: Load) -> None:
    rows = [["S2", "上海华信科技公司", "", "13800138000"]]
    result = load({"客户": [HEADERS, *rows]}, known={"customers": STORED})
    assert ("A2", "near_duplicate_customer", "") in found(result)
    assert result.errors.empty
    assert result.problems["message"].str.contains("keep S1").any()


def test_a_mapping_may_let_duplicates_in(load: Load) -> None:
    mapping = SourceMapping.model_validate(
        {
            "files": {
                "orders.xlsx": {
                    "table": "customers",
                    "columns": dict(
                        zip(
                            HEADERS,
                            ["customer_id", "customer_name", "contact_name", "contact_info"],
                            strict=True,
                        )
                    ),
                }
            },
            "severity": {"duplicate_customer": "warning"},
        }
    )
    rows = [[f"C{n}", "华信科技", "张三", "13800138000"] for n in (1, 2)]
    result = load({"客户": [HEADERS, *rows]}, mapping=mapping)
    assert result.errors.empty
    assert len(result.tables["customers"]) == 2


def test_a_workspace_may_let_duplicates_in(book: Callable[..., Path], settings: Settings) -> None:
    rows = [[f"C{n}", "华信科技", "张三", "13800138000"] for n in (1, 2)]
    lenient = settings.imports.model_copy(update={"severity": {"duplicate_customer": "warning"}})
    result = load_files(
        [book({"客户": [HEADERS, *rows]})],
        replace(settings, imports=lenient),
        mapping=None,
        known={},
        today=date(2026, 10, 31),
    )
    assert found(result) == [("A3", "duplicate_customer", "")]
    assert result.errors.empty


NEAR = [
    (["上海华信科技", "", "13800138000"], ["上海华信科技有限公司", "", "13900139000"]),
    (["上海华信科技", "", ""], ["上海华信科技有限公司", "张三", "13900139000"]),
    (["深圳市大通互惠", "张三", "13800138000"], ["深圳大通互惠", "李四", "13900139000"]),
    (["北京字节跳动网络科技", "", "13800138000"], ["北京字节跳动科技有限公司", "", ""]),
    (["杭州云帆信息技术", "", "13800138000"], ["杭州云凡信息技术", "", "13800138000"]),
    (["上海博科智能信息技术", "", ""], ["上海博科智能信息枝术", "", ""]),
    (["Acme Semiconductors Inc.", "", ""], ["Acme Semiconducters Ltd", "", ""]),
    (["Acme Semiconductors", "", ""], ["Acme Semicnoductors", "", ""]),
]


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_a_similar_customer_is_a_warning_and_both_are_stored(
    load: Load, one: Sequence[str], other: Sequence[str]
) -> None:
    result = two(load, one, other)
    assert [rule for _, rule, _ in found(result)] == ["near_duplicate_customer"]
    assert result.errors.empty
    assert len(result.tables["customers"]) == 2


OTHERS = [
    ("上海华信科技有限公司", "北京华信科技有限公司"),
    ("上海华信信息技术有限公司", "珠海华信信息技术有限公司"),
    ("华信信息技术第一分公司", "华信信息技术第二分公司"),
    ("华信信息技术上海分公司", "华信信息技术北京分公司"),
    ("华信信息技术有限公司", "华信信息技术有限公司北京分公司"),
    ("A1 Semiconductors Ltd", "A2 Semiconductors Ltd"),
    ("广东29955自行车销售有限公司", "广东29956自行车销售有限公司"),
    ("华东信息技术咨询公司", "华南信息技术咨询公司"),
    ("*科技有限公司", "*科技有限公司"),
]


@pytest.mark.parametrize(("one", "other"), OTHERS)
@pytest.mark.parametrize("info", ["", "13800138000"])
def test_what_tells_companies_apart_counts_also_where_they_share_a_phone(
    load: Load, one: str, other: str, info: str
) -> None:
    assert found(two(load, [one, "", info], [other, "", info])) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("北京华信科技有限公司", "北京华信科贸有限公司"),
        ("上海佳益信息技术有限公司", "上海佳航信息技术有限公司"),
        ("Farwick Metalworks Co.", "Jarwick Metalworks Co."),
    ],
)
def test_another_word_in_a_name_is_another_company_unless_they_share_a_phone(
    load: Load, one: str, other: str
) -> None:
    assert found(two(load, [one, "", ""], [other, "", ""])) == []
    shared = two(load, [one, "", "13800138000"], [other, "", "13800138000"])
    assert [rule for _, rule, _ in found(shared)] == ["near_duplicate_customer"]


def test_a_row_of_similar_names_is_a_series(load: Load) -> None:
    rows = [[f"C{n}", f"红星信息技术{word}组"] for n, word in enumerate("金木水火土")]
    assert found(load({"客户": [HEADERS[:2], *rows]})) == []
    assert [rule for _, rule, _ in found(load({"客户": [HEADERS[:2], *rows[:2]]}))] == [
        "near_duplicate_customer"
    ]


def test_two_people_of_one_name_with_their_own_phones_are_two_customers(load: Load) -> None:
    assert found(two(load, ["张伟", "", "13800138000"], ["张伟", "", "13900139000"])) == []
    near = two(load, ["张伟", "", "13800138000"], ["张伟", "", ""])
    assert [rule for _, rule, _ in found(near)] == ["near_duplicate_customer"]


def test_a_masked_contact_is_no_evidence(load: Load) -> None:
    result = two(load, ["华信科技", "", "138****8000"], ["华信科技", "", "138****8000"])
    assert [rule for _, rule, _ in found(result)] == ["near_duplicate_customer"]


def test_one_customer_of_two_owners_names_both(load: Load) -> None:
    headers = ["客户编号", "客户名称", "负责人"]
    rows = [["N1", "上海华信科技", "李四"], ["N2", "上海华信科技公司", "李四"]]
    result = load({"客户": [headers, *rows]}, known={"customers": STORED})
    assert found(result) == [
        ("A2", "near_duplicate_customer", "S1"), ("C2", "several_owners", ""),
        ("A3", "near_duplicate_customer", "S1"), ("C3", "several_owners", ""),
    ]  # fmt: skip
    message = result.problems[result.problems["rule"] == "several_owners"]["message"].iloc[0]
    assert "'李四' here, '王五' in S1" in message


def test_one_number_with_two_owners_names_both(load: Load) -> None:
    headers = ["客户编号", "客户名称", "负责人"]
    rows = [["C1", "甲公司", "李四"], ["C1", "甲公司", "王五"]]
    result = load({"客户": [headers, *rows]})
    assert ("C3", "several_owners", "") in found(result)


def test_orders_of_a_refused_duplicate_wait(load: Load) -> None:
    rows = [["C1", "华信", "张三", "13800138000"], ["C2", "华信", "张三", "13800138000"]]
    orders = [
        ["销售单号", "客户编号", "成交金额", "成交日期", "负责人"],
        ["SO1", "C2", 50000, "2026-03-05", "王五"],
    ]
    result = load({"客户": [HEADERS, *rows], "订单": orders})
    assert [rule for _, rule, _ in found(result)] == ["duplicate_customer", "waits"]


LEADS = ["线索编号", "线索来源", "联系人姓名", "联系方式", "公司名称", "需求描述", "录入时间"]


@pytest.mark.parametrize(
    ("company", "phone", "on", "expected"),
    [
        ("华信科技有限公司", "138-0013-8000", "2026-03-20", ["near_duplicate_lead"]),
        ("华信科技有限公司", "13800138000", "2026-08-20", []),
        ("华信科技有限公司", "13900139000", "2026-03-20", []),
        ("远大贸易", "13800138000", "2026-03-20", []),
    ],
)
def test_a_lead_that_comes_again_while_the_first_is_open_is_warned_of(
    load: Load, company: str, phone: str, on: str, expected: list[str]
) -> None:
    rows = [
        ["L1", "展会", "张三", "13800138000", "华信科技", "系统", "2026-03-05"],
        ["L2", "展会", "张三", phone, company, "系统", on],
    ]
    result = load({"线索": [LEADS, *rows]})
    assert [rule for _, rule, _ in found(result)] == expected
    assert result.errors.empty
    if expected:
        assert "keep L1 (it is the earlier one)" in result.problems["message"].iloc[-1]
    assert found(load({"线索": [LEADS, *rows]}, known=result.tables)) == []


def test_a_lead_after_the_end_of_the_first_or_of_another_product_line_is_a_new_chance(
    load: Load,
) -> None:
    headers = [*LEADS, "产品线", "转化结果", "转化日期", "未成交原因"]
    first = ["L1", "展会", "张三", "13800138000", "华信科技", "系统", "2026-03-05"]
    second = ["L2", *first[1:6], "2026-03-20"]
    ended = [[*first, "", "未成交", "2026-03-10", "价格"], [*second, "", "", "", ""]]
    assert found(load({"线索": [headers, *ended]})) == []
    lines = [[*first, "软件", "", "", ""], [*second, "硬件", "", "", ""]]
    assert found(load({"线索": [headers, *lines]})) == []
