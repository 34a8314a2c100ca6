"""Columns of the sheets of orders: late payment is learned from those only that params name."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.frames import scoped, settings_with
from tests.learned.customers.made_up import AS_OF, invoices
from tests.segments.customers import customer

LEVELS = (Path(__file__).parents[2] / "params" / "levels.yml").read_text(encoding="utf-8")


def books() -> dict[str, Any]:
    """Return orders with a column of their own that tells who will pay late."""
    told = invoices(seed=1)
    late = (told["settled_on"] > told["due_on"]) | told["settled_on"].isna()
    orders = [
        {
            "order_id": row.invoice_id,
            "customer_id": row.customer_id,
            "amount": 100,
            "order_date": row.issued_on,
            "due_date": row.due_on,
            "owner": "Ann",
            "route": "post" if is_late == (n % 5 > 0) else "mail",
        }
        for n, (row, is_late) in enumerate(zip(told.itertuples(), late, strict=True))
    ]
    payments = [
        {
            "payment_id": f"P-{row.invoice_id}",
            "order_id": row.invoice_id,
            "paid_amount": 100,
            "paid_date": row.settled_on,
        }
        for row in told[told["settled_on"].notna()].itertuples()
    ]
    ids = sorted(told["customer_id"].unique())
    return {"customers": [customer(id_) for id_ in ids], "orders": orders, "payments": payments}


@pytest.mark.parametrize(("named", "learned"), [("[]", False), ("[route]", True), ("[x]", False)])
def test_an_own_column_is_learned_from_only_if_named(
    tmp_path: Path, named: str, learned: bool
) -> None:
    text = LEVELS.replace("late_columns: []", f"late_columns: {named}")
    settings = settings_with(tmp_path / "book", levels=text)
    with scoped(tmp_path, books(), settings=settings, as_of=AS_OF) as store:
        rows = store.run("select told from customer_models where part = 'late'")
    model = json.loads(rows["told"].item())["model"]
    columns = {each.get("words", each.get("numbers")) for each in model["columns"]}
    assert {"late_share", "days_late"} <= columns
    assert ("route" in columns) is learned
