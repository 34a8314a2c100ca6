"""Sections of the shipped reports that fail: a remark in their place, and the operator is told."""

import shutil
from pathlib import Path

from bs4 import BeautifulSoup

from tests.runs.conftest import manifest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
WRONG = """
  wrong:
    metrics: [sale]
    when: sale > 1
    zh: 错
    en: Wrong.
    next_zh: 改
    next_en: Mend it.
"""
REMARK = {"zh": "这一部分未能生成", "en": "This section could not be made"}


def test_a_rule_of_advice_that_is_wrong_costs_the_advice_and_nothing_else(
    shop, job, salesnb
) -> None:
    shutil.copy(NOTEBOOKS / "performance.ipynb", shop.notebooks)
    path = job("month", "performance", "languages: [zh, en]\nformats: [html, xlsx]")
    path.write_text(path.read_text().replace('company, "team:East 1"', "company"))
    words = ("run", "month", "--date", "2026-10-31")
    assert salesnb(shop, *words).exit_code == 0
    whole = {page.name: anchors(page) for page in shop.reports.rglob("performance.*.html")}
    with (shop.root / "params" / "advice.yml").open("a", encoding="utf-8") as rules:
        rules.write(WRONG)
    made = salesnb(shop, *words)
    assert made.exit_code == 0, made.stderr
    for lang, remark in REMARK.items():
        page = next(shop.reports.rglob(f"performance.{lang}.html"))
        notices = BeautifulSoup(page.read_text("utf-8"), "html.parser").select("p.snb-notice")
        assert [each.text for each in notices].count(remark) == 1
        assert "advice" in whole[page.name]
        assert anchors(page) == [each for each in whole[page.name] if each != "advice"]
    rows = manifest(shop)["reports"]
    assert [row["state"] for row in rows] == ["made", "made"]
    for row in rows:
        (told,) = row["sections"]
        assert "params/advice.yml" in told["error"] and "wrong" in told["error"]
        assert "wb.advised()" in told["traceback"]
        assert (shop.root / row["executed"]).is_file()
    record = max((shop.reports / "runs").glob("*.html")).read_text("utf-8")
    assert "The optional section of cell" in record
    assert made.stderr.count("The optional section of cell") == 2


def anchors(page: Path) -> list[str]:
    """Return the sections of a page, in their order."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    return [str(each["id"]) for each in soup.select("main h2[id]")]
