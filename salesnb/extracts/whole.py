"""All tables and facts as of a day: what extracts are cut from."""

import weakref
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas as pd

from salesnb.engines import Engine, InProcess
from salesnb.engines.dialect import create_functions, quoted
from salesnb.errors import ConfigError, StoreError, UsageError
from salesnb.extracts.contacts import CONTACTS, CONTACTS_OF, Unsealing
from salesnb.extracts.forecasts import FACTS as BENEATH_FORECASTS
from salesnb.extracts.forecasts import TABLES as FORECAST_TABLES
from salesnb.extracts.forecasts import forecast_tables
from salesnb.extracts.limits import Hidden, hidden_from, limited
from salesnb.extracts.picked import picked
from salesnb.extracts.rows import (
    FACTS,
    LOOKUPS,
    NAMES,
    PERSON,
    View,
    escaped,
    foreign_customers,
    inside,
    masked,
    of_the_pool,
)
from salesnb.labels import say
from salesnb.learned import LEARNED_TABLES, Shelf, score_leads
from salesnb.learned.customers import CUSTOMER_TABLES, customer_tables, kept_models
from salesnb.models import FactBuilder, broken_identities, models
from salesnb.settings import Settings
from salesnb.store import Keys, create_tables_as_of, key_of
from salesnb.store.known_then import EntryStages

HANDOVER = {
    "scope": "varchar",
    "viewer": "varchar",
    "as_of": "date",
    "number": "integer",
    "at": "timestamp",
    "snapshot": "varchar",
}
Handover = Sequence[Any]  # the values of HANDOVER
_FRESH_DAYS = 7  # so long after an import a forecast of the day is one that was really made


