"""Metrics of times, limits, balances and comparisons: the right figure, and the known wrong one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.metrics import measure
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from tests.frames import CHINA, CONTACT, DEFAULTS, Records, scoped

LEAD = {**CONTACT, "owner": "张强"}
DEAL = {"customer_id": "C1", "owner": "张强"}
ORDER = {"customer_id": "C1", "owner": "张强"}
FOLLOW = {"user": "张强", "method": "phone"}


def steps(subject: str, *entries: tuple[str, str]) -> Records:
    """Return the stage history of one opportunity."""
    return [
        {"subject_type": "opportunity", "subject_id": subject, "stage": stage, "entered_at": at}
        for stage, at in entries
    ]


TABLES: dict[str, Records] = {
    "customers": [
        {"customer_id": "C1", "customer_name": "甲", "status": "customer", "level": "key",
         "first_contact_date": "2026-10-02", "last_contact_at": "2026-12-25"},
        {"customer_id": "C2", "customer_name": "乙", "status": "interested", "level": "key",
         "first_contact_date": "2026-10-03", "last_contact_at": "2026-12-01"},
        {"customer_id": "C3", "customer_name": "丙", "status": "prospect",
         "first_contact_date": "2026-10-04"},
        {"customer_id": "C4", "customer_name": "丁", "status": "lost", "level": "key",
         "first_contact_date": "2026-10-05", "last_contact_at": "2026-10-05"},
    ],
    "leads": [
        {**LEAD, "lead_id": "L1", "grade": "A", "created_at": "2026-10-01 09:00", "outcome": "won",
         "outcome_date": "2026-10-21"},
        {**LEAD, "lead_id": "L2", "grade": "A", "created_at": "2026-10-02 09:00", "outcome": "won",
         "outcome_date": "2026-12-01"},
        {**LEAD, "lead_id": "L3", "grade": "B", "created_at": "2026-10-03 09:00", "outcome": "lost",
         "outcome_date": "2026-10-30", "reason": "价格"},
        {**LEAD, "lead_id": "L4", "grade": "D", "created_at": "2026-10-04 09:00"},
        {**LEAD, "lead_id": "L5", "grade": "A", "created_at": "2026-12-31 20:00"},
    ],
    "follow_ups": [
        {**FOLLOW, "follow_id": "F1", "lead_id": "L1", "follow_at": "2026-10-01 11:00", "effective": True},
        {**FOLLOW, "follow_id": "F2", "lead_id": "L1", "follow_at": "2026-10-05 11:00", "effective": False},
        {**FOLLOW, "follow_id": "F3", "lead_id": "L2", "follow_at": "2026-10-03 15:00", "effective": True},
        {**FOLLOW, "follow_id": "F4", "lead_id": "L4", "follow_at": "2026-10-04 13:00"},
    ],
    "opportunities": [
        {**DEAL, "opportunity_id": "D1", "stage": "won", "created_at": "2026-10-01",
         "closed_at": "2026-10-21", "amount": 90, "won_amount": 100},
        {**DEAL, "opportunity_id": "D2", "stage": "lost", "created_at": "2026-10-01",
         "closed_at": "2026-10-11", "amount": 50},
        {**DEAL, "opportunity_id": "D3", "stage": "quote", "created_at": "2026-10-05", "amount": 40,
         "probability": 0.25},
        {**DEAL, "opportunity_id": "D4", "stage": "opportunity", "created_at": "2026-11-01", "amount": 60},
    ],
    "stage_history": [
        *steps("D1", ("opportunity", "2026-10-01"), ("quote", "2026-10-02"), ("won", "2026-10-21")),
        *steps("D3", ("opportunity", "2026-10-05"), ("quote", "2026-10-08")),
    ],
    "orders": [
        {**ORDER, "order_id": "O1", "order_date": "2026-10-01", "amount": 1000},  # due 31 October
        {**ORDER, "order_id": "O2", "order_date": "2026-11-10", "amount": 500},  # due 10 December
        {**ORDER, "order_id": "O3", "order_date": "2026-12-15", "amount": 300},  # not due
        {**ORDER, "order_id": "O4", "order_date": "2026-12-20", "amount": 200},
    ],
    "payments": [
        {"payment_id": "P1", "order_id": "O1", "paid_amount": 400, "paid_date": "2026-10-11"},
        {"payment_id": "P2", "order_id": "O1", "paid_amount": 200, "paid_date": "2026-10-31"},
        {"payment_id": "P3", "order_id": "O4", "paid_amount": 250, "paid_date": "2026-12-21"},
    ],
    "targets": [
        {"period": "2026-12", "scope": "company", "metric": "sales", "value": 1000},
        {"period": "2026-10", "scope": "company", "metric": "collections", "value": 1000},
    ],
}  # fmt: skip
CASES = [
    ("close_rate_30d", "2026-10", 1 / 4, "2/4 with the one won after 60 days"),
    ("lost_leads", "2026-10", 1, "0 by day of creation in another month"),
    ("sales_cycle_days", "2026-10", 20, "40 with the one won in December"),
    ("median_sales_cycle_days", "2026-12", 60, "40 with October's"),
    ("quote_time", "2026-10", 2, "1 of the won one alone; 4/3 with the one not quoted"),
    ("quote_in_time_rate", "2026-10", 1 / 2, "1/4 of all deals"),
    ("response_time", "2026-10", (2 + 30 + 4) / 3, "with 0 for the one never contacted: 9"),
    ("median_response_time", "2026-10", 4, "3 with 0 for the one never contacted"),
    ("response_in_time_rate", "2026-10", 1 / 3, "2/4 with the grade that has no limit"),
    ("follow_ups", "2026-10", 4, "3 leads"),
    ("effective_follow_up_rate", "2026-10", 2 / 3, "2/4 with the one that does not say"),
    ("follow_up_rate", "2026-10", 1 / 2, "1/3 with the lost one; 1/4 of all customers"),
    ("customer_interest_rate", "2026-10", 2 / 4, "1/4 with the status of now alone"),
    ("customer_close_rate", "2026-10", 1 / 2, "1/4 of all customers"),
    ("new_customers", "2026-10", 4, "3 without the lost one"),
    ("won_amount", "2026-10", 100, "90 as expected"),
    ("weighted_pipeline", "2026-10", 40 * 0.25 + 60 * 1 / 2, "100 unweighted"),
    ("pipeline_coverage", "2026-12", 40 / 500, "40/1000 of the whole target"),
    ("sales_velocity", "2026-10", 2 * (1 / 2) * 100 / 20, "2 x 1/4 with the open ones"),
    ("outstanding_amount", "2026-10", 400 + 500 + 300, "1150 less what was paid too much"),
    ("overpaid_amount", "2026-10", 50, "0 netted"),
    ("overdue_days", "2026-10", (61 + 21) / 2, "with 0 for those not overdue: 20.5"),
    ("dso", "2026-10", 1200 * 90 / 1000, "2000 sold with the order of 91 days ago"),
    ("days_to_pay", "2026-10", (400 * 10 + 200 * 30) / 600, "20 unweighted"),
    ("collections_completion", "2026-10", 0.6, "0.85 with December's"),
    ("growth_mom", "2026-12", 0.0, "500 / 500 - 1"),
    ("growth_yoy", "2027-10", float("nan"), "-1: it has not begun"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScopedStore]:
    with scoped(tmp_path_factory.mktemp("store"), TABLES, as_of=date(2026, 12, 31)) as opened:
        yield opened


def row(store: ScopedStore, metric: str, period: str, **options: Any) -> pd.Series:
    found = measure(store, DEFAULTS, [metric], [parse_period(period)], [], CHINA, **options)
    return found.iloc[0]


@pytest.mark.parametrize(("metric", "period", "right", "wrong"), CASES)
def test_a_metric_to_the_digit(
    store: ScopedStore, metric: str, period: str, right: float, wrong: str
) -> None:
    found = row(store, metric, period)["value"]
    assert found == pytest.approx(right, nan_ok=True), f"not {wrong}"


def test_a_mean_and_a_median_carry_their_interval_and_the_cases_with_a_value(
    tmp_path: Path,
) -> None:
    hours = [1, 2, 3, 4, 5, 6, 7, 8, 9, 35]
    tables: dict[str, Records] = {
        "leads": [
            {**LEAD, "lead_id": f"L{n}", "created_at": "2026-10-01 00:00"} for n in range(12)
        ],
        "follow_ups": [
            {**FOLLOW, "follow_id": f"F{n}", "lead_id": f"L{n}",
             "follow_at": pd.Timestamp("2026-10-01") + pd.Timedelta(hours=hour)}
            for n, hour in enumerate(hours)
        ],
    }  # fmt: skip
    with scoped(tmp_path, tables) as store:
        mean, median = (
            row(store, name, "2026-10") for name in ("response_time", "median_response_time")
        )
    assert (mean["value"], mean["n"]) == (8, 10)  # two were never contacted
    # Student's t with 9 degrees of freedom: 2.262; s = 9.832, s / sqrt(10) = 3.109
    assert (mean["low"], mean["high"]) == pytest.approx((8 - 7.033, 8 + 7.033), abs=0.02)
    assert median["value"] == 5.5
    assert 1 <= median["low"] < 5.5 < median["high"] <= 35


def test_one_call_gives_what_was_before_the_target_and_the_pace(store: ScopedStore) -> None:
    sales = row(store, "sales", "2026-12", compare=True)
    assert (sales["value"], sales["previous"], sales["growth_mom"]) == (500, 500, 0)
    assert sales["year_ago"] == 0 and pd.isna(sales["growth_yoy"])  # nothing to grow from
    assert (sales["target"], sales["target_origin"], sales["completion"]) == (
        1000,
        "explicit",
        0.5,
    )
    assert sales["pace_gap"] == pytest.approx(0.5 - 1)


def test_a_running_period_is_compared_with_as_many_days(tmp_path: Path) -> None:
    orders = [
        {**ORDER, "order_id": f"O{day}", "order_date": day, "amount": 100}
        for day in ("2026-11-05", "2026-10-05", "2026-10-25")
    ]
    with scoped(tmp_path, {"orders": orders}, as_of=date(2026, 11, 10)) as store:
        sales = row(store, "sales", "2026-11", compare=True)
    assert sales["previous"] == 100  # to 10 October, and not 200


def test_the_year_before_is_that_of_the_same_days(tmp_path: Path) -> None:
    amounts = {"2025-09-30": 7, "2025-10-01": 300, "2025-10-31": 100, "2026-10-15": 500}
    orders = [
        {**ORDER, "order_id": f"O{day}", "order_date": day, "amount": amount}
        for day, amount in amounts.items()
    ]
    with scoped(tmp_path, {"orders": orders}, as_of=date(2026, 12, 31)) as store:
        assert row(store, "growth_yoy", "2026-10")["value"] == 500 / 400 - 1
    with scoped(tmp_path, as_of=date(2026, 10, 30)) as store:
        assert row(store, "growth_yoy", "2026-10")["value"] == pytest.approx(500 / 300 - 1)


def test_a_state_has_no_earlier_one_to_compare_with(store: ScopedStore) -> None:
    pipeline = row(store, "open_pipeline", "2026-12", compare=True)
    assert pd.isna(pipeline["previous"]) and pd.isna(pipeline["growth_mom"])


def test_ageing_parts_hold_the_whole_of_what_is_outstanding(store: ScopedStore) -> None:
    frame = measure(
        store, DEFAULTS, ["outstanding_amount"], [parse_period("2026-12")], ["ageing"], CHINA
    )
    parts = frame.dropna(subset="ageing").set_index("ageing")["value"].to_dict()
    assert parts == {"0": 300, "1-30": 500, "61-90": 400}


def test_the_state_of_payment_is_that_of_the_day(store: ScopedStore, tmp_path: Path) -> None:
    sales = store.run("select sale_id, payment_state from fact_sales order by sale_id")
    assert sales["payment_state"].tolist() == ["overdue", "overdue", "not_due", "overpaid"]
    with scoped(tmp_path, TABLES, as_of=date(2026, 10, 20)) as then:
        sales = then.run("select sale_id, payment_state from fact_sales order by sale_id")
    assert sales.to_dict("records") == [{"sale_id": "O1", "payment_state": "partly_paid"}]


def test_all_metrics_of_a_fact_are_one_query(
    store: ScopedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = ScopedStore.measure

    def counted(self: ScopedStore, sql: str) -> pd.DataFrame:
        asked.append(sql)
        return ask(self, sql)

    names = [name for name, metric in DEFAULTS.metrics.items() if metric.fact == "leads"]
    measure(store, DEFAULTS, names, [parse_period("2026-10")], ["rep"], CHINA)  # columns are known
    monkeypatch.setattr(ScopedStore, "measure", counted)
    measure(store, DEFAULTS, names, [parse_period("2026-10")], ["rep"], CHINA, compare=False)
    assert len([sql for sql in asked if "fact_leads" in sql]) == 1


def test_a_custom_column_of_the_table_or_of_its_customer_is_a_dimension(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "customers": [
            {"customer_id": "C1", "customer_name": "甲", "客户规模": "大"},
            {"customer_id": "C2", "customer_name": "乙", "客户规模": "小"},
        ],
        "orders": [
            {"order_id": "O1", "customer_id": "C1", "order_date": "2026-10-01", "amount": 100,
             "付款方式": "现金"},
            {"order_id": "O2", "customer_id": "C2", "order_date": "2026-10-01", "amount": 30,
             "付款方式": "赊账"},
        ],
    }  # fmt: skip
    with scoped(tmp_path, tables) as store:
        for dimension, right in (
            ("付款方式", {"现金": 100, "赊账": 30}),
            ("客户规模", {"大": 100, "小": 30}),
        ):
            frame = measure(
                store, DEFAULTS, ["sales"], [parse_period("2026-10")], [dimension], CHINA
            )
            assert frame.set_index(dimension)["value"].to_dict() == right


def test_a_figure_beyond_its_threshold_is_red_unless_it_rests_on_too_few(tmp_path: Path) -> None:
    late = [
        {**LEAD, "lead_id": f"L{n}", "grade": "A", "created_at": "2026-10-01 09:00",
         "source": "官网" if n < 20 else "展会"}
        for n in range(22)
    ]  # fmt: skip
    with scoped(tmp_path, {"leads": late}) as store:
        frame = measure(
            store, DEFAULTS, ["response_in_time_rate", "new_leads"], [parse_period("2026-10")],
            ["source"], CHINA, compare=True,
        )  # fmt: skip
    marks = frame.set_index(["metric", "source"])[["value", "severity", "is_small"]]
    assert marks.loc[("response_in_time_rate", "官网")].tolist() == [0, "red", False]
    assert marks.loc[("response_in_time_rate", "展会")].tolist() == [0, "", True]  # two leads
    assert marks.loc[("new_leads", "展会")].tolist() == [2, "", False]  # a count is what it is
