"""Cells that must, or should, be filled."""

import numpy as np

from salesnb.labels import plural
from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking, is_known

# By key: what it is made of where it is empty.
_MADE_OF = {"opportunity_id": "customer_id", "customer_id": "customer_name"}


def check_required(block: Block, checking: Checking) -> None:
    """Find required cells that are empty; a row that is stored already may leave a column out."""
    if not block.demanding:
        return
    stored = is_known(block, checking.known)
    for name in block.table.required:
        if _MADE_OF.get(name) in block.values:
            continue  # what is wrong is what the key would be made of, and that is said
        if block.has(name):
            rows = block.empty(name)
            checking.log.add(block, rows & ~stored if block.keep_empty else rows, name, "required")
        elif (~stored).any():
            count = int((~stored).sum())
            words = (
                ("rows", plural("row_count", "en", count)),
                ("rows_zh", plural("row_count", "zh", count)),
            )
            checking.log.add_for_sheet(block, name, "missing_column", ~stored, words)


def check_team(block: Block, checking: Checking) -> None:
    """Find reps and managers without a team."""
    if block.table.name == "staff" and block.has("role") and block.has("team"):
        selling = block.values["role"].isin(["rep", "manager"]).to_numpy(dtype=bool)
        checking.log.add(block, selling & block.empty("team"), "team", "required")


def check_one_of(block: Block, checking: Checking) -> None:
    """Find rows that fill none of a group of which one is required."""
    stored = is_known(block, checking.known)
    for group in block.table.one_of:
        empty = np.logical_and.reduce([block.empty(name) for name in group])
        if not any(block.has(name) for name in group):
            empty &= ~stored
        first = next((name for name in group if block.has(name)), group[0])
        columns = [block.table[name] for name in group]
        words = (
            ("headers", " / ".join(column.en for column in columns)),
            ("headers_zh", " / ".join(column.zh for column in columns)),
        )
        checking.log.add(block, empty, first, "one_of", words=words)


def check_recommended(block: Block, checking: Checking) -> None:
    """Find empty cells in recommended columns that the sheet has."""
    if not block.demanding:
        return
    for column in block.table.columns:
        if column.need == "recommended" and column.name in block.places:
            checking.log.add(block, block.empty(column.name), column.name, "recommended")
