"""Month tables to rows of targets: one block per column of months, so that every place is true."""

from decimal import Decimal

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block, Place, SheetRows
from salesnb.loaders.sheets.headers import Header, read_header
from salesnb.loaders.sheets.months import TARGETS, MonthTable
from salesnb.loaders.sheets.rows import data_rows, said_rows
from salesnb.loaders.sheets.settle import settled
from salesnb.loaders.sheets.spans import Span
from salesnb.loaders.values.amounts import parse_amount
from salesnb.loaders.values.arrow_text import matches
from salesnb.loaders.values.parse import EMPTY_VALUES
from salesnb.loaders.values.words import folded
from salesnb.settings import Settings

_COUNT = r"(?i).*(?:数|数量|个数|人数|单量|次数|线索|意向|商机|客户|拜访|count|number|leads?|deals?|visits?)"
_AMOUNT = r"(?i).*(?:额|款|业绩|收入|销售|sales|revenue|collections?|amount)"
_Amount = Decimal | str | None


def month_blocks(found: MonthTable, settings: Settings) -> list[Block]:
    """Return the targets of a month table, one block per column and kind of scope.

    An empty cell is no target. A total that equals the sum of its months is none either; one that
    differs is the target of the quarter or year. Where the fiscal year begins in another month than
    January, that is the target of the calendar months that it stands beside.
    """
    rows = data_rows(found)
    cells = settled(found, rows)
    wanted = _targets(found, cells, rows, settings.workspace.currency)
    fiscal = settings.workspace.fiscal_year_start != 1
    blocks = []
    for position, filled in wanted.items():
        for scope, mask in _by_scope(found, cells).items():
            for header, part in _by_unit(found, cells, position):
                at = np.flatnonzero(filled & mask & part)
                if len(at):
                    block = _block(found, cells, rows, at, (position, scope, header), fiscal)
                    blocks.append(block)
    return blocks


def _block(
    found: MonthTable,
    cells: pd.DataFrame,
    rows: np.ndarray,
    at: np.ndarray,
    where: tuple[int, int, Header],
    fiscal: bool,
) -> Block:
    position, scope, header = where
    part = cells.iloc[at].reset_index(drop=True)
    letter = found.letter(position)
    typed = {"period": _periods(found, part, position, fiscal), "scope": part[scope]}
    places = {
        "period": Place(header, letter),
        "scope": Place(found.headers[scope], found.letter(scope)),
        "value": Place(header, letter),
    }
    if found.year_at is not None and not found.spans[position].year:
        places["period"] = Place(found.headers[found.year_at], found.letter(found.year_at))
    metric = next((p for p, column in found.columns.items() if column.name == "metric"), None)
    if metric is not None:
        typed["metric"] = part[metric]
        places["metric"] = Place(found.headers[metric], found.letter(metric))
    elif found.metric:
        typed["metric"] = pd.Series(found.metric, index=part.index, dtype="str")
        places["metric"] = Place(read_header(TARGETS["metric"].zh))
    typed["value"] = part[position]
    for custom, name in found.custom.items():
        if name not in TARGETS:
            typed[name] = part[custom]
            places[name] = Place(found.headers[custom], found.letter(custom))
    frame = pd.DataFrame(typed, index=part.index, dtype="str")
    given = [scope, *([] if metric is None else [metric]), position]
    as_typed = part[given].set_axis([found.headers[p].typed for p in given], axis=1)
    return Block(
        table=TARGETS,
        file=found.sheet.file,
        sheet=found.sheet.sheet,
        rows=SheetRows(rows[at] + 1, as_typed),
        at=np.arange(len(at)),
        typed=frame,
        places=places,
        header_row=found.header_row + 1,
    )


