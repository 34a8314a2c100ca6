"""PostgreSQL as a session: loading, what it refuses, and what Ctrl-C does there."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import psycopg
import pyarrow as pa
import pytest
from click.testing import CliRunner

from salesnb.cli import main
from salesnb.engines import Connection, LoadedSnapshot
from salesnb.engines.dialect import text
from salesnb.engines.postgres import Postgres
from salesnb.errors import EngineError, StoreError
from salesnb.scopes import ScopedStore
from salesnb.settings.store import StoreSettings
from salesnb.workspace import Workspace
from tests.conftest import bare_copy


def reaching(dsn: str, password: str | None = None) -> Connection:
    params = StoreSettings.model_validate({"engine": "postgres", "postgres": {"dsn": dsn}})
    return Connection(params, Path(), password)


@pytest.fixture
def shop(demo_zh: Workspace, tmp_path: Path, postgres_dsn: str) -> Workspace:
    """The demo company as a workspace that names the server."""
    copied = bare_copy(demo_zh, tmp_path / "shop")
    schema = f"shop_{uuid4().hex[:8]}"
    params = f"engine: postgres\npostgres:\n  dsn: {postgres_dsn}\n  schema: {schema}\n"
    (copied.root / "params" / "store.yml").write_text(params, encoding="utf-8")
    return Workspace(copied.root)


def salesnb(workspace: Workspace, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["--workspace", str(workspace.root), *words])
    return done.exit_code, done.output


def test_values_come_back_as_they_went(postgres: Connection) -> None:
    table = pa.table(
        {
            "word": ["a,b", 'he said "no"', "two\nlines", "", None, "\\N", "李明 🙂"],
            "amount": pa.array([1, 2, None, 3, 4, 5, 6], pa.decimal128(18, 4)),
            "yes": [True, False, None, True, True, True, True],
            "share": [0.1, 1e-300, None, 1e300, -0.0, 2.5, 1 / 3],
        }
    )
    with postgres.session() as engine:
        engine.keep_arrow("kept", table)
        assert engine.arrow("select * from kept").to_pylist() == table.to_pylist()
        assert engine.columns("kept")["amount"] == "DECIMAL(18,4)"
        assert engine.arrow("select * from kept where amount > 99").num_rows == 0


def test_texts_sort_by_their_bytes_whatever_the_language_of_the_server(
    postgres: Connection,
) -> None:
    with postgres.session() as engine:
        engine.keep("words", {"word": "varchar"}, [["b"], ["A"], ["a"], ["B"], [None]])
        ordered = [row[0] for row in engine.rows("select word from words order by word")]
    assert ordered == ["A", "B", "a", "b", None]


def test_the_command_line_loads_and_measures(shop: Workspace) -> None:
    code, told = salesnb(shop, "metrics", "new_leads", "--period", "2026-10")
    assert code == 3 and "salesnb load" in told  # nothing was loaded yet
    code, told = salesnb(shop, "load")
    assert code == 0 and "12" in told
    code, elsewhere = salesnb(shop, "metrics", "new_leads", "--period", "2026-10", "--by", "team")
    (shop.root / "params" / "store.yml").unlink()
    assert (code, elsewhere) == salesnb(
        shop, "metrics", "new_leads", "--period", "2026-10", "--by", "team"
    )


def test_an_import_is_loaded_and_the_last_but_one_is_dropped(
    shop: Workspace, postgres_dsn: str, tmp_path: Path
) -> None:
    salesnb(shop, "load")
    sheet = tmp_path / "products.csv"
    for name in ("甲", "乙", "丙"):
        sheet.write_text(f"product,list_price\n{name},100\n", encoding="utf-8")
        code, told = salesnb(shop, "import", str(sheet))
        assert code == 0, told
    schema = shop.settings.store.postgres.schema_name
    with psycopg.connect(postgres_dsn) as server:
        held = server.execute(f"select distinct load from {schema}.loaded order by 1").fetchall()
        products = f"select count(*) from {schema}.products__4 where product in ('甲', '乙', '丙')"
        ((imported,),) = server.execute(products).fetchall()
        tables = server.execute(
            f"select count(*) from information_schema.tables where table_schema = '{schema}'"
            " and table_name like 'leads\\_\\_%'"
        ).fetchall()
    assert [row[0] for row in held] == [3, 4]
    assert tables == [(2,)]
    assert imported == 3


def test_an_import_is_stored_also_where_the_database_is_away(
    shop: Workspace, tmp_path: Path
) -> None:
    salesnb(shop, "load")
    params = shop.root / "params" / "store.yml"
    there = params.read_text(encoding="utf-8")
    params.write_text(re.sub(r"port=\d+", "port=1", there), encoding="utf-8")
    sheet = tmp_path / "products.csv"
    sheet.write_text("product,list_price\n甲,100\n", encoding="utf-8")
    code, told = salesnb(shop, "import", str(sheet))
    assert code == 3 and "已存为第 2 次快照" in told and "salesnb load" in told
    params.write_text(there, encoding="utf-8")
    code, told = salesnb(shop, "metrics", "sales")
    assert code == 3 and "salesnb load" in told  # what is loaded is older than what is stored
    assert salesnb(shop, "load")[0] == 0
    assert salesnb(shop, "metrics", "sales")[0] == 0


def test_an_erasure_leaves_nothing_of_the_person_in_the_database(
    shop: Workspace, postgres_dsn: str
) -> None:
    salesnb(shop, "load")
    salesnb(shop, "load")
    schema = shop.settings.store.postgres.schema_name
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        listed = f"select customer_id, contact_name from {schema}.customers__2"
        customer, sealed = server.execute(
            f"{listed} where contact_name is not null order by 1 limit 1"
        ).fetchall()[0]
        code, told = salesnb(shop, "erase", customer, "--reason", "asked")
        assert code in (0, 1), told
        loads = server.execute(f"select distinct load from {schema}.loaded").fetchall()
        left = server.execute(
            f"select contact_name from {schema}.customers__3 where customer_id = '{customer}'"
        ).fetchall()
        older = server.execute(f"select to_regclass('{schema}.customers__2')").fetchall()
    assert sealed and loads == [(3,)] and older == [(None,)]
    assert left and all(name is None for (name,) in left)


def test_two_workspaces_do_not_load_into_one_place(
    shop: Workspace, demo_en: Workspace, tmp_path: Path
) -> None:
    salesnb(shop, "load")
    other = bare_copy(demo_en, tmp_path / "other")
    (other.root / "data" / "store.id").unlink(missing_ok=True)
    shutil.copy(shop.root / "params" / "store.yml", other.root / "params")
    for words in (["load"], ["metrics", "sales"]):
        code, told = salesnb(other, *words)
        assert code == 3 and "another workspace" in told
    assert salesnb(shop, "metrics", "sales")[0] == 0
    assert salesnb(other, "load", "--only")[0] == 0
    code, told = salesnb(shop, "metrics", "sales")
    assert code == 3 and "另一个工作区" in told


def test_whoever_reads_is_not_disturbed_by_loading_again(shop: Workspace) -> None:
    salesnb(shop, "load")
    with ScopedStore.open(shop.store, shop.settings) as reading:
        shop.store.load()
        assert reading.run("select count(*) as n from orders")["n"][0] > 0


def test_values_of_rows_are_not_repeated_in_what_is_refused(postgres: Connection) -> None:
    with postgres.session() as engine:
        engine.keep("kept", {"word": "varchar"}, [["13800138000元"]])
        with pytest.raises(EngineError) as refused:
            engine.rows("select cast(word as decimal(18, 4)) from kept")
    assert "13800138000" not in str(refused.value)


@pytest.mark.parametrize("value", ["cast('infinity' as date)", "cast('NaN' as numeric)"])
def test_a_value_that_is_none_here_is_a_sentence(postgres: Connection, value: str) -> None:
    with postgres.session() as engine:
        engine.execute(f"create temporary table kept as select {value} as told")
        ask = engine.frame if "date" in value else engine.arrow
        with pytest.raises(EngineError, match="not of the column's type"):
            ask("select told from kept")


def test_types_that_we_do_not_have_come_as_texts(postgres: Connection) -> None:
    number = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    with postgres.session() as engine:
        engine.execute(f"create temporary table kept as select cast('{number}' as uuid) as told")
        assert engine.frame("select told from kept")["told"].to_list() == [number]


def test_seconds_are_counted_by_the_clock_as_here(postgres: Connection) -> None:
    first, second = (f"timestamp '2026-10-01 10:00:0{s}'" for s in ("0.9", "1.1"))
    with postgres.session() as engine:
        assert engine.rows(f"select seconds_between({first}, {second})") == [(1,)]


def test_a_backslash_in_a_name_ends_no_text(postgres_dsn: str) -> None:
    tricky = "x\\' or 1=1 --"
    with reaching(f"{postgres_dsn} options='-c standard_conforming_strings=off'").session() as own:
        own.keep("kept", {"word": "varchar"}, [["a"], [tricky]])
        assert own.rows(f"select word from kept where word = {text(tricky)}") == [(tricky,)]


def test_names_longer_than_postgres_has_come_back_whole(postgres: Connection) -> None:
    name = "m" * 70
    with postgres.session() as engine:
        assert engine.frame(f'select 1 as "{name}", null as other').columns.to_list() == [
            name,
            "other",
        ]
        assert engine.arrow("select null as only union all select 'a'").num_rows == 2


def test_a_load_that_breaks_off_leaves_what_was_there(postgres_dsn: str) -> None:
    engine = Postgres(postgres_dsn, schema="half")
    rows = pa.table({"lead_id": ["L1"]})
    engine.load(LoadedSnapshot("own", "1"), [("leads", rows.to_reader())])

    def broken() -> object:
        yield "leads", rows.to_reader()
        raise OSError("the disk is full")

    with pytest.raises(OSError):
        engine.load(LoadedSnapshot("own", "2"), broken())  # type: ignore[arg-type]
    assert engine.loaded() == LoadedSnapshot("own", "1")
    engine.show_loaded()
    assert engine.rows("select lead_id from store.leads") == [("L1",)]
    engine.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("host=127.0.0.1 port=1 user=boss dbname=postgres", "cannot be reached"),
        ("host=no-such-host.invalid user=boss dbname=postgres", "cannot be reached"),
        ("{dsn} dbname=none", "no such database"),
        ("{dsn} user=nobody_here", "refuses the login"),
    ],
)
def test_what_cannot_be_reached_is_one_sentence(words: str, said: str, postgres_dsn: str) -> None:
    with pytest.raises(EngineError, match=said) as refused:
        reaching(words.replace("{dsn}", postgres_dsn)).open()
    told = str(refused.value)
    assert "params/store.yml" in told and "Traceback" not in told and "\n" not in told


def test_a_wrong_password_is_told_without_it(postgres_dsn: str) -> None:
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        server.execute("create role asks login password 'right-one'")
        (path,) = server.execute("show hba_file").fetchone() or ("",)
        hba = Path(path)
        before = hba.read_text(encoding="utf-8")
        hba.write_text("host all asks 127.0.0.1/32 scram-sha-256\n" + before, encoding="utf-8")
        server.execute("select pg_reload_conf()")
        time.sleep(1)
        try:
            with pytest.raises(EngineError, match="refuses the login") as refused:
                reaching(postgres_dsn.replace("boss", "asks"), "wrong-one").open()
            reaching(postgres_dsn.replace("boss", "asks"), "right-one").open().close()
        finally:
            hba.write_text(before, encoding="utf-8")
            server.execute("select pg_reload_conf()")
    assert "wrong-one" not in str(refused.value)
    assert "SALESNB_STORE_PASSWORD" in str(refused.value)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select * from not_there", "no such table"),
        ("select not_there from kept", "no such column"),
        ("select cast(word as date) from kept", "not of the column's type"),
    ],
)
def test_what_a_statement_lacks_is_one_sentence(postgres: Connection, sql: str, said: str) -> None:
    with postgres.session() as engine:
        engine.keep("kept", {"word": "varchar"}, [["a"]])
        with pytest.raises(EngineError, match=said):
            engine.rows(sql)


def test_a_server_that_is_too_old_is_told(
    postgres_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesnb.engines.postgres.OLDEST", 99)
    with pytest.raises(EngineError, match="needs 99 or newer"):
        Postgres(postgres_dsn)


def test_a_password_in_params_is_refused(shop: Workspace) -> None:
    params = "engine: postgres\npostgres:\n  dsn: host=db user=x password=secret\n"
    (shop.root / "params" / "store.yml").write_text(params, encoding="utf-8")
    code, told = salesnb(shop, "status")
    assert code == 2 and "SALESNB_STORE_PASSWORD" in told and "store.yml" in told


def test_without_a_database_there_is_nothing_to_load(demo_zh: Workspace) -> None:
    with pytest.raises(StoreError, match="engine: duckdb"):
        demo_zh.store.load()


def test_ctrl_c_cancels_the_query_at_the_server(shop: Workspace, postgres_dsn: str) -> None:
    salesnb(shop, "load")
    command = [sys.executable, "-m", "salesnb", "--workspace", str(shop.root)]
    with psycopg.connect(postgres_dsn) as holds, psycopg.connect(postgres_dsn) as looks:
        schema = shop.settings.store.postgres.schema_name
        holds.execute(f"lock table {schema}.leads__1 in access exclusive mode".encode())
        asking = subprocess.Popen(
            [*command, "metrics", "new_leads"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert _waits(looks, True), "the query never came to the lock"
        os.kill(asking.pid, signal.SIGINT)
        _, told = asking.communicate(timeout=30)
        assert _waits(looks, False), "the query goes on at the server"
    assert asking.returncode not in (0, None)
    assert b"Traceback" not in told


def _waits(looks: "psycopg.Connection[tuple[object, ...]]", wanted: bool) -> bool:
    """Return whether within 30 seconds a statement of salesnb's waits, or none is left."""
    for _ in range(300):
        found = looks.execute(
            "select count(*) from pg_stat_activity where application_name = 'salesnb'"
            " and state = 'active' and wait_event_type = 'Lock'"
        ).fetchall()
        looks.rollback()
        if bool(found[0][0]) == wanted:
            return True
        time.sleep(0.1)
    return False
