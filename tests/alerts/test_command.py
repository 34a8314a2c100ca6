"""`salesnb alerts`: the contract for programs, rights, acknowledging, putting off, precision."""

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

import salesnb as package
from salesnb.alerts import AlertBook, record_alerts
from salesnb.workspace import Workspace
from tests.alerts.cases import STAFF
from tests.frames import Records, fill

KEYS = [
    "rule", "level", "scope", "owner", "entity", "entity_id", "since", "amount", "message",
    "next_step",
]  # fmt: skip
CUSTOMERS: Records = [
    {"customer_id": "C1", "customer_name": "东方", "owner": "甲"},
    {"customer_id": "C2", "customer_name": "西方", "owner": "乙"},
]


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    """An order of 甲 and one of 乙, due on 1 April, and a deal of 乙, as of 5 May 2026."""
    order = {"order_date": "2026-03-02", "amount": 100, "due_date": "2026-04-01"}
    tables: dict[str, Records] = {
        "staff": STAFF,
        "customers": CUSTOMERS,
        "orders": [
            {**order, "order_id": "S1", "customer_id": "C1", "owner": "甲"},
            {**order, "order_id": "S2", "customer_id": "C2", "owner": "乙", "amount": 70},
        ],
        "payments": [
            {"payment_id": "P0", "order_id": "S1", "paid_amount": 40, "paid_date": "2026-03-03"}
        ],
        "opportunities": [
            {"opportunity_id": "O1", "customer_id": "C2", "stage": "opportunity", "owner": "乙",
             "amount": 50, "created_at": "2026-04-01"},
        ],
    }  # fmt: skip
    fill(workspace.store, tables, datetime(2026, 5, 5, 18))
    workspace.change_setting("today", "2026-05-05")
    return workspace


def listed(called: object) -> list[dict[str, object]]:
    assert called.exit_code == 0, called.stderr
    found: list[dict[str, object]] = json.loads(called.stdout)
    return found


def test_json_is_the_contract(shop: Workspace, salesnb) -> None:
    found = listed(salesnb(shop, "alerts", "--format", "json"))
    assert {tuple(row) for row in found} == {tuple(KEYS)}
    payments = [row for row in found if row["rule"] == "payment_overdue"]
    assert payments[0] == {
        "rule": "payment_overdue",
        "level": "red",
        "scope": "rep:乙",
        "owner": "乙",
        "entity": "payment",
        "entity_id": "C2",
        "since": "2026-04-01",
        "amount": 70,
        "message": "西方：回款逾期 34 天，70 元",
        "next_step": "与客户确认付款日期并写入跟进计划",
    }
    assert [row["amount"] for row in payments] == [70, 60]
    rest = [row["rule"] for row in found if row["rule"] != "payment_overdue"]
    assert rest[0] == "stage_stuck"


def test_nobody_sees_alerts_of_others(shop: Workspace, salesnb) -> None:
    def owners(*words: str) -> set[object]:
        return {row["owner"] for row in listed(salesnb(shop, "alerts", "--format", "json", *words))}

    assert owners() == {"甲", "乙"}
    assert owners("--as", "甲") == owners("--as", "钱") == owners("--scope", "team:东区") == {"甲"}
    assert owners("--as", "乙") == owners("--as", "孙", "--scope", "rep:乙") == {"乙"}
    assert owners("--as", "孙") == owners("--as", "李") == {"甲", "乙"}
    for words in (["--scope", "rep:乙"], ["--scope", "company"], ["--scope", "team:西区"]):
        refused = salesnb(shop, "alerts", "--format", "json", "--as", "钱", *words)
        assert refused.exit_code == 2 and refused.stdout == ""


def test_only_who_may_see_an_alert_may_acknowledge_or_put_it_off(shop: Workspace, salesnb) -> None:
    key = "payment_overdue:C2:乙"
    refused = salesnb(shop, "alerts", "--as", "甲", "--acknowledge", key)
    assert refused.exit_code == 2 and "无权查看" in refused.stderr
    assert AlertBook(shop.state).history(key) == []
    assert salesnb(shop, "alerts", "--as", "乙", "--acknowledge", key).exit_code == 0
    words = ["alerts", "--as", "孙", "--snooze", key, "--until"]
    assert salesnb(shop, *words, "2026-05-05").exit_code == 2
    assert salesnb(shop, *words, "2026-05-06").exit_code == 0
    (row,) = AlertBook(shop.state).history(key)
    assert (row["acknowledged_by"], row["acknowledged_step"]) == ("乙", 0)
    assert (row["snoozed_by"], row["snoozed_until"], row["snoozed_step"]) == ("孙", "2026-05-06", 2)
    told = salesnb(shop, "alerts", "--as", "乙", "--format", "csv").stdout
    states = {row["key"]: row["state"] for row in csv.DictReader(io.StringIO(told))}
    assert states[key] == "snoozed"


def test_a_table_says_how_an_alert_stands(shop: Workspace, salesnb) -> None:
    record_alerts(shop, date(2026, 4, 2))
    shown = salesnb(shop, "alerts")
    line = next(line for line in shown.stdout.splitlines() if "payment_overdue:C1" in line)
    assert "红灯" in line and "东方" in line and "团队主管" in line and "已升级" in line
    assert "2026-04-01" in line and shown.stderr.startswith("3 项预警，其中红灯 2 项")


