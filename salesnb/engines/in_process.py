"""DuckDB in this process as an engine: the default."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from salesnb.engines.dialect import create_functions, quoted
from salesnb.engines.engine import Rows, rows_of


class InProcess:
    """One schema of a DuckDB connection, to which the raw tables are attached as `store`.

    Parameters
    ----------
    schema : of the connection; is made if it is not there.
    """

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection, schema: str) -> None:
        self._connection = connection.cursor()
        self._connection.execute(f"create schema if not exists {schema}")
        self._connection.execute(f"set schema = '{schema}'")
        create_functions(self._connection, schema)

    def make(self, name: str, sql: str, *, is_view: bool = False) -> None:
        """See `Engine.make`."""
        kind = "view" if is_view else "table"
        self._connection.execute(f"create {kind} {name} as {sql}")

    def keep(self, name: str, columns: Mapping[str, str], rows: Rows) -> None:
        """See `Engine.keep`."""
        listed = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns.items())
        self._connection.execute(f"create table {name} ({listed})")
        if rows:
            values = [f"unnest(cast(? as {kind}[]))" for kind in columns.values()]
            parts = [list(part) for part in zip(*rows, strict=True)]
            self._connection.execute(f"insert into {name} select {', '.join(values)}", parts)

    def keep_arrow(self, name: str, table: pa.Table) -> None:
        """See `Engine.keep_arrow`."""
        self._connection.register("coming", table)
        self._connection.execute(f"create table {name} as select * from coming")
        self._connection.unregister("coming")

    def drop(self, name: str) -> None:
        """See `Engine.drop`."""
        self._connection.execute(f"drop table {name}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """See `Engine.rows`."""
        return self._connection.execute(sql).fetchall()

    def frame(self, sql: str) -> pd.DataFrame:
        """See `Engine.frame`."""
        return self._connection.execute(sql).df()

    def arrow(self, sql: str) -> pa.Table:
        """See `Engine.arrow`."""
        return self._connection.sql(sql).to_arrow_table()

    def columns(self, source: str) -> dict[str, str]:
        """See `Engine.columns`."""
        found = self._connection.execute(f"describe {rows_of(source)}").fetchall()
        return {row[0]: row[1] for row in found}

    def close(self) -> None:
        """See `Engine.close`; the connection itself stays open."""
        self._connection.close()
