"""Headers as people write them, brought to one form, and the unit that they carry."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

UNITS: dict[str, Decimal] = {
    unit: Decimal(10) ** power
    for power, units in {
        0: ("元", "圆", "块", "yuan"),
        2: ("百", "百元"),
        3: ("千", "千元", "k", "thousand", "thousandyuan"),
        4: ("万", "万元", "w", "10k", "10kyuan", "10thousand"),
        6: ("百万", "百万元", "m", "mn", "million", "millionyuan"),
        7: ("千万", "千万元"),
        8: ("亿", "亿元", "100m"),
    }.items()
    for unit in units
}
CURRENCIES: dict[str, str] = {
    "¥": "CNY", "rmb": "CNY", "cny": "CNY", "人民币": "CNY", "人民币元": "CNY",
    "$": "USD", "us$": "USD", "usd": "USD", "美元": "USD", "美金": "USD",
    "€": "EUR", "eur": "EUR", "欧元": "EUR",
    "£": "GBP", "gbp": "GBP", "英镑": "GBP",
    "hk$": "HKD", "hkd": "HKD", "港元": "HKD", "港币": "HKD",
    "jpy": "JPY", "日元": "JPY",
}  # fmt: skip
_REMARKS = {"必填", "选填", "可选", "必填项", "required", "optional", "%", "百分比", "日期", "天"}
_BRACKETS = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]")
_UNIT_TITLE = re.compile(r"(?:单位|货币单位|金额单位|unit)s?:([^\s,;。)]+)")


@dataclass(frozen=True)
class Header:
    """One header cell.

    Attributes
    ----------
    typed : as in the sheet, stripped, on one line.
    key : what is compared: half-width, lower case, without blanks, `*`, `_`, `-` and without those
        brackets that hold a unit or a remark such as 必填.
    loose : `key` without any brackets.
    factor : what an amount below is multiplied with; None = no unit given.
    currency : the currency named in brackets.
    percent : the header says (%).
    """

    typed: str
    key: str
    loose: str
    factor: Decimal | None = None
    currency: str | None = None
    percent: bool = False


@lru_cache(maxsize=4096)
def read_header(cell: str) -> Header:
    """Read one header cell.

    Examples
    --------
    >>> read_header("成交金额（万元）*").key, read_header("成交金额（万元）*").factor
    ('成交金额', Decimal('10000'))
    >>> read_header(" Customer ID\\n").key
    'customerid'
    """
    text = unicodedata.normalize("NFKC", cell).lower()
    factor, currency, percent = None, None, False
    key = text
    for match in _BRACKETS.finditer(text):
        inner = _squeezed(match[1]).removeprefix("单位:").removeprefix("unit:")
        if inner in UNITS:
            factor = UNITS[inner]
        elif inner in CURRENCIES:
            currency = CURRENCIES[inner]
        elif inner in ("%", "百分比"):
            percent = True
        elif inner not in _REMARKS and not re.fullmatch(r"[y年/.m月\-d日hs: ]+", inner):
            continue
        key = key.replace(match[0], "")
    return Header(
        typed=" ".join(cell.split()),
        key=_squeezed(key),
        loose=_squeezed(_BRACKETS.sub("", text)),
        factor=factor,
        currency=currency,
        percent=percent or _squeezed(text).endswith("%"),
    )


def unit_of_title(cells: list[str]) -> Decimal | None:
    """Return the unit that a line above the headers declares, such as `单位：万元`."""
    for cell in cells:
        match = _UNIT_TITLE.search(unicodedata.normalize("NFKC", cell).lower())
        if match and match[1].strip() in UNITS:
            return UNITS[match[1].strip()]
    return None


def column_letter(index: int) -> str:
    """Return Excel's name of a column counted from 0.

    Examples
    --------
    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _squeezed(text: str) -> str:
    return re.sub(r"[\s*_\-\u200b\ufeff]+", "", text).strip(":")
