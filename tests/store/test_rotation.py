"""A new key for all that is stored: for good, at any moment, and for stores that had none."""

import base64
import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from salesnb.errors import StoreError
from salesnb.store import Keys, Store, list_snapshots, snapshot_keys
from tests.frames import fill, rows

CUSTOMER = {"customer_id": "C1", "customer_name": "东方", "contact_info": "13912345678"}
MORNING = datetime(2026, 9, 1, 9)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "key")


@pytest.fixture
def store(tmp_path: Path, keys: Keys) -> Store:
    """Three snapshots of three days, each with another contact."""
    found = Store(tmp_path / "store", keys=keys)
    keep(found)
    return found


def keep(store: Store) -> None:
    for day in range(3):
        customer = {**CUSTOMER, "contact_info": f"1391234567{day}"}
        fill(store, {"customers": [customer]}, MORNING + timedelta(days=day))


def contacts(store: Store) -> list[str]:
    """Return the current contact of each snapshot, oldest first."""
    names = [snapshot.name for snapshot in list_snapshots(store.folder)]
    return [store.pinned(name).current()["customers"]["contact_info"][0] for name in names]


CONTACTS = ["13912345670", "13912345671", "13912345672"]


def test_the_old_key_reads_nothing_any_more_and_the_new_one_every_snapshot(
    store: Store, keys: Keys, tmp_path: Path
) -> None:
    old = tmp_path / "leaked"
    old.write_bytes(keys.path.read_bytes())
    old.chmod(0o600)
    done = store.rotate()
    assert len(done.written) == 3
    assert set(snapshot_keys(store.folder).values()) == {done.key_id}
    assert contacts(store) == CONTACTS
    with pytest.raises(StoreError, match="only another one"):
        contacts(Store(store.folder, keys=Keys(old)))
    word = next(line for line in old.read_text().splitlines() if not line.startswith("#"))
    assert word not in keys.path.read_text()
    after = fill(store, {"customers": [{**CUSTOMER, "contact_info": CONTACTS[2]}]}, MORNING)
    assert after.changes[0].unchanged == 1  # rows are known again under the new key


def test_a_key_of_the_environment_is_changed_with_the_old_one_beside_it(tmp_path: Path) -> None:
    words = [base64.b64encode(bytes([n] * 32)).decode() for n in (1, 2)]
    before = Store(tmp_path / "s", keys=Keys(tmp_path / "key", {"SALESNB_KEY": words[0]}))
    keep(before)
    both = {"SALESNB_KEY": words[1], "SALESNB_KEY_OLD": words[0]}
    Store(before.folder, keys=Keys(tmp_path / "key", both)).rotate()
    after = Store(before.folder, keys=Keys(tmp_path / "key", {"SALESNB_KEY": words[1]}))
    assert contacts(after) == CONTACTS
    assert not (tmp_path / "key").exists()


def test_a_rotation_without_the_key_of_every_snapshot_touches_none(
    store: Store, tmp_path: Path
) -> None:
    before = [snapshot.path.read_bytes() for snapshot in list_snapshots(store.folder)]
    other = {"SALESNB_KEY": base64.b64encode(bytes(32)).decode()}
    with pytest.raises(StoreError, match="SALESNB_KEY_OLD"):
        Store(store.folder, keys=Keys(tmp_path / "none", other)).rotate()
    assert [snapshot.path.read_bytes() for snapshot in list_snapshots(store.folder)] == before


def test_a_truncated_snapshot_is_named_and_keeps_the_old_key(store: Store, keys: Keys) -> None:
    first = list_snapshots(store.folder)[0]
    first.path.write_bytes(first.path.read_bytes()[:5_000])
    done = store.rotate()
    assert done.unread == (first.name,) and len(done.written) == 2
    assert len(keys.held()) == 2  # who mends the file can still read it
    first.path.unlink()
    assert store.rotate().unread == () and len(keys.held()) == 1


