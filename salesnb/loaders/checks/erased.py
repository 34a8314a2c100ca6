"""Cells that would bring back a person whose data was erased (R2.7)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.keys import key_index
from salesnb.loaders.values.arrow_text import as_text


def check_erased(block: Block, checking: Checking) -> None:
    """Find cells that were emptied by an erasure and that the sheet fills again.

    A cell that says what is stored now, or nothing, is none. A row with one is rejected, and what
    was typed into it is not kept with the rows that wait.
    """
    book = checking.erased
    if book is None or not book.barred or len(block.table.key) != 1:
        return
    name, barred = block.table.name, book.barred
    keys = [str(key) for key in key_index(block.values, list(block.table.key))]
    for column in (each for each in block.values.columns if not str(each).startswith("_")):
        filled = np.flatnonzero(block.values[column].notna().to_numpy())
        named = [at for at in filled if book.hash(name, keys[at], str(column)) in barred]
        if not named:
            continue
        rows = np.array(named)
        rows = rows[_differ(block, checking, str(column), keys, rows)]
        block.rows.hidden[block.at[rows]] = True
        checking.log.add(block, rows, str(column), "erased")


def _differ(
    block: Block, checking: Checking, column: str, keys: Sequence[str], rows: np.ndarray
) -> np.ndarray:
    """Return which of the rows say something else than what is stored."""
    stored = checking.known.get(block.table.name)
    if stored is None or stored.empty or column not in stored:
        return np.ones(len(rows), dtype=bool)
    now = pd.Series(as_text(stored[column]).to_numpy(), key_index(stored, list(block.table.key)))
    said = as_text(block.values[column]).to_numpy()[rows]
    kept = now[~now.index.duplicated()].reindex([keys[at] for at in rows]).fillna("").to_numpy()
    return np.asarray(said != kept, dtype=bool)
