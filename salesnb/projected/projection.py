"""Where periods will end: the mixture of ways, the choice beside the baselines, the intervals."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from salesnb.projected.baselines import BASELINES, baselines
from salesnb.projected.blend import rolling_blend
from salesnb.projected.candidates import ahead_candidates, rest_candidates
from salesnb.projected.conversion import Cases
from salesnb.projected.intervals import LEVELS, quantiles, swing
from salesnb.projected.months import Counts, Cuts, Days, cut_days, cut_months
from salesnb.projected.pipeline import Promise, promise
from salesnb.projected.series import Flags, Floats
from salesnb.projected.tree import Tree, reconcile
from salesnb.projected.windows import Window, rest, so_far

MODEL = "model"
PEERS_UNTIL = 3  # with fewer whole months of history a unit is drawn to its peers
_PEERS = 3.0  # who count as so many months
_TESTED = 2  # a unit's misses count from so many months of history on


@dataclass(frozen=True)
class Projection:
    """A period's forecasts at every origin, the last of which is the running month.

    Attributes
    ----------
    so_far : units by origins, of the whole period; NaN where it began before the data.
    to_come : units by origins, what is forecast to come after the cut.
    actual : units by origins, of the whole period; NaN where it is not over.
    swing : units by origins.
    levels : origins by pools by LEVELS: quantiles of the misses in units of swing.
    plain : the mixture, before a baseline took its place and before it was made to add up.
    baselines : {name: units by origins}.
    chosen : origins by pools, MODEL or the baseline that took its place.
    tested : units by origins: which misses count.
    promise : the open deals; None = there are none.
    """

    so_far: Floats
    to_come: Floats
    actual: Floats
    swing: Floats
    levels: Floats
    plain: Floats
    baselines: dict[str, Floats]
    chosen: list[list[str]]
    tested: Flags
    promise: Promise | None

    @property
    def forecast(self) -> Floats:
        """The whole period's sums, units by origins."""
        return self.so_far + self.to_come

    def spread(self, origin: int, pool: Counts, lowest: Floats) -> Floats:
        """Return what is to come at LEVELS for each unit, as forecast at an origin.

        Parameters
        ----------
        lowest : by unit, the least that can come: 0 where nothing is ever taken back.
        """
        around = self.levels[origin][pool] * self.swing[:, origin, None]
        found: Floats = np.maximum(self.to_come[:, origin, None] + around, lowest[:, None])
        return found


