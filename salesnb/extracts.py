"""The extract: a database that holds what a scope may see, and nothing else.

Facts are built over the whole store and then filtered by owner, so that a sum inside a scope means
the same as outside. What a user writes runs over a copy: a view over an attached store would be no
wall.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from salesnb.errors import StoreError
from salesnb.labels import say
from salesnb.learned import LEARNED_TABLES, Shelf, score_leads
from salesnb.models import FactBuilder, broken_identities, models
from salesnb.models.dialect import create_functions, quoted
from salesnb.settings import Settings
from salesnb.store import create_tables_as_of
from salesnb.store.known_then import EntryStages
from salesnb.tables import TABLES

# A table's rows belong to whom the fact row of the same key belongs.
_FACT_OF = {
    "leads": ("fact_leads", "lead_id", "lead_id"),
    "opportunities": ("fact_opportunities", "opportunity_id", "opportunity_id"),
    "orders": ("fact_sales", "sale_id", "order_id"),
    "payments": ("fact_payments", "payment_id", "payment_id"),
    "follow_ups": ("fact_follow_ups", "follow_id", "follow_id"),
    "lead_scores": ("fact_leads", "lead_id", "lead_id"),
}
# How facts name a member: the name, with the staff id where several bear it (staff_spells.sql).
_PERSON = """case when staff_id is not null and name in
    (select name from whole.staff group by name having count(distinct staff_id) > 1)
  then name || ' ' || staff_id else name end"""
_OF_A_FOREIGN_CUSTOMER = ("customer_id", "customer_name", "industry", "region", "level")
_BEHIND_CUSTOMERS = ("fact_leads", "fact_opportunities", "fact_sales", "fact_follow_ups")
_SCOPE_COLUMN = {"department": "department", "team": "team", "rep": "owner"}

_LOOKUPS = ("stages", "parameters", "custom_columns", "lead_model")
_LEADS_BESIDE = ("lead_owners", "pool_leads")
# Every name that an extract holds; a fact stands before the tables whose rows it decides on.
_FACTS = [name for name, model in models().items() if model.is_fact]
NAMES = (
    "fact_customers",
    *(fact for fact in _FACTS if fact != "fact_customers"),
    *_LEADS_BESIDE,
    *_LOOKUPS,
    *TABLES,
    "lead_scores",
)
_NAMED = re.compile(rf"\b(?:{'|'.join(NAMES)})\b")


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


class WholeStore:
    """All tables and facts as of a day, in schema `whole` of an in-memory database.

    For the floor that scopes it only: no caller above may query it. Tables are views over the
    snapshot, facts are made when they are first needed.
    """

    def __init__(self, snapshot: Path, settings: Settings, as_of: date) -> None:
        self.connection = _attached(snapshot)
        entry = EntryStages(
            leads=settings.stages.path[0].id, opportunities=settings.stages.opportunity_stage
        )
        # Where params pin today for a workspace of past data, all that was imported is known "today".
        is_today = as_of == settings.workspace.today
        create_tables_as_of(
            self.connection,
            as_of,
            entry,
            schema="whole",
            known_by=date(9998, 12, 31) if is_today else as_of,
        )
        self._facts = FactBuilder(self.connection, settings, as_of, schema="whole")
        self._snapshot, self._rules, self._as_of = snapshot, settings.score, as_of
        self._has_scores = False

    def need(self, *names: str) -> None:
        """Make the facts among the names, and what is learned from them."""
        self._facts.need(names)
        if not self._has_scores and LEARNED_TABLES.keys() & set(names):
            self._score_leads()
            self._has_scores = True

    def _score_leads(self) -> None:
        """Make `lead_scores` and `lead_model`; the model is kept beside the store, in data/models."""
        self._facts.need(["lead_landmarks"])
        sql = "select * from whole.lead_landmarks order by lead_id, kind, age_days"
        landmarks = self.connection.execute(sql).df()
        shelf = Shelf(self._snapshot.parent.parent / "models")
        scored = score_leads(landmarks, self._rules, self._as_of, shelf, self._snapshot.stem)
        for name, frame in scored.items():
            self.connection.register("coming", frame)
            self.connection.execute(f"create table whole.{name} as select * from coming")
            self.connection.unregister("coming")

    def broken_identities(self) -> list[str]:
        """Return what does not hold of the facts beside the tables: nothing, if all is well."""
        self.need(*_FACTS)
        return broken_identities(self.connection, "whole")

    def write(self, view: View, path: Path, *, with_scores: bool = True) -> None:
        """Copy what a view keeps into a database file of its own, for another process.

        Everything stays here, so that the next scope can be copied from it. The table
        whole.handover, which says what the file is, goes along.

        Parameters
        ----------
        with_scores : whether lead_scores and lead_model are in it; to learn them takes a while.
        """
        names = [name for name in NAMES if with_scores or name not in LEARNED_TABLES]
        self.need(*names)
        self.connection.execute(f"attach '{_escaped(str(path))}' as handed")
        create_functions(self.connection, "handed.main")
        for name in names:
            selected = self.select(name, view, into="handed.main")
            self.connection.execute(f"create table handed.main.{name} as {selected}")
        self.connection.execute("create table handed.main.handover as select * from whole.handover")
        self.connection.execute("detach handed")
        path.chmod(0o600)

    def select(self, name: str, view: View, into: str) -> str:
        """Return SQL for what a view keeps of a table or fact.

        Parameters
        ----------
        into : the schema that holds what the view keeps of the names of `beneath(name)`.
        """
        if name in _LOOKUPS or (name == "lead_owners" and view.kind == "company"):
            return f"select * from whole.{name}"
        if name == "lead_owners":
            of_leads = f"lead_id in (select lead_id from {into}.fact_leads)"
            return f"select * from whole.lead_owners where ({view.condition}) or {of_leads}"
        if name == "pool_leads":
            return _of_the_pool(view)
        if name in models():
            kept = self._without_foreign(name, view, into)
            return f"select * {kept} from whole.{name} where {view.condition}"
        columns = list(_columns(self.connection, name, view.sees_prices))
        own = (
            f"select {', '.join(columns)} from whole.{name} t"
            f" where {_inside(name, view.kind, view.name, into)}"
        )
        if name != "customers" or view.kind == "company":
            return own
        return f"{own} union all by name {_foreign_customers(into)}"

    def of_customers(self, fact: str) -> list[str]:
        """Return the columns of a fact that the sheets of customers bring."""
        rows = self.connection.execute(
            "select name from whole.custom_columns where fact = ? and of_customer", [fact]
        ).fetchall()
        return [row[0] for row in rows]

    def _without_foreign(self, fact: str, view: View, into: str) -> str:
        """Return SQL that empties what the sheets say of customers of other owners."""
        columns = [] if view.kind == "company" else self.of_customers(fact)
        own = f"customer_id in (select customer_id from {into}.fact_customers)"
        listed = ", ".join(f"case when {own} then {quoted(c)} end as {quoted(c)}" for c in columns)
        return f"replace ({listed})" if columns else ""

    def close(self) -> None:
        """Give the memory and the file back."""
        self.connection.close()

    def __enter__(self) -> "WholeStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Extract:
    """What a view keeps of a whole store, table by table as they are asked for.

    Statements of salesnb's own read views over the whole store; those of a user run in a second
    database, into which the tables that they name are copied and which reaches nothing else.
    """

    def __init__(self, whole: WholeStore, view: View) -> None:
        self._whole, self._view = whole, view
        self._there: set[str] = set()
        self._copied: set[str] = set()
        create_functions(whole.connection, "main")
        _lock(whole.connection)
        self._sealed = duckdb.connect()
        create_functions(self._sealed, "main")
        _lock(self._sealed)

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """Return the rows of a statement that salesnb itself wrote."""
        self._need(_NAMED.findall(sql))
        return self._whole.connection.execute(sql, list(parameters)).df()

    def query(
        self, sql: str, tables: Iterable[str], parameters: Sequence[Any] = ()
    ) -> pd.DataFrame:
        """Return the rows of a user's SELECT, which names `tables`."""
        for name in tables:
            self._copy(name)
        return self._sealed.execute(sql, list(parameters)).df()

    def sources(self, table: str, as_of: date) -> pd.DataFrame:
        """Return id, file, sheet and row of the rows that the view keeps of a table with one key.

        Of several versions the newest known by the day tells; a row without any is left out.
        """
        self._need([table])
        key = quoted(TABLES[table].key[0])
        after = as_of + timedelta(days=1)
        return self._whole.connection.execute(
            f"""select t.{key} as id, t._file as file, t._sheet as sheet, t._row as row
            from store.{table} t
            where t.{key} in (select {key} from main.{table})
            qualify row_number() over (
              partition by t.{key} order by (t.valid_from < ?) desc, t.version desc) = 1""",
            [after],
        ).df()

    def close(self) -> None:
        """Give the memory back."""
        self._sealed.close()
        self._whole.close()

    def _need(self, names: Iterable[str]) -> None:
        for name in names:
            if name in self._there:
                continue
            self._need(beneath(name, self._view))
            self._whole.need(name)
            if self._view.kind != "company" and self._whole.of_customers(name):
                self._need(["fact_customers"])
            selected = self._whole.select(name, self._view, into="main")
            self._whole.connection.execute(f"create view main.{name} as {selected}")
            self._there.add(name)

    def _copy(self, name: str) -> None:
        if name in self._copied:
            return
        self._need([name])
        rows = self._whole.connection.sql(f"select * from main.{name}").to_arrow_table()
        self._sealed.register("coming", rows)
        self._sealed.execute(f"create table {name} as select * from coming")
        self._sealed.unregister("coming")
        self._copied.add(name)


