"""How won cases usually go: days to each stage, contacts on the way, how long a silence is usual."""

from dataclasses import dataclass

import pandas as pd

from salesnb.engines.dialect import quoted
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

_LEAST_CASES = 5
_LEAST_DAYS = 1.0

_CASES = {
    "lead": "select lead_id as case_id, lead_id, customer_id, created_at, closed_on, {entries}"
    " from fact_leads where is_won and closed_on is not null",
    "opportunity": "select opportunity_id as case_id, cast(null as varchar) as lead_id,"
    " customer_id, cast(created_on as timestamp) as created_at, closed_on, {entries}"
    " from fact_opportunities where is_won and closed_on is not null",
}
_CONTACTS = """
with cases as ({cases}),
contacts as (
  select cases.*, f.follow_at
  from cases
  join follow_ups f on f.lead_id = cases.lead_id
  where f.follow_at >= cases.created_at
    and f.follow_at < cast(add_days(cases.closed_on, 1) as timestamp)
  union all
  select cases.*, f.follow_at
  from cases
  join follow_ups f on f.customer_id = cases.customer_id
  where f.lead_id is null and f.follow_at >= cases.created_at
    and f.follow_at < cast(add_days(cases.closed_on, 1) as timestamp)
)
"""
_COURSE = (
    _CONTACTS
    + """,
moments as (
  select case_id, follow_at as moment from contacts
  union all
  select case_id, created_at from cases
  union all
  select case_id, cast(closed_on as timestamp) from cases
),
silences as (
  select seconds_between(
    lag(moment) over (partition by case_id order by moment), moment) / 86400.0 as days
  from moments
),
made as (select case_id, {before} from contacts group by case_id)
select count(*) as cases, {shown},
  (select quantile_cont(days, {share}) from silences where days > 0) as usual
from cases
left join made on made.case_id = cases.case_id
"""
)


@dataclass(frozen=True)
class Typical:
    """The usual course of won cases.

    Attributes
    ----------
    path : per stage that is reached: `stage`, `days` (median, from the beginning), `contacts`
        (median number until then), `cases` (won ones that say when they entered it).
    usual_days : a silence longer than this is a gap.
    cases : how many won cases it rests on; few = the path is empty, and `usual_days` the days
        after which params call a deal stuck.
    """

    path: tuple[dict[str, object], ...]
    usual_days: float
    cases: int


def typical_course(store: ScopedStore, settings: Settings, kind: str) -> Typical:
    """Return the usual course of the won leads or opportunities of the scope.

    Parameters
    ----------
    kind : lead or opportunity.
    """
    return store.once(("typical", kind), lambda: _read(store, settings, kind))


def _read(store: ScopedStore, settings: Settings, kind: str) -> Typical:
    stages = [stage.id for stage in settings.stages.path]
    first = 1 if kind == "lead" else stages.index(settings.stages.opportunity_stage) + 1
    reached = stages[first:]
    entered = {stage: quoted(f"entered_{stage}_at") for stage in reached}
    # A sale is dated by the day on which it was signed.
    entered[settings.stages.won] = "cast(closed_on as timestamp)"
    entries = ", ".join(entered[stage] for stage in reached[:-1]) or "null as none"
    row = store.run(_sql(_CASES[kind].format(entries=entries), entered, settings)).iloc[0]
    count = int(row["cases"])
    if count < _LEAST_CASES:
        return Typical((), float(settings.limits.stage_days), count)
    usual = float(settings.limits.stage_days if pd.isna(row["usual"]) else row["usual"])
    path = tuple(
        {
            "stage": stage,
            "days": float(row[f"days_{n}"]),
            "contacts": float(row[f"contacts_{n}"]),
            "cases": int(row[f"cases_{n}"]),
        }
        for n, stage in enumerate(entered)
        if row[f"cases_{n}"] >= _LEAST_CASES
    )
    return Typical(path, max(usual, _LEAST_DAYS), count)


def _sql(cases: str, entered: dict[str, str], settings: Settings) -> str:
    """Return SQL for days and contacts until each stage, and for the longest usual silence."""
    before = ", ".join(
        f"sum(case when follow_at < add_days(cast({at} as date), 1) then 1 else 0 end) as made_{n}"
        for n, at in enumerate(entered.values())
    )
    shown = ", ".join(
        f"median(case when {at} >= created_at then seconds_between(created_at, {at}) / 86400.0"
        f" end) as days_{n}, median(case when {at} >= created_at then coalesce(made_{n}, 0) end)"
        f" as contacts_{n}, count(case when {at} >= created_at then 1 end) as cases_{n}"
        for n, at in enumerate(entered.values())
    )
    share = settings.practice.gap_share
    return _COURSE.format(cases=cases, before=before, shown=shown, share=share)
