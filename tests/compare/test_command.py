"""salesnb compare: what goes to stdout, what to stderr, which files, which exit code."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from salesnb.workbench import Workbench

ROWS = [
    ["2026年10月 销售报表", None],
    ["销售", "销售额"],
    ["甲", 120_000],
    ["乙", 45_500.5],
    ["=1+1", 3],
]


@pytest.fixture
def report(old: Callable[..., Path]) -> Path:
    return old({"10月": ROWS})


def test_json_alone_stands_on_stdout(salesnb, company: Path, report: Path) -> None:
    done = salesnb(company, "compare", report, "--format", "json")
    assert done.exit_code == 0
    first, second = json.loads(done.stdout)
    assert (first["cell"], first["old"], first["ours"]) == ("B3", 120_000, 90_000)
    assert (first["verdict"], second["verdict"]) == ("different", "same")
    assert [row["id"] for row in first["rows"]] == ["O3"]
    assert "1 个不一致（其中 1 个已说明原因）" in done.stderr
    assert "“=1+1”不是可见范围内的" in done.stderr


def test_csv_and_table_name_the_rows(salesnb, company: Path, report: Path) -> None:
    csv = salesnb(company, "compare", report, "--format", "csv").stdout.splitlines()
    assert csv[1].endswith(",ours:O3") and len(csv) == 3
    table = salesnb(company, "compare", report).stdout
    assert "10月!B3" in table and "旧表没有减去退款：O3" in table
    assert "乙" not in table  # what is the same is not listed


def test_the_workbook_has_ours_beside_explanations_with_links_and_rows(
    salesnb, company: Path, report: Path
) -> None:
    salesnb(company, "compare", report)
    book = openpyxl.load_workbook(report.with_name("report.compare.xlsx"))
    assert book.sheetnames == ["10月", "差异说明", "明细", "备注"]
    page = book["10月"]
    assert [page[cell].value for cell in ("B3", "C2", "C3")] == [120_000, "我们的数字", 90_000]
    assert page["C3"].fill.start_color.rgb == "FFFFC7CE"
    assert "退款" in page["C3"].comment.text
    assert (page["A5"].value, page["A5"].data_type) == ("=1+1", "s")
    assert book["差异说明"]["A2"].hyperlink.location == "'10月'!B3"
    assert book["差异说明"]["J2"].hyperlink.location == "'明细'!A2"
    assert "O3" in [cell.value for cell in book["明细"][2]]


def test_a_workbook_of_before_is_kept(salesnb, company: Path, report: Path) -> None:
    salesnb(company, "compare", report)
    salesnb(company, "compare", report)
    assert report.with_name("report.compare.2.xlsx").exists()


def test_the_old_report_is_never_overwritten(salesnb, company: Path, report: Path) -> None:
    before = report.read_bytes()
    done = salesnb(company, "compare", report, "--out", report)
    assert done.exit_code == 2 and "就是旧报表本身" in done.stderr
    assert report.read_bytes() == before


def test_an_unreadable_and_an_unrecognised_file_are_a_sentence_and_exit_1(
    salesnb, company: Path, tmp_path: Path, old: Callable[..., Path]
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    for path in (broken, tmp_path / "missing.xlsx", old({"a": [["水果", "数量"], ["苹果", 5]]})):
        done = salesnb(company, "compare", path)
        assert done.exit_code == 1, done.stderr
        assert done.stdout == "" and done.stderr.startswith("salesnb：")
        assert not path.with_name(f"{path.stem}.compare.xlsx").exists()


def test_a_scope_beyond_the_viewers_right_is_refused(salesnb, company: Path, report: Path) -> None:
    done = salesnb(company, "compare", report, "--as", "周经理", "--scope", "company")
    assert done.exit_code == 2 and "无权查看 company" in done.stderr


def test_a_csv_is_compared_too(salesnb, company: Path, tmp_path: Path) -> None:
    path = tmp_path / "2026-10.csv"
    path.write_text("销售,销售额（万元）\n乙,4.55\n", encoding="utf-8")
    done = salesnb(company, "compare", path, "--format", "json")
    assert [row["verdict"] for row in json.loads(done.stdout)] == ["rounding"]


def test_the_workbench_gives_a_frame_with_notes(desk: Workbench, report: Path) -> None:
    frame = desk.compare(report)
    assert list(frame["group"]) == ["甲", "乙"]
    assert any("=1+1" in note for note in frame.attrs["notes"])
