"""A report that names a person is rendered, sent over a real mail server, and the person erased."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from salesnb.imports import import_files
from salesnb.keeping.backup import list_backups
from salesnb.workspace import Workspace
from tests.delivery.server import PASSWORD, USER, Mailbox, make_certificate, start_server
from tests.keeping.test_erase import MAIL, NAME, PHONE, WORDS, named_in, sheet

SHEETS = {
    "staff": "姓名,团队,角色\n王芳,一组,销售代表\n李雷,一组,销售经理\n",
    "customers": f"""客户编号,客户名称,联系人,联系方式,区域,负责人
CX1,{NAME},{NAME},{PHONE} / {MAIL},华东,王芳
CX2,近海贸易有限公司,周立,13811112222,华东,王芳
""",
    "follow_ups": f"跟进记录ID,客户编号,跟进时间,跟进人,跟进内容\nF1,CX1,2026-08-03,王芳,与{NAME}通话\n",
    "opportunities": f"""商机编号,客户编号,商机名称,预计金额,商机阶段,负责人,创建时间,预计成交日期
P1,CX1,{NAME}的设备,900000,方案报价,王芳,2026-08-01,2026-09-30
""",
    "orders": """销售单号,客户编号,成交金额,成交日期,负责人,应回款日期
O1,CX1,500000,2026-07-10,王芳,2026-08-10
O2,CX2,50000,2026-07-10,王芳,2026-08-10
""",
}
PARAMS = {
    "organisation": {
        "people": {
            "李雷": {"email": "lei.li@example.com"},
            "陈总": {"role": "admin", "email": "chen@example.com"},
        }
    },
    "jobs/day": {
        "notebooks": ["daily", "followup"],
        "scopes": ["company", "team:一组"],
        "delivery": {"ways": ["mail"]},
    },
}


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server over TLS that the workspace's params name."""
    certificate, box = make_certificate(tmp_path), Mailbox()
    monkeypatch.setenv("SALESNB_SMTP_USER", USER)
    monkeypatch.setenv("SALESNB_SMTP_PASSWORD", PASSWORD)
    server = start_server(box, certificate)
    smtp = {"host": "localhost", "port": server.port, "sender": "reports@example.com"}
    written(tmp_path / "shop", "delivery", {"smtp": {**smtp, "ca_file": str(certificate[0])}})
    yield box
    server.stop()


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    """A company with a customer who is a person, and with people who get its reports."""
    workspace = Workspace.create(tmp_path / "shop", "zh")
    workspace.change_setting("today", "2026-10-31")
    for name, values in PARAMS.items():
        written(workspace.root, name, values)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    files = [sheet(inbox, name, text) for name, text in SHEETS.items()]
    imported = import_files(workspace, files, at=datetime(2026, 10, 31, 9), by="me")
    assert imported.summary is not None, imported.result.errors["message_zh"].tolist()
    return workspace


def written(root: Path, name: str, values: dict[str, object]) -> None:
    text = yaml.safe_dump(values, allow_unicode=True)
    (root / "params" / f"{name}.yml").write_text(text, encoding="utf-8")


def test_after_a_report_was_rendered_and_sent_nothing_in_the_workspace_names_the_person(
    shop: Workspace, box: Mailbox, salesnb
) -> None:
    run = salesnb(shop, "run", "day", "--date", "2026-10-31", "--jobs", "1")
    assert run.exit_code == 0, run.stderr
    assert {address for address, _ in box.taken} == {"lei.li@example.com", "chen@example.com"}
    assert any(NAME in part.get_content() for part in texts_of(box))
    assert salesnb(shop, "render", "followup", "--format", "html,xlsx").exit_code == 0
    assert salesnb(shop, "tasks", "--format", "html", "--out", shop.root / "reports/t.html")
    assert salesnb(shop, "backup").exit_code == 0
    named = " ".join(named_in(shop.root, (NAME,)))
    places = ("daily.zh.html", "followup.zh.html", "t.html", "backup-")
    assert [place for place in places if place not in named] == []
    done = salesnb(shop, "erase", "CX1", "--reason", "本人申请")
    assert str(shop.root.parent / "inbox" / "customers.csv") in done.stdout
    assert named_in(shop.root) == [] and len(list_backups(shop.root / "backups")) == 1
    again = salesnb(shop, "run", "day", "--date", "2026-10-31", "--jobs", "1", "--no-send")
    assert again.exit_code == 0, again.stderr
    assert named_in(shop.root) == []
    assert set(WORDS) >= {NAME, PHONE, MAIL}


def texts_of(box: Mailbox) -> Iterator[object]:
    for _, mail in box.taken:
        yield from (part for part in mail.walk() if part.get_content_type() == "text/html")
