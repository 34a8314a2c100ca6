"""Best practice: a planted habit is found, the mix of leads is not called skill, noise is nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from salesnb.funnel import best_practice
from salesnb.funnel.practice import compare_habits
from salesnb.periods import parse_period
from tests.frames import CONTACT, DEFAULTS, Records, scoped, settings_with
from tests.funnel.company import Rep, company, noise

YEAR = parse_period("2026")
NEW_YEAR = datetime(2026, 12, 31, 12)


def practice(folder: Path, tables: dict[str, Records], **options: Any) -> pd.DataFrame:
    settings = options.pop("settings", DEFAULTS)
    with scoped(folder, tables, at=NEW_YEAR, as_of=date(2026, 12, 31), **options) as store:
        return best_practice(store, settings, YEAR)


def best(frame: pd.DataFrame) -> list[str]:
    return sorted(rep["owner"] for rep in frame.attrs["reps"] if rep["is_top"])


def outcomes(rep: str, *kinds: tuple[str, int, int]) -> list[dict[str, Any]]:
    """Return leads of a rep: per source how many there are, and how many of them were won."""
    rows = []
    for source, count, won in kinds:
        for n in range(count):
            ended = {"outcome": "won" if n < won else "lost", "outcome_date": "2026-06-01"}
            key = {"lead_id": f"{rep}-{source}-{n}", "owner": rep, "source": source}
            rows.append({**CONTACT, **key, **ended, "created_at": "2026-05-01", "grade": "B"})
    return rows


def test_that_the_best_answer_sooner_is_found(tmp_path: Path) -> None:
    quick = [Rep(f"Q{n}", win=0.42, hours=3) for n in range(3)]
    slow = [Rep(f"S{n}", win=0.13, hours=30) for n in range(9)]
    frame = practice(tmp_path, company([*quick, *slow], seed=1))
    assert best(frame) == ["Q0", "Q1", "Q2"]
    assert frame.attrs["is_spread"]
    first = frame.iloc[0]
    assert first["habit"] in ("response", "in_time") and first["is_finding"]
    response = frame.set_index("habit").loc["response"]
    assert response["is_finding"] and response["high"] < 0
    assert response["top"] == pytest.approx(3, rel=0.35)
    assert response["rest"] == pytest.approx(30, rel=0.35)
    assert (response["reps_top"], response["reps_rest"]) == (3, 9)


def test_that_won_leads_have_more_contacts_is_no_habit_of_the_best(tmp_path: Path) -> None:
    reps = [Rep(f"Q{n}", win=0.45) for n in range(3)] + [Rep(f"S{n}", win=0.1) for n in range(9)]
    tables = company(reps, seed=2)
    leads, calls = pd.DataFrame(tables["leads"]), pd.DataFrame(tables["follow_ups"])
    each = calls.groupby("lead_id").size().rename("calls")
    made = leads.join(each, on="lead_id").groupby(leads["owner"].str[0])["calls"].mean()
    assert made["Q"] > 1.1 * made["S"]  # the known wrong answer
    contacts = practice(tmp_path, tables).set_index("habit").loc["contacts"]
    assert not contacts["is_finding"]
    assert contacts["low"] < 0 < contacts["high"]


def test_a_rep_with_better_channels_is_not_called_better(tmp_path: Path) -> None:
    # Referrals are won at 50 %, cold calls at 10 %, whoever works on them; only R6 wins more.
    lucky = [("转介绍", 40, 20), ("电话营销", 10, 1)]
    plain = [("转介绍", 10, 5), ("电话营销", 40, 4)]
    able = [("转介绍", 10, 8), ("电话营销", 40, 10)]
    leads = [row for n in range(3) for row in outcomes(f"R{n}", *lucky)]
    leads += [row for n in range(3, 6) for row in outcomes(f"R{n}", *plain)]
    leads += outcomes("R6", *able)
    reps = pd.DataFrame(practice(tmp_path, {"leads": leads}).attrs["reps"]).set_index("owner")
    assert reps.index[0] == "R6"
    assert reps.loc["R0", "won"] > reps.loc["R6", "won"]  # plain rates put R0 to R2 first
    assert reps.loc["R0", "adjusted"] == pytest.approx(reps.loc["R3", "adjusted"], abs=0.03)


def test_a_rep_with_few_leads_is_neither_best_nor_compared(tmp_path: Path) -> None:
    leads = [row for n in range(6) for row in outcomes(f"R{n}", ("官网", 30, 5 + n))]
    leads += outcomes("New", ("官网", 29, 29))
    frame = practice(tmp_path, {"leads": leads})
    assert "New" not in [rep["owner"] for rep in frame.attrs["reps"]]
    assert best(frame) == ["R4", "R5"]


@pytest.mark.parametrize(
    ("reps", "won", "said"),
    [
        (5, 3, "Only 5 reps with at least 30 leads each; it takes 6 to compare."),
        (6, 0, "None of these leads is won yet: nobody can be told best."),
    ],
)
def test_too_little_to_compare_is_said(tmp_path: Path, reps: int, won: int, said: str) -> None:
    leads = [row for n in range(reps) for row in outcomes(f"R{n}", ("官网", 30, won))]
    frame = practice(tmp_path, {"leads": leads})
    assert frame.empty
    assert str(frame.attrs["verdict"]) == said


def test_a_company_without_leads_has_nobody_to_compare(tmp_path: Path) -> None:
    deal = {"opportunity_id": "P1", "customer_id": "C1", "stage": "won", "owner": "R0"}
    frame = practice(tmp_path, {"opportunities": [{**deal, "created_at": "2026-05-01"}]})
    assert str(frame.attrs["verdict"]).startswith("Only 0 reps")


def test_who_is_best_can_be_changed_in_params(tmp_path: Path) -> None:
    leads = [row for n in range(8) for row in outcomes(f"R{n}", ("官网", 12, n))]
    text = "{top_share: 0.5, min_leads: 10}"
    settings = settings_with(tmp_path / "own", practice=text)
    frame = practice(tmp_path / "store", {"leads": leads}, settings=settings)
    assert best(frame) == ["R4", "R5", "R6", "R7"]


@pytest.mark.parametrize("seed", range(4))
def test_of_habits_that_have_nothing_to_do_with_winning_none_is_found(
    tmp_path: Path, seed: int
) -> None:
    frame = practice(tmp_path, noise(seed))
    assert len(frame) >= 10
    assert not frame["is_finding"].any()


def habits(values: Sequence[Sequence[float]]) -> pd.DataFrame:
    """Return counted habits of reps R0, R1 … with the given values, ten leads each."""
    rows = [
        {"habit": f"h{h}", "unit": "per_week", "owner": f"R{n}", "total": 10 * value, "weight": 10}
        for h, each in enumerate(values)
        for n, value in enumerate(each)
    ]
    kind = {"source": "官网", "grade": "A", "fate": "lead", "cases": 10}
    return pd.DataFrame(rows).assign(**kind)


def test_among_many_habits_of_noise_one_is_called_a_finding_in_one_company_of_twenty() -> None:
    rng = np.random.default_rng(5)
    is_top = {f"R{n}": n < 4 for n in range(14)}
    found = [
        bool(compare_habits(habits(rng.normal(size=(8, 14))), is_top)["is_finding"].any())
        for _ in range(80)
    ]
    assert 1 <= sum(found) <= 9  # four are expected; without the adjustment it is about 27


def test_the_share_of_choices_that_differ_as_much_is_exact_where_reps_are_few() -> None:
    is_top = {f"R{n}": n < 2 for n in range(6)}
    frame = compare_habits(habits([[9, 8, 1, 2, 3, 4]]), is_top)
    row = frame.iloc[0]
    assert row["p"] == pytest.approx(1 / 15)  # of fifteen choices of two among six this is one
    assert row[["top", "rest", "difference"]].tolist() == pytest.approx([8.5, 2.5, 6])
    assert row["p_adjusted"] == row["p"]  # a single habit
    assert not row["is_finding"]


def test_two_habits_that_say_the_same_cost_no_more_than_one() -> None:
    is_top = {f"R{n}": n < 2 for n in range(8)}
    one = [9.0, 8.5, 1, 2, 3, 4, 2, 3]
    frame = compare_habits(habits([one, [2 * value for value in one]]), is_top)
    assert frame["p_adjusted"].tolist() == pytest.approx([1 / 28, 1 / 28])  # Bonferroni: 1 / 14
    assert frame["is_finding"].all()
