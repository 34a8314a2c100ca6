"""What a query reads: a table beside its fact, so that both their columns can be named."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from salesnb.engines.dialect import quoted
from salesnb.errors import UsageError, unknown
from salesnb.tables import TABLES

Columns = Callable[[str], Mapping[str, str]]
Hidden = Callable[[str], Collection[str]]

# {table: (its fact, the fact's key, the table's)}: each row has one row of the fact.
_FACT_OF = {
    "customers": ("fact_customers", "customer_id", "customer_id"),
    "leads": ("fact_leads", "lead_id", "lead_id"),
    "opportunities": ("fact_opportunities", "opportunity_id", "opportunity_id"),
    "orders": ("fact_sales", "sale_id", "order_id"),
    "payments": ("fact_payments", "payment_id", "payment_id"),
    "follow_ups": ("fact_follow_ups", "follow_id", "follow_id"),
}
_DAYS = ("DATE", "TIMESTAMP")
_KINDS = {
    "DECIMAL": "money",
    "INTEGER": "count",
    "BIGINT": "count",
    "HUGEINT": "count",
    "DOUBLE": "number",
    "DATE": "date",
    "TIMESTAMP": "date",
}
# The day of a fact where it is not the first of its days.
_DAY_OF = {
    "fact_customers": "first_contact_on",
    "fact_leads": "created_on",
    "fact_opportunities": "created_on",
    "fact_sales": "sold_on",
    "fact_payments": "paid_on",
    "fact_follow_ups": "followed_on",
}


@dataclass(frozen=True)
class Source:
    """A table with the columns that a query may name.

    Attributes
    ----------
    table : as it was asked for.
    columns : {column: its type}, those of the fact first: they are checked and filled.
    hidden : columns that the viewer's role may not see.
    parts : the tables that it is read from, {alias: table}.
    """

    table: str
    columns: Mapping[str, str]
    hidden: frozenset[str]
    parts: Mapping[str, str]
    _own: Mapping[str, str]

    def sql(self, named: Collection[str], schema: str = "") -> str:
        """Return what stands after `from`: a select of the named columns.

        Parameters
        ----------
        schema : where the tables stand; empty = the current one.
        """
        within = f"{schema}." if schema else ""
        chosen = [name for name in self.columns if name in named] or [next(iter(self.columns))]
        listed = ", ".join(f"{self._own[name]}.{quoted(name)}" for name in chosen)
        first, *further = self.parts.items()
        text = f"select {listed} from {within}{first[1]} as {first[0]}"
        for alias, table in further:
            _, fact_key, key = _FACT_OF[self.table]
            kind = " and f.sale_kind = 'order'" if table == "fact_sales" else ""
            text += f" join {within}{table} as {alias} on {alias}.{fact_key} = t.{key}{kind}"
        return f"({text}) as rows"

    def kind(self, column: str) -> str:
        """Return how a column is shown: money, count, number, date or text."""
        kind = self.columns[column].partition("(")[0]
        return _KINDS.get(kind, "text")

    @property
    def days(self) -> list[str]:
        """The columns that hold days or times."""
        return [name for name, kind in self.columns.items() if kind in _DAYS]

    @property
    def day(self) -> str | None:
        """The column with the day of a row; None = there is none."""
        fact = self.parts.get("f", self.table)
        declared = TABLES[self.table].dated_by if self.table in TABLES else None
        wanted = [_DAY_OF.get(fact), declared, *self.days]
        return next((name for name in wanted if name in self.columns), None)


def source_of(table: str, tables: Collection[str], columns: Columns, hidden: Hidden) -> Source:
    """Return a table as a query reads it.

    Parameters
    ----------
    tables : those that the viewer may see.
    columns : gives {column: type} of one of them.
    hidden : gives the columns of one that the viewer's role may not see.

    Raises
    ------
    HiddenError
        The viewer's role sees nothing of the table.
    UsageError
        No such table.
    """
    if table not in tables:
        hidden(table)
        raise UsageError(unknown("table", table, tables))
    parts = {"t": table}
    fact = _FACT_OF.get(table, ("",))[0]
    if fact in tables:
        parts["f"] = fact
    types, own, unseen = {}, {}, set(hidden(table))
    for alias in reversed(parts):
        for name, kind in columns(parts[alias]).items():
            if name not in types:
                types[name], own[name] = kind, alias
        unseen |= set(hidden(parts[alias]))
    return Source(table, types, frozenset(unseen - types.keys()), parts, own)
