"""The stage table: one row per shown stage."""

from collections.abc import Sequence

import pandas as pd

from salesnb.errors import UsageError, unknown
from salesnb.funnel.censoring import matured
from salesnb.funnel.readings import reached_sql
from salesnb.labels import say
from salesnb.metrics import dimensions_of, wilson
from salesnb.periods import Period
from salesnb.scopes import ScopedStore


def stage_funnel(
    store: ScopedStore,
    period: Period,
    shown: Sequence[str],
    by: str | None = None,
    reading: str = "imputed",
) -> pd.DataFrame:
    """Return the funnel of the leads created in a period, as far as they have come.

    In a workspace without leads its cases are the opportunities. Leads that are still open may yet
    move on: they count in the denominator of the rate, and `open` says how many they are;
    `matured_rate` takes them as unfinished instead.

    Parameters
    ----------
    shown : stage ids in order, e.g. lead, intent, opportunity, won.
    by : a dimension of leads, one funnel per value.
    reading : imputed, reached, strict or flow: which stages a lead counts in (`reached_sql`).

    Returns
    -------
    One row per (group and) stage: stage, entered, numerator, denominator, rate (entered from the
    stage shown before), low, high (95 % Wilson), mean_days and median_days (in the stage shown
    before, of those who moved on with both days known), lost and open (of those who did not move
    on), loss_rate (1 - rate), reason and reason_share (the commonest reason among the lost),
    reasons (the three commonest, as (reason, share)), matured_rate, median_stay and is_maturing
    (`censoring.matured`, of the stage shown before; of a flow there are none).

    Raises
    ------
    UsageError
        A dimension that leads do not have.
    """
    if by is not None:
        _check_dimension(store, by)
    key = ("stage_funnel", period, tuple(shown), by, reading)
    return store.once(key, lambda: _read(store, period, shown, by, reading)).copy()


