"""What a view keeps of a warehouse, fetched into a database here table by table as it is asked for."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow as pa
import sqlglot
from sqlglot import exp

from salesnb.extracts.limits import limited
from salesnb.extracts.rows import NAMES, View, beneath
from salesnb.extracts.whole import columns_of
from salesnb.store import SEALED

if TYPE_CHECKING:
    from salesnb.extracts.warehouse import WarehouseStore

SCOPED, _SEEN = "scoped", "seen"


class Held:
    """The rows of a view, in schema `main` of a connection.

    Attributes
    ----------
    hidden : what the view's role may not see.
    seen, scoped : the schema, as a `Cut` names it.
    """

    seen = scoped = "main"

    def __init__(
        self, whole: "WarehouseStore", view: View, connection: duckdb.DuckDBPyConnection
    ) -> None:
        self._whole, self._view = whole, view
        self.connection = connection
        self.hidden = whole.hidden_from(view)
        self._there: set[str] = set()

    def need(self, names: Iterable[str]) -> None:
        """Fetch the tables and facts that are not here yet and that the role may see."""
        for name in names:
            # Of custom columns there are more with each fact that is made.
            if name in self.hidden.tables or (name in self._there and name != "custom_columns"):
                continue
            rows = self._seen(name, self._fetched(name))
            self.connection.register("coming", rows)
            self.connection.execute(f"create or replace table {name} as select * from coming")
            self.connection.unregister("coming")
            self._there.add(name)

    def columns(self, name: str) -> dict[str, str]:
        """Return {column: type} of a table as the role sees it."""
        if name in SEALED or name in self._there or self._whole.is_here(name):
            self.need([name])
            return columns_of(self.connection, name)
        asked = _with_parts(self._scoped([name]), f"select * from {SCOPED}.{name}")
        hidden = self.hidden.of(name)
        return {c: kind for c, kind in self._whole.engine.columns(asked).items() if c not in hidden}

    def frame(self, sql: str) -> pd.DataFrame:
        """Return the result of a statement over facts, computed in the warehouse."""
        tree = sqlglot.parse_one(sql, dialect="duckdb")
        names = []
        for table in [*tree.find_all(exp.Table)]:
            if table.name in NAMES and not table.db:
                self.hidden.of(table.name)
                names.append(table.name)
                table.set("db", exp.to_identifier(_SEEN))
        parts = self._scoped(names)
        for name in names:
            parts[f"{_SEEN}_{name}"] = self._limited(name)
        return self._whole.engine.frame(_with_parts(parts, tree.sql("duckdb")))

    def rows(self, sql: str, names: Iterable[str]) -> pa.Table:
        """Return the rows of a statement that names tables of the view as `scoped.NAME`."""
        return self._whole.engine.arrow(_with_parts(self._scoped(names), sql))

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()

    def _fetched(self, name: str) -> pa.Table:
        if self._whole.is_here(name):
            self._whole.need(name)
            facts = beneath(name, self._view)
            kept = {fact: self.rows(f"select * from {SCOPED}.{fact}", [fact]) for fact in facts}
            return self._whole.learned(name, self._view, kept)
        rows = self.rows(f"select * from {SCOPED}.{name}", [name])
        return self._whole.unsealed(name, rows, self._view) if name in SEALED else rows

    def _seen(self, name: str, rows: pa.Table) -> pa.Table:
        """Return the rows as the role sees them."""
        if not self._view.is_limited:
            return rows
        self.connection.register("whole_rows", rows)
        sql = limited(name, "whole_rows", rows.column_names, self._view, self.hidden)
        seen = self.connection.sql(sql).to_arrow_table()
        self.connection.unregister("whole_rows")
        return seen

    def _limited(self, name: str) -> str:
        """Return SQL for what the role sees of a fact, of which `scoped` holds what the scope does."""
        source = f"{SCOPED}.{name}"
        if not self._view.is_limited:
            return f"select * from {source}"
        return limited(name, source, self._whole.columns(name), self._view, self.hidden)

    def _scoped(self, names: Iterable[str]) -> dict[str, str]:
        """Return what the view keeps of tables, and of those on which that rests, in their order."""
        parts: dict[str, str] = {}
        for name in names:
            self._add(name, parts)
        return parts

    def _add(self, name: str, parts: dict[str, str]) -> None:
        own = f"{SCOPED}_{name}"
        if own in parts:
            return
        for other in beneath(name, self._view):
            self._add(other, parts)
        self._whole.need(name)
        if self._view.kind != "company" and self._whole.of_customers(name):
            self._add("fact_customers", parts)
        parts[own] = self._whole.select(name, self._view, into=SCOPED)


def _with_parts(parts: Mapping[str, str], sql: str) -> str:
    """Put what a view keeps before a statement that reads it.

    So the filter is part of the statement, and not of something that was made in the session.
    """
    listed = ", ".join(f"{name} as ({part})" for name, part in parts.items())
    return f"with {listed} {sql}"
