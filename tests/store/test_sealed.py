"""Sensitive columns in the store: nothing of them in the files, and yet an import knows them again."""

import base64
import logging
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from salesnb.errors import ConfigError, StoreError
from salesnb.scopes import ScopedStore
from salesnb.store import Cipher, Keys, Store, list_snapshots
from tests.frames import DEFAULTS, fill, rows

LEAD = {
    "lead_id": "L1",
    "source": "官网",
    "contact_name": "钱多多",
    "contact_info": "13912345678",
    "need": "ERP",
    "created_at": "2026-10-01",
    "owner": "张三",
}
TABLES = {
    "staff": [{"name": "张三", "team": "东", "role": "rep", "email": "zhang.san@example.com"}],
    "products": [{"product": "ERP", "list_price": 30_000, "floor_price": "20987.65"}],
    "customers": [
        {"customer_id": "C1", "customer_name": "东方", "contact_info": "hidden.away@example.com"}
    ],
    "leads": [LEAD, {**LEAD, "lead_id": "L2", "contact_name": None, "contact_info": None}],
}
PLAIN = ("钱多多", "13912345678", "zhang.san", "20987", "hidden.away", "赵六", "13700001111")
NEXT = datetime(2026, 11, 1, 12)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "key")


@pytest.fixture
def store(tmp_path: Path, keys: Keys) -> Store:
    return Store(tmp_path / "data" / "store", keys=keys)


def found_in(folder: Path) -> set[str]:
    """Return what stands in clear in any file of a folder."""
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {text for text in PLAIN if text.encode() in content}


def test_no_file_holds_a_contact_an_address_or_a_floor_price_in_clear(store: Store) -> None:
    waiting = ("leads", "b.xlsx", "线索", 7, '{"contact_name": "赵六"}', "required", "L7")
    columns = ["table", "file", "sheet", "row", "values", "rule", "key"]
    fill(store, TABLES, rejected=pd.DataFrame([waiting], columns=columns))
    fill(store, {"leads": [{**LEAD, "contact_info": "13700001111"}]}, NEXT)
    assert len(list_snapshots(store.folder)) == 2
    assert found_in(store.folder) == set()


def test_whoever_has_the_key_reads_all_of_it(store: Store) -> None:
    fill(store, TABLES)
    current = store.current()
    assert current["leads"]["contact_name"].tolist()[0] == "钱多多"
    assert current["leads"]["contact_info"].isna().tolist() == [False, True]
    assert current["staff"]["email"].tolist() == ["zhang.san@example.com"]
    assert current["products"]["floor_price"].tolist() == [20987.65]


def test_a_row_said_again_is_unchanged_and_another_contact_is_a_new_version(store: Store) -> None:
    fill(store, TABLES)
    (again,) = fill(store, {"leads": TABLES["leads"]}, NEXT).changes
    assert (again.unchanged, again.updated) == (2, 0)
    (other,) = fill(store, {"leads": [{**LEAD, "contact_info": "13700001111"}]}, NEXT).changes
    assert (other.unchanged, other.updated) == (0, 1)
    (cleared,) = fill(store, {"leads": [{**LEAD, "contact_info": None}]}, NEXT).changes
    assert cleared.updated == 1
    assert store.current()["leads"]["contact_info"].isna().all()


def test_a_rejected_row_that_is_rejected_again_goes_on_waiting(store: Store) -> None:
    columns = ["table", "file", "sheet", "row", "values", "rule", "key"]
    row = ("leads", "book.xlsx", "线索", 7, '{"contact_name": "赵六"}', "required", "L7")
    waiting = pd.DataFrame([row], columns=columns)
    fill(store, {"leads": [LEAD]}, rejected=waiting)
    assert fill(store, {"leads": [LEAD]}, rejected=waiting).is_same
    assert store.row_counts()["rejected"] == 1


