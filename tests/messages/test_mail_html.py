"""The HTML of mails: what Outlook, Gmail, QQ and 163 show, small, without anything from elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from salesnb.delivery.brief import Brief, Figure, RedFlag
from salesnb.delivery.mail_html import MOST_BYTES
from salesnb.delivery.message import compose
from tests.messages.briefs import WANG, a_brief
from tests.reports.browsing import visiting
from tests.reports.pages import check_syntax, soup_of, visible

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
TURNED = "\u202eturned"
HEADER = "East\r\nBcc: all@example.com"

# What mail programs drop or refuse: Outlook lays out with Word, Gmail takes no style sheet.
_REFUSED_TAGS = "script, style, link, iframe, object, embed, form, input, svg, video, base, img"
_REFUSED_STYLE = re.compile(
    r"display:\s*(?:flex|grid)|position:|float:|background-image|url\(|var\(|calc\(|@|expression"
)


def mails(briefs: Sequence[Brief]) -> list[str]:
    """Return the mail of each report, a digest of all, and a correction."""
    lang = briefs[0].lang
    singles = [compose([brief], WANG, lang).html for brief in briefs]
    digest = compose(briefs, WANG, lang, attach="xlsx").html
    stale = replace(briefs[0], banner="Please note: stale.", sentences=("Other.",))
    return [*singles, digest, compose([stale], WANG, lang, correction=briefs[:1]).html]


def test_a_mail_is_valid_small_and_stands_alone(real: Sequence[Brief]) -> None:
    for html in mails(real):
        check_syntax(html)
        assert len(html.encode()) < MOST_BYTES == 60_000
        tree = soup_of(html)
        assert not tree.select(_REFUSED_TAGS)
        assert not tree.select("[class], [id], [background]")
        hrefs = [str(link["href"]) for link in tree.select("a")]
        assert all(href.startswith("https://reports.example.com/2026-") for href in hrefs)
        assert not tree.select("[onclick], [onload], [onerror], [src]")


def test_a_mail_is_laid_out_by_tables_with_styles_that_all_programs_take(
    real: Sequence[Brief],
) -> None:
    for html in mails(real):
        tree = soup_of(html)
        styles = [str(part["style"]) for part in tree.select("[style]")]
        assert len(styles) > 30 and not _REFUSED_STYLE.search(" ".join(styles))
        assert {table["role"] for table in tree.select("table")} == {"presentation"}
        outer = tree.select_one("table table")
        assert outer is not None and outer["width"] == "600"
        assert "max-width: 600px" in str(outer["style"])


def test_a_mail_names_its_language_its_subject_and_its_headings(real: Sequence[Brief]) -> None:
    lang = real[0].lang
    for html in mails(real):
        tree = soup_of(html)
        assert tree.html is not None and tree.html["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
        assert tree.title is not None and tree.title.text
        assert tree.select("h1")


def test_every_text_stands_on_a_background_of_its_own_so_that_the_dark_keeps_it(
    real: Sequence[Brief],
) -> None:
    for html in mails(real):
        for part in soup_of(html).select("td"):
            around = [part, *part.find_parents("td")]
            assert any("background-color" in str(each.get("style")) for each in around)
            assert "color: #" in str(part["style"])


def test_a_mail_has_the_figures_the_flags_three_sentences_and_the_ways_to_the_report(
    real_en: Sequence[Brief],
) -> None:
    performance = next(brief for brief in real_en if brief.notebook == "performance")
    words = visible(soup_of(compose([performance], WANG, "en").html))
    for figure in performance.headline:
        assert figure.label in words and figure.note in words
    assert [said in words for said in performance.sentences] == [True] * 3 + [False] * (
        len(performance.sentences) - 3
    )
    assert [flag.subject in words for flag in performance.flags[:5]] == [True] * 5
    assert f"{performance.flag_count - 5} more in the report." in words
    assert "Open the report" in words and "company-performance.en.html (" in words


def test_the_plain_text_says_what_the_html_says(real: Sequence[Brief]) -> None:
    lang = real[0].lang
    for brief in real:
        message = compose([brief], WANG, lang)
        told = "".join(message.text.split())
        tree = soup_of(message.html)
        for part in tree.select("div[style*='display: none'], b, span, h1, p"):
            if part.find(["span", "b"]) is None:
                assert "".join(part.text.split()) in told, part.text


@pytest.mark.parametrize("name", [SCRIPT, IMAGE, TURNED, HEADER, "x" * 5000, "&amp; {0} %s **b**"])
def test_hostile_names_stay_text(name: str) -> None:
    brief = a_brief(
        scope_label=name,
        title=name,
        headline=(Figure(name, name, name),) * 9,
        flags=(RedFlag("red", name, name, name),) * 9,
        sentences=(name,) * 9,
        banner=name,
        changed=(name,) * 9,
        link="https://reports.example.com/x",
    )
    before = replace(brief, headline=(Figure(name, "1"),))
    for lang in ("zh", "en"):
        message = compose([brief] * 3, replace(WANG, name=name), lang, correction=[before])
        check_syntax(message.html)
        assert len(message.html.encode()) < MOST_BYTES
        tree = soup_of(message.html)
        assert not tree.select(_REFUSED_TAGS)
        assert {str(link["href"]) for link in tree.select("a")} == {brief.link}
        assert "\u202e" not in message.html
        assert not any(line.startswith("Bcc:") for line in message.text.splitlines())


def test_of_many_reports_the_last_are_a_line_each_and_the_mail_stays_small() -> None:
    briefs = [
        a_brief(scope=f"team:{n}", scope_label=f"{n}号团队", flag_count=100 - n) for n in range(50)
    ]
    html = compose(briefs, WANG, "zh").html
    assert len(html.encode()) < MOST_BYTES
    tree = soup_of(html)
    assert [title.text for title in tree.select("h1")] == [
        f"{n}号团队 · 2026年10月" for n in range(5)
    ]
    words = visible(tree)
    assert "5号团队 10月 完成80% ▼10pt · 95 红灯" in words
    assert "另有 15 份报告。" in words


@pytest.mark.parametrize("width", [600, 390])
def test_nothing_runs_out_of_a_mail_on_a_desktop_or_a_phone(
    real: Sequence[Brief], chromium, tmp_path: Path, width: int
) -> None:
    for place, html in enumerate(mails(real)):
        page = tmp_path / f"{place}.html"
        page.write_text(html, encoding="utf-8")
        with visiting(chromium, page, width=width) as visit:
            assert visit.asked == [page.as_uri()] and visit.said == []
            assert visit.page.evaluate("document.documentElement.scrollWidth") == width
            assert visit.page.evaluate(_OUTSIDE, width) == []


_OUTSIDE = """(width) => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, range = document.createRange();
    if (!node.textContent.trim() || !node.parentElement.checkVisibility()) continue;
    const cell = node.parentElement.closest("td").getBoundingClientRect();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.left < cell.left - 1 || box.right > cell.right + 1) found.push(node.textContent);
  }
  return found;
}"""


def test_the_headings_of_a_mail_skip_no_level(real: Sequence[Brief]) -> None:
    for html in mails(real):
        levels = [int(part.name[1]) for part in soup_of(html).select("h1, h2, h3")]
        assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
