"""Rejected rows wait in the store until a later import brings them right."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

_COLUMNS = ("table", "file", "sheet", "row", "values", "rule", "key")
# A marked copy speaks for the file that it was made of; one that was put aside has a number.
_MARKED = r"([.]\d+)?[.]checked[.]xlsx$"


@dataclass(frozen=True)
class Waiting:
    """The rows that wait of one sheet.

    Attributes
    ----------
    rows : how many rows of the sheet; one that fills several tables is one.
    records : the same counted once per table, as imports count them.
    tables : the tables that lack them.
    rules : by rule, how many rows have broken it.
    first : the numbers of the first rows.
    """

    file: str
    sheet: str
    rows: int
    records: int
    tables: tuple[str, ...]
    rules: dict[str, int]
    first: tuple[int, ...]


def origin(name: str) -> str:
    """Return the name of the file that a marked copy was made of, any other name as it is.

    Examples
    --------
    >>> origin("orders.xlsx.checked.xlsx"), origin("orders.xlsx.2.checked.xlsx"), origin("a.csv")
    ('orders.xlsx', 'orders.xlsx', 'a.csv')
    """
    return re.sub(_MARKED, "", name)


def create_rejected(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table of rejected rows, or what it lacks in a store of an earlier version."""
    connection.execute(
        'create table if not exists rejected (import_id bigint, "table" varchar, "file" varchar,'
        ' sheet varchar, "row" bigint, "values" varchar, rule varchar)'
    )
    connection.execute("alter table rejected add column if not exists closed_by bigint")
    connection.execute('alter table rejected add column if not exists "key" varchar')


def settle_rejected(
    connection: duckdb.DuckDBPyConnection,
    import_id: int,
    rejected: pd.DataFrame,
    *,
    files: Collection[str],
    sheets: Collection[tuple[str, str]] | None,
    stored: Mapping[str, Collection[str]],
) -> int:
    """Close the waiting rows that an import answers for, and lay its own beside the others.

    A row is answered for by the sheet that it stood in (of a CSV file a marked copy makes a sheet),
    imported again under its file's name or as a marked copy, and by a good row with its key, from whichever file. One that is rejected again
    just as it was goes on waiting.

    Parameters
    ----------
    files : names of the files of the import.
    sheets : (file, sheet) of the import; None = all sheets of the files.
    stored : by table, the keys of waiting rows among the good rows of the import.

    Returns
    -------
    How many rows were closed or added.
    """
    _register(connection, "again", rejected.reindex(columns=list(_COLUMNS)), _TYPES)
    pairs = [(name, None) for name in files] if sheets is None else sorted(sheets)
    _register(connection, "taken", pd.DataFrame(pairs, columns=["file", "sheet"]), _TYPES)
    keys = [(table, key) for table, found in stored.items() for key in found]
    _register(connection, "right_now", pd.DataFrame(keys, columns=["table", "key"]), _TYPES)
    same = " and ".join(f'a."{name}" is not distinct from r."{name}"' for name in _COLUMNS)
    ((closed,),) = connection.execute(
        f"""update rejected as r set closed_by = ?
        where closed_by is null
          and not exists (select 1 from again a where {same})
          and (exists (select 1 from taken t
                       where {_origin("t")} = {_origin("r")}
                         and (t.sheet is null or t.sheet = r.sheet or r.sheet = ''))
            or exists (select 1 from right_now k
                       where k."table" = r."table" and k."key" = r."key"))""",
        [import_id],
    ).fetchall()
    listed = ", ".join(f'"{name}"' for name in _COLUMNS)
    ((added,),) = connection.execute(
        f"""insert into rejected (import_id, {listed})
        select ?, {listed} from again a
        where not exists (select 1 from rejected r where r.closed_by is null and {same})""",
        [import_id],
    ).fetchall()
    for name in ("again", "taken", "right_now"):
        connection.unregister(name)
    return int(closed) + int(added)


def waiting_keys(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return, by table, the keys of the rows that wait."""
    if "key" not in _columns(connection):
        return {}
    found = connection.execute(
        'select "table", list(distinct "key") from rejected'
        ' where closed_by is null and "key" is not null group by "table"'
    ).fetchall()
    return dict(found)


def count_waiting(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many rows wait, counted once per table."""
    rows = connection.execute("select count(*) from rejected where closed_by is null").fetchall()
    return int(rows[0][0])


def list_waiting(connection: duckdb.DuckDBPyConnection, most: int) -> list[dict[str, Any]]:
    """Return where the rows stand that wait, and the rule that each broke; no values."""
    found = connection.execute(
        'select "file", sheet, "row", "table", rule from rejected where closed_by is null'
        ' order by "file", sheet, "row", "table" limit ?',
        [most],
    ).fetchall()
    names = ("file", "sheet", "row", "table", "rule")
    return [dict(zip(names, row, strict=True)) for row in found]


def sum_waiting(connection: duckdb.DuckDBPyConnection, first: int = 10) -> list[Waiting]:
    """Return the waiting rows by sheet."""
    counted = connection.execute(
        """select "file", sheet, count(distinct "row"), count(*),
          list_sort(list(distinct "table")), list_sort(list(distinct "row"))[:?]
        from rejected where closed_by is null group by "file", sheet order by "file", sheet""",
        [first],
    ).fetchall()
    rules: dict[tuple[str, str], dict[str, int]] = {}
    for file, sheet, rule, rows in connection.execute(
        """select "file", sheet, rule, count(distinct "row") as rows
        from rejected where closed_by is null group by all order by rows desc, rule"""
    ).fetchall():
        rules.setdefault((file, sheet), {})[rule] = rows
    return [
        Waiting(file, sheet, rows, records, tuple(tables), rules[file, sheet], tuple(numbers))
        for file, sheet, rows, records, tables, numbers in counted
    ]


_TYPES = {"row": pa.int64()}


def _register(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    frame: pd.DataFrame,
    types: Mapping[str, pa.DataType],
) -> None:
    """Lay a frame beside the tables; an empty column, too, gets its type."""
    schema = pa.schema([(column, types.get(column, pa.string())) for column in frame.columns])
    connection.register(name, pa.Table.from_pandas(frame, schema=schema, preserve_index=False))


def _origin(alias: str) -> str:
    return f"""regexp_replace({alias}."file", '{_MARKED}', '')"""


def _columns(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {row[0] for row in connection.execute("describe rejected").fetchall()}
