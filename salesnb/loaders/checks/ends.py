"""What was won or lost says how much, when and why."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking, is_stored


def check_won(block: Block, checking: Checking) -> None:
    """Find won opportunities without the amount or the day of signing."""
    if block.table.name != "opportunities" or not block.has("stage"):
        return
    won = (block.values["stage"] == checking.settings.stages.won).to_numpy(dtype=bool)
    for name in ("won_amount", "closed_at"):
        empty = ~block.filled(name) | block.empty(name)
        if not block.has(name):
            empty &= ~is_stored(block, checking, name)
        hints = _expected(block, won & empty) if name == "won_amount" else ""
        checking.log.add(block, won & empty, name, "won_without", suggestions=hints)


def check_lost(block: Block, checking: Checking) -> None:
    """Find what was lost without a reason."""
    lost_stage = checking.settings.stages.lost
    asked = {
        "customers": ("status", ("lost",), "lost_reason"),
        "leads": ("outcome", ("lost", "not_won"), "reason"),
        "opportunities": ("stage", (lost_stage,), "lost_reason"),
    }
    if block.table.name not in asked or not block.demanding:
        return
    state, ends, reason = asked[block.table.name]
    if block.has(state):
        lost = block.values[state].isin(ends).to_numpy(dtype=bool)
        empty = block.empty(reason)
        if not block.has(reason):
            empty &= ~is_stored(block, checking, reason)
        checking.log.add(block, lost & empty, reason, "lost_without_reason")


def _expected(block: Block, rows: np.ndarray) -> Sequence[str] | str:
    """Return the expected amounts of rows as the column of won amounts would have them."""
    if "amount" not in block.typed or not block.has("amount"):
        return ""
    here, there = (block.place(name).header.factor for name in ("amount", "won_amount"))
    if here == there:
        return [text if isinstance(text, str) else "" for text in block.typed["amount"][rows]]
    return ["" if pd.isna(v) else f"{v.normalize():f}元" for v in block.values["amount"][rows]]
