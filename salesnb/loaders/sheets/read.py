"""Files to sheets of text: xlsx, xls and their kin, CSV in the encodings that are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import numpy as np
import pandas as pd
import pyarrow as pa

from salesnb.errors import FileUnreadableError
from salesnb.loaders.sheets.read_csv import read_csv

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


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
    """

    file: str
    sheet: str
    cells: pd.DataFrame
    first_column: int = 0


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
        raise FileUnreadableError(
            f"{name}: protected by a password. Save a copy without the password and import that."
        )
    if head.startswith((_ZIP, _OLE)):
        return _read_workbook(path, name)
    if suffix in _WORKBOOKS:
        if head.lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
            raise FileUnreadableError(
                f"{name}: a web page under the name of a workbook. Open it in Excel and save it"
                " as .xlsx."
            )
        if not (suffix == ".xls" and b"\t" in head):
            raise FileUnreadableError(
                f"{name}: not a workbook, or damaged. Open it in Excel and save it again as .xlsx."
            )
    return [RawSheet(name, "", _tidied(read_csv(path, name)))]


def _head(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise FileUnreadableError(f"{name}: no such file in {path.parent}.") from None
    except IsADirectoryError:
        raise FileUnreadableError(f"{name}: a folder, not a file. Name the files in it.") from None
    except PermissionError:
        raise FileUnreadableError(
            f"{name}: cannot be opened. Close it in other programs and check its permissions."
        ) from None
    if not head:
        raise FileUnreadableError(f"{name}: the file is empty. Export it again.")
    return head


def _is_encrypted(path: Path) -> bool:
    """Return whether an OLE file is an encrypted xlsx; its directory then names the package."""
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def _read_workbook(path: Path, name: str) -> list[RawSheet]:
    try:
        workbook = fastexcel.read_excel(path)
        return [_read_sheet(workbook, sheet, name) for sheet in workbook.sheet_names]
    except fastexcel.FastExcelError as error:
        if "password" in str(error).lower():
            raise FileUnreadableError(
                f"{name}: protected by a password. Save a copy without it and import that."
            ) from error
        raise FileUnreadableError(
            f"{name}: not a workbook, or damaged. Open it in Excel and save it again as .xlsx."
        ) from error


def _read_sheet(workbook: fastexcel.ExcelReader, sheet: str, name: str) -> RawSheet:
    # skip_rows=0 keeps the blank rows above the first filled one, so that row numbers are true.
    loaded = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    batch, errors = loaded.to_arrow_with_errors()
    cells = pa.Table.from_batches([batch]).to_pandas()
    cells.columns = pd.RangeIndex(cells.shape[1])
    cells = cells.astype("str")
    for error in errors.errors if errors is not None else ():
        row, column = error.offset_position
        word = next((w for kind, w in _ERRORS.items() if f"({kind})" in error.detail), "#ERROR!")
        cells.iat[row, column] = word
    first = loaded.available_columns()[0].absolute_index if loaded.width else 0
    return RawSheet(name, sheet, _tidied(cells), first)


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
