"""Who stands out among rates: only where chance does not explain it."""

from typing import Literal

import pandas as pd

from salesnb import formats
from salesnb.labels import label
from salesnb.metrics import wilson


def outlier(frame: pd.DataFrame, end: Literal["lowest", "highest"]) -> str | None:
    """Return the name with the lowest or highest rate, None where the others may be as low or high.

    Its interval, widened for the number of rates searched, must stay on one side of the rate of
    all others together. Small samples are not looked at.

    Parameters
    ----------
    frame : `name`, `value`, `numerator`, `denominator`, `small`.
    """
    rated = frame[~frame["small"].astype(bool)].dropna(subset="value")
    if len(rated) < 2:
        return None
    is_low = end == "lowest"
    found = rated.sort_values("value", ascending=is_low, kind="stable").iloc[[0]]
    ends = wilson(found["numerator"], found["denominator"], compared=len(rated)).iloc[0]
    others = rest(rated, str(found["name"].iloc[0]))
    beyond = ends["high"] < others if is_low else ends["low"] > others
    return str(found["name"].iloc[0]) if beyond else None


def rest(frame: pd.DataFrame, name: str) -> float:
    """Return the rate of all but one together."""
    others = frame[frame["name"] != name]
    return float(others["numerator"].sum() / others["denominator"].sum())


def told(frame: pd.DataFrame, name: str, key: str, lang: str) -> str:
    """Return the sentence `key` on who stands out: name, rate, and that of all others."""
    rate = float(frame.loc[frame["name"] == name, "value"].iloc[0])
    others = formats.percent(rest(frame, name), lang)
    return label(key, lang, name=name, rate=formats.percent(rate, lang), others=others)
