"""`draw_trend`: a figure over months (or other periods) with target and the year before."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas, Scale, nice_ticks
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.measure import Measure, Unit
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.trend_days import day_columns, grey_days_off
from salesnb.figures.trend_marks import (
    SERIES,
    Rows,
    all_numbers,
    colour_key,
    newest_index,
    right_labels,
    value_scale,
)
from salesnb.figures.typeset import text_width
from salesnb.labels import label

_MOST_COLUMNS, _MOST_DAYS, _FEW_DAYS = 24, 35, 14
_LABEL = 11.5
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def draw_trend(
    frame: pd.DataFrame, lang: str, unit: Unit = "money", *, currency: str = "CNY"
) -> Chart:
    """Draw one column per period, the newest emphasised; above 24 periods (35 days) a line.

    Parameters
    ----------
    frame : DataFrame
        One row per period, oldest first: `period` (2026-10, 2026Q4 …), `value`, and where
        known `target` and `previous_year` (the same period a year before). Of days, `is_workday`
        says which are days off (pale); without it Saturdays and Sundays are.
    lang : str
        `zh` or `en`.
    unit : str
        What the values are: money, count, percent (0-1) or days.
    currency : str
        Named in the note beneath; CNY as 元 or yuan.
    """
    rows = [
        {"target": None, "previous_year": None, **row, "period": str(row["period"])}
        for row in rows_of(frame, ("period", "value"), "draw_trend")
    ]
    if not any(row["value"] is not None for row in rows):
        return no_data(lang)
    measure = Measure.of(all_numbers(rows), lang, unit, currency)
    paint = _painter(rows)
    with drawing():
        return Chart(
            paint(rows, measure, WIDE),
            _alt(rows, measure),
            _caption(rows, measure, are_columns=paint is not _line),
            paint(rows, measure, NARROW),
            kind="trend",
            unit=unit,
            rows=rows,
        )


def _painter(rows: Rows) -> Callable[[Rows, Measure, float], Figure]:
    """Return how the periods are drawn; marks each day with whether it is a day off."""
    days = [_day(row["period"]) for row in rows]
    are_days = all(days)
    for row, day in zip(rows, days, strict=True):
        if are_days and day:
            known = row.get("is_workday")
            row["is_workday"] = day.weekday() < 5 if known is None else bool(known)
    if are_days and _FEW_DAYS < len(rows) <= _MOST_DAYS:
        return day_columns
    return _columns if len(rows) <= _MOST_COLUMNS else _line


def _day(period: str) -> date | None:
    try:
        return date.fromisoformat(period) if _DAY.fullmatch(period) else None
    except ValueError:
        return None


def _caption(rows: Rows, measure: Measure, *, are_columns: bool) -> str:
    rest = are_columns and any(row.get("is_workday") is False for row in rows)
    notes = [measure.note, label("trend_rest", measure.lang) if rest else ""]
    return ("；" if measure.lang == "zh" else ". ").join(note for note in notes if note)


def _columns(rows: Rows, measure: Measure, width: float) -> Figure:
    wide = width == WIDE
    height, top, foot, right = (264, 26, 44, 112) if wide else (240, 52, 42, 0)
    canvas = Canvas(width, height)
    y = value_scale(rows, height - foot, top)
    step = (width - right) / len(rows)
    has_last_year = any(row["previous_year"] is not None for row in rows)
    bar = min(step * (0.44 if has_last_year else 0.6), 46)
    newest = newest_index(rows)
    name_all = _all_labels_fit(rows, measure, step)
    grey_days_off(canvas, rows, Scale(0, 1, 0, step), top, height - foot)
    for i, row in enumerate(rows):
        left = step * (i + 0.5) - bar / 2 + (bar * 0.3 if has_last_year else 0)
        if row["previous_year"] is not None:
            _column(canvas, y, left - bar * 0.68, bar * 0.62, row["previous_year"], "ghost")
        if row["value"] is not None:
            _column(canvas, y, left, bar, row["value"], "accent" if i == newest else "tint")
        if row["target"] is not None:
            level = y(row["target"])
            canvas.line([(left - 3, level), (left + bar + 3, level)], "ink", 1.6)
        if row["value"] is not None and (name_all or (wide and i == newest)):
            _column_label(canvas, y, measure, row, left + bar / 2, i == newest)
    canvas.line([(0, y(0)), (width - right, y(0))], "mute")
    _period_labels(canvas, rows, measure, step, height - foot + 16)
    if wide:
        right_labels(canvas, y, measure, rows[-1], width - right + 6, SERIES[:2])
    else:
        colour_key(canvas, rows, measure)
    return canvas.figure


def _column(canvas: Canvas, y: Scale, x: float, width: float, value: float, paint: str) -> None:
    top, bottom = sorted((y(value), y(0)))
    canvas.box(x, top, width, bottom - top, paint)


def _all_labels_fit(rows: Rows, measure: Measure, step: float) -> bool:
    widest = max(text_width(measure.short(row["value"]), _LABEL) for row in rows)
    return widest <= step - 6


def _column_label(
    canvas: Canvas, y: Scale, measure: Measure, row: dict[str, Any], x: float, newest: bool
) -> None:
    level = y(max(row["value"], 0)) - 5
    target = y(row["target"]) if row["target"] is not None else None
    if target is not None and level - 11 < target < level + 4:  # the target's mark crosses it
        level = target - 5
    words = measure.short(row["value"])
    paint, size = ("ink", 13.0) if newest else ("soft", _LABEL)
    x = min(x, canvas.width - text_width(words, size) / 2 - 1)
    canvas.text(x, level, words, paint, size, bold=newest, anchor="center")


def _period_labels(canvas: Canvas, rows: Rows, measure: Measure, step: float, y: float) -> None:
    ticks = [formats.period_tick(row["period"], measure.lang) for row in rows]
    room = max(text_width(short, _LABEL) for short, _ in ticks) + 8
    every = max(1, -(-int(room) // max(int(step), 1)))
    year_before = ""
    for i, (short, year) in enumerate(ticks):
        if (len(ticks) - 1 - i) % every:  # counted from the newest, which is always named
            continue
        x = step * (i + 0.5)
        canvas.text(x, y, short, "soft", _LABEL, anchor="center")
        if year != year_before:
            canvas.text(x, y + 16, year, "soft", _LABEL, anchor="center")
        year_before = year


def _line(rows: Rows, measure: Measure, width: float) -> Figure:
    wide = width == WIDE
    height, top, foot, left = (264, 16, 44, 44) if wide else (236, 34, 42, 40)
    right = 132 if wide else 10
    canvas = Canvas(width, height)
    y = value_scale(rows, height - foot, top)
    ticks = nice_ticks(min(0.0, *all_numbers(rows)), max(all_numbers(rows)))
    for tick, words in zip(ticks, measure.ticks(ticks), strict=True):
        canvas.line([(left, y(tick)), (width - right, y(tick))], "line")
        canvas.text(left - 8, y(tick) + 4, words, "soft", _LABEL, anchor="right")
    x = Scale(0, len(rows) - 1, left, width - right)
    for name, _, paint in SERIES:
        points = [(x(i), y(row[name])) for i, row in enumerate(rows) if row[name] is not None]
        if len(points) > 1:
            dash = (4.0, 3.0) if name == "target" else None
            canvas.line(points, paint, 2.2 if name == "value" else 1.3, dash)
    _line_ticks(canvas, rows, measure, x, height - foot + 16)
    newest = newest_index(rows)
    canvas.dot(x(newest), y(rows[newest]["value"]), 4, "accent")
    if wide:
        right_labels(canvas, y, measure, rows[newest], width - right + 12, SERIES)
    else:
        colour_key(canvas, rows, measure, lines=[name for name, _, _ in SERIES])
    return canvas.figure


def _line_ticks(canvas: Canvas, rows: Rows, measure: Measure, x: Scale, y: float) -> None:
    most = 8 if canvas.width == WIDE else 4
    every = -(-(len(rows) - 1) // most)
    year_before = ""
    for i in range(0, len(rows), every):
        short, year = formats.period_tick(rows[i]["period"], measure.lang)
        canvas.text(x(i), y, short, "soft", _LABEL, anchor="center")
        if year != year_before:
            canvas.text(x(i), y + 16, year, "soft", _LABEL, anchor="center")
        year_before = year


def _alt(rows: Rows, measure: Measure) -> str:
    newest = rows[newest_index(rows)]
    period = formats.period_title(newest["period"], measure.lang)
    words = label(
        "trend_alt",
        measure.lang,
        count=len(rows),
        period=period,
        value=measure.full(newest["value"]),
    )
    joint = "" if measure.lang == "zh" else " "
    if newest["target"] is not None:
        words += joint + label(
            "trend_alt_target", measure.lang, target=measure.full(newest["target"])
        )
    if newest["previous_year"] is not None:
        last_year = measure.full(newest["previous_year"])
        words += joint + label("trend_alt_last_year", measure.lang, value=last_year)
    return words
