"""Amounts, numbers and shares as people type them. Exact: no text goes through a float."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from salesnb.loaders.sheets.headers import CURRENCIES, UNITS
from salesnb.loaders.values.failure import Failure

_LIMIT = Decimal(10) ** 14
_CENT = Decimal("0.0001")
_UNIT = "|".join(sorted((re.escape(unit) for unit in UNITS), key=len, reverse=True))
_MARK = "|".join(sorted((re.escape(mark) for mark in CURRENCIES), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<sign>[-+]?)(?P<before>{_MARK})?(?P<sign2>[-+]?)(?P<number>[\d.,' ]*\d[.]?)"
    rf" ?(?P<unit>{_UNIT})?(?P<after>{_MARK}|元|圆)?整?"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,3}(?: \d{3})+(?:\.\d*)?")
_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_VAGUE = re.compile(
    r"^(?:约|大约|大概|预计|近|超过|≥|>|~|about|approx\.?|ca\.?)|(?:左右|以上|以内|上下|多|\+)$"
)
_RANGE = re.compile(r"(.*\d.*?)(?:-|~|–|—|至|到)(.*\d.*)")


def parse_amount(
    text: str, *, currency: str = "CNY", factor: Decimal = Decimal(1)
) -> Decimal | Failure:
    """Read one amount.

    The unit in the cell wins over the header's (`factor`): 5万 under (万元) is 50,000. A comma is a
    thousands mark only where it groups three digits; `1052,75` is refused with both readings.
    An amount marked with another currency than the workspace's is refused.

    Returns
    -------
    The amount in the workspace's currency, to four decimals, or why it is none.

    Examples
    --------
    >>> parse_amount("￥５０,０００"), parse_amount("1.2亿")
    (Decimal('50000.0000'), Decimal('120000000.0000'))
    >>> parse_amount("65", factor=Decimal(10000))
    Decimal('650000.0000')
    >>> parse_amount("1052,75").suggestion
    '1052.75 / 105275'
    """
    word = _half_width(text)
    if word.startswith("(") and word.endswith(")"):
        word = "-" + word[1:-1].strip()
    match = _AMOUNT.fullmatch(word)
    if match is None:
        return _no_amount(word, currency)
    marks = {CURRENCIES[mark] for mark in (match["before"], match["after"]) if mark in CURRENCIES}
    if currency == "JPY" and match["before"] == "¥":
        marks.discard("CNY")
    if marks - {currency}:
        return Failure("other_currency", words=(("currency", currency),))
    number = _number(match["number"], match["unit"] or "")
    if isinstance(number, Failure):
        return number
    unit = UNITS[match["unit"]] if match["unit"] else Decimal(1) if match["after"] else factor
    negative = (match["sign"] + match["sign2"]) in ("-", "+-", "-+")
    value = (number * unit).quantize(_CENT, ROUND_HALF_UP)
    if value >= _LIMIT:
        return Failure("too_large")
    return -value if negative and value else value


def parse_number(text: str) -> float | Failure:
    """Read one number; thousands marks and units such as 万 count as in an amount.

    Examples
    --------
    >>> parse_number("1,200"), parse_number("3.5k")
    (1200.0, 3500.0)
    """
    word = _half_width(text)
    match = _AMOUNT.fullmatch(re.sub(r"(?<=\d)\s*(?:个|台|套|件|次|人|天|年|pcs)$", "", word))
    if match is None or match["before"] or match["after"]:
        return Failure("not_number")
    number = _number(match["number"], match["unit"] or "")
    if isinstance(number, Failure):
        return number
    value = float(number * (UNITS[match["unit"]] if match["unit"] else 1))
    return -value if "-" in match["sign"] + match["sign2"] else value


def parse_percent(text: str, *, of_hundred: bool) -> float | Failure:
    """Read a share: `60%` is 0.6.

    Parameters
    ----------
    of_hundred : the header says (%), so that a bare 60 is 0.6 and a bare 0.6 is 0.006; otherwise
        a bare number above 1 counts as per cent, one up to 1 as a share.

    Examples
    --------
    >>> parse_percent("60%", of_hundred=False), parse_percent("0.6", of_hundred=False)
    (0.6, 0.6)
    >>> parse_percent("60", of_hundred=True)
    0.6
    """
    word = _half_width(text)
    marked = word.endswith("%")
    bare = word.rstrip("%").strip()
    if not _PLAIN.fullmatch(bare):
        return Failure("not_percent")
    number = Decimal(bare)
    share = number / 100 if marked or of_hundred or number > 1 else number
    return float(share) if share <= 1 else Failure("not_percent")


def amount_range(text: str) -> tuple[Decimal, Decimal] | None:
    """Read a budget such as `50-80万` as (low, high); a single amount is both; None = neither.

    Examples
    --------
    >>> amount_range("50-80万")
    (Decimal('500000.0000'), Decimal('800000.0000'))
    """
    word = _half_width(text)
    single = parse_amount(word)
    if isinstance(single, Decimal):
        return single, single
    match = _RANGE.fullmatch(word)
    if match is None:
        return None
    high = _AMOUNT.fullmatch(match[2].strip())
    shared = UNITS[high["unit"]] if high and high["unit"] else Decimal(1)
    first, last = parse_amount(match[1], factor=shared), parse_amount(match[2])
    if isinstance(first, Failure) or isinstance(last, Failure) or first > last:
        return None
    return first, last


def _half_width(text: str) -> str:
    word = unicodedata.normalize("NFKC", text).strip().lower().replace("−", "-")
    return re.sub(r"\s+", " ", word)


def _number(digits: str, unit: str) -> Decimal | Failure:
    digits = digits.strip()
    if _PLAIN.fullmatch(digits):
        return Decimal(digits)
    if _GROUPED.fullmatch(digits):
        return Decimal(re.sub(r"[, ]", "", digits))
    if re.fullmatch(r"\d+,\d+", digits):
        readings = [digits.replace(",", ".") + unit, digits.replace(",", "") + unit]
        return Failure(
            "ambiguous_amount",
            " / ".join(readings),
            (("first", readings[0]), ("second", readings[1])),
        )
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d+", digits):
        return Failure("not_amount", digits.replace(".", "").replace(",", ".") + unit)
    return Failure("not_amount", re.sub(r"[, ']", "", digits) + unit if "." not in digits else "")


def _no_amount(word: str, currency: str) -> Failure:
    if _RANGE.fullmatch(word) and amount_range_parts(word):
        return Failure("range_for_amount")
    clear = _VAGUE.sub("", word).strip()
    if clear != word and isinstance(parse_amount(clear, currency=currency), Decimal):
        return Failure("not_amount", clear)
    if re.fullmatch(r"[-+]?\d(\.\d+)?e[+-]?\d{1,2}", word):
        return Failure("not_amount", format(Decimal(word), "f"))
    return Failure("not_amount")


def amount_range_parts(word: str) -> bool:
    """Return whether a text is two amounts with a dash or 至 between them."""
    match = _RANGE.fullmatch(word)
    return bool(match and all(_AMOUNT.fullmatch(part.strip()) for part in match.groups()))
