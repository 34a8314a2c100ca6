"""The extract: a database that holds what a scope may see, and nothing else.

Facts are built over the whole store and then filtered by owner, so that a sum inside a scope means
the same as outside. The extract is a copy: a view over an attached store would be no wall.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from salesnb.errors import StoreError
from salesnb.models import build_facts, models
from salesnb.settings import Settings
from salesnb.store import create_tables_as_of, quoted
from salesnb.store.known_then import EntryStages
from salesnb.tables import TABLES

# A table's rows belong to whom the fact row of the same key belongs.
_FACT_OF = {
    "leads": ("fact_leads", "lead_id", "lead_id"),
    "opportunities": ("fact_opportunities", "opportunity_id", "opportunity_id"),
    "orders": ("fact_sales", "sale_id", "order_id"),
    "payments": ("fact_payments", "payment_id", "payment_id"),
    "follow_ups": ("fact_follow_ups", "follow_id", "follow_id"),
}
# How facts name a member: the name, with the staff id where several bear it (staff_spells.sql).
_PERSON = """case when staff_id is not null and name in
    (select name from whole.staff group by name having count(distinct staff_id) > 1)
  then name || ' ' || staff_id else name end"""
_OF_A_FOREIGN_CUSTOMER = ("customer_id", "customer_name", "industry", "region", "level")
_SCOPE_COLUMN = {"department": "department", "team": "team", "rep": "owner"}


@dataclass(frozen=True)
class View:
    """What an extract keeps: the rows of a scope that lie within the viewer's widest scope too.

    Attributes
    ----------
    kind, name : of the scope; kind `company` means every row.
    widest_kind, widest_name : of the viewer's widest scope. A manager who looks at a member sees
        what the member did in this team, and not in the one before.
    sees_prices : whether floor prices stay.
    """

    kind: str
    name: str
    widest_kind: str = "company"
    widest_name: str = ""
    sees_prices: bool = False

    @property
    def condition(self) -> str:
        """SQL over the owner columns of a fact."""
        limits = {(self.kind, self.name), (self.widest_kind, self.widest_name)}
        wanted = [
            f"{_SCOPE_COLUMN[kind]} = '{_escaped(name)}'"
            for kind, name in sorted(limits)
            if kind != "company"
        ]
        return " and ".join(wanted) or "true"


def whole_store(snapshot: Path, settings: Settings, as_of: date) -> duckdb.DuckDBPyConnection:
    """Return an in-memory database with all tables and facts as of a day, in schema `whole`.

    For the floor that scopes it only: no caller above may query it.
    """
    connection = _tables(snapshot, settings, as_of)
    build_facts(connection, settings, as_of, schema="whole")
    return connection


def staff_only(snapshot: Path, settings: Settings, as_of: date) -> duckdb.DuckDBPyConnection:
    """Return the same as `whole_store` without the facts: enough to see who stands where."""
    connection = _tables(snapshot, settings, as_of)
    build_facts(connection, settings, as_of, schema="whole", only=["staff_spells"])
    return connection


def _tables(snapshot: Path, settings: Settings, as_of: date) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    try:
        connection.execute(f"attach '{_escaped(str(snapshot))}' as store (read_only)")
    except duckdb.Error as error:
        raise StoreError(
            f"The store {snapshot} cannot be read: {str(error).splitlines()[0]}"
            " Move the file away: the snapshot before it in the same folder then counts."
        ) from error
    connection.execute("create schema whole")
    entry = EntryStages(
        leads=settings.stages.path[0].id, opportunities=settings.stages.opportunity_stage
    )
    # Where params pin today for a workspace of past data, all that was imported is known "today".
    is_today = as_of == settings.workspace.today
    create_tables_as_of(
        connection,
        as_of,
        entry,
        schema="whole",
        known_by=date(9998, 12, 31) if is_today else as_of,
    )
    return connection


def seal(connection: duckdb.DuckDBPyConnection, view: View) -> None:
    """Copy what a view keeps into schema `main`, drop the rest, lock the database.

    Parameters
    ----------
    connection : from `whole_store`.
    """
    connection.execute("set schema = 'main'")
    _copy(connection, view, into="main")
    connection.execute("drop schema whole cascade")
    connection.execute("detach store")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def write_extract(connection: duckdb.DuckDBPyConnection, view: View, path: Path) -> None:
    """Copy what a view keeps into a database file of its own, for another process.

    The connection keeps everything, so that the next scope can be copied from it. Its table
    whole.handover, which says what the file is, goes along.
    """
    connection.execute(f"attach '{_escaped(str(path))}' as handed")
    _copy(connection, view, into="handed.main")
    connection.execute("create table handed.main.handover as select * from whole.handover")
    connection.execute("detach handed")
    path.chmod(0o600)


def _copy(connection: duckdb.DuckDBPyConnection, view: View, into: str) -> None:
    for model in models().values():
        if model.is_fact:
            connection.execute(
                f"create table {into}.{model.name} as"
                f" select * from whole.{model.name} where {view.condition}"
            )
    for lookup in ("stages", "parameters"):
        connection.execute(f"create table {into}.{lookup} as select * from whole.{lookup}")
    for table in TABLES:
        columns = _columns(connection, table, view.sees_prices)
        where = _inside(table, view.kind, view.name, into)
        connection.execute(
            f"create table {into}.{table} as select {', '.join(columns)} from whole.{table} t"
            f" where {where}"
        )
    if view.kind != "company":
        _add_foreign_customers(connection, into)


def _columns(connection: duckdb.DuckDBPyConnection, table: str, sees_prices: bool) -> Iterable[str]:
    for row in connection.execute(f"describe whole.{table}").fetchall():
        column = quoted(row[0])
        if row[0] in ("contact_name", "contact_info", "email"):
            yield f"{_masked(row[0])} as {column}"
        elif row[0] == "floor_price" and not sees_prices:
            yield f"cast(null as {row[1]}) as {column}"
        else:
            yield column
    if table == "staff":
        yield f"{_PERSON} as person"


def _masked(column: str) -> str:
    """Return SQL that leaves of a contact only what tells two of them apart: 李**, 138****5678."""
    if column == "contact_name":
        return f"substr({column}, 1, 1) || '**'"
    return f"""case
        when position('@' in {column}) > 0
          then substr({column}, 1, 1) || '***' || regexp_extract({column}, '@[A-Za-z0-9.-]*')
        when length({column}) >= 11
          then substr({column}, 1, 3) || '****' || substr({column}, length({column}) - 3)
        when {column} is not null then '****' end"""


def _inside(table: str, kind: str, name: str, into: str) -> str:
    if kind == "company" or table == "products":
        return "true"
    if table in _FACT_OF:
        fact, fact_key, key = _FACT_OF[table]
        return f"t.{key} in (select {fact_key} from {into}.{fact})"
    if table == "customers":
        return f"t.customer_id in (select customer_id from {into}.fact_customers)"
    if table == "stage_history":
        subjects = {"lead": "leads", "opportunity": "opportunities", "customer": "customers"}
        return " or ".join(
            f"(t.subject_type = '{subject}' and t.subject_id in"
            f" (select {subject}_id from {into}.fact_{fact}))"
            for subject, fact in subjects.items()
        )
    if table == "plans":
        return f"t.owner in (select owner_word from {_members(kind, name)})"
    if table == "staff":
        return f"""exists (select 1 from {_members(kind, name)} as m
            where m.owner_word in (t.name, t.staff_id)
              and m.from_day = coalesce(t.since, date '0001-01-01'))"""
    return _targets(kind, name)


def _members(kind: str, name: str) -> str:
    """Return SQL for who stands in the scope as of the day; whoever has left it is foreign to it."""
    column = {"department": "department", "team": "team", "rep": "person"}[kind]
    return f"""(select s.* from whole.staff_spells s cross join whole.parameters p
        where s.{column} = '{_escaped(name)}' and p.as_of >= s.from_day and p.as_of < s.until_day)"""


def _targets(kind: str, name: str) -> str:
    people = f"select 'rep:' || person from {_members(kind, name)}"
    own = f"t.scope = '{kind}:{_escaped(name)}' or t.scope in ({people})"
    if kind != "department":
        return own
    teams = f"select 'team:' || team from {_members(kind, name)}"
    return f"{own} or t.scope in ({teams})"


def _add_foreign_customers(connection: duckdb.DuckDBPyConnection, into: str) -> None:
    """Add the customers of other owners that stand behind own rows, with what may be seen."""
    behind = " union ".join(
        f"select customer_id from {into}.{fact}"
        for fact in ("fact_leads", "fact_opportunities", "fact_sales", "fact_follow_ups")
    )
    listed = ", ".join(_OF_A_FOREIGN_CUSTOMER)
    connection.execute(
        f"""insert into {into}.customers ({listed})
        select {listed} from whole.customers
        where customer_id in ({behind})
          and customer_id not in (select customer_id from {into}.fact_customers)"""
    )


def _escaped(text: str) -> str:
    return text.replace("'", "''")
