"""From the SQL that DuckDB reads, in which models and formulas are written, to another engine's."""

from collections.abc import Callable

import sqlglot
from sqlglot import exp

from salesnb.engines.dialect import inlined

_MADE = "whole"
# Schemas in our statements whose tables bear the schema's name before their own in a session.
_PREFIXED = ("store", "scoped", "seen")


def translated(sql: str, dialect: str) -> str:
    """Return a statement as PostgreSQL or Spark reads it, with the same answer.

    Division is of fractions, as in DuckDB, also between integers; NULLs come last in every order;
    means, medians and quantiles are exact and computed in double precision. A raw table
    `store.NAME` is the session's `store_NAME`, what a view keeps of one is the statement's own
    `scoped_NAME`, and what was made in the session has no schema.

    Examples
    --------
    >>> translated("select median(hours), won / 2 from fact_leads order by created_on desc", "spark")
    'SELECT PERCENTILE(hours, 0.5), CAST(won AS DOUBLE) / 2 FROM fact_leads ORDER BY created_on DESC'
    """
    return str(translated_tree(sql, dialect).sql(dialect))


def translated_tree(sql: str, dialect: str) -> exp.Expression:
    """Return a statement as `translated` does, as a tree."""
    tree = inlined(sqlglot.parse_one(sql, dialect="duckdb"), dialect)
    own = _OWN[dialect]
    for node in reversed([*tree.walk()]):  # the innermost first
        if (changed := own(_changed(node, _QUANTILE[dialect]))) is not node:
            node.replace(changed)
    return tree


def _changed(node: exp.Expression, quantile: Callable[..., exp.Expression]) -> exp.Expression:
    if isinstance(node, exp.Table) and node.db in (_MADE, *_PREFIXED):
        return _session_table(node)
    if (isinstance(node, exp.Div) and not _is_double(node.this)) or isinstance(node, exp.Avg):
        node.set("this", exp.cast(node.this, "double"))
    elif isinstance(node, exp.Median):
        return quantile(node.this, exp.Literal.number("0.5"))
    elif isinstance(node, exp.PercentileCont):
        return quantile(node.this, node.expression)
    elif isinstance(node, exp.AnyValue):
        return exp.Max(this=node.this)
    elif isinstance(node, exp.IgnoreNulls):  # every aggregate of ours does
        return node.this
    return node


def _session_table(node: exp.Table) -> exp.Table:
    is_prefixed = node.db in _PREFIXED
    table = exp.to_table(f"{node.db}_{node.name}" if is_prefixed else node.name)
    if node.alias or is_prefixed:
        table.set("alias", node.args.get("alias") or exp.TableAlias(this=node.this.copy()))
    return table


def _is_double(node: exp.Expression) -> bool:
    return isinstance(node, exp.Cast) and node.is_type("double")


def _within_group(value: exp.Expression, shares: exp.Expression) -> exp.Expression:
    ordered = exp.Order(expressions=[exp.Ordered(this=value, nulls_first=False)])
    return exp.WithinGroup(
        this=exp.Anonymous(this="percentile_cont", expressions=[shares]), expression=ordered
    )


def _percentile(value: exp.Expression, shares: exp.Expression) -> exp.Expression:
    return exp.Anonymous(this="percentile", expressions=[value, shares])


_QUANTILE: dict[str, Callable[..., exp.Expression]] = {
    "postgres": _within_group,
    "spark": _percentile,
}


def _sorted_by_bytes(node: exp.Expression) -> exp.Expression:
    """Compare texts by their bytes, as the other engines do, and not as a language sorts them."""
    if isinstance(node, exp.Cast) and node.is_type(*exp.DataType.TEXT_TYPES):
        return exp.Collate(this=node.copy(), expression=exp.to_identifier("C", quoted=True))
    return node


_OWN: dict[str, Callable[[exp.Expression], exp.Expression]] = {
    "postgres": _sorted_by_bytes,
    "spark": lambda node: node,
}
