"""`salesnb tasks`: the contract for programs, rights, what a day can hold, the section of reports."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import pytest

import salesnb as package
from salesnb.workspace import Workspace
from tests.alerts.cases import STAFF
from tests.frames import fill
from tests.tasks.cases import customer, lead

KEYS = [
    "key", "kind", "owner", "entity", "entity_id", "name", "due_on", "since", "days_over", "amount",
    "chance", "expected_value", "reason", "next_step", "last_feedback", "draft", "rank", "is_shown",
]  # fmt: skip


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    """Fourteen leads of 甲 and one of 乙 that nobody contacted, and a lost one, as of 15 May 2026."""
    leads = [lead(f"L{n:02}", "2026-05-13 10:00", budget_max=n * 1000) for n in range(1, 15)]
    leads.append(lead("L20", "2026-05-13 10:00", owner="乙"))
    fill(workspace.store, {"staff": STAFF, "leads": leads}, datetime(2026, 5, 15, 18))
    workspace.change_setting("today", "2026-05-15")
    return workspace


def listed(result) -> list[dict[str, object]]:
    """Return the records of a JSON document that stands alone on stdout."""
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_json_has_the_records_of_the_contract_and_no_more_than_a_day_can_hold(
    shop: Workspace, salesnb
) -> None:
    result = salesnb(shop, "tasks", "--format", "json")
    found = listed(result)
    assert result.exit_code == 0 and {tuple(row) for row in found} == {tuple(KEYS)}
    of_one = [row for row in found if row["owner"] == "甲"]
    # The most valuable first; as many as params say, and the rest is counted.
    assert [row["entity_id"] for row in of_one] == [f"L{n:02}" for n in range(14, 2, -1)]
    assert [row["rank"] for row in of_one] == list(range(1, 13))
    assert of_one[0]["due_on"] == "2026-05-15" and of_one[0]["since"] == "2026-05-13"
    assert of_one[0]["reason"] == "B 级线索还没有首次联系，时限 5月15日。"
    assert "另有 2 项未列出" in result.stderr
    assert len(listed(salesnb(shop, "tasks", "--format", "json", "--all"))) == 15


def test_nobody_sees_tasks_of_others(shop: Workspace, salesnb) -> None:
    def owners(*words: str) -> set[object]:
        return {row["owner"] for row in listed(salesnb(shop, "tasks", "--format", "json", *words))}

    assert owners() == owners("--as", "孙") == {"甲", "乙"}
    assert owners("--as", "甲") == owners("--as", "钱") == {"甲"}
    refused = salesnb(shop, "tasks", "--format", "json", "--as", "甲", "--scope", "rep:乙")
    assert refused.exit_code == 2 and refused.stdout == ""


def test_a_table_and_a_file_have_what_is_to_be_done(
    shop: Workspace, salesnb, tmp_path: Path
) -> None:
    shown = salesnb(shop, "tasks", "--as", "乙")
    assert "Company L20" in shown.stdout and "首次联系" in shown.stdout
    assert shown.stderr.startswith("2026-05-15 应办 1 项任务，涉及 1 人。")
    out = tmp_path / "tasks.csv"
    salesnb(shop, "tasks", "--format", "csv", "--out", out)
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 13 and list(rows[0]) == KEYS
    none = salesnb(shop, "tasks", "--as-of", "2026-05-12")
    assert none.exit_code == 0 and "今天没有任务" in none.stderr


def test_the_section_counts_by_rep_and_lists_the_first_of_each(shop: Workspace) -> None:
    page = package.open(shop.root, period="2026-05", viewer="钱", lang="en").task_list()
    text = repr(page)
    assert text.splitlines()[0].startswith("12 tasks for 15 May, worth ")
    assert "2 more are not listed" in text
    assert "甲\t14\t0\t12" in text.replace("–", "0")
    assert [f"Company L{n:02}" in text for n in (14, 13, 12, 11)] == [True, True, True, False]
    own = repr(package.open(shop.root, period="2026-05", viewer="甲", lang="zh").task_list())
    assert "Company L03" in own and "Company L02" not in own


def test_a_team_lists_first_whose_tasks_are_worth_most_as_the_counts_do(
    workspace: Workspace,
) -> None:
    deal = {"stage": "opportunity", "created_at": "2026-05-04", "probability": 0.5}
    deals, plans = [], []
    for key, owner, amount in (("1", "丙", 1000), ("2", "甲", 9000), ("3", "甲", 8000)):
        hangs_on = {"customer_id": f"C{key}", "owner": owner}
        deals.append({**deal, **hangs_on, "opportunity_id": f"O{key}", "amount": amount})
        plans.append({"plan_id": f"P{key}", "due_on": "2026-05-15", **hangs_on})
    rows = {"customers": [customer(f"C{n}") for n in "123"], "opportunities": deals, "plans": plans}
    staff = [*STAFF, {**STAFF[0], "name": "丙"}]
    fill(workspace.store, {"staff": staff, **rows}, datetime(2026, 5, 15, 18))
    workspace.change_setting("today", "2026-05-15")
    wb = package.open(workspace.root, scope="team:东区", period="2026-05", lang="en")
    counts, listed_rows = repr(wb.task_list()).split("\nAbout")
    assert counts.index("甲") < counts.index("丙")
    of_customers = [listed_rows.index(f"Customer C{n}") for n in "231"]
    assert of_customers == sorted(of_customers)


@pytest.mark.parametrize(
    ("lang", "worklist", "overdue"),
    [
        ("zh", "按客户合并计数，与逐项计数的“逾期任务”不是同一个数", "“任务清单”按客户合并，数字不同"),
        ("en", "Counted by customer, unlike “Overdue tasks”", "the worklist counts by customer, and differs"),
    ],
)  # fmt: skip
def test_two_counts_of_what_is_overdue_say_how_they_differ(
    workspace: Workspace, lang: str, worklist: str, overdue: str
) -> None:
    plan = {"customer_id": "C1", "owner": "甲"}
    days = ("2026-05-11", "2026-05-12", "2026-01-05")  # the last one is too old for a worklist
    plans = [{**plan, "plan_id": day, "due_on": day} for day in days]
    rows = {"staff": STAFF, "customers": [customer("C1")], "plans": plans}
    fill(workspace.store, rows, datetime(2026, 5, 15, 18))
    workspace.change_setting("today", "2026-05-15")
    wb = package.open(workspace.root, scope="team:东区", period="2026-05", lang=lang)
    pages = wb.task_list(), wb.overdue_tasks()
    assert "甲\t1\t1\t1" in repr(pages[0]) and "甲\t3\t3\t" in repr(pages[1])
    assert worklist in pages[0].html and overdue in pages[1].html
