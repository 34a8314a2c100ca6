"""What an import yields, before anything is stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.keys import key_index
from salesnb.loaders.made_keys import COMPOSED
from salesnb.loaders.notes import Note

REJECTED_COLUMNS = ["table", "file", "sheet", "row", "values", "rule", "key"]
COUNT_COLUMNS = ["file", "sheet", "table", "rows_in", "good", "rejected", "repeated"]


@dataclass
class LoadResult:
    """The good rows, the rejected rows, and what is wrong with them.

    Attributes
    ----------
    tables : good rows by logical table, one per key; the columns that the files give, custom ones
        under their headers, and `_file`, `_sheet`, `_row`.
    rejected : table, file, sheet, row, values (JSON of the row as typed), rule, key (as
        `key_index` writes it; missing where the row has none of its own).
    problems : one row per cell: file, sheet, cell, row, column, table, value, rule, severity,
        message, suggestion, count (how many cells a summed-up warning stands for), message_zh,
        header (the column as the sheet names it).
    counts : per file, sheet and table: rows_in = good + rejected; of the good ones `repeated` are
        repeats of another row with the same content and are not in `tables` again.
    notes : what was left out, and why.
    header_rows : {(file, sheet): row number of its headers, 0 = none} of the sheets that were read.
    """

    tables: dict[str, pd.DataFrame]
    rejected: pd.DataFrame
    problems: pd.DataFrame
    counts: pd.DataFrame
    notes: list[Note] = field(default_factory=list)
    header_rows: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def errors(self) -> pd.DataFrame:
        """The problems that block their rows."""
        return self.problems[self.problems["severity"] == "error"]


def rejected_rows(blocks: Sequence[Block]) -> pd.DataFrame:
    """Return the rejected rows of all blocks as they were typed."""
    frames = [_rejected_of(block) for block in blocks if not block.good.all()]
    if not frames:
        return pd.DataFrame(columns=REJECTED_COLUMNS)
    return pd.concat(frames, ignore_index=True)[REJECTED_COLUMNS]


def count_rows(blocks: Sequence[Block], repeated: dict[int, int]) -> pd.DataFrame:
    """Return what came in, per file, sheet and table; `repeated` is by position of the block.

    A month table counts by its cells: each is a target.
    """
    rows = [
        (
            block.file,
            block.sheet,
            block.table.name,
            len(block),
            int(block.good.sum()),
            int((~block.good).sum()),
            repeated.get(n, 0),
        )
        for n, block in enumerate(blocks)
    ]
    counts = pd.DataFrame(rows, columns=COUNT_COLUMNS)
    counts = counts.groupby(COUNT_COLUMNS[:3], sort=False, as_index=False).sum()
    assert (counts["rows_in"] == counts["good"] + counts["rejected"]).all()
    return counts


def _rejected_of(block: Block) -> pd.DataFrame:
    bad = block.at[~block.good]
    typed = block.rows.typed.iloc[bad]
    names = list(typed.columns)
    values = [
        json.dumps(
            {n: v for n, v in zip(names, row, strict=True) if isinstance(v, str)},
            ensure_ascii=False,
        )
        for row in typed.itertuples(index=False, name=None)
    ]
    return pd.DataFrame(
        {
            "table": block.table.name,
            "file": block.file,
            "sheet": block.sheet,
            "row": block.rows.numbers[bad].astype(np.int64),
            "values": values,
            "rule": block.rows.rule[bad],
            "key": _own_keys(block),
        }
    )


def _own_keys(block: Block) -> pd.Series:
    """Return the keys of the rejected rows; a number handed out to a row is none of its own."""
    bad = np.flatnonzero(~block.good)
    first = block.table.key[0]
    told = block.values if block.table.name in COMPOSED else block.typed
    if not block.has(first) or first not in told:
        return pd.Series(None, index=range(len(bad)), dtype="str")
    own = (told[first].notna() & block.values[first].notna()).to_numpy()[bad]
    keys = key_index(block.values.iloc[bad], list(block.table.key))
    return pd.Series(keys, dtype="str").where(own)
