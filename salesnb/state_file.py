"""How data/state.sqlite is opened: what reports told, which there are, runs, alerts, deliveries."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SECONDS = 30  # to wait while somebody else writes


@contextmanager
def open_state(file: Path, tables: str) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a state file; what is written through it is one transaction.

    Parameters
    ----------
    file : made, with its folder, where it is missing; nobody but its owner may read it.
    tables : statements that make the tables which are asked for, where they are missing.

    Raises
    ------
    sqlite3.OperationalError
        No right to write, a full disk, or somebody else writes for too long.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.touch(0o600)
    connection = sqlite3.connect(file, timeout=_SECONDS)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.executescript(tables)
        with connection:
            yield connection
    finally:
        connection.close()


def records(
    connection: sqlite3.Connection,
    query: str,
    values: Sequence[Any] | Mapping[str, Any] = (),
) -> list[dict[str, Any]]:
    """Return the rows of a query, each as {column: value}."""
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
