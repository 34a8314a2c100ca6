"""Days in an order that cannot be, or that is seldom meant."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking


@dataclass(frozen=True)
class _Order:
    """Two columns of a row; the second is not before the first, but for some days."""

    table: str
    earlier: str
    later: str
    rule: str
    days: int = 0


_IMPOSSIBLE, _DOUBTFUL = "dates_reversed", "dates_doubtful"
ORDERS = (
    _Order("customers", "first_contact_date", "last_contact_at", _IMPOSSIBLE),
    _Order("customers", "first_contact_date", "updated_date", _DOUBTFUL),
    _Order("customers", "created_date", "updated_date", _DOUBTFUL),
    # 录入时间 may be late: a lead that is typed in after it was won.
    _Order("leads", "created_at", "outcome_date", _DOUBTFUL),
    _Order("leads", "created_at", "assigned_at", _DOUBTFUL),
    _Order("leads", "created_at", "expected_close", _DOUBTFUL),
    _Order("opportunities", "created_at", "closed_at", _IMPOSSIBLE),
    _Order("opportunities", "created_at", "expected_date", _DOUBTFUL),
    _Order("follow_ups", "follow_at", "next_due", _DOUBTFUL),
    _Order("follow_ups", "follow_at", "recorded_at", _DOUBTFUL, days=1),
    _Order("orders", "order_date", "due_date", _DOUBTFUL),
)


def check_date_order(block: Block, checking: Checking) -> None:
    """Find days that lie before another day of the row which comes first; whole days are compared.

    Payments before the order are deposits. In the parts of a wide sheet one day stands for several,
    and only what cannot be is said.
    """
    for order in ORDERS:
        if order.table != block.table.name or not (block.demanding or order.rule == _IMPOSSIBLE):
            continue
        if not (block.has(order.earlier) and block.has(order.later)):
            continue
        first = _days(block.values[order.earlier])
        then = _days(block.values[order.later])
        typed = block.filled(order.earlier) & block.filled(order.later)
        rows = np.flatnonzero(typed & (then + np.timedelta64(order.days, "D") < first))
        if len(rows):
            column = block.table[order.earlier]
            typed_as = block.place(order.earlier).header.typed.strip("* ")
            header = typed_as if order.earlier in block.places else column.zh
            said = {day: (("earlier", header), ("day", str(day))) for day in np.unique(first[rows])}
            words: list[tuple[tuple[str, str], ...]] = [said[day] for day in first[rows]]
            checking.log.add(block, rows, order.later, order.rule, words=words)


def _days(values: pd.Series) -> np.ndarray:
    return values.to_numpy(dtype="datetime64[D]")
