"""A worklist as a workbook: what stands in it, what may be filled in, what stays text."""

from pathlib import Path

import openpyxl
import pytest

from salesnb.tasks import write_sheet
from tests.tasks.lists import DAY, by_title, tasks


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the workbook goes."""
    return tmp_path / "list.xlsx"


def test_a_row_per_task_in_their_order_and_the_rest_counted(path: Path) -> None:
    frame = tasks(
        {"key": "follow_up:C1", "name": "东方"},
        {"key": "follow_up:C2", "name": "西方", "expected_value": None, "due_on": None},
        {"key": "follow_up:C3", "is_shown": False},
    )
    write_sheet(frame.iloc[::-1], path, lang="zh", as_of=DAY, title="甲 · 待办清单")
    rows = by_title(path)
    assert [(row["序号"], row["客户/对象"], row["事项"]) for row in rows] == [
        (1, "东方", "按频次跟进"),
        (2, "西方", "按频次跟进"),
    ]
    assert rows[0]["期望值"] == 80_000 and rows[1]["期望值"] is None
    page = openpyxl.load_workbook(path).active
    assert "另有 1 项今天排不下" in page["A2"].value


def test_a_team_has_a_sheet_per_owner_with_names_that_excel_takes(path: Path) -> None:
    long = "欧阳" * 20
    owners = ["Ann/Lee", "Ann:Lee", long, long + "2"]
    frame = tasks(*({"key": f"follow_up:C{n}", "owner": owner} for n, owner in enumerate(owners)))
    write_sheet(frame, path, lang="en", as_of=DAY, title="East")
    names = openpyxl.load_workbook(path).sheetnames
    assert names[:2] == ["Ann Lee", "Ann Lee 2"] and len({n.casefold() for n in names}) == 4
    assert all(len(name) <= 31 for name in names)


def test_text_that_looks_like_a_formula_stays_text(path: Path) -> None:
    bait = "=cmd|' /C calc'!A0"
    frame = tasks({"key": "follow_up:C1", "name": bait, "reason": "@SUM(1)", "draft": "+1"})
    write_sheet(frame, path, lang="zh", as_of=DAY, title="=1+1")
    page = openpyxl.load_workbook(path).active
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert page["A1"].value == "=1+1" and by_title(path)[0]["客户/对象"] == bait


def test_only_what_is_to_be_filled_in_is_open_and_the_key_is_hidden(path: Path) -> None:
    write_sheet(tasks({"key": "follow_up:C1"}), path, lang="zh", as_of=DAY, title="甲")
    page = openpyxl.load_workbook(path).active
    titles = {cell.value: cell for cell in page[3]}
    is_open = {t for t, cell in titles.items() if not page.cell(4, cell.column).protection.locked}
    assert is_open == {"完成", "客户反馈/结果", "下次日期", "下一步计划"}
    key = titles["任务编号（请勿修改）"]
    assert page.column_dimensions[key.column_letter].hidden and page.protection.sheet
    assert page.cell(4, key.column).value == "follow_up:C1@2026-10-28"
    rules = {rule.type: rule for rule in page.data_validations.dataValidation}
    assert rules["list"].formula1 == '"是,否"'
    assert rules["date"].operator == "greaterThan" and str(rules["date"].sqref) == "I4"


def test_without_tasks_the_sheet_says_so(path: Path) -> None:
    write_sheet(tasks({"key": "x"}).iloc[:0], path, lang="en", as_of=DAY, title="Ann")
    page = openpyxl.load_workbook(path).active
    assert page["A2"].value == "Nothing is to be done today."
