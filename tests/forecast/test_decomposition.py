"""From target to actual: histories with one cause each, and sums that are exact to the cent."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesnb.forecast.decomposition import Gap, decompose_gap, gap_frame, gaps_of
from salesnb.forecast.gap_readings import GapReadings
from salesnb.metrics.targets import Target
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from tests.forecast.history import MONTHS, NOW, Month, leads, orders, usual_then
from tests.frames import Records, scoped

OCTOBER = parse_period("2026-10")


def explicit(value: float | str | None) -> Target | None:
    return None if value is None else Target(Decimal(str(value)), "explicit")


def gap(store: ScopedStore, target: float | None = 1000, **options: Any) -> Gap:
    return decompose_gap(store, OCTOBER, {"": explicit(target)}, **options)[""]


def effects(
    folder: Path, tables: dict[str, Records], target: float | None = 1000
) -> dict[str, int]:
    """Return the effects in yuan, after looking whether they add up to the cent."""
    with scoped(folder, tables) as store:
        found = gap(store, target)
    assert found.start + sum(found.effects.values()) == found.actual
    return {step: int(value) for step, value in found.effects.items()}


def test_as_usual_at_the_usual_target_there_is_no_gap(tmp_path: Path) -> None:
    assert effects(tmp_path, {"leads": usual_then(Month())}) == {}


@pytest.mark.parametrize(
    ("now", "cause"),
    [
        (Month(won=5, lost=5), "leads"),
        (Month(won=5, lost=15), "conversion"),
        (Month(size=50), "deal_size"),
        (Month(won=5, lost=5, open=10), "timing"),
    ],
)
def test_half_of_one_thing_is_all_of_the_gap(tmp_path: Path, now: Month, cause: str) -> None:
    assert effects(tmp_path, {"leads": usual_then(now)}) == {cause: -500}


def test_two_causes_share_what_they_do_together(tmp_path: Path) -> None:
    found = effects(tmp_path, {"leads": usual_then(Month(won=5, lost=5, size=50))})
    assert found == {"leads": -375, "deal_size": -375}  # one after the other: -500 and -250


def test_a_target_above_what_is_usual_wants_as_many_times_the_leads(tmp_path: Path) -> None:
    assert effects(tmp_path, {"leads": usual_then(Month())}, 2000) == {"leads": -1000}


def test_more_than_the_target_is_told_in_the_same_steps(tmp_path: Path) -> None:
    found = effects(tmp_path, {"leads": usual_then(Month(won=15, lost=5))})
    assert found == {"conversion": 500}


def test_no_wins_at_all_are_conversion_and_say_nothing_of_size(tmp_path: Path) -> None:
    found = effects(tmp_path, {"leads": usual_then(Month(won=0, lost=20))})
    assert found == {"conversion": -1000}


def test_no_leads_at_all_are_leads_and_nothing_else(tmp_path: Path) -> None:
    assert effects(tmp_path, {"leads": usual_then(Month(won=0, lost=0))}) == {"leads": -1000}


def test_nothing_decided_is_timing_and_nothing_else(tmp_path: Path) -> None:
    found = effects(tmp_path, {"leads": usual_then(Month(won=0, lost=0, open=20))})
    assert found == {"timing": -1000}


def test_old_leads_that_nobody_closes_are_no_volume(tmp_path: Path) -> None:
    # 200 leads of June stay open for ever: they are at hand, but have no chance any more.
    stale = leads("2026-06", Month(won=0, lost=0, open=200, owner="张强"))
    found = effects(tmp_path, {"leads": [*usual_then(Month(won=5, lost=5)), *stale]})
    assert found["leads"] == pytest.approx(-500, abs=20)


def test_without_losses_written_down_timing_is_part_of_conversion(tmp_path: Path) -> None:
    usual = Month(lost=0, open=10)
    with scoped(tmp_path, {"leads": usual_then(Month(won=5, lost=0, open=15), usual)}) as store:
        found = gap(store)
    assert list(found.unsplit) == ["lead"]
    assert set(found.effects) <= {"leads", "conversion"}
    assert found.start + sum(found.effects.values()) == found.actual


def test_orders_without_a_deal_are_a_step_of_their_own(tmp_path: Path) -> None:
    # Each month ten deals of 100 come as orders, and two repeat orders of 500 besides.
    rows = [row for month in MONTHS for row in orders(month, *[100] * 10, 500, 500)]
    tables = {"leads": usual_then(Month())}
    now = orders(NOW, *[100] * 10, 500)
    assert effects(tmp_path, {**tables, "orders": [*rows, *now]}, 2000) == {"repeat": -500}


def test_returns_are_a_step_of_their_own(tmp_path: Path) -> None:
    rows = [row for month in MONTHS for row in orders(month, 1000)]
    now = orders(NOW, 1000, -300)
    assert effects(tmp_path, {"orders": [*rows, *now]}) == {"returns": -300}


def test_a_month_of_nothing_but_returns_adds_up(tmp_path: Path) -> None:
    rows = [row for month in MONTHS for row in orders(month, 1000)]
    found = effects(tmp_path, {"orders": [*rows, *orders(NOW, -300)]})
    assert found == {"repeat": -1000, "returns": -300}


def test_usual_sales_below_zero_cannot_be_scaled(tmp_path: Path) -> None:
    rows = [row for month in MONTHS for row in orders(month, -100)]
    found = effects(tmp_path, {"orders": [*rows, *orders(NOW, 400)]})
    assert found == {"unexplained": -600}


@pytest.mark.parametrize("target", [None, 0])
def test_without_a_target_sales_are_held_against_what_is_usual(
    tmp_path: Path, target: float | None
) -> None:
    with scoped(tmp_path, {"leads": usual_then(Month(won=5, lost=15))}) as store:
        found = gap(store, target)
    assert (found.against, found.start, found.stretch) == ("usual", 1000, 1)
    assert found.effects == {"conversion": Decimal(-500)}


def test_without_history_the_gap_is_not_made_up(tmp_path: Path) -> None:
    with scoped(tmp_path, {"leads": leads(NOW, Month(won=5))}) as store:
        found = gap(store)
    assert list(found.periods) == []
    assert found.effects == {"unexplained": Decimal(-500)}


def test_with_neither_target_nor_history_there_is_nothing_to_explain(tmp_path: Path) -> None:
    with scoped(tmp_path, {"leads": leads(NOW, Month(won=0))}) as store:
        found = gap(store, None)
    assert (found.start, found.actual, found.effects) == (0, 0, {})


def test_of_a_running_month_the_target_and_the_months_before_are_cut(tmp_path: Path) -> None:
    with scoped(tmp_path, {"leads": usual_then(Month())}, as_of=date(2026, 10, 15)) as store:
        found = gap(store, due=0.5)
    assert (found.start, found.actual) == (500, 1000)
    assert found.periods[-1].text == "2026-09-01..2026-09-15"
    assert found.stretch == 0.5  # by the 15th of each month all of it was sold


def test_last_year_may_be_the_reference(tmp_path: Path) -> None:
    rows = [
        *leads("2025-09", Month(won=0, lost=1)),
        *leads("2025-10", Month(won=20, lost=20)),
        *leads("2026-09", Month()),
        *leads(NOW, Month()),
    ]
    with scoped(tmp_path, {"leads": rows}) as store:
        assert gap(store, 2000, reference="last_year").stretch == 1
        assert gap(store, 2000).periods[0].text == "2025-10"


def test_of_a_rep_only_months_since_the_first_one_say_what_is_usual(tmp_path: Path) -> None:
    late = [leads(month, Month(owner="张强")) for month in (*MONTHS[-2:], NOW)]
    tables = {
        "leads": [*usual_then(Month(won=5, lost=15)), *(row for rows in late for row in rows)]
    }
    with scoped(tmp_path, tables) as store:
        found = decompose_gap(
            store, OCTOBER, {name: explicit(1000) for name in ("李娜", "张强", "王芳")}, by="rep"
        )
    assert [period.text for period in found["张强"].periods] == ["2026-09"]  # began 2 August
    assert found["张强"].effects == {}
    assert found["李娜"].effects == {"conversion": Decimal(-500)}
    assert found["王芳"].effects == {"unexplained": Decimal(-1000)}  # a target, and no data


def test_a_lead_counts_with_its_first_deal_and_further_deals_for_themselves(
    tmp_path: Path,
) -> None:
    deal = {"customer_id": "C1", "owner": "李娜", "stage": "won", "created_at": "2026-10-03"}
    lead = {**leads(NOW, Month(won=1, lost=0))[0], "deal_amount": None, "outcome": None}
    tables = {
        "leads": [{**lead, "lead_id": "L1"}],
        "opportunities": [
            {**deal, "opportunity_id": "D1", "lead_id": "L1", "won_amount": 70, "closed_at": "2026-10-09"},
            {**deal, "opportunity_id": "D2", "lead_id": "L1", "won_amount": 20, "closed_at": "2026-10-19"},
            {**deal, "opportunity_id": "D3", "won_amount": 9, "closed_at": "2026-10-20"},
        ],
    }  # fmt: skip
    from salesnb.forecast.gap_readings import read_gap

    with scoped(tmp_path, tables) as store:
        found = read_gap(store, [OCTOBER])
    assert found.money[0, 0].tolist() == [70, 29]
    assert found.won[0, 0].sum(axis=1).tolist() == [1, 2]
    assert found.sales[0, 0] == 9900


def test_cases_that_ended_on_an_unknown_day_are_counted_and_left_out(tmp_path: Path) -> None:
    lost = {**leads(NOW, Month(won=0, lost=1))[0], "lead_id": "X", "outcome_date": None}
    with scoped(tmp_path, {"leads": [*usual_then(Month()), lost]}) as store:
        found = gap(store)
    assert (found.unknown, found.effects) == (1, {})


counts = st.integers(0, 30)
ENDS = tuple(parse_period(text) for text in MONTHS)


@st.composite
def readings(draw: st.DrawFn) -> GapReadings:
    """Return any readings at all: contradictory, empty, negative."""
    shape = (1, len(ENDS) + 1, 2, 7)
    size = int(np.prod(shape))
    won = np.array(draw(st.lists(counts, min_size=size, max_size=size))).reshape(shape)
    won = won * draw(st.sampled_from([0, 1, 1, 1]))
    lost = np.array(draw(st.lists(counts, min_size=size, max_size=size))).reshape(shape)
    still = draw(st.integers(0, 50))
    periods = shape[:2]
    cents = st.integers(-(10**9), 10**10)
    number = periods[0] * periods[1]
    sales = np.array(draw(st.lists(cents, min_size=number, max_size=number))).reshape(periods)
    deal = draw(st.floats(0, 1e6))
    has_won = won.sum(axis=3) > 0
    return GapReadings(
        [""], (won + lost + still).astype(float), (won + lost).astype(float), won.astype(float),
        won.sum(axis=3) * deal * has_won, sales, -np.abs(sales[:, ::-1]) / 1000.0,
        np.ones(periods), [date(2020, 1, 1)], [0],
    )  # fmt: skip


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(readings(), st.one_of(st.none(), st.decimals(0, 10**8, places=2)), st.floats(0.01, 1))
def test_whatever_the_history_start_and_steps_are_exactly_the_end(
    found: GapReadings, target: Decimal | None, elapsed: float
) -> None:
    gaps = gaps_of(found, ENDS, {"": explicit(None if target is None else str(target))}, elapsed)
    rows = dict(zip(*(gap_frame(gaps)[name] for name in ("step", "value")), strict=True))
    end = rows.pop("end")
    assert sum(rows.values()) == end == Decimal(int(found.sales[0, -1])) / 100
    assert all(value == value.quantize(Decimal("0.01")) for value in rows.values())
    sizes = [abs(value) for value in gaps[""].effects.values()]
    assert sizes == sorted(sizes, reverse=True)
