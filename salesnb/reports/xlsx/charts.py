"""Native Excel charts over the rows that stand on their sheet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from salesnb import formats
from salesnb.figures import Block
from salesnb.figures.theme import colour
from salesnb.labels import label
from salesnb.reports.xlsx.chart_looks import (
    axes,
    font,
    label_of,
    labels,
    line,
    painted,
    rule,
    target_look,
)

WIDTH = 640  # px
_LYING = {"funnel", "ranking", "shares", "ageing", "rates"}
_MOST_COLUMNS = 35  # above it a trend is a line
_PATTERNS = {"count": "#,##0", "percent": "0%", "days": "#,##0.0"}
_SCALES = {  # a decimal point within a number stands in for the 万 that Excel does not know
    10**3: '#,##0,"k"',
    10**4: r'[=0]0;0\.0,"万"',
    10**6: '0.0,,"M"',
    10**8: r'[=0]0;0\.00,,"亿"',
    10**9: '0.00,,,"B"',
}


@dataclass(frozen=True)
class Source:
    """Where the rows of a chart stand.

    Attributes
    ----------
    first, last : their rows on the sheet.
    columns, headers : the sheet's column of each name in the chart's rows, and what stands above.
    alerted : names that a table of the same sheet marks red.
    """

    sheet: str
    first: int
    last: int
    columns: Mapping[str, int]
    headers: Mapping[str, str]
    alerted: frozenset[str] = frozenset()

    def cells(self, name: str) -> list[Any]:
        """Return the range of a column as xlsxwriter wants it."""
        return [self.sheet, self.first, self.columns[name], self.last, self.columns[name]]


@dataclass(frozen=True)
class _Drawing:
    book: xlsxwriter.Workbook
    block: Block
    source: Source
    lang: str
    currency: str

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        return self.block["rows"]  # type: ignore[no-any-return]

    def chart(self, kind: str, subtype: str = "") -> Any:
        return self.book.add_chart({"type": kind} | ({"subtype": subtype} if subtype else {}))

    def series(self, category: str, name: str, **options: Any) -> dict[str, Any]:
        ends = {
            "categories": self.source.cells(category),
            "values": self.source.cells(name),
            "name": self.source.headers[name],
        }
        return ends | options

    def pattern(self, *names: str) -> str:
        """The number format of an axis, at the scale of the largest figure."""
        unit = "money" if self.block.get("chart") == "ageing" else self.block.get("unit", "")
        if unit != "money":
            return _PATTERNS.get(unit, "General")
        numbers = [abs(row[name]) for row in self.rows for name in names if row.get(name)]
        return _SCALES.get(formats.money_scale(max(numbers, default=0), self.lang)[0], "#,##0")

    def measure(self, name: str, unit: str) -> str:
        """The name of an axis with its unit."""
        if unit != "money":
            return name
        _, yuan = formats.money_scale(0, self.lang, self.currency)
        return label("measure_in", self.lang, measure=name, unit=yuan)


def native_chart(
    book: xlsxwriter.Workbook,
    block: Block,
    source: Source,
    title: str,
    lang: str,
    currency: str,
) -> Any:
    """Return a chart of the workbook, or None where the rows alone must do."""
    draw = _DRAWN.get(block.get("chart", ""))
    if draw is None:
        return None
    chart = draw(_Drawing(book, block, source, lang, currency))
    if chart is None:
        return None
    chart.set_title({"name": title, "overlay": False, "name_font": font("ink", 11, bold=True)})
    chart.set_chartarea({"border": {"none": True}})
    chart.show_hidden_data()  # a filter over the table must not empty the chart
    chart.show_blanks_as("gap")
    return chart


def is_drawn(block: Block) -> bool:
    """Return whether Excel has a chart of this kind; of others the rows must do."""
    return block.get("chart") in _DRAWN


def chart_height(block: Block) -> int:
    """Return the height of a chart in px."""
    if block.get("chart") not in _LYING:
        return 340
    return min(max(110 + 26 * len(block["rows"]), 240), 900)


def _trend(drawing: _Drawing) -> Any:
    known = drawing.source.columns
    if "value" not in known:
        return None
    names = [name for name in ("value", "target", "previous_year") if name in known]
    pattern = drawing.pattern(*names)
    is_long = len(drawing.rows) > _MOST_COLUMNS
    chart = drawing.chart("line" if is_long else "column")
    if "previous_year" in known:
        pale = line("mute", 1.25) if is_long else {"fill": {"color": colour("ghost")}}
        chart.add_series(drawing.series("period", "previous_year", **pale))
    newest = max(i for i, row in enumerate(drawing.rows) if row["value"] is not None)
    paint = (
        line("accent", 2.25)
        if is_long
        else painted(["accent" if i == newest else "tint" for i in range(len(drawing.rows))])
    )
    marked = label_of(newest, len(drawing.rows), pattern)
    chart.add_series(drawing.series("period", "value", **paint, **marked))
    if not is_long:
        overlap = {"overlap": 0, "gap": 45}
        chart.series[-1].update(overlap)
        chart.series[0].update(overlap)
    if "target" in known:
        lines = drawing.chart("line")
        lines.add_series(drawing.series("period", "target", **target_look(is_long)))
        chart.combine(lines)
    axes(chart, label("period", drawing.lang), _value_name(drawing), pattern)
    chart.set_legend({"position": "bottom", "font": font("soft", 9)})
    return chart


def _funnel(drawing: _Drawing) -> Any:
    words = [
        {"value": _entered(row, drawing.lang), "font": font("ink", 10, bold=True)}
        for row in drawing.rows
    ]
    paint = {"fill": {"color": colour("accent")}, "gap": 40}
    paint |= {"data_labels": {"value": True, "custom": words}}
    return _bars(drawing, "stage_label", "entered", paint)


def _entered(row: Mapping[str, Any], lang: str) -> str:
    """How many entered a stage, and which share of the stage before they are."""
    entered = formats.count(row["entered"], lang)
    if row.get("rate") is None:
        return entered
    return f"{entered} ({formats.percent(row['rate'], lang)})"


def _ranking(drawing: _Drawing) -> Any:
    if "completion" not in drawing.source.columns:
        return None
    paints = ["bad" if r["name"] in drawing.source.alerted else "accent" for r in drawing.rows]
    paint = painted(paints) | labels("0%", 9) | {"gap": 45}
    return _bars(drawing, "name", "completion", paint)


def _shares(drawing: _Drawing) -> Any:
    paints = ["accent" if i < 3 else "tint" for i in range(len(drawing.rows))]
    paint = painted(paints) | labels(drawing.pattern("value"), 9) | {"gap": 45}
    return _bars(drawing, "name", "value", paint)


def _ageing(drawing: _Drawing) -> Any:
    last = len(drawing.rows) - 1
    paints = ["bad" if i == last and i else "accent" for i in range(last + 1)]
    paint = painted(paints) | labels(drawing.pattern("amount"), 9) | {"gap": 45}
    return _bars(drawing, "bucket", "amount", paint)


def _rates(drawing: _Drawing) -> Any:
    paints = ["ghost" if row.get("small") else "tint" for row in drawing.rows]
    inside = {"data_labels": {"value": True, "num_format": "0%", "position": "inside_base"}}
    paint = painted(paints) | inside | {"y_error_bars": _interval(drawing, "value"), "gap": 45}
    return _bars(drawing, "name", "value", paint)


def _interval(drawing: _Drawing, name: str) -> dict[str, Any]:
    """Thin lines from the low to the high end of the figures of a column."""

    def distances(end: str) -> list[float]:
        pairs = [(row.get(end), row[name]) for row in drawing.rows]
        return [0.0 if None in pair else abs(pair[0] - pair[1]) for pair in pairs]

    ends = {"plus_values": distances("high"), "minus_values": distances("low")}
    return {"type": "custom", **ends, "line": {"color": colour("soft"), "width": 1.25}}


def _forecast(drawing: _Drawing) -> Any:
    known = drawing.source.columns
    if "day" not in known:
        return None
    looks = {
        "previous_year": line("mute", 1.25),
        "low_80": line("tint", 1),
        "high_80": line("tint", 1),
        "point": line("accent", 1.75, "dash"),
        "actual": line("accent", 2.5),
    }
    chart = drawing.chart("line")
    for name, look in looks.items():
        if name in known:
            chart.add_series(drawing.series("day", name, **look))
    pattern = drawing.pattern(*looks)
    across, up = label("chart_day", drawing.lang), _value_name(drawing)
    axes(chart, across, up, pattern, num_format="m/d", date_axis=True)
    chart.set_legend({"position": "bottom", "font": font("soft", 9)})
    return chart


def _waterfall(drawing: _Drawing) -> Any:
    looks: dict[str, dict[str, Any]] = {
        "below": {"fill": {"none": True}, "border": {"none": True}},
        "total": {"fill": {"color": colour("accent")}},
        "up": {"fill": {"color": colour("good")}},
        "down": {"fill": {"color": colour("bad")}},
    }
    if not {"below", "total"} <= drawing.source.columns.keys():
        return None
    pattern = drawing.pattern("value")
    chart = drawing.chart("column", "stacked")
    for name, look in looks.items():
        if name in drawing.source.columns:
            told = {} if name == "below" else labels(pattern, 9, "paper")
            chart.add_series(drawing.series("name", name, gap=40, **look, **told))
    axes(chart, drawing.source.headers["name"], _value_name(drawing), pattern)
    chart.set_legend({"position": "bottom", "font": font("soft", 9), "delete_series": [0]})
    return chart


def _calibration(drawing: _Drawing) -> Any:
    if not {"predicted", "observed"} <= drawing.source.columns.keys():
        return None
    chart = drawing.chart("column")
    chart.add_series(drawing.series("bin", "predicted", gap=60, fill={"color": colour("ghost")}))
    paint = {"fill": {"color": colour("accent")}, "y_error_bars": _interval(drawing, "observed")}
    chart.add_series(drawing.series("bin", "observed", **paint))
    across = drawing.source.headers["bin"]
    axes(chart, across, label("chart_rate", drawing.lang), drawing.pattern("observed"))
    chart.set_legend({"position": "bottom", "font": font("soft", 9)})
    return chart


def _scatter(drawing: _Drawing) -> Any:
    chart = drawing.chart("scatter")
    shade = {"color": colour("accent"), "transparency": 35}
    marker = {"type": "circle", "size": 7, "fill": shade, "border": {"none": True}}
    chart.add_series(drawing.series("x", "y", marker=marker))
    heads = drawing.source.headers
    unit = drawing.block.get("unit", "")
    axes(chart, heads["x"], drawing.measure(heads["y"], unit), drawing.pattern("y"))
    chart.set_legend({"none": True})
    return chart


def _calendar(drawing: _Drawing) -> Any:
    chart = drawing.chart("column")
    chart.add_series(drawing.series("day", "value", gap=15, fill={"color": colour("accent")}))
    axes(
        chart,
        label("chart_day", drawing.lang),
        _value_name(drawing),
        drawing.pattern("value"),
        num_format="yyyy-mm-dd",
        date_axis=True,
    )
    chart.set_legend({"none": True})
    return chart


_DRAWN: dict[str, Callable[[_Drawing], Any]] = {
    "trend": _trend,
    "funnel": _funnel,
    "ranking": _ranking,
    "shares": _shares,
    "ageing": _ageing,
    "rates": _rates,
    "forecast": _forecast,
    "waterfall": _waterfall,
    "calibration": _calibration,
    "scatter": _scatter,
    "calendar": _calendar,
}


def _bars(drawing: _Drawing, category: str, name: str, paint: dict[str, Any]) -> Any:
    """Horizontal bars, the first row on top, each with its figure."""
    if not {category, name} <= drawing.source.columns.keys():
        return None
    unit = "money" if name == "amount" else drawing.block.get("unit", "")
    chart = drawing.chart("bar")
    chart.add_series(drawing.series(category, name, **paint))
    chart.set_y_axis(  # of horizontal bars this is the axis of the names
        {
            "reverse": True,
            "name": drawing.source.headers[category],
            "name_font": font("soft", 9),
            "num_font": font("ink", 10),
            "line": rule(),
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis(
        {
            "name": drawing.measure(drawing.source.headers[name], unit),
            "name_font": font("soft", 9),
            "label_position": "none",
            "major_gridlines": {"visible": False},
            "line": {"none": True},
            "major_tick_mark": "none",
            "min": 0,
        }
    )
    chart.set_legend({"none": True})
    return chart


def _value_name(drawing: _Drawing) -> str:
    unit = drawing.block.get("unit", "")
    header = {
        "money": "chart_amount",
        "percent": "chart_rate",
        "count": "chart_count",
        "days": "chart_days",
    }
    return drawing.measure(label(header.get(unit, "chart_value"), drawing.lang), unit)
