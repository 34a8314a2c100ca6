"""Cells by calamine, for this process or for one of its own.

What a broken or hostile file can do to the reader (an allocation that fails ends the process) is
kept out of salesnb by running this module as a script: `python calamine.py FILE KIND FOLDER` writes
`sheets.json` and one Arrow file per sheet. It imports nothing of salesnb for that reason.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastexcel
import pyarrow as pa

_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
_SECONDS = 60
_MEMORY = 2 << 30


class UnreadableError(Exception):
    """The reader gave up; the text is its own."""


@dataclass(frozen=True)
class CellSheet:
    """One sheet: its cells as texts from its first filled column on, and the errors among them."""

    name: str
    hidden: bool
    first_column: int
    cells: Any
    errors: list[tuple[int, int, str]]


def read_cells(source: Path | bytes, without: Collection[str] = frozenset()) -> list[CellSheet]:
    """Read every sheet in this process, but those in `without`.

    Raises
    ------
    UnreadableError
        The file is no workbook, damaged, or protected by a password.
    """
    try:
        workbook = fastexcel.read_excel(source)
        return [_read_sheet(workbook, name) for name in workbook.sheet_names if name not in without]
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise UnreadableError(str(error)) from error
        raise


def read_cells_apart(path: Path, kind: str) -> list[CellSheet]:
    """Read every sheet in a process of its own, which may fail, with bounded time and memory.

    Parameters
    ----------
    kind : the true format, whatever the file's name ends with.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-P", __file__, str(path), kind, folder]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise UnreadableError("time") from None
        told = Path(folder) / "sheets.json"
        if done.returncode or not told.exists():
            raise UnreadableError("memory")
        said = json.loads(told.read_text(encoding="utf-8"))
        if isinstance(said, str):
            raise UnreadableError(said)
        return [
            CellSheet(name, hidden, first, _loaded(Path(folder) / f"{n}.arrow"), errors)
            for n, (name, hidden, first, errors) in enumerate(said)
        ]


def _read_sheet(workbook: fastexcel.ExcelReader, name: str) -> CellSheet:
    # skip_rows=0 keeps the blank rows above the first filled one, so that row numbers are true.
    loaded = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    batch, failed = loaded.to_arrow_with_errors()
    errors = []
    for error in failed.errors if failed is not None else ():
        row, column = error.offset_position
        word = next((w for kind, w in _ERRORS.items() if f"({kind})" in error.detail), "#ERROR!")
        errors.append((row, column, word))
    first = loaded.available_columns()[0].absolute_index if loaded.width else 0
    hidden = loaded.visible != "visible"
    return CellSheet(name, hidden, first, pa.Table.from_batches([batch]), errors)


def _loaded(path: Path) -> Any:
    with path.open("rb") as file:
        return pa.ipc.open_file(file).read_all()


def _main(path: str, kind: str, folder: str) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # no such limit on this system; the time is bounded all the same
    said: Any
    try:
        named = Path(path).suffix.lower() == f".{kind}"
        sheets = read_cells(Path(path) if named else Path(path).read_bytes())
        for n, sheet in enumerate(sheets):
            file = str(Path(folder) / f"{n}.arrow")
            with pa.OSFile(file, "wb") as sink, pa.ipc.new_file(sink, sheet.cells.schema) as out:
                out.write_table(sheet.cells)
        said = [(s.name, s.hidden, s.first_column, s.errors) for s in sheets]
    except UnreadableError as error:
        said = str(error)
    (Path(folder) / "sheets.json").write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    _main(*sys.argv[1:])
