"""Figures of predictions beside worked examples and the definitions."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from salesnb.learned import figures as measured
from salesnb.learned.baselines import base_rate, card, frequencies
from salesnb.learned.figures import auc_parts, calibration, deciles, measure


def predictions(
    won: list[int], predicted: list[float], subject: list[int] | None = None
) -> measured.Tested:
    return measured.Tested(
        np.array(won, dtype=float),
        np.array(predicted, dtype=float),
        np.array(subject if subject is not None else range(len(won))),
    )


def test_auc_counts_pairs_and_ties_as_halves() -> None:
    test = predictions([1, 1, 0, 0, 0], [0.9, 0.4, 0.4, 0.2, 0.1])
    pairs = [
        (1.0 if a > b else 0.5 if a == b else 0.0) for a, b in product([0.9, 0.4], [0.4, 0.2, 0.1])
    ]
    assert auc_parts(test)[0] == pytest.approx(np.mean(pairs))


def test_the_interval_of_auc_holds_the_truth_about_as_often_as_it_says() -> None:
    rng, held = np.random.default_rng(0), 0
    for _ in range(300):
        won = np.r_[np.ones(40), np.zeros(60)]
        score = rng.normal(0.5 * won, 1)  # true AUC: Phi(0.5 / sqrt(2))
        figures = measure([predictions(list(map(int, won)), list(1 / (1 + np.exp(-score))))])
        held += figures.low <= 0.6382 <= figures.high
    assert 0.91 <= held / 300 <= 0.98


def test_rows_of_one_lead_make_the_interval_no_narrower() -> None:
    rng = np.random.default_rng(1)
    won = rng.integers(0, 2, 200)
    score = 1 / (1 + np.exp(-rng.normal(0.4 * won, 1)))
    once = measure([predictions(list(won), list(score))])
    five = measure(
        [
            predictions(
                list(np.repeat(won, 5)), list(np.repeat(score, 5)), list(np.repeat(range(200), 5))
            )
        ]
    )
    as_if_new = measure([predictions(list(np.repeat(won, 5)), list(np.repeat(score, 5)))])
    assert five.high - five.low == pytest.approx(once.high - once.low, rel=1e-6)
    assert as_if_new.high - as_if_new.low < 0.6 * (once.high - once.low)


def test_of_several_cuts_ranks_are_compared_inside_each() -> None:
    one = predictions([1, 0, 0, 1], [0.9, 0.8, 0.7, 0.95])
    other = predictions([1, 0, 0, 1], [0.3, 0.1, 0.2, 0.4])  # of a harder time
    assert measure([one, other]).auc == 1.0


def test_calibration_bins_and_lift_are_counts() -> None:
    predicted = np.repeat([0.1, 0.5, 0.9], [200, 200, 200])
    won = np.concatenate([np.arange(200) < n for n in (20, 100, 180)]).astype(float)
    table = calibration(won, predicted)
    assert table["n"].tolist() == [200] * 3 and table["observed"].tolist() == [0.1, 0.5, 0.9]
    assert len(calibration(won, np.linspace(0, 1, 600))) == 6  # of a hundred cases each
    assert (table["low"] <= table["observed"]).all() and (table["observed"] <= table["high"]).all()
    lift = deciles([predictions([int(w) for w in won], list(predicted))])
    assert lift["n"].tolist() == [60] * 10 and lift["won"].sum() == won.sum()
    assert lift["found"].iloc[-1] == 1 and lift["lift"].iloc[0] > lift["lift"].iloc[-1]


def test_the_product_of_frequencies_is_the_one_of_odoo() -> None:
    train = pd.DataFrame({"source": ["a", "a", "a", "b", "b"], "state": ["x", None, "x", "x", "y"]})
    won = np.array([1.0, 1, 0, 0, 0])
    test = pd.DataFrame({"source": ["a", "b", "new"], "state": [None, "x", None]})
    # By hand: every count + 0.1; shares among won and lost; times 2 won and 3 lost.
    won_a, lost_a = 2.1 / 2.2, 1.1 / 3.2
    won_b, lost_b, won_x, lost_x = 0.1 / 2.2, 2.1 / 3.2, 1.1 / 1.2, 2.1 / 3.2
    expected = [
        2 * won_a / (2 * won_a + 3 * lost_a),
        2 * won_b * won_x / (2 * won_b * won_x + 3 * lost_b * lost_x),
        2 / 5,
    ]
    assert frequencies(train, won, test, ["source", "state"]) == pytest.approx(expected)


def test_card_points_become_the_chances_that_they_stood_for() -> None:
    points = pd.Series(np.repeat([20.0, 60.0, 90.0], 300))
    won = np.concatenate([np.arange(300) < n for n in (15, 90, 210)]).astype(float)
    found = card(points, won, pd.Series([20.0, 60.0, 90.0, None]))
    assert found[0] < 0.1 < found[1] < 0.5 < found[2] and found[3] == pytest.approx(won.mean())
    assert card(pd.Series([None] * 900), won, pd.Series([1.0])).tolist() == [won.mean()]
    assert base_rate(won, 2).tolist() == [won.mean()] * 2
