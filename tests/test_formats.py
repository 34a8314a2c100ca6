"""Numbers and periods read naturally in both languages, rounded half up."""

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from salesnb import formats

NOTHING = [None, float("nan"), pd.NA, pd.NaT, float("inf"), np.float64("nan"), Decimal("NaN")]


@pytest.mark.parametrize("value", NOTHING)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_missing_value_is_a_dash_everywhere(value: object, lang: str) -> None:
    shown = {
        formats.money(value, lang),
        formats.percent(value, lang),
        formats.points(value, lang),
        formats.count(value, lang),
        formats.days(value, lang),
        formats.change(value),
        formats.scaled(value, 1),
    }
    assert shown == {"–"}


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "0 元", "0"),
        (860, "860 元", "860"),
        (8_600, "8,600 元", "8.6k"),
        (86_400, "8.6 万", "86.4k"),
        (1_204_000, "120.4 万", "1.20M"),
        (120_000_000, "1.20 亿", "120.00M"),
        (1_200_000_000, "12.00 亿", "1.20B"),
        (-86_400, "−8.6 万", "−86.4k"),
        (-0.4, "0 元", "0"),
    ],
)
def test_money_is_shown_at_its_scale(value: float, zh: str, en: str) -> None:
    assert formats.money(value, "zh") == zh
    assert formats.money(value, "en") == en


@pytest.mark.parametrize(
    ("value", "zh"),
    [(9_999, "9,999 元"), (9_999.5, "1.0 万"), (99_999_999, "1.00 亿"), (10**8, "1.00 亿")],
)
def test_money_moves_up_a_scale_when_rounding_reaches_it(value: float, zh: str) -> None:
    assert formats.money(value, "zh") == zh


def test_halves_are_rounded_up_and_not_to_even() -> None:
    assert formats.percent(0.125, "en") == "13%"
    assert formats.percent(0.025, "en", 0) == "3%"
    assert formats.scaled(2.675, 1, 2) == "2.68"
    assert formats.scaled(Decimal("0.5"), 1, 0) == "1"


def test_money_takes_the_asked_number_of_decimals() -> None:
    assert formats.money(1_204_000, "zh", digits=0) == "120 万"
    assert formats.money(1_204_500, "zh", digits=2) == "120.45 万"


def test_points_carry_a_sign_and_zero_does_not() -> None:
    assert formats.points(0.03, "zh") == "+3.0 个百分点"
    assert formats.points(-0.1, "en") == "−10.0 pt"
    assert formats.points(0.0001, "en") == "0.0 pt"


def test_a_change_that_rounds_to_nothing_has_no_arrow() -> None:
    assert formats.change(0.004) == "±0%"
    assert formats.change(-0.25) == "▼25%"
    assert formats.change(0.102, 1) == "▲10.2%"


def test_one_day_is_singular_and_whole_days_have_no_decimals() -> None:
    assert formats.days(1, "en") == "1 day"
    assert formats.days(1.04, "en") == "1 day"
    assert formats.days(7.0, "zh") == "7 天"
    assert formats.days(3.25, "zh") == "3.3 天"


def test_numpy_and_decimal_numbers_are_numbers() -> None:
    assert formats.count(np.int64(1200), "zh") == "1,200"
    assert formats.money(np.float64(35_000.0), "zh") == "3.5 万"
    assert formats.money(Decimal("350000.00"), "en") == "350.0k"


def test_a_text_that_is_no_period_is_its_own_title() -> None:
    assert formats.period_title("近3个月", "zh") == "近3个月"
    assert formats.period_tick("近3个月", "zh") == ("近3个月", "")


def test_a_date_names_its_weekday() -> None:
    assert formats.date_title(date(2026, 11, 1), "zh") == "2026年11月1日（周日）"
    assert formats.date_title(pd.Timestamp("2026-11-01"), "en") == "Sunday, 1 November 2026"
    assert formats.date_title(pd.NaT, "en") == "–"
