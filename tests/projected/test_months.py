"""Months as seen from a cut: working days before the end count, not days of the calendar."""

from datetime import date

import numpy as np

from salesnb.projected.months import Days, cut_days, cut_months


def days(first: date, last: date, amounts: dict[str, float], off: set[str] = frozenset()) -> Days:
    """Return one unit's days; Monday to Friday are worked but for `off`."""
    values = np.zeros((1, (last - first).days + 1))
    for day, amount in amounts.items():
        values[0, (date.fromisoformat(day) - first).days] = amount
    return Days(values, first, lambda day: day.weekday() < 5 and day.isoformat() not in off)


def test_a_remainder_is_what_came_in_as_many_working_days_before_the_end() -> None:
    # After Friday the 13th November has 11 working days; the last 11 of October begin on the 19th.
    sold = {"2026-10-02": 5.0, "2026-10-19": 70.0, "2026-10-30": 200.0, "2026-11-10": 1.0}
    cuts = cut_months(held := days(date(2026, 10, 1), date(2026, 11, 13), sold), cut_days(held, 13))
    assert cuts.left[-1] == 11
    assert cuts.remainders[-1, 0, 0] == 270
    assert cuts.so_far[0, -1] == 1


def test_in_a_month_with_a_long_holiday_the_same_working_days_are_looked_at() -> None:
    holiday = {f"2026-02-{day:02d}" for day in range(16, 24)}
    sold = {"2026-01-05": 10.0, "2026-01-28": 30.0}
    held = days(date(2026, 1, 1), date(2026, 2, 13), {**sold}, holiday)
    cuts = cut_months(held, cut_days(held, 13))
    # Four working days follow the holiday: the last four of January begin on the 27th.
    assert cuts.left[-1] == 4
    assert cuts.remainders[-1, 0, 0] == 30


def test_who_sells_on_days_off_as_well_is_counted_by_all_days() -> None:
    first, last = date(2026, 9, 1), date(2026, 10, 20)
    values = np.ones((1, (last - first).days + 1))
    cuts = cut_months(
        held := Days(values, first, lambda day: day.weekday() < 5), cut_days(held, 20)
    )
    assert cuts.left[-1] == 11
    assert cuts.remainders[-1, 0, 0] == 11


def test_history_begins_with_the_first_whole_month_of_a_unit() -> None:
    first, last = date(2026, 8, 1), date(2026, 11, 10)
    values = np.zeros((3, (last - first).days + 1))
    values[0, 0], values[1, 40], values[0, 60] = 10, 10, 10
    cuts = cut_months(held := Days(values, first, lambda day: True), cut_days(held, 10))
    # The first sold from the start; the second came in September; the third never sold.
    assert cuts.lengths[:, -1].tolist() == [3, 1, 0]


def test_the_cut_of_a_shorter_month_is_its_last_day() -> None:
    held = days(date(2026, 1, 1), date(2026, 3, 31), {"2026-01-05": 1.0})
    assert cut_days(held, 30) == [date(2026, 1, 30), date(2026, 2, 28), date(2026, 3, 30)]
