"""Stage entries that nobody wrote down: inferred from a row whose stage is not what it was."""

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd


@dataclass(frozen=True)
class StagePath:
    """The stages that mean something to the store.

    Attributes
    ----------
    leads, opportunities : where they begin; the row itself tells since when.
    won, lost : the ends, dated by the row where it gives the day.
    """

    leads: str
    opportunities: str
    won: str
    lost: str


_SUBJECTS = {
    "leads": ("lead", "lead_id", "outcome_date"),
    "opportunities": ("opportunity", "opportunity_id", "closed_at"),
}


def observe_stages(
    connection: duckdb.DuckDBPyConnection, stages: StagePath, import_id: int, at: datetime
) -> int:
    """Add a stage entry for every lead and opportunity whose stage an import has changed.

    The stage was entered after the import before and by this one: the entry bears the time of the
    import, an end the day that the row gives, and `observed`. So does the stage that was left, if
    the history lacks it, with the time of the import that first told of it; where a lead or an
    opportunity begins, and an end that is no more, need none. No entry is added for a stage that
    the history of this import tells, or one that was entered since the row had the stage before.

    Returns
    -------
    How many entries were added.
    """
    return sum(_observe(connection, table, stages, import_id, at) for table in _SUBJECTS)


def written_entries(frame: pd.DataFrame) -> pd.DataFrame:
    """Return imported stage entries so that they are inferred no longer, unless they say so."""
    if "observed" in frame:
        return frame
    return frame.assign(observed=pd.array([None] * len(frame), dtype="boolean"))


def supersede_observed(connection: duckdb.DuckDBPyConnection, import_id: int, at: datetime) -> int:
    """Close inferred entries that written ones make needless; return how many.

    A written entry stands for the inferred one of the same stage unless another stage was entered
    between the two: then the stage was entered twice.
    """
    closed = connection.execute(
        """with entries as (
          select subject_type, subject_id, stage, entered_at, coalesce(observed, false) as observed
          from stage_history where valid_until is null
        ),
        pairs as (
          select i.subject_type, i.subject_id, i.stage, i.entered_at,
            least(i.entered_at, w.entered_at) as since, greatest(i.entered_at, w.entered_at) as until
          from entries i
          join entries w on w.subject_type = i.subject_type and w.subject_id = i.subject_id
            and w.stage = i.stage
          where i.observed and not w.observed
        ),
        needless as (
          select distinct p.subject_type, p.subject_id, p.stage, p.entered_at
          from pairs p
          where not exists (
            select 1 from entries x
            where x.subject_type = p.subject_type and x.subject_id = p.subject_id
              and x.stage <> p.stage and x.entered_at > p.since and x.entered_at < p.until)
        )
        update stage_history as h set valid_until = ?, closed_by = ?
        from needless n
        where h.valid_until is null and h.observed and h.subject_type = n.subject_type
          and h.subject_id = n.subject_id and h.stage = n.stage and h.entered_at = n.entered_at""",
        [at, import_id],
    ).fetchall()
    return int(closed[0][0])


def _observe(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    stages: StagePath,
    import_id: int,
    at: datetime,
) -> int:
    subject, key, ended_on = _SUBJECTS[table]
    connection.execute(
        f"""create temp table moved as
        select now.{key} as subject_id, before.stage as left_stage, now.stage,
          now._file, now._sheet, now._row,
          case when now.stage in (?, ?) then coalesce(cast(now.{ended_on} as timestamp), ?)
            else ? end as entered_at,
          (select min(v.valid_from) from {table} v
           where v.{key} = now.{key} and v.version < now.version
             and v.version > coalesce(
               (select max(w.version) from {table} w
                where w.{key} = now.{key} and w.version < now.version
                  and w.stage is distinct from before.stage), 0)) as left_since
        from {table} now
        join {table} before on before.{key} = now.{key} and before.version = now.version - 1
        where now.import_id = ? and now.valid_until is null and now.stage <> before.stage""",
        [stages.won, stages.lost, at, at, import_id],
    )
    before = _entries(connection)
    values = {"id": import_id, "at": at, "subject": subject}
    # The stage that was left, where nothing tells of it yet.
    connection.execute(
        _INSERT.format(
            stage="left_stage",
            entered="left_since",
            where=f"""m.left_stage not in ($first, $won, $lost) and not exists (
              select 1 from stage_history h
              where h.subject_type = '{subject}' and h.subject_id = m.subject_id
                and h.stage = m.left_stage and h.valid_until is null)""",
        ),
        {**values, "first": getattr(stages, table), "won": stages.won, "lost": stages.lost},
    )
    connection.execute(
        _INSERT.format(
            stage="stage",
            entered="entered_at",
            where=f"""not exists (
              select 1 from stage_history h
              where h.subject_type = '{subject}' and h.subject_id = m.subject_id
                and h.stage = m.stage and h.valid_until is null
                and (h.import_id = $id or h.entered_at = m.entered_at
                  or cast(h.entered_at as date) >= cast(m.left_since as date)
                  or h.entered_at = (
                    select max(x.entered_at) from stage_history x
                    where x.subject_type = h.subject_type and x.subject_id = h.subject_id
                      and x.valid_until is null)))""",
        ),
        values,
    )
    added = _entries(connection) - before
    connection.execute("drop table moved")
    return added


_INSERT = """
    insert into stage_history (subject_type, subject_id, stage, entered_at, observed,
      _file, _sheet, _row, import_id, version, valid_from)
    select $subject, m.subject_id, m.{stage}, m.{entered}, true, m._file, m._sheet, m._row,
      $id, 1 + coalesce((
        select max(h.version) from stage_history h
        where h.subject_type = $subject and h.subject_id = m.subject_id and h.stage = m.{stage}
          and h.entered_at = m.{entered}), 0), $at
    from moved m where {where}"""


def _entries(connection: duckdb.DuckDBPyConnection) -> int:
    rows = connection.execute("select count(*) from stage_history").fetchall()
    return int(rows[0][0])
