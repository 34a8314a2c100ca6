"""Tasks, alerts, the pool and what is handed over of a company that lacks whole tables."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

import salesnb
from salesnb.tasks import write_calendar, write_page, write_sheet
from salesnb.workspace import Workspace
from tests.frames import Records, fill
from tests.tasks.cases import call, customer, lead

TABLES: dict[str, Records] = {
    "staff": [{"name": "甲", "team": "东区", "department": "华东", "role": "rep"}],
    "customers": [customer("C1", level="key")],
    "orders": [
        {
            "order_id": "S1", "customer_id": "C1", "owner": "甲", "order_date": "2026-10-05",
            "due_date": "2026-10-10", "amount": 100,
        }
    ],
    "leads": [lead("L1", "2026-10-20 10:00", "A")],
    "follow_ups": [call("F1", "2026-10-12 09:00", customer_id="C1", next_plan="明天报价")],
    "targets": [{"scope": "company", "period": "2026-10", "metric": "sales", "value": 9}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("held", "kinds"),
    [
        (["customers", "leads", "staff", "targets"], {"first_contact", "follow_up"}),
        (["customers", "orders", "staff"], {"follow_up"}),
        (["customers", "orders", "leads", "follow_ups"], {"first_contact", "promise"}),
        (["orders"], set()),
        (["staff"], set()),
    ],
    ids=["no orders", "no leads, no targets", "no staff", "orders alone", "staff alone"],
)
def test_what_is_not_there_leaves_the_rest_as_it_is(
    held: list[str], kinds: set[str], tmp_path: Path
) -> None:
    workspace = Workspace.create(tmp_path / "shop", "zh")
    fill(workspace.store, {name: TABLES[name] for name in held}, datetime(2026, 10, 30, 8))
    wb = salesnb.open(workspace.root, period="2026-10")
    tasks = wb.tasks()
    assert set(tasks["kind"]) == kinds
    assert wb.handover().empty and wb.pool().empty == ("leads" not in held)
    rules = set(wb.alerts()["rule"])  # whoever is on the staff and enters nothing is told of
    assert rules == {"nothing_entered"} or held != ["staff"]
    listed, day = wb.with_contacts(tasks), tasks.attrs["day"]
    told = {"lang": "zh", "as_of": day, "title": "清单"}
    write_sheet(listed, tmp_path / "a.xlsx", **told)
    write_calendar(listed, tmp_path / "a.ics", **told)
    write_page(listed, tmp_path / "a.html", **told)
    shown = int(tasks["is_shown"].sum())
    cells = [
        cell for row in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0] for cell in row
    ]
    assert sum(cell.value in set(tasks["reason"]) for cell in cells) == shown
    assert (tmp_path / "a.ics").read_bytes().count(b"BEGIN:VEVENT") == shown
    assert (tmp_path / "a.html").read_text(encoding="utf-8").count('class="snb-task"') == shown
