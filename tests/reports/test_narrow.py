"""Reports on a phone and on paper: nothing runs out of its box, nothing lies on something else."""

from pathlib import Path

import pytest

from tests.reports.browsing import visiting
from tests.reports.pages import one_of_each

# Texts of cards and flags that are cut, leave their box, or lie on another one.
_FAULTS = """(width) => {
  const found = [];
  const texts = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const all = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.textContent.trim() || !node.parentElement.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) all.push([node.textContent.trim(), box, node]);
    }
    return all;
  };
  const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const check = (root, inside) => {
    const all = texts(root);
    all.forEach(([words, box, node], i) => {
      if (box.left < inside.left - 1 || box.right > inside.right + 1) {
        found.push(`${words} leaves its box`);
      }
      for (const [other, place, its] of all.slice(i + 1)) {
        if (node !== its && meets(box, place)) found.push(`${words} lies on ${other}`);
      }
    });
  };
  for (const card of document.querySelectorAll(".snb-card")) {
    check(card, card.getBoundingClientRect());
    for (const part of card.querySelectorAll(".snb-name, .snb-value, .snb-detail")) {
      if (part.scrollWidth > part.clientWidth + 1) found.push(`${part.textContent} is cut`);
    }
  }
  for (const part of document.querySelectorAll(".snb-header, .snb-flags li, .snb-changes, .snb-section, .snb-notice, .snb-advice li")) {
    check(part, { left: 0, right: width });
  }
  for (const part of document.querySelectorAll("main *")) {
    if (getComputedStyle(part).overflowX !== "hidden" || part.closest("[title]")) continue;
    if (part.scrollWidth > part.clientWidth + 1) found.push(`${part.textContent} is cut`);
  }
  for (const chart of document.querySelectorAll(".snb-chart svg")) {
    if (!chart.checkVisibility()) continue;
    check(chart, { left: 0, right: width });
  }
  return found;
}"""


@pytest.mark.parametrize("width", [390, 1240])
def test_nothing_is_cut_and_nothing_overlaps(pages: list[Path], chromium, width: int) -> None:
    for path in one_of_each(root(pages)):
        with visiting(chromium, path, width=width) as visit:
            assert visit.page.evaluate(_FAULTS, width) == [], path.name


def test_a_phone_scrolls_in_one_direction_only(pages: list[Path], chromium) -> None:
    for path in pages:
        with visiting(chromium, path, width=390, height=844) as visit:
            wide = visit.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 390, path.name


def test_paper_holds_every_column(pages: list[Path], chromium) -> None:
    """A4 less its margins is 680 px wide."""
    for path in pages:
        with visiting(chromium, path, width=680) as visit:
            visit.page.emulate_media(media="print")
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= 680, path.name
            assert not visit.page.locator(".snb-nav").first.is_visible()


def test_what_is_tapped_is_large_enough(pages_en: Path, chromium) -> None:
    """Links of the contents list and buttons: at least 24 px high (WCAG 2.2, 2.5.8)."""
    for path in one_of_each(pages_en):
        with visiting(chromium, path, width=390, height=844) as visit:
            boxes = visit.page.locator(".snb-nav a, .snb-nav button, input.snb-rows")
            heights = boxes.evaluate_all(
                "all => all.map((one) => one.getBoundingClientRect().height)"
            )
            assert min(heights, default=24) >= 24, path.name


def root(pages: list[Path]) -> Path:
    """Return the folder of the index of all reports."""
    indexes = [path for path in pages if path.name == "index.html"]
    return min(indexes, key=lambda path: len(path.parts)).parent
