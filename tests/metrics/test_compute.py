"""Each metric of params/metrics.yml on a few rows to the digit, and by the dimensions of its fact."""

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from salesnb.errors import ConfigError, UsageError
from salesnb.metrics import measure
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings
from tests.frames import CHINA, CONTACT, DEFAULTS, Records, scoped, settings_with
from tests.metrics.test_times_and_states import CASES

OCTOBER = parse_period("2026-10")
SALE = {"owner": "张强", "order_date": "2026-10-10", "region": "华东"}
LEAD = {**CONTACT, "created_at": "2026-10-01", "owner": "张强"}
WON = {**LEAD, "stage": "won", "outcome": "won"}
LOST = {**LEAD, "outcome": "lost", "outcome_date": "2026-10-09"}
CALL = {"lead_id": "L2", "user": "张强"}
PLAN = {"lead_id": "L3", "owner": "张强"}
DEAL = {"customer_id": "C1", "owner": "张强", "created_at": "2026-10-05", "amount": 100}
TABLES: dict[str, Records] = {
    "orders": [
        {**SALE, "order_id": "O1", "customer_id": "C1", "amount": 1000, "order_date": "2026-10-01"},
        {**SALE, "order_id": "O2", "customer_id": "C1", "amount": 500, "order_date": "2026-10-31"},
        {**SALE, "order_id": "R1", "customer_id": "C1", "amount": -300},  # a refund
        {**SALE, "order_id": "O3", "customer_id": "C2", "amount": 600, "region": None},
        {**SALE, "order_id": "O4", "customer_id": "C2", "amount": 70, "order_date": "2026-09-30"},
        {**SALE, "order_id": "O5", "customer_id": "C2", "amount": 80, "order_date": "2026-11-01"},
    ],
    "payments": [
        {"payment_id": "P1", "order_id": "O1", "paid_amount": 300, "paid_date": "2026-10-20"},
        {"payment_id": "P2", "order_id": "O1", "paid_amount": 200, "paid_date": "2026-11-20"},
        {"payment_id": "P3", "order_id": "O4", "paid_amount": 40, "paid_date": "2026-10-05"},
        {"payment_id": "P4", "order_id": "O4", "paid_amount": -10, "paid_date": "2026-10-06"},
    ],
    "leads": [
        {**WON, "lead_id": "L1", "grade": "A", "deal_amount": 800},
        {**LEAD, "lead_id": "L2", "grade": "A", "stage": "intent"},
        {**LEAD, "lead_id": "L3", "grade": "B", "source": "展会"},
        {**LOST, "lead_id": "L4", "grade": "B", "deal_amount": 700},
        {**LEAD, "lead_id": "L5", "grade": "B", "created_at": "2026-10-31 23:59"},
        {**LEAD, "lead_id": "L6", "grade": "B", "created_at": "2026-11-01 00:00"},
    ],
    "opportunities": [
        {**DEAL, "opportunity_id": "D1", "stage": "won", "closed_at": "2026-10-20"},
        {**DEAL, "opportunity_id": "D2", "stage": "lost", "closed_at": "2026-11-02"},
        {**DEAL, "opportunity_id": "D3", "stage": "quote"},
        {**DEAL, "opportunity_id": "D4", "stage": "opportunity", "created_at": "2026-09-05"},
    ],
    "follow_ups": [
        {**CALL, "follow_id": "F1", "follow_at": "2026-10-13 09:00", "recorded_at": "2026-10-13"},
        {**CALL, "follow_id": "F2", "follow_at": "2026-10-13 10:00", "recorded_at": "2026-10-20"},
        {**CALL, "follow_id": "F3", "follow_at": "2026-10-14 10:00"},
    ],
    "plans": [
        {**PLAN, "plan_id": "T1", "due_on": "2026-10-08", "state": "done"},
        {**PLAN, "plan_id": "T2", "due_on": "2026-10-09", "state": "pending"},
        {**PLAN, "plan_id": "T3", "due_on": "2027-01-09", "state": "pending"},
    ],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScopedStore]:
    with scoped(tmp_path_factory.mktemp("store"), TABLES, as_of=date(2026, 12, 31)) as opened:
        yield opened


def value(
    store: ScopedStore, metric: str, settings: Settings = DEFAULTS, period: str = "2026-10"
) -> pd.Series:
    return measure(store, settings, [metric], [parse_period(period)], [], CHINA).iloc[0]


