"""`draw_ageing`: money that is still to come in, by how long it is due."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas, Scale
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import text_width
from salesnb.labels import label

_ROW = 34


def draw_ageing(frame: pd.DataFrame, lang: str) -> Chart:
    """Draw one bar per bucket of age, in the order given; the oldest is red.

    Parameters
    ----------
    frame : DataFrame
        `bucket` (its name as shown) and `amount` (yuan), youngest first.
    lang : str
        `zh` or `en`.
    """
    rows = rows_of(frame, ("bucket", "amount"), "draw_ageing")
    if not any(row["amount"] for row in rows):
        return no_data(lang)
    with drawing():
        return Chart(
            _bars(rows, lang, WIDE),
            _alt(rows, lang),
            narrow=_bars(rows, lang, NARROW),
            kind="ageing",
            unit="money",
            rows=rows,
        )


def _bars(rows: list[dict[str, Any]], lang: str, width: float) -> Figure:
    wide = width == WIDE
    left = min(max(text_width(str(row["bucket"]), 13) for row in rows) + 16, 160 if wide else 128)
    canvas = Canvas(width, _ROW * len(rows) + 4)
    amounts = [max(row["amount"] or 0, 0) for row in rows]
    total = sum(amounts)
    x = Scale(0, max(amounts), left, width - (150 if wide else 118))
    for i, (row, amount) in enumerate(zip(rows, amounts, strict=True)):
        middle = _ROW * (i + 0.5) + 2
        oldest = i == len(rows) - 1 and len(rows) > 1
        canvas.text(0, middle + 4.5, str(row["bucket"]), size=13, room=left - 10)
        paint = "bad" if oldest else "tint" if i == 0 else "accent"
        canvas.box(left, middle - 9, max(x(amount) - left, 1.5), 18, paint)
        words = formats.money(row["amount"], lang)
        text_at = x(amount) + 8
        canvas.text(text_at, middle + 4.5, words, "bad" if oldest and amount else "ink", 13, True)
        share = formats.percent(amount / total, lang)
        text_at += text_width(words, 13) + 10
        canvas.text(text_at, middle + 4.5, share, "soft", 12)
    return canvas.figure


def _alt(rows: list[dict[str, Any]], lang: str) -> str:
    joint = "，" if lang == "zh" else ", "
    parts = [f"{row['bucket']} {formats.money(row['amount'], lang)}" for row in rows]
    return label("ageing_alt", lang, rows=joint.join(parts))
