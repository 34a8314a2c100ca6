"""The model: contributions add up, what is unseen is no evidence, JSON gives the same chances."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesnb.learned import LeadModel
from salesnb.learned.calibration import Calibration, fit_calibration
from salesnb.learned.features import fit_encoder
from salesnb.learned.model import fit_model, sigmoid
from tests.learned.made_up import leads

COLUMNS = ("source", "people", "colour", "noise")
WORDS = st.one_of(st.none(), st.text(max_size=5), st.sampled_from(["fair", "web", "phone"]))
NUMBERS = st.one_of(st.none(), st.floats(width=32), st.integers(-(10**6), 10**6))


@pytest.fixture(scope="module")
def model() -> LeadModel:
    frame = leads(1500, seed=1)
    frame["people"] = frame["people"].mask(np.arange(len(frame)) % 9 == 0)
    fitted = fit_model(frame, frame["won"].to_numpy(dtype=float), COLUMNS)
    told = {**fitted.to_json(), "calibration": {"shift": 0.2, "low": 1.1, "high": 0.7}}
    return LeadModel.from_json(told)


@given(st.lists(st.tuples(WORDS, NUMBERS, WORDS, NUMBERS), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_contributions_of_any_values_add_up_and_chances_are_chances(
    model: LeadModel, rows: list[tuple[object, ...]]
) -> None:
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    logit = model.logit(frame)
    assert np.allclose(logit, model.base + model.contributions(frame).sum(axis=1))
    chances = model.predict(frame)
    assert ((chances > 0) & (chances < 1)).all()
    assert np.allclose(chances, sigmoid(model.calibration(logit)))
    mean_case = model.calibration(np.array([model.base]))[0]
    assert np.allclose(
        mean_case + model.moved(frame).sum(axis=1), model.calibration(logit), atol=1e-5
    )
    order = np.argsort(logit, kind="stable")
    assert (np.diff(chances[order]) >= -1e-12).all()


@given(st.lists(st.tuples(WORDS, NUMBERS, WORDS, NUMBERS), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_a_model_written_as_json_and_read_again_gives_the_same_chances(
    model: LeadModel, rows: list[tuple[object, ...]]
) -> None:
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    again = LeadModel.from_json(json.loads(json.dumps(model.to_json())))
    assert np.array_equal(again.predict(frame), model.predict(frame))


def test_a_model_of_another_format_is_refused(model: LeadModel) -> None:
    with pytest.raises(ValueError, match="format 7"):
        LeadModel.from_json({**model.to_json(), "format": 7})


def test_an_unseen_word_and_a_column_that_is_gone_move_nothing(model: LeadModel) -> None:
    frame = pd.DataFrame(
        {"source": ["moon", "fair"], "colour": ["red", "red"], "noise": [0.0, 0.0]}
    )
    moved = model.contributions(frame)
    assert moved["source"].tolist()[0] == 0 and moved["source"].tolist()[1] > 0.3
    assert moved["people"].tolist() == [0, 0]


def test_missing_is_evidence_only_where_training_had_it(model: LeadModel) -> None:
    frame = pd.DataFrame({"people": [np.nan], "noise": [np.nan]})
    moved = model.contributions(frame)
    assert moved["people"].item() != 0 and moved["noise"].item() == 0


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (["a"] * 50, "constant"),
        ([None] * 50, "constant"),
        ([f"note {n}" for n in range(50)], "free_text"),
        (pd.date_range("2026-01-01", periods=50), "date"),
    ],
)
def test_a_column_that_cannot_be_used_says_why(values: list[object], reason: str) -> None:
    assert fit_encoder(pd.Series(values, name="x")) == reason


def test_rare_words_are_taken_together_and_chinese_amounts_are_numbers() -> None:
    words = fit_encoder(pd.Series(["a"] * 60 + ["b"] * 30 + [f"r{n}" for n in range(12)], name="x"))
    assert not isinstance(words, str) and len(words.rare) == 12
    from decimal import Decimal

    amounts = fit_encoder(pd.Series([Decimal(n) for n in range(50)], name="x", dtype=object))
    assert type(amounts).__name__ == "Numbers"


def test_calibration_takes_back_what_is_too_sure() -> None:
    rng = np.random.default_rng(0)
    true = rng.normal(-1, 1, 20_000)
    won = (rng.random(20_000) < 1 / (1 + np.exp(-true))).astype(float)
    fitted = fit_calibration(2 * true + 1, won)
    assert np.abs(sigmoid(fitted(2 * true + 1)) - sigmoid(true)).max() < 0.05
    assert fitted.low > 0 and fitted.high > 0


def test_calibration_never_turns_the_order_round() -> None:
    logit = np.linspace(-3, 3, 400)
    won = (np.arange(400) < 200).astype(float)  # the lower, the more often
    fitted = fit_calibration(logit, won)
    assert (np.diff(fitted(logit)) > 0).all()
    assert Calibration()(logit) == pytest.approx(logit)
