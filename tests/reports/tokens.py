"""The numbers of a text as a reader sees them, and whether they are the ones that were counted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["money", "percent", "count", "mean", "change", "points", "text"]
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_SCALES = {"万": 10**4, "亿": 10**8, "k": 10**3, "M": 10**6, "B": 10**9}
_NUMBER = re.compile(
    r"(?P<mark>▲>|[▲▼±+−])?(?P<digits>\d[\d,]*(?:\.\d+)?)"
    r"(?:\s?(?P<unit>%|pt\b|points?\b|个百分点|[万亿元]|[kMB](?![A-Za-z])))?"
)
_MARKS = {
    "money": {"", "−"},
    "percent": {"", "−"},
    "count": {""},
    "mean": {"", "−"},
    "change": {"▲", "▲>", "▼", "±"},
    "points": {"", "+", "−"},
}
_UNITS = {
    "money": {"", "元", *_SCALES},
    "percent": {"%"},
    "count": {""},
    "mean": {""},
    "change": {"%"},
    "points": {"pt", "point", "points", "个百分点"},
}


@dataclass(frozen=True)
class Expect:
    """A number that must stand in a text, or a text (a name, a day) whose numbers must."""

    kind: Kind
    value: float | str | None


def money(value: float) -> Expect:
    return Expect("money", value)


def percent(value: float) -> Expect:
    return Expect("percent", value)


def count(value: float) -> Expect:
    return Expect("count", value)


def mean(value: float) -> Expect:
    return Expect("mean", value)


def change(value: float) -> Expect:
    return Expect("change", value)


def points(value: float) -> Expect:
    """A difference of two shares, 0.1 for ten points, with its sign."""
    return Expect("points", value)


def words(value: str) -> Expect:
    return Expect("text", value)


def day_words(day: date, lang: str, *, with_year: bool = True) -> Expect:
    """A day as a heading writes it."""
    if lang == "zh":
        return words((f"{day.year}年" if with_year else "") + f"{day.month}月{day.day}日")
    return words(f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if with_year else ""))


def month_words(day: date, lang: str) -> Expect:
    """A month as a heading writes it."""
    name = f"{day.year}年{day.month}月" if lang == "zh" else f"{MONTHS[day.month - 1]} {day.year}"
    return words(name)


def faults(text: str, expected: Sequence[Expect]) -> list[str]:
    """Return what of a text's numbers is not as expected; each of them has to be accounted for."""
    found = list(_NUMBER.finditer(text))
    wanted = list(_spread(expected))
    if len(found) != len(wanted):
        shown = [match[0] for match in found]
        return [f"{text!r} has the numbers {shown}, counted were {[w.value for w in wanted]}"]
    told = [each.value for each in expected if each.kind == "text"]
    missing = [f"{value!r} is not in {text!r}" for value in told if str(value) not in text]
    return missing + [
        f"{match[0]!r} in {text!r}: counted {want.kind} {want.value}"
        for match, want in zip(found, wanted, strict=True)
        if not _is_same(match, want)
    ]


def _spread(expected: Sequence[Expect]) -> Iterator[Expect]:
    """Yield the expected numbers, those of a text one by one."""
    for each in expected:
        if each.kind != "text":
            yield each
        else:
            yield from (Expect("text", match[0]) for match in _NUMBER.finditer(str(each.value)))


def _is_same(match: re.Match[str], want: Expect) -> bool:
    if want.kind == "text":
        return str(want.value) in match[0]
    mark, unit, digits = match["mark"] or "", match["unit"] or "", match["digits"]
    if mark not in _MARKS[want.kind] or unit not in _UNITS[want.kind]:
        return False
    value = float(want.value or 0)
    places = len(digits.partition(".")[2])
    scale = _SCALES.get(unit, 1)
    if want.kind in ("percent", "change", "points"):
        value *= 100
    if want.kind == "points" and unit != "pt" and not mark:
        value = abs(value)  # `10 points behind` says the sign in words
    shown = float(digits.replace(",", "")) * scale
    shown = -shown if mark in ("▼", "−") else shown
    if mark == "▲>":
        return value > shown
    return abs(shown - value) <= 0.5 * scale / 10**places + 1e-6