@pytest.mark.parametrize(
    ("metric", "right", "wrong"),
    [
        ("sales", 1800, "2100 without the refund; 1950 with the days beside the month"),
        ("orders", 3, "4 with the refund"),
        ("avg_customer_value", 900, "450 per row; 600 per order"),
        ("new_leads", 5, "4 where the last day ends at midnight"),
        ("lead_conversion_rate", 2 / 5, "2/4 of the ended ones"),
        ("lead_win_rate", 1 / 5, "1/2 of the ended ones"),
        ("new_opportunities", 3, "4 with September's"),
        ("win_rate", 1 / 3, "1/2 of the closed ones"),
        ("closed_win_rate", 1, "1/2 with the one closed in November"),
        ("open_pipeline", 200, "100 without the one created in September"),
        ("collections", 330, "340 without the refund; 500 of the month's orders"),
        ("collection_rate", 500 / 1800, "300/1800 of the month's payments"),
        ("collection_rate_due", 530 / 1070, "500/1800 of those ordered in October"),
        ("overdue_amount", 1720, "1420 with the refund"),
        ("lead_won_amount", 800, "1500 with the amount of the lost one"),
        ("late_entry_rate", 1 / 2, "1/3 with the one that does not say when it was typed in"),
        ("plan_done_rate", 1 / 2, "1/3 with the one that is not due yet"),
        ("overdue_tasks", 1, "2 with the one that is not due yet"),
    ],
)
def test_a_metric_to_the_digit(store: ScopedStore, metric: str, right: float, wrong: str) -> None:
    assert value(store, metric)["value"] == pytest.approx(right), f"not {wrong}"


def test_every_metric_is_tested_to_the_digit() -> None:
    (parameters,) = [m for m in test_a_metric_to_the_digit.pytestmark if m.name == "parametrize"]
    tested = {row[0] for row in parameters.args[1]} | {row[0] for row in CASES}
    assert tested | {"target_completion", "pace_gap"} == set(DEFAULTS.metrics)


def test_a_rate_carries_its_parts_its_cases_and_an_interval(store: ScopedStore) -> None:
    row = value(store, "lead_win_rate")
    assert (row["numerator"], row["denominator"], row["n"]) == (1, 5, 5)
    assert (row["low"], row["high"]) == pytest.approx((0.0362, 0.6245), abs=5e-5)  # Wilson
    closed = value(store, "closed_win_rate")
    assert (closed["numerator"], closed["denominator"], closed["n"]) == (1, 1, 1)
    assert closed["low"] == pytest.approx(0.2065, abs=5e-5) and closed["high"] == 1


def test_an_amount_has_neither_parts_nor_interval(store: ScopedStore) -> None:
    row = value(store, "sales")
    assert row[["numerator", "denominator", "low", "high"]].isna().all() and row["n"] == 4


def test_a_period_without_rows_has_sales_of_nothing_and_no_rate(store: ScopedStore) -> None:
    assert value(store, "sales", period="2025-10")["value"] == 0
    rate = value(store, "win_rate", period="2025-10")
    assert math.isnan(rate["value"]) and math.isnan(rate["low"])
    assert (rate["numerator"], rate["denominator"], rate["n"]) == (0, 0, 0)


def test_a_group_that_is_empty_in_one_period_has_a_row_there(store: ScopedStore) -> None:
    periods = [parse_period("2026-09"), OCTOBER]
    frame = measure(store, DEFAULTS, ["sales", "orders"], periods, ["region"], CHINA)
    sales = frame[frame["metric"] == "sales"]
    assert sales["period"].to_list() == ["2026-09", "2026-09", "2026-10", "2026-10"]
    assert sales["value"].to_list() == [70, 0, 1200, 600]
    assert sales["region"].isna().to_list() == [False, True, False, True]  # unknown is a group


def test_a_range_counts_both_of_its_ends(store: ScopedStore) -> None:
    assert value(store, "sales", period="2026-09-30..2026-10-01")["value"] == 1070
    assert value(store, "sales", period="2026-10-02..2026-10-30")["value"] == 300


def test_two_dimensions_make_one_row_per_pair(store: ScopedStore) -> None:
    frame = measure(store, DEFAULTS, ["new_leads"], [OCTOBER], ["grade", "source"], CHINA)
    assert frame[["grade", "source", "value"]].to_numpy().tolist() == [
        ["A", "官网", 2],
        ["B", "官网", 2],
        ["B", "展会", 1],
    ]


def test_a_week_that_two_months_share_is_cut_in_each(store: ScopedStore) -> None:
    parts = [p for m in ("2026-09", "2026-10") for p in parse_period(m).split("week")]
    frame = measure(store, DEFAULTS, ["sales"], parts, [], CHINA)
    shared = frame[frame["period"] == "2026-W40"]
    assert shared["value"].to_list() == [70, 1000]  # not 1070 twice
    assert frame["value"].sum() == 1870


def test_metrics_come_in_the_order_in_which_they_were_asked_for(store: ScopedStore) -> None:
    names = ["win_rate", "sales", "new_leads", "orders"]
    frame = measure(store, DEFAULTS, names, [OCTOBER], [], CHINA)
    assert frame["metric"].to_list() == names


def test_an_unknown_metric_names_the_nearest(store: ScopedStore) -> None:
    with pytest.raises(
        UsageError, match=r"'win_rat' is not a known metric\. Did you mean 'win_rate'"
    ):
        measure(store, DEFAULTS, ["win_rat"], [OCTOBER], [], CHINA)


