"""Importing: what two at once do, what time an import bears, what a folder stands for."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from salesnb.errors import DataError
from salesnb.imports import import_files, list_files
from salesnb.workspace import Workspace

MORNING = datetime(2026, 10, 31, 9)


def csv(path: Path, *lines: str) -> Path:
    """Write a CSV file of some lines."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_two_imports_at_once_lose_no_customer(workspace: Workspace, tmp_path: Path) -> None:
    # Without 客户编号 both would be numbered C20260301001 if both read the store before either wrote.
    for name in "ab":
        csv(tmp_path / f"{name}.csv", "客户名称,首次接触时间", f"{name}公司,2026-03-01")
    command = [sys.executable, "-m", "salesnb", "--workspace", str(workspace.root), "import"]
    running = [subprocess.Popen([*command, str(tmp_path / f"{n}.csv")]) for n in "ab"]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    customers = workspace.store.current()["customers"]
    assert sorted(customers["customer_name"]) == ["a公司", "b公司"]
    assert customers["customer_id"].is_unique


def test_a_clock_that_is_set_back_doubles_no_row(workspace: Workspace, tmp_path: Path) -> None:
    for hour, name in ((9, "旧名"), (3, "新名")):
        file = csv(tmp_path / "c.csv", "客户编号,客户名称", f"C1,{name}")
        import_files(workspace, [file], at=MORNING.replace(hour=hour), by="me")
    from salesnb.session import Session

    session = Session(workspace.root, as_of="2026-10-31")
    assert session.table("customers")["customer_name"].tolist() == ["新名"]


def test_where_today_is_pinned_a_correction_counts(workspace: Workspace, tmp_path: Path) -> None:
    workspace.change_setting("today", "2026-10-10")
    head = "Order_ID,Customer_ID,Amount,Order_Date,Responsible"
    csv(tmp_path / "c.csv", "Customer_ID,Customer_Name", "C1,One")
    for hour, amount in ((9, 1000), (10, 2000)):
        csv(tmp_path / "o.csv", head, f"SO1,C1,{amount},2026-10-01,Ann")
        import_files(workspace, [tmp_path], at=MORNING.replace(hour=hour), by="me")
    from salesnb.session import Session

    assert Session(workspace.root, period="2026-10").metrics("sales")["value"].tolist() == [2000]


def test_marked_copies_in_a_folder_are_no_input(tmp_path: Path) -> None:
    csv(tmp_path / "a.csv", "x")
    (tmp_path / "a.csv.checked.xlsx").touch()
    assert [path.name for path in list_files([tmp_path])] == ["a.csv"]


def test_a_file_without_rows_stores_nothing(workspace: Workspace, tmp_path: Path) -> None:
    file = csv(tmp_path / "empty.csv", "客户编号,客户名称")
    with pytest.raises(DataError, match="no rows"):
        import_files(workspace, [file], at=MORNING, by="me")
    assert workspace.store.is_empty
