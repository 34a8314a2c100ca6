"""Colours from little to much, in five steps of one hue, and the ink that is readable on each."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from salesnb.figures.measure import Unit

STEPS = 5
ADDITIVE: tuple[Unit, ...] = ("money", "count")


@dataclass(frozen=True)
class Ramp:
    """Five steps between the lowest and the highest of some values.

    Amounts and counts start at 0 and step by their square roots: a few large ones would leave
    all others in the palest step. Shares and lengths step evenly from the lowest to the highest.
    """

    low: float
    high: float
    by_root: bool

    @classmethod
    def of(cls, values: Iterable[float], unit: Unit) -> "Ramp":
        """Return the ramp that suits the values."""
        known = [value for value in values if value > 0] or [0.0]
        by_root = unit in ADDITIVE
        same = min(known) == max(known)
        return cls(0.0 if by_root and not same else min(known), max(known), by_root)

    def step(self, value: float) -> int:
        """Return 1 to 5; 3 where all values are the same.

        Examples
        --------
        >>> [Ramp(0, 100, True).step(value) for value in (1, 10, 50, 100)]
        [1, 2, 4, 5]
        >>> Ramp(7, 7, True).step(7)
        3
        """
        if self.high == self.low:
            return 3
        share = min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)
        return min(max(ceil((share**0.5 if self.by_root else share) * STEPS), 1), STEPS)

    def paint(self, value: float) -> str:
        """Return the colour of a value: nothing and less than nothing are off the ramp."""
        if value < 0:
            return "bad-tint"
        return "line" if value == 0 else f"heat-{self.step(value)}"

    def ink(self, value: float) -> str:
        """Return the colour of a number that stands on `paint`."""
        if value < 0:
            return "bad"
        return "ink" if value == 0 or self.step(value) <= 3 else "paper"
