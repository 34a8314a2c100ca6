"""Follow-ups summed by lead and customer: what each row looked at would have said."""

from pathlib import Path
from typing import Any

from salesnb.scopes import ScopedStore
from tests.frames import CONTACT, Records, scoped

LEADS: Records = [
    {**CONTACT, "lead_id": "L1", "customer_id": "C1", "created_at": "2026-05-10 09:00:00"},
    {**CONTACT, "lead_id": "L2", "customer_id": "C1", "created_at": "2026-05-20 09:00:00"},
    {**CONTACT, "lead_id": "L3", "created_at": "2026-05-20 09:00:00"},
]
BY = {"user": "李娜", "method": "电话"}


def told(store: ScopedStore, fact: str, key: str, *columns: str) -> dict[str, tuple[Any, ...]]:
    listed = ", ".join(f"cast({column} as varchar)" for column in columns)
    frame = store.run(f"select {key}, {listed} from {fact} order by {key}")
    found = frame.astype(object).where(frame.notna(), None)
    return {row[0]: tuple(row[1:]) for row in found.itertuples(index=False)}


def test_what_came_before_a_lead_counts_for_none_of_its_contacts(tmp_path: Path) -> None:
    follow_ups = [
        {**BY, "follow_id": "F1", "lead_id": "L3", "follow_at": "2026-05-01 09:00:00"},
        {**BY, "follow_id": "F2", "lead_id": "L3", "follow_at": "2026-05-21 09:00:00"},
        {**BY, "follow_id": "F3", "lead_id": "L3", "follow_at": "2026-09-01 09:00:00"},
        # Of the customer, for both of its leads: the first in the days between them.
        {**BY, "follow_id": "F4", "customer_id": "C1", "follow_at": "2026-05-12 09:00:00"},
        {**BY, "follow_id": "F5", "customer_id": "C1", "follow_at": "2026-05-22 09:00:00"},
        {**BY, "follow_id": "F6", "customer_id": "C1", "follow_at": "2026-10-01 09:00:00"},
    ]
    with scoped(tmp_path, {"leads": LEADS, "follow_ups": follow_ups}) as store:
        assert told(store, "fact_lead_follow_ups", "lead_id", "follow_ups") == {
            "L1": ("3",), "L2": ("2",), "L3": ("2",)
        }  # fmt: skip
        assert told(store, "fact_leads", "lead_id", "first_follow_up_at") == {
            "L1": ("2026-05-12 09:00:00",),
            "L2": ("2026-05-22 09:00:00",),
            "L3": ("2026-05-21 09:00:00",),
        }


def test_a_follow_up_that_names_a_lead_counts_for_no_other_lead_of_its_customer(
    tmp_path: Path,
) -> None:
    follow_ups = [
        {**BY, "follow_id": "F1", "lead_id": "L1", "follow_at": "2026-06-01 09:00:00"},
        {
            **BY,
            "follow_id": "F2",
            "lead_id": "L2",
            "customer_id": "C1",
            "follow_at": "2026-09-01 09:00:00",
        },
    ]
    with scoped(tmp_path, {"leads": LEADS, "follow_ups": follow_ups}) as store:
        assert told(store, "fact_lead_follow_ups", "lead_id", "follow_ups") == {
            "L1": ("1",), "L2": ("1",), "L3": ("0",)
        }  # fmt: skip


def test_the_last_follow_up_of_a_customer_may_have_come_through_a_lead(tmp_path: Path) -> None:
    follow_ups = [
        {**BY, "follow_id": "F1", "customer_id": "C1", "follow_at": "2026-06-01 09:00:00"},
        {**BY, "follow_id": "F2", "lead_id": "L1", "follow_at": "2026-07-01 09:00:00"},
        # At the same moment, the later number.
        {**BY, "follow_id": "F3", "lead_id": "L2", "follow_at": "2026-07-01 09:00:00"},
        {**BY, "follow_id": "F4", "lead_id": "L3", "follow_at": "2026-05-01 09:00:00"},
    ]
    customers = [{"customer_id": "C1", "customer_name": "甲", "owner": "李娜"}]
    tables = {"leads": LEADS, "customers": customers, "follow_ups": follow_ups}
    with scoped(tmp_path, tables) as store:
        assert told(store, "fact_last_follow_ups", "subject", "follow_id", "known_customer_id") == {
            "C1": ("F3", "C1"),
            "lead L3": ("F4", None),
        }
        assert told(store, "fact_customers", "customer_id", "last_contact_at") == {
            "C1": ("2026-07-01 09:00:00",)
        }
