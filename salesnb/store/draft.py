"""A copy of the store under work, and what an import made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from salesnb.store.reseal import Resealed
from salesnb.store.snapshots import Snapshot
from salesnb.store.upsert import Change


@dataclass(frozen=True)
class ImportSummary:
    """One import: rows in = new + updated + unchanged + repeated + rejected.

    Attributes
    ----------
    rejected : the rows that wait, counted once per table.
    is_same : nothing has changed since the last import of the day, whose number and snapshot
        these are.
    resealed : the snapshots of an earlier version that were encrypted before.
    """

    import_id: int
    snapshot: Snapshot
    changes: tuple[Change, ...]
    rejected: int
    is_same: bool = False
    resealed: Resealed | None = None


def commit(connection: duckdb.DuckDBPyConnection) -> None:
    """Write what was done; whatever goes wrong here the disk has refused."""
    try:
        connection.commit()
        connection.execute("checkpoint")
    except duckdb.Error as error:
        raise OSError(str(error).splitlines()[0]) from error


@dataclass
class Draft:
    """A copy of the store under work; `published` once it has its name."""

    connection: duckdb.DuckDBPyConnection
    is_wanted: bool = True
    verify: Callable[[Path], None] | None = None
    published: Snapshot | None = None
    resealed: Resealed | None = None
