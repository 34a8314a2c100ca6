"""`draw_waterfall`: from one amount to another, step by step."""

import math
from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb.errors import UsageError
from salesnb.figures.canvas import Canvas, Scale
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.measure import Measure, Unit
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import plain, text_width, wrap
from salesnb.formats import MISSING, exact
from salesnb.labels import label, listed, say

_MOST_COLUMNS = 9
_ROW, _NAME, _LABEL = 40, 12.5, 12.5
_MOST_CUT = 0.25  # where the levels differ by more of the largest, the axis begins at 0
_NOISE = Decimal("1e-9")  # relative: what sums of floats are off by

Rows = list[dict[str, Any]]


def draw_waterfall(
    frame: pd.DataFrame,
    lang: str,
    unit: Unit = "money",
    *,
    currency: str = "CNY",
    cut: bool = False,
) -> Chart:
    """Draw bars that hang on each other, up in green with ▲, down in red with ▼.

    Parameters
    ----------
    frame : DataFrame
        One row per step in order: `name`, `value`, `kind`: one `start` (an amount), any number
        of `change` (with its sign; a missing one is a dash and counts nothing), one `end`
        (an amount). Above 9 steps, and on a phone, the bars lie. Optional `is_good`: a change that
        is green whatever its sign, as deals won are that leave a pipeline.
    lang : str
        `zh` or `en`.
    unit : str
        What the values are: money, count, percent (0-1) or days.
    currency : str
        Named in the note beneath; CNY as 元 or yuan.
    cut : bool
        Where all amounts are far above 0 and close to each other, the axis begins above 0, so that
        the changes can be seen; the two long bars show a gap, and the note says so.

    Raises
    ------
    UsageError
        Start and changes do not make the end, or the kinds are in another order.
    """
    rows = rows_of(frame, ("name", "value", "kind"), "draw_waterfall")
    if not any(row["value"] is not None for row in rows):
        return no_data(lang)
    _check(rows)
    base = _base(rows) if cut else 0.0
    steps = _steps(rows, base)
    measure = Measure.of([end for step in steps for end in step["ends"]], lang, unit, currency)
    wide = _columns if len(steps) <= _MOST_COLUMNS else _rows
    with drawing():
        return Chart(
            wide(steps, measure, WIDE),
            _alt(rows, measure),
            _note(measure, base),
            _rows(steps, measure, NARROW),
            kind="waterfall",
            unit=unit,
            rows=rows,
        )


def _check(rows: Rows) -> None:
    kinds = [str(row["kind"]) for row in rows]
    if len(kinds) < 2 or kinds != ["start", *["change"] * (len(kinds) - 2), "end"]:
        raise UsageError(say("err_waterfall_steps", kinds=listed(kinds)))
    start, *changes, end = (exact(row["value"]) for row in rows)
    known = [number for number in (start, *changes) if number is not None]
    reached = sum(known, Decimal(0))
    gap = None if start is None or end is None else end - reached
    if gap is None or abs(gap) > _NOISE * max(map(abs, [*known, Decimal(1)])):
        raise UsageError(
            say(
                "err_waterfall_sum",
                reached=MISSING if start is None else f"{reached:,f}",
                name=plain(rows[-1]["name"]),
                end=MISSING if end is None else f"{end:,f}",
                gap=MISSING if gap is None else f"{gap:,f}",
            )
        )


def _base(rows: Rows) -> float:
    """Return a round amount below all levels where these are far from 0, else 0."""
    levels = [float(step["ends"][1]) for step in _steps(rows, 0.0)]
    low, high = min(levels), max(levels)
    if low <= 0 or high <= low or high - low > _MOST_CUT * high:
        return 0.0
    grid = 10.0 ** math.floor(math.log10(high - low))
    return max(math.floor((low - (high - low) / 2) / grid) * grid, 0.0)


def _note(measure: Measure, base: float) -> str:
    if not base:
        return measure.note
    cut = label("waterfall_cut", measure.lang, base=measure.short(base))
    return f"{measure.note} · {cut}" if measure.note else cut


def _steps(rows: Rows, base: float) -> Rows:
    """Return the steps with where their bars begin and end, the first and last above a base."""
    steps, level = [], 0.0
    for row in rows:
        if row["kind"] == "change":
            ends = (level, level + (row["value"] or 0.0))
        else:
            ends = (base, row["value"])
        level = ends[1]
        steps.append({**row, "ends": ends, "name": plain(row["name"])})
    return steps


def _scale(steps: Rows, start: float, end: float) -> Scale:
    base = _floor(steps)
    numbers = [number for step in steps for number in step["ends"]]
    low, high = min(base, *numbers), max(base, *numbers)
    return Scale(low, high if high > low else 1.0, start, end)


def _floor(steps: Rows) -> float:
    """Return where the first bar stands."""
    return float(steps[0]["ends"][0])


