"""Recognised and mapped sheets to blocks: typed cells under column names, then values."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block, Place, SheetRows
from salesnb.loaders.problems import ProblemLog
from salesnb.loaders.rules import RULES
from salesnb.loaders.sheets.headers import custom_name
from salesnb.loaders.sheets.months import MonthTable
from salesnb.loaders.sheets.recognise import recognise
from salesnb.loaders.sheets.recognised import Recognised, Unrecognised
from salesnb.loaders.sheets.rows import data_rows, other_headers, without_serials
from salesnb.loaders.sheets.settle import settled
from salesnb.loaders.sheets.unpivot import month_blocks
from salesnb.loaders.values.parse import ColumnParser
from salesnb.loaders.values.years import fill_years
from salesnb.settings import Settings
from salesnb.tables import Column


def blocks_of(found: Recognised, settings: Settings) -> list[tuple[Block, Recognised]]:
    """Return the rows of a recognised sheet as typed, with what they were recognised as.

    Where the headers come again in another order, as in sheets pasted below each other, the rows
    below them are read by these.
    """
    if isinstance(found, MonthTable):
        return [(block, found) for block in month_blocks(found, settings)]
    start = other_headers(found)
    if start is None:
        return [(_block_of(found), found)]
    found.end = start
    blocks = [(_block_of(found), found)]
    below = recognise(found.sheet, settings.workspace.currency, start=start)
    if isinstance(below, Unrecognised):
        found.note("unrecognised_below", row=str(start + 1), reason=below.reason)
        return blocks
    return blocks + blocks_of(below, settings)


def _block_of(found: Recognised) -> Block:
    rows = data_rows(found)
    cells = settled(found, rows)
    names = {position: column.name for position, column in found.columns.items()}
    names |= {
        position: custom_name(name) for position, name in without_serials(found, cells).items()
    }
    ordered = {position: names[position] for position in sorted(names)}
    typed = pd.DataFrame(
        {name: cells[position] for position, name in ordered.items()}, dtype="str"
    ).reset_index(drop=True)
    places = {
        name: Place(found.headers[position], found.letter(position))
        for position, name in ordered.items()
    }
    as_typed = typed.set_axis([places[name].header.typed for name in typed.columns], axis=1)
    return Block(
        table=found.form.table,
        file=found.sheet.file,
        sheet=found.sheet.sheet,
        rows=SheetRows(rows + 1, as_typed),
        at=np.arange(len(rows)),
        typed=typed,
        places=places,
        header_row=found.header_row + 1,
        epoch=getattr(found.sheet, "epoch", 1900),
    )


def read_values(
    block: Block,
    parser: ColumnParser,
    log: ProblemLog,
    stored: Collection[str] = (),
    today: date | None = None,
) -> None:
    """Fill `block.values` from `block.typed`, recording what cannot be read.

    A day without a year gets the one that its row tells (values/years.py).

    Of a source the typed text is kept in `source_text`; of another choice whose unknown words are
    only a warning (method), in `<column>_text` where there are such words, or were before.

    Parameters
    ----------
    stored : the columns that the table has in the store.
    today : the day of the import.
    """
    known = {name: block.table[name] for name in block.typed.columns if name in block.table}
    read = {
        name: parser(
            block.typed[name],
            column,
            block.place(name).header,
            block.formats.get(name),
            block.epoch,
        )
        for name, column in known.items()
    }
    read |= fill_years(block.typed, read, known, today, month_first=parser.month_first)
    values: dict[str, pd.Series] = {}
    for name in block.typed.columns:
        if name not in read:
            values[name] = block.typed[name]
            continue
        column, parsed = known[name], read[name]
        (block.compared if column.compared else values)[name] = parsed.values
        log.add_failures(block, name, parsed.rows, parsed.failures)
        if len(parsed.rows):
            block.unreadable[name] = np.isin(np.arange(len(block)), parsed.rows)
        if parsed.note:
            log.add_for_sheet(block, name, parsed.note, np.zeros(len(block), dtype=bool))
        if f"{name}_text" in stored or _keeps_text(column, parsed.failures):
            values[f"{name}_text"] = block.typed[name]
    block.values = pd.DataFrame(values, index=range(len(block)))


def _keeps_text(column: Column, failures: Sequence[object]) -> bool:
    if column.compared:
        return False
    if column.choice == "source":
        return True
    return bool(failures) and RULES.get(f"unknown_{column.choice}") == "warning"
