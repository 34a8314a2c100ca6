"""The life of alerts: told once per step, escalated, acknowledged, put off, resolved, open again."""

import os
import signal
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from salesnb.alerts import AlertBook, acknowledge, mark_told, new_alerts, record_alerts, snooze
from salesnb.errors import UsageError
from salesnb.workspace import Workspace
from tests.alerts.cases import STAFF
from tests.frames import DEFAULTS, Records, fill

ORDER = {"customer_id": "C1", "owner": "甲", "order_date": "2026-03-02", "amount": 100}
CUSTOMER = {"customer_id": "C1", "customer_name": "东方", "owner": "甲"}
# Two rules, so that a day's list can be read.
LEFT = ("payment_overdue", "stage_stuck")
PARAMS = "rules:\n" + "".join(
    f"  {name}: null\n" for name in DEFAULTS.alerts.rules if name not in LEFT
)


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    """A workspace with one order of 甲, due on 1 April 2026, and one deal of 乙 of 20 March."""
    (workspace.root / "params" / "alerts.yml").write_text(PARAMS, encoding="utf-8")
    tables: dict[str, Records] = {
        "staff": STAFF,
        "customers": [CUSTOMER],
        "orders": [{**ORDER, "order_id": "S1", "due_date": "2026-04-01"}],
        "payments": [
            {"payment_id": "P0", "order_id": "S1", "paid_amount": 1, "paid_date": "2026-03-03"}
        ],
        "opportunities": [
            {"opportunity_id": "O1", "customer_id": "C1", "stage": "opportunity", "owner": "乙",
             "amount": 50, "created_at": "2026-03-20"},
        ],
    }  # fmt: skip
    fill(workspace.store, tables, datetime(2026, 3, 21, 8))
    return workspace


def pay(workspace: Workspace, key: str, amount: int, day: str) -> None:
    paid = {"payment_id": key, "order_id": "S1", "paid_amount": amount, "paid_date": day}
    fill(workspace.store, {"payments": [paid]}, datetime.fromisoformat(f"{day} 08:00"))


def told_on(workspace: Workspace, day: date, mark: bool = True) -> list[str]:
    """Return what a day tells, `甲 payment_overdue owner new`, and mark it as told."""
    told = new_alerts(workspace, day)
    if mark:
        mark_told(workspace, told, day)
    return [
        f"{row['recipient']} {row['rule']} {row['step']} {row['state']}"
        for row in told.to_dict("records")
    ]


def month_of(workspace: Workspace, first: date, days: int) -> dict[str, list[str]]:
    """Return what is told day by day, days on which nothing is left out."""
    each = [first + timedelta(days=n) for n in range(days)]
    told = {f"{day:%m-%d}": told_on(workspace, day) for day in each}
    return {day: rows for day, rows in told.items() if rows}


def test_the_ladder_day_by_day_over_31_days(shop: Workspace) -> None:
    assert month_of(shop, date(2026, 4, 2), 31) == {
        "04-02": ["甲 payment_overdue owner new"],
        "04-05": ["乙 stage_stuck owner new"],
        "04-20": ["孙 stage_stuck manager escalated"],  # nobody leads the west but the department
        "05-02": ["钱 payment_overdue manager escalated"],
    }


def test_what_is_for_the_months_end_is_told_once_on_its_last_working_days(
    workspace: Workspace,
) -> None:
    others = [name for name in DEFAULTS.alerts.rules if name != "contact_missing"]
    text = "rules:\n" + "".join(f"  {name}: null\n" for name in others)
    (workspace.root / "params" / "alerts.yml").write_text(text, encoding="utf-8")
    prospects = [{**CUSTOMER, "customer_id": f"C{n}", "status": "prospect"} for n in (1, 2)]
    told = {}
    fill(workspace.store, {"staff": STAFF, "customers": prospects[:1]}, datetime(2026, 4, 20, 8))
    # From 1 to 5 May people are off: 30 April is the last working day.
    for day in (date(2026, 4, 29), date(2026, 4, 30), date(2026, 5, 4)):
        told[f"{day:%m-%d}"] = told_on(workspace, day)
    fill(workspace.store, {"customers": prospects[1:]}, datetime(2026, 5, 6, 8))
    for day in (date(2026, 5, 28), date(2026, 5, 29), date(2026, 5, 31)):
        told[f"{day:%m-%d}"] = told_on(workspace, day)
    one = ["甲 contact_missing owner new"]
    assert told == {"04-29": [], "04-30": one, "05-04": [], "05-28": [], "05-29": one, "05-31": []}


