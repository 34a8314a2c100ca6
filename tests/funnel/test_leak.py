"""Leaks: which segment loses how much money at which stage, and the cases behind it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.funnel.leak import find_leaks, leak_rows
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from tests.frames import CONTACT, DEFAULTS, Records, scoped

PERIOD = parse_period("2026-06-01..2026-08-31")
SHOWN = list(DEFAULTS.stages.shown)
AS_OF = date(2026, 10, 31)
LOST = {"stage": "lost", "outcome": "lost", "outcome_date": "2026-08-20", "reason": "联系不上"}
WON = {"stage": "won", "outcome": "won", "outcome_date": "2026-08-10", "deal_amount": 1000}


def company(*groups: tuple[int, Mapping[str, Any], Mapping[str, int]]) -> dict[str, Records]:
    """Return leads of 1 June: how many, their fields, and {stage: days after creation}."""
    leads, history = [], []
    for kind, (count, fields, steps) in enumerate(groups):
        for n in range(count):
            lead = {**CONTACT, "lead_id": f"L{kind}-{n}", "owner": "甲", "created_at": "2026-06-01"}
            leads.append({**lead, "company_name": f"公司{kind}-{n}", **fields})
            history += [
                {"subject_type": "lead", "subject_id": lead["lead_id"], "stage": stage,
                 "entered_at": pd.Timestamp(leads[-1]["created_at"]) + pd.Timedelta(days=day)}
                for stage, day in steps.items()
            ]  # fmt: skip
    return {"leads": leads, "stage_history": history}


# 官网 20 of 100 to 意向 (as 转介绍 60 of 100); who is there is won one time in four.
TWO = company(
    (80, {"source": "官网", **LOST}, {}),
    (20, {"source": "官网", "stage": "intent"}, {"intent": 3}),
    (40, {"source": "转介绍", **LOST}, {}),
    (40, {"source": "转介绍", "stage": "intent"}, {"intent": 3}),
    (20, {"source": "转介绍", **WON}, {"intent": 3, "opportunity": 5}),
)


def leaks(store: ScopedStore, **options: Any) -> pd.DataFrame:
    return find_leaks(store, DEFAULTS, PERIOD, SHOWN, **options)


def test_the_money_of_a_leak_can_be_recomputed_from_its_parts(tmp_path: Path) -> None:
    with scoped(tmp_path, TWO, as_of=AS_OF) as store:
        leak = leaks(store).iloc[0]
    assert (leak["name"], leak["before"], leak["after"]) == ("官网", "lead", "intent")
    assert (leak["entered"], leak["converted"], leak["lost"], leak["still_open"]) == (
        100,
        20,
        80,
        0,
    )
    assert (leak["comparable"], leak["comparable_rate"]) == ("转介绍", 0.6)
    assert leak["missing"] == pytest.approx(40)  # 100 x (60 % - 20 %), not 60 - 20 % of all
    assert (leak["won_after"], leak["entered_after"], leak["win_chance"]) == (20, 80, 0.25)
    assert (leak["deals"], leak["mean_amount"]) == (20, 1000)
    assert leak["money"] == pytest.approx(40 * 0.25 * 1000)


def test_beside_all_others_together_where_none_of_them_stands_out(tmp_path: Path) -> None:
    rows = company(
        (60, {"source": "电话", **LOST}, {}),
        *((20, {"source": name, **LOST}, {}) for name in ("官网", "展会", "转介绍", "代理商")),
        *((22 + n, {"source": name, "stage": "intent"}, {"intent": 3})
          for n, name in enumerate(("官网", "展会", "转介绍", "代理商"))),
    )  # fmt: skip
    with scoped(tmp_path, rows, as_of=AS_OF) as store:
        leak = leaks(store).iloc[0]
    assert leak["name"] == "电话" and pd.isna(leak["comparable"])
    assert leak["comparable_rate"] == pytest.approx(94 / 174)  # not the luckiest, 25 / 45
    assert leak["rest"] == leak["comparable_rate"]


def test_what_chance_can_do_is_no_leak(tmp_path: Path) -> None:
    rows = company(
        (14, {"source": "官网", **LOST}, {}),
        (6, {"source": "官网", "stage": "intent"}, {"intent": 3}),
        (10, {"source": "展会", **LOST}, {}),
        (10, {"source": "展会", "stage": "intent"}, {"intent": 3}),
    )
    with scoped(tmp_path, rows, as_of=AS_OF) as store:
        assert leaks(store).empty  # 30 % of 20 beside 50 % of 20
        assert len(leaks(store, every=True).query("before == 'lead'")) >= 2


def test_cases_that_are_too_young_are_no_failures(tmp_path: Path) -> None:
    """Leads come to 意向 on day 30; those of the last days of August have had 5 days."""
    young = {"created_at": "2026-08-26", "stage": "lead"}
    rows = company(
        (30, {"source": "官网", "stage": "intent"}, {"intent": 30}),
        (30, {"source": "展会", "stage": "intent"}, {"intent": 30}),
        (60, {"source": "展会", **young}, {}),
    )
    with scoped(tmp_path, rows, as_of=date(2026, 8, 31)) as store:
        every = leaks(store, every=True).set_index(["before", "name"])
        assert leaks(store).empty
    row = every.loc[("lead", "展会")]
    assert (row["entered"], row["converted"]) == (30, 30)  # not 90: a third of what counts
    assert row["mature_until"] == date(2026, 8, 1)


def test_open_cases_that_had_their_time_count_as_not_moved_on(tmp_path: Path) -> None:
    rows = company(
        (30, {"source": "官网", "stage": "intent"}, {"intent": 5}),
        (60, {"source": "展会", "stage": "lead"}, {}),
    )
    with scoped(tmp_path, rows, as_of=AS_OF) as store:
        leak = leaks(store).iloc[0]
    assert (leak["name"], leak["still_open"], leak["lost"]) == ("展会", 60, 0)


def test_a_grade_is_no_segment_that_leaks(tmp_path: Path) -> None:
    rows = company(
        (60, {"grade": "D", **LOST}, {}),
        (60, {"grade": "A", "stage": "intent"}, {"intent": 3}),
    )
    with scoped(tmp_path, rows, as_of=AS_OF) as store:
        assert leaks(store).empty


def test_a_competitor_is_compared_from_the_opportunity_on(tmp_path: Path) -> None:
    won = {"intent": 3, "opportunity": 5, "won": 9}
    rows = company(
        (50, {"competitor": "甲公司", **LOST}, {"intent": 3, "opportunity": 5}),
        (50, {"competitor": "乙公司", **WON}, won),
        (50, {"competitor": "丙公司", **LOST}, {}),
    )
    with scoped(tmp_path, rows, as_of=AS_OF) as store:
        found = leaks(store, every=True).query("dimension == 'competitor'")
    assert set(found["before"]) == {"opportunity"}
    assert found.set_index("name")["is_leak"].to_dict() == {"甲公司": True, "乙公司": False}


def test_the_rows_behind_a_leak_are_those_that_stopped_there(tmp_path: Path) -> None:
    told = [
        {"follow_id": "F1", "lead_id": "L0-0", "user": "甲", "follow_at": "2026-06-05 10:00",
         "feedback": "等明年预算"},
        {"follow_id": "F2", "lead_id": "L0-0", "user": "甲", "follow_at": "2026-06-09 10:00",
         "feedback": "老板不同意"},
        {"follow_id": "F3", "lead_id": "L0-0", "user": "甲", "follow_at": "2026-06-10 10:00",
         "feedback": " "},
        {"follow_id": "F4", "lead_id": "L1-0", "user": "甲", "follow_at": "2026-06-11 10:00",
         "feedback": "已到意向"},
    ]  # fmt: skip
    with scoped(tmp_path, {**TWO, "follow_ups": told}, as_of=AS_OF) as store:
        leak = leaks(store).iloc[0]
        rows = leak_rows(store, DEFAULTS, PERIOD, leak)
    assert len(rows) == 80 and set(rows["state"]) == {"lost"}
    row = rows.set_index("case_id").loc["L0-0"]
    assert (row["customer"], row["owner"], row["feedback"]) == ("公司0-0", "甲", "老板不同意")
    assert row["fed_back_on"] == pd.Timestamp("2026-06-09")
    assert (row["reason"], row["cause"]) == ("联系不上", "unreachable")


def test_the_transitions_of_all_groups_add_up_to_the_funnel(tmp_path: Path) -> None:
    with scoped(tmp_path, TWO, as_of=AS_OF) as store:
        every = leaks(store, every=True).query("dimension == 'source'")
    sums = every.groupby("before")[["entered", "converted", "lost", "still_open"]].sum()
    assert sums.loc["lead"].tolist() == [200, 80, 120, 0]
    assert sums.loc["intent"].tolist() == [80, 20, 0, 60]
    assert sums.loc["opportunity"].tolist() == [20, 20, 0, 0]


def test_a_workspace_without_amounts_has_leaks_without_money(tmp_path: Path) -> None:
    rows = company(
        (60, {"source": "官网", **LOST}, {}),
        (60, {"source": "展会", "stage": "intent"}, {"intent": 3}),
    )
    with scoped(tmp_path, rows, as_of=AS_OF) as store:
        leak = leaks(store).iloc[0]
    assert leak["missing"] == 60 and pd.isna(leak["money"]) and leak["deals"] == 0


def test_where_sales_take_longer_than_the_period_older_cases_tell_the_chance(
    tmp_path: Path,
) -> None:
    """Won after 300 days: of those created in summer none can be won yet, which is no chance of 0."""
    year = {"intent": 3, "opportunity": 5, "won": 300}
    old = {"created_at": "2025-08-01", "source": "转介绍"}
    rows = company(
        (10, {**old, **WON, "outcome_date": "2026-06-10"}, year),
        (30, {**old, "stage": "intent"}, {"intent": 3}),
        (60, {"source": "官网", **LOST}, {}),
        (60, {"source": "展会", "stage": "intent"}, {"intent": 3}),
    )
    with scoped(tmp_path, rows, as_of=AS_OF) as store:
        leak = leaks(store).iloc[0]
    assert (leak["won_after"], leak["entered_after"], leak["win_chance"]) == (10, 40, 0.25)
    assert leak["money"] == pytest.approx(60 * 0.25 * 1000)


def test_a_rep_is_laid_beside_the_others_with_as_many_leads_of_each_kind(tmp_path: Path) -> None:
    """Of A leads 乙 brings 80 of 100 to 意向, of D leads 20 of 100; 甲, with more D leads, 16 fewer."""
    rows = company(
        (20, {"owner": "甲", "grade": "A", "stage": "intent"}, {"intent": 3}),
        (20, {"owner": "甲", "grade": "A", **LOST}, {}),
        (12, {"owner": "甲", "grade": "D", "stage": "intent"}, {"intent": 3}),
        (108, {"owner": "甲", "grade": "D", **LOST}, {}),
        (80, {"owner": "乙", "grade": "A", "stage": "intent"}, {"intent": 3}),
        (20, {"owner": "乙", "grade": "A", **LOST}, {}),
        (20, {"owner": "乙", "grade": "D", "stage": "intent"}, {"intent": 3}),
        (80, {"owner": "乙", "grade": "D", **LOST}, {}),
    )
    with scoped(tmp_path, rows, as_of=AS_OF) as store:
        found = leaks(store)
    leak = found[(found["dimension"] == "rep") & (found["name"] == "甲")].iloc[0]
    assert (leak["rate"], leak["rest"]) == (0.2, 0.5)
    assert pd.isna(leak["comparable"])
    # By what each can tell: A (80 - 50 points) x 40 x 100 / 140, D (20 - 10 points) x 120 x 100 / 220.
    weights = (40 * 100 / 140, 120 * 100 / 220)
    apart = (0.3 * weights[0] + 0.1 * weights[1]) / sum(weights)
    assert leak["comparable_rate"] == pytest.approx(0.2 + apart)
    assert leak["missing"] == pytest.approx(160 * apart)  # not 160 x 30 points
