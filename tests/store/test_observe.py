"""Stage entries inferred from imports: what the sheets of three months tell of a lead's way."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.funnel import stage_funnel
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from salesnb.store import StagePath, Store
from tests.frames import CONTACT, DEFAULTS, Records, rows

JANUARY, FEBRUARY, MARCH, APRIL = (datetime(2026, month, 28, 18) for month in (1, 2, 3, 4))
LEAD = {**CONTACT, "lead_id": "L1", "created_at": "2026-01-05", "owner": "张强"}
STAGES = StagePath("lead", "opportunity", "won", "lost")
Entry = tuple[str, str, bool]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", stages=STAGES)


def put(store: Store, at: datetime, **tables: Records) -> Any:
    frames = {name: rows(name, records, f"{at:%m}.xlsx") for name, records in tables.items()}
    return store.import_frames(frames, files=[f"{at:%m}.xlsx"], at=at, by="tester")


def lead(stage: str, **more: Any) -> list[Mapping[str, Any]]:
    return [{**LEAD, "stage": stage, **more}]


def written(*entries: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"subject_type": "lead", "subject_id": "L1", "stage": stage, "entered_at": day}
        for stage, day in entries
    ]


def history(store: Store) -> list[Entry]:
    """Return stage, day, and whether it was inferred, of the current entries."""
    frame = store.current()["stage_history"].sort_values(["entered_at", "stage"])
    return [
        (row.stage, f"{row.entered_at:%m-%d}", not pd.isna(row.observed) and bool(row.observed))
        for row in frame.itertuples()
    ]


def funnel(store: Store, as_of: date) -> dict[str, int]:
    with ScopedStore.open(store, DEFAULTS, as_of=as_of) as scoped:
        shown = ("lead", "intent", "opportunity", "quote", "won")
        frame = stage_funnel(scoped, parse_period("2026", as_of), shown)
    return dict(zip(frame["stage"], frame["entered"], strict=True))


def test_three_months_of_sheets_make_a_way_through_the_stages(store: Store) -> None:
    put(store, JANUARY, leads=lead("intent"))
    assert history(store) == []  # on which day it became 意向 is not known
    put(store, FEBRUARY, leads=lead("opportunity"))
    assert history(store) == [("intent", "01-28", True), ("opportunity", "02-28", True)]
    put(store, MARCH, leads=lead("won", outcome="won", outcome_date="2026-03-20", deal_amount=9))
    assert history(store)[-1] == ("won", "03-20", True)  # the row gives the day
    reached = [funnel(store, at.date()) for at in (JANUARY, FEBRUARY, MARCH)]
    assert [month["intent"] for month in reached] == [1, 1, 1]
    assert [month["opportunity"] for month in reached] == [0, 1, 1]
    assert [month["won"] for month in reached] == [0, 0, 1]


def test_a_lost_lead_is_known_to_have_come_as_far_as_the_sheets_once_said(store: Store) -> None:
    put(store, JANUARY, leads=lead("quote"))
    put(store, FEBRUARY, leads=lead("lost", outcome="lost", outcome_date="2026-02-10"))
    reached = funnel(store, FEBRUARY.date())
    assert reached["quote"] == 1  # without the stage that was left: 0, lost at once
    assert reached["won"] == 0


def test_an_inferred_entry_bears_the_place_of_the_row_that_changed(store: Store) -> None:
    put(store, JANUARY, leads=lead("intent"))
    put(store, FEBRUARY, leads=[{**LEAD, "lead_id": "L0"}, *lead("opportunity")])
    row = store.current()["stage_history"].set_index("stage").loc["opportunity"]
    assert (row["_file"], row["_sheet"], row["_row"], row["import_id"]) == (
        "02.xlsx", "leads", 3, 2,
    )  # fmt: skip


def test_the_same_sheet_again_and_other_changes_add_no_entry(store: Store) -> None:
    put(store, JANUARY, leads=lead("intent"))
    put(store, FEBRUARY, leads=lead("opportunity"))
    before = history(store)
    assert put(store, MARCH, leads=lead("opportunity")).changes[0].unchanged == 1
    put(store, APRIL, leads=lead("opportunity", region="华东"))
    assert history(store) == before


def test_an_older_sheet_sets_the_stage_back_and_the_next_one_forward_again(store: Store) -> None:
    for at, stage in ((JANUARY, "intent"), (FEBRUARY, "quote"), (MARCH, "intent")):
        put(store, at, leads=lead(stage))
    put(store, APRIL, leads=lead("quote"))
    assert history(store) == [
        ("intent", "01-28", True),
        ("quote", "02-28", True),
        ("intent", "03-28", True),
        ("quote", "04-28", True),
    ]


def test_a_stage_that_the_history_tells_is_not_inferred(store: Store) -> None:
    put(store, JANUARY, leads=lead("intent"), stage_history=written(("intent", "2026-01-10")))
    entries = written(("intent", "2026-01-10"), ("quote", "2026-02-03"))
    put(store, FEBRUARY, leads=lead("quote"), stage_history=entries)
    assert history(store) == [("intent", "01-10", False), ("quote", "02-03", False)]


def test_a_history_that_came_before_the_sheet_of_leads_is_heard(store: Store) -> None:
    entries = written(("intent", "2026-01-10"), ("quote", "2026-01-20"))
    put(store, JANUARY, leads=lead("intent"), stage_history=entries)  # the sheet lags behind
    put(store, FEBRUARY, leads=lead("quote"))
    assert history(store) == [("intent", "01-10", False), ("quote", "01-20", False)]


def test_dated_entries_take_the_place_of_the_inferred_ones(store: Store) -> None:
    put(store, JANUARY, leads=lead("intent"))
    put(store, FEBRUARY, leads=lead("quote"))
    entries = written(("intent", "2026-01-10"), ("quote", "2026-02-03"))
    summary = put(store, MARCH, stage_history=entries)
    assert history(store) == [("intent", "01-10", False), ("quote", "02-03", False)]
    assert (summary.changes[0].new, summary.changes[0].superseded) == (2, 2)
    store.undo_last(MARCH)
    assert history(store) == [("intent", "01-28", True), ("quote", "02-28", True)]


def test_a_second_entry_keeps_its_inferred_date_while_only_the_first_is_written(
    store: Store,
) -> None:
    for at, stage in ((JANUARY, "quote"), (FEBRUARY, "intent"), (MARCH, "quote")):
        put(store, at, leads=lead(stage))
    put(store, APRIL, stage_history=written(("quote", "2026-01-20")))
    assert history(store) == [
        ("quote", "01-20", False),
        ("intent", "02-28", True),
        ("quote", "03-28", True),
    ]


def test_a_dated_entry_at_the_very_time_of_an_inferred_one_is_no_longer_inferred(
    store: Store,
) -> None:
    put(store, JANUARY, leads=lead("quote"))
    put(store, FEBRUARY, leads=lead("won", outcome="won", outcome_date="2026-02-10"))
    put(store, MARCH, stage_history=written(("won", "2026-02-10")))
    assert ("won", "02-10", False) in history(store)
    assert len(history(store)) == 2


def test_undo_takes_inferred_entries_back_and_the_next_import_infers_them_again(
    store: Store,
) -> None:
    put(store, JANUARY, leads=lead("intent"))
    for _ in range(2):
        put(store, FEBRUARY, leads=lead("quote"))
        assert len(history(store)) == 2
        store.undo_last(FEBRUARY)
        assert history(store) == []


def test_deals_are_followed_too_and_an_inferred_day_dates_no_sale(store: Store) -> None:
    deal = {"opportunity_id": "O1", "customer_id": "C1", "owner": "张强"}
    put(store, JANUARY, opportunities=[{**deal, "stage": "quote"}])
    put(store, FEBRUARY, opportunities=[{**deal, "stage": "won", "won_amount": 9}])
    assert history(store) == [("quote", "01-28", True), ("won", "02-28", True)]
    with ScopedStore.open(store, DEFAULTS, as_of=FEBRUARY.date()) as scoped:
        found = scoped.run("select is_won, created_on, closed_on from fact_opportunities")
    assert found["is_won"].tolist() == [True]
    assert found[["created_on", "closed_on"]].isna().all(axis=None)  # known to nobody


def test_days_in_a_stage_of_inferred_entries_can_be_told_apart(store: Store) -> None:
    put(store, JANUARY, leads=lead("intent"))
    put(store, FEBRUARY, leads=lead("quote"))
    put(store, MARCH, stage_history=written(("intent", "2026-01-10")))
    with ScopedStore.open(store, DEFAULTS, as_of=MARCH.date()) as scoped:
        found = scoped.run(
            "select stage, cast(entered_at as date)::varchar as day, is_observed"
            " from fact_case_stages order by rank"
        )
    assert found.to_numpy(dtype=object, na_value=None).tolist() == [
        ["lead", "2026-01-05", False],
        ["intent", "2026-01-10", False],
        ["opportunity", None, False],
        ["quote", "2026-02-28", True],
    ]


def test_an_inferred_entry_changes_no_past_day(store: Store) -> None:
    put(store, FEBRUARY, leads=lead("quote"))
    before = funnel(store, date(2026, 1, 31))
    put(store, MARCH, leads=lead("won", outcome="won", outcome_date="2026-01-20"))
    assert funnel(store, date(2026, 1, 31)) == before
    assert funnel(store, FEBRUARY.date())["won"] == 0  # the sheets of February did not say so
