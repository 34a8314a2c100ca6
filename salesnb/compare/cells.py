"""The figures of an old report: each cell with the metric, groups and period that it is about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import PurePath

from salesnb.compare.layout import OldTable, find_tables, grid_of
from salesnb.compare.names import Found, Names
from salesnb.compare.numbers import Shown, Written, as_figure, read_number
from salesnb.compare.periods import period_in, period_of_span, shifted, union
from salesnb.compare.words import Label, Words
from salesnb.labels import label
from salesnb.loaders.sheets.headers import column_letter, unit_of_title
from salesnb.loaders.sheets.read import RawSheet
from salesnb.periods import Period
from salesnb.session import Session

Patterns = dict[tuple[int, int], str]
_SHARES = ("completion", "yoy", "mom", "share")
_SUBTOTAL = re.compile(r"[\s:：]*(?:合计|小计|总计|sub-?total|total)$", re.IGNORECASE)
_ABOVE_SHARES = Decimal(3)
_ABOVE_MARKED_SHARES = Decimal("1.5")


@dataclass(frozen=True)
class OldCell:
    """One cell of the old report.

    Attributes
    ----------
    sheet : the sheet's name; row, column : counted from 0 in the sheet.
    metric : a metric's id; kind : empty, target, completion, yoy, mom or share.
    groups : {dimension: value} as pairs; frame : those among them that the title says.
    unit : money, ratio, count or days; shown : the figure; None = the text is no number.
    """

    sheet: str
    row: int
    column: int
    text: str
    metric: str
    kind: str
    groups: tuple[tuple[str, str], ...]
    frame: tuple[tuple[str, str], ...]
    period: Period
    unit: str
    shown: Shown | None = None

    @property
    def place(self) -> str:
        """The cell as Excel names it, e.g. F12."""
        return f"{column_letter(self.column)}{self.row + 1}"


@dataclass
class Reading:
    """What was read of a file: its cells, and what is to be said of how it was read."""

    cells: list[OldCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Say something once."""
        if text not in self.notes:
            self.notes.append(text)


def read_cells(
    sheets: Sequence[RawSheet],
    patterns: dict[str, Patterns],
    session: Session,
    period: Period | None,
) -> Reading:
    """Return the figures of every sheet.

    Parameters
    ----------
    patterns : {sheet: {(row, column): number format}}.
    period : the period that was asked for; None = the one that title, sheet or file name.
    """
    words = Words.of(session.settings)
    names = Names.of(session, session.settings.compare.unassigned)
    found = Reading()
    for sheet in sheets:
        tables = find_tables(sheet, words)
        if not tables and sheet.cells.size:
            found.note(label("compare_no_table", session.lang, sheet=sheet.sheet or sheet.file))
        for table in tables:
            reader = _TableReader(sheet, table, words, names, session, found)
            reader.read(period, patterns.get(sheet.sheet, {}))
    return found


