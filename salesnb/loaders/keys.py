"""Keys of rows as text that can be compared."""

import pandas as pd

from salesnb.loaders.values.arrow_text import as_text


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
