"""What reps do with their leads, counted by rep and by kind of lead, so that mixes can be adjusted."""

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from salesnb.engines.dialect import quoted
from salesnb.periods import Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

KIND = ["source", "grade", "fate"]
CELL = ["owner", *KIND]
# The shortest that counts, so that a logarithm exists: shorter ones differ by how they are typed.
_LEAST_HOURS, _LEAST_DAYS = 0.25, 0.25

_CASES = """
select lead_id, customer_id, owner, coalesce(source, '') as source, coalesce(grade, '') as grade,
  furthest_stage || case when is_won then '+' when is_lost then '-' else '' end as fate,
  created_at, is_contacted_in_time, first_response_hours, {entries},
  cast(add_days(coalesce(closed_on, cast(? as date)), 1) as timestamp) as until
from fact_leads
where created_on >= ? and created_on < ? and created_on <= ? and owner <> 'unassigned'
"""
_CONTACTS = """
with cases as ({cases}),
contacts as (
  select cases.*, f.method, f.effective, f.follow_at, f.recorded_at
  from cases
  join follow_ups f on f.lead_id = cases.lead_id
  where f.follow_at >= cases.created_at and f.follow_at < cases.until
  union all
  select cases.*, f.method, f.effective, f.follow_at, f.recorded_at
  from cases
  join follow_ups f on f.customer_id = cases.customer_id
  where f.lead_id is null and f.follow_at >= cases.created_at and f.follow_at < cases.until
)
select owner, source, grade, fate, method, {place} as place, count(*) as contacts,
  sum(case when effective then 1 else 0 end) as effective, count(effective) as judged,
  sum(case when recorded_at > {typed_by} then 1 else 0 end) as late, count(recorded_at) as recorded
from contacts
group by all
"""
_SPELLS = """
with cases as ({cases}),
spells as (select *, {nexts} from cases)
select owner, source, grade, fate, count(*) as leads, {weeks},
  count(is_contacted_in_time) as limited,
  sum(case when is_contacted_in_time then 1 else 0 end) as in_time,
  count(first_response_hours) as answered,
  sum(ln(greatest(first_response_hours, {least_hours}))) as answer, {stays}
from spells
group by all
"""


def count_habits(store: ScopedStore, settings: Settings, period: Period) -> pd.DataFrame:
    """Return what was done with the leads created in a period, one row per habit, rep and kind.

    Returns
    -------
    habit, unit (per_week, share, hours, days), owner, source, grade, fate (how far the lead came and
    how it ended), total and weight (the habit's value is total / weight; of hours and days total is
    a sum of natural logarithms), cases (leads, or contacts where the habit is a share of them).
    Habits: contacts and contacts:STAGE (per week in the stage), in_time, response, method:METHOD,
    effective, late, stay:STAGE (days from it to the next stage of the path).
    """
    path = [stage.id for stage in settings.stages.path]
    contacts, spells = _read(store, settings, period, path)
    parts = [*_of_contacts(contacts, settings), *_of_spells(spells, contacts, path)]
    frame = pd.concat(parts, ignore_index=True)
    return frame[frame["weight"] > 0].reset_index(drop=True)


def _read(
    store: ScopedStore, settings: Settings, period: Period, path: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    entered = {stage: quoted(f"entered_{stage}_at") for stage in path}
    cases = _CASES.format(entries=", ".join(entered.values()))
    values = [store.as_of, period.start, period.end, store.as_of]
    steps = [f"when follow_at >= {entered[stage]} then {n}" for n, stage in enumerate(path[:-1])]
    hours = settings.imports.late_hours
    # What was done on Friday, Saturday or Sunday may be typed in until Monday noon (R1.13).
    typed_by = f"""case when isodow(follow_at) >= 5 then greatest(
      add_seconds(follow_at, {hours} * 3600), date_trunc('week', follow_at) + interval 180 hour)
      else add_seconds(follow_at, {hours} * 3600) end"""
    contacts = store.run(
        _CONTACTS.format(
            cases=cases, place=f"case {' '.join(reversed(steps))} else 0 end", typed_by=typed_by
        ),
        values,
    )
    nexts = [
        f"least({', '.join(entered[later] for later in path[n + 1 :])}, until) as next_{n}"
        for n in range(len(path) - 1)
    ]
    weeks = [
        f"sum(greatest(coalesce(seconds_between({entered[stage]}, next_{n}), 0), 0)) / 604800.0"
        f" as weeks_{n}, count(case when next_{n} > {entered[stage]} then 1 end) as cases_{n}"
        for n, stage in enumerate(path[:-1])
    ]
    sql = _SPELLS.format(
        cases=cases,
        nexts=", ".join(nexts),
        weeks=", ".join(weeks),
        stays=", ".join(_stays(path, entered)),
        least_hours=_LEAST_HOURS,
    )
    return contacts, store.run(sql, values)


def _stays(path: list[str], entered: dict[str, str]) -> Iterator[str]:
    """Yield per stage how many went on to the next one, and the sum of the logarithms of days."""
    for n, (stage, following) in enumerate(pairwise(path)):
        days = f"seconds_between({entered[stage]}, {entered[following]}) / 86400.0"
        went = f"{entered[following]} >= {entered[stage]}"
        yield f"count(case when {went} then 1 end) as moved_{n}"
        yield f"sum(case when {went} then ln(greatest({days}, {_LEAST_DAYS})) end) as stay_{n}"


def _of_contacts(contacts: pd.DataFrame, settings: Settings) -> Iterator[pd.DataFrame]:
    cells = contacts.groupby(CELL)[["contacts", "effective", "judged", "late", "recorded"]].sum()
    methods = contacts.groupby([*CELL, "method"])["contacts"].sum().unstack(fill_value=0)
    known = methods.sum(axis=1)
    for method in settings.choices["method"]:
        if method.id in methods:
            yield _habit(f"method:{method.id}", "share", methods[method.id], known, known)
    for name, count in (("effective", "judged"), ("late", "recorded")):
        yield _habit(name, "share", cells[name], cells[count], cells[count])


def _of_spells(
    spells: pd.DataFrame, contacts: pd.DataFrame, path: list[str]
) -> Iterator[pd.DataFrame]:
    cells = spells.set_index(CELL)
    made = contacts.groupby([*CELL, "place"])["contacts"].sum().unstack(fill_value=0)
    made = made.reindex(cells.index, fill_value=0)
    places = range(len(path) - 1)
    weeks = cells[[f"weeks_{n}" for n in places]].sum(axis=1)
    yield _habit("contacts", "per_week", made.sum(axis=1), weeks, cells["leads"])
    for n, stage in enumerate(path[:-1]):
        total = made[n] if n in made else weeks * 0
        yield _habit(
            f"contacts:{stage}", "per_week", total, cells[f"weeks_{n}"], cells[f"cases_{n}"]
        )
        moved = cells[f"moved_{n}"]
        yield _habit(f"stay:{stage}", "days", cells[f"stay_{n}"].fillna(0), moved, moved)
    yield _habit("in_time", "share", cells["in_time"], cells["limited"], cells["limited"])
    answered = cells["answered"]
    yield _habit("response", "hours", cells["answer"].fillna(0), answered, answered)


def _habit(
    habit: str, unit: str, total: pd.Series, weight: pd.Series, cases: pd.Series
) -> pd.DataFrame:
    columns = {"total": total, "weight": weight, "cases": cases}
    frame = pd.DataFrame(columns).astype("float64").reset_index()
    frame.insert(0, "unit", unit)
    frame.insert(0, "habit", habit)
    return frame
