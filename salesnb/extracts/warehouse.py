"""The tables and facts of a warehouse as of a day: what extracts are cut from, elsewhere."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from salesnb.engines import Connection, Warehouse, show_mapped
from salesnb.engines.dialect import create_functions, quoted, text
from salesnb.errors import EngineError, StoreError
from salesnb.extracts.contacts import CONTACTS, CONTACTS_OF, Unsealing
from salesnb.extracts.forecasts import TABLES as FORECAST_TABLES
from salesnb.extracts.held import SCOPED, Held
from salesnb.extracts.rows import NAMES, PERSON, View, masked
from salesnb.extracts.whole import Handover, WholeStore, columns_of, write_notes
from salesnb.labels import say
from salesnb.learned import LEARNED_TABLES
from salesnb.learned.customers import CUSTOMER_TABLES
from salesnb.settings import Settings
from salesnb.store import SEALED_WITH, Keys, Snapshot, Store, connect, key_of, loaded_name

_LEARNED = frozenset({*LEARNED_TABLES, *CUSTOMER_TABLES, *FORECAST_TABLES})


class WarehouseStore(WholeStore):
    """All tables and facts as of a day, in a session of a warehouse.

    Facts are made there, in temporary tables; what is learned of them stays here. Rows leave it as
    results of metrics and as what a view keeps of a table, and every statement that fetches them has
    the view's filter in it; only what models are learned of is fetched of the whole company.

    Parameters
    ----------
    reached : opens a session of its own.
    snapshot : what the tables there are a copy of, or the day on which the company's own are read.
    """

    def __init__(
        self,
        reached: Connection,
        snapshot: Snapshot,
        settings: Settings,
        as_of: date,
        keys: Keys | None = None,
    ) -> None:
        engine, connection = reached.open(), duckdb.connect()
        try:
            key_id = _show(engine, reached, snapshot, settings)
            contacts = Unsealing(connection, keys, key_id)
            self._begin(snapshot.path, settings, as_of, connection, engine, contacts)
        except BaseException:
            engine.close()
            connection.close()
            raise

    def is_here(self, name: str) -> bool:
        """Return whether a table was learned, and is not in the warehouse."""
        return name in _LEARNED

    def columns(self, name: str) -> dict[str, str]:
        """Return {column: type} of a table or fact that is there."""
        if name in _LEARNED:
            return columns_of(self.connection, f"whole.{name}")
        return self.engine.columns(name)

    def _keep(self, name: str, frame: pd.DataFrame, columns: str = "*") -> None:
        self.connection.execute("create schema if not exists whole")
        self.connection.register("coming", frame)
        self.connection.execute(f"create table whole.{name} as select {columns} from coming")
        self.connection.unregister("coming")

    def learned(self, name: str, view: View, beneath: Mapping[str, pa.Table]) -> pa.Table:
        """Return what a view keeps of a table that was learned.

        Parameters
        ----------
        beneath : what the view keeps of the facts that decide on it.
        """
        self.connection.execute(f"create schema if not exists {SCOPED}")
        for fact, rows in beneath.items():
            self.connection.register("coming", rows)
            made = f"create or replace table {SCOPED}.{fact} as select * from coming"
            self.connection.execute(made)
            self.connection.unregister("coming")
        return self.connection.sql(self.select(name, view, SCOPED)).to_arrow_table()

    def values(self, name: str, view: View) -> dict[str, str]:
        """Return {column: SQL} of a table as it is fetched: what is sealed is unsealed here."""
        listed = {column: quoted(column) for column in self.columns(name)}
        return listed | {"person": PERSON} if name == "staff" else listed

    def unsealed(self, name: str, rows: pa.Table, view: View) -> pa.Table:
        """Return fetched rows of a table as a view keeps them, contacts masked."""
        listed = masked(name, rows.column_names, view.sees_prices, self._contacts.column)
        self.connection.register("coming", rows)
        chosen = ", ".join(f"{value} as {quoted(column)}" for column, value in listed)
        found = self.connection.sql(f"select {chosen} from coming").to_arrow_table()
        self.connection.unregister("coming")
        return found

    def write(
        self, view: View, path: Path, handover: Handover, *, without: Collection[str] = ()
    ) -> None:
        """Fetch what a view keeps into a database file of its own, for another process."""
        with duckdb.connect(str(path)) as handed:
            create_functions(handed, "main")
            held = Held(self, view, handed)
            # Last, when every fact has told of its own.
            names = sorted(set(NAMES) - set(without), key=lambda name: name == "custom_columns")
            held.need(names)
            write_notes(handed, "main", handover, held.hidden)
        path.chmod(0o600)

    def fetch_contacts(self, held: Held, table: str, ids: Sequence[str]) -> pd.DataFrame:
        """Return id, contact_name and contact_info in clear, of rows of a view that are own.

        Raises
        ------
        StoreError, ConfigError
            The key is not at hand.
        """
        fact, key = CONTACTS_OF[table]
        if not ids:
            return pd.DataFrame(columns=["id", *CONTACTS])
        listed = ", ".join(map(text, ids))
        rows = held.rows(
            f"select t.{key} as id, {', '.join(f't.{name}' for name in CONTACTS)} from whole.{table} t"
            f" where t.{key} in ({listed}) and t.{key} in (select {key} from {SCOPED}.{fact})"
            " order by 1",
            [fact],
        )
        clear = ", ".join(f"{self._contacts.needed(name)} as {name}" for name in CONTACTS)
        self.connection.register("coming", rows)
        found: pd.DataFrame = self.connection.sql(
            f"select id, {clear} from coming order by id"
        ).df()
        self.connection.unregister("coming")
        return found


def whole_of(
    store: Store, settings: Settings, as_of: date, *, snapshot: Snapshot, keys: Keys | None = None
) -> WholeStore:
    """Return all tables and facts of a store as of a day, wherever they are."""
    if store.reached is None:
        return WholeStore(snapshot.path, settings, as_of, keys)
    return WarehouseStore(store.reached, snapshot, settings, as_of, keys)


def _show(
    engine: Warehouse, reached: Connection, snapshot: Snapshot, settings: Settings
) -> str | None:
    """Show the raw tables; return the id of the key with which columns of them are sealed.

    Raises
    ------
    StoreError
        Another snapshot than the newest one was loaded, or none.
    """
    if reached.is_mapped:
        zone, tables = settings.workspace.timezone, settings.store.tables

        def place(*location: str) -> str:
            return settings.place("store", *location)

        show_mapped(engine, tables, snapshot.at.date(), zone, place)
        return None
    wanted, held = loaded_name(snapshot), engine.loaded()
    if held is not None and held.owner != wanted.owner:
        raise EngineError(say("err_engine_foreign", engine=engine.name))
    if held != wanted:
        loaded = held.name if held else "-"
        raise StoreError(say("err_engine_behind", loaded=loaded, newest=wanted.name))
    if SEALED_WITH not in engine.show_loaded():
        return None
    loaded_key = str(engine.rows(f"select key_id from store.{SEALED_WITH}")[0][0])
    if loaded_key != (own := _key_of(snapshot)):
        raise StoreError(say("err_engine_sealed", loaded=loaded_key, own=own))
    return loaded_key


def _key_of(snapshot: Snapshot) -> str | None:
    with connect(snapshot.path, read_only=True) as source:
        return key_of(source)
