"""Customers and orders as literal rows, for tests of levels and tiers."""

from collections.abc import Sequence
from typing import Any

from tests.frames import Records


def customer(id_: str, **more: Any) -> dict[str, Any]:
    """Return a customer of Ann's."""
    return {"customer_id": id_, "customer_name": f"Firm {id_}", "owner": "Ann", **more}


def orders(id_: str, *bought: tuple[str, float]) -> list[dict[str, Any]]:
    """Return the orders of a customer: day and amount."""
    return [
        {
            "order_id": f"{id_}-{n}",
            "customer_id": id_,
            "order_date": day,
            "amount": amount,
            "owner": "Ann",
        }
        for n, (day, amount) in enumerate(bought)
    ]


def company(*bought: tuple[str, Sequence[tuple[str, float]]], **tables: Records) -> dict[str, Any]:
    """Return the tables of customers with their orders."""
    own = {
        "staff": [{"name": "Ann", "team": "East", "role": "rep"}],
        "customers": [customer(id_) for id_, _ in bought],
        "orders": [row for id_, days in bought for row in orders(id_, *days)],
    }
    return own | tables
