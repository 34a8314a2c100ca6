"""Importing: what two at once do, what a folder stands for, what waits, what undo brings back."""

import json
import random
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from salesnb.errors import DataError, FileUnreadableError
from salesnb.imports import Imported, check_files, import_files, list_files
from salesnb.loaders import write_copies
from salesnb.store import Store
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


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    csv(folder / "a.csv", "客户编号,客户名称", "C1,甲")
    csv(folder / "b.csv", "客户编号,客户名称", "C2,乙")
    return folder


def take(workspace: Workspace, *paths: Path, hour: int = 9, **options: Any) -> Imported:
    return import_files(workspace, paths, at=MORNING.replace(hour=hour), by="me", **options)


def names(workspace: Workspace) -> list[str]:
    return sorted(workspace.store.current()["customers"]["customer_name"].fillna(""))


def places(workspace: Workspace) -> list[tuple[str, int, str]]:
    return [(row["file"], row["row"], row["rule"]) for row in workspace.store.waiting(100)[1]]


def read_files(imported: Imported) -> list[str]:
    return sorted({*imported.result.counts["file"]})


def test_a_folder_gives_every_new_or_changed_file_once(workspace: Workspace, inbox: Path) -> None:
    assert read_files(take(workspace, inbox)) == ["a.csv", "b.csv"]
    again = take(workspace, inbox, hour=10)
    assert (again.summary, again.has_news) == (None, False)
    assert [note.en for note in again.result.notes] == [
        f"{inbox}: 2 files unchanged since import 1 were left out."
    ]
    csv(inbox / "b.csv", "客户编号,客户名称", "C2,乙公司")
    csv(inbox / "c.csv", "客户编号,客户名称", "C3,丙")
    assert read_files(take(workspace, inbox, hour=11)) == ["b.csv", "c.csv"]
    assert names(workspace) == ["丙", "乙公司", "甲"]


def test_a_file_put_back_to_what_it_once_was_has_changed(workspace: Workspace, inbox: Path) -> None:
    for hour, name in ((9, "甲"), (10, "改名"), (11, "甲")):
        csv(inbox / "a.csv", "客户编号,客户名称", f"C1,{name}")
        take(workspace, inbox, hour=hour)
    assert names(workspace) == ["乙", "甲"]  # by content alone it would still be 改名


def test_a_file_that_is_named_is_always_read(workspace: Workspace, inbox: Path) -> None:
    take(workspace, inbox)
    assert read_files(take(workspace, inbox / "a.csv", hour=10)) == ["a.csv"]


def test_undo_forgets_the_files_too(workspace: Workspace, inbox: Path) -> None:
    take(workspace, inbox)
    workspace.store.undo_last(MORNING)
    assert read_files(take(workspace, inbox, hour=10)) == ["a.csv", "b.csv"]
    assert names(workspace) == ["乙", "甲"]


def test_a_folder_with_an_error_is_refused_as_a_whole_and_not_remembered(
    workspace: Workspace, inbox: Path
) -> None:
    csv(inbox / "b.csv", "客户编号,客户名称", "C2,")
    assert take(workspace, inbox).summary is None and workspace.store.is_empty
    csv(inbox / "b.csv", "客户编号,客户名称", "C2,乙")
    assert read_files(take(workspace, inbox)) == ["a.csv", "b.csv"]


def test_bad_rows_of_a_folder_wait_until_their_file_changes(
    workspace: Workspace, inbox: Path
) -> None:
    csv(inbox / "b.csv", "客户编号,客户名称", "C2,", "C3,丙")
    take(workspace, inbox, accept_good=True)
    assert not take(workspace, inbox, hour=10, accept_good=True).has_news
    assert places(workspace) == [("b.csv", 2, "required")]
    csv(inbox / "b.csv", "客户编号,客户名称", "C2,乙", "C3,丙")
    take(workspace, inbox, hour=11)
    assert places(workspace) == [] and names(workspace) == ["丙", "乙", "甲"]


def test_where_a_table_is_replaced_the_whole_folder_is_read(
    workspace: Workspace, inbox: Path
) -> None:
    take(workspace, inbox)
    csv(inbox / "b.csv", "客户编号,客户名称", "C3,丙")
    take(workspace, inbox, hour=10, replace=["customers"])
    assert names(workspace) == ["丙", "甲"]  # with b.csv alone 甲 would be closed


def test_temporary_files_and_folders_within_are_passed_over(inbox: Path) -> None:
    for name in ("~$a.xlsx", "d.csv.part", "e.xlsx.crdownload", "f.tmp", ".g.csv"):
        (inbox / name).write_bytes(b"half")
    (inbox / "old").mkdir()
    csv(inbox / "old" / "z.csv", "x")
    assert [path.name for path in list_files([inbox])] == ["a.csv", "b.csv"]


