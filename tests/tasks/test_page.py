"""A worklist as a page: on a phone, offline, without anything that runs or is fetched."""

import re
from pathlib import Path

import pytest

from salesnb.tasks import write_page
from salesnb.tasks.page import page_html
from tests.tasks.lists import DAY, tasks

FRAME = tasks(
    {"key": "follow_up:C1", "name": "苏州精工机械有限公司", "contact": "13800005678"},
    {"key": "follow_up:C2", "name": "<b>R&D</b>", "contact": "138****5678", "draft": "王总您好"},
    {"key": "follow_up:C3", "is_shown": False},
)


def html(lang: str = "zh") -> str:
    return page_html(FRAME, lang=lang, as_of=DAY, title="甲 · 待办清单")


def test_names_are_literal_and_nothing_is_fetched() -> None:
    page = html()
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in page and "<b>R&D" not in page
    assert "default-src 'none'" in page.replace("&#x27;", "'")
    assert not re.search(r"(?:src|href)=\"(?!tel:)", page)


def test_only_a_number_that_is_not_masked_can_be_called() -> None:
    assert re.findall(r'href="(.*?)"', html()) == ["tel:13800005678"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["不会上传", "已逾期 2 天", "另有 1 项今天排不下", "期望值 16.0 万"]),
        ("en", ["sent nowhere", "2 days overdue", "1 more task does not fit", "160.0k"]),
    ],
)
def test_the_page_says_that_ticks_stay_there_and_what_is_left_out(
    lang: str, said: list[str]
) -> None:
    page = html(lang)
    assert not [words for words in said if words not in page]


def test_money_is_late_from_its_own_date_as_alerts_say() -> None:
    # The date was Sunday the 25th, so that the task was due on Monday.
    days = {"since": "2026-10-25", "due_on": "2026-10-26"}
    owed = tasks({"key": "payment:C1", "kind": "payment", **days})
    page = page_html(owed, lang="en", as_of=DAY, title="甲")
    assert "5 days overdue" in page and "1 overdue" in page


def test_on_a_phone_everything_fits_and_can_be_tapped_and_ticks_are_kept(
    chromium, tmp_path: Path
) -> None:
    write_page(FRAME, tmp_path / "list.html", lang="zh", as_of=DAY, title="甲 · 待办清单")
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto((tmp_path / "list.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for each in page.locator(".snb-tick, summary, .snb-call").all():
        assert each.bounding_box()["height"] >= 44
    page.locator("input").nth(1).check()
    assert page.locator(".snb-count").inner_text() == "已勾选 1/2"
    page.reload()
    assert (
        page.locator("input").nth(1).is_checked() and not page.locator("input").nth(0).is_checked()
    )
    assert told == []
    context.close()
