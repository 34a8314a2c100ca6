"""Who is no admin imports own rows only: no row of others, and none that hangs on a row of others."""

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.checks.own_rows import SUBJECTS, OwnRows
from salesnb.loaders.keys import key_index
from salesnb.loaders.values.arrow_text import is_in

# Tables without an owner of their own: a row belongs to whom the row that it names belongs.
_THROUGH = ("payments", "stage_history")


def check_own(block: Block, checking: Checking) -> None:
    """Find rows that are not the viewer's, on whose behalf the import is.

    A row is the viewer's if it was, where it is stored, and if it will be: a changed owner is no
    own row, whichever way it changes. What hangs on a customer, lead, deal or order is the viewer's
    only if that is, too.
    """
    own = checking.own
    if own is None:
        return
    words = (("viewer", own.viewer),)
    column = block.table.owner or block.table.key[0]
    checking.log.add(block, _not_own(block, own), column, "not_own", words=words)
    for name, rows in _hanging(block, own).items():
        checking.log.add(block, rows & block.good, name, "hangs_on_others", words=words)


def _not_own(block: Block, own: OwnRows) -> np.ndarray:
    table = block.table
    if table.owner is None and table.name not in _THROUGH:
        return np.ones(len(block), dtype=bool)
    key, old = list(table.key), own.stored(table.name)
    was_stored = was_own = np.zeros(len(block), dtype=bool)
    if block.has(key[0]) and len(old):
        keys = key_index(block.values, key)
        was_stored = is_in(keys, key_index(old, key))
        was_own = is_in(keys, own.keys(table.name))
    bad = was_stored & ~was_own
    return bad if table.owner is None else bad | ~_will_be_own(block, table.owner, own, was_stored)


def _will_be_own(block: Block, owner: str, own: OwnRows, was_stored: np.ndarray) -> np.ndarray:
    if not block.has(owner):
        return was_stored
    is_silent = block.empty(owner) & block.keep_empty & was_stored
    return np.asarray(own.are_own(block.values[owner]) | is_silent)


def _hanging(block: Block, own: OwnRows) -> dict[str, np.ndarray]:
    """Return {column: which rows name a row of somebody else in it}."""
    found = {
        column.name: own.foreign(column.refers, block.values[column.name])
        for column in block.table.columns
        if column.refers and block.has(column.name)
    }
    if block.table.name == "stage_history" and block.has("subject_type"):
        parts = [own.foreign(parent, _subjects(block, kind)) for kind, parent in SUBJECTS.items()]
        found["subject_id"] = np.logical_or.reduce(parts)
    return found


def _subjects(block: Block, kind: str) -> pd.Series:
    return block.values["subject_id"].where(block.values["subject_type"] == kind)
