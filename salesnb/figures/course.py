"""The sheet of a course over a period: days across, amounts up, what is reached so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from salesnb.figures.canvas import Canvas, Scale, nice_ticks
from salesnb.figures.measure import Measure
from salesnb.figures.theme import WIDE

_LABEL = 11.5


@dataclass(frozen=True)
class Course:
    """An empty sheet with its levels.

    Attributes
    ----------
    left, right, foot : px, where the days begin and end, and the height they stand on.
    now : the place of the last row with an `actual`.
    """

    canvas: Canvas
    x: Scale
    y: Scale
    left: float
    right: float
    foot: float
    now: int


def course_of(
    rows: Sequence[Mapping[str, Any]],
    measure: Measure,
    numbers: Sequence[float],
    width: float,
    heights: tuple[int, int],
) -> Course:
    """Return the sheet for rows and all numbers that are drawn on it.

    Parameters
    ----------
    heights : px on a page and on a phone.
    """
    wide = width == WIDE
    top, foot, left, right = (16, 28, 44, 118) if wide else (16, 26, 38, 92)
    height = heights[0] if wide else heights[1]
    canvas = Canvas(width, height)
    low, high = min(0.0, *numbers), max(0.0, *numbers) * 1.04
    x = Scale(0, max(len(rows) - 1, 1), left, width - right)
    y = Scale(low, high or 1.0, height - foot, top)
    ticks = nice_ticks(low, high, 4)
    for tick, words in zip(ticks, measure.ticks(ticks), strict=True):
        canvas.line([(left, y(tick)), (width - right, y(tick))], "line")
        canvas.text(left - 8, y(tick) + 4, words, "soft", _LABEL, anchor="right")
    now = max(i for i, row in enumerate(rows) if row["actual"] is not None)
    return Course(canvas, x, y, left, width - right, height - foot, now)
