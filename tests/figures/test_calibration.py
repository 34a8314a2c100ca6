"""Calibration: predictions beside what happened, those that were off are named."""

import pandas as pd

from salesnb.figures import draw_calibration
from tests.figures.reading import amount_of_ink, paint_of, words_in


def bins() -> pd.DataFrame:
    rows = [
        (0.10, 0.12, 0.07, 0.18, 120),  # the interval holds the prediction
        (0.30, 0.15, 0.09, 0.24, 80),  # fewer came true
        (0.60, 0.82, 0.66, 0.91, 40),  # more came true
        (0.90, None, None, None, 0),
    ]
    return pd.DataFrame(rows, columns=["predicted", "observed", "low", "high", "n"])


def test_bins_whose_interval_misses_the_prediction_are_named() -> None:
    chart = draw_calibration(bins(), "zh")
    words = words_in(chart.svg)
    assert words.count("▼ 低于预测") == 1 and words.count("▲ 高于预测") == 1
    assert paint_of(chart.svg, "82%") == "warn" and paint_of(chart.svg, "12%") == "ink"
    assert "3 档中有 1 档的区间包含预测值" in chart.alt


def test_a_bin_without_cases_is_no_dot_at_zero() -> None:
    chart = draw_calibration(bins(), "en")
    assert "90%" not in words_in(chart.svg)
    assert len(chart.rows) == 3
    assert "predicted 10%, observed 12% (n = 120)" in chart.alt


def test_the_cases_stand_over_the_histogram() -> None:
    words = words_in(draw_calibration(bins(), "en").narrow_svg)
    assert {"120", "80", "40", "Cases per predicted probability"} <= set(words)


def test_rare_events_get_an_axis_that_ends_early() -> None:
    rare = bins().iloc[:1]
    words = words_in(draw_calibration(rare, "en").narrow_svg)
    assert "20%" in words and "100%" not in words


def test_without_an_interval_nothing_is_called_wrong() -> None:
    bare = bins().assign(low=None, high=None)
    svg = draw_calibration(bare, "en").svg
    assert amount_of_ink(svg, "warn") == 0 and not any(
        "predicted" in w for w in words_in(svg)[-12:]
    )


def test_certain_and_impossible_both_find_their_place() -> None:
    rows = [(0, 0, 0, 0.1, 30), (1, 1, 0.9, 1, 30)]
    frame = pd.DataFrame(rows, columns=["predicted", "observed", "low", "high", "n"])
    assert {"0%", "100%"} <= set(words_in(draw_calibration(frame, "en").svg))


def test_of_crowded_bins_of_one_size_only_one_is_counted_over_the_histogram() -> None:
    crowded = pd.DataFrame(
        {
            "predicted": [0.20, 0.21, 0.22, 0.9],
            "observed": [0.2, 0.2, 0.2, 0.9],
            "low": 0.1,
            "high": 0.95,
            "n": 304,
        }
    )
    words = words_in(draw_calibration(crowded, "en").svg)
    assert words.count("304") == len(crowded) + 1  # each in the table, one over the histogram
