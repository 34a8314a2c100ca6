"""The site is built without a network, in both languages, and finds what it has."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from salesnb.cli import main
from salesnb.settings import load_settings
from salesnb.tables import TABLES
from tests.docs.documents import ROOT

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` builds it."""
    out = tmp_path_factory.mktemp("docs") / "site"
    call = [sys.executable, "docs/site/build.py", "--out", str(out)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


def pages(site: Path, lang: str) -> list[Path]:
    """Return the pages of a language."""
    return sorted((site if lang == "en" else site / "zh").glob("*.html"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_document_is_a_page(site: Path, lang: str) -> None:
    made = {page.stem for page in pages(site, lang)}
    assert {page.stem for page in (ROOT / "docs").glob("*.md")} <= made
    assert f'lang="{lang}"' in pages(site, lang)[-1].read_text("utf-8")[:200]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_fetches_nothing_from_elsewhere(site: Path, lang: str) -> None:
    for page in pages(site, lang):
        text = page.read_text("utf-8")
        fetched = re.findall(r"<(?:script|img|iframe)[^>]+src=\"([^\"]+)\"", text)
        fetched += re.findall(r"<link[^>]+rel=\"(?:stylesheet|preconnect|icon)\"[^>]+>", text)
        assert fetched and not [each for each in fetched if "//" in each], page.name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reference_has_every_metric_column_command_and_file_of_params(
    site: Path, lang: str
) -> None:
    folder = pages(site, lang)[0].parent
    text = {
        name: (folder / f"reference-{name}.html").read_text("utf-8")
        for name in ("metrics", "tables", "commands", "params", "python")
    }
    for name, metric in load_settings(None).metrics.items():
        assert f"<code>{name}</code>" in text["metrics"] and metric.label(lang) in text["metrics"]
    for table in TABLES.values():
        for column in table.columns:
            assert f"<code>{column.name}</code>" in text["tables"]
    assert all(f"salesnb {name}" in text["commands"] for name in main.commands)
    assert all(path.name in text["params"] for path in (ROOT / "params").rglob("*.yml"))
    assert "wb.metrics(" in text["python"]


@pytest.mark.parametrize(("lang", "other"), [("en", "zh/index.html"), ("zh", "../index.html")])
def test_a_page_leads_to_the_other_language(site: Path, lang: str, other: str) -> None:
    text = (pages(site, lang)[0].parent / "metrics.html").read_text("utf-8")
    assert re.search(rf'href="{re.escape(other)}" hreflang', text)


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The site's address on loopback."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("start", "wanted"), [("index.html", "completion"), ("zh/index.html", "公海")]
)
def test_the_search_finds_a_word_of_the_field(
    served: str, chromium, start: str, wanted: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{served}/{start}")
    page.locator("input.md-search__input").click()
    ready = page.locator(".md-search-result__meta", has_text=re.compile("^(Type|键入)"))
    ready.wait_for(state="attached", timeout=30_000)
    page.keyboard.type(wanted)
    page.keyboard.press("Space")  # what an input method puts in tells nobody of a key
    marked = page.locator(".md-search-result__item mark", has_text=wanted).first
    marked.wait_for(state="attached", timeout=30_000)
    page.close()
