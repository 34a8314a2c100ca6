"""What in the data a forecast had to make do with, and what it did about it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from salesnb.metrics.targets import TargetBook
from salesnb.periods import Period

_APART = 0.005  # targets that differ by less than this share of the higher one agree


@dataclass(frozen=True)
class Oddity:
    """One thing that is out of the ordinary.

    Attributes
    ----------
    kind : joined, left, negative, empty, short, no_target, zero_target, or targets_apart.
    units : (level, name) of whom it is true.
    own, below : of targets_apart the target and the sum of those below.
    """

    kind: str
    units: tuple[tuple[str, str], ...]
    own: float = 0.0
    below: float = 0.0


def oddities(frame: pd.DataFrame, least_months: int = 3) -> list[Oddity]:
    """Return what is odd in the forecasts of one period and measure.

    Parameters
    ----------
    frame : rows of `forecast.answers.forecast`.
    least_months : with fewer whole months of history a forecast rests on the peers.
    """
    people = frame[frame["level"] != "product_line"]
    judged = {
        "left": people["state"] == "left",
        "joined": people["state"] == "joined",
        "short": (people["n"] < least_months) & (people["state"] == "there"),
        "negative": people["negative_months"] > 0,
        "empty": (people["empty_months"] > 0) & (people["state"] != "left"),
        "zero_target": people["target"] <= 0,
        "no_target": people["target"].isna() & (people["state"] != "left"),
    }
    found = []
    for kind, rows in judged.items():
        units = people.loc[rows, ["level", "unit"]].itertuples(index=False, name=None)
        if held := tuple((str(level), str(unit)) for level, unit in units):
            found.append(Oddity(kind, held))
    return found


def targets_apart(
    book: TargetBook, measure: str, period: Period, children: dict[str, list[str]]
) -> Iterator[Oddity]:
    """Yield the scopes whose own target differs from the sum of the explicit ones below.

    Parameters
    ----------
    children : {scope: scopes directly below}.
    """
    for scope, below in sorted(children.items()):
        own = book.find(measure, scope, period)
        parts = [book.find(measure, child, period) for child in below]
        if own is None or own.origin != "explicit" or not below:
            continue
        if any(part is None or part.origin not in ("explicit", "children") for part in parts):
            continue
        total = sum(float(part.value) for part in parts if part)
        value = float(own.value)
        if abs(total - value) > _APART * max(abs(total), abs(value)):
            kind, _, name = scope.partition(":")
            yield Oddity("targets_apart", ((kind, name or kind),), value, total)
