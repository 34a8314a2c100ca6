"""The usual causes of a missed or made target, each looked for in the data beyond chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesnb.forecast.decomposition import Gap
from salesnb.forecast.windows import earlier_periods
from salesnb.metrics.chance import holm
from salesnb.periods import Calendar, Period
from salesnb.scopes import ScopedStore

LEVEL = 0.05  # the chance that any cause is named although nothing is unusual
FEWEST = 6  # earlier periods, below which nobody can say what is unusual
_SMALL_SHARE = 0.03  # product lines and channels below it are not looked at
COLUMNS = ("cause", "name", "actual", "usual", "n", "p", "p_adjusted", "is_cause")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Cause:
    """How a cause is measured in a period, and which steps of the gap it can explain.

    Attributes
    ----------
    sql : rows of name, day, part, whole (of a mean or share); whole null = the part per working day.
    steps : the changes that it explains.
    is_bad_high : whether more of it is worse.
    is_share : whether it is a share of all names together.
    """

    sql: str
    steps: tuple[str, ...]
    is_bad_high: bool = False
    is_share: bool = False


_CAUSES = {
    "contacts": _Cause(
        "select '' as name, followed_on as day, 1 as part, null as whole from fact_follow_ups",
        ("conversion", "timing"),
    ),
    "in_time": _Cause(
        "select '' as name, created_on as day,"
        " case when is_contacted_in_time then 1 else 0 end as part, 1 as whole"
        " from fact_leads where is_contacted_in_time is not null",
        ("conversion", "timing"),
    ),
    "cycle": _Cause(
        "select '' as name, closed_on as day, days_between(created_on, closed_on) as part,"
        " 1 as whole from fact_cases where is_won and closed_on is not null",
        ("timing",),
        is_bad_high=True,
    ),
    "channel": _Cause(
        "select source as name, created_on as day, 1 as part, null as whole from fact_leads"
        " where source is not null",
        ("leads",),
    ),
    "product_line": _Cause(
        "select product_line as name, sold_on as day, amount as part, null as whole"
        " from fact_sales where product_line is not null",
        ("leads", "deals", "conversion", "deal_size", "repeat"),
        is_share=True,
    ),
    "buyers": _Cause(
        "select distinct '' as name, span, customer_id, 1 as part, null as whole"
        " from fact_sales join spans on sold_on >= first_day and sold_on < end_day"
        " where amount > 0",
        ("repeat",),
    ),
}


def gap_causes(store: ScopedStore, period: Period, gap: Gap, calendar: Calendar) -> pd.DataFrame:
    """Return which of the usual causes the data bear out, the surest first.

    A cause is looked for where a step goes the way of the whole gap that it can explain. What is
    measured of it in the months of the period is held against the months of the year before.

    Returns
    -------
    cause, name (a product line or channel, else empty), actual and usual (per working day, a share,
    days, by cause), n (months that say what is usual), p (one-sided), p_adjusted (Holm), is_cause.

    Notes
    -----
    The test is Student's for new values beside earlier ones of the same kind, so that what always
    goes up and down is no cause. All causes together name a false one with a chance of 5 %.
    """
    spans, number = _spans(period, store, gap)
    earlier = len(spans) - number
    if not gap.gap or earlier < FEWEST:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = [
        (cause, name, *_judged(values, number, _CAUSES[cause].is_bad_high, gap.gap < 0))
        for cause in _CAUSES
        if _may_explain(cause, gap)
        for name, values in _measured(store, cause, spans, calendar)
    ]
    frame = pd.DataFrame(rows, columns=[*COLUMNS[:2], "actual", "usual", "p"]).dropna(subset="p")
    frame["n"] = earlier
    frame = frame.sort_values("p", kind="stable", ignore_index=True)
    frame["p_adjusted"] = holm(frame["p"].to_numpy(float))
    frame["is_cause"] = frame["p_adjusted"] <= LEVEL
    return frame[list(COLUMNS)]


def _spans(period: Period, store: ScopedStore, gap: Gap) -> tuple[list[Period], int]:
    """Return earlier and present periods, and how many are present: months where they fill it."""
    if period.grain in ("quarter", "year") and gap.periods:
        begun = [part for part in period.split("month") if part.last_day <= store.as_of]
        if begun:
            first = gap.periods[0].start
            before = [part for part in begun[0].trailing(13)[:-1] if part.start >= first]
            return [*before, *begun], len(begun)
    since = min((each.start for each in gap.periods), default=None)
    window = period.as_far_as(period, store.as_of)
    return [*earlier_periods(period, store.as_of, since), window], 1


def _may_explain(cause: str, gap: Gap) -> bool:
    return any(gap.effects.get(step, 0) * gap.gap > 0 for step in _CAUSES[cause].steps)


def _measured(
    store: ScopedStore, cause: str, spans: Sequence[Period], calendar: Calendar
) -> Iterator[tuple[str, Floats]]:
    """Return what is measured of a cause by name, one value per period."""
    values = ", ".join(
        f"({n}, date '{each.start}', date '{each.end}')" for n, each in enumerate(spans)
    )
    told = _CAUSES[cause]
    joined = "" if "span," in told.sql else " join spans on day >= first_day and day < end_day"
    found = store.run(
        f"with spans as (select * from (values {values}) as listed(span, first_day, end_day)),"
        f" told as ({told.sql})"
        " select name, span, cast(sum(part) as double) as part, cast(sum(whole) as double) as whole"
        f" from told{joined} group by name, span"
    )
    table = found.pivot(index="name", columns="span", values="part")
    parts = table.reindex(columns=range(len(spans))).fillna(0.0)
    if found["whole"].notna().any():
        wholes = found.pivot(index="name", columns="span", values="whole")
        parts = parts / wholes.reindex(columns=range(len(spans)))
    elif told.is_share:
        parts = parts[parts.sum(axis=1) >= _SMALL_SHARE * parts.to_numpy().sum()]
        parts = parts / table.sum().reindex(range(len(spans)))
    else:
        parts = parts[parts.sum(axis=1) >= _SMALL_SHARE * parts.to_numpy().sum()]
        parts = parts / [max(calendar.workdays(each.start, each.end), 1) for each in spans]
    for name, row in parts.iterrows():
        yield str(name), row.to_numpy(float)


def _judged(
    values: Floats, number: int, is_bad_high: bool, is_missed: bool
) -> tuple[float, float, float]:
    """Return the present mean, the usual one, and the chance of the difference (one-sided)."""
    from scipy.special import stdtr

    before, now = values[:-number], values[-number:]
    before, now = before[~np.isnan(before)], now[~np.isnan(now)]
    if len(before) < FEWEST or not len(now):
        return np.nan, np.nan, np.nan
    spread = before.std(ddof=1)
    difference = now.mean() - before.mean()
    if spread <= 0:
        return float(now.mean()), float(before.mean()), np.nan
    t = difference / (spread * np.sqrt(1 / len(now) + 1 / len(before)))
    looked_for_low = is_missed != is_bad_high
    chance = stdtr(len(before) - 1, t if looked_for_low else -t)
    return float(now.mean()), float(before.mean()), float(chance)
