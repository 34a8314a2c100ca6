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
    frame: pd.DataFrame,
    lang: str,
    *,
    likely: float = 0.8,
    unlikely: float = 0.2,
    is_over: bool = False,
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
    is_over : bool
        The period is over: a target is reached (chance 1) or missed (0). The bar is then the share
        of the target that was sold.
    """
    rows = rows_of(frame, ("name", "chance", "point", "target"), "draw_chances")
    rows = [row for row in rows if row["chance"] is not None]
    if not rows:
        return no_data(lang)
    for row in rows:
        row["share"] = row["point"] / row["target"] if is_over else row["chance"]
    rows.sort(key=lambda row: (-row["share"], str(row["name"])))
    left_out, rows = max(len(rows) - _MOST_ROWS, 0), rows[:_MOST_ROWS]
    caption = label("rows_left_out", lang, count=left_out) if left_out else ""
    for row in rows:
        verdict = "likely" if row["chance"] >= likely else "open"
        row["verdict"] = "unlikely" if row["chance"] <= unlikely else verdict
        row["words"] = _words(row, lang, is_over)
    with drawing():
        return Chart(
            _bars(rows, lang, WIDE),
            _alt(rows, lang, is_over),
            caption,
            _bars(rows, lang, NARROW),
            kind="chances",
            unit="percent",
            rows=rows,
        )


def _words(row: dict[str, Any], lang: str, is_over: bool) -> str:
    if is_over:
        verdict = label("target_reached" if row["chance"] == 1 else "target_missed", lang)
        return f"{formats.percent(row['share'], lang)} {verdict}"
    verdict = label(f"chance_{row['verdict']}", lang)
    return f"{formats.chance(row['chance'], lang)} {verdict}"


def _bars(rows: Rows, lang: str, width: float) -> Figure:
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
        _bar(canvas, row, lang, x, _TOP + _ROW * (i + 0.5))
    return canvas.figure


def _bar(canvas: Canvas, row: dict[str, Any], lang: str, x: Scale, middle: float) -> None:
    paint = {"likely": "good", "unlikely": "bad", "open": "accent"}[row["verdict"]]
    canvas.text(0, middle + 4.5, str(row["name"]), size=13, room=x(0) - 10)
    canvas.box(x(0), middle - 7, x(1) - x(0), 14, "wash")
    canvas.box(x(0), middle - 7, max(x(min(row["share"], 1)) - x(0), 1.5), 14, paint)
    canvas.text(x(1) + 10, middle + 4.5, row["words"], "ink", 12.5, True)
    if canvas.width == WIDE:
        beside = label(
            "chance_beside",
            lang,
            point=formats.money(row["point"], lang),
            target=formats.money(row["target"], lang),
        )
        canvas.text(canvas.width, middle + 4.5, beside, "soft", 12, anchor="right")


def _alt(rows: Rows, lang: str, is_over: bool) -> str:
    joint = "，" if lang == "zh" else ", "
    shown = [
        f"{row['name']} {row['words'] if is_over else formats.chance(row['chance'], lang)}"
        for row in rows[:12]
    ]
    key = "chances_alt_ended" if is_over else "chances_alt"
    return label(key, lang, rows=joint.join(shown) + ("…" if len(rows) > 12 else ""))
