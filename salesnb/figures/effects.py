"""`draw_effects`: differences between two groups in standard deviations, each with its interval."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb.figures.canvas import Canvas, Scale, nice_ticks
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import text_width
from salesnb.formats import decimal
from salesnb.labels import label

_MOST_ROWS = 24
_TOP, _ROW, _FOOT = 26, 28, 26
_FURTHEST = 4.0  # beyond so many standard deviations an interval says no more than that it is wide


def draw_effects(frame: pd.DataFrame, lang: str) -> Chart:
    """Draw a dot with an interval per name around a line at nothing, in the frame's order.

    Parameters
    ----------
    frame : DataFrame
        `name`, `value` (in standard deviations), `low`, `high`, `words` (both groups' figures) and
        `is_finding` (more than chance; the others are hollow). At most 24 rows are drawn.
    lang : str
        `zh` or `en`.
    """
    wanted = ("name", "value", "low", "high", "words", "is_finding")
    rows = [row for row in rows_of(frame, wanted, "draw_effects") if row["value"] is not None]
    if not rows:
        return no_data(lang)
    left_out = max(len(rows) - _MOST_ROWS, 0)
    rows = rows[:_MOST_ROWS]
    caption = label("effects_note", lang)
    if left_out:
        joint = "" if lang == "zh" else " "
        caption += joint + label("rows_left_out", lang, count=left_out)
    with drawing():
        return Chart(
            _dots(rows, lang, WIDE),
            _alt(rows, lang),
            caption,
            _dots(rows, lang, NARROW),
            kind="effects",
            unit="number",
            rows=rows,
        )


def _dots(rows: list[dict[str, Any]], lang: str, width: float) -> Figure:
    wide = width == WIDE
    left = min(max(text_width(str(row["name"]), 13) for row in rows) + 16, 236 if wide else 150)
    right = 190 if wide else 8
    canvas = Canvas(width, _TOP + _ROW * len(rows) + _FOOT)
    reach = max(1.0, *(min(abs(end), _FURTHEST) for row in rows for end in _ends(row)))
    x = Scale(-reach, reach, left, width - right)
    foot = _TOP + _ROW * len(rows)
    for tick in nice_ticks(-reach, reach, 6 if wide else 4):
        canvas.line([(x(tick), _TOP), (x(tick), foot)], "line")
        words = decimal(tick, 0 if tick == int(tick) else 1)
        canvas.text(x(tick), foot + 17, words, "soft", 11.5, anchor="center")
    canvas.line([(x(0), _TOP - 6), (x(0), foot)], "ink", 1.2)
    room = (x(reach) - x(0)) - 8
    canvas.text(x(0) - 8, _TOP - 12, label("effects_less", lang), "soft", 12, False, "right", room)
    canvas.text(x(0) + 8, _TOP - 12, label("effects_more", lang), "soft", 12, room=room)
    for i, row in enumerate(rows):
        _row(canvas, row, x, reach, _TOP + _ROW * (i + 0.5), wide)
    return canvas.figure


def _row(
    canvas: Canvas, row: dict[str, Any], x: Scale, reach: float, middle: float, wide: bool
) -> None:
    found = bool(row["is_finding"])
    paint = "accent" if found else "mute"
    name_paint = "ink" if found else "soft"
    canvas.text(0, middle + 4.5, str(row["name"]), name_paint, 13, found, room=x(-reach) - 12)
    low, high = (min(max(end, -reach), reach) for end in _ends(row))
    canvas.line([(x(low), middle), (x(high), middle)], "tint" if found else "ghost", 4)
    canvas.dot(x(min(max(row["value"], -reach), reach)), middle, 5, paint, hollow=not found)
    if wide:
        canvas.text(canvas.width, middle + 4.5, str(row["words"]), name_paint, 12.5, anchor="right")


def _ends(row: dict[str, Any]) -> tuple[float, float]:
    return tuple(row["value"] if row[end] is None else row[end] for end in ("low", "high"))


def _alt(rows: list[dict[str, Any]], lang: str) -> str:
    parts = [f"{row['name']} {row['words']} ({decimal(row['value'], 2)})" for row in rows[:12]]
    joint = "，" if lang == "zh" else ", "
    return label("effects_alt", lang, rows=joint.join(parts) + ("…" if len(rows) > 12 else ""))
