"""Cohorts: what became of the leads of a month, and when they have had their time."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from salesnb.funnel import stage_funnel
from salesnb.funnel.cohorts import cohort_table, ripe_until
from salesnb.periods import parse_period
from tests.frames import DEFAULTS, scoped
from tests.funnel.test_leak import LOST, SHOWN, company

SUMMER = parse_period("2026-06-01..2026-08-31")
MIXED = company(
    (20, {"stage": "intent"}, {"intent": 10}),
    (20, LOST, {}),
    (10, {"created_at": "2026-08-20", "stage": "intent"}, {"intent": 10}),
    (30, {"created_at": "2026-08-20", "stage": "lead"}, {}),
)


def test_each_month_has_its_share_so_far_and_whether_it_had_its_time(tmp_path: Path) -> None:
    with scoped(tmp_path, MIXED, as_of=date(2026, 9, 1)) as store:
        frame = cohort_table(store, SUMMER, SHOWN).set_index(["month", "stage"])
        assert ripe_until(store, SHOWN)["intent"] == date(2026, 8, 22)
    assert frame["entered"].to_dict()["2026-06", "lead"] == 40
    assert frame.loc[("2026-06", "intent"), "rate"] == 0.5
    assert frame.loc[("2026-06", "intent"), "is_mature"]
    assert frame.loc[("2026-08", "intent"), "rate"] == 0.25
    assert not frame.loc[("2026-08", "intent"), "is_mature"]  # until 31 August, ten days short
    assert "2026-07" not in frame.index.get_level_values("month")  # nobody came


def test_the_cohorts_agree_with_the_funnel_of_their_month(tmp_path: Path) -> None:
    with scoped(tmp_path, MIXED, as_of=date(2026, 9, 1)) as store:
        for reading in ("imputed", "reached", "strict"):
            frame = cohort_table(store, SUMMER, SHOWN, reading)
            for month in ("2026-06", "2026-08"):
                funnel = stage_funnel(store, parse_period(month), SHOWN, reading=reading)
                found = frame[frame["month"] == month]
                assert found["entered"].tolist() == funnel["entered"].tolist()
                product = funnel["matured_rate"].astype(float).iloc[1:].cumprod()
                assert found["matured_rate"].iloc[1:].tolist() == pytest.approx(
                    product.tolist(), nan_ok=True
                )


def test_cases_without_a_day_count_in_the_final_rate_as_they_ended(tmp_path: Path) -> None:
    """Ten skipped 意向 on the way to 商机; left out, the final rate would be below the plain one."""
    rows = company(
        (10, {"stage": "opportunity"}, {"opportunity": 9}),
        (10, {"stage": "intent"}, {"intent": 5}),
        (20, LOST, {}),
    )
    with scoped(tmp_path, rows, as_of=date(2026, 10, 31)) as store:
        row = stage_funnel(store, SUMMER, list(DEFAULTS.stages.shown)).iloc[1]
    assert (row["stage"], row["rate"]) == ("intent", 0.5)
    assert row["matured_rate"] == pytest.approx(0.5)  # not 10 of 30
    assert not pd.isna(row["median_stay"]) and not row["is_maturing"]
