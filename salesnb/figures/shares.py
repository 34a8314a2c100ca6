"""`draw_shares`: what a whole is made of: reasons, methods, segments."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas, Scale
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.measure import Measure, Unit
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import text_width
from salesnb.labels import label

_ROW, _MOST_ROWS, _EMPHASISED = 30, 12, 3


def draw_shares(
    frame: pd.DataFrame, lang: str, unit: Unit = "count", *, emphasised: int = _EMPHASISED
) -> Chart:
    """Draw one bar per name, largest first, with amount and share; the top ones emphasised.

    Parameters
    ----------
    frame : DataFrame
        `name` and `value` (not negative). Beyond 12 rows the rest becomes one bar, last.
    lang : str
        `zh` or `en`.
    unit : str
        What the values are: count, money (yuan) or days.
    emphasised : int
        How many bars of the top carry the accent.
    """
    rows = [row for row in rows_of(frame, ("name", "value"), "draw_shares") if row["value"]]
    if not rows:
        return no_data(lang)
    rows.sort(key=lambda row: -row["value"])
    if len(rows) > _MOST_ROWS:
        rest = rows[_MOST_ROWS - 1 :]
        others = label("others", lang, count=len(rest))
        rows[_MOST_ROWS - 1 :] = [{"name": others, "value": sum(row["value"] for row in rest)}]
    measure = Measure.of([row["value"] for row in rows], lang, unit)
    with drawing():
        return Chart(
            _bars(rows, measure, emphasised, WIDE),
            _alt(rows, measure),
            narrow=_bars(rows, measure, emphasised, NARROW),
            kind="shares",
            unit=unit,
            rows=rows,
        )


def _bars(rows: list[dict[str, Any]], measure: Measure, emphasised: int, width: float) -> Figure:
    wide = width == WIDE
    left = min(max(text_width(str(row["name"]), 13) for row in rows) + 16, 220 if wide else 130)
    canvas = Canvas(width, _ROW * len(rows) + 4)
    total = sum(row["value"] for row in rows)
    x = Scale(0, max(row["value"] for row in rows), left, width - (150 if wide else 104))
    for i, row in enumerate(rows):
        middle = _ROW * (i + 0.5) + 2
        canvas.text(0, middle + 4.5, str(row["name"]), size=13, room=left - 10)
        end = x(row["value"])
        paint = "accent" if i < emphasised else "tint"
        canvas.box(left, middle - 8, max(end - left, 1.5), 16, paint)
        share = formats.percent(row["value"] / total, measure.lang)
        canvas.text(end + 8, middle + 4.5, share, size=13, bold=True)
        amount_at = end + 18 + text_width(share, 13)
        canvas.text(amount_at, middle + 4.5, measure.full(row["value"]), "soft", 12)
    return canvas.figure


def _alt(rows: list[dict[str, Any]], measure: Measure) -> str:
    joint = "，" if measure.lang == "zh" else ", "
    total = sum(row["value"] for row in rows)
    parts = [f"{row['name']} {formats.percent(row['value'] / total, measure.lang)}" for row in rows]
    return label("shares_alt", measure.lang, rows=joint.join(parts))
