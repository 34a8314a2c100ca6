"""The day by which a plan is due."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesnb.loaders.values.due import due_day, due_days

TUESDAY = date(2024, 3, 5)
DUE = {
    "3月8日前更新方案": date(2024, 3, 8),
    "5月5日发送报价单": date(2024, 5, 5),
    "2024年3月8日": date(2024, 3, 8),
    "2024-03-20 演示": date(2024, 3, 20),
    "3 月 8 日前": date(2024, 3, 8),
    "3/8前": date(2024, 3, 8),
    "明年3月8日": date(2025, 3, 8),
    "8号前发报价": date(2024, 3, 8),
    "4号前发报价": date(2024, 4, 4),
    "下月8号": date(2024, 4, 8),
    "3日内提交报价单": date(2024, 3, 8),
    "十天内": date(2024, 3, 15),
    "两周内": date(2024, 3, 19),
    "半个月内": date(2024, 3, 20),
    "三个月后回访": date(2024, 6, 5),
    "48小时内": date(2024, 3, 7),
    "5个工作日内": date(2024, 3, 12),
    "今天": date(2024, 3, 5),
    "明天": date(2024, 3, 6),
    "后天回访": date(2024, 3, 7),
    "大后天": date(2024, 3, 8),
    "周五": date(2024, 3, 8),
    "周一": date(2024, 3, 11),
    "本周五": date(2024, 3, 8),
    "下周三前": date(2024, 3, 13),
    "下下周一": date(2024, 3, 18),
    "下周": date(2024, 3, 15),
    "月底前": date(2024, 3, 31),
    "4月底": date(2024, 4, 30),
    "3月中旬": date(2024, 3, 20),
    "下月初": date(2024, 4, 10),
    "季度末": date(2024, 3, 31),
    "年底前": date(2024, 12, 31),
    "3月15日签约，3月8日前更新方案": date(2024, 3, 8),
    "Send the quote by 8 March": date(2024, 3, 8),
    "March 8, 2024": date(2024, 3, 8),
    "within 3 days": date(2024, 3, 8),
    "in two weeks": date(2024, 3, 19),
    "within 2 working days": date(2024, 3, 7),
    "tomorrow": date(2024, 3, 6),
    "the day after tomorrow": date(2024, 3, 7),
    "call on Friday": date(2024, 3, 8),
    "next Wednesday": date(2024, 3, 13),
    "by end of next week": date(2024, 3, 15),
    "next week": date(2024, 3, 15),
    "end of the month": date(2024, 3, 31),
    "quarter-end": date(2024, 3, 31),
}
NOT_DUE = [
    "继续跟进", "发3套样品", "完成1/2", "落实3月1日会议内容", "上周三谈过", "上月底", "去年12月1日",
    "每日跟进", "第2周", "2月30日", "本月1日", "2024-03-01", "last Friday", "Send 3 offers",
    "marketing 5 people", "sat down with them", "Second meeting", "may call", "",
]  # fmt: skip


@pytest.mark.parametrize(("text", "due"), DUE.items())
def test_the_day_of_a_plan_is_read(text: str, due: date) -> None:
    assert due_day(text, TUESDAY) == due


@pytest.mark.parametrize("text", NOT_DUE)
def test_a_plan_without_a_day_to_come_is_not_dated(text: str) -> None:
    assert due_day(text, TUESDAY) is None


@pytest.mark.parametrize(
    ("text", "told", "due"),
    [
        ("1月5日发合同", date(2023, 12, 28), date(2024, 1, 5)),
        ("12月31日前", date(2024, 1, 2), date(2024, 12, 31)),
        ("2月29日", date(2023, 12, 1), date(2024, 2, 29)),
        ("3月8日", date(2024, 3, 8), date(2024, 3, 8)),
        ("周五", date(2024, 3, 8), date(2024, 3, 8)),
        ("月底前", date(2024, 2, 10), date(2024, 2, 29)),
        ("本周五", date(2024, 3, 9), None),
        ("一个月内", date(2024, 1, 31), date(2024, 2, 29)),
        ("31号", date(2024, 4, 1), date(2024, 5, 31)),
    ],
)
def test_a_day_is_told_from_the_day_of_the_follow_up(
    text: str, told: date, due: date | None
) -> None:
    assert due_day(text, told) == due


def test_a_column_of_plans_is_read_like_its_texts() -> None:
    texts = pd.Series(["明天", "明天", "继续", None, "3/8前", "明天"], dtype="str")
    typed = ["2024-03-05T14:00", "2024-12-31", "2024-03-05", "2024-03-05", "2024-03-05", None]
    days = pd.Series(pd.to_datetime(typed, format="ISO8601"))
    read = due_days(texts, days)
    assert read.dt.strftime("%Y-%m-%d").fillna("").tolist() == [
        "2024-03-06", "2025-01-01", "", "", "2024-03-08", "",
    ]  # fmt: skip


PARTS = st.sampled_from(
    ["3", "31", "999", "0", "月", "日", "号", "前", "内", "周", "下", "一", "半", "底", "个", "/", "-",
     "天", "next ", "by ", "March ", "within ", "days", " ", "年", "2024", "小时", "工作日", "|"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=8).map("".join) | st.text(max_size=20), st.dates())
def test_any_plan_is_a_day_to_come_or_none(text: str, day: date) -> None:
    due = due_day(text, day)
    assert due is None or due >= day
