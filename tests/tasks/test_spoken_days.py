"""Days in plans, read relative to the day of the follow-up; what cannot be read is no promise."""

from datetime import date

import pytest

from salesnb.tasks.spoken_days import spoken_day
from tests.frames import CHINA

MONDAY = "2026-03-02"


@pytest.mark.parametrize(
    ("text", "said_on", "day"),
    [
        # Days of a month
        ("3月8日前更新方案", MONDAY, "2026-03-08"),
        ("等待客户反馈，3月8号跟进", MONDAY, "2026-03-08"),
        ("3 月 8 日拜访", MONDAY, "2026-03-08"),
        ("3月8日前更新方案", "2026-03-08", "2026-03-08"),
        ("3月8日前更新方案", "2026-03-09", None),
        ("1月5日回访", "2026-12-28", "2027-01-05"),
        ("12月28日回访", "2027-01-02", None),
        ("2月30日回访", MONDAY, None),
        ("2月29日回访", "2026-02-02", None),
        ("2月29日回访", "2028-02-02", "2028-02-29"),
        ("2026年3月8日前更新", MONDAY, "2026-03-08"),
        ("2026-03-08 发合同", MONDAY, "2026-03-08"),
        ("2026/3/8发合同", MONDAY, "2026-03-08"),
        ("2025年3月8日已签", MONDAY, None),
        ("3/8前发合同", MONDAY, "2026-03-08"),
        ("call on 3/8", MONDAY, None),
        ("8号到访", MONDAY, "2026-03-08"),
        ("1日回访", MONDAY, "2026-04-01"),
        ("下月10号付款", MONDAY, "2026-04-10"),
        ("3月15日报价，3月8日前发样品", MONDAY, "2026-03-08"),
        ("3月8日-10日展会见面", MONDAY, "2026-03-08"),
        # So many days, weeks, months on
        ("3日内提交报价单", MONDAY, "2026-03-05"),
        ("三天后联系", MONDAY, "2026-03-05"),
        ("十五天内回复", MONDAY, "2026-03-17"),
        ("3个工作日内回复", "2026-03-05", "2026-03-10"),
        ("5个工作日内回复", "2026-09-29", "2026-10-12"),
        ("两周后再联系", MONDAY, "2026-03-16"),
        ("1个月后回访", "2026-01-31", "2026-02-28"),
        ("半个月内答复", MONDAY, "2026-03-17"),
        ("明天上午打电话", "2026-12-31", "2027-01-01"),
        ("后天发方案", MONDAY, "2026-03-04"),
        # Weekdays
        ("下周三回访", MONDAY, "2026-03-11"),
        ("下周三回访", "2026-03-08", "2026-03-11"),
        ("下周日回访", MONDAY, "2026-03-15"),
        ("周三前回复", MONDAY, "2026-03-04"),
        ("周一回复", MONDAY, "2026-03-09"),
        ("本周五见面", MONDAY, "2026-03-06"),
        ("这周一见面", "2026-03-04", None),
        ("星期天电话", MONDAY, "2026-03-08"),
        # Parts of weeks, months, quarters and years, by the working calendar
        ("下周联系", MONDAY, "2026-03-09"),
        ("下周再说", "2026-09-24", "2026-09-28"),
        ("本周内答复", MONDAY, "2026-03-06"),
        ("本周内答复", "2026-10-08", "2026-10-10"),
        ("下月回访", MONDAY, "2026-04-01"),
        ("下个月初回访", "2026-09-15", "2026-10-08"),
        ("月底前签约", "2026-05-11", "2026-05-29"),
        ("下月底付款", MONDAY, "2026-04-30"),
        ("4月中旬回访", MONDAY, "2026-04-15"),
        ("10月回访", MONDAY, "2026-10-08"),
        ("下季度再谈", MONDAY, "2026-04-01"),
        ("年底前签约", MONDAY, "2026-12-31"),
        ("年后联系", "2026-02-02", "2026-02-24"),
        # Nothing that can be read
        ("保持联系", MONDAY, None),
        ("保持季度拜访", MONDAY, None),
        ("每周三例会", MONDAY, None),
        ("每月5日对账", MONDAY, None),
        ("上周三已发资料", MONDAY, None),
        ("2号机组检修", MONDAY, None),
        ("确认5号线方案", MONDAY, None),
        ("发10台样机，单价3.8万", MONDAY, None),
        ("换个时间再联系", MONDAY, None),
        # English
        ("update the proposal by Mar 8", MONDAY, "2026-03-08"),
        ("send it March 8th", MONDAY, "2026-03-08"),
        ("visit on 8 March", MONDAY, "2026-03-08"),
        ("visit on 8 March 2027", MONDAY, "2027-03-08"),
        ("by 2026-03-08", MONDAY, "2026-03-08"),
        ("call on Jan 5", "2026-12-28", "2027-01-05"),
        ("the 8 may be late", MONDAY, None),
        ("in 3 days", MONDAY, "2026-03-05"),
        ("within two weeks", MONDAY, "2026-03-16"),
        ("within 3 working days", "2026-03-05", "2026-03-10"),
        ("call tomorrow", MONDAY, "2026-03-03"),
        ("Next Wednesday", MONDAY, "2026-03-11"),
        ("by Friday", MONDAY, "2026-03-06"),
        ("on Monday", MONDAY, "2026-03-09"),
        ("next week", MONDAY, "2026-03-09"),
        ("by the end of this week", MONDAY, "2026-03-06"),
        ("end of the month", "2026-05-11", "2026-05-29"),
        ("next month", MONDAY, "2026-04-01"),
        ("met last Friday", MONDAY, None),
        ("every Monday", MONDAY, None),
        ("stay in touch", MONDAY, None),
    ],
)
def test_the_day_that_a_plan_names(text: str, said_on: str, day: str | None) -> None:
    found = spoken_day(text, date.fromisoformat(said_on), CHINA)
    assert (found and found.isoformat()) == day
