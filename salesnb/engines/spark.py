"""Spark as an engine: temporary views of one session, kept in its memory or on its disks."""

import json
import logging
import shutil
import socket
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from py4j.protocol import Py4JError
from pyspark import SparkContext
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from sqlglot import exp

from salesnb.engines.engine import LoadedSnapshot, Rows, rows_of
from salesnb.engines.faults import no_java, spark_fault, too_old, unreached
from salesnb.engines.recursion import Recursion, recursion_of, renamed
from salesnb.engines.translate import translated, translated_tree
from salesnb.engines.types import arrow_table, frame_of
from salesnb.errors import EngineError
from salesnb.labels import say

_NOTE = "loaded.json"
LEAST_JAVA = 17
_PORTS, _CONNECT_SECONDS = {"spark://": 7077, "sc://": 15002}, 10
OLDEST = (4, 0)  # the first that takes and gives Arrow tables
_TYPES = {
    "boolean": "BOOLEAN",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "timestamp_ntz": "TIMESTAMP",
}
_QUIET = Path(__file__).with_name("log4j2.properties")
# Of a session on this machine, where a company's settings do not say otherwise.
_LOCAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_QUIET.as_uri()}",
    # A small table that is sent to every core is not to take 64 MB there.
    "spark.buffer.pageSize": "2m",
}
# What makes its answers those of the other engines; a user's settings do not change it.
_SESSION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
    # What is known of rows that were written down fails where such tables are united (Spark 4.3).
    "spark.sql.constraintPropagation.enabled": "false",
}


