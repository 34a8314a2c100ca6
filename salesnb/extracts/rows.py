"""Which rows and columns of a table or fact a view keeps, in SQL."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from salesnb.engines.dialect import quoted
from salesnb.extracts.picked import LEADS, PICKED_WITH, picked
from salesnb.models import models
from salesnb.settings.organisation import Role
from salesnb.store import SEALED
from salesnb.tables import TABLES

# SQL for a sensitive column in clear; None = the key is not at hand.
Clear = Callable[[str], str | None]

# A table's rows belong to whom the fact row of the same key belongs.
_FACT_OF = {
    "leads": ("fact_leads", "lead_id", "lead_id"),
    "opportunities": ("fact_opportunities", "opportunity_id", "opportunity_id"),
    "orders": ("fact_sales", "sale_id", "order_id"),
    "payments": ("fact_payments", "payment_id", "payment_id"),
    "follow_ups": ("fact_follow_ups", "follow_id", "follow_id"),
    "lead_scores": ("fact_leads", "lead_id", "lead_id"),
    "customer_values": ("fact_customers", "customer_id", "customer_id"),
    "invoice_chances": ("fact_sales", "sale_id", "invoice_id"),
}
# How facts name a member: the name, with the staff id where several bear it (staff_spells.sql).
PERSON = """case when t.staff_id is not null and (
    select count(distinct s.staff_id) from whole.staff s where s.name = t.name) > 1
  then t.name || ' ' || t.staff_id else t.name end"""
_OF_A_FOREIGN_CUSTOMER = ("customer_id", "customer_name", "industry", "region", "level")
_BEHIND_CUSTOMERS = ("fact_leads", "fact_opportunities", "fact_sales", "fact_follow_ups")
_SCOPE_COLUMN = {"department": "department", "team": "team", "rep": "owner"}

LOOKUPS = (
    "stages",
    "parameters",
    "custom_columns",
    "lead_model",
    "customer_models",
    "customer_returns",
    "overdue_returns",
)
# Their rows carry the owner columns of facts.
FORECASTS = ("forecasts", "forecast_tests", "forecast_log")
_LEADS_BESIDE = ("lead_owners", "pool_leads")
# Every name that an extract holds; a fact stands before the tables whose rows it decides on.
FACTS = [name for name, model in models().items() if model.is_fact]
NAMES = (
    "fact_customers",
    *(fact for fact in FACTS if fact != "fact_customers"),
    *_LEADS_BESIDE,
    *LOOKUPS,
    *TABLES,
    "lead_scores",
    "customer_values",
    "invoice_chances",
    *FORECASTS,
)
NAMED = re.compile(rf"\b(?:{'|'.join(NAMES)})\b")


@dataclass(frozen=True)
class View:
    """What an extract keeps: the rows of a scope that lie within the viewer's widest scope too.

    Attributes
    ----------
    kind, name : of the scope; kind `company` means every row.
    widest_kind, widest_name : of the viewer's widest scope. A manager who looks at a member sees
        what the member did in this team, and not in the one before.
    sees_prices : whether floor prices stay.
    masks_names : whether customers' names are masked.
    role, role_name : of params, where the viewer's is none of the four that see every column.
    sees_contacts : whether the contacts of own rows can be revealed; they stay masked all the same.
    query : the saved query to whose leads and customers the rows are narrowed (see `picked`).
    picked : the number of the picking that made them.
    """

    kind: str
    name: str
    widest_kind: str = "company"
    widest_name: str = ""
    sees_prices: bool = False
    masks_names: bool = False
    role: Role | None = None
    role_name: str = ""
    sees_contacts: bool = False
    query: str = ""
    picked: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every row of the company stays."""
        return self.kind == "company" and not self.query

    @property
    def is_limited(self) -> bool:
        """Whether not all columns stay as the scope has them."""
        return self.masks_names or self.role is not None

    @property
    def condition(self) -> str:
        """SQL over the owner columns of a fact."""
        limits = {(self.kind, self.name), (self.widest_kind, self.widest_name)}
        wanted = [
            f"{_SCOPE_COLUMN[kind]} = '{escaped(name)}'"
            for kind, name in sorted(limits)
            if kind != "company"
        ]
        return " and ".join(wanted) or "true"


def beneath(name: str, view: View) -> list[str]:
    """Return the tables and facts of the extract that decide which rows of a table are in it."""
    if view.is_whole:
        return []
    if view.query and name in PICKED_WITH:
        return list(PICKED_WITH[name])
    if name in _FACT_OF:
        return [_FACT_OF[name][0]]
    if name == "lead_owners":
        return ["fact_leads"]
    if name == "customers":
        return ["fact_customers", *_BEHIND_CUSTOMERS]
    if name == "stage_history":
        return ["fact_leads", "fact_opportunities", "fact_customers"]
    return []


def masked(
    table: str, held: Iterable[str], sees_prices: bool, clear: Clear
) -> Iterable[tuple[str, str]]:
    """Return {column: SQL} of a table as the view keeps it: contacts masked, prices maybe not."""
    sensitive = {column.name: column for column in SEALED.get(table, ())}
    for column in held:
        if column not in sensitive:
            yield column, quoted(column)
        elif sensitive[column].kind == "money":
            value = clear(column) if sees_prices else None
            yield column, f"cast({value or 'null'} as {sensitive[column].sql_type})"
        else:
            yield column, _masked(column, clear(column))


