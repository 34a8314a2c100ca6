"""The stage table beside the period before and beside its targets."""

from collections.abc import Sequence

import pandas as pd

from salesnb.funnel.stages import stage_funnel
from salesnb.metrics import Targets
from salesnb.periods import Calendar, Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings


def stages_beside(
    store: ScopedStore,
    settings: Settings,
    period: Period,
    shown: Sequence[str],
    calendar: Calendar,
    by: str | None = None,
    reading: str = "imputed",
) -> pd.DataFrame:
    """Return the stage table with what it was before and what was aimed at.

    Returns
    -------
    The columns of `stage_funnel`, and previous (entered in the period before; of a running period
    in as many days of it), change (relative), target (of the stage's count: the targets whose
    metric is the stage), target_origin, completion (entered / target).
    """
    group = [] if by is None else [by]
    keys = [*group, "stage"]
    earlier = period.previous().as_far_as(period, store.as_of)
    before = stage_funnel(store, earlier, shown, by, reading)[[*keys, "entered"]]
    frame = stage_funnel(store, period, shown, by, reading).merge(
        before.rename(columns={"entered": "previous"}), how="left", on=keys
    )
    frame["change"] = frame["entered"] / frame["previous"].where(frame["previous"] > 0) - 1
    counts = frame[[*keys, "entered"]].assign(period=period.text)
    counts = counts.rename(columns={"stage": "metric", "entered": "value"})
    aimed = Targets(store, settings, calendar, group).beside(counts, [period])
    for name in ("target", "target_origin", "completion"):
        frame[name] = aimed[name].to_numpy()
    return frame
