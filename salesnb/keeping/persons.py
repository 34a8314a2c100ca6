"""Whose rows an id means, in one store file: the person's own, by id and by the same contact."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from salesnb.engines.dialect import quoted
from salesnb.errors import StoreError
from salesnb.keeping.words import Words
from salesnb.labels import say
from salesnb.loaders.values.words import folded
from salesnb.store import Keys, add_ciphers
from salesnb.store.sealed import sealed_names
from salesnb.tables import TABLES

CONTACTS = ("contact_name", "contact_info", "contact_title")
OWN = {
    "customers": "customer_id in (select id from own_customers)",
    "leads": "lead_id in (select id from own_leads)",
    "follow_ups": "(customer_id in (select id from own_customers)"
    " or lead_id in (select id from own_leads))",
    "plans": "(customer_id in (select id from own_customers)"
    " or lead_id in (select id from own_leads))",
    "opportunities": "(customer_id in (select id from own_customers)"
    " or lead_id in (select id from own_leads))",
}


@dataclass(frozen=True)
class Subject:
    """Whom an id means.

    Attributes
    ----------
    table : customers: everything personal that hangs on the customer, its leads' contacts, too;
        leads: the person of the lead.
    key : the id.
    """

    table: str
    key: str


@contextmanager
def opened_at(
    path: Path, keys: Keys | None, subjects: Sequence[Subject], *, is_blind: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection with a store file attached as `old`, and own_customers and own_leads.

    Beside the rows that ids name, those with the same contact are the person's, too.

    Sensitive columns are read and written by `clear_COLUMN` and `stored_COLUMN`.

    Parameters
    ----------
    is_blind : of a file whose key is not at hand contacts are read as missing; they can be emptied
        all the same.

    Raises
    ------
    StoreError
        The file cannot be read, or its key is not at hand and it is not to be read blindly.
    """
    connection = duckdb.connect()
    try:
        name = str(path).replace("'", "''")
        connection.execute(f"attach '{name}' as old (read_only)")
        _add_ciphers(connection, keys, is_blind)
        _find_own(connection, subjects)
        yield connection
    except duckdb.IOException as error:
        told = str(error).splitlines()[0]
        raise StoreError(say("err_store_unopened", path=path, told=told)) from error
    finally:
        connection.close()


def _add_ciphers(connection: duckdb.DuckDBPyConnection, keys: Keys | None, is_blind: bool) -> None:
    try:
        add_ciphers(connection, "old", keys)
    except StoreError:
        if not is_blind:
            raise
        for name in sealed_names():
            for kind in ("clear", "stored"):
                connection.execute(
                    f"create temp macro {kind}_{name}(told) as cast(null as varchar)"
                )


def _find_own(connection: duckdb.DuckDBPyConnection, subjects: Sequence[Subject]) -> None:
    for table in ("customers", "leads"):
        connection.execute(f"create temp table own_{table} (id varchar)")
        keys = [[each.key] for each in subjects if each.table == table]
        if keys:
            connection.executemany(f"insert into own_{table} values (?)", keys)
    connection.execute(
        """insert into own_leads select distinct lead_id from old.leads
        where customer_id in (select id from own_customers)"""
    )
    connection.execute(
        f"""create temp table own_contacts as
        select distinct contact_info from old.customers where {OWN["customers"]}
          and length(clear_contact_info(contact_info)) > 5
        union select distinct contact_info from old.leads where {OWN["leads"]}
          and length(clear_contact_info(contact_info)) > 5
          and clear_contact_info(contact_info) not like 'erased-%'"""
    )
    for table, key in (("customers", "customer_id"), ("leads", "lead_id")):
        connection.execute(
            f"""insert into own_{table} select distinct {key} from old.{table}
            where contact_info in (select contact_info from own_contacts)"""
        )


def own_subjects(connection: duckdb.DuckDBPyConnection) -> set[Subject]:
    """Return every customer and lead of the person that the store knows."""
    return {
        Subject(table, str(key))
        for table in ("customers", "leads")
        for (key,) in connection.execute(f"select distinct id from own_{table}").fetchall()
    }


def is_there(connection: duckdb.DuckDBPyConnection, subject: Subject) -> bool:
    """Return whether any version has the id."""
    key = TABLES[subject.table].key[0]
    sql = f"select count(*) from old.{subject.table} where {key} = ?"
    return bool(connection.execute(sql, [subject.key]).fetchall()[0][0])


def read_words(connection: duckdb.DuckDBPyConnection) -> Words:
    """Return the person's names and contacts from every version, and from rows that were rejected."""
    names, contacts = set(), set()
    for table in ("customers", "leads"):
        rows = connection.execute(
            f"""select distinct clear_contact_name(contact_name), clear_contact_info(contact_info)
            from old.{table} where {OWN[table]}"""
        ).fetchall()
        names |= {name for name, _ in rows if name}
        contacts |= {contact for _, contact in rows if contact}
    for typed in _rejected(connection):
        names.add(typed.get("contact_name", ""))
        contacts.add(typed.get("contact_info", ""))
    names = {name.strip() for name in names if name and not name.startswith("erased-")}
    contacts = {each.strip() for each in contacts if each and not each.startswith("erased-")}
    shared = _shared(connection, names)
    return Words(frozenset(names), frozenset(contacts), frozenset(shared))


def own_headers(table: str) -> dict[str, str]:
    """Return {header as it may be typed: column} of the contact columns."""
    return {
        folded(header): name
        for name in CONTACTS
        if name in TABLES[table]
        for header in TABLES[table][name].accepted
    }


def _rejected(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, str]]:
    for table in ("customers", "leads"):
        headers = own_headers(table)
        rows = connection.execute(
            f"""select clear_values("values") from old.rejected
            where "table" = '{table}' and "key" in (select id from own_{table})"""
        ).fetchall()
        for (text,) in rows:
            values = json.loads(text or "{}")
            yield {
                headers[folded(header)]: str(value)
                for header, value in values.items()
                if folded(header) in headers and value
            }


def _shared(connection: duckdb.DuckDBPyConnection, names: set[str]) -> set[str]:
    """Return the names that staff, owners or contacts of other customers and leads have, too."""
    if not names:
        return set()
    listed = sorted(names)
    found: set[str] = set()
    others = [
        ("staff", "name", "true"),
        ("customers", "owner", "true"),
        ("leads", "owner", "true"),
        ("customers", "contact_name", f"not {OWN['customers']}"),
        ("leads", "contact_name", f"not {OWN['leads']}"),
    ]
    for table, column, where in others:
        value = quoted(column) if column != "contact_name" else f"clear_{column}({column})"
        rows = connection.execute(
            f"select distinct {value} from old.{table} where {where} and list_contains(?, {value})",
            [listed],
        ).fetchall()
        found |= {name for (name,) in rows}
    return found
