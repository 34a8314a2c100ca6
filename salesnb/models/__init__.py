"""Facts: from the tables as known on a day to one row per lead, deal, sale, customer, follow-up.

Each model is one SQL file with its grain and keys in the yml of the same name. The joins that can
go wrong (fan-out, the team on the day of an event, a paid order) are made here once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Template

import yaml

from salesnb.engines import Engine
from salesnb.engines.dialect import quoted, text
from salesnb.models.card import card_words
from salesnb.models.contact import contact_words, create_contact_limits
from salesnb.models.levels import create_level_days, level_words
from salesnb.models.pool import create_pool_rules
from salesnb.models.rhythm import rhythm_words, still_buying
from salesnb.models.typed_in import create_days_off, entry_words
from salesnb.settings import Settings
from salesnb.tables import TABLES

_FOLDER = Path(__file__).parent
_STREAMED_ROWS = 1_000_000
# Follow-ups are counted by spans of ninety days where it does not matter which day it was.
_SPAN = "cast(floor(days_between(date '2000-01-01', {}) / 90.0) as integer)"
_SPANS = {
    "follow_up_span": _SPAN.format("follow_ups.follow_at"),
    "lead_span": _SPAN.format("leads.created_at"),
}
_CUSTOM_COLUMNS = {"fact": "varchar", "name": "varchar", "of_customer": "boolean"}
# In order of dependence: a model reads tables and the models before it.
_ORDER = (
    "staff_spells",
    "stage_events",
    "sale_rows",
    "customer_quarter_rules",
    "customer_quarters",
    "customer_levels",
    "lead_cards",
    "lead_mentions",
    "customer_mentions",
    "lead_contacts",
    "fact_opportunities",
    "fact_opportunity_steps",
    "fact_opportunity_stays",
    "fact_opportunity_contacts",
    "fact_opportunity_amounts",
    "fact_leads",
    "fact_lead_grades",
    "fact_lead_follow_ups",
    "lead_owners",
    "pool_leads",
    "fact_lead_worth",
    "fact_cases",
    "fact_case_stages",
    "fact_sales",
    "fact_payments",
    "overdue_returns",
    "fact_follow_ups",
    "fact_entries",
    "fact_customers",
    "fact_contacts",
    "fact_status_changes",
    "fact_customer_quarters",
    "fact_customer_rhythm",
    "customer_returns",
    "fact_customer_chances",
    "fact_purchases",
    "fact_last_follow_ups",
    "fact_tasks",
    "fact_rep_days",
    "lead_landmarks",
    "customer_purchases",
    "customer_invoices",
)

# Tables that only one model reads are made with it: most callers never ask for it.
_PREPARED = {
    "lead_owners": create_pool_rules,
    "fact_entries": create_days_off,
    "customer_quarter_rules": create_level_days,
}


@dataclass(frozen=True)
class Identity:
    """Two questions that always have the same answer, and what that says."""

    says: str
    left: str
    right: str


@dataclass(frozen=True)
class Model:
    """One model as its yml describes it.

    Attributes
    ----------
    grain : what one row is.
    keys : columns that together name a row.
    owned_by : the column with the rep by which a scope filters; None = not queried by itself.
    base : the table of whose rows there is one each.
    rows_of : the table that decides whether the fact is large; None = its base.
    identities : what must hold of the fact beside the tables; checked on every import.
    is_streamed : a view instead of a table where the base is large: nothing but joins by key.
    """

    name: str
    grain: str
    keys: tuple[str, ...]
    owned_by: str | None = None
    base: str | None = None
    rows_of: str | None = None
    is_streamed: bool = False
    identities: tuple[Identity, ...] = ()

    @property
    def is_fact(self) -> bool:
        """Whether metrics and notebooks may read it."""
        return self.name.startswith("fact_")


def model_text(name: str) -> str:
    """Return the SQL of a model as written, with its `$` words in place."""
    return _text(name)


@cache
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@cache
def models() -> dict[str, Model]:
    """Return every model by name, in order of dependence."""
    found = {}
    for name in _ORDER:
        described = yaml.safe_load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
        found[name] = Model(
            name,
            described["grain"],
            tuple(described["keys"]),
            described.get("owned_by"),
            described.get("base"),
            described.get("rows_of", described.get("base")),
            described.get("streamed", False),
            tuple(Identity(**each) for each in described.get("identities", ())),
        )
    return found


def is_read(table: str, column: str) -> bool:
    """Return whether a model reads a column of a table, so that metrics and reports may use it.

    Examples
    --------
    >>> is_read("orders", "amount"), is_read("customers", "attachments")
    (True, False)
    """
    texts = [_text(name) for name in models()]
    return any(
        re.search(rf"\b{table}\.{column}\b", text)
        or (re.search(rf"\bfrom {table}\b", text) and re.search(rf"(?<![.\w]){column}\b", text))
        for text in texts
    )


class FactBuilder:
    """Makes models in an engine when they are first asked for, each with those that it reads.

    Parameters
    ----------
    engine : has the tables of `store.create_tables_as_of`.
    as_of : the day of the facts: paid by then, overdue then, in the team of then.

    Attributes
    ----------
    custom_columns : (fact, column, whether the sheets of customers bring it) of the facts made.
    """

    def __init__(self, engine: Engine, settings: Settings, as_of: date) -> None:
        self._engine = engine
        self._settings, self._as_of = settings, as_of
        self._made: set[str] = set()
        self.custom_columns: list[tuple[str, str, bool]] = []
        columns = engine.columns("leads")
        self._words = (
            _stage_words(settings)
            | _target_words(settings)
            | {"horizon_days": str(settings.score.horizon_days)}
            | {"archive_days": str(round(settings.limits.archive_years * 365.25))}
            | {"most_leads": str(settings.score.most_leads)}
            | card_words(settings.scorecard, columns)
            | contact_words(settings.limits)
            | level_words(settings.levels)
            | rhythm_words()
            | entry_words(settings)
            | _SPANS
            | {"still_buying_then": still_buying("days_between(usual.last_on, reference.day)")}
        )
        _create_parameters(engine, settings, as_of)
        create_contact_limits(engine, settings, as_of)
        engine.keep("custom_columns", _CUSTOM_COLUMNS, [])
        self._words["lead_custom"] = "".join(
            f",\n  versions.{quoted(column)}" for column in self._custom("leads")
        )

    def need(self, names: Iterable[str]) -> None:
        """Make the models among the names that are not there yet."""
        for name in names:
            if name in models():
                self._make(name)

    def _make(self, name: str) -> None:
        if name in self._made:
            return
        for other in reads(name):
            self._make(other)
        if name in _PREPARED:
            _PREPARED[name](self._engine, self._settings, self._as_of)
        sql = Template(_text(name)).substitute(self._words)
        whole = self._with_custom_columns(name, sql)
        self._engine.make(name, whole, is_view=self._is_large(models()[name]))
        self._made.add(name)

    def _with_custom_columns(self, name: str, sql: str) -> str:
        """Add the columns that only the user's sheets have: of the fact's table, of its customer."""
        base = models()[name].base
        if base is None or not (self._custom(base) or self._custom("customers")):
            return sql
        described = self._engine.columns(f"select * from ({sql}) as own")
        taken = {column.lower() for column in described}
        picked, joins = [], []
        for table, alias in ((base, "base"), ("customers", "buyer")):
            if alias == "buyer" and base == "customers":
                continue
            found = [column for column in self._custom(table) if column.lower() not in taken]
            if not found or (alias == "buyer" and "customer_id" not in taken):
                continue
            key = TABLES[table].key[0]
            own = key if alias == "buyer" else models()[name].keys[-1]
            only = " and own.sale_kind = 'order'" if table == "orders" else ""
            joins.append(f"left join {table} as {alias} on {alias}.{key} = own.{own}{only}")
            picked += [f"{alias}.{quoted(column)}" for column in found]
            taken |= {column.lower() for column in found}
            self.custom_columns += [(name, column, alias == "buyer") for column in found]
        if not picked:
            return sql
        self._engine.drop("custom_columns")
        self._engine.keep("custom_columns", _CUSTOM_COLUMNS, self.custom_columns)
        return f"select own.*, {', '.join(picked)} from ({sql}) as own {' '.join(joins)}"

    def _custom(self, table: str) -> list[str]:
        typed = {f"{column}_text" for column in TABLES[table].names}
        held = self._engine.columns(table)
        return [name for name in held if name not in TABLES[table] and name not in typed]

    def _is_large(self, model: Model) -> bool:
        """Return whether a fact is asked faster row by row than it is written down as a whole."""
        if model.rows_of is None or not model.is_streamed:
            return False
        counted = f"select count(*) from store.{model.rows_of}"
        ((rows,),) = self._engine.rows(counted)
        return bool(rows > _STREAMED_ROWS)


def broken_identities(engine: Engine) -> list[str]:
    """Return what does not hold of the facts: doubled keys, sums that do not agree.

    Parameters
    ----------
    engine : has the tables, and every model as `FactBuilder` makes it.
    """
    broken = []
    for model in models().values():
        if not model.is_fact:
            continue
        keys = ", ".join(model.keys)
        grain = Identity(
            f"a row is {model.grain}",
            f"select count(*) from {model.name}",
            f"select count(*) from (select distinct {keys} from {model.name}) as keys",
        )
        for identity in (grain, *model.identities):
            left, right = (engine.rows(sql)[0][0] for sql in (identity.left, identity.right))
            if left != right:
                broken.append(f"{model.name}: {identity.says}: {left} is not {right}")
    return broken


def reads(name: str) -> list[str]:
    """Return the models that a model reads, in order of dependence."""
    words = set(re.findall(r"\w+", _text(name)))
    return [other for other in _ORDER if other in words and other != name]


def _stage_words(settings: Settings) -> dict[str, str]:
    """Return what the models say of each stage of params: reached or not, and entered when."""
    path = list(enumerate(settings.stages.path, start=1))
    return {
        "stage_flags": ",\n  ".join(
            f"furthest_rank >= {rank} as reached_{stage.id}" for rank, stage in path
        ),
        "first_entries": ",\n  ".join(
            f"min(case when events.stage = '{stage.id}' then events.entered_at end)"
            f" as entered_{stage.id}_at"
            for _, stage in path
        ),
        "entries": ", ".join(f"entered_{stage.id}_at" for _, stage in path),
    }


def _target_words(settings: Settings) -> dict[str, str]:
    """Return what the landmarks of leads say of the target: whether and when it was reached."""
    target, path = settings.score.target, [stage.id for stage in settings.stages.path]
    if target in ("won", settings.stages.won):
        return {
            "target_reached": "fact_leads.is_won",
            "target_at": "case when fact_leads.is_won then fact_leads.closed_on end",
        }
    beyond = path[path.index(target) :]
    entries = ", ".join(f"fact_leads.entered_{stage}_at" for stage in beyond)
    sold = "case when fact_leads.is_won then cast(fact_leads.closed_on as timestamp) end"
    return {
        "target_reached": f"fact_leads.reached_{target}",
        "target_at": f"least({entries}, {sold})",
    }


def _create_parameters(engine: Engine, settings: Settings, as_of: date) -> None:
    """Give the models what params say: `parameters` (one row), `stages`, `landmark_ages`."""
    won, stage = text(settings.stages.won), text(settings.stages.opportunity_stage)
    engine.make(
        "parameters",
        f"""select date '{as_of}' as as_of,
          cast({settings.workspace.payment_days} as integer) as payment_days,
          cast({stage} as varchar) as opportunity_stage,
          cast({settings.limits.quote_days} as integer) as quote_days,
          exists (select 1 from store.leads where valid_until is null) as has_leads,
          exists (select 1 from store.payments where valid_until is null) as has_payments,
          exists (select 1 from store.orders where valid_until is null) as has_orders,
          exists (select 1 from store.opportunities
                  where valid_until is null and stage = {won} and won_amount is not null)
            as has_won_opportunities""",
    )
    ranked = [(s.id, rank, s.kind) for rank, s in enumerate(settings.stages.path, start=1)]
    kinds = {"stage": "varchar", "rank": "integer", "kind": "varchar"}
    engine.keep("stages", kinds, [*ranked, (settings.stages.lost, 0, "lost")])
    horizon = settings.score.horizon_days
    ages = [(age, horizon) for age in settings.score.ages if age < horizon]
    engine.keep("landmark_ages", {"age_days": "integer", "horizon_days": "integer"}, ages)
