"""Which customers moved from one tier or level to another, and how much money moved with them."""

from datetime import date

import pandas as pd

from salesnb.scopes import ScopedStore
from salesnb.segments.tiers import customer_tiers
from salesnb.settings import Settings

NEW = "new"
_LEVELS = """
select customer_id, coalesce(level_before, 'new') as before, level as after,
  cast(purchases_12m as double) as purchases_12m, quarter
from fact_customer_quarters
where evaluated_on = (select max(evaluated_on) from fact_customer_quarters)
"""
_NAMES = "select customer_id, customer_name, owner from fact_customers"


def tier_movements(
    store: ScopedStore, settings: Settings, since: date, now: pd.DataFrame
) -> pd.DataFrame:
    """Return the tier of every customer on an earlier day and now, one row each.

    Parameters
    ----------
    since : the earlier day; who was no customer yet comes from `new`.
    now : as `segments.customer_segments` gives them.

    Returns
    -------
    customer_id, customer_name, owner, before, after, purchases_12m (yuan, of now).
    """
    earlier = customer_tiers(store, settings, since).set_index("customer_id")["tier"]
    return now[["customer_id", "customer_name", "owner"]].assign(
        before=now["customer_id"].map(earlier).fillna(NEW),
        after=now["tier"],
        purchases_12m=now["purchases_12m"],
    )


def level_movements(store: ScopedStore) -> pd.DataFrame:
    """Return the computed level of every customer before and after the last quarter's end.

    Returns
    -------
    customer_id, customer_name, owner, before, after, purchases_12m (yuan, at the quarter's end),
    quarter. Who bought for the first time in the quarter comes from `new`.
    """
    frame = store.run(_LEVELS).merge(store.run(_NAMES), on="customer_id")
    columns = [
        "customer_id",
        "customer_name",
        "owner",
        "before",
        "after",
        "purchases_12m",
        "quarter",
    ]
    return frame.sort_values("customer_id", ignore_index=True)[columns]


def moved(movements: pd.DataFrame) -> pd.DataFrame:
    """Return how many customers moved from where to where, and the money that moved with them.

    Returns
    -------
    before, after, customers, purchases_12m (yuan); those who stayed are in it.
    """
    counted = movements.groupby(["before", "after"], sort=True)["purchases_12m"].agg(
        ["size", "sum"]
    )
    named = {"size": "customers", "sum": "purchases_12m"}
    return counted.rename(columns=named).reset_index()
