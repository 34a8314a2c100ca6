"""Erasure: nothing that the workspace keeps names the person, and the figures stay."""

import json
import shutil
import sqlite3
import zipfile
from datetime import datetime
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from salesnb.erased import ErasureBook
from salesnb.imports import import_files
from salesnb.keeping.backup import list_backups, make_backup, unpack
from salesnb.keeping.words import Words
from salesnb.state_file import open_state
from salesnb.store import list_snapshots
from salesnb.workspace import Workspace
from tests.keeping.conftest import EVENING, in_clear, rows_of

NAME, PHONE, MAIL, OLD_PHONE = (
    "欧阳雪莉",
    "13987651234",
    "xueli.ouyang@example.org",
    "0755-86123477",
)
WORDS = (NAME, PHONE, MAIL, OLD_PHONE, "欧阳总", "139 8765 1234", "139****1234")
CUSTOMERS = "客户编号,客户名称,联系人,联系方式,区域,备注\n"
OLD = f"CX1,远洋机械有限公司,{NAME},{OLD_PHONE},华东,老客户\n"
NEW = f"CX1,远洋机械有限公司,{NAME},{PHONE} / {MAIL},华东,欧阳总很忙\nCX2,近海贸易有限公司,周立,13811112222,华东,由{NAME}介绍\n"
LEADS = f"""线索编号,来源,联系人,联系方式,需求描述,录入时间,客户编号
L1,展会,{NAME},{PHONE} / {MAIL},{NAME}想要两台,2026-09-01,
L2,展会,周立,13811112222,备件,2026-09-02,CX2
"""
FOLLOW_UPS = f"""跟进记录ID,客户编号,跟进时间,跟进人,跟进内容,客户反馈
F1,CX1,2026-09-03,王芳,与欧阳总通话 139 8765 1234,请联系{MAIL}
F2,CX1,2026-09-04,王芳,发送资料,同意
"""
ORDERS = "销售单号,客户编号,成交金额,成交日期,负责人\nO1,CX1,50000,2026-09-10,王芳\n"


def sheet(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    """A company that knows a person in every way: versions, snapshots, backup, reports, state."""
    workspace = Workspace.create(tmp_path / "shop", "zh")
    workspace.change_setting("today", "2026-10-31")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    staff = sheet(inbox, "staff", "姓名,团队,角色\n王芳,一组,销售代表\n")
    first = [staff, sheet(inbox, "customers", CUSTOMERS + OLD)]
    import_files(workspace, first, at=datetime(2026, 9, 1, 9), by="me")
    rest = {
        "customers": CUSTOMERS + NEW,
        "leads": LEADS,
        "follow_ups": FOLLOW_UPS,
        "orders": ORDERS,
    }
    files = [sheet(inbox, name, text) for name, text in rest.items()]
    import_files(workspace, files, at=datetime(2026, 10, 1, 9), by="me")
    bad = sheet(
        inbox, "bad", CUSTOMERS.replace("区域", "首次接触时间") + OLD.replace("华东", "没有")
    )
    import_files(workspace, [bad], accept_good=True, at=datetime(2026, 10, 2, 9), by="me")
    plant(workspace)
    make_backup(workspace, EVENING)
    return workspace


def plant(workspace: Workspace) -> None:
    """Leave files that name the person wherever the workspace keeps any."""
    root = workspace.root
    folder = root / "reports" / "2026-10" / "company"
    folder.mkdir(parents=True)
    texts = {
        folder / "followup.zh.html": f"<p>{NAME}：{PHONE}，139****1234</p>",
        folder / ".followup.zh.json": json.dumps({"says": [NAME, MAIL]}),
        folder / "calm.zh.html": "<p>无人</p>",
        root / "data" / "failed" / "followup.ipynb": json.dumps({"cells": [{"source": NAME}]}),
        root / "data" / "run.log": f"error: {MAIL}\n",
        root / "data" / "dry-run" / "daily" / "1.eml": f"Subject: x\n\n{NAME}",
        root / "outbox" / "王芳" / "note.txt": f"{NAME} {PHONE}",
    }
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "followup.zh.pdf").write_bytes(b"%PDF-1.7 glyphs")
    (folder / "calm.zh.pdf").write_bytes(b"%PDF-1.7 glyphs")
    book = openpyxl.Workbook()
    book.active["A1"] = f"{NAME} {PHONE}"
    book.create_sheet("hidden").sheet_state = "hidden"
    book["hidden"]["B2"] = MAIL
    book.save(folder / "followup.zh.xlsx")
    learned = root / "data" / "forecasts"
    learned.mkdir(parents=True, exist_ok=True)
    frame = pd.DataFrame({"unit": [NAME, "华东"], "point": [1.0, 2.0]})
    frame.to_parquet(learned / "2026-10-01.000001.x2.forecasts.parquet", index=False)
    with open_state(workspace.state, "create table if not exists alerts (text)") as state:
        state.execute("insert into alerts values (?)", [f"{NAME} 未跟进"])
        state.executemany("insert into alerts values (?)", [[f"{PHONE} {n}"] for n in range(300)])
        state.execute("delete from alerts where rowid > 5")


