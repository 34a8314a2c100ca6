"""Numbers spelled with Chinese numerals or with several units: 十五万, 伍万, 1亿2000万."""

import re
from decimal import Decimal
from itertools import pairwise

_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | dict(
    zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)
)
_DIGITS |= {"○": 0, "两": 2, "貳": 2, "參": 3, "陸": 6}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"亿": 10**8, "億": 10**8, "万": 10**4, "萬": 10**4}
_DIGIT = "".join(_DIGITS)
_TEN = "".join(_TENS)
_SPELLED = re.compile(rf"[{_DIGIT}{_TEN}亿億万萬]+(?:点[{_DIGIT}]+)?[亿億万萬]?")
_PLACES = re.compile(rf"[{_DIGIT}]+")
_SECTION = re.compile(rf"(?:[{_DIGIT}]?[{_TEN}])*[{_DIGIT}]?")
_SEVERAL = re.compile(
    r"(?:(?P<亿>\d+(?:\.\d+)?)亿)?(?:(?P<万>\d+(?:\.\d+)?)万)?"
    r"(?:(?P<千>\d+(?:\.\d+)?)千)?(?:(?P<百>\d)百)?(?P<rest>\d+)?"
)
_NAMED = {"亿": 8, "万": 4, "千": 3, "百": 2}


def spelled_number(text: str) -> Decimal | None:
    """Read a number in Chinese numerals, everyday or formal; None = it is none.

    Only complete spellings count: 三万五 (35,000 in speech) is none.

    Examples
    --------
    >>> [str(spelled_number(text)) for text in ("十五万", "伍万贰仟", "一点五", "二〇二四")]
    ['150000', '52000', '1.5', '2024']
    >>> spelled_number("三万五") is None
    True
    """
    word = text.replace("零", "〇") if _PLACES.fullmatch(text) else text
    if _PLACES.fullmatch(word):
        return Decimal("".join(str(_DIGITS[mark]) for mark in word))
    if not _SPELLED.fullmatch(word):
        return None
    if "点" in word:
        return _with_point(word)
    total, section = 0, ""
    limit = 10**12
    for mark in word:
        if mark not in _MYRIADS:
            section += mark
            continue
        value = _section(section)
        if not value or _MYRIADS[mark] >= limit:
            return None
        total, section, limit = total + value * _MYRIADS[mark], "", _MYRIADS[mark]
    rest = _section(section) if section else 0
    if rest is None or (total and 0 < rest < 1000 and section[0] not in "零〇"):
        return None
    return Decimal(total + rest)


def several_units(text: str) -> Decimal | None:
    """Read a number in digits with more than one unit; None = it is none, or an unfinished one.

    Examples
    --------
    >>> several_units("1亿2000万"), several_units("5万3千"), several_units("5万3000")
    (Decimal('120000000'), Decimal('53000'), Decimal('53000'))
    >>> several_units("5万3") is None
    True
    """
    match = _SEVERAL.fullmatch(text)
    if match is None:
        return None
    found = [(power, match[unit]) for unit, power in _NAMED.items() if match[unit]]
    if match["rest"] and found:
        if len(match["rest"]) != found[-1][0]:
            return None
        found.append((0, match["rest"]))
    if len(found) < 2:
        return None
    for (above, _), (power, number) in pairwise(found):
        if "." in number or Decimal(number) >= Decimal(10) ** (above - power):
            return None
    if any("." in number for _, number in found):
        return None
    return sum((Decimal(number) * 10**power for power, number in found), Decimal(0))


def unfinished(text: str) -> Decimal | None:
    """Return what a number means whose last unit is left out in speech: 三万五, 5万5.

    Examples
    --------
    >>> unfinished("三万五"), unfinished("5万5")
    (Decimal('35000'), Decimal('55000'))
    """
    match = re.fullmatch(rf"(.+)([亿億万萬{_TEN}])([1-9一二三四五六七八九])", text)
    if match is None or match[2] in "十拾":
        return None
    above = {**_TENS, **_MYRIADS}[match[2]]
    first = spelled_number(match[1])
    if first is None:
        first = Decimal(match[1]) if re.fullmatch(r"\d{1,4}", match[1]) else None
    last = int(match[3]) if match[3].isdigit() else _DIGITS[match[3]]
    return None if first is None else first * above + Decimal(last * above // 10)


def _with_point(word: str) -> Decimal | None:
    unit = _MYRIADS.get(word[-1], 1)
    whole, _, places = (word[:-1] if unit > 1 else word).partition("点")
    number = _section(whole) if whole else None
    if number is None or not _PLACES.fullmatch(places):
        return None
    return Decimal(f"{number}." + "".join(str(_DIGITS[mark]) for mark in places)) * unit


def _section(marks: str) -> int | None:
    """Read up to four places: 三千二百零五; None = its units do not fall."""
    if not marks or not _SECTION.fullmatch(marks.replace("零", "").replace("〇", "")):
        return None
    total, digit, last = 0, None, 10_000
    for mark in marks:
        if mark in _TENS:
            if _TENS[mark] >= last or (digit is None and mark not in "十拾"):
                return None
            last = _TENS[mark]
            total, digit = total + (1 if digit is None else digit) * last, None
        elif mark not in "零〇":
            digit = _DIGITS[mark]
    if digit is not None and last > 10 and total and not re.search(r"[零〇].$", marks):
        return None
    return total + (digit or 0)
