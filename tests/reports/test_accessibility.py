"""Reports that everybody can read: axe-core finds nothing serious, in light, dark and on a phone."""

from pathlib import Path

import pytest

from tests.reports.browsing import visiting
from tests.reports.pages import one_of_each

# Rows that are made alike are judged alike: the first three of each make stay.
_FEW_OF_EACH = """() => {
  const seen = new Map();
  const named = (part, name) => part.getAttribute(name) || "";
  const make = (row) => [row, ...row.querySelectorAll("*")]
    .map((part) => [part.tagName, named(part, "class"), named(part, "style"),
      ...part.getAttributeNames()].join(" ")).join("|");
  for (const row of document.querySelectorAll("tbody tr, main li")) {
    const like = make(row);
    seen.set(like, (seen.get(like) || 0) + 1);
    if (seen.get(like) > 3) row.remove();
  }
}"""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [
        ("en", "light", 1240),
        ("en", "dark", 1240),
        ("en", "light", 390),
        ("zh", "light", 1240),
        ("zh", "dark", 390),
    ],
)
def test_axe_finds_nothing_serious(
    lang: str, scheme: str, width: int, chromium, request: pytest.FixtureRequest
) -> None:
    pages = one_of_each(request.getfixturevalue(f"pages_{lang}"))
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # Of what is well, the rules are enough: naming every element takes axe longer than judging it.
    options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    for path in pages:
        with visiting(chromium, path, width=width, color_scheme=scheme, bypass_csp=True) as visit:
            visit.page.evaluate(_FEW_OF_EACH)
            found = axe.run(visit.page, options=options).response
            assert len(found["passes"]) > 20
            serious = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
            assert [_told(finding) for finding in serious] == [], path.name


def _told(finding: dict) -> str:
    places = [node["html"][:200] + " " + node["failureSummary"] for node in finding["nodes"][:3]]
    return f"{finding['id']} ({finding['impact']}): {finding['help']}: {places}"


_CONTRASTS = """() => {
  const light = (colour) => {
    const part = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((value) => part(value / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const beneath = (text) => {
    const box = text.getBoundingClientRect();
    const middle = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);
    const shapes = [...text.ownerSVGElement.querySelectorAll("path, rect, circle")];
    const before = shapes.filter(
      (shape) => shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING
    );
    for (const shape of before.reverse()) {  // cells of one colour are the strokes of one path
      const { fill, stroke, strokeWidth } = getComputedStyle(shape);
      const at = middle.matrixTransform(shape.getScreenCTM().inverse());
      if (fill !== "none" && shape.isPointInFill(at)) return light(fill);
      const isWide = stroke !== "none" && parseFloat(strokeWidth) > 8;
      if (isWide && shape.isPointInStroke(at)) return light(stroke);
    }
    return paper;
  };
  const shown = (text) => text.getBoundingClientRect().width > 0;
  return [...document.querySelectorAll("svg text")].filter(shown).map((text) => {
    const ink = light(getComputedStyle(text).fill);
    const [low, high] = [ink, beneath(text)].sort((a, b) => a - b);
    return [text.textContent, (high + 0.05) / (low + 0.05)];
  });
}"""


@pytest.mark.parametrize("width", [1240, 390])  # each width has charts of its own
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_of_charts_stand_out_from_what_is_beneath(
    pages_en: Path, chromium, scheme: str, width: int
) -> None:
    """Which axe does not judge: contrast AA, 4.5 to 1."""
    seen = 0
    for path in one_of_each(pages_en):
        with visiting(chromium, path, width=width, color_scheme=scheme) as visit:
            found = visit.page.evaluate(_CONTRASTS)
            assert [(words, ratio) for words, ratio in found if ratio < 4.5] == [], path.name
            seen += len(found)
    assert seen > 100
