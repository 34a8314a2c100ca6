"""The records of a table as duplicates are searched: one row per key, of the files and the store."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.keys import key_index
from salesnb.loaders.values.arrow_text import is_in
from salesnb.tables import Table

# What decides which of two records is kept: of a lead the earlier, before the fuller one.
FULLER_FIRST = ("stored", "good", "filled", "since", "key")
EARLIER_FIRST = ("stored", "good", "since", "filled", "key")


def incoming_rows(blocks: Sequence[Block], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of blocks that have a key: key, block, at, good, filled, and `columns`.

    Parameters
    ----------
    columns : {name here: column of the table}.
    """
    parts = []
    for n, block in enumerate(blocks):
        part = block.values.reindex(columns=list(columns.values())).set_axis(list(columns), axis=1)
        key = block.table.key[0]
        names = [name for name in block.values.columns if name in block.table]
        part["key"] = block.values[key] if block.has(key) else None
        part["block"], part["at"], part["good"] = n, np.arange(len(block)), block.good
        part["filled"] = block.values[names].notna().sum(axis=1)
        parts.append(part[part["key"].notna()])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["key"])


def ranked_records(
    rows: pd.DataFrame,
    known: pd.DataFrame | None,
    table: Table,
    columns: Mapping[str, str],
    reasons: Sequence[str],
) -> pd.DataFrame:
    """Return one record per key of `rows` and of the store, those to be kept before the others.

    A row that leaves a column empty is taken to have what is stored in it.

    Parameters
    ----------
    reasons : what decides, in order: is stored, has no error, has the most filled cells, is the
        earliest (`since`), has the smaller key.

    Returns
    -------
    key, the names of `columns`, block, at (-1 = in no file), stored, good, filled, since.
    """
    records = _with_dtypes(rows.groupby("key", sort=False).first(), table, columns)
    records["filled"] = rows.groupby("key", sort=False)["filled"].max()
    records["good"] = rows.groupby("key", sort=False)["good"].min()
    stored = _stored_records(known, table, columns)
    records["stored"] = is_in(records.index, stored.index)
    both = records.index[records["stored"]]
    for name in (*columns, "filled"):
        old = stored[name].reindex(both)
        new = records.loc[both, name]
        now = np.maximum(old, new) if name == "filled" else new.where(new.notna(), old)
        records.loc[both, name] = now.to_numpy()
    others = stored[~is_in(stored.index, records.index)]
    records = pd.concat([records, others.assign(block=-1, at=-1, good=True, stored=True)])
    records = records.rename_axis("key").reset_index()
    return _in_rank(records, reasons)


def stored_texts(
    known: pd.DataFrame | None, table: Table, columns: Mapping[str, str], keys: pd.Series
) -> pd.DataFrame:
    """Return what the store has in `columns` for keys, missing where it lacks the key."""
    stored = _stored_records(known, table, columns)
    return stored[list(columns)].reindex(keys.to_numpy())


def decisive(one: Mapping[str, Any], other: Mapping[str, Any], reasons: Sequence[str]) -> str:
    """Return the first reason in which two records differ."""
    for reason in reasons:
        if one[reason] != other[reason] and not (pd.isna(one[reason]) and pd.isna(other[reason])):
            return reason
    return "key"


def _stored_records(
    known: pd.DataFrame | None, table: Table, columns: Mapping[str, str]
) -> pd.DataFrame:
    if known is None:
        known = pd.DataFrame(columns=table.names)
    part = known.reindex(columns=list(columns.values())).set_axis(list(columns), axis=1)
    part = _with_dtypes(part, table, columns)
    part["filled"] = known[[n for n in known.columns if n in table]].notna().sum(axis=1)
    part = part.set_axis(key_index(known, list(table.key)), axis=0)
    return part[~part.index.duplicated(keep="last")]


def _with_dtypes(frame: pd.DataFrame, table: Table, columns: Mapping[str, str]) -> pd.DataFrame:
    """Give the columns their dtypes also where nothing is in them."""
    texts = [name for name, column in columns.items() if table[column].kind == "text"]
    frame = frame.astype(dict.fromkeys(texts, "str"))
    for name in set(columns).difference(texts):
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
    return frame


def _in_rank(records: pd.DataFrame, reasons: Sequence[str]) -> pd.DataFrame:
    order = records.assign(
        stored=~records["stored"].astype(bool),
        good=~records["good"].astype(bool),
        filled=-records["filled"].astype("int64"),
        length=records["key"].str.len(),
    )
    by = [*reasons[:-1], "length", "key"]
    return records.loc[order.sort_values(by, kind="stable").index].reset_index(drop=True)
