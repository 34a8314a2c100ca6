"""Names that are scripts, formulas, headers or turned text, in all that tells of tasks and alerts."""

import unicodedata
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from icalendar import Calendar

from salesnb.delivery.alerts import write_alerts
from salesnb.delivery.envelope import mail_of
from salesnb.tasks import write_calendar, write_page, write_sheet
from tests.reports.pages import soup_of
from tests.tasks.lists import DAY, tasks

NAMES = {
    "script": "<script>alert(1)</script>",
    "formula": "=cmd()",
    "header": "East\r\nBcc: all@example.com",
    "lines": "A\n# All\n- **[B](http://b.example)**",
    "turned": "\u202eturned\u2066\u200f",
}
# What turns the direction of all that follows it.
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
hostile = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)


def alert(name: str) -> dict[str, object]:
    return {
        "level": "red", "subject": name, "text": f"**{name}** is late", "owner": name,
        "since": pd.Timestamp("2026-10-01"), "amount": 5.0, "state": "new", "next_step": "call",
    }  # fmt: skip


def is_turned(text: str) -> bool:
    return any(unicodedata.bidirectional(each) in TURNING for each in text)


@hostile
@pytest.mark.parametrize("about", ["alerts", "tasks"])
def test_in_mails_and_chats_they_are_text_on_one_line(name: str, about: str) -> None:
    listed = tasks({"name": name, "reason": name}).to_dict("records")
    alerts = [alert(name)] if about == "alerts" else []
    message = write_alerts(name, "en", alerts, date(2026, 10, 30), (), listed)
    mail = mail_of(
        message,
        sender="reports@example.com",
        name=name,
        address="a@example.com",
        message_id="<1@example.com>",
        at=datetime(2026, 10, 30, tzinfo=UTC),
        lang="en",
    )
    read = message_from_bytes(mail.as_bytes(), policy=default)
    assert read["Bcc"] is None and read["To"].addresses[0].addr_spec == "a@example.com"
    assert not is_turned(f"{read['Subject']}{read['To']}")
    text, page = (read.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert not is_turned(text) and not soup_of(page).select("script, a")
    plain = write_alerts(
        "A",
        "en",
        [alert("A")] if alerts else [],
        DAY,
        (),
        [listed[0] | {"name": "A", "reason": "A"}],
    )
    for told, as_usual in ((text, plain.text), (message.markdown, plain.markdown)):
        assert len(told.strip().splitlines()) == len(as_usual.strip().splitlines())
    assert not is_turned(message.markdown) and "](" not in message.markdown
    assert "<script" not in message.markdown


@hostile
def test_in_worklists_they_are_text(name: str, tmp_path: Path) -> None:
    listed = tasks(
        {"key": f"plan:{name}", "name": name, "reason": name, "draft": name, "last_feedback": name}
    )
    told = {"lang": "en", "as_of": DAY, "title": f"List of {name}"}
    write_page(listed, tmp_path / "a.html", **told)
    page = soup_of((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert len(page.select("script")) == 1 and not is_turned(page.text)
    write_calendar(listed, tmp_path / "a.ics", **told)
    (event,) = Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")
    assert not is_turned(event["summary"] + event["description"]) and "\n" not in event["summary"]
    write_sheet(listed, tmp_path / "a.xlsx", **told)
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
