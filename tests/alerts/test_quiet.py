"""When rules are silent, and on which days the end of a month is told."""

from datetime import date

import pytest

from salesnb.alerts.quiet import is_asked, is_told, near_festival
from salesnb.periods import Calendar
from tests.frames import CHINA, DEFAULTS

ALERTS = DEFAULTS.alerts


@pytest.mark.parametrize(
    ("day", "near"),
    [
        # Days off are 15 to 23 February 2026, Saturday the 14th is a working day.
        (date(2026, 2, 7), False),
        (date(2026, 2, 8), True),
        (date(2026, 2, 17), True),
        (date(2026, 3, 2), True),
        (date(2026, 3, 3), False),
        # 28 January to 4 February 2025
        (date(2025, 1, 20), False),
        (date(2025, 1, 21), True),
        (date(2025, 2, 11), True),
        (date(2025, 2, 12), False),
    ],
)
def test_seven_days_around_the_spring_festival_are_quiet(day: date, near: bool) -> None:
    assert near_festival(ALERTS, CHINA, day) is near
    assert is_asked(ALERTS.rules["stage_stuck"], ALERTS, CHINA, day) is not near
    assert is_asked(ALERTS.rules["payment_overdue"], ALERTS, CHINA, day)


def test_where_there_is_no_spring_festival_nothing_is_quiet() -> None:
    assert not near_festival(ALERTS, Calendar("DE"), date(2026, 2, 17))


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 5, 8), True),
        (date(2026, 5, 9), True),  # a Saturday that makes up for a holiday
        (date(2026, 5, 10), False),
        (date(2026, 10, 1), False),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_the_daily_check_is_made_on_working_days(day: date, is_working: bool) -> None:
    assert is_asked(ALERTS.rules["nothing_entered"], ALERTS, CHINA, day) is is_working


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 10, 29), False),
        (date(2026, 10, 30), True),  # the last working day is a Friday
        (date(2026, 10, 31), True),
        (date(2026, 11, 1), False),
        (date(2026, 12, 30), False),
        (date(2026, 12, 31), True),
        (date(2026, 2, 27), False),  # 28 February, a Saturday, is a working day
        (date(2026, 2, 28), True),
    ],
)
def test_what_is_for_the_end_of_a_month_is_told_from_its_last_working_day_on(
    day: date, told: bool
) -> None:
    assert is_told(ALERTS.rules["prospect_dormant"], CHINA, day) is told
    assert is_told(ALERTS.rules["stage_stuck"], CHINA, day)


def test_around_the_spring_festival_these_rules_are_silent_and_no_others() -> None:
    day = date(2026, 2, 14)  # a Saturday on which people work
    silent = {name for name, rule in ALERTS.rules.items() if not is_asked(rule, ALERTS, CHINA, day)}
    assert silent == {
        "lead_idle", "stage_stuck", "customer_silent", "key_customers_waiting", "metric_fell",
    }  # fmt: skip
