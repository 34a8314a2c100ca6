"""A workbook that xlsxwriter made is closed, and so written; what forbids that is said."""

from pathlib import Path
from typing import Any

from xlsxwriter.exceptions import FileCreateError

from salesnb.errors import SalesnbError
from salesnb.labels import say


def save_workbook(workbook: Any, path: Path) -> None:
    """Write a workbook.

    Raises
    ------
    SalesnbError
        The file cannot be written.
    """
    try:
        workbook.close()
    except (FileCreateError, OSError) as error:
        raise SalesnbError(say("file_unwritten", name=path.name)) from error
