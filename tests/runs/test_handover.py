"""Models are learned for a run only if one of its notebooks speaks of them."""

import shutil
from pathlib import Path

import duckdb
import nbformat
import pytest

from salesnb.reports.plan import plan_reports
from salesnb.runs.handover import handed_over
from salesnb.workspace import Workspace
from tests.runs.conftest import PARAMETERS


def add_notebook(shop: Workspace, name: str, code: str) -> None:
    parameters = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    book = nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(code)])
    nbformat.write(book, shop.notebooks / f"{name}.ipynb")


@pytest.mark.parametrize(
    ("code", "has_scores"),
    [
        ("wb.metrics('sales')", False),
        ("wb.sql('select * from lead_scores')", True),
        ("wb.score_leads()", True),
        ("wb.sql('select * from lead_model')", True),
    ],
)
def test_a_kernel_has_scores_if_its_notebook_asks(
    shop: Workspace, code: str, has_scores: bool
) -> None:
    add_notebook(shop, "asks", code)
    shutil.rmtree(shop.root / "data" / "models", ignore_errors=True)
    tasks = plan_reports(shop, notebooks=["asks"], scopes=["team:East 1"], period="2026-09")
    with handed_over(shop, shop.store, tasks) as folders:
        (folder,) = folders.values()
        with duckdb.connect(str(Path(folder) / "extract.duckdb"), read_only=True) as file:
            tables = {row[0] for row in file.execute("show tables").fetchall()}
    assert ({"lead_scores", "lead_model"} <= tables) == has_scores
    assert (shop.root / "data" / "models").exists() == has_scores


@pytest.mark.parametrize(
    ("code", "has_values"),
    [
        ("wb.metrics('sales')", False),
        ("wb.rfm_segments()", True),
        ("wb.late_payers()", True),
        ("wb.sql('select * from customer_values')", True),
    ],
)
def test_a_kernel_has_what_is_learned_of_customers_if_its_notebook_asks(
    shop: Workspace, code: str, has_values: bool
) -> None:
    add_notebook(shop, "asks", code)
    tasks = plan_reports(shop, notebooks=["asks"], scopes=["team:East 1"], period="2026-09")
    with handed_over(shop, shop.store, tasks) as folders:
        (folder,) = folders.values()
        with duckdb.connect(str(Path(folder) / "extract.duckdb"), read_only=True) as file:
            tables = {row[0] for row in file.execute("show tables").fetchall()}
    wanted = {"customer_values", "invoice_chances", "customer_models"}
    assert (tables & wanted == wanted) == has_values
    assert bool(tables & wanted) == has_values
