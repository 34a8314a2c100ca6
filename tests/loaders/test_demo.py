"""The made-up company's workbooks load without an error, in both languages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from salesnb.demo import write_company
from salesnb.loaders import load_files
from salesnb.settings import Settings
from salesnb.tables import TABLES
from salesnb.workspace import Workspace

UNTIL = date(2026, 10, 31)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_demo_company_loads_without_an_error(
    settings: Settings, lang: Literal["zh", "en"], request: pytest.FixtureRequest
) -> None:
    company: Workspace = request.getfixturevalue(f"demo_{lang}")
    local = replace(settings, workspace=settings.workspace.model_copy(update={"lang": lang}))
    files = sorted((company.root / "spreadsheets").glob("*.xlsx"))
    result = load_files(files, local, mapping=None, known={}, today=UNTIL)
    assert result.errors["message"].tolist() == []
    assert set(result.tables) == set(TABLES)
    assert not {"unknown_source", "unknown_owner", "unknown_method"} & set(result.problems["rule"])
    assert (result.counts["rejected"] == 0).all()


def test_the_demo_company_loads_the_same_again(
    settings: Settings, tmp_path: Path, load: Callable[..., object]
) -> None:
    write_company(tmp_path, lang="zh", until=UNTIL, scale=0.02)
    files = sorted(tmp_path.glob("*.xlsx"))
    first = load_files(files, settings, mapping=None, known={}, today=UNTIL)
    again = load_files(files, settings, mapping=None, known=first.tables, today=UNTIL)
    for name, table in first.tables.items():
        assert table.equals(again.tables[name]), name
