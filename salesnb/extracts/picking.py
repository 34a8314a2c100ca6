"""Which leads and customers a saved query picks, within what the viewer may see."""

from dataclasses import replace

from salesnb.errors import ConfigError, HiddenError
from salesnb.extracts.cut import Cut
from salesnb.extracts.picked import CUSTOMERS, LEADS
from salesnb.extracts.rows import View
from salesnb.extracts.whole import WholeStore
from salesnb.labels import say
from salesnb.periods import Calendar, Period, parse_period
from salesnb.queries import Asked, known_query, read_query, saved_place, source_of
from salesnb.settings import Query, Settings

_SCHEMA = "picking"
_OF_LEADS = ("leads", "fact_leads")


def pick(whole: WholeStore, view: View) -> None:
    """Make `whole.picked_leads` and `whole.picked_customers` for the query of a view.

    Of a query over leads they are these and their customers, of any other its customers and all of
    their leads.

    Raises
    ------
    HiddenError
        The query asks for what the viewer's role may not see.
    UsageError, ConfigError
        No such query, or one that cannot be run; its rows name neither a lead nor a customer.
    """
    connection = whole.connection
    connection.execute(f"create schema {_SCHEMA}")
    base = replace(view, query="")
    cut = Cut(whole, base, _SCHEMA)
    asked = _asked(whole, cut, view.query)
    cut.need([*asked.source.parts.values(), "fact_leads"])
    columns, leads = asked.source.columns, f"{cut.scoped}.fact_leads"
    by_lead = asked.keys_sql("lead_id", _SCHEMA) if "lead_id" in columns else ""
    if asked.source.table in _OF_LEADS or "customer_id" not in columns:
        connection.execute(f"create or replace table {LEADS} as {by_lead}")
        connection.execute(
            f"""create or replace table {CUSTOMERS} as select distinct customer_id from {leads}
            where customer_id is not null and lead_id in (select lead_id from {LEADS})"""
        )
    else:
        by_customer = asked.keys_sql("customer_id", _SCHEMA)
        connection.execute(f"create or replace table {CUSTOMERS} as {by_customer}")
        of_customers = f"""select lead_id from {leads}
            where customer_id in (select customer_id from {CUSTOMERS})"""
        parts = " union ".join(part for part in (of_customers, by_lead) if part)
        connection.execute(f"create or replace table {LEADS} as {parts}")
    connection.execute(f"drop schema {_SCHEMA} cascade")
    connection.execute(f"drop schema if exists {_SCHEMA}_scoped cascade")


def _asked(whole: WholeStore, cut: Cut, name: str) -> Asked:
    settings = whole.settings
    query = known_query(settings, name, ())
    seen = sorted(set(whole.names) - cut.hidden.tables)
    source = source_of(query.table, seen, cut.columns, cut.hidden.of)
    if not {"lead_id", "customer_id"} & source.columns.keys():
        place = saved_place(settings, name)("table")
        said = say("err_query_scope", table=query.table)
        raise ConfigError(say("err_at", place=place, said=said))

    def refuse(column: str) -> HiddenError:
        return cut.hidden.refusal(f"{query.table}.{column}")

    period = _period(query, settings, whole)
    return read_query(query, source, settings, period, saved_place(settings, name), refuse)


def _period(query: Query, settings: Settings, whole: WholeStore) -> Period | None:
    if query.period is None:
        return None
    words = settings.workspace
    calendar = Calendar(words.country, words.extra_holidays, words.extra_workdays)
    return parse_period(query.period, whole.as_of, words.fiscal_year_start, calendar)
