"""Shares of a change: the ordered average over all orders, and cents that add up."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from itertools import combinations
from math import factorial, prod

CENT = Decimal("0.01")


def ordered_average(before: Sequence[float], after: Sequence[float]) -> list[float]:
    """Return what each factor of a product contributes to its change.

    The factors are changed one after the other, in every order that there is; the contribution of
    a factor is the mean over the orders. No order is preferred, and the contributions add up.

    Notes
    -----
    The value of L. S. Shapley (1953); for decompositions of a change J. X. Sun, Energy Economics 20
    (1998) 85-100, and B. W. Ang, Energy Policy 32 (2004) 1131-1139.

    Examples
    --------
    >>> ordered_average([10, 5], [8, 6])  # 50 became 48
    [-11.0, 9.0]
    """
    size = len(before)
    found = []
    for own in range(size):
        others = [place for place in range(size) if place != own]
        total = 0.0
        for count in range(size):
            weight = factorial(count) * factorial(size - 1 - count) / factorial(size)
            total += weight * sum(
                prod(after[place] if place in changed else before[place] for place in others)
                for changed in combinations(others, count)
            )
        found.append(total * (after[own] - before[own]))
    return found


def adding_up(values: Sequence[float], total: Decimal, unit: Decimal = CENT) -> list[Decimal]:
    """Return values rounded to a unit so that they add up to a total, by the largest remainder.

    What the values themselves are off by, which is their rounding as floats, goes to the largest.

    Parameters
    ----------
    total : a multiple of the unit.

    Examples
    --------
    >>> [str(each) for each in adding_up([1 / 3, 1 / 3, 1 / 3], Decimal("1.00"))]
    ['0.34', '0.33', '0.33']
    """
    if not values:
        return []
    exact = [Decimal(repr(float(value))) / unit for value in values]
    floors = [each.to_integral_value(ROUND_FLOOR) for each in exact]
    missing = int(total / unit - sum(floors))
    order = sorted(range(len(exact)), key=lambda place: (floors[place] - exact[place], place))
    if 0 <= missing <= len(order):
        for place in order[:missing]:
            floors[place] += 1
    else:
        largest = max(range(len(exact)), key=lambda place: abs(exact[place]))
        floors[largest] += missing
    return [each * unit for each in floors]
