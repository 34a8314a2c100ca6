"""Traps of sales figures: the right answer, and beside it the usual wrong one, which is another."""

import math
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from salesnb.loaders import load_files
from salesnb.metrics import measure
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from tests.frames import CHINA, CONTACT, DEFAULTS, Records, scoped, settings_with

ORDER = {"customer_id": "C1", "owner": "甲", "order_date": "2026-10-10"}
LEAD = {**CONTACT, "created_at": "2026-10-01", "owner": "甲"}
DEAL = {"customer_id": "C1", "owner": "甲", "created_at": "2026-10-02"}
STAFF: Records = [
    {"name": "甲", "team": "东区", "role": "rep"},
    {"name": "乙", "team": "西区", "role": "rep"},
]
MOVED: Records = [*STAFF, {"name": "甲", "since": "2026-10-16", "team": "西区", "role": "rep"}]


def paid(key: str, order: str, amount: float, day: str) -> dict[str, Any]:
    return {"payment_id": key, "order_id": order, "paid_amount": amount, "paid_date": day}


def value(store: ScopedStore, metric: str, period: str = "2026-10") -> float:
    frame = measure(store, DEFAULTS, [metric], [parse_period(period)], [], CHINA)
    return float(frame["value"].iloc[0])


def split(store: ScopedStore, metric: str, by: str, period: str = "2026-10") -> dict[Any, float]:
    frame = measure(store, DEFAULTS, [metric], [parse_period(period)], [by], CHINA)
    return dict(zip(frame[by], frame["value"], strict=True))


# Joins that multiply rows


def test_orders_with_several_payments_and_their_customer_with_several_deals(
    tmp_path: Path,
) -> None:
    tables: dict[str, Records] = {
        "orders": [
            {**ORDER, "order_id": "O1", "amount": 100},
            {**ORDER, "order_id": "O2", "amount": 50},
        ],
        "payments": [paid(f"P{n}", "O1", 30, "2026-10-20") for n in range(3)],
        "opportunities": [
            {**DEAL, "opportunity_id": f"D{n}", "stage": "quote", "amount": 10} for n in range(2)
        ],
    }
    with scoped(tmp_path, tables) as store:
        joined = store.query(
            """select sum(orders.amount) as sales, sum(opportunities.amount) as pipeline
            from orders left join payments using (order_id)
            left join opportunities on opportunities.customer_id = orders.customer_id"""
        ).iloc[0]
        assert (joined["sales"], joined["pipeline"]) == (700, 80)  # the wrong ones
        assert (value(store, "sales"), value(store, "open_pipeline")) == (150, 20)
        assert value(store, "collection_rate") == 90 / 150
        assert value(store, "collections") == 90


def test_leads_with_several_follow_ups_and_several_deals(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "leads": [
            {**LEAD, "lead_id": "L1", "customer_id": "C1"},
            {**LEAD, "lead_id": "L2", "customer_id": "C2"},
        ],
        "follow_ups": [
            {"follow_id": f"F{n}", "lead_id": "L1", "customer_id": "C1", "user": "甲",
             "follow_at": f"2026-10-0{n} 12:00"}
            for n in (2, 3, 4)
        ],
        "opportunities": [
            {**DEAL, "opportunity_id": "D1", "lead_id": "L1", "stage": "won", "won_amount": 70,
             "closed_at": "2026-10-20"},
            {**DEAL, "opportunity_id": "D2", "lead_id": "L1", "stage": "won", "won_amount": 30,
             "closed_at": "2026-10-21"},
        ],
    }  # fmt: skip
    with scoped(tmp_path, tables) as store:
        joined = store.query(
            """select count(*) as n from leads left join follow_ups using (lead_id)
            left join opportunities on opportunities.lead_id = leads.lead_id"""
        )
        assert joined["n"].item() == 7  # the wrong one
        assert value(store, "new_leads") == 2
        assert value(store, "lead_win_rate") == 1 / 2  # not 6/7, and not two deals of two leads
        assert value(store, "follow_ups") == 3
        assert value(store, "won_amount") == 100
        assert value(store, "response_time") == 36  # the first one, not the mean of three


