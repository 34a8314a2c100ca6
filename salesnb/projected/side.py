"""The forecasts of one tree of units for the periods that run, and the tests of earlier months."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from salesnb.periods import Period, period_of
from salesnb.projected.cases import CaseFrame, cases_of, promised_by
from salesnb.projected.months import Counts, Days
from salesnb.projected.projection import PEERS_UNTIL, Projection, Projector
from salesnb.projected.series import Flags, Floats
from salesnb.projected.tree import in_cents
from salesnb.projected.units import KEYS, LINE, UPPER, Units
from salesnb.projected.windows import Window, days

_FULL, _YEAR = 24, 12  # whole months of history behind the names of the steps
_TESTED = 24  # so many of the newest periods are kept as tests


@dataclass(frozen=True)
class Shown:
    """A period's forecast as it is shown, by unit.

    Attributes
    ----------
    units : whose it is.
    projection : what it comes from.
    reached, to_come : sums in whole cents.
    levels : units by LEVELS: what is to come, at each.
    """

    units: Units
    projection: Projection
    reached: Floats
    to_come: Floats
    levels: Floats


class Side:
    """The forecasts of one tree of units.

    Parameters
    ----------
    days : daily sums of all units.
    cases : what leads to the measure: open deals, unpaid orders; None = nothing.
    staff : department, team, owner, is_here.
    """

    def __init__(
        self,
        units: Units,
        days: Days,
        cases: CaseFrame | None,
        staff: pd.DataFrame,
        newest: int,
    ) -> None:
        self._units, self._days, self._cases = units, days, cases
        self._here, self._gone = _presence(units, staff)
        # The places above product lines are told of where people are.
        is_line = units.tree.pool == LINE
        self._told: Flags = is_line if is_line.any() else ~is_line
        self.projector = Projector(
            days,
            units.tree,
            cases=None if cases is None else cases_of(cases, units, days),
            newest=newest,
            gone=self._gone,
            here=self._here,
        )

    def forecast(self, period: Period, whole: Shown | None = None) -> Shown:
        """Return the forecasts of a period that runs.

        Parameters
        ----------
        whole : the forecasts of people: product lines share out what is to come in each place.
        """
        tree = self._units.tree
        projection = self.projector.project(window_of(period, self._days.last))
        to_come = projection.to_come[:, -1]
        levels = self._levels(projection, projection.to_come.shape[1] - 1)
        if self._is_over(period):
            to_come, levels = np.zeros_like(to_come), np.zeros_like(levels)
        if whole is not None:
            shared = self._shared_out(to_come, whole)
            levels, to_come = levels + (shared - to_come)[:, None], shared
        levels = np.where(self.projector.active[:, -1, None], levels, to_come[:, None])
        start = max((period.start - self._days.first).days, 0)
        reached = self._days.values[:, start:].sum(axis=1)
        cents = in_cents(tree, reached), in_cents(tree, to_come)
        if whole is not None:
            cents = cents[0], self._to_the_cent(cents[1], to_come, whole)
        return Shown(self._units, projection, cents[0] / 100, cents[1] / 100, levels)

    def _is_over(self, period: Period) -> bool:
        """Whether the period's last day is known, so that nothing more can come."""
        return period.last_day <= self._days.last

    def _to_the_cent(self, cents: Counts, to_come: Floats, whole: Shown) -> Counts:
        """Lay what rounding leaves of a place on its largest line."""
        tree, found = self._units.tree, cents.copy()
        places = np.rint(self._places(whole) * 100).astype(np.int64)
        inside = np.flatnonzero((tree.pool == UPPER) & (tree.parent >= 0))
        np.subtract.at(places, tree.parent[inside], places[inside].copy())
        for place in np.flatnonzero(tree.pool == UPPER):
            own = np.flatnonzero((tree.pool == LINE) & (tree.parent == place))
            if len(own):
                largest = own[np.abs(to_come[own]).argmax()]
                found[largest] += places[place] - found[own].sum()
        return found

    def _places(self, whole: Shown) -> Floats:
        """Return what is to come in each place of this tree, as forecast of people."""
        known = dict(zip(_keys(whole.units), whole.to_come, strict=True))
        return np.array([known.get(key, 0.0) for key in _keys(self._units)])

    def _shared_out(self, to_come: Floats, whole: Shown) -> Floats:
        """Return what is to come by line, so that it adds up to what is to come in each place.

        What people bring in a place that stands below none of its places is shared out among the
        place's own lines, in proportion.
        """
        tree, found = self._units.tree, to_come.copy()
        upper, bottom = (np.flatnonzero(tree.pool == pool) for pool in (UPPER, LINE))
        found[upper] = self._places(whole)[upper]
        size, above = len(found), tree.parent[bottom]
        inside = [place for place in upper if tree.parent[place] >= 0]
        below = np.bincount(tree.parent[inside], weights=found[inside], minlength=size)
        total = np.bincount(above, weights=found[bottom], minlength=size)
        count = np.bincount(above, minlength=size)
        even = 1 / np.maximum(count, 1)
        part = np.divide(found[bottom], total[above], out=even[above], where=total[above] > 0)
        found[bottom] = (found - below)[above] * part
        return found

    def rows(self, period: Period, shown: Shown) -> pd.DataFrame:
        """Return the forecasts of all units that sell, or sold in the period."""
        last = shown.projection.to_come.shape[1] - 1
        told: dict[str, Any] = {
            **_dated(period, self._days.last),
            "so_far": shown.reached,
            "point": np.round(shown.reached + shown.to_come, 2),
            "levels": list(np.rint(shown.levels + shown.reached[:, None])),
            "method": self._methods(shown.projection, last),
            "step": self._steps(),
            "state": np.select([self._gone, self._is_new()], ["left", "joined"], "there"),
            "n": self.projector.cuts.lengths[:, last],
            **self._oddities(),
            "run_rate": self._run_rate(period, shown.reached),
            **self._promised(period, shown),
        }
        frame = self._units.frame.assign(**told)
        is_shown = self._told & (self.projector.active[:, last] | (shown.reached != 0))
        shown_rows: pd.DataFrame = frame.loc[is_shown]
        return shown_rows

    def tests(self, period: Period, shown: Shown) -> pd.DataFrame:
        """Return what would have been forecast on the same day of earlier periods of this length."""
        projection, window = shown.projection, window_of(period, self._days.last)
        end = projection.to_come.shape[1] - 1 - window.ahead
        origins = np.arange(max(end - _TESTED, 1), end)
        known = projection.tested & np.isfinite(projection.so_far) & self._told[:, None]
        rows, at = np.nonzero(known[:, origins])
        at = origins[at]
        if not len(rows):
            return pd.DataFrame()
        reached = projection.so_far[rows, at]
        dated = pd.DataFrame([self._dated_test(period, window, origin) for origin in origins])
        frame = pd.concat(
            [
                self._units.frame.iloc[rows].reset_index(drop=True),
                dated.iloc[at - origins[0]].reset_index(drop=True),
            ],
            axis=1,
        )
        levels = np.stack([self._levels(projection, origin) for origin in origins])
        told = {
            "so_far": reached,
            "actual": projection.actual[rows, at],
            "point": projection.forecast[rows, at],
            "model": projection.plain[rows, at],
            "levels": list(np.rint(levels[at - origins[0], rows] + reached[:, None])),
            "method": [
                projection.chosen[o][pool]
                for o, pool in zip(at, self._units.tree.pool[rows], strict=True)
            ],
            **{name: values[rows, at] for name, values in projection.baselines.items()},
        }
        tests: pd.DataFrame = pd.concat([frame, pd.DataFrame(told)], axis=1)
        return tests

    def _dated_test(self, period: Period, window: Window, origin: int) -> dict[str, object]:
        start = self._days.starts[max(origin - window.before, 0)]
        end = self._days.starts[origin + window.ahead + 1] - timedelta(days=1)
        dated = _dated(_period(start, end, period), self.projector.cut_on[origin])
        return dated | {"grain": period.grain}

    def _levels(self, projection: Projection, origin: int) -> Floats:
        return projection.spread(origin, self._units.tree.pool, self.projector.lowest(origin))

    def _methods(self, projection: Projection, origin: int) -> list[str]:
        chosen = projection.chosen[origin]
        return [chosen[pool] for pool in self._units.tree.pool]

    def _steps(self) -> list[str]:
        """Name how much history stands behind each unit's forecast."""
        n = self.projector.cuts.lengths[:, -1]
        limits = [self._gone, n >= _FULL, n >= _YEAR, n >= PEERS_UNTIL]
        return list(np.select(limits, ["left", "seasons", "year", "short"], "peers"))

    def _is_new(self) -> Flags:
        found: Flags = (self.projector.cuts.lengths[:, -1] < PEERS_UNTIL) & self._here
        return found

    def _oddities(self) -> dict[str, Counts]:
        """Count the whole months of each unit's history that are negative, and those without a sale."""
        totals, begins = self.projector.cuts.totals[:, :-1], self.projector.cuts.begins
        inside = np.arange(totals.shape[1])[None, :] >= begins[:, None]
        return {
            "negative_months": ((totals < 0) & inside).sum(axis=1),
            "empty_months": ((totals == 0) & inside).sum(axis=1),
        }

    def _run_rate(self, period: Period, reached: Floats) -> Floats:
        done, left = days(self.projector.cuts, window_of(period, self._days.last))
        found: Floats = reached * (done[-1] + left[-1]) / max(done[-1], 1.0)
        return found

    def _promised(self, period: Period, shown: Shown) -> dict[str, Any]:
        promise = shown.projection.promise
        if self._cases is None or promise is None:
            nothing = ("pipeline_raw", "pipeline_weighted", "commit", "best_case", "open_deals")
            return dict.fromkeys(nothing, float("nan"))
        told = promised_by(self._cases, self._units, period)
        to_come = 0.0 if self._is_over(period) else 1.0
        return {
            "pipeline_raw": promise.raw[:, -1],
            "pipeline_weighted": promise.expected[:, -1] * to_come,
            "commit": shown.reached + told.commit * to_come,
            "best_case": shown.reached + told.best_case * to_come,
            "open_deals": told.count,
        }


