"""Budgets as people describe them: an amount, a range, or one end of it."""

import re
import unicodedata
from decimal import Decimal

from salesnb.loaders.sheets.headers import UNITS
from salesnb.loaders.values.amounts import parse_amount
from salesnb.loaders.values.failure import Failure

Ends = tuple[Decimal | None, Decimal | None]

_NOT_SAID = {
    "面议", "不限", "未知", "不详", "未明确", "不明确", "不确定", "未确定", "待确认", "未确认",
    "没有预算", "暂无预算", "无预算", "保密", "看情况", "未透露", "open", "unknown", "tobedecided",
    "negotiable", "notdecided", "notdecidedyet", "notset", "undecided", "tba", "confidential",
}  # fmt: skip
_LEAD = re.compile(
    r"^(?:总?预算(?:金额|范围|区间)?|budget|金额|价格)(?: of| is)?[:：为是在约]*\s*"
    r"|^(?:大约|大概|约为?|预计|估计|近|差不多|~|about|around|approx\.?|approximately|roughly|"
    r"circa|ca\.?)\s*"
)
_TAIL = re.compile(
    r"\s*(?:左右|上下|前后|的?预算|人民币|per project|or so|之间|\((?:含税|不含税|税前|税后)\))$"
)
_FROM = re.compile(
    r"^(?:不低于|不少于|至少|最少|最低|超过|超|大于|高于|≥|>=|>|from|over|above|more than|at least|"
    r"min\.?|minimum)\s*(?P<a>.+)$|^(?P<b>.+?)\s*(?:元?(?:及)?以上|起步?|\+|and more|and above|or more|"
    r"and up)$"
)
_UP_TO = re.compile(
    r"^(?:不超过|不高于|不大于|不到|最多|最高|上限|小于|低于|控制在|≤|<=|<|up to|under|below|at most|"
    r"less than|no more than|not more than|max\.?|maximum|within)\s*(?P<a>.+?)(?:以内|以下|之内)?$|"
    r"^(?P<b>.+?)\s*(?:元?(?:及)?以内|元?(?:及)?以下|之内|封顶|or less|max\.?|at most)$"
)
_DASH = re.compile(r"\s*(?:-+|~+|–|—+|至|到|\bto\b|\band\b)\s*")
_UNIT_AT_END = re.compile(
    rf"(?P<number>[\d.,' ]+) ?(?P<unit>{'|'.join(sorted(map(re.escape, UNITS), key=len)[::-1])})元?"
)


def budget_range(
    text: str, *, currency: str = "CNY", factor: Decimal = Decimal(1)
) -> Ends | Failure:
    """Read a budget as (least, most), in the workspace's currency.

    An amount, also an approximate one, is both ends. One end may be open; words such as 面议 leave
    both open. A unit after the second number of a range holds for both: 50-80万.

    Examples
    --------
    >>> budget_range("50-80万")
    (Decimal('500000.0000'), Decimal('800000.0000'))
    >>> budget_range("预算10万左右")
    (Decimal('100000.0000'), Decimal('100000.0000'))
    >>> budget_range("50万以上"), budget_range("不超过30万")
    ((Decimal('500000.0000'), None), (None, Decimal('300000.0000')))
    """
    word = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).strip().lower())
    word = _bare(word)
    if word.replace(" ", "") in _NOT_SAID:
        return None, None
    for pattern, is_least in ((_FROM, True), (_UP_TO, False)):
        if match := pattern.fullmatch(word):
            end = _amount(match["a"] or match["b"], currency, factor)
            if isinstance(end, Decimal):
                return (end, None) if is_least else (None, end)
    single = _amount(word, currency, factor)
    if isinstance(single, Decimal):
        return single, single
    return _range(word, currency, factor) or Failure("unclear_budget")


def _range(word: str, currency: str, factor: Decimal) -> Ends | None:
    parts = _DASH.split(re.sub(r"^(?:between|from|在|从|由)\s*", "", word))
    if len(parts) != 2 or not all(parts):
        return None
    unit = _UNIT_AT_END.search(parts[1])
    shared = UNITS[unit["unit"]] if unit else factor
    if re.search("[万萬亿]", parts[1]) and unit is None:
        shared = Decimal(10_000) if "亿" not in parts[1] else Decimal(10**8)
    low, high = _amount(parts[0], currency, shared), _amount(parts[1], currency, factor)
    if low is not None and high is not None and low > high and shared != factor:
        whole = re.fullmatch(r"\D*\d{4,}\D*", parts[0])  # 8000-2万, but 80-50万
        low = _amount(parts[0], currency, factor) if whole else low
    if low is None or high is None or low > high:
        return None
    return low, high


def _amount(word: str, currency: str, factor: Decimal) -> Decimal | None:
    found = parse_amount(_bare(word), currency=currency, factor=factor)
    return None if isinstance(found, Failure) or found < 0 else found


def _bare(word: str) -> str:
    """Take off the words around an amount that do not change it."""
    before = ""
    while before != word:
        before = word
        word = _TAIL.sub("", _LEAD.sub("", word)).strip()
    return word