def test_one_value_has_one_text_in_a_column_and_another_in_another() -> None:
    cipher = Cipher(bytes(32))
    first, again, none, other = cipher.seal("contact_info", ["1390", "1390", None, "1391"])
    assert first == again and none is None and first != other
    assert cipher.seal("contact_name", ["1390"]) != [first]
    assert cipher.unseal("contact_info", [first, none, other]) == ["1390", None, "1391"]


def test_a_value_that_was_changed_or_is_of_another_key_is_refused() -> None:
    cipher, other = Cipher(bytes(32)), Cipher(bytes([1] * 32))
    (sealed,) = cipher.seal("contact_info", ["13912345678"])
    swapped = sealed[:-4] + ("AAA=" if sealed[-4:] != "AAA=" else "BBB=")
    for broken in (swapped, "13912345678", "no base64 at all", *other.seal("contact_info", ["1"])):
        with pytest.raises(StoreError, match=cipher.key_id):
            cipher.unseal("contact_info", [broken])


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
def test_the_key_file_is_its_owners_alone_and_refused_otherwise(store: Store, keys: Keys) -> None:
    fill(store, TABLES)
    assert keys.path.stat().st_mode & 0o777 == 0o600
    assert (keys.path.parent / ".gitignore").read_text() == "key\n"
    keys.path.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        store.current()


@pytest.mark.parametrize("word", ["secret", "c2hvcnQ=", "é" * 44])
def test_a_word_that_is_no_key_is_refused_without_being_repeated(tmp_path: Path, word: str) -> None:
    with pytest.raises(ConfigError, match="What stands in SALESNB_KEY") as told:
        Keys(tmp_path / "key", {"SALESNB_KEY": word}).held()
    assert word not in str(told.value) and word not in told.value.text("zh")


def test_the_environment_goes_before_the_file(store: Store, tmp_path: Path) -> None:
    word = base64.b64encode(bytes(range(32))).decode()
    there = Store(store.folder, keys=Keys(tmp_path / "key", {"SALESNB_KEY": word}))
    fill(there, TABLES)
    assert not (tmp_path / "key").exists()
    assert there.current()["staff"]["email"].tolist() == ["zhang.san@example.com"]


LOST: dict[str, Callable[[Path], Keys]] = {
    "none": lambda folder: Keys(folder / "elsewhere"),
    "another": lambda folder: Keys(
        folder / "elsewhere", {"SALESNB_KEY": base64.b64encode(bytes(32)).decode()}
    ),
}


@pytest.mark.parametrize("which", LOST)
def test_without_the_right_key_contacts_are_refused_and_nothing_is_changed(
    store: Store, tmp_path: Path, which: str
) -> None:
    fill(store, TABLES)
    before = store.snapshot().path.read_bytes()
    other = Store(store.folder, keys=LOST[which](tmp_path))
    expected = "there is none" if which == "none" else "only another one"
    with pytest.raises(StoreError, match=expected):
        other.current()
    with pytest.raises(StoreError, match=expected) as told:
        fill(other, {"leads": [{**LEAD, "contact_info": "13700001111"}]}, NEXT)
    assert "没有改动任何数据" in told.value.text("zh")
    assert store.snapshot().path.read_bytes() == before
    assert not (tmp_path / "elsewhere").exists()  # no new key in the place of a lost one
    assert not list(store.folder.glob("*.tmp*"))


def test_what_needs_no_contact_needs_no_key(store: Store, tmp_path: Path) -> None:
    fill(store, TABLES)
    other = Store(store.folder, keys=LOST["none"](tmp_path))
    assert fill(other, {"plans": [{"plan_id": "P1", "lead_id": "L1", "owner": "张三"}]}, NEXT)
    current = other.current(is_clear=False)["leads"]
    assert current["contact_info"].isna().tolist() == [False, True]
    with ScopedStore.open(other, DEFAULTS) as scoped:
        assert scoped.run("select count(*) as n from fact_leads")["n"].tolist() == [2]
        leads = scoped.query("select contact_name, contact_info from leads order by lead_id")
        assert leads.iloc[0].tolist() == ["**", "****"] and leads.iloc[1].isna().all()


