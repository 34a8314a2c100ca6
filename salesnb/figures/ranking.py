"""`draw_ranking`: who is how far to the target, against the time gone."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb import formats
from salesnb.figures.canvas import Canvas, Scale
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import text_width
from salesnb.labels import label
from salesnb.rounding import is_below

_MOST_ROWS = 24
_TOP, _ROW = 26, 30


def draw_ranking(
    frame: pd.DataFrame, lang: str, elapsed: float | None = None, *, red_below: float = 0.8
) -> Chart:
    """Draw target completion per person or team, highest first.

    Parameters
    ----------
    frame : DataFrame
        One row per name: `name`, `value` and `target` (yuan), `completion` (0-1). Rows
        without a target come last, without a bar. Above 24 rows the middle is left out.
    lang : str
        `zh` or `en`.
    elapsed : float, optional
        Share of the period that is gone (0-1): a line across the bars. None or 1: the period
        is over, and the line stands at the target.
    red_below : float
        Completion below this share of `elapsed` is red.
    """
    rows = rows_of(frame, ("name", "value", "target", "completion"), "draw_ranking")
    if not rows:
        return no_data(lang)
    rows.sort(key=lambda row: -(_number(row["completion"], -1e18)))
    mark = 1.0 if elapsed is None else elapsed
    with drawing():
        return Chart(
            _bars(rows, lang, mark, red_below, WIDE),
            _alt(rows, lang),
            narrow=_bars(rows, lang, mark, red_below, NARROW),
            kind="ranking",
            unit="percent",
            rows=rows,
        )


def _bars(
    rows: list[dict[str, Any]], lang: str, mark: float, red_below: float, width: float
) -> Figure:
    wide = width == WIDE
    shown, left_out = _shortened(rows)
    left = _name_room(shown, 180 if wide else 136)
    right = 210 if wide else 62
    canvas = Canvas(width, _TOP + _ROW * len(shown) + 6)
    longest = max([1.0, mark, *(_number(row["completion"]) for row in rows if row)])
    x = Scale(0, min(longest, 2.0), left, width - right)
    for i, row in enumerate(shown):
        middle = _TOP + _ROW * (i + 0.5)
        if row is None:
            words = label("more_rows", lang, count=left_out)
            canvas.text(left, middle + 4, f"⋮ {words}", "soft", 12)
        else:
            _row(canvas, row, lang, x, middle, red=_is_red(row, mark, red_below), wide=wide)
    _mark_line(canvas, lang, x(mark), mark)
    return canvas.figure


def _row(
    canvas: Canvas,
    row: dict[str, Any],
    lang: str,
    x: Scale,
    middle: float,
    *,
    red: bool,
    wide: bool,
) -> None:
    start = x(0)
    canvas.text(0, middle + 4.5, str(row["name"]), size=13, room=start - 12)
    if row["completion"] is None:
        canvas.text(start, middle + 4.5, label("no_target", lang), "soft", 12)
    else:
        canvas.box(start, middle - 6, x(1.0) - start, 12, "line")
        end = x(min(max(row["completion"], 0), 2.0))
        canvas.box(start, middle - 6, max(end - start, 1.5), 12, "bad" if red else "accent")
    share = formats.percent(row["completion"], lang)
    right = canvas.width - 142 if wide else canvas.width
    canvas.text(
        right, middle + 4.5, share, "bad" if red else "ink", 13.5, bold=True, anchor="right"
    )
    if wide:
        amount = formats.money(row["value"], lang)
        if row["target"]:
            amount += f" / {formats.money(row['target'], lang)}"
        canvas.text(canvas.width, middle + 4.5, amount, "soft", 12, anchor="right")


def _mark_line(canvas: Canvas, lang: str, x: float, mark: float) -> None:
    canvas.line([(x, _TOP - 4), (x, canvas.height)], "ink", 1.4)
    words = label("target", lang)
    if mark < 1:
        words = f"{label('elapsed', lang)} {formats.percent(mark, lang)}"
    half = text_width(words, 12) / 2
    canvas.text(
        min(max(x, half), canvas.width - half), _TOP - 10, words, "soft", 12, anchor="center"
    )


def _shortened(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any] | None], int]:
    if len(rows) <= _MOST_ROWS:
        return [*rows], 0
    head, tail = _MOST_ROWS // 2, _MOST_ROWS // 2 - 1
    return [*rows[:head], None, *rows[-tail:]], len(rows) - head - tail


def _name_room(rows: list[dict[str, Any] | None], most: float) -> float:
    return min(max(text_width(str(row["name"]), 13) for row in rows if row) + 16, most)


def _is_red(row: dict[str, Any], mark: float, red_below: float) -> bool:
    return row["completion"] is not None and is_below(row["completion"], red_below * mark)


def _number(value: float | None, missing: float = 0.0) -> float:
    return missing if value is None else value


def _alt(rows: list[dict[str, Any]], lang: str) -> str:
    most = 12
    parts = [f"{row['name']} {formats.percent(row['completion'], lang)}" for row in rows[:most]]
    joint = "，" if lang == "zh" else ", "
    return label("ranking_alt", lang, rows=joint.join(parts) + ("…" if len(rows) > most else ""))
