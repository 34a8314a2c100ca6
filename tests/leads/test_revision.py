"""New points for the score card: fitted to outcomes, honest about what they gain."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from salesnb.labels import Sentence
from salesnb.leads import card_change, revise_card
from salesnb.leads.revision import fit_card
from salesnb.settings import ScoreCard, load_settings
from tests.frames import CONTACT, DEFAULTS, scoped, settings_with

CARD = DEFAULTS.scorecard
IDS = {name: [a.id for a in d.answers] for name, d in CARD.dimensions.items()}


def leads(size: int, odds: dict[str, float], seed: int = 1) -> pd.DataFrame:
    """Return answers at random; `odds` are the log odds that a better answer adds, by dimension."""
    rng = np.random.default_rng(seed)
    places = {name: rng.integers(0, len(ids), size) for name, ids in IDS.items()}
    logit = -2.0 + sum(odds.get(name, 0) * (1 - place) for name, place in places.items())
    answers = {f"answer_{n}": np.array(IDS[n], dtype=object)[place] for n, place in places.items()}
    won = rng.random(size) < 1 / (1 + np.exp(-logit))
    return pd.DataFrame(answers).assign(won=won.astype(int))


def proposed(frame: pd.DataFrame, card: ScoreCard = CARD) -> dict[str, list[int]]:
    points = fit_card(frame, card).points
    return points.groupby("dimension", sort=False)["proposed"].agg(list).to_dict()


def test_the_dimension_that_decides_gets_the_points() -> None:
    found = proposed(leads(6_000, {"authority": 2.0}))
    assert found["authority"][0] > 80
    assert max(found[name][0] for name in ("need_fit", "budget_fit", "urgency")) < 12


def test_a_better_answer_never_has_less_even_where_the_data_say_so() -> None:
    points = proposed(leads(6_000, {"need_fit": 1.5, "urgency": -1.5}))
    assert points["urgency"][0] == points["urgency"][2]  # the data alone would turn it round
    for given_points in points.values():
        assert given_points == sorted(given_points, reverse=True)


@given(
    seed=st.integers(0, 10_000),
    odds=st.fixed_dictionaries({name: st.floats(-2, 2) for name in IDS}),
    missing=st.floats(0, 0.9),
)
@hypothesis_settings(max_examples=25, deadline=None)
def test_points_are_whole_and_the_best_add_up_to_100(
    seed: int, odds: dict[str, float], missing: float
) -> None:
    frame = leads(300, odds, seed)
    if frame["won"].iloc[:210].nunique() < 2 or frame["won"].iloc[210:].sum() in (0, 1, 89, 90):
        return
    gone = np.random.default_rng(seed).random(300) < missing
    frame.loc[gone, "answer_budget_fit"] = None
    found = proposed(frame)
    assert sum(points[0] for points in found.values()) == 100
    for points in found.values():
        assert points == sorted(points, reverse=True)
        assert all(isinstance(p, int) and 0 <= p <= 100 for p in points)


def test_a_gain_is_claimed_only_where_the_newest_leads_show_it() -> None:
    real = fit_card(leads(6_000, {"authority": 2.0}), CARD)
    assert real.is_better
    assert real.gain_low > 0
    assert real.lift_proposed > real.lift_now
    noise = [fit_card(leads(2_000, {}, seed), CARD).is_better for seed in range(20)]
    assert sum(noise) <= 3


def test_the_grades_keep_their_share_of_leads() -> None:
    grades = fit_card(leads(6_000, {"authority": 1.0, "need_fit": 1.0}), CARD).grades
    for row in grades.to_dict("records"):
        assert row["leads_proposed"] == pytest.approx(row["leads_now"], abs=200)


def test_too_little_history_says_so_and_proposes_nothing(tmp_path: Path) -> None:
    lead = {**CONTACT, "lead_id": "L1", "owner": "李娜", "created_at": "2025-10-01"}
    with scoped(tmp_path, {"leads": [lead]}) as store:
        said = revise_card(store, DEFAULTS)
    assert isinstance(said, Sentence)
    assert said.startswith("Not enough history to revise the card: 1 leads")
    assert "历史不足" in said.zh


def test_only_leads_whose_time_is_over_count(tmp_path: Path) -> None:
    settings = settings_with(tmp_path / "own", score="{min_leads: 50, min_won: 10}")
    old = [
        {
            **CONTACT,
            "lead_id": f"L{n}",
            "created_at": f"2025-0{n % 9 + 1}-01",
            "owner": "李娜",
            "authority": ["decides", "influences", "none"][n % 3],
            "need_fit": ["full", "partial", "none"][n // 3 % 3],
            **({"outcome": "won", "outcome_date": "2025-10-01"} if n % 3 < 2 and n % 2 else {}),
        }
        for n in range(90)
    ]
    young = [{**row, "lead_id": f"Y{n}", "created_at": "2026-09-01"} for n, row in enumerate(old)]
    with scoped(tmp_path / "a", {"leads": old}, settings=settings) as store:
        without = revise_card(store, settings)
    with scoped(tmp_path / "b", {"leads": [*old, *young]}, settings=settings) as store:
        beside = revise_card(store, settings)
    assert not isinstance(without, Sentence) and not isinstance(beside, Sentence)
    assert (without.leads, beside.leads) == (90, 90)
    assert without.points.equals(beside.points)


def test_the_change_of_the_card_is_only_points_and_grades_and_loads_again(tmp_path: Path) -> None:
    params = tmp_path / "params"
    params.mkdir()
    revision = fit_card(leads(6_000, {"authority": 2.0}), CARD)
    change = card_change(params, CARD, revision)
    added = [line for line in change.diff.splitlines() if line.startswith("+ ")]
    assert added and all("points:" in line or "grades:" in line for line in added)
    change.accept()
    assert "# The score card: what each answer is worth" in change.path.read_text("utf-8")
    card = load_settings(params).scorecard
    now = {(n, a.id): a.points for n, d in card.dimensions.items() for a in d.answers}
    wanted = revision.points.set_index(["dimension", "answer"])["proposed"].to_dict()
    assert now == wanted
    again = card_change(params, card, revision)
    assert again.diff == ""


def test_without_room_for_the_new_card_the_old_one_stays(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, scorecard="grades: {A: 85}")
    change = card_change(tmp_path / "params", settings.scorecard, fit_card(leads(600, {}), CARD))
    before = change.path.read_text("utf-8")
    (tmp_path / "params" / "scorecard.tmp").mkdir()  # nothing can be written there
    with pytest.raises(OSError):
        change.accept()
    assert change.path.read_text("utf-8") == before


def test_a_card_that_is_given_in_part_becomes_the_whole_card(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, scorecard="grades: {A: 85}  # stricter")
    revision = fit_card(leads(6_000, {"authority": 2.0}), settings.scorecard)
    card_change(tmp_path / "params", settings.scorecard, revision).accept()
    card = load_settings(tmp_path / "params").scorecard
    assert card.dimensions["authority"].best > 80
    assert card.least_known == settings.scorecard.least_known