def _masked(column: str, clear: str | None) -> str:
    """Return SQL that leaves of a contact only what tells two of them apart: 李**, 138****5678.

    Where the key is not at hand (`clear` is None), only whether there is one.
    """
    if clear is None:
        mask = "'**'" if column == "contact_name" else "'****'"
        return f"case when {column} is not null then {mask} end"
    if column == "contact_name":
        return f"substr({clear}, 1, 1) || '**'"
    return f"""case
        when position('@' in {clear}) > 0
          then substr({clear}, 1, 1) || '***' || regexp_extract({clear}, '@[A-Za-z0-9.-]*')
        when length({clear}) >= 11
          then substr({clear}, 1, 3) || '****' || substr({clear}, length({clear}) - 3)
        when {clear} is not null then '****' end"""


def inside(table: str, view: View, into: str) -> str:
    """Return SQL for whether a row `t` of a table lies in the scope."""
    if view.is_whole or table == "products":
        return "true"
    if table in _FACT_OF:
        fact, fact_key, key = _FACT_OF[table]
        return f"t.{key} in (select {fact_key} from {into}.{fact})"
    if table == "customers":
        return f"t.customer_id in (select customer_id from {into}.fact_customers)"
    if table == "stage_history":
        subjects = {"lead": "leads", "opportunity": "opportunities", "customer": "customers"}
        return " or ".join(
            f"(t.subject_type = '{subject}' and t.subject_id in"
            f" (select {subject}_id from {into}.fact_{fact}))"
            for subject, fact in subjects.items()
        )
    kind, name = view.kind, view.name
    if view.query and table == "targets":
        return "false"
    if kind == "company":
        return (
            picked(table, ["lead_id", "customer_id"], into, view.picked)
            if table == "plans"
            else "true"
        )
    if table == "plans":
        own = f"t.owner in (select owner_word from {_members(kind, name)} as m)"
        narrower = (
            picked(table, ["lead_id", "customer_id"], into, view.picked) if view.query else "true"
        )
        return f"{own} and {narrower}"
    if table == "staff":
        return f"""exists (select 1 from {_members(kind, name)} as m
            where m.owner_word in (t.name, t.staff_id)
              and m.from_day = coalesce(t.since, date '0001-01-01'))"""
    return _targets(kind, name)


def _members(kind: str, name: str) -> str:
    """Return SQL for who stands in the scope as of the day; whoever has left it is foreign to it."""
    column = {"department": "department", "team": "team", "rep": "person"}[kind]
    return f"""(select s.* from whole.staff_spells s cross join whole.parameters p
        where s.{column} = '{escaped(name)}' and p.as_of >= s.from_day and p.as_of < s.until_day)"""


def _targets(kind: str, name: str) -> str:
    people = f"select 'rep:' || person from {_members(kind, name)} as m"
    own = f"t.scope = '{kind}:{escaped(name)}' or t.scope in ({people})"
    if kind != "department":
        return own
    teams = f"select 'team:' || team from {_members(kind, name)} as m"
    return f"{own} or t.scope in ({teams})"


def of_the_pool(view: View, held: Iterable[str]) -> str:
    """Return SQL for the leads in the public pool of the view's team, a rep's team for a rep.

    `cool_until` is of the rep whose view it is; of other views it is of the lead's last owner.
    """
    whose = f"'{escaped(view.name)}'" if view.kind == "rep" else "t.owner"
    cool = f"""(select max(o.cool_until) from whole.lead_owners o
        where o.lead_id = t.lead_id and o.owner = {whose})"""
    limits = [
        f"t.{_SCOPE_COLUMN[kind]} = '{escaped(name)}'"
        for kind, name in sorted({(view.kind, view.name), (view.widest_kind, view.widest_name)})
        if kind in ("department", "team")
    ]
    if view.kind == "rep":
        teams = f"select team from {_members('rep', view.name)} as m where team <> 'unassigned'"
        limits.append(f"(t.team in ({teams}) or t.owner = '{escaped(view.name)}')")
    if view.query:
        limits.append(f"t.lead_id in (select lead_id from {LEADS.format(view.picked)})")
    kept = ", ".join(f"t.{quoted(name)}" for name in held if name not in ("owner", "department"))
    return f"""select {kept}, {cool} as cool_until
        from whole.pool_leads t
        where {" and ".join(limits) or "true"}"""


def foreign_customers(columns: Iterable[str], into: str) -> str:
    """Return SQL for the customers of other owners behind own rows, blank but for what may be seen.

    Parameters
    ----------
    columns : of the customers, in the order of those of own ones.
    """
    listed = ", ".join(
        quoted(name) if name in _OF_A_FOREIGN_CUSTOMER else "null" for name in columns
    )
    behind = " union ".join(f"select customer_id from {into}.{fact}" for fact in _BEHIND_CUSTOMERS)
    return f"""select {listed} from whole.customers
        where customer_id in ({behind})
          and customer_id not in (select customer_id from {into}.fact_customers)"""


def escaped(text: str) -> str:
    """Return a text as it stands within quotes in SQL."""
    return text.replace("'", "''")
