"""`draw_histogram`: how many cases fall into each of equal steps, with the steps' groups named."""

from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas, Scale
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.labels import label

_TOP, _PLOT, _FOOT = 44, 190, 40
_PAINTS = ("heat-5", "heat-4", "heat-3", "heat-2")


def draw_histogram(frame: pd.DataFrame, lang: str, title: str = "") -> Chart:
    """Draw a column per step, from left to right, groups of steps in shades and named above.

    Parameters
    ----------
    frame : DataFrame
        One row per step in order: `start` (where it begins), `value` (cases), `group` (e.g. the
        grade that the step belongs to). All steps are drawn, the empty ones too.
    lang : str
        `zh` or `en`.
    title : str
        What is counted along the axis, e.g. points.
    """
    rows = rows_of(frame, ("start", "value", "group"), "draw_histogram")
    if not any(row["value"] for row in rows):
        return no_data(lang)
    with drawing():
        return Chart(
            _columns(rows, lang, title, WIDE),
            _alt(rows, lang, title),
            narrow=_columns(rows, lang, title, NARROW),
            kind="histogram",
            unit="count",
            rows=rows,
        )


def _columns(rows: list[dict[str, Any]], lang: str, title: str, width: float) -> Figure:
    wide = width == WIDE
    canvas = Canvas(width, _TOP + _PLOT + _FOOT)
    step = width / len(rows)
    foot = _TOP + _PLOT
    y = Scale(0, max(row["value"] or 0 for row in rows), foot, _TOP + 16)
    groups = list(dict.fromkeys(row["group"] for row in reversed(rows)))
    paints = {group: _PAINTS[min(n, len(_PAINTS) - 1)] for n, group in enumerate(groups)}
    every = 1 if wide or len(rows) <= 10 else 2
    for i, row in enumerate(rows):
        cases, left = row["value"] or 0, i * step
        if cases:
            top = y(cases)
            canvas.box(left + step * 0.08, top, step * 0.84, foot - top, paints[row["group"]])
            words = formats.count(cases, lang)
            canvas.text(left + step / 2, top - 5, words, "ink", 12 if wide else 10, anchor="center")
        if i % every == 0:
            words = formats.count(row["start"], lang)
            canvas.text(left, foot + 17, words, "soft", 11.5, anchor="left")
    canvas.line([(0, foot), (width, foot)], "mute")
    canvas.text(width, foot + 34, title, "soft", 11.5, anchor="right")
    _name_groups(canvas, rows, step, lang)
    return canvas.figure


def _name_groups(canvas: Canvas, rows: list[dict[str, Any]], step: float, lang: str) -> None:
    """Write each group above its steps, with its cases, and a line beneath the words."""
    start = 0
    for group, members in groupby(rows, key=lambda row: row["group"]):
        held = list(members)
        end = start + len(held)
        cases = formats.count(sum(row["value"] or 0 for row in held), lang)
        left, right = start * step, end * step
        middle = (left + right) / 2
        canvas.text(middle, 14, f"{group} · {cases}", "ink", 13, True, "center", right - left)
        canvas.line([(left + 3, 22), (right - 3, 22)], "line", 2)
        start = end


def _alt(rows: list[dict[str, Any]], lang: str, title: str) -> str:
    joint = "，" if lang == "zh" else ", "
    parts = [
        f"{group} {formats.count(sum(row['value'] or 0 for row in members), lang)}"
        for group, members in groupby(rows, key=lambda row: row["group"])
    ]
    return label("histogram_alt", lang, title=title, rows=joint.join(parts))
