"""The tables as they could be known on a day: the newest versions known by then, nothing later.

A row that was first imported after the day is read from its oldest version (spreadsheets tell of
the past); what that version could not have said on the day (an outcome, a signing date, a later
stage) is blank, and its stage is taken from the stage history.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from salesnb.engines import Engine
from salesnb.engines.dialect import quoted
from salesnb.store.upsert import VERSION_COLUMNS
from salesnb.tables import TABLES, Table


@dataclass(frozen=True)
class EntryStages:
    """The stage that a lead and an opportunity have when nothing else is known of that day."""

    leads: str
    opportunities: str


_ENDED = {"leads": "outcome_date", "opportunities": "closed_at"}
_SUBJECT = {"leads": ("lead", "lead_id"), "opportunities": ("opportunity", "opportunity_id")}


def create_tables_as_of(
    engine: Engine, as_of: date, entry: EntryStages, *, known_by: date | None = None
) -> None:
    """Make every logical table as a view over the raw tables `store.NAME`, without versions.

    Parameters
    ----------
    as_of : the last day that may be known, in the workspace's time zone.
    entry : stages to fall back to.
    known_by : the last day of whose imports the versions are taken; None = as_of.
    """
    known = known_by or as_of
    written = _written(engine)
    for table in TABLES.values():
        names = [*engine.columns(f"store.{table.name}")]
        sql = _select(table, names, as_of, known, entry, written)
        engine.make(table.name, sql, is_view=True)
    engine.make("customer_states", _customer_states(as_of, known), is_view=True)
    for name, (subject, _) in _SUBJECT.items():
        engine.make(f"{subject}_versions", _versions(name, as_of, known), is_view=True)


def _customer_states(as_of: date, known_by: date) -> str:
    """Return SQL for every status that a customer had in a version known by the day."""
    return f"""
        select distinct customer_id, status
        from store.customers
        where status is not null
          and valid_from < date '{known_by + timedelta(days=1)}'
          and (updated_date is null or updated_date < date '{as_of + timedelta(days=1)}')"""


def _versions(table: str, as_of: date, known_by: date) -> str:
    """Return SQL for every version of a lead or deal that was known by the day, else the oldest one.

    `told_at` is when it was said: of the oldest version when the row was created, for the sheet
    tells of the past; where it gives no such day, when it was imported.
    """
    return f"""
        select t.*, case when t.version = 1
            then coalesce(cast(t.created_at as timestamp), t.valid_from)
            else t.valid_from end as told_at
        from store.{table} t
        where (t.version = 1 or t.valid_from < date '{known_by + timedelta(days=1)}')
          and (t.created_at is null or t.created_at < date '{as_of + timedelta(days=1)}')"""


def _select(
    table: Table,
    held: Collection[str],
    as_of: date,
    known_by: date,
    entry: EntryStages,
    written: str,
) -> str:
    names = [name for name in held if name not in VERSION_COLUMNS]
    after = f"date '{as_of + timedelta(days=1)}'"
    unknown = f"date '{known_by + timedelta(days=1)}'"
    listed = [f"{_value(table, name, after, entry)} as {quoted(name)}" for name in names]
    # A store written before the table got a column has no value for it.
    listed += [
        f"cast(null as {column.sql_type}) as {quoted(column.name)}"
        for column in table.stored
        if column.name not in names
    ]
    picked = ", ".join(listed)
    dated = f"and (t.{table.dated_by} is null or t.{table.dated_by} < {after})"
    return f"""
        select {picked}
        from store.{table.name} t {_history(table, after, written)}
        where ((t.valid_from < {unknown}
              and (t.valid_until is null or t.valid_until >= {unknown}))
            or (t.version = 1 and t.valid_from >= {unknown}
              {written if table.name == "stage_history" else ""}))
          {dated if table.dated_by else ""}"""


def _value(table: Table, name: str, after: str, entry: EntryStages) -> str:
    if name == "stage" and table.name in _SUBJECT:
        first = getattr(entry, table.name)
        return f"""case when t.valid_from < {after} then t.stage
            when t.{_ENDED[table.name]} >= {after} or coming.subject_id is not null
              then coalesce(reached.stage, '{first}')
            else t.stage end"""
    known_from = table[name].known_from if name in table else None
    value = f"t.{quoted(name)}"
    if known_from is None:
        return value
    later = f"t.{known_from} >= {after}"
    if known_from == _ENDED.get(table.name):
        # A row first imported afterwards tells of an end that its history dates after the day.
        later += f" or (t.valid_from >= {after} and coming.subject_id is not null)"
    return f"case when {later} then null else {value} end"


def _written(engine: Engine) -> str:
    """Leave out stage entries inferred from imports: they tell no more than the versions do."""
    held = engine.columns("store.stage_history")
    return "and not coalesce(observed, false)" if "observed" in held else ""


def _history(table: Table, after: str, written: str) -> str:
    """Join the last stage entered by the day (`reached`) and whether one follows (`coming`)."""
    if table.name not in _SUBJECT:
        return ""
    subject, key = _SUBJECT[table.name]
    return f"""
        left join (
          select subject_id, stage, row_number() over (
            partition by subject_id order by entered_at desc, valid_from desc, _row desc) as nth
          from store.stage_history
          where subject_type = '{subject}' and entered_at < {after} and closed_by is null
            {written}
        ) reached on reached.subject_id = t.{key} and reached.nth = 1
        left join (
          select distinct subject_id from store.stage_history
          where subject_type = '{subject}' and entered_at >= {after} and closed_by is null
            {written}
        ) coming on coming.subject_id = t.{key}"""
