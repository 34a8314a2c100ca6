"""Backups: whole or not there, checked, and after a restore every row is what it was."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from salesnb.keeping.backup import backup_faults, list_backups, make_backup, prune_backups
from salesnb.state_file import open_state
from salesnb.workspace import Workspace
from tests.keeping.conftest import EVENING, ROOT, notes_of, rows_of

posix = pytest.mark.skipif(os.name != "posix", reason="kill -9 and limits of a process")


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_row_of_every_table_is_there_again_after_the_workspace_was_destroyed(
    company: Workspace, tmp_path: Path, salesnb
) -> None:
    rows, params = rows_of(company.root), files_of(company.root / "params")
    assert len(rows) == 2 and sum(map(len, rows["000001-20261101T080000"].values())) > 1_000
    assert salesnb(company, "backup", tmp_path / "safe").exit_code == 0
    (backup,) = list_backups(tmp_path / "safe")
    key = company.keys.path.read_text()
    shutil.rmtree(company.root)
    done = salesnb(company, "restore", backup.path, "--into", company.root)
    assert done.exit_code == 0, done.output
    assert "encrypted with key" in done.stderr  # it is in no backup: it is put back by hand
    assert "there is none" in salesnb(company, "verify").stdout
    company.keys.path.write_text(key)
    company.keys.path.chmod(0o600)
    assert rows_of(company.root) == rows
    assert notes_of(company.root) == ["first"]
    assert files_of(company.root / "params") == params
    assert salesnb(company, "verify").exit_code == 1  # there is no backup in its own folder
    assert salesnb(company, "backup").exit_code == 0
    assert salesnb(company, "verify").exit_code == 0


def test_a_restore_in_place_keeps_what_was_there_and_can_be_taken_back(
    company: Workspace, salesnb
) -> None:
    backup = make_backup(company, EVENING)
    before = rows_of(company.root)
    (company.root / "params" / "notes.txt").write_text("later")
    with open_state(company.state, "") as state:
        state.execute("insert into notes values ('second')")
    for path in company.store.folder.glob("000002*"):
        path.unlink()
    done = salesnb(company, "restore", backup.name)
    assert done.exit_code == 0 and "may be sent again" in done.stderr
    assert rows_of(company.root) == before and notes_of(company.root) == ["first"]
    assert not (company.root / "params" / "notes.txt").exists()
    kept = [each for each in list_backups(backup.path.parent) if each.kind == "before-restore"]
    assert len(kept) == 1
    assert salesnb(company, "restore", kept[0].name).exit_code == 0
    assert len(rows_of(company.root)) == 1 and notes_of(company.root) == ["first", "second"]
    assert (company.root / "params" / "notes.txt").read_text() == "later"


def test_an_older_snapshot_is_published_again_and_the_state_is_not_turned_back(
    company: Workspace, salesnb
) -> None:
    old = rows_of(company.root)["000001-20261101T080000"]
    done = salesnb(company, "restore", "000001-20261101T080000")
    assert done.exit_code == 0
    assert "stay sent, alerts that were told stay told" in done.stderr
    now = rows_of(company.root)
    assert [*now][:2] == ["000001-20261101T080000", "000002-20261102T090000"]
    assert now[max(now)] == old and notes_of(company.root) == ["first"]
    assert company.store.last_import()["import_id"] == 1


def test_a_truncated_snapshot_a_changed_backup_and_a_lost_report_are_named(
    company: Workspace, salesnb
) -> None:
    backup = make_backup(company, EVENING)
    with backup.path.open("r+b") as file:
        file.seek(backup.path.stat().st_size // 3)
        file.write(b"\0" * 64)
    assert salesnb(company, "verify", backup.path).exit_code == 1
    snapshot = company.store.snapshot().path
    snapshot.chmod(0o600)
    with snapshot.open("r+b") as file:
        file.truncate(snapshot.stat().st_size // 2)
    found = salesnb(company, "verify")
    assert found.exit_code == 3
    assert f"Snapshot {snapshot} cannot be read" in found.stdout
    assert f"Backup {backup.path}: " in found.stdout and "checksum" in found.stdout
    for words in (("status",), ("archive",), ("key", "show"), ("erase", "C-NEW")):
        refused = salesnb(company, *words)
        assert refused.exit_code == 3 and "salesnb verify" in refused.stderr, refused.stderr
    refused = salesnb(company, "restore", backup.path)
    assert refused.exit_code == 3 and "checksum" in refused.stderr
    assert not list((company.root / "data").glob(".restore"))


def test_a_state_that_cannot_be_opened_is_not_called_damaged(company: Workspace, salesnb) -> None:
    make_backup(company, EVENING)
    with closing(sqlite3.connect(company.state)) as holder:
        holder.execute("pragma locking_mode = exclusive")
        holder.execute("insert into notes values ('not yet')")
        found = salesnb(company, "verify")
    assert found.exit_code == 1
    assert f"{company.state} could not be checked (database is locked)" in found.stdout
    assert "damaged" not in found.stdout


def test_a_row_that_is_current_twice_is_found(company: Workspace, salesnb) -> None:
    make_backup(company, EVENING)
    with duckdb.connect(str(company.store.snapshot().path)) as connection:
        connection.execute(
            "insert into customers select * from customers where customer_id = 'C-NEW'"
        )
    found = salesnb(company, "verify")
    assert found.exit_code == 1 and "1 keys of customers have two current rows" in found.stdout


def test_no_key_and_no_half_file_is_in_a_backup(company: Workspace) -> None:
    for name in ("params/mail.key", "notebooks/.env", "params/x.tmp", "params/own.txt"):
        (company.root / name).write_text("secret")
    with zipfile.ZipFile(make_backup(company, EVENING).path) as archive:
        names = archive.namelist()
        told = json.loads(archive.read("manifest.json"))
    assert "params/own.txt" in names
    assert not {"params/mail.key", "notebooks/.env", "params/x.tmp"} & {*names}
    assert told["snapshot"] == "000002-20261102T090000"


def test_only_the_newest_backups_are_kept(company: Workspace, tmp_path: Path) -> None:
    made = [make_backup(company, EVENING, folder=tmp_path / "b").name for _ in range(3)]
    prune_backups(tmp_path / "b", keep=2)
    assert [each.name for each in list_backups(tmp_path / "b")] == made[1:]


def test_a_restore_is_refused_while_a_runner_is_at_work(company: Workspace, salesnb) -> None:
    from salesnb.runs.lock import only_runner

    backup = make_backup(company, EVENING)
    with only_runner(company.root / "data", "daily", EVENING):
        refused = salesnb(company, "restore", backup.name)
    assert refused.exit_code == 3 and "daily" in refused.stderr


@posix
def test_a_killed_backup_leaves_no_backup_and_the_next_one_clears_up(
    company: Workspace, killed, salesnb
) -> None:
    assert killed(company.root, "keeping.backup", "sync_folder", 1, "backup") == -9
    folder = company.root / "backups"
    first = list_backups(folder)  # it had its name already: it is whole
    assert len(first) == 1 and backup_faults(first[0].path) == []
    assert killed(company.root, "keeping.backup", "backup_faults", 1, "backup") == -9
    assert list_backups(folder) == first and list(folder.glob(".*.tmp*"))
    assert salesnb(company, "backup").exit_code == 0
    assert not list(folder.glob(".*.tmp*")) and len(list_backups(folder)) == 2


@posix
@pytest.mark.parametrize("nth", [1, 2, 5, 20])
def test_a_restore_that_is_killed_goes_on_and_until_then_nothing_else_runs(
    company: Workspace, killed, salesnb, nth: int
) -> None:
    before = rows_of(company.root)
    backup = make_backup(company, EVENING)
    with open_state(company.state, "") as state:
        state.execute("insert into notes values ('second')")
    for path in company.store.folder.glob("000002*"):
        path.unlink()
    assert killed(company.root, "keeping.restoring", "_put", nth, "restore", backup.name) == -9
    refused = salesnb(company, "status")
    assert refused.exit_code == 3 and f"salesnb restore {backup.name}" in refused.stderr
    assert salesnb(company, "restore", backup.name).exit_code == 0
    assert rows_of(company.root) == before and notes_of(company.root) == ["first"]
    assert salesnb(company, "status").exit_code == 0


@posix
def test_a_full_disk_leaves_no_backup_and_says_so(company: Workspace) -> None:
    def limited() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    line = [sys.executable, "-m", "salesnb", "--workspace", str(company.root), "backup"]
    done = subprocess.run(
        line,
        capture_output=True,
        text=True,
        preexec_fn=limited,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert list((company.root / "backups").iterdir()) == []
