"""Text that begins like a formula stays text in every workbook that salesnb writes."""

import ast
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from salesnb.loaders import LoadResult, write_checked, write_template
from salesnb.settings import Settings

PACKAGE = Path(__file__).parents[2] / "salesnb"
BAITS = ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x")', "{=1}"]


def formulas(path: Path) -> list[str]:
    """Return the parts of a workbook that hold formulas or links out of it."""
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if "worksheets/" in name]
        return [
            name
            for name in sheets
            if b"<f>" in package.read(name) or b'TargetMode="External"' in package.read(name)
        ]


@pytest.mark.parametrize("bait", BAITS)
def test_a_checked_copy_holds_no_formula(
    load: Callable[..., LoadResult], book: Callable[..., Path], tmp_path: Path, bait: str
) -> None:
    path = book(
        {"客户信息表": [["客户编号", "客户名称", bait], ["C1", bait, bait], [bait, "", "x"]]}
    )
    write_checked(load(path), path, tmp_path / "checked.xlsx", "zh")
    assert formulas(tmp_path / "checked.xlsx") == []


@pytest.mark.parametrize("bait", BAITS)
def test_a_template_holds_no_formula(settings: Settings, tmp_path: Path, bait: str) -> None:
    path = tmp_path / "template.xlsx"
    known = {"staff": pd.DataFrame({"name": [bait]}), "products": pd.DataFrame({"product": [bait]})}
    write_template(path, settings, "en", known)
    assert formulas(path) == []


def test_every_writer_of_workbooks_says_that_text_is_no_formula() -> None:
    found = 0
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            is_writer = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_writer and ast.unparse(node.func) == "xlsxwriter.Workbook":
                found += 1
                assert "strings_to_formulas" in text or "SAFE_OPTIONS" in text, path
    assert found >= 2
