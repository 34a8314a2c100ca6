"""`draw_trend`: a figure over months (or other periods) with target and the year before."""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas, Scale, nice_ticks
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import spread, text_width
from salesnb.labels import label

Unit = Literal["money", "count", "percent", "days"]

_MOST_COLUMNS = 24
_LABEL = 11.5


def draw_trend(frame: pd.DataFrame, lang: str, unit: Unit = "money") -> Chart:
    """Draw one column per period, the newest emphasised; above 24 periods a line.

    Parameters
    ----------
    frame : DataFrame
        One row per period, oldest first: `period` (2026-10, 2026Q4 …), `value`, and where
        known `target` and `previous_year` (the same period a year before).
    lang : str
        `zh` or `en`.
    unit : str
        What the values are: money (yuan), count, percent (0-1) or days.
    """
    rows = rows_of(frame, ("period", "value"), "draw_trend")
    rows = [
        {"target": None, "previous_year": None, **row, "period": str(row["period"])} for row in rows
    ]
    if not any(row["value"] is not None for row in rows):
        return no_data(lang)
    style = _Style.for_rows(rows, lang, unit)
    paint = _columns if len(rows) <= _MOST_COLUMNS else _line
    with drawing():
        return Chart(
            paint(rows, style, WIDE), _alt(rows, style), style.note, paint(rows, style, NARROW)
        )


@dataclass(frozen=True)
class _Style:
    """How this chart's numbers are written, and how far they reach."""

    lang: str
    unit: Unit
    divisor: int
    digits: int
    note: str
    low: float
    high: float

    @classmethod
    def for_rows(cls, rows: list[dict[str, Any]], lang: str, unit: Unit) -> "_Style":
        numbers = [
            row[name]
            for row in rows
            for name in ("value", "target", "previous_year")
            if row[name] is not None
        ]
        low, high = min(0.0, *numbers), max(0.0, *numbers)
        divisor, name = 1, ""
        if unit == "money":
            divisor, name = formats.money_scale(max(high, -low), lang)
        digits = 1 if (unit == "money" and divisor > 1) or unit == "days" else 0
        note = label("unit_note", lang, unit=name) if name else ""
        return cls(lang, unit, divisor, digits, note, low, high or 1.0)

    def short(self, value: float | None, digits: int | None = None) -> str:
        """The number alone: the unit stands in the caption."""
        places = self.digits if digits is None else digits
        if self.unit == "percent":
            return formats.percent(value, self.lang)
        return formats.scaled(value, self.divisor, places)

    def full(self, value: float | None) -> str:
        if self.unit == "money":
            return formats.money(value, self.lang)
        if self.unit == "days":
            return formats.days(value, self.lang)
        return self.short(value)


def _columns(rows: list[dict[str, Any]], style: _Style, width: float) -> Figure:
    wide = width == WIDE
    height, top, foot = (268, 26, 44) if wide else (232, 44, 42)
    right = 112 if wide else 0
    canvas = Canvas(width, height)
    y = Scale(style.low, style.high, height - foot, top)
    step = (width - right) / len(rows)
    has_last_year = any(row["previous_year"] is not None for row in rows)
    bar = min(step * (0.44 if has_last_year else 0.6), 46)
    for i, row in enumerate(rows):
        newest = i == len(rows) - 1
        left = step * (i + 0.5) - bar / 2 + (bar * 0.3 if has_last_year else 0)
        if row["previous_year"] is not None:
            _column(canvas, y, left - bar * 0.68, bar * 0.62, row["previous_year"], "ghost")
        if row["value"] is not None:
            _column(canvas, y, left, bar, row["value"], "accent" if newest else "tint")
        if row["target"] is not None:
            level = y(row["target"])
            canvas.line([(left - 3, level), (left + bar + 3, level)], "ink", 1.6)
        if newest or _all_labels_fit(rows, style, step):
            _column_label(canvas, y, style, row, left + bar / 2, newest)
    canvas.line([(0, y(0)), (width - right, y(0))], "mute")
    _period_labels(canvas, rows, style, step, height - foot + 16)
    if wide:
        _right_labels(canvas, y, style, rows[-1], width - right + 6)
    else:
        _key(canvas, rows, style)
    return canvas.figure


def _column(canvas: Canvas, y: Scale, x: float, width: float, value: float, paint: str) -> None:
    top, bottom = sorted((y(value), y(0)))
    canvas.box(x, top, width, bottom - top, paint)


def _all_labels_fit(rows: list[dict[str, Any]], style: _Style, step: float) -> bool:
    widest = max(text_width(style.short(row["value"]), _LABEL) for row in rows)
    return widest <= step - 6


def _column_label(
    canvas: Canvas, y: Scale, style: _Style, row: dict[str, Any], x: float, newest: bool
) -> None:
    if row["value"] is None:
        return
    level = y(max(row["value"], 0)) - 5
    target = y(row["target"]) if row["target"] is not None else None
    if target is not None and level - 11 < target < level + 4:  # the target's mark crosses it
        level = target - 5
    words = style.short(row["value"])
    paint, size = ("ink", 13.0) if newest else ("soft", _LABEL)
    canvas.text(x, level, words, paint, size, bold=newest, anchor="center")


