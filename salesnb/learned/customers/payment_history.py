"""What was known of a customer's payments on a day: only what had happened before it.

An invoice that is paid in time is known as such when it is paid; one that is late is known to be so
the day after it was due, paid or not; by how many days is known when it is paid.
"""

import numpy as np
import pandas as pd

from salesnb.learned.features import Floats

_SHRINK = 4.0  # invoices' weight by which an own share is drawn towards the share of all
_LAST = 9  # paid invoices of which the median of days is taken
_MOST_DAYS, _USUAL_DAYS = 180, 15.0  # a lost year of one invoice is no habit; without any history
_DAY = pd.Timedelta(days=1)


def outcomes(invoices: pd.DataFrame) -> pd.DataFrame:
    """Return invoices with what became of each, and since when that is known.

    Parameters
    ----------
    invoices : customer_id, issued_on, due_on, settled_on (the day it was wholly paid; missing while
        it is open), amount.

    Returns
    -------
    The same with is_late (whether it was paid after the due day, or not at all by then) and
    known_on, the day at whose end this is known; of an open invoice, the day after it is due.
    """
    settled, due = invoices["settled_on"], invoices["due_on"]
    is_in_time = settled.notna() & (settled <= due)
    known_on = settled.where(is_in_time, due + _DAY)
    return invoices.assign(is_late=~is_in_time, known_on=known_on)


def histories(invoices: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Return per row of `asked` what was known of the customer before the moment.

    Parameters
    ----------
    invoices : see `outcomes`, any number per customer.
    asked : customer_id and moment, a day; what happened on the day itself is not known yet.

    Returns
    -------
    paid_before (invoices whose outcome was known), late_share (own share of late ones, drawn towards
    that of all by the weight of four), last_late (of the last one known; missing without any),
    days_late (median of the last nine paid, early ones negative; missing without any), mean_days
    (of all paid), late_days (mean days of the late ones, drawn towards that of all by the weight of
    four), overdue_now (invoices that were past due and unpaid at the moment), usual_amount (mean
    logarithm of the amounts issued before; missing without any).
    """
    told = outcomes(invoices)
    codes, _ = pd.factorize(pd.concat([told["customer_id"], asked["customer_id"]]))
    own, wanted = codes[: len(told)], codes[len(told) :]
    moment = _days(asked["moment"])
    known = _Ordered(own, _days(told["known_on"]))
    late = known.sorted(told["is_late"].to_numpy(float))
    count, first, last = known.before(wanted, moment)
    lates = known.sums(late, first, last)
    usual = _running(_days(told["known_on"]), told["is_late"].to_numpy(float), moment, 0.5, 2.0)
    frame = pd.DataFrame({"paid_before": count})
    frame["late_share"] = (lates + _SHRINK * usual) / (count + _SHRINK)
    frame["last_late"] = np.where(count > 0, late[np.maximum(last - 1, 0)], np.nan)
    settled = told["settled_on"].notna().to_numpy()
    paid = _Ordered(own[settled], _days(told["settled_on"][settled]))
    days = (told["settled_on"] - told["due_on"]).dt.days
    delay = np.asarray(days, dtype=np.float64)[settled]
    frame["days_late"] = paid.medians(delay, wanted, moment)
    frame["mean_days"] = paid.means(np.clip(delay, -_MOST_DAYS, _MOST_DAYS), wanted, moment)
    frame["late_days"] = _late_days(own[settled], told[settled], delay, wanted, moment)
    issued = _Ordered(own, _days(told["issued_on"]))
    amounts = np.log1p(np.maximum(told["amount"].to_numpy(float), 0))
    frame["usual_amount"] = issued.means(amounts, wanted, moment)
    frame["overdue_now"] = _overdue(told, own, wanted, moment)
    return frame


class _Ordered:
    """Events of customers in order of time, which can be counted up to a day."""

    def __init__(self, owner: np.ndarray, day: np.ndarray) -> None:
        self._order = np.lexsort((day, owner))
        self._base = int(day.max(initial=0)) + 2
        self._keys = owner[self._order] * self._base + day[self._order]

    def sorted(self, values: Floats) -> Floats:
        """Return values of the events in this order."""
        return values[self._order]

    def before(self, owner: np.ndarray, day: np.ndarray) -> tuple[Floats, np.ndarray, np.ndarray]:
        """Return how many events an owner had before a day, and their first and end places."""
        capped = np.clip(day, 0, self._base - 1)
        first = np.searchsorted(self._keys, owner * self._base)
        last = np.searchsorted(self._keys, owner * self._base + capped)
        return (last - first).astype(float), first, last

    def sums(self, values: Floats, first: np.ndarray, last: np.ndarray) -> Floats:
        """Return the sums of values between places."""
        total = np.concatenate([[0.0], np.cumsum(values)])
        told: Floats = total[last] - total[first]
        return told

    def means(self, values: Floats, owner: np.ndarray, day: np.ndarray) -> Floats:
        """Return the mean of an owner's values before a day; missing without any."""
        count, first, last = self.before(owner, day)
        total = self.sums(self.sorted(values), first, last)
        told: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        return told

    def medians(self, values: Floats, owner: np.ndarray, day: np.ndarray) -> Floats:
        """Return the median of an owner's last nine values before a day; missing without any."""
        count, _, last = self.before(owner, day)
        values = self.sorted(values)
        found = np.full(len(owner), np.nan)
        some = count > 0
        places = last[some, None] - 1 - np.arange(_LAST)
        inside = np.arange(_LAST) < count[some, None]
        picked = np.where(inside, values[np.maximum(places, 0)] if len(values) else 0.0, np.nan)
        if some.any():
            found[some] = np.nanmedian(picked, axis=1)
        return found


def _late_days(
    own: np.ndarray, settled: pd.DataFrame, delay: Floats, wanted: np.ndarray, moment: np.ndarray
) -> Floats:
    is_late = delay > 0
    delays = np.minimum(delay[is_late], _MOST_DAYS)
    day = _days(settled["settled_on"][is_late])
    late = _Ordered(own[is_late], day)
    count, first, last = late.before(wanted, moment)
    usual = _running(day, delays, moment, _USUAL_DAYS, 1.0)
    told: Floats = (late.sums(late.sorted(delays), first, last) + _SHRINK * usual) / (
        count + _SHRINK
    )
    return told


def _running(
    day: np.ndarray, values: Floats, moment: np.ndarray, start: float, weight: float
) -> Floats:
    """Return the mean of what had happened to all before each moment, beginning from `start`."""
    order = np.argsort(day, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(values[order])])
    place = np.searchsorted(day[order], moment)
    mean: Floats = (total[place] + weight * start) / (place + weight)
    return mean


def _overdue(told: pd.DataFrame, own: np.ndarray, wanted: np.ndarray, moment: np.ndarray) -> Floats:
    """Return how many invoices were past due and unpaid: those that had become late, less the paid."""
    is_late = told["is_late"].to_numpy()
    began = _Ordered(own[is_late], _days(told["known_on"][is_late]))
    is_over = is_late & told["settled_on"].notna().to_numpy()
    ended = _Ordered(own[is_over], _days(told["settled_on"][is_over]))
    open_then: Floats = began.before(wanted, moment)[0] - ended.before(wanted, moment)[0]
    return np.maximum(open_then, 0)


def _days(values: pd.Series) -> np.ndarray:
    told: np.ndarray = values.to_numpy("datetime64[D]").astype(np.int64)
    return told
