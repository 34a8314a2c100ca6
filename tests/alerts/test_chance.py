"""Falls beyond chance: noise is left alone, a real fall is found."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.random import Generator, default_rng

from salesnb.alerts.chance import Kind, chance_of_fall
from salesnb.metrics.chance import holm

WEEKS = 27
Noise = Callable[[Generator], tuple[Kind, np.ndarray, np.ndarray | None]]


def poisson(mean: float) -> Noise:
    return lambda rng: ("count", rng.poisson(mean, WEEKS).astype(float), None)


def spread_counts(mean: float) -> Noise:
    """Counts that vary four times as much as Poisson ones."""
    return lambda rng: ("count", rng.negative_binomial(mean / 3, 0.25, WEEKS).astype(float), None)


def rates(share: float, cases: float) -> Noise:
    def drawn(rng: Generator) -> tuple[Kind, np.ndarray, np.ndarray]:
        below = rng.poisson(cases, WEEKS).astype(float)
        return "rate", rng.binomial(below.astype(int), share).astype(float), below

    return drawn


def sums(deals: float) -> Noise:
    """Weekly sums of a few deals of very different size."""

    def drawn(rng: Generator) -> tuple[Kind, np.ndarray, None]:
        amounts = [rng.lognormal(10, 1, rng.poisson(deals) + 1).sum() for _ in range(WEEKS)]
        return "money", np.array(amounts), None

    return drawn


WATCHED = [
    sums(40), sums(8), poisson(200), poisson(30), poisson(8), spread_counts(60), rates(0.7, 120),
    rates(0.3, 20),
]  # fmt: skip


def test_of_1000_weeks_of_noise_fewer_than_5_percent_report_anything() -> None:
    """Eight figures of three groups are one family, as in a report; the fall of 15 % is not asked."""
    rng = default_rng(20261031)
    false = 0
    for _ in range(1000):
        chances = [chance_of_fall(*draw(rng)) for draw in WATCHED for _ in range(3)]
        false += bool((holm(np.array(chances)) < 0.05).any())
    assert false < 50


@pytest.mark.parametrize(
    ("usual", "last", "is_found"),
    [
        ([100, 96, 104, 99, 102, 97, 101, 103, 98], 80, False),  # as 100 and 80 differ by chance
        ([100, 96, 104, 99, 102, 97, 101, 103, 98], 50, True),
        ([1000, 960, 1040, 990, 1020, 970, 1010, 1030, 980], 800, True),
        ([100, 40, 160, 30, 150, 70, 180, 60, 110], 50, False),  # it always varies so much
        ([4, 5, 3, 6, 4, 5, 4, 3, 5], 1, False),  # too few
        ([100], 50, True),  # one week before tells a Poisson count
        ([0, 0], 0, False),
    ],
)
def test_a_count_falls_beyond_chance(usual: list[int], last: int, is_found: bool) -> None:
    assert (chance_of_fall("count", np.array([*usual, last], float)) < 0.01) is is_found


def test_a_rate_falls_beyond_chance() -> None:
    above, below = np.full(10, 80.0), np.full(10, 100.0)
    above += np.array([2, -3, 1, 0, -1, 3, -2, 1, -1, 0])
    assert chance_of_fall("rate", above, below) > 0.3
    above[-1] = 50
    assert chance_of_fall("rate", above, below) < 0.001
    below[-1], above[-1] = 4, 2  # half of four is no fall
    assert chance_of_fall("rate", above, below) > 0.2
    below[-1] = above[-1] = 0
    assert chance_of_fall("rate", above, below) == 1


def test_an_amount_is_judged_from_eight_weeks_on_and_must_be_the_lowest() -> None:
    amounts = np.array([100, 110, 95, 105, 98, 102, 107, 99.0])
    assert chance_of_fall("money", np.append(amounts[:7], 1)) == 1
    assert chance_of_fall("money", np.append(amounts, 50)) < 0.001
    assert chance_of_fall("money", np.append(amounts, 95)) == 1
    assert chance_of_fall("money", np.append(amounts, -5)) < 0.001  # refunds
