"""Metrics that fell: by how much on the week before, beyond what is usual, and where it comes from."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
import pandas as pd

from salesnb.alerts.chance import Kind, chance_of_fall
from salesnb.alerts.expressions import Checked
from salesnb.alerts.groups import kinds_within, number
from salesnb.alerts.quiet import near_festival
from salesnb.metrics import dimensions_of, measure
from salesnb.metrics.chance import holm
from salesnb.periods import Calendar, Period, period_of
from salesnb.scopes import ScopedStore
from salesnb.settings import Metric, Settings

_EXPLAINED_BY = (
    "source", "region", "product_line", "industry", "level", "method", "team", "rep",
)  # fmt: skip
# A part is named if it has so much more of the fall than it had of the whole.
_NOTABLE = 0.2
_EMPTY = pd.DataFrame(columns=["kind", "name"])


def find_falls(
    store: ScopedStore, settings: Settings, checked: Checked, calendar: Calendar
) -> pd.DataFrame:
    """Return the metrics of the last full week that fell on the week before, beyond mere chance.

    A week is laid beside those with as many working days, and none around the Spring Festival. All
    metrics of all groups are one family of tests (Holm), so that of a week in which nothing but
    chance was at work anything is reported with a probability below `chance` of params.

    Returns
    -------
    kind and name of the group, metric, now, before, usual (mean of the weeks before), change
    (relative), p_value (adjusted), source_dimension, source_name and source_share (of the fall;
    empty where it is spread over all parts), since, amount (yuan less than the week before),
    episode (the week).
    """
    rule, alerts = checked.rule, settings.alerts
    week = last_full_week(store)
    weeks = comparable_weeks(settings, calendar, week)
    if len(weeks) < 2 or weeks[-2] != week.previous():
        return _EMPTY
    least, fall = (number(store, settings, checked.sql.get(key, "1")) for key in ("least", "fall"))
    kinds = kinds_within(store, rule.by)
    rows = [
        row
        for kind, frame in _measured(store, settings, rule.metrics, weeks, calendar, kinds)
        for row in _judged(settings, frame, weeks, kind, least)
    ]
    if not rows:
        return _EMPTY
    frame = pd.DataFrame(rows)
    frame["p_value"] = holm(frame["p_value"].to_numpy())
    frame = frame[(frame["change"] <= -fall + 1e-12) & (frame["p_value"] < alerts.chance)]
    found = [
        explain_fall(store, settings, row["metric"], row["kind"], row["name"], week, calendar)
        for row in frame.to_dict("records")
    ]
    parts = pd.DataFrame(found, index=frame.index, columns=[f"source_{part}" for part in _PARTS])
    return pd.concat([frame, parts], axis=1).assign(
        since=pd.Timestamp(week.start), episode=week.text
    )


_PARTS = ("dimension", "name", "share")


def last_full_week(store: ScopedStore) -> Period:
    """Return the last week that is over as of the store's day."""
    week = period_of(store.as_of, "week")
    return week if store.as_of == week.last_day else week.previous()


def comparable_weeks(settings: Settings, calendar: Calendar, week: Period) -> list[Period]:
    """Return the weeks before with as many working days, oldest first, and the week itself last.

    None around the Spring Festival; if the week itself is, there is nothing to compare.
    """
    alerts = settings.alerts

    def is_near(each: Period) -> bool:
        days = (each.start + timedelta(days=n) for n in range(7))
        return any(near_festival(alerts, calendar, day) for day in days)

    asked = calendar.workdays(week.start, week.end)
    if is_near(week) or not asked:
        return []
    before = week.trailing(alerts.usual_weeks + 1)[:-1]
    fitting = [
        each
        for each in before
        if calendar.workdays(each.start, each.end) == asked and not is_near(each)
    ]
    return [*fitting, week]


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


_SUMS = ["value", "numerator", "denominator", "n"]


def _is_summed(metric: Metric) -> bool:
    return metric.additive or metric.interval == "wilson"


