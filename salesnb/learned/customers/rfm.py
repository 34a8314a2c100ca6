"""RFM: how lately, how often and for how much customers bought, as scores that survive ties."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesnb.learned.features import Floats

LEAST_CUSTOMERS = 10  # of fewer a fifth is one customer
SCORES = 5
# The usual eight segments: by whether recency, frequency and money lie above the middle.
SEGMENTS = {
    (True, True, True): "key_value",
    (True, False, True): "key_develop",
    (False, True, True): "key_keep",
    (False, False, True): "key_rescue",
    (True, True, False): "general_value",
    (True, False, False): "general_develop",
    (False, True, False): "general_keep",
    (False, False, False): "general_rescue",
}
_COLUMNS = ("customer_id", "r", "f", "m", "segment")


def rfm(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the RFM scores of customers, and the segment that they stand for.

    Customers with the same value have the same score, in whatever order they come: each has the
    middle of the ranks that they share. Where all have the same value all have the middle score, and
    none lies above the middle.

    Parameters
    ----------
    frame : customer_id, days_since, purchases, sales (see `rhythm.rhythms`). A customer with
        sales of zero or less, who brought back what was bought, is scored like any other.

    Returns
    -------
    customer_id, r, f, m (1 to 5, 5 is best: bought last, most often, for most), segment (key_value,
    key_develop, key_keep, key_rescue for customers above the middle by money; general_… for the
    others). Of fewer than ten customers, or where all are alike, nobody has scores or a segment.
    """
    ranked = [
        ranks(-frame["days_since"].to_numpy(float)),
        ranks(frame["purchases"].to_numpy(float)),
        ranks(frame["sales"].to_numpy(float)),
    ]
    found = pd.DataFrame({"customer_id": frame["customer_id"]})
    is_told = len(frame) >= LEAST_CUSTOMERS and any(np.ptp(rank) > 0 for rank in ranked)
    for name, rank in zip(("r", "f", "m"), ranked, strict=True):
        scores = np.minimum(np.floor(rank * SCORES) + 1, SCORES)
        found[name] = pd.array(scores if is_told else [None] * len(frame), dtype="Int64")
    found["segment"] = _segments(ranked) if is_told else None
    return found[list(_COLUMNS)]


def ranks(values: Floats) -> Floats:
    """Return the place of each value among all, from 0 to 1; equal values share the middle.

    Examples
    --------
    >>> ranks(np.array([10.0, 20.0, 20.0, 30.0]))
    array([0.125, 0.5  , 0.5  , 0.875])
    """
    told: Floats = (pd.Series(values).rank(method="average").to_numpy() - 0.5) / max(len(values), 1)
    return told


def _segments(ranked: Sequence[Floats]) -> list[str]:
    above = np.column_stack([rank > 0.5 for rank in ranked])
    return [SEGMENTS[bool(r), bool(f), bool(m)] for r, f, m in above]
