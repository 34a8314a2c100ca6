"""Metrics against their target: completion, and completion against the elapsed time."""

from collections.abc import Mapping, Sequence

import pandas as pd

from salesnb.errors import UsageError, unknown
from salesnb.metrics.compute import VALUES, compute_metrics
from salesnb.metrics.targets import TargetBook, children_of
from salesnb.periods import Calendar, Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Metric, Settings

_TARGET_DIMENSIONS = {"rep": "rep", "team": "team", "department": "department"}


def target_book(store: ScopedStore, settings: Settings, calendar: Calendar) -> TargetBook:
    """Return the targets that the scope may see."""
    return TargetBook(
        store.run("select period, scope, metric, value from targets"),
        children_of(store.run("select person, since, team, department from staff"), store.as_of),
        calendar,
        settings.workspace.fiscal_year_start,
    )


def completion_metrics(
    store: ScopedStore,
    settings: Settings,
    names: Sequence[str],
    periods: Sequence[Period],
    by: Sequence[str],
    calendar: Calendar,
) -> pd.DataFrame:
    """Return metrics divided by their target, in the form of `compute_metrics`.

    The numerator is what was reached, the denominator the target; without a target the value is
    missing. A group that has a target and nothing reached is there, with 0. By team, rep or
    department, one of them at a time.
    """
    for name in names:
        for dimension in by:
            if dimension not in _TARGET_DIMENSIONS:
                raise UsageError(
                    f"Metric '{name}': {unknown('dimension of it', dimension, _TARGET_DIMENSIONS)}"
                )
        if len(by) > 1:
            raise UsageError(
                f"Metric '{name}': split it by one of team, rep, department at a time."
            )
    book = target_book(store, settings, calendar)
    parts = []
    for name in names:
        metric = settings.metrics[name]
        assert metric.of is not None
        reached = compute_metrics(store, settings, [metric.of], periods, by)
        parts.append(_against(name, metric, reached, book, store, periods, by, calendar))
    return pd.concat(parts, ignore_index=True)


def _against(
    name: str,
    metric: Metric,
    reached: pd.DataFrame,
    book: TargetBook,
    store: ScopedStore,
    periods: Sequence[Period],
    by: Sequence[str],
    calendar: Calendar,
) -> pd.DataFrame:
    by_text = {period.text: period for period in periods}
    targets = _targets(book, str(metric.of), store, periods, by)
    frame = reached.drop(columns=["metric", "numerator", "denominator", "low", "high"]).merge(
        targets, how="outer", on=["period", *by], sort=True
    )
    frame["numerator"] = frame["value"].fillna(0)
    frame["denominator"] = frame["target"]
    frame["value"] = frame["numerator"] / frame["target"].where(frame["target"] > 0)
    if metric.against == "pace":
        frame["value"] -= frame["period"].map(
            lambda text: calendar.elapsed_share(by_text[text], store.as_of)
        )
    frame["low"] = frame["high"] = float("nan")
    frame["n"] = frame["n"].fillna(0).astype(int)
    frame.insert(0, "metric", name)
    return frame[["metric", "period", *by, *VALUES]]


def _targets(
    book: TargetBook,
    of: str,
    store: ScopedStore,
    periods: Sequence[Period],
    by: Sequence[str],
) -> pd.DataFrame:
    rows: list[Mapping[str, object]] = []
    groups = _groups(store, by)
    for period in periods:
        for group in groups:
            scope = f"{by[0]}:{group}" if by else str(store.scope)
            target = book.find(of, scope, period)
            value = float(target.value) if target else float("nan")
            keys = {by[0]: group} if by else {}
            if target or not by:
                rows.append({"period": period.text, **keys, "target": value})
    columns = ["period", *by, "target"]
    return pd.DataFrame(rows, columns=columns)


def _groups(store: ScopedStore, by: Sequence[str]) -> list[str | None]:
    if not by:
        return [None]
    column = {"rep": "person", "team": "team", "department": "department"}[by[0]]
    rows = store.run(f"select distinct {column} as name from staff where {column} is not null")
    return sorted(rows["name"])
