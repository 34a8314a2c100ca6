"""`draw_calendar`: one square per day, a week per column, Monday on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.errors import UsageError
from salesnb.figures.canvas import Box, Canvas
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.measure import Measure, Unit
from salesnb.figures.ramp import STEPS, Ramp
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import plain, text_width
from salesnb.labels import label, say

_MOST_DAYS, _NAMED = 3 * 366, 3
_LABEL, _TOP, _BELOW = 11.5, 40, 16
_LARGE = 38  # px from which a square has room for its day and its number

Day = dict[str, Any]


def draw_calendar(
    frame: pd.DataFrame, lang: str, unit: Unit = "money", *, currency: str = "CNY"
) -> Chart:
    """Draw a colour from little to much per day; the highest three days are framed and named.

    Parameters
    ----------
    frame : DataFrame
        One row per day: `day` (a date, or a text such as 2026-10-31) and `value`. Optional:
        `is_workday`; other days are small squares. A day without a row or a value is a dot, never
        a square. Of more than three years the newest are drawn.
    lang : str
        `zh` or `en`.
    unit : str
        What the values are: money, count, percent (0-1) or days.
    currency : str
        Named in the note beneath; CNY as 元 or yuan.

    Raises
    ------
    UsageError
        A `day` is no date.
    """
    rows = [
        {"is_workday": None, **row} for row in rows_of(frame, ("day", "value"), "draw_calendar")
    ]
    days = {_day(row["day"]): row for row in rows if row["day"] is not None}
    known = {day: row["value"] for day, row in days.items() if row["value"] is not None}
    if not known:
        return no_data(lang)
    first = max(min(days), max(days) - timedelta(days=_MOST_DAYS - 1))
    days = {day: row for day, row in sorted(days.items()) if day >= first}
    known = {day: value for day, value in known.items() if day >= first}
    best = sorted(known, key=lambda day: (-known[day], day))[:_NAMED]
    measure = Measure.of(known.values(), lang, unit, currency)
    calendar = _Calendar(days, best, measure, Ramp.of(known.values(), unit))
    with drawing():
        return Chart(
            calendar.drawn(WIDE),
            _alt(known, best, measure),
            _caption(days, measure),
            calendar.drawn(NARROW),
            kind="calendar",
            unit=unit,
            rows=[{**row, "day": day} for day, row in days.items()],
        )


def _day(value: Any) -> date:
    try:
        if not isinstance(value, float):
            return pd.Timestamp(value).date()
    except ValueError:
        pass
    said = say("err_no_day", text=plain(value))
    raise UsageError(say("err_at", place="draw_calendar", said=said))


@dataclass(frozen=True)
class _Band:
    """Days that stand in one line of weeks."""

    first: date
    last: date

    @property
    def monday(self) -> date:
        return self.first - timedelta(days=self.first.weekday())

    @property
    def weeks(self) -> int:
        return (self.last - self.monday).days // 7 + 1

    def place(self, day: date) -> tuple[int, int]:
        """Return the column and the row of a day."""
        return (day - self.monday).days // 7, day.weekday()

    def days(self) -> list[date]:
        return [self.first + timedelta(days=i) for i in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class _Grid:
    """Where the squares of a band stand, in px; large ones have room for numbers."""

    left: float
    top: float
    across: float
    down: float
    has_numbers: bool

    def corner(self, place: tuple[int, int]) -> tuple[float, float]:
        return self.left + self.across * place[0], self.top + self.down * place[1]


@dataclass(frozen=True)
class _Calendar:
    days: dict[date, Day]
    best: Sequence[date]
    measure: Measure
    ramp: Ramp

    def drawn(self, width: float) -> Figure:
        """Return the calendar at one width: years below each other, halves on a phone."""
        wide = width == WIDE
        bands = _bands(min(self.days), max(self.days), wide)
        weekdays = label("weekdays", self.measure.lang).split()
        left = max(text_width(name, _LABEL) for name in weekdays) + 10
        room = (width - left - 2) / max(band.weeks for band in bands)
        has_numbers = room >= _LARGE
        across = min(room, 96.0) if has_numbers else min(room, 24.0)
        down = 44.0 if has_numbers else across
        deep = _TOP + 7 * down + _BELOW
        beneath = 26 if wide else 34 + 18 * len(self.best)
        canvas = Canvas(width, deep * len(bands) + beneath)
        for number, band in enumerate(bands):
            grid = _Grid(left, deep * number + _TOP, across, down, has_numbers)
            for i, name in enumerate(weekdays):
                if down >= 14 or i % 2 == 0:
                    canvas.text(0, grid.top + down * (i + 0.5) + 4, name, "soft", _LABEL)
            self._months(canvas, band, grid)
            self._band(canvas, band, grid)
        self._key(canvas, deep * len(bands) + 8)
        return canvas.figure

    def _months(self, canvas: Canvas, band: _Band, grid: _Grid) -> None:
        """Name years and months above the week in which they begin."""
        starts = [band.first, *(day for day in band.days()[1:] if day.day == 1)]
        weeks = [*(band.place(start)[0] for start in starts), band.weeks]
        year = ""
        for start, week, following in zip(starts, weeks, weeks[1:], strict=False):
            x = grid.left + grid.across * week
            month, its_year = formats.period_tick(f"{start:%Y-%m}", self.measure.lang)
            if its_year != year:
                canvas.text(x, grid.top - 24, its_year, "ink", 12.5, bold=True)
                year = its_year
            width = text_width(month, _LABEL)
            if grid.across * (following - week) > width + 4 or start == starts[-1]:
                x = min(x, canvas.width - width)
                canvas.text(x, grid.top - 8, month, "soft", _LABEL)

    def _band(self, canvas: Canvas, band: _Band, grid: _Grid) -> None:
        """Draw the squares, all of one colour together."""
        squares: dict[str, list[Box]] = {}
        gaps, framed = [], []
        for day in band.days():
            x, y = grid.corner(band.place(day))
            entry = self.days.get(day)
            if entry is None or entry["value"] is None:
                gaps.append((x + grid.across / 2, y + grid.down / 2 + 3 * grid.has_numbers))
                continue
            is_rest = entry["is_workday"] is not None and not entry["is_workday"]
            inset = min(grid.down * 0.22, 5) if is_rest else grid.down * 0.03 + 0.6
            box = (x + inset, y + inset, grid.across - 2 * inset, grid.down - 2 * inset)
            squares.setdefault(self.ramp.paint(entry["value"]), []).append(box)
            if day in self.best:
                framed.append(box)
        canvas.dots(gaps, 1.2, "mute")
        for paint in sorted(squares):
            canvas.boxes(squares[paint], paint)
        for box in framed:
            canvas.frame(box, thickness=2 if grid.down >= 12 else 1.5)
        if grid.has_numbers:
            self._numbers(canvas, band, grid)
        else:
            canvas.boxes([_minus(box) for box in squares.get("bad-tint", [])], "bad")

    def _numbers(self, canvas: Canvas, band: _Band, grid: _Grid) -> None:
        for day in band.days():
            x, y = grid.corner(band.place(day))
            x, y = x + grid.across / 2, y + grid.down / 2
            value = self.days.get(day, {"value": None})["value"]
            paint = "soft" if value is None else self.ramp.ink(value)
            canvas.text(x, y - 4, str(day.day), paint, 9.5, anchor="center")
            if value is not None:
                words = self._short(value)
                size = min(11.5, 11.5 * (grid.across - 12) / text_width(words, 11.5))
                canvas.text(x, y + 11, words, paint, size, day in self.best, anchor="center")

    def _short(self, value: float) -> str:
        return self.measure.short(value) if value else "0"

    def _key(self, canvas: Canvas, top: float) -> None:
        """Draw the five colours between the lowest and the highest, and name the best days."""
        x, ramp = 0.0, self.ramp
        if ramp.high > 0:
            ends = [self._short(ramp.low), self._short(ramp.high)]
            steps = range(1, STEPS + 1) if ramp.low < ramp.high else [3]
            if len(steps) > 1:
                canvas.text(0, top + 10, ends[0], "soft", _LABEL)
                x = text_width(ends[0], _LABEL) + 8
            for step in steps:
                canvas.box(x, top, 12, 12, f"heat-{step}")
                x += 14
            canvas.text(x + 6, top + 10, ends[1], "soft", _LABEL)
            x += 34 + text_width(ends[1], _LABEL)
        name = label("calendar_highest", self.measure.lang)
        if canvas.width == WIDE:
            joint = "，" if self.measure.lang == "zh" else ", "
            words = f"{name} {joint.join(self._said(day) for day in self.best)}"
            canvas.text(x, top + 10.5, words, "ink", 12, room=canvas.width - x)
            return
        for i, day in enumerate(self.best):
            level = top + 34 + 18 * i
            canvas.text(0, level, "" if i else name, "soft", 12)
            canvas.text(text_width(name, 12) + 10, level, self._said(day), "ink", 12)

    def _said(self, day: date) -> str:
        return _said(day, self.days[day]["value"], self.measure)


def _bands(first: date, last: date, wide: bool) -> list[_Band]:
    """Return the whole span if it fits, else its years, or half-years on a phone."""
    whole = _Band(first, last)
    if whole.weeks <= (54 if wide else 27):
        return [whole]
    starts = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    if not wide:
        starts = [day for start in starts for day in (start, start.replace(month=7))]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
    return [
        _Band(max(start, first), min(end, last))
        for start, end in zip(starts, ends, strict=True)
        if end >= first and start <= last
    ]


def _minus(box: Box) -> Box:
    x, y, width, height = box
    return x + width * 0.22, y + height / 2 - 0.8, width * 0.56, 1.6


def _said(day: date, value: float, measure: Measure) -> str:
    colon = "：" if measure.lang == "zh" else ": "
    return f"{formats.day(day, measure.lang)}{colon}{measure.full(value)}"


def _caption(days: dict[date, Day], measure: Measure) -> str:
    notes = [measure.note]
    if any(row["is_workday"] is not None and not row["is_workday"] for row in days.values()):
        notes.append(label("calendar_rest", measure.lang))
    span = (max(days) - min(days)).days + 1
    if sum(row["value"] is not None for row in days.values()) < span:
        notes.append(label("calendar_gaps", measure.lang))
    return ("；" if measure.lang == "zh" else ". ").join(note for note in notes if note)


def _alt(known: dict[date, float], best: Sequence[date], measure: Measure) -> str:
    joint = "，" if measure.lang == "zh" else ", "
    return label(
        "calendar_alt",
        measure.lang,
        first=formats.day(min(known), measure.lang),
        last=formats.day(max(known), measure.lang),
        count=len(known),
        days=joint.join(_said(day, known[day], measure) for day in best),
    )
