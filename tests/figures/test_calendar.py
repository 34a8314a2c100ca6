"""Calendar: each day in its place, none invented."""

import pandas as pd
import pytest

from salesnb.errors import UsageError
from salesnb.figures import draw_calendar
from tests.figures.reading import amount_of_ink, words_in


def days() -> pd.DataFrame:
    rows = [
        ("2026-10-26", 52_000, True),
        ("2026-10-27", None, True),
        ("2026-10-28", 0, True),
        ("2026-10-29", -4_000, True),
        ("2026-10-31", 80_000, False),
    ]
    return pd.DataFrame(rows, columns=["day", "value", "is_workday"])


def year(start: str, end: str) -> pd.DataFrame:
    dates = pd.date_range(start, end)
    return pd.DataFrame({"day": dates, "value": range(1, len(dates) + 1)})


def test_missing_days_are_dots_zero_is_grey_and_less_is_red() -> None:
    svg = draw_calendar(days(), "zh").svg
    assert amount_of_ink(svg, "mute") == 2  # 27 has no value, 30 no row
    assert amount_of_ink(svg, "line") == 1 and amount_of_ink(svg, "bad-tint") == 1
    assert {"5.20", "0", "−0.40", "8.00"} <= set(words_in(svg))


def test_the_highest_days_are_named_beneath_and_in_words() -> None:
    chart = draw_calendar(days(), "en")
    named = "31 Oct 2026: 80.0k, 26 Oct 2026: 52.0k, 28 Oct 2026: 0"
    assert f"Highest {named}" in words_in(chart.svg)
    assert chart.alt == (
        f"Calendar from 26 Oct 2026 to 31 Oct 2026, days with data: 4. Highest: {named}."
    )


def test_days_off_are_small_squares_and_only_where_the_frame_knows_them() -> None:
    assert "小方块为非工作日" in draw_calendar(days(), "zh").caption
    assert "小方块" not in draw_calendar(days().drop(columns="is_workday"), "zh").caption


def test_monday_is_on_top() -> None:
    words = words_in(draw_calendar(days(), "en").svg)
    assert words[:7] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def test_a_year_is_one_line_of_weeks_and_two_on_a_phone() -> None:
    chart = draw_calendar(year("2026-01-01", "2026-12-31"), "zh")
    assert words_in(chart.svg).count("2026") == 1
    assert words_in(chart.narrow_svg).count("2026") == 2
    assert {f"{month}月" for month in range(1, 13)} <= set(words_in(chart.narrow_svg))
    shapes = sum(amount_of_ink(chart.svg, f"heat-{step}") for step in range(1, 6))
    assert shapes == 365 + 5  # and the key


def test_years_stand_below_each_other_and_of_many_the_newest_are_drawn() -> None:
    words = words_in(draw_calendar(year("2019-01-01", "2026-10-31"), "en").svg)
    assert [word for word in words if word.startswith("20")] == ["2023", "2024", "2025", "2026"]


@pytest.mark.parametrize("day", ["someday", 20261031])
def test_what_is_no_day_is_refused_with_the_place(day: object) -> None:
    with pytest.raises(UsageError, match="draw_calendar"):
        draw_calendar(pd.DataFrame({"day": [day], "value": [1]}), "en")


def test_one_day_and_equal_days_have_the_colour_of_the_middle() -> None:
    one = draw_calendar(days().head(1), "en").svg
    assert amount_of_ink(one, "heat-3") == 2  # the day and the key


def test_three_years_of_days_stay_below_60_kb() -> None:
    frame = year("2023-11-01", "2026-10-31")
    for sign in (1, -1):
        chart = draw_calendar(frame.assign(value=frame["value"] * sign), "en")
        assert len(chart.svg.encode()) < 60_000 and len(chart.narrow_svg.encode()) < 60_000
