"""What is recommended for a customer, and which level is owed what."""

from collections.abc import Sequence

import pandas as pd

from salesnb.settings.levels import Approach


def approaches(
    frame: pd.DataFrame, rules: Sequence[Approach], lang: str, level: str = "level"
) -> pd.Series:
    """Return the recommended approach of each customer: the first of params that fits.

    Parameters
    ----------
    frame : tier, reasons and the level.
    level : the column with the level.
    """
    found = pd.Series("", index=frame.index, dtype="object")
    for rule in reversed(rules):
        fits = frame["tier"] == rule.tier
        if rule.levels:
            fits &= frame[level].isin(rule.levels)
        if rule.reasons:
            fits &= frame["reasons"].map(set(rule.reasons).isdisjoint).eq(False)
        found[fits] = rule.text(lang)
    return found
