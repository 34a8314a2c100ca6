"""Facts: from the tables as known on a day to one row per lead, deal, sale, customer, follow-up.

Each model is one SQL file with its grain and keys in the yml of the same name. The joins that can
go wrong (fan-out, the team on the day of an event, a paid order) are made here once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Template

import duckdb
import yaml

from salesnb.settings import Settings

_FOLDER = Path(__file__).parent
# In order of dependence: a model reads tables and the models before it.
_ORDER = (
    "staff_spells",
    "stage_events",
    "fact_opportunities",
    "fact_leads",
    "fact_cases",
    "fact_case_stages",
    "fact_sales",
    "fact_payments",
    "fact_follow_ups",
    "fact_customers",
)


@dataclass(frozen=True)
class Model:
    """One model as its yml describes it.

    Attributes
    ----------
    grain : what one row is.
    keys : columns that together name a row.
    owned_by : the column with the rep by which a scope filters; None = not queried by itself.
    """

    name: str
    grain: str
    keys: tuple[str, ...]
    owned_by: str | None = None

    @property
    def is_fact(self) -> bool:
        """Whether metrics and notebooks may read it."""
        return self.name.startswith("fact_")


@cache
def models() -> dict[str, Model]:
    """Return every model by name, in order of dependence."""
    found = {}
    for name in _ORDER:
        described = yaml.safe_load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
        found[name] = Model(
            name, described["grain"], tuple(described["keys"]), described.get("owned_by")
        )
    return found


def build_facts(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    as_of: date,
    *,
    schema: str,
    only: Sequence[str] = _ORDER,
) -> None:
    """Create models as tables of `schema`, beside the tables that they read.

    Parameters
    ----------
    only : the models wanted, each with those that it reads.
    schema : holds the tables of `store.create_tables_as_of`.
    as_of : the day of the facts: paid by then, overdue then, in the team of then.
    """
    connection.execute(f"set schema = '{schema}'")
    _create_parameters(connection, settings, as_of)
    flags = ",\n  ".join(
        f"furthest_rank >= {rank} as reached_{stage.id}"
        for rank, stage in enumerate(settings.stages.path, start=1)
    )
    for name in only:
        sql = Template((_FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
        connection.execute(f"create table {name} as {sql.substitute(stage_flags=flags)}")


def _create_parameters(
    connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date
) -> None:
    """Give the models what params say: `parameters` (one row) and `stages` (one per stage)."""
    connection.execute(
        """create table parameters as
        select cast(? as date) as as_of, cast(? as integer) as payment_days,
          cast(? as varchar) as opportunity_stage,
          exists (select 1 from store.leads where valid_until is null) as has_leads,
          exists (select 1 from store.payments where valid_until is null) as has_payments,
          exists (select 1 from store.orders where valid_until is null) as has_orders,
          exists (select 1 from store.opportunities
                  where valid_until is null and stage = ? and won_amount is not null)
            as has_won_opportunities""",
        [
            as_of,
            settings.workspace.payment_days,
            settings.stages.opportunity_stage,
            settings.stages.won,
        ],
    )
    connection.execute("create table stages (stage varchar, rank integer, kind varchar)")
    ranked = [(s.id, rank, s.kind) for rank, s in enumerate(settings.stages.path, start=1)]
    connection.executemany(
        "insert into stages values (?, ?, ?)", [*ranked, (settings.stages.lost, 0, "lost")]
    )
