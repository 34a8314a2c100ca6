"""Metrics that fell: by how much on the week before, beyond what is usual, and where it comes from."""

from datetime import timedelta

import pandas as pd

from salesnb.alerts.expressions import Checked
from salesnb.alerts.groups import kinds_within, number
from salesnb.alerts.quiet import near_festival
from salesnb.alerts.weekly import unusual_falls, weekly_figures
from salesnb.metrics import dimensions_of, measure
from salesnb.periods import Calendar, Period, period_of
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

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

    A week is laid beside those with as many working days, and none around the Spring Festival.

    Returns
    -------
    As `unusual_falls`, and source_dimension, source_name and source_share (of the fall; empty where
    it is spread over all parts), since, episode (the week).
    """
    rule = checked.rule
    week = last_full_week(store)
    weeks = comparable_weeks(settings, calendar, week)
    if len(weeks) < 2 or weeks[-2] != week.previous():
        return _EMPTY
    least, fall = (number(store, settings, checked.sql.get(key, "1")) for key in ("least", "fall"))
    kinds = kinds_within(store, rule.by)
    weekly = weekly_figures(store, settings, rule.metrics, weeks, calendar, kinds)
    frame = unusual_falls(settings, weekly, least=least, fall=fall)
    if frame.empty:
        return _EMPTY
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
