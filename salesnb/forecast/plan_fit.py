"""A plan that keeps fixed sums: proportional fitting, what cannot add up, and rounding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_CLOSE, _MOST_ROUNDS = 1e-10, 2_000
_UNITS = tuple(Decimal(text) for text in ("100", "10", "1", "0.1", "0.01"))


@dataclass(frozen=True)
class Block:
    """Cells whose sum is fixed.

    Attributes
    ----------
    cells : places of the cells.
    value : what they sum to.
    is_setting : from params and not from the targets sheet.
    key : scope and period, as told to the user.
    """

    cells: NDArray[np.intp]
    value: Decimal
    is_setting: bool
    key: tuple[str, str]


@dataclass(frozen=True)
class Settled:
    """What fixed sums say of cells without any doubt.

    Attributes
    ----------
    cells : {cell: its value}.
    left : the sums over the other cells.
    holds : whether no sum contradicts the others so far.
    """

    cells: dict[int, Decimal]
    left: list[Block]
    holds: bool


def settle(blocks: Sequence[Block]) -> Settled:
    """Return the cells that follow from the blocks: alone in one, or in one with nothing left."""
    cells: dict[int, Decimal] = {}
    left, holds = list(blocks), True
    while True:
        rest: list[Block] = []
        known = len(cells)
        for block in left:
            free = [int(cell) for cell in block.cells if int(cell) not in cells]
            value = block.value - sum(cells.get(int(cell), Decimal(0)) for cell in block.cells)
            if value < 0 or not free:
                holds = holds and value == 0
            elif len(free) == 1 or not value:
                cells |= dict.fromkeys(free, value)
            else:
                rest.append(block)
        left = rest
        if len(cells) == known or not holds:
            break
    return Settled(cells, [_less(block, cells) for block in left], holds)


def _less(block: Block, cells: Mapping[int, Decimal]) -> Block:
    free = [cell for cell in block.cells if int(cell) not in cells]
    value = block.value - sum(cells.get(int(cell), Decimal(0)) for cell in block.cells)
    return replace(block, cells=np.array(free, dtype=np.intp), value=value)


def fit(start: Floats, blocks: Sequence[Block], spread: Floats) -> tuple[Floats, bool]:
    """Return cells that keep the proportions of `start` as far as the blocks allow, and whether they do.

    Blocks are met one after the other by scaling their cells until all hold: iterative proportional
    fitting, which gives the cells that are closest to the start in relative entropy.

    Parameters
    ----------
    spread : what takes the place of a start that is 0 in all cells of a block above 0.

    Notes
    -----
    W. E. Deming and F. F. Stephan, Annals of Mathematical Statistics 11 (1940) 427-444;
    I. Csiszar, Annals of Probability 3 (1975) 146-158.
    """
    cells = start.astype(float).copy()
    values = [float(block.value) for block in blocks]
    for block, value in zip(blocks, values, strict=True):
        if value > 0 and not cells[block.cells].sum() > 0:
            cells[block.cells] = np.maximum(spread[block.cells], 1e-6)
    worst, before = np.inf, np.inf
    for number in range(_MOST_ROUNDS):
        worst = 0.0
        for block, value in zip(blocks, values, strict=True):
            total = cells[block.cells].sum()
            worst = max(worst, abs(total - value) / max(value, 1.0))
            if total > 0:
                cells[block.cells] *= value / total
        if worst <= _CLOSE:
            return cells, True
        if number % 50 == 49:  # contradictions go round in circles
            if worst > 0.9 * before:
                break
            before = worst
    return cells, worst <= 1e-6


def cannot_add_up(size: int, blocks: Sequence[Block]) -> dict[int, float]:
    """Return {place of a block: by how much it is off}, for the fewest and least that contradict.

    Params give way before the sheet, and of either the larger sums before the smaller ones.
    """
    from scipy.optimize import linprog

    count = len(blocks)
    cost = np.array(
        [(1.0 if block.is_setting else 1e4) * (1 + size / len(block.cells)) for block in blocks]
    )
    matrix = _matrix(size, blocks)
    from scipy.sparse import eye_array, hstack

    scale = max((float(block.value) for block in blocks), default=1.0) or 1.0
    found = linprog(
        np.concatenate([np.zeros(size), cost, cost]),
        A_eq=hstack([matrix, eye_array(count), -eye_array(count)]),
        b_eq=np.array([float(block.value) for block in blocks]) / scale,
    )
    slack = (found.x[size : size + count] - found.x[size + count :]) * scale
    return {n: float(-off) for n, off in enumerate(slack) if abs(off) > 1e-6 * scale}


def unit_of(round_to: Decimal, blocks: Sequence[Block]) -> Decimal:
    """Return the rounding unit, or the largest finer one of which all fixed sums are multiples."""
    for unit in (round_to, *(finer for finer in _UNITS if finer < round_to)):
        if all(block.value % unit == 0 for block in blocks):
            return unit
    return _UNITS[-1]


def rounded(
    cells: Floats, blocks: Sequence[Block], sums: Sequence[NDArray[np.intp]], unit: Decimal
) -> NDArray[np.int64]:
    """Return cells in whole units so that fixed sums hold exactly.

    Every cell is rounded up or down; of all ways to do that the one that gives most to the largest
    remainders. The other `sums` are rounded up or down as well, as far as that can be.
    """
    exact = cells / float(unit)
    exact = np.where(np.abs(exact - np.round(exact)) < 1e-6, np.round(exact), exact)
    low = np.floor(exact)
    if np.array_equal(low, exact):
        return low.astype(np.int64)
    fixed = [(block.cells, float(block.value / unit)) for block in blocks]
    bounds = [(places, value, value) for places, value in fixed]
    soft = []
    for places in sums:
        total = exact[places].sum()
        near = np.round(total) if abs(total - np.round(total)) < 1e-6 else total
        soft.append((places, float(np.floor(near)), float(np.ceil(near))))
    for limits, most in ((bounds + soft, 1), (bounds, 1), (bounds, 1000)):
        found = _solve(exact - low, low, limits, most)
        if found is not None:
            return (low + found).astype(np.int64)
    raise ArithmeticError("fixed sums that hold exactly cannot be rounded")


def _solve(
    part: Floats, low: Floats, limits: Sequence[tuple[NDArray[np.intp], float, float]], most: int
) -> Floats | None:
    """Return what is added to the rounded-down cells, None if that cannot be."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    # A whole cell stays as it is; a tie goes to the first.
    cost = 1.0 - 2.0 * part + 1e-9 * np.arange(len(part))
    up = np.where(part > 0, 1.0, 0.0) if most == 1 else np.full(len(part), float(most))
    down = np.zeros(len(part)) if most == 1 else -np.minimum(low, most)
    options: dict[str, Any] = {}
    if limits:
        matrix = _rows(len(part), [places for places, _, _ in limits])
        sums = [low[places].sum() for places, _, _ in limits]
        options["constraints"] = LinearConstraint(
            matrix,
            np.array([start - own for (_, start, _), own in zip(limits, sums, strict=True)]),
            np.array([end - own for (_, _, end), own in zip(limits, sums, strict=True)]),
        )
    found = milp(cost, integrality=np.ones(len(part)), bounds=Bounds(down, up), **options)
    return None if found.x is None else np.round(found.x)


def _matrix(size: int, blocks: Sequence[Block]) -> Any:
    return _rows(size, [block.cells for block in blocks])


def _rows(size: int, places: Sequence[NDArray[np.intp]]) -> Any:
    """Return a matrix with a row of ones for each set of places."""
    from scipy.sparse import csr_array

    row = np.repeat(np.arange(len(places)), [len(each) for each in places])
    column = np.concatenate(places) if places else np.array([], dtype=int)
    return csr_array((np.ones(len(column)), (row, column)), shape=(len(places), size))
