"""The columns of a trend over days: an axis, Mondays named, days off on grey ground."""

from datetime import date

from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Box, Canvas, Scale, nice_ticks
from salesnb.figures.measure import Measure
from salesnb.figures.theme import WIDE
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

_LABEL = 11.5


def day_columns(rows: Rows, measure: Measure, width: float) -> Figure:
    """Return the figure of rows with `period`, `value`, `target`, `previous_year`, `is_workday`."""
    wide = width == WIDE
    height, top, foot, right = (272, 26, 44, 112) if wide else (248, 56, 42, 0)
    canvas = Canvas(width, height)
    y = value_scale(rows, height - foot, top)
    low, high = min(0.0, *all_numbers(rows)), max(0.0, *all_numbers(rows))
    ticks = nice_ticks(low, high, 4)
    words = measure.ticks(ticks)
    left = max(text_width(word, _LABEL) for word in words) + 8
    step = (width - right - left) / len(rows)
    x = Scale(0, len(rows), left, width - right)
    for tick, word in zip(ticks, words, strict=True):
        canvas.text(left - 8, y(tick) + 4, word, "soft", _LABEL, anchor="right")
    grey_days_off(canvas, rows, x, y(high), y(low))
    for tick in ticks:
        canvas.line([(left, y(tick)), (width - right, y(tick))], "line")
    _bars(canvas, rows, x, y, step)
    canvas.line([(left, y(0)), (width - right, y(0))], "mute")
    _last_year(canvas, rows, x, y, step)
    _targets(canvas, rows, x, y)
    _values(canvas, rows, measure, x, y)
    _mondays(canvas, rows, measure, x, height - foot)
    if wide:
        right_labels(canvas, y, measure, rows[newest_index(rows)], width - right + 6, SERIES[:2])
    else:
        colour_key(canvas, rows, measure, lines=("target", "previous_year"))
    return canvas.figure


def grey_days_off(canvas: Canvas, rows: Rows, x: Scale, top: float, bottom: float) -> None:
    """Lay a grey ground under days off."""
    off = [i for i, row in enumerate(rows) if _is_off(row)]
    canvas.boxes([(x(i), top, x(i + 1) - x(i), bottom - top) for i in off], "wash")


def _is_off(row: dict[str, object]) -> bool:
    return row.get("is_workday") is False


def _bars(canvas: Canvas, rows: Rows, x: Scale, y: Scale, step: float) -> None:
    bars: dict[str, list[Box]] = {}
    newest = newest_index(rows)
    for i, row in enumerate(rows):
        if row["value"] is None:
            continue
        upper, lower = sorted((y(row["value"]), y(0)))
        paint = "accent" if i == newest else "ghost" if _is_off(row) else "tint"
        bars.setdefault(paint, []).append((x(i + 0.15), upper, step * 0.7, lower - upper))
    for paint in sorted(bars):
        canvas.boxes(bars[paint], paint)


def _last_year(canvas: Canvas, rows: Rows, x: Scale, y: Scale, step: float) -> None:
    """Draw the year before as marks: weekdays fall on other days, so a line would only waver."""
    known = [(i, row["previous_year"]) for i, row in enumerate(rows) if row["previous_year"]]
    canvas.boxes([(x(i + 0.06), y(value) - 1, step * 0.88, 2) for i, value in known], "mute")


def _targets(canvas: Canvas, rows: Rows, x: Scale, y: Scale) -> None:
    """Draw one line over all neighbouring days with the same target."""
    targets = [None if _is_off(row) and not row["target"] else row["target"] for row in rows]
    start = 0
    for i in range(1, len(rows) + 1):
        target = targets[start]
        if i < len(rows) and targets[i] == target:
            continue
        if target is not None:
            canvas.line([(x(start), y(target)), (x(i), y(target))], "ink", 1.6)
        start = i


def _values(canvas: Canvas, rows: Rows, measure: Measure, x: Scale, y: Scale) -> None:
    """Name the newest day's figure, and the highest where it is far enough away."""
    newest = newest_index(rows)
    known = [i for i, row in enumerate(rows) if row["value"] is not None]
    highest = max(known, key=lambda i: rows[i]["value"])
    room = 0.0
    for i in dict.fromkeys((newest, highest)):
        words = measure.short(rows[i]["value"])
        is_newest = i == newest
        size = 13.0 if is_newest else _LABEL
        half = text_width(words, size) / 2
        at = min(max(x(i + 0.5), x(0) + half), canvas.width - half - 1)
        if not is_newest and abs(at - x(newest + 0.5)) < half + room:
            continue
        room = half + 6
        paint = "ink" if is_newest else "soft"
        level = _clear_level(rows, i, half, x, y)
        canvas.text(at, level, words, paint, size, bold=is_newest, anchor="center")


def _clear_level(rows: Rows, i: int, half: float, x: Scale, y: Scale) -> float:
    """Return a baseline above a column that no target line crosses."""
    level = y(max(rows[i]["value"], 0.0)) - 5
    reach = range(len(rows))
    near = [k for k in reach if abs(x(k + 0.5) - x(i + 0.5)) < half + 4]
    crossing = [y(rows[k]["target"]) for k in near if rows[k]["target"] is not None]
    for target in sorted(crossing, reverse=True):
        if level - 11 < target < level + 4:
            level = target - 5
    return level


def _mondays(canvas: Canvas, rows: Rows, measure: Measure, x: Scale, base: float) -> None:
    year_before = ""
    for i, row in enumerate(rows):
        if date.fromisoformat(row["period"]).weekday() != 0:
            continue
        at = x(i + 0.5)
        words, year = formats.period_tick(row["period"], measure.lang)
        half = text_width(words, _LABEL) / 2
        canvas.line([(at, base), (at, base + 4)], "mute")
        middle = min(max(at, half), canvas.width - half)
        canvas.text(middle, base + 17, words, "soft", _LABEL, anchor="center")
        if year != year_before:
            canvas.text(middle, base + 33, year, "soft", _LABEL, anchor="center")
        year_before = year
