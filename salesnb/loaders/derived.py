"""Rows that follow from others: stub customers, orders of won opportunities (R1.14)."""

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block, SheetRows
from salesnb.loaders.parse import DTYPES
from salesnb.settings import Settings
from salesnb.tables import TABLES, Table

_FROM_WON = {
    "order_id": "opportunity_id",
    "customer_id": "customer_id",
    "product": "product",
    "product_line": "product_line",
    "amount": "won_amount",
    "order_date": "closed_at",
    "owner": "owner",
    "region": "region",
}


def stub_rows(block: Block, name: str, wanted: pd.DataFrame) -> Block:
    """Return rows that hold but a key, for references to rows that no file has.

    Required text columns hold the key too: a stub customer is called by its number.

    Parameters
    ----------
    wanted : key, at: the keys, and the row of `block` that refers to each first.
    """
    table = TABLES[name]
    keys = pd.Series(wanted["key"].to_numpy(), dtype="str")
    text = [table.key[0]] + [n for n in table.required if table[n].kind == "text"]
    values = pd.DataFrame(dict.fromkeys(text, keys))
    rows = SheetRows(block.numbers[wanted["at"]], block.rows.typed.iloc[block.at[wanted["at"]]])
    return _derived(block, table, rows, values)


def orders_of_won(block: Block, settings: Settings) -> Block:
    """Return an order for every good won opportunity: its amount on the day of signing."""
    won = block.good & (block.values["stage"] == settings.stages.won).to_numpy(dtype=bool)
    columns = {there: here for there, here in _FROM_WON.items() if block.has(here)}
    orders = block.part(TABLES["orders"], columns, won, own_rows=True)
    for name in columns:
        orders.values[name] = orders.values[name].astype(DTYPES[orders.table[name].kind])
    return orders


def _derived(block: Block, table: Table, rows: SheetRows, values: pd.DataFrame) -> Block:
    return Block(
        table=table,
        file=block.file,
        sheet=block.sheet,
        rows=rows,
        at=np.arange(len(values)),
        typed=values,
        places={},
        values=values,
        severity=block.severity,
        demanding=False,
    )
