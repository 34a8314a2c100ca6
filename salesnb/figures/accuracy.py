"""`draw_accuracy`: what came of earlier forecasts, as a share of what was forecast."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas, Scale
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.labels import label

_TOP, _PLOT, _FOOT = 18, 150, 30

Rows = list[dict[str, Any]]
Band = Sequence[float]


def draw_accuracy(
    frame: pd.DataFrame, lang: str, *, green: Band = (0.85, 1.15), amber: Band = (0.7, 1.3)
) -> Chart:
    """Draw a dot per period: actual as a share of the forecast; on the line it was right.

    Parameters
    ----------
    frame : DataFrame
        `period` (as written, e.g. 2026-10, the oldest first), `accuracy` (1 = as forecast) and
        `verdict` (green, amber, red). A period without accuracy is left out. Beyond half and double
        the dot stands at the edge, with its figure.
    lang : str
        `zh` or `en`.
    green, amber : (from, to) of the bands.
    """
    rows = rows_of(frame, ("period", "accuracy", "verdict"), "draw_accuracy")
    rows = [row for row in rows if row["accuracy"] is not None]
    if not rows:
        return no_data(lang)
    with drawing():
        return Chart(
            _dots(rows, lang, green, amber, WIDE),
            _alt(rows, lang),
            _note(lang, green),
            _dots(rows[-12:], lang, green, amber, NARROW),
            kind="accuracy",
            unit="percent",
            rows=rows,
        )


def _dots(rows: Rows, lang: str, green: Band, amber: Band, width: float) -> Figure:
    canvas = Canvas(width, _TOP + _PLOT + _FOOT)
    left, right = 48.0, width - 14
    farthest = max(abs(row["accuracy"] - 1) for row in rows)
    reach = min(max(farthest * 1.15, amber[1] - 1 + 0.05), 1.0)
    y = Scale(1 - reach, 1 + reach, _TOP + _PLOT, _TOP)
    x = Scale(-0.5, len(rows) - 0.5, left, right)
    canvas.box(left, y(amber[1]), right - left, y(amber[0]) - y(amber[1]), "wash")
    canvas.box(left, y(green[1]), right - left, y(green[0]) - y(green[1]), "band")
    for edge in (*amber, *green, 1.0):
        words = formats.percent(edge, lang)
        canvas.text(left - 8, y(edge) + 4, words, "soft", 11, anchor="right")
    canvas.line([(left, y(1)), (right, y(1))], "ink", 1.2, dash=(4, 3))
    every = -(-len(rows) // (12 if width == WIDE else 6))
    for i, row in enumerate(rows):
        level = y(min(max(row["accuracy"], 1 - reach), 1 + reach))
        paint = {"green": "good", "amber": "warn"}.get(str(row["verdict"]), "bad")
        canvas.dot(x(i), level, 5, paint, hollow=paint != "good")
        if paint != "good":
            words = formats.percent(row["accuracy"], lang)
            canvas.text(x(i), level - 9, words, paint, 11, True, anchor="center")
        if (len(rows) - 1 - i) % every == 0:
            tick = formats.period_tick(str(row["period"]), lang)[0]
            canvas.text(x(i), _TOP + _PLOT + 18, tick, "soft", 11, anchor="center")
    return canvas.figure


def _note(lang: str, green: Band) -> str:
    low, high = (formats.percent(edge, lang) for edge in green)
    return label("accuracy_note", lang, low=low, high=high)


def _alt(rows: Rows, lang: str) -> str:
    green = sum(row["verdict"] == "green" for row in rows)
    last = rows[-1]
    return label(
        "accuracy_alt",
        lang,
        green=green,
        all=len(rows),
        period=formats.period_title(str(last["period"]), lang),
        accuracy=formats.percent(last["accuracy"], lang),
    )
