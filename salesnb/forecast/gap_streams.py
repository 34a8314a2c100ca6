"""The cases of one kind in a period beside what is usual: volume, timing, conversion, size."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Factors = tuple[float, float, float, float]


@dataclass(frozen=True)
class Stream:
    """The cases of one kind now, and those of all earlier periods together, by age."""

    at_hand: Floats
    decided: float
    won: float
    money: float
    base_at_hand: Floats
    base_decided: Floats
    base_won: Floats
    base_money: float
    periods: int

    @property
    def expected(self) -> float:
        """How many of the cases at hand would be won at the usual chances of their ages."""
        return float(self.at_hand @ _rates(self.base_won, self.base_at_hand))

    @property
    def expected_decided(self) -> float:
        return float(self.at_hand @ _rates(self.base_decided, self.base_at_hand))

    @property
    def usual(self) -> Factors:
        """Usual wins of a period, timing and conversion as 1, and the usual size of a won case."""
        won = float(self.base_won.sum())
        return won / self.periods, 1.0, 1.0, self.base_money / won

    @property
    def is_split(self) -> bool:
        """Whether there is a usual chance, and this period's wins are of ages that have one."""
        return bool(self.base_won.sum() > 0) and (self.expected > 0 or not self.money)

    @property
    def present(self) -> Factors:
        """The same factors now; one that nothing tells of is as usual."""
        expected, size = self.expected, self.usual[3]
        if not expected:
            return 0.0, 1.0, 1.0, size
        timing = self.decided / self.expected_decided
        if not self.decided:
            return expected, timing, 1.0, size
        conversion = self.won / self.decided * self.expected_decided / expected
        return expected, timing, conversion, self.money / self.won if self.won else size


def _rates(part: Floats, whole: Floats) -> Floats:
    """Return the share of each age; of an age that never was at hand, that of all together."""
    pooled = part.sum() / whole.sum() if whole.sum() else 0.0
    found: Floats = np.divide(part, whole, out=np.full(len(part), pooled), where=whole > 0)
    return found
