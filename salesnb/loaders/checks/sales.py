"""A customer called 成交客户 has bought something (R1.13)."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.values.arrow_text import is_in
from salesnb.loaders.values.parse import EMPTY_TEXTS
from salesnb.tables import TABLES, Column

_OPPORTUNITIES = TABLES["opportunities"]


def buyers(
    by_table: Mapping[str, Sequence[Block]], known: Mapping[str, pd.DataFrame], won: str
) -> pd.Index:
    """Return the customers with an order or a won opportunity, in the files or stored.

    An order whose row has an error counts: the row says what is wrong.

    Parameters
    ----------
    won : the stage that means won.
    """
    found = []
    for table in ("orders", "opportunities"):
        frames = [block.values for block in by_table[table]]
        for frame in [*frames, known.get(table)]:
            if frame is None or "customer_id" not in frame:
                continue
            if table == "opportunities":
                if "stage" not in frame:
                    continue
                frame = frame[(frame["stage"] == won).to_numpy(dtype=bool, na_value=False)]
            found.append(frame["customer_id"].dropna().astype("str"))
    return pd.Index(pd.concat(found).unique() if found else [], dtype="str")


def check_bought(block: Block, checking: Checking) -> None:
    """Find 成交客户 without an order, a won opportunity, or amount and day of a contract."""
    if block.table.name != "customers" or not (block.has("status") and block.has("customer_id")):
        return
    called = (block.values["status"] == "customer").to_numpy(dtype=bool) & block.filled("status")
    bought = is_in(block.values["customer_id"], checking.buyers)
    contract = _given(block, _OPPORTUNITIES["won_amount"]) & _given(
        block, _OPPORTUNITIES["closed_at"]
    )
    checking.log.add(block, called & ~bought & ~contract, "status", "customer_without_sale")


def _given(block: Block, column: Column) -> np.ndarray:
    """Return which rows have something in a custom column headed like one of another table."""
    keys = {read_header(header).key for header in column.accepted}
    given = np.zeros(len(block), dtype=bool)
    for name in block.typed.columns:
        if block.place(name).header.key in keys:
            texts = block.typed[name]
            given |= texts.notna().to_numpy() & ~is_in(texts, pd.Index(EMPTY_TEXTS))
    return given
