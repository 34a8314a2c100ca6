"""Cuts in time: what is learned from was known before what is tested began."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from salesnb.learned.validation import Cases, time_cuts


@st.composite
def some_cases(draw: st.DrawFn) -> Cases:
    size = draw(st.integers(60, 200))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    subject = rng.integers(0, size // 2, size)
    # All rows of a lead begin with it.
    began = pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 400, size), unit="D")
    started = pd.Series(began[subject])
    known = started + pd.to_timedelta(draw(st.integers(0, 90)), unit="D")
    won = (rng.random(size) < 0.5).astype(float)
    return Cases(pd.DataFrame({"x": rng.normal(size=size)}), won, started, known, subject)


@given(some_cases(), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_nothing_is_learned_that_was_not_known_when_the_test_began(
    cases: Cases, count: int
) -> None:
    for cut in time_cuts(cases, count):
        assert (cases.known_at.iloc[cut.train] <= cut.day).all()
        assert (cases.started_at.iloc[cut.test] >= cut.day).all()
        assert not set(cases.subject[cut.train]) & set(cases.subject[cut.test])


@given(some_cases(), st.integers(2, 4))
@settings(max_examples=60, deadline=None)
def test_a_row_is_tested_at_most_once(cases: Cases, count: int) -> None:
    tested = np.concatenate([[], *(cut.test for cut in time_cuts(cases, count))])
    assert len(tested) == len(set(tested))


def test_young_leads_whose_outcome_is_still_open_at_the_cut_are_not_learned_from() -> None:
    days = pd.Series(pd.date_range("2025-01-01", periods=300))
    cases = Cases(
        pd.DataFrame({"x": range(300)}),
        np.tile([1.0, 0.0], 150),
        days,
        days + pd.Timedelta(days=60),
        np.arange(300),
    )
    (cut,) = time_cuts(cases, 1)
    assert cut.day == pd.Timestamp("2025-05-31")
    assert len(cut.train) == 91 and len(cut.test) == 150  # not 150 and 150
