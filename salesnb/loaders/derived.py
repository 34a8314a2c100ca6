"""Rows that follow from others: stub customers, orders of won opportunities (R1.14)."""

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block, SheetRows
from salesnb.loaders.keys import key_index
from salesnb.loaders.values.arrow_text import is_in
from salesnb.loaders.values.parse import DTYPES
from salesnb.settings import Settings
from salesnb.tables import TABLES, Table

_ENDED = {"leads": "outcome_date", "opportunities": "closed_at"}
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
    """Return an order for every good won opportunity: its amount on the day of signing.

    One that is dated by estimate, or may lack the amount (R1.2), is no order.
    """
    won = block.good & (block.values["stage"] == settings.stages.won).to_numpy(dtype=bool)
    if block.has("estimated"):
        won = won & ~block.values["estimated"].fillna(False).to_numpy(dtype=bool)
    if "won_without" in block.lenient:
        won = won & ~block.empty("won_amount")
    columns = {there: here for there, here in _FROM_WON.items() if block.has(here)}
    orders = block.part(TABLES["orders"], columns, won, own_rows=True)
    for name in columns:
        orders.values[name] = orders.values[name].astype(DTYPES[orders.table[name].kind])
    return orders


def confirm_dates(block: Block, known: pd.DataFrame | None) -> None:
    """Where a sheet gives the day on which a lead or deal ended, the stored one is no estimate now.

    A sheet that says itself whether its days are estimates is left as it is.
    """
    ended = _ENDED.get(block.table.name, "")
    if known is None or "estimated" not in known or block.has("estimated") or not block.has(ended):
        return
    key = list(block.table.key)
    judged = key_index(known[known["estimated"].notna()], key)
    again = is_in(key_index(block.values, key), judged) & ~block.empty(ended)
    if again.any():
        no = pd.Series(False, index=block.values.index, dtype="boolean")
        block.values["estimated"] = no.where(again)


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
