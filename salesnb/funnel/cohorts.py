"""What became of the cases of each month, and from when on a cohort has had its time."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

import pandas as pd

from salesnb.engines.dialect import ranked
from salesnb.funnel.readings import MONTH, reached_sql
from salesnb.funnel.stages import matured_stays
from salesnb.periods import Period
from salesnb.scopes import ScopedStore

RIPE_SHARE = 0.95


def cohort_table(
    store: ScopedStore, period: Period, shown: Sequence[str], reading: str = "imputed"
) -> pd.DataFrame:
    """Return how far the cases of each month of a period have come by the data's day.

    Parameters
    ----------
    shown : stage ids in order.
    reading : imputed, reached or strict (`readings.reached_sql`).

    Returns
    -------
    One row per month with cases and stage: month (2026-10), stage, entered, rate (of the month's
    cases), matured_rate (the product of the stages' rates when all is over, see `censoring.matured`),
    is_mature (whether every case of the month has had its time, see `ripe_until`).
    """
    source = reached_sql(period, shown, MONTH, reading)
    counts = store.run(
        f"{source} select cast({MONTH} as integer) as {MONTH}, stage, count(*) as entered"
        " from reached group by 1, 2"
    )
    stays = matured_stays(store, source, [MONTH], reading)[[MONTH, "stage", "matured_rate"]]
    months = pd.DataFrame({MONTH: sorted(counts[MONTH].unique())})
    frame = (
        months.merge(pd.DataFrame({"stage": list(shown)}), how="cross")
        .merge(counts, how="left", on=[MONTH, "stage"])
        .merge(stays.astype({MONTH: int}), how="left", on=[MONTH, "stage"])
        .fillna({"entered": 0})
        .astype({"entered": int})
    )
    first = frame.groupby(MONTH)["entered"].transform("first")
    frame["rate"] = frame["entered"] / first.where(first > 0)
    step = frame["matured_rate"].where(frame["stage"] != shown[0], 1.0).astype(float)
    frame["matured_rate"] = step.groupby(frame[MONTH]).cumprod()
    ripe = ripe_until(store, shown)
    frame["month"] = [f"{month // 100}-{month % 100:02d}" for month in frame[MONTH]]
    lasts = [_last_day(month, period) for month in frame["month"]]
    frame["is_mature"] = [
        last <= ripe[stage] for last, stage in zip(lasts, frame["stage"], strict=True)
    ]
    return frame[["month", "stage", "entered", "rate", "matured_rate", "is_mature"]]


def ripe_until(store: ScopedStore, shown: Sequence[str]) -> dict[str, date]:
    """Return {stage: the last day of creation whose cases have had their time to reach it}.

    They are as old as 95 % of all that ever came to the stage were when they came. A stage that
    nobody came to on a known day takes no time.
    """

    def read() -> pd.DataFrame:
        taken = ranked("days_between(cases.created_on, steps.entered_at)", [RIPE_SHARE])
        return store.run(
            f"""select steps.stage, {taken} as days
            from fact_case_stages as steps
            join fact_cases as cases
              on cases.case_kind = steps.case_kind and cases.case_id = steps.case_id
            where cast(steps.entered_at as date) >= cases.created_on
            group by steps.stage"""
        )

    found = store.once("ripe_until", read)
    days = {stage: ceil(each[0]) for stage, each in zip(found["stage"], found["days"], strict=True)}
    return {stage: store.as_of - timedelta(days=days.get(stage, 0)) for stage in shown}


def _last_day(month: str, period: Period) -> date:
    after = (pd.Timestamp(f"{month}-01") + pd.DateOffset(months=1)).date()
    return min(after, period.end) - timedelta(days=1)