def test_of_several_lost_deals_the_last_one_says_why_the_lead_is_lost(tmp_path: Path) -> None:
    lost = {**DEAL, "lead_id": "L1", "stage": "lost"}
    tables: dict[str, Records] = {
        "leads": [{**LEAD, "lead_id": "L1"}],
        "opportunities": [
            {**lost, "opportunity_id": "D1", "closed_at": "2026-10-05", "lost_reason": "预算"},
            {**lost, "opportunity_id": "D2", "closed_at": "2026-10-25", "lost_reason": "价格"},
        ],
    }
    with scoped(tmp_path, tables) as store:
        assert split(store, "lost_leads", "lost_reason") == {"价格": 1}  # 预算 is greater by text


# Shares of the right total


def test_shares_of_reasons_are_of_the_scope_and_the_period(tmp_path: Path) -> None:
    lost = {**LEAD, "outcome": "lost", "outcome_date": "2026-10-20"}
    told = [("甲", "价格"), ("甲", "价格"), ("甲", "预算"), ("乙", "预算"), ("乙", "预算")]
    leads = [
        {**lost, "lead_id": f"L{n}", "owner": owner, "reason": reason}
        for n, (owner, reason) in enumerate(told)
    ]
    leads.append({**lost, "lead_id": "L9", "outcome_date": "2026-09-20", "reason": "预算",
                  "created_at": "2026-09-01"})  # fmt: skip
    with scoped(tmp_path, {"staff": STAFF, "leads": leads}, scope="team:东区") as store:
        counts = split(store, "lost_leads", "lost_reason")
        price = counts["价格"] / sum(counts.values())
    assert price == 2 / 3
    assert price != 2 / 5 and price != 2 / 4  # of the company; with September's


def test_a_rate_of_the_whole_is_not_the_mean_of_the_rates_of_its_parts(tmp_path: Path) -> None:
    leads = [{**LEAD, "lead_id": "L0", "source": "展会", "stage": "won"}] + [
        {**LEAD, "lead_id": f"L{n}", "stage": "won" if n == 1 else "lead"} for n in range(1, 10)
    ]
    with scoped(tmp_path, {"leads": leads}) as store:
        parts = split(store, "lead_win_rate", "source")
        whole = value(store, "lead_win_rate")
    assert sum(parts.values()) / 2 == pytest.approx(5 / 9)  # the wrong one
    assert whole == 2 / 10


# Refunds


def test_a_refund_in_the_next_month_is_of_that_month(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "orders": [
            {**ORDER, "order_id": "O1", "amount": 1000, "order_date": "2026-10-20"},
            {**ORDER, "order_id": "R1", "amount": -300, "order_date": "2026-11-05"},
            {**ORDER, "order_id": "O2", "amount": 700, "order_date": "2026-11-06",
             "customer_id": "C2"},
        ],
        "payments": [
            paid("P1", "O1", 1000, "2026-10-25"),
            paid("P2", "R1", -300, "2026-11-06"),
            paid("P3", "O2", 350, "2026-11-07"),
        ],
    }  # fmt: skip
    with scoped(tmp_path, tables, as_of=date(2026, 11, 30)) as store:
        assert [value(store, "sales", m) for m in ("2026-10", "2026-11")] == [1000, 400]
        assert value(store, "orders", "2026-11") == 1
        assert value(store, "collections", "2026-11") == 50
        assert value(store, "collection_rate", "2026-10") == 1  # not 700/1000
        assert value(store, "collection_rate", "2026-11") == 50 / 400
        # C1 returned goods and did not buy: one customer, and not two.
        assert value(store, "avg_customer_value", "2026-11") == 400
        assert value(store, "avg_customer_value", "2026-11") != 400 / 2


