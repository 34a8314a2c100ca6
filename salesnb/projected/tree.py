"""Forecasts that add up: reps to teams, teams to departments, those to the company."""

from dataclasses import dataclass

import numpy as np

from salesnb.projected.months import Counts
from salesnb.projected.series import Flags, Floats

# Misses below one roof go together: a good month is good for all. Their sum is less sure by so much
# than that of independent ones.
_TOGETHER = 4.0


@dataclass(frozen=True)
class Tree:
    """Who stands below whom.

    Attributes
    ----------
    parent : of each unit the row of the one above it; -1 = none.
    level : 0 = the company, 1, 2 … below it; units with other levels than their parent's + 1 are
        not allowed.
    pool : whose misses and weights a unit shares: 0 company, departments and teams; 1 reps;
        2 product lines.
    """

    parent: Counts
    level: Counts
    pool: Counts

    @property
    def depth(self) -> int:
        """The deepest level."""
        return int(self.level.max(initial=0))

    def below(self, level: int) -> Counts:
        """Return the units of a level."""
        return np.flatnonzero(self.level == level)


def reconcile(tree: Tree, forecast: Floats, swing: Floats, active: Flags) -> Floats:
    """Return forecasts of one origin that add up to those above them.

    Upwards a unit's own forecast and the sum of those below are averaged, each by the inverse of
    its variance; downwards the difference is shared out in proportion. A unit that is not active
    gets nothing.

    Parameters
    ----------
    forecast, swing, active : by unit.
    """
    size = len(forecast)
    best = np.where(active, forecast, 0.0)
    variance = np.where(active, swing**2, 0.0)
    for level in range(tree.depth - 1, -1, -1):
        children = tree.below(level + 1)
        above = tree.parent[children]
        total = np.bincount(above, weights=best[children], minlength=size)
        spread = _TOGETHER * np.bincount(above, weights=variance[children], minlength=size)
        here = np.intersect1d(tree.below(level), above)
        has = here[spread[here] > 0]
        own = variance[has]
        share = spread[has] / np.maximum(spread[has] + own, 1e-12)
        best[has] = share * best[has] + (1 - share) * total[has]
        variance[has] = own * spread[has] / np.maximum(own + spread[has], 1e-12)
        best[here[spread[here] <= 0]] = 0.0
    return _shared_out(tree, best, variance, active)


def _shared_out(tree: Tree, best: Floats, variance: Floats, active: Flags) -> Floats:
    size = len(best)
    for level in range(1, tree.depth + 1):
        children = tree.below(level)
        above = tree.parent[children]
        total = np.bincount(above, weights=best[children], minlength=size)
        lowest = np.zeros(size)
        np.minimum.at(lowest, above, best[children])
        spread = np.bincount(above, weights=variance[children], minlength=size)
        is_plain = (total > 0) & (lowest >= 0) & (best >= 0)
        factor = np.divide(best, total, out=np.ones(size), where=is_plain)
        part = np.divide(
            variance[children], spread[above], out=np.zeros(len(children)), where=spread[above] > 0
        )
        added = best[children] + (best - total)[above] * part
        best[children] = np.where(is_plain[above], best[children] * factor[above], added)
    return best


def in_cents(tree: Tree, values: Floats) -> Counts:
    """Return values in whole cents, so that those below a unit add up to it exactly.

    The bottom is rounded first, so that every sum above is one of whole cents.
    """
    cents = np.rint(values * 100).astype(np.int64)
    for level in range(tree.depth - 1, -1, -1):
        children = tree.below(level + 1)
        total = np.zeros(len(values), dtype=np.int64)
        np.add.at(total, tree.parent[children], cents[children])
        here = np.intersect1d(tree.below(level), tree.parent[children])
        cents[here] = total[here]
    return cents
