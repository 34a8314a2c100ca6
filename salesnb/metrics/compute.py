"""Metrics over a scoped store: one query per fact and date column, for many metrics and periods."""

from collections.abc import Sequence
from itertools import product

import pandas as pd

from salesnb.errors import ConfigError, UsageError, unknown
from salesnb.metrics.formula import Formula, parse_formula
from salesnb.metrics.intervals import wilson
from salesnb.periods import GRAINS, Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Metric, Settings
from salesnb.store import quoted

# Dimensions in the order in which errors and help name them; `rep` is the owner of the fact.
DIMENSIONS = (
    "rep",
    "team",
    "department",
    "region",
    "industry",
    "source",
    "product_line",
    "product",
    "level",
    "grade",
    "stage",
    "competitor",
)
_DAYS = ("DATE", "TIMESTAMP")
VALUES = ["value", "numerator", "denominator", "low", "high", "n"]


def dimensions_of(store: ScopedStore, fact: str) -> list[str]:
    """Return the dimensions by which the metrics of a fact can be split."""
    columns = store.columns(f"fact_{fact}")
    return [name for name in DIMENSIONS if ("owner" if name == "rep" else name) in columns]


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
    groups: dict[tuple[str, str], list[str]] = {}
    for name, metric in found.items():
        assert metric.fact is not None and metric.dated_by is not None
        _check_source(store, name, metric)
        _check_dimensions(store, name, metric.fact, by)
        groups.setdefault((metric.fact, metric.dated_by), []).append(name)
    parts = [
        _query(store, settings, fact, dated_by, members, periods, by)
        for (fact, dated_by), members in groups.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _known_metric(settings: Settings, name: str) -> Metric:
    if name not in settings.metrics:
        raise UsageError(unknown("metric", name, settings.metrics))
    return settings.metrics[name]


def _check_source(store: ScopedStore, name: str, metric: Metric) -> None:
    place = f"params/metrics.yml, metric '{name}'"
    facts = [table.removeprefix("fact_") for table in store.tables() if table.startswith("fact_")]
    if metric.fact not in facts:
        raise ConfigError(f"{place}: {unknown('fact', str(metric.fact), facts)}")
    days = [c for c, kind in store.columns(f"fact_{metric.fact}").items() if kind in _DAYS]
    if metric.dated_by not in [*days, "always"]:
        known = unknown("day of the fact", str(metric.dated_by), [*days, "always"])
        raise ConfigError(f"{place}, dated_by: {known}")


def _check_dimensions(store: ScopedStore, name: str, fact: str, by: Sequence[str]) -> None:
    allowed = dimensions_of(store, fact)
    for dimension in by:
        if dimension not in allowed:
            known = [*allowed, *GRAINS]
            raise UsageError(f"Metric '{name}': {unknown('dimension of it', dimension, known)}")


def _query(
    store: ScopedStore,
    settings: Settings,
    fact: str,
    dated_by: str,
    names: Sequence[str],
    periods: Sequence[Period],
    by: Sequence[str],
) -> pd.DataFrame:
    columns = store.columns(f"fact_{fact}")
    formulas = {name: parse_formula(name, settings.metrics[name], columns) for name in names}
    groups = [f"f.{'owner' if name == 'rep' else name} as {name}" for name in by]
    inside = (
        "true"
        if dated_by == "always"
        else f"f.{dated_by} >= span.first_day and f.{dated_by} < span.end_day"
    )
    spans = ", ".join(
        f"('{period.text}', date '{period.start}', date '{period.end}')" for period in periods
    )
    keys = ", ".join(str(place) for place in range(1, len(by) + 2))
    wide = store.run(
        f"""select {", ".join(["span.period", *groups, *_aggregates(formulas)])}
        from (values {spans}) as span (period, first_day, end_day)
        join fact_{fact} as f on {inside}
        group by {keys}"""
    )
    full = _with_empty_groups(wide, periods, by)
    return pd.concat(
        [_long(full, name, settings.metrics[name], by) for name in names], ignore_index=True
    )


def _aggregates(formulas: dict[str, Formula]) -> list[str]:
    listed = []
    for name, formula in formulas.items():
        listed.append(f"{formula.numerator} as {quoted(f'{name}__numerator')}")
        if formula.denominator is not None:
            listed.append(f"{formula.denominator} as {quoted(f'{name}__denominator')}")
        listed.append(f"{formula.cases} as {quoted(f'{name}__n')}")
    return listed


def _with_empty_groups(
    wide: pd.DataFrame, periods: Sequence[Period], by: Sequence[str]
) -> pd.DataFrame:
    """Give each group that occurs anywhere a row in every period, in a stable order."""
    seen = wide[list(by)].drop_duplicates().sort_values(list(by)) if by else [()]
    groups = list(seen.itertuples(index=False)) if isinstance(seen, pd.DataFrame) else seen
    rows = [(p.text, *group) for p, group in product(periods, groups)]
    grid = pd.DataFrame(rows, columns=["period", *by])
    return grid.merge(wide, how="left", on=["period", *by])


def _long(full: pd.DataFrame, name: str, metric: Metric, by: Sequence[str]) -> pd.DataFrame:
    frame = full[["period", *by]].copy()
    frame.insert(0, "metric", name)
    numerator = full[f"{name}__numerator"].astype(float)
    n = full[f"{name}__n"].fillna(0).astype(int)
    if f"{name}__denominator" in full:
        denominator = full[f"{name}__denominator"].astype(float).fillna(0)
        frame["value"] = numerator / denominator.where(denominator != 0)
        frame["numerator"], frame["denominator"] = numerator.fillna(0), denominator
    else:
        # No rows sum up to 0; rows without a known amount do not.
        frame["value"] = numerator.mask(n == 0, 0) if metric.additive else numerator
        frame["numerator"] = frame["denominator"] = float("nan")
    frame["low"] = frame["high"] = float("nan")
    if metric.interval == "wilson":
        frame[["low", "high"]] = wilson(frame["numerator"], frame["denominator"])
    frame["n"] = n
    return frame
