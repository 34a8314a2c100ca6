"""Rules over groups: whose metric is too low, of a scope and of its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from salesnb.alerts.expressions import Checked
from salesnb.alerts.sources import constants
from salesnb.metrics import measure
from salesnb.periods import Calendar, Period, period_of
from salesnb.rounding import is_below
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings
from salesnb.settings.alerts import Kind

_WITHIN: Mapping[Kind, tuple[Kind, ...]] = {
    "company": ("company", "department", "team", "rep"),
    "department": ("department", "team", "rep"),
    "team": ("team", "rep"),
    "rep": ("rep",),
}


def find_groups(
    store: ScopedStore, settings: Settings, checked: Checked, period: Period, calendar: Calendar
) -> pd.DataFrame:
    """Return the groups whose metric is below the rule's limit.

    Only whole groups are judged: the scope itself and those within it.

    Parameters
    ----------
    period : that of the report; a rule may look at another one.

    Returns
    -------
    kind and name of the group, value, limit, elapsed (the share of the period that is over; 1 unless
    the rule is paced), numerator, denominator, since, amount (yuan that a group lacks to its target,
    or to as much of it as the elapsed time asks for), episode (the period: another one is another
    alert).
    """
    rule = checked.rule
    assert rule.metric is not None
    metric = settings.metrics[rule.metric]
    looked_at = _period(rule.over, period, store.as_of)
    kinds = kinds_within(store, rule.by)
    if store.as_of < looked_at.start or not kinds:
        return pd.DataFrame()
    limit = number(store, settings, checked.sql["below"])
    elapsed = calendar.elapsed_share(looked_at, store.as_of) if rule.paced else 1.0
    frame = pd.concat(
        _measured(store, settings, checked, looked_at, calendar, kind) for kind in kinds
    )
    least = number(store, settings, checked.sql.get("least", "1"))
    cases = frame["denominator"] if metric.interval == "wilson" else frame["n"]
    is_judged = frame["denominator"] > 0 if metric.against else cases >= least
    low = frame[is_judged & frame["name"].notna() & is_below(frame["value"], limit * elapsed)]
    low = low[low["name"] != "unassigned"]
    is_money = metric.of is not None and settings.metrics[metric.of].unit == "money"
    is_now = rule.over == "now"
    missing = low["denominator"] * elapsed - low["numerator"]
    return low.assign(
        limit=limit,
        since=pd.Timestamp(store.as_of if is_now else looked_at.start),
        elapsed=elapsed,
        amount=missing if is_money else float("nan"),
        episode="" if is_now else looked_at.text,
    )


def kinds_within(store: ScopedStore, by: Sequence[Kind]) -> list[Kind]:
    """Return the kinds of group that lie wholly inside the store's scope."""
    return [kind for kind in _WITHIN[store.scope.kind] if kind in by]


def number(store: ScopedStore, settings: Settings, sql: str) -> float:
    """Return what an expression over numbers of params comes to."""
    named = ", ".join(f"{text} as {name}" for name, text in constants(store, settings).items())
    return float(store.run(f"select {sql} as value from (select {named}) as p")["value"].iloc[0])


def _period(over: str, period: Period, as_of: date) -> Period:
    if over == "week":
        week = period_of(as_of, "week")
        return week if as_of == week.last_day else week.previous()
    return period_of(as_of, "month", period.fiscal_start) if over == "month" else period


def _measured(
    store: ScopedStore,
    settings: Settings,
    checked: Checked,
    period: Period,
    calendar: Calendar,
    kind: Kind,
) -> pd.DataFrame:
    rule = checked.rule
    assert rule.metric is not None
    if rule.where is not None:
        metric = settings.metrics[rule.metric]
        both = " and ".join(f"({part})" for part in (metric.where, rule.where) if part)
        narrowed = {**settings.metrics, rule.metric: metric.model_copy(update={"where": both})}
        settings = replace(settings, metrics=narrowed)
    by = [] if kind == store.scope.kind else [kind]
    frame = measure(store, settings, [rule.metric], [period], by, calendar)
    return frame.assign(kind=kind, name=frame[kind] if by else store.scope.name)
