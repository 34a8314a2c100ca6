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
_REMARKS = {
    "必填", "选填", "可选", "必填项", "选填项", "非必填", "required", "optional", "日期", "天",
    "唯一", "不可重复", "主键", "文本", "文字", "数字", "数值", "下拉", "下拉选择", "单选", "多选",
    "自动生成", "系统生成", "text", "number", "date", "unique", "days",
}  # fmt: skip
_COUNTED = {"个", "台", "件", "套", "只", "箱", "次", "条", "吨", "kg", "pcs", "人"}
_RESERVED = {"import_id", "version", "valid_from", "valid_until", "closed_by"}
_BRACKETS = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]")
_TAIL = re.compile(r"[/,、|](?P<tail>[^/,、|()]{1,8})$")
_FORMAT = re.compile(r"[y年/.m月\-d日hs: ]+")
_UNIT_TITLE = re.compile(r"(?:单位|货币单位|金额单位|unit)s?\s*[:\s]\s*([^\s,;。)]+)")
_UNIT_ALONE = re.compile(r"万|亿|百万|千万|.*(?:元|yuan|cny|rmb)")


@dataclass(frozen=True)
class Header:
    """One header cell.

    Attributes
    ----------
    typed : as in the sheet, stripped, on one line.
    key : what is compared: half-width, lower case, without blanks, `*`, `_`, `-` and without those
        brackets that hold a unit or a remark such as 必填, and without a unit behind `/` or a comma.
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
    >>> read_header("金额/万元").factor, read_header("产品/服务名称").key
    (Decimal('10000'), '产品/服务名称')
    """
    text = unicodedata.normalize("NFKC", cell).lower()
    said = _Said()
    key = text
    for match in _BRACKETS.finditer(text):
        if said.hears(match[1]):
            key = key.replace(match[0], "")
    bare = _BRACKETS.sub("", text)
    for each in (key, bare):
        tail = _TAIL.search(each.rstrip("* \n"))
        if tail and said.hears(tail["tail"], counted=True):
            key = key.replace(tail[0], "")
            bare = bare.replace(tail[0], "")
    return Header(
        typed=" ".join(cell.split()),
        key=_squeezed(key),
        loose=_squeezed(bare),
        factor=said.factor,
        currency=said.currency,
        percent=said.percent or _squeezed(text).endswith("%"),
    )


@dataclass
class _Said:
    """What brackets and tails say: the unit, the currency, or a remark without weight."""

    factor: Decimal | None = None
    currency: str | None = None
    percent: bool = False

    def hears(self, text: str, *, counted: bool = False) -> bool:
        """Take in what a text says; return whether it is understood as a whole."""
        word = _squeezed(text).removeprefix("单位:").removeprefix("unit:")
        factor, currency = _unit_and_currency(word)
        if factor is not None or currency:
            self.factor = factor if factor is not None else self.factor
            self.currency = currency or self.currency
            return True
        if word in ("%", "百分比"):
            self.percent = True
            return True
        if counted:
            return word in _COUNTED
        parts = re.split(r"[,;、/|]", word)
        known = not word or all(part in _REMARKS for part in parts)
        return known or bool(_FORMAT.fullmatch(word))


def _unit_and_currency(word: str) -> tuple[Decimal | None, str | None]:
    """Read `万元`, `usd`, or both together: `人民币万元`, `10k cny`."""
    if word in UNITS:
        return UNITS[word], None
    if word in CURRENCIES:
        return None, CURRENCIES[word]
    for mark, currency in CURRENCIES.items():
        for rest in (word.removeprefix(mark), word.removesuffix(mark)):
            unit = rest.strip("/,:'")
            if rest != word and unit in UNITS:
                return UNITS[unit], currency
    return None, None


def unit_of_title(cells: list[str]) -> Decimal | None:
    """Return the unit that a line above the headers declares, such as `单位：万元`."""
    for cell in cells:
        match = _UNIT_TITLE.search(unicodedata.normalize("NFKC", cell).lower())
        factor = _unit_and_currency(match[1].strip())[0] if match else None
        if factor is not None:
            return factor
    return None


def unit_in_brackets(title: str) -> Decimal | None:
    """Return the unit that stands alone in brackets of a title.

    Examples
    --------
    >>> unit_in_brackets("2026年销售目标（万元）"), unit_in_brackets("2026年销售目标（修订）")
    (Decimal('10000'), None)
    """
    for word in _BRACKETS.findall(unicodedata.normalize("NFKC", title).lower()):
        if _UNIT_ALONE.fullmatch(word.strip()):
            factor, _ = _unit_and_currency(_squeezed(word))
            if factor is not None:
                return factor
    return None


def custom_name(name: str) -> str:
    """Return a custom column's name in the store; names that the store uses get an underscore."""
    bare = name.lstrip("_")
    return f"{bare}_" if not bare or bare.casefold() in _RESERVED else bare


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
