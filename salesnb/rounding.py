"""Whether figures are below a limit, whatever rounding does to their last digit."""

from typing import overload

import pandas as pd

# Of the limit: 2000 of 9000 is not below 0.8 × 5 of 18 days, though it is by one last digit.
_ROUNDING = 1e-9


@overload
def is_below(value: pd.Series, limit: pd.Series | float) -> pd.Series: ...
@overload
def is_below(value: float, limit: float) -> bool: ...
def is_below(value: pd.Series | float, limit: pd.Series | float) -> pd.Series | bool:
    """Return whether a figure is below its limit; what equals it but for rounding is not.

    Examples
    --------
    >>> is_below(2000 / 9000, 0.8 * (5 / 18)), is_below(1999 / 9000, 0.8 * (5 / 18))
    (False, True)
    >>> is_below(-0.1, -0.3 / 3), is_below(-0.11, -0.3 / 3)
    (False, True)
    """
    size = limit.abs() if isinstance(limit, pd.Series) else abs(limit)
    return value < limit - _ROUNDING * size
