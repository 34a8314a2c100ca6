"""Whether a snapshot can be read, and whether its versions hold together."""

from pathlib import Path

import duckdb

from salesnb.engines.dialect import quoted
from salesnb.errors import StoreError
from salesnb.labels import Sentence, say
from salesnb.store import connect
from salesnb.tables import TABLES


def store_faults(path: Path) -> list[Sentence]:
    """Return what is wrong with a snapshot: every block is read, every count is made again.

    Of every table: keys are current once, versions follow each other without a gap, each belongs
    to an import that is recorded. Of every import: rows in = rows stored + rows that wait.
    """
    if said := unreadable(path):
        return [said]
    with connect(path, read_only=True) as connection:
        return _broken_sums(connection, path)


def unreadable(path: Path) -> Sentence | None:
    """Return why a snapshot cannot be read; None = it can."""
    try:
        with connect(path, read_only=True) as connection:
            _read_all(connection)
            tables = {row[0] for row in connection.execute("show tables").fetchall()}
    except StoreError as error:
        return say("verify_store", path=path, said=error.args[0])
    except (duckdb.Error, OSError) as error:
        return say("verify_store", path=path, said=str(error).splitlines()[0])
    return None if "imports" in tables else say("verify_no_store", path=path)


def _read_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Read every value, so that a damaged block is met: the engine compares its checksum."""
    for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall():
        connection.execute(f"select bit_xor(hash(t)) from {quoted(name)} t").fetchall()


def _broken_sums(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Sentence]:
    tables = {row[0] for row in connection.execute("show tables").fetchall()}
    faults = [
        say("verify_sums", path=path, number=number, rows=rows, stored=stored, waiting=waiting)
        for number, rows, stored, waiting in connection.execute(
            "select import_id, rows_in, rows_stored, rows_rejected from imports"
            " where rows_in <> rows_stored + rows_rejected order by import_id"
        ).fetchall()
    ]
    for name in TABLES.keys() & tables:
        for kind, count in _broken_versions(connection, name).items():
            if count:
                faults.append(say(f"verify_{kind}", path=path, table=name, count=count))
    return faults


def _broken_versions(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, int]:
    key = ", ".join(quoted(column) for column in TABLES[name].key)
    queries = {
        "current_twice": f"""select count(*) from (
            select 1 from {name} where valid_until is null group by {key} having count(*) > 1)""",
        "version_gaps": f"""select count(*) from (
            select 1 from {name} group by {key}
            having max(version) - min(version) + 1 <> count(*) or min(version) <> 1)""",
        "reversed": f"select count(*) from {name} where valid_until < valid_from",
        "unknown_import": f"""select count(*) from {name}
            where import_id not in (select import_id from imports)""",
    }
    return {kind: int(connection.execute(sql).fetchall()[0][0]) for kind, sql in queries.items()}
