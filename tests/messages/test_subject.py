"""The subject carries the headline, in at most 70 characters and in one line."""

from dataclasses import replace

import pytest

from salesnb.delivery.brief import Brief, Figure
from salesnb.delivery.message import compose
from salesnb.delivery.subject import headline_of, subject_of
from tests.messages.briefs import COMPLETION, SALES, WANG, a_brief

LEADS = Figure("新增线索", "64", metric="new_leads", moved=0.83)
WIN_RATE = Figure("结单赢单率", "39%", metric="closed_win_rate", moved=-0.314)
IN_TIME = Figure("首次跟进及时率", "82%", metric="response_in_time_rate")
FOLLOWED = Figure("客户跟进率", "54%", metric="follow_up_rate", moved=0.001)
TASKS = Figure("逾期任务", "219", metric="overdue_tasks")
END = Figure("预计完成", "276.0 万", metric="forecast_end", moved=-0.08, progress=0.92)
CHANCE = Figure("达标概率", "35%", metric="forecast_chance")
AT_RISK = Figure("风险金额", "84.2 万", metric="value_at_risk")


@pytest.mark.parametrize(
    ("notebook", "title", "period", "headline", "zh", "en"),
    [
        ("performance", "业绩", "2026-10", (SALES, COMPLETION),
         "东区 10月 完成80% ▼10pt · 3 红灯", "东区 Oct 80% of target ▼10pt · 3 red flags"),
        ("performance", "业绩", "2026-10", (SALES, COMPLETION._replace(value="–")),
         "东区 10月 销售额120.4万 ▲12% · 3 红灯", "东区 Oct sales 120.4万 ▲12% · 3 red flags"),
        ("daily", "日报", "2026-10-30", (SALES, COMPLETION),
         "东区 10/30 日报：销售额120.4万 ▲12% · 本月完成80% ▼10pt · 3 红灯",
         "东区 30 Oct 日报: sales 120.4万 ▲12% · month 80% of target ▼10pt · 3 red flags"),
        ("funnel", "漏斗", "2026Q4", (LEADS, WIN_RATE),
         "东区 Q4 漏斗：新增线索64 ▲83% · 赢单率39% ▼31pt · 3 红灯",
         "东区 Q4 漏斗: new leads 64 ▲83% · win rate 39% ▼31pt · 3 red flags"),
        ("scoring", "线索", "2026-W43", (LEADS, IN_TIME),
         "东区 43周 线索：新增线索64 ▲83% · 首次跟进及时率82% · 3 条高分线索逾期",
         "东区 W43 线索: new leads 64 ▲83% · 3 top leads overdue"),
        ("followup", "跟进", "2025-10", (FOLLOWED, TASKS),
         "东区 2025年10月 跟进：客户跟进率54% · 逾期任务219 · 3 个重要客户未联系",
         "东区 2025年10月 跟进: 54% followed up · 3 key customers waiting"),
        ("forecast", "目标预测", "2026-10", (END, CHANCE),
         "东区 10月 目标预测：预计完成92% ▼8pt · 达标概率35% · 3 个目标难达成",
         "东区 Oct 目标预测: 92% of target ▼8pt · chance 35%"
         " · 3 targets unlikely"),
        ("forecast", "目标预测", "2026-10", (END._replace(progress=None), CHANCE._replace(value="–")),
         "东区 10月 目标预测：预计276.0万 ▼8% · 3 个目标难达成",
         "东区 Oct 目标预测: 276.0万 expected ▼8% · 3 targets unlikely"),
        ("forecast", "目标预测", "2026-10", (END._replace(metric="forecast_ended", moved=None),),
         "东区 10月 目标预测：完成92% · 3 个目标未达成",
         "东区 Oct 目标预测: 92% of target · 3 targets missed"),
        ("segmentation", "客户", "2026-10", (AT_RISK,),
         "东区 10月 客户：流失风险金额84.2万 · 3 个客户待挽回",
         "东区 Oct 客户: 84.2万 at risk · 3 customers to win back"),
        ("mine", "我的报告", "2026-10", (SALES,), "东区 10月 我的报告：3 红灯",
         "东区 Oct 我的报告: 3 red flags"),
    ],
)  # fmt: skip
def test_each_kind_of_report_has_its_own_subject(
    notebook: str, title: str, period: str, headline: tuple[Figure, ...], zh: str, en: str
) -> None:
    brief = a_brief(notebook=notebook, title=title, period=period, headline=headline)
    brief = replace(brief, period_label="2025年10月" if period.startswith("2025") else period)
    assert subject_of([brief], "zh") == zh
    assert subject_of([brief], "en") == _at_most(en)


def _at_most(subject: str) -> str:
    """Return what is left of the daily one, which is too long with both figures."""
    return subject if len(subject) <= 70 else subject.replace(" · month 80% of target ▼10pt", "")


def test_a_report_without_known_figures_is_named_with_scope_and_period() -> None:
    brief = a_brief(notebook="mine", title="我的报告", headline=(), flag_count=0)
    assert subject_of([brief], "zh") == "东区 10月 我的报告"


def test_a_digest_begins_with_the_most_urgent_and_says_how_many_there_are() -> None:
    calm = a_brief(scope="team:西区", scope_label="西区", flag_count=0, flags=())
    worse = a_brief(scope="team:南区", scope_label="南区", flag_count=9)
    message = compose([calm, worse], WANG, "zh")
    assert message.subject == "南区 10月 完成80% ▼10pt · 9 红灯（共 2 份报告）"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["东区" * 60, "East\r\nBcc: all@example.com", "\x00\u2028 x\t y"])
def test_whatever_a_name_holds_the_subject_is_one_line_of_at_most_70_characters(
    lang: str, name: str
) -> None:
    brief = a_brief(scope_label=name)
    for briefs in ([brief], [brief] * 12):
        subject = subject_of(briefs, lang, is_correction=True)
        assert len(subject) <= 70
        assert not any(char < " " or char in "\x7f\u2028\u2029" for char in subject)
        assert "80%" in subject


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_long_name_leaves_room_for_the_red_flags(lang: str) -> None:
    said = headline_of(a_brief(scope_label="华东大客户事业部" * 9), lang)
    assert len(said) == 70 and said.endswith("3 红灯" if lang == "zh" else "3 red flags")


def test_the_subjects_of_real_reports_are_short_and_say_a_figure(
    real_zh: list[Brief], real_en: list[Brief]
) -> None:
    for brief in [*real_zh, *real_en]:
        subject = subject_of([brief], brief.lang)
        assert len(subject) <= 70 and "…" not in subject
        assert any(figure.value.replace(" ", "") in subject for figure in brief.headline)
