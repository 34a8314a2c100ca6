"""Metrics: defined once in params/metrics.yml, computed inside a scope by any dimension."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from salesnb.errors import UsageError, unknown
from salesnb.metrics.completion import completion_metrics, target_book
from salesnb.metrics.compute import DIMENSIONS, compute_metrics
from salesnb.metrics.intervals import wilson
from salesnb.metrics.targets import Target
from salesnb.periods import Calendar, Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

__all__ = ["DIMENSIONS", "Target", "measure", "target_book", "wilson"]


def measure(
    store: ScopedStore,
    settings: Settings,
    names: Sequence[str],
    periods: Sequence[Period],
    by: Sequence[str],
    calendar: Calendar,
) -> pd.DataFrame:
    """Return any metrics of params/metrics.yml for any periods, split by any dimensions.

    Returns
    -------
    One row per metric, period and group, in the order of `names`: metric, period, the dimensions,
    value, numerator, denominator, low, high, n.

    Raises
    ------
    UsageError
        An unknown metric, or a dimension that the metric's fact lacks.
    """
    for name in names:
        if name not in settings.metrics:
            raise UsageError(unknown("metric", name, settings.metrics))
    # By place and not by text: the parts of a week in two months bear the same one.
    placed = [replace(period, text=str(place)) for place, period in enumerate(periods)]
    computed = [name for name in names if settings.metrics[name].fact]
    against = [name for name in names if settings.metrics[name].against]
    parts = []
    if computed:
        parts.append(compute_metrics(store, settings, computed, placed, by))
    if against:
        parts.append(completion_metrics(store, settings, against, placed, by, calendar))
    if not parts:
        raise UsageError("Name at least one metric.")
    frame = pd.concat(parts, ignore_index=True)
    rank = {name: place for place, name in enumerate(names)}
    frame = frame.sort_values(
        ["metric", "period"],
        key=lambda c: c.map(rank) if c.name == "metric" else c.astype(int),
        kind="stable",
        ignore_index=True,
    )
    frame["period"] = [periods[int(place)].text for place in frame["period"]]
    return frame
