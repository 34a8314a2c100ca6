"""What the sections on segments and groups of customers share."""

from collections.abc import Sequence

import pandas as pd

from salesnb.figures import TableColumn
from salesnb.labels import label


def beside(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return one row per segment or group: customers, change, sales and what is usual in it.

    Parameters
    ----------
    frame : as `Session.rfm` gives it, with `column` and `column`_before.

    Returns
    -------
    The column, customers, change (of customers in three months), sales (of a year) and their share,
    days_since and orders (medians).
    """
    grouped = frame.groupby(column)
    table = grouped.agg(
        customers=("customer_id", "size"),
        sales=("year_sales", "sum"),
        days_since=("days_since", "median"),
        orders=("purchases", "median"),
    )
    before = frame[f"{column}_before"].value_counts()
    table["change"] = table["customers"] - before.reindex(table.index).fillna(0).astype(int)
    total = float(table["sales"].sum())
    table["share"] = table["sales"] / total if total > 0 else float("nan")
    return table.reset_index()


def share_column(lang: str) -> TableColumn:
    """Return the column of a segment's share of sales."""
    why = label("value_share_why", lang)
    return TableColumn("share", label("value_share", lang), "percent", definition=why)


def joined_words(sentences: Sequence[str], lang: str) -> str:
    """Return sentences one after the other."""
    return ("" if lang == "zh" else " ").join(sentences)
