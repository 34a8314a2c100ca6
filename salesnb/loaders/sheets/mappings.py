"""Source mappings (R1.14): the columns, constants and values of a foreign export."""

import re

import numpy as np
import pandas as pd

from salesnb.errors import ConfigError, DataError, unknown
from salesnb.labels import listed, say
from salesnb.loaders.block import Block, Place, SheetRows
from salesnb.loaders.notes import Note, make_note
from salesnb.loaders.rules import check_overrides
from salesnb.loaders.sheets.headers import column_letter, custom_name, read_header
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.sheets.rows import remark_rows, said_rows, total_rows
from salesnb.loaders.values.parse import check_format
from salesnb.settings import FileMapping, SourceMapping
from salesnb.tables import TABLES

_HEADER_ROWS = 15


def check_mapping(mapping: SourceMapping) -> None:
    """Refuse a mapping that names a table, a rule or a column that does not exist.

    Raises
    ------
    ConfigError
        With the nearest known name.
    """
    check_overrides(mapping.severity)
    for pattern, given in mapping.files.items():
        for each in given if isinstance(given, tuple) else (given,):
            if each.table not in TABLES:
                said = unknown("table", each.table, TABLES)
                raise ConfigError(say("err_at", place=say("at_files", pattern=pattern), said=said))
            filled = {name for names in each.columns.values() for name in _listed(names)}
            filled |= each.constants.keys()
            for setting in ("defaults", "formats", "values", "whole"):
                for name in getattr(each, setting):
                    if name not in filled:
                        place = say("at_files", pattern=pattern)
                        said = unknown(say("kind_column_under", setting=setting), name, filled)
                        raise ConfigError(say("err_at", place=place, said=said))
            for name, declared in each.formats.items():
                place = say("at_files_column", pattern=pattern, column=name)
                check_format(TABLES[each.table].column(name), declared, place)
    for name in mapping.stubs:
        if name not in TABLES:
            raise ConfigError(say("err_at", place="stubs", said=unknown("table", name, TABLES)))


def mapped_block(
    sheet: RawSheet, given: FileMapping, mapping: SourceMapping
) -> tuple[Block, list[Note]]:
    """Return the rows of a sheet that a mapping describes, as typed, under column names.

    Totals and remarks below the table are left out; notes say which.

    Raises
    ------
    DataError
        The file lacks a header that the mapping names.
    """
    position_of, header_row = _find_headers(sheet, given)
    cells = sheet.cells.iloc[header_row + 1 :]
    keep = cells.notna().any(axis=1).to_numpy(copy=True)
    for header, value in given.where.items():
        keep &= (cells[position_of[header]] == value).fillna(False).to_numpy(dtype=bool)
    notes = _leave_out(sheet, given, cells, keep, position_of)
    rows = np.flatnonzero(keep) + header_row + 1
    cells = sheet.cells.iloc[rows].reset_index(drop=True)
    typed, places = _columns(sheet, given, cells, position_of)
    as_typed = pd.DataFrame(
        {header: cells[position] for header, position in position_of.items()}, dtype="str"
    )
    block = Block(
        table=TABLES[given.table],
        file=sheet.file,
        sheet=sheet.sheet,
        rows=SheetRows(rows + 1, as_typed),
        at=np.arange(len(rows)),
        typed=typed,
        places=places,
        header_row=header_row + 1,
        severity=mapping.severity,
        formats=given.formats,
        keep_empty=given.empty == "keep",
        epoch=getattr(sheet, "epoch", 1900),
    )
    return block, notes


def _leave_out(
    sheet: RawSheet,
    given: FileMapping,
    cells: pd.DataFrame,
    keep: np.ndarray,
    position_of: dict[str, int],
) -> list[Note]:
    """Take totals and remarks out of the rows to keep; return what is said of them."""
    if not len(cells):
        return []
    key = set(TABLES[given.table].key)
    keys = [position_of[h] for h, names in given.columns.items() if key & {*_listed(names)}]
    notes = []
    for said in ("totals", "remarks"):
        rows = total_rows(cells, keys) if said == "totals" else remark_rows(cells, keep)
        rows &= keep
        if rows.any():
            numbers = said_rows(np.flatnonzero(rows) + cells.index[0] + 1)
            notes.append(make_note(said, sheet.file, sheet.sheet, rows=numbers))
            keep &= ~rows
    return notes


def _find_headers(sheet: RawSheet, given: FileMapping) -> tuple[dict[str, int], int]:
    """Return the position of every header, and of their row (-1 = the file has none)."""
    named = {**given.columns, **given.where}
    if given.header:
        if lacking := [name for name in named if name not in given.header]:
            said = unknown("header", lacking[0], given.header)
            raise ConfigError(say("err_at", place=say("at_columns_of", file=sheet.file), said=said))
        return dict(zip(given.header, range(sheet.cells.shape[1]), strict=False)), -1
    wanted = {read_header(name).key: name for name in named}
    best: dict[int, str] = {}
    best_row = 0
    for number, row in enumerate(sheet.cells.iloc[:_HEADER_ROWS].itertuples(index=False)):
        texts = {p: str(cell) for p, cell in enumerate(row) if isinstance(cell, str)}
        hits = {p: wanted.get(read_header(text).key, text.strip()) for p, text in texts.items()}
        if sum(name in named for name in hits.values()) > sum(n in named for n in best.values()):
            best, best_row = hits, number
    if lacking := [name for name in named if name not in best.values()]:
        raise DataError(
            say(
                "params_mapped_column",
                file=sheet.file,
                column=lacking[0],
                found=listed(list(best.values())[:12]),
            )
        )
    return {name: position for position, name in reversed(best.items())}, best_row


def _columns(
    sheet: RawSheet, given: FileMapping, cells: pd.DataFrame, position_of: dict[str, int]
) -> tuple[pd.DataFrame, dict[str, Place]]:
    typed: dict[str, pd.Series] = {}
    places: dict[str, Place] = {}
    for header, position in sorted(position_of.items(), key=lambda item: item[1]):
        others = (custom_name(header),) if given.keep_others else ()
        place = Place(read_header(header), column_letter(position + sheet.first_column))
        for name in _listed(given.columns.get(header, others)):
            if name not in typed:
                typed[name] = _meant(cells[position], name, given)
                places[name] = place
    for name, value in given.constants.items():
        typed[name] = pd.Series(value, index=cells.index, dtype="str")
        places[name] = Place(read_header(name))
    return pd.DataFrame(typed, index=cells.index, dtype="str"), places


def _meant(texts: pd.Series, column: str, given: FileMapping) -> pd.Series:
    if column in given.whole:
        texts = texts.map(lambda text: re.sub(r"^(\d+)\.0+$", r"\1", text), na_action="ignore")
    if column in given.values:
        texts = texts.replace(given.values[column])
        texts = texts.where(texts != "")
    if column in given.defaults:
        texts = texts.fillna(given.defaults[column])
    return texts.astype("str")


def _listed(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names
