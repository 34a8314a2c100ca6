"""Movement of the pipeline: hand-made histories, each with the answer that a careless sum gives."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesnb.errors import UsageError
from salesnb.funnel import has_changes, pipeline_movement, pushes
from salesnb.funnel.movement import STEPS
from salesnb.periods import Period, parse_period
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from tests.frames import Records, fill, scoped

DEAL = {"opportunity_id": "D1", "customer_id": "C1", "owner": "李娜", "created_at": "2026-09-01"}
OPEN = {**DEAL, "stage": "opportunity", "amount": 100}
LOST = {**OPEN, "stage": "lost"}
WON = {**OPEN, "stage": "won"}
OCTOBER = parse_period("2026-10")
STAFF: Records = [
    {"name": "李娜", "team": "东区", "role": "rep"},
    {"name": "张强", "team": "西区", "role": "rep"},
]
Import = tuple[str, Records]


def told(folder: Path, *imports: Import) -> Path:
    """Import opportunities on several days, at six in the evening."""
    store = Store(folder)
    for day, rows in imports:
        at = datetime.fromisoformat(f"{day} 18:00")
        fill(store, {"staff": STAFF, "opportunities": rows}, at)
    return folder


def steps(
    store: ScopedStore,
    first: str = "2026-10-01",
    last: str = "2026-10-31",
    due_by: Period | None = None,
) -> dict[str, int]:
    """Return the values of the steps that any deal is in, after looking whether they add up."""
    frame = pipeline_movement(store, date.fromisoformat(first), date.fromisoformat(last), due_by)
    assert frame["value"].iloc[:-1].sum() == frame["value"].iloc[-1]
    return {row.step: int(row.value) for row in frame.itertuples() if row.deals}


def entered(*entries: tuple[str, str]) -> Records:
    return [
        {"subject_type": "opportunity", "subject_id": "D1", "stage": stage, "entered_at": at}
        for stage, at in entries
    ]


def test_created_and_lost_within_the_window_is_new_and_lost(tmp_path: Path) -> None:
    deal = {**LOST, "created_at": "2026-10-05", "closed_at": "2026-10-20"}
    with scoped(told(tmp_path, ("2026-11-05", [deal]))) as store:
        assert steps(store) == {"new": 100, "lost": -100}  # two snapshots would show nothing
        assert steps(store, "2026-10-01", "2026-10-19") == {"new": 100, "end": 100}
        assert steps(store, "2026-10-06", "2026-10-20") == {"start": 100, "lost": -100}
        assert steps(store, "2026-10-21", "2026-10-31") == {}


def test_what_is_signed_beyond_what_was_expected_is_grown(tmp_path: Path) -> None:
    deal = {**WON, "created_at": "2026-10-05", "closed_at": "2026-10-20", "won_amount": 130}
    with scoped(told(tmp_path, ("2026-11-05", [deal]))) as store:
        assert steps(store) == {"new": 100, "grown": 30, "won": -130}


def test_an_amount_that_changed_before_the_deal_was_won_counts_net(tmp_path: Path) -> None:
    won = {**WON, "amount": 120, "won_amount": 110, "closed_at": "2026-10-24"}
    imports = [
        ("2026-09-20", [OPEN]),
        ("2026-10-10", [{**OPEN, "amount": 120}]),
        ("2026-10-26", [won]),
    ]
    with scoped(told(tmp_path, *imports)) as store:
        assert steps(store) == {"start": 100, "grown": 10, "won": -110}  # not +20 and -10
        assert steps(store, "2026-10-11") == {"start": 120, "shrunk": -10, "won": -110}
        assert steps(store, "2026-10-01", "2026-10-23") == {"start": 100, "grown": 20, "end": 120}


def test_what_the_sheet_sets_to_zero_with_the_loss_is_lost_at_what_it_was(tmp_path: Path) -> None:
    lost = {**LOST, "amount": 0, "closed_at": "2026-10-24"}
    with scoped(told(tmp_path, ("2026-09-20", [OPEN]), ("2026-10-24", [lost]))) as store:
        assert steps(store) == {"start": 100, "lost": -100}  # not shrunk -100, lost 0


def test_a_deal_that_is_lost_and_open_again_is_new_only_to_a_window_in_between(
    tmp_path: Path,
) -> None:
    lost = {**LOST, "closed_at": "2026-10-09"}
    imports = [("2026-09-20", [OPEN]), ("2026-10-10", [lost]), ("2026-10-20", [OPEN])]
    with scoped(told(tmp_path, *imports)) as store:
        assert steps(store) == {"start": 100, "end": 100}  # not lost -100, new +100
        assert steps(store, "2026-10-01", "2026-10-15") == {"start": 100, "lost": -100}
        assert steps(store, "2026-10-10", "2026-10-31") == {"new": 100, "end": 100}


def test_a_written_history_tells_of_re_openings_before_the_first_import(tmp_path: Path) -> None:
    history = entered(
        ("opportunity", "2026-09-01 09:00"),
        ("lost", "2026-09-10 09:00"),
        ("opportunity", "2026-10-08 09:00"),
        ("won", "2026-10-30 09:00"),
    )
    tables = {"opportunities": [WON], "stage_history": history}
    with scoped(tmp_path, tables) as store:
        assert steps(store, "2026-09-01", "2026-09-30") == {"new": 100, "lost": -100}
        assert steps(store) == {"new": 100, "won": -100}
        assert steps(store, "2026-10-01", "2026-10-29") == {"new": 100, "end": 100}


@pytest.mark.parametrize(
    ("deal", "expected"),
    [
        (OPEN, {"start": 100, "end": 100}),
        (LOST, {"start": 100, "lost": -100}),
        ({**WON, "won_amount": 90}, {"start": 100, "shrunk": -10, "won": -90}),
    ],
)
def test_of_events_in_the_same_second_the_row_says_how_they_ended(
    tmp_path: Path, deal: dict[str, Any], expected: dict[str, int]
) -> None:
    second = "2026-10-12 15:30:00"
    history = entered(("opportunity", second), ("lost", second), ("won", second))
    with scoped(tmp_path, {"opportunities": [deal], "stage_history": history}) as store:
        assert steps(store) == expected


def test_an_end_counts_from_its_day_and_not_from_the_import_that_told_of_it(tmp_path: Path) -> None:
    lost = {**LOST, "closed_at": "2026-09-29"}
    with scoped(told(tmp_path, ("2026-09-20", [OPEN]), ("2026-10-05", [lost]))) as store:
        assert steps(store) == {}
        assert steps(store, "2026-09-21", "2026-09-30") == {"start": 100, "lost": -100}


def test_an_end_without_a_day_counts_from_the_import_that_first_told_of_it(tmp_path: Path) -> None:
    known = {**WON, "opportunity_id": "D2"}  # won when it was first heard of
    imports = [
        ("2026-09-20", [OPEN, known]),
        ("2026-10-12", [WON]),
        ("2026-10-20", [{**WON, "competitor": "甲"}]),
    ]
    with scoped(told(tmp_path, *imports)) as store:
        assert steps(store, "2026-10-01", "2026-10-12") == {"start": 100, "won": -100}
        assert steps(store, "2026-10-13", "2026-10-31") == {}
        assert steps(store, "2026-09-01", "2026-09-30") == {"new": 200, "won": -100, "end": 100}


def test_a_date_that_is_pushed_twice_leaves_the_period_once(tmp_path: Path) -> None:
    imports = [
        (day, [{**OPEN, "expected_date": expected}])
        for day, expected in (
            ("2026-09-20", "2026-10-20"),
            ("2026-10-08", "2026-10-30"),
            ("2026-10-16", "2026-11-15"),
        )
    ]
    with scoped(told(tmp_path, *imports)) as store:
        assert steps(store, due_by=OCTOBER) == {"start": 100, "pushed_out": -100}
        assert steps(store, "2026-10-01", "2026-10-15", OCTOBER) == {"start": 100, "end": 100}
        assert steps(store) == {"start": 100, "end": 100}  # open as before
        row = pushes(store).iloc[0]
        assert (row["pushes"], row["pushed_days"]) == (2, 26)
        assert row["first_expected_on"] == pd.Timestamp("2026-10-20")
        assert has_changes(store)


def test_what_was_to_close_later_and_is_moved_or_won_is_pulled_in(tmp_path: Path) -> None:
    late = {**OPEN, "expected_date": "2026-12-01"}
    others = [{**late, "opportunity_id": f"D{n}"} for n in (1, 2, 3, 4)]
    moved = {**others[0], "expected_date": "2026-10-25", "amount": 150}
    won = {**others[1], "stage": "won", "won_amount": 90, "closed_at": "2026-10-20"}
    lost = {**others[2], "stage": "lost", "closed_at": "2026-10-20"}
    imports = [("2026-09-20", others), ("2026-10-20", [moved, won, lost])]
    with scoped(told(tmp_path, *imports)) as store:
        due = steps(store, due_by=OCTOBER)
        # The lost one was never expected in October, and is no loss of it.
        assert due == {"pulled_in": 250, "shrunk": -10, "won": -90, "end": 150}
        whole = steps(store)
        assert whole == {
            "start": 400, "grown": 50, "shrunk": -10, "lost": -100, "won": -90, "end": 250,
        }  # fmt: skip


def test_a_deal_past_its_date_is_still_expected_and_one_without_a_date_is_not(
    tmp_path: Path,
) -> None:
    past = {**OPEN, "expected_date": "2026-09-15"}
    undated = {**OPEN, "opportunity_id": "D2"}
    dated = {**undated, "expected_date": "2026-10-31"}
    imports = [("2026-09-20", [past, undated]), ("2026-10-20", [dated])]
    with scoped(told(tmp_path, *imports)) as store:
        assert steps(store, due_by=OCTOBER) == {"start": 100, "pulled_in": 100, "end": 200}


def test_a_missing_amount_counts_0_and_is_counted(tmp_path: Path) -> None:
    bare = {**OPEN, "amount": None}
    other = {**bare, "opportunity_id": "D2"}
    imports = [("2026-09-20", [bare, other]), ("2026-10-10", [{**bare, "amount": 50}])]
    with scoped(told(tmp_path, *imports)) as store:
        assert steps(store) == {"start": 0, "grown": 50, "end": 50}
        frame = pipeline_movement(store, OCTOBER.start, OCTOBER.last_day).set_index("step")
    assert frame.loc["start", ["deals", "no_amount"]].tolist() == [2, 2]
    assert frame.loc["end", ["deals", "no_amount"]].tolist() == [2, 1]


def test_a_deal_taken_over_is_in_the_start_of_its_new_owner_and_new_to_nobody(
    tmp_path: Path,
) -> None:
    taken = {**OPEN, "owner": "张强", "amount": 120}
    folder = told(tmp_path, ("2026-09-20", [OPEN]), ("2026-10-10", [taken]))
    found = {}
    for scope in ("company", "team:东区", "team:西区", "rep:张强"):
        with scoped(folder, scope=scope) as store:
            found[scope] = steps(store)
    moved = {"start": 100, "grown": 20, "end": 120}
    assert found == {"company": moved, "team:东区": {}, "team:西区": moved, "rep:张强": moved}


def test_of_several_imports_on_a_day_the_last_one_counts(tmp_path: Path) -> None:
    store = Store(told(tmp_path, ("2026-10-10", [OPEN])))
    for hour, amount in ((19, 900), (20, 100), (21, 130)):
        fill(store, {"opportunities": [{**OPEN, "amount": amount}]}, datetime(2026, 10, 10, hour))
    with scoped(tmp_path) as opened:
        # The oldest version tells of the time before its import.
        assert steps(opened) == {"start": 100, "grown": 30, "end": 130}  # not +800, -800, +30


def test_a_deal_that_a_sheet_no_longer_has_was_never_there(tmp_path: Path) -> None:
    folder = told(tmp_path, ("2026-09-20", [OPEN, {**OPEN, "opportunity_id": "D2"}]))
    rows = {"opportunities": [OPEN]}
    fill(Store(folder), rows, datetime(2026, 10, 10), replace=["opportunities"])
    with scoped(folder, as_of=date(2026, 10, 31)) as store:
        assert steps(store) == {"start": 100, "end": 100}
    with scoped(folder, as_of=date(2026, 9, 30)) as store:
        assert steps(store, "2026-09-01", "2026-09-30") == {"new": 200, "end": 200}


def test_without_any_deal_all_steps_are_0(tmp_path: Path) -> None:
    with scoped(tmp_path, {"staff": STAFF}) as store:
        frame = pipeline_movement(store, OCTOBER.start, OCTOBER.last_day)
        assert frame["value"].tolist() == [Decimal(0)] * 9 and not frame["deals"].any()
        assert pushes(store).empty and not has_changes(store)


def test_a_window_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    with (
        scoped(tmp_path, {"opportunities": [OPEN]}) as store,
        pytest.raises(UsageError, match="2026-10-01, is before its first, 2026-10-31"),
    ):
        pipeline_movement(store, date(2026, 10, 31), date(2026, 10, 1))


FIRST = date(2026, 9, 1)
IMPORTS = [FIRST + timedelta(days=n) for n in (9, 17, 30, 44, 60)]
COUNT = 100  # histories in one company


def random_histories(seed: int) -> list[Import]:
    """Return what five imports tell of deals that move at random, each end on the day it is told."""
    draw = random.Random(seed)
    deals: dict[str, dict[str, Any]] = {}
    imports = []
    for day in IMPORTS:
        for key in list(deals):
            if draw.random() < 0.6:
                deals[key] = _moved(draw, deals[key], day)
        for number in range(len(deals), len(deals) + COUNT // len(IMPORTS)):
            born = {**DEAL, "opportunity_id": f"D{number}", "created_at": day}
            deals[f"D{number}"] = _moved(draw, born, day)
        imports.append((day.isoformat(), list(deals.values())))
    return imports


def _moved(draw: random.Random, deal: dict[str, Any], day: date) -> dict[str, Any]:
    stage = draw.choice(["opportunity", "opportunity", "quote", "lost", "won"])
    if deal.get("closed_at") and stage in ("lost", "won"):
        return deal  # an end that is told anew with another day would restate the first one
    return {
        **deal,
        "stage": stage,
        "amount": draw.choice([None, 0, 100, Decimal("33.3333"), Decimal("0.0001"), 10**9]),
        "won_amount": draw.choice([None, 90, 110]) if stage == "won" else None,
        "expected_date": draw.choice([None, *(FIRST + timedelta(days=n) for n in (20, 40, 80))]),
        "closed_at": day if stage in ("lost", "won") else None,
        "owner": draw.choice(["李娜", "张强"]),
    }


def windows(seed: int) -> Sequence[tuple[date, date, Period | None]]:
    """Return pairs of days, with and without a period that deals are due by."""
    draw = random.Random(seed)
    days = [sorted(draw.choices(range(70), k=2)) for _ in range(6)]
    due = [None, OCTOBER, parse_period("2026-09"), parse_period("2026Q4")]
    return [
        (FIRST + timedelta(days=a), FIRST + timedelta(days=b), draw.choice(due)) for a, b in days
    ]


def by_hand(
    imports: Sequence[Import], first: date, last: date, due: Period | None
) -> dict[str, Decimal]:
    """Return the steps as one reads them off the rows, deal by deal."""
    found = dict.fromkeys(STEPS, Decimal(0))
    for key in {row["opportunity_id"] for _, rows in imports for row in rows}:
        told = [(date.fromisoformat(d), r) for d, rows in imports for r in rows]
        rows = [(d, r) for d, r in told if r["opportunity_id"] == key and d <= last]
        for step, value in _read(rows, first, due) if rows else ():
            found[step] += value
    return found


def _read(
    rows: list[tuple[date, dict[str, Any]]], first: date, due: Period | None
) -> list[tuple[str, Decimal]]:
    def is_open(row: dict[str, Any]) -> bool:
        return row["stage"] not in ("won", "lost")

    def is_due(row: dict[str, Any]) -> bool:
        return due is None or bool(row["expected_date"] and row["expected_date"] <= due.last_day)

    def amount(row: dict[str, Any], name: str = "amount") -> Decimal:
        return Decimal(row[name] or 0)

    now = rows[-1][1]
    before = [row for day, row in rows if day < first]
    ended_on = now["closed_at"]
    expected = now if is_open(now) else next((r for _, r in rows[::-1] if is_open(r)), now)
    was_open = bool(before) and is_open(before[-1])
    was_in = was_open and is_due(before[-1])
    opened = any(
        day >= first and (n == 0 or (is_open(row) and not is_open(rows[n - 1][1])))
        for n, (day, row) in enumerate(rows)
    )
    is_in = is_open(now) and is_due(now)
    has_ended = not is_open(now) and (was_open or opened)
    in_time = now["stage"] == "won" and due is not None and ended_on <= due.last_day
    came = not was_in and (is_in or (has_ended and (is_due(expected) or in_time)))
    if not (was_in or came):
        return []
    worth = amount(before[-1]) if was_in else amount(expected)
    left = amount(expected)
    if now["stage"] == "won" and now["won_amount"] is not None:
        left = amount(now, "won_amount")
    steps = [("start" if was_in else "pulled_in" if was_open else "new", worth)]
    steps.append(("grown" if left > worth else "shrunk", left - worth))
    if is_in:
        return [*steps, ("end", left)]
    return [*steps, (now["stage"] if has_ended else "pushed_out", -left)]


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_waterfall_of_random_histories_adds_up_exactly_for_any_two_days(seed: int) -> None:
    with TemporaryDirectory() as folder:
        histories = random_histories(seed)
        told(Path(folder), *histories)
        scopes = ["company", "team:东区", "team:西区"]
        stores = [scoped(Path(folder), scope=scope) for scope in scopes]
        for first, last, due in windows(seed):
            whole, *parts = (pipeline_movement(s, first, last, due) for s in stores)
            assert sum(whole["value"].iloc[:-1]) == whole["value"].iloc[-1]
            values = dict(zip(whole["step"], whole["value"], strict=True))
            assert values == by_hand(histories, first, last, due)
            for column in ("value", "deals", "no_amount"):
                assert (parts[0][column] + parts[1][column]).tolist() == whole[column].tolist()
            later = pipeline_movement(stores[0], last + timedelta(days=1), date(2026, 12, 1), due)
            assert later["value"].iloc[0] == whole["value"].iloc[-1]
        for store in stores:
            store.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_past_end_is_what_was_open_on_that_day_and_no_later_import_changes_it(
    tmp_path: Path, seed: int
) -> None:
    imports = random_histories(seed)
    told(tmp_path / "all", *imports)
    told(tmp_path / "some", *imports[:3])
    day = IMPORTS[2]
    with (
        scoped(tmp_path / "all", as_of=day) as then,
        scoped(tmp_path / "some", as_of=day) as known,
        scoped(tmp_path / "all") as now,
    ):
        was_open = "select cast(coalesce(sum(amount), 0) as varchar) as s, count(*) as n"
        asked = then.run(f"{was_open} from fact_opportunities where is_open").iloc[0]
        window = (FIRST, day)
        seen = pipeline_movement(then, *window)
        assert seen.equals(pipeline_movement(known, *window))
        end = pipeline_movement(now, *window).iloc[-1]
        assert (end["value"], end["deals"]) == (Decimal(asked["s"]), asked["n"])
        assert seen.iloc[-1]["value"] == end["value"]
