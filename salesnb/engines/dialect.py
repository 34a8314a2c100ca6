"""The few functions that engines name differently. Models and formulas use the names of this page.

Everything else in models and formulas is SQL that DuckDB, PostgreSQL and Spark share: casts before
division, no aliases of the same select, no shorthand.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import duckdb
import sqlglot
from sqlglot import exp

# {function: (its arguments, {engine: what it is there})}
FUNCTIONS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "days_between": (
        ("first", "second"),
        {
            "duckdb": "date_diff('day', cast(first as date), cast(second as date))",
            "postgres": "(cast(second as date) - cast(first as date))",
            "spark": "datediff(cast(second as date), cast(first as date))",
        },
    ),
    "seconds_between": (
        ("first", "second"),
        {
            "duckdb": "date_diff('second', first, second)",
            "postgres": "cast(extract(epoch from (date_trunc('second', second)"
            " - date_trunc('second', first))) as bigint)",
            "spark": "(unix_timestamp(second) - unix_timestamp(first))",
        },
    ),
    "add_seconds": (
        ("start", "seconds"),
        {
            "duckdb": "(start + to_seconds(seconds))",
            "postgres": "(start + seconds * interval '1 second')",
            "spark": "timestampadd(SECOND, seconds, start)",
        },
    ),
    "add_days": (
        ("start", "days"),
        {
            "duckdb": "(start + days)",
            "postgres": "(start + days)",
            "spark": "date_add(start, cast(days as int))",
        },
    ),
}


def create_functions(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Give DuckDB the functions as macros of a schema."""
    for name, (arguments, bodies) in FUNCTIONS.items():
        connection.execute(
            f"create macro {schema}.{name}({', '.join(arguments)}) as {bodies['duckdb']}"
        )


def quoted(name: str) -> str:
    """Return an SQL identifier for any column name, custom ones with any text included."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def ranked(value: str, shares: Sequence[float]) -> str:
    """Return SQL for the values below which the given shares of all values lie, as a list.

    Examples
    --------
    >>> ranked("hours", [0.25, 0.75])
    'quantile_cont(hours, [0.25, 0.75])'
    """
    return f"quantile_cont({value}, [{', '.join(map(str, shares))}])"


def inlined(tree: exp.Expression, engine: str = "duckdb") -> exp.Expression:
    """Return a formula in which the functions of this page are written out for an engine.

    Examples
    --------
    >>> formula = sqlglot.parse_one("avg(days_between(created_on, closed_on))")
    >>> inlined(formula, "postgres").sql("postgres")
    'AVG((CAST(closed_on AS DATE) - CAST(created_on AS DATE)))'
    """
    while (node := next(_functions_of(tree), None)) is not None:
        arguments, _ = FUNCTIONS[node.name.lower()]
        given = dict(zip(arguments, node.expressions, strict=True))
        body = _body(node.name.lower(), engine).transform(_put_in, given)
        if node is tree:
            tree = body
        else:
            node.replace(body)
    return tree


def _functions_of(tree: exp.Expression) -> Iterator[exp.Expression]:
    return (node for node in tree.find_all(exp.Anonymous) if node.name.lower() in FUNCTIONS)


def _put_in(part: exp.Expression, given: Mapping[str, exp.Expression]) -> exp.Expression:
    if not isinstance(part, exp.Column) or part.name not in given:
        return part
    value = given[part.name].copy()
    return exp.paren(value) if isinstance(value, exp.Binary | exp.Unary) else value


@lru_cache
def _body(name: str, engine: str) -> exp.Expression:
    return sqlglot.parse_one(FUNCTIONS[name][1][engine], dialect=engine)
