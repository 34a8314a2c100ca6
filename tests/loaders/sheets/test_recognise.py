"""Which table a sheet is, and where its data begin."""

from collections.abc import Callable
from pathlib import Path

import pytest

from salesnb.errors import DataError
from salesnb.loaders import LoadResult
from salesnb.loaders.sheets.forms import FORMS
from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.sheets.read import read_file
from salesnb.loaders.sheets.recognise import recognise
from salesnb.loaders.sheets.recognised import Recognised, Unrecognised
from salesnb.tables import TABLES

Load = Callable[..., LoadResult]
CUSTOMERS = [["客户编号", "客户名称", "行业"], ["C1", "甲公司", "制造业"], ["C2", "乙公司", "零售"]]


def form_of(path: Path) -> str:
    (sheet,) = read_file(path, path.name)
    found = recognise(sheet, "CNY")
    assert isinstance(found, Recognised), found
    return next(name for name, form in FORMS.items() if form is found.form)


@pytest.mark.parametrize("way", ["zh", "en", "name"])
@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_recognised_by_all_its_headers(
    book: Callable[..., Path], table: str, way: str
) -> None:
    headers = [getattr(column, way) for column in TABLES[table].columns]
    assert form_of(book({"Sheet1": [headers[::-1], ["x"] * len(headers)]})) == table


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_recognised_by_its_required_headers_and_signature(
    book: Callable[..., Path], table: str
) -> None:
    given = TABLES[table]
    parts = [part.split("|")[0] for part in given.signature or given.key]
    names = dict.fromkeys([*parts, *given.required, *(g[0] for g in given.one_of)])
    headers = [given[name].zh for name in names]
    assert form_of(book({"Sheet1": [headers, ["x"] * len(headers)]})) == table


def test_within_a_table_no_header_names_two_columns() -> None:
    for table in TABLES.values():
        seen: dict[str, str] = {}
        for column in table.columns:
            for header in column.accepted:
                assert seen.setdefault(read_header(header).key, column.name) == column.name


@pytest.mark.parametrize(
    "header",
    [
        "客户名称*",
        " 客户名称 ",
        "客户\n名称",
        "客户名称（必填）",
        "Customer Name",
        "customer_name",
        "ＣＵＳＴＯＭＥＲ_NAME",
    ],
)
def test_a_header_is_known_in_its_usual_disguises(header: str) -> None:
    column = FORMS["customers"].by_header.get(read_header(header).key)
    assert column is not None and column.name == "customer_name"


def test_titles_and_blank_rows_above_the_headers_are_passed_over(load: Load) -> None:
    rows = [["2026 年客户台账"], [], ["制表：王五"], *CUSTOMERS]
    result = load({"3月": rows})
    assert result.tables["customers"]["customer_name"].tolist() == ["甲公司", "乙公司"]
    assert result.tables["customers"]["_row"].tolist() == [5, 6]


def test_a_second_header_row_of_codes_is_passed_over(load: Load) -> None:
    codes = ["Customer_ID", "Customer_Name", "Industry"]
    result = load({"3月": [CUSTOMERS[0], codes, *CUSTOMERS[1:]]})
    assert result.tables["customers"]["customer_id"].tolist() == ["C1", "C2"]


def test_latin_data_below_chinese_headers_is_no_second_header(load: Load) -> None:
    result = load(
        {"人员": [["姓名", "团队", "角色"], ["Amy", "East", "rep"], ["Bob", "East", "rep"]]}
    )
    assert result.tables["staff"]["name"].tolist() == ["Amy", "Bob"]


@pytest.mark.parametrize("word", ["合计", "总 计", "Total", "小计："])
def test_a_row_of_totals_is_left_out_with_a_note(load: Load, word: str) -> None:
    result = load({"3月": [*CUSTOMERS, ["", word, ""], [word, "", "12"]]})
    assert len(result.tables["customers"]) == 2
    assert "row 4, 5 holds totals" in result.notes[0].en
    assert result.counts["rows_in"].tolist() == [2]


def test_a_customer_called_total_with_a_number_is_no_row_of_totals(load: Load) -> None:
    result = load({"3月": [["客户名称", "客户编号"], ["Total", "C1"]]})
    assert result.tables["customers"]["customer_name"].tolist() == ["Total"]


def test_empty_rows_between_are_no_rows(load: Load) -> None:
    result = load({"3月": [CUSTOMERS[0], [], CUSTOMERS[1], ["  "], CUSTOMERS[2]]})
    assert result.counts["rows_in"].tolist() == [2]
    assert result.tables["customers"]["_row"].tolist() == [3, 5]


