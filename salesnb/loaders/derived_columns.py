"""Columns that are read out of another where they are not given: budgets, due days (R1.4)."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa

from salesnb.loaders.block import Block
from salesnb.loaders.keys import key_index
from salesnb.loaders.problems import ProblemLog
from salesnb.loaders.values.arrow_text import is_in
from salesnb.loaders.values.budgets import Ends, budget_range
from salesnb.loaders.values.due import due_days
from salesnb.loaders.values.failure import Failure
from salesnb.loaders.values.parse import MONEY

_ENDS = ("budget_min", "budget_max")


def read_budgets(block: Block, known: pd.DataFrame | None, log: ProblemLog, currency: str) -> None:
    """Give leads `budget_min` and `budget_max` out of the text of `budget`.

    The text stays. One that cannot be read is a warning, unless the ends are given.
    """
    if not block.has("budget"):
        return
    factor = block.place("budget").header.factor or Decimal(1)
    given = np.logical_or.reduce([block.filled(name) for name in _ENDS])
    ends, unclear = _ends(block.values["budget"], currency, factor)
    log.add(block, unclear & ~given, "budget", "unclear_budget")
    stored = _stored(block, known, ("budget", *_ENDS))
    before, _ = _ends(stored["budget"], currency, factor)
    for name in _ENDS:
        _fill(block, name, ends[name], stored[name].astype(MONEY), before[name])


def read_due_days(block: Block, known: pd.DataFrame | None) -> None:
    """Give follow-ups `next_due` out of the text of `next_plan`, told from the day of follow-up."""
    if not block.has("next_plan"):
        return
    stored = _stored(block, known, ("next_plan", "follow_at", "next_due"))
    moments = stored[["follow_at", "next_due"]].astype("datetime64[s]")
    day = block.values["follow_at"] if block.has("follow_at") else moments["follow_at"]
    due = due_days(block.values["next_plan"], day)
    before = due_days(stored["next_plan"].astype("str"), moments["follow_at"])
    _fill(block, "next_due", due, moments["next_due"], before)


def _fill(block: Block, name: str, read: pd.Series, stored: pd.Series, before: pd.Series) -> None:
    """Fill a column with what was read, where it is not given.

    An empty cell is not given. Of a sheet without the column, what is stored counts as given if it
    is not what follows from the stored text (`before`); so a text that changes takes the derived
    value along, and leaves alone what somebody typed.
    """
    if block.has(name):
        block.values[name] = block.values[name].where(~block.empty(name), read)
    elif read.notna().any() or stored.notna().any():
        typed = stored.notna() & ~(stored == before).fillna(False).astype(bool)
        block.values[name] = read.where(~typed, stored)


def _stored(block: Block, known: pd.DataFrame | None, names: Sequence[str]) -> pd.DataFrame:
    """Return what the store has of each row of the block, missing where it has nothing."""
    nothing = pd.DataFrame(index=block.values.index, columns=list(names), dtype=object)
    key = list(block.table.key)
    if known is None or known.empty or not block.has(key[0]):
        return nothing
    mine = key_index(block.values, key)
    if not is_in(mine, key_index(known, key)).any():
        return nothing
    rows = known.reindex(columns=list(names)).set_axis(key_index(known, key), axis=0)
    rows = rows[~rows.index.duplicated(keep="last")]
    return rows.reindex(mine).set_axis(block.values.index, axis=0)


def _ends(
    texts: pd.Series, currency: str, factor: Decimal
) -> tuple[dict[str, pd.Series], np.ndarray]:
    codes, distinct = pd.factorize(texts)
    nothing: Ends = (None, None)
    read = [budget_range(text, currency=currency, factor=factor) for text in distinct.tolist()]
    unclear = np.array([isinstance(one, Failure) for one in read] + [False])
    ends = [nothing if isinstance(one, Failure) else one for one in read]
    index = pa.array(codes, mask=codes < 0)
    columns = {}
    for n, name in enumerate(_ENDS):
        values = pa.array([pair[n] for pair in ends], pa.decimal128(18, 4)).take(index)
        columns[name] = pd.Series(pd.arrays.ArrowExtensionArray(values), index=texts.index)
    return columns, unclear[codes]
