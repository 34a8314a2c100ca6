"""Values that can be read and cannot be true."""

import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.values.mending import past_reading


def check_future(block: Block, checking: Checking) -> None:
    """Find days after today in columns that tell the past; what follows from others is not typed."""
    tomorrow = pd.Timestamp(checking.today) + pd.Timedelta(days=1)
    words = (("today", checking.today.isoformat()),)
    for column in block.table.columns:
        if column.past and block.has(column.name):
            late = (block.values[column.name] >= tomorrow).to_numpy(dtype=bool)
            typed = block.filled(column.name)
            days = block.values[column.name][late & typed]
            hints = [past_reading(day.date(), checking.today) for day in days]
            checking.log.add(
                block, late & typed, column.name, "future", suggestions=hints, words=words
            )


def check_negative(block: Block, checking: Checking) -> None:
    """Find negative amounts and numbers where they mean nothing; in orders they are refunds."""
    for column in block.table.columns:
        if column.kind in ("money", "number") and not column.signed and block.has(column.name):
            below = (block.values[column.name] < 0).fillna(False).to_numpy(dtype=bool)
            checking.log.add(block, below, column.name, "negative")