class Spark:
    """A session of Spark.

    Parameters
    ----------
    master : where Spark is: `local[2]`, `spark://host:7077`, `yarn`, or `sc://host` of Spark Connect.
    config : Spark's own settings, e.g. memory.
    folder : salesnb's own, which this machine and all of Spark's see, into which it loads.

    Raises
    ------
    EngineError
        It cannot be reached, or is too old.
    """

    name = "spark"

    def __init__(
        self, master: str, config: Mapping[str, str] | None = None, folder: Path | None = None
    ) -> None:
        self._folder = folder
        _check_reached(master)
        with _told():
            self.session = _session(master, {**_LOCAL, **(config or {})})
        version = self.session.version
        if tuple(map(int, version.split(".")[:2])) < OLDEST:
            raise too_old("Spark", version, ".".join(map(str, OLDEST)))
        for key, value in _SESSION.items():
            self.session.conf.set(key, value)

    def described(self, sql: str) -> dict[str, str]:
        """See `Warehouse.described`."""
        with _told():
            found = self.session.sql(sql).schema
        return {field.name: _type(field.dataType.simpleString()) for field in found.fields}

    def count(self, table: str, where: str) -> int:
        """See `Warehouse.count`."""
        with _told():
            counted = self.session.sql(f"select count(*) from {table} where {where or 'true'}")
            return int(counted.collect()[0][0])

    def quoted(self, name: str) -> str:
        """See `Warehouse.quoted`."""
        return "`" + name.replace("`", "``") + "`"

    def literal(self, value: str) -> str:
        """See `Warehouse.literal`."""
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def as_text(self, value: str) -> str:
        """See `Warehouse.as_text`."""
        return f"cast({value} as string)"

    def type_name(self, kind: str) -> str:
        """See `Warehouse.type_name`."""
        return {"INTEGER": "int", "VARCHAR": "string", "TIMESTAMP": "timestamp_ntz"}.get(
            kind, kind.lower()
        )

    def in_zone(self, value: str, zone: str) -> str:
        """See `Warehouse.in_zone`; the session itself is in UTC."""
        return f"cast(from_utc_timestamp({value}, '{zone}') as timestamp_ntz)"

    def today(self, zone: str) -> date:
        """See `Warehouse.today`."""
        asked = f"select cast({self.in_zone('current_timestamp()', zone)} as date)"
        with _told():
            found: date = self.session.sql(asked).collect()[0][0]
        return found

    def show(self, name: str, sql: str) -> None:
        """See `Warehouse.show`."""
        with _told():
            self.session.sql(sql).createOrReplaceTempView(f"store_{name}")

    def make(self, name: str, sql: str, *, is_view: bool = False) -> None:
        """See `Engine.make`."""
        tree = translated_tree(sql, self.name)
        recursion = recursion_of(tree)
        if recursion is not None:
            tree = self._walked(name, recursion)
        self._put(name, tree, is_kept=not is_view)

    def _walked(self, name: str, recursion: Recursion) -> exp.Expression:
        """Return what reads the rows of a walk, which is done step by step, each kept for the next."""
        names: dict[str, str] = {}
        for part, tree in recursion.before.items():
            own = f"{name}__{part}"
            # What a step reads again and again is kept.
            self._put(own, renamed(tree, names), is_kept=part in recursion.read_by_step)
            names[part] = own
        walk = f"{name}__{recursion.walk}"
        with _told():
            rows = self.session.sql(renamed(recursion.first, names).sql(self.name))
            columns, steps = rows.columns, [rows.localCheckpoint()]
            while not steps[-1].isEmpty():
                steps[-1].createOrReplaceTempView(walk)
                step = renamed(recursion.step.copy(), {**names, recursion.walk: walk})
                rows = self.session.sql(step.sql(self.name)).toDF(*columns)
                steps.append(rows.localCheckpoint())
            reduce(DataFrame.unionAll, steps).createOrReplaceTempView(walk)
        return renamed(recursion.rest, {**names, recursion.walk: walk})

    def _put(self, name: str, tree: exp.Expression, *, is_kept: bool) -> None:
        with _told():
            made = self.session.sql(tree.sql(self.name))
            # A view of views would be planned anew, down to the raw tables, with each that reads it.
            (made.localCheckpoint() if is_kept else made).createOrReplaceTempView(name)

    def keep(self, name: str, columns: Mapping[str, str], rows: Rows) -> None:
        """See `Engine.keep`."""
        self.keep_arrow(name, arrow_table(columns, rows))

    def keep_arrow(self, name: str, table: pa.Table) -> None:
        """See `Engine.keep_arrow`."""
        with _told():
            self.session.createDataFrame(table).createOrReplaceTempView(name)

    def drop(self, name: str) -> None:
        """See `Engine.drop`."""
        with _told():
            self.session.catalog.dropTempView(name)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """See `Engine.rows`."""
        with _told():
            return [tuple(row) for row in self.session.sql(translated(sql, self.name)).collect()]

    def frame(self, sql: str) -> pd.DataFrame:
        """See `Engine.frame`."""
        return frame_of(self.arrow(sql))

    def arrow(self, sql: str) -> pa.Table:
        """See `Engine.arrow`."""
        with _told():
            return self.session.sql(translated(sql, self.name)).toArrow()

    def columns(self, source: str) -> dict[str, str]:
        """See `Engine.columns`."""
        return self.described(translated(rows_of(source), self.name))

    def load(
        self,
        snapshot: LoadedSnapshot,
        tables: Iterable[tuple[str, pa.RecordBatchReader]],
        *,
        is_only: bool = False,
    ) -> None:
        """See `Warehouse.load`; as Parquet, in a folder that has its name once all is written."""
        try:
            self._write(snapshot, tables)
            for older in self._loads()[: -1 if is_only else -2]:
                shutil.rmtree(self._own / f"{older:06d}", ignore_errors=True)
        except OSError as error:
            said = say("err_lake_unwritten", folder=self._own, told=error)
            raise EngineError(said) from error

    def _write(
        self, snapshot: LoadedSnapshot, tables: Iterable[tuple[str, pa.RecordBatchReader]]
    ) -> None:
        number = self._loads()[-1] + 1 if self._loads() else 1
        aside = self._own / f"{number:06d}.tmp"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        for name, batches in tables:
            with pq.ParquetWriter(aside / f"{name}.parquet", batches.schema) as writer:
                for batch in batches:
                    writer.write_batch(batch)
        (aside / _NOTE).write_text(json.dumps(asdict(snapshot)), encoding="utf-8")
        aside.rename(self._own / f"{number:06d}")

    def loaded(self) -> LoadedSnapshot | None:
        """See `Warehouse.loaded`."""
        if not self._loads():
            return None
        note = self._own / f"{self._loads()[-1]:06d}" / _NOTE
        return LoadedSnapshot(**json.loads(note.read_text(encoding="utf-8")))

    def show_loaded(self) -> list[str]:
        """See `Warehouse.show_loaded`."""
        paths = [*(self._own / f"{self._loads()[-1]:06d}").glob("*.parquet")]
        for path in paths:
            self.show(path.stem, f"select * from parquet.`{path.as_posix()}`")
        return [path.stem for path in paths]

    def _loads(self) -> list[int]:
        return sorted(int(path.name) for path in self._own.glob("*") if path.name.isdigit())

    @property
    def _own(self) -> Path:
        assert self._folder is not None
        return self._folder

    def close(self) -> None:
        """See `Engine.close`; Spark itself stays, because another session may use it."""
        with _told():
            made = [each.name for each in self.session.catalog.listTables() if each.isTemporary]
        for name in made:
            self.drop(name)


