"""The logical tables: the only place where a column is defined."""

from salesnb.tables.column import SQL_TYPES, Column, Kind, Table
from salesnb.tables.customers import CUSTOMERS
from salesnb.tables.follow_ups import FOLLOW_UPS, PLANS
from salesnb.tables.leads import LEADS
from salesnb.tables.opportunities import OPPORTUNITIES, STAGE_HISTORY
from salesnb.tables.orders import ORDERS, PAYMENTS, PRODUCTS
from salesnb.tables.organisation import STAFF, TARGETS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        STAFF,
        TARGETS,
        PRODUCTS,
        CUSTOMERS,
        LEADS,
        OPPORTUNITIES,
        STAGE_HISTORY,
        FOLLOW_UPS,
        PLANS,
        ORDERS,
        PAYMENTS,
    )
}

__all__ = ["SQL_TYPES", "TABLES", "Column", "Kind", "Table"]
