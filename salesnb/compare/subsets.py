"""Single rows, pairs and triples whose amounts are exactly a difference."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_MOST_SINGLES = 3
_MOST_PAIRS = 2
_PAIRED = 400
_TRIPLED = 80
_COARSE = 100  # yuan: with a rounding as coarse as this pairs fit by chance


@dataclass(frozen=True)
class Candidate:
    """A row that the old sheet may have counted otherwise.

    Attributes
    ----------
    at : the row's position; why : out (left out), in (counted besides), twice.
    effect : what that adds to our figure, in 1/10,000.
    """

    at: int
    why: str
    effect: int


def find_subsets(
    candidates: Sequence[Candidate], difference: int, half: int
) -> list[tuple[Candidate, ...]]:
    """Return the smallest sets of rows whose effects add up to a difference.

    Nothing is returned where so many sets fit that none of them tells anything.

    Parameters
    ----------
    half : how far off a sum may be, for a figure that was rounded.

    Examples
    --------
    >>> rows = [Candidate(0, "out", -5), Candidate(1, "out", -7), Candidate(2, "in", 30)]
    >>> [[each.at for each in found] for found in find_subsets(rows, -12, 0)]
    [[0, 1]]
    """
    effects = np.array([each.effect for each in candidates], dtype=np.int64)
    singles = np.flatnonzero(np.abs(effects - difference) <= half)
    if len(singles):
        found: list[tuple[Candidate, ...]] = [(candidates[int(at)],) for at in singles]
        return found if len(found) <= _MOST_SINGLES else []
    if half > _COARSE * 10_000:
        return []
    pairs = _pairs(candidates, effects, difference, half)
    if pairs:
        return pairs if len(pairs) <= _MOST_PAIRS else []
    triples = [
        found
        for why in ("out", "in")
        for found in _triples([c for c in candidates if c.why == why], difference, half)
    ]
    return triples if len(triples) == 1 else []


def _pairs(
    candidates: Sequence[Candidate], effects: np.ndarray, difference: int, half: int
) -> list[tuple[Candidate, ...]]:
    few = effects[:_PAIRED]
    fits = np.abs(few[:, None] + few[None, :] - difference) <= half
    return [
        (candidates[one], candidates[other])
        for one, other in np.argwhere(np.triu(fits, 1))
        if candidates[one].at != candidates[other].at
    ]


def _triples(
    candidates: Sequence[Candidate], difference: int, half: int
) -> list[tuple[Candidate, ...]]:
    few = candidates[:_TRIPLED]
    effects = np.array([each.effect for each in few], dtype=np.int64)
    found: list[tuple[Candidate, ...]] = []
    for first in range(len(few) - 2):
        rest = effects[first + 1 :]
        fits = np.abs(rest[:, None] + rest[None, :] + effects[first] - difference) <= half
        for one, other in np.argwhere(np.triu(fits, 1)):
            found.append((few[first], few[first + 1 + one], few[first + 1 + other]))
    return found
