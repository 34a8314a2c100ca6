"""Weights by skill, conversion of open deals, sums that add up."""

import numpy as np
import pytest

from salesnb.projected.blend import rolling_blend
from salesnb.projected.conversion import NEVER, Cases, Conversion, snapshot, stage_chances, worths
from salesnb.projected.tree import Tree, in_cents, reconcile


def test_the_way_that_missed_least_gets_the_weight_and_only_earlier_outcomes_count() -> None:
    rng = np.random.default_rng(3)
    actual = rng.gamma(20, 5, (6, 20))
    ways = np.stack(
        [actual + rng.normal(0, 2, actual.shape), rng.gamma(20, 5, actual.shape)], axis=2
    )
    everything = np.ones(actual.shape, dtype=bool)
    _, weights = rolling_blend(ways, actual, np.full(actual.shape, 100.0), everything)
    assert weights[0].tolist() == [0.5, 0.5]
    assert weights[-1, 0] > 0.75
    assert weights.sum(axis=1) == pytest.approx(np.ones(20))
    later = actual.copy()
    later[:, 10:] = 1.0
    _, same = rolling_blend(ways, later, np.full(actual.shape, 100.0), everything)
    assert same[:11].tolist() == weights[:11].tolist()


def deals() -> Cases:
    """Four deals: won after 10 days, lost after 40, won after 60, and one still open."""
    return Cases(
        opened=np.array([0, 0, 0, 95]),
        closed=np.array([10, 40, 60, NEVER]),
        gain=np.array([900.0, 0.0, 2100.0, 0.0]),
        worth=np.array([1000.0, 500.0, 2000.0, np.nan]),
        kind=np.array([0, 0, 0, 0]),
        entered=np.array([[5], [NEVER], [50], [97]]),
        units=np.zeros((4, 1), dtype=int),
    )


def test_a_snapshot_holds_what_was_open_with_stage_and_age_as_of_the_day() -> None:
    seen = snapshot(deals(), cut=7, end=30)
    assert seen.rows.tolist() == [0, 1, 2]
    assert seen.is_won.tolist() == [True, False, False]  # the third is won, but later
    assert deals().stages_at(7).tolist() == [1, 0, 0, 0]
    assert seen.cell[0] != seen.cell[1] == seen.cell[2]


def test_conversion_is_counted_by_stage_and_age_and_drawn_to_the_whole() -> None:
    conversion = Conversion(stages=1)
    seen = snapshot(deals(), cut=7, end=30)
    for _ in range(200):
        conversion.learn(seen)
    chances = conversion.chances(seen.cell)
    assert chances[0] > 0.95 and chances[1] < 0.05


def test_a_deal_is_worth_what_is_written_times_what_was_signed_of_it_so_far() -> None:
    # Of 3000 written in won deals 3000 was signed by day 70; the open one has nothing written.
    assert worths(deals(), np.array([1, 3]), known_by=70) == pytest.approx([500.0, 1500.0])


def test_the_share_of_a_stage_counts_who_came_at_least_so_far() -> None:
    assert stage_chances(deals(), known_by=70).tolist() == pytest.approx([2 / 3, 1.0])


COMPANY = Tree(
    parent=np.array([-1, 0, 0, 1, 1, 2]),
    level=np.array([0, 1, 1, 2, 2, 2]),
    pool=np.array([0, 0, 0, 1, 1, 1]),
)


def test_forecasts_add_up_and_the_surer_one_moves_less() -> None:
    forecast = np.array([130.0, 60.0, 40.0, 30.0, 30.0, 40.0])
    swing = np.array([1.0, 10.0, 10.0, 5.0, 5.0, 10.0])
    done = reconcile(COMPANY, forecast, swing, np.ones(6, dtype=bool))
    assert done[0] == pytest.approx(done[1] + done[2])
    assert done[1] == pytest.approx(done[3] + done[4])
    assert done[2] == pytest.approx(done[5])
    assert 125 < done[0] < 130  # the company's own forecast is the surest by far


def test_who_has_left_gets_nothing_and_the_rest_share_it() -> None:
    active = np.array([True, True, True, True, False, True])
    done = reconcile(COMPANY, np.array([100.0, 60, 40, 30, 30, 40]), np.ones(6), active)
    assert done[4] == 0
    assert done[3] == pytest.approx(done[1])


def test_cents_add_up_to_the_cent() -> None:
    cents = in_cents(COMPANY, np.array([0.0, 0.0, 0.0, 10.006, 3.3333, 7.7777]))
    assert cents.tolist() == [2112, 1334, 778, 1001, 333, 778]
