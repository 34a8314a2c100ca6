"""`draw_rates`: rates side by side, each with its interval and the cases it rests on."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas, Scale, nice_ticks
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import text_width
from salesnb.labels import label

_MOST_ROWS = 30
_TOP, _ROW, _FOOT = 26, 30, 26


def draw_rates(
    frame: pd.DataFrame, lang: str, *, is_sorted: bool = True, most_rows: int = _MOST_ROWS
) -> Chart:
    """Draw a dot with an interval per name, highest first, small samples hollow and last.

    Parameters
    ----------
    frame : DataFrame
        `name`, `value` (0-1), `low`, `high`, `numerator`, `denominator`, `small` (rests on
        too few cases). The overall line is the sum of numerators over the sum of
        denominators, of the rows that are not drawn, too.
    lang : str
        `zh` or `en`.
    is_sorted : bool
        The highest first; otherwise in the frame's order, as of grades or deciles.
    most_rows : int
        How many rows are drawn at most.
    """
    wanted = ("name", "value", "low", "high", "numerator", "denominator", "small")
    rows = [row for row in rows_of(frame, wanted, "draw_rates") if row["value"] is not None]
    if not rows:
        return no_data(lang)
    overall = _overall(rows)
    if is_sorted:
        rows.sort(key=lambda row: (bool(row["small"]), -row["value"]))
    left_out = max(len(rows) - most_rows, 0)
    rows = rows[:most_rows]
    joint = "" if lang == "zh" else " "
    caption = label("rates_note", lang)
    if left_out:
        caption += joint + label("rows_left_out", lang, count=left_out)
    with drawing():
        return Chart(
            _dots(rows, lang, overall, WIDE),
            _alt(rows, lang),
            caption,
            _dots(rows, lang, overall, NARROW),
            kind="rates",
            unit="percent",
            rows=rows,
        )


def _dots(rows: list[dict[str, Any]], lang: str, overall: float | None, width: float) -> Figure:
    wide = width == WIDE
    left = min(max(text_width(str(row["name"]), 13) for row in rows) + 16, 190 if wide else 132)
    # On a phone the counts have as much room as the longest of them.
    room = 130 if wide else max(50, max(text_width(_cases(row, lang), 11) for row in rows) + 10)
    right = room + (60 if wide else 42)
    canvas = Canvas(width, _TOP + _ROW * len(rows) + _FOOT)
    longest = max(max(row["high"] or 0, row["value"]) for row in rows)
    x = Scale(0, max(longest * 1.04, 0.01), left, width - right)
    foot = _TOP + _ROW * len(rows)
    for tick in nice_ticks(0, longest, 5 if wide else 3):
        canvas.line([(x(tick), _TOP), (x(tick), foot)], "line")
        digits = 0 if longest > 0.05 else 1
        words = formats.percent(tick, lang, digits)
        canvas.text(x(tick), foot + 17, words, "soft", 11.5, anchor="center")
    if overall is not None:
        _overall_line(canvas, lang, x(overall), overall, foot)
    for i, row in enumerate(rows):
        _row(canvas, row, lang, x, _TOP + _ROW * (i + 0.5), room)
    return canvas.figure


def _row(
    canvas: Canvas, row: dict[str, Any], lang: str, x: Scale, middle: float, room: float
) -> None:
    small, wide = bool(row["small"]), canvas.width == WIDE
    paint = "mute" if small else "accent"
    canvas.text(0, middle + 4.5, str(row["name"]), "soft" if small else "ink", 13, room=x(0) - 12)
    if row["low"] is not None and row["high"] is not None:
        ends = [(x(row["low"]), middle), (x(row["high"]), middle)]
        canvas.line(ends, "mute" if small else "tint", 2 if small else 4)
    canvas.dot(x(row["value"]), middle, 5, paint, hollow=small)
    share = formats.percent(row["value"], lang)
    right = canvas.width - room
    canvas.text(
        right, middle + 4.5, share, "soft" if small else "ink", 13.5, not small, anchor="right"
    )
    words = _cases(row, lang)
    if small and wide:
        words += f" {label('small_sample', lang)}"
    canvas.text(right + 8, middle + 4.5, words, "soft", 12 if wide else 11)


def _overall_line(canvas: Canvas, lang: str, x: float, overall: float, foot: float) -> None:
    canvas.line([(x, _TOP - 6), (x, foot)], "ink", 1.2, dash=(4, 3))
    words = f"{label('overall', lang)} {formats.percent(overall, lang)}"
    canvas.text(x, _TOP - 12, words, "soft", 12, anchor="center")


def _overall(rows: list[dict[str, Any]]) -> float | None:
    cases = sum(row["denominator"] or 0 for row in rows)
    return sum(row["numerator"] or 0 for row in rows) / cases if cases else None


def _cases(row: dict[str, Any], lang: str) -> str:
    if row["denominator"] is None:
        return ""
    return f"{formats.count(row['numerator'], lang)}/{formats.count(row['denominator'], lang)}"


def _alt(rows: list[dict[str, Any]], lang: str) -> str:
    parts = []
    for row in rows[:12]:
        share, cases = formats.percent(row["value"], lang), _cases(row, lang)
        small = f" {label('small_sample', lang)}" if row["small"] else ""
        parts.append(f"{row['name']} {share} ({cases}{small})")
    joint = "，" if lang == "zh" else ", "
    return label("rates_alt", lang, rows=joint.join(parts) + ("…" if len(rows) > 12 else ""))
