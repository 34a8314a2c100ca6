"""Which groups differ from the others by more than chance, over all dimensions of a report."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesnb.funnel.chance import within_strata
from salesnb.metrics import dimensions_of, wilson
from salesnb.metrics.chance import holm
from salesnb.metrics.compute import compute_metrics
from salesnb.periods import Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

LEVEL = 0.05
# What a report lays side by side; every one of them is a place where chance may look like a finding.
DIMENSIONS = ("source", "grade", "industry", "product_line", "rep", "region", "competitor")
RATES = {
    "lead": ("lead_conversion_rate", "lead_win_rate"),
    "opportunity": ("closed_win_rate", "win_rate"),
}
# Who sells is compared within leads of one kind: channels and grades are handed out, not chosen.
PEOPLE = ("rep", "team", "department")
ALIKE = ("source", "grade")
_KEYS = ["dimension", "name", "metric"]


def rate_findings(
    store: ScopedStore,
    settings: Settings,
    period: Period,
    dimensions: Sequence[str] = DIMENSIONS,
    metrics: Sequence[str] = RATES["lead"],
    level: float = LEVEL,
) -> pd.DataFrame:
    """Return each group's rates beside those of the other groups, and which differences are real.

    A group is compared with the others of the same dimension within each month, so that one whose
    cases are younger is not taken for worse; reps, teams and departments also within each channel
    and grade, so that nobody is taken for better whose leads are. Cases of which the dimension is
    not known, or the owner, stand on neither side: a competitor, say, is only known of those who
    came far.

    Parameters
    ----------
    dimensions, metrics : all that are looked at together; metrics are ratios of counts.
    level : the chance that any finding of the whole call is a false one.

    Returns
    -------
    One row per dimension, name and metric: value, numerator, denominator, low, high (95 % Wilson,
    of the group alone), rest, rest_numerator, rest_denominator (the other groups together),
    expected (the numerator if the group were like all in each stratum), difference (from the
    others, like cases beside like cases, see `compared`), p_value, p_adjusted (Holm, over all rows
    that are tested), is_finding. Not tested, and without p-values, are groups of fewer than
    `small_sample` cases and those that have nothing beside them.

    Raises
    ------
    UsageError
        A dimension or metric that does not exist, with those that do.
    """
    parts = [_cells(store, settings, period, dimension, metrics) for dimension in dimensions]
    frame = compared(pd.concat(parts, ignore_index=True), _KEYS, settings.workspace.small_sample)
    return frame.assign(is_finding=frame["p_adjusted"].le(level) & _agrees(frame))


def findable(store: ScopedStore, fact: str) -> list[str]:
    """Return the dimensions of a fact that are compared."""
    allowed = dimensions_of(store, fact)
    return [dimension for dimension in DIMENSIONS if dimension in allowed]


def alike(dimension: str, allowed: Sequence[str]) -> list[str]:
    """Return the dimensions within which the groups of another one are compared, besides the month."""
    return [name for name in ALIKE if name in allowed] if dimension in PEOPLE else []


def _cells(
    store: ScopedStore,
    settings: Settings,
    period: Period,
    dimension: str,
    metrics: Sequence[str],
) -> pd.DataFrame:
    """Return the counts of each group in each stratum."""
    within = alike(dimension, dimensions_of(store, settings.metrics[metrics[0]].fact or "cases"))
    frame = compute_metrics(
        store, settings, metrics, period.split("month"), [dimension, *within]
    ).rename(columns={dimension: "name", "period": "stratum"})
    for name in within:
        frame["stratum"] = frame["stratum"] + "|" + frame[name].fillna("")
    columns = ["name", "metric", "stratum", "numerator", "denominator"]
    return frame[columns].assign(dimension=dimension)


def compared(cells: pd.DataFrame, keys: Sequence[str], small: int) -> pd.DataFrame:
    """Return each group beside the others of its family, with p-values over all of them.

    Parameters
    ----------
    cells : one row per stratum and group: the keys, stratum, numerator, denominator.
    keys : `name`, which is the group, and what tells one family of groups from another.
    small : groups of fewer cases are not tested.

    Notes
    -----
    difference is the mean over strata of the rate of the group minus that of the others, weighted
    by how much each stratum can tell of both (Mantel and Haenszel; Greenland and Robins, Biometrics
    41 (1985) 55-68). It is missing where no stratum holds both.
    """
    known = cells[cells["name"].notna() & cells["name"].ne("unassigned")]
    known = known[known["denominator"] > 0]
    family = [key for key in keys if key != "name"]
    counts = ["numerator", "denominator"]
    together = known.groupby([*family, "stratum"])[counts].transform("sum")
    known = known.assign(
        all_numerator=together["numerator"], all_denominator=together["denominator"]
    )
    own, every = known["denominator"], known["all_denominator"]
    known["weight"] = own * (every - own) / every
    frame = known.groupby(list(keys), sort=False)[[*counts, "weight"]].sum().reset_index()
    totals = frame.groupby(family)[counts].transform("sum")
    for part in counts:
        frame[f"rest_{part}"] = totals[part] - frame[part]
    frame["value"] = frame["numerator"] / frame["denominator"]
    frame[["low", "high"]] = wilson(frame["numerator"], frame["denominator"])
    others = frame["rest_denominator"].astype(float)
    frame["rest"] = frame["rest_numerator"] / others.where(others > 0)
    tests = [_tested(rows) for _, rows in known.groupby(list(keys), sort=False)]
    frame[["expected", "p_value"]] = pd.DataFrame(tests, columns=["expected", "p_value"])
    weight = frame.pop("weight")
    frame["difference"] = (frame["numerator"] - frame["expected"]) / weight.where(weight > 0)
    is_tested = frame["denominator"].ge(small) & frame["difference"].notna()
    frame["p_value"] = frame["p_value"].where(is_tested)
    frame["p_adjusted"] = np.nan
    frame.loc[is_tested, "p_adjusted"] = holm(frame.loc[is_tested, "p_value"].to_numpy())
    return frame


def _tested(rows: pd.DataFrame) -> tuple[float, float]:
    columns = ("numerator", "denominator", "all_numerator", "all_denominator")
    return within_strata(*(rows[name].to_numpy(dtype=float) for name in columns))


def _agrees(frame: pd.DataFrame) -> pd.Series:
    """Return whether among like cases a group is on the same side of the others as in the sum."""
    return ((frame["value"] - frame["rest"]) * frame["difference"]).gt(0)