def test_a_month_of_refunds_alone_has_negative_sales_and_no_rate(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "orders": [
            {**ORDER, "order_id": "R1", "amount": -300},
            {**ORDER, "order_id": "O1", "amount": 900, "order_date": "2026-11-10"},
        ],
        "payments": [paid("P1", "R1", -300, "2026-10-11")],
        "targets": [{"period": "2026-10", "scope": "company", "metric": "sales", "value": 600}],
    }
    with scoped(tmp_path, tables, as_of=date(2026, 10, 31)) as store:
        assert (value(store, "sales"), value(store, "orders")) == (-300, 0)
        assert value(store, "target_completion") == -0.5
        for name in ("collection_rate", "avg_customer_value", "dso"):
            assert math.isnan(value(store, name)), name  # -300 / -300 is not 100 %
    with scoped(tmp_path, as_of=date(2026, 11, 30)) as store:
        assert math.isnan(value(store, "growth_mom", "2026-11"))  # not 900 / -300 - 1 = -400 %


# Payments


def test_a_payment_is_of_its_day_and_pays_the_order_of_another(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "orders": [{**ORDER, "order_id": "O1", "amount": 900, "order_date": "2026-10-30"}],
        "payments": [
            paid("P1", "O1", 300, "2026-10-31"),
            paid("P2", "O1", 300, "2026-11-01"),
            paid("P3", "O1", 100, "2026-12-01"),
        ],
    }
    with scoped(tmp_path, tables, as_of=date(2026, 12, 31)) as store:
        months = [value(store, "collections", f"2026-{m}") for m in (10, 11, 12)]
        assert months == [300, 300, 100]
        assert value(store, "collection_rate", "2026-10") == 7 / 9  # not 3/9 of its own month
        assert math.isnan(value(store, "collection_rate", "2026-11"))  # paid, but nothing ordered
        assert value(store, "outstanding_amount") == 200
    with scoped(tmp_path, as_of=date(2026, 10, 31)) as store:
        assert value(store, "collection_rate", "2026-10") == 3 / 9


def test_what_one_order_was_paid_too_much_does_not_pay_another(tmp_path: Path) -> None:
    due = {"due_date": "2026-10-20"}
    tables: dict[str, Records] = {
        "orders": [
            {**ORDER, **due, "order_id": "O1", "amount": 100},
            {**ORDER, **due, "order_id": "O2", "amount": 100},
        ],
        "payments": [paid("P1", "O1", 150, "2026-10-15"), paid("P2", "O2", 50, "2026-10-15")],
    }
    with scoped(tmp_path, tables) as store:
        assert value(store, "outstanding_amount") == 50  # not 0
        assert value(store, "overdue_amount") == 50
        assert value(store, "overpaid_amount") == 50
        assert value(store, "collection_rate") == 0.75  # not (150 + 50) / 200 = 1
        assert value(store, "collection_rate_due") == 0.75


def test_a_payment_before_its_order_is_known_before_the_order_is(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "staff": STAFF,
        "orders": [{**ORDER, "order_id": "O1", "amount": 100, "order_date": "2026-11-05"}],
        "payments": [
            paid("P1", "O1", 60, "2026-10-31"),
            paid("P2", "O1", 40, "2026-11-15"),
        ],
    }
    with scoped(tmp_path, tables, as_of=date(2026, 11, 30)) as store:
        assert split(store, "collections", "team", "2026-10") == {"东区": 60}
        assert value(store, "days_to_pay", "2026-10") == -5
        assert value(store, "collection_rate", "2026-11") == 1
    with scoped(tmp_path, as_of=date(2026, 10, 31)) as store:
        # Whose it is nobody knows before the order is there.
        assert split(store, "collections", "team") == {"unassigned": 60}
        assert value(store, "sales") == 0


