"""Every page is a valid document that stands alone: one file, no address, headings in order."""

import re
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

from tests.reports.browsing import visiting
from tests.reports.pages import check_syntax, soup_of

_MOST_BYTES = 400_000
_ADDRESS = re.compile(r"""(?:src|href|srcset|action|data|poster)\s*=\s*["']?\s*(?:https?:)?//""")
_FETCHED = re.compile(r"""@import|url\(\s*["']?(?!data:|#)|<(?:link|iframe|object|embed|base)\b""")


def test_a_page_is_valid_html(pages: list[Path]) -> None:
    for path in pages:
        check_syntax(path.read_text("utf-8"))


def test_ids_are_unique_and_every_anchor_leads_somewhere(pages: list[Path]) -> None:
    for path in pages:
        tree = soup_of(path.read_text("utf-8"))
        ids = [str(part["id"]) for part in tree.select("[id]")]
        assert len(ids) == len(set(ids)), path
        anchors = [str(part["href"]) for part in tree.select('a[href^="#"]')]
        assert anchors or path.parent.name == "runs"  # the page of a run has no contents list
        assert {anchor.removeprefix("#") for anchor in anchors} <= set(ids), path


def test_links_between_pages_lead_to_pages(pages: list[Path]) -> None:
    for path in pages:
        for link in soup_of(path.read_text("utf-8")).select("a[href$='.html']"):
            assert (path.parent / str(link["href"])).is_file(), (path, link)


def test_a_page_has_one_title_and_its_headings_skip_no_level(pages: list[Path]) -> None:
    for path in pages:
        tree = soup_of(path.read_text("utf-8"))
        levels = [int(part.name[1]) for part in tree.select("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1 and levels.count(1) == 1, (path, levels)
        steps = pairwise(levels)
        assert all(after <= before + 1 for before, after in steps), (path, levels)


def test_a_page_is_small_and_names_no_address(pages: list[Path]) -> None:
    assert len(pages) >= 5
    for path in pages:
        html = path.read_text("utf-8")
        assert len(html.encode()) < _MOST_BYTES, path
        assert not _ADDRESS.findall(html), path
        assert not _FETCHED.findall(html), path


def test_a_page_opens_offline_and_asks_for_nothing(pages: list[Path], chromium) -> None:
    with ExitStack() as open_pages:  # all at once: each is waited for until it rests
        visits = {path: open_pages.enter_context(visiting(chromium, path)) for path in pages}
        for path, visit in visits.items():
            visit.page.wait_for_load_state("networkidle")
            assert visit.asked == [path.as_uri()]
            assert visit.said == []
            assert visit.page.locator("h1").is_visible()
