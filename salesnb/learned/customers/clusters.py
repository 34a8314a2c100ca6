"""Groups of customers: how many there are, and whether there are any.

A number of groups is believed if the same groups come out of resampled customers, if they lie apart,
and if they lie further apart than groups that are forced upon noise.

Notes
-----
Silhouette: Rousseeuw, Journal of Computational and Applied Mathematics 20 (1987) 53-65. Stability by
resampling: Hennig, Computational Statistics and Data Analysis 52 (2007) 258-271. Reference
noise: Tibshirani, Walther and Hastie, Journal of the Royal Statistical Society B 63 (2001) 411-423.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from salesnb.learned.features import Floats
from salesnb.settings.learned import USUAL, LearnedRules

LEAST_CUSTOMERS = 40
NUMBERS = (2, 3, 4, 5, 6, 7)
_MARGIN = 0.03  # of silhouette, above the furthest apart groups of noise
_RESAMPLED, _NOISES = 10, 6
_CHOSEN_ON, _FITTED_ON = 800, 20_000

Groups = NDArray[np.intp]


@dataclass(frozen=True)
class Tried:
    """What speaks for a number of groups.

    Attributes
    ----------
    number : of groups.
    apart : silhouette, from -1 to 1.
    noise : the largest silhouette of as many groups in noise.
    stable : median adjusted Rand index of groups from resampled customers; 0 = not looked at, as
        they lie no further apart than noise.
    smallest : share of the smallest group.
    """

    number: int
    apart: float
    noise: float
    stable: float
    smallest: float

    @property
    def beyond(self) -> float:
        """How much further apart the groups lie than groups of noise."""
        return self.apart - self.noise

    def is_apart(self, rules: LearnedRules) -> bool:
        """Return whether the groups lie further apart than noise does."""
        return self.apart >= max(rules.groups_apart, self.noise + _MARGIN)

    def is_real(self, rules: LearnedRules) -> bool:
        """Return whether there are so many groups."""
        is_stable = self.stable >= rules.groups_stable
        return self.is_apart(rules) and is_stable and self.smallest >= rules.groups_smallest


@dataclass(frozen=True)
class Clusters:
    """The groups that were found.

    Attributes
    ----------
    centres : one row per group on the scale of the traits; none if there are no clear groups.
    tried : one per number.
    """

    centres: Floats
    tried: tuple[Tried, ...]

    @property
    def number(self) -> int:
        """How many groups there are; 0 = none."""
        return len(self.centres)


def find_clusters(
    points: Floats, seed: int = 0, usual: int = 0, rules: LearnedRules = USUAL
) -> Clusters:
    """Return the groups among customers, or none.

    Of the numbers that are real the one is taken whose groups lie furthest apart beyond noise.

    Parameters
    ----------
    points : one row per customer, on the scale of the traits.
    seed : of the samples.
    usual : how many groups there were before; they stay so many unless another number is clearly
        better.
    rules : from where on groups are believed; a silhouette below 0.25 is no substantial structure
        (Kaufman and Rousseeuw 1990).
    """
    from threadpoolctl import threadpool_limits

    if len(points) < LEAST_CUSTOMERS or points.shape[1] == 0:
        return Clusters(np.empty((0, points.shape[1])), ())
    # Several threads take longer over so few points, and add up in another order.
    with threadpool_limits(1):
        return _found(points, seed, usual, rules)


def _found(points: Floats, seed: int, usual: int, rules: LearnedRules) -> Clusters:
    rng = np.random.default_rng(seed)
    sample = _sampled(points, _CHOSEN_ON, rng)
    noises = list(_noise(sample, rng))
    tried = tuple(_try(sample, noises, number, rng, rules) for number in NUMBERS)
    real = [each for each in tried if each.is_real(rules)]
    if not real:
        return Clusters(np.empty((0, points.shape[1])), tried)
    best = max(real, key=lambda each: each.beyond + _MARGIN * (each.number == usual))
    centres, _ = _means(_sampled(points, _FITTED_ON, rng), best.number, seed)
    return Clusters(centres, tried)


def nearest(points: Floats, centres: Floats) -> Groups:
    """Return the number of the group to which each customer belongs."""
    if not len(centres):
        return np.full(len(points), -1)
    distances = [((points - centre) ** 2).sum(axis=1) for centre in centres]
    found: Groups = np.argmin(distances, axis=0)
    return found


def _try(
    sample: Floats,
    noises: list[Floats],
    number: int,
    rng: np.random.Generator,
    rules: LearnedRules,
) -> Tried:
    centres, groups = _means(sample, number, int(rng.integers(2**31)))
    apart = _silhouette(sample, groups)
    of_noise = [
        _silhouette(noise, _means(noise, number, int(rng.integers(2**31)), starts=1)[1])
        for noise in noises
    ]
    smallest = float(np.bincount(groups, minlength=number).min()) / len(sample)
    tried = Tried(number, apart, max(of_noise), 0.0, smallest)
    if not tried.is_apart(rules):
        return tried
    return replace(tried, stable=_stability(sample, centres, number, rng))


def _stability(sample: Floats, centres: Floats, number: int, rng: np.random.Generator) -> float:
    from sklearn.metrics import adjusted_rand_score

    groups = nearest(sample, centres)
    found = []
    for _ in range(_RESAMPLED):
        drawn = sample[rng.integers(len(sample), size=len(sample))]
        other, _ = _means(drawn, number, int(rng.integers(2**31)))
        found.append(adjusted_rand_score(groups, nearest(sample, other)))
    return float(np.median(found))


def _noise(sample: Floats, rng: np.random.Generator) -> Iterator[Floats]:
    """Yield customers without groups: one even cloud along the main axes, and one bell."""
    centre = sample.mean(axis=0)
    _, spreads, axes = np.linalg.svd(sample - centre, full_matrices=False)
    turned = (sample - centre) @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    for nth in range(_NOISES):
        if nth % 2:
            drawn = rng.uniform(low, high, size=turned.shape)
        else:
            drawn = rng.normal(size=turned.shape) * spreads / np.sqrt(len(sample))
        yield drawn @ axes + centre


def _means(points: Floats, number: int, seed: int, starts: int = 3) -> tuple[Floats, Groups]:
    from sklearn.cluster import KMeans

    fitted = KMeans(number, n_init=starts, random_state=seed).fit(points)
    return fitted.cluster_centers_, fitted.labels_.astype(np.intp)


def _silhouette(points: Floats, groups: Groups) -> float:
    from sklearn.metrics import silhouette_score

    if len(np.unique(groups)) < 2:
        return -1.0
    return float(silhouette_score(points, groups))


def _sampled(points: Floats, most: int, rng: np.random.Generator) -> Floats:
    if len(points) <= most:
        return points
    return points[np.sort(rng.choice(len(points), most, replace=False))]
