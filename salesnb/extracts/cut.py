"""The views of a schema: what a view keeps of each table, made as they are asked for."""

from collections.abc import Iterable

import duckdb

from salesnb.engines.dialect import create_functions
from salesnb.extracts.limits import limited
from salesnb.extracts.rows import View, beneath
from salesnb.extracts.whole import WholeStore, columns_of


class Cut:
    """What a view keeps of a whole store, as views of a schema of its own.

    Attributes
    ----------
    hidden : what the view's role may not see.
    seen : the schema; an unqualified name is looked for in it and nowhere else.
    scoped : the schema with the rows as the scope has them, beneath what the role sees of them.
    """

    def __init__(self, whole: WholeStore, view: View, number: int, kind: str = "") -> None:
        self._whole, self._view = whole, view
        self.hidden = whole.hidden_from(view)
        self.connection: duckdb.DuckDBPyConnection = whole.connection.cursor()
        self.seen = self.scoped = f"{kind}seen_{number}"
        self.connection.execute(f"create schema {self.seen}")
        if view.is_limited:
            self.scoped = f"{kind}scoped_{number}"
            self.connection.execute(f"create schema {self.scoped}")
        self._there: set[str] = set()
        create_functions(self.connection, self.seen)
        self.connection.execute(f"set schema = '{self.seen}'")

    def need(self, names: Iterable[str]) -> None:
        """Make the views of tables and facts, and of those that they rest on."""
        for name in names:
            if name in self._there:
                continue
            self.need(beneath(name, self._view))
            self._whole.need(name)
            if self._view.kind != "company" and self._whole.of_customers(name):
                self.need(["fact_customers"])
            selected = self._whole.select(name, self._view, into=self.scoped)
            self.connection.execute(f"create view {self.scoped}.{name} as {selected}")
            self._there.add(name)
            if self._view.is_limited and name not in self.hidden.tables:
                source = f"{self.scoped}.{name}"
                held = columns_of(self.connection, source)
                seen = limited(name, source, held, self._view, self.hidden)
                self.connection.execute(f"create view {self.seen}.{name} as {seen}")

    def columns(self, name: str) -> dict[str, str]:
        """Return {column: type} of a table as the role sees it."""
        self.need([name])
        return columns_of(self.connection, f"{self.seen}.{name}")

    def close(self) -> None:
        """Give the connection back; the views go with the whole store."""
        self.connection.close()
