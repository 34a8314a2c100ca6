"""Forecasts of many series at once: level, trend, season, short ones, and the M3 competition."""

from pathlib import Path

import numpy as np
import pytest

from salesnb.projected import forecast_series

SHARED = Path(__file__).parents[3] / "shared" / "data"


def test_a_level_stays_and_a_line_goes_on() -> None:
    level, line = [100.0] * 30, [100.0 + 4 * n for n in range(30)]
    forecast = forecast_series(np.array([level, line]), 3)
    assert forecast[0] == pytest.approx([100.0] * 3)
    # A trend is followed half-way by Theta and damped by the other, so that it falls short a bit.
    assert 218 < forecast[1, 0] <= 220 and 221 < forecast[1, 2] <= 228


def test_a_season_of_four_years_comes_again() -> None:
    months = np.arange(48)
    values = 100 * (1 + 0.4 * np.sin(2 * np.pi * months / 12))
    forecast = forecast_series(values[None, :], 12)[0]
    assert forecast == pytest.approx(values[:12], rel=0.05)


def test_series_of_different_lengths_are_forecast_as_if_each_were_alone() -> None:
    rng = np.random.default_rng(7)
    short, long = rng.gamma(5, 20, 9), rng.gamma(5, 20, 40)
    padded = np.full((2, 40), np.nan)
    padded[0, 31:], padded[1] = short, long
    both = forecast_series(padded, 4)
    assert both[1] == pytest.approx(forecast_series(long[None, :], 4)[0])
    assert both[0] == pytest.approx(forecast_series(short[None, :], 4)[0])


def test_nothing_known_is_nothing_forecast_and_a_falling_series_does_not_go_below_nothing() -> None:
    nothing, falling = [np.nan] * 6, [50.0, 40, 30, 20, 10, 0]
    forecast = forecast_series(np.array([nothing, falling]), 4)
    assert forecast[0].tolist() == [0, 0, 0, 0]
    assert (forecast[1] >= 0).all() and forecast[1, -1] < 10


def test_a_series_with_returns_may_go_below_nothing() -> None:
    assert forecast_series(np.array([[10.0, -20, -50, -80, -110, -140]]), 1)[0, 0] < -100


def test_the_monthly_series_of_the_m3_competition_are_forecast_as_well_as_by_theta() -> None:
    book = SHARED / "m3" / "M3C.xls"
    if not book.exists():
        pytest.skip("shared data are not there")
    import fastexcel

    frame = fastexcel.read_excel(str(book)).load_sheet("M3Month").to_pandas()
    lengths = frame.iloc[:, 1].astype(int).to_numpy()
    values = frame.iloc[:, 6:].to_numpy(dtype=float)
    width = lengths.max() - 18
    known, coming = np.full((len(frame), width), np.nan), np.zeros((len(frame), 18))
    for row, length in enumerate(lengths):
        known[row, width - (length - 18) :] = values[row, : length - 18]
        coming[row] = values[row, length - 18 : length]
    forecast = forecast_series(known, 18)
    smape = (200 * np.abs(forecast - coming) / (np.abs(forecast) + np.abs(coming))).mean()
    assert smape <= 13.9  # Theta's entry to the competition had 13.9
