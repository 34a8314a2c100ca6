"""A snapshot loaded into the database in which facts and metrics are computed."""

from collections.abc import Iterator
from uuid import uuid4

import duckdb
import pyarrow as pa

from salesnb.engines import Connection, LoadedSnapshot
from salesnb.errors import EngineError
from salesnb.labels import say
from salesnb.store.sealed import SEALED_WITH
from salesnb.store.snapshots import Snapshot, connect
from salesnb.tables import TABLES

_BATCH_ROWS = 100_000


def loaded_name(snapshot: Snapshot) -> LoadedSnapshot:
    """Return by what a snapshot is known where it is loaded: its name, and whose it is."""
    path = snapshot.path.parent.parent / "store.id"
    if not path.exists():
        path.write_text(uuid4().hex + "\n", encoding="utf-8")
    return LoadedSnapshot(path.read_text(encoding="utf-8").strip(), snapshot.name)


def load_snapshot(
    reached: Connection, snapshot: Snapshot, *, is_only: bool = False, takes_over: bool = False
) -> dict[str, int]:
    """Copy the raw tables of a snapshot, all of them or none; what is sealed stays sealed.

    Parameters
    ----------
    is_only : nothing is left of what was loaded before.
    takes_over : also of what another workspace loaded into the same place.

    Returns
    -------
    The rows of each table, with all versions.
    """
    with connect(snapshot.path, read_only=True) as source, reached.session() as engine:
        held = [
            row[0] for row in source.execute("select table_name from duckdb_tables()").fetchall()
        ]
        names = [name for name in (*TABLES, SEALED_WITH) if name in held]
        named = loaded_name(snapshot)
        before = engine.loaded()
        if before is not None and before.owner != named.owner and not takes_over:
            raise EngineError(say("err_engine_foreign", engine=reached.params.engine))
        engine.load(named, _read(source, names), is_only=is_only or takes_over)
        return {
            name: source.execute(f"select count(*) from {name}").fetchall()[0][0] for name in names
        }


def _read(
    source: duckdb.DuckDBPyConnection, names: list[str]
) -> Iterator[tuple[str, pa.RecordBatchReader]]:
    for name in names:
        yield name, source.sql(f"select * from {name}").to_arrow_reader(_BATCH_ROWS)
