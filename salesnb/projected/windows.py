"""A period as seen from its running month: months that are over, the rest of one, months ahead."""

from dataclasses import dataclass

import numpy as np

from salesnb.projected.months import Cuts
from salesnb.projected.series import Floats


@dataclass(frozen=True)
class Window:
    """The months of a period around each origin's.

    Attributes
    ----------
    before : months of the period that are over.
    ahead : months of it that come after the running one.
    """

    before: int
    ahead: int

    @property
    def length(self) -> int:
        """How many months the period has."""
        return self.before + 1 + self.ahead


def so_far(cuts: Cuts, window: Window) -> Floats:
    """Return the period's sum up to each origin's cut, units by origins; NaN before the data."""
    return cuts.so_far + _summed(cuts.totals, -window.before, -1)


def rest(cuts: Cuts, window: Window) -> Floats:
    """Return what came after each origin's cut until the period's end; NaN where it is not over."""
    totals = cuts.totals.copy()
    totals[:, -1] = np.nan if np.isnan(cuts.actual[:, -1]).any() else totals[:, -1]
    return cuts.actual + _summed(totals, 1, window.ahead)


def days(cuts: Cuts, window: Window) -> tuple[Floats, Floats]:
    """Return the counted days of the period up to each origin's cut, and after it."""
    done, left = cuts.done.astype(float), cuts.left.astype(float)
    for o in range(cuts.origins):
        done[o] += cuts.counted[o, max(o - window.before, 0) : o].sum()
        left[o] += cuts.counted[o, o + 1 : o + 1 + window.ahead].sum()
    return done, left


def _summed(totals: Floats, first: int, last: int) -> Floats:
    """Return the sum of the months `first` to `last` after each origin's; NaN beyond the data."""
    origins = totals.shape[1]
    total = np.zeros_like(totals)
    for shift in range(first, last + 1):
        moved = np.full_like(totals, np.nan)
        places = np.arange(origins) + shift
        inside = (places >= 0) & (places < origins)
        moved[:, inside] = totals[:, places[inside]]
        total += moved
    return total
