"""What an import yields, before anything is stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from salesnb.loaders.block import Block
from salesnb.loaders.checks.private import holds_cards, is_private_header
from salesnb.loaders.keys import key_index
from salesnb.loaders.made_keys import COMPOSED
from salesnb.loaders.notes import Note
from salesnb.loaders.values.private import hide_private, masked

REJECTED_COLUMNS = ["table", "file", "sheet", "row", "values", "rule", "key"]
COUNT_COLUMNS = ["file", "sheet", "table", "rows_in", "good", "rejected", "repeated"]


@dataclass
class LoadResult:
    """The good rows, the rejected rows, and what is wrong with them.

    Attributes
    ----------
    tables : good rows by logical table, one per key; the columns that the files give, custom ones
        under their headers, and `_file`, `_sheet`, `_row`.
    rejected : table, file, sheet, row, values (JSON of the row as typed, with masks where it holds
        what must not be stored), rule, key (as `key_index` writes it; missing where the row has
        none of its own, or one that must not be stored).
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


def rejected_rows(blocks: Sequence[Block], today: date) -> pd.DataFrame:
    """Return the rejected rows of all blocks as they were typed, personal numbers masked."""
    frames = [_rejected_of(block, today) for block in blocks if not block.good.all()]
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


def _rejected_of(block: Block, today: date) -> pd.DataFrame:
    bad = block.at[~block.good]
    typed = _hidden(block, block.rows.typed.iloc[bad], today)
    typed = typed.mask(np.repeat(block.rows.hidden[bad][:, None], typed.shape[1], axis=1))
    return pd.DataFrame(
        {
            "table": block.table.name,
            "file": block.file,
            "sheet": block.sheet,
            "row": block.rows.numbers[bad].astype(np.int64),
            "values": _as_json(typed),
            "rule": block.rows.rule[bad],
            "key": _own_keys(block, today),
        }
    )


def _own_keys(block: Block, today: date) -> pd.Series:
    """Return the keys of the rejected rows; a number handed out to a row is none of its own."""
    bad = np.flatnonzero(~block.good)
    first = block.table.key[0]
    told = block.values if block.table.name in COMPOSED else block.typed
    if not block.has(first) or first not in told:
        return pd.Series(None, index=range(len(bad)), dtype="str")
    own = (told[first].notna() & block.values[first].notna()).to_numpy()[bad]
    keys = pd.Series(key_index(block.values.iloc[bad], list(block.table.key)), dtype="str")
    return keys.where(own & (hide_private(keys, today, cards=False) == keys).to_numpy())


def _as_json(typed: pd.DataFrame) -> pd.Series:
    """Return rows of text as JSON objects without their empty cells."""
    pairs = [
        _joined(f"{json.dumps(name, ensure_ascii=False)}: ", _quoted(texts))
        for name, texts in typed.items()
    ]
    rows = pc.binary_join_element_wise(*pairs, _text(", "), null_handling="skip")
    return pd.Series(_joined("{", rows, "}").to_pandas(), dtype="str")


def _quoted(texts: pd.Series) -> pa.Array:
    quoted = _joined('"', pa.array(texts, pa.large_string(), from_pandas=True), '"')
    special = pc.match_substring_regex(quoted, r'(?s).["\\\x00-\x1f].')
    at = np.flatnonzero(pc.fill_null(special, False).to_numpy(zero_copy_only=False))
    if not len(at):
        return quoted
    plain = quoted.to_numpy(zero_copy_only=False)
    for n in at:
        plain[n] = json.dumps(plain[n][1:-1], ensure_ascii=False)
    return pa.array(plain, pa.large_string(), from_pandas=True)


def _joined(*parts: str | pa.Array) -> pa.Array:
    texts = [_text(part) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*texts, _text(""))


def _text(text: str) -> pa.Scalar:
    return pa.scalar(text, pa.large_string())


def _hidden(block: Block, typed: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return rows as typed with masks for what must not be stored; they are stored while they wait."""
    columns = {place.header.typed: block.table.column(n) for n, place in block.places.items()}
    shown = {}
    for n, header in enumerate(typed.columns):
        texts, column = typed.iloc[:, n], columns.get(header)
        if column is None and is_private_header(header):
            shown[header] = texts.map(masked, na_action="ignore").astype("str")
        else:
            shown[header] = hide_private(texts, today, cards=holds_cards(column, header))
    return pd.DataFrame(shown, index=typed.index)
