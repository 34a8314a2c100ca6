"""Alerts: who is behind, measured against the elapsed time; whose customers owe for over 30 days."""

from datetime import date
from pathlib import Path

import pytest

from salesnb.alerts import COLUMNS, find_alerts
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from tests.frames import CHINA, DEFAULTS, Records, scoped

PERIOD = parse_period("2026-11-02..2026-11-13")  # ten working days
STAFF: Records = [
    {"name": name, "team": team, "role": "rep"}
    for name, team in (("甲", "东区"), ("乙", "东区"), ("丙", "西区"))
]
ORDER = {"customer_id": "C1", "order_date": "2026-11-03"}


def targets(**values: float) -> Records:
    return [
        {"period": PERIOD.text, "scope": f"rep:{name}", "metric": "sales", "value": value}
        for name, value in values.items()
    ]


def alerts(store: ScopedStore, rule: str) -> dict[str, tuple[float, float]]:
    frame = find_alerts(store, DEFAULTS, PERIOD, CHINA)
    assert frame.columns.to_list() == COLUMNS
    found = frame[frame["rule"] == rule]
    return dict(zip(found["scope"], zip(found["amount"], found["share"], strict=True), strict=True))


def test_behind_is_below_80_percent_of_the_elapsed_share(tmp_path: Path) -> None:
    tables = {
        "staff": STAFF,
        "targets": targets(甲=1000, 乙=1000, 丙=1000),
        "orders": [
            {**ORDER, "order_id": "O1", "owner": "甲", "amount": 400},  # 40 % = 0.8 x 50 %: not red
            {**ORDER, "order_id": "O2", "owner": "乙", "amount": 399},
            {**ORDER, "order_id": "O3", "owner": "丙", "amount": 600},
        ],
    }
    halfway = date(2026, 11, 6)
    assert CHINA.elapsed_share(PERIOD, halfway) == 0.5
    with scoped(tmp_path, tables, scope="team:东区", as_of=halfway) as store:
        found = alerts(store, "behind_target")
    assert found == {"team:东区": (201, 0.3995), "rep:乙": (101, 0.399)}
    with scoped(tmp_path, scope="rep:甲", as_of=halfway) as store:
        assert alerts(store, "behind_target") == {}
    with scoped(tmp_path, as_of=date(2026, 11, 13)) as store:  # over: 80 % of the whole target
        assert set(alerts(store, "behind_target")) == {"company", "team:东区", "team:西区"}


def test_without_a_target_nobody_is_behind(tmp_path: Path) -> None:
    orders = [{**ORDER, "order_id": "O1", "owner": "甲", "amount": 1}]
    with scoped(tmp_path, {"staff": STAFF, "orders": orders}, as_of=date(2026, 11, 13)) as store:
        assert find_alerts(store, DEFAULTS, PERIOD, CHINA).empty


@pytest.mark.parametrize(("day", "red"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
def test_a_payment_is_red_after_more_than_30_days(tmp_path: Path, day: date, red: bool) -> None:
    tables = {
        "customers": [{"customer_id": "C1", "customer_name": "东方"}],
        "staff": STAFF,
        "orders": [
            {**ORDER, "order_id": "O1", "owner": "甲", "amount": 90, "order_date": "2026-10-01"},
            {**ORDER, "order_id": "O2", "owner": "甲", "amount": 50, "order_date": "2026-09-01"},
        ],
        "payments": [
            {"payment_id": "P1", "order_id": "O1", "paid_amount": 20, "paid_date": "2026-10-05"},
            {"payment_id": "P2", "order_id": "O2", "paid_amount": 50, "paid_date": "2026-12-20"},
        ],
    }
    tables["orders"][1]["due_date"] = "2027-01-01"
    tables["orders"][0]["due_date"] = "2026-10-31"
    with scoped(tmp_path, tables, scope="team:东区", as_of=day) as store:
        frame = find_alerts(store, DEFAULTS, PERIOD, CHINA)
    assert len(frame) == red
    if red:
        row = frame.iloc[0]
        assert (row["level"], row["scope"], row["owner"]) == ("red", "rep:甲", "甲")
        assert (row["entity"], row["entity_id"], row["amount"]) == ("东方", "C1", 70)  # not 90
        assert row["since"].date() == date(2026, 10, 31)


def test_the_costliest_alert_comes_first(tmp_path: Path) -> None:
    tables = {"staff": STAFF, "targets": targets(甲=100, 乙=900, 丙=300)}
    with scoped(tmp_path, tables, as_of=date(2026, 11, 13)) as store:
        found = alerts(store, "behind_target")
    assert list(found) == ["company", "team:东区", "team:西区"]
    assert [amount for amount, _ in found.values()] == [1300, 1000, 300]
