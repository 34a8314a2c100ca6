"""The pace of a target: how much of it is usually in by a day."""

from datetime import date, timedelta

import pandas as pd
import pytest

from salesnb.forecast.path import due_shares
from salesnb.periods import Calendar, Period, parse_period

OCTOBER = parse_period("2026-10")
MID = date(2026, 10, 15)


def weekdays(first: date, last: date) -> list[date]:
    """Return the Mondays to Fridays of a span."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


def due(sold: dict[date, float], period: Period = OCTOBER, as_of: date = MID) -> float:
    """Return the share that is due of one who sold so."""
    index = pd.DatetimeIndex(list(sold))
    daily = pd.DataFrame({"Ann": list(sold.values())}, index=index, dtype=float)
    return due_shares(daily, period, as_of, Calendar("GB"))["Ann"]


def test_who_sells_evenly_owes_the_share_of_working_days() -> None:
    even = dict.fromkeys(weekdays(date(2025, 10, 1), date(2026, 9, 30)), 100.0)
    assert due(even) == pytest.approx(11 / 22, abs=0.005)


def test_who_sells_at_month_ends_owes_little_in_the_middle() -> None:
    ends = {day.date(): 2000.0 for day in pd.date_range("2025-10-01", "2026-09-30", freq="BME")}
    # An even month among thirteen is all that is due before the last day.
    assert due(ends) == pytest.approx(11 / 22 / 13, abs=0.005)


def test_one_month_of_history_counts_as_much_as_an_even_one() -> None:
    assert due({date(2026, 9, 30): 2000.0}) == pytest.approx(11 / 22 / 2, abs=0.01)


@pytest.mark.parametrize("sold", [{}, {date(2026, 9, 1): -50.0}])
def test_without_history_and_of_returns_alone_working_days_are_alike(
    sold: dict[date, float],
) -> None:
    assert due(sold) == pytest.approx(11 / 22)


def test_before_the_period_nothing_is_due_and_after_it_all() -> None:
    assert due({}, as_of=date(2026, 9, 30)) == 0
    assert due({}, as_of=date(2026, 10, 31)) == 1
