"""The readings of a funnel: what counts as having been in a stage; stays that are not over."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from salesnb.errors import UsageError
from salesnb.funnel import stage_funnel, stages_beside
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from tests.frames import CHINA, DEFAULTS, scoped
from tests.funnel.test_stages import OCTOBER, SHOWN, cases

# Three ways to 商机: in order; straight to it; back and forth.
WAYS = cases(
    (4, {"stage": "opportunity"}, [("intent", 2), ("opportunity", 6)]),
    (3, {"stage": "opportunity"}, [("opportunity", 5)]),
    (2, {"stage": "opportunity"}, [("opportunity", 3), ("intent", 4), ("opportunity", 9)]),
    (1, {"stage": "lead"}, ()),
)


def entered(store: ScopedStore, reading: str, **options: Any) -> list[int]:
    period = options.pop("period", OCTOBER)
    return stage_funnel(store, period, SHOWN, reading=reading, **options)["entered"].tolist()


def test_the_readings_differ_by_skipped_and_revisited_stages(tmp_path: Path) -> None:
    with scoped(tmp_path, WAYS) as store:
        assert entered(store, "imputed") == [10, 9, 9, 0]  # who skipped 意向 passed it
        assert entered(store, "reached") == [10, 6, 9, 0]  # 4 + 2 were in 意向; more in 商机
        assert entered(store, "strict") == [10, 6, 4, 0]  # 2 were in 商机 before 意向: out of order


def test_the_flow_counts_the_entries_of_the_period_by_leads_of_any_age(tmp_path: Path) -> None:
    later = [("intent", 33), ("opportunity", 40)]  # created 1 October, moved in November
    with scoped(
        tmp_path, cases((3, {"stage": "opportunity"}, later)), as_of=date(2026, 12, 1)
    ) as store:
        november = parse_period("2026-11")
        assert entered(store, "flow") == [3, 0, 0, 0]
        assert entered(store, "flow", period=november) == [0, 3, 3, 0]
        assert entered(store, "imputed", period=november) == [0, 0, 0, 0]  # none was created then


def test_an_unknown_reading_names_the_nearest(tmp_path: Path) -> None:
    with scoped(tmp_path, WAYS) as store, pytest.raises(UsageError, match="Did you mean 'strict'"):
        entered(store, "stricte")


def test_who_still_waits_is_no_failure(tmp_path: Path) -> None:
    gone = {"stage": "lost", "outcome": "lost", "outcome_date": "2026-10-11", "reason": "价格"}
    tables = cases(
        (5, {"stage": "intent"}, [("intent", 2)]),
        (5, gone, ()),  # lost after ten days
        (10, {"stage": "lead", "created_at": "2026-10-29"}, ()),  # two days old
    )
    with scoped(tmp_path, tables, as_of=date(2026, 10, 31)) as store:
        row = stage_funnel(store, OCTOBER, SHOWN).set_index("stage").loc["intent"]
    assert row["rate"] == 0.25  # 5 of 20, as if the ten fresh ones had failed
    # Two days on, 5 of 20 have moved; after that only the ten older ones are watched, and 5 of the
    # 5 left among them are lost.
    assert row["matured_rate"] == 0.25
    assert row["is_maturing"]
    with scoped(tmp_path, as_of=date(2026, 10, 30)) as store:
        row = stage_funnel(store, OCTOBER, SHOWN).set_index("stage").loc["intent"]
    assert row["matured_rate"] == pytest.approx(0.5)  # the fresh ones leave the watch after a day


def test_the_median_stay_counts_stays_that_go_on(tmp_path: Path) -> None:
    tables = cases(
        (2, {"stage": "intent"}, [("intent", 2)]),
        (1, {"stage": "intent"}, [("intent", 20)]),
        (2, {"stage": "lead"}, ()),  # there for thirty days
    )
    with scoped(tmp_path, tables, as_of=date(2026, 10, 31)) as store:
        row = stage_funnel(store, OCTOBER, SHOWN).set_index("stage").loc["intent"]
    assert row["median_days"] == 2  # of those who moved on
    assert row["median_stay"] == 20  # of all five


def test_the_golden_funnel_against_target_and_the_period_before(tmp_path: Path) -> None:
    september = {"created_at": "2026-09-10"}
    tables = cases(
        (40, {"stage": "lead"}, ()),
        (30, {"stage": "intent"}, ()),
        (15, {"stage": "opportunity"}, ()),
        (15, {"stage": "won"}, ()),
        (100, {"stage": "won", **september}, ()),
    )
    tables["targets"] = [
        {"period": "2026-10", "scope": "company", "metric": stage, "value": value}
        for stage, value in zip(SHOWN, (120, 70, 40, 20), strict=True)
    ]
    with scoped(tmp_path, tables) as store:
        rows = stages_beside(store, DEFAULTS, OCTOBER, SHOWN, CHINA)
    assert rows["entered"].tolist() == [100, 60, 30, 15]
    assert [round(share, 2) for share in rows["completion"]] == [0.83, 0.86, 0.75, 0.75]
    assert rows["loss_rate"].tolist()[1:] == [0.4, 0.5, 0.5]
    assert rows["previous"].tolist() == [100] * 4


@pytest.mark.parametrize(("now", "change"), [(110, 0.10), (105, 0.05), (90, -0.10), (75, -0.25)])
def test_the_golden_changes_against_the_period_before(
    tmp_path: Path, now: int, change: float
) -> None:
    tables = cases(
        (now, {"stage": "lead"}, ()), (100, {"stage": "lead", "created_at": "2026-09-10"}, ())
    )
    with scoped(tmp_path, tables) as store:
        rows = stages_beside(store, DEFAULTS, OCTOBER, SHOWN, CHINA)
    assert rows["change"].iloc[0] == pytest.approx(change, abs=1e-12)