def _judged(
    settings: Settings, frame: pd.DataFrame, weeks: Sequence[Period], kind: str, least: float
) -> list[dict[str, object]]:
    frame = frame[frame["name"].notna() & (frame["name"] != "unassigned")]
    rows = []
    for (metric, name), part in frame.groupby(["metric", "name"], sort=True):
        described = settings.metrics[str(metric)]
        ordered = part.set_index("period").reindex([week.text for week in weeks])
        row = _row(ordered, described, least)
        if row:
            rows.append({"kind": kind, "name": name, "metric": metric} | row)
    return rows


def _row(part: pd.DataFrame, metric: Metric, least: float) -> dict[str, object] | None:
    """Return what a metric of a group is now, before and usually; None where it is not judged."""
    cases = part["n"].fillna(0).to_numpy(dtype=np.float64)
    begun = int(np.argmax(cases > 0))
    value = part["value"].to_numpy(dtype=np.float64)[begun:]
    if len(value) < 2 or cases[-2] < least or not value[-2] > 0 or np.isnan(value[-1]):
        return None
    is_rate, is_count = metric.interval == "wilson", metric.unit == "count"
    kind: Kind = "rate" if is_rate else "count" if is_count else "money"
    above = part["numerator"].to_numpy(dtype=np.float64)[begun:] if is_rate else value
    below = part["denominator"].to_numpy(dtype=np.float64)[begun:] if is_rate else None
    if not is_rate:
        # A week whose rows have no known amount tells nothing.
        above = value = value[~np.isnan(value)]
    usual = above[:-1].sum() / below[:-1].sum() if below is not None else value[:-1].mean()
    fallen = float(value[-2] - value[-1])
    return {
        "now": float(value[-1]),
        "before": float(value[-2]),
        "usual": float(usual),
        "change": -fallen / float(value[-2]),
        "p_value": chance_of_fall(kind, above, below),
        "amount": fallen if metric.unit == "money" else float("nan"),
    }


def explain_fall(
    store: ScopedStore,
    settings: Settings,
    metric: str,
    kind: str,
    name: str,
    week: Period,
    calendar: Calendar,
) -> tuple[str | None, str | None, float]:
    """Return the part that explains most of a fall on the week before: dimension, name, share.

    Of each dimension the part whose share of the fall most exceeds its share of the week before;
    nothing if no part stands out. A rate falls by what each part adds to it, by its own rate and by
    its weight: the parts of one dimension sum up to the fall.
    """
    known = dimensions_of(store, str(settings.metrics[metric].fact))
    best: tuple[str | None, str | None, float] = (None, None, float("nan"))
    most = _NOTABLE
    own = [] if kind == store.scope.kind else [kind]
    for dimension in _EXPLAINED_BY:
        if dimension not in known or dimension in (kind, *own):
            continue
        frame = measure(
            store, settings, [metric], [week.previous(), week], [*own, dimension], calendar
        )
        frame = frame[frame[kind] == name] if own else frame
        parts = _contributions(frame, dimension, week)
        if parts.empty:
            continue
        excess = parts["share"] - parts["weight"]
        if excess.max() > most:
            most, top = float(excess.max()), excess.idxmax()
            best = (
                dimension,
                str(top),
                float(parts["share"].to_numpy()[excess.to_numpy().argmax()]),
            )
    return best


def _contributions(frame: pd.DataFrame, dimension: str, week: Period) -> pd.DataFrame:
    """Return what share of the fall each part has, and what weight it had the week before."""
    frame = frame[frame[dimension].notna()]
    now = frame[frame["period"] == week.text].set_index(dimension)
    before = frame[frame["period"] != week.text].set_index(dimension).reindex(now.index)
    if now.empty:
        return now
    if now["denominator"].notna().any():
        below_now, below = now["denominator"].sum(), before["denominator"].sum()
        if not below_now or not below:
            return now.iloc[:0]
        both = (now["numerator"].sum() + before["numerator"].sum()) / (below_now + below)
        fallen = (before["numerator"] - both * before["denominator"]) / below
        fallen = fallen - (now["numerator"] - both * now["denominator"]) / below_now
        weight = before["denominator"] / below
    else:
        fallen, weight = before["value"] - now["value"], before["value"] / before["value"].sum()
    total = fallen.sum()
    return pd.DataFrame({"share": fallen / total if total > 0 else 0.0, "weight": weight})