def test_the_same_day_twice_tells_nothing_new(shop: Workspace) -> None:
    day = date(2026, 4, 2)
    assert told_on(shop, day) == ["甲 payment_overdue owner new"]
    assert told_on(shop, day) == []
    assert told_on(shop, day - timedelta(days=1)) == []  # nor an earlier day
    assert told_on(shop, day + timedelta(days=1)) == []


def test_what_was_not_sent_is_told_again(shop: Workspace) -> None:
    day = date(2026, 4, 2)
    assert told_on(shop, day, mark=False) == told_on(shop, day + timedelta(days=1), mark=False)
    assert told_on(shop, day + timedelta(days=2)) == ["甲 payment_overdue owner new"]


def test_who_begins_late_is_told_of_every_step_once(shop: Workspace) -> None:
    assert told_on(shop, date(2026, 5, 3)) == [
        "甲 payment_overdue owner new",
        "钱 payment_overdue manager escalated",
        "乙 stage_stuck owner new",
        "孙 stage_stuck manager escalated",
    ]
    assert told_on(shop, date(2026, 5, 4)) == []


def test_a_resolved_alert_that_opens_again_is_marked(shop: Workspace) -> None:
    told_on(shop, date(2026, 4, 2))
    pay(shop, "P1", 99, "2026-04-03")
    assert told_on(shop, date(2026, 4, 3)) == []
    (row,) = AlertBook(shop.state).history("payment_overdue:C1:甲")
    assert (row["first_seen"], row["resolved_on"]) == ("2026-04-02", "2026-04-03")
    pay(shop, "P2", -50, "2026-04-10")  # it bounced
    told = told_on(shop, date(2026, 4, 10))
    assert told == ["乙 stage_stuck owner new", "甲 payment_overdue owner again"]
    (row,) = AlertBook(shop.state).history("payment_overdue:C1:甲")
    assert (row["first_seen"], row["opened_on"], row["openings"]) == ("2026-04-02", "2026-04-10", 2)
    assert row["resolved_on"] is None and row["amount"] == 50
    assert [each["told_on"] for each in row["tellings"]] == ["2026-04-02", "2026-04-10"]


def keys(workspace: Workspace, day: date) -> list[str]:
    return list(record_alerts(workspace, day)["key"])


def test_what_the_rep_acknowledges_still_goes_to_the_manager(shop: Workspace) -> None:
    key, day = "payment_overdue:C1:甲", date(2026, 4, 2)
    known = keys(shop, day)
    acknowledge(shop, key, known, day=day, by="甲", viewer="甲")
    assert told_on(shop, day) == []  # the rep knows already
    assert told_on(shop, date(2026, 5, 2))[:1] == ["钱 payment_overdue manager escalated"]
    (row,) = AlertBook(shop.state).history(key)
    assert (row["acknowledged_by"], row["acknowledged_on"]) == ("甲", "2026-04-02")


def test_what_is_put_off_is_told_when_its_day_has_come(shop: Workspace) -> None:
    key, day = "payment_overdue:C1:甲", date(2026, 4, 2)
    until = date(2026, 4, 10)
    snooze(shop, key, keys(shop, day), until=until, day=day, by="甲", viewer="甲")
    told = month_of(shop, day, 10)
    assert {day: rows for day, rows in told.items() if "payment" in rows[0]} == {
        "04-10": ["甲 payment_overdue owner new"]
    }


def test_a_rep_cannot_silence_the_manager_but_the_manager_can(shop: Workspace) -> None:
    key, day, late = "payment_overdue:C1:甲", date(2026, 4, 28), date(2026, 5, 20)
    snooze(shop, key, keys(shop, day), until=late, day=day, by="甲", viewer="甲")
    assert "钱 payment_overdue manager escalated" in told_on(shop, date(2026, 5, 2), mark=False)
    snooze(
        shop,
        key,
        keys(shop, date(2026, 5, 2)),
        until=late,
        day=date(2026, 5, 2),
        by="钱",
        viewer="钱",
    )
    assert not [row for row in told_on(shop, date(2026, 5, 3)) if "payment" in row]
    assert "甲 payment_overdue owner new" in told_on(shop, late)


