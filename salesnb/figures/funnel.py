"""`draw_funnel`: how many entered each stage, which share went on, how long they stayed."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import text_width
from salesnb.labels import label

_BAR, _GAP = 30, 34


def draw_funnel(frame: pd.DataFrame, lang: str) -> Chart:
    """Draw one bar per stage and, between two bars, what share of the upper went on.

    Parameters
    ----------
    frame : DataFrame
        One row per stage in order: `stage_label`, `entered`, `rate` (0-1, of the stage shown
        before; missing in the first row), `low` and `high` (its interval), `median_days`
        (stay in the stage before). Optional: `is_leak` marks the step to emphasise, `small`
        a rate that rests on too few cases.
    lang : str
        `zh` or `en`.
    """
    wanted = ("stage_label", "entered", "rate", "low", "high", "median_days")
    rows = rows_of(frame, wanted, "draw_funnel")
    if not any(row["entered"] for row in rows):
        return no_data(lang)
    with drawing():
        return Chart(
            _bars(rows, lang, WIDE),
            _alt(rows, lang),
            narrow=_bars(rows, lang, NARROW),
            kind="funnel",
            unit="count",
            rows=rows,
        )


def _bars(rows: list[dict[str, Any]], lang: str, width: float) -> Figure:
    wide = width == WIDE
    names = [row["stage_label"] for row in rows]
    left = min(max(text_width(str(name), 13) for name in names) + 16, 132 if wide else 108)
    right = 72 if wide else 52
    canvas = Canvas(width, _BAR * len(rows) + _GAP * (len(rows) - 1) + 2)
    full = max(row["entered"] or 0 for row in rows)
    lengths = [(row["entered"] or 0) / full * (width - left - right) for row in rows]
    for i, row in enumerate(rows):
        top = i * (_BAR + _GAP) + 1
        canvas.text(0, top + 20, str(row["stage_label"]), size=13, room=left - 8)
        canvas.box(left, top, max(lengths[i], 1.5), _BAR, "accent")
        entered = formats.count(row["entered"], lang)
        canvas.text(left + lengths[i] + 8, top + 20.5, entered, size=15, bold=True)
        if i:
            _step(canvas, row, lang, left, top - _GAP, lengths[i - 1], lengths[i])
    return canvas.figure


def _step(
    canvas: Canvas,
    row: dict[str, Any],
    lang: str,
    left: float,
    top: float,
    upper: float,
    lower: float,
) -> None:
    canvas.area(
        [(left, top), (left + upper, top), (left + lower, top + _GAP), (left, top + _GAP)], "band"
    )
    leak, small = bool(row.get("is_leak")), bool(row.get("small"))
    paint = "bad" if leak else "soft" if small else "ink"
    rate = "↓ " + formats.percent(row["rate"], lang)
    canvas.text(left + 10, top + 22, rate, paint, 13.5, bold=not small)
    x = left + 24 + text_width(rate, 13.5) * 1.06
    room = canvas.width - x
    words = _step_words(row, lang, leak)
    for less in ({"low": None}, {"low": None, "median_days": None}):
        if text_width(words, 12) > room:  # on a phone the interval gives way first, then the stay
            words = _step_words(row | less, lang, leak)
    canvas.text(x, top + 22, words, "bad" if leak else "soft", 12, room=room)


def _step_words(row: dict[str, Any], lang: str, leak: bool) -> str:
    words = [label("biggest_leak", lang)] if leak else []
    if row.get("small"):
        words.append(label("small_sample", lang))
    if row["low"] is not None and row["high"] is not None:
        low, high = formats.percent(row["low"], lang), formats.percent(row["high"], lang)
        words.append(f"{low}–{high}")
    if row["median_days"] is not None:
        words.append(label("median_stay", lang, days=formats.days(row["median_days"], lang)))
    return " · ".join(words)


def _alt(rows: list[dict[str, Any]], lang: str) -> str:
    steps = []
    for row in rows:
        rate = f" ({formats.percent(row['rate'], lang)})" if row["rate"] is not None else ""
        steps.append(f"{row['stage_label']} {formats.count(row['entered'], lang)}{rate}")
    joint = "，" if lang == "zh" else ", "
    return label("funnel_alt", lang, steps=joint.join(steps))