def named_in(root: Path, words: tuple[str, ...] = WORDS) -> list[str]:
    """Walk every byte of every file, inside archives and databases too; return where words stand."""
    found = []
    for path in sorted(root.rglob("*")):
        if path.is_file():
            for place, content in contents_of(path):
                found += [f"{place}: {word}" for word in words if word.encode() in content]
                escaped = [json.dumps(word)[1:-1] for word in words if not word.isascii()]
                found += [f"{place}: {word}" for word in escaped if word.encode() in content]
    return found


def contents_of(path: Path) -> list[tuple[str, bytes]]:
    found = [(path.name, path.read_bytes())]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                inner = path.parent / f"inner-{Path(name).name}"
                inner.write_bytes(archive.read(name))
                found += [(f"{path.name}/{name} {p}", c) for p, c in contents_of(inner)]
                inner.unlink()
    elif path.suffix == ".parquet":
        found.append((f"{path.name} rows", pd.read_parquet(path).to_csv().encode()))
    elif path.suffix == ".duckdb":
        with in_clear(path) as connection:
            for (name,) in connection.execute("show tables").fetchall():
                rows = connection.execute(f'select * from "{name}"').fetchall()
                found.append((f"{path.name} {name}", repr(rows).encode()))
    elif path.suffix == ".sqlite":
        state = sqlite3.connect(path)
        found.append((f"{path.name} rows", "\n".join(state.iterdump()).encode()))
        state.close()
    return found


def test_after_an_erasure_no_byte_of_any_file_names_the_person(shop: Workspace, salesnb) -> None:
    before = named_in(shop.root)
    assert {word for word in WORDS if any(place.endswith(word) for place in before)} == set(WORDS)
    done = salesnb(shop, "erase", "CX1", "--reason", "本人申请")
    assert done.exit_code == 1  # the user's own sheets still name the person
    inbox = shop.root.parent / "inbox"
    for name in ("customers", "leads", "follow_ups", "bad"):
        assert str(inbox / f"{name}.csv") in done.stdout
    assert named_in(shop.root) == []
    assert (shop.root / "reports/2026-10/company/calm.zh.pdf").exists()
    assert not (shop.root / "reports/2026-10/company/followup.zh.pdf").exists()
    assert not list(shop.root.rglob(".*.tmp")) and not list(shop.root.rglob(".erase-*"))
    assert not list(shop.root.rglob(".changed-*"))
    assert salesnb(shop, "verify").exit_code == 0