def _period_labels(
    canvas: Canvas, rows: list[dict[str, Any]], style: _Style, step: float, y: float
) -> None:
    ticks = [formats.period_tick(row["period"], style.lang) for row in rows]
    room = max(text_width(short, _LABEL) for short, _ in ticks) + 8
    every = max(1, -(-int(room) // max(int(step), 1)))
    year_before = ""
    for i, (short, year) in enumerate(ticks):
        if (len(ticks) - 1 - i) % every:  # counted from the newest, which is always named
            continue
        x = step * (i + 0.5)
        canvas.text(x, y, short, "soft", _LABEL, anchor="center")
        if year != year_before:
            canvas.text(x, y + 16, year, "mute", _LABEL, anchor="center")
        year_before = year


def _right_labels(
    canvas: Canvas, y: Scale, style: _Style, newest: dict[str, Any], x: float
) -> None:
    lines = [
        (y(newest[name]), f"{label(key, style.lang)} {style.short(newest[name])}", paint)
        for name, key, paint in (
            ("target", "target", "ink"),
            ("previous_year", "last_year", "soft"),
        )
        if newest[name] is not None
    ]
    places = spread([level for level, _, _ in lines], 17)
    for level, (_, words, paint) in zip(places, lines, strict=True):
        canvas.text(x, level + 4, words, paint)


def _key(canvas: Canvas, rows: list[dict[str, Any]], style: _Style) -> None:
    x = 0.0
    for name, key, paint in (
        ("value", "this_period", "accent"),
        ("target", "target", "ink"),
        ("previous_year", "last_year", "ghost"),
    ):
        if all(row[name] is None for row in rows):
            continue
        if name == "target":
            canvas.line([(x, 9), (x + 12, 9)], paint, 1.6)
        else:
            canvas.box(x, 4, 10, 10, paint)
        words = label(key, style.lang)
        canvas.text(x + 16, 13.5, words, "soft", 12)
        x += 16 + text_width(words, 12) + 16


def _line(rows: list[dict[str, Any]], style: _Style, width: float) -> Figure:
    wide = width == WIDE
    height, top, foot = (268, 16, 44) if wide else (232, 30, 42)
    left, right = 44, (112 if wide else 10)
    canvas = Canvas(width, height)
    y = Scale(style.low, style.high, height - foot, top)
    for tick in nice_ticks(style.low, style.high):
        canvas.line([(left, y(tick)), (width - right, y(tick))], "line")
        canvas.text(left - 8, y(tick) + 4, style.short(tick, 0), "soft", _LABEL, anchor="right")
    x = Scale(0, len(rows) - 1, left, width - right)
    for name, paint, thick in (
        ("previous_year", "mute", 1.3),
        ("target", "ink", 1.2),
        ("value", "accent", 2.2),
    ):
        points = [(x(i), y(row[name])) for i, row in enumerate(rows) if row[name] is not None]
        if len(points) > 1:
            canvas.line(points, paint, thick, dash=(4, 3) if name == "target" else None)
    _line_ticks(canvas, rows, style, x, height - foot + 16)
    newest = max(i for i, row in enumerate(rows) if row["value"] is not None)
    canvas.dot(x(newest), y(rows[newest]["value"]), 4, "accent")
    words = style.short(rows[newest]["value"])
    if wide:
        canvas.text(
            x(newest) - 8, y(rows[newest]["value"]) - 10, words, bold=True, anchor="center"
        )
        _right_labels(canvas, y, style, rows[-1], width - right + 10)
    else:
        canvas.text(x(newest), y(rows[newest]["value"]) - 10, words, bold=True, anchor="right")
        _key(canvas, rows, style)
    return canvas.figure


def _line_ticks(
    canvas: Canvas, rows: list[dict[str, Any]], style: _Style, x: Scale, y: float
) -> None:
    most = 8 if canvas.width == WIDE else 4
    every = -(-(len(rows) - 1) // most)
    year_before = ""
    for i in range(0, len(rows), every):
        short, year = formats.period_tick(rows[i]["period"], style.lang)
        canvas.text(x(i), y, short, "soft", _LABEL, anchor="center")
        if year != year_before:
            canvas.text(x(i), y + 16, year, "mute", _LABEL, anchor="center")
        year_before = year


def _alt(rows: list[dict[str, Any]], style: _Style) -> str:
    newest = [row for row in rows if row["value"] is not None][-1]
    period = formats.period_title(newest["period"], style.lang)
    words = label(
        "trend_alt", style.lang, count=len(rows), period=period, value=style.full(newest["value"])
    )
    joint = "" if style.lang == "zh" else " "
    if newest["target"] is not None:
        words += joint + label("trend_alt_target", style.lang, target=style.full(newest["target"]))
    if newest["previous_year"] is not None:
        last_year = style.full(newest["previous_year"])
        words += joint + label("trend_alt_last_year", style.lang, value=last_year)
    return words
