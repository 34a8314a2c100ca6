"""PostgreSQL as an engine: temporary tables of one session, COPY in and out."""

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
from psycopg.conninfo import make_conninfo

from salesnb.engines.dialect import quoted, text
from salesnb.engines.engine import LoadedSnapshot, Rows, rows_of
from salesnb.engines.faults import postgres_fault, too_old, unread_value
from salesnb.engines.translate import translated, translated_tree
from salesnb.engines.types import arrow_table, arrow_type, duckdb_type, frame_of

OLDEST = 13
_PER_VERSION = 10_000
# Names by the number of the type; what is not here comes as text.
_TYPES = {
    16: "BOOLEAN",
    20: "BIGINT",
    21: "SMALLINT",
    23: "INTEGER",
    700: "FLOAT",
    701: "DOUBLE",
    1022: "DOUBLE[]",
    1082: "DATE",
    1114: "TIMESTAMP",
    1184: "TIMESTAMP WITH TIME ZONE",
}
_NUMERIC, _DECIMALS = 1700, 8
_ANY_NUMERIC = f"DECIMAL(38,{_DECIMALS})"
_SESSION = (
    # A backslash in a name is a backslash: what stands within quotes ends with them.
    "set standard_conforming_strings = on",
    "set timezone = 'UTC'",
    "set datestyle = 'ISO, YMD'",
    # What is compiled for a statement that runs once takes longer than it saves.
    "set jit = off",
    # Whole tables are joined: where the planner guesses too few rows, nested loops take hours.
    "set enable_nestloop = off",
    "set work_mem = '256MB'",
    "set client_min_messages = 'warning'",
)
_LOADED = "load int, owner text, snapshot text, name text"
_LINES = pa_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False)


