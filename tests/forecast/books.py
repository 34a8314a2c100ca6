"""A company of two teams with known sales, for forecasts."""

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from salesnb.workspace import Workspace
from tests.frames import Records, fill

STAFF: Records = [
    {"name": "Ann", "team": "East", "department": "North", "role": "rep"},
    {"name": "Bob", "team": "East", "department": "North", "role": "rep"},
    {"name": "Cid", "team": "West", "department": "North", "role": "rep"},
    {"name": "Dee", "team": "West", "department": "North", "role": "rep", "active": False},
]
FIRST, DAY = date(2025, 3, 1), date(2026, 10, 20)
# What each sells on a working day, as far as it is known.
USUAL = {"Ann": 1000.0, "Bob": 500.0, "Cid": 800.0, "Dee": 300.0}


def orders(until: date = DAY, seed: int = 1) -> list[dict[str, object]]:
    """Return an order per rep and working day since March 2025, of two product lines; Dee left in May."""
    rng = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    for n in range((until - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        for owner, usual in USUAL.items():
            if day.weekday() >= 5 or (owner == "Dee" and day >= date(2026, 6, 1)):
                continue
            rows.append(order(f"{owner}{n}", owner, day, round(usual * rng.uniform(0.7, 1.3), 2)))
    return rows


def order(key: str, owner: str | None, day: date | str, amount: float) -> dict[str, object]:
    """Return an order row."""
    line = "Pumps" if int(str(day)[-1]) % 2 else "Valves"
    return {
        "order_id": key, "customer_id": "C1", "owner": owner, "amount": amount,
        "order_date": str(day), "product_line": line,
    }  # fmt: skip


def payments(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return a payment of each order twenty days later, as far as that is over."""
    found = []
    for row in rows:
        paid = date.fromisoformat(str(row["order_date"])) + timedelta(days=20)
        if paid <= DAY:
            key = {"payment_id": f"P{row['order_id']}", "order_id": row["order_id"]}
            found.append({**key, "paid_amount": row["amount"], "paid_date": paid.isoformat()})
    return found


def deals(until: date = DAY) -> list[dict[str, object]]:
    """Return a deal of Ann's every week: won after 20 days every other time, else lost."""
    rows = []
    for n in range(0, (until - FIRST).days, 7):
        made = FIRST + timedelta(days=n)
        ended = made + timedelta(days=20)
        row = {"opportunity_id": f"D{n}", "customer_id": "C1", "owner": "Ann", "amount": 4000.0}
        row |= {"created_at": made.isoformat(), "expected_date": ended.isoformat()}
        if ended > until:
            row |= {"stage": "quote"}
        elif n % 2:
            row |= {"stage": "lost", "closed_at": ended.isoformat(), "lost_reason": "price"}
        else:
            row |= {"stage": "won", "closed_at": ended.isoformat(), "won_amount": 3600.0}
        rows.append(row)
    return rows


def target(scope: str, period: str, value: float, metric: str = "sales") -> dict[str, object]:
    """Return a row of targets."""
    return {"scope": scope, "period": period, "metric": metric, "value": value}


TARGETS = [
    target("rep:Ann", "2026-10", 30_000),
    target("rep:Bob", "2026-10", 9_000),
    target("team:East", "2026-10", 30_000),
    target("rep:Cid", "2026-10", 0),
]


def stocked(folder: Path) -> Workspace:
    """Make a workspace of the company, imported in the evening of its last day."""
    made = Workspace.create(folder, "en")
    rows = orders()
    sheets = {"staff": STAFF, "orders": rows, "payments": payments(rows)}
    tables = {**sheets, "opportunities": deals(), "targets": TARGETS}
    fill(made.store, tables, datetime(DAY.year, DAY.month, DAY.day, 19))
    return made
