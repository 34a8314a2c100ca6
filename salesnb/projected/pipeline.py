"""What the open cases promise for a period, origin by origin, and what they brought in the end."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from salesnb.projected.conversion import (
    Cases,
    Conversion,
    snapshot,
    spread,
    stage_chances,
    worths,
)
from salesnb.projected.months import Counts, Days
from salesnb.projected.series import Floats
from salesnb.projected.windows import Window


@dataclass(frozen=True)
class Promise:
    """The open cases by unit and origin.

    Attributes
    ----------
    raw : what they are worth if they are won.
    count : how many there are.
    expected : what they will bring by the end of the period, by the measured conversion.
    by_stage : each at its stage's share won, as a CRM weights its pipeline.
    gains : what they brought by the end of the period; NaN where it is not over.
    """

    raw: Floats
    count: Counts
    expected: Floats
    by_stage: Floats
    gains: Floats


def promise(days: Days, cases: Cases, cuts: list[date], window: Window) -> Promise:
    """Return what the cases open at each cut promise until the end of the period.

    The conversion is learned from the earlier origins whose period was over by the cut. What all
    cases together brought of what they promised at earlier origins corrects what they promise now:
    large deals are won less often than small ones.
    """
    units, origins = len(days.values), len(cuts)
    at = [(cut - days.first).days for cut in cuts]
    ends = [(days.starts[o + 1 + window.ahead] - days.first).days for o in range(origins)]
    seen = [snapshot(cases, at[o], ends[o]) for o in range(origins)]
    conversion = Conversion(cases.entered.shape[1])
    found = np.zeros((4, units, origins))
    gains = np.full((units, origins), np.nan)
    promised, brought, learned = np.zeros(origins), 0.0, 0
    for o, now in enumerate(seen):
        while learned < o and ends[learned] <= at[o] + 1:
            conversion.learn(seen[learned])
            brought += seen[learned].gain.sum()
            learned += 1
        worth = worths(cases, now.rows, at[o])
        hoped = conversion.chances(now.cell) * worth
        hoped *= _correction(float(promised[:learned].sum()), brought)
        promised[o] = hoped.sum()
        chance = stage_chances(cases, at[o])[cases.stages_at(at[o])[now.rows]]
        for place, value in enumerate((worth, np.ones(len(worth)), hoped, chance * worth)):
            found[place, :, o] = spread(value, cases.units[now.rows], units)
        if ends[o] <= days.values.shape[1]:
            gains[:, o] = spread(now.gain, cases.units[now.rows], units)
    return Promise(found[0], found[1].astype(int), found[2], found[3], gains)


def _correction(promised: float, brought: float) -> float:
    """Return what was brought of what was promised, drawn to 1 by a tenth of it."""
    if promised <= 0:
        return 1.0
    return float(np.clip((brought + 0.1 * promised) / (1.1 * promised), 0.3, 1.5))