class WholeStore:
    """All tables and facts as of a day, in schema `whole` of an in-memory database.

    For the floor that scopes it only: no caller above may query it. Tables are views over the
    snapshot, facts are made when they are first needed. Sensitive columns stay sealed in it.

    Parameters
    ----------
    settings, as_of : params, and the last day that is known; kept as attributes.
    keys : of the sensitive columns; without the right one contacts are `**` and `****`.

    Attributes
    ----------
    connection : of DuckDB; holds everything if the tables are not in a warehouse.
    engine : has the tables and facts.
    """

    _spill: TemporaryDirectory[str] | None = None  # where DuckDB puts what does not fit

    def __init__(
        self, snapshot: Path, settings: Settings, as_of: date, keys: Keys | None = None
    ) -> None:
        self._spill = TemporaryDirectory(prefix="salesnb-spill-")
        connection = _attached(snapshot, self._spill.name, settings.workspace.memory_gb)
        engine = InProcess(connection, "whole")
        contacts = Unsealing(connection, keys, key_of(connection, "store"))
        self._begin(snapshot, settings, as_of, connection, engine, contacts)

    def _begin(
        self,
        snapshot: Path,
        settings: Settings,
        as_of: date,
        connection: duckdb.DuckDBPyConnection,
        engine: Engine,
        contacts: Unsealing,
    ) -> None:
        self.connection, self.engine, self._contacts = connection, engine, contacts
        weakref.finalize(self, engine.close)  # of one that nobody closes
        entry = EntryStages(
            leads=settings.stages.path[0].id, opportunities=settings.stages.opportunity_stage
        )
        # Where params pin today for a workspace of past data, all that was imported is known "today".
        is_today = as_of == settings.workspace.today
        create_tables_as_of(
            self.engine, as_of, entry, known_by=date(9998, 12, 31) if is_today else as_of
        )
        self._facts = FactBuilder(self.engine, settings, as_of)
        self._snapshot, self.settings, self.as_of = snapshot, settings, as_of
        imported = _imported_on(snapshot)
        is_fresh = imported is not None and 0 <= (as_of - imported).days <= _FRESH_DAYS
        self._is_live = imported is not None and (is_today or is_fresh)
        self._has_scores = self._has_values = self._has_forecasts = False
        self._taken = self._held = 0
        self._picked = 0

    def need(self, *names: str) -> None:
        """Make the facts among the names, and what is learned from them."""
        self._facts.need(names)
        if not self._has_scores and LEARNED_TABLES.keys() & set(names):
            self._score_leads()
            self._has_scores = True
        if not self._has_values and CUSTOMER_TABLES.keys() & set(names):
            self._value_customers()
            self._has_values = True
        if not self._has_forecasts and FORECAST_TABLES.keys() & set(names):
            self._forecast()
            self._has_forecasts = True

    def _score_leads(self) -> None:
        """Make `lead_scores` and `lead_model`; the model is kept beside the store, in data/models."""
        self._facts.need(["lead_landmarks"])
        sql = "select * from lead_landmarks order by lead_id, kind, age_days"
        landmarks = self.engine.frame(sql)
        shelf = Shelf(self._snapshot.parent.parent / "models")
        rules = self.settings.score
        scored = score_leads(landmarks, rules, self.as_of, shelf, self._snapshot.stem)
        for name, frame in scored.items():
            self._keep(name, frame)

    def _value_customers(self) -> None:
        """Make the tables of what is learned of customers; the models are kept in data/models."""
        self._facts.need(["customer_purchases", "customer_invoices"])
        purchases = self.engine.frame("select * from customer_purchases")
        invoices = self.engine.frame(self._invoices())
        folder = self._snapshot.parent.parent / "models" / "customers"
        rules = self.settings.levels.learned
        models = kept_models(purchases, invoices, self.as_of, folder, rules)
        for name, frame in customer_tables(models, purchases, invoices).items():
            self._keep(name, frame)

    def _invoices(self) -> str:
        """Return SQL for the invoices, with columns of the sheets of orders that params name."""
        named = self.settings.levels.learned.late_columns
        own = "".join(
            f", s.{quoted(column)}"
            for fact, column, of_customer in self._facts.custom_columns
            if fact == "fact_sales" and not of_customer and column in named
        )
        return f"""select i.*{own} from whole.customer_invoices i
            join whole.fact_sales s on s.sale_kind = 'order' and s.sale_id = i.invoice_id
            order by i.issued_on, i.invoice_id"""

    def _forecast(self) -> None:
        """Make the forecasts with their tests and log; they are kept beside the store."""
        self._facts.need(BENEATH_FORECASTS)
        made = forecast_tables(
            self.engine, self.settings, self.as_of, self._snapshot, is_live=self._is_live
        )
        for name, frame in made.items():
            kinds = FORECAST_TABLES[name]
            self._keep(name, frame, ", ".join(f"cast({c} as {k}) as {c}" for c, k in kinds.items()))

    def _keep(self, name: str, frame: pd.DataFrame, columns: str = "*") -> None:
        with duckdb.connect() as typed:
            typed.register("coming", frame)
            self.engine.keep_arrow(
                name, typed.sql(f"select {columns} from coming").to_arrow_table()
            )

    def broken_identities(self) -> list[str]:
        """Return what does not hold of the facts beside the tables: nothing, if all is well."""
        self.need(*FACTS)
        return broken_identities(self.engine)

    def write(
        self, view: View, path: Path, handover: Handover, *, without: Collection[str] = ()
    ) -> None:
        """Copy what a view keeps into a database file of its own, for another process.

        Everything stays here, so that the next scope can be copied from it.

        Parameters
        ----------
        handover : the row of the table that says what the file is.
        without : tables that need not be in it, such as what takes a while to be learned.
        """
        names = [name for name in NAMES if name not in without]
        self.need(*names)
        hidden = self.hidden_from(view)
        self.connection.execute(f"attach '{escaped(str(path))}' as handed")
        create_functions(self.connection, "handed.main")
        beneath = "handed.main"
        if view.is_limited:
            beneath = "scoped"
            self.connection.execute("create schema scoped")
        for name in names:
            selected = self.select(name, view, into=beneath)
            self.connection.execute(f"create table {beneath}.{name} as {selected}")
            if view.is_limited and name not in hidden.tables:
                held = columns_of(self.connection, f"scoped.{name}")
                seen = limited(name, f"scoped.{name}", held, view, hidden)
                self.connection.execute(f"create table handed.main.{name} as {seen}")
        self.connection.execute("drop schema if exists scoped cascade")
        write_notes(self.connection, "handed.main", handover, hidden)
        self.connection.execute("detach handed")
        path.chmod(0o600)

    def columns(self, name: str) -> dict[str, str]:
        """Return {column: type} of a table or fact that is there."""
        return self.engine.columns(name)

    def hidden_from(self, view: View) -> Hidden:
        """Return what is hidden from a view's role.

        Raises
        ------
        ConfigError
            The role names a table or a column that there is not.
        """
        if view.role is None:
            return Hidden()
        self.need(*(set(view.role.tables) & set(NAMES)))
        try:
            custom = [(fact, column) for fact, column, _ in self._facts.custom_columns]
            return hidden_from(view, self.columns, custom)
        except UsageError as error:
            place = self.settings.place("organisation", "roles", view.role_name)
            raise ConfigError(say("err_at", place=place, said=error.args[0])) from error

    def select(self, name: str, view: View, into: str) -> str:
        """Return SQL for what a view keeps of a table or fact.

        Parameters
        ----------
        into : the schema that holds what the view keeps of the names of `beneath(name)`.
        """
        if name in LOOKUPS or (name == "lead_owners" and view.is_whole):
            return f"select * from whole.{name}"
        if name == "lead_owners" and view.query:
            of_leads = f"lead_id in (select lead_id from {into}.fact_leads)"
            return f"select * from whole.lead_owners where {of_leads}"
        if name == "lead_owners":
            of_leads = f"lead_id in (select lead_id from {into}.fact_leads)"
            return f"select * from whole.lead_owners where ({view.condition}) or {of_leads}"
        if name == "pool_leads":
            return of_the_pool(view, self.columns(name))
        if name in FORECAST_TABLES or name in models():
            kept = self._without_foreign(name, view, into) if name in models() else "*"
            condition = self._condition(name, view, into)
            return f"select {kept} from whole.{name} where {condition}"
        values = self.values(name, view)
        listed = ", ".join(f"{value} as {quoted(column)}" for column, value in values.items())
        own = f"select {listed} from whole.{name} t where {inside(name, view, into)}"
        if name != "customers" or view.is_whole:
            return own
        return f"{own} union all {foreign_customers(values, into)}"

    def values(self, name: str, view: View) -> dict[str, str]:
        """Return {column: SQL} of a table as a view keeps it, contacts masked."""
        held = self.columns(name)
        listed = dict(masked(name, held, view.sees_prices, self._contacts.column))
        return listed | {"person": PERSON} if name == "staff" else listed

    def _condition(self, name: str, view: View, into: str) -> str:
        """Return SQL for whether a row of a fact stays."""
        if not view.query:
            return view.condition
        own = self.columns(name)
        return f"({view.condition}) and {picked(name, own, into, view.picked)}"

    def reveal(self, table: str, ids: Sequence[str], into: str) -> pd.DataFrame:
        """Return id, contact_name and contact_info in clear, of rows of the view `into` that are own.

        Raises
        ------
        StoreError, ConfigError
            The key is not at hand.
        """
        fact, key = CONTACTS_OF[table]
        listed = ", ".join(f"{self._contacts.needed(name)} as {name}" for name in CONTACTS)
        return self.connection.execute(
            f"""select {key} as id, {listed} from whole.{table}
            where {key} in (select unnest(?)) and {key} in (select {key} from {into}.{fact})
            order by 1""",
            [[*ids]],
        ).df()

    def of_customers(self, fact: str) -> list[str]:
        """Return the columns of a fact that the sheets of customers bring."""
        return [
            c for name, c, of_customer in self._facts.custom_columns if name == fact and of_customer
        ]

    def _without_foreign(self, fact: str, view: View, into: str) -> str:
        """Return SQL for the columns of a fact, without what sheets say of customers of other owners."""
        blanked = [] if view.kind == "company" else self.of_customers(fact)
        if not blanked:
            return "*"
        own = f"customer_id in (select customer_id from {into}.fact_customers)"
        return ", ".join(
            f"case when {own} then {quoted(c)} end as {quoted(c)}" if c in blanked else quoted(c)
            for c in self.columns(fact)
        )

    def number_picking(self) -> int:
        """Return the number of one more set of picked leads and customers."""
        self._picked += 1
        return self._picked

    def take(self) -> int:
        """Return the number of one more extract of it, which is to `release` it."""
        self._taken += 1
        self._held += 1
        return self._taken

    def release(self) -> None:
        """Close it, if no other extract holds it."""
        self._held -= 1
        if not self._held:
            self.close()

    def close(self) -> None:
        """Give the memory and the file back."""
        self.engine.close()
        self.connection.close()
        if self._spill:
            self._spill.cleanup()

    def __enter__(self) -> "WholeStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def columns_of(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, str]:
    """Return {column: type} of a table or view of DuckDB."""
    return {row[0]: row[1] for row in connection.execute(f"describe {source}").fetchall()}


