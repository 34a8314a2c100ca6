"""A metric's formula: parsed, checked against its fact, split into numerator and denominator."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from salesnb.errors import ConfigError, unknown
from salesnb.settings import Metric

_AGGREGATES = (exp.Sum, exp.Count, exp.Avg, exp.Min, exp.Max, exp.CountIf)
_ALLOWED = (
    *_AGGREGATES,
    exp.Distinct,
    exp.Star,
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.Paren,
    exp.Binary,
    exp.Unary,
    exp.Case,
    exp.If,
    exp.Coalesce,
    exp.Between,
    exp.In,
    exp.Cast,
    exp.DataType,
)


@dataclass(frozen=True)
class Formula:
    """SQL of the two parts of a metric; `denominator` is None where the formula is no ratio.

    `cases` counts the rows on which the metric rests.
    """

    numerator: str
    denominator: str | None
    cases: str


def parse_formula(name: str, metric: Metric, columns: Mapping[str, str]) -> Formula:
    """Read a metric's formula and `where` as SQL over its fact.

    Parameters
    ----------
    columns : {column: type} of the fact; nothing else may be named.

    Raises
    ------
    ConfigError
        The text is no SQL expression, or uses a function, column or form that is not allowed.
    """
    assert metric.formula is not None
    tree = _expression(name, "formula", metric.formula, columns)
    condition = _expression(name, "where", metric.where, columns) if metric.where else None
    for inner in (*_inside_aggregates(tree), *([condition] if condition is not None else [])):
        if nested := inner.find(*_AGGREGATES):
            raise ConfigError(
                f"params/metrics.yml, metric '{name}': {nested.sql('duckdb')} is not allowed in"
                f" '{inner.sql('duckdb')}'. Only the formula aggregates, and only once."
            )
    if _is_bare(tree):
        raise ConfigError(
            f"params/metrics.yml, metric '{name}': formula '{metric.formula}' does not aggregate."
            " Write e.g. sum(amount) or count(distinct customer_id)."
        )
    top = tree.unnest()
    is_ratio = isinstance(top, exp.Div) and top.right.find(*_AGGREGATES)
    parts = (top.left, top.right) if is_ratio else (top, None)
    numerator, denominator = (
        None if part is None else _narrowed(part.copy(), condition) for part in parts
    )
    assert numerator is not None
    cases = _narrowed(exp.Count(this=exp.Star()), condition)
    return Formula(
        numerator.sql("duckdb"),
        None if denominator is None else denominator.sql("duckdb"),
        cases.sql("duckdb"),
    )


def _expression(name: str, key: str, text: str, columns: Mapping[str, str]) -> exp.Expression:
    place = f"params/metrics.yml, metric '{name}', {key} '{text}'"
    try:
        (tree,) = sqlglot.parse(f"select {text}", dialect="duckdb")
    except (sqlglot.errors.SqlglotError, ValueError) as error:
        raise ConfigError(f"{place} is not an SQL expression.") from error
    clauses = {clause for clause, value in tree.args.items() if value} if tree else set()
    if not isinstance(tree, exp.Select) or clauses != {"expressions"} or len(tree.expressions) != 1:
        raise ConfigError(f"{place} must be one expression without FROM or WHERE.")
    for node in tree.expressions[0].walk():
        if isinstance(node, exp.Column):
            if node.table or node.name not in columns:
                raise ConfigError(f"{place}: {unknown('column', node.sql(), columns)}")
        elif not isinstance(node, _ALLOWED):
            raise ConfigError(
                f"{place}: {node.sql('duckdb')} is not allowed. Allowed: sum, count, count_if, avg,"
                " min, max, coalesce, case, comparisons and arithmetic over the fact's columns."
            )
    return tree.expressions[0]


def _inside_aggregates(tree: exp.Expression) -> list[exp.Expression]:
    found = tree.find_all(*_AGGREGATES)
    return [part for node in found for part in node.iter_expressions()]


def _is_bare(tree: exp.Expression) -> bool:
    """Return whether nothing is aggregated, or a column stands outside of every aggregate."""
    bare = [c for c in tree.find_all(exp.Column) if c.find_ancestor(*_AGGREGATES) is None]
    return bool(bare) or tree.find(*_AGGREGATES) is None


def _narrowed(tree: exp.Expression, condition: exp.Expression | None) -> exp.Expression:
    """Push a condition into each aggregate as CASE WHEN, which every engine understands."""

    def push(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.CountIf):
            return exp.func("coalesce", _sum_of_ones(node.this, condition), exp.Literal.number(0))
        if condition is None or not isinstance(node, _AGGREGATES):
            return node
        argument = node.this
        if isinstance(argument, exp.Star):
            return exp.func("coalesce", _sum_of_ones(condition, None), exp.Literal.number(0))
        if isinstance(argument, exp.Distinct):
            kept = [_when(condition, each) for each in argument.expressions]
            return node.__class__(this=exp.Distinct(expressions=kept))
        return node.__class__(this=_when(condition, argument))

    return tree.transform(push)


def _when(condition: exp.Expression, value: exp.Expression) -> exp.Case:
    return exp.Case().when(condition.copy(), value.copy())


def _sum_of_ones(condition: exp.Expression, narrower: exp.Expression | None) -> exp.Expression:
    both = condition.copy() if narrower is None else exp.and_(condition.copy(), narrower.copy())
    one = exp.Case().when(both, exp.Literal.number(1)).else_(exp.Literal.number(0))
    return exp.Sum(this=one)
