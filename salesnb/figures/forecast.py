"""`draw_forecast`: the period so far, where it will end, and how sure that is."""

from datetime import date
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas, Scale
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.course import course_of
from salesnb.figures.measure import Measure, Unit
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import spread, text_width
from salesnb.labels import label

_LABEL = 11.5
_BANDS = (("low_80", "high_80", "band"), ("low_50", "high_50", "tint"))
_NUMBERS = ("actual", "point", "low_80", "high_80", "low_50", "high_50", "previous_year")

Rows = list[dict[str, Any]]


def draw_forecast(
    frame: pd.DataFrame, lang: str, target: float | None = None, *, unit: Unit = "money"
) -> Chart:
    """Draw a cumulative figure to date and its forecast with bands of 50 % and 80 %.

    Parameters
    ----------
    frame : DataFrame
        One row per day of the period: `day`, `actual` (cumulative, missing in the future),
        `point`, `low_80`, `high_80`, `low_50`, `high_50` (cumulative, missing in the past),
        and where known `previous_year` (cumulative, the same day a year before).
    lang : str
        `zh` or `en`.
    target : float, optional
        A line across.
    unit : str
        What the values are: money (yuan), count, percent (0-1) or days.
    """
    wanted = ("day", "actual", "point", "low_80", "high_80", "low_50", "high_50")
    rows = [{"previous_year": None, **row} for row in rows_of(frame, wanted, "draw_forecast")]
    known = [row["actual"] for row in rows if row["actual"] is not None]
    if not known:
        return no_data(lang)
    numbers = [row[name] for row in rows for name in _NUMBERS if row[name] is not None]
    numbers += [] if target is None else [float(target)]
    measure = Measure.of(numbers, lang, unit)
    joint = "；" if lang == "zh" else ". "
    caption = joint.join(words for words in (label("band_note", lang), measure.note) if words)
    with drawing():
        return Chart(
            _lines(rows, measure, target, numbers, WIDE),
            _alt(rows, measure, known[-1]),
            caption,
            _lines(rows, measure, target, numbers, NARROW),
            kind="forecast",
            unit=unit,
            rows=rows,
        )


def _lines(
    rows: Rows, measure: Measure, target: float | None, numbers: list[float], width: float
) -> Figure:
    course = course_of(rows, measure, numbers, width, heights=(290, 260))
    canvas, x, y, now = course.canvas, course.x, course.y, course.now
    start = rows[now]["actual"]
    _bands(canvas, rows, x, y, now, start)
    _series(canvas, rows, "previous_year", x, y, "mute", 1.3)
    if target is not None:
        canvas.line([(course.left, y(target)), (course.right, y(target))], "ink", 1.2, dash=(4, 3))
    _series(canvas, rows, "actual", x, y, "accent", 2.4)
    ahead = [
        (x(i), y(r["point"])) for i, r in enumerate(rows) if i > now and r["point"] is not None
    ]
    if ahead:
        canvas.line([(x(now), y(start)), *ahead], "accent", 1.8, dash=(2, 3))
    canvas.dot(x(now), y(start), 4, "accent")
    level = y(start) if target is None else _clear_of(y(target), y(start))
    _today(canvas, measure, x(now), level, start)
    _days(canvas, rows, measure, x, course.foot + 18)
    _end_labels(canvas, rows, measure, target, y, course.right + 8)
    return canvas.figure


def _bands(canvas: Canvas, rows: Rows, x: Scale, y: Scale, now: int, start: float) -> None:
    for low, high, paint in _BANDS:
        ends = [
            (i, row[low], row[high])
            for i, row in enumerate(rows)
            if i > now and row[low] is not None and row[high] is not None
        ]
        if ends:
            upper = [(x(i), y(above)) for i, _, above in ends]
            lower = [(x(i), y(below)) for i, below, _ in reversed(ends)]
            canvas.area([(x(now), y(start)), *upper, *lower], paint)


def _series(
    canvas: Canvas, rows: Rows, name: str, x: Scale, y: Scale, paint: str, width: float
) -> None:
    points = [(x(i), y(row[name])) for i, row in enumerate(rows) if row[name] is not None]
    if len(points) > 1:
        canvas.line(points, paint, width)


def _clear_of(line: float, level: float) -> float:
    """Return where the words beside a point may stand so that a line across does not cut them."""
    return line + 4 if level - 22 < line < level - 6 else level


def _today(canvas: Canvas, measure: Measure, x: float, y: float, value: float) -> None:
    words = f"{label('today', measure.lang)} {measure.short(value)}"
    room = text_width(words, 12.5)
    anchor_right = x - 10 > room
    canvas.text(
        x - 8 if anchor_right else x + 8,
        y - 10,
        words,
        bold=True,
        anchor="right" if anchor_right else "left",
    )


def _days(canvas: Canvas, rows: Rows, measure: Measure, x: Scale, y: float) -> None:
    most = 6 if canvas.width == WIDE else 3
    every = max(1, -(-(len(rows) - 1) // most))
    marks = list(range(0, len(rows), every))
    if len(rows) - 1 not in marks:
        if len(rows) - 1 - marks[-1] < every * 0.7 and len(marks) > 1:
            marks.pop()
        marks.append(len(rows) - 1)
    for i in marks:
        day = rows[i]["day"]
        text = f"{day:%Y-%m-%d}" if isinstance(day, date) else str(day)[:10]
        words = formats.period_tick(text, measure.lang)[0]
        canvas.text(x(i), y, words, "soft", _LABEL, anchor="center")


def _end_labels(
    canvas: Canvas, rows: Rows, measure: Measure, target: float | None, y: Scale, x: float
) -> None:
    last = rows[-1]
    ends = [
        (value, key, paint)
        for value, key, paint in (
            (target, "target", "ink"),
            (last["point"], "forecast", "accent"),
            (last["previous_year"], "last_year", "soft"),
        )
        if value is not None
    ]
    places = spread([y(value) for value, _, _ in ends], 17)
    size = 12.5 if canvas.width == WIDE else 11.5
    for level, (value, key, paint) in zip(places, ends, strict=True):
        words = f"{label(key, measure.lang)} {measure.short(value)}"
        canvas.text(x, level + 4, words, paint, size, bold=paint == "accent")


def _alt(rows: Rows, measure: Measure, actual: float) -> str:
    last = rows[-1]
    if last["point"] is None:
        return label("forecast_alt_ended", measure.lang, actual=measure.full(actual))
    return label(
        "forecast_alt",
        measure.lang,
        actual=measure.full(actual),
        point=measure.full(last["point"]),
        low=measure.full(last["low_80"]),
        high=measure.full(last["high_80"]),
    )
