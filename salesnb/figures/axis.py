"""An axis of a scatter plot: where it begins and ends, its ticks, its title."""

from collections.abc import Callable, Sequence
from math import floor, log10

from salesnb.figures.canvas import Scale, nice_ticks
from salesnb.figures.measure import Measure
from salesnb.figures.typeset import plain
from salesnb.labels import label


class Axis:
    """The axis of some values; logarithmic only where all of them are positive."""

    def __init__(
        self, values: Sequence[float], measure: Measure, title: str, is_log: bool = False
    ) -> None:
        self.measure = measure
        self.is_log = is_log and min(values) > 0
        self._low, self._high = _log_ends(values) if self.is_log else _ends(values)
        self.name = plain(title)
        self.title = measure.title(self.name)
        if self.is_log:
            self.title += label("log_scale", measure.lang)

    def scale(self, start: float, end: float) -> Callable[[float], float]:
        """Return the map from values to px."""
        if not self.is_log:
            return Scale(self._low, self._high, start, end)
        straight = Scale(log10(self._low), log10(self._high), start, end)
        return lambda value: straight(log10(value))

    def ticks(self, most: int = 5) -> list[tuple[float, str]]:
        """Return round values with their words."""
        if not self.is_log:
            values = nice_ticks(self._low, self._high, most)
            return list(zip(values, self.measure.ticks(values), strict=True))
        return [(value, self._word(value)) for value in _log_ticks(self._low, self._high, most)]

    def _word(self, value: float) -> str:
        if self.measure.unit == "percent":
            return self.measure.short(value)
        shown = value / self.measure.divisor
        return self.measure.short(value, max(0, -floor(log10(shown) + 1e-9)))


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends: 0 unless the values stand far from it."""
    low, high = min(values), max(values)
    if low == high:
        return (min(low * 1.5, 0.0), max(high * 1.5, 0.0)) if low else (0.0, 1.0)
    pad = (high - low) * 0.06
    return (0.0 if 0 <= low < 0.4 * high else low - pad), high + pad


def _log_ends(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    factor = max((high / low) ** 0.05, 1.15)
    return low / factor, high * factor


def _log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return 1, 2, 5, 10, 20 … between the ends, or as many powers of ten as there is room for.

    Examples
    --------
    >>> _log_ticks(0.9, 12, 5), _log_ticks(0.9, 20_000, 5)
    ([1.0, 2.0, 5.0, 10.0], [1.0, 10.0, 100.0, 1000.0, 10000.0])
    """
    powers = range(floor(log10(low)), floor(log10(high)) + 1)
    for steps in ((1, 2, 5), (1, 3), (1,)):
        ticks = [float(step) * 10.0**power for power in powers for step in steps]
        ticks = [tick for tick in ticks if low <= tick <= high]
        if len(ticks) <= most:
            break
    return ticks[:: -(-len(ticks) // most) or 1]
