"""Columns known only afterwards are named, not used, and kept only if params say so."""

import numpy as np
import pandas as pd
import pytest

from salesnb.labels import LANGUAGES
from salesnb.learned import learn
from salesnb.learned.words import leak_said
from tests.learned.made_up import DESIGN, RULES, TODAY, leads, learnable


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return learnable(leads(2500, seed=11))


def found(frame: pd.DataFrame, **rules: object) -> dict[str, str]:
    learned = learn(frame, DESIGN, RULES.model_copy(update=rules), TODAY)
    assert learned.model is not None
    for leak in learned.leaks:
        assert (leak.column in learned.model.columns) == (
            leak.column in RULES.keep + tuple(rules.get("keep", ()))
        )  # type: ignore[call-overload]
        told = leak_said({**vars(leak), "is_kept": False})
        assert all(leak.column in told[lang] for lang in LANGUAGES)
    return {leak.column: leak.kind for leak in learned.leaks}


def test_honest_columns_are_no_leaks(frame: pd.DataFrame) -> None:
    assert found(frame) == {}


def test_a_column_that_foretells_the_outcome_is_one(frame: pd.DataFrame) -> None:
    noise = np.random.default_rng(0).normal(0, 0.2, len(frame))
    assert found(frame.assign(signed=frame["won"] + noise)) == {"signed": "perfect"}


def test_a_column_filled_for_the_won_alone_is_one_and_for_the_lost_too(frame: pd.DataFrame) -> None:
    some = np.random.default_rng(0).random(len(frame)) < 0.4
    contract = pd.Series(np.where(frame["won"] & some, "signed", None), dtype=object)
    why = pd.Series(np.where(~frame["won"] & some, "price", None), dtype=object)
    assert found(frame.assign(contract=contract, why=why)) == {
        "contract": "filled",
        "why": "filled",
    }


def test_a_value_that_only_won_leads_have_is_one(frame: pd.DataFrame) -> None:
    some = np.random.default_rng(0).random(len(frame)) < 0.3
    state = np.where(frame["won"] & some, "contract sent", "in talks")
    assert found(frame.assign(state=state)) == {"state": "value"}


def test_a_column_that_is_filled_only_at_the_end_is_one(frame: pd.DataFrame) -> None:
    closing = frame.assign(survey=np.random.default_rng(0).choice(["good", "bad"], len(frame)))
    still_open = closing.head(100).assign(survey=None)
    learned = learn(closing, DESIGN, RULES, TODAY, still_open)
    assert [(leak.column, leak.kind) for leak in learned.leaks] == [("survey", "closing")]


def test_one_column_that_beats_all_others_together_is_one_unless_it_is_to_be_kept(
    frame: pd.DataFrame,
) -> None:
    minutes = frame["won"] * 1.6 + np.random.default_rng(0).normal(0, 1, len(frame))
    assert found(frame.assign(minutes=minutes)) == {"minutes": "dominant"}
    assert found(frame.assign(minutes=minutes), keep=("minutes",)) == {"minutes": "dominant"}
