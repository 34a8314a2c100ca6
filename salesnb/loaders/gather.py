"""Good rows of all sheets to one frame per table, one row per key."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.keys import key_index
from salesnb.loaders.values.arrow_text import is_in
from salesnb.loaders.values.parse import DTYPES, MONEY
from salesnb.tables import Table

_MARKS = ("_file", "_sheet", "_row")


def gather(
    table: Table, blocks: Sequence[Block], known: pd.DataFrame | None
) -> tuple[pd.DataFrame, list[int]]:
    """Return a table's good rows, and per block how many of them repeat another row.

    Rows with the same key agree (check_duplicates) and become one, filled from each other. Where
    one sheet lacks a column that another has, the stored value stands in for it, so that storing
    the frame changes nothing that the sheet does not speak of.
    """
    frames = [_good_rows(block) for block in blocks]
    names = _column_names(table, frames, known)
    frames = [frame.set_axis([names[str(c).casefold()] for c in frame], axis=1) for frame in frames]
    whole: pd.DataFrame = pd.concat(frames, ignore_index=True)
    silent = _silent(blocks, frames, whole)
    key = list(table.key)
    index = key_index(whole, key)
    again = np.asarray(index.duplicated())
    source = np.repeat(np.arange(len(blocks)), [len(frame) for frame in frames])
    repeated = [int((again & (source == n)).sum()) for n in range(len(blocks))]
    if again.any():
        whole = _one_per_key(whole, index, again)
        silent = silent.groupby(index, sort=False).all()[silent.columns]
        index = index[~again]
    whole = _stored_where_silent(whole, index, silent, known, table)
    return _typed(whole, table), repeated


def _good_rows(block: Block) -> pd.DataFrame:
    frame = block.values.assign(_file=block.file, _sheet=block.sheet, _row=block.numbers)
    return frame[block.good].reset_index(drop=True)


def _column_names(
    table: Table, frames: Sequence[pd.DataFrame], known: pd.DataFrame | None
) -> dict[str, str]:
    """Return one spelling per column: the store, to which case is nothing, must not see two."""
    names = {name.casefold(): name for name in table.names}
    for frame in [known, *frames]:
        for name in frame.columns if frame is not None else ():
            names.setdefault(str(name).casefold(), str(name))
    return names


def _silent(
    blocks: Sequence[Block], frames: Sequence[pd.DataFrame], whole: pd.DataFrame
) -> pd.DataFrame:
    """Return, by row and column, whether the sheet says nothing: no such column, or `keep`."""
    parts = []
    for block, frame in zip(blocks, frames, strict=True):
        part = frame.isna() if block.keep_empty else pd.DataFrame(False, frame.index, frame.columns)
        parts.append(part.reindex(columns=whole.columns, fill_value=True))
    silent: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return silent.loc[:, silent.any()]


def _stored_where_silent(
    whole: pd.DataFrame,
    index: pd.Index,
    silent: pd.DataFrame,
    known: pd.DataFrame | None,
    table: Table,
) -> pd.DataFrame:
    if known is None or known.empty:
        return whole
    key = list(table.key)
    stored = known.set_axis(key_index(known, key), axis=0)
    stored = stored[~stored.index.duplicated(keep="last")]
    old = is_in(index, stored.index)
    for name in silent.columns.intersection(stored.columns).difference([*key, *_MARKS]):
        rows = silent[name].to_numpy() & old
        meant = stored[name].reindex(index[rows])
        if name in table and table[name].kind == "money":  # the store may give floats
            meant = meant.astype(MONEY)
        whole.loc[rows, name] = meant.astype(whole[name].dtype).array
    return whole


def _one_per_key(whole: pd.DataFrame, index: pd.Index, again: np.ndarray) -> pd.DataFrame:
    """Return the first row of each key, its gaps filled from the others."""
    several = is_in(index, index[again])
    merged = whole[several].groupby(index[several], sort=False).first()
    kept = whole[~again].copy()
    for name in whole.columns:
        kept.loc[several[~again], name] = merged[name].array
    return kept.reset_index(drop=True)


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Give every column its dtype; concatenation of an absent column loses some."""
    wanted = {
        name: DTYPES[table[name].kind] if name in table else "str"
        for name in frame.columns
        if name not in _MARKS
    }
    return frame.astype({**wanted, "_row": "int64"})