def test_a_day_to_put_off_to_must_lie_ahead_and_the_alert_must_be_ones_own(shop: Workspace) -> None:
    day = date(2026, 4, 2)
    with pytest.raises(UsageError, match="must be after 2026-04-02"):
        snooze(shop, "a:1", ["a:1"], until=day, day=day, by="甲", viewer="甲")
    with pytest.raises(UsageError, match="no alert 'payment_overdue:C1:甲' that you may see"):
        acknowledge(shop, "payment_overdue:C1:甲", [], day=day, by="乙", viewer="乙")


def test_the_step_of_who_has_left_is_told_to_who_leads(shop: Workspace) -> None:
    left = {"name": "甲", "team": "东区", "department": "华东", "role": "rep", "active": False}
    fill(shop.store, {"staff": [left]}, datetime(2026, 4, 1, 8))
    assert told_on(shop, date(2026, 4, 2)) == ["钱 payment_overdue owner new"]
    # Whoever stands at both steps is told once, at the higher one.
    assert "钱 payment_overdue manager escalated" in told_on(shop, date(2026, 5, 3))


def test_a_rule_that_is_not_asked_leaves_its_alerts_as_they_are(tmp_path: Path) -> None:
    book, day = AlertBook(tmp_path / "state.sqlite"), date(2026, 4, 2)
    row = {
        "key": "a:1", "episode": "", "rule": "a", "entity_id": "1", "scope": "rep:甲", "owner": "甲",
        "team": "东区", "department": None, "level": "red", "to": "owner", "reached": "owner",
        "since": pd.Timestamp("2026-04-01"), "amount": 1.0,
    }  # fmt: skip
    found = pd.DataFrame([row])
    book.see(found, day, ["a"])
    book.see(found.iloc[:0], day + timedelta(days=1), ["b"])
    assert len(book.states()) == 1
    book.see(found.iloc[:0], day + timedelta(days=1), ["a"])
    assert len(book.states()) == 0


def test_a_new_month_is_another_alert(tmp_path: Path) -> None:
    book = AlertBook(tmp_path / "state.sqlite")
    row = {
        "key": "target:1", "rule": "target", "entity_id": "1", "scope": "team:东区", "owner": None,
        "team": "东区", "department": None, "level": "red", "to": "manager", "reached": "manager",
        "since": pd.Timestamp("2026-04-01"), "amount": 1.0,
    }  # fmt: skip
    for day, month in ((date(2026, 4, 29), "2026-04"), (date(2026, 5, 6), "2026-05")):
        book.see(pd.DataFrame([{**row, "episode": month}]), day, ["target"])
        (due,) = book.untold(day)
        assert due["episode"] == month and due["opening"] == 1
        book.tell([(due["alert"], 1, due["step"], "钱")], day)
    april, may = book.history("target:1")
    assert (april["resolved_on"], may["resolved_on"]) == ("2026-05-06", None)


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
import salesnb.alerts.book as book
from salesnb.alerts import new_alerts
from salesnb.workspace import Workspace

where, root = sys.argv[1:]
if where == "within":
    # The machine stops after the first of the statements of one transaction.
    book._SEE = (book._SEE[-1], "select kill()", *book._SEE[:-1])
    connect = book.sqlite3.connect
    def connected(*arguments, **options):
        found = connect(*arguments, **options)
        found.create_function("kill", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
        return found
    book.sqlite3.connect = connected
new_alerts(Workspace.find(root), date(2026, 4, 2))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("where", ["within", "before the marking"])
def test_what_a_kill_cut_off_is_told_afterwards_once(shop: Workspace, where: str) -> None:
    command = [sys.executable, "-c", KILLED, where, str(shop.root)]
    killed = subprocess.run(command, capture_output=True, env=dict(os.environ), timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    kept = AlertBook(shop.state).states()
    assert len(kept) == (0 if where == "within" else 1)
    assert told_on(shop, date(2026, 4, 2)) == ["甲 payment_overdue owner new"]
    assert told_on(shop, date(2026, 4, 2)) == []