def test_unknown_columns_are_kept_under_their_header(load: Load) -> None:
    result = load(
        {"3月": [[*CUSTOMERS[0], " 开票 信息 ", "Version"], [*CUSTOMERS[1], "专票", "2"]]}
    )
    assert result.tables["customers"]["开票 信息"].tolist() == ["专票"]
    assert result.tables["customers"]["Version_"].tolist() == ["2"]


def test_a_column_without_a_header_is_left_out_with_a_note(load: Load) -> None:
    result = load({"3月": [CUSTOMERS[0], [*CUSTOMERS[1], "?"]]})
    assert "column D has values but no header" in result.notes[0].en


def test_an_empty_sheet_and_an_unknown_one_do_not_stop_the_others(load: Load) -> None:
    result = load({"空": [], "杂项": [["客户名", "电话x"], ["a", "b"]], "客户": CUSTOMERS})
    assert len(result.tables["customers"]) == 2
    assert "orders.xlsx, sheet '空': empty, left out." in [note.en for note in result.notes]
    assert any(
        "'杂项'" in n.en and "客户信息表" in n.en and "is it '客户名'?" in n.en
        for n in result.notes
    )


def test_where_nothing_is_recognised_the_error_names_the_nearest_table(load: Load) -> None:
    with pytest.raises(DataError, match=r"Nothing to import.*'杂项'.*客户信息表") as caught:
        load({"杂项": [["客户名", "电话x"], ["a", "b"]]})
    assert caught.value.exit_code == 1


def test_leads_without_their_number_are_not_taken_for_customers(load: Load) -> None:
    headers = ["公司名称", "线索来源", "联系人", "联系方式", "需求描述", "录入时间"]
    result = load({"线索": [headers, ["甲公司", "官网", "张三", "138", "控制系统", "2026-03-05"]]})
    assert result.counts["table"].tolist() == ["leads"]
    assert "'线索编号 / Lead_ID' is missing" in result.problems["message"].iloc[0]


def test_a_sheet_without_a_table_is_unrecognised(book: Callable[..., Path]) -> None:
    (sheet,) = read_file(book({"a": [["x", "y"], ["1", "2"]]}), "a")
    assert isinstance(recognise(sheet, "CNY"), Unrecognised)


@pytest.mark.parametrize(
    ("header", "typed", "yuan"),
    [
        ("成交金额(万)", "65", 650_000),
        ("成交金额（万元）", "65", 650_000),
        ("成交金额(元)", "65", 65),
        ("Amount (k)", "65", 65_000),
        ("成交金额", "65", 65),
        ("成交金额(含税)", "65", None),
        ("Amount (USD)", "65", None),
    ],
)
def test_the_unit_in_a_header_counts_and_an_unknown_bracket_is_not_guessed(
    load: Load, header: str, typed: str, yuan: int | None
) -> None:
    known_customer = ["销售单号", "客户编号", header, "成交日期", "负责人"]
    result = load(
        {
            "订单": [known_customer, ["SO1", "C1", typed, "2026-03-05", "王五"]],
            "客户": CUSTOMERS,
        }
    )
    if yuan is None:
        assert "missing_column" in result.problems["rule"].tolist()
    else:
        assert result.tables["orders"]["amount"].tolist() == [yuan]


def test_a_unit_above_the_table_holds_for_its_amounts(load: Load) -> None:
    rows = [
        ["产品报价", "", "单位：万元"],
        ["产品名称", "产品定价", "底价(元)"],
        ["控制系统", "2.5", "21000"],
    ]
    result = load({"产品": rows})
    assert result.tables["products"]["list_price"].tolist() == [25_000]
    assert result.tables["products"]["floor_price"].tolist() == [21_000]
    assert any("multiplied by 10000" in note.en for note in result.notes)


def test_an_english_list_of_customers_is_recognised_by_plain_words(
    load: Callable[..., LoadResult],
) -> None:
    header = [
        "Customer ID",
        "Company",
        "Industry",
        "Phone",
        "Lead Source",
        "First Contact",
        "Owner",
    ]
    row = ["C1", "Acme Ltd", "Retail", "555 123 4567", "Trade show", "2026-03-05", "Ann Lee"]
    (stored,) = load({"Sheet1": [header, row]}).tables["customers"].to_dict("records")
    assert stored["customer_name"] == "Acme Ltd" and stored["source_text"] == "Trade show"
    assert str(stored["first_contact_date"])[:10] == "2026-03-05"
