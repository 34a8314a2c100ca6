"""Snapshots: published by rename, whole or not at all, kept as long as the rule says."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from salesnb.errors import StoreError, UsageError
from salesnb.store import Store, find_snapshot, laying, list_snapshots
from salesnb.store import store as store_module
from salesnb.store.snapshots import prune
from tests.frames import fill, rows

CUSTOMER = {"customer_id": "C1", "customer_name": "东方机械"}
ORDER = {"order_id": "O1", "customer_id": "C1", "order_date": "2026-10-01", "owner": "张强"}
FIRST, SECOND = datetime(2026, 10, 1, 9), datetime(2026, 10, 2, 9)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def names(store: Store) -> list[str]:
    return [snapshot.name for snapshot in list_snapshots(store.folder)]


def test_a_failing_import_leaves_the_old_snapshot_newest_and_whole(store: Store) -> None:
    fill(store, {"customers": [CUSTOMER]}, FIRST)
    good = rows("customers", [{"customer_id": "C2", "customer_name": "新客户"}])
    bad = rows("orders", [{**ORDER, "amount": 1}]).assign(amount="not money")
    with pytest.raises(Exception, match="not money"):
        store.import_frames({"customers": good, "orders": bad}, files=[], at=SECOND, by="t")
    assert names(store) == ["000001-20261001T090000"]
    assert store.current()["customers"]["customer_id"].to_list() == ["C1"]
    fill(store, {"customers": [{"customer_id": "C3", "customer_name": "第三"}]}, SECOND)
    assert store.row_counts()["customers"] == 2 and store.last_import()["import_id"] == 2


def test_the_very_first_import_may_fail_too(store: Store) -> None:
    bad = rows("orders", [{**ORDER, "amount": 1}]).assign(amount="not money")
    with pytest.raises(Exception, match="not money"):
        store.import_frames({"orders": bad}, files=[], at=FIRST, by="t")
    assert store.is_empty and store.row_counts() == {} and store.last_import() is None
    with pytest.raises(StoreError, match="no data yet"):
        store.open()


def test_a_reader_opened_before_an_import_goes_on_reading_the_old_rows(store: Store) -> None:
    fill(store, {"customers": [CUSTOMER]}, FIRST)
    with store.open() as reader:
        fill(store, {"customers": [{**CUSTOMER, "customer_name": "改名"}]}, SECOND)
        old = reader.execute("select customer_name, valid_until from customers").fetchall()
        assert old == [("东方机械", None)]
    assert store.current()["customers"]["customer_name"].to_list() == ["改名"]


def test_an_older_snapshot_is_found_by_name_or_number(store: Store) -> None:
    fill(store, {"customers": [CUSTOMER]}, FIRST)
    fill(store, {"customers": [{**CUSTOMER, "customer_id": "C2"}]}, SECOND)
    for name in ("000001-20261001T090000", "1"):
        with store.open(name) as connection:
            assert connection.execute("select count(*) from customers").fetchone() == (1,)
    with pytest.raises(UsageError, match="Did you mean '000002-20261002T090000'"):
        find_snapshot(store.folder, "000002-20261002T0900")


def test_a_published_snapshot_is_for_the_owner_only(store: Store) -> None:
    mode = fill(store, {"customers": [CUSTOMER]}).snapshot.path.stat().st_mode
    assert mode & 0o077 == 0


def test_a_damaged_snapshot_is_an_error_that_says_what_to_do(store: Store) -> None:
    path = fill(store, {"customers": [CUSTOMER]}).snapshot.path
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreError, match="Move the file away"):
        store.open()


def test_a_second_import_at_the_same_time_waits_and_then_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_LOCK_SECONDS", 0.1)
    store = Store(tmp_path / "store")
    store.folder.mkdir(parents=True)
    with (
        FileLock(store.folder / "import.lock"),
        pytest.raises(StoreError, match="Another import"),
    ):
        fill(store, {"customers": [CUSTOMER]})


def test_kept_are_each_day_for_35_days_each_week_for_a_year_and_each_month(tmp_path: Path) -> None:
    today = date(2026, 10, 31)
    number = 0
    for back in range(800, -1, -1):
        for hour in (9, 18):
            number += 1
            day = today - timedelta(days=back)
            (tmp_path / f"{number:06d}-{day:%Y%m%d}T{hour:02d}0000.duckdb").touch()
    prune(tmp_path, today)
    kept = [snapshot.at for snapshot in list_snapshots(tmp_path)]
    assert all(at.hour == 18 for at in kept)  # the last of its day, not the first
    days = {at.date() for at in kept}
    assert {today - timedelta(days=n) for n in range(36)} <= days
    year = {today - timedelta(days=n) for n in range(367)}
    assert {d.isocalendar()[:2] for d in year} == {d.isocalendar()[:2] for d in days & year}
    older = days - year
    assert {(d.year, d.month) for d in older} >= {(2024, 9), (2025, 1), (2025, 9)}
    assert date(2025, 9, 30) in older and date(2025, 9, 14) not in older  # month's last Sunday
    assert len(kept) < 36 + 53 + 27


def test_the_newest_snapshot_is_kept_also_when_it_is_not_the_last_of_its_day(store: Store) -> None:
    fill(store, {"customers": [CUSTOMER]}, datetime(2026, 10, 31, 9))
    other = {**CUSTOMER, "customer_name": "改名"}
    newest = fill(store, {"customers": [other]}, datetime(2020, 1, 1, 9))
    assert newest.snapshot.number == 2 and store.snapshot() == newest.snapshot


def test_an_import_that_changes_nothing_is_recorded_once_a_day(store: Store) -> None:
    first = fill(store, {"customers": [CUSTOMER]}, FIRST)
    again = fill(store, {"customers": [CUSTOMER]}, FIRST + timedelta(hours=8))
    assert again.is_same and (again.import_id, again.snapshot) == (1, first.snapshot)
    assert names(store) == ["000001-20261001T090000"] and not list(store.folder.glob("draft*"))
    assert not fill(store, {"customers": [CUSTOMER]}, SECOND).is_same
    assert store.last_import_on() == SECOND.date()  # by which figures are as of that day


IMPORTER = """
import sys
from datetime import datetime
from pathlib import Path
import pandas as pd
from salesnb.store import Store
store, first = Store(Path(sys.argv[1])), int(sys.argv[2])
print("ready", flush=True)
for number in range(first, first + 1000):
    frame = pd.DataFrame({
        "customer_id": [f"C{n}" for n in range(3000)],
        "customer_name": f"name {number}",
        "_file": "f", "_sheet": "s", "_row": range(3000),
    })
    store.import_frames({"customers": frame}, files=["f"], at=datetime(2026, 10, 1, 9), by="t")
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_killed_import_leaves_a_whole_store_and_the_next_import_works(store: Store) -> None:
    fill(store, {"customers": [CUSTOMER]}, datetime(2026, 10, 1, 8))
    seed = random.Random(7)
    for attempt in range(4):
        importer = subprocess.Popen(
            [sys.executable, "-c", IMPORTER, str(store.folder), str(attempt * 1000)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert importer.stdout is not None and importer.stdout.readline() == b"ready\n"
        time.sleep(seed.uniform(0.02, 0.9))
        importer.send_signal(signal.SIGKILL)
        importer.wait()
        importer.stdout.close()
        for snapshot in list_snapshots(store.folder):
            with store.open(snapshot.name) as connection:
                found = connection.execute(
                    "select count(*), count(distinct customer_name) from customers"
                    " where valid_until is null and customer_id <> 'C1'"
                ).fetchone()
            assert found in [(0, 0), (2999, 1)]  # never half of an import
        before = store.last_import()["import_id"]
        summary = fill(store, {"customers": [{**CUSTOMER, "note": f"{attempt}"}]})
        assert summary.import_id == before + 1


def test_a_full_disk_leaves_no_draft_behind(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fill(store, {"customers": [CUSTOMER]}).snapshot

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(laying, "upsert", full)
    with pytest.raises(StoreError, match="No space left on device"):
        fill(store, {"customers": [{**CUSTOMER, "customer_name": "other"}]})
    assert store.snapshot() == before
    assert not list(store.folder.glob("draft*"))
