"""A message says the most urgent first, what is attached, and what a correction corrects."""

from pathlib import Path

import pytest

from salesnb.delivery.brief import Brief, Change, Figure, RedFlag
from salesnb.delivery.correction import corrections
from salesnb.delivery.message import compose, most_urgent_first
from salesnb.errors import UsageError
from tests.messages.briefs import COMPLETION, SALES, WANG, a_brief
from tests.reports.pages import soup_of, visible

FALL = Figure("新增线索", "9", changes=(Change("环比 ▼40%", "bad"),), tone="bad")


def a_page(folder: Path, scope: str, size: int) -> Path:
    """Write a report of so many bytes."""
    page = folder / "2026-10" / scope / "performance.zh.html"
    page.parent.mkdir(parents=True)
    page.write_bytes(b"x" * size)
    return page


def test_reports_stand_by_red_flags_then_by_figures_that_got_worse() -> None:
    calm = a_brief(scope="1", flag_count=0, headline=(SALES,))
    falling = a_brief(scope="2", flag_count=0, headline=(SALES, FALL))
    red = a_brief(scope="3", flag_count=2, headline=(SALES,))
    reddest = a_brief(scope="4", flag_count=7, headline=(SALES,))
    ordered = most_urgent_first([calm, falling, red, reddest])
    assert [brief.scope for brief in ordered] == ["4", "3", "2", "1"]


def test_the_same_briefs_give_the_same_message() -> None:
    briefs = [a_brief(), a_brief(scope="team:西区", scope_label="西区")]
    assert compose(briefs, WANG, "zh") == compose(briefs, WANG, "zh")


def test_a_message_about_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="no report to write"):
        compose([], WANG, "en")


def test_files_are_attached_where_they_fit_together_and_else_none(tmp_path: Path) -> None:
    pages = [a_page(tmp_path, f"team-{n}", 60_000) for n in range(2)]
    briefs = [a_brief(scope=f"team:{n}", page=page) for n, page in enumerate(pages)]
    assert compose(briefs, WANG, "zh", most_bytes=120_000).attachments == tuple(pages)
    message = compose(briefs, WANG, "zh", most_bytes=119_999)
    assert message.attachments == ()
    assert message.text.count("完整报告较大，没有作为附件发送。请向管理员索取：2026-10/team-") == 2


def test_a_report_that_is_too_large_is_opened_by_its_link(tmp_path: Path) -> None:
    page = a_page(tmp_path, "team-1", 30 * 1024 * 1024)
    brief = a_brief(page=page, link="https://reports.example.com/x")
    message = compose([brief], WANG, "en")
    assert message.attachments == ()
    assert "Open the report: https://reports.example.com/x" in message.text
    assert "The report is too large to attach; please open it by the link." in message.text
    assert soup_of(message.html).select_one("a")["href"] == "https://reports.example.com/x"


def test_what_is_attached_has_a_name_of_its_own_and_a_size(tmp_path: Path) -> None:
    page = a_page(tmp_path, "team-东区", 310_000)
    message = compose([a_brief(page=page)], WANG, "zh")
    assert "附件：2026-10-team-东区-performance.zh.html（303 kB）" in message.text


def test_with_links_only_nothing_is_attached_and_a_report_without_a_link_can_be_asked_for(
    tmp_path: Path,
) -> None:
    page = a_page(tmp_path, "team-1", 10)
    linked = a_brief(page=page, link="https://reports.example.com/x")
    assert compose([linked], WANG, "zh", attach="link").text.count("附件") == 0
    message = compose([a_brief(page=page)], WANG, "zh", attach="link")
    assert "完整报告没有附上。请向管理员索取：2026-10/team-1/performance.zh.html" in message.text


def test_a_correction_says_which_figures_and_flags_are_others() -> None:
    before = a_brief(
        headline=(SALES, COMPLETION._replace(value="78%")),
        flags=(RedFlag("red", "周华", "完成率 53%，低于 80% 红线"),),
        flag_count=1,
    )
    now = a_brief(flag_count=2)
    assert corrections(now, before, "zh") == [
        "目标完成率：78% → 80%",
        "新增：周华 完成率 55%，低于 80% 红线",
        "新增：江南机电 回款逾期 42 天，18.6 万",
        "不再成立：周华 完成率 53%，低于 80% 红线",
    ]
    message = compose([now], WANG, "zh", correction=[before])
    assert message.subject.startswith("更正：东区 10月 完成80%")
    assert "目标完成率：78% → 80%" in visible(soup_of(message.html))
    assert "> 目标完成率：78% → 80%" in message.markdown


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sentences": ("销售额 1 元。",)}, ["不再成立：销售额 1 元。"]),
        ({"banner": "请注意：旧。"}, ["原来的提示已撤销"]),
        ({}, ["要点未变，完整报告中的明细有更新"]),
    ],
)
def test_a_correction_of_something_else_says_what_it_is(
    changed: dict[str, object], said: list[str]
) -> None:
    assert corrections(a_brief(), a_brief(**changed), "zh")[: len(said)] == said


def test_flags_that_a_page_has_no_room_for_are_not_called_gone() -> None:
    now = a_brief(flags=(RedFlag("red", "甲", "x"),), flag_count=9)
    before = a_brief(flags=(RedFlag("red", "乙", "x"),), flag_count=9)
    assert corrections(now, before, "en") == [
        "The key figures are the same; details in the report have changed"
    ]


def test_in_a_digest_only_the_corrected_report_is_called_so() -> None:
    kept = a_brief(scope="team:西区", scope_label="西区", flag_count=0, flags=())
    changed = a_brief()
    message = compose([kept, changed], WANG, "zh", correction=[a_brief(headline=(SALES,))])
    assert not message.subject.startswith("更正")
    assert message.text.count("更正：此前发给您的这份报告有变化") == 1


def test_markdown_has_one_link_per_report_and_no_other_markup(real_zh: list[Brief]) -> None:
    for brief in real_zh:
        text = compose([brief], WANG, "zh").markdown
        assert text.count("](") == 1 and f"]({brief.link})" in text
        assert text.count("**") == 2 + 2 * len(brief.headline)
        assert not set("<#`~|@") & set(text)
