"""An import as versions of rows: what changed gets a new version, what did not stays as it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from salesnb.engines.dialect import quoted
from salesnb.errors import StoreError
from salesnb.labels import say
from salesnb.store.sealed import stored_type
from salesnb.store.taken import create_taken
from salesnb.store.waiting import create_rejected
from salesnb.tables import TABLES, Table

VERSION_COLUMNS = {
    "_file": "VARCHAR",
    "_sheet": "VARCHAR",
    "_row": "BIGINT",
    "import_id": "BIGINT",
    "version": "INTEGER",
    "valid_from": "TIMESTAMP",
    "valid_until": "TIMESTAMP",
    "closed_by": "BIGINT",
}


@dataclass(frozen=True)
class Change:
    """What an import did to one table.

    Attributes
    ----------
    new, updated, unchanged : the good rows of the files, one per key.
    closed : stored rows that the files lack, where they replace the table.
    repeated : good rows that say again what another row of the files says.
    rejected : the rows that wait.
    observed : stage entries inferred from rows whose stage changed; they came from no row.
    superseded : inferred stage entries that gave way to dated ones.
    """

    table: str
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0
    repeated: int = 0
    rejected: int = 0
    observed: int = 0
    superseded: int = 0

    @property
    def rows(self) -> int:
        """The good rows that came in, each key once."""
        return self.new + self.updated + self.unchanged

    @property
    def rows_in(self) -> int:
        """The rows that came in: new + updated + unchanged + repeated + rejected."""
        return self.rows + self.repeated + self.rejected

    @property
    def is_none(self) -> bool:
        """Whether the table is as it was."""
        return not (self.new or self.updated or self.closed or self.observed or self.superseded)


def create_tables(connection: duckdb.DuckDBPyConnection, is_sealed: bool = False) -> None:
    """Create what a new store lacks: the logical tables, the imports, the rejected rows."""
    for table in TABLES.values():
        own = {column.name: stored_type(column, is_sealed) for column in table.stored}
        columns = own | VERSION_COLUMNS
        listed = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
        connection.execute(f"create table if not exists {table.name} ({listed})")
        stored = _types(connection, table.name)
        for name in columns.keys() - stored.keys():  # a store of an earlier version
            connection.execute(f"alter table {table.name} add column {name} {columns[name]}")
    connection.execute(
        "create table if not exists imports (import_id bigint, imported_at timestamp,"
        " imported_by varchar, files varchar, rows_in bigint, rows_stored bigint,"
        " rows_rejected bigint)"
    )
    create_rejected(connection)
    create_taken(connection)


def upsert(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    frame: pd.DataFrame,
    *,
    import_id: int,
    at: datetime,
    replace: bool = False,
) -> Change:
    """Lay a frame over the current rows of a table, matching by key.

    A column that the frame lacks keeps what is stored; an empty cell clears it. `replace` closes
    the rows whose key the frame lacks. A row that equals the current one gets no new version.

    Parameters
    ----------
    frame : one row per key, the table's column names, custom columns, `_file`, `_sheet`, `_row`.
    at : when the versions begin, naive, in the workspace's time zone.
    """
    frame = _as_spelled(connection, table.name, frame)
    data = [name for name in frame.columns if not name.startswith("_")]
    _add_columns(connection, table.name, [name for name in data if name not in table])
    connection.register("incoming_frame", pa.Table.from_pandas(frame, preserve_index=False))
    _stage(connection, table, frame)
    _mark_changes(connection, table, data)
    closed = _close_missing(connection, table, import_id, at) if replace else 0
    change = _write(connection, table, import_id, at, closed)
    # Not after a failure: the connection is of no use then, and this would hide the cause.
    connection.unregister("incoming_frame")
    connection.execute("drop table incoming; drop table marked")
    return change


def close_rows(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    keys: Collection[str],
    import_id: int,
    at: datetime,
) -> int:
    """Close the current rows of a table with one key, and return how many there were."""
    (key,) = table.key
    closed = connection.execute(
        f"""update {table.name} set valid_until = ?, closed_by = ?
        where valid_until is null and {quoted(key)} in (select unnest(cast(? as varchar[])))""",
        [at, import_id, list(keys)],
    ).fetchall()
    return int(closed[0][0])


def check_sums(
    connection: duckdb.DuckDBPyConnection,
    changes: Sequence[Change],
    import_id: int,
    counts: pd.DataFrame | None,
) -> None:
    """Compare what came in with what was done, and that with the versions that are there now.

    Raises
    ------
    StoreError
        They differ: nothing may be stored.
    """
    came: dict[Any, int] = {}
    if counts is not None:
        came = counts.groupby("table")["rows_in"].sum().to_dict()
    done = {change.table: change.rows_in for change in changes}
    for change in changes:
        _check_keys(connection, TABLES[change.table], import_id)
    for name, rows in came.items():
        if rows != done.get(name, 0):
            raise StoreError(say("err_rows_lost", table=name, rows=rows, done=done.get(name, 0)))
    for change in changes:
        written = _count(connection, f"from {change.table} where import_id = {import_id}")
        if written != change.new + change.updated + change.observed:
            rows = change.new + change.updated
            raise StoreError(
                say("err_versions_differ", table=change.table, written=written, rows=rows)
            )


def _check_keys(connection: duckdb.DuckDBPyConnection, table: Table, import_id: int) -> None:
    """Refuse rows of one import with the same key: each would be current, and count twice."""
    key = ", ".join(quoted(name) for name in table.key)
    written = f"from {table.name} where import_id = {import_id} and valid_until is null"
    rows = _count(connection, written)
    keys = _count(connection, f"from (select distinct {key} {written})")
    if keys != rows:
        raise StoreError(say("err_keys_differ", table=table.name, keys=keys, rows=rows))


def undo(connection: duckdb.DuckDBPyConnection, import_id: int) -> None:
    """Take one import back: its versions go, the versions that it closed are current again."""
    for name in TABLES:
        connection.execute(f"delete from {name} where import_id = ?", [import_id])
        connection.execute(
            f"update {name} set valid_until = null, closed_by = null where closed_by = ?",
            [import_id],
        )
    connection.execute("delete from imports where import_id = ?", [import_id])
    connection.execute("delete from rejected where import_id = ?", [import_id])
    connection.execute("update rejected set closed_by = null where closed_by = ?", [import_id])
    connection.execute("delete from import_files where import_id = ?", [import_id])


def _as_spelled(
    connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame
) -> pd.DataFrame:
    """Name custom columns as they are stored: to the engine `Note2` and `NOTE2` are one column."""
    stored = {name.lower(): name for name in _types(connection, table)}
    return frame.rename(columns={name: stored.get(name.lower(), name) for name in frame.columns})


def _add_columns(connection: duckdb.DuckDBPyConnection, table: str, custom: list[str]) -> None:
    for name in custom:
        connection.execute(f"alter table {table} add column if not exists {quoted(name)} varchar")


def _count(connection: duckdb.DuckDBPyConnection, rest: str) -> int:
    return int(connection.execute(f"select count(*) {rest}").fetchall()[0][0])


def _types(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    rows = connection.execute(f"describe {table}").fetchall()
    return {row[0]: row[1] for row in rows}


def _stage(connection: duckdb.DuckDBPyConnection, table: Table, frame: pd.DataFrame) -> None:
    types = _types(connection, table.name)
    listed = ", ".join(
        f"cast({quoted(name)} as {types[name]}) as {quoted(name)}" for name in frame.columns
    )
    connection.execute(f"create temp table incoming as select {listed} from incoming_frame")


def _mark_changes(connection: duckdb.DuckDBPyConnection, table: Table, provided: list[str]) -> None:
    """Join incoming rows with current ones; `change` is new, updated or unchanged."""
    stored = [name for name in _types(connection, table.name) if name not in VERSION_COLUMNS]
    same_key = " and ".join(
        f"i.{quoted(key)} is not distinct from c.{quoted(key)}"
        if key in provided
        else f"c.{quoted(key)} is null"
        for key in table.key
    )
    merged = ", ".join(
        f"{'i' if name in provided else 'c'}.{quoted(name)} as {quoted(name)}" for name in stored
    )
    others = [name for name in provided if name not in table.key]
    differs = (
        " or ".join(f"i.{quoted(n)} is distinct from c.{quoted(n)}" for n in others) or "false"
    )
    connection.execute(
        f"""create temp table marked as
        select {merged}, i._file, i._sheet, i._row,
          case when c.version is null then 'new' when {differs} then 'updated' else 'unchanged' end
            as change
        from incoming i
        left join (select * from {table.name} where valid_until is null) c on {same_key}"""
    )


def _close_missing(
    connection: duckdb.DuckDBPyConnection, table: Table, import_id: int, at: datetime
) -> int:
    same = " and ".join(f"m.{quoted(k)} is not distinct from t.{quoted(k)}" for k in table.key)
    closed = connection.execute(
        f"""update {table.name} as t set valid_until = ?, closed_by = ?
        where valid_until is null and not exists (select 1 from marked m where {same})""",
        [at, import_id],
    ).fetchall()
    return int(closed[0][0])


def _write(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    import_id: int,
    at: datetime,
    closed: int,
) -> Change:
    same = " and ".join(f"m.{quoted(k)} is not distinct from t.{quoted(k)}" for k in table.key)
    connection.execute(
        f"""update {table.name} as t set valid_until = ?, closed_by = ?
        where valid_until is null
          and exists (select 1 from marked m where m.change = 'updated' and {same})""",
        [at, import_id],
    )
    names = [name for name in _types(connection, table.name) if name not in VERSION_COLUMNS]
    listed = ", ".join(quoted(name) for name in names)
    picked = ", ".join(f"m.{quoted(name)}" for name in names)
    partition = ", ".join(quoted(key) for key in table.key)
    connection.execute(
        f"""insert into {table.name} ({listed}, _file, _sheet, _row, import_id, version, valid_from)
        select {picked}, m._file, m._sheet, m._row, ?, coalesce(t.version, 0) + 1, ?
        from marked m
        left join (select {partition}, max(version) as version from {table.name}
                   group by {partition}) t on {same}
        where m.change <> 'unchanged'""",
        [import_id, at],
    )
    counted = dict(
        connection.execute("select change, count(*) from marked group by change").fetchall()
    )
    return Change(
        table=table.name,
        new=counted.get("new", 0),
        updated=counted.get("updated", 0),
        unchanged=counted.get("unchanged", 0),
        closed=closed,
    )
