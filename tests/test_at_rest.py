"""A whole workspace, imported, rendered and delivered: who reads its files finds no contact, no key."""

import base64
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesnb.workspace import Workspace

KEY = bytes(range(100, 132))
ENCODED = base64.b64encode(KEY).decode()
SPELLED = (KEY, ENCODED.encode(), base64.urlsafe_b64encode(KEY), KEY.hex().encode())
CONTACTS = (
    "欧阳娜娜",
    "慕容复",
    "13987654321",
    "13911112222",
    "hidden.away@example.com",
    "planted@example.com",
    "20987",
)
SHEETS = {
    "staff": "姓名,团队,角色,邮箱\n张三,东,销售代表,planted@example.com\n李四,,管理员,\n",
    "products": "产品名称,产品定价,底价\nERP,30000,20987.65\n",
    "customers": "客户编号,客户名称,联系人,联系方式,负责人\n"
    "C1,东方,欧阳娜娜,13987654321,张三\nC2,西方,王,hidden.away@example.com,张三\n"
    "C3,,欧阳娜娜,13987654321,张三\n",  # a row without a name waits
    "leads": "线索编号,来源,联系人姓名,联系方式,需求描述,录入时间,负责人\n"
    "L1,官网,慕容复,13911112222,ERP,2026-09-01,张三\n",
}
HEAD = "import salesnb\nwb = salesnb.open(workspace, scope=scope, period=period, as_of=as_of, viewer=viewer, lang=lang)"
LOOK = """{head}
import os
frame = wb.table("customers")
print(frame.to_string(), wb.contacts(frame["customer_id"]).to_string())
print(sorted(name for name in os.environ if name.startswith("SALESNB_")))"""
JOB = """\
notebooks: [look, fails]
scopes: [company, "rep:张三"]
period: last-month
formats: [html, xlsx]
delivery: {ways: [folder]}
"""
PARAMETERS = "\n".join(
    f"{name}: str = None" for name in ("workspace", "scope", "period", "as_of", "viewer", "lang")
)


