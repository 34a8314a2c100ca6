"""Notebooks merged cell by cell, by the ids of their cells; outputs do not count."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import nbformat

from salesnb.upgrade.lines import Conflict, Merged, merge_lines

Cells = Mapping[str, Any]


def is_same_notebook(one: str, other: str) -> bool:
    """Whether two notebooks have the same cells, whatever was run and shown in them.

    Raises
    ------
    ValueError
        One of them is no notebook.
    """
    return [_said(cell) for cell in _read(one).cells] == [
        _said(cell) for cell in _read(other).cells
    ]


def merge_notebooks(base: str, own: str, new: str) -> Merged:
    """Return a notebook with the changes of both sides.

    A cell that one side changed, added or deleted is taken as it made it; in one that both changed
    lines are merged. Cells that the user added stay after the cell that they followed.

    Raises
    ------
    ValueError
        One of them is no notebook.
    """
    was, mine, theirs = (_read(text) for text in (base, own, new))
    cells = [{cell.id: cell for cell in each.cells} for each in (was, mine, theirs)]
    kept: dict[str, Any] = {}
    conflicts = []
    for key in dict.fromkeys([*cells[1], *cells[2]]):
        found, conflict = _merged_cell(key, *cells)
        if found is not None:
            kept[key] = found
        if conflict is not None:
            conflicts.append(conflict)
    mine.cells = [kept[key] for key in _order(*(list(each) for each in cells)) if key in kept]
    return Merged(nbformat.writes(mine, version=4) + "\n", tuple(conflicts))


def _read(text: str) -> Any:
    try:
        notebook = nbformat.reads(text, as_version=4)
        nbformat.validate(notebook)
    except (nbformat.ValidationError, json.JSONDecodeError, AttributeError, KeyError) as error:
        raise ValueError(str(error)) from error
    for number, cell in enumerate(notebook.cells):
        cell.setdefault("id", f"cell-{number}")  # before version 4.5 cells had none
    return notebook


def _said(cell: Any) -> tuple[str, str, list[str]]:
    return cell.cell_type, cell.source, list(cell.metadata.get("tags", []))


def _merged_cell(key: str, was: Cells, mine: Cells, theirs: Cells) -> tuple[Any, Conflict | None]:
    """Return a cell as it is to be, None if it is to go, and what is in conflict."""
    base, own, new = (each.get(key) for each in (was, mine, theirs))
    said = [None if each is None else _said(each) for each in (base, own, new)]
    if said[1] == said[2] or said[2] == said[0]:
        return own, None
    if said[1] == said[0]:
        return new, None
    place = [*mine].index(key) + 1 if key in mine else len(mine)
    if base is None or own is None or new is None:
        texts = ["" if each is None else each.source for each in (own, new)]
        return own, Conflict(place, *texts)
    merged = merge_lines(base.source, own.source, new.source)
    same_tags = _said(own)[2] == _said(base)[2] or _said(new)[2] in (_said(base)[2], _said(own)[2])
    if merged.conflicts or own.cell_type != new.cell_type or not same_tags:
        return own, Conflict(place, own.source, new.source)
    both = deepcopy(new if _said(own)[2] == _said(base)[2] else own)
    both.source = merged.text.rstrip("\n")
    if both.cell_type == "code":
        both.outputs, both.execution_count = [], None
    return both, None


def _order(base: Sequence[str], own: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return the ids in the new order, in the user's if the user moved cells."""
    every = {*base} & {*own} & {*new}
    is_moved = [key for key in own if key in every] != [key for key in base if key in every]
    first, second = (own, new) if is_moved else (new, own)
    order = list(first)
    before = ""
    for key in second:
        if key not in order:
            order.insert(order.index(before) + 1 if before else 0, key)
        before = key
    return order
