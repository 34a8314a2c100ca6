"""Spark as a session: what it gives back, what it loads, what it refuses, what Ctrl-C does."""

import json
import os
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from salesnb.engines import Connection, InProcess, LoadedSnapshot, Warehouse
from salesnb.errors import EngineError
from salesnb.settings.store import StoreSettings
from tests.engines.conftest import SPARK_CONFIG, apart

WALK = """
with recursive steps as (
  select id, day from visits where id is not null
),
numbered as (
  select id, day, row_number() over (partition by id order by day) as nth from steps
),
walk as (
  select id, nth, day as since from numbered where nth = 1
  union all
  select n.id, n.nth, case when days_between(w.since, n.day) > 30 then n.day else w.since end
  from walk as w join numbered as n on n.id = w.id and n.nth = w.nth + 1
)
select walk.id, walk.nth, walk.since, numbered.day
from walk join numbered on numbered.id = walk.id and numbered.nth = walk.nth
"""


@pytest.fixture
def engine(spark: Connection) -> Warehouse:
    return spark.open()


def test_values_come_back_as_they_went(engine: Warehouse) -> None:
    table = pa.table(
        {
            "word": ["a,b", "", None, "李明 🙂"],
            "amount": pa.array([Decimal("1.5"), None, Decimal("-3"), 4], pa.decimal128(18, 4)),
            "day": [date(2026, 10, 31), date(9999, 12, 31), None, date(1970, 1, 1)],
            "at": pa.array([datetime(2026, 10, 25, 2, 30), None, None, None], pa.timestamp("us")),
            "yes": [True, False, None, True],
        }
    )
    engine.keep_arrow("kept", table)
    assert engine.arrow("select * from kept").to_pylist() == table.to_pylist()
    assert engine.columns("kept")["at"] == "TIMESTAMP"


def test_medians_and_quantiles_are_exact(engine: Warehouse) -> None:
    rows = [[n * n] for n in range(1, 10_001)]
    engine.keep("squares", {"value": "bigint"}, rows)
    ((median, ranked),) = engine.rows(
        "select median(value), quantile_cont(value, [0.25, 0.75]) from squares"
    )
    exact = "select median(n * n), quantile_cont(n * n, [0.25, 0.75]) from range(1, 10001) t(n)"
    assert (median, list(ranked)) == duckdb.sql(exact).fetchall()[0]


def test_a_walk_along_rows_takes_the_same_steps(engine: Warehouse) -> None:
    visits = [["a", date(2026, 1, d)] for d in (1, 20)] + [["b", date(2026, 3, 1)], [None, None]]
    visits += [["a", date(2026, 2, 15)], ["a", date(2026, 4, 1)]]
    here = InProcess(duckdb.connect(), "whole")
    found = []
    for each in (engine, here):
        each.keep("visits", {"id": "varchar", "day": "date"}, visits)
        each.make("walked", WALK)
        found.append(each.rows("select * from walked order by id, nth"))
    assert found[0] == found[1]
    assert [row[2] for row in found[0]] == [
        date(2026, 1, 1), date(2026, 1, 1), date(2026, 2, 15), date(2026, 4, 1), date(2026, 3, 1),
    ]  # fmt: skip


def test_what_was_loaded_before_stays_for_who_reads_it_and_no_longer(
    spark: Connection, tmp_path: Path
) -> None:
    engine = apart(spark, tmp_path).open()
    places = []
    for number in (1, 2, 3):
        rows = pa.table({"lead_id": [f"L{number}"]})
        engine.load(LoadedSnapshot("own", f"00000{number}"), [("leads", rows.to_reader())])
        places.append({path.name for path in next(tmp_path.iterdir()).iterdir()})
    assert places == [{"000001"}, {"000001", "000002"}, {"000002", "000003"}]
    assert engine.loaded() == LoadedSnapshot("own", "000003")
    assert engine.show_loaded() == ["leads"]
    assert engine.rows("select lead_id from store.leads") == [("L3",)]
    last = pa.table({"lead_id": ["L4"]})
    engine.load(LoadedSnapshot("own", "000004"), [("leads", last.to_reader())], is_only=True)
    assert {path.name for path in next(tmp_path.iterdir()).iterdir()} == {"000004"}


def test_a_folder_that_cannot_be_written_is_a_sentence(spark: Connection, tmp_path: Path) -> None:
    engine = apart(spark, tmp_path / "file").open()
    (tmp_path / "file").write_text("no folder")
    rows = pa.table({"lead_id": ["L1"]}).to_reader()
    with pytest.raises(EngineError, match="cannot be written"):
        engine.load(LoadedSnapshot("own", "1"), [("leads", rows)])


def test_a_session_does_not_see_what_another_made(spark: Connection) -> None:
    one, other = spark.open(), spark.open()
    one.keep("own", {"a": "integer"}, [[1]])
    with pytest.raises(EngineError, match="no such table"):
        other.rows("select * from own")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select * from not_there", "no such table"),
        ("select not_there from kept", "no such column"),
        ("select cast(word as date) from kept", "not of the column's type"),
    ],
)
def test_what_a_statement_lacks_is_one_sentence(engine: Warehouse, sql: str, said: str) -> None:
    engine.keep("kept", {"word": "varchar"}, [["a"]])
    with pytest.raises(EngineError, match=said) as refused:
        engine.rows(sql)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("master", ["spark://127.0.0.1:1", "sc://no-such-host.invalid"])
def test_a_master_that_does_not_answer_is_told_at_once(master: str, tmp_path: Path) -> None:
    params = StoreSettings.model_validate({"engine": "spark", "spark": {"master": master}})
    with pytest.raises(EngineError, match="Spark cannot be reached"):
        Connection(params, tmp_path).open()


def test_without_java_it_is_said_how_to_install_it() -> None:
    told = _alone("print('open')", PATH="/nowhere", JAVA_HOME="")
    assert "Spark needs Java 17 or newer" in told and "apt-get" in told
    assert "Traceback" not in told


def test_a_version_that_is_too_old_is_told(
    spark: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesnb.engines.spark.OLDEST", (99, 0))
    with pytest.raises(EngineError, match=r"needs 99\.0 or newer"):
        spark.open()


def test_ctrl_c_cancels_the_jobs() -> None:
    told = _alone(
        """
import os, signal, threading, time
engine.session.range(3000000).createOrReplaceTempView("numbers")
def jobs():
    return engine.session.sparkContext.statusTracker().getActiveJobsIds()
def interrupt():
    while not jobs():
        time.sleep(0.1)
    time.sleep(1)
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt, daemon=True).start()
try:
    engine.rows("select count(*) from numbers a join numbers b on a.id <> b.id")
except KeyboardInterrupt:
    for _ in range(100):
        if not jobs():
            break
        time.sleep(0.1)
    print("active jobs:", len(jobs()))
"""
    )
    assert "active jobs: 0" in told


def _alone(code: str, **environment: str) -> str:
    """Run code with an `engine` of its own, as a process of its own; return what it says."""
    begin = f"""
import json
from salesnb.engines.spark import Spark
from salesnb.errors import EngineError
try:
    engine = Spark("local[2]", json.loads({json.dumps(json.dumps(SPARK_CONFIG))}))
except EngineError as error:
    print(error)
    raise SystemExit(3)
"""
    done = subprocess.run(
        [sys.executable, "-c", begin + code],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )
    assert "Traceback" not in done.stderr
    return done.stdout
