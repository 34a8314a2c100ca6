"""A query as SQL: its rows as a list, its groups with totals, and whose rows they are."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from salesnb.engines.dialect import quoted
from salesnb.errors import ConfigError, UsageError, unknown
from salesnb.formula import parse_aggregate, parse_expression, parse_formula
from salesnb.labels import Sentence, say
from salesnb.periods import GRAINS, Period
from salesnb.queries.conditions import Compared, Reader
from salesnb.queries.source import Source
from salesnb.queries.words import Words
from salesnb.settings import Query, Settings

_ALIAS = re.compile(r"(.+?)\s+as\s+([\w-]+)\s*$", re.IGNORECASE | re.DOTALL)
_COUNT = "count(*)"
_OF_UNIT = {"ratio": "percent"}
_ADDED = (exp.Count, exp.CountIf, exp.Sum)


@dataclass(frozen=True)
class Value:
    """What is computed of a group.

    Attributes
    ----------
    kind : how it is shown: money, count, number, percent, days, hours.
    is_added : a group without rows has 0 of it.
    """

    name: str
    sql: str
    kind: str
    is_added: bool


@dataclass(frozen=True)
class Asked:
    """A query that may be run.

    Attributes
    ----------
    by, columns : {name: SQL} of what stands below each other and beside each other.
    show : the columns of a list.
    compared : texts that a slip of the pen may have made unlike any that occurs.
    """

    source: Source
    condition: str
    by: dict[str, str]
    columns: dict[str, str]
    values: tuple[Value, ...]
    show: tuple[str, ...]
    compared: tuple[Compared, ...]

    @property
    def rows_sql(self) -> str:
        """SQL for the rows as a list, ordered by the table's key."""
        listed = ", ".join(map(quoted, self.show))
        return f"select {listed} from {self._from(self.show)} where {self.condition} order by all"

    @property
    def groups_sql(self) -> str:
        """SQL for every group with the totals of rows and columns, each computed of its own rows."""
        groups = {f"by_{n}": sql for n, sql in enumerate(self.by.values())}
        groups |= {f"col_{n}": sql for n, sql in enumerate(self.columns.values())}
        chosen = [f"{sql} as {quoted(name)}" for name, sql in groups.items()]
        marks = [f"grouping({sql}) as {quoted(f'all_{name}')}" for name, sql in groups.items()]
        values = [f"{value.sql} as v{n}" for n, value in enumerate(self.values)] + ["count(*) as n"]
        below, beside = list(self.by.values()), list(self.columns.values())
        wanted = dict.fromkeys(map(tuple, ([*below, *beside], below, beside, [])))
        sets = ", ".join(f"({', '.join(each)})" for each in wanted)
        named = [*groups.values(), *(value.sql for value in self.values)]
        text = f"select {', '.join([*chosen, *marks, *values])} from {self._from(named)}"
        text += f" where {self.condition}"
        return f"{text} group by grouping sets ({sets})" if groups else text

    def keys_sql(self, key: str, schema: str) -> str:
        """SQL for the values of a key column among the rows, read from the tables of a schema."""
        read = self.source.sql(_columns_in([self.condition, quoted(key)]), schema)
        return (
            f"select distinct {quoted(key)} from {read}"
            f" where ({self.condition}) and {quoted(key)} is not null"
        )

    def _from(self, parts: Collection[str]) -> str:
        texts = [part if part not in self.source.columns else quoted(part) for part in parts]
        return self.source.sql(_columns_in([self.condition, *texts]))


def read_query(
    query: Query,
    source: Source,
    settings: Settings,
    period: Period | None,
    place: Callable[[str], Sentence],
    refuse: Callable[[str], Exception],
) -> Asked:
    """Check a query over its table, and return it as SQL.

    Parameters
    ----------
    period : the query's, words counted from a day; None = all days.
    place : says where a key of the query was written.
    refuse : gives the error on a column that the viewer's role may not see.

    Raises
    ------
    HiddenError
        It names what the viewer's role may not see.
    ConfigError
        It names a column or a value that there is not, or is not SQL that is allowed.
    """
    reader = Reader(source, Words(settings, source.table), place, refuse)
    day = _day(query, source, reader, period, place)
    conditions = []
    if query.where is not None:
        text = reader.text(query.where, "where")
        conditions.append(f"({parse_expression(text, place('where'), source.columns)})")
    if period is not None:
        conditions += [f"{day} >= date '{period.start}'", f"{day} < date '{period.end}'"]
    fiscal = settings.workspace.fiscal_year_start

    def groups(names: tuple[str, ...], key: str) -> dict[str, str]:
        return {name: _group(name, key, reader, source, day, fiscal) for name in names}

    return Asked(
        source,
        " and ".join(conditions) or "true",
        groups(query.by, "by"),
        groups((query.columns,) if query.columns else (), "columns"),
        tuple(_value(text, reader, source, settings, place) for text in query.values or (_COUNT,)),
        tuple(reader.column(name, "show") for name in query.show) or tuple(source.columns),
        tuple(reader.compared),
    )


