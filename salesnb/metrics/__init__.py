"""Metrics: defined once in params/metrics.yml, computed inside a scope by any dimension."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from salesnb.errors import UsageError
from salesnb.labels import say
from salesnb.metrics.completion import Targets, target_book
from salesnb.metrics.compute import (
    DIMENSIONS,
    compute_metrics,
    dimensions_of,
    hidden_parts,
    metric_statement,
)
from salesnb.metrics.growth import compared, growth
from salesnb.metrics.intervals import wilson
from salesnb.metrics.targets import Target
from salesnb.periods import Calendar, Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

__all__ = [
    "DIMENSIONS",
    "Target",
    "Targets",
    "dimensions_of",
    "hidden_parts",
    "measure",
    "metric_statement",
    "target_book",
    "wilson",
]


def measure(
    store: ScopedStore,
    settings: Settings,
    names: Sequence[str],
    periods: Sequence[Period],
    by: Sequence[str],
    calendar: Calendar,
    *,
    compare: bool = False,
) -> pd.DataFrame:
    """Return any metrics of params/metrics.yml for any periods, split by any dimensions.

    All metrics of one fact, for the periods and those that they are compared with, are one query.

    Returns
    -------
    One row per metric, period and group, in the order of `names`: metric, period, the dimensions,
    value, numerator, denominator, low, high, n; with `compare` the columns of `compared` and of
    `Targets.beside`, severity and is_small.

    Raises
    ------
    UsageError
        An unknown metric, or a dimension that the metric's fact lacks.
    """
    for name in names:
        if name not in settings.metrics:
            raise settings.missing("metric", name, settings.metrics)
    if not names:
        raise UsageError(say("err_no_metric"))
    asked = [settings.metrics[name] for name in names]
    earlier = _earlier({m.against for m in asked}, periods, compare, store)
    # By place and not by text: the parts of a week in two months bear the same one.
    spans = [*periods, *(period for group in earlier.values() for period in group)]
    placed = [replace(period, text=str(place)) for place, period in enumerate(spans)]
    needed = [n for name, m in zip(names, asked, strict=True) for n in (m.of, m.to, name)]
    computed = [n for n in dict.fromkeys(needed) if n and settings.metrics[n].fact]
    targets = Targets(store, settings, calendar, by)
    for name, metric in zip(names, asked, strict=True):
        if metric.against in ("target", "pace", "missing"):
            targets.check(name)
    frame = compute_metrics(store, settings, computed, placed, by)
    sections = _sections(frame, list(earlier), len(periods))
    now = sections["now"]
    parts = []
    for name, metric in zip(names, asked, strict=True):
        if metric.fact:
            part = now if len(computed) == 1 else now[now["metric"] == name]
        elif metric.against in ("previous", "year_ago"):
            part = growth(name, metric, now, sections[metric.against], by)
        else:
            part = targets.measured(name, metric, now, placed[: len(periods)])
        if len(periods) > 1:
            part = part.sort_values("period", key=lambda c: c.astype(int), kind="stable")
        parts.append(part)
    whole = (
        pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0].reset_index(drop=True)
    )
    if compare:
        states = {n for n in computed if settings.metrics[n].dated_by == "always"}
        whole = compared(whole, sections, by, states)
        whole = targets.beside(whole, placed[: len(periods)])
        whole = _judged(whole, settings)
    whole["period"] = [periods[int(place)].text for place in whole["period"]]
    return whole


def _judged(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Add `severity` (red, amber or empty, by the metric's thresholds) and `is_small`.

    A rate, a mean or a median that rests on too few cases is small, and no judgement is made of it.
    """
    metrics = [settings.metrics[name] for name in frame["metric"]]
    rests = [metric.unit in ("ratio", "days", "hours") and bool(metric.fact) for metric in metrics]
    few = (frame["n"] < settings.workspace.small_sample).to_numpy(dtype=bool)
    small = few & np.array(rests, dtype=bool)
    severity = [
        "" if is_small or pd.isna(value) else metric.severity(value)
        for metric, value, is_small in zip(metrics, frame["value"], small, strict=True)
    ]
    return frame.assign(
        severity=pd.Series(severity, index=frame.index, dtype="str"), is_small=small
    )


def _earlier(
    against: set[str | None], periods: Sequence[Period], compare: bool, store: ScopedStore
) -> dict[str, list[Period]]:
    """Return the periods to compare with; of a running period as many days of them."""
    found: dict[str, list[Period]] = {}
    if compare or "previous" in against:
        found["previous"] = [p.previous().as_far_as(p, store.as_of) for p in periods]
    if compare or "year_ago" in against:
        found["year_ago"] = [p.year_ago().as_far_as(p, store.as_of) for p in periods]
    return found


def _sections(frame: pd.DataFrame, earlier: Sequence[str], count: int) -> dict[str, pd.DataFrame]:
    """Cut what was computed into the periods asked for and those that they are compared with."""
    if not earlier:
        return {"now": frame}
    place = frame["period"].astype(int)
    sections = {}
    for nth, name in enumerate(["now", *earlier]):
        mine = frame[(place >= nth * count) & (place < (nth + 1) * count)]
        shifted = (mine["period"].astype(int) - nth * count).astype(str)
        sections[name] = mine.assign(period=shifted)
    return sections
