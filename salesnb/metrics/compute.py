"""Metrics over a scoped store: one query per fact and date column, for many metrics and periods."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pandas as pd

from salesnb.engines.dialect import quoted
from salesnb.errors import ConfigError, HiddenError, UsageError, unknown
from salesnb.formula import Formula, parse_formula
from salesnb.labels import Sentence, say
from salesnb.metrics.intervals import Floats, mean_bounds, median_bounds, wilson_bounds
from salesnb.models.dimensions import DIMENSIONS as DIMENSIONS
from salesnb.periods import GRAINS, Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Metric, Settings

_DAYS = ("DATE", "TIMESTAMP")
_WORD = re.compile(r"\w+")
VALUES = ["value", "numerator", "denominator", "low", "high", "n"]


def dimensions_of(store: ScopedStore, fact: str) -> list[str]:
    """Return the dimensions by which the metrics of a fact can be split, custom columns last."""
    columns = store.columns(f"fact_{fact}")
    known = [name for name in DIMENSIONS if ("owner" if name == "rep" else name) in columns]
    return [*known, *store.custom_columns(f"fact_{fact}")]


def compute_metrics(
    store: ScopedStore,
    settings: Settings,
    names: Sequence[str],
    periods: Sequence[Period],
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """Return metrics that are formulas over one fact, for several periods at once.

    Parameters
    ----------
    names : ids of params/metrics.yml.
    periods : may overlap; each is computed by itself.
    by : dimensions of the fact.

    Returns
    -------
    One row per metric, period and group: metric, period, the dimensions, value, numerator,
    denominator, low, high, n. A ratio carries both parts and, where it is one of counts, its 95 %
    interval; n is the number of rows it rests on. A group without rows in a period has value 0
    for additive metrics and none for others.

    Raises
    ------
    UsageError
        A metric or dimension that does not exist, with those that do.
    """
    found = {name: _known_metric(settings, name) for name in names}
    facts: dict[str, list[str]] = {}
    for name, metric in found.items():
        assert metric.fact is not None
        _check_right(store, name, metric)
        _check_source(store, settings, name, metric)
        _check_dimensions(store, name, metric.fact, by)
        facts.setdefault(metric.fact, []).append(name)
    parts = [_query(store, settings, fact, members, periods, by) for fact, members in facts.items()]
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def _known_metric(settings: Settings, name: str) -> Metric:
    if name not in settings.metrics:
        raise settings.missing("metric", name, settings.metrics)
    return settings.metrics[name]


def _check_right(store: ScopedStore, name: str, metric: Metric) -> None:
    """Refuse by its name a metric that is made of what the viewer's role may not see."""
    if what := hidden_parts(store, metric):
        called = Sentence(metric.label("en"), metric.label("zh"))
        words = {"metric": called, "name": name, "role": store.hidden.role, "what": what}
        raise HiddenError(say("err_role_metric", **words))


def hidden_parts(store: ScopedStore, metric: Metric) -> str:
    """Return what a metric is made of that the viewer's role may not see; empty if there is none."""
    fact = f"fact_{metric.fact}"
    if fact in store.hidden.tables:
        return fact
    hidden = store.hidden.of(fact)
    named = _WORD.findall(f"{metric.formula} {metric.where or ''} {metric.dated_by}".lower())
    return ", ".join(f"{fact}.{name}" for name in dict.fromkeys(named) if name in hidden)


def _check_source(store: ScopedStore, settings: Settings, name: str, metric: Metric) -> None:
    facts = [table.removeprefix("fact_") for table in store.tables() if table.startswith("fact_")]
    if metric.fact not in facts:
        place = settings.place("metrics", "metrics", name, "fact")
        at = say("at_metric", place=place, metric=name)
        said = unknown("fact", str(metric.fact), facts)
        raise ConfigError(say("err_at", place=at, said=said))
    days = [c for c, kind in store.columns(f"fact_{metric.fact}").items() if kind in _DAYS]
    if metric.dated_by not in [*days, "always"]:
        said = unknown("day of the fact", str(metric.dated_by), [*days, "always"])
        place = settings.place("metrics", "metrics", name, "dated_by")
        at = say("at_metric_key", place=place, metric=name, key="dated_by")
        raise ConfigError(say("err_at", place=at, said=said))


def _check_dimensions(store: ScopedStore, name: str, fact: str, by: Sequence[str]) -> None:
    allowed = dimensions_of(store, fact)
    for dimension in by:
        if dimension not in allowed:
            said = unknown("dimension of it", dimension, [*allowed, *GRAINS])
            raise UsageError(say("err_at", place=say("at_this_metric", metric=name), said=said))


