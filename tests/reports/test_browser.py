"""Reports in headless Chromium: no console error, no request, no sideways scroll on a phone."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.reports.browsing import visiting
from tests.reports.pages import REPORTS, one_of_each


@pytest.fixture(scope="module", params=["zh", "en"])
def folder(request: pytest.FixtureRequest) -> Path:
    """All reports of the company, with their index, in one language."""
    made: Path = request.getfixturevalue(f"pages_{request.param}")
    return made


def page_of(folder: Path, report: str) -> Path:
    """Return the newest page of a report of the company."""
    (found,) = (path for path in one_of_each(folder) if path.name.startswith(f"{report}."))
    return found


@pytest.mark.parametrize("width", [1240, 390])
def test_a_report_opens_without_console_error_or_network_request(
    folder: Path, chromium, width: int
) -> None:
    pages = [*one_of_each(folder), *folder.glob("people/*/index.html")]
    assert {path.name.partition(".")[0] for path in pages} == {*REPORTS, "index"}
    with ExitStack() as opened:  # all at once: each is waited for until it rests
        visits = {
            path: opened.enter_context(visiting(chromium, path, width=width)) for path in pages
        }
        for path, visit in visits.items():
            visit.page.wait_for_load_state("networkidle")
            assert visit.said == [], path.name
            assert visit.asked == [path.as_uri()], path.name
            wide = visit.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            assert not wide, f"{path.name} scrolls sideways at {width} px"


def test_no_text_of_a_report_is_a_fault_of_the_program(folder: Path, chromium) -> None:
    for path in [*one_of_each(folder), *folder.glob("people/*/index.html")]:
        with visiting(chromium, path) as visit:
            words = visit.page.inner_text("body").replace("\u2013", " ").split()
            assert not {"nan", "NaN", "None", "inf", "NaT", "undefined", "<NA>"} & set(words)


def test_code_is_hidden_until_the_switch_is_used(folder: Path, chromium) -> None:
    with visiting(chromium, page_of(folder, "performance")) as visit:
        page = visit.page
        code = page.get_by_text("salesnb.open(").first
        assert not code.is_visible()
        page.get_by_role("button", name="代码").or_(page.get_by_role("button", name="code")).click()
        assert code.is_visible()


def test_a_table_is_sorted_by_its_header(folder: Path, chromium) -> None:
    with visiting(chromium, page_of(folder, "funnel")) as visit:
        page = visit.page
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


def test_a_page_printed_from_the_browser_repeats_the_heads_of_its_tables(
    folder: Path, chromium
) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    with visiting(chromium, page_of(folder, "performance")) as visit:
        page = visit.page
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
