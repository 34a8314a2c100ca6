"""How soon new leads are contacted first: a distribution, not a mean."""

import pandas as pd

from salesnb.errors import UsageError, unknown
from salesnb.metrics import wilson
from salesnb.periods import Period
from salesnb.scopes import ScopedStore

BY = {"rep": "owner", "source": "source", "grade": "grade", "team": "team"}
_SHARES = {"p25_hours": 0.25, "median_hours": 0.5, "p75_hours": 0.75, "p90_hours": 0.9}
_NEVER = 1e9  # hours: later than anything


def response_times(store: ScopedStore, period: Period, by: str | None = None) -> pd.DataFrame:
    """Return how many hours passed from the creation of leads to their first follow-up.

    Parameters
    ----------
    period : in which the leads were created.
    by : rep, source, grade or team; None = all together.

    Returns
    -------
    The dimension, leads, contacted, p25_hours, median_hours, p75_hours, p90_hours, in_time, limited
    (leads with a limit that is over or kept), value = in_time / limited with low and high (95 %).

    Notes
    -----
    A lead that nobody has contacted counts as later than every other: the median of ten leads of
    which six were never contacted is empty, and not that of the four.
    """
    if by is not None and by not in BY:
        raise UsageError(unknown("dimension", by, BY))
    column = BY[by] if by else None
    quantiles = ", ".join(
        f"quantile_disc(coalesce(first_response_hours, {_NEVER}), {share}) as {name}"
        for name, share in _SHARES.items()
    )
    frame = store.run(
        f"""select {f"{column} as {by}," if by else ""} count(*) as leads,
          count(first_follow_up_at) as contacted, {quantiles},
          count(case when is_contacted_in_time then 1 end) as in_time,
          count(is_contacted_in_time) as limited
        from fact_leads
        where created_on >= ? and created_on < ?
        {f"group by {column} order by {column}" if by else ""}""",
        [period.start, period.end],
    )
    for name in _SHARES:
        frame[name] = frame[name].astype("float64").mask(frame[name] >= _NEVER)
    share = frame["in_time"] / frame["limited"].where(frame["limited"] > 0)
    return pd.concat(
        [frame.assign(value=share), wilson(frame["in_time"], frame["limited"])], axis=1
    )