def test_a_dimension_that_the_fact_lacks_names_those_it_has(store: ScopedStore) -> None:
    with pytest.raises(UsageError) as caught:
        measure(store, DEFAULTS, ["sales"], [OCTOBER], ["grade"], CHINA)
    text = str(caught.value)
    assert text.startswith("Metric 'sales': 'grade' is not a known dimension of it.")
    assert "product_line" in text and "rep" in text and "month" in text
    with pytest.raises(UsageError, match="Did you mean 'region'"):
        measure(store, DEFAULTS, ["sales"], [OCTOBER], ["regoin"], CHINA)
    with pytest.raises(UsageError, match="'grade'"):  # one of two metrics lacks it
        measure(store, DEFAULTS, ["new_leads", "sales"], [OCTOBER], ["grade"], CHINA)


def test_no_metric_at_all_is_refused(store: ScopedStore) -> None:
    with pytest.raises(UsageError, match="at least one"):
        measure(store, DEFAULTS, [], [OCTOBER], [], CHINA)


def test_a_workspace_changes_a_formula_in_yaml_alone(store: ScopedStore, tmp_path: Path) -> None:
    text = "metrics:\n  avg_customer_value:\n    formula: sum(amount) / count_if(amount > 0)\n"
    settings = settings_with(tmp_path, metrics=text)
    assert value(store, "avg_customer_value", settings)["value"] == 600  # per order, before 900


def test_a_workspace_adds_a_metric_in_yaml_alone(store: ScopedStore, tmp_path: Path) -> None:
    text = """
metrics:
  客单数-大单:
    {zh: 大单占比, en: Big orders, unit: ratio, definition_zh: "", definition_en: "", fact: sales,
     formula: count(*) / count(distinct customer_id), where: amount >= 500, dated_by: sold_on}
"""
    settings = settings_with(tmp_path, metrics=text)
    assert value(store, "客单数-大单", settings)["value"] == 3 / 2


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("formula", "sum(amout)", "Did you mean 'amount'"),
        ("formula", "sum(leads.amount)", "'leads.amount' is not a known column"),
        ("formula", "count(read_csv('/etc/passwd'))", "is not allowed"),
        ("formula", "sum(amount) + (select count(*) from fact_leads)", "is not allowed"),
        ("formula", "sum(amount) over ()", "is not allowed"),
        ("formula", "sum(amount) from fact_leads", "one expression"),
        ("formula", "sum(amount); drop table orders", "SQL expression"),
        ("formula", "sum(amount), count(*)", "one expression"),
        ("formula", "sum('amount", "SQL expression"),
        ("formula", "sum(", "SQL expression"),
        ("formula", "amount", "does not aggregate"),
        ("formula", "amount / count(*)", "does not aggregate"),
        ("formula", "sum(sum(amount))", "is not allowed"),
        ("where", "amont > 0", "Did you mean 'amount'"),
        ("where", "amount > avg(amount)", "is not allowed"),
        ("where", "amount > (select 1)", "is not allowed"),
        ("dated_by", "sold_no", "Did you mean 'sold_on'"),
        ("dated_by", "sold_on or true", "'sold_on or true'"),
        ("fact", "sale", "Did you mean 'sales'"),
    ],
)
def test_a_mistake_in_a_formula_names_the_metric_and_what_is_near(
    store: ScopedStore, tmp_path: Path, key: str, text: str, said: str
) -> None:
    settings = settings_with(tmp_path, metrics=f'metrics:\n  sales:\n    {key}: "{text}"\n')
    with pytest.raises(ConfigError) as caught:
        value(store, "sales", settings)
    assert str(caught.value).startswith("params/metrics.yml, line 3: metric 'sales'")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("formula", "where", "right"),
    [
        ("count(distinct customer_id)", None, 2),
        ("count(distinct customer_id)", "amount > 700", 1),
        ("sum(distinct amount)", "amount > 0", 2100),
        ("avg(amount)", "region is not null", 400),
        ("max(amount) - min(amount)", None, 1300),
        ("sum(case when customer_id = 'C1' then amount else 0 end)", "amount > 0", 1500),
        ("sum(coalesce(paid_amount, 0)) * 100 / sum(amount)", None, 500 / 18),
        ("count_if(amount > 0 and region in ('华东', '华南'))", None, 2),
        ("(sum(amount) / count(*))", None, 450),
        ("sum(amount) / 100", "amount between 0 and 700", 11),
    ],
)
def test_the_forms_that_a_formula_may_take(
    store: ScopedStore, tmp_path: Path, formula: str, where: str | None, right: float
) -> None:
    lines = f'    formula: "{formula}"\n' + (f'    where: "{where}"\n' if where else "")
    settings = settings_with(tmp_path, metrics=f"metrics:\n  sales:\n{lines}")
    assert value(store, "sales", settings)["value"] == pytest.approx(right)


def test_values_are_plain_numbers(store: ScopedStore) -> None:
    frame = measure(store, DEFAULTS, list(DEFAULTS.metrics), [OCTOBER], [], CHINA)
    numbers = frame[["value", "numerator", "denominator", "low", "high"]]
    assert all(pd.api.types.is_float_dtype(kind) for kind in numbers.dtypes)
    assert pd.api.types.is_integer_dtype(frame["n"])
