"""Reports that everybody can read: axe-core finds nothing serious, in light, dark and on a phone."""

from pathlib import Path

import pytest

from tests.reports.browsing import visiting

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1240), ("dark", 1240), ("light", 390), ("dark", 390)]
)
def test_axe_finds_nothing_serious(
    pages: list[Path], chromium, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    options = {"runOnly": {"type": "tag", "values": _RULES}}
    for path in pages:
        with visiting(chromium, path, width=width, color_scheme=scheme, bypass_csp=True) as visit:
            found = axe.run(visit.page, options=options).response["violations"]
            assert [_told(each) for each in found if each["impact"] in ("serious", "critical")] == [], (
                path.name
            )


def _told(finding: dict) -> str:
    places = [node["html"][:200] + " " + node["failureSummary"] for node in finding["nodes"][:3]]
    return f"{finding['id']} ({finding['impact']}): {finding['help']}: {places}"
