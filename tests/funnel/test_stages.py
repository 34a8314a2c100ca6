"""The stage table: golden cases, skipped and re-entered stages, groups, cohorts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from salesnb.errors import UsageError
from salesnb.funnel import stage_funnel
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from tests.frames import CONTACT, DEFAULTS, Records, scoped, settings_with

OCTOBER = parse_period("2026-10")
SHOWN = DEFAULTS.stages.shown
FIRST = date(2026, 10, 1)
LEAD = {**CONTACT, "created_at": "2026-10-01", "owner": "张强"}


def cases(*groups: tuple[int, dict[str, Any], Sequence[tuple[str, int]]]) -> dict[str, Records]:
    """Return leads of several fates: how many, their fields, and (stage, day after creation)."""
    leads, history = [], []
    for kind, (count, fields, steps) in enumerate(groups):
        for n in range(count):
            key = f"L{kind}-{n}"
            leads.append({**LEAD, "lead_id": key, **fields})
            history += [
                {
                    "subject_type": "lead",
                    "subject_id": key,
                    "stage": stage,
                    "entered_at": FIRST + timedelta(days=day),
                }
                for stage, day in steps
            ]
    return {"leads": leads, "stage_history": history} if history else {"leads": leads}


def funnel(store: ScopedStore, **options: Any) -> list[dict[str, Any]]:
    frame = stage_funnel(store, OCTOBER, SHOWN, **options)
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def test_the_golden_funnel_100_30_10_5(tmp_path: Path) -> None:
    tables = cases(
        (70, {"stage": "lead"}, ()),
        (20, {"stage": "intent"}, ()),
        (5, {"stage": "opportunity"}, ()),
        (5, {"stage": "won"}, ()),
    )
    with scoped(tmp_path, tables) as store:
        rows = funnel(store)
    assert [row["entered"] for row in rows] == [100, 30, 10, 5]
    rates = [row["rate"] for row in rows]
    assert rates == [None, 0.3, pytest.approx(1 / 3), 0.5]  # of the first: 30 %, 10 %, 5 %
    assert [row["denominator"] for row in rows] == [None, 100, 30, 10]
    assert all(row["low"] < row["rate"] < row["high"] for row in rows[1:])


def test_the_golden_stage_table(tmp_path: Path) -> None:
    lost = {"stage": "lost", "outcome": "lost", "outcome_date": "2026-10-29"}
    to_intent = [("intent", 5)]
    to_deal = [("intent", 5), ("opportunity", 15)]
    to_won = [*to_deal, ("won", 22)]
    tables = cases(
        # 40 stay behind: 20 of them lost, of whom 8 (40 %) for the budget.
        (20, {"stage": "lead"}, ()),
        (8, {**lost, "reason": "预算不足"}, ()),
        (6, {**lost, "reason": "需求不明"}, ()),
        (6, {**lost, "reason": None}, ()),
        # 30 come to 意向 and no further: 20 lost, 7 (35 %) to a competitor.
        (10, {"stage": "intent"}, to_intent),
        (7, {**lost, "reason": "竞品"}, to_intent),
        (6, {**lost, "reason": "预算不足"}, to_intent),
        (7, {**lost, "reason": None}, to_intent),
        (15, {"stage": "opportunity"}, to_deal),
        (15, {"stage": "won", "outcome": "won", "outcome_date": "2026-10-23"}, to_won),
    )
    with scoped(tmp_path, tables) as store:
        rows = funnel(store)
    assert [row["stage"] for row in rows] == ["lead", "intent", "opportunity", "won"]
    assert [row["entered"] for row in rows] == [100, 60, 30, 15]
    assert [row["rate"] for row in rows] == [None, 0.6, 0.5, 0.5]
    assert [row["loss_rate"] for row in rows] == [None, 0.4, 0.5, 0.5]
    assert [row["mean_days"] for row in rows] == [None, 5, 10, 7]
    assert [row["median_days"] for row in rows] == [None, 5, 10, 7]
    assert [row["reason"] for row in rows] == [None, "预算不足", "竞品", None]
    # Of the lost; of all who stayed behind it would be 20 % and 23 %, of those with a reason 57 %.
    assert [row["reason_share"] for row in rows] == [None, 0.4, 0.35, None]
    assert [(row["lost"], row["open"]) for row in rows] == [(0, 0), (20, 20), (20, 10), (0, 15)]


def test_a_skipped_stage_counts_as_passed_and_has_no_days(tmp_path: Path) -> None:
    tables = cases(
        (1, {"stage": "opportunity"}, [("opportunity", 10)]),
        (1, {"stage": "opportunity"}, [("intent", 2), ("opportunity", 6)]),
    )
    with scoped(tmp_path, tables) as store:
        rows = funnel(store)
    assert [row["entered"] for row in rows] == [2, 2, 2, 0]  # not 2, 1, 2
    assert [row["mean_days"] for row in rows] == [None, 2, 4, None]  # not (10 + 4) / 2
    assert rows[3]["rate"] == 0 and rows[3]["open"] == 2


def test_a_stage_entered_twice_counts_once_from_its_first_entry(tmp_path: Path) -> None:
    steps = [("intent", 2), ("opportunity", 6), ("intent", 8), ("opportunity", 20)]
    with scoped(tmp_path, cases((1, {"stage": "opportunity"}, steps))) as store:
        rows = funnel(store)
    assert [row["entered"] for row in rows] == [1, 1, 1, 0]
    assert rows[2]["mean_days"] == 4  # not 12 or 18


def test_a_lead_won_without_history_passed_every_stage(tmp_path: Path) -> None:
    won = {"stage": "won", "outcome": "won", "outcome_date": "2026-10-21"}
    with scoped(tmp_path, cases((1, won, ()))) as store:
        rows = funnel(store)
    assert [row["entered"] for row in rows] == [1, 1, 1, 1]
    assert [row["mean_days"] for row in rows] == [None, None, None, None]


def test_a_lost_lead_counts_up_to_where_it_came(tmp_path: Path) -> None:
    lost = {"stage": "lost", "outcome": "lost", "outcome_date": "2026-10-21", "reason": "价格"}
    tables = cases((1, lost, [("intent", 3), ("lost", 20)]), (1, {"stage": "lead"}, ()))
    with scoped(tmp_path, tables) as store:
        rows = funnel(store)
    assert [row["entered"] for row in rows] == [2, 1, 0, 0]
    assert (rows[2]["lost"], rows[2]["reason"], rows[2]["reason_share"]) == (1, "价格", 1)
    assert (rows[1]["lost"], rows[1]["open"]) == (0, 1)


def test_the_cohort_is_that_of_creation_also_when_won_later(tmp_path: Path) -> None:
    won = {"stage": "won", "outcome": "won", "outcome_date": "2026-11-20"}
    leads = [
        {**LEAD, **won, "lead_id": "L1", "created_at": "2026-10-31 23:59"},
        {**LEAD, **won, "lead_id": "L2", "created_at": "2026-11-01"},
        {**LEAD, **won, "lead_id": "L3", "created_at": "2026-09-30", "outcome_date": "2026-10-05"},
    ]
    new_year = datetime(2027, 1, 1)
    with scoped(tmp_path, {"leads": leads}, at=new_year, as_of=date(2026, 12, 31)) as store:
        assert [row["entered"] for row in funnel(store)] == [1, 1, 1, 1]
    with scoped(tmp_path, as_of=date(2026, 10, 31)) as store:
        assert [row["entered"] for row in funnel(store)] == [1, 0, 0, 0]


def test_one_funnel_per_group_and_the_unknown_group_is_one(tmp_path: Path) -> None:
    tables = cases(
        (3, {"stage": "lead", "region": "华东"}, ()),
        (1, {"stage": "intent", "region": "华东"}, ()),
        (1, {"stage": "lead", "region": None}, ()),
        (1, {"stage": "won", "region": None}, ()),
    )
    with scoped(tmp_path, tables) as store:
        rows = funnel(store, by="region")
    assert [row["region"] for row in rows] == ["华东"] * 4 + [None] * 4
    assert [row["entered"] for row in rows] == [4, 1, 0, 0, 2, 1, 1, 1]
    assert [row["rate"] for row in rows] == [None, 0.25, 0, None, None, 0.5, 1, 1]
    assert [row["open"] for row in rows] == [0, 3, 1, 0, 0, 1, 0, 0]


def test_a_dimension_that_leads_lack_names_those_they_have(tmp_path: Path) -> None:
    with (
        scoped(tmp_path, cases((1, {}, ()))) as store,
        pytest.raises(UsageError, match="Did you mean 'source'"),
    ):
        funnel(store, by="sorce")


def test_a_period_without_leads_is_a_funnel_of_nothing(tmp_path: Path) -> None:
    with scoped(
        tmp_path, {"leads": [{**LEAD, "lead_id": "L1", "created_at": "2026-09-01"}]}
    ) as store:
        rows = funnel(store)
        assert [row["entered"] for row in rows] == [0, 0, 0, 0]
        assert [row["rate"] for row in rows] == [None, None, None, None]
        assert funnel(store, by="source") == []


def test_a_stage_more_in_params_is_a_row_more(tmp_path: Path) -> None:
    text = """
stages:
  - {id: lead, zh: 线索, en: Lead}
  - {id: intent, zh: 意向, en: Intent}
  - {id: 试点, zh: 试点客户, en: Pilot}
  - {id: won, zh: 成交, en: Won, kind: won}
  - {id: lost, zh: 流失, en: Lost, kind: lost}
shown: [lead, intent, 试点, won]
shown_full: [lead, intent, 试点, won]
opportunity_stage: 试点
"""
    settings = settings_with(tmp_path / "shop", stages=text)
    tables = cases(
        (5, {"stage": "lead"}, ()),
        (3, {"stage": "intent"}, ()),
        (1, {"stage": "试点"}, [("intent", 2), ("试点", 9)]),
        (1, {"stage": "won"}, ()),
    )
    with scoped(tmp_path / "store", tables, settings=settings) as store:
        frame = stage_funnel(store, OCTOBER, settings.stages.shown)
    assert frame["stage"].to_list() == ["lead", "intent", "试点", "won"]
    assert frame["entered"].to_list() == [10, 5, 2, 1]
    assert frame["mean_days"].iloc[2] == 7
