"""A faulty workbook of a user is checked, corrected in the list of problems, and imported clean."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from click.testing import Result
from openpyxl.worksheet.worksheet import Worksheet

from salesnb.workspace import Workspace

Cli = Callable[..., Result]
LISTS = {"zh": "问题清单", "en": "Problems"}
HEAD_ROW, SUGGESTION, ACCEPT = 4, 7, 8

CUSTOMERS = [
    ["华东大区客户台账（2026）"],
    ["客户编号", "客户名称", "客户状态", "首次接触时间", "最后更新日期", "备注"],
    ["C1", "甲公司", "意向客护", "2026-01-05", "2026-02-30", "=1+1"],
    ["C2", "乙公司", "意向客户", "03/04/2026", "2026-03-05", "@老客户"],
    ["C3", "丙公司", "潜在客户", "2062-03-05", "2026-03-06", "+86 138"],
    ["C4", "丁公司", "潜在客户", "2026-03-05", "2026-03-06", "-"],
    ["C4", "丁公司（重复）", "潜在客户", "2026-03-05", "2026-03-06", ""],
]
OPPORTUNITIES = [
    ["机会编号", "客户编号", "当前阶段", "预估金额", "成交概率(%)", "创建日期", "实际成交金额", "签约日期", "负责人"],
    ["O1", "C1", "报价", "5O,000", 60, "2026-03-05", "", "", "张强"],
    ["O2", "C2", "报价", "50-80万", 60, "2026-13-05", "", "", "张强"],
    ["O3", "C3", "商机转花", -300, 60, "2026-03-05", "", "", "张强"],
    ["O4", "C44", "报价", 4000, "120%", "2026-03-05", "", "", "张强"],
    ["O5", "C4", "成交", 5000, 100, "2026-03-05", "", "2026-04-01", "张强"],
]  # fmt: skip
ORDERS = [
    ["单位：元"],
    ["销售单号", "客户编号", "数量", "单价", "成交金额", "成交日期", "负责人"],
    ["SO1", "C1", 2, 100, "=C3*D3", "2026-03-05", "张强"],
    ["SO2", "C2", 2, 100, "$500", "2026-03", ""],
    ["SO3", "C1", 2, 0, "=C5/0", "2026-03-05", "张强"],
]
CACHED = {"=C3*D3": 200, "=C5/0": "#DIV/0!"}
# What the user puts into the list: cell → a value, or nothing to take the suggested one.
ANSWERS: dict[tuple[str, str], str | None] = {
    ("客户", "C3"): None,  # unknown_status
    ("客户", "E3"): None,  # no_such_day
    ("客户", "D4"): "2026-03-04",  # ambiguous_date
    ("客户", "D5"): "2026-03-05",  # future
    ("客户", "A7"): "删除本行",  # duplicate_key
    ("商机", "D2"): None,  # not_amount
    ("商机", "D3"): "50万",  # range_for_amount
    ("商机", "F3"): None,  # not_date
    ("商机", "C4"): None,  # unknown_stage
    ("商机", "D4"): None,  # negative
    ("商机", "B5"): "C4",  # unknown_reference
    ("商机", "E5"): "100%",  # not_percent
    ("商机", "G6"): None,  # won_without
    ("订单", "E4"): "3500",  # other_currency
    ("订单", "F4"): "2026-03-31",  # month_for_date
    ("订单", "G4"): "张强",  # required
    ("订单", "E5"): "88",  # excel_error
}


def users_workbook(path: Path) -> Path:
    """Write the three sheets as a user has them: coloured, merged, with formulas and filters."""
    workbook = xlsxwriter.Workbook(str(path))
    title = workbook.add_format({"bold": True, "font_size": 16, "bg_color": "#123456"})
    head = workbook.add_format({"bold": True, "font_name": "宋体", "border": 2})
    money = workbook.add_format({"num_format": "#,##0.00", "font_color": "#00AA00"})
    for name, rows in (("客户", CUSTOMERS), ("商机", OPPORTUNITIES), ("订单", ORDERS)):
        page = workbook.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                look = head if len(rows[r]) > 1 and r == len(rows[0]) % 2 else money
                if value in CACHED:
                    page.write_formula(r, c, value, look, CACHED[value])
                elif isinstance(value, str) and value:
                    page.write_string(r, c, value, look)
                elif value != "":
                    page.write_number(r, c, value, look)
    page = workbook.get_worksheet_by_name("客户")
    page.merge_range("A1:F1", CUSTOMERS[0][0], title)
    page.set_column("B:B", 33)
    page.set_column("F:F", None, None, {"hidden": True})
    page.freeze_panes(2, 1)
    page.autofilter("A2:F7")
    page.data_validation("C3:C99", {"validate": "list", "source": ["意向客户", "潜在客户"]})
    page.conditional_format("B3:B9", {"type": "duplicate", "format": head})
    page.write_comment("C3", "王姐：再问一下")
    page.set_row(0, 40)
    total = workbook.add_worksheet("汇总")
    total.write("A1", "合计")
    total.write_formula("B1", "=SUM(订单!E3:E5)", None, 12)
    workbook.close()
    return path


def answer(copy: Path, lang: str, answers: Mapping[tuple[str, str], str | None]) -> None:
    """Fill in the list of problems as a user would."""
    workbook = openpyxl.load_workbook(copy)
    page = workbook[LISTS[lang]]
    open_ = dict(answers)
    for row in range(HEAD_ROW + 1, page.max_row + 1):
        place = (page.cell(row, 2).value, page.cell(row, 3).value)
        if place not in open_:
            continue
        given = open_.pop(place)
        page.cell(row, ACCEPT).value = "删除本行" if given == "删除本行" else "是"
        if given not in (None, "删除本行"):
            page.cell(row, SUGGESTION).value = given
    assert not open_, "these cells are in no line of the list"
    workbook.save(copy)


def looks(page: Worksheet, marked: Sequence[str]) -> dict[str, Any]:
    """Return what a user sees of a sheet, but for the fill of the marked cells."""
    cells = {
        cell.coordinate: (
            cell.font.b, cell.font.sz, cell.font.name, cell.number_format, cell.border.left.style,
            None if cell.coordinate in marked else cell.fill.fgColor.rgb,
        )
        for row in page.iter_rows()
        for cell in row
    }  # fmt: skip
    return {
        "cells": cells,
        "widths": {k: d.hidden or d.width for k, d in page.column_dimensions.items()},
        "heights": {k: d.height for k, d in page.row_dimensions.items() if d.height},
        "merged": sorted(map(str, page.merged_cells.ranges)),
        "frozen": page.freeze_panes,
        "filter": page.auto_filter.ref,
        "choices": [rule.formula1 for rule in page.data_validations.dataValidation],
        "conditions": [str(area.sqref) for area in page.conditional_formatting],
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_seventeen_kinds_of_fault_are_accepted_and_imported_clean(
    lang: str, tmp_path: Path, salesnb: Cli
) -> None:
    workspace = Workspace.create(tmp_path / "shop", lang)
    path = users_workbook(tmp_path / "台账.xlsx")
    result = salesnb(workspace, "check", path)
    assert result.exit_code == 1
    copy = tmp_path / "台账.xlsx.checked.xlsx"
    page = openpyxl.load_workbook(copy)[LISTS[lang]]
    rules = {page.cell(row, 9).value for row in range(5, page.max_row + 1)}
    assert len(rules - {"waits"}) >= 17
    answer(copy, lang, ANSWERS)
    result = salesnb(workspace, "import", copy)
    assert result.exit_code == 0, result.stderr
    stored = workspace.store.current()
    assert {name: len(rows) for name, rows in stored.items() if len(rows)} == {
        "customers": 4,
        "opportunities": 5,
        "orders": 3,
    }
    deals = stored["opportunities"].set_index("opportunity_id")
    assert deals["amount"].astype(float).to_dict() == {
        "O1": 50000, "O2": 500000, "O3": 300, "O4": 4000, "O5": 5000,
    }  # fmt: skip
    assert float(deals["won_amount"]["O5"]) == 5000
    orders = stored["orders"].set_index("order_id")["amount"].astype(float)
    assert orders.to_dict() == {"SO1": 200, "SO2": 3500, "SO3": 88}
    customers = stored["customers"].set_index("customer_id")
    assert str(customers["first_contact_date"]["C2"])[:10] == "2026-03-04"
    assert customers["note"]["C1"] == "=1+1"


def test_the_layout_of_the_users_workbook_is_kept(tmp_path: Path, salesnb: Cli) -> None:
    workspace = Workspace.create(tmp_path / "shop", "zh")
    path = users_workbook(tmp_path / "台账.xlsx")
    salesnb(workspace, "check", path)
    before = openpyxl.load_workbook(path)
    after = openpyxl.load_workbook(tmp_path / "台账.xlsx.checked.xlsx")
    assert after.sheetnames == ["问题清单", *before.sheetnames]
    listed = after["问题清单"]
    marked = [(row[1].value, row[2].value) for row in listed.iter_rows(min_row=5)]
    for name in before.sheetnames:
        cells = [cell for sheet, cell in marked if sheet == name]
        assert looks(before[name], cells) == looks(after[name], cells)
    assert after["客户"]["C3"].comment.text.startswith("王姐：再问一下\n【导入检查】\n“意向客护”")
    assert after["客户"]["F3"].data_type == "s"


def test_values_stand_in_place_of_formulas_only_where_they_are_imported(
    tmp_path: Path, salesnb: Cli
) -> None:
    workspace = Workspace.create(tmp_path / "shop", "zh")
    salesnb(workspace, "check", users_workbook(tmp_path / "台账.xlsx"))
    after = openpyxl.load_workbook(tmp_path / "台账.xlsx.checked.xlsx")
    assert [after["订单"][cell].value for cell in ("E3", "E5")] == [200, "#DIV/0!"]
    assert after["汇总"]["B1"].value == "=SUM(订单!E3:E5)"
    assert after["问题清单"]["A3"].value.startswith("数据表中 2 个公式已换成其结果值")


@pytest.mark.parametrize("kind", ["csv", "xls"])
def test_a_csv_in_gbk_and_an_old_xls_make_the_same_round_trip(
    kind: str, tmp_path: Path, salesnb: Cli
) -> None:
    workspace = Workspace.create(tmp_path / "shop", "zh")
    path = tmp_path / f"客户.{kind}"
    if kind == "csv":
        lines = [",".join(f'"{cell}"' for cell in row) for row in CUSTOMERS[1:]]
        path.write_bytes("\n".join(lines).encode("gbk"))
    else:
        old = xlwt.Workbook()
        page = old.add_sheet("客户")
        for r, row in enumerate(CUSTOMERS[1:]):
            for c, value in enumerate(row):
                page.write(r, c, value)
        old.save(str(path))
    assert salesnb(workspace, "check", path).exit_code == 1
    copy = tmp_path / f"客户.{kind}.checked.xlsx"
    cells = {("客户", "C2"): None, ("客户", "E2"): None, ("客户", "D3"): "2026-03-04"}
    answer(copy, "zh", {**cells, ("客户", "D4"): "2026-03-05", ("客户", "A6"): "删除本行"})
    result = salesnb(workspace, "import", copy)
    assert result.exit_code == 0, result.stderr
    assert sorted(workspace.store.current()["customers"]["customer_id"]) == ["C1", "C2", "C3", "C4"]


def test_the_check_of_a_copy_takes_its_place_in_the_corrected_state(
    tmp_path: Path, salesnb: Cli
) -> None:
    workspace = Workspace.create(tmp_path / "shop", "zh")
    path = users_workbook(tmp_path / "台账.xlsx")
    salesnb(workspace, "check", path)
    copy = tmp_path / "台账.xlsx.checked.xlsx"
    left = ("商机", "D3")
    answer(copy, "zh", {place: given for place, given in ANSWERS.items() if place != left})
    result = salesnb(workspace, "check", copy)
    assert result.stdout.startswith("错误：台账.xlsx.checked.xlsx，工作表“商机”，单元格 D3")
    assert {p.name for p in tmp_path.glob("*.xlsx")} == {copy.name, path.name}
    workbook, before = openpyxl.load_workbook(copy), openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["问题清单", "客户", "商机", "订单", "汇总"]
    assert [row[2].value for row in workbook["问题清单"].iter_rows(min_row=5)] == ["D3"]
    page = workbook["客户"]
    assert page["C3"].value == "意向客户"
    assert page["C3"].fill.fgColor.rgb == before["客户"]["C3"].fill.fgColor.rgb
    assert page["C3"].comment.text == "王姐：再问一下"
    assert page["D4"].comment is None
    answer(copy, "zh", {left: "50万"})
    assert salesnb(workspace, "import", copy).exit_code == 0
