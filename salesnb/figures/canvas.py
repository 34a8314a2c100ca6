"""A sheet in pixels on a matplotlib figure: lines, boxes, dots and text, nothing else.

Charts place everything themselves and not by matplotlib's axes, because a report needs the
same chart twice, for a page and for a phone, with labels beside what they name.
"""

from collections.abc import Sequence
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Polygon
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D

from salesnb.figures.theme import colour
from salesnb.figures.typeset import ELLIPSIS, cut, plain

Anchor = Literal["left", "center", "right"]
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # x and y of the upper left corner, width, height
WHOLE = "whole: "  # before the id of a text that was cut: all of it


class Canvas:
    """A figure of `width` by `height` px; y grows downwards, as in SVG."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        # 72 dots per inch: one px is one point is one unit of the SVG.
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        self.figure.patch.set_visible(False)
        # No axes: most of a chart's time would go into ticks and limits that nobody sees.
        turned = Affine2D().scale(1 / 72, -1 / 72).translate(0, height / 72)
        self._place = turned + self.figure.dpi_scale_trans
        self._order = 10

    def line(
        self,
        points: Sequence[Point],
        paint: str = "line",
        width: float = 1,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """Draw a line through the points."""
        xs, ys = zip(*points, strict=True)
        style: Any = (0, dash) if dash else "-"
        self._add(Line2D(xs, ys, color=colour(paint), linewidth=width, linestyle=style))

    def box(self, x: float, y: float, width: float, height: float, paint: str) -> None:
        """Fill a rectangle, given by its upper left corner."""
        self.area([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], paint)

    def boxes(self, boxes: Sequence[Box], paint: str) -> None:
        """Fill many rectangles, those of one height at once: a stroke takes a third of the bytes
        of an outline.
        """
        strokes: dict[float, list[list[Point]]] = {}
        for x, y, width, height in boxes:
            middle = y + height / 2
            strokes.setdefault(round(height, 2), []).append([(x, middle), (x + width, middle)])
        for height in sorted(strokes):
            style = {"ec": colour(paint), "lw": height, "capstyle": "butt"}
            self._path(strokes[height], [Path.MOVETO, Path.LINETO], fill=False, **style)

    def frame(self, box: Box, paint: str = "ink", thickness: float = 2) -> None:
        """Draw the outline of a rectangle, within it."""
        x, y, width, height = box
        half = thickness / 2
        left, right, top, bottom = x + half, x + width - half, y + half, y + height - half
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY]
        self._path([corners], codes, fill=False, ec=colour(paint), lw=thickness)

    def dots(self, points: Sequence[Point], radius: float, paint: str) -> None:
        """Draw many dots of one size at once, as strokes without length and with round ends."""
        strokes = [[(x, y), (x + 0.01, y)] for x, y in points]
        # Unsnapped: a stroke that a picture's pixels shorten to nothing would not be drawn.
        style = {"ec": colour(paint), "lw": 2 * radius, "capstyle": "round", "snap": False}
        self._path(strokes, [Path.MOVETO, Path.LINETO], fill=False, **style)

    def area(self, points: Sequence[Point], paint: str) -> None:
        """Fill a polygon."""
        self._add(Polygon(list(points), closed=True, facecolor=colour(paint), linewidth=0))

    def dot(self, x: float, y: float, radius: float, paint: str, hollow: bool = False) -> None:
        """Draw a dot; a hollow one has the paper's colour within."""
        fill = colour("paper") if hollow else colour(paint)
        width = 1.6 if hollow else 0
        self._add(Circle((x, y), radius, facecolor=fill, edgecolor=colour(paint), lw=width))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        paint: str = "ink",
        size: float = 12.5,
        bold: bool = False,
        anchor: Anchor = "left",
        room: float | None = None,
        whole: str | None = None,
    ) -> None:
        """Write one line; `y` is its baseline.

        Beyond `room` px it is cut, and hovering tells the rest; `whole` is what to tell where the
        line is a part of it.
        """
        whole = plain(words if whole is None else whole)
        words = words if room is None else cut(words, room, size)
        written = Text(
            x,
            y,
            words,
            color=colour(paint),
            fontsize=size,
            fontweight=700 if bold else 400,
            ha=anchor,
            va="baseline",
            parse_math=False,
        )
        if words.endswith(ELLIPSIS) and words != whole:
            written.set_gid(f"{WHOLE}{whole}")
        self._add(written)

    def _path(self, pieces: Sequence[Sequence[Point]], codes: list[Any], **style: Any) -> None:
        if not pieces:
            return
        path = Path([point for piece in pieces for point in piece], codes * len(pieces))
        path.should_simplify = False
        self._add(PathPatch(path, **{"lw": 0, **style}))

    def _add(self, artist: Artist) -> None:
        self._order += 1
        artist.set_zorder(self._order)
        artist.set_transform(self._place)
        self.figure.add_artist(artist)


class Scale:
    """A straight map from values to px."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self._low, self._start = low, start
        self._factor = (end - start) / ((high - low) or 1)

    def __call__(self, value: float) -> float:
        return self._start + (value - self._low) * self._factor


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round values between low and high for grid lines.

    Examples
    --------
    >>> nice_ticks(0, 145)
    [0.0, 50.0, 100.0]
    """
    ticks = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(tick) for tick in ticks if low <= tick <= high]