class _TableReader:
    """Reads one table."""

    def __init__(
        self,
        sheet: RawSheet,
        table: OldTable,
        words: Words,
        names: Names,
        session: Session,
        found: Reading,
    ) -> None:
        self._sheet, self._table, self._words, self._names = sheet, table, words, names
        self._session, self._found, self._lang = session, found, session.lang
        self._grid = grid_of(sheet)
        self._lines = [*table.titles, sheet.sheet, PurePath(sheet.file).stem]
        self._dimensions = self._axes()
        self._title_metric = next((m for t in self._lines if (m := words.metric_in(t))), "")

    def read(self, asked: Period | None, patterns: Patterns) -> None:
        """Add the table's cells to what was found."""
        period = asked or period_in(self._lines, self._session)
        if period is None:
            period = self._session.period
            self._say("compare_period_taken", period=period.text)
        frame = self._frame()
        kept: list[tuple[OldCell, Written | None, Label]] = []
        for row in self._table.rows:
            for column in self._table.figures:
                text = self._grid[row][column]
                if text and (made := self._cell(row, column, text, period, frame)):
                    pattern = patterns.get((row, column + self._sheet.first_column), "")
                    kept.append((made[0], read_number(text, pattern), made[1]))
        self._found.cells += self._with_numbers(kept)
        if not kept:
            self._say("compare_no_figures", sheet=self._sheet.sheet or self._sheet.file)

    def _with_numbers(
        self, kept: Sequence[tuple[OldCell, Written | None, Label]]
    ) -> Iterable[OldCell]:
        titled = unit_of_title([*self._table.titles, *self._header_texts()])
        largest: dict[tuple[str, str], Decimal] = {}
        for cell, written, _ in kept:
            if written and not written.unit:
                key = (cell.metric, cell.kind)
                largest[key] = max(largest.get(key, Decimal(0)), abs(written.number))
        for cell, written, said in kept:
            if written is None:
                yield cell
                continue
            above = _ABOVE_MARKED_SHARES if said.percent else _ABOVE_SHARES
            of_hundred = largest.get((cell.metric, cell.kind), Decimal(0)) > above
            factor = said.factor or titled or Decimal(1)
            yield replace(cell, shown=as_figure(written, cell.unit, factor, of_hundred=of_hundred))

    def _cell(
        self, row: int, column: int, text: str, base: Period, frame: Found | None
    ) -> tuple[OldCell, Label] | None:
        labels: list[Label] = []
        groups: dict[str, str] = {}
        for axis, said in self._labels_of(row, column):
            if (read := self._words.read(said)) is not None:
                labels.append(self._total_of(axis, base) if read.is_total else read)
            elif found := self._group(axis, said):
                groups[found.dimension] = found.value
            else:
                self._unknown(axis, said, row, column)
                return None
        merged = _merged(labels)
        metric, kind = self._figure(merged, row, column)
        if not metric:
            self._unknown(None, " ".join(self._table.labels_over(column)), row, column)
            return None
        titled = {frame.dimension: frame.value} if frame else {}
        if titled and (set(titled) & set(groups) or (kind or (groups and metric == "pace_gap"))):
            titled = {} if groups else titled
        unit = "ratio" if kind in _SHARES else self._session.settings.metrics[metric].unit
        cell = OldCell(
            self._sheet.sheet,
            row,
            column + self._sheet.first_column,
            text,
            metric,
            kind,
            tuple(sorted((titled | groups).items())),
            tuple(sorted(titled.items())),
            self._period(labels, base),
            unit,
        )
        return cell, merged

    def _labels_of(self, row: int, column: int) -> Iterable[tuple[tuple[str, int], str]]:
        for header in self._table.headers:
            if text := self._table.over.get((header, column), ""):
                yield ("row", header), text
        for name in self._table.names:
            if text := self._table.beside.get((row, name), ""):
                yield ("column", name), text

    def _figure(self, said: Label, row: int, column: int) -> tuple[str, str]:
        kind = "" if said.kind == "actual" else said.kind
        metric = said.metric
        if not metric and kind in ("yoy", "mom", "share"):
            metric = self._metric_before(row, column)
        metric = metric or self._title_metric
        if not metric and said.kind:
            metric = "sales"
        return metric, kind

    def _metric_before(self, row: int, column: int) -> str:
        """Return the metric left of a header, or above a row's name, that names none itself."""
        before = [c for c in self._table.figures if c < column][::-1]
        above = [r for r in self._table.rows if r < row][::-1]
        for labels in (
            *(self._table.labels_over(c) for c in before),
            *(self._table.labels_beside(r) for r in above),
        ):
            for text in labels:
                read = self._words.read(text)
                if read and (read.metric or read.kind == "actual"):
                    return read.metric or "sales"
        return ""

    def _total_of(self, axis: tuple[str, int], base: Period) -> Label:
        """Return what a total stands for: on an axis of months their sum, else every group."""
        spans = [read.span for text in self._texts(axis) if (read := self._words.read(text))]
        months = sorted({span for span in spans if span is not None})
        if not months:
            return Label(is_total=True)
        shortest = min(span.length for span in months)
        months = [span for span in months if span.length == shortest]
        first, last = months[0], months[-1]
        if first.year != last.year:
            return Label(is_total=True)
        return Label(is_total=True, span=replace(first, last=last.last))

    def _period(self, labels: Sequence[Label], base: Period) -> Period:
        spans = sorted((s.span for s in labels if s.span), key=lambda span: span.length)
        shift = next((each.shift for each in labels if each.shift), "")
        period = base
        if spans:
            year = next((span.year for span in spans if span.year), base.start.year)
            narrowest = spans[0]
            if narrowest.length in (1, 3, 6, 12):
                period = period_of_span(replace(narrowest, year=year), year, self._session) or base
            else:
                months = [
                    period_of_span(
                        replace(narrowest, year=year, first=m, last=m), year, self._session
                    )
                    for m in (narrowest.first, narrowest.last)
                ]
                period = union([month for month in months if month], self._session)
        return shifted(period, shift, self._session)

    def _axes(self) -> dict[tuple[str, int], str | None]:
        """Return the dimension of every row of headers and column of names."""
        chosen: dict[tuple[str, int], str | None] = {}
        axes = [("row", row) for row in self._table.headers]
        axes += [("column", column) for column in self._table.names]
        for axis in axes:
            unread = [t for t in self._texts(axis) if self._words.read(t) is None]
            hint = None
            if axis[0] == "column":
                over = [self._grid[row][axis[1]] for row in self._table.headers]
                hint = next((d for t in over[::-1] if t and (d := self._words.dimension(t))), None)
            bare = [_SUBTOTAL.sub("", text) for text in unread]
            chosen[axis] = self._names.dimension_of(bare, hint) if unread else None
        return chosen

    def _texts(self, axis: tuple[str, int]) -> list[str]:
        kind, at = axis
        if kind == "row":
            texts = [self._table.over.get((at, column), "") for column in self._table.figures]
        else:
            texts = [self._table.beside.get((row, at), "") for row in self._table.rows]
        return [text for text in texts if text]

    def _group(self, axis: tuple[str, int], text: str) -> Found | None:
        dimension = self._dimensions.get(axis)
        if dimension is None:
            return None
        found = self._names.find(text, dimension)
        if found is None and (bare := _SUBTOTAL.sub("", text)) != text and bare:
            found = self._names.find(bare, dimension)
        if found and found.is_near:
            self._say("compare_read_as", typed=text, name=found.value)
        return found

    def _frame(self) -> Found | None:
        for line in self._lines:
            if found := self._names.in_title(line):
                self._say(
                    "compare_scope_taken",
                    line=line,
                    dimension=label(f"dimension_{found.dimension}", self._lang),
                    name=found.value,
                )
                return found
        return None

    def _unknown(self, axis: tuple[str, int] | None, text: str, row: int, column: int) -> None:
        letter = column_letter(column + self._sheet.first_column)
        if axis is not None and axis[0] == "column":
            self._say("compare_unknown_row", place=self._place(f"{row + 1}"), text=text)
        else:
            self._say("compare_unknown_column", place=self._place(letter), text=text)

    def _place(self, at: str) -> str:
        return f"{self._sheet.sheet}!{at}" if self._sheet.sheet else at

    def _header_texts(self) -> list[str]:
        return [text for row in self._table.headers for text in self._grid[row] if text]

    def _say(self, key: str, **values: object) -> None:
        self._found.note(label(key, self._lang, **values))


def _merged(labels: Sequence[Label]) -> Label:
    """Return what headers and row names say together; the lower and the inner one wins."""
    said = Label()
    for each in labels:
        said = Label(
            metric=each.metric or said.metric,
            kind=each.kind or said.kind,
            span=each.span or said.span,
            shift=each.shift or said.shift,
            is_total=each.is_total or said.is_total,
            factor=each.factor if each.factor is not None else said.factor,
            percent=each.percent or said.percent,
        )
    return said
