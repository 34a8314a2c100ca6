"""What people put around a table: groups, codes, hints, totals, remarks, pasted sheets."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from salesnb.errors import DataError
from salesnb.loaders import LoadResult, load_sheets
from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.sheets.read import RawSheet
from salesnb.settings import Settings, SourceMapping
from tests.loaders.conftest import TODAY

Load = Callable[..., LoadResult]
Rows = list[list[object]]
HEADER = ["客户编号", "客户名称", "行业"]
ONE, TWO = ["C1", "甲公司", "制造业"], ["C2", "乙公司", "零售"]


def said(result: LoadResult) -> list[str]:
    return [note.en.split(": ", 1)[1] for note in result.notes]


def customers(result: LoadResult, column: str = "customer_name") -> list[str]:
    return list(result.tables["customers"][column])


@pytest.fixture
def merged(settings: Settings) -> Callable[..., LoadResult]:
    """Load rows as one sheet in which ranges (first row and column, last row and column) are merged."""

    def run(rows: Rows, *ranges: tuple[int, int, int, int], left: int = 0) -> LoadResult:
        cells = pd.DataFrame([[c or None for c in row] for row in rows], dtype="str")
        sheet = RawSheet("a.xlsx", "表", cells, left, merged=ranges)
        return load_sheets([sheet], settings, mapping=None, known={}, today=TODAY)

    return run


GROUPED: Rows = [
    ["订单编号", "客户", "", "成交金额", "回款", ""],
    ["", "编号", "名称", "", "金额", "日期"],
    ["S1", "C1", "甲公司", "500", "200", "2026-03-05"],
]


@pytest.mark.parametrize("with_ranges", [True, False])
def test_a_group_above_headers_is_part_of_them(
    merged: Callable[..., LoadResult], with_ranges: bool
) -> None:
    header = [[*GROUPED[0], "成交日期"], [*GROUPED[1], ""], [*GROUPED[2], "2026-03-01"]]
    ranges = [(0, 1, 0, 2), (0, 4, 0, 5), (0, 0, 1, 0), (0, 3, 1, 3), (0, 6, 1, 6)]
    result = merged(header, *(ranges if with_ranges else ()))
    assert result.counts["table"].tolist() == ["orders", "payments"]
    assert result.counts["rows_in"].tolist() == [1, 1]
    (missing,) = result.problems.loc[result.problems["rule"] == "missing_column", "column"]
    assert missing == "owner"


def test_a_value_below_a_group_is_reported_at_its_own_cell(
    merged: Callable[..., LoadResult],
) -> None:
    rows: Rows = [
        ["基本信息", "", "", "跟进"],
        ["客户编号", "客户名称", "首次接触日期", "备注"],
        ["C1", "甲公司", "2026-13-01", "x"],
    ]
    result = merged(rows, (0, 2, 0, 4), left=2)
    found = result.problems.loc[result.problems["severity"] == "error", ["cell", "rule"]]
    assert found.to_numpy().tolist() == [["E3", "not_date"]]


def test_a_header_below_a_foreign_group_is_not_taken_for_the_tables_own(load: Load) -> None:
    rows = [
        ["客户", "", "供应商", ""],
        ["编号", "名称", "联系人", "备注"],
        ["C1", "甲公司", "张三", ""],
    ]
    table = load({"表": rows}).tables["customers"]
    assert "contact_name" not in table
    assert table["供应商联系人"].tolist() == ["张三"]


def test_the_unit_of_a_group_holds_for_the_headers_below(load: Load) -> None:
    rows = [
        ["产品信息", "", "价格（万元）", ""],
        ["产品名称", "产品线", "产品定价", "底价(元)"],
        ["控制系统", "A", "2.5", "21000"],
    ]
    table = load({"产品": rows}).tables["products"]
    assert table["list_price"].tolist() == [25_000]
    assert table["floor_price"].tolist() == [21_000]


def test_a_second_column_below_a_merged_header_is_not_lost(
    merged: Callable[..., LoadResult],
) -> None:
    header = ["客户编号", "客户名称", "联系方式", ""]
    rows: Rows = [header, ["C1", "甲公司", "", "021-5"], ["C2", "乙公司", "138", "138"]]
    result = merged(rows, (0, 2, 0, 3))
    assert customers(result, "contact_info") == ["021-5", "138"]
    result = merged([header, ["C1", "甲公司", "138", "021-5"]], (0, 2, 0, 3))
    assert customers(result, "contact_info") == ["138"]
    assert "column D '联系方式' means the same as column C but differs in row 2" in said(result)[0]


def test_a_title_merged_over_the_table_is_no_header(merged: Callable[..., LoadResult]) -> None:
    result = merged([["客户信息表", "", ""], HEADER, ONE], (0, 0, 0, 2))
    assert customers(result) == ["甲公司"]


def test_a_cell_merged_over_rows_holds_for_each_but_an_amount_does_not(
    merged: Callable[..., LoadResult],
) -> None:
    header = ["销售单号", "客户编号", "成交金额", "成交日期", "负责人"]
    rows: Rows = [
        header,
        ["S1", "C1", "500", "2026-03-05", "王五"],
        ["S2", "", "", "2026-03-06", "王五"],
    ]
    result = merged(rows, (1, 1, 2, 1), (1, 2, 2, 2))
    required = result.problems.loc[result.problems["rule"] == "required", "cell"]
    assert required.tolist() == ["C3"]
    assert "merged cells of column B '客户编号'" in said(result)[0]


CODES = ["Customer_ID", "Customer_Name", "Industry"]


@pytest.mark.parametrize(
    "above",
    [
        [HEADER, CODES],
        [CODES, HEADER],
        [HEADER, CODES, ["必填", "必填，公司全称", "下拉选择"]],
        [HEADER, ["（必填）", "文本，50字以内", "如：制造业"], CODES],
        [HEADER, ["示例", "某公司", "制造业"]],
    ],
)
def test_codes_and_hints_below_the_headers_are_no_data(load: Load, above: Rows) -> None:
    result = load({"表": [*above, ONE, TWO]})
    assert customers(result) == ["甲公司", "乙公司"]
    assert result.counts["rows_in"].tolist() == [2]


def test_codes_that_nobody_knows_are_no_data_where_they_cannot_be(load: Load) -> None:
    header = ["销售单号", "客户编号", "成交金额", "成交日期", "负责人"]
    row = ["S1", "C1", "500", "2026-03-05", "王五"]
    result = load({"表": [header, ["billNo", "cust", "amt", "dealDate", "sales"], row]})
    assert result.counts["rows_in"].tolist() == [1]
    wrong = load({"表": [header, ["S", "Amy", "500", "soon", "Bob"], row]})
    assert wrong.counts["rows_in"].tolist() == [2]


def test_a_company_that_sounds_like_a_hint_is_data(load: Load) -> None:
    result = load({"表": [HEADER, ["C1", "如家酒店", "酒店"], ["C2", "日期科技", "文本"]]})
    assert customers(result) == ["如家酒店", "日期科技"]


@pytest.mark.parametrize(
    "row",
    [
        ["合计：", "", "12"],
        ["2024年合计", "", "12"],
        ["", "华东小计", "12"],
        ["", "", "总计"],
        ["平均值", "", "3"],
        ["合计：12 家", "", ""],
        ["Grand total", "", ""],
        ["East subtotal", "", ""],
    ],
)
def test_totals_subtotals_and_averages_are_left_out(load: Load, row: list[object]) -> None:
    result = load({"表": [HEADER, ONE, row, TWO]})
    assert customers(result) == ["甲公司", "乙公司"]
    assert said(result) == ["row 3 holds totals and was left out."]


def test_the_word_may_stand_behind_other_columns(load: Load) -> None:
    rows = [["区域", "客户编号", "客户名称"], ["华东", "C1", "甲公司"], ["华东", "小计", ""]]
    assert customers(load({"表": rows})) == ["甲公司"]


@pytest.mark.parametrize("name", ["合计", "华东小计", "Total", "Sum", "上海合计信息技术有限公司"])
def test_a_customer_with_a_number_may_be_called_so(load: Load, name: str) -> None:
    assert customers(load({"表": [HEADER, ["C9", name, ""], ONE]}))[0] == name


@pytest.mark.parametrize(
    "below",
    [
        [["制表人：张三", "", "审核：李四"]],
        [["备注：以上价格含税"], ["1. 仅限华东"], ["2、有效期一年"]],
        [["合计", "", "2"], [], ["以上数据截至2026年10月"]],
        [["", "Prepared by: Amy"]],
        [["制表：王五", "审核：", "日期：2026-10-31"]],
    ],
)
def test_remarks_and_signatures_below_the_table_are_left_out(load: Load, below: Rows) -> None:
    result = load({"表": [HEADER, ONE, TWO, *below]})
    assert customers(result) == ["甲公司", "乙公司"]
    assert result.errors.empty
    assert any("holds a remark below the table" in note for note in said(result))


@pytest.mark.parametrize("row", [["随便写的"], ["备注：x", "丙公司", "零售"], ["1. 丙公司"]])
def test_what_is_no_remark_or_stands_amid_the_data_stays_a_problem(
    load: Load, row: list[object]
) -> None:
    assert load({"表": [HEADER, ONE, row]}).counts["rows_in"].tolist() == [2]
    assert load({"表": [HEADER, ["备注：x"], ONE]}).counts["rows_in"].tolist() == [2]


def test_headers_and_titles_of_a_pasted_sheet_are_left_out(load: Load) -> None:
    result = load({"表": [["1月台账"], HEADER, ONE, [], ["2月台账"], HEADER, TWO]})
    assert customers(result) == ["甲公司", "乙公司"]
    assert said(result) == ["row 5, 6 repeats the headers and was left out."]


def test_a_sheet_pasted_below_with_other_columns_is_read_by_its_own_headers(load: Load) -> None:
    below = [["客户名称", "行业", "客户编号", "区域"], ["乙公司", "零售", "C2", "华东"]]
    result = load({"表": [HEADER, ONE, *below]})
    table = result.tables["customers"].set_index("customer_id")
    assert table["customer_name"].to_dict() == {"C1": "甲公司", "C2": "乙公司"}
    assert table.loc["C2", "region"] == "华东"
    assert result.counts["rows_in"].tolist() == [2]


@pytest.mark.parametrize(
    ("headers", "rows", "names", "remark"),
    [
        (["负责人", "Owner"], [["王五", "王五"]], ["王五"], "merged"),
        (["负责人", "Owner"], [["", "王五"]], ["王五"], "merged"),
        (["负责人", "Owner"], [["王五", ""]], ["王五"], ""),
        (["业务员", "负责人"], [["李四", "王五"]], ["王五"], "column E '业务员' means the same as"),
        (
            ["负责人", "负责人"],
            [["王五", "李四"], ["", "赵六"]],
            ["王五", "赵六"],
            "differs in row 2,",
        ),
    ],
)
def test_of_columns_with_one_meaning_the_first_counts_and_nothing_is_lost_unsaid(
    load: Load, headers: list[str], rows: list[list[str]], names: list[str], remark: str
) -> None:
    data = [[f"C{n}", f"公司{n}", "零售", *row] for n, row in enumerate(rows)]
    if headers[0] == "业务员":
        remark = "column D '业务员' means the same as column E but differs in row 2"
    result = load({"表": [[*HEADER, *headers], *data]})
    assert customers(result, "owner") == names
    assert remark in " ".join(said(result))
    assert bool(remark) == bool(said(result))


def test_a_problem_of_a_column_that_stands_in_for_an_empty_one_is_at_its_own_cell(
    load: Load,
) -> None:
    rows = [["客户编号", "客户名称", "首次接触时间", "首次接触日期"], ["C1", "甲公司", "", "面议"]]
    result = load({"表": rows})
    assert result.errors["cell"].tolist() == ["D2"]


def test_columns_of_one_meaning_in_two_units_are_not_mixed(load: Load) -> None:
    rows = [["产品名称", "产品定价(元)", "产品定价(万元)"], ["甲", "50000", "5"], ["乙", "", "6"]]
    result = load({"产品": rows})
    assert result.tables["products"]["list_price"].isna().tolist() == [False, True]
    assert "in another unit and was left out" in said(result)[0]


def test_unknown_columns_of_the_same_header_are_one(load: Load) -> None:
    result = load({"表": [[*HEADER, "开票", "开票"], [*ONE, "", "专票"]]})
    assert customers(result, "开票") == ["专票"]


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("金额/元", 1),
        ("成交金额,万元", 10_000),
        ("成交金额，元", 1),
        ("Amount (10k CNY)", 10_000),
        ("Amount, CNY", None),
        ("成交金额（人民币万元）", 10_000),
        ("*成交金额\n（万元）（必填）", 10_000),
        ("成交金额【必填，数字】", None),
    ],
)
def test_a_unit_is_read_in_brackets_and_behind_a_slash_or_comma(
    load: Load, header: str, factor: int | None
) -> None:
    assert read_header(header).factor == factor
    rows = [
        ["销售单号", "客户编号", header, "成交日期", "负责人"],
        ["S1", "C1", "65", "2026-03-05", "王五"],
    ]
    result = load({"订单": rows, "客户": [HEADER, ONE]})
    assert result.tables["orders"]["amount"].tolist() == [65 * (factor or 1)]


@pytest.mark.parametrize("header", ["产品/服务名称", "金额/含税", "跟进人/时间"])
def test_other_words_behind_a_slash_are_part_of_the_header(header: str) -> None:
    assert read_header(header).key == header


@pytest.mark.parametrize("name", ["说明", "封面", "目录", "Instructions 1", "Read me"])
def test_a_sheet_of_instructions_is_left_out_by_its_name(load: Load, name: str) -> None:
    result = load({name: [HEADER, ["C9", "示例公司", ""]], "客户": [HEADER, ONE]})
    assert customers(result) == ["甲公司"]
    assert "an instruction sheet by its name" in " ".join(said(result))
    with pytest.raises(DataError, match="instruction sheet"):
        load({name: [HEADER, ONE]})


def hidden(name: str, rows: Rows) -> RawSheet:
    return RawSheet("a.xlsx", name, pd.DataFrame(rows, dtype="str"), hidden=True)


def test_a_hidden_sheet_is_left_out_and_said_so(settings: Settings) -> None:
    shown = RawSheet("a.xlsx", "客户", pd.DataFrame([HEADER, ONE], dtype="str"))
    others = [hidden("旧客户", [HEADER, TWO]), hidden("计算", [["x", "y"], ["1", "2"]])]
    result = load_sheets([shown, *others], settings, mapping=None, known={}, today=TODAY)
    assert customers(result) == ["甲公司"]
    assert [note for note in said(result) if "hidden" in note] == [
        "the sheet is hidden and was left out. To import it, unhide it or name it in a mapping"
        " (sheet)."
    ]
    assert not any("计算" in note.zh for note in result.notes)
    with pytest.raises(DataError, match="hidden"):
        load_sheets(others, settings, mapping=None, known={}, today=TODAY)


def test_a_mapping_that_names_a_hidden_sheet_reads_it(settings: Settings) -> None:
    columns = {"客户编号": "customer_id", "客户名称": "customer_name"}
    entry: dict[str, object] = {"table": "customers", "columns": columns}
    for name, count in (("旧客户", 1), (None, 0)):
        mapping = SourceMapping.model_validate({"files": {"a.xlsx": {**entry, "sheet": name}}})
        sheets = [
            hidden("旧客户", [HEADER, TWO]),
            replace(hidden("客户", [HEADER, ONE]), sheet="x"),
        ]
        if count:
            result = load_sheets(sheets, settings, mapping=mapping, known={}, today=TODAY)
            assert customers(result) == ["乙公司"]
        else:
            with pytest.raises(DataError, match="hidden"):
                load_sheets(sheets[:1], settings, mapping=mapping, known={}, today=TODAY)


def test_merged_headers_and_hidden_sheets_of_a_real_workbook(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    page = workbook.add_worksheet("客户")
    page.merge_range(1, 1, 1, 2, "客户")
    page.merge_range(1, 3, 2, 3, "所属行业")
    page.write_row(2, 1, ["编号", "名称"])
    page.write_row(3, 1, ONE)
    for title in ("旧客户", "很旧的客户"):
        old = workbook.add_worksheet(title)
        old.write_row(0, 0, HEADER)
        old.write_row(1, 0, TWO)
    old.very_hidden()
    workbook.get_worksheet_by_name("旧客户").hide()
    workbook.close()
    result = load(path)
    table = result.tables["customers"]
    assert table[["customer_id", "customer_name", "industry", "_row"]].to_numpy().tolist() == [
        [*ONE, 4]
    ]
    assert sum("the sheet is hidden" in note for note in said(result)) == 2


PAID = ["销售单号", "回款金额", "回款日期"]


@pytest.mark.parametrize(
    ("headers", "table"),
    [
        ([*PAID, "成交日期", "成交金额"], "orders"),
        ([*PAID, "成交日期", "成交金额", "客户编号", "负责人"], "orders"),
        ([*PAID, "回款编号", "成交日期", "成交金额", "客户名称"], "payments"),
        ([*PAID, "客户名称"], "payments"),
        (
            ["机会编号", "当前阶段", "客户编号", "客户名称", "负责人", "预计成交金额"],
            "opportunities",
        ),
        (["商机名称", "销售阶段", "客户名称", "商机金额", "预计签约日期"], "opportunities"),
        (["客户编号", "客户名称", "跟进时间", "跟进人", "当前跟进阶段"], "follow_ups"),
        (["订单号", "客户编号", "产品名称", "数量", "标准单价", "销售日期"], "orders"),
    ],
)
def test_where_several_tables_come_into_question_the_right_one_is_taken(
    load: Load, headers: list[str], table: str
) -> None:
    result = load({"Sheet1": [headers, ["x"] * len(headers)]})
    assert result.counts["table"].iloc[0] == table


def test_totals_and_remarks_are_left_out_of_a_mapped_file_too(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("no,name\n1,甲公司\n合计,\n备注：x,\n", encoding="utf-8")
    columns = {"no": "customer_id", "name": "customer_name"}
    entry = {"a.csv": {"table": "customers", "columns": columns}}
    result = load(path, mapping=SourceMapping.model_validate({"files": entry}))
    assert customers(result) == ["甲公司"]
    assert [note.en for note in result.notes] == [
        "a.csv: row 3 holds totals and was left out.",
        "a.csv: row 4 holds a remark below the table and was left out.",
    ]


def test_a_csv_without_headers_and_totals_in_its_first_row_keeps_its_row_numbers(
    load: Load, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1,甲公司\n合计,2\n2,乙公司\n", encoding="utf-8")
    entry = {
        "a.csv": {
            "table": "customers",
            "header": ["no", "name"],
            "columns": {"no": "customer_id", "name": "customer_name"},
        }
    }
    result = load(path, mapping=SourceMapping.model_validate({"files": entry}))
    assert result.tables["customers"]["_row"].tolist() == [1, 3]
    assert [note.en for note in result.notes] == ["a.csv: row 2 holds totals and was left out."]


def test_numbers_of_rows_are_no_content(load: Load) -> None:
    header = ["序号", *HEADER]
    numbered = [header, [1, *ONE], [2, *TWO], [3, *ONE], [4], [5], ["合计", "2家"], ["审核：李总"]]
    result = load({"客户": numbered})
    assert customers(result) == ["甲公司", "乙公司"]
    assert "序号" not in result.tables["customers"]
    assert result.counts["repeated"].tolist() == [1]
    assert said(result)[:3] == [
        "row 7 holds totals and was left out.",
        "row 8 holds a remark below the table and was left out.",
        "column A '序号' only numbers the rows and was left out.",
    ]


def test_a_column_of_numbers_with_words_in_it_is_kept(load: Load) -> None:
    result = load({"客户": [["序号", *HEADER], ["甲-1", *ONE], [2, *TWO]]})
    assert customers(result, "序号") == ["甲-1", "2"]


def test_a_unit_above_a_table_without_amounts_is_not_spoken_of(load: Load) -> None:
    assert said(load({"客户": [["单位：万元"], HEADER, ONE]})) == []


@pytest.mark.parametrize(
    ("above", "amount"),
    [
        (["2026年10月订单（万元）"], 30_000),
        (["单位 万元"], 30_000),
        (["2026年10月订单（修订）"], 3),
        (["本月合计（万元）", 120], 3),  # a figure with its own unit, no title
    ],
)
def test_a_unit_above_the_table_holds_for_its_amounts(load: Load, above: Rows, amount: int) -> None:
    header = ["销售单号", "客户编号", "成交金额", "成交日期", "负责人"]
    rows = [above, header, ["SO1", "C1", 3, "2026-10-05", "王五"]]
    result = load({"客户": [HEADER, ONE], "订单": rows})
    assert [int(each) for each in result.tables["orders"]["amount"]] == [amount]
