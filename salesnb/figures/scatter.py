"""`draw_scatter`: two figures of each of many: people, customers, deals."""

from collections import Counter
from math import sqrt
from statistics import median
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from salesnb.figures.axis import Axis
from salesnb.figures.canvas import Canvas, Point
from salesnb.figures.chart import Chart, no_data, rows_of
from salesnb.figures.measure import Measure, Unit
from salesnb.figures.placing import Bounds, LabelPlacer
from salesnb.figures.ramp import Ramp
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.figures.typeset import cut, plain, text_width
from salesnb.labels import label

_RINGED, _SINGLE, _GRID = 100, 1000, 9  # points that are drawn one by one; px of a cell above
_MARKED = 50
_LABEL, _NAME = 11.5, 12.5

Rows = list[dict[str, Any]]


def draw_scatter(
    frame: pd.DataFrame,
    lang: str,
    x_unit: Unit = "count",
    y_unit: Unit = "money",
    x_title: str = "",
    y_title: str = "",
    *,
    log: str = "",
    has_medians: bool = True,
    size_title: str = "",
    currency: str = "CNY",
) -> Chart:
    """Draw a dot per row; those to highlight carry their names.

    Parameters
    ----------
    frame : DataFrame
        `name`, `x`, `y`; rows where one of the two is missing are left out. Optional: `size` (not
        negative, the area of the dot), `highlight` (the first 50). Above 1,000 rows dots are counted on a grid.
    lang : str
        `zh` or `en`.
    x_unit, y_unit : str
        What the values are: money, count, percent (0-1) or days.
    x_title, y_title : str
        What the axes show; units are added.
    log : str
        Axes that are logarithmic, `x`, `y` or `xy`; only where all values are positive.
    has_medians : bool
        Lines at both medians, which divide the sheet into quadrants.
    size_title : str
        What the area of a dot shows, said beneath.
    currency : str
        Named beside the axes; CNY as 元 or yuan.
    """
    optional = {"size": None, "highlight": False}
    rows = [{**optional, **row} for row in rows_of(frame, ("name", "x", "y"), "draw_scatter")]
    rows = [row for row in rows if row["x"] is not None and row["y"] is not None]
    if not rows:
        return no_data(lang)

    def axis(name: str, unit: Unit, title: str) -> Axis:
        values = [row[name] for row in rows]
        return Axis(values, Measure.of(values, lang, unit, currency), title, name in log)

    x, y = axis("x", x_unit, x_title), axis("y", y_unit, y_title)
    with drawing():
        return Chart(
            _Sheet(rows, x, y, WIDE).drawn(has_medians),
            _alt(rows, x, y),
            _caption(rows, lang, size_title),
            _Sheet(rows, x, y, NARROW).drawn(has_medians),
            kind="scatter",
            unit=y_unit,
            rows=rows,
        )


