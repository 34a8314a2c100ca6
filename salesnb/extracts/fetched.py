"""An extract of a warehouse: rows are fetched when they are asked for, metrics computed there."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas as pd

from salesnb.engines.dialect import create_functions, quoted
from salesnb.engines.types import frame_of
from salesnb.extracts.contacts import CONTACTS, CONTACTS_OF
from salesnb.extracts.extract import lock, masked_contacts
from salesnb.extracts.held import SCOPED, Held
from salesnb.extracts.picking import pick
from salesnb.extracts.rows import NAMED, View
from salesnb.extracts.warehouse import WarehouseStore
from salesnb.tables import TABLES


class FetchedExtract:
    """What a view keeps of a warehouse. It holds nothing else, so that any statement may run in it.

    Several may share a warehouse's session; the last one to be closed closes it.
    """

    def __init__(self, whole: WarehouseStore, view: View) -> None:
        self._whole, self._view = whole, pick(whole, view) if view.query else view
        whole.take()
        self._spill = TemporaryDirectory(prefix="salesnb-sql-")
        connection = duckdb.connect(config={"temp_directory": self._spill.name})
        create_functions(connection, "main")
        lock(connection)
        self._held = Held(whole, self._view, connection)
        self.hidden = self._held.hidden

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """Return the rows of a statement that salesnb itself wrote."""
        self._held.need(dict.fromkeys(NAMED.findall(sql)))
        return self._held.connection.execute(sql, list(parameters)).df()

    def query(
        self, sql: str, tables: Iterable[str], parameters: Sequence[Any] = ()
    ) -> pd.DataFrame:
        """Return the rows of a user's SELECT, which names `tables`."""
        for name in tables:
            self.hidden.of(name)
        self._held.need(tables)
        return self._held.connection.execute(sql, list(parameters)).df()

    def measure(self, sql: str) -> pd.DataFrame:
        """Return the result of a statement over facts, computed where they are."""
        return self._held.frame(sql)

    def columns(self, table: str) -> dict[str, str]:
        """Return {column: type} of a table or fact."""
        return self._held.columns(table)

    def sources(self, table: str, as_of: date) -> pd.DataFrame:
        """Return id, file, sheet and row of the rows that the view keeps of a table with one key.

        Of several versions the newest known by the day tells; the company's own tables have none.
        """
        self.hidden.of(table)
        key, after = quoted(TABLES[table].key[0]), as_of + timedelta(days=1)
        rows = self._held.rows(
            f"""select id, file, sheet, row from (
              select t.{key} as id, t._file as file, t._sheet as sheet, t._row as row,
                row_number() over (
                  partition by t.{key}
                  order by case when t.valid_from < date '{after}' then 0 else 1 end, t.version desc
                ) as nth
              from store.{table} t
              where t.{key} in (select {key} from {SCOPED}.{table})
            ) as told
            where nth = 1""",
            [table],
        )
        return frame_of(rows)

    def masked(self, table: str, ids: Sequence[str]) -> pd.DataFrame:
        """Return id, contact_name and contact_info, masked, of rows that the view keeps."""
        self._held.need([table])
        return masked_contacts(self._held.connection, table, ids)

    def reveal(self, table: str, ids: Sequence[str]) -> pd.DataFrame:
        """Return the same in clear, of own rows only; of none without the right to it.

        Raises
        ------
        StoreError, ConfigError
            The key is not at hand.
        """
        if not self._view.sees_contacts:
            return pd.DataFrame(columns=["id", *CONTACTS])
        self.hidden.of(CONTACTS_OF[table][0])
        return self._whole.fetch_contacts(self._held, table, ids)

    def close(self) -> None:
        """Give the memory back."""
        self._held.close()
        self._spill.cleanup()
        self._whole.release()
