"""The rules: each a question to the facts, each answer one row."""

from collections.abc import Callable

import pandas as pd

from salesnb.metrics import measure
from salesnb.periods import Calendar, Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

COLUMNS = ["rule", "level", "scope", "owner", "entity", "entity_id", "since", "amount", "share"]
_OVERDUE_RED_DAYS = 30


def find_alerts(
    store: ScopedStore, settings: Settings, period: Period, calendar: Calendar
) -> pd.DataFrame:
    """Return the alerts of a scope for a period as of the store's day, the costliest first.

    Returns
    -------
    rule, level (red or amber), scope (whom it is about), owner, entity and entity_id (the thing),
    since (day), amount (yuan at stake), share (completion for targets). One row per alert.
    """
    found = [rule(store, settings, period, calendar) for rule in RULES.values()]
    frame = pd.concat([f for f in found if not f.empty] or [pd.DataFrame(columns=COLUMNS)])
    return frame.sort_values(["level", "amount"], ascending=[False, False], ignore_index=True)


def behind_target(
    store: ScopedStore, settings: Settings, period: Period, calendar: Calendar
) -> pd.DataFrame:
    """Whose completion is below 80 % of the elapsed share of the period: the scope, its parts (R8.1)."""
    elapsed = calendar.elapsed_share(period, store.as_of)
    kind = store.scope.kind
    own = measure(store, settings, ["target_completion"], [period], [], calendar)
    frames = [own.assign(kind=kind, name=store.scope.name or None)]
    if below := {"company": "team", "department": "team", "team": "rep"}.get(kind):
        parts = measure(store, settings, ["target_completion"], [period], [below], calendar)
        frames.append(parts.rename(columns={below: "name"}).assign(kind=below))
    done = pd.concat(frames, ignore_index=True)
    late = done[
        (done["denominator"] > 0) & (done["value"] < settings.workspace.completion_red * elapsed)
    ]
    scope = late["kind"] + (":" + late["name"].astype("str")).where(late["name"].notna(), "")
    return pd.DataFrame(
        {
            "rule": "behind_target",
            "level": "red",
            "scope": scope,
            "owner": late["name"].where(late["kind"] == "rep"),
            "entity": late["kind"],
            "entity_id": late["name"],
            "since": pd.Timestamp(period.start),
            "amount": late["denominator"] * elapsed - late["numerator"],
            "share": late["value"],
        },
        columns=COLUMNS,
    )


def payment_overdue(
    store: ScopedStore, settings: Settings, period: Period, calendar: Calendar
) -> pd.DataFrame:
    """Customers with payments overdue for more than 30 days (R8.1)."""
    late = store.run(
        f"""select s.owner, s.customer_id, coalesce(c.customer_name, s.customer_id) as name,
          min(s.due_on) as since, sum(s.overdue_amount) as amount
        from fact_sales as s
        left join customers as c on c.customer_id = s.customer_id
        where s.overdue_days > {_OVERDUE_RED_DAYS}
        group by s.owner, s.customer_id, c.customer_name
        order by amount desc, s.customer_id"""
    )
    return pd.DataFrame(
        {
            "rule": "payment_overdue",
            "level": "red",
            "scope": "rep:" + late["owner"].astype(str),
            "owner": late["owner"],
            "entity": late["name"],
            "entity_id": late["customer_id"],
            "since": late["since"],
            "amount": late["amount"],
            "share": float("nan"),
        },
        columns=COLUMNS,
    )


Rule = Callable[[ScopedStore, Settings, Period, Calendar], pd.DataFrame]
RULES: dict[str, Rule] = {"behind_target": behind_target, "payment_overdue": payment_overdue}
