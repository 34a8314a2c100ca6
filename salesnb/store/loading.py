"""A snapshot loaded into the database in which facts and metrics are computed."""

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from salesnb.engines import Connection
from salesnb.store.sealed import SEALED_WITH
from salesnb.store.snapshots import Snapshot, connect
from salesnb.tables import TABLES

_BATCH_ROWS = 100_000


def load_snapshot(reached: Connection, snapshot: Snapshot) -> dict[str, int]:
    """Copy the raw tables of a snapshot, all of them or none; what is sealed stays sealed.

    Returns
    -------
    The rows of each table, with all versions.
    """
    with connect(snapshot.path, read_only=True) as source, reached.session() as engine:
        held = [
            row[0] for row in source.execute("select table_name from duckdb_tables()").fetchall()
        ]
        names = [name for name in (*TABLES, SEALED_WITH) if name in held]
        engine.load(snapshot.number, _read(source, names))
        return {
            name: source.execute(f"select count(*) from {name}").fetchall()[0][0] for name in names
        }


def _read(
    source: duckdb.DuckDBPyConnection, names: list[str]
) -> Iterator[tuple[str, pa.RecordBatchReader]]:
    for name in names:
        yield name, source.sql(f"select * from {name}").to_arrow_reader(_BATCH_ROWS)
