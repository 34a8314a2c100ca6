"""Rows that wait: which later import answers for them, and what undo opens again."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.errors import StoreError
from salesnb.loaders import CHECKED_SUFFIX
from salesnb.store import ImportSummary, Store, origin
from tests.frames import rows

COLUMNS = ["table", "file", "sheet", "row", "values", "rule", "key"]
SEVENTH = ("customers", "book.xlsx", "客户", 7, "{}", "required", "C7")
EIGHTH = ("customers", "book.xlsx", "客户", 8, "{}", "not_date", "C8")
OTHER_SHEET = ("customers", "book.xlsx", "旧客户", 3, "{}", "required", "C9")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def take(
    store: Store,
    *waiting: Sequence[Any],
    day: int = 1,
    place: tuple[str, str] = ("book.xlsx", "客户"),
    name: str = "东方",
    **options: Any,
) -> ImportSummary:
    """Import one good customer C1 and some rejected rows from a sheet."""
    frame = rows("customers", [{"customer_id": "C1", "customer_name": name}])
    counts = pd.DataFrame(
        [[*place, "customers", 1 + len(waiting), 1, len(waiting), 0]],
        columns=["file", "sheet", "table", "rows_in", "good", "rejected", "repeated"],
    )
    return store.import_frames(
        {"customers": frame},
        files=[place[0]],
        at=datetime(2026, 10, day, 9),
        by="tester",
        rejected=pd.DataFrame(waiting, columns=COLUMNS),
        **{"counts": counts, **options},
    )


def places(store: Store) -> list[tuple[str, int]]:
    return [(row["sheet"], row["row"]) for row in store.waiting(100)[1]]


def test_a_sheet_imported_again_answers_for_its_own_rows_only(store: Store) -> None:
    take(store, SEVENTH, EIGHTH)
    take(store, OTHER_SHEET, day=2, place=("book.xlsx", "旧客户"))
    assert places(store) == [("客户", 7), ("客户", 8), ("旧客户", 3)]
    take(store, EIGHTH, day=3)
    assert places(store) == [("客户", 8), ("旧客户", 3)]


def test_a_marked_copy_answers_for_the_file_that_it_was_made_of(store: Store) -> None:
    assert origin(f"book.xlsx{CHECKED_SUFFIX}") == "book.xlsx"
    take(store, SEVENTH)
    take(store, day=2, place=("book2.xlsx.checked.xlsx", "客户"))
    assert places(store) == [("客户", 7)]  # of another file
    take(store, day=3, place=("book.xlsx.checked.xlsx", "客户"))
    assert places(store) == []


def test_a_good_row_with_the_key_answers_from_any_file(store: Store) -> None:
    take(store, SEVENTH, EIGHTH)
    assert store.waiting_keys() == {"customers": ["C7", "C8"]}
    take(store, day=2, place=("mended.csv", ""), righted={"customers": ["C8"]})
    assert places(store) == [("客户", 7)]


def test_undo_opens_again_what_the_import_closed(store: Store) -> None:
    take(store, SEVENTH, EIGHTH)
    take(store, day=2, place=("mended.csv", ""), righted={"customers": ["C8"]}, name="改名")
    take(store, day=3)
    assert places(store) == []
    store.undo_last(datetime(2026, 10, 4))
    assert places(store) == [("客户", 7)]
    store.undo_last(datetime(2026, 10, 4))
    assert places(store) == [("客户", 7), ("客户", 8)]


def test_a_row_rejected_again_as_it_was_goes_on_waiting_without_a_change(store: Store) -> None:
    first = take(store, SEVENTH)
    again = take(store, SEVENTH)
    assert again.is_same and again.snapshot == first.snapshot and again.rejected == 1
    assert not take(store, (*SEVENTH[:5], "not_date", "C7")).is_same  # another fault now
    assert store.row_counts()["rejected"] == 1


def test_waiting_rows_are_listed_by_sheet_without_their_values(store: Store) -> None:
    secret = '{"联系方式": "13800005678"}'
    both = ((*SEVENTH[:4], secret, *SEVENTH[5:]), ("leads", *SEVENTH[1:]))
    take(store, *both, EIGHTH, counts=None)
    (sheet,), listed = store.waiting(2)
    assert (sheet.file, sheet.sheet, sheet.rows, sheet.records) == ("book.xlsx", "客户", 2, 3)
    assert (sheet.tables, sheet.first) == (("customers", "leads"), (7, 8))
    assert sheet.rules == {"not_date": 1, "required": 1}
    assert len(listed) == 2 and "13800005678" not in str((sheet, listed))


def test_an_import_that_does_not_add_up_is_taken_back(store: Store) -> None:
    take(store, SEVENTH)
    frame = rows("customers", [{"customer_id": "C2", "customer_name": "新"}])
    counts = pd.DataFrame(
        [["book.xlsx", "客户", "customers", 3, 2, 1, 0]],
        columns=["file", "sheet", "table", "rows_in", "good", "rejected", "repeated"],
    )
    with pytest.raises(StoreError, match="customers: 3 rows came in, 1 are accounted for"):
        store.import_frames(
            {"customers": frame}, files=["book.xlsx"], at=datetime(2026, 10, 2), by="t",
            counts=counts,
        )  # fmt: skip
    assert store.row_counts()["customers"] == 1 and places(store) == [("客户", 7)]
    assert not list(store.folder.glob("draft*"))


def test_a_key_that_comes_twice_is_noticed_before_it_is_stored(store: Store) -> None:
    twice = rows("customers", [{"customer_id": "C2", "customer_name": n} for n in ("甲", "乙")])
    take(store)
    with pytest.raises(StoreError, match="customers: 1 keys stand in 2 rows"):
        store.import_frames({"customers": twice}, files=[], at=datetime(2026, 10, 3), by="t")
    assert store.row_counts()["customers"] == 1
