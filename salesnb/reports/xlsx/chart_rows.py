"""The rows of a chart as a table of a sheet, whatever the chart is."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from salesnb import formats
from salesnb.figures import Block
from salesnb.labels import UnknownLabelError, label

# chart: (name in its rows, its header, its kind; "" = the unit of the chart)
_COLUMNS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "trend": (
        ("period", "period", "text"),
        ("value", "this_period", ""),
        ("target", "target", ""),
        ("previous_year", "last_year", ""),
    ),
    "funnel": (
        ("stage_label", "stage", "text"),
        ("entered", "entered", "count"),
        ("rate", "conversion", "percent"),
        ("low", "chart_low", "percent"),
        ("high", "chart_high", "percent"),
        ("median_days", "chart_median_days", "days"),
    ),
    "ranking": (
        ("name", "chart_name", "text"),
        ("completion", "chart_completion", "percent"),
        ("value", "chart_amount", "money"),
        ("target", "target", "money"),
    ),
    "shares": (("name", "chart_name", "text"), ("value", "chart_value", "")),
    "ageing": (("bucket", "chart_age", "text"), ("amount", "chart_amount", "money")),
    "rates": (
        ("name", "chart_name", "text"),
        ("value", "chart_rate", "percent"),
        ("low", "chart_low", "percent"),
        ("high", "chart_high", "percent"),
        ("numerator", "chart_numerator", "count"),
        ("denominator", "chart_denominator", "count"),
    ),
    "histogram": (
        ("start", "chart_from", "count"),
        ("value", "chart_count", "count"),
        ("group", "chart_group", "text"),
    ),
    "waterfall": (
        ("name", "chart_step", "text"),
        ("value", "chart_value", ""),
        ("below", "chart_below", ""),
        ("total", "chart_total", ""),
        ("up", "chart_up", ""),
        ("down", "chart_down", ""),
    ),
    "calibration": (
        ("bin", "chart_bin", "count"),
        ("predicted", "predicted", "percent"),
        ("observed", "observed", "percent"),
        ("low", "chart_low", "percent"),
        ("high", "chart_high", "percent"),
        ("n", "chart_count", "count"),
    ),
    "scatter": (
        ("name", "chart_name", "text"),
        ("x", "chart_x", "number"),
        ("y", "chart_y", ""),
        ("size", "chart_size", "number"),
    ),
    "calendar": (("day", "chart_day", "date"), ("value", "chart_value", "")),
    "forecast": (
        ("day", "chart_day", "date"),
        ("actual", "chart_actual", ""),
        ("point", "forecast", ""),
        ("low_50", "chart_low_50", ""),
        ("high_50", "chart_high_50", ""),
        ("low_80", "chart_low_80", ""),
        ("high_80", "chart_high_80", ""),
        ("previous_year", "last_year", ""),
    ),
    "burn_up": (
        ("day", "chart_day", "date"),
        ("actual", "chart_actual", ""),
        ("pace", "chart_pace", ""),
    ),
    "chances": (
        ("name", "chart_name", "text"),
        ("chance", "chart_chance", "percent"),
        ("point", "forecast", "money"),
        ("target", "target", "money"),
    ),
    "accuracy": (("period", "period", "text"), ("accuracy", "chart_accuracy", "percent")),
}
_COUNTS = {"n", "count", "numerator", "denominator", "cases"}
_MATRIX = ("row", "column", "value")
# What a chart says of its marks; of the others the line beneath is about the picture alone.
_NOTES = {"rates": "chart_note_rates", "calibration": "chart_note_rates"}


def chart_table(chart: Block, lang: str, names: str = "") -> Block:
    """Return what a chart draws as a block of a table.

    A chart that is not known by name becomes a table of all its rows hold; one whose rows carry
    `row`, `column` and `value` a matrix.

    Parameters
    ----------
    names : what the names in the rows are (channel, team …), where that is known.
    """
    rows, unit = chart["rows"], chart.get("unit") or "number"
    if _is_matrix(rows):
        return _matrix(rows, unit, lang)
    if chart.get("chart") == "waterfall":
        rows = _stacked(rows)
    if chart.get("chart") == "calibration":
        rows = [{**row, "bin": number} for number, row in enumerate(rows, start=1)]
    known = _COLUMNS.get(chart.get("chart", ""))
    columns: list[Block] = [
        {
            "name": name,
            "header": names if names and name == "name" else label(header, lang),
            "kind": kind or unit,
            "definition": "",
        }
        for name, header, kind in known or ()
        if any(row.get(name) is not None for row in rows)
    ]
    columns = columns or _all_columns(rows, unit, lang)
    cells = [[_cell(row, place, column) for place, column in enumerate(columns)] for row in rows]
    return {"kind": "table", "columns": columns, "rows": cells, "caption": ""}


def chart_note(chart: Block, lang: str) -> str:
    """Return the line beneath a chart; units of the picture, such as 万元, are not those of a sheet."""
    kind = chart.get("chart", "")
    if kind in _COLUMNS:
        return label(_NOTES[kind], lang) if kind in _NOTES else ""
    scales = {formats.money_scale(10**power, lang)[1] for power in range(12)}
    units = [label("unit_note", lang, unit=unit) for unit in scales]
    parts = re.split(r"；|\. ", chart.get("caption", ""))
    return ("；" if lang == "zh" else ". ").join(part for part in parts if part not in units)


def _cell(row: Mapping[str, Any], place: int, column: Block) -> Block:
    cell = {"value": row.get(column["name"])}
    if place == 1 and row.get("small") is True:
        cell["small"] = True
    return cell


def _stacked(rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Return the steps of a waterfall as Excel stacks them; below zero it cannot."""
    level, found = 0.0, []
    for row in rows:
        value, is_change = row.get("value") or 0.0, row.get("kind") == "change"
        start, level = level, level + value if is_change else value
        if min(start, level) < 0:
            return rows
        if is_change:
            parts = {"below": min(start, level), "up" if value > 0 else "down": abs(value)}
        else:
            parts = {"total": value}
        found.append({**row, **parts} if row.get("value") is not None else row)
    return found


