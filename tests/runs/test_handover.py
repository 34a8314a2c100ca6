"""What a kernel is given: what is learned if it asks for it, no secret and no address ever."""

import shutil
from pathlib import Path

import duckdb
import nbformat
import pytest

from salesnb.reports.plan import plan_reports
from salesnb.runs.handover import handed_over
from salesnb.settings.store import STORE_SECRETS
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


@pytest.mark.usefixtures("ordinary")
def test_a_kernel_is_given_no_secret_and_no_address(
    shop: Workspace, write, job, salesnb, monkeypatch
) -> None:
    for name in ("BROWSER", "ENGINES"):  # of the tests themselves
        monkeypatch.delenv(f"SALESNB_REQUIRE_{name}", raising=False)
    for name in STORE_SECRETS:
        monkeypatch.setenv(name, "correct horse")
    monkeypatch.setenv("SALESNB_SMTP_PASSWORD", "correct horse")
    monkeypatch.setenv("SALESNB_WEBHOOK_EAST", "https://example.com/?key=1")
    for name in ("organisation", "delivery", "store", "limits"):
        assert (shop.root / "params" / f"{name}.yml").is_file()
    write(
        "tiny",
        "import os, pathlib",
        "found = [name for name in os.environ if name.startswith(('SALESNB_', 'PGPASS'))]",
        "assert not {*found} - {'SALESNB_KERNELS'}, found",
        "params = {path.name for path in pathlib.Path.cwd().rglob('params/*.yml')}",
        "assert 'limits.yml' in params and not params & {'organisation.yml', 'delivery.yml', 'store.yml'}",
    )
    job("month", "tiny")
    done = salesnb(shop, "run", "month", "--date", "2026-10-31")
    assert done.exit_code == 0, done.stderr


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
