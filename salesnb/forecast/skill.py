"""How well earlier forecasts did, beside the simple ways, on the same day of earlier periods."""

import numpy as np
import pandas as pd

from salesnb.forecast.chances import chance_to_reach, level_at
from salesnb.metrics.targets import TargetBook
from salesnb.periods import Period
from salesnb.projected.baselines import BASELINES

WAYS = ("point", "model", *BASELINES)
_NAMED = {"department": "department", "team": "team", "rep": "owner"}


def skill(tests: pd.DataFrame, book: TargetBook, fiscal_start: int = 1) -> pd.DataFrame:
    """Return how far each way missed, over all units and periods of some tests.

    Parameters
    ----------
    tests : rows of the table forecast_tests, of one measure and grain.

    Returns
    -------
    way : `point` is what would have been published, the rest is what it was chosen from.
    wape : sum of absolute misses by the sum of actual amounts (weighted absolute percentage error).
    bias : sum of misses by the sum of actual amounts; above 0 = forecast too high.
    coverage_50, coverage_80 : share of actual amounts inside the interval; of `point` only.
    brier, base_brier, with_target : mean square of (chance - reached) where there was a target, the
        same if every chance were the share that reached it, and how many had one; of `point` only.
    n, periods : forecasts and periods.
    """
    rows = []
    for way in WAYS:
        told = tests[tests[way].notna() & tests["actual"].notna()]
        size = told["actual"].abs().sum()
        if told.empty or size <= 0:
            continue
        missed = told[way] - told["actual"]
        row = {
            "way": way,
            "wape": missed.abs().sum() / size,
            "bias": missed.sum() / size,
            "n": len(told),
            "periods": told["start_on"].nunique(),
        }
        rows.append(row | (_certainty(told, book, fiscal_start) if way == "point" else {}))
    columns = ("way", "wape", "bias", "coverage_50", "coverage_80", "brier", "base_brier")
    return pd.DataFrame(rows).reindex(columns=[*columns, "with_target", "n", "periods"])


def with_chances(tests: pd.DataFrame, book: TargetBook, fiscal_start: int = 1) -> pd.DataFrame:
    """Add to tests their target, the chance that was given to it, and whether it was reached."""
    targets = [_target(row, book, fiscal_start) for row in tests.to_dict("records")]
    frame = tests.assign(target=np.array(targets, dtype=float))
    frame["p_target"] = chance_to_reach(frame["levels"], frame["target"], frame["so_far"])
    frame["reached"] = (frame["actual"] >= frame["target"]).where(frame["p_target"].notna())
    return frame


def _certainty(tests: pd.DataFrame, book: TargetBook, fiscal_start: int) -> dict[str, float]:
    found = {}
    for share, (low, high) in {"50": (0.25, 0.75), "80": (0.1, 0.9)}.items():
        ends = [level_at(tests["levels"], at) for at in (low, high)]
        # Levels are kept in whole units of money.
        actual = np.rint(tests["actual"].to_numpy())
        found[f"coverage_{share}"] = float(((actual >= ends[0]) & (actual <= ends[1])).mean())
    judged = with_chances(tests, book, fiscal_start).dropna(subset="p_target")
    if len(judged):
        reached = judged["reached"].astype(float)
        found["brier"] = float(((judged["p_target"] - reached) ** 2).mean())
        found["base_brier"] = float(reached.mean() * (1 - reached.mean()))
    return found | {"with_target": float(len(judged))}


def _target(row: dict[object, object], book: TargetBook, fiscal_start: int) -> float:
    kind = str(row["kind"])
    if kind == "line":
        return float("nan")
    scope = "company" if kind == "company" else f"{kind}:{row[_NAMED[kind]]}"
    start, end = pd.Timestamp(row["start_on"]).date(), pd.Timestamp(row["end_on"])  # type: ignore[arg-type]
    after = (end + pd.Timedelta(days=1)).date()
    period = Period(start, after, str(row["period"]), "range", fiscal_start)
    found = book.find(str(row["measure"]), scope, period)
    return float(found.value) if found else float("nan")
