"""How charts of a workbook look: axes, bars, lines, labels in the colours of the palette."""

from collections.abc import Sequence
from typing import Any

from salesnb.figures.theme import colour


def axes(chart: Any, across: str, up: str, pattern: str, **more: Any) -> None:
    """Name and dress both axes; `more` is of the axis across."""
    chart.set_x_axis(
        {
            "name": across,
            "name_font": font("soft", 9),
            "num_font": font("soft", 9),
            "line": rule(),
            "major_tick_mark": "none",
            "label_position": "low",
            **more,
        }
    )
    chart.set_y_axis(
        {
            "name": up,
            "name_font": font("soft", 9),
            "num_font": font("soft", 9),
            "num_format": pattern,
            "major_gridlines": {"visible": True, "line": rule()},
            "line": {"none": True},
            "major_tick_mark": "none",
        }
    )


def target_look(is_long: bool) -> dict[str, Any]:
    """A dash across each column; over a line a line."""
    if is_long:
        return line("ink", 1.25, "dash")
    shade = {"color": colour("ink")}
    return {
        "line": {"none": True},
        "marker": {"type": "long_dash", "size": 15, "fill": shade, "border": shade},
    }


def painted(paints: Sequence[str]) -> dict[str, Any]:
    """A colour of the palette for each bar."""
    fills = [{"fill": {"color": colour(paint)}} for paint in paints]
    return {"fill": {"color": colour(max(set(paints), key=paints.count))}, "points": fills}


def labels(pattern: str, size: float, paint: str = "ink") -> dict[str, Any]:
    """Each point's figure beside it."""
    return {"data_labels": {"value": True, "num_format": pattern, "font": font(paint, size)}}


def label_of(chosen: int, rows: int, pattern: str) -> dict[str, Any]:
    """Label one point only: the others stand in the table beside."""
    told = labels(pattern, 9)
    others = [None if i == chosen else {"delete": True} for i in range(rows)]
    told["data_labels"]["custom"] = others
    return told


def line(paint: str, width: float, dash: str = "solid") -> dict[str, Any]:
    """A line in a colour of the palette; its width in points."""
    return {"line": {"color": colour(paint), "width": width, "dash_type": dash}}


def rule() -> dict[str, Any]:
    """The thin line of axes and grids."""
    return {"color": colour("line"), "width": 0.75}


def font(paint: str, size: float, *, bold: bool = False) -> dict[str, Any]:
    """A font in a colour of the palette."""
    return {"color": colour(paint), "size": size, "bold": bold}