def _all_columns(rows: Sequence[Mapping[str, Any]], unit: str, lang: str) -> list[Block]:
    names = dict.fromkeys(name for row in rows for name in row)
    found: list[Block] = []
    for name in names:
        values = [row[name] for row in rows if row.get(name) is not None]
        if not values or any(isinstance(value, list | Mapping) for value in values):
            continue
        kind = _kind_of(name, values, unit)
        found.append({"name": name, "header": _header(name, lang), "kind": kind, "definition": ""})
    return found


def _kind_of(name: str, values: Sequence[Any], unit: str) -> str:
    if any(isinstance(value, str | bool) for value in values):
        return "text"
    if name in _COUNTS:
        return "count"
    if name.endswith(("rate", "share", "completion")):
        return "percent"
    return unit


def _header(name: str, lang: str) -> str:
    for key in (f"chart_{name}", name):
        try:
            return label(key, lang)
        except UnknownLabelError:
            continue
    return name.replace("_", " ")


def _is_matrix(rows: Sequence[Mapping[str, Any]]) -> bool:
    return bool(rows) and all(name in row for row in rows for name in _MATRIX)


def _matrix(rows: Sequence[Mapping[str, Any]], unit: str, lang: str) -> Block:
    """Return rows by columns; where there are several panels, each row begins with its panel."""
    across = list(dict.fromkeys(str(row["column"]) for row in rows))
    down = list(dict.fromkeys((str(row.get("panel") or ""), str(row["row"])) for row in rows))
    cells = {
        (str(row.get("panel") or ""), str(row["row"]), str(row["column"])): {
            "value": row["value"],
            "small": row.get("small") is True,
        }
        for row in rows
    }
    heads = ["", ""] if any(panel for panel, _ in down) else [""]
    columns = [
        *({"name": f"head {n}", "header": head, "kind": "text"} for n, head in enumerate(heads)),
        *({"name": f"column {name}", "header": name, "kind": unit} for name in across),
    ]
    lines = [
        [
            *({"value": name} for name in (panel, row)[-len(heads) :]),
            *(cells.get((panel, row, name), {"value": None}) for name in across),
        ]
        for panel, row in down
    ]
    return {
        "kind": "table",
        "columns": columns,
        "rows": lines,
        "caption": "",
        "matrix_from": len(heads),
    }
