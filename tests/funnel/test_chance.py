"""Chance: p-values that are exact, that hold within strata, and over a whole family."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom, fisher_exact

from salesnb.funnel.chance import within_strata


def p_value(*strata: tuple[int, int, int, int]) -> float:
    """Return the p-value of strata of converted, entered, all converted, all entered."""
    return within_strata(*(np.array(part, dtype=float) for part in zip(*strata, strict=True)))[1]


@pytest.mark.parametrize(
    ("own", "others"),
    [((1, 10), (9, 10)), ((0, 12), (20, 60)), ((30, 100), (200, 900)), ((5, 5), (40, 90))],
)
def test_of_one_stratum_it_is_twice_the_smaller_tail_of_fisher(
    own: tuple[int, int], others: tuple[int, int]
) -> None:
    table = [[own[0], own[1] - own[0]], [others[0], others[1] - others[0]]]
    tails = [fisher_exact(table, side).pvalue for side in ("less", "greater")]
    found = p_value((*own, own[0] + others[0], own[1] + others[1]))
    assert found == pytest.approx(min(1, 2 * min(tails)))


def test_a_group_of_younger_cases_is_not_worse_within_its_months() -> None:
    """Old cases convert at 50 %, young ones at 10 %; the group has mostly young ones."""
    old, young = (10, 20, 100, 200), (8, 80, 10, 100)
    pooled = (10 + 8, 20 + 80, 100 + 10, 200 + 100)
    assert p_value(old, young) == 1.0
    assert p_value(pooled) < 1e-5  # the known wrong answer: 18 % against 46 %


def test_the_expected_number_is_that_of_the_groups_own_months() -> None:
    converted, entered = np.array([0.0, 0.0]), np.array([10.0, 30.0])
    all_converted, all_entered = np.array([50.0, 10.0]), np.array([100.0, 100.0])
    expected, _ = within_strata(converted, entered, all_converted, all_entered)
    assert expected == 10 * 0.5 + 30 * 0.1


def test_at_five_percent_no_margins_give_a_false_finding_more_often() -> None:
    """Over all outcomes of two strata: 6 of 12 and 4 of 9 cases, converting at 30 % each."""
    chance, false = 0.3, 0.0
    sizes = [(6, 12), (4, 9)]
    ranges = [range(own + 1) for own, _ in sizes] + [range(n - own + 1) for own, n in sizes]
    for a, b, c, d in product(*ranges):
        likely = np.prod([
            binom.pmf(a, 6, chance), binom.pmf(b, 4, chance),
            binom.pmf(c, 6, chance), binom.pmf(d, 5, chance),
        ])  # fmt: skip
        if p_value((a, 6, a + c, 12), (b, 4, b + d, 9)) <= 0.05:
            false += likely
    assert 0 < false <= 0.05


def test_large_groups_are_judged_alike_exactly_and_by_the_normal_distribution() -> None:
    whole = (430, 1400, 3300, 10_000)
    nearly = (whole[0] + 1, 2100, 5000, 15_000)  # over the limit of exact sums
    assert p_value(whole) == pytest.approx(0.0508, abs=0.002)
    assert p_value((640, 2100, 5000, 15_000)) < 0.01 < p_value((690, 2100, 5000, 15_000))
    assert p_value(nearly) < 1e-12


def test_where_nobody_or_everybody_converts_there_is_nothing_to_find() -> None:
    assert p_value((0, 30, 0, 100)) == 1
    assert p_value((30, 30, 100, 100)) == 1
