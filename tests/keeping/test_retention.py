"""How long things are kept, and the access log."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml

from salesnb.access import Access, log_access, read_access
from salesnb.delivery.ledger import Item, Ledger
from salesnb.keeping.backup import list_backups, make_backup
from salesnb.keeping.retention import prune
from salesnb.workspace import Workspace
from tests.keeping.conftest import EVENING


def written(path: Path, days: float) -> Path:
    """Write a file that was last changed so many days before the evening."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    then = (EVENING - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))
    return path


@pytest.fixture
def short(workspace: Workspace) -> Workspace:
    """A workspace whose params keep things for a few days."""
    days = {"failed": 3, "previews": 2, "messages": 10, "outbox": 5, "access": 20}
    values = {"days": days, "log_mb": 0.001, "backup": {"keep": 1}}
    (workspace.root / "params" / "keeping.yml").write_text(yaml.safe_dump(values))
    return workspace


def test_files_are_deleted_when_their_days_are_over(short: Workspace) -> None:
    root = short.root
    old = [
        written(root / "data" / "failed" / "a.ipynb", 4),
        written(root / "data" / "dry-run" / "daily-x" / "1.eml", 3),
        written(root / "outbox" / "王芳" / "a.html", 6),
    ]
    kept = [
        written(root / "data" / "failed" / "b.ipynb", 2),
        written(root / "outbox" / "王芳" / "b.html", 4),
    ]
    done = prune(short, EVENING)
    assert (done.failed, done.previews, done.outbox) == (1, 1, 1)
    assert not any(path.exists() for path in old) and all(path.exists() for path in kept)
    assert not (root / "data" / "dry-run" / "daily-x").exists()


def test_extracts_of_processes_that_are_gone_are_deleted_and_others_stay(short: Workspace) -> None:
    left = written(short.root / "data" / "extracts-999999999-x" / "0" / "extract.duckdb", 0)
    used = written(short.root / "data" / f"extracts-{os.getpid()}-x" / "extract.duckdb", 9)
    assert prune(short, EVENING).extracts == 1
    assert not left.exists() and used.exists()


def test_texts_of_old_messages_are_forgotten_and_that_they_were_sent_is_not(
    short: Workspace,
) -> None:
    ledger = Ledger(short.state)
    for day, state in ((1, "confirmed"), (2, "queued"), (25, "confirmed")):
        item = Item(
            *(
                "daily",
                "2026-10",
                "company",
                f"n{day}",
                "王芳",
                "mail",
                "zh",
                f"c{day}",
                "2026-10-31",
            ),
            told={"sales": day},
            facts={"leads": [day]},
        )
        ledger.enqueue([item], datetime(2026, 10, day), "example.com", digest=False)
        if state == "confirmed":
            (letter,) = [
                each for each in ledger.letters("daily") if each.rows[0].notebook == f"n{day}"
            ]
            ledger.confirm(letter, datetime(2026, 10, day), "250 ok")
    assert prune(short, EVENING).messages == 1
    rows = {row.notebook: row for row in ledger.rows()}
    assert (rows["n1"].told, rows["n1"].facts, rows["n1"].answer) == ({}, {}, "")
    assert rows["n1"].state == "confirmed" and rows["n1"].recipient == "王芳"
    assert rows["n2"].told == {"sales": 2} and rows["n25"].facts == {"leads": [25]}
    assert prune(short, EVENING).messages == 0


def test_a_long_log_loses_its_older_half_at_the_beginning_of_a_line(short: Workspace) -> None:
    log = short.root / "data" / "run.log"
    log.parent.mkdir(exist_ok=True)
    log.write_text("".join(f"line {n:04d}\n" for n in range(200)))
    assert prune(short, EVENING).log_bytes > 0
    lines = log.read_text().splitlines()
    assert lines[-1] == "line 0199" and lines[0].startswith("line ") and len(lines[0]) == 9
    assert 40 <= len(lines) <= 50


def test_old_backups_and_old_entries_of_the_access_log_are_deleted(short: Workspace) -> None:
    data = short.root / "data"
    for day in (1, 30):
        log_access(data, Access("render", "funnel"), datetime(2026, 10, day), by="me")
    made = [make_backup(short, EVENING + timedelta(hours=hour)) for hour in (0, 1)]
    done = prune(short, EVENING)
    assert (done.backups, done.access) == (1, 1)
    assert list_backups(short.root / "backups") == [made[1]]
    assert [each["at"][:10] for each in read_access(data)] == ["2026-10-30"]


def test_exports_and_reports_are_in_the_log_with_viewer_scope_and_period(
    demo_en: Workspace, tmp_path: Path, salesnb
) -> None:
    import shutil

    root = tmp_path / "shop"
    for name in ("params", "data"):
        shutil.copytree(demo_en.root / name, root / name)
    (root / "data" / "access.sqlite").unlink(missing_ok=True)
    place = Workspace(root)
    asked = ["--period", "2026-09", "--scope", "team:East 1"]
    assert salesnb(place, "metrics", "sales", *asked).exit_code == 0
    assert salesnb(place, "metrics", "sales", *asked, "--format", "csv").exit_code == 0
    assert salesnb(place, "alerts", "--format", "json").exit_code == 0
    shown = json.loads(salesnb(place, "log", "--format", "json").stdout)
    assert [(e["action"], e["what"], e["scope"]) for e in shown] == [
        ("export", "metrics: sales", "team:East 1"),
        ("export", "alerts", "company"),
    ]
    assert shown[0]["period"] == "2026-09" and shown[0]["details"] == "csv"
    for name in ("access.sqlite", "state.sqlite"):
        assert oct((root / "data" / name).stat().st_mode & 0o777) == "0o600"
    table = salesnb(place, "log", "--since", "2026-01-01")
    assert "team:East 1" in table.stdout and "export" in table.stdout