def window_of(period: Period, day: date) -> Window:
    """Return which months of a period are over and ahead on a day in it."""
    before = (day.year - period.start.year) * 12 + day.month - period.start.month
    end = period.last_day
    ahead = (end.year - day.year) * 12 + end.month - day.month
    return Window(before, ahead)


def _presence(units: Units, staff: pd.DataFrame) -> tuple[Flags, Flags]:
    """Return which units are people who sell here now, and which are people who do no longer."""
    here = np.zeros(len(units.frame), dtype=bool)
    gone = here.copy()
    if "owner" not in units.bottom:
        return here, gone
    present = set(staff.loc[staff["is_here"], [*units.bottom]].itertuples(index=False, name=None))
    known = set(staff["owner"])
    for row, key in enumerate(_keys(units)):
        kind, department, team, owner, _ = key
        if kind == "rep":
            here[row] = (department, team, owner) in present
            gone[row] = owner in known and not here[row]
    return here, gone


def _keys(units: Units) -> list[tuple[str, ...]]:
    return list(units.frame[[*KEYS]].itertuples(index=False, name=None))


def _dated(period: Period, made_on: date) -> dict[str, object]:
    return {
        "grain": period.grain,
        "period": period.text,
        "start_on": period.start,
        "end_on": period.last_day,
        "made_on": made_on,
    }


def _period(start: date, end: date, like: Period) -> Period:
    """Return the months from start to end: a period of the same grain where it is one."""
    whole = period_of(start, like.grain, like.fiscal_start)
    if (whole.start, whole.last_day) == (start, end):
        return whole
    text = f"{start}..{end}"
    return Period(start, end + timedelta(days=1), text, "range", like.fiscal_start)
