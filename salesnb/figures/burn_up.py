"""`draw_burn_up`: what came in so far against the pace that the target asks for."""

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
from salesnb.figures.typeset import spread
from salesnb.labels import label

_LABEL, _DAY_MARKS, _PHONE_MARKS = 11.5, 6, 3

Rows = list[dict[str, Any]]


def draw_burn_up(frame: pd.DataFrame, lang: str, *, unit: Unit = "money") -> Chart:
    """Draw a cumulative figure against its pace, and the pace that is needed from now on.

    Parameters
    ----------
    frame : DataFrame
        One row per day of the period: `day`, `actual` (cumulative, missing in the future), `pace`
        (cumulative; its last value is the target). Between the two the distance is filled.
    lang : str
        `zh` or `en`.
    unit : str
        What the values are: money (yuan), count.
    """
    rows = rows_of(frame, ("day", "actual", "pace"), "draw_burn_up")
    known = [row for row in rows if row["actual"] is not None]
    if not known or rows[-1]["pace"] is None:
        return no_data(lang)
    numbers = [row[name] for row in rows for name in ("actual", "pace") if row[name] is not None]
    measure = Measure.of(numbers, lang, unit)
    joint = "；" if lang == "zh" else ". "
    caption = joint.join(words for words in (label("burn_up_note", lang), measure.note) if words)
    with drawing():
        return Chart(
            _sheet(rows, measure, numbers, WIDE),
            _alt(rows, measure),
            caption,
            _sheet(rows, measure, numbers, NARROW),
            kind="burn_up",
            unit=unit,
            rows=rows,
        )


def _sheet(rows: Rows, measure: Measure, numbers: list[float], width: float) -> Figure:
    course = course_of(rows, measure, numbers, width, heights=(260, 240))
    canvas, x, y, now = course.canvas, course.x, course.y, course.now
    reached, pace = _points(rows, "actual", x, y, now), _points(rows, "pace", x, y, len(rows) - 1)
    is_ahead = (rows[now]["actual"] or 0) >= (rows[now]["pace"] or 0)
    if now:
        canvas.area([*reached, *pace[: now + 1][::-1]], "band" if is_ahead else "bad-tint")
    canvas.line(pace if len(pace) > 1 else [*pace, *pace], "mute", 1.6, dash=(4, 3))
    if now < len(rows) - 1 and not _is_reached(rows, now):
        canvas.line([reached[-1], pace[-1]], "warn", 1.4, dash=(2, 3))
    if len(reached) > 1:
        canvas.line(reached, "accent", 2.4)
    canvas.dot(*reached[-1], 4, "accent")
    _day_marks(canvas, rows, measure.lang, x, course.foot + 18)
    _end_words(canvas, rows, now, measure, y, course.right + 8)
    return canvas.figure


def _points(rows: Rows, name: str, x: Scale, y: Scale, last: int) -> list[tuple[float, float]]:
    return [(x(i), y(row[name] or 0.0)) for i, row in enumerate(rows[: last + 1])]


def _is_reached(rows: Rows, now: int) -> bool:
    return bool(rows[now]["actual"] >= rows[-1]["pace"])


def _day_marks(canvas: Canvas, rows: Rows, lang: str, x: Scale, y: float) -> None:
    most = _DAY_MARKS if canvas.width == WIDE else _PHONE_MARKS
    every = max(1, -(-(len(rows) - 1) // most))
    for i in range(0, len(rows), every):
        day = rows[i]["day"]
        text = f"{day:%Y-%m-%d}" if isinstance(day, date) else str(day)[:10]
        canvas.text(x(i), y, formats.period_tick(text, lang)[0], "soft", _LABEL, anchor="center")


def _end_words(canvas: Canvas, rows: Rows, now: int, measure: Measure, y: Scale, x: float) -> None:
    """Name target, what was reached and where the pace stands, beside their heights."""
    told = [("target", rows[-1]["pace"], "ink"), ("today", rows[now]["actual"], "accent")]
    if now < len(rows) - 1:
        told.append(("pace_today", rows[now]["pace"], "soft"))
    places = spread([y(value) for _, value, _ in told], 17)
    size = 12.5 if canvas.width == WIDE else 11.5
    for level, (key, value, paint) in zip(places, told, strict=True):
        words = f"{label(key, measure.lang)} {measure.short(value)}"
        canvas.text(x, level + 4, words, paint, size, bold=paint == "accent")


def _alt(rows: Rows, measure: Measure) -> str:
    now = [row for row in rows if row["actual"] is not None][-1]
    apart = now["actual"] - now["pace"]
    return label(
        "burn_up_alt_ahead" if apart >= 0 else "burn_up_alt_behind",
        measure.lang,
        actual=measure.full(now["actual"]),
        pace=measure.full(now["pace"]),
        apart=measure.full(abs(apart)),
        target=measure.full(rows[-1]["pace"]),
    )
