"""As of a day: the versions known by then, nothing dated later, nothing that could not be known."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.store import Store
from tests.frames import CONTACT, fill, scoped

LATE = datetime(2026, 11, 5, 9)
END_OF_OCTOBER = date(2026, 10, 31)
ORDER = {"customer_id": "C1", "owner": "张强", "amount": 100}
LEAD = {**CONTACT, "lead_id": "L1", "created_at": "2026-10-01", "owner": "张强"}


def records(folder: Path, table: str, as_of: date, *columns: str) -> list[tuple[Any, ...]]:
    with scoped(folder, as_of=as_of) as store:
        frame = store.run(f"select {', '.join(columns)} from {table} order by all")
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        tuple(v.date().isoformat() if isinstance(v, pd.Timestamp) else v for v in row)
        for row in plain.itertuples(index=False, name=None)
    ]


def test_rows_dated_after_the_day_are_hidden_and_the_day_itself_is_not(tmp_path: Path) -> None:
    days = ("2026-10-30", "2026-10-31", "2026-11-01")
    orders = [{**ORDER, "order_id": d, "order_date": d} for d in days]
    payments = [
        {"payment_id": d, "order_id": "2026-10-30", "paid_amount": 10, "paid_date": d} for d in days
    ]
    late_evening = {"customer_id": "C1", "user": "张强", "follow_at": "2026-10-31 23:59:59"}
    midnight = {**late_evening, "follow_at": "2026-11-01 00:00:00"}
    follow_ups = [{**late_evening, "follow_id": "F1"}, {**midnight, "follow_id": "F2"}]
    fill(Store(tmp_path), {"orders": orders, "payments": payments, "follow_ups": follow_ups}, LATE)
    assert records(tmp_path, "orders", END_OF_OCTOBER, "order_id") == [(d,) for d in days[:2]]
    assert records(tmp_path, "follow_ups", END_OF_OCTOBER, "follow_id") == [("F1",)]
    paid = records(tmp_path, "fact_sales", END_OF_OCTOBER, "sale_id", "paid_amount")
    assert paid == [("2026-10-30", 20.0), ("2026-10-31", 0.0)]  # with what came later 30


def test_an_outcome_after_the_day_is_blank_with_all_that_it_tells(tmp_path: Path) -> None:
    won = {"outcome": "won", "outcome_date": "2026-11-03", "deal_amount": 9, "analysis": "价格"}
    deal = {"opportunity_id": "O1", "customer_id": "C1", "stage": "won", "created_at": "2026-10-05"}
    deal |= {"won_amount": 9, "closed_at": "2026-11-03", "competitor": "甲"}
    fill(
        Store(tmp_path),
        {"leads": [{**LEAD, **won, "stage": "won"}], "opportunities": [deal]},
        LATE,
    )
    columns = ("outcome", "outcome_date", "deal_amount", "analysis", "stage")
    assert records(tmp_path, "leads", END_OF_OCTOBER, *columns) == [
        (None, None, None, None, "lead")
    ]
    assert records(tmp_path, "leads", date(2026, 11, 3), *columns) == [
        ("won", "2026-11-03", 9.0, "价格", "won")
    ]
    columns = ("won_amount", "closed_at", "stage", "competitor")
    assert records(tmp_path, "opportunities", END_OF_OCTOBER, *columns) == [
        (None, None, "opportunity", "甲")
    ]
    assert records(tmp_path, "fact_leads", END_OF_OCTOBER, "is_won", "is_open") == [(False, True)]


def test_the_stage_of_the_day_comes_from_the_history(tmp_path: Path) -> None:
    entries = [("intent", "2026-10-10"), ("quote", "2026-11-02"), ("won", "2026-11-04")]
    history = [
        {"subject_type": "lead", "subject_id": "L1", "stage": stage, "entered_at": day}
        for stage, day in entries
    ]
    fill(Store(tmp_path), {"leads": [{**LEAD, "stage": "won"}], "stage_history": history}, LATE)
    for day, stage in (
        (date(2026, 10, 9), "lead"),
        (date(2026, 10, 10), "intent"),
        (date(2026, 11, 3), "quote"),
        (date(2026, 11, 4), "won"),
    ):
        assert records(tmp_path, "leads", day, "stage") == [(stage,)]


def test_a_stage_left_and_entered_again_is_the_last_one_entered(tmp_path: Path) -> None:
    entries = [
        ("opportunity", "2026-10-05"),
        ("intent", "2026-10-10"),
        ("opportunity", "2026-11-02"),
    ]
    history = [
        {"subject_type": "lead", "subject_id": "L1", "stage": stage, "entered_at": day}
        for stage, day in entries
    ]
    lead = {**LEAD, "stage": "opportunity"}
    fill(Store(tmp_path), {"leads": [lead], "stage_history": history}, LATE)
    assert records(tmp_path, "leads", END_OF_OCTOBER, "stage") == [("intent",)]
    furthest = records(tmp_path, "fact_leads", END_OF_OCTOBER, "furthest_stage")
    assert furthest == [("opportunity",)]  # gone back, but it had come so far


def test_the_version_known_on_the_day_is_shown(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for day, region in ((1, "华东"), (10, "华南"), (20, "华北")):
        customer = {"customer_id": "C1", "customer_name": "东方", "region": region}
        fill(store, {"customers": [customer]}, datetime(2026, 10, day, 18))
    for day, region in ((1, "华东"), (9, "华东"), (10, "华南"), (19, "华南"), (25, "华北")):
        assert records(tmp_path, "customers", date(2026, 10, day), "region") == [(region,)]


def test_a_row_first_imported_later_is_read_from_its_oldest_version(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for day, amount in ((10, 100), (20, 999)):
        order = {**ORDER, "order_id": "O1", "order_date": "2026-09-15", "amount": amount}
        fill(store, {"orders": [order]}, datetime(2026, 10, day))
    september = date(2026, 9, 30)
    assert records(tmp_path, "orders", september, "amount") == [(100.0,)]
    assert records(tmp_path, "orders", date(2026, 9, 14), "amount") == []
    assert records(tmp_path, "orders", date(2026, 10, 20), "amount") == [(999.0,)]


def test_a_row_closed_before_the_day_is_gone_and_one_closed_later_is_there(tmp_path: Path) -> None:
    store = Store(tmp_path)
    both = [{"customer_id": c, "customer_name": c} for c in ("C1", "C2")]
    fill(store, {"customers": both}, datetime(2026, 10, 1))
    fill(store, {"customers": both[:1]}, datetime(2026, 10, 10), replace=["customers"])
    assert records(tmp_path, "customers", date(2026, 10, 9), "customer_id") == [("C1",), ("C2",)]
    assert records(tmp_path, "customers", date(2026, 10, 10), "customer_id") == [("C1",)]


def test_two_imports_on_one_day_leave_the_last_of_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for hour, name in ((9, "早"), (17, "晚")):
        customer = {"customer_id": "C1", "customer_name": name}
        fill(store, {"customers": [customer]}, datetime(2026, 10, 1, hour))
    assert records(tmp_path, "customers", date(2026, 10, 1), "customer_name") == [("晚",)]
    assert records(tmp_path, "customers", date(2026, 9, 30), "customer_name") == [("早",)]


def test_without_a_day_it_is_the_day_of_the_last_import(tmp_path: Path) -> None:
    order = {**ORDER, "order_id": "O1", "order_date": "2026-11-05"}
    fill(Store(tmp_path), {"orders": [order]}, LATE)
    with scoped(tmp_path) as store:
        assert store.as_of == date(2026, 11, 5)
        assert len(store.run("select * from orders")) == 1