def test_without_recent_sales_there_are_no_days_of_sales_outstanding(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "orders": [{**ORDER, "order_id": "O1", "amount": 900, "order_date": "2026-01-10"}],
        "payments": [paid("P1", "O1", 300, "2026-02-01")],
    }
    with scoped(tmp_path, tables) as store:
        assert value(store, "outstanding_amount") == 600
        assert math.isnan(value(store, "dso"))  # neither 0 nor endless


# Edges of periods


def test_a_period_ends_at_midnight(tmp_path: Path) -> None:
    days = ["2026-09-30 23:59:59", "2026-10-01 00:00", "2026-10-31 23:59:59", "2026-11-01 00:00"]
    leads = [{**LEAD, "lead_id": f"L{n}", "created_at": day} for n, day in enumerate(days)]
    with scoped(tmp_path, {"leads": leads}, as_of=date(2026, 11, 30)) as store:
        wrong = store.query(
            "select count(*) as n from leads where created_at between '2026-10-01' and '2026-10-31'"
        )
        assert wrong["n"].item() == 1
        assert value(store, "new_leads") == 2
        assert value(store, "new_leads", "2026-10-31") == 1
        assert value(store, "new_leads", "2026-11") == 1
    with scoped(tmp_path, as_of=date(2026, 10, 31)) as store:
        assert value(store, "new_leads", "2026-10..2026-11") == 2  # the last second is still known


def test_leap_days_belong_to_their_month_year_and_fiscal_quarter(tmp_path: Path) -> None:
    amounts = {"2023-02-28": 100, "2024-02-29": 150, "2024-03-01": 7, "2025-02-28": 300}
    orders = [
        {**ORDER, "order_id": f"O{day}", "order_date": day, "amount": amount}
        for day, amount in amounts.items()
    ]
    with scoped(tmp_path, {"orders": orders}) as store:
        assert value(store, "sales", "2024-02") == 150
        assert value(store, "sales", "2024-02-29") == 150
        assert value(store, "growth_yoy", "2024-02-29") == 0.5  # with 28 February
        assert value(store, "growth_yoy", "2024-02") == 0.5
        assert value(store, "growth_yoy", "2025-02") == 1  # 300 of the 29 days' 150
        # A fiscal year that begins in December: its first quarter ends with the leap day.
        quarter = parse_period("2024Q1", fiscal_start=12)
        frame = measure(store, DEFAULTS, ["sales", "growth_yoy"], [quarter], [], CHINA)
        assert frame["value"].to_list() == [150, 0.5]


def test_week_53_is_compared_with_the_week_52_weeks_before(tmp_path: Path) -> None:
    amounts = {
        "2025-12-28": 1,
        "2025-12-29": 40,
        "2026-01-04": 60,
        "2026-12-28": 120,
        "2027-01-03": 80,
    }
    orders = [
        {**ORDER, "order_id": f"O{day}", "order_date": day, "amount": amount}
        for day, amount in amounts.items()
    ]
    with scoped(tmp_path, {"orders": orders}, at=datetime(2027, 2, 1)) as store:
        assert value(store, "sales", "2026-W53") == 200
        assert value(store, "growth_yoy", "2026-W53") == 1  # with 2026-W01: 100
        weeks = parse_period("2026").split("week")
        frame = measure(store, DEFAULTS, ["sales"], weeks, [], CHINA)
        # Cut at the year's ends: 1 to 4 January, 28 to 31 December.
        assert (weeks[0].text, weeks[-1].text) == ("2026-W01", "2026-W53")
        assert frame["value"].iloc[[0, -1]].to_list() == [60, 120]


def test_a_cut_week_is_compared_with_as_many_days(tmp_path: Path) -> None:
    amounts = {"2026-09-21": 500, "2026-09-25": 100, "2026-10-02": 150}
    orders = [
        {**ORDER, "order_id": f"O{day}", "order_date": day, "amount": amount}
        for day, amount in amounts.items()
    ]
    with scoped(tmp_path, {"orders": orders}) as store:
        week = parse_period("2026-10").split("week")[0]  # Thursday to Sunday
        row = measure(store, DEFAULTS, ["sales"], [week], [], CHINA, compare=True).iloc[0]
    assert (row["value"], row["previous"]) == (150, 100)  # not 600, from Monday
    assert row["growth_mom"] == 0.5