def _day(
    query: Query,
    source: Source,
    reader: Reader,
    period: Period | None,
    place: Callable[[str], Sentence],
) -> str:
    """Return SQL for the day of a row."""
    name = reader.column(query.dated_by, "dated_by") if query.dated_by else source.day
    is_asked = period is not None or {*query.by, query.columns} & {*GRAINS}
    if is_asked and name not in source.days:
        said = unknown("column", str(query.dated_by), source.days)
        if name is None:
            said = say("err_query_undated", table=source.table)
        raise ConfigError(
            say("err_at", place=place("dated_by" if query.dated_by else "period"), said=said)
        )
    return quoted(name or "")


def _group(name: str, key: str, reader: Reader, source: Source, day: str, fiscal_start: int) -> str:
    if name in source.columns or name not in GRAINS:
        return quoted(reader.column(name, key))
    shift = 0 if fiscal_start == 1 else 13 - fiscal_start
    fiscal = f"cast({day} as date) + interval {shift} month"
    return {
        "day": f"strftime({day}, '%Y-%m-%d')",
        "week": f"strftime({day}, '%G-W%V')",
        "month": f"strftime({day}, '%Y-%m')",
        "quarter": f"(year({fiscal}) || 'Q' || quarter({fiscal}))",
        "year": f"cast(year({fiscal}) as varchar)",
    }[name]


def _value(
    written: str,
    reader: Reader,
    source: Source,
    settings: Settings,
    place: Callable[[str], Sentence],
) -> Value:
    """Return an aggregate, or a metric of the table's fact."""
    match = _ALIAS.fullmatch(written)
    text, name = (match[1], match[2]) if match else (written, "")
    metric = settings.metrics.get(text)
    if metric is not None and f"fact_{metric.fact}" in source.parts.values():
        formula = parse_formula(text, metric, source.columns, settings)
        sql = formula.numerator
        if formula.denominator is not None:
            sql = f"cast({sql} as double) / nullif({formula.denominator}, 0)"
        return Value(name or text, sql, _OF_UNIT.get(metric.unit, metric.unit), metric.additive)
    at = place("values")
    sql = parse_aggregate(reader.text(text, "values"), at, source.columns)
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    called = name or ("count" if text == _COUNT else text)
    return Value(called, sql, _kind(tree, source), isinstance(tree, _ADDED))


def _kind(tree: exp.Expression, source: Source) -> str:
    if isinstance(tree, exp.Count | exp.CountIf):
        return "count"
    kinds = {source.kind(column.name) for column in tree.find_all(exp.Column)}
    is_ratio = tree.find(exp.Div) is not None
    return "money" if "money" in kinds and not is_ratio else "number"


def _columns_in(texts: Collection[str]) -> set[str]:
    """Return the columns that pieces of SQL name."""
    return {
        column.name
        for text in texts
        for column in sqlglot.parse_one(f"select {text}", dialect="duckdb").find_all(exp.Column)
    }


def known_query(settings: Settings, name: str, tables: Collection[str]) -> Query:
    """Return a saved query.

    Raises
    ------
    UsageError
        There is none of the name.
    """
    if name not in settings.queries:
        raise UsageError(unknown("query", name, [*settings.queries, *tables]))
    return settings.queries[name]


def saved_place(settings: Settings, name: str) -> Callable[[str], Sentence]:
    """Return what says where a saved query says something: `params/queries.yml, line 7: where`."""

    def place(key: str) -> Sentence:
        at = settings.place("queries", "queries", name, key)
        return say("at_query_key", place=at, query=name, key=key)

    return place
