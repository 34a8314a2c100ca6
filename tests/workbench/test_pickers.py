"""`wb.controls()`: views follow the pickers; in a report there are none."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import salesnb as product
from salesnb.errors import ScopeError, UsageError
from salesnb.workspace import Workspace
from tests.frames import fill
from tests.workbench.lab_server import served_lab

CELLS = (
    "import salesnb\nwb = salesnb.open('.', period='2026-08')\nwb",
    "wb.controls()",
    "wb.view(lambda wb: wb.metrics('sales', compare=wb.comparing))",
    "wb.explain('sales')",
)


def sales_of(workspace: Workspace, team: str, month: str) -> str:
    """Return a team's sales of a month as pandas adds them up, as a notebook shows them."""
    rows = product.open(workspace.root).table("fact_sales")
    mine = rows[(rows["team"] == team) & (rows["sold_on"].dt.strftime("%Y-%m") == month)]
    return f"{float(mine['amount'].sum()):,.2f}"


def test_another_scope_and_period_in_place_give_the_figures_of_a_fresh_look(
    demo_en: Workspace,
) -> None:
    wb = product.open(demo_en.root, period="2026-08")
    for scope, period in (
        ("team:East 1", "2026-09"),
        ("company", "2026-07"),
        ("team:East 1", "2026Q2"),
    ):
        wb.look_at(scope, period)
        fresh = product.open(demo_en.root, scope=scope, period=period)
        assert (str(wb.scope), wb.period.text) == (scope, period)
        pd.testing.assert_frame_equal(wb.metrics(["sales"]), fresh.metrics(["sales"]))


def test_each_of_many_scopes_shows_its_own_rows_also_when_it_is_gone_back_to(
    demo_en: Workspace,
) -> None:
    wb = product.open(demo_en.root, period="2026-08")
    teams = [scope for scope in wb.names("scopes") if scope.startswith("team:")]
    assert len(teams) > 5
    for scope in (*teams, *teams[:2]):
        wb.look_at(scope, "2026-08")
        name = scope.removeprefix("team:")
        assert set(wb.table("fact_sales")["team"]) == {name}
        assert set(wb.sql("select team from fact_sales")["team"]) == {name}


def test_a_scope_picked_after_an_import_has_what_was_imported(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "shop", "en")
    order = {"customer_id": "C1", "owner": "B", "order_date": "2026-10-05"}
    staff = [{"name": "A", "team": "East"}, {"name": "B", "team": "West"}]
    fill(
        workspace.store,
        {"staff": staff, "orders": [{**order, "order_id": "S1", "amount": 100}]},
        datetime(2026, 10, 30, 8),
    )
    wb = product.open(workspace.root, period="2026-10")
    assert wb.metrics("sales")["value"].tolist() == [100]
    later = {**order, "order_id": "S2", "amount": 50}
    fill(workspace.store, {"orders": [later]}, datetime(2026, 10, 30, 9))
    wb.look_at("team:West", "2026-10")
    assert wb.metrics("sales")["value"].tolist() == [150]
    wb.look_at("team:East", "2026-10")
    assert wb.table("orders").empty


def test_what_is_refused_leaves_everything_as_it_was(demo_en: Workspace) -> None:
    staff = product.open(demo_en.root).table("staff")
    boss = staff[staff["role"] == "manager"].iloc[0]
    wb = product.open(demo_en.root, viewer=boss["name"], period="2026-08")
    before, here = wb.metrics("sales"), str(wb.scope)
    for scope, period in (("company", "2026-08"), ("team:none", "2026-08")):
        with pytest.raises((ScopeError, UsageError)):
            wb.look_at(scope, period)
    member = wb.names("scopes")[-1]
    for scope in (here, member):
        with pytest.raises(UsageError):
            wb.look_at(scope, "2026-99")
    assert (str(wb.scope), wb.period.text) == (here, "2026-08")
    pd.testing.assert_frame_equal(wb.metrics("sales"), before)


def test_under_papermill_the_pickers_vanish_and_views_are_plain(
    demo_en: Workspace, tmp_path: Path
) -> None:
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS[:3]]
    path, out = tmp_path / "own.ipynb", tmp_path / "out.ipynb"
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(path), str(out), "--cwd", str(demo_en.root)],
        capture_output=True, text=True, timeout=180, env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-1000:]
    told = out.read_text("utf-8")
    assert "application/vnd.jupyter.widget-view+json" not in told
    assert "sales Sales; company, period 2026-08" in told


def test_in_jupyterlab_the_numbers_follow_the_team_that_is_picked(
    demo_en: Workspace, chromium
) -> None:
    pytest.importorskip("jupyterlab")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    path = demo_en.root / "picked.ipynb"
    nbformat.write(notebook, path)
    page = chromium.new_page(viewport={"width": 1300, "height": 1400})
    shot = os.environ.get("SALESNB_SCREENSHOTS")
    try:
        with served_lab(demo_en.root) as lab:
            page.goto(f"{lab}/lab/tree/picked.ipynb?reset")
            page.locator(".jp-Notebook .cm-content").first.click(timeout=90_000)
            page.wait_for_function(
                "document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]')"
            )
            for _ in CELLS:
                page.keyboard.press("Shift+Enter")
            page.get_by_text("sales Sales; company, period 2026-08").wait_for(timeout=60_000)
            page.locator(".widget-dropdown select").select_option("team:East 1")
            page.get_by_text("sales Sales; team:East 1, period 2026-08").wait_for(timeout=60_000)
            value = sales_of(demo_en, "East 1", "2026-08")
            page.locator(f"td:text-is('{value}')").wait_for(timeout=10_000)
            period = page.locator(".widget-text input").first
            period.fill("2026-09")
            period.press("Enter")
            value = sales_of(demo_en, "East 1", "2026-09")
            page.locator(f"td:text-is('{value}')").wait_for(timeout=60_000)
            page.locator(".widget-checkbox input").check()
            page.locator("th:text-is('growth_yoy')").wait_for(timeout=60_000)
            if shot:
                page.screenshot(path=f"{shot}/pickers.png")
    finally:
        page.close()
        path.unlink()
