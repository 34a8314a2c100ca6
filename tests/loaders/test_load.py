"""From workbook to checked rows: dtypes, problems, what is rejected, what is counted."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from salesnb.loaders import LoadResult

Load = Callable[..., LoadResult]
CUSTOMERS = [["客户编号", "客户名称"], ["C1", "甲公司"], ["C2", "乙公司"]]
ORDER = ["销售单号", "客户编号", "成交金额", "成交日期", "负责人"]


def rules(result: LoadResult) -> list[tuple[str, str]]:
    return list(result.problems[["cell", "rule"]].itertuples(index=False, name=None))


def orders(*rows: list[object], header: list[str] = ORDER) -> dict[str, list[list[object]]]:
    return {"客户": [*CUSTOMERS], "3月": [[*header], *rows]}


def test_good_rows_come_with_exact_types_and_their_place(load: Load) -> None:
    result = load(orders(["SO1", "C1", "￥50,000.10", "2026年3月5日", "王五"]))
    row = result.tables["orders"]
    assert row["amount"].tolist() == [Decimal("50000.1000")]
    assert row["amount"].dtype == pd.ArrowDtype(pa.decimal128(18, 4))
    assert row["order_date"].tolist() == [pd.Timestamp(2026, 3, 5)]
    assert str(row["order_date"].dtype) == "datetime64[s]"
    assert str(row["owner"].dtype) == "str"
    assert row[["_file", "_sheet", "_row"]].iloc[0].tolist() == ["orders.xlsx", "3月", 2]
    assert "region" not in row.columns


def test_a_whole_amount_cell_and_a_typed_amount_are_the_same(load: Load) -> None:
    result = load(
        orders(
            ["SO1", "C1", 0.1 + 0.2, date(2026, 3, 5), "王五"],
            ["SO2", "C1", "0.3", "46086", "王五"],
        )
    )
    assert result.tables["orders"]["amount"].tolist() == [Decimal("0.3000")] * 2
    assert result.tables["orders"]["order_date"].nunique() == 1


def test_the_message_names_place_problem_and_remedy(load: Load) -> None:
    rows = [["SO1", "C1", 1, "2026-03-05", "王五"]] * 10 + [
        ["SO2", "C1", "面议", "2026-03-05", "王五"]
    ]
    result = load(orders(*rows))
    (problem,) = result.problems.to_dict("records")
    assert problem["message"] == (
        "orders.xlsx, sheet '3月', cell C12: '面议' is not an amount. Write 50000 or 5万."
    )
    assert problem["message_zh"] == (
        "orders.xlsx，工作表“3月”，单元格 C12：“面议”不是金额。请填 50000 或 5万。"
    )
    wanted = {
        "row": 12,
        "column": "amount",
        "table": "orders",
        "value": "面议",
        "severity": "error",
    }
    assert {name: problem[name] for name in wanted} == wanted


def test_an_optional_amount_may_also_be_left_empty(load: Load) -> None:
    result = load({"产品": [["产品名称", "产品定价"], ["控制系统", "面议"]]})
    assert result.problems["message"].iloc[0].endswith("Write 50000 or 5万, or leave it empty.")


def test_every_problem_is_found_in_one_pass_and_rows_in_are_good_plus_rejected(load: Load) -> None:
    result = load(
        orders(
            ["SO1", "C1", "100", "2026-03-05", "王五"],
            ["SO2", "C1", "abc", "2027-03-05", ""],
            ["SO3", "C9", "1052,75", "03/04/2026", "王五"],
        )
    )
    assert rules(result) == [
        ("C3", "not_amount"),
        ("D3", "future"),
        ("E3", "required"),
        ("B4", "unknown_reference"),
        ("C4", "ambiguous_amount"),
        ("D4", "ambiguous_date"),
    ]
    counts = result.counts.set_index("table")
    assert counts.loc["orders", ["rows_in", "good", "rejected"]].tolist() == [3, 1, 2]
    assert len(result.rejected) == 2


def test_a_rejected_row_is_kept_as_it_was_typed(load: Load) -> None:
    result = load(orders(["SO2", "C1", "面议", "2026/3/5", "王五"]))
    (row,) = result.rejected.to_dict("records")
    assert json.loads(row["values"]) == {
        "销售单号": "SO2",
        "客户编号": "C1",
        "成交金额": "面议",
        "成交日期": "2026/3/5",
        "负责人": "王五",
    }
    assert (row["table"], row["sheet"], row["row"], row["rule"]) == (
        "orders",
        "3月",
        2,
        "not_amount",
    )


def test_dashes_and_words_for_nothing_are_empty(load: Load) -> None:
    header = ["客户编号", "客户名称", "行业", "首次接触时间", "战略价值"]
    rows = [[f"C{n}", "甲公司", word, word, word] for n, word in enumerate(
        ["--", "-", "/", "无", "待定", "N/A", "'null", "null", "NULL", "—"]
    )]  # fmt: skip
    result = load({"客户": [header, *rows]})
    table = result.tables["customers"]
    assert len(table) == 10
    assert table[["industry", "first_contact_date", "strategic"]].isna().all().all()


def test_a_required_cell_with_a_dash_is_empty(load: Load) -> None:
    result = load({"客户": [["客户编号", "客户名称"], ["C1", "--"]]})
    assert rules(result) == [("B2", "required")]


def test_leading_zeros_and_long_numbers_stay_text(load: Load) -> None:
    header = ["客户编号", "客户名称", "联系方式"]
    result = load({"客户": [header, ["0012", "甲公司", "010-123"], ["13", "乙公司", 13800138000]]})
    assert result.tables["customers"]["customer_id"].tolist() == ["0012", "13"]
    assert result.tables["customers"]["contact_info"].tolist() == ["010-123", "13800138000"]


def test_full_width_keys_are_half_width(load: Load) -> None:
    result = load(orders(["SO1", "Ｃ１", "1", "2026-03-05", "王五"]))
    assert result.tables["orders"]["customer_id"].tolist() == ["C1"]


def test_a_missing_required_column_is_one_problem_and_rejects_the_sheet(load: Load) -> None:
    header = [name for name in ORDER if name != "负责人"]
    result = load(
        orders(["SO1", "C1", "1", "2026-03-05"], ["SO2", "C1", "1", "2026-03-05"], header=header)
    )
    (problem,) = result.problems.to_dict("records")
    assert problem["rule"] == "missing_column"
    assert problem["message"] == (
        "orders.xlsx, sheet '3月', row 1: The required column '负责人 / Responsible' is missing,"
        " so 2 rows cannot be imported. Add it."
    )
    assert "orders" not in result.tables


def test_a_row_that_is_stored_may_leave_required_columns_out(load: Load) -> None:
    known = {"customers": pd.DataFrame({"customer_id": ["C1"], "customer_name": ["甲公司"]})}
    sheet = [["客户编号", "客户名称", "客户等级"], ["C1", "甲公司", "重点客户"]]
    order = pd.DataFrame({"order_id": ["SO1"], "customer_id": ["C1"], "owner": ["王五"]})
    result = load(
        {
            "客户": sheet,
            "订单": [["销售单号", "成交日期"], ["SO1", "2026-03-06"], ["SO2", "2026-03-06"]],
        },
        known={**known, "orders": order},
    )
    assert result.tables["customers"]["level"].tolist() == ["key"]
    assert result.tables["orders"]["order_id"].tolist() == ["SO1"]
    assert set(result.rejected["row"]) == {3}


def test_one_of_customer_and_lead_is_required_of_a_follow_up(load: Load) -> None:
    header = ["客户编号", "线索编号", "跟进时间", "跟进人"]
    result = load(
        {
            "跟进": [header, ["", "", "2026-03-05", "王五"], ["C1", "", "2026-03-05", "王五"]],
            "客户": CUSTOMERS,
        }
    )
    assert rules(result) == [("A2", "one_of")]
    assert "Customer_ID / Lead_ID" in result.problems["message"].iloc[0]
    assert "客户编号 / 线索编号" in result.problems["message_zh"].iloc[0]


def test_many_empty_recommended_cells_are_one_warning(load: Load) -> None:
    rows = [[f"C{n}", f"公司{n}", "" if n < 30 else "零售"] for n in range(60)]
    result = load({"客户": [["客户编号", "客户名称", "行业"], *rows]})
    (problem,) = result.problems.to_dict("records")
    assert (problem["cell"], problem["count"], problem["severity"]) == ("C2", 30, "warning")
    assert "30 such cells" in problem["message"]
    assert len(result.tables["customers"]) == 60


def test_many_rows_without_a_column_are_one_warning_with_their_number(load: Load) -> None:
    rows = [[f"C{n}", f"公司{n}", "流失客户"] for n in range(30)]
    result = load({"客户": [["客户编号", "客户名称", "客户状态"], *rows]})
    (problem,) = result.problems.to_dict("records")
    assert (problem["cell"], problem["row"], problem["count"]) == ("", 2, 30)
    assert problem["message_zh"].endswith("共 30 行如此。")


@pytest.mark.parametrize(("empty", "cells"), [(2, ["C2", "C3"]), (3, ["C2"])])
def test_empty_recommended_cells_are_one_warning_from_three_on(
    load: Load, empty: int, cells: list[str]
) -> None:
    rows = [[f"C{n}", f"公司{n}", "" if n < empty else "零售"] for n in range(60)]
    result = load({"客户": [["客户编号", "客户名称", "行业"], *rows]})
    assert result.problems["cell"].tolist() == cells
    assert result.problems["count"].sum() == empty


@pytest.mark.parametrize(("lost", "problems"), [(20, 20), (21, 1)])
def test_other_warnings_are_one_from_twenty_one_on(load: Load, lost: int, problems: int) -> None:
    rows = [[f"C{n}", f"公司{n}", "流失", ""] for n in range(lost)]
    result = load({"客户": [["客户编号", "客户名称", "客户状态", "流失原因"], *rows]})
    assert len(result.problems) == problems


@pytest.mark.parametrize(("rows", "said"), [(1, "1 row"), (2, "2 rows"), (1200, "1,200 rows")])
def test_a_missing_column_says_how_many_rows_wait(load: Load, rows: int, said: str) -> None:
    header = ["订单编号", "客户编号", "成交金额", "成交日期"]
    sheet = [header, *([f"SO{n}", "C1", 1, "2026-03-05"] for n in range(rows))]
    problems = load({"客户": CUSTOMERS, "订单": sheet}).problems
    (problem,) = problems[problems["rule"] == "missing_column"].to_dict("records")
    assert f"so {said} cannot be imported" in problem["message"]
    assert f"，{said.split()[0]} 行因此" in problem["message_zh"].replace("， ", "，")


@pytest.mark.parametrize(("copies", "said"), [(1, "1 row of"), (2, "2 rows of")])
def test_a_note_counts_the_rows_that_repeat_others(load: Load, copies: int, said: str) -> None:
    rows = [["C1", "甲公司"]] * (1 + copies)
    (note,) = load({"客户": [["客户编号", "客户名称"], *rows]}).notes
    assert f"{said} customers repeat" in note.en


@pytest.mark.parametrize("kind", ["float", "Decimal", "arrow"])
def test_stored_money_may_be_floats_or_decimals(load: Load, kind: str) -> None:
    header = ["机会编号", "客户编号", "当前阶段", "预估金额"]
    deals = [header, ["D1", "C1", "商机", "100.1"], ["D2", "C1", "商机", "5"]]
    known = load({"客户": CUSTOMERS, "机会": deals}).tables
    for name in known:
        for column in known[name]:
            if str(known[name][column].dtype).startswith("decimal"):
                exact = known[name][column].tolist()
                if kind == "float":
                    known[name][column] = pd.Series([float(value) for value in exact])
                elif kind == "Decimal":
                    known[name][column] = pd.Series(exact, dtype=object)
    part = [["机会编号", "客户编号", "当前阶段", "竞品"], ["D1", "C1", "报价", "某公司"]]
    result = load({"甲": part, "乙": [header, ["D3", "C1", "商机", "7"]]}, known=known)
    assert result.problems.empty, result.problems["message"].tolist()
    stored = result.tables["opportunities"].set_index("opportunity_id")["amount"]
    assert stored.to_dict() == {"D1": Decimal("100.1"), "D3": Decimal(7)}
    assert str(stored.dtype).startswith("decimal128")


def test_errors_are_never_summed_up(load: Load) -> None:
    rows = [[f"SO{n}", "C1", "abc", "2026-03-05", "王五"] for n in range(50)]
    assert len(load(orders(*rows)).problems) == 50


def test_today_is_past_and_tomorrow_is_future(load: Load) -> None:
    result = load(
        orders(["SO1", "C1", 1, "2026-10-31 23:59", "王五"], ["SO2", "C1", 1, "2026-11-01", "王五"])
    )
    assert rules(result) == [("D3", "future")]


def test_a_negative_order_is_a_refund_and_a_negative_price_an_error(load: Load) -> None:
    result = load(
        orders(["SO1", "C1", "-500", "2026-03-05", "王五"])
        | {"产品": [["产品名称", "产品定价"], ["控制系统", "-5"]]}
    )
    assert result.tables["orders"]["amount"].tolist() == [-500]
    assert rules(result) == [("B2", "negative")]


def test_a_won_deal_needs_amount_and_day_and_a_lost_one_should_have_a_reason(load: Load) -> None:
    header = ["机会编号", "客户编号", "当前阶段", "实际成交金额", "签约日期", "流失原因"]
    rows = [
        ["O1", "C1", "成交", "5万", "2026-03-05", ""],
        ["O2", "C1", "成交", "", "", ""],
        ["O3", "C1", "流失", "", "2026-03-05", ""],
        ["O4", "C1", "商机", "", "", ""],
    ]
    result = load({"客户": CUSTOMERS, "商机": [header, *rows]})
    assert rules(result) == [
        ("D3", "won_without"), ("E3", "won_without"), ("F4", "lost_without_reason"),
    ]  # fmt: skip
    assert result.tables["opportunities"]["opportunity_id"].tolist() == ["O1", "O3", "O4"]


def test_an_unknown_source_is_a_warning_and_kept(load: Load) -> None:
    header = ["客户编号", "客户名称", "线索来源"]
    result = load({"客户": [header, ["C1", "甲", "2024年春季行业展会"], ["C2", "乙", "路边"]]})
    table = result.tables["customers"]
    assert table["source"].tolist() == ["展会", "路边"]
    assert table["source_text"].tolist() == ["2024年春季行业展会", "路边"]
    assert rules(result) == [("C3", "unknown_source")]


def test_an_unknown_method_is_a_warning_and_its_text_is_kept(load: Load) -> None:
    header = ["客户编号", "跟进时间", "跟进人", "跟进方式"]
    rows = [["C1", "2026-03-05", "王五", "电话沟通"], ["C1", "2026-03-06", "王五", "飞鸽"]]
    result = load({"客户": CUSTOMERS, "跟进": [header, *rows]})
    table = result.tables["follow_ups"]
    assert table["method"].isna().tolist() == [False, True]
    assert table["method_text"].tolist() == ["电话沟通", "飞鸽"]
    assert result.problems["severity"].tolist() == ["warning"]


def test_an_owner_is_checked_only_where_staff_are_known(load: Load) -> None:
    sheets = orders(["SO1", "C1", 1, "2026-03-05", "王武"])
    assert load(sheets).problems.empty
    result = load({**sheets, "人员": [["姓名", "团队"], ["王五", "东区"]]})
    assert rules(result) == [("E2", "unknown_owner")]
    assert "Did you mean '王五'?" in result.problems["message"].iloc[0]
    assert len(result.tables["orders"]) == 1


def test_a_percentage_below_a_percent_header_is_per_cent(load: Load) -> None:
    header = ["机会编号", "客户编号", "当前阶段", "成交概率(%)"]
    result = load(
        {"客户": CUSTOMERS, "商机": [header, ["O1", "C1", "商机", 60], ["O2", "C1", "商机", "80%"]]}
    )
    assert result.tables["opportunities"]["probability"].tolist() == [0.6, 0.8]


def test_percent_cells_below_a_percent_header_are_read_as_shares_with_a_warning(load: Load) -> None:
    header = ["机会编号", "客户编号", "当前阶段", "成交概率(%)"]
    result = load(
        {"客户": CUSTOMERS, "商机": [header, ["O1", "C1", "商机", 0.6], ["O2", "C1", "商机", 1]]}
    )
    assert result.tables["opportunities"]["probability"].tolist() == [0.6, 1.0]
    assert result.problems["rule"].tolist() == ["share_under_percent"]


def test_a_formula_error_is_named(load: Load, tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "p.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    page = workbook.add_worksheet("产品")
    page.write_row(0, 0, ["产品名称", "产品定价"])
    page.write_string(1, 0, "控制系统")
    page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    workbook.close()
    assert "The formula here ends in #DIV/0!" in load(path).problems["message"].iloc[0]


def test_a_gbk_csv_has_no_sheet_in_its_messages(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "产品.csv"
    path.write_bytes("产品名称,产品定价\n控制系统,面议\n".encode("gbk"))
    assert load(path).problems["message"].iloc[0].startswith("产品.csv, cell B2: '面议'")


def test_two_files_of_one_name_are_told_apart_by_their_folder(
    load: Load, book: Callable[..., Path]
) -> None:
    first = book({"客户": CUSTOMERS}, "a.xlsx")
    (first.parent / "x").mkdir()
    second = book({"客户": CUSTOMERS}, "x/a.xlsx")
    assert load([first, second]).counts["file"].tolist()[1] == "x/a.xlsx"


def test_a_column_that_only_one_sheet_has_does_not_clear_what_is_stored(load: Load) -> None:
    stored = pd.DataFrame(
        {
            "customer_id": ["C1", "C3"],
            "customer_name": ["甲公司", "丙公司"],
            "region": ["华东", "华南"],
        }
    )
    sheets = {
        "一": [["客户编号", "客户名称"], ["C1", "甲公司"], ["C2", "乙公司"]],
        "二": [["客户编号", "客户名称", "区域"], ["C3", "丙公司", ""]],
    }
    table = load(sheets, known={"customers": stored}).tables["customers"].set_index("customer_id")
    assert table.loc["C1", "region"] == "华东"
    assert table["region"].isna().to_dict() == {"C1": False, "C2": True, "C3": True}


def test_loading_what_is_stored_changes_nothing(load: Load) -> None:
    sheets = orders(["SO1", "C1", "1.5万", "2026-03-05", "王五"])
    first = load(sheets)
    second = load(sheets, known=first.tables)
    pd.testing.assert_frame_equal(first.tables["orders"], second.tables["orders"])


def test_a_rep_needs_a_team_and_an_administrator_does_not(load: Load) -> None:
    staff = [["姓名", "团队", "角色"], ["王五", "", "销售"], ["管理", "", "管理员"]]
    result = load({"人员": staff})
    assert rules(result) == [("B2", "required")]
    assert result.tables["staff"]["name"].tolist() == ["管理"]


def test_a_corrected_method_takes_its_old_text_away(load: Load) -> None:
    header = ["跟进记录ID", "客户编号", "跟进时间", "跟进人", "跟进方式"]
    wrong, right = (["F1", "C1", "2026-03-06", "王五", method] for method in ("飞鸽", "电话"))
    first = load({"客户": CUSTOMERS, "跟进": [header, wrong]})
    second = load({"客户": CUSTOMERS, "跟进": [header, right]}, known=first.tables)
    assert second.tables["follow_ups"]["method_text"].tolist() == ["电话"]
