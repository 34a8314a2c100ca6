"""A new key reaches the backups, too: what the old one reads is gone, or named."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from salesnb.keeping import backup_places
from salesnb.keeping.backup import backup_faults, list_backups, make_backup, read_manifest, unpack
from salesnb.store import Keys, Store
from salesnb.workspace import Workspace
from tests.keeping.conftest import EVENING, ROOT, rows_of

posix = pytest.mark.skipif(os.name != "posix", reason="kill -9")


def key_in(folder: Path, path: Path) -> Path:
    """Return a copy of a key file, as somebody who has stolen it."""
    folder.mkdir(exist_ok=True)
    copy = folder / "leaked"
    shutil.copy(path, copy)
    return copy


def contacts_in(backup: Path, key: Path, folder: Path) -> set[str]:
    """Return the contacts that a key file reads in a backup."""
    shutil.rmtree(folder, ignore_errors=True)
    unpack(backup, folder)
    rows = Store(folder / "data" / "store", keys=Keys(key)).current()["customers"]
    return set(rows["contact_info"].dropna())


def test_backups_are_read_with_the_new_key_only(
    company: Workspace, salesnb, tmp_path: Path
) -> None:
    old = key_in(tmp_path / "old", company.keys.path)
    (before,) = company.keys.held()
    here = make_backup(company, EVENING).path
    assert salesnb(company, "backup", tmp_path / "usb").exit_code == 0
    (usb,) = [each.path for each in list_backups(tmp_path / "usb")]
    known = contacts_in(here, company.keys.path, tmp_path / "out")
    assert len(known) > 5
    done = salesnb(company, "key", "rotate")
    assert done.exit_code == 0 and "2 backups" in done.stderr
    (new,) = company.keys.held()
    for backup in (here, usb):
        assert read_manifest(backup)["keys"] == [new.key_id]
        assert contacts_in(backup, company.keys.path, tmp_path / "out") == known
        with pytest.raises(Exception, match=before.key_id + "|" + new.key_id):
            contacts_in(backup, old, tmp_path / "out")
        assert not [each for each in backup.parent.iterdir() if each.name.startswith(".")]
    rows = rows_of(company.root)
    assert salesnb(company, "restore", here.name).exit_code == 0
    assert rows_of(company.root) == rows


def test_what_the_old_key_still_reads_is_named(company: Workspace, salesnb, tmp_path: Path) -> None:
    damaged = make_backup(company, EVENING).path
    with damaged.open("r+b") as file:
        file.seek(damaged.stat().st_size // 3)
        file.write(b"\0" * 64)
    assert salesnb(company, "backup", tmp_path / "usb").exit_code == 0
    (usb,) = [each.path for each in list_backups(tmp_path / "usb")]
    drawer = usb.rename(tmp_path / "drawer.zip")
    done = salesnb(company, "key", "rotate")
    assert done.exit_code == 1
    assert f"Backup {damaged} is damaged" in done.stderr
    assert f"Backup {usb} does not lie there now" in done.stderr
    assert len(company.keys.held()) == 2  # the old one is kept for the damaged file
    damaged.unlink()
    drawer.rename(usb)
    done = salesnb(company, "key", "rotate")
    assert done.exit_code == 0 and "0 snapshots and 1 backups" in done.stderr
    assert len(company.keys.held()) == 1


def test_a_backup_that_cannot_be_written_is_named_and_the_others_are_done(
    company: Workspace, salesnb, tmp_path: Path, monkeypatch
) -> None:
    here = make_backup(company, EVENING).path
    assert salesnb(company, "backup", tmp_path / "usb").exit_code == 0
    (usb,) = [each.path for each in list_backups(tmp_path / "usb")]
    real, content = backup_places.pack, usb.read_bytes()

    def full(folder: Path, path: Path, manifest: dict[str, object]) -> None:
        if path == usb:
            raise OSError(28, "No space left on device")
        real(folder, path, manifest)

    monkeypatch.setattr(backup_places, "pack", full)
    done = salesnb(company, "key", "rotate")
    assert done.exit_code == 1 and "1 backups" in done.stderr
    assert f"Backup {usb} could not be encrypted anew" in done.stderr
    new, old = (each.key_id for each in company.keys.held())
    assert usb.read_bytes() == content and read_manifest(usb)["keys"] == [old]
    assert read_manifest(here)["keys"] == [new] and [*usb.parent.iterdir()] == [usb]
    monkeypatch.undo()
    assert salesnb(company, "key", "rotate").exit_code == 0
    assert read_manifest(usb)["keys"] == [new] and len(company.keys.held()) == 1


def test_a_backup_whose_key_is_gone_is_named_and_holds_nothing_up(
    company: Workspace, salesnb, tmp_path: Path
) -> None:
    backup = make_backup(company, EVENING).path
    content = backup.read_bytes()
    (gone,) = company.keys.held()
    company.store.rotate()
    done = salesnb(company, "key", "rotate")
    assert done.exit_code == 1
    assert f"Backup {backup} is encrypted with {gone.key_id}" in done.stderr
    assert backup.read_bytes() == content and len(company.keys.held()) == 1


@posix
@pytest.mark.parametrize(
    ("module", "name"),
    [("keeping.rotating", "reseal_folder"), ("keeping.backup_places", "pack")],
)
def test_a_rotation_killed_in_a_backup_is_completed_by_calling_it_again(
    company: Workspace, salesnb, killed, module: str, name: str
) -> None:
    backup = make_backup(company, EVENING).path
    content = backup.read_bytes()
    assert killed(company.root, module, name, 1, "key", "rotate") == -9
    assert backup.read_bytes() == content and len(company.keys.held()) == 2
    new = company.keys.held()[0].key_id
    assert salesnb(company, "key", "rotate").exit_code == 0
    assert [each.key_id for each in company.keys.held()] == [new]
    assert read_manifest(backup)["keys"] == [new] and backup_faults(backup) == []
    assert not list(backup.parent.glob(".*"))


@posix
@pytest.mark.parametrize("words", [("key", "rotate"), ("erase", "C-NEW")])
def test_nothing_is_changed_under_a_backup_that_copies_what_was(
    company: Workspace, salesnb, words: tuple[str, ...]
) -> None:
    slow = (
        "import time, salesnb.keeping.backup as b\n"
        "b._write_zip = lambda *_: (print('copies', flush=True), time.sleep(60))\n"
        "from salesnb.cli import main\nmain()"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", slow, "--workspace", str(company.root), "backup"],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert running.stdout is not None and running.stdout.readline() == b"copies\n"
        refused = salesnb(company, *words)
        assert refused.exit_code != 0 and f"process {running.pid}" in refused.stderr
        assert len(company.keys.held()) == 1
    finally:
        running.kill()
        running.wait()
    assert salesnb(company, *words).exit_code == 0
    assert not list((company.root / "data").glob("backing-up-*"))
