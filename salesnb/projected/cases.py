"""Open deals and unpaid orders as cases that end some day, and what they promise a period."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from salesnb.periods import Period
from salesnb.projected.conversion import NEVER, Cases, spread
from salesnb.projected.months import Counts, Days
from salesnb.projected.series import Floats
from salesnb.projected.units import Units


@dataclass(frozen=True)
class CaseFrame:
    """Cases that are open or have ended.

    Attributes
    ----------
    frame : department, team, owner, product_line, opened, closed (missing = open), gain (0 = not
        won), worth (as written; may be missing), expected (the day it is expected), is_sure
        (counts for the commit), and the columns of `stages`.
    stages : the columns that say when each stage was entered, the earliest first.
    """

    frame: pd.DataFrame
    stages: tuple[str, ...]


@dataclass(frozen=True)
class Promised:
    """What the open cases promise a period, by unit: how many, commit and best case."""

    count: Counts
    commit: Floats
    best_case: Floats


def cases_of(cases: CaseFrame, units: Units, days: Days) -> Cases:
    """Return cases in days since the first one, with the units that they belong to."""
    frame = cases.frame
    entered = [_days(frame[stage], days.first) for stage in cases.stages]
    return Cases(
        opened=_days(frame["opened"], days.first),
        closed=_days(frame["closed"], days.first),
        gain=frame["gain"].to_numpy(dtype=float),
        worth=frame["worth"].to_numpy(dtype=float),
        kind=np.maximum(pd.factorize(frame["product_line"])[0], 0),
        entered=np.stack(entered, axis=1) if entered else np.zeros((len(frame), 0), dtype=int),
        units=units.levels_of(frame),
    )


def promised_by(cases: CaseFrame, units: Units, period: Period) -> Promised:
    """Return what is open, what of it is sure to come in the period, and all that is expected in it."""
    still_open = cases.frame[cases.frame["closed"].isna()]
    first, last = pd.Timestamp(period.start), pd.Timestamp(period.last_day)
    due = still_open["expected"].between(first, last).to_numpy()
    worth = np.nan_to_num(still_open["worth"].to_numpy(dtype=float))
    sure = due & still_open["is_sure"].to_numpy(dtype=bool)
    levels, size = units.levels_of(still_open), len(units.frame)
    return Promised(
        spread(np.ones(len(still_open)), levels, size).astype(int),
        spread(worth * sure, levels, size),
        spread(worth * due, levels, size),
    )


def _days(column: pd.Series, first: date) -> Counts:
    gone = (pd.to_datetime(column).dt.normalize() - pd.Timestamp(first)).dt.days
    return np.asarray(gone.fillna(NEVER), dtype=np.int64)
