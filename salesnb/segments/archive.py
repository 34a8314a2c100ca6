"""The archive: customers lost long ago, which lists leave out and every figure goes on counting.

Rows are not moved. A rate over all customers, a cohort or a forecast of today stands on rows of
years ago, and would be another one without them. So to be archived is a column of fact_customers
that follows from params and the day: what was asked of a past day is as it was, and a customer who
comes back is out of the archive with the next import.
"""

import pandas as pd

from salesnb.scopes import ScopedStore

_SQL = """
select c.customer_id, c.customer_name, c.owner, c.team, c.region,
  cast(c.last_contact_at as date) as last_contact_on, c.last_sold_on, c.sales
from fact_customers c
where c.is_archived
order by c.customer_id
"""
COLUMNS = (
    "customer_id", "customer_name", "owner", "team", "region", "last_contact_on", "last_sold_on",
    "sales",
)  # fmt: skip


def archived_customers(store: ScopedStore) -> pd.DataFrame:
    """Return the archived customers of a scope.

    Returns
    -------
    customer_id, customer_name, owner, team, region, last_contact_on, last_sold_on, sales (yuan).
    """
    found: pd.DataFrame = store.once("archived_customers", lambda: store.run(_SQL))
    return found
