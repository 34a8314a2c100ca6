"""Suggestions where the parser gives none."""

from datetime import date

import pytest

from salesnb.loaders.values.amounts import parse_amount
from salesnb.loaders.values.mending import mended, past_reading, readings_of


@pytest.mark.parametrize(
    ("rule", "value", "meant"),
    [
        ("not_amount", "5O,OOO", "50,000"),
        ("not_amount", "l2万", "12万"),
        ("not_amount", "50000（含税）", "50000"),
        ("not_amount", "约5万左右", "5万"),
        ("not_amount", "面议", ""),
        ("not_amount", "oil", ""),
        ("range_for_amount", "50-80万", "50万 / 80万"),
        ("range_for_amount", "3万至5万", "3万 / 5万"),
        ("range_for_amount", "80-50", ""),
        ("negative", "-1,200.50", "1,200.50"),
        ("negative", "（300）", "300"),
        ("not_flag", "是的", "是"),
        ("not_flag", "没有", "否"),
        ("not_flag", "也许", ""),
        ("not_date", "2026-13-05", "2026-05-13"),
        ("not_date", "2O26-03-05", "2026-03-05"),
        ("not_date", "下周", ""),
        ("month_for_date", "2024年2月", "2024-02-01 / 2024-02-29"),
        ("required", "", ""),
    ],
)
def test_a_suggestion_is_what_a_person_would_write(rule: str, value: str, meant: str) -> None:
    assert mended(rule, value) == meant


def test_both_ends_of_a_range_can_be_read() -> None:
    ends = readings_of("range_for_amount", mended("range_for_amount", "50-80万"))
    assert [parse_amount(end) for end in ends] == [500_000, 800_000]


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        (date(2062, 3, 5), "2026-03-05"),
        (date(2206, 3, 5), "2026-03-05"),
        (date(2027, 3, 5), ""),
        (date(2062, 12, 5), ""),
    ],
)
def test_a_future_year_with_two_digits_exchanged_is_seen(day: date, meant: str) -> None:
    assert past_reading(day, date(2026, 10, 31)) == meant
