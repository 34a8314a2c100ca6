"""A store file without a person: written anew, so that no free block keeps what was deleted."""

import json
import os
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from salesnb.engines.dialect import quoted
from salesnb.keeping.persons import CONTACTS, OWN, Subject, opened_at, own_headers
from salesnb.keeping.words import Words
from salesnb.loaders.values.words import folded
from salesnb.store import SEALED_WITH, Keys
from salesnb.store.aside import put_in_place
from salesnb.tables import TABLES, Table

# Who of the company did something, not whom it was done with.
_STAFF = ("owner", "user", "created_by", "recorder", "manager", "name", "scope")
_TEXT_KINDS = ("text",)


def scrub_store(
    path: Path,
    keys: Keys | None,
    subjects: Sequence[Subject],
    words: Words,
    mark: str,
    extra: Collection[str] = (),
) -> int:
    """Blank a person in every version of every row, and give the clean file the name of the old.

    Contacts are emptied (of leads, where they are required, `erased-` and a number is left);
    in texts the name, how the person is spoken of, numbers and addresses give way to the mark.
    Everything else is what it was, row by row.

    Parameters
    ----------
    keys : of the sensitive columns.
    extra : own columns of customers and leads that are emptied, too.

    Returns
    -------
    How many rows were changed, versions counted each.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    draft.unlink(missing_ok=True)
    name = str(draft).replace("'", "''")
    changed = 0
    try:
        with opened_at(path, keys, subjects, is_blind=True) as connection:
            connection.execute(f"attach '{name}' as new")
            for table in _tables(connection):
                if table == "rejected":
                    changed += _copy_rejected(connection, words, mark)
                    continue
                values = _values(connection, table, words, mark, extra)
                if values:
                    differ = " or ".join(
                        f"({v}) is distinct from {quoted(c)}" for c, v in values.items()
                    )
                    changed += _count(connection, f"from old.{quoted(table)} where {differ}")
                replaced = ", ".join(f"{v} as {quoted(c)}" for c, v in values.items())
                listed = f"* replace ({replaced})" if values else "*"
                connection.execute(
                    f"create table new.{quoted(table)} as select {listed} from old.{quoted(table)}"
                )
            connection.execute("detach new")
        put_in_place(draft, path)
    finally:
        for leftover in (draft, draft.with_name(f"{draft.name}.wal")):
            leftover.unlink(missing_ok=True)
    return changed


def named_cells(
    path: Path,
    keys: Keys | None,
    subjects: Sequence[Subject],
    words: Words,
    mark: str,
    extra: Collection[str] = (),
) -> Iterator[tuple[str, str, str]]:
    """Yield table, key and column of every cell that would be changed, whosever row it is in."""
    with opened_at(path, keys, subjects) as connection:
        for table in (name for name, each in TABLES.items() if len(each.key) == 1):
            key = quoted(TABLES[table].key[0])
            for column, value in _values(connection, table, words, mark, extra).items():
                rows = connection.execute(
                    f"select distinct {key} from old.{table}"
                    f" where ({value}) is distinct from {quoted(column)}"
                ).fetchall()
                yield from ((table, str(row[0]), column) for row in rows)


def _values(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    words: Words,
    mark: str,
    extra: Collection[str],
) -> dict[str, str]:
    """Return SQL for the new values of the columns of a table that may name the person."""
    if name == SEALED_WITH:
        return {}
    table = TABLES.get(name)
    own = OWN.get(name, "false")
    found: dict[str, str] = {}
    for column, kind in _columns(connection, name):
        if kind != "VARCHAR":
            continue
        if table is not None and name in ("customers", "leads") and column in CONTACTS:
            found[column] = _contact(name, column, own, words, mark)
        elif name in ("customers", "leads") and column in extra:
            found[column] = f"case when {own} then null else {quoted(column)} end"
        elif _may_name(table, column):
            value = _replaced(column, own, words, mark)
            if value != quoted(column):
                found[column] = value
    if name == "customers" and "customer_name" in found and words.own:
        found["customer_name"] = _whole(found["customer_name"], own, words)
    return found


def _contact(name: str, column: str, own: str, words: Words, mark: str) -> str:
    """Return SQL that empties a contact of the person; of leads, where it is required, a mark stays."""
    if column == "contact_title":
        return f"case when {own} then null else {column} end"
    left = "null"
    if name == "leads":
        left = f"stored_{column}('erased-' || substr(md5(lead_id), 1, 8))"
    others = column
    if column == "contact_info" and words.everywhere:
        sought = _literal(words.everywhere)
        clear = f"clear_{column}({column})"
        without = f"regexp_replace({clear}, {sought}, {_literal(mark)}, 'gi')"
        others = (
            f"case when regexp_matches({clear}, {sought}, 'i') then stored_{column}({without})"
            f" else {column} end"
        )
    return f"""case when {column} is null then null when {own} then {left} else {others} end"""


def _whole(value: str, own: str, words: Words) -> str:
    """Give a customer who is a person a name of its own, so that no two become one."""
    alone = _literal(words.own)
    return f"""case when {own} and regexp_full_match(customer_name, {alone}, 'i')
        then 'erased-' || substr(md5(customer_id), 1, 8) else {value} end"""


def _may_name(table: Table | None, column: str) -> bool:
    """Return whether free text may stand in a column: no key, no reference, no choice, no staff."""
    declared = table.column(column) if table is not None else None
    if declared is not None and declared.sensitive:
        return False  # of the staff; contacts are emptied before
    if column in _STAFF or (table is not None and column in table.key):
        return False
    return declared is None or (declared.kind in _TEXT_KINDS and declared.refers is None)


def _replaced(column: str, own: str, words: Words, mark: str) -> str:
    at = quoted(column)

    def without(pattern: str) -> str:
        if not pattern:
            return at
        return f"regexp_replace({at}, {_literal(pattern)}, {_literal(mark)}, 'gi')"

    inside, outside = without(words.own), without(words.everywhere)
    if own == "false" or inside == outside:
        return outside
    return f"case when {own} then {inside} else {outside} end"


def _copy_rejected(connection: duckdb.DuckDBPyConnection, words: Words, mark: str) -> int:
    """Copy the rejected rows: the person's own without contacts, all without the words."""
    rows = connection.execute(
        """select rowid, "table", clear_values("values"), coalesce("key" in (
            select id from own_customers union all select id from own_leads), false)
        from old.rejected"""
    ).fetchall()
    fresh = []
    for row, table, text, is_own in rows:
        told = _typed_values(table, text, is_own, words, mark)
        if told != text or (text is None and is_own):  # what cannot be read goes
            fresh.append([row, told])
    connection.execute("create temp table fresh (nth bigint, told varchar)")
    if fresh:
        connection.executemany("insert into fresh values (?, ?)", fresh)
    connection.execute(
        """create table new.rejected as
        select r.* exclude (nth)
          replace (case when f.nth is null then r."values" else stored_values(f.told) end as "values")
        from (select rowid as nth, * from old.rejected) r left join fresh f on f.nth = r.nth
        order by r.nth"""
    )
    return len(fresh)


def _typed_values(
    table: str, text: str | None, is_own: bool, words: Words, mark: str
) -> str | None:
    if text is None:
        return None
    headers = own_headers(table) if is_own and table in ("customers", "leads") else {}
    pattern = words.own if is_own else words.everywhere
    values: dict[str, Any] = json.loads(text)
    kept = {h: "" if folded(h) in headers else v for h, v in values.items()}
    if kept != values:
        text = json.dumps(kept, ensure_ascii=False)
    return re.sub(pattern, mark, text, flags=re.IGNORECASE | re.ASCII) if pattern else text


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'old' order by table_oid"
    ).fetchall()
    return [row[0] for row in found]


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    rows = connection.execute(f"describe old.{quoted(table)}").fetchall()
    return [(row[0], row[1]) for row in rows]


def _count(connection: duckdb.DuckDBPyConnection, rest: str) -> int:
    return int(connection.execute(f"select count(*) {rest}").fetchall()[0][0])


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
