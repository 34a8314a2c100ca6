"""How the numbers of one chart are written: one scale for all, the unit said once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from salesnb import formats
from salesnb.labels import label

Unit = Literal["money", "count", "percent", "days"]


@dataclass(frozen=True)
class Measure:
    """A unit at a scale, in a language."""

    lang: str
    unit: Unit
    divisor: int
    digits: int
    note: str
    scale: str = ""  # what the divisor is called: 万元, million yuan

    @classmethod
    def of(
        cls,
        numbers: Iterable[float],
        lang: str,
        unit: Unit,
        currency: str = "CNY",
        *,
        typical: float | None = None,
    ) -> "Measure":
        """Return the measure that suits the largest of the numbers, or a typical one."""
        largest = max((abs(number) for number in numbers), default=0.0)
        scaled_by = largest if typical is None else typical
        divisor, name = (
            formats.money_scale(scaled_by, lang, currency) if unit == "money" else (1, "")
        )
        digits = 1 if unit == "days" else 0
        if unit == "money" and divisor > 1:
            shown = largest / divisor
            digits = 2 if shown < 10 else 1 if shown < 1000 else 0
        note = label("unit_note", lang, unit=name) if name else ""
        return cls(lang, unit, divisor, digits, note, name)

    def short(self, value: float | None, digits: int | None = None) -> str:
        """Return the number alone: its unit stands in the chart's caption."""
        if self.unit == "percent":
            return formats.percent(value, self.lang)
        return formats.scaled(value, self.divisor, self.digits if digits is None else digits)

    def signed(self, value: float | None) -> str:
        """Return the number alone, with its sign."""
        words = self.short(value)
        return f"+{words}" if value is not None and value > 0 else words

    def full(self, value: float | None) -> str:
        """Return the number with its unit, for sentences."""
        if self.unit == "money":
            return formats.money(value, self.lang)
        if self.unit == "days":
            return formats.days(value, self.lang)
        return self.short(value)

    @property
    def unit_name(self) -> str:
        """What one of the numbers is (万元, days); empty for counts and shares."""
        return label("unit_days", self.lang) if self.unit == "days" else self.scale

    def title(self, words: str) -> str:
        """Return an axis title with the unit."""
        named = label("axis_unit", self.lang, title=words, unit=self.unit_name)
        return named if words and self.unit_name else words

    def ticks(self, values: list[float]) -> list[str]:
        """Return the labels of an axis, with as many decimals as they need to differ."""
        for digits in range(3):
            words = [self.short(value, digits) for value in values]
            if len(set(words)) == len(words) and all(
                abs(float(value / self.divisor) * 10**digits % 1) < 1e-6 for value in values
            ):
                break
        return words
