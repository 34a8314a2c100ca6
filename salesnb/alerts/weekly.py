"""Metrics of groups week by week: what tells whether the last week is unusual."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from salesnb.alerts.chance import Kind, chance_of_fall
from salesnb.metrics import measure
from salesnb.metrics.chance import holm
from salesnb.metrics.intervals import Floats
from salesnb.periods import Calendar, Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Metric, Settings

_SUMS = ["value", "numerator", "denominator", "n"]


@dataclass(frozen=True)
class Weekly:
    """A metric of a group.

    Attributes
    ----------
    kind, name : of the group.
    figures : value, numerator, denominator and number of cases, a column for each week.
    """

    kind: str
    name: str
    metric: str
    figures: Floats

    def between(self, first: int, last: int) -> "Weekly":
        """Return the weeks from one place to another, the last one included."""
        return replace(self, figures=self.figures[:, first : last + 1])


def weekly_figures(
    store: ScopedStore,
    settings: Settings,
    metrics: Sequence[str],
    weeks: Sequence[Period],
    calendar: Calendar,
    kinds: Sequence[str],
) -> list[Weekly]:
    """Return metrics of each group by week, oldest first.

    Parameters
    ----------
    kinds : of groups that lie inside the store's scope.
    """
    places = {week.text: place for place, week in enumerate(weeks)}
    found = []
    for kind, frame in _measured(store, settings, metrics, weeks, calendar, kinds):
        frame = frame[frame["name"].notna() & (frame["name"] != "unassigned")]
        for (metric, name), part in frame.groupby(["metric", "name"], sort=True):
            figures = np.full((len(_SUMS), len(weeks)), np.nan)
            at = part["period"].map(places).to_numpy()
            figures[:, at] = part[_SUMS].to_numpy(dtype=np.float64, na_value=np.nan).T
            found.append(Weekly(kind, str(name), str(metric), figures))
    return found


def unusual_falls(
    settings: Settings, weekly: Sequence[Weekly], *, least: float, fall: float
) -> pd.DataFrame:
    """Return what fell in the last week on the week before, by so much and beyond mere chance.

    All metrics of all groups are one family of tests (Holm), so that of a week in which nothing but
    chance was at work anything is found with a probability below `chance` of params.

    Parameters
    ----------
    least : so many cases the week before must have.
    fall : the share of the week before, 0.15.

    Returns
    -------
    kind and name of the group, metric, now, before, usual (mean of the weeks before), change
    (relative), p_value (adjusted), amount (yuan less than the week before).
    """
    judged = [(each, _row(each.figures, settings.metrics[each.metric], least)) for each in weekly]
    rows = [
        {"kind": each.kind, "name": each.name, "metric": each.metric} | row
        for each, row in judged
        if row
    ]
    if not rows:
        return pd.DataFrame(columns=["kind", "name"])
    frame = pd.DataFrame(rows)
    frame["p_value"] = holm(frame["p_value"].to_numpy())
    is_beyond = frame["p_value"] < settings.alerts.chance
    return frame[(frame["change"] <= -fall + 1e-12) & is_beyond]


def _measured(
    store: ScopedStore,
    settings: Settings,
    metrics: Sequence[str],
    weeks: Sequence[Period],
    calendar: Calendar,
    kinds: Sequence[str],
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Return the metrics of each kind of group by week, with the group's name.

    What can be summed, counts and amounts and rates of counts, is asked once for the smallest groups:
    a large company has many rows in half a year.
    """
    summed = [name for name in metrics if _is_summed(settings.metrics[name])]
    within = [kind for kind in kinds if kind != store.scope.kind]
    if summed and kinds:
        parts = measure(store, settings, summed, weeks, within, calendar)
        for kind in kinds:
            own = [kind] if kind in within else []
            whole = parts.groupby(["metric", "period", *own], sort=False)[_SUMS].sum(min_count=1)
            frame = whole.reset_index()
            is_rate = frame["denominator"].notna()
            rate = frame["numerator"] / frame["denominator"].where(frame["denominator"] > 0)
            yield (
                kind,
                frame.assign(
                    value=frame["value"].where(~is_rate, rate),
                    name=frame[kind] if own else store.scope.name,
                ),
            )
    if others := [name for name in metrics if name not in summed]:
        for kind in kinds:
            own = [kind] if kind in within else []
            frame = measure(store, settings, others, weeks, own, calendar)
            yield kind, frame.assign(name=frame[kind] if own else store.scope.name)


def _is_summed(metric: Metric) -> bool:
    return metric.additive or metric.interval == "wilson"


def _row(figures: Floats, metric: Metric, least: float) -> dict[str, float] | None:
    """Return what a metric of a group is now, before and usually; None where it is not judged."""
    cases = np.nan_to_num(figures[3])
    value, above, below = (row[int(np.argmax(cases > 0)) :] for row in figures[:3])
    if len(value) < 2 or cases[-2] < least or not value[-2] > 0 or np.isnan(value[-1]):
        return None
    is_rate, is_count = metric.interval == "wilson", metric.unit == "count"
    kind: Kind = "rate" if is_rate else "count" if is_count else "money"
    if is_rate:
        usual = above[:-1].sum() / below[:-1].sum()
        p_value = chance_of_fall(kind, above, below)
    else:
        # A week whose rows have no known amount tells nothing.
        value = value[~np.isnan(value)]
        usual = value[:-1].mean()
        p_value = chance_of_fall(kind, value)
    fallen = float(value[-2] - value[-1])
    return {
        "now": float(value[-1]),
        "before": float(value[-2]),
        "usual": float(usual),
        "change": -fallen / float(value[-2]),
        "p_value": p_value,
        "amount": fallen if metric.unit == "money" else float("nan"),
    }
