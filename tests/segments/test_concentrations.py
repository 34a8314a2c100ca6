"""Concentrations are more than expected, not just large cells; the profile allows for chance."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from salesnb.segments import level_concentrations, won_profile
from tests.frames import scoped
from tests.segments.customers import customer

AS_OF = date(2026, 10, 31)


def market(cells: dict[tuple[str | None, str | None], tuple[int, int]]) -> dict[str, Any]:
    """Return customers: {(industry, region): (key ones, ordinary ones)}; each bought once."""
    customers: list[dict[str, Any]] = []
    for (industry, region), counts in cells.items():
        for level, count in zip(("key", "ordinary"), counts, strict=True):
            customers += [
                customer(f"C{len(customers) + n}", industry=industry, region=region, level=level)
                for n in range(count)
            ]
    orders = [
        {
            "order_id": f"O-{row['customer_id']}",
            "customer_id": row["customer_id"],
            "order_date": "2026-06-01",
            "amount": 1_000,
            "owner": "Ann",
        }
        for row in customers
    ]
    return {"customers": customers, "orders": orders}


def test_a_small_cell_with_many_key_customers_is_marked_and_a_large_one_as_usual_is_not(
    tmp_path: Path,
) -> None:
    tables = market(
        {
            ("Food", "North"): (20, 180),  # large, and as everywhere
            ("Food", "South"): (10, 90),
            ("Steel", "North"): (10, 90),
            ("Steel", "South"): (12, 4),  # small, and most of it key
        }
    )
    with scoped(tmp_path, tables, as_of=AS_OF) as store:
        found = level_concentrations(store)
    marked = found[found["is_concentration"]]
    assert marked[["industry", "region", "level", "customers", "of"]].values.tolist() == [
        ["Steel", "South", "key", 12, 16]
    ]
    # 52 of 416 customers are key, so of 16 customers 2 would be.
    assert marked["expected"].item() == pytest.approx(2)
    assert marked["ratio"].item() == pytest.approx(6)


def test_one_customer_with_half_of_all_sales_is_no_concentration(tmp_path: Path) -> None:
    tables = market({("Food", "North"): (1, 20), ("Steel", "South"): (5, 20)})
    tables["orders"][0]["amount"] = 45_000
    with scoped(tmp_path, tables, as_of=AS_OF) as store:
        assert not level_concentrations(store)["is_concentration"].any()


def test_a_missing_industry_or_region_is_counted_and_never_marked(tmp_path: Path) -> None:
    tables = market(
        {(None, "North"): (20, 0), ("Food", None): (20, 0), ("Food", "North"): (2, 198)}
    )
    with scoped(tmp_path, tables, as_of=AS_OF) as store:
        found = level_concentrations(store)
    assert found["customers"].sum() == 240
    unknown = found["industry"].isna() | found["region"].isna()
    assert found[unknown]["customers"].sum() == 40
    assert not found[unknown]["is_concentration"].any()


def test_chance_alone_marks_nothing_in_nineteen_of_twenty_markets(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    marked = 0
    for n in range(12):
        names = [(f"I{i}", f"R{r}") for i in range(4) for r in range(3)]
        cells = {name: tuple(rng.binomial([30, 300], 0.2)) for name in names}
        with scoped(tmp_path / str(n), market(cells), as_of=AS_OF) as store:
            marked += level_concentrations(store)["is_concentration"].any()
    assert marked <= 2


def test_no_customers_are_no_concentrations(tmp_path: Path) -> None:
    with scoped(tmp_path, {"customers": [customer("A")]}, as_of=AS_OF) as store:
        assert level_concentrations(store).empty


def buyers(counts: dict[str, tuple[int, int]]) -> dict[str, Any]:
    """Return customers by industry: {industry: (bought, did not)}."""
    customers = [
        customer(f"{industry}-{n}", industry=industry, status="customer" if n < won else "prospect")
        for industry, (won, lost) in counts.items()
        for n in range(won + lost)
    ]
    return {"customers": customers}


def test_what_is_found_more_often_among_buyers_is_named(tmp_path: Path) -> None:
    tables = buyers({"Food": (45, 15), "Steel": (20, 80), "Paper": (20, 60), "Rare": (3, 0)})
    with scoped(tmp_path, tables, as_of=AS_OF) as store:
        profile = won_profile(store, 10).set_index("name")
    assert profile["is_over"].to_dict() == {
        "Food": True,
        "Paper": False,
        "Steel": False,
        "Rare": False,  # three of three, and too few to judge
    }
    food = profile.loc["Food"]
    assert food["win_share"] == 0.75
    assert food["others_share"] == pytest.approx(43 / 183)
    assert food["low"] < 0.75 < food["high"]
    assert profile.loc["Steel", "is_under"]
    assert profile.loc["Rare", "small"]


def test_industries_that_buy_alike_are_no_profile(tmp_path: Path) -> None:
    tables = buyers({"Food": (30, 60), "Steel": (33, 57), "Paper": (28, 62)})
    with scoped(tmp_path, tables, as_of=AS_OF) as store:
        profile = won_profile(store, 10)
    assert not (profile["is_over"] | profile["is_under"]).any()


def test_a_workspace_in_which_nobody_bought_has_no_profile(tmp_path: Path) -> None:
    with scoped(tmp_path, buyers({"Food": (0, 20), "Steel": (0, 20)}), as_of=AS_OF) as store:
        profile = won_profile(store, 10)
    assert profile["win_share"].tolist() == [0, 0]
    assert profile["ratio"].isna().all()
    assert not profile["is_over"].any()
