"""Periods: what is written, what comes before it, what it is made of; the working calendar."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesnb.errors import ConfigError, UsageError
from salesnb.periods import GRAINS, Calendar, Grain, parse_period, period_of

TODAY = date(2026, 3, 31)
CHINA = Calendar("CN")


@pytest.mark.parametrize(
    ("text", "first", "last", "grain"),
    [
        ("2026-10-31", "2026-10-31", "2026-10-31", "day"),
        ("2026-3-5", "2026-03-05", "2026-03-05", "day"),
        ("2026-W43", "2026-10-19", "2026-10-25", "week"),
        ("2026W01", "2025-12-29", "2026-01-04", "week"),
        ("2026-W53", "2026-12-28", "2027-01-03", "week"),
        ("2026-10", "2026-10-01", "2026-10-31", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2026Q4", "2026-10-01", "2026-12-31", "quarter"),
        ("2026-q1", "2026-01-01", "2026-03-31", "quarter"),
        ("2026", "2026-01-01", "2026-12-31", "year"),
        ("2026-10-01..2026-10-15", "2026-10-01", "2026-10-15", "range"),
        ("2026-01..2026Q2", "2026-01-01", "2026-06-30", "range"),
        (" 2026-10 ", "2026-10-01", "2026-10-31", "month"),
    ],
)
def test_every_written_form_is_read(text: str, first: str, last: str, grain: Grain) -> None:
    period = parse_period(text)
    assert (period.start, period.last_day) == (date.fromisoformat(first), date.fromisoformat(last))
    assert period.grain == grain


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("today", "2026-03-31"),
        ("yesterday", "2026-03-30"),
        ("this-week", "2026-W14"),
        ("last-week", "2026-W13"),
        ("this-month", "2026-03"),
        ("last-month", "2026-02"),  # 31 days before 31 March is 28 February: still February
        ("last-quarter", "2025Q4"),
        ("this-year", "2026"),
        ("last-year", "2025"),
    ],
)
def test_a_word_refers_to_the_day_that_is_given(word: str, text: str) -> None:
    assert parse_period(word, TODAY).text == text


@pytest.mark.parametrize(
    ("today", "text"),
    [
        ("2026-03-31", "2026-03-30"),
        ("2026-03-30", "2026-03-27"),  # of a Monday: Friday
        ("2026-03-29", "2026-03-27"),
        ("2026-02-16", "2026-02-14"),  # the Saturday was worked to make up for the Spring Festival
        ("2026-10-08", "2026-09-30"),  # the first day after the National Day holidays
    ],
)
def test_the_last_workday_is_that_of_the_calendar(today: str, text: str) -> None:
    day = date.fromisoformat(today)
    assert parse_period("last-workday", day, calendar=CHINA).text == text


def test_the_last_workday_without_a_calendar_is_refused() -> None:
    with pytest.raises(UsageError, match="'last-workday' needs a day"):
        parse_period("last-workday", TODAY)


def test_a_word_without_a_day_is_refused() -> None:
    with pytest.raises(UsageError, match=r"needs a day.*2026-10"):
        parse_period("last-month")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000",
        "0000-01",
        "0000Q1",
        "0000-W01",
        "0001-01-01",
        "1899",
        "2201",
        "9999-12-31",
        "9999-W52",
        "2026-13",
        "2026-00",
        "2026-02-30",
        "2025-W53",
        "2026-W00",
        "2026Q5",
        "202610",
        "next-month",
        "..",
        "2026-10..",
        "2026-01..2026-02..2026-03",
        "'); drop table leads; --",
    ],
)
def test_what_is_no_period_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(UsageError, match="2026-W43"):
        parse_period(text, TODAY)


def test_a_near_word_is_offered() -> None:
    with pytest.raises(UsageError, match="Did you mean 'last-month'"):
        parse_period("lastmonth", TODAY)


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageError, match="ends before it begins"):
        parse_period("2026-10-15..2026-10-01")


def test_a_fiscal_year_is_named_by_the_year_in_which_it_ends() -> None:
    year = parse_period("2012", fiscal_start=6)
    assert (year.start, year.last_day) == (date(2011, 6, 1), date(2012, 5, 31))
    second = parse_period("2012Q2", fiscal_start=6)
    assert (second.start, second.last_day) == (date(2011, 9, 1), date(2011, 11, 30))
    assert second.previous().text == "2012Q1" and second.previous().previous().text == "2011Q4"
    assert second.year_ago().text == "2011Q2"
    assert parse_period("this-year", date(2011, 6, 1), 6).text == "2012"
    assert parse_period("this-year", date(2011, 5, 31), 6).text == "2011"
    assert parse_period("2012-06", fiscal_start=6).text == "2012-06"  # months do not shift


@pytest.mark.parametrize(
    ("text", "previous", "year_ago"),
    [
        ("2026-01-01", "2025-12-31", "2025-01-01"),
        ("2024-02-29", "2024-02-28", "2023-02-28"),
        ("2026-W01", "2025-W52", "2025-W01"),
        ("2027-W01", "2026-W53", "2026-W02"),  # 52 weeks back keeps the weekday
        ("2026-03", "2026-02", "2025-03"),
        ("2026Q1", "2025Q4", "2025Q1"),
        ("2026", "2025", "2025"),
        ("2026-03-01..2026-03-10", "2026-02-19..2026-02-28", "2025-03-01..2025-03-10"),
        ("2024-02-01..2024-02-29", "2024-01-03..2024-01-31", "2023-02-01..2023-02-28"),
        ("2024-02-01..2024-02-28", "2024-01-04..2024-01-31", "2023-02-01..2023-02-28"),
    ],
)
def test_previous_and_year_ago(text: str, previous: str, year_ago: str) -> None:
    period = parse_period(text)
    assert period.previous().text == previous
    assert period.year_ago().text == year_ago


def test_a_cut_week_is_compared_with_the_same_weekdays_and_not_with_a_whole_week() -> None:
    first, *_, last = parse_period("2026-10").split("week")
    assert (first.text, first.start, first.last_day) == (
        "2026-W40",
        date(2026, 10, 1),
        date(2026, 10, 4),
    )
    before, year = first.previous(), first.year_ago()
    assert (before.text, before.start, before.last_day) == (
        "2026-W39",
        date(2026, 9, 24),  # Thursday to Sunday, and not Monday the 21st
        date(2026, 9, 27),
    )
    assert (year.start, year.last_day) == (date(2025, 10, 2), date(2025, 10, 5))
    assert (last.previous().start, last.previous().last_day) == (
        date(2026, 10, 19),
        date(2026, 10, 24),
    )


def test_a_cut_month_is_compared_as_the_range_that_it_is() -> None:
    part = parse_period("2026-09-20..2026-10-31").split("month")[0]
    assert part.text == "2026-09"
    assert part.previous().text == "2026-09-09..2026-09-19"
    assert part.year_ago().text == "2025-09-20..2025-09-30"


def test_a_period_that_has_not_begun_is_compared_with_no_day() -> None:
    november = parse_period("2026-11")
    nothing = november.previous().as_far_as(november, date(2026, 10, 31))
    assert nothing.start == nothing.end  # and not with 1 October
    one = november.previous().as_far_as(november, date(2026, 11, 1))
    assert (one.start, one.last_day) == (date(2026, 10, 1), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("text", "fiscal", "first", "last"),
    [
        ("2024Q1", 2, "2023-02-01", "2023-04-30"),
        ("2024Q4", 2, "2023-11-01", "2024-01-31"),
        ("2025Q1", 2, "2024-02-01", "2024-04-30"),  # with 29 February
        ("2024Q4", 12, "2024-09-01", "2024-11-30"),
        ("2024Q1", 12, "2023-12-01", "2024-02-29"),
        ("2024", 4, "2023-04-01", "2024-03-31"),
    ],
)
def test_quarters_and_years_follow_the_fiscal_year(
    text: str, fiscal: int, first: str, last: str
) -> None:
    period = parse_period(text, fiscal_start=fiscal)
    assert (period.start, period.last_day) == (date.fromisoformat(first), date.fromisoformat(last))
    assert period_of(period.last_day, period.grain, fiscal) == period


def test_the_weeks_of_a_month_are_cut_to_the_month() -> None:
    weeks = parse_period("2026-10").split("week")
    assert [week.text for week in weeks] == [f"2026-W{n}" for n in range(40, 45)]
    assert [(week.end - week.start).days for week in weeks] == [4, 7, 7, 7, 6]


def test_trailing_periods_end_with_this_one() -> None:
    assert [p.text for p in parse_period("2026-01").trailing(3)] == [
        "2025-11",
        "2025-12",
        "2026-01",
    ]


def test_the_last_day_belongs_to_a_period_and_the_end_does_not() -> None:
    month = parse_period("2026-10")
    assert date(2026, 10, 31) in month and date(2026, 11, 1) not in month


days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(days, st.sampled_from(GRAINS), st.integers(1, 12))
def test_the_period_of_a_day_is_read_back_from_its_text(
    day: date, grain: Grain, fiscal: int
) -> None:
    period = period_of(day, grain, fiscal)
    assert day in period
    assert parse_period(period.text, fiscal_start=fiscal) == period
    assert period.previous().end == period.start


@given(days, st.integers(0, 500), st.sampled_from(GRAINS), st.integers(1, 12))
def test_a_split_fills_the_period_without_gap_or_overlap(
    day: date, length: int, grain: Grain, fiscal: int
) -> None:
    whole = parse_period(f"{day}..{day + timedelta(days=length)}", fiscal_start=fiscal)
    parts = whole.split(grain)
    assert parts[0].start == whole.start and parts[-1].end == whole.end
    assert all(a.end == b.start for a, b in pairwise(parts))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2024-02-04", True),  # Sunday, made up for Spring Festival
        ("2024-02-18", True),  # Sunday, made up
        ("2024-10-12", True),  # Saturday, made up for National Day
        ("2024-10-07", False),  # Monday, day off for 29 September
        ("2024-09-29", True),  # that Sunday
        ("2026-01-04", True),  # Sunday, made up for New Year
        ("2026-02-14", True),  # Saturday, made up
        ("2026-02-28", True),  # Saturday, made up
        ("2026-05-09", True),  # Saturday, made up for Labour Day
        ("2026-09-20", True),  # Sunday, made up for National Day
        ("2026-10-10", True),  # Saturday, made up
        ("2026-10-07", False),
        ("2025-01-24", True),  # Friday
        ("2025-01-25", False),  # Saturday
        ("2025-01-26", True),  # Sunday, made up for Spring Festival
        ("2025-01-29", False),  # Wednesday, Spring Festival
        ("2025-02-08", True),  # Saturday, made up
        ("2025-10-01", False),  # National Day
        ("2025-10-11", True),  # Saturday, made up
    ],
)
def test_chinese_holidays_and_made_up_saturdays_are_known(day: str, works: bool) -> None:
    assert CHINA.is_workday(date.fromisoformat(day)) is works


def test_extra_days_overrule_the_country() -> None:
    company_day, saturday = date(2025, 3, 5), date(2025, 3, 8)
    calendar = Calendar("CN", extra_holidays=[company_day], extra_workdays=[saturday])
    assert not calendar.is_workday(company_day) and calendar.is_workday(saturday)


def test_a_year_without_its_make_up_days_says_so_until_params_name_them() -> None:
    """Of 2099 no calendar knows more than the public holidays."""
    january = parse_period("2099-01")
    assert CHINA.guessed_years(january) == [2099]
    assert CHINA.guessed_years(parse_period("2026")) == []
    assert not CHINA.is_workday(date(2099, 10, 1))  # National Day is known of any year
    saturday, friday = date(2099, 1, 3), date(2099, 1, 2)
    assert not CHINA.is_workday(saturday) and CHINA.is_workday(friday)
    told = Calendar("CN", extra_holidays=[friday], extra_workdays=[saturday])
    assert told.guessed_years(january) == []
    assert told.is_workday(saturday) and not told.is_workday(friday)
    assert told.guessed_years(parse_period("2098")) == [2098]


def test_a_country_without_make_up_days_is_never_guessed() -> None:
    assert Calendar("US").guessed_years(parse_period("2099")) == []


def test_the_elapsed_share_counts_working_days_and_not_days() -> None:
    october = parse_period("2025-10")
    # 1-8 October is off; from the 9th 17 weekdays and the made-up Saturday 11th.
    assert CHINA.workdays(october.start, october.end) == 18
    assert CHINA.elapsed_share(october, date(2025, 10, 8)) == 0  # 8 / 31 days = 26 %
    assert CHINA.elapsed_share(october, date(2025, 10, 11)) == pytest.approx(3 / 18)
    assert CHINA.elapsed_share(october, date(2025, 9, 30)) == 0
    assert CHINA.elapsed_share(october, date(2025, 10, 31)) == 1
    assert CHINA.elapsed_share(october, date(2026, 1, 1)) == 1


def test_a_period_without_working_days_is_over_only_when_it_ends() -> None:
    festival = parse_period("2025-01-28..2025-02-04")
    assert CHINA.elapsed_share(festival, date(2025, 2, 3)) == 0
    assert CHINA.elapsed_share(festival, date(2025, 2, 4)) == 1


def test_an_unknown_country_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"workspace\.yml: country 'CHN1'"):
        Calendar("CHN1")
