"""Learning: a planted signal is found, noise is refused, and no data are an error."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from salesnb.labels import LANGUAGES
from salesnb.learned import Learned, learn
from tests.learned.made_up import DESIGN, RULES, TODAY, leads, learnable


def verdict(frame: pd.DataFrame, as_of: date = TODAY) -> Learned:
    return learn(frame, DESIGN, RULES, as_of)


def test_a_planted_signal_is_found_and_its_chances_are_calibrated() -> None:
    known, coming = leads(4000, seed=1), leads(4000, seed=2)
    learned = verdict(learnable(known))
    assert learned.verdict.kind == "usable" and learned.model and learned.validation
    predicted = learned.model.predict(coming)
    assert np.corrcoef(predicted, coming["chance"])[0, 1] > 0.96
    assert np.abs(predicted - coming["chance"]).mean() < 0.04
    figures, baselines = learned.validation.figures, learned.validation.baselines
    assert figures.low > 0.6 and figures.calibration_error <= 0.03
    assert figures.log_loss < baselines["base_rate"].log_loss
    assert baselines["base_rate"].auc == 0.5 and "card" not in baselines
    assert learned.validation.deciles["lift"].iloc[0] > 1.5
    assert learned.validation.deciles["found"].iloc[-1] == pytest.approx(1)


def test_of_noise_it_says_no_usable_signal_at_about_the_right_rate() -> None:
    # One side of a 95 % interval: by chance one in forty looks like a signal.
    kinds = [verdict(learnable(leads(400, seed, strength=0))).verdict.kind for seed in range(30)]
    assert set(kinds) <= {"no_signal", "usable"}
    assert kinds.count("usable") <= 3


def test_without_signal_there_is_no_model_that_could_rank() -> None:
    learned = verdict(learnable(leads(600, seed=3, strength=0)))
    assert learned.verdict.kind == "no_signal"
    assert learned.model is None and learned.validation is not None
    assert "0.5" in learned.verdict.said and "没有可用的信号" in learned.verdict.said.zh


def outcomes_equal(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(won=True)


def three_lost(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(won=np.arange(len(frame)) >= 3)


def few(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.head(150)


def none_at_all(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.head(0)


def constant_columns(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(source="web", people=5, colour=None, noise=1.0)


def no_days(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(created_at="soon")


def outcome_unreadable(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(won="perhaps")


def one_day(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(created_at=pd.Timestamp("2026-01-05"))


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (outcomes_equal, "one_class"),
        (three_lost, "little_history"),
        (few, "little_history"),
        (none_at_all, "little_history"),
        (constant_columns, "no_columns"),
        (no_days, "little_history"),
        (outcome_unreadable, "little_history"),
        (one_day, "no_tests"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_bad_data_are_a_sentence_and_no_score(spoil, kind: str) -> None:
    learned = verdict(spoil(learnable(leads(600, seed=4))))
    assert learned.verdict.kind == kind and learned.model is None
    assert all(learned.verdict.said.text(lang) for lang in LANGUAGES)
    assert learned.card()["verdict"]["kind"] == kind


def test_what_is_left_out_is_counted_and_said() -> None:
    frame = learnable(leads(800, seed=5))
    frame["created_at"] = frame["created_at"].astype(object)
    frame.loc[:4, "created_at"] = pd.Timestamp("2031-01-01")
    frame.loc[5:7, "created_at"] = None
    frame["won"] = frame["won"].astype(object)
    frame.loc[8:9, "won"] = None
    frame = pd.concat([frame, frame.iloc[20:31]])
    learned = verdict(frame)
    assert len(learned.cases) == 790
    assert [str(note).split(" ")[0] for note in learned.notes] == ["2", "3", "5", "11"]


def test_forty_per_cent_missing_and_unseen_words_give_scores() -> None:
    frame, rng = learnable(leads(3000, seed=6)), np.random.default_rng(0)
    for column in ("source", "people", "colour", "noise"):
        frame[column] = frame[column].astype(object).mask(rng.random(len(frame)) < 0.4)
    learned = verdict(frame)
    assert learned.verdict.kind == "usable" and learned.model
    strange = pd.DataFrame({"source": ["moon", None], "people": [np.inf, -1e12]})
    chances = learned.model.predict(strange)
    assert ((chances > 0) & (chances < 1)).all()
    assert learned.model.contributions(strange)["source"].iloc[0] == 0


def test_an_outcome_that_becomes_known_after_the_day_is_not_learned_from() -> None:
    frame = learnable(leads(1200, seed=7))
    early = verdict(frame, date(2026, 3, 31)).card()
    told = frame.assign(won=frame["won"] ^ (frame["created_at"] > "2026-04-01"))
    assert verdict(told, date(2026, 3, 31)).card() == early
    assert early["until"] <= "2026-03-31"


def test_the_order_of_rows_changes_nothing() -> None:
    frame = learnable(leads(800, seed=8))
    one, other = verdict(frame), verdict(frame.sample(frac=1, random_state=0))
    assert one.model and other.model
    assert np.allclose(one.model.predict(frame), other.model.predict(frame))


def test_an_excluded_column_is_not_used_and_said_so() -> None:
    rules = RULES.model_copy(update={"exclude": ("people",)})
    learned = learn(learnable(leads(2000, seed=9)), DESIGN, rules, TODAY)
    assert learned.model and "people" not in learned.model.columns
    assert learned.left_out == {"people": "excluded"}