def test_figures_and_everything_of_others_are_row_by_row_what_they_were(
    shop: Workspace, salesnb
) -> None:
    before = rows_of(shop.root)
    salesnb(shop, "erase", "CX1")
    after = rows_of(shop.root)
    assert before.keys() == after.keys()
    for name, tables in before.items():
        for table in ("orders", "staff", "imports", "import_files"):
            assert after[name][table] == tables[table]
    with in_clear(shop.store.snapshot().path) as connection:
        rows = connection.execute(
            "select customer_id, version, customer_name, contact_name, contact_info, note, region"
            " from customers order by all"
        ).fetchall()
        texts = connection.execute("select follow_id, content, feedback from follow_ups").fetchall()
        leads = connection.execute("select lead_id, contact_name, need from leads order by 1")
        first, second = leads.fetchall()
    assert rows == [
        ("CX1", 1, "远洋机械有限公司", None, None, "老客户", "华东"),
        ("CX1", 2, "远洋机械有限公司", None, None, "【已删除】很忙", "华东"),
        ("CX2", 1, "近海贸易有限公司", "周立", "13811112222", "由【已删除】介绍", "华东"),
    ]
    assert texts == [
        ("F1", "与【已删除】通话 【已删除】", "请联系【已删除】"),
        ("F2", "发送资料", "同意"),
    ]
    assert first[1].startswith("erased-") and first[2] == "【已删除】想要两台"  # the same contact
    assert second == ("L2", "周立", "备件")


def test_an_import_of_the_same_sheets_does_not_bring_the_person_back(
    shop: Workspace, salesnb
) -> None:
    salesnb(shop, "erase", "CX1")
    inbox = shop.root.parent / "inbox"
    done = salesnb(shop, "import", *sorted(inbox.glob("[cfl]*.csv")))
    assert done.exit_code == 1 and "按本人要求删除" in done.stderr + done.stdout
    done = salesnb(shop, "import", "--accept-good", *sorted(inbox.glob("[cfl]*.csv")))
    assert "拒收 1" in done.stderr
    assert named_in(shop.root) == []
    fresh = sheet(inbox, "fresh", "客户编号,客户名称,联系人\nCX1,远洋机械有限公司,钱多\n")
    assert salesnb(shop, "import", fresh).exit_code == 1
    assert salesnb(shop, "erase", "CX1", "--lift").exit_code == 0
    assert salesnb(shop, "import", fresh).exit_code == 0


def test_a_lead_alone_is_erased_with_all_rows_of_the_same_contact(shop: Workspace, salesnb) -> None:
    done = salesnb(shop, "erase", "--lead", "L1")
    assert done.exit_code == 1 and named_in(shop.root) == []


def test_a_name_that_others_have_too_stays_with_them(shop: Workspace, salesnb) -> None:
    inbox = shop.root.parent / "inbox"
    other = sheet(inbox, "other", CUSTOMERS + f"CX9,别家公司,{NAME},13700001111,华东,见{NAME}\n")
    import_files(shop, [other], at=datetime(2026, 10, 3, 9), by="me")
    done = salesnb(shop, "erase", "CX1")
    assert "其他联系人相同（1 个）" in done.stderr
    with in_clear(shop.store.snapshot().path) as connection:
        rows = connection.execute(
            "select contact_name, contact_info, note from customers where customer_id = 'CX9'"
        ).fetchall()
    assert rows == [(NAME, "13700001111", f"见{NAME}")]
    assert named_in(shop.root, (PHONE, MAIL, OLD_PHONE)) == []


def test_the_record_says_who_and_when_and_names_nobody(shop: Workspace, salesnb) -> None:
    refused = salesnb(shop, "erase", "CX1", "--reason", f"{NAME}来电")
    assert refused.exit_code == 2 and named_in(shop.root / "data" / "store") != []
    salesnb(shop, "erase", "CX1", "--reason", "来电要求")
    text = (shop.root / "data" / "erasures.json").read_text(encoding="utf-8")
    (record,) = json.loads(text)["erasures"]
    assert (
        record["is_done"] and record["reason"] == "来电要求" and record["touched"]["backups"] == 1
    )
    assert "CX1" not in text
    shown = salesnb(shop, "log", "--format", "json").stdout
    assert [each["action"] for each in json.loads(shown)] == ["erase"] and "CX1" not in shown