def _read(
    store: ScopedStore, period: Period, shown: Sequence[str], by: str | None, reading: str
) -> pd.DataFrame:
    group = [] if by is None else [by]
    source = reached_sql(period, shown, by, reading)
    entered = store.run(
        source + _ENTERED.format(groups=_listed(group, "now."), keys=_keys(group, 1))
    )
    flow = f"and closed_on < date '{period.end}'" if reading == "flow" else ""
    ended = store.run(
        source + _ENDED.format(groups=_listed(group), only=flow, keys=_keys(group, 3))
    )
    grid = _grid(entered, shown, group)
    frame = (
        grid.merge(entered, how="left", on=[*group, "stage"])
        .merge(_reasons(ended, group), how="left", on=[*group, "stage"])
        .merge(matured_stays(store, source, group, reading), how="left", on=[*group, "stage"])
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
    columns += ["median_days", "lost", "open", "loss_rate", "reason", "reason_share", "reasons"]
    columns += ["matured_rate", "median_stay", "is_maturing"]
    return frame[[*group, "stage", *columns]]


_ENTERED = """
select {groups} now.stage, count(*) as entered,
  avg(case when now.entered_at >= was.entered_at
    then seconds_between(was.entered_at, now.entered_at) / 86400.0 end) as mean_days,
  median(case when now.entered_at >= was.entered_at
    then seconds_between(was.entered_at, now.entered_at) / 86400.0 end) as median_days
from reached as now
left join reached as was on was.case_id = now.case_id and was.place = now.place - 1
group by {keys}"""

# Those who came as far as the stage shown before and not into this one.
_ENDED = """,
furthest as (select case_id, max(place) as place from reached group by case_id)
select {groups} following.stage, lost_reason, is_lost, count(*) as leads
from furthest
join reached on reached.case_id = furthest.case_id and reached.place = furthest.place
join shown as following on following.place = furthest.place + 1
where not is_won {only}
group by {keys}"""


# How long each case was, or still is, in the stage shown before, and how that ended; no day where
# the entry or the end is not dated. Losing ends the stay in the furthest stage only.
_STAYS = """
select {groups} stage, case when day < 0 then 0 else day end as day,
  sum(case when fate = 'moved' then 1 else 0 end) as moved,
  sum(case when fate = 'lost' then 1 else 0 end) as lost,
  sum(case when fate = 'waiting' then 1 else 0 end) as waiting
from (
  select {inner_groups} following.stage,
    case
      when now.case_id is not null then days_between(was.entered_at, now.entered_at)
      when was.is_lost then days_between(was.entered_at, was.closed_on)
      else days_between(was.entered_at, parameters.as_of)
    end as day,
    case when now.case_id is not null then 'moved' when was.is_lost then 'lost' else 'waiting' end
      as fate
  from reached as was
  cross join parameters
  join shown as following on following.place = was.place + 1
  left join reached as now on now.case_id = was.case_id and now.place = following.place
  where now.case_id is not null or not was.is_won
) as stays
group by {keys}"""


def matured_stays(
    store: ScopedStore, source: str, group: Sequence[str], reading: str
) -> pd.DataFrame:
    """Return `censoring.matured` of the cases that the SQL of a reading counts; of a flow none."""
    keys = [*group, "stage"]
    if reading == "flow":
        return matured(pd.DataFrame(), keys)
    stays = _STAYS.format(
        groups=_listed(group), inner_groups=_listed(group, "was."), keys=_keys(group, 2)
    )
    return matured(store.run(source + stays), keys)


def _listed(group: Sequence[str], prefix: str = "") -> str:
    return "".join(f'{prefix}"{name}", ' for name in group)


def _keys(group: Sequence[str], others: int) -> str:
    """Return the places of the columns to group by: the group, and so many after it."""
    return ", ".join(str(place) for place in range(1, len(group) + others + 1))


def _check_dimension(store: ScopedStore, by: str) -> None:
    allowed = dimensions_of(store, "cases")
    if by not in allowed:
        said = unknown("dimension of leads", by, allowed)
        raise UsageError(say("err_at", place=say("at_funnel"), said=said))


def _grid(entered: pd.DataFrame, shown: Sequence[str], group: Sequence[str]) -> pd.DataFrame:
    stages = pd.DataFrame({"stage": list(shown)})
    if not group:
        return stages
    groups = entered[list(group)].drop_duplicates().sort_values(list(group))
    return groups.merge(stages, how="cross")


def _reasons(ended: pd.DataFrame, group: Sequence[str]) -> pd.DataFrame:
    """Return lost, open and the commonest reasons with their shares, per stage not entered."""
    keys = [*group, "stage"]
    lost = ended[ended["is_lost"]]
    told = (
        _summed(lost.dropna(subset="lost_reason"), [*keys, "lost_reason"], "with_reason")
        .sort_values(["with_reason", "lost_reason"], ascending=[False, True])
        .rename(columns={"lost_reason": "reason"})
    )
    counts = _summed(lost, keys, "lost")
    told = told.merge(counts, how="left", on=keys)
    told["reason_share"] = told["with_reason"] / told["lost"]
    told["reasons"] = list(zip(told["reason"], told["reason_share"], strict=True))
    top = told.drop_duplicates(keys)[[*keys, "reason", "reason_share"]]
    three = told.groupby(keys, dropna=False)["reasons"].agg(lambda pairs: list(pairs[:3]))
    return (
        counts.merge(_summed(ended[~ended["is_lost"]], keys, "open"), how="outer", on=keys)
        .merge(top, how="left", on=keys)
        .merge(three.reset_index(), how="left", on=keys)
    )


def _summed(frame: pd.DataFrame, keys: Sequence[str], name: str) -> pd.DataFrame:
    totals = frame.groupby(list(keys), dropna=False)[["leads"]].sum()
    return totals.rename(columns={"leads": name}).reset_index()
