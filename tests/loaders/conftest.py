"""Small workbooks written in the test, loaded with the packaged settings."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from salesnb.loaders import LoadResult, load_files
from salesnb.settings import Settings, SourceMapping, load_settings

TODAY = date(2026, 10, 31)
Rows = Sequence[Sequence[Any]]


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The packaged defaults."""
    return load_settings(None)


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Write {sheet: rows} as an xlsx; text stays text, numbers and dates are cells of a kind."""

    def write(sheets: Mapping[str, Rows], name: str = "orders.xlsx") -> Path:
        path = tmp_path / name
        workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            page = workbook.add_worksheet(title)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, date | datetime):
                        page.write_datetime(r, c, value, day)
                    elif isinstance(value, str) and value:
                        page.write_string(r, c, value)
                    elif value not in (None, ""):
                        page.write(r, c, value)
        workbook.close()
        return path

    return write


@pytest.fixture
def load(settings: Settings, book: Callable[..., Path]) -> Callable[..., LoadResult]:
    """Load {sheet: rows}, or paths, with no store behind."""

    def run(
        given: Mapping[str, Rows] | Sequence[Path] | Path,
        *,
        mapping: SourceMapping | None = None,
        known: Mapping[str, pd.DataFrame] | None = None,
        today: date = TODAY,
    ) -> LoadResult:
        if isinstance(given, Path):
            given = [given]
        paths = [book(given)] if isinstance(given, Mapping) else list(given)
        return load_files(paths, settings, mapping=mapping, known=known or {}, today=today)

    return run
