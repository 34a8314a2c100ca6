"""Models of customers: RFM, groups, P(active) and value of the next year, late payment.

Data frames in, data frames and plain objects out; knows no store and no scope.
"""

from salesnb.learned.customers.fitting import (
    CUSTOMER_TABLES,
    CustomerModels,
    customer_tables,
    fit_customers,
)
from salesnb.learned.customers.kept import kept_models

__all__ = [
    "CUSTOMER_TABLES",
    "CustomerModels",
    "customer_tables",
    "fit_customers",
    "kept_models",
]