def _type(told: str) -> str:
    """Return DuckDB's type of one of Spark's."""
    if told.startswith("array<"):
        return f"{_type(told.removeprefix('array<').removesuffix('>'))}[]"
    return _TYPES.get(told, told.upper() if told.startswith("decimal") else "VARCHAR")


def _session(master: str, config: Mapping[str, str]) -> SparkSession:
    """Return a session of its own: its temporary views are nobody else's."""
    # What it refuses, and Ctrl-C, is told in a sentence and not as pages of Java beside it.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    logging.getLogger().addFilter(_is_no_echo)
    # Of pandas nothing is asked but what Arrow gives it.
    warnings.filterwarnings("ignore", message=".*pandas >= 3.*", category=FutureWarning)
    builder = SparkSession.builder.appName("salesnb")
    for key, value in config.items():
        builder = builder.config(key, value)
    if master.startswith("sc://"):
        return builder.remote(master).create()
    return builder.master(master).getOrCreate().newSession()


def _is_no_echo(record: logging.LogRecord) -> bool:
    """Return whether a record of the root logger is more than what py4j says of an interruption."""
    return not str(record.msg).endswith("while sending command.")


def _check_reached(master: str) -> None:
    """Refuse at once a master that does not answer, which Spark itself asks for minutes."""
    if not master.startswith(tuple(_PORTS)):
        return
    scheme, _, hosts = master.partition("://")
    told = ""
    for each in hosts.split("/")[0].split(","):  # spark://one:7077,two:7077
        host, _, port = each.partition(":")
        try:
            number = int(port or _PORTS[f"{scheme}://"])
            socket.create_connection((host, number), _CONNECT_SECONDS).close()
        except (OSError, ValueError) as error:
            told = f"{each}: {error}"
        else:
            return
    raise unreached("Spark", told)


@contextmanager
def _told() -> Iterator[None]:
    """Say in a sentence what Spark refuses."""
    try:
        yield
    except PySparkException as error:
        if error.getCondition() == "JAVA_GATEWAY_EXITED":
            raise no_java(str(LEAST_JAVA), str(error)) from error
        raise spark_fault(error.getSqlState(), str(error)) from error
    except KeyboardInterrupt:
        # PySpark cancels, too, but over the connection that is waiting for the answer.
        if (context := SparkContext._active_spark_context) is not None:
            context.cancelAllJobs()
        raise
    except Py4JError as error:  # what Java says and PySpark has no word for
        raise spark_fault(None, str(error)) from error
