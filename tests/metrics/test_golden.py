"""The golden cases of metrics, exactly.

Those of the funnel (100, 30, 10, 5; the stage table; against target and the period before) are in
tests/funnel: test_stages.py and test_readings.py.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from salesnb.metrics import measure
from salesnb.periods import parse_period
from tests.frames import CHINA, CONTACT, DEFAULTS, Records, scoped

OCTOBER = parse_period("2026-10")
STAFF: Records = [
    {"name": name, "team": team, "role": "rep"}
    for name, team in (("甲", "东区"), ("乙", "东区"), ("丙", "西区"))
]


def leads(count: int, won: int = 0, **fields: Any) -> Records:
    """Return leads of which the first ones are won; their ids begin with their fields."""
    prefix = "-".join(map(str, fields.values()))
    lead = {**CONTACT, "created_at": "2026-10-01", "owner": "甲", **fields}
    stages = ["won"] * won + ["lead"] * (count - won)
    return [{"stage": s, **lead, "lead_id": f"{prefix}-{n}"} for n, s in enumerate(stages)]


def by(folder: Path, tables: dict[str, Records], metric: str, dimension: str) -> dict[str, float]:
    with scoped(folder, tables) as store:
        frame = measure(store, DEFAULTS, [metric], [OCTOBER], [dimension], CHINA)
    return dict(zip(frame[dimension], frame["value"], strict=True))


def test_channels_at_15_and_8_percent(tmp_path: Path) -> None:
    tables = {"leads": [*leads(100, 15, source="官网"), *leads(50, 4, source="展会")]}
    assert by(tmp_path, tables, "lead_win_rate", "source") == {"官网": 0.15, "展会": 0.08}


def test_grades_at_60_and_30_percent(tmp_path: Path) -> None:
    tables = {"leads": [*leads(10, 6, grade="A"), *leads(20, 6, grade="B")]}
    assert by(tmp_path, tables, "lead_win_rate", "grade") == {"A": 0.6, "B": 0.3}


def test_reasons_of_leads_not_won_at_40_and_30_percent(tmp_path: Path) -> None:
    lost = {"stage": "lead", "outcome": "not_won", "outcome_date": "2026-10-20"}
    tables = {
        "leads": [
            *leads(8, **lost, reason="预算不足"),
            *leads(6, **lost, reason="竞品价格低"),
            *leads(6, **lost, reason="需求不明"),
            *leads(5, 5, reason="预算不足"),  # what a won lead says is no reason of a loss
            *leads(5, outcome="nurturing", outcome_date="2026-10-20", reason="预算不足"),
        ]
    }
    counts = by(tmp_path, tables, "lost_leads", "lost_reason")
    total = sum(counts.values())
    shares = {reason: count / total for reason, count in counts.items() if count}
    assert shares == {"预算不足": 0.4, "竞品价格低": 0.3, "需求不明": 0.3}


def test_customers_at_20_and_15_percent_by_status(tmp_path: Path) -> None:
    # 100 prospects, of whom 20 became interested, of whom 3 bought.
    states = ["customer"] * 3 + ["interested"] * 17 + ["prospect"] * 80
    customer = {"customer_name": "甲公司", "first_contact_date": "2026-10-05", "owner": "甲"}
    tables = {
        "customers": [
            {**customer, "customer_id": f"C{n}", "status": state} for n, state in enumerate(states)
        ]
    }
    names = ["customer_interest_rate", "customer_close_rate"]
    with scoped(tmp_path, tables) as store:
        frame = measure(store, DEFAULTS, names, [OCTOBER], [], CHINA)
    assert frame["value"].to_list() == [0.2, 0.15]  # and not 3 of 100
    assert frame["denominator"].to_list() == [100, 20]


def test_a_team_with_1_2_of_1_5_million_is_at_80_percent_and_10_points_behind(
    tmp_path: Path,
) -> None:
    sale = {"customer_id": "C1", "order_date": "2026-11-10"}
    period = parse_period("2026-11-02..2026-11-13")  # ten working days, of which nine are over
    tables: dict[str, Records] = {
        "staff": STAFF,
        "targets": [
            {"period": period.text, "scope": "team:东区", "metric": "sales", "value": 1_500_000}
        ],
        "orders": [
            {**sale, "order_id": "O1", "owner": "甲", "amount": 900_000},
            {**sale, "order_id": "O2", "owner": "乙", "amount": 400_000},
            {**sale, "order_id": "R1", "owner": "乙", "amount": -100_000},
            {**sale, "order_id": "O3", "owner": "丙", "amount": 70_000},
        ],
    }
    assert CHINA.elapsed_share(period, date(2026, 11, 12)) == 0.9
    names = ["target_completion", "pace_gap"]
    with scoped(tmp_path, tables, scope="team:东区", as_of=date(2026, 11, 12)) as store:
        frame = measure(store, DEFAULTS, names, [period], [], CHINA)
    assert frame["value"].to_list() == [pytest.approx(0.8), pytest.approx(-0.1)]
    assert frame["numerator"].to_list() == [1_200_000, 1_200_000]
    assert frame["denominator"].to_list() == [1_500_000, 1_500_000]


def test_a_rep_at_60_percent_of_the_month_lacks_40_percent_of_the_target(tmp_path: Path) -> None:
    order = {"customer_id": "C1", "order_date": "2026-10-10", "owner": "甲"}
    tables: dict[str, Records] = {
        "staff": STAFF,
        "targets": [{"period": "2026-10", "scope": "rep:甲", "metric": "sales", "value": 200_000}],
        "orders": [{**order, "order_id": "O1", "amount": 120_000}],
        "opportunities": [
            {"opportunity_id": "D1", "customer_id": "C1", "owner": "甲", "stage": "quote",
             "created_at": "2026-10-02", "amount": 100_000, "probability": 0.3}
        ],
    }  # fmt: skip
    names = ["target_completion", "pipeline_coverage"]
    with scoped(tmp_path, tables, scope="rep:甲") as store:
        completion, coverage = measure(store, DEFAULTS, names, [OCTOBER], [], CHINA).to_dict(
            "records"
        )
    assert completion["value"] == 0.6
    assert completion["denominator"] - completion["numerator"] == 80_000
    assert coverage["denominator"] == 80_000  # what is missing
    assert coverage["value"] == pytest.approx(30_000 / 80_000)  # what the open deals are worth
