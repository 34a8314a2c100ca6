"""What the columns and the lines of a trend share: its series, its scale, its labels."""

from collections.abc import Sequence
from typing import Any

from salesnb.figures.canvas import Canvas, Scale
from salesnb.figures.measure import Measure
from salesnb.figures.typeset import spread, text_width
from salesnb.labels import label

SERIES = (  # the frame's column, its name, its colour as a line
    ("previous_year", "last_year", "mute"),
    ("target", "target", "ink"),
    ("value", "this_period", "accent"),
)

Rows = list[dict[str, Any]]


def all_numbers(rows: Rows) -> list[float]:
    """Return every known value of every series."""
    return [row[name] for row in rows for name, _, _ in SERIES if row[name] is not None]


def value_scale(rows: Rows, bottom: float, top: float) -> Scale:
    """Return the map to px; 0 is always on the sheet."""
    low, high = min(0.0, *all_numbers(rows)), max(0.0, *all_numbers(rows))
    return Scale(low, high if high > low else 1.0, bottom, top)


def newest_index(rows: Rows) -> int:
    """Return the place of the last period with a value, without days off on which nothing came."""
    known = [i for i, row in enumerate(rows) if row["value"] is not None]
    busy = [i for i in known if rows[i]["value"] or rows[i].get("is_workday") is not False]
    return max(busy or known)


def right_labels(
    canvas: Canvas,
    y: Scale,
    measure: Measure,
    newest: dict[str, Any],
    x: float,
    series: Sequence[tuple[str, str, str]],
) -> None:
    """Write the names and figures of the series beside where they end."""
    lines = [
        (y(newest[name]), f"{label(key, measure.lang)} {measure.short(newest[name])}", paint)
        for name, key, paint in series
        if newest[name] is not None
    ]
    places = spread([level for level, _, _ in lines], 18)
    for level, (_, words, paint) in zip(places, lines, strict=True):
        own = paint == "accent"
        canvas.text(x, level + 4, words, "soft" if paint == "mute" else paint, bold=own)


def colour_key(
    canvas: Canvas, rows: Rows, measure: Measure, lines: Sequence[str] = ("target",)
) -> None:
    """Write the names of the colours with the newest figures: a phone has no room beside."""
    newest = rows[newest_index(rows)]
    x = 0.0
    for name, key, paint in reversed(SERIES):
        if newest[name] is None:
            continue
        if name in lines:
            canvas.line([(x, 9), (x + 10, 9)], paint, 1.6)
        else:
            canvas.box(x, 4, 10, 10, "ghost" if paint == "mute" else paint)
        words = f"{label(key, measure.lang)} {measure.short(newest[name])}"
        canvas.text(x + 15, 13.5, words, "soft", 12)
        x += 15 + text_width(words, 12) + 12
