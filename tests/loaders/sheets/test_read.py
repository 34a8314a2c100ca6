"""Files of all kinds to sheets of text."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from salesnb.errors import DataError, FileUnreadableError
from salesnb.loaders.sheets.read import read_file
from salesnb.loaders.sheets.read_csv import find_delimiter

CSV = "客户编号,客户名称,备注\nC1,甲公司,一\nC2,乙公司,二\n"


def cells(path: Path) -> list[list[str | None]]:
    (sheet,) = read_file(path, path.name)
    frame = sheet.cells.astype(object).where(sheet.cells.notna(), None)
    return [list(row) for row in frame.itertuples(index=False)]


def test_a_workbook_gives_dates_as_iso_and_whole_numbers_without_a_point(
    book: Callable[..., Path],
) -> None:
    path = book({"3月": [["a", "b", "c", "d"], [date(2024, 3, 5), 5, 5.5, "007"]]})
    assert cells(path)[1] == ["2024-03-05 00:00:00", "5", "5.5", "007"]


def test_blank_rows_and_columns_in_front_do_not_shift_the_places(
    book: Callable[..., Path],
) -> None:
    path = book({"3月": [[], [], ["", "h", "k"], ["", 1, 2]]})
    (sheet,) = read_file(path, "x")
    assert sheet.first_column == 1
    assert sheet.cells.iloc[2].tolist() == ["h", "k"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"]
)
def test_a_csv_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV.encode(encoding))
    assert cells(path) == [
        ["客户编号", "客户名称", "备注"],
        ["C1", "甲公司", "一"],
        ["C2", "乙公司", "二"],
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'a{delimiter}b\n"1,5"{delimiter}x\n"2,5"{delimiter}y\n')
    assert cells(path)[1] == ["1,5", "x"]


def test_a_comma_inside_the_values_does_not_hide_the_semicolon() -> None:
    assert find_delimiter("a;b;c\n1,5;2,5;x\n1,5;2,5;x\n") == ";"


def test_excels_own_hint_names_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\na;b\n1;2\n")
    assert cells(path) == [[None, None], ["a", "b"], ["1", "2"]]


def test_a_quoted_line_break_stays_in_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"one\ntwo",2\n3,4\n')
    assert cells(path)[1:] == [["one\ntwo", "2"], ["3", "4"]]


def test_rows_longer_than_the_first_are_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title\na,b,c\n1,2,3\n4,5,6\n")
    assert cells(path) == [["title", None, None], ["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]]


def test_leading_zeros_and_the_word_na_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n00123,NA\n")
    assert cells(path)[1] == ["00123", "NA"]


def test_an_old_xls_is_read(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt")
    workbook = xlwt.Workbook()
    page = workbook.add_sheet("a")
    page.write(2, 1, "客户名称")
    page.write(3, 1, 5)
    page.write(4, 1, date(2024, 3, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    workbook.save(str(tmp_path / "a.xls"))
    (sheet,) = read_file(tmp_path / "a.xls", "a.xls")
    assert sheet.cells[0].tolist()[2:] == ["客户名称", "5", "2024-03-05 00:00:00"]


BAD = {
    "text.xlsx": b"hello",
    "page.xls": b"<html><table></table></html>",
    "cut.xlsx": b"PK\x03\x04 and then nothing",
    "empty.xlsx": b"",
    "empty.csv": b"",
    "blank.csv": b" \n\n",
    "picture.csv": bytes(range(256)) * 20,
    "locked.xlsx": b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "quote.csv": b'a,b\n"1,2\n3,4\n',
}


@pytest.mark.parametrize(("name", "content"), BAD.items())
def test_a_file_that_cannot_be_read_is_one_clear_sentence(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileUnreadableError) as caught:
        read_file(path, name)
    assert str(caught.value).startswith(f"{name}: ")
    assert str(caught.value).endswith(".")
    assert isinstance(caught.value, DataError)


def test_a_protected_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(BAD["locked.xlsx"])
    with pytest.raises(FileUnreadableError, match="password"):
        read_file(path, "a.xlsx")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError, match="no such file"):
        read_file(tmp_path / "none.xlsx", "none.xlsx")
    if sys.platform != "win32":
        with pytest.raises(FileUnreadableError, match="a folder"):
            read_file(tmp_path, "folder")


def test_a_formula_that_failed_shows_its_error(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    page = workbook.add_worksheet("a")
    page.write_row(1, 1, ["客户名称", "金额"])
    page.write_formula(2, 2, "=1/0", None, "#DIV/0!")
    workbook.close()
    assert cells(path)[2] == [None, "#DIV/0!"]
