"""Stuck deals: their days beside the usual stay, running stays included."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from salesnb.funnel import stuck
from salesnb.scopes import ScopedStore
from tests.frames import DEFAULTS, Records, scoped

LAST = date(2026, 10, 31)  # the day of the import, and so of the facts
STAFF: Records = [
    {"name": "李娜", "team": "东区", "role": "rep"},
    {"name": "张强", "team": "西区", "role": "rep"},
]


def deals(ended: Sequence[int], running: Sequence[int]) -> dict[str, Records]:
    """Return deals in their first stage: stays that ended after so many days, and running ones."""
    begun = date(2026, 1, 1)
    made = [
        {"stage": "lost", "created_at": begun, "closed_at": begun + timedelta(days=days)}
        for days in ended
    ]
    made += [{"stage": "opportunity", "created_at": LAST - timedelta(days=d)} for d in running]
    rows = [
        {"opportunity_id": f"D{n:03}", "customer_id": "C1", "owner": "李娜", "amount": 1, **deal}
        for n, deal in enumerate(made)
    ]
    return {"staff": STAFF, "opportunities": rows}


def records(store: ScopedStore, *columns: str) -> list[tuple[Any, ...]]:
    frame = stuck(store, DEFAULTS)[list(columns)]
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def test_running_stays_count_for_as_long_as_they_have_lasted(tmp_path: Path) -> None:
    # 12 of 20 left after 10 days, 4 more after 20; 4 are there for 30 days and more.
    with scoped(tmp_path, deals([10] * 12 + [20] * 4, [30, 31, 32, 33])) as store:
        found = records(store, "days", "usual_days", "slow_days", "slowest_days", "stays_ended")
    # Without the running ones a quarter of the stays would go beyond 10 days.
    assert found[0] == (33, 10, 20, None, 16)
    assert len(found) == 4


def test_a_stay_is_stuck_beyond_nine_of_ten_and_ageing_beyond_three_of_four(tmp_path: Path) -> None:
    tables = deals([*range(1, 41)], [5, 33, 34, 41])
    with scoped(tmp_path, tables) as store:
        found = records(store, "days", "standing", "slow_days", "slowest_days")
    assert found == [
        (41, "stuck", 33, 38),
        (34, "ageing", 33, 38),
        (33, "usual", 33, 38),  # so many days are not beyond them
        (5, "usual", 33, 38),
    ]


def test_of_few_past_stays_nobody_is_called_stuck(tmp_path: Path) -> None:
    with scoped(tmp_path, deals([1] * 9, [200])) as store:
        assert records(store, "standing", "is_small") == [("unknown", True)]
    with scoped(tmp_path / "more", deals([1] * 10, [200])) as store:
        assert records(store, "standing", "is_small") == [("stuck", False)]


def test_only_the_present_stage_counts_and_a_second_stay_begins_anew(tmp_path: Path) -> None:
    tables = deals([1] * 10, [100])
    history = [("opportunity", "2026-07-23"), ("quote", "2026-08-01")]
    history += [("opportunity", "2026-10-21"), ("quote", "2026-10-25")]
    entries = [
        {"subject_type": "opportunity", "subject_id": "D010", "stage": stage, "entered_at": day}
        for stage, day in history
    ]
    rows = [*tables["opportunities"][:-1], {**tables["opportunities"][-1], "stage": "quote"}]
    stored = {**tables, "opportunities": rows, "stage_history": entries}
    with scoped(tmp_path, stored) as store:
        assert records(store, "stage", "days", "stays_ended") == [("quote", 6, 1)]  # not 91 or 100
        stays = store.run(
            "select stage, days, is_now from fact_opportunity_stays"
            " where opportunity_id = 'D010' order by stay"
        )
    assert stays.values.tolist() == [
        ["opportunity", 9, False],
        ["quote", 81, False],
        ["opportunity", 4, False],
        ["quote", 6, True],
    ]


def test_what_is_usual_is_the_same_inside_a_scope(tmp_path: Path) -> None:
    tables = deals([5] * 20, [50])
    rows = [{**row, "owner": "张强"} for row in tables["opportunities"][:20]]
    own = tables["opportunities"][20:]
    with scoped(tmp_path, {**tables, "opportunities": [*rows, *own]}, scope="rep:李娜") as store:
        assert records(store, "days", "usual_days", "standing") == [(50, 5, "stuck")]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_usual_stay_is_that_of_kaplan_and_meier(tmp_path: Path, seed: int) -> None:
    draw = np.random.default_rng(seed)
    ended, running = draw.integers(0, 90, 60).tolist(), draw.integers(0, 120, 40).tolist()
    with scoped(tmp_path, deals(ended, running)) as store:
        row = records(store, "usual_days", "slow_days", "slowest_days")[0]
    staying = ecdf(CensoredData(uncensored=ended, right=running)).sf
    for days, share in zip(row, (0.5, 0.25, 0.1), strict=True):
        beyond = staying.quantiles[staying.probabilities <= share + 1e-9]
        assert days == (beyond[0] if len(beyond) else None)
