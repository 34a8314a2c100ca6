"""Daily sums by month, as they stood on a cut in each month: what a forecast may look at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from salesnb.projected.series import Flags, Floats

Counts = NDArray[np.int_]
MONTHS_AHEAD = 12
_WEEKEND_SELLER = 0.5  # days off count from this share of a working day's sales on


@dataclass(frozen=True)
class Days:
    """Sums of each unit and day.

    Attributes
    ----------
    values : units by days, the last column is the last day that is known.
    first : the day of the first column, the first of a month.
    is_workday : asks the working calendar, of days to come, too.
    """

    values: Floats
    first: date
    is_workday: Callable[[date], bool]

    @property
    def last(self) -> date:
        """The last day that is known."""
        return self.first + timedelta(days=self.values.shape[1] - 1)

    @cached_property
    def starts(self) -> list[date]:
        """The first day of each month, of the twelve after the running one and of one more."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        begin = self.first.year * 12 + self.first.month - 1
        places = range(begin, begin + count + MONTHS_AHEAD + 1)
        return [date(place // 12, place % 12 + 1, 1) for place in places]

    @cached_property
    def workdays(self) -> Flags:
        """Whether each day is a working day, until the end of the last of `starts`."""
        length = (self.starts[-1] - self.first).days
        return np.array([self.is_workday(self.first + timedelta(days=n)) for n in range(length)])

    @property
    def months(self) -> int:
        """How many months there are, the running one included."""
        return len(self.starts) - MONTHS_AHEAD - 1


@dataclass(frozen=True)
class Cuts:
    """The months of each unit, as seen from a cut in each month. O = U-independent origins = months.

    Attributes
    ----------
    totals : units by months; of the running month what is known.
    so_far : units by months, each up to its own cut.
    remainders : origins by units by months: what came in a month after so many counted days from
        its end as were left at the origin's cut; NaN before a unit began and in the running month.
    left, done : counted days after and up to each origin's cut.
    counted : counted days of each month and of twelve more; by origin, because what counts is
        told from the days before the cut.
    begins : the first month of which a unit's sum is whole.
    """

    totals: Floats
    so_far: Floats
    remainders: Floats
    left: Counts
    done: Counts
    counted: Counts
    begins: Counts

    @property
    def origins(self) -> int:
        """How many months there are to look back from, the running one last."""
        return int(self.totals.shape[1])

    @cached_property
    def actual(self) -> Floats:
        """What came after each origin's own cut, units by origins; NaN of the running month."""
        places = np.arange(self.origins)
        return self.remainders[places, :, places].T

    @cached_property
    def lengths(self) -> Counts:
        """How many whole months of history each unit has at each origin, units by origins."""
        found: Counts = np.maximum(np.arange(self.origins)[None, :] - self.begins[:, None], 0)
        return found


def cut_days(days: Days, day_of_month: int) -> list[date]:
    """Return the same day of each month, or the last one where a month is shorter."""
    pairs = zip(days.starts[: days.months], days.starts[1:], strict=False)
    return [
        min(start + timedelta(days=day_of_month - 1), end - timedelta(days=1))
        for start, end in pairs
    ]


def cut_months(days: Days, cuts: Sequence[date]) -> Cuts:
    """Return the months as seen from a cut in each.

    In every earlier month the last so many counted days are looked at as are left after the
    origin's cut: the rush at the end of a month is at its end, and a month with a long holiday has
    fewer days. Working days count; all days do where a day off brings at least half as much as a
    working day.
    """
    sums = np.concatenate([np.zeros((len(days.values), 1)), days.values.cumsum(axis=1)], axis=1)
    months, known = days.months, days.values.shape[1]
    edges = np.array([(start - days.first).days for start in days.starts])
    at = np.array([(cut - days.first).days + 1 for cut in cuts])
    counting = _counting(days, at)
    counts = [np.concatenate([[0], flags.cumsum()]) for flags in counting]
    here = np.minimum(edges[1 : months + 1], known)
    totals = sums[:, here] - sums[:, edges[:months]]
    so_far = sums[:, np.minimum(at, known)] - sums[:, edges[:months]]
    left = np.array([c[edges[o + 1]] - c[at[o]] for o, c in enumerate(counts)])
    done = np.array([c[at[o]] - c[edges[o]] for o, c in enumerate(counts)])
    counted = np.array([c[edges[1:]] - c[edges[:-1]] for c in counts])
    begins = _begins(days.values, edges[: months + 1])
    remainders = np.full((months, len(totals), months), np.nan)
    for origin in range(months):
        part = _aligned(sums, totals, edges, counts[origin], int(left[origin]), origin)
        part[np.arange(origin)[None, :] < begins[:, None]] = np.nan
        remainders[origin, :, :origin] = part
        if edges[origin + 1] <= known:
            remainders[origin, :, origin] = totals[:, origin] - so_far[:, origin]
    return Cuts(totals, so_far, remainders, left, done, counted, begins)


def _aligned(
    sums: Floats, totals: Floats, edges: Counts, count: Counts, left: int, origin: int
) -> Floats:
    """Return what each month before the origin brought in its last `left` counted days."""
    starts, ends = edges[:origin], edges[1 : origin + 1]
    length = count[ends] - count[starts]
    # The first column behind the counted day after which `left` more follow.
    places = np.searchsorted(count, count[ends] - left, side="left")
    places = np.clip(places, starts, ends)
    found: Floats = sums[:, ends] - sums[:, places]
    short = length < left  # a month with fewer counted days is stretched
    found[:, short] = totals[:, :origin][:, short] * (left / np.maximum(length[short], 1))
    return found


def _counting(days: Days, at: Counts) -> list[Flags]:
    """Return for each origin which days count, told by the sums before its cut."""
    per_day = days.values.sum(axis=0)
    worked = days.workdays[: len(per_day)]
    n_on, n_off = np.cumsum(worked), np.cumsum(~worked)
    on, off = np.cumsum(per_day * worked), np.cumsum(per_day * ~worked)
    flags = []
    for cut in np.minimum(at, len(per_day)) - 1:
        usual = on[cut] / max(n_on[cut], 1)
        on_days_off = off[cut] / max(n_off[cut], 1)
        every = usual > 0 and on_days_off >= _WEEKEND_SELLER * usual
        flags.append(np.ones_like(days.workdays) if every or not n_on[cut] else days.workdays)
    return flags


def _begins(values: Floats, edges: Counts) -> Counts:
    """Return the first month of which a unit's sum is whole; one that never sold begins at the end.

    A unit that begins with the data begins with them; one that comes later, or data that begin
    late in a month, with the month after.
    """
    sold = values != 0
    first = np.where(sold.any(axis=1), sold.argmax(axis=1), values.shape[1])
    overall = first.min() if len(first) else 0
    month = np.searchsorted(edges, first, side="right") - 1
    is_late = first - edges[np.minimum(month, len(edges) - 1)] > 7
    later = (month > np.searchsorted(edges, overall, side="right") - 1) | is_late
    begins: Counts = np.minimum(month + later, len(edges) - 1)
    return begins