def _query(
    store: ScopedStore,
    settings: Settings,
    fact: str,
    names: Sequence[str],
    periods: Sequence[Period],
    by: Sequence[str],
) -> pd.DataFrame:
    """Ask one statement for all metrics of a fact."""
    columns = store.columns(f"fact_{fact}")
    metrics = {name: settings.metrics[name] for name in names}
    formulas = {name: parse_formula(name, m, columns, settings) for name, m in metrics.items()}
    wide = store.measure(_statement(fact, metrics, formulas, periods, by))
    full = _with_empty_groups(wide, periods, by)
    return _long(full, metrics, by)


def metric_statement(
    store: ScopedStore,
    settings: Settings,
    name: str,
    periods: Sequence[Period],
    by: Sequence[str] = (),
) -> tuple[Formula, str]:
    """Return a metric's formula as SQL, and the statement that computes it over its fact.

    The statement lacks only the column with what an interval needs, which of a median is long.

    Raises
    ------
    UsageError, HiddenError, ConfigError
        As `compute_metrics`.
    """
    metric = _known_metric(settings, name)
    assert metric.fact is not None
    _check_right(store, name, metric)
    _check_source(store, settings, name, metric)
    _check_dimensions(store, name, metric.fact, by)
    formula = parse_formula(name, metric, store.columns(f"fact_{metric.fact}"), settings)
    shown = {name: replace(formula, spread=None)}
    return formula, _statement(metric.fact, {name: metric}, shown, periods, by)


def _statement(
    fact: str,
    metrics: Mapping[str, Metric],
    formulas: Mapping[str, Formula],
    periods: Sequence[Period],
    by: Sequence[str],
) -> str:
    """Return the SQL for all metrics of a fact; each column of days is one part of it."""
    dated: dict[str, dict[str, Formula]] = {}
    for name, metric in metrics.items():
        dated.setdefault(str(metric.dated_by), {})[name] = formulas[name]
    aggregates = {day: _aggregates(chosen) for day, chosen in dated.items()}
    parts = [_part(fact, day, own, aggregates, periods, by) for day, own in aggregates.items()]
    return parts[0] if len(parts) == 1 else _joined(parts, aggregates, by)


def _aggregates(formulas: Mapping[str, Formula]) -> dict[str, str]:
    """Return {column of the result: its SQL}."""
    listed: dict[str, str] = {}
    for name, formula in formulas.items():
        parts = {
            "numerator": formula.numerator,
            "denominator": formula.denominator,
            "n": formula.cases,
            "spread": formula.spread,
        }
        listed |= {f"{name}__{part}": sql for part, sql in parts.items() if sql is not None}
    return listed


def _part(
    fact: str,
    day: str,
    own: Mapping[str, str],
    every: Mapping[str, Mapping[str, str]],
    periods: Sequence[Period],
    by: Sequence[str],
) -> str:
    """Return SQL for the metrics that one column of days puts into periods, others left empty."""
    groups = [f"f.{quoted('owner' if name == 'rep' else name)} as {quoted(name)}" for name in by]
    listed = [
        f"{sql if column in own else _nothing(sql)} as {quoted(column)}"
        for part in every.values()
        for column, sql in part.items()
    ]
    period, source = _placed(fact, day, periods)
    if day == "always" and len(periods) > 1:
        keys = [str(place) for place in range(1, len(by) + 1)]
        inner = f"select {', '.join([*groups, *listed])} from {source}"
        inner += f" group by {', '.join(keys)}" if keys else ""
        return f"select {period}, stated.* from ({inner}) as stated cross join {_spans(periods)}"
    keys = [str(place) for place in range(1 if len(periods) > 1 else 2, len(by) + 2)]
    return f"select {', '.join([f'{period} as period', *groups, *listed])} from {source}" + (
        f" group by {', '.join(keys)}" if keys else ""
    )


def _nothing(sql: str) -> str:
    """Return SQL for no value of what an aggregate gives; some engines unite no types by themselves."""
    return f"cast(null as {'double[]' if sql.startswith('quantile_cont(') else 'double'})"


