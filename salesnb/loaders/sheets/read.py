"""Files to sheets of text: xlsx, xls and their kin, CSV in the encodings that are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from salesnb.errors import FileUnreadableError
from salesnb.labels import say
from salesnb.loaders.sheets.calamine import (
    CellSheet,
    UnreadableError,
    read_cells,
    read_cells_apart,
)
from salesnb.loaders.sheets.package import (
    DAMAGED,
    LOCKED,
    ZIPS,
    Package,
    SheetFacts,
    inspect_package,
    with_known_errors,
)
from salesnb.loaders.sheets.read_csv import read_csv
from salesnb.loaders.values.arrow_text import matches
from salesnb.loaders.values.failure import NO_VALUE

_OLE = b"\xd0\xcf\x11\xe0"
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_DIGITS = 16


@dataclass(frozen=True)
class RawSheet:
    """One sheet as text.

    Attributes
    ----------
    file : the file's name; with its folder where two files share the name.
    sheet : the sheet's name; empty for a CSV file.
    cells : one column per column of the sheet, `str`, stripped, missing where the cell is blank;
        row 0 is row 1 of the sheet.
    first_column : how many empty columns stand left of the first one of `cells`.
    hidden : whether the sheet is hidden.
    epoch : 1904 where the workbook counts days from 1904; date cells are right already.
    merged : merged cells that begin in the first 30 rows: first row, first column, last row, last
        column, 0-based in the sheet.
    """

    file: str
    sheet: str
    cells: pd.DataFrame
    first_column: int = 0
    hidden: bool = False
    epoch: int = 1900
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_files(paths: Sequence[Path]) -> list[RawSheet]:
    """Read every sheet of every file.

    Raises
    ------
    FileUnreadableError
        A file is missing, empty, damaged, protected by a password, or no workbook and no text.
    """
    names = [path.name for path in paths]
    sheets: list[RawSheet] = []
    for path in paths:
        twice = names.count(path.name) > 1
        sheets += read_file(path, f"{path.parent.name}/{path.name}" if twice else path.name)
    return sheets


def read_file(path: Path, name: str) -> list[RawSheet]:
    """Read every sheet of one file; `name` is what messages call it."""
    head = _head(path, name)
    suffix = path.suffix.lower()
    if head.startswith(_OLE) and _is_encrypted(path):
        raise FileUnreadableError(say("file_says", name=name, said=LOCKED))
    if head.startswith((*ZIPS, _OLE)):
        return _read_workbook(path, name, head.startswith(ZIPS))
    if suffix in _WORKBOOKS:
        if head.lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
            raise FileUnreadableError(say("file_web_page", name=name))
        if not (suffix == ".xls" and b"\t" in head):
            raise FileUnreadableError(say("file_says", name=name, said=DAMAGED))
    return [RawSheet(name, "", _tidied(read_csv(path, name)))]


def _head(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise FileUnreadableError(say("file_not_in", name=name, folder=path.parent)) from None
    except IsADirectoryError:
        raise FileUnreadableError(say("file_folder", name=name)) from None
    except PermissionError:
        raise FileUnreadableError(say("file_closed", name=name)) from None
    if not head:
        raise FileUnreadableError(say("file_empty", name=name))
    return head


def _is_encrypted(path: Path) -> bool:
    """Return whether an OLE file is an encrypted xlsx; its directory then names the package."""
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def _read_workbook(path: Path, name: str, zipped: bool) -> list[RawSheet]:
    package = inspect_package(path, name) if zipped else Package("xls")
    try:
        sheets = _cells_of(path, package)
    except UnreadableError as error:
        said = str(error).lower()
        if said in ("time", "memory"):
            too_much = say("file_says", name=name, said=say("file_too_much"))
            raise FileUnreadableError(too_much) from error
        why = LOCKED if "password" in said or "encrypted" in said else DAMAGED
        raise FileUnreadableError(say("file_says", name=name, said=why)) from error
    return [_raw_sheet(sheet, package, name) for sheet in sheets]


def _cells_of(path: Path, package: Package) -> list[CellSheet]:
    """Read what has been looked through here, other formats where they can do no harm."""
    if package.kind != "xlsx":
        return read_cells_apart(path, package.kind)
    try:
        named = path.suffix.lower() in (".xlsx", ".xlsm")
        return read_cells(path if named else path.read_bytes(), package.charts)
    except UnreadableError as error:
        if "cell error value" not in str(error):
            raise
        return read_cells(with_known_errors(path), package.charts)


def _raw_sheet(sheet: CellSheet, package: Package, name: str) -> RawSheet:
    facts = package.sheets.get(sheet.name, SheetFacts())
    cells = sheet.cells.to_pandas()
    cells.columns = pd.RangeIndex(cells.shape[1])
    cells = _in_excels_words(cells.astype("str"), package.epoch)
    for row, column, word in sheet.errors:
        cells.iat[row, column] = word
    cells, first = _marked(cells, sheet.first_column, facts.unvalued)
    hidden = sheet.hidden or facts.hidden
    return RawSheet(name, sheet.name, _tidied(cells), first, hidden, package.epoch, facts.merged)


def _marked(
    cells: pd.DataFrame, first: int, unvalued: Sequence[tuple[int, int]]
) -> tuple[pd.DataFrame, int]:
    """Put NO_VALUE where a formula has no result; such cells may lie outside the others."""
    if not unvalued:
        return cells, first
    rows, columns = np.array(unvalued, dtype=np.int64).T
    left = int(min(first, columns.min())) if cells.shape[1] else int(columns.min())
    right = int(max(first + cells.shape[1], columns.max() + 1))
    cells.columns = pd.RangeIndex(first, first + cells.shape[1])
    height = max(len(cells), int(rows.max()) + 1)
    cells = cells.reindex(index=range(height), columns=range(left, right)).astype("str")
    for column in np.unique(columns):
        cells.loc[rows[columns == column], column] = NO_VALUE
    cells.columns = pd.RangeIndex(right - left)
    return cells, left


def _in_excels_words(cells: pd.DataFrame, epoch: int) -> pd.DataFrame:
    """Write times of day without a day, moments with a blank, numbers without a float's tail."""
    day_0 = "1904-01-01 " if epoch == 1904 else "1899-12-31 "
    for position in cells.columns:
        texts = pa.array(cells[position], from_pandas=True)
        longest = pc.max(pc.binary_length(texts)).as_py() or 0
        if longest < len(day_0):
            continue
        times = pc.fill_null(pc.starts_with(texts, day_0), False).to_numpy(zero_copy_only=False)
        if times.any():
            cells[position] = cells[position].where(~times, cells[position].str.slice(11))
        if longest > _DIGITS:
            moments = matches(cells[position], r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
            if moments.any():
                spaced = cells[position].str.replace("T", " ")
                cells[position] = cells[position].where(~moments, spaced)
            long = matches(cells[position], r"-?\d{7,}\.\d{4,}")
            if long.any():
                shorter = cells.loc[long, position].map(_shortest)
                cells[position] = cells[position].where(~long, shorter)
    return cells


def _shortest(number: str) -> str:
    """Return 12345678901.12 for 12345678901.120000839, which is the same number."""
    shown = repr(float(number))
    digits = len(shown.strip("-").replace(".", ""))
    return shown if digits <= _DIGITS and len(shown) < len(number) else number


def _tidied(cells: pd.DataFrame) -> pd.DataFrame:
    """Strip the cells, and cut the blank rows and columns at the end.

    A formatted sheet has blank rows by the thousand.
    """
    cells = cells.apply(_stripped) if cells.size else cells
    filled = cells.notna()
    rows = np.flatnonzero(filled.any(axis=1).to_numpy())
    columns = np.flatnonzero(filled.any(axis=0).to_numpy())
    if not len(rows):
        return cells.iloc[:0, :0]
    return cells.iloc[: rows[-1] + 1, : columns[-1] + 1]


def _stripped(cells: pd.Series) -> pd.Series:
    texts = cells.str.strip()
    if texts.str.contains("[\u200b\ufeff]").any():
        texts = texts.str.replace("[\u200b\ufeff]", "", regex=True).str.strip()
    return texts.where(texts != "")