def book(*sources: str) -> str:
    cells = [
        {
            "cell_type": "code",
            "id": f"c{n}",
            "metadata": {"tags": [] if n else ["parameters"]},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for n, source in enumerate((PARAMETERS, *sources))
    ]
    kernel = {"name": "python3", "display_name": "x", "language": "python"}
    return json.dumps(
        {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    )


@pytest.fixture
def shop(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Sheets with planted contacts beside data/, a report that shows all it gets and one that fails."""
    monkeypatch.setenv("SALESNB_KEY", ENCODED)
    monkeypatch.setenv("SALESNB_KERNELS", "ordinary")
    workspace.keys.path.unlink()
    (workspace.root / "spreadsheets").mkdir()
    for name, text in SHEETS.items():
        (workspace.root / "spreadsheets" / f"{name}.csv").write_text(text, encoding="utf-8")
    workspace.change_setting("today", "2026-10-31")
    (workspace.notebooks / "look.ipynb").write_text(book(LOOK.format(head=HEAD)), encoding="utf-8")
    fails = f'{HEAD}\nframe = wb.table("customers")\nframe["contact_info"].map(int)'
    (workspace.notebooks / "fails.ipynb").write_text(book(fails), encoding="utf-8")
    (workspace.root / "params" / "jobs" / "month.yml").write_text(JOB, encoding="utf-8")
    return workspace


def contents(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file but the user's spreadsheets, and what is packed in it."""
    for path in sorted(root.rglob("*")):
        if not path.is_file() or "spreadsheets" in path.parts:
            continue
        yield str(path.relative_to(root)), path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                yield from ((f"{path.name}/{n}", package.read(n)) for n in package.namelist())


def test_no_file_of_a_workspace_holds_a_contact_or_the_key(shop: Workspace, salesnb) -> None:
    came = salesnb(shop, "import", shop.root / "spreadsheets", "--accept-good")
    assert came.exit_code == 1, came.stderr  # one row waits
    assert shop.store.row_counts()["rejected"] == 1
    ran = salesnb(shop, "run", "month", "--date", "2026-10-31")
    assert ran.exit_code == 1, ran.stderr  # one report fails
    files = dict(contents(shop.root))
    pages = {name: text.decode() for name, text in files.items() if name.endswith("look.zh.html")}
    assert any(name.startswith("outbox/") for name in pages), ran.stderr
    for page in pages.values():
        assert "欧**" in page and "139****4321" in page and "h***@example.com" in page
        assert "SALESNB_KEY" not in page
    assert [name for name in files if name.startswith("data/failed/")]
    said = "".join(done.stdout + done.stderr for done in (came, ran)).encode()
    for name, content in {**files, "said": said}.items():
        assert not [text for text in SPELLED if text in content], name
        if name != "said":  # a message about a row that waits shows the row to who imports
            assert not [text for text in CONTACTS if text.encode() in content], name


def test_a_report_is_made_and_sheets_are_refused_where_the_key_is_lost(
    shop: Workspace, salesnb, monkeypatch: pytest.MonkeyPatch
) -> None:
    salesnb(shop, "import", shop.root / "spreadsheets", "--accept-good")
    monkeypatch.delenv("SALESNB_KEY")
    before = shop.store.snapshot()
    refused = salesnb(shop, "import", shop.root / "spreadsheets" / "customers.csv")
    assert refused.exit_code == 3 and "没有密钥" in refused.stderr
    assert shop.store.snapshot() == before and not shop.keys.path.exists()
    asked = salesnb(shop, "metrics", "sales", "--format", "json")
    assert asked.exit_code == 0, asked.stderr
    made = salesnb(shop, "render", "look", "--scope", "company")
    assert made.exit_code == 0, made.stderr
    (page,) = shop.reports.rglob("look.zh.html")
    text = page.read_text(encoding="utf-8")
    assert "****" in text and "139****" not in text


def test_the_command_line_changes_the_key_and_shows_ids_only(
    workspace: Workspace, tmp_path: Path, salesnb
) -> None:
    sheet = tmp_path / "customers.csv"
    sheet.write_text("客户编号,客户名称,联系方式\nC1,东方,13987654321\n", encoding="utf-8")
    assert salesnb(workspace, "import", sheet).exit_code == 0
    (old,) = workspace.keys.held()
    shown = salesnb(workspace, "key", "show")
    assert shown.exit_code == 0 and shown.stdout.count(old.key_id) == 2
    rotated = salesnb(workspace, "key", "rotate")
    assert rotated.exit_code == 0, rotated.stderr
    (new,) = workspace.keys.held()
    assert new.key_id != old.key_id and new.key_id in rotated.stderr
    assert salesnb(workspace, "import", sheet).exit_code == 0
    word = workspace.keys.path.read_text(encoding="utf-8").splitlines()[-1]
    assert word not in shown.stdout + shown.stderr + rotated.stdout + rotated.stderr


def test_a_workspace_of_an_earlier_version_is_told_of_its_key(
    workspace: Workspace, tmp_path: Path, salesnb
) -> None:
    from salesnb.store import Store
    from tests.frames import fill

    workspace.keys.path.unlink()
    customer = {"customer_id": "C1", "customer_name": "东方", "contact_info": "13987654321"}
    fill(Store(workspace.store.folder), {"customers": [customer]})
    sheet = tmp_path / "customers.csv"
    sheet.write_text("客户编号,客户名称,联系方式\nC1,东方,13987654321\n", encoding="utf-8")
    done = salesnb(workspace, "import", sheet)
    assert done.exit_code == 0, done.stderr
    assert "已有的 1 个快照" in done.stderr and ".salesnb.key" in done.stderr
    assert b"13987654321" not in b"".join(text for _, text in contents(workspace.root))
    assert workspace.keys.path.read_text(encoding="utf-8").startswith("# salesnb")
