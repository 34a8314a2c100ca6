"""What becomes of the lines of the list of problems when the copy is imported."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesnb.loaders import LoadResult, write_checked
from salesnb.loaders.workbooks.checked import write_copies
from salesnb.settings import SourceMapping

Load = Callable[..., LoadResult]
Book = Callable[..., Path]
HEAD = ["客户编号", "客户名称", "客户状态", "首次接触时间"]
ROWS = [
    HEAD,
    ["C1", "甲公司", "意向客护", "2026-03-05"],
    ["C2", "乙公司", "潜在客户", "03/04/2026"],
    ["C3", "丙公司", "潜在客护", "2026-02-30"],
]


@pytest.fixture
def copy(load: Load, book: Book, tmp_path: Path) -> Path:
    path = book({"客户": ROWS}, "a.xlsx")
    out = tmp_path / "改好的.xlsx"
    write_checked(load(path), path, out, "zh")
    return out


def edit(path: Path, change: Callable[[Any, Any], None]) -> None:
    """Open the copy and change its list and its data sheet."""
    workbook = openpyxl.load_workbook(path)
    change(workbook["问题清单"], workbook["客户"])
    workbook.save(path)


def line_of(page: Any, cell: str) -> int:
    return next(row for row in range(5, page.max_row + 1) if page.cell(row, 3).value == cell)


def accept(page: Any, cell: str, word: object = "是") -> None:
    page.cell(line_of(page, cell), 8).value = word


def said(result: LoadResult) -> list[str]:
    return [note.zh.partition("：")[2] for note in result.notes]


@pytest.mark.parametrize("word", ["是", "yes", "Y", "√", 1, True, "采纳"])
def test_an_accepted_suggestion_is_read_in_its_place(load: Load, copy: Path, word: object) -> None:
    edit(copy, lambda page, data: accept(page, "C2", word))
    result = load(copy)
    assert "C2" not in result.problems["cell"].tolist()
    assert said(result) == ["已按问题清单改正 1 处：unknown_status 1。"]


@pytest.mark.parametrize("word", ["否", "no", None])
def test_what_is_not_accepted_stays(load: Load, copy: Path, word: object) -> None:
    edit(copy, lambda page, data: accept(page, "C2", word))
    assert load(copy).problems["cell"].tolist() == ["C2", "D3", "C4", "D4"]


def test_a_word_that_is_neither_is_told(load: Load, copy: Path) -> None:
    edit(copy, lambda page, data: accept(page, "C2", "也许"))
    assert said(load(copy)) == ["“采纳”列只能填 是、否 或 删除本行，未采纳：客户!C2 (也许)。"]


def test_two_readings_ask_for_a_choice(load: Load, copy: Path) -> None:
    edit(copy, lambda page, data: accept(page, "D3"))
    result = load(copy)
    assert said(result) == ["已采纳但建议值有两种读法，请在“建议值”列只保留一种：客户!D3。"]
    assert "ambiguous_date" in result.errors["rule"].tolist()


def test_an_acceptance_without_a_value_leaves_the_cell(load: Load, copy: Path) -> None:
    def change(page: Any, data: Any) -> None:
        accept(page, "C2")
        page.cell(line_of(page, "C2"), 7).value = None

    edit(copy, change)
    assert said(load(copy)) == ["已采纳但没有建议值，保持原样：客户!C2。"]


def test_a_cell_that_was_changed_by_hand_wins(load: Load, copy: Path) -> None:
    def change(page: Any, data: Any) -> None:
        accept(page, "C2")
        data["C2"] = "流失客户"

    edit(copy, change)
    result = load(copy)
    assert said(result) == ["检查之后已手工改过，以手工修改为准：客户!C2。"]
    assert "C2" not in result.problems["cell"].tolist()


def test_a_correction_follows_its_row_when_rows_are_taken_out(load: Load, copy: Path) -> None:
    def change(page: Any, data: Any) -> None:
        accept(page, "D4")
        accept(page, "C4")
        data.delete_rows(2)

    edit(copy, change)
    result = load(copy)
    assert result.tables["customers"]["customer_id"].tolist() == ["C3"]
    assert result.tables["customers"]["first_contact_date"].astype(str).tolist() == ["2026-02-28"]


def test_a_correction_is_not_put_into_another_row(load: Load, copy: Path) -> None:
    def change(page: Any, data: Any) -> None:
        accept(page, "D4")
        data.delete_rows(4)
        data.append(["C9", "己公司", "潜在客户", "2026-02-30"])

    edit(copy, change)
    assert said(load(copy)) == ["数据行已移动或改动，未采纳建议值，请再检查一次：客户!D4。"]


def test_a_row_ordered_out_is_counted_and_named(load: Load, copy: Path) -> None:
    edit(copy, lambda page, data: accept(page, "D4", "删除本行"))
    result = load(copy)
    assert result.counts["rows_in"].tolist() == [2]
    assert said(result) == ["按问题清单的要求，第 4 行未导入。"]


def test_a_lost_sheet_is_told(load: Load, copy: Path) -> None:
    def change(page: Any, data: Any) -> None:
        accept(page, "C2")
        data.title = "客户2"

    edit(copy, change)
    assert said(load(copy)) == ["单元格已不在文件中，未采纳：客户!C2。"]


def test_a_suggestion_that_begins_with_an_equals_sign_stays_text(
    load: Load, book: Book, tmp_path: Path
) -> None:
    path = book({"客户": [HEAD, ["=C1", "=cmd()", "=什么", "2026-03-05"]]})
    out = tmp_path / "b.xlsx"
    write_checked(load(path), path, out, "zh")
    workbook = openpyxl.load_workbook(out)
    kinds = {cell.data_type for page in workbook for row in page.iter_rows() for cell in row}
    assert kinds == {"n", "s"}  # "n" is also what a blank cell is


def test_above_the_limit_only_rows_with_problems_come_back_and_import(
    load: Load, book: Book, tmp_path: Path
) -> None:
    good = [[f"C{n}", f"{n}公司", "潜在客户", 100] for n in range(10, 20)]
    rows = [["单位：万元"], [], [*HEAD[:3], "合同金额"], *good, ["C20", "庚公司", "意向客护", 5]]
    path = book({"客户": rows, "杂项": [["随便", "写写"], [1, 2]]}, "large.xlsx")
    out = tmp_path / "large.xlsx.checked.xlsx"
    write_checked(load(path), path, out, "zh", layout_rows=5)
    workbook = openpyxl.load_workbook(out)
    assert workbook.sheetnames == ["问题清单", "客户"]
    shown = [[cell.value for cell in row] for row in workbook["客户"].iter_rows()]
    assert shown[0][0] == "单位：万元"
    assert shown[2:] == [[*rows[2], "原文件行号"], ["C20", "庚公司", "意向客护", 5, 14]]
    assert "--accept-good" in workbook["问题清单"]["A3"].value
    edit(out, lambda page, data: accept(page, "C4"))
    result = load(out)
    assert result.problems.empty
    assert result.counts["rows_in"].tolist() == [1]
    assert "原文件行号" not in result.tables["customers"]
    assert said(result) == ["已按问题清单改正 1 处：unknown_status 1。"]


def test_the_copy_of_a_mapped_export_is_read_with_the_mapping(load: Load, tmp_path: Path) -> None:
    columns = {"no": "order_id", "who": "customer_id", "sum": "amount", "on": "order_date"}
    given = {"table": "orders", "columns": columns, "constants": {"owner": "Ann"}}
    mapping = SourceMapping.model_validate({"files": {"ex*.csv": given}, "stubs": ["customers"]})
    path = tmp_path / "export.csv"
    path.write_text("no,who,sum,on\nS1,C1,5O,2026-03-05\n", encoding="utf-8")
    out = tmp_path / "export.csv.checked.xlsx"
    write_checked(load(path, mapping=mapping), path, out, "zh")
    workbook = openpyxl.load_workbook(out)
    page = workbook["问题清单"]
    assert [cell.value for cell in page[5]][3:8] == ["sum", "5O", page["F5"].value, "50", None]
    accept(page, "C2")
    workbook.save(out)
    result = load(out, mapping=mapping)
    assert result.problems.empty
    assert result.tables["orders"]["amount"].astype(float).tolist() == [50]


def test_files_that_share_a_name_have_a_copy_each(load: Load, book: Book, tmp_path: Path) -> None:
    paths = []
    for folder in ("east", "west"):
        (tmp_path / folder).mkdir()
        rows = [HEAD, [f"{folder}1", f"{folder}公司", "意向客护", "2026-03-05"]]
        paths.append(book({"客户": rows}, f"{folder}/a.xlsx"))
    written = write_copies(load(paths), paths, "zh")
    assert [w.path.relative_to(tmp_path).as_posix() for w in written] == [
        "east/a.xlsx.checked.xlsx",
        "west/a.xlsx.checked.xlsx",
    ]
    page = openpyxl.load_workbook(written[1].path)["客户"]
    assert page["C2"].comment is not None and page["A2"].value == "west1"


def test_a_copy_in_which_somebody_has_worked_is_not_overwritten(
    load: Load, book: Book, tmp_path: Path
) -> None:
    path = book({"客户": ROWS}, "a.xlsx")
    first = write_copies(load(path), [path], "zh")[0]
    assert write_copies(load(path), [path], "zh")[0].before is None
    edit(first.path, lambda page, data: accept(page, "C2"))
    second = write_copies(load(path), [path], "zh")[0]
    assert second.path == first.path
    assert second.before == tmp_path / "a.xlsx.1.checked.xlsx"
    page = openpyxl.load_workbook(second.before)["问题清单"]
    assert page.cell(line_of(page, "C2"), 8).value == "是"


def test_a_workbook_that_openpyxl_cannot_read_comes_back_plain(
    load: Load, book: Book, tmp_path: Path
) -> None:
    """A foreign program's broken stylesheet: the data are read, the layout is not."""
    path = book({"客户": ROWS}, "a.xlsx")
    broken = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/styles.xml":
                text = text.replace(b'patternType="none"', b'patternType="nonsense"')
            new.writestr(name, text)
    out = tmp_path / "b.xlsx.checked.xlsx"
    write_checked(load(broken), broken, out, "zh")
    page = openpyxl.load_workbook(out)["问题清单"]
    assert page["A3"].value == "原文件的版式无法保留，数据已写入新的工作簿。"
    assert load(out).problems["cell"].tolist() == ["C2", "D3", "C4", "D4"]
