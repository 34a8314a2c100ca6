"""What a role of params may not see: whole tables, columns of others; and names that are masked."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from salesnb.engines.dialect import quoted
from salesnb.errors import HiddenError, UsageError, unknown
from salesnb.extracts.rows import NAMED, NAMES, View
from salesnb.labels import Sentence, say
from salesnb.tables import TABLES

# They say what the words of the others mean, and hold no row of anybody.
_ALWAYS = ("stages", "parameters", "custom_columns")
_NAMES_OF_CUSTOMERS = ("customer_name", "company_name")
_FIRST = 2  # characters of a name that stay
_LACKS = re.compile(r'column (?:named )?"([^"]+)"|table with name "?(\w+)"? does not exist', re.I)

Row = tuple[str, str, str, str]
_NONE = Sentence("", "")


@dataclass(frozen=True)
class Hidden:
    """What is hidden from a role.

    Attributes
    ----------
    role : its name, empty where nothing is hidden.
    tables : of which nothing is seen.
    columns : of the other tables, those that are not seen.
    """

    role: Sentence = _NONE
    tables: frozenset[str] = frozenset()
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, table: str) -> frozenset[str]:
        """Return the columns of a table that are not seen.

        Raises
        ------
        HiddenError
            Nothing of it is seen.
        """
        if table in self.tables:
            raise self.refusal(table)
        return self.columns.get(table, frozenset())

    def refusal(self, what: str) -> HiddenError:
        """Return the error that says what is not seen."""
        return HiddenError(say("err_role_hides", role=self.role, what=what))

    def explain(self, sql: str, told: str) -> HiddenError | None:
        """Return what a failed statement lacked, if that is hidden."""
        match = _LACKS.search(told)
        if match is None:
            return None
        column, table = match.groups()
        if table is not None:
            return self.refusal(table) if table.lower() in self.tables else None
        lacking = [
            f"{name}.{column}"
            for name in dict.fromkeys(NAMED.findall(sql))
            if column.lower() in self.columns.get(name, ())
        ]
        return self.refusal(", ".join(lacking)) if lacking else None

    def rows(self) -> list[Row]:
        """Return it as rows (role in both languages, table, column), for `of_rows`.

        An empty column means all of the table.
        """
        called = (str(self.role), self.role.zh)
        whole = [(*called, name, "") for name in sorted(self.tables)]
        parts = [(*called, n, c) for n, found in self.columns.items() for c in sorted(found)]
        return whole + parts

    @classmethod
    def of_rows(cls, rows: Iterable[Row]) -> "Hidden":
        """Return what `rows` was told."""
        listed = list(rows)
        columns: dict[str, set[str]] = {}
        for *_, table, column in listed:
            if column:
                columns.setdefault(table, set()).add(column)
        return cls(
            Sentence(*listed[0][:2]) if listed else _NONE,
            frozenset(table for *_, table, column in listed if not column),
            {table: frozenset(found) for table, found in columns.items()},
        )


def hidden_from(
    view: View,
    columns_of: Callable[[str], Iterable[str]],
    custom_columns: Iterable[tuple[str, str]],
) -> Hidden:
    """Return what is hidden from a view's role.

    Parameters
    ----------
    columns_of : of a table of the role, which is there.
    custom_columns : (fact, column) of those that only the user's sheets have.

    Raises
    ------
    UsageError
        The role names a table or a column that there is not; a slip would hide nothing.
    """
    role = view.role
    if role is None:
        return Hidden()
    columns = {name: _columns(columns_of, name) for name in role.tables}
    _check(role.tables, role.without, columns)
    custom: dict[str, set[str]] = {name: set() for name in columns}
    if not role.custom_columns:
        for name, own in columns.items():
            custom[name] |= set(TABLES[name].custom(own)) - {"person"} if name in TABLES else set()
        for fact, column in custom_columns:
            custom.setdefault(fact, set()).add(column)
    return Hidden(
        Sentence(role.en or view.role_name, role.zh or view.role_name),
        frozenset(NAMES) - set(role.tables) - set(_ALWAYS),
        {
            name: frozenset(c for c in own if role.hides(name, c) or c in custom[name])
            for name, own in columns.items()
        },
    )


def limited(name: str, source: str, columns: Iterable[str], view: View, hidden: Hidden) -> str:
    """Return SQL for a table as the role sees it.

    Parameters
    ----------
    source : the table as the scope sees it, with its schema.
    columns : what it has.
    """
    if name == "custom_columns" and view.role is not None:
        listed = " or ".join(
            f"(fact = '{table}' and name in ({', '.join(map(_text, sorted(found)))}))"
            for table, found in hidden.columns.items()
            if found
        )
        shown = ", ".join(map(_text, sorted(hidden.columns)))
        return f"select * from {source} where fact in ({shown}) and not ({listed or 'false'})"
    kept = [c for c in columns if c not in hidden.columns.get(name, ())]
    return f"select {', '.join(_shown(column, view) for column in kept)} from {source}"


def _shown(column: str, view: View) -> str:
    if view.masks_names and column in _NAMES_OF_CUSTOMERS:
        return f"substr({quoted(column)}, 1, {_FIRST}) || '**' as {quoted(column)}"
    return quoted(column)


def _check(
    tables: Iterable[str], without: Iterable[str], columns: Mapping[str, Iterable[str]]
) -> None:
    every = {column for own in columns.values() for column in own}
    for entry in without:
        table, dot, column = entry.rpartition(".")
        if dot and table not in columns:
            raise UsageError(unknown("table", table, tables))
        known = columns[table] if dot else every
        if column not in known:
            raise UsageError(unknown("column", column, known))


def _columns(columns_of: Callable[[str], Iterable[str]], table: str) -> list[str]:
    if table not in NAMES:
        raise UsageError(unknown("table", table, NAMES))
    named = [*columns_of(table)]
    return [*named, "person"] if table == "staff" else named


def _text(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
