"""Dates, months and periods as people type them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesnb.loaders import load_files
from salesnb.loaders.values.dates import parse_moment, parse_month, parse_period_text
from salesnb.loaders.values.failure import Failure
from salesnb.settings import Settings

DAY = datetime(2024, 3, 5)
DAYS = [
    "2024/3/5", "2024/03/05", "2024-3-5", "2024.3.5", "2024年3月5日", "2024年03月05号",
    "2024 年 3 月 5 日", "２０２４／３／５", "20240305", "45356", "2024-03-05 00:00:00",
    "2024-03-05（周二）", "2024年3月5日 星期二", "5 Mar 2024", "Mar 5, 2024", "5-Mar-2024",
    "March 5th, 2024",
]  # fmt: skip
MOMENTS = {
    "2024-03-05 14:30": datetime(2024, 3, 5, 14, 30),
    "2024/3/5 14:30:15": datetime(2024, 3, 5, 14, 30, 15),
    "2024-03-05T14:30:15.123": datetime(2024, 3, 5, 14, 30, 15),
    "2024年3月5日14时30分": datetime(2024, 3, 5, 14, 30),
    "2024-3-5 下午2:30": datetime(2024, 3, 5, 14, 30),
    "2024-3-5 2:30 PM": datetime(2024, 3, 5, 14, 30),
    "2024-3-5 12:10 AM": datetime(2024, 3, 5, 0, 10),
    "2024-03-05T06:30:00Z": datetime(2024, 3, 5, 14, 30),
    "2024-03-05T14:30:00+08:00": datetime(2024, 3, 5, 14, 30),
    "45356.604166666664": datetime(2024, 3, 5, 14, 30),
    "202403051430": datetime(2024, 3, 5, 14, 30),
}
REFUSED = {
    "03/04/2024": "ambiguous_date",
    "24/3/5": "ambiguous_date",
    "25/03/2024": "unclear_date",
    "3月5日": "date_without_year",
    "3/5": "date_without_year",
    "2024-08": "month_for_date",
    "2024年8月": "month_for_date",
    "2024-02-30": "no_such_day",
    "2024-13-01": "not_date",
    "2024-03-05 25:00": "not_date",
    "0202-03-05": "not_date",
    "2024-3/5": "not_date",
    "下周二": "not_date",
    "90000": "not_date",
}


@pytest.mark.parametrize("typed", DAYS)
def test_a_day_with_the_year_first_or_the_month_in_words_is_read(typed: str) -> None:
    assert parse_moment(typed) == DAY


@pytest.mark.parametrize(("typed", "meant"), MOMENTS.items())
def test_a_time_of_day_is_read(typed: str, meant: datetime) -> None:
    assert parse_moment(typed) == meant


@pytest.mark.parametrize(("typed", "rule"), REFUSED.items())
def test_a_text_that_is_no_clear_day_is_refused(typed: str, rule: str) -> None:
    found = parse_moment(typed)
    assert isinstance(found, Failure)
    assert found.rule == rule


def test_a_doubtful_day_offers_both_readings() -> None:
    found = parse_moment("03/04/2024")
    assert isinstance(found, Failure)
    assert found.suggestion == "2024-03-04 / 2024-04-03"


def test_a_day_that_the_month_lacks_names_the_months_last_day() -> None:
    found = parse_moment("2024-02-30")
    assert isinstance(found, Failure)
    assert found.suggestion == "2024-02-29"


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)).map(lambda t: t.replace(microsecond=0))
)
def test_an_iso_moment_comes_back_as_it_is(moment: datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment
    assert parse_moment(f"{moment:%Y年%m月%d日 %H:%M:%S}") == moment


@given(st.text(max_size=20))
def test_any_text_is_a_value_or_a_failure(text: str) -> None:
    assert isinstance(parse_moment(text), datetime | Failure)
    assert isinstance(parse_month(text), date | Failure)
    assert isinstance(parse_period_text(text), str | Failure)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024-08", date(2024, 8, 31)),
        ("2024年8月", date(2024, 8, 31)),
        ("2024年8月底", date(2024, 8, 31)),
        ("2024/2", date(2024, 2, 29)),
        ("202408", date(2024, 8, 31)),
        ("2024Q3", date(2024, 9, 30)),
        ("2024-08-15", date(2024, 8, 15)),
        ("2024-08-01", date(2024, 8, 1)),
        ("2024-08-01 00:00:00", date(2024, 8, 31)),
        ("45505", date(2024, 8, 1)),
    ],
)
def test_a_month_becomes_its_last_day_and_a_day_stays(typed: str, day: date) -> None:
    assert parse_month(typed) == day


def test_a_month_that_excel_may_have_cut_off_is_refused() -> None:
    found = parse_month("2024.1")
    assert isinstance(found, Failure)
    assert found.suggestion == "2024-01 / 2024-10"


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("2026-10", "2026-10"),
        ("2026年10月", "2026-10"),
        ("2026/1", "2026-01"),
        ("202610", "2026-10"),
        ("2026-10-01 00:00:00", "2026-10"),
        ("2026Q4", "2026Q4"),
        ("2026-q4", "2026Q4"),
        ("Q4 2026", "2026Q4"),
        ("2026年第四季度", "2026Q4"),
        ("2026年4季度", "2026Q4"),
        ("2026", "2026"),
        ("2026年", "2026"),
        ("2026年度", "2026"),
        ("2026-10-15", "2026-10-15"),
        ("2024-01-01..2024-03-30", "2024-01-01..2024-03-30"),
        ("2024/1/1至2024/3/30", "2024-01-01..2024-03-30"),
        ("2026-W43", "2026-W43"),
    ],
)
def test_a_period_has_one_spelling(typed: str, canonical: str) -> None:
    assert parse_period_text(typed) == canonical


def test_below_the_header_month_the_first_of_a_month_is_the_month() -> None:
    assert parse_period_text("2026-10-01", months=True) == "2026-10"
    assert parse_period_text("2026-10-01") == "2026-10-01"


@pytest.mark.parametrize("typed", ["本月", "10月", "2026-13", "2024-03-30..2024-01-01"])
def test_a_text_that_is_no_period_is_refused(typed: str) -> None:
    assert isinstance(parse_period_text(typed), Failure)


@pytest.mark.parametrize(
    ("typed", "start", "stored"),
    [
        ("2026Q1..2026Q2", 1, "2026-01-01..2026-06-30"),
        ("2026Q1..2026Q2", 4, "2025-04-01..2025-09-30"),
        ("2025..2026", 4, "2024-04-01..2026-03-31"),
        ("2026Q1", 4, "2026Q1"),
        ("2026-01..2026-02", 4, "2026-01-01..2026-02-28"),
    ],
)
def test_ranges_of_quarters_follow_the_fiscal_year(typed: str, start: int, stored: str) -> None:
    assert parse_period_text(typed, fiscal_start=start) == stored


def test_a_quarter_in_a_column_of_months_follows_the_fiscal_year() -> None:
    assert parse_month("2026Q1") == date(2026, 3, 31)
    assert parse_month("2026Q1", fiscal_start=4) == date(2025, 6, 30)


def test_the_fiscal_year_comes_from_the_workspace(
    settings: Settings, book: Callable[..., Path]
) -> None:
    fiscal = settings.workspace.model_copy(update={"fiscal_year_start": 4})
    rows = [["期间", "范围", "指标", "目标值"], ["2026Q1..2026Q2", "公司", "销售额", 1]]
    leads = [["线索编号", "需求描述", "预计成交时间"], ["L1", "x", "2026Q1"]]
    known = {"leads": pd.DataFrame({"lead_id": ["L1"]})}
    result = load_files(
        [book({"目标": rows, "线索": leads})],
        replace(settings, workspace=fiscal),
        mapping=None,
        known=known,
        today=date(2026, 10, 31),
    )
    assert result.tables["targets"]["period"].tolist() == ["2025-04-01..2025-09-30"]
    assert result.tables["leads"]["expected_close"].tolist() == [pd.Timestamp(2025, 6, 30)]