def _columns(steps: Rows, measure: Measure, width: float) -> Figure:
    top, base = 26, 276
    y = _scale(steps, base, top)
    lowest = max(_label_level(row, y) for row in steps)
    names = max(lowest, base) + 22
    canvas = Canvas(width, names + 22)
    step = width / len(steps)
    bar = min(step * 0.58, 96)
    for i, row in enumerate(steps):
        middle = step * (i + 0.5)
        upper, lower = sorted((y(row["ends"][0]), y(row["ends"][1])))
        if row["value"] is None:
            canvas.line([(middle - bar / 2, lower), (middle + bar / 2, lower)], "mute", dash=(2, 3))
        else:
            canvas.box(middle - bar / 2, upper, bar, max(lower - upper, 1.5), _paint(row))
            if _is_cut(row):
                canvas.box(middle - bar / 2, lower - 14, bar, 4, "paper")
        if i + 1 < len(steps):
            level = y(row["ends"][1])
            canvas.line([(middle + bar / 2, level), (middle + step - bar / 2, level)], "mute")
        words, paint = _words(row, measure)
        size = _fitting(words, step - 6)
        level = _label_level(row, y)
        canvas.text(middle, level, words, paint, size, bold=True, anchor="center")
        for k, line in enumerate(wrap(row["name"], step - 10, _NAME)):
            paint = "soft" if row["kind"] == "change" else "ink"
            place = (middle, names + 16 * k)
            canvas.text(*place, line, paint, _NAME, anchor="center", whole=row["name"])
    zero = y(_floor(steps))
    canvas.line([(0, zero), (width, zero)], "mute")
    return canvas.figure


def _label_level(row: dict[str, Any], y: Scale) -> float:
    """Return the baseline of an amount: above what rises, beneath what falls."""
    upper, lower = sorted((y(row["ends"][0]), y(row["ends"][1])))
    return lower + 15 if (row["value"] or 0) < 0 else upper - 7


def _rows(steps: Rows, measure: Measure, width: float) -> Figure:
    wide = width == WIDE
    names = max(text_width(row["name"], _NAME) for row in steps)
    left = min(names + 14, 220 if wide else 104)
    right = max(text_width(_words(row, measure)[0], _LABEL) for row in steps) * 1.06 + 10
    canvas = Canvas(width, _ROW * len(steps) + 4)
    x = _scale(steps, left, width - right)
    zero = x(_floor(steps))
    canvas.line([(zero, 2), (zero, canvas.height - 2)], "mute")
    for i, row in enumerate(steps):
        middle = 2 + _ROW * (i + 0.5)
        near, far = sorted((x(row["ends"][0]), x(row["ends"][1])))
        if row["value"] is None:
            canvas.line([(near, middle - 11), (near, middle + 11)], "mute", dash=(2, 3))
        else:
            canvas.box(near, middle - 11, max(far - near, 1.5), 22, _paint(row))
            if _is_cut(row):
                canvas.box(near + 10, middle - 11, 4, 22, "paper")
        if i + 1 < len(steps):
            level = x(row["ends"][1])
            canvas.line([(level, middle + 11), (level, middle + _ROW - 11)], "mute")
        words, paint = _words(row, measure)
        canvas.text(far + 7, middle + 4.5, words, paint, _LABEL, bold=True)
        lines = wrap(row["name"], left - 10, _NAME)
        for k, line in enumerate(lines):
            level = middle + 4.5 + 15 * (k - (len(lines) - 1) / 2)
            paint = "soft" if row["kind"] == "change" else "ink"
            canvas.text(0, level, line, paint, _NAME, whole=row["name"])
    return canvas.figure


def _is_cut(row: dict[str, Any]) -> bool:
    return row["kind"] != "change" and bool(row["ends"][0])


def _paint(row: dict[str, Any]) -> str:
    if row["kind"] != "change":
        return "tint" if row["kind"] == "start" else "accent"
    if not row["value"]:
        return "mute"
    return "good" if row["value"] > 0 or row.get("is_good") else "bad"


def _words(row: dict[str, Any], measure: Measure) -> tuple[str, str]:
    value = row["value"]
    if row["kind"] != "change" or value is None:
        return measure.short(value), "ink" if value is not None else "soft"
    if not value:
        return "±" + measure.short(0.0), "soft"
    sign = "▲ " if value > 0 else "▼ "
    return sign + measure.signed(value), _paint(row)


def _fitting(words: str, room: float) -> float:
    return min(_LABEL, max(10.0, _LABEL * room / max(text_width(words, _LABEL), 1.0)))


def _alt(rows: Rows, measure: Measure) -> str:
    def said(row: dict[str, Any]) -> str:
        plus = "+" if (row["value"] or 0) > 0 else ""
        return f"{plain(row['name'])} {plus}{measure.full(row['value'])}"

    start, *changes, end = rows
    joint = "，" if measure.lang == "zh" else ", "
    return label(
        "waterfall_alt",
        measure.lang,
        start_name=plain(start["name"]),
        start=measure.full(start["value"]),
        changes=joint.join(map(said, changes)) or label("waterfall_none", measure.lang),
        end_name=plain(end["name"]),
        end=measure.full(end["value"]),
    )