def test_a_look_at_a_part_or_a_past_day_writes_nothing_down(shop: Workspace, salesnb) -> None:
    for words in (["--scope", "team:东区"], ["--as", "甲"], ["--as-of", "2026-05-04"]):
        salesnb(shop, "alerts", *words)
    assert not shop.state.exists()
    salesnb(shop, "alerts")
    assert len(AlertBook(shop.state).states()) == 3


def test_xlsx_has_a_row_per_alert(shop: Workspace, salesnb, tmp_path: Path) -> None:
    out = tmp_path / "预警.xlsx"
    salesnb(shop, "alerts", "--format", "xlsx", "--out", out)
    book = openpyxl.load_workbook(out)
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert "东方" in cells and "西方" in cells and "与客户确认付款日期并写入跟进计划" in cells


def test_a_workbook_has_the_alerts_of_the_list_with_the_targets_of_this_month(
    shop: Workspace, salesnb, tmp_path: Path
) -> None:
    row = {"scope": "company", "metric": "sales", "value": 1000}
    targets = [{**row, "period": "2026-03"}, {**row, "period": "2026-04"}]
    fill(shop.store, {"targets": targets}, datetime(2026, 5, 5, 18))
    out = tmp_path / "预警.xlsx"
    told = salesnb(shop, "alerts", "--format", "xlsx", "--out", out)
    assert "3 项预警，其中红灯 2 项" in told.stderr
    cells = [cell.value for sheet in openpyxl.load_workbook(out) for row in sheet for cell in row]
    assert "3 项预警，其中 2 项红灯" in cells


def test_a_table_has_the_50_most_urgent_and_counts_the_rest(shop: Workspace, salesnb) -> None:
    deal = {"stage": "opportunity", "owner": "乙", "created_at": "2026-04-01"}
    deals = [{**deal, "opportunity_id": f"N{n}", "amount": 1000 + n} for n in range(60)]
    fill(shop.store, {"opportunities": deals}, datetime(2026, 5, 5, 18))
    shown = salesnb(shop, "alerts")
    lines = shown.stdout.splitlines()[1:]
    assert len(lines) == 50 and "payment_overdue" in lines[0] and "stage_stuck:N59" in lines[2]
    assert "另有 13 项：商机停滞 13" in shown.stderr
    assert len(listed(salesnb(shop, "alerts", "--format", "json"))) == 63


def test_alerts_are_acknowledged_and_put_off_as_of_today_only(shop: Workspace, salesnb) -> None:
    key = "payment_overdue:C2:乙"
    for words in (["--acknowledge", key], ["--snooze", key, "--until", "2030-02-01"]):
        refused = salesnb(shop, "alerts", "--as-of", "2030-01-01", *words)
        assert refused.exit_code == 2 and "请去掉 --as-of" in refused.stderr
    assert not shop.state.exists()  # else nothing would be told until then


def test_one_thing_at_a_time(shop: Workspace, salesnb) -> None:
    refused = salesnb(shop, "alerts", "--precision", "--acknowledge", "a:1")
    assert refused.exit_code == 2 and "一次只能用一个" in refused.stderr


def test_precision_counts_the_alerts_that_came_true(shop: Workspace, salesnb) -> None:
    """Of three deals stuck on 17 April one is lost by 20 May, one was moved on, one is still open."""
    deal = {"customer_id": "C2", "owner": "乙", "amount": 50, "created_at": "2026-04-01"}
    open_ = {**deal, "stage": "opportunity", "expected_date": "2026-12-31"}
    deals = [{**open_, "opportunity_id": f"O{n}"} for n in (1, 2, 3)]
    fill(shop.store, {"opportunities": deals}, datetime(2026, 5, 6, 8))
    shop.change_setting("today", "2026-05-20")
    record_alerts(shop, date(2026, 4, 17))
    lost = {**deal, "opportunity_id": "O1", "stage": "lost", "closed_at": "2026-05-12"}
    later = {**deals[2], "stage": "quote", "expected_date": "2027-01-31"}
    fill(shop.store, {"opportunities": [lost, later]}, datetime(2026, 5, 12, 8))

    def stuck(*words: str) -> dict[str, object]:
        rows = listed(salesnb(shop, "alerts", "--precision", "--format", "json", *words))
        return next(row for row in rows if row["rule"] == "stage_stuck")

    row = stuck()
    # Lost, and put off after the alert: two of three.
    assert (row["judged"], row["slipped"], row["too_young"]) == (3, 2, 0)
    assert row["precision"] == pytest.approx(2 / 3) and row["low"] < 2 / 3 < row["high"]
    assert stuck("--as", "甲")["judged"] == 0


def test_the_section_lists_who_what_since_when_how_much_and_what_next(shop: Workspace) -> None:
    page = package.open(shop.root, period="2026-05", viewer="孙", lang="en").alert_list()
    assert repr(page).splitlines()[0] == "3 alerts, 2 of them red"
    line = next(
        line for line in repr(page).splitlines() if "34 days overdue" in line and "东方" in line
    )
    for part in (
        "1 Apr 2026",
        "60",
        "甲",
        "Agree a payment day",
    ):
        assert part in line
    only = package.open(shop.root, period="2026-05", viewer="甲", lang="zh").alert_list("lead")
    assert "没有需要处理的预警" in repr(only)
