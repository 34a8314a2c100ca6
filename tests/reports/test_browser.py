"""Reports in headless Chromium: no console error, no request, no sideways scroll on a phone."""

from pathlib import Path

import pytest

from salesnb.workspace import Workspace


@pytest.fixture(scope="module", params=["zh", "en"])
def folder(request, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both reports of the company and a team, with their index, in one language."""
    from click.testing import CliRunner

    from salesnb.cli import main

    workspace: Workspace = request.getfixturevalue(f"demo_{request.param}")
    out = tmp_path_factory.mktemp("pages")
    words = ["--workspace", str(workspace.root), "render", "--scope", "company", "--period"]
    made = CliRunner().invoke(main, [*words, "2026-09", "--out", str(out)])
    assert made.exit_code == 0, made.stderr
    return out


def visit(browser, page_file: Path, width: int, scheme: str = "light"):
    """Open a file and return the page with what it said and asked for."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, offline=False
    )
    page = context.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    page.wait_for_load_state("networkidle")
    return page, said, asked


@pytest.mark.parametrize("width", [1240, 390])
def test_a_report_opens_without_console_error_or_network_request(
    folder: Path, chromium, width: int
) -> None:
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) == 8  # six reports, the index of all and the one of who may see the company
    for page_file in pages:
        page, said, asked = visit(chromium, page_file, width)
        assert said == [], page_file.name
        assert asked == [page_file.as_uri()], page_file.name
        too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not too_wide, f"{page_file.name} scrolls sideways at {width} px"
        page.context.close()


def test_no_text_of_a_report_is_a_fault_of_the_program(folder: Path, chromium) -> None:
    for page_file in folder.rglob("*.html"):
        page, _, _ = visit(chromium, page_file, 1240)
        words = page.inner_text("body").replace("\u2013", " ").split()
        assert not {"nan", "NaN", "None", "inf", "NaT", "undefined", "<NA>"} & set(words)
        page.context.close()


def test_code_is_hidden_until_the_switch_is_used(folder: Path, chromium) -> None:
    page, _, _ = visit(chromium, next(folder.rglob("performance.*.html")), 1240)
    code = page.get_by_text("salesnb.open(").first
    assert not code.is_visible()
    page.get_by_role("button", name="代码").or_(page.get_by_role("button", name="code")).click()
    assert code.is_visible()
    page.context.close()


def test_a_table_is_sorted_by_its_header(folder: Path, chromium) -> None:
    page, _, _ = visit(chromium, next(folder.rglob("funnel.*.html")), 1240)
    table = page.locator("table").last
    header = table.locator("thead th").nth(1)
    read = "rows => rows.map(row => Number(row.cells[1].dataset.sort))"
    orders = []
    for _ in range(2):
        header.locator("button").focus()
        page.keyboard.press("Enter")
        values = table.locator("tbody tr").evaluate_all(read)
        orders.append(header.get_attribute("aria-sort"))
        assert values == sorted(values, reverse=orders[-1] == "descending")
    assert orders == ["descending", "ascending"]
    page.context.close()


def test_a_page_printed_from_the_browser_repeats_the_heads_of_its_tables(
    folder: Path, chromium
) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    page, _, _ = visit(chromium, next(folder.rglob("performance.*.html")), 1240)
    page.evaluate(
        """() => {
          const body = [...document.querySelectorAll(".snb-table tbody")].at(-1);
          const row = body.rows[0];
          row.cells[0].textContent = "ROW";
          for (let at = 0; at < 90; at++) body.append(row.cloneNode(true));
          body.parentNode.tHead.rows[0].cells[0].querySelector("button").textContent = "HEAD";
        }"""
    )
    printed = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    words = ["".join(sheet.get_textpage().get_text_range().split()) for sheet in printed]
    reached = [text for text in words if "ROW" in text]
    assert len(reached) >= 3
    assert all("HEAD" in text for text in reached)
    assert not any("salesnb.open" in text for text in words)
    page.context.close()
