"""Rendering: what a kernel is given, where a report lies, what a failed one leaves."""

import json
import re
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from salesnb.reports.paths import scope_slugs, slug, slugs
from salesnb.reports.publish import published_together
from salesnb.scopes import Scope
from salesnb.workspace import Workspace

FOLDER = Path(__file__).parents[2] / "notebooks"


def notebook_with(code: str, path: Path) -> Path:
    """Write the performance notebook with its first section replaced by some code."""
    book = json.loads((FOLDER / "performance.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    cells[2]["source"] = code
    book["cells"] = cells[:3]
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def render(salesnb, workspace: Workspace, notebook: Path, out: Path, *options: str):
    """Render a notebook for one team; return the result and the page."""
    words = ["--scope", "team:East 1", "--period", "2026-09", "--out", out, *options]
    made = salesnb(workspace, "render", notebook, *words)
    pages = list(out.rglob(f"{notebook.stem}.en.html"))
    return made, pages[0].read_text("utf-8") if pages else ""


def test_a_kernel_is_given_an_extract_and_no_store(
    demo_en: Workspace, tmp_path: Path, salesnb
) -> None:
    code = "sorted(path.name for path in wb.workspace.root.iterdir())"
    made, page = render(salesnb, demo_en, notebook_with(code, tmp_path / "look.ipynb"), tmp_path)
    assert made.exit_code == 0, made.stderr
    assert "['extract.duckdb', 'params']" in unescape(page)
    assert str(demo_en.root) not in page


def test_a_kernel_cannot_ask_for_another_scope(demo_en: Workspace, tmp_path: Path, salesnb) -> None:
    code = 'salesnb.open(workspace, scope="company")'
    made, page = render(salesnb, demo_en, notebook_with(code, tmp_path / "more.ipynb"), tmp_path)
    assert made.exit_code == 1
    assert page == ""
    assert "was given the data of team:East 1" in made.stderr


def test_a_refusal_in_a_kernel_is_in_the_language_of_the_report(
    demo_zh: Workspace, tmp_path: Path, salesnb
) -> None:
    notebook = notebook_with('wb.metrics(["sale"])', tmp_path / "wrong.ipynb")
    made = salesnb(demo_zh, "render", notebook, "--period", "2026-09", "--out", tmp_path)
    assert made.exit_code == 1
    assert "失败：" in made.stderr and "个单元格：UsageError：“sale”不是已知的指标。" in made.stderr


def test_nothing_of_the_extracts_is_left(demo_en: Workspace, tmp_path: Path, salesnb) -> None:
    render(salesnb, demo_en, notebook_with("wb.period", tmp_path / "short.ipynb"), tmp_path)
    assert not list((demo_en.root / "data").glob("extracts-*"))


def test_the_report_says_where_its_figures_come_from(
    demo_en: Workspace, tmp_path: Path, salesnb
) -> None:
    book = notebook_with("wb.performance_headline()", tmp_path / "brief.ipynb")
    _, page = render(salesnb, demo_en, book, tmp_path)
    assert demo_en.store.snapshot().name in page
    assert "31 October 2026" in page
    assert "team:East 1" in page


@pytest.mark.parametrize(
    "name", ["../..", "CON", "东区/一组", "a" * 300, " ", "x\x00y", "..", "a:b"]
)
def test_any_name_gives_a_safe_file_name(name: str) -> None:
    made = slug(name)
    assert made not in ("", ".", "..")
    assert not set(made) & set('/\\:*?"<>|\x00 ')
    assert len(made) <= 62


def test_names_that_fall_together_are_numbered() -> None:
    assert slugs(["a/b", "a-b", "A:B"]) == {"A:B": "A-B", "a-b": "a-b-2", "a/b": "a-b-3"}
    folders = scope_slugs([Scope("company"), Scope("team", "东区"), Scope("rep", "东区")])
    assert folders[Scope("team", "东区")] == "team-东区"
    assert len(set(folders.values())) == 3


def test_extracts_of_a_killed_rendering_are_swept_away(
    demo_en: Workspace, tmp_path: Path, salesnb
) -> None:
    left = demo_en.root / "data" / "extracts-99999999-killed"
    left.mkdir()
    (left / "extract.duckdb").touch()
    render(salesnb, demo_en, notebook_with("wb.period", tmp_path / "next.ipynb"), tmp_path)
    assert not left.exists()


def test_a_failed_report_leaves_the_last_good_one(
    demo_en: Workspace, tmp_path: Path, salesnb
) -> None:
    book = tmp_path / "book.ipynb"
    render(salesnb, demo_en, notebook_with("wb.performance_headline()", book), tmp_path)
    made, page = render(salesnb, demo_en, notebook_with("1 / 0", book), tmp_path)
    assert made.exit_code == 1
    assert "ZeroDivisionError" in made.stderr
    assert "October 2026" in page or "September 2026" in page
    kept = list((demo_en.root / "data" / "failed").glob("2026-09-team-East-1-book.en.ipynb"))
    assert len(kept) == 1  # the executed notebook, for the operator


def names_in(folder: Path) -> set[str]:
    """Return the files of the reports of one team, without the briefs hidden beside them."""
    return {path.name for path in (folder / "2026-09" / "team-East-1").glob("[!.]*")}


def test_one_execution_makes_every_format_side_by_side(
    demo_en: Workspace, tmp_path: Path, salesnb
) -> None:
    ran = tmp_path / "ran.txt"
    code = f"open({str(ran)!r}, 'a').write('x')\nwb.performance_headline()"
    book = notebook_with(code, tmp_path / "brief.ipynb")
    made, page = render(salesnb, demo_en, book, tmp_path, "--format", "xlsx, html")
    assert made.exit_code == 0, made.stderr
    assert names_in(tmp_path) == {"brief.en.html", "brief.en.xlsx"}
    assert ran.read_text() == "x"
    assert '<a href="brief.en.xlsx">Excel workbook</a>' in page
    assert "brief.en.html, .xlsx" in made.stderr


def test_a_workbook_alone_leaves_no_page_and_the_index_links_it(
    demo_en: Workspace, tmp_path: Path, salesnb
) -> None:
    book = notebook_with("wb.performance_headline()", tmp_path / "brief.ipynb")
    made, _ = render(salesnb, demo_en, book, tmp_path, "--format", "xlsx")
    assert made.exit_code == 0, made.stderr
    assert names_in(tmp_path) == {"brief.en.xlsx"}
    index = (tmp_path / "index.html").read_text("utf-8")
    assert 'href="2026-09/team-East-1/brief.en.xlsx"' in index


def test_the_page_and_the_workbook_show_the_same_figures(
    demo_en: Workspace, tmp_path: Path, salesnb
) -> None:
    book = notebook_with('wb.sales_by("product_line")', tmp_path / "lines.ipynb")
    made, page = render(salesnb, demo_en, book, tmp_path, "--format", "html,xlsx")
    assert made.exit_code == 0, made.stderr
    shown = [float(text) for text in re.findall(r'<td[^>]* data-sort="([^"]+)"', page)]
    sheet = openpyxl.load_workbook(next(tmp_path.rglob("lines.en.xlsx"))).worksheets[1]
    rows = sheet[sheet.auto_filter.ref][1:]
    written = [cell.value for row in rows for cell in row[1:] if cell.value is not None]
    assert len(shown) >= 10
    assert written == pytest.approx(shown, rel=1e-14)


@pytest.mark.parametrize("first", ["html,xlsx", "xlsx"])
def test_a_failed_report_leaves_all_its_files_as_they_were(
    demo_en: Workspace, tmp_path: Path, salesnb, first: str
) -> None:
    book = tmp_path / "book.ipynb"
    notebook_with("wb.performance_headline()", book)
    render(salesnb, demo_en, book, tmp_path, "--format", first)
    before = {path: path.read_bytes() for path in tmp_path.rglob("book.en.*")}
    made, _ = render(
        salesnb, demo_en, notebook_with("1 / 0", book), tmp_path, "--format", "html,xlsx"
    )
    assert made.exit_code == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("book.en.*")} == before
    assert len(before) == len(first.split(","))


def test_a_file_that_cannot_be_put_in_place_takes_the_others_back(tmp_path: Path) -> None:
    page, book = tmp_path / "a.html", tmp_path / "a.xlsx"
    page.write_text("old")
    (book / "in the way").mkdir(parents=True)
    with (
        pytest.raises(OSError),
        published_together({"html": page, "xlsx": book}) as files,
    ):
        files["html"].write_text("new")
        files["xlsx"].write_text("new")
    assert page.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"a.html", "a.xlsx"}


def test_a_new_file_goes_again_when_its_neighbour_fails(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx" / "in the way").mkdir(parents=True)
    with (
        pytest.raises(OSError),
        published_together({"html": tmp_path / "a.html", "xlsx": tmp_path / "a.xlsx"}) as files,
    ):
        files["html"].write_text("new")
        files["xlsx"].write_text("new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_pdf_is_made_beside_the_page(demo_en: Workspace, tmp_path: Path, salesnb) -> None:
    pytest.importorskip("salesnb.reports.pdf")
    book = notebook_with("wb.performance_headline()", tmp_path / "brief.ipynb")
    made, page = render(salesnb, demo_en, book, tmp_path, "--format", "html,pdf")
    assert made.exit_code == 0, made.stderr
    assert next(tmp_path.rglob("brief.en.pdf")).read_bytes().startswith(b"%PDF")
    assert '<a href="brief.en.pdf">' in page
