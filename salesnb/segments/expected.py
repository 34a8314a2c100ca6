"""What the models of customers expect, beside how each customer stands."""

import pandas as pd

from salesnb.scopes import ScopedStore

# Of a customer that has all but stopped, sales expected say little of what it would buy if it had not.
_LEAST_ACTIVE = 0.1
_QUERY = """
select customer_id, rfm_segment, customer_group, active as p_active, expected_orders,
  expected_sales as expected_value
from customer_values
"""


def with_expected(store: ScopedStore, segments: pd.DataFrame, sales_by: str | None) -> pd.DataFrame:
    """Return customers with what `learned.customers` expects of them.

    Parameters
    ----------
    segments : as `segments.customer_segments` gives them.
    sales_by : which way of foretelling sales was the nearest when it was tested. Where it was the
        model, the value at risk is what the model expects of the customer if it stays, else what it
        bought in the year up to its last purchase.

    Returns
    -------
    The frame with rfm_segment, customer_group, p_active (0-1), expected_orders, expected_value
    (yuan; of the next 12 months).
    """
    frame = segments.merge(store.run(_QUERY), on="customer_id", how="left")
    if sales_by != "model":
        return frame
    kept = frame["expected_value"] / frame["p_active"].clip(lower=_LEAST_ACTIVE)
    value = frame["risk"] * kept.fillna(frame["yearly_purchases"]).clip(lower=0)
    return frame.assign(value_at_risk=value)
