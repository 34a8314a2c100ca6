"""From a table of a report to the columns of a sheet: values, neighbours, marks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from salesnb.figures import Block
from salesnb.labels import label
from salesnb.reports.xlsx.pen import native

ALERT = "●"


@dataclass(frozen=True)
class SheetColumn:
    """One column of a sheet.

    Attributes
    ----------
    name : of the block's column; empty for a neighbour.
    kind : as of a `TableColumn`; `kinds` per row, where rows are of several kinds.
    small : per row whether the figure rests on too few cases.
    is_marked : the next column marks what is red.
    """

    name: str
    header: str
    kind: str
    values: list[Any]
    kinds: Sequence[str] = ()
    small: Sequence[bool] = ()
    definition: str = ""
    is_marked: bool = False


def sheet_columns(table: Block, lang: str) -> list[SheetColumn]:
    """Return the columns of a table: beside a rate its cases, beside what is marked its marks."""
    found: list[SheetColumn] = []
    for place, column in enumerate(table["columns"]):
        cells = [row[place] for row in table["rows"]]
        if "matrix_from" in table:
            found.append(_alone(column, cells, lang))
        else:
            found += _with_neighbours(column, cells, lang)
    return found


def _alone(column: Block, cells: list[Block], lang: str) -> SheetColumn:
    kind = column["kind"]
    small = [bool(cell.get("small")) for cell in cells]
    kinds = [cell.get("kind") or kind for cell in cells]
    values = [
        native(cell.get("value"), own_kind, lang)
        for cell, own_kind in zip(cells, kinds, strict=True)
    ]
    return SheetColumn(
        name=column["name"],
        header=column["header"],
        kind=kind,
        values=values,
        kinds=kinds if any(cell.get("kind") for cell in cells) else (),
        small=small if any(small) else (),
        definition=column.get("definition") or "",
    )


def _with_neighbours(column: Block, cells: list[Block], lang: str) -> list[SheetColumn]:
    kind, header = column["kind"], column["header"]
    small = [bool(cell.get("small")) for cell in cells]
    alert = [bool(cell.get("alert")) for cell in cells]
    own = replace(_alone(column, cells, lang), is_marked=any(alert) or any(small))
    found = [own]
    if own.is_marked:
        marks = [_mark(*each, lang) for each in zip(alert, small, strict=True)]
        found.append(SheetColumn("", label("mark_of", lang, header=header), "text", marks))
    for part in ("numerator", "denominator") if kind == "rate" else ():
        cases = [native(cell.get(part), "count", lang) for cell in cells]
        if any(case is not None for case in cases):
            head = label(f"{part}_of", lang, header=header)
            found.append(SheetColumn("", head, "count", cases))
    return found


def _mark(alert: bool, small: bool, lang: str) -> str | None:
    words = [ALERT] * alert + [label("small_sample", lang)] * small
    return " ".join(words) or None
