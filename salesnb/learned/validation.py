"""Time-ordered validation: learn from the older cases, test on the newest, at several cuts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesnb.learned.features import Floats

Rows = NDArray[np.intp]
_TESTED_SHARE = 0.5  # the newest half of the cases is tested, cut by cut
_LEAST = 10  # of each outcome, on both sides of a cut


@dataclass(frozen=True)
class Cut:
    """One cut: rows to learn from and rows to test on.

    Attributes
    ----------
    day : nothing that was known only after it is learned from.
    train, test : positions of rows; all rows of one subject are in at most one of them.
    """

    day: pd.Timestamp
    train: Rows
    test: Rows


@dataclass(frozen=True)
class Cases:
    """Rows in order of time, each with its outcome.

    Attributes
    ----------
    features : what was known at the moment of the row.
    won : 1 for a success, else 0.
    started_at : when the row's subject began; orders the cases.
    known_at : when the outcome was known.
    subject : whose row it is, as a number.
    """

    features: pd.DataFrame
    won: Floats
    started_at: pd.Series
    known_at: pd.Series
    subject: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.won)

    def take(self, rows: Rows) -> "Cases":
        """Return some of the rows."""
        return Cases(
            self.features.iloc[rows].reset_index(drop=True),
            self.won[rows],
            self.started_at.iloc[rows].reset_index(drop=True),
            self.known_at.iloc[rows].reset_index(drop=True),
            self.subject[rows],
        )


def time_cuts(cases: Cases, count: int, share: float = _TESTED_SHARE) -> list[Cut]:
    """Return cuts whose tests follow one another and together are the newest `share` of the cases.

    A cut with fewer than ten cases of either outcome on one of its sides is left out.
    """
    started = cases.started_at.to_numpy()
    known = cases.known_at.to_numpy()
    first = pd.Series(started).groupby(cases.subject).transform("min").to_numpy()
    order = np.sort(first)
    starts = [
        order[min(int(len(order) * (1 - share * (count - nth) / count)), len(order) - 1)]
        for nth in range(count)
    ]
    cuts = []
    for nth, start in enumerate(starts):
        ends = starts[nth + 1] if nth + 1 < count else None
        is_test = (first >= start) & ((first < ends) if ends is not None else True)
        is_train = (first < start) & (known <= start)
        if _suffices(cases.won[is_train]) and _suffices(cases.won[is_test]):
            found = (np.flatnonzero(is_train), np.flatnonzero(is_test))
            cuts.append(Cut(pd.Timestamp(start), *found))
    return cuts


def _suffices(won: Floats) -> bool:
    return bool(min(won.sum(), (1 - won).sum()) >= _LEAST)