def test_snapshots_of_a_version_without_encryption_are_encrypted_by_the_next_import(
    tmp_path: Path, keys: Keys
) -> None:
    plain = Store(tmp_path / "store")
    keep(plain)
    store = Store(plain.folder, keys=keys)
    assert contacts(store) == CONTACTS  # readable as before
    (plain.folder / "draft.tmp").write_text("13912345672")
    done = fill(store, {"customers": [CUSTOMER]}, datetime(2026, 10, 1))
    assert done.resealed is not None and len(done.resealed.written) == 3
    assert done.changes[0].updated == 1
    assert contacts(store) == [*CONTACTS, "13912345678"]
    everything = b"".join(path.read_bytes() for path in store.folder.iterdir())
    assert b"1391234567" not in everything
    assert fill(store, {"customers": [CUSTOMER]}, datetime(2026, 10, 2)).resealed is None


def test_an_older_version_is_known_again_after_its_encryption(tmp_path: Path, keys: Keys) -> None:
    plain = Store(tmp_path / "store")
    price = {"product": "A", "floor_price": "12.5"}
    fill(plain, {"customers": [CUSTOMER], "products": [price]}, MORNING)
    frames = {"customers": rows("customers", [CUSTOMER]), "products": rows("products", [price])}
    store = Store(plain.folder, keys=keys)
    again = store.import_frames(frames, files=["b.xlsx"], at=MORNING, by="t")
    assert [change.unchanged for change in again.changes] == [1, 1]


ROTATOR = """
import sys
from pathlib import Path
from salesnb.store import Keys, Store
print("ready", flush=True)
Store(Path(sys.argv[1]), keys=Keys(Path(sys.argv[2]))).rotate()
"""
ROOT = Path(__file__).parents[2]


def rotator(store: Store, keys: Keys, before: str = "") -> subprocess.Popen[bytes]:
    running = subprocess.Popen(
        [sys.executable, "-c", before + ROTATOR, str(store.folder), str(keys.path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert running.stdout is not None and running.stdout.readline() == b"ready\n"
    return running


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_ten_kills_at_random_moments_leave_every_contact_readable(store: Store, keys: Keys) -> None:
    began = time.monotonic()
    assert rotator(store, keys).wait() == 0
    seconds = time.monotonic() - began
    dice, ids = random.Random(5), set()
    for _ in range(10):
        running = rotator(store, keys)
        time.sleep(seconds * dice.uniform(0, 1))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        ids |= set(snapshot_keys(store.folder).values())
        assert contacts(store) == CONTACTS
    assert len(ids) > 1
    last = store.rotate()
    assert set(snapshot_keys(store.folder).values()) == {last.key_id}
    assert [cipher.key_id for cipher in keys.held()] == [last.key_id]
    assert not list(store.folder.glob("*.tmp*"))


@pytest.mark.parametrize("step", ["put_in_place", "_copy", "mark_sealed"])
@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_kill_between_two_steps_is_made_good_by_the_next_rotation(
    store: Store, keys: Keys, step: str
) -> None:
    dies = f"import os, salesnb.store.reseal as r\nr.{step} = lambda *_: os.kill(os.getpid(), 9)\n"
    assert rotator(store, keys, before=dies).wait() == -signal.SIGKILL
    assert contacts(store) == CONTACTS
    new = keys.held()[0].key_id
    fill(store, {"customers": [{**CUSTOMER, "note": "x"}]}, datetime(2026, 9, 4))  # goes on working
    done = store.rotate()
    assert done.key_id == new and len(done.written) == 4
    assert [cipher.key_id for cipher in keys.held()] == [new]


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
def test_a_full_disk_leaves_all_as_it_was_and_is_a_sentence(store: Store, keys: Keys) -> None:
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
    running = rotator(store, keys, before=full)
    told = running.communicate()[1].decode()
    assert running.returncode != 0 and "could not be encrypted anew" in told
    assert contacts(store) == CONTACTS
    assert not list(store.folder.glob("*.tmp*"))
    store.rotate()
    assert contacts(store) == CONTACTS and len(keys.held()) == 1
