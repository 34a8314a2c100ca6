"""The usual causes are looked for in the data, and not named where chance explains them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from salesnb.forecast.decomposition import decompose_gap
from salesnb.forecast.gap_causes import gap_causes
from salesnb.periods import parse_period
from tests.forecast.history import NOW, Month, leads
from tests.frames import CHINA, Records, scoped

BEFORE = [f"2025-{month:02d}" for month in (10, 11, 12)] + [
    f"2026-{month:02d}" for month in range(1, 10)
]


def follow_ups(month: str, count: int) -> list[dict[str, Any]]:
    return [
        {
            "follow_id": f"{month}-{n}",
            "customer_id": "C1",
            "user": "李娜",
            "follow_at": f"{month}-{n % 27 + 1:02d} 10:00",
        }
        for n in range(count)
    ]


def causes(folder: Path, tables: dict[str, Records]) -> dict[str, bool]:
    """Return which causes were looked at, and whether each is borne out."""
    with scoped(folder, tables) as store:
        october = parse_period(NOW)
        gap = decompose_gap(store, october, {})[""]
        frame = gap_causes(store, october, gap, CHINA)
    return dict(zip(frame["cause"] + frame["name"], frame["is_cause"], strict=True))


def worse() -> list[dict[str, Any]]:
    """Return a year of leads of which fewer are won in the end."""
    rows = [row for month in BEFORE for row in leads(month, Month())]
    return [*leads("2025-09", Month(won=0, lost=1)), *rows, *leads(NOW, Month(won=5, lost=15))]


@pytest.mark.parametrize(("now", "is_cause"), [(60, True), (195, False)])
def test_too_few_follow_ups_are_a_cause_only_if_there_were_too_few(
    tmp_path: Path, now: int, is_cause: bool
) -> None:
    rng = np.random.default_rng(7)
    rows = [row for month in BEFORE for row in follow_ups(month, 200 + int(rng.integers(-20, 20)))]
    found = causes(tmp_path, {"leads": worse(), "follow_ups": [*rows, *follow_ups(NOW, now)]})
    assert found["contacts"] is is_cause


def test_a_product_line_is_weak_by_its_share(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    rows = [
        {"order_id": f"{month}{line}", "customer_id": "C1", "order_date": f"{month}-20", "owner": "李娜", "amount": amount, "product_line": line}
        for month in [*BEFORE, NOW]
        for line, amount in (("泵", 1000 + int(rng.integers(-50, 50))), ("阀", 100 if month == NOW else 1000))
    ]  # fmt: skip
    early = {**rows[0], "order_id": "first", "order_date": "2025-09-30"}
    found = causes(tmp_path, {"orders": [early, *rows]})
    assert found["product_line阀"]
    assert not found["product_line泵"]


def test_with_few_months_before_nothing_is_said_of_causes(tmp_path: Path) -> None:
    rows = [row for month in BEFORE[-3:] for row in leads(month, Month())]
    assert causes(tmp_path, {"leads": [*rows, *leads(NOW, Month(won=1, lost=19))]}) == {}


def test_of_pure_noise_hardly_ever_anything_is_a_cause() -> None:
    from salesnb.forecast.gap_causes import _judged
    from salesnb.metrics.chance import holm

    rng, named = np.random.default_rng(11), 0
    for _ in range(2000):
        values = rng.gamma(4, 10, (5, 13))
        chances = np.sort([_judged(row, 1, False, True)[2] for row in values])
        named += bool((holm(chances) <= 0.05).any())
    assert named / 2000 <= 0.06