def _imported_on(snapshot: Path) -> date | None:
    """Return the day of the import that a snapshot's name tells; None of one not published yet."""
    _, _, at = snapshot.stem.partition("-")
    return date.fromisoformat(at[:8]) if at else None


def write_notes(
    connection: duckdb.DuckDBPyConnection, place: str, handover: Handover, hidden: Hidden
) -> None:
    """Write into an extract what it is of and what is hidden in it."""
    columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in HANDOVER.items())
    connection.execute(f"create table {place}.handover ({columns})")
    marks = ", ".join("?" * len(HANDOVER))
    connection.execute(f"insert into {place}.handover values ({marks})", list(handover))
    columns = ", ".join(f'"{name}" varchar' for name in ("en", "zh", "table", "column"))
    connection.execute(f"create table {place}.hidden ({columns})")
    if rows := hidden.rows():
        connection.executemany(f"insert into {place}.hidden values (?, ?, ?, ?)", rows)


def _attached(snapshot: Path, spill: str, memory_gb: float | None) -> duckdb.DuckDBPyConnection:
    """Open the snapshot beside an empty database in memory; what does not fit goes to `spill`."""
    limit = {} if memory_gb is None else {"memory_limit": f"{memory_gb}GB"}
    connection = duckdb.connect(config={"temp_directory": spill, **limit})
    try:
        connection.execute(f"attach '{escaped(str(snapshot))}' as store (read_only)")
    except duckdb.Error as error:
        told = str(error).splitlines()[0]
        raise StoreError(say("err_store_unread", path=snapshot, told=told)) from error
    return connection
