"""What rules look at: each fact, with what else is known of the same thing beside it, as SQL."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from salesnb.engines.dialect import quoted
from salesnb.models import models
from salesnb.models.entries import ENTRIES
from salesnb.scopes import ScopedStore
from salesnb.scopes.staff import STAFF_NOW
from salesnb.settings import Settings


@dataclass(frozen=True)
class Beside:
    """A join that gives a fact more columns.

    Attributes
    ----------
    join : SQL after the fact `f` and the parameters `p`; empty where it takes none.
    columns : {name: SQL}.
    """

    join: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """What a rule may look at.

    Attributes
    ----------
    rows : SQL of the rows, with owner, team and department.
    keys : the columns that name a row together.
    beside : further columns, joined where a rule names one of them.
    """

    rows: str
    keys: tuple[str, ...]
    beside: tuple[Beside, ...] = ()
    own: tuple[str, ...] = field(default=())


_CUSTOMER = "left join customers as t on t.customer_id = f.customer_id"
_REASON = "nullif(trim(f.lost_reason), '')"
_LEADS = (
    Beside(
        "left join leads as t on t.lead_id = f.lead_id",
        {"subject": "coalesce(t.company_name, f.lead_id)"},
    ),
    Beside(
        "join fact_lead_follow_ups as d on d.lead_id = f.lead_id",
        {name: f"d.{name}" for name in ("last_follow_up_at", "follow_ups", "plan", "every_days")},
    ),
    Beside(
        "join lead_owners as o on o.lead_id = f.lead_id and o.is_now",
        {name: f"o.{name}" for name in ("amount", "kept_by", "warn_on", "leaves_on", "is_pooled")},
    ),
    Beside(
        "",
        {
            "is_nurtured": "coalesce(f.grade in ({nurture}), false)"
            " or coalesce(f.outcome, '') = 'nurturing'",
            "reason": _REASON,
            "days_since_closed": "days_between(f.closed_on, p.as_of)",
        },
    ),
    Beside(
        "left join (select distinct lead_id from fact_opportunities) as q on q.lead_id = f.lead_id",
        {"has_deal": "q.lead_id is not null"},
    ),
)
_DEALS = (
    Beside(_CUSTOMER, {"subject": "coalesce(t.customer_name, f.customer_id, f.opportunity_id)"}),
    Beside(
        "left join fact_opportunity_amounts as u on u.opportunity_id = f.opportunity_id",
        {name: f"u.{name}" for name in ("usual_amount", "deals_won")},
    ),
    Beside(
        "left join fact_opportunity_contacts as n on n.opportunity_id = f.opportunity_id",
        {name: f"n.{name}" for name in ("last_follow_up_at", "next_step_on")},
    ),
    Beside(
        """left join (select opportunity_id, max(step_on) as pushed_on from fact_opportunity_steps
          where state = 'open' and expected_on > expected_before group by opportunity_id) as m
          on m.opportunity_id = f.opportunity_id""",
        {"pushed_on": "m.pushed_on"},
    ),
    Beside(
        "",
        {"reason": _REASON, "days_since_created": "days_between(f.created_on, p.as_of)"},
    ),
)
# Who is at work as a rep now, and the last day of anything of theirs.
_REPS = f"""select s.person as owner, coalesce(s.team, 'unassigned') as team,
    coalesce(s.department, 'unassigned') as department, s.since as from_day, e.last_entry_on
  from {STAFF_NOW} as s
  left join (select owner, max(day) as last_entry_on
    from {ENTRIES} as entries
    group by owner) as e on e.owner = s.person
  where s.role = 'rep' and coalesce(s.active, true)"""
_SUBJECT_OF_TASK = "coalesce(t.customer_name, l.company_name, f.customer_id, f.lead_id)"
_SOURCES: Mapping[str, Source] = {
    "leads": Source("fact_leads", ("lead_id",), _LEADS),
    "opportunities": Source("fact_opportunities", ("opportunity_id",), _DEALS),
    "customers": Source(
        "fact_customers",
        ("customer_id",),
        (
            Beside(_CUSTOMER, {"has_contact": "nullif(trim(t.contact_info), '') is not null"}),
            Beside("", {"subject": "coalesce(f.customer_name, f.customer_id)"}),
        ),
    ),
    "sales": Source(
        "fact_sales",
        ("sale_id",),
        (Beside(_CUSTOMER, {"subject": "coalesce(t.customer_name, f.customer_id, f.sale_id)"}),),
    ),
    "tasks": Source(
        "fact_tasks",
        ("task_id",),
        (
            Beside(
                f"{_CUSTOMER} left join leads as l on l.lead_id = f.lead_id",
                {"subject": _SUBJECT_OF_TASK},
            ),
        ),
    ),
    "status_changes": Source(
        "fact_status_changes",
        ("customer_id",),
        (Beside(_CUSTOMER, {"subject": "coalesce(t.customer_name, f.customer_id)"}),),
    ),
    "reps": Source(
        f"({_REPS})",
        ("owner",),
        (
            Beside("", {"subject": "f.owner"}),
            Beside("", {"is_absent": "f.owner in ({absent})", "absent_until": "{until}"}),
        ),
        ("owner", "team", "department", "from_day", "last_entry_on"),
    ),
}


def source_names(store: ScopedStore) -> list[str]:
    """Return what `fact` of a rule may be."""
    facts = (name.removeprefix("fact_") for name in store.tables() if name.startswith("fact_"))
    return sorted({*_SOURCES, *facts})


def id_of(name: str, table: str) -> str:
    """Return SQL for what names a row of a source: its key, of several columns joined by blanks.

    Parameters
    ----------
    table : what the source is called there.
    """
    keys = [f"cast({table}.{quoted(key)} as varchar)" for key in _of(name).keys]
    return keys[0] if len(keys) == 1 else f"concat_ws(' ', {', '.join(keys)})"


def source_columns(store: ScopedStore, name: str) -> list[str]:
    """Return the columns that a source has, those joined beside included."""
    source = _of(name)
    own = source.own or tuple(store.columns(source.rows))
    return [*own, *(column for beside in source.beside for column in beside.columns)]


def constants(store: ScopedStore, settings: Settings) -> dict[str, str]:
    """Return what expressions may name besides columns: {name: SQL}, numbers of params and days."""
    limits, told = settings.limits, settings.workspace
    return {
        "as_of": f"date '{store.as_of}'",
        "imported_on": f"date '{store.snapshot.at.date()}'",
        "stage_days": str(limits.stage_days),
        "fall": str(limits.fall),
        "cadence_kept": str(limits.cadence_kept),
        "completion_red": str(told.completion_red),
        "small_sample": str(told.small_sample),
        "pool_idle_days": str(settings.pool.idle_days),
    }


def source_sql(
    store: ScopedStore, settings: Settings, name: str, texts: Collection[str | None]
) -> str:
    """Return SQL for the rows of a source, with those columns beside that the texts name."""
    source = _of(name)
    named = set(re.findall(r"\w+", " ".join(text for text in texts if text))) | {"subject"}
    picked = [beside for beside in source.beside if named & beside.columns.keys()]
    absent = [
        name for name in settings.review.absent if settings.review.is_absent(name, store.as_of)
    ]
    lists = {
        "{nurture}": _listed(settings.pool.nurture_grades),
        "{absent}": _listed(absent),
        "{until}": _leaves(settings, store.as_of),
    }
    columns = [
        f"{_filled(sql, lists)} as {column}"
        for beside in picked
        for column, sql in beside.columns.items()
        if column in named
    ]
    if not any("subject" in beside.columns for beside in source.beside):
        columns.append(f"{id_of(name, 'f')} as subject")
    columns += [f"{sql} as {word}" for word, sql in constants(store, settings).items()]
    joins = " ".join(beside.join for beside in picked)
    return f"select f.*, {', '.join(columns)} from {source.rows} as f cross join parameters as p {joins}"


def _filled(sql: str, lists: Mapping[str, str]) -> str:
    for word, listed in lists.items():
        sql = sql.replace(word, listed)
    return sql


def _listed(words: Iterable[str]) -> str:
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words) or "null"


def _leaves(settings: Settings, day: date) -> str:
    """Return SQL for the last day of the newest leave of each owner that was over by a day."""
    over = {name: settings.review.absent_until(name, day) for name in settings.review.absent}
    whens = [
        f"when f.owner = {_listed([name])} then date '{on}'" for name, on in over.items() if on
    ]
    return f"case {' '.join(whens)} end" if whens else "cast(null as date)"


def _of(name: str) -> Source:
    if name in _SOURCES:
        return _SOURCES[name]
    fact = f"fact_{name}"
    return Source(fact, tuple(models()[fact].keys))
