"""The stage table: one row per shown stage."""

from collections.abc import Sequence

import pandas as pd

from salesnb.errors import UsageError, unknown
from salesnb.metrics import DIMENSIONS, wilson
from salesnb.periods import Period
from salesnb.scopes import ScopedStore


def stage_funnel(
    store: ScopedStore,
    period: Period,
    shown: Sequence[str],
    by: str | None = None,
) -> pd.DataFrame:
    """Return the funnel of the leads created in a period, as far as they have come.

    In a workspace without leads its cases are the opportunities. A lead counts in every stage up to its furthest; a skipped stage counts as passed. Leads that
    are still open may yet move on: they count in the denominator of the rate, and `open` says how
    many they are.

    Parameters
    ----------
    shown : stage ids in order, e.g. lead, intent, opportunity, won.
    by : a dimension of leads, one funnel per value.

    Returns
    -------
    One row per (group and) stage: stage, entered, numerator, denominator, rate (entered from the
    stage shown before), low, high (95 % Wilson), mean_days and median_days (in the stage shown
    before, of those who moved on with both days known), lost and open (of those who did not move
    on), loss_rate (1 - rate), reason and reason_share (the commonest reason among the lost).

    Raises
    ------
    UsageError
        A dimension that leads do not have.
    """
    if by is not None:
        _check_dimension(store, by)
    group = [] if by is None else [by]
    source = _cohort(period, shown, by)
    entered = store.run(
        f"{source} select {_listed(group)} stage, count(*) as entered from reached group by all"
    )
    days = store.run(source + _DAYS.format(groups=_listed(group, "now.")))
    ended = store.run(source + _ENDED.format(groups=_listed(group)))
    grid = _grid(entered, shown, group)
    frame = (
        grid.merge(entered, how="left", on=[*group, "stage"])
        .merge(days, how="left", on=[*group, "stage"])
        .merge(_reasons(ended, group), how="left", on=[*group, "stage"])
        .fillna({"entered": 0, "lost": 0, "open": 0})
        .astype({"entered": int, "lost": int, "open": int})
    )
    before = frame.groupby(group, dropna=False)["entered"] if group else frame["entered"]
    frame["denominator"] = before.shift(1).astype("Int64")
    frame["numerator"] = frame["entered"].where(frame["denominator"].notna()).astype("Int64")
    trials = frame["denominator"].astype(float)
    frame["rate"] = frame["numerator"].astype(float) / trials.where(trials > 0)
    frame[["low", "high"]] = wilson(frame["numerator"].astype(float), trials)
    frame["loss_rate"] = 1 - frame["rate"]
    columns = ["entered", "numerator", "denominator", "rate", "low", "high", "mean_days"]
    columns += ["median_days", "lost", "open", "loss_rate", "reason", "reason_share"]
    return frame[[*group, "stage", *columns]]


_DAYS = """
select {groups} now.stage,
  avg(date_diff('second', was.entered_at, now.entered_at) / 86400.0) as mean_days,
  median(date_diff('second', was.entered_at, now.entered_at) / 86400.0) as median_days
from reached as now
join reached as was on was.case_id = now.case_id and was.place = now.place - 1
where now.entered_at >= was.entered_at
group by all"""

# Those who came as far as the stage shown before and not into this one.
_ENDED = """,
furthest as (select case_id, max(place) as place from reached group by case_id)
select {groups} following.stage, lost_reason, is_lost, count(*) as leads
from furthest
join reached on reached.case_id = furthest.case_id and reached.place = furthest.place
join shown as following on following.place = furthest.place + 1
where not is_won
group by all"""


def _cohort(period: Period, shown: Sequence[str], by: str | None) -> str:
    values = ", ".join(f"('{stage}', {place})" for place, stage in enumerate(shown))
    column = "" if by is None else f"cases.{'owner' if by == 'rep' else by} as {by},"
    return f"""
        with shown as (select * from (values {values}) as listed (stage, place)),
        reached as (
          select {column} cases.case_id, shown.stage, shown.place, steps.entered_at,
            cases.is_lost, cases.is_won, cases.lost_reason
          from fact_cases as cases
          join fact_case_stages as steps
            on steps.case_kind = cases.case_kind and steps.case_id = cases.case_id
          join shown on shown.stage = steps.stage
          where cases.created_on >= date '{period.start}' and cases.created_on < date '{period.end}'
        )"""


def _listed(group: Sequence[str], prefix: str = "") -> str:
    return "".join(f"{prefix}{name}, " for name in group)


def _check_dimension(store: ScopedStore, by: str) -> None:
    columns = store.columns("fact_cases")
    allowed = [name for name in DIMENSIONS if ("owner" if name == "rep" else name) in columns]
    if by not in allowed:
        raise UsageError(f"The funnel: {unknown('dimension of leads', by, allowed)}")


def _grid(entered: pd.DataFrame, shown: Sequence[str], group: Sequence[str]) -> pd.DataFrame:
    stages = pd.DataFrame({"stage": list(shown)})
    if not group:
        return stages
    groups = entered[list(group)].drop_duplicates().sort_values(list(group))
    return groups.merge(stages, how="cross")


def _reasons(ended: pd.DataFrame, group: Sequence[str]) -> pd.DataFrame:
    """Return lost, open, the commonest reason and its share of the lost, per stage not entered."""
    keys = [*group, "stage"]
    lost = ended[ended["is_lost"]]
    top = (
        _summed(lost.dropna(subset="lost_reason"), [*keys, "lost_reason"], "with_reason")
        .sort_values(["with_reason", "lost_reason"], ascending=[False, True])
        .drop_duplicates(keys)
        .rename(columns={"lost_reason": "reason"})
    )
    frame = (
        _summed(lost, keys, "lost")
        .merge(_summed(ended[~ended["is_lost"]], keys, "open"), how="outer", on=keys)
        .merge(top, how="left", on=keys)
    )
    frame["reason_share"] = frame["with_reason"] / frame["lost"]
    return frame.drop(columns="with_reason")


def _summed(frame: pd.DataFrame, keys: Sequence[str], name: str) -> pd.DataFrame:
    totals = frame.groupby(list(keys), dropna=False)[["leads"]].sum()
    return totals.rename(columns={"leads": name}).reset_index()