class _Sheet:
    """The scatter plot at one width."""

    def __init__(self, rows: Rows, x: Axis, y: Axis, width: float) -> None:
        self._rows, self._x, self._y = rows, x, y
        self._wide = width == WIDE
        height = 430 if self._wide else 350
        self._canvas = Canvas(width, height)
        left = max((text_width(words, _LABEL) for _, words in y.ticks()), default=0) + 10
        right, top, bottom = width - (64 if self._wide else 48), 42.0, height - 44.0
        self._box = (left, top, right, bottom)
        self._to_x, self._to_y = x.scale(left, right), y.scale(bottom, top)
        self._most = max((row["size"] or 0 for row in rows), default=0)
        self._placer = LabelPlacer((left, top - 4, width, bottom))

    def drawn(self, has_medians: bool) -> Figure:
        """Return the figure."""
        self._grid()
        if has_medians:
            self._medians()
        marked = [row for row in self._rows if row["highlight"]]
        others = [row for row in self._rows if not row["highlight"]]
        others += marked[_MARKED:]
        marked = marked[:_MARKED]
        paint = "tint" if marked else "accent"
        if len(self._rows) > _SINGLE:
            self._counted(others)
        elif len(self._rows) > _RINGED:
            self._grouped(others, paint)
        else:
            self._ringed(others, paint)
        names = self._placed(marked)
        if len(self._rows) > _RINGED:  # a ground of its own makes a name readable in a crowd
            for x, y, words, _ in names:
                self._canvas.box(x - 2, y - 11, text_width(words, _NAME) + 4, 15, "paper")
        own = "ink" if len(self._rows) > _SINGLE else "accent"  # accent is lost among the counted
        self._ringed(marked, own)
        for x, y, words, name in names:
            self._canvas.text(x, y, words, "ink", _NAME, whole=name)
        return self._canvas.figure

    def _grid(self) -> None:
        left, top, right, bottom = self._box
        for tick, words in self._x.ticks(6 if self._wide else 4):
            at = self._to_x(tick)
            self._canvas.line([(at, top), (at, bottom)], "line")
            self._canvas.text(at, bottom + 17, words, "soft", _LABEL, anchor="center")
        for tick, words in self._y.ticks():
            at = self._to_y(tick)
            self._canvas.line([(left, at), (right, at)], "line")
            self._canvas.text(left - 8, at + 4, words, "soft", _LABEL, anchor="right")
        room = right - 16
        if self._y.name:
            self._canvas.text(0, 13, f"↑ {cut(self._y.title, room, 12)}", size=12)
        if self._x.name:
            words = f"{cut(self._x.title, room, 12)} →"
            self._canvas.text(right, bottom + 37, words, size=12, anchor="right")

    def _medians(self) -> None:
        left, top, right, bottom = self._box
        x, y = _medians(self._rows)
        at = self._to_x(x)
        self._canvas.line([(at, top), (at, bottom)], "mute", 1.2, dash=(4, 3))
        self._placer.shun((at - 1, top, at + 1, bottom))
        words = f"{label('median', self._x.measure.lang)} {self._x.measure.short(x)}"
        half = text_width(words, _LABEL) / 2
        at = min(max(at, half), self._canvas.width - half)
        self._canvas.text(at, top - 6, words, "soft", _LABEL, anchor="center")
        at = self._to_y(y)
        self._canvas.line([(left, at), (right, at)], "mute", 1.2, dash=(4, 3))
        self._placer.shun((left, at - 1, right, at + 1))
        self._canvas.text(right + 6, at - 2, label("median", self._y.measure.lang), "soft", 10.5)
        self._canvas.text(right + 6, at + 12, self._y.measure.short(y), "soft", _LABEL)
        self._placer.occupy((right + 4, at - 12, self._canvas.width, at + 14))

    def _place(self, row: dict[str, Any]) -> Point:
        return self._to_x(row["x"]), self._to_y(row["y"])

    def _radius(self, row: dict[str, Any]) -> float:
        """Return one of eight radii, so that dots of one size can be one path."""
        if not self._most or row["size"] is None:
            return 4.5 if len(self._rows) <= _RINGED else 3.2
        return 3 + round(8 * sqrt(max(row["size"], 0) / self._most))

    def _ringed(self, rows: Rows, paint: str) -> None:
        sizes = {id(row): self._radius(row) for row in rows}
        for row in sorted(rows, key=lambda row: -sizes[id(row)]):
            self._canvas.dots([self._place(row)], sizes[id(row)] + 1.2, "paper")
            self._canvas.dots([self._place(row)], sizes[id(row)], paint)

    def _grouped(self, rows: Rows, paint: str) -> None:
        groups: dict[float, list[Point]] = {}
        for row in rows:
            groups.setdefault(self._radius(row), []).append(self._place(row))
        for radius in sorted(groups, reverse=True):
            self._canvas.dots(groups[radius], radius, paint)

    def _counted(self, rows: Rows) -> None:
        """Draw one dot per cell of a grid, by how many stand in it."""
        left, top, _, _ = self._box
        cells = Counter(
            (int((x - left) // _GRID), int((y - top) // _GRID)) for x, y in map(self._place, rows)
        )
        ramp = Ramp.of(map(float, cells.values()), "count")
        groups: dict[str, list[Point]] = {}
        for (i, k), count in sorted(cells.items()):
            place = (left + (i + 0.5) * _GRID, top + (k + 0.5) * _GRID)
            step = max(ramp.step(count), 2)  # the palest is for areas, not for a single dot
            groups.setdefault(f"heat-{step}", []).append(place)
        for paint in sorted(groups):
            self._canvas.dots(groups[paint], _GRID / 2 - 0.6, paint)

    def _placed(self, marked: Rows) -> list[tuple[float, float, str, str]]:
        """Return the names of what is highlighted as they find room, and in full."""
        most = 12 if self._wide else 6
        shown = sorted(marked, key=lambda row: (-(row["size"] or 0), -row["y"]))[:most]
        for row in self._rows if len(self._rows) <= _RINGED else []:
            self._placer.shun(self._around(row))
        for row in marked:
            self._placer.occupy(self._around(row))
        placed = []
        for row in shown:
            words = cut(row["name"], 170 if self._wide else 110, _NAME)
            width = text_width(words, _NAME)
            found = self._placer.place(*self._place(row), self._radius(row), width, _NAME)
            if found:
                placed.append((*found, words, row["name"]))
        return placed

    def _around(self, row: dict[str, Any]) -> Bounds:
        (x, y), radius = self._place(row), self._radius(row)
        return x - radius, y - radius, x + radius, y + radius


def _medians(rows: Rows) -> tuple[float, float]:
    return median(row["x"] for row in rows), median(row["y"] for row in rows)


def _caption(rows: Rows, lang: str, size_title: str) -> str:
    notes = []
    if len(rows) > _SINGLE:
        notes.append(label("scatter_counted", lang))
    elif size_title and any(row["size"] for row in rows):
        notes.append(label("scatter_sizes", lang, title=plain(size_title)))
    return ("；" if lang == "zh" else ". ").join(notes)


def _alt(rows: Rows, x: Axis, y: Axis) -> str:
    lang = x.measure.lang
    middle = _medians(rows)
    words = label(
        "scatter_alt",
        lang,
        count=len(rows),
        x_title=x.name or "x",
        x=x.measure.full(middle[0]),
        y_title=y.name or "y",
        y=y.measure.full(middle[1]),
    )
    marked = [row for row in rows if row["highlight"]]
    if marked:
        joint, gap = ("，", "") if lang == "zh" else (", ", " ")
        points = [
            f"{plain(row['name'])} ({x.measure.full(row['x'])} · {y.measure.full(row['y'])})"
            for row in marked[:12]
        ]
        named = joint.join(points) + ("…" if len(marked) > 12 else "")
        words += gap + label("scatter_alt_marked", lang, points=named)
    return words
