"""The Wilson interval: published values, its edges, and its width."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesnb.metrics import wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 10, 0, 0.2775),
        (10, 10, 0.7225, 1),
        (1, 2, 0.0945, 0.9055),
        (81, 263, 0.2553, 0.3662),  # R. G. Newcombe, Statistics in Medicine 17 (1998) 861
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_values(successes: int, trials: int, low: float, high: float) -> None:
    found = wilson(pd.Series([successes]), pd.Series([trials])).iloc[0]
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=5e-5)


def test_without_trials_there_is_no_interval() -> None:
    assert wilson(pd.Series([0]), pd.Series([0])).isna().all(axis=None)


@given(st.integers(0, 500), st.integers(1, 500), st.integers(2, 20))
def test_a_share_lies_within_and_more_comparisons_widen(k: int, n: int, compared: int) -> None:
    k = min(k, n)
    one, many = (wilson(pd.Series([k]), pd.Series([n]), c).iloc[0] for c in (1, compared))
    ordered = [0, many["low"], one["low"], k / n, one["high"], many["high"], 1]
    assert all(a <= b + 1e-12 for a, b in pairwise(ordered))
