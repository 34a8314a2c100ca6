"""The forecasts of a whole store: what they are made of, in SQL, and the tables they come as."""

import hashlib
from datetime import date
from pathlib import Path

import pandas as pd

from salesnb.engines import Engine
from salesnb.engines.dialect import text
from salesnb.periods import Calendar
from salesnb.projected import (
    FORECAST_TABLES,
    LOG_COLUMNS,
    CaseFrame,
    Company,
    Ledger,
    forecast_company,
    score_log,
)
from salesnb.settings import Settings

TABLES = {**FORECAST_TABLES, "forecast_log": LOG_COLUMNS}
FACTS = ("fact_sales", "fact_payments", "fact_opportunities", "staff_spells")
_LINE = "coalesce(product_line, '') as product_line"
_EVENTS = f"""
  select department, team, owner, {_LINE}, {{day}} as day,
    sum(cast(amount as double)) as amount, count(*) as n
  from whole.{{fact}}
  where {{day}} is not null and amount is not null
  group by department, team, owner, coalesce(product_line, ''), {{day}}
  order by department, team, owner, product_line, {{day}}"""
# Payments are cases of the order: opened by the sale, won when the money comes.
_RECEIVABLES = f"""
  select department, team, owner, {_LINE}, add_days(paid_on, cast(-days_to_pay as integer)) as opened,
    paid_on as closed, cast(amount as double) as gain, cast(amount as double) as worth,
    cast(null as date) as expected, false as is_sure, add_days(paid_on, cast(-days_late as integer)) as due
  from whole.fact_payments
  where amount > 0 and days_to_pay is not null
  union all
  select department, team, owner, {_LINE}, sold_on, null, 0, cast(outstanding_amount as double),
    greatest(due_on, add_days(parameters.as_of, 1)), due_on > parameters.as_of, due_on
  from whole.fact_sales
  cross join whole.parameters
  where outstanding_amount > 0
  order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"""
_STAFF = """
  select distinct department, team, person as owner,
    is_active and role = 'rep' and p.as_of >= from_day and p.as_of < until_day as is_here
  from whole.staff_spells
  cross join whole.parameters p
  order by 1, 2, 3, 4"""


def forecast_tables(
    engine: Engine,
    settings: Settings,
    as_of: date,
    snapshot: Path,
    *,
    is_live: bool,
) -> dict[str, pd.DataFrame]:
    """Return the tables of TABLES as of a day; the engine has FACTS.

    Parameters
    ----------
    is_live : the day is today for these data; only then the forecasts are kept, in data/forecasts:
        what is reckoned afterwards for a past day was never forecast.
    """
    ledger, rules = Ledger(snapshot.parent.parent / "forecasts"), _ruled(settings)
    company = _company(engine, settings)
    made = ledger.find(as_of, _number(snapshot), rules) if is_live else None
    if made is None:
        made = forecast_company(company, settings.forecast, as_of)
        if is_live:
            ledger.put(as_of, _number(snapshot), rules, made)
    log = ledger.log(as_of, settings.forecast.log_months)
    return {**made, "forecast_log": score_log(log, company, as_of)}


def _number(snapshot: Path) -> int:
    return int(snapshot.name.partition("-")[0])


def _company(engine: Engine, settings: Settings) -> Company:
    workspace = settings.workspace
    calendar = Calendar(workspace.country, workspace.extra_holidays, workspace.extra_workdays)
    deals = _deals(engine, settings)
    receivables = CaseFrame(engine.frame(_RECEIVABLES), ("due",))
    cases = {"sales": deals, "collections": receivables}
    return Company(
        events={
            "sales": engine.frame(_EVENTS.format(fact="fact_sales", day="sold_on")),
            "collections": engine.frame(_EVENTS.format(fact="fact_payments", day="paid_on")),
        },
        cases={name: each for name, each in cases.items() if len(each.frame)},
        staff=engine.frame(_STAFF),
        is_workday=calendar.is_workday,
        fiscal_start=workspace.fiscal_year_start,
    )


def _deals(engine: Engine, settings: Settings) -> CaseFrame:
    """Return the opportunities; the stages after the first one tell how far they have come."""
    path = [stage.id for stage in settings.stages.path if stage.kind == "open"]
    stages = path[path.index(settings.stages.opportunity_stage) + 1 :]
    last = path[-1]
    entered = "".join(f", entered_{name}_at" for name in stages)
    frame = engine.frame(
        f"""
        select department, team, owner, {_LINE}, created_on as opened,
          case when not is_open then coalesce(closed_on, created_on) end as closed,
          case when is_won then cast(coalesce(won_amount, amount, 0) as double) else 0 end as gain,
          cast(amount as double) as worth, expected_on as expected, stage = {text(last)} as is_sure {entered}
        from whole.fact_opportunities
        where created_on is not null
        order by opportunity_id"""
    )
    return CaseFrame(frame, tuple(f"entered_{name}_at" for name in stages))


def _ruled(settings: Settings) -> str:
    """Return a short name of the params that forecasts depend on."""
    workspace = settings.workspace
    told = (
        settings.forecast.model_dump_json(),
        workspace.country,
        workspace.extra_holidays,
        workspace.extra_workdays,
        workspace.fiscal_year_start,
        workspace.payment_days,
        settings.stages.model_dump_json(),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:8]
