"""What the writer of an unreadable cell most likely meant: a suggestion, never a reading."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from salesnb.loaders.values.amounts import parse_amount, parse_number, parse_percent
from salesnb.loaders.values.budgets import budget_range
from salesnb.loaders.values.dates import parse_moment, parse_month, parse_period_text
from salesnb.loaders.values.failure import Failure

# Rules whose suggestion is several readings, of which the user has to choose one.
READINGS = frozenset(
    {
        "ambiguous_amount", "ambiguous_date", "unclear_date", "ambiguous_month", "ambiguous_owner",
        "ambiguous_scope", "date_without_year", "month_for_date", "range_for_amount",
    }
)  # fmt: skip
_BETWEEN = " / "
_LETTERS = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1", "|": "1"})
_VAGUE = re.compile(r"^(?:约|大约|大概|预计|近|about|approx\.?|ca\.?)\s*|\s*(?:左右|上下|多|以上)$")
_REMARK = re.compile(r"\s*[(\[【（].*$")
_RANGE = re.compile(r"(\D*?\d[\d.,]*)\s*(\D*?)\s*(?:-|~|–|—|至|到)\s*(\D*?\d[\d.,]*)\s*(.*)")
_MONTH_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?")
_READERS: dict[str, Callable[[str], object]] = {
    "not_amount": parse_amount,
    "not_number": parse_number,
    "not_percent": lambda text: parse_percent(text, of_hundred=False),
    "not_date": parse_moment,
    "not_month": parse_month,
    "not_period": parse_period_text,
}


@lru_cache(maxsize=65_536)
def mended(rule: str, value: str) -> str:
    """Return what a cell should probably say, or an empty text.

    Several readings are parted by ` / `: `readings_of` takes them apart.

    Examples
    --------
    >>> mended("not_amount", "5O,000"), mended("negative", "(300)"), mended("not_flag", "是的")
    ('50,000', '300', '是')
    >>> mended("range_for_amount", "50-80万"), mended("month_for_date", "2024-02")
    ('50万 / 80万', '2024-02-01 / 2024-02-29')
    >>> mended("not_date", "2024-13-05"), mended("not_amount", "面议")
    ('2024-05-13', '')
    """
    if rule in _READERS:
        tries = (text for text in _variants(value) if text and text != value)
        return next((text for text in tries if _reads(rule, text)), "")
    makers = {
        "negative": _positive,
        "not_flag": _flag,
        "range_for_amount": _ends,
        "month_for_date": _days_of_month,
    }
    return makers[rule](value) if rule in makers else ""


def readings_of(rule: str, suggestion: str) -> list[str]:
    """Return the readings between which a suggestion leaves the choice; one = none is left.

    Examples
    --------
    >>> readings_of("ambiguous_date", "2024-03-04 / 2024-04-03")
    ['2024-03-04', '2024-04-03']
    >>> readings_of("unknown_source", "A / B")
    ['A / B']
    """
    return suggestion.split(_BETWEEN) if rule in READINGS else [suggestion]


def past_reading(day: date, today: date) -> str:
    """Return a future day with two digits of its year exchanged, if that is past; else nothing.

    Examples
    --------
    >>> past_reading(date(2062, 3, 5), date(2026, 10, 31))
    '2026-03-05'
    >>> past_reading(date(2026, 12, 1), date(2026, 10, 31))
    ''
    """
    year = str(day.year)
    swapped = {int(year[:n] + year[n + 1] + year[n] + year[n + 2 :]) for n in range(3)}
    near = [other for other in swapped if today.year - 2 <= other <= today.year]
    if len(near) != 1 or day.day > monthrange(near[0], day.month)[1]:
        return ""
    meant = day.replace(year=near[0])
    return meant.isoformat() if meant <= today else ""


def _reads(rule: str, text: str) -> bool:
    return not isinstance(_READERS[rule](text), Failure)


def _variants(value: str) -> Iterator[str]:
    word = unicodedata.normalize("NFKC", value).strip()
    yield word
    plain = _REMARK.sub("", word).rstrip("。.,，;；!?？").strip()
    yield plain
    clear = _VAGUE.sub("", _VAGUE.sub("", plain)).strip()
    yield clear
    if any(letter.isdigit() for letter in clear):
        yield clear.translate(_LETTERS)
        yield re.sub(r"\s+", "", clear)
    if match := _MONTH_DAY.fullmatch(plain):
        yield f"{match[1]}-{int(match[3]):02d}-{int(match[2]):02d}"


def _positive(value: str) -> str:
    word = unicodedata.normalize("NFKC", value).strip().replace("−", "-")
    if word.startswith("(") and word.endswith(")"):
        word = word[1:-1].strip()
    return word.replace("-", "", 1)


def _flag(value: str) -> str:
    word = value.strip().casefold()
    if word.startswith(("不", "没", "未", "否", "无", "no")):
        return "否"
    return "是" if word.startswith(("是", "有", "已", "对", "yes")) else ""


def _ends(value: str) -> str:
    """Return both ends of a range as typed, the unit of the last one with both."""
    match = _RANGE.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if match is None or isinstance(budget_range(value), Failure):
        return ""
    low, unit, high, shared = (part.strip() for part in match.groups())
    return f"{low}{unit or shared}{_BETWEEN}{high}{shared}"


def _days_of_month(value: str) -> str:
    last = parse_month(value)
    return "" if isinstance(last, Failure) else f"{last:%Y-%m}-01{_BETWEEN}{last.isoformat()}"
