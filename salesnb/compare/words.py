"""What a header or a row's name in an old report means: a metric, a period, a total."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.sheets.spans import Span, span_of
from salesnb.settings import Settings

KINDS = ("target", "completion", "actual", "yoy", "mom", "share")
_BESIDE = {"target": "completion", "previous": "mom", "year_ago": "yoy"}
_SHIFTS = {
    "previous": ("上月", "上期", "上季度", "上季", "上周", "lastmonth", "previous", "prior"),
    "year_ago": ("去年同期", "上年同期", "去年", "上年", "同期", "lastyear"),
    "to_date": ("本年累计", "年累计", "年度累计", "累计", "yeartodate", "ytd"),
    "": ("本月", "当月", "本期", "本季度", "本季", "本周", "本年", "当期", "thismonth", "this"),
}
_PERIOD = re.compile(
    r"(?:20\d\d年?)?(?:\d{1,2}月份?|第?[一二三四1-4]季度?|q[1-4]|上半年|下半年)|20\d\d年度?|全年"
)
_SUFFIXES = ("增长率", "率")


@dataclass(frozen=True)
class Label:
    """What one header or row name says.

    Attributes
    ----------
    metric : a metric's id; empty = not said.
    kind : one of KINDS; empty = the metric itself.
    span : months that are named.
    shift : previous, year_ago or to_date: another period in relation to the sheet's.
    is_total : the whole of the rows or columns.
    factor : what amounts are multiplied with; percent : the header says (%).
    """

    metric: str = ""
    kind: str = ""
    span: Span | None = None
    shift: str = ""
    is_total: bool = False
    factor: Decimal | None = None
    percent: bool = False


@dataclass(frozen=True)
class Words:
    """The words of params/compare.yml and the names of the metrics, as they are compared."""

    figures: dict[str, tuple[str, str]] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=dict)
    totals: frozenset[str] = frozenset()
    unassigned: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: Settings) -> "Words":
        """Return the words of a workspace."""
        figures: dict[str, tuple[str, str]] = {}
        for name, metric in settings.metrics.items():
            meant = (name, "")
            if metric.against in _BESIDE:
                meant = ("" if metric.of == "sales" else str(metric.of), _BESIDE[metric.against])
            for word in (name, metric.zh, metric.en):
                figures.setdefault(_key(word), meant)
        for name, words in settings.compare.metrics.items():
            if name not in KINDS and name not in settings.metrics:
                continue
            for word in words:
                figures.setdefault(_key(word), ("", name) if name in KINDS else (name, ""))
        given = settings.compare
        return cls(
            figures,
            {_key(word): name for name, words in given.dimensions.items() for word in words},
            frozenset(map(_key, given.totals)),
            frozenset(map(_key, given.unassigned)),
            frozenset(map(_key, given.left_out)),
        )

    def read(self, text: str) -> Label | None:
        """Return what a text says; None = no figure, no period, no total.

        Examples
        --------
        >>> from salesnb.settings import load_settings
        >>> words = Words.of(load_settings(None))
        >>> words.read("成交金额（万元）").metric, words.read("销售额同比").kind
        ('sales', 'yoy')
        >>> words.read("10月回款").span, words.read("东一组")
        (Span(year=0, first=10, last=10), None)
        """
        header = read_header(text)
        for key in dict.fromkeys((header.key, header.loose)):
            if found := self._read(key, text):
                return replace(found, factor=header.factor, percent=header.percent)
        return None

    def dimension(self, text: str) -> str | None:
        """Return the dimension whose values stand under a header."""
        return self.dimensions.get(read_header(text).key)

    def metric_in(self, line: str) -> str:
        """Return the metric that a title names; the longest word wins."""
        said = _key(line)
        for word in sorted(self.figures, key=len, reverse=True):
            metric, kind = self.figures[word]
            if metric and not kind and len(word) > 1 and word in said:
                return metric
        return ""

    def _read(self, key: str, text: str) -> Label | None:
        if key in self.totals:
            return Label(is_total=True)
        if key in self.figures:
            metric, kind = self.figures[key]
            return Label(metric, kind)
        if re.fullmatch(r"20\d\d", key):
            return Label(span=Span(int(key), 1, 12))
        if span := span_of(text):
            return Label(span=span)
        for shift, words in _SHIFTS.items():
            for word in words:
                if key.startswith(word) and (rest := self._rest(key[len(word) :])) is not None:
                    return replace(rest, shift=shift)
        if match := _PERIOD.match(key):
            rest = self._rest(key[match.end() :])
            if rest is not None and (span := span_of(match[0])):
                return replace(rest, span=span)
        return self._with_suffix(key)

    def _rest(self, key: str) -> Label | None:
        key = key.strip("的:-_/ ")
        if not key:
            return Label()
        if key in self.figures:
            return Label(*self.figures[key])
        return self._with_suffix(key)

    def _with_suffix(self, key: str) -> Label | None:
        """Read 回款同比, sales target: a metric with a kind behind it."""
        for word, (metric, kind) in self.figures.items():
            if kind and key.endswith(word) and not metric:
                before = self.figures.get(key[: -len(word)])
                if before and before[0] and not before[1]:
                    return Label(before[0], kind)
        return None


def _key(word: str) -> str:
    return read_header(word).key
