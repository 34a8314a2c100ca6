"""Files made to do harm, and damaged ones: one sentence, in bounded time and memory."""

import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from salesnb.errors import FileUnreadableError
from salesnb.loaders.sheets import sheet_scan
from salesnb.loaders.sheets.package import check_package
from salesnb.loaders.sheets.read import read_file

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def raw(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook of one sheet from its XML rows; `parts` replaces whole parts."""

    def write(rows: str, parts: Mapping[str, str] | None = None, head: str = "") -> Path:
        plain, path = tmp_path / "plain.xlsx", tmp_path / "raw.xlsx"
        workbook = xlsxwriter.Workbook(str(plain))
        workbook.add_worksheet("S")
        workbook.close()
        sheet = f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        with zipfile.ZipFile(plain) as package:
            content = {name: package.read(name) for name in package.namelist()}
        content |= {SHEET: sheet.encode(), **{k: v.encode() for k, v in (parts or {}).items()}}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in content.items():
                package.writestr(name, part)
        return path

    return write


def cells(path: Path) -> list[list[str | None]]:
    (sheet,) = read_file(path, path.name)
    return sheet.cells.astype(object).where(sheet.cells.notna(), None).to_numpy().tolist()


def refused(path: Path) -> str:
    with pytest.raises(FileUnreadableError) as caught:
        read_file(path, path.name)
    said = str(caught.value)
    assert said.startswith(f"{path.name}: ") and said.endswith(".")
    return said


def number(at: str, value: object = 1) -> str:
    return f'<c r="{at}"><v>{value}</v></c>'


def measured(path: Path) -> tuple[str, int]:
    """Read a file in a process of its own: what it said, and its memory in MB."""
    code = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from salesnb.errors import FileUnreadableError\n"
        "from salesnb.loaders.sheets.read import read_file\n"
        "try: print([s.cells.shape for s in read_file(Path(sys.argv[1]), 'x')][:2])\n"
        "except FileUnreadableError as error: print(error)\n"
        "for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):\n"
        "    print(resource.getrusage(who).ru_maxrss // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    said, own, children = done.stdout.strip().splitlines()
    assert "panicked" not in done.stderr and "Traceback" not in done.stderr
    return said, max(int(own), int(children))


def test_a_formula_without_a_result_is_marked_and_others_are_read(raw: Callable[..., Path]) -> None:
    row = (
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+2</f><v>3</v></c>'
        '<c r="C1" t="str"><f>x</f><v>abc</v></c><c r="D1" t="str"><f>x</f><v></v></c>'
        '<c r="E1" t="e"><f>x</f><v>#N/A</v></c><c r="F1"><f>x</f><v/></c></row>'
    )
    assert cells(raw(row)) == [["#FORMULA!", "3", "abc", None, "#N/A", "#FORMULA!"]]


def test_both_ways_to_look_through_a_sheet_find_the_same(
    raw: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(
        f'<row r="{n}">{number(f"B{n}")}<c r="AC{n}"><f>A1</f></c><c r="AD{n}" s="0"/></row>'
        for n in range(2, 9)
    )
    path = raw(rows)
    parsed = read_file(path, "x")[0].cells
    monkeypatch.setattr(sheet_scan, "_SMALL", 0)
    searched = read_file(path, "x")[0].cells
    assert parsed.equals(searched) and (searched.iloc[1:, -1] == "#FORMULA!").all()


def test_the_placeholder_0_of_a_writing_program_is_no_result(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = workbook.add_worksheet()
    page.write_formula(0, 0, "=1+1")
    page.write_formula(0, 1, "=1+1", None, 2)
    page.write_number(0, 2, 0)
    workbook.close()
    assert cells(tmp_path / "a.xlsx") == [["#FORMULA!", "2", "0"]]


def test_hidden_merged_and_the_date_system_are_told(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    page = workbook.active
    page.append(["a", openpyxl.utils.datetime.from_excel(45356)])
    page.merge_cells("A2:B3")
    workbook.create_sheet("h").sheet_state = "veryHidden"
    workbook.save(tmp_path / "a.xlsx")
    first, second = read_file(tmp_path / "a.xlsx", "a.xlsx")
    assert (first.hidden, first.epoch, first.merged) == (False, 1904, ((1, 0, 2, 1),))
    assert first.cells.iloc[0, 1] == "2024-03-05 00:00:00"
    assert second.hidden


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.30000000000000004", "0.3"),
        ("12345678901.12", "12345678901.12"),
        ("9999999999999.98", "9999999999999.98"),
        ("1E-7", "0.0000001"),
        ("123456789012345", "123456789012345"),
        ("1.25E+17", "125000000000000000"),
    ],
)
def test_numbers_are_read_as_excel_shows_them(
    raw: Callable[..., Path], value: str, text: str
) -> None:
    assert cells(raw(f'<row r="1">{number("A1", value)}</row>')) == [[text]]


def test_rich_text_is_joined_and_readings_are_not_appended(raw: Callable[..., Path]) -> None:
    rich = "<is><r><t>山</t></r><r><t>田</t></r><rPh sb='0' eb='1'><t>ヤマダ</t></rPh></is>"
    assert cells(raw(f'<row r="1"><c r="A1" t="inlineStr">{rich}</c></row>')) == [["山田"]]


def test_an_error_that_the_reader_does_not_know_spoils_its_cell_only(
    raw: Callable[..., Path],
) -> None:
    row = f'<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c>{number("B1", 5)}</row>'
    assert cells(raw(row)) == [["#VALUE!", "5"]]


@pytest.mark.parametrize("far", ["XFD1048576", "BG1048576", "XFD900000"])
def test_a_stray_cell_far_away_is_named(raw: Callable[..., Path], far: str) -> None:
    row = int(re.sub(r"\D", "", far))
    path = raw(f'<row r="1">{number("A1")}</row><row r="{row}">{number(far)}</row>')
    said, memory = measured(path)
    assert f"cell {far}" in said and memory < 2_000


def test_a_million_formatted_rows_are_no_rows(raw: Callable[..., Path]) -> None:
    blank = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/></row>' for n in range(2, 1_048_577))
    said, memory = measured(raw(f'<row r="1">{number("A1")}</row>{blank}'))
    assert said == "[(1, 1)]" and memory < 2_000


def test_few_long_strings_in_many_cells_do_not_fill_the_memory(raw: Callable[..., Path]) -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_767}</t></si></sst>'
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 400_000))
    said, memory = measured(raw(rows, {"xl/sharedStrings.xml": shared}))
    assert "unpacks to far more" in said and memory < 2_000


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open(SHEET, "w") as part:
            for _ in range(300):
                part.write(bytes(1 << 20))
    assert "unpacks to far more" in refused(path)
    lying = bytearray(path.read_bytes())
    struct.pack_into("<I", lying, lying.rfind(b"PK\x01\x02") + 24, 5_000)
    path.write_bytes(lying)
    said, memory = measured(path)
    assert "damaged" in said and memory < 2_000


@pytest.mark.parametrize(
    "declared", ['<!ENTITY e SYSTEM "file:///etc/passwd">', '<!ENTITY e "EXPANDED">']
)
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "docProps/app.xml"])
def test_entities_are_refused_and_nothing_is_expanded(
    raw: Callable[..., Path], declared: str, part: str
) -> None:
    xml = f'<?xml version="1.0"?><!DOCTYPE x [{declared}]><x>&e;</x>'
    path = raw(f'<row r="1">{number("A1")}</row>', {part: xml})
    said = refused(path)
    assert "entities" in said and "root:" not in said and "EXPANDED" not in said
    with pytest.raises(FileUnreadableError):
        check_package(path, "a.xlsx")


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("META-INF/MANIFEST.MF", "Java"),
        ("orders.csv", "Unpack"),
    ],
)
def test_a_zip_that_is_no_workbook_says_what_it_is(tmp_path: Path, member: str, said: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr(member, "x")
    assert said in refused(tmp_path / "a.xlsx")


def test_an_encrypted_zip_is_protected_by_a_password(raw: Callable[..., Path]) -> None:
    path = raw("")
    content = bytearray(path.read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "password" in refused(path)


def test_a_workbook_cut_anywhere_is_refused(raw: Callable[..., Path]) -> None:
    path = raw(f'<row r="1">{number("A1")}</row>')
    content = path.read_bytes()
    for length in range(5, len(content), len(content) // 25):
        path.write_bytes(content[:length])
        refused(path)


def test_an_old_workbook_with_an_impossible_column_does_not_end_the_process(
    tmp_path: Path,
) -> None:
    xlwt = pytest.importorskip("xlwt")
    workbook = xlwt.Workbook()
    workbook.add_sheet("a").write(0, 0, "x")
    workbook.get_sheet(0).write(65_535, 255, 5)
    workbook.save(str(tmp_path / "a.xls"))
    content = bytearray((tmp_path / "a.xls").read_bytes())
    at = content.find(struct.pack("<HHHH", 0x027E, 10, 65_535, 255))
    struct.pack_into("<H", content, at + 6, 65_535)
    (tmp_path / "a.xls").write_bytes(content)
    assert sys.platform != "linux" or "more time or memory" in refused(tmp_path / "a.xls")


def test_a_thousand_sheets_are_read(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    for n in range(1_000):
        workbook.add_worksheet(f"s{n}").write(0, 0, n)
    workbook.close()
    assert len(read_file(tmp_path / "a.xlsx", "a.xlsx")) == 1_000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n" + b"1,2\n" * 50 + b"C\0,4\n", "line 52 has a zero byte"),
        ("客户,备注\n".encode("gbk") * 50 + b"\xff\xff,1\n", "line 51 is damaged"),
        (b'a,b\n"x,1\n2,3\n"def,2\n5,6\n', "in line 2 a double quote is opened"),
        (b"a,b\n" + b"," * 100_000 + b"\n1,2\n", "row 2 has 100,001 columns"),
        (b"a,b,c," * 6_000_000, "line 1 is longer than 16 MB"),
        ("Name,City\nMüller,Köln\n".encode("cp1252"), "line 2 is damaged, it is no UTF-8"),
    ],
)
def test_a_csv_that_cannot_be_trusted_names_the_line(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert said in refused(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("content", "second"),
    [
        (b"a,b\r\n1,2\n3,4\r5,6\n", ["1", "2"]),
        (b'a,b\n5" pipe,2\n', ['5" pipe', "2"]),
        (b"\xef\xbb\xbfSEP=;\r\n1,5;2\r\n", ["1,5", "2"]),
        (b"a,b\n1,2\n\x1a", ["1", "2"]),
        ("客户,数\n一一一,2\n".encode("utf-16-be"), ["一一一", "2"]),
        (b'a,b\n"' + b"l\n" * 100_000 + b'",2\n', ["l\n" * 99_999 + "l", "2"]),
    ],
    ids=["line ends", "quote", "hint", "end of file", "utf-16", "long cell"],
)
def test_odd_csv_files_are_read_truly(tmp_path: Path, content: bytes, second: list[str]) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert cells(tmp_path / "a.csv")[1] == second


def test_a_full_sheet_is_as_good_as_a_short_one(tmp_path: Path) -> None:
    path = tmp_path / "full.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    for row in (*range(9_000), 1_048_575):
        page.write_string(row, 0, f"customer number {row}")
        page.write_string(row, 1, "contacted by phone, asked about price and delivery")
    book.close()
    (sheet,) = read_file(path, path.name)
    assert len(sheet.cells) == 1_048_576
    assert sheet.cells.iloc[-1, 0] == "customer number 1048575"