def _periods(found: MonthTable, part: pd.DataFrame, position: int, fiscal: bool) -> pd.Series:
    span = found.spans[position]
    beside = any(other.length == 1 for other in found.spans.values())
    ending = span.ending(calendar=fiscal and beside)
    if span.year or found.year_at is None:
        year = str(span.year or found.year)
        return pd.Series(year + ending.format(year=year), index=part.index, dtype="str")
    typed = part[found.year_at]
    years = typed.str.extract(r"(?<!\d)(20\d\d)(?!\d)", expand=False)
    given = years.fillna(typed)
    return given + given.map(lambda year: ending.format(year=year), na_action="ignore")


def _by_scope(found: MonthTable, cells: pd.DataFrame) -> dict[int, np.ndarray]:
    """Return which rows each column of scopes speaks for: the finest that is filled."""
    free = np.ones(len(cells), dtype=bool)
    masks: dict[int, np.ndarray] = {}
    for position in found.scopes:
        masks[position] = free & cells[position].notna().to_numpy()
        free = free & ~masks[position]
    masks[found.scopes[0]] |= free
    return masks


def _by_unit(
    found: MonthTable, cells: pd.DataFrame, position: int
) -> list[tuple[Header, np.ndarray]]:
    """Return a column's header, and without its unit for the rows whose metric is a number."""
    header = found.headers[position]
    everything = np.ones(len(cells), dtype=bool)
    metric = next((p for p, column in found.columns.items() if column.name == "metric"), None)
    if metric is None or header.factor in (None, 1):
        return [(header, everything)]
    counts = matches(cells[metric], _COUNT) & ~matches(cells[metric], _AMOUNT)
    plain = Header(header.typed, header.key, header.loose)
    return [(header, ~counts), (plain, counts)]


def _targets(
    found: MonthTable, cells: pd.DataFrame, rows: np.ndarray, currency: str
) -> dict[int, np.ndarray]:
    """Return which cells of each column are targets."""
    wanted: dict[int, np.ndarray] = {}
    for position, span in found.spans.items():
        filled = ~cells[position].map(_is_nothing).to_numpy(dtype=bool)
        if parts := _parts_of(found, position, span):
            total, *others = (_amounts(cells, found, p, currency) for p in (position, *parts))
            meant = [_compare(*values) for values in zip(total, *others, strict=True)]
            sums, differs = (np.array(meant) == word for word in ("sum", "differs"))
            words = {"letter": found.letter(position), "header": found.headers[position].typed}
            if (filled & sums).any():
                found.note("months_sum", **words)
            if (filled & differs).any():
                at = rows[filled & differs] + 1
                found.note("months_differ", **words, rows=said_rows(at))
            filled = filled & ~sums
        wanted[position] = filled
    return wanted


def _parts_of(found: MonthTable, position: int, span: Span) -> list[int]:
    """Return the columns that a total sums up: months where there are any, else the next longer."""
    inside = {
        p: other
        for p, other in found.spans.items()
        if p != position and span.contains(other) and other.year in (0, span.year or other.year)
    }
    shortest = min((other.length for other in inside.values()), default=0)
    return [p for p, other in inside.items() if other.length == shortest]


def _compare(total: _Amount, *values: _Amount) -> str:
    """Return whether a total is the `sum` of its parts, or `differs`; empty = neither."""
    given = [value for value in values if value is not None]
    if not given or isinstance(total, str) or total is None:
        return ""
    if any(isinstance(value, str) for value in given):
        return "sum"
    return "sum" if sum(v for v in given if isinstance(v, Decimal)) == total else "differs"


def _amounts(cells: pd.DataFrame, found: MonthTable, position: int, currency: str) -> list[_Amount]:
    """Return the amounts of a column; None = empty, text = unreadable."""
    factor = found.headers[position].factor or Decimal(1)
    read: dict[str, _Amount] = {}
    for text in cells[position].dropna().unique():
        amount = None if _is_nothing(text) else parse_amount(text, currency=currency, factor=factor)
        read[text] = amount if amount is None or isinstance(amount, Decimal) else text
    return [read.get(text) if isinstance(text, str) else None for text in cells[position]]


def _is_nothing(text: object) -> bool:
    return not isinstance(text, str) or folded(text) in EMPTY_VALUES
