"""What a piece of a report holds as plain data; workbooks and mails are made from it.

A block is a mapping that JSON can hold. Its `kind`:

- `header`: title, subtitle, sentences
- `cards`: cards, each label, shown, value (a number or None), unit, detail, delta, changes
  (words and tone: good, bad or none), metric, moved (the first change), progress (of a target)
- `flags`: flags, each severity, subject, text, detail, and is_new where the last report had none
- `section`: title, subtitle, anchor, short
- `table`: columns (each name, header, kind, definition), rows (each a list of cells: value and,
  where there are any, numerator, denominator, low, high, n, small, alert, kind), caption, and
  where there are too many rows left_out
- `chart`: chart (trend, funnel …), unit, alt, caption, rows (one mapping each)
- `advice`: items, each finding, next step, what it is based on
- `notice`: words; of what changed since the last report also head and items
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from salesnb.formats import exact

Block = Mapping[str, Any]

CONTENT_MIME = "application/vnd.salesnb.content+json"


def plain_value(value: Any) -> Any:
    """Return a value of a frame as JSON can hold it: days as 2026-10-31, missing ones as None.

    Examples
    --------
    >>> plain_value(pd.Timestamp("2026-10-31")), plain_value(float("nan")), plain_value(np.int64(3))
    ('2026-10-31', None, 3)
    """
    if isinstance(value, str | bool):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, Mapping):
        return {str(name): plain_value(each) for name, each in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain_value(each) for each in value]
    if pd.isna(value):
        return None
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    number = exact(value)
    if number is None:  # infinite, or no number at all
        return None if isinstance(value, float) else str(value)
    return int(number) if number == int(number) and not isinstance(value, float) else float(number)
