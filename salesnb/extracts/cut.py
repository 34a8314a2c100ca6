"""The views of a schema: what a view keeps of each table, made as they are asked for."""

from collections.abc import Iterable

from salesnb.extracts.rows import View, beneath
from salesnb.extracts.whole import WholeStore


class Cut:
    """What a view keeps of a whole store, as views of a schema.

    Attributes
    ----------
    hidden : what the view's role may not see.
    scoped : the schema with the rows as the scope has them, beneath what the role sees of them.
    """

    def __init__(self, whole: WholeStore, view: View, schema: str = "main") -> None:
        self._whole, self._view, self._schema = whole, view, schema
        self.hidden = whole.hidden_from(view)
        self.scoped = schema
        if view.is_limited:
            self.scoped = "scoped" if schema == "main" else f"{schema}_scoped"
            whole.connection.execute(f"create schema {self.scoped}")
        self._there: set[str] = set()

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
            self._whole.connection.execute(f"create view {self.scoped}.{name} as {selected}")
            self._there.add(name)
            if self._view.is_limited and name not in self.hidden.tables:
                seen = self._whole.limit(name, f"{self.scoped}.{name}", self._view, self.hidden)
                self._whole.connection.execute(f"create view {self._schema}.{name} as {seen}")

    def columns(self, name: str) -> dict[str, str]:
        """Return {column: type} of a table as the role sees it."""
        self.need([name])
        found = self._whole.connection.execute(f"describe {self._schema}.{name}").fetchall()
        return {row[0]: row[1] for row in found}
