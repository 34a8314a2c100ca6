"""Good rows of all sheets to one frame per table, one row per key."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesnb.loaders.arrow_text import is_in
from salesnb.loaders.block import Block
from salesnb.loaders.checks import key_index
from salesnb.loaders.parse import DTYPES
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
    whole = pd.concat(
        [frame.rename(columns={name: names[name.casefold()] for name in frame if name[0] != "_"})
         for frame in frames],
        ignore_index=True,
    )  # fmt: skip
    silent = _silent(blocks, frames, whole)
    key = list(table.key)
    index = key_index(whole, key)
    again = index.duplicated()
    source = pd.Series(range(len(blocks))).repeat([len(f) for f in frames]).to_numpy()
    repeated = [int((again & (source == n)).sum()) for n in range(len(blocks))]
    whole = _stored_where_silent(whole, index, silent, known, key)
    whole = _one_per_key(whole, index, again)
    return _typed(whole, table), repeated


def _good_rows(block: Block) -> pd.DataFrame:
    frame = block.values.assign(_file=block.file, _sheet=block.sheet, _row=block.numbers)
    return frame[block.good].reset_index(drop=True)


def _column_names(
    table: Table, frames: Sequence[pd.DataFrame], known: pd.DataFrame | None
) -> dict[str, str]:
    """Return one spelling per column: the store, to which case is nothing, must not see two."""
    names = {name.casefold(): name for name in table.names}
    for frame in ([known] if known is not None else []) + list(frames):
        for name in frame.columns:
            names.setdefault(str(name).casefold(), str(name))
    return names


def _silent(
    blocks: Sequence[Block], frames: Sequence[pd.DataFrame], whole: pd.DataFrame
) -> dict[str, pd.Series]:
    """Return, by column, the rows whose sheet says nothing about it."""
    silent: dict[str, pd.Series] = {}
    start = 0
    for block, frame in zip(blocks, frames, strict=True):
        rows = slice(start, start + len(frame))
        given = {str(name).casefold() for name in frame.columns}
        for name in whole.columns:
            absent = name.casefold() not in given
            if (absent or block.keep_empty) and name not in _MARKS:
                mask = silent.setdefault(name, pd.Series(False, index=whole.index))
                mask.iloc[rows] = True if absent else whole[name].iloc[rows].isna().to_numpy()
        start += len(frame)
    return {name: mask for name, mask in silent.items() if mask.any()}


def _stored_where_silent(
    whole: pd.DataFrame,
    index: pd.Index,
    silent: dict[str, pd.Series],
    known: pd.DataFrame | None,
    key: list[str],
) -> pd.DataFrame:
    if known is None or known.empty:
        return whole
    stored = known.set_axis(key_index(known, key), axis=0)
    stored = stored[~stored.index.duplicated(keep="last")]
    for name, mask in silent.items():
        if name in stored and name not in key:
            rows = mask.to_numpy() & is_in(index, stored.index)
            meant = stored[name].reindex(index[rows])
            whole.loc[rows, name] = meant.astype(whole[name].dtype).array
    return whole


def _one_per_key(whole: pd.DataFrame, index: pd.Index, again: np.ndarray) -> pd.DataFrame:
    if not again.any():
        return whole
    several = is_in(index, index[again])
    merged = whole[several].groupby(index[several], sort=False).first()
    kept = whole[~again].copy()
    rows = several[~again]
    for name in whole.columns:
        kept.loc[rows, name] = merged[name].array
    return kept.reset_index(drop=True)


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Give every column its dtype; concatenation of an absent column loses some."""
    wanted = {
        name: DTYPES[table[name].kind] if name in table else "str"
        for name in frame.columns
        if name not in _MARKS
    }
    return frame.astype({**wanted, "_row": "int64"})
