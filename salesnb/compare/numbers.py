"""Figures of an old report as numbers, and how exactly each was written."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from salesnb.loaders.sheets.headers import UNITS

_NUMBER = re.compile(
    r"(?P<sign>[-+(−]?)[¥$€£]?(?P<sign2>[-−]?)(?P<digits>\d[\d,' ]*(?:\.\d*)?|\.\d+)"
    r"(?P<power>e[-+]?\d+)?(?P<unit>%|亿元?|百?万元?|千元?|元|k|m|[个单笔人家条件次台天])?\)?"
)
_PLACES = re.compile(r"[¥$]?[#,0]*0(?:\.(?P<places>0+))?%?")
_LITERALS = re.compile(r'"[^"]*"|\[[^\]]*\]|_.|\*.|\\.|\s')
_FLOAT_DIGITS = 15


@dataclass(frozen=True)
class Written:
    """A number as it stands in a cell.

    Attributes
    ----------
    number : in the unit in which it is written.
    places : decimals that are shown.
    unit : `%`, a unit of amounts such as 万, or nothing.
    """

    number: Decimal
    places: int
    unit: str = ""


@dataclass(frozen=True)
class Shown:
    """A figure in yuan, cases or as a share, and half a unit of its last shown digit."""

    value: Decimal
    half: Decimal


def read_number(text: str, pattern: str = "") -> Written | None:
    """Read a cell; None = it is no number.

    Parameters
    ----------
    pattern : the cell's number format in Excel, which decides what is shown of it.

    Examples
    --------
    >>> read_number("1,204.50").places, read_number("12.3万").unit, read_number("待定")
    (2, '万', None)
    >>> read_number("0.8533", "0.0%")
    Written(number=Decimal('85.3300'), places=1, unit='%')
    """
    word = unicodedata.normalize("NFKC", text).strip().lower().replace("￥", "¥")
    match = _NUMBER.fullmatch(word)
    if match is None:
        return None
    digits = re.sub("[,' ]", "", match["digits"]) + (match["power"] or "")
    number = Decimal(digits)
    if len(number.as_tuple().digits) >= _FLOAT_DIGITS:
        number = Decimal(repr(float(digits)))  # 0.1 + 0.2 of a formula
    if "(" in match["sign"] or {match["sign"], match["sign2"]} & {"-", "−"}:
        number = -number
    unit = match["unit"] or ""
    bare = _LITERALS.sub("", pattern.split(";")[0])
    if "%" in bare and not unit:
        number, unit = number * 100, "%"
    exponent = number.as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    shown = _PLACES.fullmatch(bare)
    if shown and not match["unit"]:
        places = min(places, len(shown["places"] or ""))
    return Written(number, places, unit)


def as_figure(written: Written, kind: str, factor: Decimal, *, of_hundred: bool) -> Shown:
    """Return a number in yuan, cases or as a share.

    Parameters
    ----------
    kind : money, ratio, count or days.
    factor : what amounts without a unit of their own are multiplied with.
    of_hundred : shares without a mark of their own are per cent.
    """
    scale = Decimal(1)
    if kind == "ratio":
        scale = Decimal("0.01") if written.unit == "%" or of_hundred else scale
    elif written.unit in UNITS:
        scale = UNITS[written.unit]
    elif kind == "money":
        scale = factor
    half = Decimal(5).scaleb(-written.places - 1)
    return Shown(written.number * scale, half * scale)
