"""Any value in any of the accepted spellings comes back as it was."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesnb.loaders.values.amounts import parse_amount, parse_number, parse_percent
from salesnb.loaders.values.budgets import budget_range
from salesnb.loaders.values.dates import (
    day_without_year,
    parse_moment,
    parse_month,
    parse_period_text,
)
from salesnb.loaders.values.failure import Failure
from salesnb.loaders.values.spelled import several_units, spelled_number, unfinished
from salesnb.loaders.values.words import parse_flag

DAYS = st.dates(date(1960, 1, 1), date(2099, 12, 31))
FORMS = [
    "{d:%Y-%m-%d}", "{d:%Y/%m/%d}", "{d.year}/{d.month}/{d.day}", "{d.year}.{d.month}.{d.day}",
    "{d.year}年{d.month}月{d.day}日", "{d.year} 年 {d.month} 月 {d.day} 号", "{d:%Y%m%d}",
    "{d.year} {d.month} {d.day}", "{d.day} {d:%b} {d.year}", "{d:%B} {d.day}, {d.year}",
    "{d:%Y-%m-%d} 00:00:00", "{d:%Y-%m-%d}T00:00:00", "{d.year}，{d.month}，{d.day}",
]  # fmt: skip
WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@pytest.mark.parametrize("form", FORMS)
@given(day=DAYS)
def test_a_day_comes_back_in_every_spelling(form: str, day: date) -> None:
    typed = form.format(d=day)
    assert parse_moment(typed) == datetime(day.year, day.month, day.day)
    assert parse_moment(typed.translate(WIDE)) == datetime(day.year, day.month, day.day)


@given(DAYS)
def test_a_serial_number_comes_back_in_both_epochs(day: date) -> None:
    for epoch, first in ((1900, date(1899, 12, 30)), (1904, date(1904, 1, 1))):
        serial = (day - first).days
        if serial >= 20_000:
            midnight = datetime(day.year, day.month, day.day)
            assert parse_moment(str(serial), epoch=epoch) == midnight
            assert parse_moment(f"{serial}.25", epoch=epoch) == midnight + timedelta(hours=6)


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.booleans())
def test_an_amount_comes_back_in_every_spelling(number: Decimal, negative: bool) -> None:
    sign, value = ("-", -number) if negative else ("", number)
    for text in (
        f"{number:f}",
        f"{number:,f}",
        f"￥{number:,f}",
        f"{number:,f}元",
        f"RMB {number:f}",
    ):
        assert parse_amount(sign + text) == value
        assert parse_amount((sign + text).translate(WIDE)) == value
    assert parse_amount(f"({number:,f})") == -number
    comma = f"{number:,f}".translate(str.maketrans(",.", ".,"))
    assert parse_amount(sign + comma, declared="decimal_comma") == value
    assert parse_amount(f"{sign}{number:,f}", declared="decimal_point") == value


@given(st.decimals(min_value=0, max_value=10**5, places=3))
def test_an_amount_with_a_unit_is_exact(number: Decimal) -> None:
    for unit, times in (("千", 10**3), ("k", 10**3), ("万", 10**4), ("w", 10**4), ("亿", 10**8)):
        assert parse_amount(f"{number}{unit}") == number * times
        assert parse_amount(f"{number:,}{unit}元") == number * times


@given(st.integers(1, 10**12 - 1))
def test_a_number_in_chinese_numerals_comes_back(number: int) -> None:
    for digits, tens in (("零一二三四五六七八九", "十百千"), ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")):
        assert spelled_number(_spelled(number, digits, tens)) == number


@given(
    st.text(max_size=20) | st.text("0123456789.,万千百亿元一二十点年月日/-:% e+()￥", max_size=16)
)
def test_no_text_raises(text: str) -> None:
    assert isinstance(parse_amount(text), Decimal | Failure)
    assert isinstance(parse_amount(text, declared="decimal_comma"), Decimal | Failure)
    assert isinstance(parse_amount(text, declared="decimal_point"), Decimal | Failure)
    assert isinstance(parse_number(text), float | Failure)
    assert isinstance(parse_percent(text, of_hundred=True), float | Failure)
    assert isinstance(budget_range(text), tuple | Failure)
    assert isinstance(parse_moment(text, epoch=1904), datetime | Failure)
    assert isinstance(parse_month(text), date | Failure)
    assert isinstance(parse_period_text(text), str | Failure)
    assert isinstance(parse_flag(text), bool | Failure)
    for read in (day_without_year, spelled_number, several_units, unfinished):
        read(text)


def _spelled(number: int, digits: str, tens: str) -> str:
    parts: list[str] = []
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        section = number // size % 10_000
        if section:
            gap = parts and section < 1000
            parts.append((digits[0] if gap else "") + _four(section, digits, tens) + unit)
    return "".join(parts)


def _four(number: int, digits: str, tens: str) -> str:
    said, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            said += (digits[0] if gap and said else "") + digits[digit] + ("", *tens)[power]
            gap = False
        else:
            gap = True
    return said
