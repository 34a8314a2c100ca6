"""Formulas and conditions in SQL: parsed, checked against the columns that may be named.

A metric's formula is split into numerator and denominator.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import sqlglot
from sqlglot import exp

from salesnb.engines.dialect import FUNCTIONS, inlined, ranked
from salesnb.errors import ConfigError, unknown
from salesnb.labels import Sentence, listed, say
from salesnb.settings import Metric, Settings

_AGGREGATES = (exp.Sum, exp.Count, exp.Avg, exp.Median, exp.Min, exp.Max, exp.CountIf)
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
    exp.Nullif,
    exp.Abs,
    exp.Greatest,
    exp.Least,
    exp.Between,
    exp.In,
    exp.Cast,
    exp.DataType,
)
_WORDS = (
    "sum", "count", "count_if", "avg", "median", "min", "max", "coalesce", "nullif", "abs",
    "greatest", "least", "case", *FUNCTIONS,
)  # fmt: skip
# Shares of the ranked values between which a median's interval is sought, for any number of them.
QUANTILES = tuple(share / 100 for share in range(1, 100))


@dataclass(frozen=True)
class Formula:
    """SQL of the parts of a metric; `denominator` is None where the formula is no ratio.

    `cases` counts the rows on which the metric rests: of a mean or median those with a value.
    `spread` is what an interval needs: the standard deviation of a mean, the ranked values around
    a median.
    """

    numerator: str
    denominator: str | None
    cases: str
    spread: str | None


@dataclass(frozen=True)
class _Written:
    """A formula as params have it, and what its mistakes are called."""

    text: str
    place: Sentence
    columns: tuple[str, ...]


def parse_formula(
    name: str, metric: Metric, columns: Mapping[str, str], settings: Settings
) -> Formula:
    """Read a metric's formula and `where` as SQL over its fact.

    Parameters
    ----------
    columns : {column: type} of the fact; nothing else may be named.

    Raises
    ------
    ConfigError
        The text is no SQL expression, or uses a function, column or form that is not allowed; with
        file, line and the nearest name.
    """
    assert metric.formula is not None
    known = tuple(columns)
    formula = _Written(metric.formula, _place(settings, name, "formula"), known)
    where = metric.where and _Written(metric.where, _place(settings, name, "where"), known)
    return _parsed(formula, where or None, metric.interval)


def parse_expression(text: str, place: Sentence, columns: Collection[str]) -> str:
    """Read an expression over the columns of a row, e.g. a condition, a day or an amount, as SQL.

    Raises
    ------
    ConfigError
        As `parse_formula`; nothing may be aggregated.
    """
    return _plain(_Written(text, place, tuple(columns)))


def parse_aggregate(text: str, place: Sentence, columns: Collection[str]) -> str:
    """Read what is computed of a group of rows, e.g. `sum(amount)`, as SQL.

    Raises
    ------
    ConfigError
        As `parse_formula`; a column stands inside an aggregate.
    """
    formula = _parsed(_Written(text, place, tuple(columns)), None, "none")
    if formula.denominator is None:
        return formula.numerator
    below = f"nullif({formula.denominator}, 0)"
    return f"cast({formula.numerator} as double) / {below}"


@lru_cache(maxsize=1024)
def _plain(written: _Written) -> str:
    tree = _expression(written)
    _check_plain(tree, written)
    return _sql(tree)


def _place(settings: Settings, name: str, key: str) -> Sentence:
    place = settings.place("metrics", "metrics", name, key)
    return say("at_metric_key", place=place, metric=name, key=key)


@lru_cache(maxsize=1024)
def _parsed(formula: _Written, where: _Written | None, interval: str) -> Formula:
    tree = _expression(formula)
    condition = None if where is None else _expression(where)
    for inner in _inside_aggregates(tree):
        _check_plain(inner, formula)
    if where is not None and condition is not None:
        _check_plain(condition, where)
    if _is_bare(tree):
        at = say("at_text", place=formula.place, text=formula.text)
        raise ConfigError(say("err_no_aggregate", place=at))
    top = tree.unnest()
    is_ratio = isinstance(top, exp.Div) and top.right.find(*_AGGREGATES)
    parts = (top.left, top.right) if is_ratio else (top, None)
    numerator, denominator = (
        None if part is None else _sql(_narrowed(part.copy(), condition)) for part in parts
    )
    assert numerator is not None
    return Formula(
        numerator, denominator, _cases(top, condition), _spread(formula, top, condition, interval)
    )


def _cases(top: exp.Expression, condition: exp.Expression | None) -> str:
    if isinstance(top, exp.Avg | exp.Median):
        return _sql(_narrowed(exp.Count(this=top.this.copy()), condition))
    return _sql(_narrowed(exp.Count(this=exp.Star()), condition))


def _spread(
    formula: _Written, top: exp.Expression, condition: exp.Expression | None, interval: str
) -> str | None:
    kinds = {"mean": exp.Avg, "median": exp.Median}
    if interval not in kinds:
        return None
    if not isinstance(top, kinds[interval]):
        word = {"mean": "avg(...)", "median": "median(...)"}[interval]
        at = say("at_text", place=formula.place, text=formula.text)
        raise ConfigError(say("err_interval", place=at, interval=interval, word=word))
    value = top.this.copy() if condition is None else _when(condition, top.this)
    if interval == "mean":
        return _sql(exp.StddevSamp(this=value))
    return ranked(_sql(value), QUANTILES)


def _sql(tree: exp.Expression) -> str:
    written = inlined(tree).transform(_exact_division)
    for column in written.find_all(exp.Column):
        # Where it has capitals, it is not the same name without quotes in every engine.
        if column.name != column.name.lower():
            column.this.set("quoted", True)
    return str(written.sql("duckdb"))


def _exact_division(node: exp.Expression) -> exp.Expression:
    """Divide as fractions, which some engines do of integers only if told; by 0 there is none."""
    if not isinstance(node, exp.Div):
        return node
    above = exp.cast(node.left, "double")
    return exp.Div(this=above, expression=exp.func("nullif", node.right, exp.Literal.number(0)))


def _expression(written: _Written) -> exp.Expression:
    place = say("at_text", place=written.place, text=written.text)
    try:
        (tree,) = sqlglot.parse(f"select {written.text}", dialect="duckdb")
    except (sqlglot.errors.SqlglotError, ValueError) as error:
        raise ConfigError(say("err_not_sql", place=place)) from error
    clauses = {clause for clause, value in tree.args.items() if value} if tree else set()
    if not isinstance(tree, exp.Select) or clauses != {"expressions"} or len(tree.expressions) != 1:
        raise ConfigError(say("err_one_expression", place=place))
    for node in tree.expressions[0].walk():
        if isinstance(node, exp.Column):
            if node.table or node.name not in written.columns:
                said = unknown("column", node.sql(), written.columns)
                raise ConfigError(say("err_at", place=place, said=said))
        elif isinstance(node, exp.Anonymous) and node.name.lower() in FUNCTIONS:
            _check_arguments(node, place)
        elif not isinstance(node, _ALLOWED):
            told = node.sql("duckdb")
            raise ConfigError(
                say("err_sql_allowed", place=place, sql=told, functions=listed(_WORDS))
            )
    return tree.expressions[0]


def _check_plain(inner: exp.Expression, written: _Written) -> None:
    if nested := inner.find(*_AGGREGATES):
        told, within = nested.sql("duckdb"), inner.sql("duckdb")
        raise ConfigError(say("err_not_nested", place=written.place, nested=told, inner=within))


def _check_arguments(node: exp.Anonymous, place: Sentence) -> None:
    arguments, _ = FUNCTIONS[node.name.lower()]
    if len(node.expressions) != len(arguments):
        shape = f"{node.name.lower()}({', '.join(arguments)})"
        count = len(arguments)
        raise ConfigError(say("err_arguments", place=place, shape=shape, count=count))


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
            return _count(node.this, condition)
        if condition is None or not isinstance(node, _AGGREGATES):
            return node
        argument = node.this
        if isinstance(argument, exp.Star):
            return _count(condition, None)
        if isinstance(argument, exp.Distinct):
            kept = [_when(condition, each) for each in argument.expressions]
            return node.__class__(this=exp.Distinct(expressions=kept))
        return node.__class__(this=_when(condition, argument))

    return tree.transform(push)


def _when(condition: exp.Expression, value: exp.Expression) -> exp.Case:
    return exp.Case().when(condition.copy(), value.copy())


def _count(condition: exp.Expression, narrower: exp.Expression | None) -> exp.Expression:
    """Count the rows for which both hold; of no rows 0."""
    both = condition.copy() if narrower is None else exp.and_(condition.copy(), narrower.copy())
    return exp.Count(this=_when(both, exp.Literal.number(1)))
