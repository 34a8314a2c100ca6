"""销售业绩跟踪表 with 回款金额 and 回款日期 in it: orders, and what was paid of each so far."""

from dataclasses import replace

import numpy as np

from salesnb.loaders.block import Block
from salesnb.settings import Settings
from salesnb.tables import TABLES, Table

_ORDERS, _PAYMENTS = TABLES["orders"], TABLES["payments"]
_PAID = ("paid_amount", "paid_date")

ORDER_SHEET = Table(
    name=_ORDERS.name,
    zh=_ORDERS.zh,
    en=_ORDERS.en,
    key=_ORDERS.key,
    signature=_ORDERS.signature,
    columns=(
        *_ORDERS.columns,
        *(replace(_PAYMENTS[name], need="optional") for name in _PAID),
    ),
)


def split_order_sheet(block: Block, settings: Settings) -> list[Block]:
    """Return the orders, and where the sheet says what was paid, a block of payments.

    回款金额 in an order sheet is what was paid of the order so far; `made_keys.split_cumulative`
    turns it into a payment later, when the payments known before are at hand. An order row whose
    payment is wrong stays good.
    """
    orders = {name: name for name in block.values.columns if name not in _PAID}
    blocks = [block.part(_ORDERS, orders, np.ones(len(block), dtype=bool))]
    if block.has("paid_amount"):
        nothing = (block.values["paid_amount"] == 0).fillna(False).to_numpy(dtype=bool)
        paid = block.filled("paid_amount") & ~nothing
        columns = {"order_id": "order_id", "paid_amount": "paid_amount", "paid_date": "paid_date"}
        payments = block.part(_PAYMENTS, columns, paid, own_rows=True)
        payments.cumulative = True
        blocks.append(payments)
    return blocks