class Projector:
    """Forecasts of one measure: all periods that run on the last day known.

    Parameters
    ----------
    days : daily sums of all units.
    tree : how units add up.
    day_of_month : where to cut each month; None = on the day of the month of the last day known.
    cases : open deals or unpaid orders, for what they promise.
    newest : how many periods decide between the model and the baselines.
    gone : units that get nothing more, because the person has left.
    here : units that count as active although they have not sold yet.
    """

    def __init__(
        self,
        days: Days,
        tree: Tree,
        *,
        cases: Cases | None = None,
        newest: int = 12,
        day_of_month: int | None = None,
        gone: Flags | None = None,
        here: Flags | None = None,
    ) -> None:
        self._days, self._tree, self._cases, self._newest = days, tree, cases, newest
        self.cut_on = cut_days(days, day_of_month or days.last.day)
        if day_of_month is None:
            self.cut_on[-1] = days.last
        self.cuts: Cuts = cut_months(days, self.cut_on)
        self._months_ahead: dict[int, Floats] = {}
        none = np.zeros(len(days.values), dtype=bool)
        self._gone, self._here = (none if f is None else f for f in (gone, here))

    def project(self, window: Window) -> Projection:
        """Return the forecasts of a period around each origin's month."""
        tree, cuts = self._tree, self.cuts
        reached, to_come = so_far(cuts, window), rest(cuts, window)
        deals = self._promise(window) if self._cases is not None else None
        plain = self._rest + sum(self._ahead(h) for h in range(1, window.ahead + 1))
        beside = baselines(cuts, window, self._elapsed(window), deals.by_stage if deals else None)
        wide = swing(cuts, window, tree.pool)
        tested = (cuts.lengths >= _TESTED) & self.active & np.isfinite(to_come)
        # A cut behind which no working day is left says nothing of one that has some.
        tested &= (cuts.left > 0)[None, :] | (cuts.left[-1] == 0)
        used, chosen = self._choose(plain, reached, to_come, beside, tested, window)
        final = self._added_up(used, wide)
        misses = np.where(tested, (to_come - final) / wide, np.nan)
        levels = quantiles(misses, tested, tree.pool, window.ahead)
        whole = reached + to_come
        return Projection(
            reached, final, whole, wide, levels, reached + plain, beside, chosen, tested, deals
        )  # fmt: skip

    @cached_property
    def returns(self) -> Flags:
        """Which units have days whose sum is negative."""
        found: Flags = self._days.values.min(axis=1) < 0
        return found

    def lowest(self, origin: int) -> Floats:
        """Return the least that can come, by unit: 0, or of what is taken back the most so far,
        and half as much again."""
        past = self.cuts.remainders[origin, :, :origin]
        worst = np.where(np.isfinite(past), past, 0.0).min(axis=1, initial=0.0)
        found: Floats = 1.5 * np.minimum(worst, 0.0)
        return found

    @cached_property
    def active(self) -> Flags:
        """Which units can be expected to sell on at each origin: who sold in the last months."""
        sold = (self.cuts.totals != 0).astype(int)
        sold[:, -1] = 0
        recent = self.cuts.so_far != 0
        for back in (1, 2, 3):
            recent[:, back:] |= sold[:, :-back].astype(bool)
        recent[:, -1] = (recent[:, -1] | self._here) & ~self._gone
        children = np.zeros_like(recent)
        for level in range(self._tree.depth, 0, -1):
            rows = self._tree.below(level)
            np.logical_or.at(children, self._tree.parent[rows], (recent | children)[rows])
        has_children = np.isin(np.arange(len(recent)), self._tree.parent)
        found: Flags = np.where(has_children[:, None], children, recent)
        return found

    @cached_property
    def _scale(self) -> Floats:
        """The mean month of each unit as known at each origin, not below a tenth of the pool's."""
        totals = np.where(
            np.arange(self.cuts.origins)[None, :] < self.cuts.begins[:, None],
            0.0,
            np.abs(self.cuts.totals),
        )
        before = np.cumsum(totals, axis=1) - totals
        mean = before / np.maximum(self.cuts.lengths, 1)
        for pool in np.unique(self._tree.pool):
            rows = self._tree.pool == pool
            mean[rows] = np.maximum(mean[rows], 0.1 * mean[rows].mean(axis=0))
        return np.maximum(mean, 1e-6)

    @cached_property
    def _rest(self) -> Floats:
        ways = rest_candidates(self.cuts)
        if self._cases is not None:
            promised = self._of_cases(self._promise(Window(0, 0)))
            ways = np.concatenate([ways, promised[:, :, None]], axis=2)
        return self._mixed(ways, self.cuts.actual, delay=0)

    def _ahead(self, horizon: int) -> Floats:
        """Return the sum of the month `horizon` after each origin's; quarter and year share it."""
        if horizon not in self._months_ahead:
            self._months_ahead[horizon] = self._ahead_mixed(horizon)
        return self._months_ahead[horizon]

    def _ahead_mixed(self, horizon: int) -> Floats:
        ways = ahead_candidates(self.cuts, horizon)
        actual = rest(self.cuts, Window(0, horizon)) - rest(self.cuts, Window(0, horizon - 1))
        return self._mixed(ways, actual, delay=horizon)

    def _mixed(self, ways: Floats, actual: Floats, delay: int) -> Floats:
        usable = (self.cuts.lengths >= 1) & self.active
        mixed = np.zeros(actual.shape)
        for pool in np.unique(self._tree.pool):
            rows = self._tree.pool == pool
            mixed[rows] = rolling_blend(
                ways[rows], actual[rows], self._scale[rows], usable[rows], delay
            )[0]
        return self._with_peers(mixed)

    def _with_peers(self, mixed: Floats) -> Floats:
        """Draw units with little history to the mean of those beside them that have more."""
        lengths, tree = self.cuts.lengths, self._tree
        found = mixed.copy()
        group = np.where(tree.parent < 0, len(mixed), tree.parent)
        for o in range(mixed.shape[1]):
            is_known = (lengths[:, o] >= PEERS_UNTIL) & self.active[:, o] & (tree.level > 0)
            new = (lengths[:, o] < PEERS_UNTIL) & self.active[:, o] & (tree.level > 0)
            if not new.any() or not is_known.any():
                continue
            n = np.bincount(group[is_known], minlength=len(mixed) + 1)
            total = np.bincount(
                group[is_known], weights=mixed[is_known, o], minlength=len(mixed) + 1
            )
            rows = np.flatnonzero(new)
            own = lengths[rows, o]
            peers = total[group[rows]] / np.maximum(n[group[rows]], 1)
            drawn = (own * mixed[rows, o] + _PEERS * peers) / (own + _PEERS)
            found[rows, o] = np.where(n[group[rows]] > 0, drawn, mixed[rows, o])
        return found

    def _of_cases(self, deals: Promise) -> Floats:
        """Return what open cases promise and what comes besides, as in the six months before."""
        besides = self.cuts.actual - deals.gains
        found = np.zeros(besides.shape)
        for o in range(1, besides.shape[1]):
            past = slice(max(o - 6, 0), o)
            per_day = np.nansum(besides[:, past], axis=1) / max(int(self.cuts.left[past].sum()), 1)
            found[:, o] = deals.expected[:, o] + per_day * self.cuts.left[o]
        return found

    def _promise(self, window: Window) -> Promise:
        assert self._cases is not None
        return promise(self._days, self._cases, self.cut_on, window)

    def _elapsed(self, window: Window) -> Floats:
        """Return the share of the period's calendar days that is over at each origin."""
        starts, found = self._days.starts, []
        for o, cut in enumerate(self.cut_on):
            first, end = starts[max(o - window.before, 0)], starts[o + 1 + window.ahead]
            found.append(((cut - first).days + 1) / (end - first).days)
        return np.array(found)

    def _choose(
        self,
        plain: Floats,
        reached: Floats,
        to_come: Floats,
        beside: dict[str, Floats],
        tested: Flags,
        window: Window,
    ) -> tuple[Floats, list[list[str]]]:
        """Return what is used of model and baselines: whichever missed least on the newest periods."""
        used, pools = plain.copy(), np.unique(self._tree.pool)
        chosen = [[MODEL] * (int(pools.max()) + 1) for _ in range(plain.shape[1])]
        for pool in pools:
            rows = self._tree.pool == pool
            for o in range(plain.shape[1]):
                span = slice(max(o - window.ahead - self._newest, 1), max(o - window.ahead, 1))
                counts = tested[rows, span]
                missed = {
                    name: _missed(
                        values[rows, span] - reached[rows, span], to_come[rows, span], counts
                    )
                    for name, values in {MODEL: reached + plain, **beside}.items()
                }
                best = min(missed, key=lambda name: (missed[name], name != MODEL))
                if best != MODEL and np.isfinite(missed[best]):
                    used[rows, o] = (beside[best] - reached)[rows, o]
                    chosen[o][pool] = best
        return np.where(np.isfinite(used), used, plain), chosen

    def _added_up(self, used: Floats, wide: Floats) -> Floats:
        used = np.where(self.returns[:, None], used, np.maximum(used, 0.0))
        done = [
            reconcile(self._tree, used[:, o], wide[:, o], self.active[:, o])
            for o in range(used.shape[1])
        ]
        return np.stack(done, axis=1)


def _missed(forecast: Floats, actual: Floats, counts: Flags) -> float:
    """Return the sum of absolute misses; infinite where a forecast is lacking or nothing counts."""
    misses = np.abs(forecast - actual)[counts]
    return float(misses.sum()) if len(misses) and np.isfinite(misses).all() else float("inf")


__all__ = ["BASELINES", "LEVELS", "MODEL", "Projection", "Projector"]
