"""Amounts as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesnb.loaders.values.amounts import parse_amount, parse_number, parse_percent
from salesnb.loaders.values.failure import Failure

READ = {
    "50000": "50000",
    "50,000": "50000",
    "1,234,567.89": "1234567.89",
    "￥50,000": "50000",
    "¥ 50,000": "50000",
    "50000元": "50000",
    "RMB 50,000": "50000",
    "5万": "50000",
    "5万元": "50000",
    "0.5 万": "5000",
    "1.2亿": "120000000",
    "３．５ｋ": "3500",
    "１２，０００": "12000",
    "2w": "20000",
    "1.5M": "1500000",
    "12 500": "12500",
    "-300": "-300",
    "(300)": "-300",
    "￥-300": "-300",
    "0": "0",
    "0.1": "0.1",
    "1052.75": "1052.75",
    "0.30000000000000004": "0.3",
    "99999999999999": "99999999999999",
}
REFUSED = {
    "面议": "not_amount",
    "1052,75": "ambiguous_amount",
    "11,50万": "ambiguous_amount",
    "1,23,456": "not_amount",
    "1.234,56": "not_amount",
    "50-80万": "range_for_amount",
    "约5万": "not_amount",
    "$500": "other_currency",
    "500 USD": "other_currency",
    "100000000000000": "too_large",
    "2024/3/5": "not_amount",
    "5万5": "not_amount",
    "": "not_amount",
    "元": "not_amount",
    "1e5": "not_amount",
}


@pytest.mark.parametrize(("typed", "meant"), READ.items())
def test_an_amount_is_read_exactly(typed: str, meant: str) -> None:
    assert parse_amount(typed) == Decimal(meant)


@pytest.mark.parametrize(("typed", "rule"), REFUSED.items())
def test_a_text_that_is_no_clear_amount_is_refused(typed: str, rule: str) -> None:
    found = parse_amount(typed)
    assert isinstance(found, Failure)
    assert found.rule == rule


@pytest.mark.parametrize(
    ("typed", "both"),
    [("1052,75", "1052.75 / 105275"), ("11,50万", "11.50万 / 1150万")],
)
def test_a_doubtful_comma_offers_both_readings(typed: str, both: str) -> None:
    found = parse_amount(typed)
    assert isinstance(found, Failure)
    assert found.suggestion == both


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [("约5万", "5万"), ("5万左右", "5万"), ("1.234,56", "1234.56"), ("1e5", "100000")],
)
def test_what_was_probably_meant_is_suggested(typed: str, suggested: str) -> None:
    found = parse_amount(typed)
    assert isinstance(found, Failure)
    assert found.suggestion == suggested


def test_the_unit_in_the_cell_wins_over_the_unit_in_the_header() -> None:
    ten_thousand = Decimal(10_000)
    assert parse_amount("65", factor=ten_thousand) == 650_000
    assert parse_amount("65万", factor=ten_thousand) == 650_000
    assert parse_amount("650000元", factor=ten_thousand) == 650_000


def test_the_currency_of_the_workspace_is_accepted_and_no_other() -> None:
    assert parse_amount("$500", currency="USD") == 500
    assert parse_amount("¥500", currency="JPY") == 500
    assert isinstance(parse_amount("500元", currency="USD"), Decimal)
    assert isinstance(parse_amount("¥500", currency="USD"), Failure)


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=4))
def test_a_plain_decimal_comes_back_as_it_is(number: Decimal) -> None:
    assert parse_amount(f"{number:f}") == number
    assert parse_amount(f"{number:,f}") == number


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_a_failure(text: str) -> None:
    assert isinstance(parse_amount(text), Decimal | Failure)
    assert isinstance(parse_number(text), float | Failure)
    assert isinstance(parse_percent(text, of_hundred=False), float | Failure)


@pytest.mark.parametrize(
    ("typed", "of_hundred", "share"),
    [
        ("60%", False, 0.6),
        ("60％", True, 0.6),
        ("0.6", False, 0.6),
        ("60", False, 0.6),
        ("60", True, 0.6),
        ("1", True, 0.01),
        ("1", False, 1.0),
        ("0", True, 0.0),
        ("100", True, 1.0),
        ("33.3%", False, 0.333),
    ],
)
def test_a_share_is_read_by_its_mark_and_its_header(
    typed: str, of_hundred: bool, share: float
) -> None:
    assert parse_percent(typed, of_hundred=of_hundred) == pytest.approx(share)


@pytest.mark.parametrize("typed", ["-5%", "150%", "高", "60%左右"])
def test_a_text_that_is_no_share_is_refused(typed: str) -> None:
    assert isinstance(parse_percent(typed, of_hundred=True), Failure)


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("1,200", 1200), ("3台", 3), ("-2", -2)])
def test_a_number_may_carry_a_counter(typed: str, number: int) -> None:
    assert parse_number(typed) == number