def test_a_dry_run_changes_nothing(shop: Workspace, salesnb) -> None:
    before = named_in(shop.root)
    done = salesnb(shop, "erase", "CX1", "--dry-run")
    assert "未作任何更改" in done.stderr and named_in(shop.root) == before
    assert ErasureBook(shop.root / "data").erasures == []


@pytest.mark.parametrize(
    ("module", "name", "nth"),
    [
        ("keeping.erasing", "scrub_state", 1),
        ("keeping.backup_places", "pack", 1),
        ("keeping.scrub_store", "_copy_rejected", 3),
        ("keeping.erasing", "_end", 1),
    ],
)
def test_an_erasure_that_is_killed_is_completed_by_calling_it_again(
    shop: Workspace, salesnb, killed, module: str, name: str, nth: int
) -> None:
    assert killed(shop.root, module, name, nth, "erase", "CX1") == -9
    faults = salesnb(shop, "verify")
    assert faults.exit_code == 1 and "salesnb erase" in faults.stdout
    assert salesnb(shop, "erase", "CX1").exit_code in (0, 1)
    assert named_in(shop.root) == []
    assert salesnb(shop, "verify").exit_code == 0


def test_a_backup_that_was_away_is_erased_when_it_is_restored(
    shop: Workspace, salesnb, tmp_path: Path
) -> None:
    (backup,) = list_backups(shop.root / "backups")
    away = backup.path.rename(tmp_path / backup.path.name)
    salesnb(shop, "erase", "CX1")
    assert salesnb(shop, "restore", away).exit_code == 0
    assert named_in(shop.root) == []


def test_in_a_backup_whose_key_is_gone_contacts_are_emptied_unread_and_that_is_said(
    shop: Workspace, salesnb, tmp_path: Path
) -> None:
    (backup,) = list_backups(shop.root / "backups")
    (gone,) = shop.keys.held()
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(shop.keys.path, restored)
    shop.store.rotate()  # snapshots only
    said = f"备份 {backup.path} 用密钥 {gone.key_id} 加密"
    assert said in salesnb(shop, "erase", "CX1", "--dry-run").stdout
    done = salesnb(shop, "erase", "CX1")
    assert done.exit_code == 1 and said in done.stdout
    unpack(backup.path, restored)  # somebody finds the key later
    assert named_in(restored) == []
    with in_clear(list_snapshots(restored / "data" / "store")[-1].path) as connection:
        rows = connection.execute(
            "select customer_id, contact_name, contact_info from customers where valid_until is null"
        ).fetchall()
        (waits,) = connection.execute('select "values" from rejected').fetchall()
        (text,) = connection.execute(
            "select feedback from follow_ups where follow_id = 'F1'"
        ).fetchone()
    assert sorted(rows) == [("CX1", None, None), ("CX2", "周立", "13811112222")]
    assert waits == (None,) and text == "请联系【已删除】"


def test_numbers_are_found_however_they_are_grouped_and_not_inside_others() -> None:
    words = Words(frozenset({"John Smith"}), frozenset({"+86 139-8765-1234", "010-8612345"}))
    pattern = words.in_files
    assert pattern is not None
    assert pattern.sub("x", "139 8765 1234, 13987651234, john smith") == "x, x, x"
    assert pattern.sub("x", "订单 9901086123450") == "订单 9901086123450"
    sql = "select regexp_replace(?, ?, 'x', 'gi')"
    said = duckdb.execute(sql, ["(139) 8765-1234 Smith", words.own]).fetchall()[0][0]
    assert said == "(x x"


def test_no_snapshot_is_lost_where_the_disk_is_full(shop: Workspace, monkeypatch) -> None:
    from salesnb.keeping import scrub_store as module
    from salesnb.keeping.persons import Subject

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_copy_rejected", full)
    before = rows_of(shop.root)
    snapshot = list_snapshots(shop.store.folder)[-1]
    with pytest.raises(OSError, match="No space"):
        module.scrub_store(snapshot.path, shop.keys, [Subject("customers", "CX1")], Words(), "x")
    assert rows_of(shop.root) == before and not list(shop.store.folder.glob(".*"))
