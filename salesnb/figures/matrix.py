"""The cells of a heat map: who stands in a row and a column, in which order, and what is folded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from salesnb.figures.measure import Unit
from salesnb.figures.ramp import ADDITIVE
from salesnb.figures.typeset import plain
from salesnb.formats import MISSING
from salesnb.labels import label

Row = dict[str, Any]
Place = tuple[str, str, str]  # panel, row, column


@dataclass(frozen=True)
class Matrix:
    """Names in the order they are shown, and the cells between them."""

    panels: list[str]
    rows: list[str]
    columns: list[str]
    cells: dict[Place, Row]
    left_out: int

    @classmethod
    def of(
        cls,
        rows: Sequence[Row],
        lang: str,
        unit: Unit,
        *,
        most: dict[str, int],
        sorted_by_total: Sequence[str],
    ) -> "Matrix":
        """Return the matrix of long rows; names beyond `most` become one called others.

        Shares and lengths cannot be added up: there the names beyond `most` are left out. A name
        with a marked cell stays as long as there is room. Cells of others are `folded`.
        """
        cells = [
            {"folded": False, **row, **{axis: _name(row[axis]) for axis in most}} for row in rows
        ]
        names, left_out = {}, 0
        for axis, count in most.items():
            ranked = _ranked(cells, axis, unit)
            shown = ranked if axis in sorted_by_total else list(dict.fromkeys(_of(cells, axis)))
            if len(ranked) > count:
                marked = {cell[axis] for cell in cells if cell["marked"]}
                first = [name for name in ranked if name in marked]
                kept = set(list(dict.fromkeys([*first, *ranked]))[: count - 1])
                gone = [name for name in ranked if name not in kept]
                shown = [name for name in shown if name in kept]
                if unit in ADDITIVE:
                    others = label("others", lang, count=len(gone))
                    shown.append(others)
                    cells = [
                        cell if cell[axis] in kept else {**cell, axis: others, "folded": True}
                        for cell in cells
                    ]
                else:
                    left_out += len(gone)
                    cells = [cell for cell in cells if cell[axis] in kept]
            names[axis] = shown
        return cls(names["panel"], names["row"], names["column"], _joined(cells), left_out)

    def total(self, panel: str, row: str | None = None, column: str | None = None) -> float | None:
        """Return the sum of a row or a column of a panel; None where nothing is known."""
        values = [
            cell["value"]
            for (its_panel, its_row, its_column), cell in self.cells.items()
            if its_panel == panel and row in (None, its_row) and column in (None, its_column)
        ]
        known = [value for value in values if value is not None]
        return sum(known) if known else None


def _name(value: Any) -> str:
    return MISSING if value is None else plain(value)


def _of(cells: Iterable[Row], axis: str) -> Iterable[str]:
    return (cell[axis] for cell in cells)


def _ranked(cells: Sequence[Row], axis: str, unit: Unit) -> list[str]:
    """Return names by their sum, or by their mean where a sum means nothing."""
    values: dict[str, list[float]] = {}
    for cell in cells:
        values.setdefault(cell[axis], [])
        if cell["value"] is not None:
            values[cell[axis]].append(cell["value"])

    def weight(name: str) -> float:
        known = values[name]
        if not known:
            return -float("inf")
        return sum(known) if unit in ADDITIVE else sum(known) / len(known)

    return sorted(values, key=lambda name: -weight(name))


def _joined(cells: Iterable[Row]) -> dict[Place, Row]:
    """Return one cell per place; those that fell together by folding are added up."""
    joined: dict[Place, Row] = {}
    for cell in cells:
        place = (cell["panel"], cell["row"], cell["column"])
        before = joined.get(place)
        if before is None or before["value"] is None:
            joined[place] = {**cell, "marked": cell["marked"] and not cell["folded"]}
        elif cell["value"] is not None:
            small = bool(before["small"]) and bool(cell["small"])
            value = before["value"] + cell["value"]
            marked = bool(before["marked"] or cell["marked"]) and not cell["folded"]
            joined[place] = {**before, "value": value, "small": small, "marked": marked}
    return joined
