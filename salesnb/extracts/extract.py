"""What a view keeps of a whole store, or of a file that was cut from one."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas as pd

from salesnb.engines.dialect import create_functions, quoted
from salesnb.extracts.contacts import CONTACTS, CONTACTS_OF
from salesnb.extracts.cut import Cut
from salesnb.extracts.limits import Hidden
from salesnb.extracts.picking import pick
from salesnb.extracts.rows import NAMED, View
from salesnb.extracts.whole import WholeStore, columns_of
from salesnb.tables import TABLES


class Extract:
    """What a view keeps of a whole store, table by table as they are asked for.

    Statements of salesnb's own read views over the whole store, in a schema of this extract alone;
    those of a user run in a second database, into which the tables that they name are copied and
    which reaches nothing else. Several extracts may share a whole store, so that its facts are made
    once; the last one to be closed closes it.
    """

    def __init__(self, whole: WholeStore, view: View) -> None:
        self._whole, self._view = whole, pick(whole, view) if view.query else view
        number = whole.take()
        self._cut = Cut(whole, self._view, number)
        self.hidden = self._cut.hidden
        self._copied: set[str] = set()
        if number == 1:  # of all that share it, and for good
            lock(self._cut.connection)
        # DuckDB lets a statement read what lies in the folder into which it spills: not the one of
        # the whole store, which is spilled into `.tmp`.
        self._spill = TemporaryDirectory(prefix="salesnb-sql-")
        self._sealed = duckdb.connect(config={"temp_directory": self._spill.name})
        create_functions(self._sealed, "main")
        lock(self._sealed)

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """Return the rows of a statement that salesnb itself wrote."""
        self._cut.need(NAMED.findall(sql))
        return self._cut.connection.execute(sql, list(parameters)).df()

    def query(
        self, sql: str, tables: Iterable[str], parameters: Sequence[Any] = ()
    ) -> pd.DataFrame:
        """Return the rows of a user's SELECT, which names `tables`."""
        for name in tables:
            self._copy(name)
        return self._sealed.execute(sql, list(parameters)).df()

    def measure(self, sql: str) -> pd.DataFrame:
        """Return the result of a statement over facts."""
        return self.run(sql)

    def columns(self, table: str) -> dict[str, str]:
        """Return {column: type} of a table or fact."""
        return self._cut.columns(table)

    def sources(self, table: str, as_of: date) -> pd.DataFrame:
        """Return id, file, sheet and row of the rows that the view keeps of a table with one key.

        Of several versions the newest known by the day tells; a row without any is left out.
        """
        self._cut.need([table])
        self.hidden.of(table)
        key = quoted(TABLES[table].key[0])
        after = as_of + timedelta(days=1)
        return self._cut.connection.execute(
            f"""select t.{key} as id, t._file as file, t._sheet as sheet, t._row as row
            from store.{table} t
            where t.{key} in (select {key} from {self._cut.seen}.{table})
            qualify row_number() over (
              partition by t.{key} order by (t.valid_from < ?) desc, t.version desc) = 1""",
            [after],
        ).df()

    def masked(self, table: str, ids: Sequence[str]) -> pd.DataFrame:
        """Return id, contact_name and contact_info, masked, of rows that the view keeps."""
        self._cut.need([table])
        return masked_contacts(self._cut.connection, table, ids)

    def reveal(self, table: str, ids: Sequence[str]) -> pd.DataFrame:
        """Return the same in clear, of own rows only; of none without the right to it.

        Raises
        ------
        StoreError, ConfigError
            The key is not at hand.
        """
        if not self._view.sees_contacts:
            return pd.DataFrame(columns=["id", *CONTACTS])
        self._cut.need([CONTACTS_OF[table][0]])
        return self._whole.reveal(table, ids, into=self._cut.seen)

    def close(self) -> None:
        """Give the memory back."""
        self._sealed.close()
        self._spill.cleanup()
        self._cut.connection.close()
        self._whole.release()

    def _copy(self, name: str) -> None:
        if name in self._copied:
            return
        self._cut.need([name])
        self.hidden.of(name)
        rows = self._cut.connection.sql(f"select * from {self._cut.seen}.{name}").to_arrow_table()
        self._sealed.register("coming", rows)
        self._sealed.execute(f"create table {name} as select * from coming")
        self._sealed.unregister("coming")
        self._copied.add(name)


class ExtractFile:
    """An extract that was written to a file; it reaches nothing beyond."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        rows = connection.execute("select * from hidden").fetchall()
        self.hidden = Hidden.of_rows((str(en), str(zh), str(t), str(c)) for en, zh, t, c in rows)

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """Return the rows of a statement."""
        return self._connection.execute(sql, list(parameters)).df()

    def query(
        self, sql: str, tables: Iterable[str], parameters: Sequence[Any] = ()
    ) -> pd.DataFrame:
        """Return the rows of a user's SELECT."""
        return self.run(sql, parameters)

    def measure(self, sql: str) -> pd.DataFrame:
        """Return the result of a statement over facts."""
        return self.run(sql)

    def columns(self, table: str) -> dict[str, str]:
        """Return {column: type} of a table or fact."""
        return columns_of(self._connection, table)

    def sources(self, table: str, as_of: date) -> pd.DataFrame:
        """Return no rows: an extract does not say from which file a row came."""
        return pd.DataFrame(columns=["id", "file", "sheet", "row"])

    def masked(self, table: str, ids: Sequence[str]) -> pd.DataFrame:
        """Return id, contact_name and contact_info, masked, of rows of a table."""
        return masked_contacts(self._connection, table, ids)

    def reveal(self, table: str, ids: Sequence[str]) -> pd.DataFrame:
        """Return no rows: an extract holds masks only, and whoever is given it has no key."""
        return pd.DataFrame(columns=["id", *CONTACTS])

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()


def masked_contacts(
    connection: duckdb.DuckDBPyConnection, table: str, ids: Sequence[str]
) -> pd.DataFrame:
    """Return id, contact_name and contact_info, masked, of rows of a table of an extract."""
    key = CONTACTS_OF[table][1]
    return connection.execute(
        f"select {key} as id, {', '.join(CONTACTS)} from {table}"
        f" where {key} in (select unnest(?)) order by 1",
        [[*ids]],
    ).df()


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """Let a connection reach nothing beyond its database."""
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
