"""A metric explained: definition, formula, its parts, the value now and the rows behind it."""

from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.engines.dialect import quoted
from salesnb.figures import Folded
from salesnb.formula import parse_expression
from salesnb.labels import Sentence, label, listed
from salesnb.metrics import dimensions_of, metric_statement
from salesnb.session import Session
from salesnb.settings import Metric
from salesnb.views.explained.explanation import Explanation, pretty

Points = list[tuple[str, str]]


def explain_metric(session: Session, name: str) -> Explanation:
    """Return what a metric is, and how its value of the session's scope and period came about."""
    lang, metrics = session.lang, session.settings.metrics
    metric = metrics[name]
    base = metric.of or name
    formula, statement = metric_statement(session._store, session.settings, base, [session.period])
    sql, rows_sql = pretty(statement), _rows_sql(session, base)
    value = session.metrics(name, compare=bool(metric.of)).iloc[0]
    points: Points = [(_word("definition", lang), metric.definition(lang))]
    points += _formula(session, metric)
    if not metric.of:
        if formula.denominator:
            points.append((_word("numerator", lang), formula.numerator))
            points.append((_word("denominator", lang), formula.denominator))
        points += _rows_that_count(metrics[base], lang)
    points.append((_word("value", lang), _value(session, metric, value)))
    if metric.of and metric.against in ("target", "pace", "missing"):
        points.append((_word("target", lang), _target(session, metric.to or metric.of)))
    if not metric.of:
        count = formats.count(value["n"], lang)
        points.append((_word("rows", lang), _word("rows_said", lang, count=count)))
    points.append((_word("thresholds", lang), _thresholds(metric, lang)))
    fact = metrics[base].fact
    splits = [] if fact is None else dimensions_of(session._store, fact)
    points.append((_word("dimensions", lang), listed(splits).text(lang)))
    points.append((_word("place", lang), _place(session, name)))
    return Explanation(
        "metric",
        name,
        metric.label(lang),
        points,
        [Folded(_word("sql_metric", lang), sql, is_open=True)],
        lang,
        sql=sql,
        rows=lambda: session._store.run(rows_sql),
    )


def _word(key: str, lang: str, **values: object) -> str:
    return label(f"explain_{key}", lang, **values)


def _formula(session: Session, metric: Metric) -> Points:
    lang, metrics = session.lang, session.settings.metrics
    if metric.of is None:
        return [(_word("formula", lang), str(metric.formula))]
    named = {
        key: f"{metrics[other].label(lang)} ({other})"
        for key, other in (("of", metric.of), ("to", metric.to))
        if other
    }
    return [(_word("formula", lang), _word(f"against_{metric.against}", lang, **named))]


def _rows_that_count(metric: Metric, lang: str) -> Points:
    fact = f"fact_{metric.fact}"
    grain = label(f"grain_{fact}", lang)
    points = [(_word("fact_of", lang), _word("fact_grain", lang, fact=fact, grain=grain))]
    if metric.where:
        points.append((_word("where", lang), metric.where))
    is_state = metric.dated_by == "always"
    day = (
        _word("day_always", lang)
        if is_state
        else _word("day_column", lang, fact=fact, column=metric.dated_by)
    )
    return [*points, (_word("day", lang), day)]


def _rows_sql(session: Session, name: str) -> str:
    """Return SQL for the rows of the fact that a metric counts in the period."""
    metric = session.settings.metrics[name]
    table, period = f"fact_{metric.fact}", session.period
    tests = []
    if metric.dated_by != "always":
        day = quoted(str(metric.dated_by))
        tests.append(f"{day} >= date '{period.start}' and {day} < date '{period.end}'")
    if metric.where:
        place = session.settings.place("metrics", "metrics", name, "where")
        columns = session._store.columns(table)
        tests.append(f"({parse_expression(metric.where, Sentence(place, place), columns)})")
    return f"select * from {table}" + (f" where {' and '.join(tests)}" if tests else "")


def _value(session: Session, metric: Metric, row: pd.Series) -> str:
    lang = session.lang

    def shown(value: object) -> str:
        return exact_figure(value, metric.unit)

    said = shown(row["value"])
    is_quotient = metric.against in (None, "target")
    if is_quotient and pd.notna(row["denominator"]):
        part = "count" if metric.unit == "ratio" else metric.unit
        values = {key: exact_figure(row[key], part) for key in ("numerator", "denominator")}
        said = _word("value_parts", lang, value=said, **values)
    if pd.notna(row["low"]):
        said = _word("interval", lang, said=said, low=shown(row["low"]), high=shown(row["high"]))
    return f"{session.scope_title()}, {formats.period_title(session.period.text, lang)}: {said}"


def exact_figure(value: Any, unit: str) -> str:
    """Return a figure in full, without 万 or million: 3,077,801.00, 17.8%, 12.5.

    Examples
    --------
    >>> exact_figure(3077801, "money"), exact_figure(0.178, "ratio"), exact_figure(None, "days")
    ('3,077,801.00', '17.8%', '–')
    """
    if value is None or pd.isna(value):
        return "–"
    number = float(value)
    if unit == "ratio":
        return f"{number:.1%}"
    if unit == "money":
        return f"{number:,.2f}"
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


def _target(session: Session, name: str) -> str:
    target = session.target(name)
    if target is None:
        return _word("no_target", session.lang)
    return exact_figure(target.value, session.settings.metrics[name].unit)


def _thresholds(metric: Metric, lang: str) -> str:
    side = "above" if metric.good == "down" else "below"
    told = [
        _word(side, lang, limit=exact_figure(limit, metric.unit), colour=_word(colour, lang))
        for colour in ("amber", "red")
        if (limit := getattr(metric.thresholds, colour)) is not None
    ]
    return listed(told).text(lang) if told else _word("none", lang)


def _place(session: Session, name: str) -> str:
    layers = session.settings.files.get("metrics", ())
    if not any(("metrics", name) in layer.lines for layer in layers):
        return label("metric_tried", session.lang)
    place = session.settings.place("metrics", "metrics", name)
    return place.text(session.lang) if isinstance(place, Sentence) else place
