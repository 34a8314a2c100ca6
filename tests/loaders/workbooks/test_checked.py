"""The checked copy of a workbook."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from salesnb.errors import SalesnbError
from salesnb.loaders import LoadResult, write_checked

Load = Callable[..., LoadResult]
Book = Callable[..., Path]
SHEETS = {
    "客户": [
        ["2026 年客户"],
        [],
        ["", "客户编号", "客户名称", "行业", "客户状态", "首次接触时间", "备注"],
        ["", "C1", "甲公司", "零售", "意向", date(2026, 3, 5), "=1+1"],
        ["", "C2", "乙公司", "", "什么", "03/04/2026", "@SUM(A1)"],
        ["", "007", "丙公司", "零售", "意向", 46086, "+86 138"],
    ],
    "杂项": [["随便", "写写"], [1, 2]],
}


@pytest.fixture
def checked(load: Load, book: Book, tmp_path: Path) -> Callable[[str], Path]:
    def write(lang: str) -> Path:
        path = book(SHEETS, "客户.xlsx")
        out = tmp_path / "客户.xlsx.checked.xlsx"
        write_checked(load(path), path, out, lang)
        return out

    return write


def test_the_first_sheet_lists_the_problems_with_links(checked: Callable[[str], Path]) -> None:
    workbook = openpyxl.load_workbook(checked("zh"))
    assert workbook.sheetnames == ["问题清单", "客户", "杂项"]
    page = workbook["问题清单"]
    assert page["A1"].value == "共 2 个错误，1 个提醒"
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=5, max_col=7)]
    assert [row[:5] for row in rows] == [
        ["提醒", "客户", "D5", "行业", None],
        ["错误", "客户", "E5", "客户状态", "什么"],
        ["错误", "客户", "F5", "首次接触时间", "03/04/2026"],
    ]
    assert rows[2][6] == "2026-03-04 / 2026-04-03"
    assert page["C5"].hyperlink.location == "'客户'!D5"


def test_in_english_the_list_is_english(checked: Callable[[str], Path]) -> None:
    page = openpyxl.load_workbook(checked("en"))["Problems"]
    assert page["A1"].value == "2 errors, 1 warning"
    assert page["F7"].value.startswith("'03/04/2026' can be read as 2026-03-04")


def test_bad_cells_are_coloured_and_commented_and_good_ones_are_not(
    checked: Callable[[str], Path],
) -> None:
    page = openpyxl.load_workbook(checked("zh"))["客户"]
    assert page["E5"].fill.fgColor.rgb == "FFFFC7CE"
    assert page["D5"].fill.fgColor.rgb == "FFFFEB9C"
    assert page["C5"].fill.fgColor.rgb == "00000000"
    assert page["E5"].comment.text.startswith("“什么”不是已知的客户状态")
    assert page["C5"].comment is None


def test_text_never_becomes_a_formula(checked: Callable[[str], Path]) -> None:
    page = openpyxl.load_workbook(checked("zh"))["客户"]
    assert [page[f"G{row}"].value for row in (4, 5, 6)] == ["=1+1", "@SUM(A1)", "+86 138"]
    assert [page[f"G{row}"].data_type for row in (4, 5, 6)] == ["s", "s", "s"]


def test_cells_keep_their_place_and_kind(checked: Callable[[str], Path]) -> None:
    page = openpyxl.load_workbook(checked("zh"))["客户"]
    assert page["A1"].value == "2026 年客户"
    assert page["B6"].value == "007"
    assert page["F4"].value.date() == date(2026, 3, 5)
    assert page["F6"].value == 46086


def test_the_copy_imports_again_with_the_same_problems(
    load: Load, checked: Callable[[str], Path], book: Book
) -> None:
    path = checked("zh")
    first, again = load(book(SHEETS, "客户.xlsx")), load(path)
    names = ["sheet", "cell", "rule", "value"]
    assert first.problems[names].equals(again.problems[names])
    assert first.counts["rows_in"].tolist() == again.counts["rows_in"].tolist()


def test_a_csv_comes_back_as_a_workbook(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "产品.csv"
    path.write_bytes("产品名称,产品定价\n控制系统,面议\n".encode("gbk"))
    out = tmp_path / "产品.csv.checked.xlsx"
    write_checked(load(path), path, out, "zh")
    workbook = openpyxl.load_workbook(out)
    assert workbook.sheetnames == ["问题清单", "产品"]
    assert workbook["产品"]["B2"].comment is not None
    assert load(out).problems["rule"].tolist() == ["not_amount"]


def test_a_copy_that_cannot_be_written_is_one_sentence(
    load: Load, book: Book, tmp_path: Path
) -> None:
    path = book(SHEETS)
    with pytest.raises(SalesnbError, match="cannot be written"):
        write_checked(load(path), path, tmp_path / "none" / "a.xlsx", "zh")
