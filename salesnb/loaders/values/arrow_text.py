"""Questions to columns of text, answered by Arrow: pandas goes through Python objects for some."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def matches(texts: pd.Series, pattern: str) -> np.ndarray:
    """Return which texts match a pattern (RE2) as a whole; a missing one does not."""
    found = pc.match_substring_regex(pa.array(texts, from_pandas=True), f"^(?:{pattern})$")
    return _mask(found)


def contains(texts: pd.Series, pattern: str) -> np.ndarray:
    """Return in which texts a pattern (RE2) is found; not in a missing one."""
    return _mask(pc.match_substring_regex(pa.array(texts, from_pandas=True), pattern))


def is_in(texts: pd.Series | pd.Index, known: pd.Index) -> np.ndarray:
    """Return which texts are among the known ones; a missing one is not."""
    values = pa.array(pd.Series(texts, dtype="str"), pa.large_string(), from_pandas=True)
    among = pa.array(pd.Series(known, dtype="str"), pa.large_string(), from_pandas=True)
    return _mask(pc.and_(pc.is_valid(values), pc.is_in(values, value_set=among)))


def is_ascii(texts: pd.Series) -> np.ndarray:
    """Return which texts are ASCII only; a missing one is."""
    return _mask(pc.fill_null(pc.string_is_ascii(pa.array(texts, from_pandas=True)), True))


def as_text(values: pd.Series) -> pd.Series:
    """Return values as text that depends on the value alone, missing ones as an empty text.

    pandas writes a date-time without its time of day where the whole column is at midnight, so
    that the same moment would have two spellings.
    """
    if values.dtype.kind == "M":
        seconds = values.to_numpy(dtype="datetime64[s]")
        texts = pd.Series(np.datetime_as_string(seconds), index=values.index, dtype="str")
        return texts.mask(values.isna(), "")
    return values.astype("str").fillna("")


def _mask(found: pa.Array) -> np.ndarray:
    return np.asarray(pc.fill_null(found, False).to_numpy(zero_copy_only=False), dtype=bool)