def test_a_file_that_grows_while_it_is_read_is_refused(
    workspace: Workspace, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*arguments: Any, **options: Any) -> Any:
        result = check_files(*arguments, **options)
        with (inbox / "a.csv").open("a", encoding="utf-8") as file:
            file.write("C9,迟来\n")
        return result

    monkeypatch.setattr("salesnb.imports.check_files", slowly)
    with pytest.raises(FileUnreadableError, match=r"a\.csv: the file is still being written"):
        take(workspace, inbox)
    assert workspace.store.is_empty


def test_a_marked_copy_imported_by_name_stands_for_its_file(
    workspace: Workspace, inbox: Path
) -> None:
    csv(inbox / "b.csv", "客户编号,客户名称,客户状态", "C2,乙,", "C3,丙,谁知道")
    take(workspace, inbox, accept_good=True)
    result = check_files(workspace, [inbox / "b.csv"], source=None, at=MORNING)
    copy = write_copies(result, [inbox / "b.csv"], "zh")[0].path
    named = [note.en for note in take(workspace, inbox, hour=10).result.notes]
    assert any(copy.name in note and "by name" in note for note in named)
    mend(copy, "谁知道", "潜在客户")
    assert not len(take(workspace, copy, hour=11).result.errors)
    assert places(workspace) == [] and names(workspace) == ["丙", "乙", "甲"]
    quiet = take(workspace, inbox, hour=12)
    assert not quiet.has_news and len(quiet.result.notes) == 1  # nor is the copy named again


