"""What was answered is not listed again until it is due anew or its next date has come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from salesnb.scopes import ScopedStore
from salesnb.store import Store
from salesnb.tasks import find_tasks
from salesnb.tasks.book import Reply
from tests.alerts.cases import STAFF
from tests.frames import CHINA, DEFAULTS, fill
from tests.tasks.cases import call, customer

ORDER = {"order_id": "S1", "customer_id": "C1", "owner": "甲", "amount": 900,
         "order_date": "2026-02-02", "due_date": "2026-03-02"}  # fmt: skip
TABLES = {
    "staff": STAFF,
    "customers": [customer("C1", level="A")],
    "orders": [ORDER],
    "payments": [
        {"payment_id": "P1", "order_id": "S1", "paid_amount": 1, "paid_date": "2026-02-03"}
    ],
    "plans": [{"plan_id": "P1", "customer_id": "C1", "owner": "甲", "due_on": "2026-03-13"}],
    "follow_ups": [call("F1", "2026-03-10", customer_id="C1")],
}


def reply(at: str, *, is_done: bool = True, next_on: str = "") -> Reply:
    """Return an answer of 甲 on all that C1 asks for."""
    return Reply(
        number=f"payment:C1@{at}", owner="甲", subject="C1", listed_on=at, is_done=is_done,
        result="", next_on=next_on, next_plan="", follow_id="", answered_at=f"{at}T18:00:00",
        answered_by="甲",
    )  # fmt: skip


def listed(folder: Path, days: Sequence[str], *replies: Reply) -> dict[str, list[str]]:
    """Return by day the kinds of task that 甲 has with C1."""
    store = Store(folder)
    if not folder.exists():
        fill(store, TABLES, datetime(2026, 3, 10, 20))
    found = {}
    for day in days:
        with ScopedStore.open(store, DEFAULTS, as_of=date.fromisoformat(day)) as scoped:
            frame = find_tasks(scoped, DEFAULTS, CHINA, lang="en", replies=replies)
        found[day[5:]] = [key for key in frame["key"] if "C1" in key]
    return found


def test_what_is_done_and_is_there_all_the_same_rests_for_a_fortnight(tmp_path: Path) -> None:
    answered = reply("2026-03-11")
    days = ["2026-03-10", "2026-03-11", "2026-03-12", "2026-03-24", "2026-03-25"]
    found = listed(tmp_path / "store", days, answered)
    assert found == {
        "03-10": ["payment:C1"],  # the day before the answer
        "03-11": [],
        "03-12": [],
        "03-24": ["plan:C1"],  # due after the answer
        "03-25": ["payment:C1"],
    }


def test_what_is_put_off_is_listed_on_its_date_and_what_is_new_before_it(tmp_path: Path) -> None:
    answered = reply("2026-03-11", is_done=False, next_on="2026-03-20")
    days = ["2026-03-12", "2026-03-13", "2026-03-19", "2026-03-20"]
    assert listed(tmp_path / "store", days, answered) == {
        "03-12": [],
        "03-13": ["plan:C1"],
        "03-19": ["plan:C1"],
        "03-20": ["payment:C1"],
    }


def test_the_newest_answer_counts_and_another_owners_does_not(tmp_path: Path) -> None:
    put_off = reply("2026-03-11", is_done=False, next_on="2026-03-20")
    done = reply("2026-03-12", next_on="2026-03-13")
    others = replace(reply("2026-03-12"), owner="乙")
    days = ["2026-03-11", "2026-03-16"]
    found = listed(tmp_path / "store", days, put_off, done, others)
    assert found == {"03-11": [], "03-16": ["payment:C1"]}
