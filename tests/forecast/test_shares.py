"""The ordered average of a product's change, and cents that add up."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesnb.forecast.shares import adding_up, ordered_average

factor = st.floats(-50, 50)


def by_hand(before: list[float], after: list[float]) -> list[float]:
    """Change the factors in every order, one after the other."""
    totals = [0.0] * len(before)
    orders = list(permutations(range(len(before))))
    for order in orders:
        now = list(before)
        for place in order:
            old = product(now)
            now[place] = after[place]
            totals[place] += product(now) - old
    return [total / len(orders) for total in totals]


def product(values: list[float]) -> float:
    result = 1.0
    for value in values:
        result *= value
    return result


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(factor, factor), min_size=1, max_size=4))
def test_it_is_the_mean_over_all_orders_and_adds_up(pairs: list[tuple[float, float]]) -> None:
    before, after = [one for one, _ in pairs], [other for _, other in pairs]
    shares = ordered_average(before, after)
    scale = max(1.0, *(abs(share) for share in shares))
    assert shares == pytest.approx(by_hand(before, after), abs=1e-9 * scale)
    assert sum(shares) == pytest.approx(product(after) - product(before), abs=1e-9 * scale * 10)


def test_one_order_alone_would_blame_whatever_comes_first() -> None:
    # 10 deals of 100 become 5 of 50: in one order -500 and -250, in the other -250 and -500.
    assert ordered_average([10, 100], [5, 50]) == [-375, -375]


def test_a_factor_that_did_not_change_has_no_share() -> None:
    assert ordered_average([10, 3, 7], [10, 5, 7]) == [0, 140, 0]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=9))
def test_rounded_parts_add_up_and_are_off_by_less_than_a_unit(values: list[float]) -> None:
    total = sum(Decimal(repr(value)) for value in values).quantize(Decimal("0.01"))
    parts = adding_up(values, total)
    assert sum(parts) == total
    assert all(
        abs(part - Decimal(repr(value))) <= Decimal("0.02")
        for part, value in zip(parts, values, strict=True)
    )


def test_no_parts_are_no_parts() -> None:
    assert adding_up([], Decimal(0)) == []
