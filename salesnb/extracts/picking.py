"""Which leads and customers a saved query picks, within what the viewer may see."""

from dataclasses import replace

import duckdb

from salesnb.engines.dialect import create_functions
from salesnb.errors import ConfigError, HiddenError
from salesnb.extracts.cut import Cut
from salesnb.extracts.held import Held
from salesnb.extracts.picked import CUSTOMERS, LEADS
from salesnb.extracts.rows import NAMES, View
from salesnb.extracts.warehouse import WarehouseStore
from salesnb.extracts.whole import WholeStore
from salesnb.labels import say
from salesnb.periods import Calendar, Period, parse_period
from salesnb.queries import Asked, known_query, read_query, saved_place, source_of
from salesnb.settings import Query, Settings

_OF_LEADS = ("leads", "fact_leads")


def pick(whole: WholeStore, view: View) -> View:
    """Make the tables of picked leads and customers of a view's query; return the view with them.

    Of a query over leads they are these and their customers, of any other its customers and all of
    their leads.

    Raises
    ------
    HiddenError
        The query asks for what the viewer's role may not see.
    UsageError, ConfigError
        No such query, or one that cannot be run; its rows name neither a lead nor a customer.
    """
    number = whole.number_picking()
    cut = _cut(whole, replace(view, query=""), number)
    leads, customers = LEADS.format(number), CUSTOMERS.format(number)
    try:
        _pick(whole, cut, view.query, leads, customers)
        if isinstance(cut, Held):
            for name in (leads, customers):
                rows = cut.connection.sql(f"from {name}").to_arrow_table()
                whole.engine.keep_arrow(name.removeprefix("whole."), rows)
    finally:
        cut.close()
    return replace(view, picked=number)


def _cut(whole: WholeStore, view: View, number: int) -> Cut | Held:
    """Return what the view keeps, to look into: of a warehouse it is fetched."""
    if not isinstance(whole, WarehouseStore):
        return Cut(whole, view, number, "picking_")
    connection = duckdb.connect()
    connection.execute("create schema whole")
    create_functions(connection, "main")
    return Held(whole, view, connection)


def _pick(whole: WholeStore, cut: Cut | Held, query: str, leads: str, customers: str) -> None:
    run = cut.connection.execute
    asked = _asked(whole, cut, query)
    cut.need([*asked.source.parts.values(), "fact_leads"])
    columns, of_leads = asked.source.columns, f"{cut.scoped}.fact_leads"
    by_lead = asked.keys_sql("lead_id", cut.seen) if "lead_id" in columns else ""
    if asked.source.table in _OF_LEADS or "customer_id" not in columns:
        run(f"create table {leads} as {by_lead}")
        run(
            f"""create table {customers} as select distinct customer_id from {of_leads}
            where customer_id is not null and lead_id in (select lead_id from {leads})"""
        )
        return
    run(f"create table {customers} as {asked.keys_sql('customer_id', cut.seen)}")
    of_customers = f"""select lead_id from {of_leads}
        where customer_id in (select customer_id from {customers})"""
    run(f"create table {leads} as {' union '.join(p for p in (of_customers, by_lead) if p)}")


def _asked(whole: WholeStore, cut: Cut | Held, name: str) -> Asked:
    settings = whole.settings
    query = known_query(settings, name, ())
    seen = sorted(set(NAMES) - cut.hidden.tables)
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