def _placed(fact: str, day: str, periods: Sequence[Period]) -> tuple[str, str]:
    """Return SQL for a row's period, and for the rows to look at."""
    one = f"'{periods[0].text}'" if len(periods) == 1 else None
    if day == "always":
        return one or "span.period", f"fact_{fact} as f"
    ordered = sorted(periods, key=lambda period: period.start)
    inside = (
        f"f.{day} >= date '{ordered[0].start}'"
        f" and f.{day} < date '{max(period.end for period in periods)}'"
    )
    if one:
        return one, f"fact_{fact} as f where {inside}"
    if any(first.end > second.start for first, second in pairwise(ordered)):
        within = f"f.{day} >= span.first_day and f.{day} < span.end_day"
        return "span.period", f"fact_{fact} as f join {_spans(periods)} on {within} where {inside}"
    whens = " ".join(
        f"when f.{day} >= date '{p.start}' and f.{day} < date '{p.end}' then '{p.text}'"
        for p in ordered
    )
    gaps = (
        " and ("
        + " or ".join(f"f.{day} >= date '{p.start}' and f.{day} < date '{p.end}'" for p in ordered)
        + ")"
        if any(first.end < second.start for first, second in pairwise(ordered))
        else ""
    )
    return f"case {whens} end", f"fact_{fact} as f where {inside}{gaps}"


def _spans(periods: Sequence[Period]) -> str:
    rows = ", ".join(f"('{p.text}', date '{p.start}', date '{p.end}')" for p in periods)
    return f"(values {rows}) as span (period, first_day, end_day)"


def _joined(
    parts: Sequence[str], aggregates: Mapping[str, Mapping[str, str]], by: Sequence[str]
) -> str:
    """Return SQL that lays the parts' rows of one period and group into one."""
    keys = [quoted(name) for name in ("period", *by)]
    columns = [quoted(column) for part in aggregates.values() for column in part]
    listed = ", ".join([*keys, *(f"any_value({column}) as {column}" for column in columns)])
    return f"select {listed} from ({' union all '.join(parts)}) as parts group by {', '.join(keys)}"


def _with_empty_groups(
    wide: pd.DataFrame, periods: Sequence[Period], by: Sequence[str]
) -> pd.DataFrame:
    """Give each group that occurs anywhere a row in every period, in a stable order."""
    if len(periods) == 1 and len(wide):
        return wide.sort_values(list(by), ignore_index=True) if by else wide
    seen = wide[list(by)].drop_duplicates().sort_values(list(by)) if by else [()]
    groups = list(seen.itertuples(index=False)) if isinstance(seen, pd.DataFrame) else seen
    rows = [(p.text, *group) for p, group in product(periods, groups)]
    grid = pd.DataFrame(rows, columns=["period", *by])
    return grid.merge(wide, how="left", on=["period", *by])


def _long(full: pd.DataFrame, metrics: Mapping[str, Metric], by: Sequence[str]) -> pd.DataFrame:
    """Lay the metrics that stand beside each other below each other."""
    figures = [_figures(full, name, metric) for name, metric in metrics.items()]
    rows = np.tile(np.arange(len(full)), len(metrics))
    keys = {key: full[key].array.take(rows) for key in ("period", *by)}
    values = {
        column: np.concatenate([found[place] for found in figures])
        for place, column in enumerate(VALUES)
    }
    names = pd.Series(np.repeat(np.array(list(metrics), dtype=object), len(full)), dtype="str")
    return pd.DataFrame({"metric": names, **keys, **values, "n": values["n"].astype(int)})


def _figures(full: pd.DataFrame, name: str, metric: Metric) -> tuple[Floats, ...]:
    """Return what `VALUES` names of one metric, row by row."""

    def column(part: str) -> Floats:
        return full[f"{name}__{part}"].to_numpy(dtype=np.float64, na_value=np.nan)

    numerator, n = column("numerator"), np.nan_to_num(column("n"))
    low = high = denominator = nothing = np.full(len(full), np.nan)
    if f"{name}__denominator" in full:
        denominator = np.nan_to_num(column("denominator"))
        value = numerator / np.where(denominator > 0, denominator, np.nan)
        numerator = np.nan_to_num(numerator)
    else:
        # No rows sum up to 0; rows without a known amount do not.
        value = np.where(n == 0, 0, numerator) if metric.additive else numerator
        numerator = nothing
    if metric.interval == "wilson":
        low, high = wilson_bounds(numerator, denominator)
    elif metric.interval == "mean":
        low, high = mean_bounds(value, column("spread"), n)
    elif metric.interval == "median":
        low, high = median_bounds(list(full[f"{name}__spread"]), n)
    return value, numerator, denominator, low, high, n
