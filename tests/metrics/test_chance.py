"""More than expected: exact beside scipy, and adjusted for how many groups were looked at."""

import numpy as np
import pytest
from scipy.stats import hypergeom

from salesnb.metrics.chance import holm, more_than_expected


@pytest.mark.parametrize(
    ("marked", "drawn", "all_marked", "total"),
    [(4, 4, 4, 8), (0, 12, 20, 60), (9, 12, 20, 60), (1, 1, 1, 1), (300, 1000, 2500, 10_000)],
)
def test_the_chance_is_the_upper_tail_of_the_hypergeometric(
    marked: int, drawn: int, all_marked: int, total: int
) -> None:
    found = more_than_expected(*(np.array([float(n)]) for n in (marked, drawn, all_marked, total)))
    exact = hypergeom.sf(marked - 1, total, all_marked, drawn)
    assert found[0] == pytest.approx(exact, rel=1e-7)


def test_holm_takes_the_smallest_times_all_the_next_times_one_fewer() -> None:
    assert holm(np.array([0.01, 0.04, 0.02, 0.5])).tolist() == [0.04, 0.08, 0.06, 0.5]
    assert holm(np.array([0.6, 0.7])).tolist() == [1, 1]
    assert holm(np.array([])).tolist() == []
