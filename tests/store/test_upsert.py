"""An import is an upsert by key: what changed gets a new version, what did not stays as it is."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from salesnb.errors import StoreError
from salesnb.store import ImportSummary, Store
from tests.frames import Records, rows

CUSTOMERS: Records = [
    {"customer_id": "C1", "customer_name": "东方机械", "region": "华东", "level": "key"},
    {"customer_id": "C2", "customer_name": "西部零售", "region": "西南", "level": "ordinary"},
    {"customer_id": "C3", "customer_name": "南方软件", "region": None, "level": None},
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def put(
    store: Store, table: str, records: Records, day: int = 1, **options: object
) -> ImportSummary:
    return store.import_frames(
        {table: rows(table, records)},
        files=["book.xlsx"],
        at=datetime(2026, 10, day, 9),
        by="tester",
        **options,
    )


def did(summary: ImportSummary) -> tuple[int, int, int, int]:
    (change,) = summary.changes
    return change.new, change.updated, change.unchanged, change.closed


def column(store: Store, name: str, table: str = "customers") -> dict[str, object]:
    frame = store.current()[table]
    found = frame.set_index(frame.columns[0])[name]
    return {key: None if pd.isna(value) else value for key, value in found.items()}


def versions(store: Store, table: str, where: str = "true") -> list[tuple[object, ...]]:
    with store.open() as connection:
        return connection.execute(
            f"select version, cast(valid_from as date)::varchar, cast(valid_until as date)::varchar"
            f" from {table} where {where} order by version"
        ).fetchall()


def test_the_same_file_twice_is_no_change(store: Store) -> None:
    assert did(put(store, "customers", CUSTOMERS)) == (3, 0, 0, 0)
    again = put(store, "customers", CUSTOMERS, day=2)
    assert did(again) == (0, 0, 3, 0)
    assert versions(store, "customers", "customer_id = 'C1'") == [(1, "2026-10-01", None)]


def test_a_changed_cell_makes_a_version_and_closes_the_old_one(store: Store) -> None:
    put(store, "customers", CUSTOMERS)
    changed = [CUSTOMERS[0], {**CUSTOMERS[1], "level": "key"}, CUSTOMERS[2]]
    assert did(put(store, "customers", changed, day=5)) == (0, 1, 2, 0)
    assert column(store, "level") == {"C1": "key", "C2": "key", "C3": None}
    assert versions(store, "customers", "customer_id = 'C2'") == [
        (1, "2026-10-01", "2026-10-05"),
        (2, "2026-10-05", None),
    ]


def test_an_absent_column_keeps_and_an_empty_cell_clears(store: Store) -> None:
    put(store, "customers", CUSTOMERS)
    put(store, "customers", [{"customer_id": "C1", "customer_name": "东方机械", "level": None}], 2)
    assert column(store, "region")["C1"] == "华东"
    assert column(store, "level")["C1"] is None


def test_rows_that_a_file_lacks_stay_unless_it_replaces(store: Store) -> None:
    put(store, "customers", CUSTOMERS)
    assert did(put(store, "customers", CUSTOMERS[:1], 2)) == (0, 0, 1, 0)
    assert set(column(store, "level")) == {"C1", "C2", "C3"}
    assert did(put(store, "customers", CUSTOMERS[:1], 3, replace=["customers"])) == (0, 0, 1, 2)
    assert set(column(store, "level")) == {"C1"}
    assert versions(store, "customers", "customer_id = 'C2'") == [(1, "2026-10-01", "2026-10-03")]


def test_a_row_that_comes_back_is_a_further_version(store: Store) -> None:
    put(store, "customers", CUSTOMERS)
    put(store, "customers", CUSTOMERS[:1], 2, replace=["customers"])
    assert did(put(store, "customers", CUSTOMERS, 3)) == (2, 0, 1, 0)
    assert versions(store, "customers", "customer_id = 'C2'") == [
        (1, "2026-10-01", "2026-10-02"),
        (2, "2026-10-03", None),
    ]


def test_undo_takes_back_new_changed_and_closed_rows(store: Store) -> None:
    put(store, "customers", CUSTOMERS)
    before = store.current()["customers"]
    after = [{**CUSTOMERS[0], "level": "ordinary"}, {"customer_id": "C9", "customer_name": "新"}]
    put(store, "customers", after, 2, replace=["customers"])
    assert set(column(store, "level")) == {"C1", "C9"}
    assert store.undo_last(datetime(2026, 10, 3)) == 2
    now = store.current()["customers"]
    key = ["customer_id"]
    pd.testing.assert_frame_equal(
        now.sort_values(key, ignore_index=True), before.sort_values(key, ignore_index=True)
    )
    assert store.last_import()["import_id"] == 1


def test_every_import_can_be_taken_back_and_then_none_is_left(store: Store) -> None:
    put(store, "customers", CUSTOMERS)
    put(store, "customers", CUSTOMERS, 2)
    assert [store.undo_last(datetime(2026, 10, d)) for d in (3, 4)] == [2, 1]
    assert store.row_counts()["customers"] == 0
    with pytest.raises(StoreError, match="no import to take back"):
        store.undo_last(datetime(2026, 10, 5))
    with pytest.raises(StoreError, match="taken back"):
        store.last_import_on()


def test_an_import_after_an_undo_counts_on(store: Store) -> None:
    put(store, "customers", CUSTOMERS)
    put(store, "customers", [{**CUSTOMERS[0], "level": "ordinary"}], 2)
    store.undo_last(datetime(2026, 10, 3))
    put(store, "customers", [{**CUSTOMERS[0], "level": "strategic"}], 4)
    assert versions(store, "customers", "customer_id = 'C1'") == [
        (1, "2026-10-01", "2026-10-04"),
        (2, "2026-10-04", None),
    ]


def test_a_custom_column_is_added_and_older_rows_have_it_empty(store: Store) -> None:
    put(store, "customers", CUSTOMERS)
    put(
        store, "customers", [{"customer_id": "C1", "customer_name": "东方机械", '信用"级': "AA"}], 2
    )
    assert column(store, '信用"级') == {"C1": "AA", "C2": None, "C3": None}


def test_a_custom_column_in_other_letters_is_the_same_column(store: Store) -> None:
    put(store, "customers", [{**CUSTOMERS[0], "Credit": "AA"}])
    assert did(put(store, "customers", [{**CUSTOMERS[0], "CREDIT": "AA"}], 2)) == (0, 0, 1, 0)
    assert did(put(store, "customers", [{**CUSTOMERS[0], "credit": "B"}], 3)) == (0, 1, 0, 0)
    assert column(store, "Credit")["C1"] == "B"


def test_an_empty_part_of_a_key_matches_the_empty_one(store: Store) -> None:
    staff = [
        {"name": "张强", "since": None, "team": "东区"},
        {"name": "张强", "since": "2026-07-01", "team": "西区"},
    ]
    put(store, "staff", staff)
    assert did(put(store, "staff", staff, 2)) == (0, 0, 2, 0)
    assert did(put(store, "staff", [{"name": "张强", "team": "北区"}], 3)) == (0, 1, 0, 0)
    assert sorted(store.current()["staff"]["team"]) == ["北区", "西区"]


def test_money_is_exact(store: Store) -> None:
    order = {"customer_id": "C1", "order_date": "2026-10-01", "owner": "张强"}
    orders = [{**order, "order_id": f"O{n}", "amount": "0.1"} for n in range(3)]
    put(store, "orders", orders)
    assert did(put(store, "orders", orders, 2)) == (0, 0, 3, 0)
    with store.open() as connection:
        (total,) = connection.execute("select sum(amount) from orders").fetchone()
    assert str(total) == "0.3000"  # as floats 0.30000000000000004


def test_rejected_rows_wait_and_the_next_import_of_the_file_replaces_them(store: Store) -> None:
    waiting = pd.DataFrame(
        {
            "table": ["customers", "customers"],
            "file": ["book.xlsx", "book.xlsx"],
            "sheet": "s",
            "row": [7, 8],
            "values": "{}",
            "rule": "required",
        }
    )
    summary = put(store, "customers", CUSTOMERS, rejected=waiting)
    assert (summary.rejected, store.row_counts()["rejected"]) == (2, 2)
    record = store.last_import()
    assert (record["rows_in"], record["rows_stored"], record["rows_rejected"]) == (5, 3, 2)
    put(store, "customers", CUSTOMERS, 2, rejected=waiting[:1])
    assert store.row_counts()["rejected"] == 1
    store.undo_last(datetime(2026, 10, 3))
    assert store.row_counts()["rejected"] == 2  # what waited before waits again


def test_an_import_keeps_who_when_and_which_file(store: Store) -> None:
    put(store, "customers", CUSTOMERS)
    record = store.last_import()
    assert record["imported_by"] == "tester" and record["files"] == ["book.xlsx"]
    assert record["imported_at"] == "2026-10-01 09:00:00"
    assert column(store, "_row") == {"C1": 2, "C2": 3, "C3": 4}