def test_a_month_that_has_not_begun_did_not_fall(tmp_path: Path) -> None:
    tables = {"orders": [{**ORDER, "order_id": "O1", "order_date": "2026-10-01", "amount": 100}]}
    with scoped(tmp_path, tables, as_of=date(2026, 10, 31)) as store:
        period = parse_period("2026-11")
        row = measure(store, DEFAULTS, ["sales"], [period], [], CHINA, compare=True).iloc[0]
    assert row["value"] == 0 and math.isnan(row["growth_mom"])  # not -100 % of 1 October


def test_an_order_of_an_evening_abroad_is_of_the_next_day_here(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    times = ["2026-10-31T23:30:00Z", "2026-10-31T23:30:00+08:00", "2026-10-31T15:59:59Z"]
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("销售业绩跟踪表")
        page.write_row(0, 0, ["销售单号", "客户编号", "成交金额", "成交日期", "负责人"])
        buyers = book.add_worksheet("客户信息表")
        buyers.write_row(0, 0, ["客户编号", "客户名称"])
        buyers.write_row(1, 0, ["C1", "东方"])
        for n, moment in enumerate(times, start=1):
            page.write_row(n, 0, [f"O{n}", "C1", 10**n, moment, "甲"])
    loaded = load_files([path], DEFAULTS, mapping=None, known={}, today=date(2026, 11, 30))
    assert loaded.errors.empty, loaded.errors["message"].tolist()
    store = Store(tmp_path / "store")
    store.import_frames(loaded.tables, files=[path.name], at=datetime(2026, 11, 30), by="tester")
    with ScopedStore.open(store, DEFAULTS) as opened:
        assert value(opened, "sales", "2026-10") == 1100  # 23:59:59 in Shanghai still counts
        assert value(opened, "sales", "2026-11-01") == 10  # 7:30 in Shanghai; 1110 by the text


# Groups


def test_a_group_without_rows_in_the_period_is_0_and_has_no_rate(tmp_path: Path) -> None:
    leads = [
        {**LEAD, "lead_id": "L1", "source": "官网"},
        {**LEAD, "lead_id": "L2", "source": "展会", "created_at": "2026-09-01"},
    ]
    with scoped(tmp_path, {"leads": leads}) as store:
        periods = [parse_period("2026-09"), parse_period("2026-10")]
        names = ["new_leads", "lead_win_rate"]
        frame = measure(store, DEFAULTS, names, periods, ["source"], CHINA)
    found = frame.set_index(["metric", "period", "source"])["value"]
    assert found["new_leads"].to_dict() == {
        ("2026-09", "官网"): 0,
        ("2026-09", "展会"): 1,
        ("2026-10", "官网"): 1,
        ("2026-10", "展会"): 0,
    }
    assert math.isnan(found["lead_win_rate", "2026-10", "展会"])  # not 0 %


def test_who_changed_teams_mid_month_sold_for_both(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "staff": MOVED,
        "orders": [
            {**ORDER, "order_id": "O1", "amount": 100, "order_date": "2026-10-15"},
            {**ORDER, "order_id": "O2", "amount": 40, "order_date": "2026-10-16"},
        ],
        "opportunities": [
            {**DEAL, "opportunity_id": "D1", "stage": "won", "won_amount": 5,
             "closed_at": "2026-10-15"},
            {**DEAL, "opportunity_id": "D2", "stage": "quote", "amount": 70},
        ],
        "targets": [
            {"period": "2026-10", "scope": f"rep:{rep}", "metric": "sales", "value": value}
            for rep, value in (("甲", 200), ("乙", 80))
        ],
    }  # fmt: skip
    with scoped(tmp_path, tables) as store:
        assert split(store, "sales", "team") == {"东区": 100, "西区": 40}  # not 0 and 140
        assert split(store, "sales", "rep") == {"甲": 140}
        assert split(store, "won_amount", "team") == {"东区": 5}  # closed ones stay
        assert split(store, "open_pipeline", "team") == {"东区": 0, "西区": 70}  # open ones move
        # The month's target goes with the rep to the team of the day, in one piece.
        completion = split(store, "target_completion", "team")
        assert completion["西区"] == pytest.approx(40 / 280)
        assert math.isnan(completion["东区"])
    with scoped(tmp_path, as_of=date(2026, 10, 15)) as store:
        assert split(store, "open_pipeline", "team") == {"东区": 70}
        assert split(store, "target_completion", "team") == {"东区": 0.5, "西区": 0}


def test_two_reps_of_one_name_do_not_add_up(tmp_path: Path) -> None:
    staff = [
        {"name": "张伟", "staff_id": "E1", "team": "东区", "role": "rep"},
        {"name": "张伟", "staff_id": "E2", "team": "西区", "role": "rep"},
    ]
    amounts = {"E1": 100, "E2": 30, "张伟": 5}
    orders = [
        {**ORDER, "order_id": f"O-{owner}", "owner": owner, "amount": amount}
        for owner, amount in amounts.items()
    ]
    with scoped(tmp_path, {"staff": staff, "orders": orders}) as store:
        right = {"张伟 E1": 100, "张伟 E2": 30, "unassigned": 5}
        assert split(store, "sales", "rep") == right  # not {张伟: 135}
        assert split(store, "sales", "team") == {"东区": 100, "西区": 30, "unassigned": 5}
        assert value(store, "sales") == 135  # once, though two people bear the name


def test_what_nobody_owns_is_the_companys_and_no_teams(tmp_path: Path) -> None:
    amounts = {"甲": 100, "乙": 30, "不明": 5}
    orders = [
        {**ORDER, "order_id": f"O-{owner}", "owner": owner, "amount": amount}
        for owner, amount in amounts.items()
    ]
    with scoped(tmp_path, {"staff": STAFF, "orders": orders}) as store:
        assert value(store, "sales") == 135
        assert split(store, "sales", "team") == {"东区": 100, "西区": 30, "unassigned": 5}
    teams = []
    for scope in ("team:东区", "team:西区"):
        with scoped(tmp_path, scope=scope) as store:
            teams.append(value(store, "sales"))
    assert teams == [100, 30]


def test_a_customer_of_two_reps_is_one_customer(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "staff": STAFF,
        "customers": [{"customer_id": "C1", "customer_name": "东方", "owner": "甲",
                       "first_contact_date": "2026-10-01"}],
        "orders": [
            {**ORDER, "order_id": "O1", "amount": 100},
            {**ORDER, "order_id": "O2", "amount": 30, "owner": "乙"},
        ],
    }  # fmt: skip
    with scoped(tmp_path, tables) as store:
        assert value(store, "avg_customer_value") == 130  # not 65: C1 bought from both
        assert split(store, "avg_customer_value", "rep") == {"甲": 100, "乙": 30}
        assert split(store, "new_customers", "team") == {"东区": 1}  # its owner's
        assert value(store, "new_customers") == 1


def test_skipped_and_revisited_stages_count_once(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "leads": [
            {**LEAD, "lead_id": "L1", "stage": "won"},  # bought at once
            {**LEAD, "lead_id": "L2", "stage": "intent"},  # and back from the quote
            {**LEAD, "lead_id": "L3", "stage": "lead"},  # and back from the intent
            {**LEAD, "lead_id": "L4", "stage": "lead"},
        ],
        "stage_history": [
            {"subject_type": "lead", "subject_id": key, "stage": stage, "entered_at": day}
            for key, stage, day in (
                ("L2", "intent", "2026-10-02"),
                ("L2", "quote", "2026-10-05"),
                ("L2", "intent", "2026-10-09"),
                ("L3", "intent", "2026-10-04"),
                ("L3", "lead", "2026-10-08"),
            )
        ],
    }
    with scoped(tmp_path, tables) as store:
        now = store.query("select count(*) as n from leads where stage = 'intent'")
        assert now["n"].item() == 1  # the wrong one: who stands there now
        assert value(store, "lead_conversion_rate") == 3 / 4
        assert split(store, "new_leads", "furthest_stage") == {
            "won": 1, "quote": 1, "intent": 1, "lead": 1,
        }  # fmt: skip


# Arithmetic


def test_counts_divided_by_counts_are_fractions(tmp_path: Path) -> None:
    text = """
metrics:
  won_per_lost:
    {zh: 赢输比, en: Won per lost, unit: ratio, definition_zh: "", definition_en: "", fact: leads,
     formula: count_if(is_won) / count_if(is_lost) + 0 * count(*), dated_by: created_on}
"""
    stages = ["won"] * 3 + ["lost"] * 2
    leads = [{**LEAD, "lead_id": f"L{n}", "stage": stage} for n, stage in enumerate(stages)]
    settings = settings_with(tmp_path / "shop", metrics=text)
    with scoped(tmp_path / "store", {"leads": leads}) as store:
        frame = measure(store, settings, ["won_per_lost"], [parse_period("2026-10")], [], CHINA)
        assert frame["value"].item() == 1.5  # not 1
        assert value(store, "lead_win_rate") == 3 / 5  # not 0


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle(tmp_path: Path) -> None:
    days = (2, 3, 8, 100)
    leads = [
        {**LEAD, "lead_id": f"L{n}", "created_at": "2026-10-01", "outcome": "won",
         "outcome_date": pd.Timestamp("2026-10-01") + pd.Timedelta(days=n)}
        for n in days
    ]  # fmt: skip
    with scoped(tmp_path, {"leads": leads}, as_of=date(2027, 2, 1)) as store:
        year = "2026-10..2027-01"
        assert value(store, "median_sales_cycle_days", year) == 5.5  # neither 3 nor 8
        assert value(store, "sales_cycle_days", year) == 113 / 4


def test_an_amount_that_is_not_known_is_not_0(tmp_path: Path) -> None:
    deals = [
        {**DEAL, "opportunity_id": "D1", "stage": "won", "closed_at": "2026-10-20",
         "won_amount": 100, "amount": 80},
        {**DEAL, "opportunity_id": "D2", "stage": "won", "closed_at": "2026-10-20", "amount": 80},
        {**DEAL, "opportunity_id": "D3", "stage": "won", "closed_at": "2026-09-20"},
        {**DEAL, "opportunity_id": "D4", "stage": "quote"},
    ]  # fmt: skip
    with scoped(tmp_path, {"opportunities": deals}) as store:
        assert value(store, "won_amount") == 100  # not 180 with what was expected
        assert value(store, "avg_customer_value") == 100
        assert math.isnan(
            value(store, "won_amount", "2026-09")
        )  # one was won, for nobody knows what
        assert value(store, "won_amount", "2026-08") == 0  # none was won
        assert math.isnan(value(store, "open_pipeline"))


def test_a_target_of_0_has_no_completion(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "staff": STAFF,
        "orders": [{**ORDER, "order_id": "O1", "amount": 100}],
        "targets": [
            {"period": "2026-10", "scope": "rep:甲", "metric": "sales", "value": 0},
            {"period": "2026-10", "scope": "rep:乙", "metric": "sales", "value": 400},
        ],
    }
    with scoped(tmp_path, tables) as store:
        completion = split(store, "target_completion", "rep")
        assert math.isnan(completion["甲"]) and completion["乙"] == 0  # neither endless nor 100 %
        assert value(store, "target_completion") == 100 / 400  # the company's is the sum
