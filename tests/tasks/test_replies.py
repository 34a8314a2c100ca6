"""Worklists that come back: what is taken, what is refused where, and nothing twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesnb.errors import DataError
from salesnb.tasks import Taken, TaskBook, take_replies, write_sheet
from salesnb.workspace import Workspace
from tests.alerts.cases import STAFF
from tests.frames import CONTACT, fill
from tests.tasks.lists import DAY, fill_in, tasks

ROOT = Path(__file__).parents[2]
EVENING = datetime(2026, 10, 30, 18, 30)
ROWS = (
    {"key": "follow_up:C1", "entity": "customers", "entity_id": "C1"},
    {"key": "first_contact:L1", "kind": "first_contact", "entity": "leads", "entity_id": "L1"},
    {"key": "clean_up:O1", "kind": "clean_up", "entity": "opportunities", "entity_id": "O1"},
    {"key": "handover:丁", "kind": "handover", "entity": "staff", "entity_id": "丁", "owner": "钱"},
)
DONE = {"完成": "是", "客户反馈/结果": "同意报价"}


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    """A customer, a lead and a deal of 甲, and a plan with the customer that was due."""
    plan = {"customer_id": "C1", "owner": "甲"}
    tables = {
        "staff": STAFF,
        "customers": [{"customer_id": "C1", "customer_name": "东方", "owner": "甲"}],
        "leads": [{"lead_id": "L1", "company_name": "北方", "owner": "甲", **CONTACT,
                   "created_at": "2026-10-20", "grade": "A"}],
        "opportunities": [{"opportunity_id": "O1", "customer_id": "C1", "owner": "甲",
                           "stage": "opportunity", "created_at": "2026-10-01"}],
        "plans": [
            {**plan, "plan_id": "P1", "due_on": "2026-10-28"},
            {**plan, "plan_id": "P2", "due_on": "2026-12-01"},
        ],
    }  # fmt: skip
    fill(workspace.store, tables, datetime(2026, 10, 29, 8))
    return workspace


@pytest.fixture
def path(shop: Workspace) -> Path:
    """The list of 甲 and 钱, as it was given out: a sheet each."""
    frame = tasks(*ROWS)
    path = shop.root / "list.xlsx"
    TaskBook(shop.state).give(frame, DAY)
    write_sheet(frame, path, lang="zh", as_of=DAY, title="东区 · 待办清单")
    return path


def take(shop: Workspace, path: Path, viewer: str | None = "甲", at: datetime = EVENING) -> Taken:
    return take_replies(shop, [path], at=at, by="甲", viewer=viewer)


def answer(path: Path, row: int, sheet: int = 0, **values: Any) -> None:
    fill_in(path, {row: values}, sheet)


def follow_ups(shop: Workspace) -> list[Mapping[str, Any]]:
    return shop.store.current()["follow_ups"].sort_values("content").to_dict("records")


def test_what_is_done_becomes_a_follow_up_with_feedback_time_and_next_plan(
    shop: Workspace, path: Path
) -> None:
    answer(path, 0, **DONE, 下次日期=date(2026, 11, 5), 下一步计划="发合同")
    answer(path, 1, 完成="√", **{"客户反馈/结果": "约了演示"})
    taken = take(shop, path)
    assert (taken.rows, dict(taken.counts), taken.refused, taken.blank) == (4, {"done": 2}, [], 2)
    by_cadence, first = follow_ups(shop)
    assert (by_cadence["customer_id"], by_cadence["user"]) == ("C1", "甲")
    assert by_cadence["feedback"] == "同意报价" and by_cadence["next_plan"] == "发合同"
    assert str(by_cadence["follow_at"]) == "2026-10-30 18:30:00"
    assert str(by_cadence["next_due"])[:10] == "2026-11-05"
    assert (by_cadence["_file"], by_cadence["_sheet"], by_cadence["_row"]) == ("list.xlsx", "甲", 4)
    assert (first["lead_id"], first["feedback"]) == ("L1", "约了演示")
    assert {reply.answered_by for reply in TaskBook(shop.state).replies().values()} == {"甲"}


def test_a_plan_that_was_due_is_done_with_the_task_of_its_customer(
    shop: Workspace, path: Path
) -> None:
    answer(path, 0, **DONE)
    take(shop, path)
    plans = shop.store.current()["plans"].set_index("plan_id")
    assert plans["state"].eq("done").fillna(False).to_dict() == {"P1": True, "P2": False}
    assert str(plans.loc["P1", "due_on"])[:10] == "2026-10-28"  # all else is as it was


def test_the_same_file_twice_changes_nothing_and_a_corrected_one_corrects(
    shop: Workspace, path: Path
) -> None:
    answer(path, 0, **DONE)
    take(shop, path)
    before = shop.store.snapshot().name
    later = datetime(2026, 11, 20, 9)
    assert dict(take(shop, path, at=later).counts) == {"unchanged": 1}
    assert shop.store.snapshot().name == before
    answer(path, 0, **{"客户反馈/结果": "同意报价，要折扣"})
    assert take(shop, path, at=later).follow_ups == 1
    (row,) = follow_ups(shop)
    assert row["feedback"] == "同意报价，要折扣" and str(row["follow_at"])[:10] == "2026-10-30"


def test_what_is_put_off_is_no_follow_up_and_a_past_date_is_refused(
    shop: Workspace, path: Path
) -> None:
    answer(path, 0, 下次日期="2026-11-05")
    answer(path, 1, 下次日期=date(2026, 10, 30))
    taken = take(shop, path)
    assert dict(taken.counts) == {"put_off": 1} and not follow_ups(shop)
    (said,) = taken.refused
    assert said.text("zh").startswith("list.xlsx，工作表“甲”，单元格 I5：下次日期 2026-10-30 已过")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"完成": "做了"}, "cell A4: '做了' is neither yes nor no"),
        ({"客户反馈/结果": "没人接"}, "cell A4: there is a result or a plan, but neither a tick"),
        ({**DONE, "下次日期": "下周"}, "cell I4: '下周' is not a date"),
        ({**DONE, "下次日期": "03/04/2027"}, "Did you mean '2027-03-04 / 2027-04-03'?"),
        (
            {**DONE, "任务编号（请勿修改）": "follow_up:C11@2026-10-28"},
            "cell O4: 'follow_up:C11@2026-10-28' is no task of yours. Leave the task keys as they "
            "are. Did you mean 'follow_up:C1@2026-10-28'?",
        ),
        ({**DONE, "任务编号（请勿修改）": None}, "cell O4: the row has no task key"),
    ],
)
def test_a_row_that_was_changed_in_a_wrong_way_is_refused_with_its_place_and_the_others_are_taken(
    shop: Workspace, path: Path, values: Mapping[str, Any], said: str
) -> None:
    fill_in(path, {0: values, 1: DONE})
    taken = take(shop, path)
    assert dict(taken.counts) == {"done": 1} and taken.rows == 4
    (refused,) = taken.refused
    assert said in refused and refused.startswith("list.xlsx, sheet '甲', cell")


def test_a_file_of_a_rep_changes_no_task_of_anybody_else(shop: Workspace, path: Path) -> None:
    answer(path, 0, sheet=1, 完成="是")
    assert "no task of yours" in take(shop, path, viewer="甲").refused[0]
    assert dict(take(shop, path, viewer="钱").counts) == {"done": 1}
    assert not follow_ups(shop)  # nobody was called
    answer(path, 0, **DONE)
    assert "no task of yours" in take(shop, path, viewer="乙").refused[0]
    assert dict(take(shop, path, viewer="钱").counts) == {"done": 1, "unchanged": 1}  # leads 甲
    assert follow_ups(shop)[0]["user"] == "甲"


def test_sorted_rows_keep_their_tasks_and_a_copied_row_counts_once(
    shop: Workspace, path: Path
) -> None:
    answer(path, 0, **DONE)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    cells = [[cell.value for cell in row] for row in page.iter_rows(min_row=4, max_row=6)]
    for at, row in enumerate([*reversed(cells), cells[0]], 4):
        for column, value in enumerate(row, 1):
            page.cell(at, column).value = value
    page.cell(7, 8).value = "另一个结果"
    book.save(path)
    taken = take(shop, path)
    assert dict(taken.counts) == {"done": 1} and follow_ups(shop)[0]["customer_id"] == "C1"
    assert "the same task as in sheet '甲', row 6" in taken.refused[0]


def test_what_is_no_worklist_or_lacks_a_column_is_refused(shop: Workspace, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[0].delete_cols(8)
    book.save(path)
    with pytest.raises(DataError, match="sheet '甲': these columns are missing: Result"):
        take(shop, path)
    openpyxl.Workbook().save(path)
    with pytest.raises(DataError, match=r"list\.xlsx is no worklist"):
        take(shop, path)


KILLED = """
import os, signal
from datetime import datetime
from pathlib import Path
from salesnb.tasks import TaskBook, take_replies
from salesnb.workspace import Workspace
place = {{"store": __import__("salesnb.store").store.Store, "book": TaskBook}}["{where}"]
setattr(place, "{step}", lambda *words, **more: os.kill(os.getpid(), signal.SIGKILL))
take_replies(Workspace(Path("{root}")), [Path("{path}")], at=datetime(2026, 10, 30, 18, 30),
             by="甲", viewer="甲")
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize(("where", "step"), [("store", "import_frames"), ("book", "answer")])
def test_killed_in_between_nothing_is_lost_and_nothing_is_there_twice(
    shop: Workspace, path: Path, where: str, step: str
) -> None:
    answer(path, 0, **DONE)
    code = KILLED.format(where=where, step=step, root=shop.root, path=path)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert not TaskBook(shop.state).replies()
    assert dict(take(shop, path, at=datetime(2026, 10, 31, 9)).counts) == {"done": 1}
    (row,) = follow_ups(shop)
    assert row["feedback"] == "同意报价"
    assert str(row["follow_at"])[:10] == ("2026-10-30" if where == "book" else "2026-10-31")


def test_the_command_tells_what_became_of_the_rows(shop: Workspace, path: Path, salesnb) -> None:
    fill_in(path, {0: DONE, 1: {"完成": "做了"}})
    done = salesnb(shop, "tasks", "--take", path, "--as", "甲")
    assert done.exit_code == 1
    assert "单元格 A5：“做了”不能识别" in done.stdout
    assert "共 4 行：完成 1，改期 0，此前已收 0，退回 1，未填 2。" in done.stderr
    assert salesnb(shop, "tasks", "--take", path, "--all").exit_code == 2


def test_a_page_calls_whom_its_reader_may_see_in_clear(shop: Workspace, salesnb) -> None:
    found = {}
    for reader, words in (("甲", ["--as", "甲"]), ("operator", ["--scope", "rep:甲"])):
        out = shop.root / f"{reader}.html"
        done = salesnb(shop, "tasks", *words, "--format", "html", "--out", out, "--all")
        assert done.exit_code == 0, done.stderr
        page = out.read_text(encoding="utf-8")
        found[reader] = ("北方" in page, "tel:13800005678" in page, "13800005678" in page)
    assert found == {"甲": (True, True, True), "operator": (True, False, False)}
