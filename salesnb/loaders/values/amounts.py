"""Amounts, numbers and shares as people type them. Exact: no text goes through a float."""

import re
import unicodedata
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from salesnb.loaders.sheets.headers import CURRENCIES, UNITS
from salesnb.loaders.values.failure import Failure
from salesnb.loaders.values.spelled import several_units, spelled_number, unfinished

DECIMAL_FORMATS = {"decimal_comma": ",", "decimal_point": "."}
_LIMIT = Decimal(10) ** 14
_CENT = Decimal("0.0001")
_UNIT = "|".join(sorted((re.escape(unit) for unit in UNITS), key=len, reverse=True))
_MARK = "|".join(sorted((re.escape(mark) for mark in CURRENCIES), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<sign>[-+]?)(?P<before>{_MARK})?(?P<sign2>[-+]?)(?P<number>[\d.,' ]*\d[.]?)"
    rf" ?(?P<unit>{_UNIT})?(?P<after>{_MARK}|元|圆)?整?"
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([, '])\d{3})(?:\1\d{3})*(?:\.\d*)?")
_SPELLED = re.compile(
    rf"(?P<sign>-?)(?P<before>{_MARK})?(?P<body>[^\d\s]*?|[\d.]+[亿万千百][\d亿万千百]+)"
    rf"(?P<after>{_MARK}|元|圆|块)?(?:整|正)?"
)
_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_VAGUE = re.compile(
    r"^(?:约|大约|大概|预计|近|超过|≥|>|~|about|approx\.?|ca\.?)|(?:左右|以上|以内|上下|多|\+|-)$"
)
_SPOKEN_SHARE = re.compile(r"百分之(.+)|([一二三四五六七八九十\d])成(半)?")
_RANGE = re.compile(r"(.*\d.*?)(?:-|~|–|—|至|到)(.*\d.*)")


def parse_amount(
    text: str,
    *,
    currency: str = "CNY",
    factor: Decimal = Decimal(1),
    declared: str | None = None,
) -> Decimal | Failure:
    """Read one amount.

    The unit in the cell wins over the header's (`factor`): 5万 under (万元) is 50,000. A comma is a
    thousands mark only where it groups three digits; `1052,75` is refused with both readings.
    An amount marked with another currency than the workspace's is refused.

    Parameters
    ----------
    declared : `decimal_comma` or `decimal_point`, by which commas and points are read.

    Returns
    -------
    The amount in the workspace's currency, to four decimals, or why it is none.

    Examples
    --------
    >>> parse_amount("￥５０,０００"), parse_amount("1.2亿"), parse_amount("伍万元整")
    (Decimal('50000.0000'), Decimal('120000000.0000'), Decimal('50000.0000'))
    >>> parse_amount("65", factor=Decimal(10000))
    Decimal('650000.0000')
    >>> parse_amount("1052,75").suggestion
    '1052.75 / 105275'
    >>> parse_amount("1052,75", declared="decimal_comma")
    Decimal('1052.7500')
    """
    word = _half_width(text)
    if word.startswith("(") and word.endswith(")"):
        word = "-" + word[1:-1].strip()
    match = _AMOUNT.fullmatch(word)
    if match is None:
        return _spelled(word, currency, factor)
    if _is_foreign(match, currency):
        return Failure("other_currency", words=(("currency", currency),))
    number = _number(match["number"], match["unit"] or "", declared)
    if isinstance(number, Failure):
        return number
    unit = UNITS[match["unit"]] if match["unit"] else Decimal(1) if match["after"] else factor
    negative = (match["sign"] + match["sign2"]) in ("-", "+-", "-+")
    return _amount(number * unit, negative=negative)


def parse_number(text: str, *, declared: str | None = None) -> float | Failure:
    """Read one number; thousands marks and units such as 万 count as in an amount.

    Examples
    --------
    >>> parse_number("1,200"), parse_number("3.5k")
    (1200.0, 3500.0)
    """
    word = _half_width(text)
    word = re.sub(r"\s*(?:个|台|套|件|次|人|天|年|pcs)$", "", word)
    match = _AMOUNT.fullmatch(word)
    if match is None or match["before"] or match["after"]:
        spelled = spelled_number(word)
        return Failure("not_number") if spelled is None else float(spelled)
    number = _number(match["number"], match["unit"] or "", declared)
    if isinstance(number, Failure):
        return replace(number, rule="not_number") if number.rule == "not_amount" else number
    value = float(number * (UNITS[match["unit"]] if match["unit"] else 1))
    return -value if "-" in match["sign"] + match["sign2"] else value


def parse_percent(text: str, *, of_hundred: bool, declared: str | None = None) -> float | Failure:
    """Read a share: `60%` is 0.6.

    Parameters
    ----------
    of_hundred : the header says (%), so that a bare 60 is 0.6 and a bare 0.6 is 0.006; otherwise
        a bare number above 1 counts as per cent, one up to 1 as a share.

    Examples
    --------
    >>> parse_percent("60%", of_hundred=False), parse_percent("0.6", of_hundred=False)
    (0.6, 0.6)
    >>> parse_percent("60", of_hundred=True), parse_percent("六成", of_hundred=True)
    (0.6, 0.6)
    """
    word = _half_width(text)
    if spoken := _SPOKEN_SHARE.fullmatch(word):
        return _spoken_share(*spoken.groups())
    marked = word.endswith("%")
    bare = word.rstrip("%").strip()
    if DECIMAL_FORMATS.get(declared or "") == "," and re.fullmatch(r"\d+,\d*", bare):
        bare = bare.replace(",", ".")
    if not _PLAIN.fullmatch(bare):
        clear = _VAGUE.sub("", word.replace(",", ".")).strip()
        likely = clear != word and re.fullmatch(r"\d{1,3}(\.\d+)?%", clear)
        return Failure("not_percent", clear if likely else "")
    number = Decimal(bare)
    share = number / 100 if marked or of_hundred or number > 1 else number
    return float(share) if share <= 1 else Failure("not_percent")


def _spoken_share(of_hundred: str | None, of_ten: str | None, half: str | None) -> float | Failure:
    said = of_hundred or of_ten or ""
    number = Decimal(said) if _PLAIN.fullmatch(said) else spelled_number(said)
    if number is None:
        return Failure("not_percent")
    share = number / 100 if of_hundred else (number + (Decimal("0.5") if half else 0)) / 10
    return float(share) if share <= 1 else Failure("not_percent")


def _amount(number: Decimal, *, negative: bool = False) -> Decimal | Failure:
    if number >= _LIMIT:
        return Failure("too_large")
    value = number.quantize(_CENT, ROUND_HALF_UP)
    return -value if negative and value else value


def _is_foreign(match: re.Match[str], currency: str) -> bool:
    marks = {CURRENCIES[mark] for mark in (match["before"], match["after"]) if mark in CURRENCIES}
    if currency == "JPY" and match["before"] == "¥":
        marks.discard("CNY")
    return bool(marks - {currency})


def _half_width(text: str) -> str:
    word = unicodedata.normalize("NFKC", text).strip().lower().replace("−", "-")
    return re.sub(r"\s+", " ", word)


def _number(digits: str, unit: str, declared: str | None = None) -> Decimal | Failure:
    digits = digits.strip()
    if declared in DECIMAL_FORMATS:
        return _declared(digits, unit, DECIMAL_FORMATS[declared])
    if _PLAIN.fullmatch(digits):
        return Decimal(digits)
    if _GROUPED.fullmatch(digits):
        return Decimal(re.sub(r"[, ']", "", digits))
    if re.fullmatch(r"[\d ]+,\d+", digits):
        bare = digits.replace(" ", "")
        readings = [bare.replace(",", ".") + unit, bare.replace(",", "").lstrip("0") + unit]
        return Failure(
            "ambiguous_amount",
            " / ".join(readings),
            (("first", readings[0]), ("second", readings[1])),
        )
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}", digits):
        return Failure("not_amount", digits.replace(".", "").replace(",", ".") + unit)
    likely = "" if re.search(r"\..*,", digits) else re.sub(r"[, ']", "", digits)
    return Failure("not_amount", likely + unit if _PLAIN.fullmatch(likely) else "")


def _declared(digits: str, unit: str, point: str) -> Decimal | Failure:
    """Read a number whose decimal mark is declared; the other one groups digits."""
    other = "." if point == "," else ","
    if re.fullmatch(rf"(?:\d+(?:[{other} ']\d+)*)?(?:[{point}]\d*)?", digits) and (
        point == "." or re.fullmatch(r"\d+|\d{1,3}(?:[. ']\d{3})*|", digits.split(",")[0])
    ):
        return Decimal(re.sub(rf"[{other} ']", "", digits).replace(",", "."))
    likely = point == "," and _PLAIN.fullmatch(digits)
    return Failure("not_amount", digits.replace(".", ",") + unit if likely else "")


def _spelled(word: str, currency: str, factor: Decimal) -> Decimal | Failure:
    """Read an amount in Chinese numerals or with several units, else say why it is none."""
    match = _SPELLED.fullmatch(word)
    if match is None or not match["body"]:
        return _no_amount(word, currency)
    body = match["body"]
    number = spelled_number(body)
    if number is None:
        number = several_units(body)
    if number is None:
        return _no_amount(word, currency)
    if _is_foreign(match, currency):
        return Failure("other_currency", words=(("currency", currency),))
    if not (match["after"] or re.search("[万萬亿億]", body)):
        if factor != 1 and re.search("[百佰千仟]", body):
            return _no_amount(word, currency)
        number *= factor
    return _amount(number, negative=bool(match["sign"]))


def _no_amount(word: str, currency: str) -> Failure:
    if _RANGE.fullmatch(word) and _is_range(word):
        return Failure("range_for_amount")
    clear = _VAGUE.sub("", word).strip()
    if clear != word and isinstance(parse_amount(clear, currency=currency), Decimal):
        return Failure("not_amount", "-" + clear if word == clear + "-" else clear)
    if re.fullmatch(r"[-+]?\d(\.\d+)?e[+-]?\d{1,2}", word):
        return Failure("not_amount", format(Decimal(word), "f"))
    likely = unfinished(re.sub(r"(?:元|块钱?|圆)?整?$", "", word))
    return Failure("not_amount", "" if likely is None else format(likely, "f"))


def _is_range(word: str) -> bool:
    """Return whether a text is two amounts with a dash or 至 between them."""
    match = _RANGE.fullmatch(word)
    return bool(match and all(_AMOUNT.fullmatch(part.strip()) for part in match.groups()))