class Postgres:
    """A session of PostgreSQL; needs the right to make temporary tables in its database.

    Parameters
    ----------
    dsn : as libpq reads it; it finds the password in PGPASSWORD, ~/.pgpass or a service file.
    password : where it does not.
    schema : salesnb's own, into which it loads.

    Raises
    ------
    EngineError
        It cannot be reached, refuses the login, or is too old.
    """

    name = "postgres"

    def __init__(self, dsn: str, password: str | None = None, schema: str = "salesnb") -> None:
        self._schema = quoted(schema)
        with _told():
            known = make_conninfo(dsn, application_name="salesnb", connect_timeout=10)
            self.connection = psycopg.connect(
                known if password is None else make_conninfo(known, password=password),
                autocommit=True,
            )
        try:
            self._begin()
        except BaseException:
            self.connection.close()
            raise

    def _begin(self) -> None:
        version = self.connection.info.server_version // _PER_VERSION
        if version < OLDEST:
            raise too_old("PostgreSQL", str(version), str(OLDEST))
        for statement in _SESSION:
            self.execute(statement)

    def execute(self, sql: str) -> None:
        """Carry out a statement in PostgreSQL's own words."""
        with _told():
            self.connection.execute(sql.encode())

    def described(self, sql: str) -> dict[str, str]:
        """See `Warehouse.described`."""
        with _told():
            return _described(self.connection.execute(f"{sql} limit 0".encode()))

    def count(self, table: str, where: str) -> int:
        """See `Warehouse.count`."""
        with _told():
            return int(self._ask(f"select count(*) from {table} where {where or 'true'}")[0][0])

    def quoted(self, name: str) -> str:
        """See `Warehouse.quoted`."""
        return quoted(name)

    def literal(self, value: str) -> str:
        """See `Warehouse.literal`."""
        return text(value)

    def as_text(self, value: str) -> str:
        """See `Warehouse.as_text`."""
        return f'cast({value} as text) collate "C"'

    def type_name(self, kind: str) -> str:
        """See `Warehouse.type_name`."""
        return {"DOUBLE": "double precision", "VARCHAR": "text"}.get(kind, kind.lower())

    def in_zone(self, value: str, zone: str) -> str:
        """See `Warehouse.in_zone`."""
        return f"({value}) at time zone {text(zone)}"

    def today(self, zone: str) -> date:
        """See `Warehouse.today`."""
        asked = f"select cast({self.in_zone('now()', zone)} as date)"
        with _told():
            found: date = self._ask(asked)[0][0]
        return found

    def show(self, name: str, sql: str) -> None:
        """See `Warehouse.show`."""
        self.execute(f"create temporary view store_{name} as {sql}")

    def make(self, name: str, sql: str, *, is_view: bool = False) -> None:
        """See `Engine.make`."""
        kind = "view" if is_view else "table"
        self.execute(f"create temporary {kind} {name} as {translated(sql, self.name)}")
        if not is_view:
            self.execute(f"analyze {name}")

    def keep(self, name: str, columns: Mapping[str, str], rows: Rows) -> None:
        """See `Engine.keep`."""
        self.keep_arrow(name, arrow_table(columns, rows))

    def keep_arrow(self, name: str, table: pa.Table) -> None:
        """See `Engine.keep_arrow`."""
        self.execute(f"create temporary table {name} ({columns_of(table.schema)})")
        self.copy_in(name, table.to_reader())
        self.execute(f"analyze {name}")

    def copy_in(self, name: str, batches: pa.RecordBatchReader) -> None:
        """Append rows to a table by COPY."""
        listed = ", ".join(quoted(column) for column in batches.schema.names)
        statement = f"copy {name} ({listed}) from stdin (format csv)"
        options = pa_csv.WriteOptions(include_header=False)
        with _told(), self.connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for batch in batches:
                if batch.num_rows:
                    block = io.BytesIO()
                    pa_csv.write_csv(batch, block, options)
                    copy.write(block.getbuffer())

    def drop(self, name: str) -> None:
        """See `Engine.drop`."""
        self.execute(f"drop table {name}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """See `Engine.rows`."""
        with _told():
            return self.connection.execute(translated(sql, self.name).encode()).fetchall()

    def frame(self, sql: str) -> pd.DataFrame:
        """See `Engine.frame`."""
        tree = translated_tree(sql, self.name)
        with _told():
            cursor = self.connection.execute(tree.sql(self.name).encode())
            types = _described(cursor).values()
            # By their names in the statement: PostgreSQL cuts those of more than 63 bytes.
            kinds = {
                name: "DOUBLE" if kind == _ANY_NUMERIC else kind
                for name, kind in zip(tree.named_selects, types, strict=True)
            }
            return frame_of(arrow_table(kinds, cursor.fetchall()))

    def arrow(self, sql: str) -> pa.Table:
        """See `Engine.arrow`."""
        held = self.columns(sql)
        kinds = {name: arrow_type(kind) for name, kind in held.items()}
        statement = f"copy ({_rounded(translated(sql, self.name), held)}) to stdout (format csv)"
        with _told(), self.connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            source = io.BufferedReader(_Blocks(copy), 1 << 20)
            if not source.peek(1):
                return pa.schema(kinds).empty_table()
            options = pa_csv.ConvertOptions(
                column_types=kinds,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                true_values=["t"],
                false_values=["f"],
            )
            read = pa_csv.ReadOptions(use_threads=False, column_names=list(kinds))
            return pa_csv.read_csv(pa.PythonFile(source, mode="r"), read, _LINES, options)

    def columns(self, source: str) -> dict[str, str]:
        """See `Engine.columns`."""
        statement = f"{translated(rows_of(source), self.name)} limit 0"
        with _told():
            return _described(self.connection.execute(statement.encode()))

    def load(
        self,
        snapshot: LoadedSnapshot,
        tables: Iterable[tuple[str, pa.RecordBatchReader]],
        *,
        is_only: bool = False,
    ) -> None:
        """See `Warehouse.load`; the tables of each load have names of their own: no reader is disturbed."""
        with _told(), self.connection.transaction():
            self.execute(f"create schema if not exists {self._schema}")
            self.execute(f"create table if not exists {self._schema}.loaded ({_LOADED})")
            load = self._ask(f"select coalesce(max(load), 0) + 1 from {self._schema}.loaded")[0][0]
            for name, batches in tables:
                place = f"{self._schema}.{name}__{load}"
                self.execute(f"create table {place} ({columns_of(batches.schema)})")
                self.copy_in(place, batches)
                self.execute(f"analyze {place}")
                self._note(load, snapshot, name)
            self._forget(0 if is_only else 1)

    def _note(self, load: int, snapshot: LoadedSnapshot, name: str) -> None:
        values = ", ".join(map(text, (snapshot.owner, snapshot.name, name)))
        columns = "load, owner, snapshot, name"
        self.execute(f"insert into {self._schema}.loaded ({columns}) values ({load}, {values})")

    def _forget(self, kept: int) -> None:
        """Drop what was loaded before the last time, but for so many of those loads."""
        listed = f"select load, array_agg(name) from {self._schema}.loaded group by load"
        for load, names in self._ask(f"{listed} order by load desc")[1 + kept :]:
            for name in names:
                self.execute(f"drop table if exists {self._schema}.{name}__{load} cascade")
            self.execute(f"delete from {self._schema}.loaded where load = {load}")

    def loaded(self) -> LoadedSnapshot | None:
        """See `Warehouse.loaded`."""
        with _told():
            if self._ask(f"select to_regclass('{self._schema}.loaded')")[0][0] is None:
                return None
            newest = f"select owner, snapshot from {self._schema}.loaded order by load desc limit 1"
            found = self._ask(newest)
        return LoadedSnapshot(*found[0]) if found else None

    def show_loaded(self) -> list[str]:
        """See `Warehouse.show_loaded`."""
        listed = f"""select name, load from {self._schema}.loaded
            where load = (select max(load) from {self._schema}.loaded)"""
        with _told():
            found = self._ask(listed)
        for name, load in found:
            self.show(name, f"select * from {self._schema}.{name}__{load}")
        return [name for name, _ in found]

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql.encode()).fetchall()

    def close(self) -> None:
        """See `Engine.close`."""
        self.connection.close()


def _described(cursor: psycopg.Cursor[Any]) -> dict[str, str]:
    """Return {column: DuckDB's type} of a result."""
    return {column.name: _type(column) for column in cursor.description or ()}


def _type(column: psycopg.Column) -> str:
    if column.type_code != _NUMERIC:
        return _TYPES.get(column.type_code, "VARCHAR")
    if column.precision is None or column.precision > 38:
        return _ANY_NUMERIC
    return f"DECIMAL({column.precision},{column.scale})"


def _rounded(sql: str, columns: Mapping[str, str]) -> str:
    """Return SQL whose amounts have no more decimals than their type here."""
    listed = ", ".join(
        f"round({quoted(name)}, {_DECIMALS}) as {quoted(name)}"
        if kind == _ANY_NUMERIC
        else quoted(name)
        for name, kind in columns.items()
    )
    return f"select {listed} from ({sql}) as told" if _ANY_NUMERIC in columns.values() else sql


def columns_of(schema: pa.Schema) -> str:
    """Return the columns of a table in PostgreSQL's words; texts sort by their bytes, as in DuckDB."""
    return ", ".join(f"{quoted(field.name)} {_own_type(field.type)}" for field in schema)


def _own_type(kind: pa.DataType) -> str:
    if pa.types.is_float64(kind):
        return "double precision"
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return 'text collate "C"'
    return duckdb_type(kind).lower()


class _Blocks(io.RawIOBase):
    """What COPY sends, as a file to read from."""

    def __init__(self, copy: psycopg.Copy) -> None:
        self._copy, self._rest = copy, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = memoryview(self._copy.read())
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


@contextmanager
def _told() -> Iterator[None]:
    """Say in a sentence what PostgreSQL refuses."""
    try:
        yield
    except psycopg.Error as error:
        raise postgres_fault(error) from error
    except pa.ArrowInvalid as error:  # a number that is none here: NaN
        raise unread_value("PostgreSQL", str(error)) from error
