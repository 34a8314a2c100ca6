"""Headers that name months, quarters, halves and years, as month tables of targets have them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_CHINESE = {
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    "十一": 11, "十二": 12,
}  # fmt: skip
_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_NAMES = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _ENGLISH) + "|sept"
_YEAR = r"(?:(?P<year>20\d\d)(?:年度?|财年)?[-/. ]?)?"
_SUM = r"(?:合计|总计|小计|汇总|total|sum)?"
_AIM = re.compile(
    r"(?:[-_:]?(?:销售额?|业绩|回款额?|收款)?(?:目标|计划|任务|指标|预算|target|plan"
    r"|quota|goal|budget)[值额数量]?)$"
)
_FORMS = [
    re.compile(_YEAR + r"(?P<month>0?[1-9]|1[0-2])月份?"),
    re.compile(_YEAR + r"(?P<chinese>十[一二]?|[一二三四五六七八九])月份?"),
    re.compile(r"(?P<year>20\d\d)(?:[-/.]?(?P<month>0[1-9]|1[0-2])|[-/.](?P<bare>[1-9]))"),
    re.compile(r"(?P<year>20\d\d)-(?P<month>\d\d)-01(?:00:00:00)?"),
    re.compile(rf"(?P<name>{_NAMES})\.?[-' ]?(?P<year>(?:20)?\d\d)?"),
    re.compile(rf"(?P<year>20\d\d)[-/ ]?(?P<name>{_NAMES})\.?"),
    re.compile(_YEAR + r"(?:q(?P<quarter>[1-4])|(?P<quarter2>[1-4])q)" + _SUM),
    re.compile(_YEAR + r"第?(?P<quarter>[1-4]|[一二三四])季度?" + _SUM),
    re.compile(_YEAR + r"(?P<half>上半年|下半年|h1|h2)" + _SUM),
    re.compile(
        r"(?:(?P<year>20\d\d)年?)?(?:全年|年度)?(?P<whole>年?合计|总计|共计|全年|年度|total|sum|fullyear"
        r"|annual|yeartotal|wholeyear|年)"
    ),
    re.compile(r"(?P<year>20\d\d)(?P<whole>年度?|财年)"),
]
_LONG = re.compile(r"(?<!\d)(20\d\d)(?!\d|[-/.]\d{1,2}[-/.]\d|年\d{1,2}月\d)")
_BRACKETS = re.compile(r"[(\[【〔{][^()\[\]【】〔〕{}]*[)\]】〕}]")
_UNIT_TAIL = re.compile(r"[/,、|](?:元|千元|万元|万|亿元?|cny|rmb)$")


@dataclass(frozen=True, order=True)
class Span:
    """The months first to last of a year; year 0 = not named."""

    year: int
    first: int
    last: int

    @property
    def length(self) -> int:
        """How many months it has."""
        return self.last - self.first + 1

    def contains(self, other: "Span") -> bool:
        """Return whether the other span lies within this longer one."""
        longer = self.length > other.length
        return longer and self.first <= other.first and other.last <= self.last

    def ending(self, *, calendar: bool) -> str:
        """Return the period's text behind the year: `-03`, `Q2`, nothing for the year.

        Parameters
        ----------
        calendar : months are meant, also where the fiscal year begins in another than January.

        Examples
        --------
        >>> [Span(0, *m).ending(calendar=False) for m in ((3, 3), (4, 6), (1, 12))]
        ['-03', 'Q2', '']
        """
        if self.length == 1:
            return f"-{self.first:02d}"
        if self.length == 6 or calendar:
            return f"-{self.first:02d}..{{year}}-{self.last:02d}"
        return f"Q{self.last // 3}" if self.length == 3 else ""


@lru_cache(maxsize=4096)
def span_of(header: str) -> Span | None:
    """Return the months that a header names; None = it names none.

    Examples
    --------
    >>> span_of("3月目标（万元）"), span_of("2026年第一季度"), span_of("Dec-26")
    (Span(year=0, first=3, last=3), Span(year=2026, first=1, last=3), Span(year=2026, first=12, last=12))
    >>> span_of("全年合计"), span_of("月份")
    (Span(year=0, first=1, last=12), None)
    """
    text = unicodedata.normalize("NFKC", header).lower()
    text = _BRACKETS.sub("", re.sub(r"[\s*\u200b\ufeff]+", "", text)).strip(":")
    text = _UNIT_TAIL.sub("", text)
    for word in (text, _AIM.sub("", text)):
        for form in _FORMS:
            if match := form.fullmatch(word):
                return _span(match.groupdict())
    return None


def years_in(text: str) -> set[int]:
    """Return the years that a title names; a whole date is none.

    Examples
    --------
    >>> sorted(years_in("2025-2026年销售目标")), sorted(years_in("26年目标"))
    ([2025, 2026], [2026])
    """
    word = unicodedata.normalize("NFKC", text)
    long = {int(year) for year in _LONG.findall(word)}
    short = {2000 + int(year) for year in re.findall(r"(?<!\d)(\d\d)年(?!以|前|内)", word)}
    return long | short


def _span(parts: dict[str, str | None]) -> Span:
    given = parts.get("year")
    year = (int(given) if len(given) == 4 else 2000 + int(given)) if given else 0
    if quarter := parts.get("quarter") or parts.get("quarter2"):
        last = 3 * (int(quarter) if quarter.isdigit() else _CHINESE[quarter])
        return Span(year, last - 2, last)
    if half := parts.get("half"):
        return Span(year, 1, 6) if half in ("上半年", "h1") else Span(year, 7, 12)
    if parts.get("whole"):
        return Span(year, 1, 12)
    if name := parts.get("name"):
        month = next(n for n, full in enumerate(_ENGLISH, 1) if full.startswith(name[:3]))
    elif chinese := parts.get("chinese"):
        month = _CHINESE[chinese]
    else:
        month = int(parts.get("month") or parts.get("bare") or 0)
    return Span(year, month, month)
