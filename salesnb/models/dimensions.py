"""By what figures are split, in every fact that has the column."""

# Dimensions in the order in which errors and help name them; `rep` is the owner of the fact.
DIMENSIONS = (
    "rep",
    "team",
    "department",
    "region",
    "industry",
    "source",
    "product_line",
    "product",
    "level",
    "grade",
    "stage",
    "competitor",
    "method",
    "lost_reason",
    "furthest_stage",
    "payment_state",
    "ageing",
)
