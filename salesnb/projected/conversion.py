"""What open cases (deals, unpaid orders) will bring in time: conversion by stage and age, counted."""

from dataclasses import dataclass

import numpy as np

from salesnb.projected.months import Counts
from salesnb.projected.series import Flags, Floats

# Days since the case was opened; the last class is open-ended, so that what lies about forever
# converts as seldom as such cases did.
AGES = np.array([0, 4, 8, 15, 22, 31, 46, 61, 91, 121, 181, 271])
NEVER = 10**6
_STAGE_TRUST = 10.0  # a stage of that age is drawn to the stage by so many cases
_TRUST = 20.0  # and a stage to all cases


@dataclass(frozen=True)
class Cases:
    """Cases in days since the first column of `Days`.

    Attributes
    ----------
    opened, closed : closed = NEVER where the case is open.
    gain : what it brought when it was won; 0 where it was not.
    worth : what it was expected to bring, as written; NaN where nothing is.
    kind : classes that differ in worth, e.g. the product line.
    entered : cases by stages: when each stage was entered, NEVER = not.
    units : cases by levels: the rows of `Days.values` that a case belongs to, -1 = none.
    """

    opened: Counts
    closed: Counts
    gain: Floats
    worth: Floats
    kind: Counts
    entered: Counts
    units: Counts

    def stages_at(self, day: int) -> Counts:
        """Return the furthest stage that each case had entered by the end of a day."""
        reached = self.entered <= day
        places = np.arange(1, self.entered.shape[1] + 1)
        found: Counts = (reached * places).max(axis=1, initial=0)
        return found


@dataclass(frozen=True)
class Snapshot:
    """The cases open on a day, and what became of them until another one.

    Attributes
    ----------
    rows : their numbers.
    cell : class of stage and age.
    is_won, gain : whether won by the end, and what that brought.
    """

    rows: Counts
    cell: Counts
    is_won: Flags
    gain: Floats


def snapshot(cases: Cases, cut: int, end: int) -> Snapshot:
    """Return the cases open after the day `cut` and what they brought before the day `end`."""
    rows = np.flatnonzero((cases.opened <= cut) & (cases.closed > cut))
    ages = np.searchsorted(AGES, cut - cases.opened[rows], side="right")
    cell = cases.stages_at(cut)[rows] * (len(AGES) + 1) + ages
    is_won = (cases.closed[rows] < end) & (cases.gain[rows] != 0)
    return Snapshot(rows, cell, is_won, np.where(is_won, cases.gain[rows], 0.0))


class Conversion:
    """Counts of what became of open cases, by stage and age; grows origin by origin."""

    def __init__(self, stages: int) -> None:
        self._n = np.zeros((stages + 1) * (len(AGES) + 1))
        self._won = np.zeros_like(self._n)

    def learn(self, seen: Snapshot) -> None:
        """Count a snapshot whose end is known."""
        size = len(self._n)
        self._n += np.bincount(seen.cell, minlength=size)
        self._won += np.bincount(seen.cell, weights=seen.is_won, minlength=size)

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been learned."""
        return not self._n.any()

    def chances(self, cell: Counts) -> Floats:
        """Return the chance of cases to be won in time, by their class."""
        n, won = (part.reshape(-1, len(AGES) + 1) for part in (self._n, self._won))
        overall = won.sum() / max(n.sum(), 1.0)
        stage_n, stage_won = n.sum(axis=1, keepdims=True), won.sum(axis=1, keepdims=True)
        by_stage = (stage_won + _TRUST * overall) / (stage_n + _TRUST)
        by_age = (won + _STAGE_TRUST * by_stage) / (n + _STAGE_TRUST)
        found: Floats = by_age.ravel()[cell]
        return found


def worths(cases: Cases, rows: Counts, known_by: int) -> Floats:
    """Return what cases bring if they are won: as written, corrected by what was signed so far.

    Where nothing is written it is the mean of the won cases of the same kind.
    """
    won = (cases.closed <= known_by) & (cases.gain != 0)
    both = won & np.isfinite(cases.worth)
    written = cases.worth[both].sum()
    signed = cases.gain[both].sum() / written if written > 0 else 1.0
    kinds = int(cases.kind.max(initial=0)) + 1
    n = np.bincount(cases.kind[won], minlength=kinds)
    total = np.bincount(cases.kind[won], weights=cases.gain[won], minlength=kinds)
    overall = total.sum() / max(n.sum(), 1)
    usual = (total + 5 * overall) / (n + 5)
    stated = cases.worth[rows] * float(np.clip(signed, 0.2, 1.5))
    return np.where(np.isfinite(stated), stated, usual[cases.kind[rows]])


def stage_chances(cases: Cases, known_by: int) -> Floats:
    """Return for each stage the share won of the ended cases that came at least so far."""
    ended = np.flatnonzero(cases.closed <= known_by)
    furthest = cases.stages_at(known_by)[ended]
    stages = cases.entered.shape[1] + 1
    n = np.bincount(furthest, minlength=stages)[::-1].cumsum()[::-1]
    won = np.bincount(furthest, weights=cases.gain[ended] != 0, minlength=stages)
    chances: Floats = won[::-1].cumsum()[::-1] / np.maximum(n, 1)
    return chances


def spread(values: Floats, units: Counts, size: int) -> Floats:
    """Return the sums of cases' values by unit."""
    total = np.zeros(size)
    for level in range(units.shape[1]):
        of_unit = units[:, level]
        known = of_unit >= 0
        total += np.bincount(of_unit[known], weights=values[known], minlength=size)
    return total
