"""`draw_chances`: how likely each target is reached, beside what is expected."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas, Scale
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import text_width
from salesnb.labels import label

_ROW, _TOP, _MOST_ROWS = 30, 22, 40

Rows = list[dict[str, Any]]


def draw_chances(
    frame: pd.DataFrame, lang: str, *, likely: float = 0.8, unlikely: float = 0.2
) -> Chart:
    """Draw one bar per name: the chance that its target is reached, the most likely first.

    Parameters
    ----------
    frame : DataFrame
        `name`, `chance` (0-1), `point` (what is expected), `target`. A name without a chance is
        left out. At and below `unlikely` a bar is red, at and above `likely` green; the word beside
        it says so, too.
    lang : str
        `zh` or `en`.
    """
    rows = rows_of(frame, ("name", "chance", "point", "target"), "draw_chances")
    rows = [row for row in rows if row["chance"] is not None]
    if not rows:
        return no_data(lang)
    rows.sort(key=lambda row: (-row["chance"], str(row["name"])))
    left_out, rows = max(len(rows) - _MOST_ROWS, 0), rows[:_MOST_ROWS]
    caption = label("rows_left_out", lang, count=left_out) if left_out else ""
    limits = (unlikely, likely)
    with drawing():
        return Chart(
            _bars(rows, lang, limits, WIDE),
            _alt(rows, lang),
            caption,
            _bars(rows, lang, limits, NARROW),
            kind="chances",
            unit="percent",
            rows=rows,
        )


def _bars(rows: Rows, lang: str, limits: tuple[float, float], width: float) -> Figure:
    wide = width == WIDE
    left = min(max(text_width(str(row["name"]), 13) for row in rows) + 16, 190 if wide else 104)
    canvas = Canvas(width, _TOP + _ROW * len(rows) + 6)
    x = Scale(0, 1, left, width - (330 if wide else 112))
    foot = _TOP + _ROW * len(rows)
    for tick in (0.0, 0.5, 1.0):
        canvas.line([(x(tick), _TOP - 4), (x(tick), foot)], "line")
        words = formats.percent(tick, lang)
        canvas.text(x(tick), _TOP - 9, words, "soft", 11, anchor="center")
    for i, row in enumerate(rows):
        _bar(canvas, row, lang, limits, x, _TOP + _ROW * (i + 0.5))
    return canvas.figure


def _bar(
    canvas: Canvas,
    row: dict[str, Any],
    lang: str,
    limits: tuple[float, float],
    x: Scale,
    middle: float,
) -> None:
    chance, (unlikely, likely) = row["chance"], limits
    verdict = "likely" if chance >= likely else "unlikely" if chance <= unlikely else "open"
    paint = {"likely": "good", "unlikely": "bad", "open": "accent"}[verdict]
    canvas.text(0, middle + 4.5, str(row["name"]), size=13, room=x(0) - 10)
    canvas.box(x(0), middle - 7, x(1) - x(0), 14, "wash")
    canvas.box(x(0), middle - 7, max(x(chance) - x(0), 1.5), 14, paint)
    words = f"{formats.chance(chance, lang)} {label(f'chance_{verdict}', lang)}"
    canvas.text(x(1) + 10, middle + 4.5, words, "ink", 12.5, True)
    if canvas.width == WIDE:
        beside = label(
            "chance_beside",
            lang,
            point=formats.money(row["point"], lang),
            target=formats.money(row["target"], lang),
        )
        canvas.text(canvas.width, middle + 4.5, beside, "soft", 12, anchor="right")


def _alt(rows: Rows, lang: str) -> str:
    joint = "，" if lang == "zh" else ", "
    parts = [f"{row['name']} {formats.chance(row['chance'], lang)}" for row in rows[:12]]
    return label("chances_alt", lang, rows=joint.join(parts) + ("…" if len(rows) > 12 else ""))
