"""What one import does to a draft of the store: rows laid over the tables, closed, recorded."""

import dataclasses
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import duckdb
import pandas as pd

from salesnb.store.observe import (
    StagePath,
    observe_stages,
    supersede_observed,
    written_entries,
)
from salesnb.store.upsert import Change, close_rows, upsert
from salesnb.tables import TABLES


def next_id(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the import that comes next."""
    rows = connection.execute("select coalesce(max(import_id), 0) + 1 from imports").fetchall()
    return int(rows[0][0])


def not_before(connection: duckdb.DuckDBPyConnection, at: datetime) -> datetime:
    """Return the time of an import, never before the last one: versions follow each other."""
    rows = connection.execute("select max(imported_at) from imports").fetchall()
    return at if rows[0][0] is None else max(at, rows[0][0])


def is_imported_on(connection: duckdb.DuckDBPyConnection, day: date) -> bool:
    """Return whether the last import was on a day."""
    rows = connection.execute("select max(imported_at) from imports").fetchall()
    return rows[0][0] is not None and rows[0][0].date() == day


def lay_over(
    connection: duckdb.DuckDBPyConnection,
    frames: Mapping[str, pd.DataFrame],
    replace: Collection[str],
    import_id: int,
    at: datetime,
    stages: StagePath | None,
) -> dict[str, Change]:
    """Lay the frames over the tables, then tell the history what became of the stages."""
    changes = {}
    for name in [name for name in TABLES if name in frames]:
        changes[name] = upsert(
            connection,
            TABLES[name],
            written_entries(frames[name]) if name == "stage_history" else frames[name],
            import_id=import_id,
            at=at,
            replace=name in replace,
        )
    history = changes.get("stage_history", Change("stage_history"))
    if "stage_history" in changes:
        gone = supersede_observed(connection, import_id, at)
        changes["stage_history"] = history = dataclasses.replace(history, superseded=gone)
    if stages is not None and (observed := observe_stages(connection, stages, import_id, at)):
        changes["stage_history"] = dataclasses.replace(history, observed=observed)
    return changes


def close_named(
    connection: duckdb.DuckDBPyConnection,
    changes: Mapping[str, Change],
    closing: Mapping[str, Collection[str]],
    import_id: int,
    at: datetime,
) -> dict[str, Change]:
    """Close the rows that are named."""
    done = dict(changes)
    for name, keys in closing.items():
        change = done.get(name, Change(name))
        closed = close_rows(connection, TABLES[name], keys, import_id, at)
        done[name] = dataclasses.replace(change, closed=change.closed + closed)
    return done


def with_the_rest(
    changes: Mapping[str, Change], rejected: pd.DataFrame, counts: pd.DataFrame | None
) -> tuple[Change, ...]:
    """Return the changes with the rows that were rejected or said again, in the tables' order."""
    waiting = rejected.groupby("table").size().to_dict()
    again = {} if counts is None else counts.groupby("table")["repeated"].sum().to_dict()
    return tuple(
        dataclasses.replace(
            changes.get(name, Change(name)),
            rejected=int(waiting.get(name, 0)),
            repeated=int(again.get(name, 0)),
        )
        for name in TABLES
        if name in changes or name in waiting
    )


def sheets_of(counts: pd.DataFrame) -> set[tuple[str, str]]:
    """Return (file, sheet) of what came in."""
    return set(counts[["file", "sheet"]].itertuples(index=False, name=None))


def record_import(
    connection: duckdb.DuckDBPyConnection,
    import_id: int,
    at: datetime,
    by: str,
    files: Sequence[str],
    changes: Sequence[Change],
) -> None:
    """Write down that there was an import, and how many rows it took in, stored and let wait."""
    stored = sum(change.rows + change.repeated for change in changes)
    waiting = sum(change.rejected for change in changes)
    names = json.dumps(list(files), ensure_ascii=False)
    connection.execute(
        "insert into imports values (?, ?, ?, ?, ?, ?, ?)",
        [import_id, at, by, names, stored + waiting, stored, waiting],
    )
