"""Month tables of targets: a row per team or person, a column per month."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from salesnb.labels import label
from salesnb.loaders.notes import Note
from salesnb.loaders.sheets.bands import Band, join_headers, titles, unit_above
from salesnb.loaders.sheets.forms import FORMS
from salesnb.loaders.sheets.headers import (
    Header,
    column_letter,
    custom_name,
    read_header,
)
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.sheets.recognised import Recognised
from salesnb.loaders.sheets.spans import Span, span_of, years_in
from salesnb.tables import TABLES

TARGETS = TABLES["targets"]
_LEVELS = (
    {
        "范围", "scope", "姓名", "销售", "销售员", "销售人员", "销售代表", "销售姓名", "业务员",
        "业务人员", "人员", "员工", "员工姓名", "负责人", "目标对象", "考核对象", "name", "rep",
        "salesrep", "salesperson", "owner", "responsible", "employee",
    },
    {"团队", "销售团队", "小组", "组别", "销售组", "team", "salesteam", "group"},
    {"部门", "销售部门", "department", "dept", "dept."},
)  # fmt: skip
_METRIC = {"指标", "指标名称", "目标指标", "目标类型", "指标类型", "考核指标", "metric", "kpi"}
_YEAR = {"年份", "年度", "年", "year", "fiscalyear"}
_PERIOD = {"月份", "月", "期间", "时间", "month", "period"}
_AIM = re.compile(r"目标|计划|任务|指标|预算|kpi|target|\bplan|quota|goal|budget", re.IGNORECASE)
_DONE = re.compile(
    r"实际|完成|达成|实绩|差额|差异|同比|环比|占比|进度|actual|achieve|done|rate|gap|%",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"销售(?=[一二三四五六七八九十\d]*(?:部|团队|人员|员|代表|组|中心|经理|区))")
_METRICS = {
    "sales": re.compile(r"销售|业绩|sales|revenue", re.IGNORECASE),
    "collections": re.compile(r"回款|收款|collection", re.IGNORECASE),
}


@dataclass
class MonthTable(Recognised):
    """A month table of targets.

    Attributes
    ----------
    scopes : positions of the columns that say whose they are, the finest first.
    year : the year where neither header nor row names it; 0 = they do.
    year_at : position of the column with the year.
    metric : what the targets are of where no column says it; empty = not told.
    """

    scopes: tuple[int, ...] = ()
    year: int = 0
    year_at: int | None = None
    metric: str = ""


def find_month_table(
    sheet: RawSheet, candidates: Iterable[Band], start: int = 0
) -> MonthTable | Note | None:
    """Return the month table that a sheet is, or what it lacks to be one; None = nothing like it.

    Targets are only what is called so, in a title, the sheet's name or the headers: the same table
    may show what was sold.
    """
    shapes = [_Shape(sheet, band, start) for band in candidates]
    likely = [shape for shape in shapes if shape.is_wide]
    if not likely:
        turned = any(shape.is_turned for shape in shapes)
        return Note(*(label("months_in_rows", n) for n in ("zh", "en"))) if turned else None
    best = max(likely, key=lambda shape: shape.rank)
    return best.lacking() or best.table()


class _Shape:
    """Some headers as those of a month table."""

    def __init__(self, sheet: RawSheet, band: Band, start: int) -> None:
        self.band = band
        self._sheet = sheet
        self.spans: dict[int, Span] = {}
        self.headers: dict[int, Header] = {}
        self._groups: set[str] = set()
        self._left_out: list[int] = []
        self._year_at: int | None = None
        self._metric_at: int | None = None
        self.scopes: list[int] = []
        for position, (group, header) in band.cells.items():
            self._take(position, group, header)
        self.scopes.sort(key=self._level)
        self._above = titles(sheet, start, band.first)
        self._unit = unit_above(sheet, start, band.first)

    @property
    def is_wide(self) -> bool:
        """Whether there are months enough to take this for a month table."""
        months = [span for span in self.spans.values() if span.length == 1]
        quarters = [span for span in self.spans.values() if span.length == 3]
        return len(months) >= 3 or len(quarters) >= 2

    @property
    def rank(self) -> tuple[int, int, int]:
        """How much these headers explain, the first and the fewest rows before others."""
        explained = len(set(self.spans.values())) + len(self._left_out)
        return explained, len(self.scopes), -self.band.last

    @property
    def is_turned(self) -> bool:
        """Whether these are targets with a row per month."""
        if not any(_AIM.search(line) for line in self._lines()):
            return False
        return any(
            header.key in _PERIOD and self._holds_months(position)
            for position, header in self.headers.items()
        )

    def lacking(self) -> Note | None:
        """Return what is missing for a table of targets, or what is in the way."""
        whole = max(self._year(), 0)
        months = [
            replace(span, year=span.year or whole)
            for span in self.spans.values()
            if span.length == 1
        ]
        if months != sorted(set(months)):
            return Note(*(label("months_order", lang) for lang in ("zh", "en")))
        lacks = []
        if not self.scopes:
            lacks.append("months_lack_scope")
        if not self._says_targets():
            lacks.append("months_lack_word")
        if not self._year():
            lacks.append("months_lack_year")
        if not lacks:
            return None
        return Note(
            *(
                label("months_lack", lang, lacking=label("semicolon", lang).join(
                    label(key, lang) for key in lacks
                ))
                for lang in ("zh", "en")
            )
        )  # fmt: skip

    def table(self) -> MonthTable:
        """Return the table; notes say what was left out and which unit holds."""
        known = {self.scopes[0]: TARGETS["scope"]}
        if self._metric_at is not None:
            known[self._metric_at] = TARGETS["metric"]
        not_custom = {*known, *self.spans, *self._left_out, self._year_at}
        found = MonthTable(
            self._sheet,
            FORMS["targets"],
            self.band.last,
            known,
            self._custom(not_custom),
            self.headers,
            spans=self.spans,
            scopes=tuple(self.scopes),
            year=self._year(),
            year_at=self._year_at,
            metric="" if self._metric_at is not None else self._metric(),
        )
        if self._left_out:
            found.note("months_done", letters=", ".join(map(found.letter, self._left_out)))
        unit = self._unit
        if unit is not None and unit != 1:
            for position in self.spans:
                if self.headers[position].factor is None:
                    self.headers[position] = replace(self.headers[position], factor=unit)
            found.note("unit", unit=f"{unit:f}")
        if not found.metric and self._metric_at is None:
            found.note("months_metric")
        return found

    def _custom(self, known: set[int | None]) -> dict[int, str]:
        names: dict[str, int] = {}
        for position, header in self.headers.items():
            if position not in known:
                again = header.typed in names
                letter = column_letter(position + self._sheet.first_column)
                names[f"{header.typed} ({letter})" if again else header.typed] = position
        return {position: custom_name(name) for name, position in names.items()}

    def _take(self, position: int, group: str, header: str) -> None:
        joined = join_headers(group, header)
        span = span_of(joined)
        self.headers[position] = read_header(joined)
        if span is None and group and (span := span_of(header)):
            self.headers[position] = read_header(header)
            factor = self.headers[position].factor or read_header(group).factor
            self.headers[position] = replace(self.headers[position], factor=factor)
            self._groups.add(group)
            years = years_in(group)
            if len(years) == 1 and not span.year:
                span = replace(span, year=years.pop())
        if span is not None and _DONE.search(group):
            self._left_out.append(position)
        elif self._holds_years(position, self.headers[position].key):
            self._year_at = position
        elif span is not None:
            self.spans[position] = span
        elif self._is_done(joined):
            self._left_out.append(position)
        elif read_header(header).key in _METRIC:
            self._metric_at = position
        elif self._level(position) < len(_LEVELS):
            self.scopes.append(position)

    def _holds_years(self, position: int, key: str) -> bool:
        if key not in _YEAR:
            return False
        below = self._sheet.cells[position].iloc[self.band.last + 1 :].dropna()
        return bool(len(below)) and bool(years_in(below.iloc[0]))

    def _holds_months(self, position: int) -> bool:
        below = self._sheet.cells[position].iloc[self.band.last + 1 :].dropna()
        spans = [span_of(text) for text in below.iloc[:3]]
        return len(spans) >= 2 and all(span is not None and span.length == 1 for span in spans)

    def _is_done(self, joined: str) -> bool:
        said = _DONE.search(joined)
        return said is not None and span_of(joined[: said.start()]) is not None

    def _level(self, position: int) -> int:
        key = self.headers[position].key
        return next((n for n, keys in enumerate(_LEVELS) if key in keys), len(_LEVELS))

    def _says_targets(self) -> bool:
        typed = [self.headers[p].typed for p in self.spans]
        if any(_AIM.search(text) for text in typed):
            return True
        if any(_DONE.search(line) for line in self._lines()):
            return False
        return self._metric_at is not None or any(_AIM.search(line) for line in self._lines())

    def _year(self) -> int:
        """Return the year of the table, -1 where every row or header has its own, 0 = none."""
        if self._year_at is not None or all(span.year for span in self.spans.values()):
            return -1
        for line in sorted(self._lines(), key=lambda text: not _AIM.search(text)):
            if years := years_in(line):
                return years.pop() if len(years) == 1 else 0
        years = {span.year for span in self.spans.values() if span.year}
        return years.pop() if len(years) == 1 else 0

    def _metric(self) -> str:
        headers = [h.typed for p, h in self.headers.items() if p not in self.scopes]
        for line in (*self._lines(), *headers):
            said = _PEOPLE.sub("", line)
            named = [metric for metric, words in _METRICS.items() if words.search(said)]
            if named:
                return named[0] if len(named) == 1 else ""
        return ""

    def _lines(self) -> list[str]:
        """Return what is written about the table: above it, its groups, its name, the file's."""
        file = PurePath(self._sheet.file).stem
        named = [file] if _AIM.search(file) else []
        return [*self._above, *sorted(self._groups), self._sheet.sheet, *named]
