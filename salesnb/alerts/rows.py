"""Rules over the rows of a fact: one query each, as of the store's day."""

from datetime import date, timedelta

import pandas as pd

from salesnb.alerts.expressions import Checked
from salesnb.alerts.sources import id_of, source_sql
from salesnb.engines.dialect import quoted
from salesnb.periods import Calendar
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

_WHO = "owner, team, department"
# Working days further back than this are not told apart.
_COUNTED_DAYS = 1100


def find_rows(
    store: ScopedStore, settings: Settings, checked: Checked, calendar: Calendar
) -> pd.DataFrame:
    """Return the rows of a rule's fact that have reached one of its steps.

    Returns
    -------
    owner, team, department, entity_id, subject, since, amount, count (rows of `per`), days, the
    columns that the messages name, step (the place in the rule's ladder).
    """
    rule, sql = checked.rule, checked.sql
    is_working = rule.days == "working" and rule.since is not None
    parts = [f"facts as ({_facts(store, settings, checked)})", f"found as ({_found(checked)})"]
    parameters: list[list[object]] = []
    if is_working:
        parts.insert(0, _WORK_DAYS)
        parameters = _numbered(calendar, store.as_of)
    reached = " ".join(
        f"when {f'days > after_{n}' if f'after_{n}' in sql else 'true'} then {n}"
        for n in range(len(rule.steps) - 1, -1, -1)
    )
    days = _WORKING if is_working else "days_between(since, p.as_of)"
    joined = "left join work_days as w on w.day = found.since" if is_working else ""
    parts.append(
        f"counted as (select found.*, {days} as days from found cross join parameters as p {joined})"
    )
    return store.run(
        f"with {', '.join(parts)} select * from (select counted.*, case {reached} end as step"
        " from counted) as judged where step is not null order by entity_id, owner",
        parameters,
    )


def _facts(store: ScopedStore, settings: Settings, checked: Checked) -> str:
    rule = checked.rule
    assert rule.fact is not None
    expressions = [text for key, text in checked.sql.items() if key != "slipped"]
    return source_sql(store, settings, rule.fact, [*expressions, *checked.columns])


def _found(checked: Checked) -> str:
    """Return SQL for the rows for which the condition holds, those of one `per` as one."""
    rule, sql = checked.rule, checked.sql
    assert rule.fact is not None
    columns = {"subject": "subject", "since": f"cast({sql.get('since', 'as_of')} as date)"}
    columns["amount"] = f"cast({sql.get('amount', 'null')} as double)"
    columns |= {key: text for key, text in sql.items() if key.startswith("after_")}
    columns |= {name: quoted(name) for name in checked.columns if name not in columns}
    columns = {name: text for name, text in columns.items() if name not in _WHO.split(", ")}
    if rule.per is None:
        listed = ", ".join(f"{text} as {quoted(name)}" for name, text in columns.items())
        return (
            f"select {_WHO}, {id_of(rule.fact, 'facts')} as entity_id, {listed},"
            f" 1 as count from facts where {sql['when']}"
        )
    how = {"since": "min", "amount": "sum"}
    listed = ", ".join(
        f"{how.get(name, 'max')}({text}) as {quoted(name)}" for name, text in columns.items()
    )
    return (
        f"select {_WHO}, cast({quoted(rule.per)} as varchar) as entity_id, {listed},"
        f" count(*) as count from facts where ({sql['when']}) and {quoted(rule.per)} is not null"
        f" group by {_WHO}, {quoted(rule.per)}"
    )


_WORK_DAYS = """work_days as (
  select unnest(cast(? as date[])) as day, unnest(cast(? as bigint[])) as number)"""
_WORKING = """case when since is null then null when since > p.as_of then days_between(since, p.as_of)
  else (select max(number) from work_days) - coalesce(w.number, 0) end"""


def _numbered(calendar: Calendar, as_of: date) -> list[list[object]]:
    """Return days up to `as_of`, and how many working days have passed by each."""
    days = [as_of - timedelta(days=n) for n in range(_COUNTED_DAYS, -1, -1)]
    numbers, passed = [], 0
    for day in days:
        passed += calendar.is_workday(day)
        numbers.append(passed)
    return [list(days), list(numbers)]
