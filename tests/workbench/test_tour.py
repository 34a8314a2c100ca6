"""`salesnb lab` begins at its page; the guided tour runs there, and figures follow the picker."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

import salesnb as product
from salesnb.start import write_start_page
from salesnb.workspace import Workspace
from tests.frames import CONTACT, fill
from tests.workbench.lab_server import served_lab

NOW = datetime(2026, 11, 1, 8, 30)
_SHOTS = os.environ.get("SALESNB_SCREENSHOTS")


def told(path: Path) -> str:
    return "".join(json.loads(path.read_text("utf-8"))["cells"][0]["source"])


def test_the_page_tells_what_was_imported_and_what_waits(workspace: Workspace) -> None:
    assert "还没有导入任何数据" in told(write_start_page(workspace, NOW))
    lead = {**CONTACT, "lead_id": "L1", "created_at": "2026-10-01", "owner": "王芳"}
    fill(workspace.store, {"leads": [lead, {**lead, "lead_id": "L2"}]})
    page = told(write_start_page(workspace, NOW))
    assert "销售线索信息表 2 行" in page and "2026年10月31日" in page
    assert "2026-10-31 12:00，第 1 版" in page
    assert "还没有出过报告" in page
    assert CONTACT["contact_name"] not in page and "王芳" not in page


def test_the_page_lists_every_notebook_with_what_it_is_for(workspace: Workspace, salesnb) -> None:
    salesnb(workspace, "new", "区域")
    page = told(write_start_page(workspace, NOW))
    for path in workspace.notebooks.glob("*.ipynb"):
        target = f"(notebooks/{quote(path.name)})"
        (line,) = [row for row in page.splitlines() if row.startswith("- **[") and target in row]
        assert len(line.split(" · ")[1]) > 3
    assert "[区域](notebooks/%E5%8C%BA%E5%9F%9F.ipynb)" in page


def test_the_page_tells_of_the_last_run_what_failed_and_why(
    demo_en: Workspace, salesnb, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.ipynb"
    notebook = json.loads((demo_en.notebooks / "performance.ipynb").read_text("utf-8"))
    notebook["cells"][2]["source"] = ["wb.no_such_section()"]
    broken.write_text(json.dumps(notebook), "utf-8")
    salesnb(demo_en, "render", broken, "--scope", "team:East 1", "--period", "2026-09")
    page = told(write_start_page(demo_en, NOW))
    assert "broken · team:East 1 · 2026-09" in page and "no\\_such\\_section" in page
    (demo_en.root / "start.ipynb").unlink()


@contextmanager
def opened(workspace: Workspace, chromium) -> Iterator[object]:
    page = chromium.new_page(viewport={"width": 1300, "height": 1400})
    try:
        with served_lab(workspace.root, is_ours=True) as lab:
            page.goto(lab)
            yield page
    finally:
        page.close()
        (workspace.root / "start.ipynb").unlink(missing_ok=True)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_in_jupyterlab_the_tour_runs_and_its_numbers_follow_the_team(
    lang: str, demo_en: Workspace, demo_zh: Workspace, chromium
) -> None:
    pytest.importorskip("jupyterlab")
    workspace, link, team, tour = {
        "en": (demo_en, "guided tour", "East 1", "Guided tour"),
        "zh": (demo_zh, "导览", "华东一组", "导览：从取数到自己的报告"),
    }[lang]
    sales, orders, rate = figures(workspace, team, "2026-09")
    with opened(workspace, chromium) as page:
        page.locator("a", has_text=link).first.wait_for(timeout=90_000)
        if _SHOTS:
            page.screenshot(path=f"{_SHOTS}/start-{lang}.png")
        page.locator("a", has_text=link).first.click()
        shown = page.locator(".jp-NotebookPanel:visible")
        shown.locator("h1", has_text=tour).first.wait_for(timeout=60_000)
        shown.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(timeout=60_000)
        _run_all(page, shown)
        picker = shown.locator(".widget-dropdown select")
        picker.wait_for(timeout=120_000)
        shown.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(timeout=120_000)
        assert shown.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        picker.select_option(f"team:{team}")
        for text in (sales, orders, rate):
            shown.locator(f".jp-OutputArea td:text-is('{text}')").first.wait_for(timeout=60_000)
        if _SHOTS:
            picker.scroll_into_view_if_needed()
            page.screenshot(path=f"{_SHOTS}/tour-{lang}.png")


def _run_all(page, shown) -> None:
    """Run all cells; JupyterLab forgets what is asked of it in the moment a kernel connects."""
    begun = shown.locator(".jp-CodeCell .jp-InputPrompt", has_text=re.compile(r"\[(\*|\d+)\]"))
    for _ in range(5):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with suppress(PlaywrightTimeout):
            begun.first.wait_for(timeout=10_000)
            return
    pytest.fail("JupyterLab runs no cell")


def figures(workspace: Workspace, team: str, month: str) -> tuple[str, str, str]:
    """Return sales, orders and win rate of a team and month, by pandas, as a notebook shows them."""
    wb = product.open(workspace.root)

    def rows(fact: str, day: str) -> pd.DataFrame:
        frame = wb.table(fact)
        return frame[(frame["team"] == team) & (frame[day].dt.strftime("%Y-%m") == month)]

    sales, deals = rows("fact_sales", "sold_on"), rows("fact_opportunities", "created_on")
    total, count = float(sales["amount"].sum()), int((sales["amount"] > 0).sum())
    return f"{total:,.2f}", f"{count:,}", f"{deals['is_won'].mean():.1%}"