def mend(path: Path, typed: str, meant: str) -> None:
    """Replace a cell's text in the sheets of data."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    for page in book.worksheets[1:]:
        for row in page.iter_rows():
            for cell in row:
                if cell.value == typed:
                    cell.value = meant
    book.save(path)


def test_a_marked_copy_of_a_file_that_was_never_taken_takes_it(
    workspace: Workspace, inbox: Path
) -> None:
    csv(inbox / "b.csv", "客户编号,客户名称,客户状态", "C2,乙,谁知道")
    assert take(workspace, inbox).summary is None
    result = check_files(workspace, [inbox / "b.csv"], source=None, at=MORNING)
    copy = write_copies(result, [inbox / "b.csv"], "zh")[0].path
    mend(copy, "谁知道", "潜在客户")
    take(workspace, copy)
    assert read_files(take(workspace, inbox, hour=10)) == ["a.csv"]  # else b.csv's error is back


def test_a_row_that_waits_is_answered_by_its_key_from_any_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    bad = csv(tmp_path / "bad.csv", "客户编号,客户名称", "C1,", "C2,", "C3,丙")
    take(workspace, bad, accept_good=True)
    good = csv(tmp_path / "good.csv", "客户编号,客户名称", "C2,乙")
    take(workspace, good, hour=10)
    assert places(workspace) == [("bad.csv", 2, "required")]
    workspace.store.undo_last(MORNING)
    assert places(workspace) == [("bad.csv", 2, "required"), ("bad.csv", 3, "required")]


def test_a_number_handed_out_to_a_bad_row_is_not_its_key(
    workspace: Workspace, tmp_path: Path
) -> None:
    head = "客户名称,首次接触时间,客户状态"
    take(workspace, csv(tmp_path / "bad.csv", head, "甲,2026-03-01,谁知道"), accept_good=True)
    take(workspace, csv(tmp_path / "good.csv", head, "乙,2026-03-01,潜在客户"), hour=10)
    assert workspace.store.current()["customers"]["customer_id"].tolist() == ["C20260301001"]
    assert [place[0] for place in places(workspace)] == ["bad.csv"]  # 甲 waits still


def test_rows_in_are_rows_accounted_for_also_of_a_wide_sheet(
    workspace: Workspace, tmp_path: Path, salesnb: Any
) -> None:
    wide = csv(
        tmp_path / "wide.csv",
        "客户编号,客户名称,行业,线索来源,首次接触时间,当前跟进阶段,负责人,预计成交金额(元),最后跟进时间,备注",
        "C1,甲,制造业,官网,2026-03-01,意向,张强,1000,2026-03-05,",
        "C2,乙,制造业,官网,2026-03-01,商机,张强,1000,2026-03-05,",
        "C3,丙,制造业,官网,2026-03-01,商机,张强,面议,2026-03-05,",
        "C1,甲,制造业,官网,2026-03-01,意向,张强,1000,2026-03-05,",
    )
    summary = take(workspace, wide, accept_good=True).summary
    assert summary is not None
    done = {
        change.table: (change.rows_in, change.new, change.repeated, change.rejected)
        for change in summary.changes
    }
    assert done == {
        "customers": (4, 2, 1, 1),
        "leads": (4, 2, 1, 1),
        "opportunities": (2, 1, 0, 1),
    }
    found = json.loads(salesnb(workspace, "status", "--json").stdout)
    assert found["rejected"] == len(found["waiting"]) == 3  # once per table …
    record = found["last_import"]
    assert record["rows_in"] == record["rows_stored"] + record["rows_rejected"] == 10
    text = salesnb(workspace, "status").stdout
    tables = "客户信息表 customers、销售线索信息表 leads、销售机会阶段表 opportunities"
    assert f"wide.csv： 1 行（{tables}）" in text.replace("：1", "： 1")
    assert "面议" not in text  # … and one row of the sheet; no values


def test_what_an_import_prints_adds_up(workspace: Workspace, tmp_path: Path, salesnb: Any) -> None:
    file = csv(tmp_path / "c.csv", "客户编号,客户名称", "C1,甲", "C1,甲", "C2,", "C3,丙")
    take(workspace, csv(tmp_path / "old.csv", "客户编号,客户名称", "C3,旧名"))
    printed = salesnb(workspace, "import", file, "--accept-good").stderr.splitlines()
    head = next(n for n, line in enumerate(printed) if line.startswith("表"))
    assert printed[head].split() == ["表", "读入", "新增", "更新", "未变", "重复", "拒收"]
    title, table, rows_in, *done = printed[head + 1].split()
    assert (title, table, int(rows_in)) == ("客户信息表", "customers", 4)
    assert list(map(int, done)) == [1, 1, 0, 1, 1]


def test_a_mapping_may_say_that_an_empty_cell_keeps_what_is_stored(
    workspace: Workspace, tmp_path: Path, salesnb: Any
) -> None:
    sources = workspace.root / "params" / "sources"
    for empty in ("keep", "clear"):
        (sources / f"{empty}.yml").write_text(
            "files:\n  c.csv:\n    table: customers\n"
            "    columns: {id: customer_id, name: customer_name, where: region}\n"
            f"    empty: {empty}\n",
            encoding="utf-8",
        )

    def regions(source: str, *lines: str) -> list[object]:
        path = csv(tmp_path / "c.csv", *lines)
        result = salesnb(workspace, "import", path, "--source", source)
        assert result.exit_code == 0, result.stderr
        frame = workspace.store.current()["customers"].sort_values("customer_id")
        return frame["region"].fillna("").tolist()

    assert regions("clear", "id,name,where", "C1,甲,华东", "C2,乙,华南") == ["华东", "华南"]
    assert regions("keep", "id,name,where", "C1,甲,", "C2,乙,华北") == ["华东", "华北"]
    assert regions("clear", "id,name,where", "C1,甲,", "C2,乙,华北") == ["", "华北"]


def test_nothing_to_take_back_is_a_sentence(workspace: Workspace, salesnb: Any) -> None:
    result = salesnb(workspace, "import", "--undo")
    assert result.exit_code == 3 and "没有可以撤销的导入" in result.stderr
    assert not list(workspace.store.folder.glob("draft*")) and workspace.store.is_empty


def state(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of the store; columns without any value do not count."""
    found = {}
    with store.open() as connection:
        for (table,) in connection.execute("show tables").fetchall():
            frame = connection.execute(f'select * from "{table}"').df()
            frame = frame.dropna(axis=1, how="all").astype("object").fillna("").map(str)
            found[table] = sorted(frame[sorted(frame)].itertuples(index=False, name=None))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_undo_brings_back_whatever_was_there(
    workspace: Workspace, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    stages = ["线索", "意向", "商机", "方案报价", "成交", "流失", "不知道"]

    def some(number: int) -> list[Path]:
        folder = tmp_path / str(number)
        folder.mkdir()
        leads = [
            f"L{n},官网,张三,138,需求,2026-03-01,{dice.choice(stages)},{dice.choice(['', '华东'])}"
            for n in dice.sample(range(12), 8)
        ]
        head = "线索编号,来源,联系人,联系方式,需求描述,录入时间,跟进阶段,区域"
        csv(folder / "leads.csv", head, *leads)
        customers = [f"C{n},{dice.choice(['甲', '乙', ''])}" for n in dice.sample(range(9), 5)]
        csv(folder / "c.csv", f"客户编号,客户名称,备{number}", *(f"{c},x" for c in customers))
        entries = [f"线索,L{n},{dice.choice(stages[:4])},2026-03-05" for n in range(3)]
        csv(folder / "h.csv", "对象类型,对象编号,阶段,进入时间", *entries)
        return [folder / name for name in dice.sample(["leads.csv", "c.csv", "h.csv"], 2)]

    states = []
    for number in range(3):
        replace = ["customers"] if number == 2 and dice.random() < 0.5 else []
        paths = [tmp_path / str(number)] if replace else some(number)
        if replace:
            some(number)
        take(workspace, *paths, hour=9 + number, accept_good=True, replace=replace)
        states.append(state(workspace.store))
    for before in reversed(states[:-1]):
        workspace.store.undo_last(MORNING.replace(hour=20))
        assert state(workspace.store) == before