class ExtractFile:
    """An extract that was written to a file; it reaches nothing beyond."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """Return the rows of a statement."""
        return self._connection.execute(sql, list(parameters)).df()

    def query(
        self, sql: str, tables: Iterable[str], parameters: Sequence[Any] = ()
    ) -> pd.DataFrame:
        """Return the rows of a user's SELECT."""
        return self.run(sql, parameters)

    def sources(self, table: str, as_of: date) -> pd.DataFrame:
        """Return no rows: an extract does not say from which file a row came."""
        return pd.DataFrame(columns=["id", "file", "sheet", "row"])

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()


def beneath(name: str, view: View) -> list[str]:
    """Return the tables and facts of the extract that decide which rows of a table are in it."""
    if view.kind == "company":
        return []
    if name in _FACT_OF:
        return [_FACT_OF[name][0]]
    if name == "lead_owners":
        return ["fact_leads"]
    if name == "customers":
        return ["fact_customers", *_BEHIND_CUSTOMERS]
    if name == "stage_history":
        return ["fact_leads", "fact_opportunities", "fact_customers"]
    return []


def _attached(snapshot: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    try:
        connection.execute(f"attach '{_escaped(str(snapshot))}' as store (read_only)")
    except duckdb.Error as error:
        told = str(error).splitlines()[0]
        raise StoreError(say("err_store_unread", path=snapshot, told=told)) from error
    connection.execute("create schema whole")
    return connection


def _lock(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


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


def _of_the_pool(view: View) -> str:
    """Return SQL for the leads in the public pool of the view's team, a rep's team for a rep.

    `cool_until` is of the rep whose view it is; of other views it is of the lead's last owner.
    """
    whose = f"'{_escaped(view.name)}'" if view.kind == "rep" else "t.owner"
    cool = f"""(select max(o.cool_until) from whole.lead_owners o
        where o.lead_id = t.lead_id and o.owner = {whose})"""
    limits = [
        f"t.{_SCOPE_COLUMN[kind]} = '{_escaped(name)}'"
        for kind, name in sorted({(view.kind, view.name), (view.widest_kind, view.widest_name)})
        if kind in ("department", "team")
    ]
    if view.kind == "rep":
        teams = f"select team from {_members('rep', view.name)} where team <> 'unassigned'"
        limits.append(f"(t.team in ({teams}) or t.owner = '{_escaped(view.name)}')")
    return f"""select t.* exclude (owner, department), {cool} as cool_until
        from whole.pool_leads t
        where {" and ".join(limits) or "true"}"""


def _foreign_customers(into: str) -> str:
    """Return SQL for the customers of other owners behind own rows, with what may be seen."""
    behind = " union ".join(f"select customer_id from {into}.{fact}" for fact in _BEHIND_CUSTOMERS)
    return f"""select {", ".join(_OF_A_FOREIGN_CUSTOMER)} from whole.customers
        where customer_id in ({behind})
          and customer_id not in (select customer_id from {into}.fact_customers)"""


def _escaped(text: str) -> str:
    return text.replace("'", "''")
