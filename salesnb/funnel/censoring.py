"""Stays and conversions where some cases are still under way."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesnb.metrics.intervals import Floats

MATURING_SHARE = 0.05


def matured(ended: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Return how many will have moved on when all is over, as far as the data can show.

    Parameters
    ----------
    ended : per group and day: `day` (days in the stage before), `moved`, `lost` and `waiting`
        (counts of cases that moved on, were lost, or still wait after so many days). The row
        without a day has those whose entry or end is not dated: in the rate they count as they
        ended, or not at all while they wait, and in the stay not.
    keys : the columns of a group.

    Returns
    -------
    One row per group: the keys, matured_rate (0-1, the share that moves on, waiting ones counted
    for as long as they were watched and no longer), median_stay (days in the stage, running stays
    included; missing while more than half still stay), is_maturing (at least 5 % still wait).

    Notes
    -----
    Cumulative incidence with loss as a competing end (Aalen and Johansen, Scandinavian Journal of
    Statistics 5 (1978) 141-150); the stay is the median of Kaplan and Meier (JASA 53 (1958)
    457-481). The plain rate counts whoever still waits as not moved.

    Examples
    --------
    Of four, one moves on after a day, one is lost after two; two wait, seen for one and three days.

    >>> days = pd.DataFrame({"day": [1, 2, 3], "moved": [1, 0, 0], "lost": [0, 1, 0], "waiting": [1, 0, 1]})
    >>> matured(days.assign(stage="won"), ["stage"]).round(3).to_dict("records")
    [{'stage': 'won', 'matured_rate': 0.25, 'median_stay': 2.0, 'is_maturing': True}]
    """
    if ended.empty:
        return pd.DataFrame(columns=[*keys, "matured_rate", "median_stay", "is_maturing"])
    groups = ended.groupby(list(keys), dropna=False, sort=False).ngroup().to_numpy()
    counts = ended[["day", "moved", "lost", "waiting"]].to_numpy(dtype=float, na_value=np.nan)
    names = ended[list(keys)].drop_duplicates(ignore_index=True)
    curves = [_curve(counts[groups == n]) for n in range(len(names))]
    return names.join(pd.DataFrame(curves))


def _curve(counts: Floats) -> dict[str, object]:
    is_dated = ~np.isnan(counts[:, 0])
    undated, days = counts[~is_dated], counts[is_dated]
    day, moved, lost, waiting = days[np.argsort(days[:, 0], kind="stable")].T
    leaving = moved + lost
    total = leaving + waiting
    at_risk = total.sum() - np.concatenate([[0.0], np.cumsum(total)[:-1]])
    staying = np.cumprod(1 - leaving / at_risk)
    before = np.concatenate([[1.0], staying[:-1]])
    incidence = float((before * moved / at_risk).sum())
    half = np.flatnonzero(staying <= 0.5 + 1e-12)
    known, ended = float(total.sum()), float(undated[:, 1:3].sum())
    converted = incidence * known + float(undated[:, 1].sum())
    return {
        "matured_rate": converted / (known + ended) if known + ended else np.nan,
        "median_stay": float(day[half[0]]) if len(half) else np.nan,
        "is_maturing": bool(waiting.sum() >= MATURING_SHARE * (known + ended) > 0),
    }
