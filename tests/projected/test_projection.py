"""The projection: nothing later has a part in it, the best way is used, little history falls back."""

from datetime import date

import numpy as np
import pytest

from salesnb.projected.months import Days
from salesnb.projected.projection import Projector
from salesnb.projected.tree import Tree
from salesnb.projected.windows import Window
from tests.projected.simulated import all_judged, company, is_workday, reliability

ALONE = Tree(np.array([-1, 0]), np.array([0, 1]), np.zeros(2, dtype=int))


def tree_of(days: Days) -> Tree:
    teams = len(days.values) - 1
    return Tree(
        np.array([-1, *[0] * teams]), np.array([0, *[1] * teams]), np.zeros(teams + 1, dtype=int)
    )


def one(values: np.ndarray, first: date) -> Days:
    """Return a company of a single team."""
    return Days(np.vstack([values, values]), first, is_workday)


@pytest.mark.parametrize("window", [Window(0, 0), Window(1, 1), Window(3, 4)])
def test_what_comes_after_the_cut_changes_no_forecast_of_that_day(window: Window) -> None:
    days = company(seed=5, teams=3, months=30)
    whole = Projector(days, tree_of(days), day_of_month=12)
    month = 22
    cut = whole.cut_on[month]
    known = (cut - days.first).days + 1
    spoilt = days.values.copy()
    spoilt[:, known:] *= np.random.default_rng(1).uniform(0, 9, spoilt[:, known:].shape)
    for other in (spoilt[:, :known], spoilt):
        again = Projector(Days(other, days.first, is_workday), tree_of(days), day_of_month=12)
        told, retold = whole.project(window), again.project(window)
        assert retold.to_come[:, month] == pytest.approx(told.to_come[:, month], rel=1e-12)
        assert retold.levels[month] == pytest.approx(told.levels[month], rel=1e-12)
        assert retold.chosen[month] == told.chosen[month]


def test_a_seller_at_month_ends_is_not_forecast_by_the_pace_of_the_first_days() -> None:
    first, last = date(2024, 1, 1), date(2026, 1, 10)
    values = np.zeros((last - first).days + 1)
    rng = np.random.default_rng(2)
    for place in range(len(values)):
        day = first.fromordinal(first.toordinal() + place)
        if (day.replace(day=28).toordinal() - day.toordinal()) == -2:  # the 30th
            values[place] = rng.normal(100_000, 5_000)
        elif day.day == 3:
            values[place] = 500.0
    projection = Projector(one(values, first), ALONE).project(Window(0, 0))
    assert projection.forecast[0, -1] == pytest.approx(92_000, rel=0.1)
    assert projection.baselines["linear"][0, -1] < 2_000


def test_where_the_pace_is_right_the_pace_is_used_and_says_so() -> None:
    first, last = date(2024, 1, 1), date(2026, 1, 20)
    rng = np.random.default_rng(4)
    days = [first.fromordinal(first.toordinal() + n) for n in range((last - first).days + 1)]
    # Each month has a level of its own, and sells evenly over all days.
    level = {(d.year, d.month): rng.uniform(20, 400) for d in days}
    values = np.array([level[d.year, d.month] for d in days])
    projection = Projector(one(values, first), ALONE).project(Window(0, 0))
    assert projection.chosen[-1][0] == "linear"
    assert projection.forecast[0, -1] == pytest.approx(31 * level[2026, 1], rel=0.01)


def test_one_month_of_history_gives_a_forecast_with_a_wide_interval() -> None:
    first, last = date(2026, 9, 1), date(2026, 10, 15)
    values = np.full((last - first).days + 1, 1000.0)
    projector = Projector(one(values, first), ALONE)
    projection = projector.project(Window(0, 0))
    rest = projection.to_come[0, -1]
    assert 10_000 < rest < 20_000
    levels = projection.spread(1, ALONE.pool, projector.lowest(1))[0]
    assert levels[35] - levels[3] > rest  # 80 %


def test_without_any_history_there_is_a_forecast_of_nothing_more() -> None:
    values = np.array([0.0, 500.0, 0.0])
    projection = Projector(one(values, date(2026, 10, 1)), ALONE).project(Window(0, 0))
    assert np.isfinite(projection.to_come).all()


def test_intervals_hold_and_chances_come_true_for_companies_whose_truth_is_known() -> None:
    told = all_judged(companies=90)
    assert len(told.chance) > 20_000
    assert 0.78 < told.is_inside.mean() < 0.83
    table = reliability(told)
    assert len(table) == 10
    assert (table["reached"] - table["chance"]).abs().max() < 0.05
