"""Cells as they are meant: merged ones hold for all their rows, repeated columns are one."""

import numpy as np
import pandas as pd

from salesnb.loaders.sheets.recognised import Recognised
from salesnb.loaders.sheets.rows import said_rows

_AMOUNTS = {"money", "number", "percent"}


def settled(found: Recognised, rows: np.ndarray) -> pd.DataFrame:
    """Return the cells of some rows, by position of the column; notes say what was made of them.

    A cell merged over several rows holds for each of them, unless it is an amount. Of two columns
    with the same meaning the first counts, and the other fills its gaps.
    """
    cells = found.sheet.cells.iloc[rows]
    cells = _filled_down(found, cells, rows)
    cells = _one_of_each(found, cells, rows)
    for position in range(cells.shape[1]):
        if position not in found.headers and cells[position].notna().any():
            found.note("headless", letter=found.letter(position))
    return cells


def _filled_down(found: Recognised, cells: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    texts = {p for p, column in found.columns.items() if column.kind not in _AMOUNTS}
    filled: dict[int, pd.Series] = {}
    for top, left, bottom, right in found.sheet.merged:
        position = left - found.sheet.first_column
        if left != right or top <= found.header_row or position not in texts:
            continue
        inside = (rows > top) & (rows <= bottom)
        value = found.sheet.cells.iat[top, position] if top < len(found.sheet.cells) else None
        if inside.any() and isinstance(value, str):
            before = filled.get(position, cells[position])
            filled[position] = before.mask(inside & before.isna().to_numpy(), value)
    for position in filled:
        header = found.headers[position].typed
        found.note("merged_down", letter=found.letter(position), header=header)
    return _with(cells, filled)


def _one_of_each(found: Recognised, cells: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    settled_columns: dict[int, pd.Series] = {}
    for second, first in found.repeats.items():
        one, two = settled_columns.get(first, cells[first]), cells[second]
        if not two.notna().any():
            continue
        words = {
            "letter": found.letter(second),
            "header": found.headers[second].typed,
            "first": found.letter(first),
        }
        if not one.notna().any():
            _take_over(found, first, second)
            found.note("repeats", **words)
            settled_columns[first] = two
            continue
        differing = (one.notna() & two.notna() & (one != two)).to_numpy(dtype=bool)
        if found.headers[first].factor != found.headers[second].factor:
            found.note("repeats_unit", **words)
            continue
        settled_columns[first] = one.where(one.notna(), two)
        if differing.any():
            at = said_rows(rows[differing] + 1)
            found.note("repeats_differ", **words, rows=at)
        else:
            found.note("repeats", **words)
    return _with(cells, settled_columns)


def _take_over(found: Recognised, first: int, second: int) -> None:
    """Let the second column's header and place stand for an empty first one."""
    found.moved[first] = second
    found.headers[first] = found.headers[second]


def _with(cells: pd.DataFrame, changed: dict[int, pd.Series]) -> pd.DataFrame:
    cells = cells.copy(deep=False)
    for position, texts in changed.items():
        cells[position] = texts.astype("str")
    return cells
