"""Keys of rows as text that can be compared."""

from collections.abc import Mapping, Sequence

import pandas as pd

from salesnb.loaders.values.arrow_text import as_text, is_in
from salesnb.tables import TABLES


def key_index(frame: pd.DataFrame, key: list[str]) -> pd.Index:
    """Return the keys of a frame as one index of text; a missing part counts as empty."""
    parts = [
        as_text(frame[name]) if name in frame else pd.Series("", index=frame.index, dtype="str")
        for name in key
    ]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "\x1f" + part
    return pd.Index(joined)


def righted_keys(
    frames: Mapping[str, pd.DataFrame], waiting: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return, by table, which keys of rows that wait are among the good rows of an import.

    Parameters
    ----------
    waiting : keys as `key_index` writes them, by table.
    """
    found = {}
    for table in frames.keys() & waiting.keys():
        keys = pd.Index(waiting[table])
        good = key_index(frames[table], list(TABLES[table].key))
        found[table] = keys[is_in(keys, good)].tolist()
    return found
