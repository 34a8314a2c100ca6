"""A metric beside itself: the period before, the year before."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from salesnb.metrics.compute import VALUES
from salesnb.settings import Metric

_GROWTH = {"previous": "growth_mom", "year_ago": "growth_yoy"}


def growth(
    name: str, metric: Metric, now: pd.DataFrame, before: pd.DataFrame, by: Sequence[str]
) -> pd.DataFrame:
    """Return the relative change of a metric, in the form of `compute_metrics`.

    The numerator is the value now, the denominator the one before; where that is not above 0 there
    is no change to speak of.
    """
    keys = ["period", *by]
    frame = now[now["metric"] == metric.of].merge(
        before.loc[before["metric"] == metric.of, [*keys, "value"]],
        how="left",
        on=keys,
        suffixes=("", "_before"),
    )
    frame["metric"] = name
    frame["numerator"], frame["denominator"] = frame["value"], frame.pop("value_before")
    frame["value"] = _change(frame["numerator"], frame["denominator"])
    frame["low"] = frame["high"] = float("nan")
    return frame[["metric", *keys, *VALUES]]


def compared(
    frame: pd.DataFrame,
    sections: Mapping[str, pd.DataFrame],
    by: Sequence[str],
    states: Collection[str],
) -> pd.DataFrame:
    """Add what each metric was in the period before and in the year before, and the relative change.

    Parameters
    ----------
    states : metrics that are a state and no event: of them only the data's day is known.

    Returns
    -------
    The rows with previous, growth_mom, year_ago, growth_yoy; empty for states and for metrics that
    are themselves a comparison.
    """
    keys = ["metric", "period", *by]
    for name, change in _GROWTH.items():
        before = sections[name]
        before = before.loc[~before["metric"].isin(list(states)), [*keys, "value"]]
        frame = frame.merge(before.rename(columns={"value": name}), how="left", on=keys)
        frame[change] = _change(frame["value"], frame[name])
    return frame


def _change(now: pd.Series, before: pd.Series) -> pd.Series:
    return now / before.where(before > 0) - 1
