"""Reports without a mouse: everything that answers a click answers a key."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reports.browsing import Visit, visiting
from tests.reports.pages import one_of_each

_FOCUS = """() => {
  const at = document.activeElement;
  return [at.tagName.toLowerCase(), at.className, "why" in at.dataset, at.type || "",
    Boolean(at.closest(".snb-nav ol")), Boolean(at.closest("thead")), Boolean(at.closest("tbody"))];
}"""


@pytest.fixture
def weekly(pages_en: Path, chromium) -> Iterator[Visit]:
    """The company's weekly report."""
    (path,) = [path for path in one_of_each(pages_en) if path.name == "weekly.en.html"]
    with visiting(chromium, path) as visit:
        yield visit


def walk(page: Any, most: int = 200) -> list[list[Any]]:
    """Press Tab until the focus leaves the page; return what had it."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUS)
        if at[0] == "body":
            break
        seen.append(at)
    return seen


def test_tab_reaches_everything_that_answers(pages_en: Path, chromium) -> None:
    places = {"contents": 0, "sort": 0, "card": 0, "cell": 0, "filter": 0}
    for path in one_of_each(pages_en):
        with visiting(chromium, path) as visit:
            page = visit.page
            for tag, css, has_why, kind, in_contents, in_head, in_body in walk(page):
                places["contents"] += tag == "a" and in_contents
                places["sort"] += tag == "button" and in_head
                places["card"] += has_why and "snb-value" in css
                places["cell"] += has_why and in_body
                places["filter"] += tag == "input" and kind == "search"
            want = page.locator(".snb-nav ol a").count()
            assert places["contents"] >= want
    assert all(places.values()), places


def test_the_first_stop_skips_to_the_content(weekly: Visit) -> None:
    page = weekly.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "snb-skip"
    assert page.locator(".snb-skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_enter_tells_what_a_card_rests_on_and_escape_puts_it_away(weekly: Visit) -> None:
    page, box = weekly.page, weekly.page.locator(".snb-why")
    card = page.locator(".snb-value[data-why]").first
    card.focus()
    assert not box.is_visible()
    page.keyboard.press("Enter")
    assert box.is_visible()
    assert page.locator(".snb-card .snb-name").first.inner_text() in box.inner_text()
    first_line = card.get_attribute("data-why").split("\n")[0]
    assert first_line in box.inner_text()
    page.keyboard.press("Escape")
    assert not box.is_visible()


def test_arrow_keys_move_from_cell_to_cell(weekly: Visit) -> None:
    page = weekly.page
    table = page.locator("table:has(tbody td[data-why] ~ td[data-why])").first
    table.locator("tbody tr:has(td[data-why] ~ td[data-why]) td[data-why]").first.focus()
    where = "[document.activeElement.parentElement.rowIndex, document.activeElement.cellIndex]"
    row, column = page.evaluate(where)
    page.keyboard.press("ArrowRight")
    beside = page.evaluate(where)
    assert beside[0] == row and beside[1] > column
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(where) == [row, column]
    page.keyboard.press("ArrowDown")
    below = page.evaluate(where)
    assert below == [row + 1, column]
    page.keyboard.press("Enter")
    assert page.locator(".snb-why").is_visible()
    page.keyboard.press("ArrowUp")
    assert page.evaluate(where) == [row, column]
    assert not page.locator(".snb-why").is_visible()


def test_a_table_is_sorted_by_key_and_says_how(weekly: Visit) -> None:
    page = weekly.page
    heading = page.locator("thead th:has(button)").nth(1)
    heading.locator("button").focus()
    page.keyboard.press("Space")
    assert heading.get_attribute("aria-sort") in ("ascending", "descending")


def test_the_row_filter_keeps_the_rows_that_have_the_word(pages_en: Path, chromium) -> None:
    tried = 0
    for path in one_of_each(pages_en):
        with visiting(chromium, path) as visit:
            page = visit.page
            field = page.locator("input.snb-rows").first
            if not field.count():
                continue
            table = page.locator(".snb-table:has(input.snb-rows)").first
            rows = table.locator("tbody tr")
            word = rows.nth(2).locator("th, td").first.inner_text()
            field.focus()
            page.keyboard.type(word)
            shown = [text for text in rows.all_inner_texts() if text]
            visible = rows.locator("visible=true")
            assert 1 <= visible.count() < rows.count() or len(shown) < rows.count()
            page.keyboard.press("Control+A")
            page.keyboard.type("no such row anywhere")
            assert table.locator(".snb-rows-none").inner_text() == "No row matches."
            tried += 1
    assert tried


def test_the_code_is_shown_and_hidden_by_key(weekly: Visit) -> None:
    page = weekly.page
    button = page.locator("#snb-code")
    for is_shown in (True, False):
        button.focus()
        page.keyboard.press("Enter")
        assert page.locator("pre.snb-code").first.is_visible() == is_shown
        assert button.get_attribute("aria-pressed") == str(is_shown).lower()
