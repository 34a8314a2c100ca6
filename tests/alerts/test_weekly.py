"""Falls just below, at and above their limits, and which weeks are laid beside each other."""

from collections.abc import Sequence

import numpy as np
import pytest

from salesnb.alerts.falls import comparable_weeks
from salesnb.alerts.weekly import Weekly, unusual_falls
from salesnb.periods import Calendar, parse_period
from tests.frames import CHINA, DEFAULTS

USUAL = [2010, 1990, 2005, 1995, 2020, 1980, 2000, 2000, 2000]


def fell(metric: str, above: Sequence[float], below: Sequence[float] = ()) -> list[float]:
    """Return by how much the last week fell on the week before; nothing if that is not told."""
    values = np.array(above, float)
    parts = values, np.array(below, float) if below else np.full(len(values), np.nan)
    value, cases = (values / parts[1], parts[1]) if below else (values, values)
    weekly = [Weekly("team", "东区", metric, np.vstack([value, *parts, cases]))]
    found = unusual_falls(DEFAULTS, weekly, least=10, fall=0.15)
    return [round(each, 4) for each in found["change"]] if len(found) else []


@pytest.mark.parametrize(
    ("usual", "last", "told"),
    [
        (USUAL, 1701, []),
        (USUAL, 1700, [-0.15]),
        (USUAL, 1699, [-0.1505]),
        ([11, 10, 9, 11, 10, 9, 10, 10, 10], 0, [-1.0]),
        ([11, 10, 9, 11, 10, 9, 10, 10, 9], 0, []),  # nine are too few
        ([11, 10, 9, 11, 10, 9, 10, 10, 0], 0, []),
        ([40], 5, [-0.875]),  # one week before tells a count
        ([0, 0, 0, 0, 0, 0, 0, 0, 40], 5, [-0.875]),  # what had not begun tells nothing
    ],
)
def test_a_count_is_told_from_a_fall_of_15_percent_on(
    usual: list[float], last: float, told: list[float]
) -> None:
    assert fell("new_leads", [*usual, last]) == told


def test_a_rate_is_told_from_a_fall_of_15_percent_on() -> None:
    below = [4000.0] * 10
    assert fell("closed_win_rate", [*USUAL, 1701], below) == []
    assert fell("closed_win_rate", [*USUAL, 1700], below) == [-0.15]
    assert fell("closed_win_rate", [*USUAL, np.nan], below) == []  # nothing was closed


def test_the_family_of_figures_makes_a_doubtful_fall_none() -> None:
    doubtful = np.array([50, 48, 53, 51, 47, 52, 49, 50, 50, 30.0])
    steady = np.array([50, 48, 53, 51, 47, 52, 49, 50, 50, 50.0])
    nothing = np.full(10, np.nan)

    def told(others: int) -> int:
        figures = [doubtful, *[steady] * others]
        weekly = [
            Weekly("team", str(n), "new_leads", np.vstack([each, nothing, nothing, each]))
            for n, each in enumerate(figures)
        ]
        return len(unusual_falls(DEFAULTS, weekly, least=10, fall=0.15))

    assert [told(0), told(40)] == [1, 0]


@pytest.mark.parametrize(
    ("country", "week", "is_compared"),
    [
        ("CN", "2026-W37", True),
        ("CN", "2026-W38", False),  # its Sunday makes up for a holiday: six working days
        ("CN", "2026-W39", False),  # Mid-Autumn
        (
            "CN",
            "2026-W41",
            True,
        ),  # the National Day holidays: three working days as the week before
        ("CN", "2026-W42", False),  # after a week of holidays each is high
        ("CN", "2026-W43", True),
        ("CN", "2026-W01", False),  # over the year's end
        ("CN", "2026-W08", False),  # the Spring Festival
        ("DE", "2026-W13", True),  # ends with a Sunday of 23 hours
        ("DE", "2026-W14", False),  # Good Friday
        ("DE", "2026-W18", False),  # the first of May
        ("DE", "2026-W27", True),  # June ends within
        ("US", "2026-W44", True),  # ends with a Sunday of 25 hours
        ("US", "2026-W48", False),  # Thanksgiving
    ],
)
def test_a_week_is_compared_if_the_one_before_has_as_many_working_days(
    country: str, week: str, is_compared: bool
) -> None:
    calendar = CHINA if country == "CN" else Calendar(country)
    named = parse_period(week)
    weeks = comparable_weeks(DEFAULTS, calendar, named)
    assert (named.previous() in weeks[:-1]) is is_compared