def test_masks_are_what_they_were_and_prices_are_an_admins(store: Store, tmp_path: Path) -> None:
    boss = {"name": "王总", "role": "admin"}
    tables = {**TABLES, "staff": [*TABLES["staff"], boss]}
    fill(store, tables)
    plain = Store(tmp_path / "plain")
    fill(plain, tables)
    names = ("customers", "leads", "staff", "products")
    for viewer in (None, "王总"):
        with (
            ScopedStore.open(store, DEFAULTS, viewer=viewer) as sealed,
            ScopedStore.open(plain, DEFAULTS, viewer=viewer) as clear,
        ):
            for name in names:
                sql = f"select * from {name} order by 1"
                pd.testing.assert_frame_equal(sealed.query(sql), clear.query(sql))
    prices = sealed_prices(store, "王总")
    assert prices == [20987.65]


def sealed_prices(store: Store, viewer: str) -> list[float]:
    with ScopedStore.open(store, DEFAULTS, viewer=viewer) as scoped:
        return scoped.query("select floor_price from products")["floor_price"].tolist()


STAFF = [
    {"name": "甲", "team": "东", "department": "部", "role": "rep"},
    {"name": "乙", "team": "东", "department": "部", "role": "rep"},
    {"name": "丙", "team": "西", "department": "部", "role": "rep"},
    {"name": "东主管", "team": "东", "department": "部", "role": "manager"},
    {"name": "部长", "department": "部", "role": "department_head"},
]
OWNED = [{**LEAD, "lead_id": f"L-{who}", "owner": who} for who in "甲乙丙"]


@pytest.mark.parametrize(
    ("viewer", "clear", "masked"),
    [
        ("甲", {"L-甲"}, set()),
        ("东主管", {"L-甲", "L-乙"}, set()),
        ("部长", set(), {"L-甲", "L-乙", "L-丙"}),
        (None, set(), {"L-甲", "L-乙", "L-丙"}),
    ],
)
def test_contacts_are_clear_to_the_owner_and_the_manager_only(
    store: Store,
    viewer: str | None,
    clear: set[str],
    masked: set[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    fill(store, {"staff": STAFF, "leads": OWNED})
    with (
        caplog.at_level(logging.INFO, "salesnb.access"),
        ScopedStore.open(store, DEFAULTS, viewer=viewer) as scoped,
    ):
        found = scoped.contacts("leads", [lead["lead_id"] for lead in OWNED])
    assert set(found.loc[found["is_clear"], "id"]) == clear
    assert set(found.loc[~found["is_clear"], "id"]) == masked
    assert set(found.loc[found["is_clear"], "contact_info"]) <= {"13912345678"}
    assert set(found.loc[~found["is_clear"], "contact_info"]) <= {"139****5678"}
    assert [record.getMessage() for record in caplog.records] == (
        [f"contacts: viewer={viewer} scope={scoped.scope} table=leads rows={len(clear)}"]
        if clear
        else []
    )


def test_the_contact_of_a_foreign_customer_behind_an_own_row_is_not_shown(store: Store) -> None:
    customer = {"customer_id": "C1", "customer_name": "东方", "contact_info": "13912345678"}
    deal = {"opportunity_id": "O1", "customer_id": "C1", "stage": "opportunity", "owner": "甲"}
    fill(
        store,
        {
            "staff": STAFF,
            "customers": [{**customer, "owner": "丙"}],
            "opportunities": [{**deal, "created_at": "2026-10-01"}],
        },
    )
    with ScopedStore.open(store, DEFAULTS, viewer="甲") as scoped:
        found = scoped.contacts("customers", ["C1"])
    assert found["is_clear"].tolist() == [False]
    assert found["contact_info"].isna().all()


def test_rows_with_a_price_are_compared_to_four_decimals(store: Store) -> None:
    fill(store, {"products": [{"product": "A", "floor_price": "12.5"}]})
    frame = rows("products", [{"product": "A", "floor_price": "12.50"}])
    again = store.import_frames({"products": frame}, files=["b.xlsx"], at=NEXT, by="t")
    assert again.changes[0].unchanged == 1
