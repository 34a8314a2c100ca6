"""Trends over days and weeks: columns, Mondays, days off."""

import pandas as pd

from salesnb.figures import draw_trend
from tests.figures.reading import amount_of_ink, words_in


def october(target: float | None = 50_000) -> pd.DataFrame:
    """October 2026 begins on a Thursday; 24 and 25 are the newest days, a weekend without sales."""
    days = pd.date_range("2026-10-01", "2026-10-31")
    values = [0 if day.weekday() >= 5 else 40_000 + 1_000 * day.day for day in days]
    return pd.DataFrame(
        {
            "period": days.strftime("%Y-%m-%d"),
            "value": [
                value if day.day <= 25 else None for day, value in zip(days, values, strict=True)
            ],
            "target": target,
            "previous_year": [30_000.0] * 31,
        }
    )


def test_a_month_of_days_is_columns_with_an_axis_and_its_mondays() -> None:
    svg = draw_trend(october(), "zh").svg
    words = words_in(svg)
    assert {"10/5", "10/12", "10/19", "10/26"} <= set(words) and "10/6" not in words
    assert {"0", "2", "4"} <= set(words)
    assert amount_of_ink(svg, "tint") == 16 and amount_of_ink(svg, "accent") == 1


def test_the_newest_day_is_the_last_on_which_something_could_come() -> None:
    chart = draw_trend(october(), "zh")
    assert "6.30" in words_in(chart.svg)  # Friday 23, not the empty Sunday 25
    assert "最近一期 2026年10月23日 为 6.3 万" in chart.alt


def test_a_target_that_stays_is_one_line_and_one_that_changes_several() -> None:
    same = draw_trend(october(), "zh").svg
    changing = october().assign(target=[50_000] * 10 + [60_000] * 10 + [None] * 11)
    assert amount_of_ink(same, "ink") == 1
    assert amount_of_ink(draw_trend(changing, "zh").svg, "ink") == 2


def test_a_target_of_nothing_on_days_off_draws_no_line() -> None:
    frame = october()
    off = pd.to_datetime(frame["period"]).dt.day_of_week >= 5
    svg = draw_trend(frame.assign(target=frame["target"].mask(off, 0)), "zh").svg
    assert amount_of_ink(svg, "ink") == 5  # one per week


def test_weekends_lie_on_grey_ground_unless_the_frame_knows_better() -> None:
    chart = draw_trend(october(), "zh")
    assert amount_of_ink(chart.svg, "wash") == 9 and "灰底为非工作日" in chart.caption
    all_work = draw_trend(october().assign(is_workday=True), "zh")
    assert amount_of_ink(all_work.svg, "wash") == 0 and "灰底" not in all_work.caption


def test_a_day_without_a_figure_has_no_column() -> None:
    frame = october(None).assign(previous_year=None)
    frame.loc[6, "value"] = None
    assert amount_of_ink(draw_trend(frame, "zh").svg, "tint") == 15


def test_a_few_days_have_a_label_each() -> None:
    words = words_in(draw_trend(october().head(6), "en").svg)
    assert {"1 Oct", "2 Oct", "3 Oct", "41.0", "42.0", "46.0"} <= set(words)


def test_a_quarter_of_weeks_is_columns_with_target_and_year_before() -> None:
    frame = pd.DataFrame(
        {
            "period": [f"2026-W{week}" for week in range(30, 43)],
            "value": [300_000] * 13,
            "target": [350_000] * 13,
            "previous_year": [250_000] * 13,
        }
    )
    chart = draw_trend(frame, "en")
    assert {"W30", "W42", "Target 350.0", "Last year 250.0"} <= set(words_in(chart.svg))
    assert amount_of_ink(chart.svg, "tint") == 12 and amount_of_ink(chart.svg, "ghost") == 13


def test_what_looks_like_a_day_and_is_none_is_a_period_like_any_other() -> None:
    frame = pd.DataFrame({"period": ["2026-02-30", "2026-02-31"], "value": [1, 2]})
    assert "2" in words_in(draw_trend(frame, "en", "count").svg)
