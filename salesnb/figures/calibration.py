"""`draw_calibration`: what was predicted against what happened."""

from itertools import pairwise
from math import ceil, sqrt
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas, Scale, nice_ticks
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import text_width
from salesnb.labels import label

_LABEL, _LARGEST, _HISTOGRAM = 11.5, 11.0, 56
_LEFT, _TOP, _ROW = 44, 26, 27

Rows = list[dict[str, Any]]


def draw_calibration(frame: pd.DataFrame, lang: str) -> Chart:
    """Draw a dot per bin of predictions; on the diagonal the predicted share came true.

    Parameters
    ----------
    frame : DataFrame
        One row per bin: `predicted` (mean probability, 0-1), `observed` (share that came true),
        `low` and `high` (its interval), `n` (cases). A bin without cases is left out. A bin whose
        interval does not hold the prediction is named.
    lang : str
        `zh` or `en`.
    """
    wanted = ("predicted", "observed", "low", "high", "n")
    rows = rows_of(frame, wanted, "draw_calibration")
    bins = [row for row in rows if row["predicted"] is not None and row["observed"] is not None]
    if not bins:
        return no_data(lang)
    bins.sort(key=lambda row: row["predicted"])
    with drawing():
        return Chart(
            _sheet(bins, lang, WIDE),
            _alt(bins, lang),
            label("calibration_note", lang),
            _sheet(bins, lang, NARROW),
            kind="calibration",
            unit="percent",
            rows=bins,
        )


def _sheet(bins: Rows, lang: str, width: float) -> Figure:
    wide = width == WIDE
    side = 356.0 if wide else width - _LEFT - 18
    foot = _TOP + side + 44 + _HISTOGRAM + 24
    height = max(foot, _TOP + _ROW * (len(bins) + 1) + 8) if wide else foot
    canvas = Canvas(width, height)
    end = _end(bins)
    x, y = Scale(0, end, _LEFT, _LEFT + side), Scale(0, end, _TOP + side, _TOP)
    _grid(canvas, lang, x, y, end)
    for row in bins:
        _bin(canvas, row, x, y, max(each["n"] or 0 for each in bins))
    _histogram(canvas, bins, lang, x, end, _TOP + side + 44)
    if wide:
        _table(canvas, bins, lang, _LEFT + side + 56)
    return canvas.figure


def _end(bins: Rows) -> float:
    """Return where both axes end: rare events need no axis up to 100 %."""
    largest = max(max(row["predicted"], row["observed"], row["high"] or 0) for row in bins)
    return float(min(max(ceil(largest * 10 - 1e-9) / 10, 0.1), 1.0))


def _grid(canvas: Canvas, lang: str, x: Scale, y: Scale, end: float) -> None:
    ticks = nice_ticks(0, end)
    digits = 0 if all(abs(tick * 100 % 1) < 1e-6 for tick in ticks) else 1
    for tick in ticks:
        canvas.line([(x(0), y(tick)), (x(end), y(tick))], "line")
        canvas.line([(x(tick), y(0)), (x(tick), y(end))], "line")
        words = formats.percent(tick, lang, digits)
        canvas.text(x(0) - 8, y(tick) + 4, words, "soft", _LABEL, anchor="right")
        if tick:
            canvas.text(x(tick), y(0) + 17, words, "soft", _LABEL, anchor="center")
    canvas.text(0, y(end) - 13, f"↑ {label('observed_axis', lang)}", "ink", 12)
    words = f"{label('predicted_axis', lang)} →"
    canvas.text(x(end), y(0) + 34, words, "ink", 12, anchor="right")
    canvas.line([(x(0), y(0)), (x(end), y(end))], "mute", 1.4, dash=(4, 3))
    canvas.text(
        x(end), y(end) - 13, label("calibration_exact", lang), "soft", _LABEL, anchor="right"
    )


def _bin(canvas: Canvas, row: dict[str, Any], x: Scale, y: Scale, most: float) -> None:
    paint = "accent" if _is_right(row) else "warn"
    if row["low"] is not None and row["high"] is not None:
        ends = [(x(row["predicted"]), y(row[name])) for name in ("low", "high")]
        canvas.line(ends, "tint" if _is_right(row) else "warn", 2)
    radius = max(_LARGEST * sqrt((row["n"] or 0) / most), 3.0) if most else 4.0
    place = (x(row["predicted"]), y(row["observed"]))
    canvas.dots([place], radius + 1.2, "paper")
    canvas.dots([place], radius, paint)


def _histogram(canvas: Canvas, bins: Rows, lang: str, x: Scale, end: float, top: float) -> None:
    most = max(row["n"] or 0 for row in bins)
    places = [x(row["predicted"]) for row in bins]
    nearest = min((b - a for a, b in pairwise(places)), default=40.0)
    bar = min(max(nearest - 3, 3.0), 26.0)
    base = top + 20 + _HISTOGRAM
    canvas.text(0, top + 8, label("calibration_cases", lang), "soft", _LABEL)
    canvas.line([(x(0), base), (x(end), base)], "mute")
    if not most:
        return
    height = Scale(0, most, 0, _HISTOGRAM - 16)
    words = [formats.count(row["n"], lang) for row in bins]
    fits = max(text_width(word, 10.5) for word in words) < nearest
    largest = next(row for row in bins if row["n"] == most)
    for row, place, word in zip(bins, places, words, strict=True):
        tall = height(row["n"] or 0)
        canvas.box(place - bar / 2, base - tall, bar, tall, "tint")
        if fits or row is largest:
            canvas.text(place, base - tall - 4, word, "soft", 10.5, anchor="center")


def _table(canvas: Canvas, bins: Rows, lang: str, left: float) -> None:
    ends = (left + 66, left + 146, left + 216)
    names = ("predicted", "observed", "cases")
    for at, name in zip(ends, names, strict=True):
        canvas.text(at, _TOP + 10, label(name, lang), "soft", 12, anchor="right")
    canvas.line([(left, _TOP + 18), (ends[2] + 132, _TOP + 18)], "ink")
    for i, row in enumerate(bins):
        level = _TOP + 18 + _ROW * (i + 0.65) + 2
        right = _is_right(row)
        predicted, observed = (formats.percent(row[name], lang) for name in names[:2])
        canvas.text(ends[0], level, predicted, "ink", 12.5, anchor="right")
        paint = "ink" if right else "warn"
        canvas.text(ends[1], level, observed, paint, 12.5, not right, anchor="right")
        canvas.text(ends[2], level, formats.count(row["n"], lang), "soft", 12, anchor="right")
        if not right:
            key = "high" if row["observed"] < row["predicted"] else "low"
            words = label(f"calibration_too_{key}", lang)
            canvas.text(ends[2] + 20, level, words, "warn", 12)


def _is_right(row: dict[str, Any]) -> bool:
    """Return whether the interval holds the prediction; without an interval nobody can say."""
    if row["low"] is None or row["high"] is None:
        return True
    return bool(row["low"] <= row["predicted"] <= row["high"])


def _alt(bins: Rows, lang: str) -> str:
    parts = [
        label(
            "calibration_row",
            lang,
            predicted=formats.percent(row["predicted"], lang),
            observed=formats.percent(row["observed"], lang),
            count=formats.count(row["n"], lang),
        )
        for row in bins[:12]
    ]
    joint = "；" if lang == "zh" else "; "
    return label(
        "calibration_alt",
        lang,
        right=sum(_is_right(row) for row in bins),
        all=len(bins),
        rows=joint.join(parts) + ("…" if len(bins) > 12 else ""),
    )
