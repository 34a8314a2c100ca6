"""The timeline of a case: order, gaps, what belongs to it, what is never shown."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.errors import UsageError
from salesnb.funnel import largest_cases, timeline
from salesnb.funnel.timeline import without_contacts
from salesnb.periods import parse_period
from tests.frames import CONTACT, DEFAULTS, Records, scoped

LEAD = {**CONTACT, "lead_id": "L1", "owner": "李娜", "created_at": "2026-03-02 09:00"}
DEAL = {"opportunity_id": "P1", "customer_id": "C1", "lead_id": "L1", "owner": "李娜"}
STAFF = [
    {"name": "李娜", "team": "东区", "role": "rep"},
    {"name": "王强", "team": "西区", "role": "rep"},
]


def step(stage: str, at: str, subject: str = "lead", key: str = "L1") -> dict[str, Any]:
    return {"subject_type": subject, "subject_id": key, "stage": stage, "entered_at": at}


def call(number: int, at: str, **more: Any) -> dict[str, Any]:
    made = {"follow_id": f"F{number}", "lead_id": "L1", "follow_at": at, "user": "李娜"}
    return {**made, "method": "phone", "content": f"talk {number}", **more}


def told(
    folder: Path, tables: dict[str, Records], case: str = "L1", **options: Any
) -> pd.DataFrame:
    lang = options.pop("lang", "en")
    day = date(2026, 6, 30)
    at = datetime(2026, 6, 30, 12)
    tables = {"staff": STAFF, **tables}
    with scoped(folder, tables, at=at, as_of=day, **options) as store:
        return timeline(store, DEFAULTS, case, lang)


def brief(frame: pd.DataFrame) -> list[str]:
    return [f"{at:%m-%d} {kind}" for at, kind in zip(frame["at"], frame["kind"], strict=True)]


def test_a_lost_case_from_its_creation_to_its_end(tmp_path: Path) -> None:
    lead = {**LEAD, "assigned_at": "2026-03-02 10:00", "source": "Fair"}
    ended = {"outcome": "lost", "outcome_date": "2026-04-20", "reason": "Price"}
    calls = [
        call(1, "2026-03-03 10:00", feedback="Too early"),
        call(2, "2026-03-10 10:00", method="visit", feedback="Too expensive"),
    ]
    history = [step("intent", "2026-03-12 09:00")]
    frame = told(
        tmp_path,
        {"leads": [{**lead, **ended}], "follow_ups": calls, "stage_history": history},
    )
    assert brief(frame) == [
        "03-02 created",
        "03-02 assigned",
        "03-03 first_contact",
        "03-10 follow_up",
        "03-12 stage",
        "04-20 lost",
    ]
    assert frame["what"].tolist() == [
        "Lead from Fair: ERP",
        "Assigned to 李娜",
        "talk 1",
        "talk 2",
        "Enters Intent",
        "Lost",
    ]
    assert frame["method"].tolist()[2:4] == ["phone", "visit"]
    # From 12 March 9:00 to 20 April 0:00; without won cases 15 days are usual (stage_days).
    assert frame["gap_days"].iloc[5] == 38.625
    assert frame["is_gap"].tolist() == [False] * 5 + [True]
    assert [(each["kind"], each["text"]) for each in frame.attrs["obstacles"]] == [
        ("reason", "Price"),
        ("feedback", "Too early"),
        ("feedback", "Too expensive"),
    ]
    assert (frame.attrs["typical"], frame.attrs["won_cases"]) == ([], 0)


def test_events_of_the_same_second_stand_in_one_order_however_they_were_typed(
    tmp_path: Path,
) -> None:
    second = "2026-03-02 09:00"
    leads = [{**LEAD, "assigned_at": second}]
    calls = [call(2, second), call(1, second)]
    history = [step("opportunity", second), step("intent", second)]
    orders = (calls, history), (calls[::-1], history[::-1])
    found = [
        told(
            tmp_path / str(n),
            {"leads": leads, "follow_ups": each[0], "stage_history": each[1]},
        )
        for n, each in enumerate(orders)
    ]
    assert found[0]["what"].tolist()[1:6] == [
        "Assigned to 李娜",
        "talk 1",
        "talk 2",
        "Enters Intent",
        "Enters Opportunity",
    ]
    assert found[0]["what"].tolist() == found[1]["what"].tolist()


def test_a_sale_dated_by_its_day_comes_after_what_was_done_on_that_day(tmp_path: Path) -> None:
    ended = {"outcome": "won", "outcome_date": "2026-03-20"}
    calls = [call(1, "2026-03-20 16:00")]
    frame = told(tmp_path, {"leads": [{**LEAD, **ended}], "follow_ups": calls})
    assert brief(frame) == ["03-02 created", "03-20 first_contact", "03-20 won"]
    assert frame["gap_days"].iloc[2] == 0


def test_a_deal_that_was_opened_again_is_not_ended_twice(tmp_path: Path) -> None:
    deal = {**DEAL, "stage": "won", "created_at": "2026-03-10", "closed_at": "2026-06-01"}
    history = [
        step("opportunity", "2026-03-10 11:00", "opportunity", "P1"),
        step("quote", "2026-03-15 11:00", "opportunity", "P1"),
        step("lost", "2026-04-01 11:00", "opportunity", "P1"),
        step("opportunity", "2026-05-20 11:00", "opportunity", "P1"),
        step("won", "2026-06-01 11:00", "opportunity", "P1"),
    ]
    tables = {"leads": [LEAD], "opportunities": [deal], "stage_history": history}
    frame = told(tmp_path, tables, "P1")
    assert brief(frame) == [
        "03-02 created",
        "03-10 stage",
        "03-15 stage",
        "04-01 lost",
        "05-20 reopened",
        "06-01 won",
    ]
    assert frame["what"].iloc[4] == "Reopened at Opportunity"
    assert frame.attrs["case"].outcome == "won"


def test_a_step_back_is_named(tmp_path: Path) -> None:
    history = [
        step("opportunity", "2026-03-10 11:00"),
        step("intent", "2026-03-15 11:00"),
        step("opportunity", "2026-03-20 11:00"),
    ]
    frame = told(tmp_path, {"leads": [LEAD], "stage_history": history})
    assert frame["kind"].tolist() == ["created", "stage", "back", "stage", "today"]
    assert frame["what"].iloc[2] == "Back to Intent"


def test_an_open_case_ends_today_and_its_silence_is_a_gap(tmp_path: Path) -> None:
    frame = told(tmp_path, {"leads": [LEAD], "follow_ups": [call(1, "2026-03-03 10:00")]})
    assert brief(frame) == ["03-02 created", "03-03 first_contact", "06-30 today"]
    assert frame["is_gap"].tolist() == [False, False, True]
    assert frame.attrs["case"].outcome == "open"


def test_lead_and_deal_tell_of_one_stage_once(tmp_path: Path) -> None:
    deal = {**DEAL, "stage": "quote", "created_at": "2026-03-10"}
    history = [
        step("opportunity", "2026-03-10 11:00"),
        step("opportunity", "2026-03-10 11:30", "opportunity", "P1"),
    ]
    tables = {"leads": [LEAD], "opportunities": [deal], "stage_history": history}
    frame = told(tmp_path, tables)
    assert brief(frame) == ["03-02 created", "03-10 stage", "06-30 today"]


def test_orders_and_payments_follow_the_sale(tmp_path: Path) -> None:
    deal = {**DEAL, "stage": "won", "created_at": "2026-03-10", "closed_at": "2026-04-01"}
    order = {"customer_id": "C1", "amount": 50_000, "owner": "李娜", "product": "ERP"}
    orders = [
        {**order, "order_id": "O1", "order_date": "2026-04-01"},
        {**order, "order_id": "O2", "order_date": "2026-05-02"},  # 31 days after: another sale
        {**order, "order_id": "O3", "order_date": "2026-04-01", "customer_id": "C2"},
    ]
    paid = {"order_id": "O1", "paid_amount": 20_000, "paid_date": "2026-06-15"}
    tables = {"leads": [LEAD], "opportunities": [deal], "orders": orders}
    frame = told(tmp_path, {**tables, "payments": [{**paid, "payment_id": "Y1"}]}, "P1")
    assert brief(frame)[-3:] == ["04-01 won", "04-01 order", "06-15 payment"]
    assert frame["what"].tolist()[-2:] == ["Order: ERP, 50.0k", "Paid 20.0k"]
    assert not frame["is_gap"].iloc[-1]  # a customer may take its time


def test_follow_ups_of_the_customer_belong_to_a_case_while_it_was_open(tmp_path: Path) -> None:
    leads = [
        {**LEAD, "customer_id": "C1", "outcome": "lost", "outcome_date": "2026-04-01"},
        {**LEAD, "customer_id": "C1", "lead_id": "L2", "created_at": "2026-02-01"},
    ]
    of_customer = {"customer_id": "C1", "lead_id": None}
    calls = [
        call(1, "2026-03-01 10:00", **of_customer),  # before
        call(2, "2026-03-05 10:00", **of_customer),
        call(3, "2026-04-01 17:00", **of_customer),
        call(4, "2026-04-02 10:00", **of_customer),  # afterwards
        call(5, "2026-03-06 10:00", customer_id="C1", lead_id="L2"),  # of another lead
    ]
    frame = told(tmp_path, {"leads": leads, "follow_ups": calls})
    assert [what for what in frame["what"] if str(what).startswith("talk")] == ["talk 2", "talk 3"]


def test_a_customer_has_all_of_its_cases(tmp_path: Path) -> None:
    customer = {"customer_id": "C1", "customer_name": "Acme", "owner": "李娜", "level": "key"}
    calls = [
        call(1, "2026-03-05 10:00"),
        call(2, "2026-06-10 10:00", lead_id=None, customer_id="C1"),
    ]
    order = {"order_id": "O1", "customer_id": "C1", "amount": 5, "owner": "李娜"}
    tables = {
        "customers": [customer],
        "leads": [{**LEAD, "customer_id": "C1"}],
        "follow_ups": calls,
        "orders": [{**order, "order_date": "2026-05-02"}],
    }
    frame = told(tmp_path, tables, "C1")
    assert brief(frame) == [
        "03-02 created",
        "03-05 first_contact",
        "05-02 order",
        "06-10 follow_up",
        "06-30 today",
    ]
    assert frame.attrs["usual_days"] == 14  # the cadence of key customers
    assert frame["is_gap"].tolist() == [False, False, False, True, True]


def test_the_usual_path_is_that_of_won_cases(tmp_path: Path) -> None:
    leads, history, calls = [], [], []
    for n in range(5):
        key = f"W{n}"
        ended = {"outcome": "won", "outcome_date": f"2026-04-{10 + n}"}
        leads.append({**LEAD, "lead_id": key, "created_at": "2026-04-01 09:00", **ended})
        history.append(step("intent", f"2026-04-0{2 + n} 09:00", key=key))
        for day in (2, 5):
            made = call(10 * n + day, f"2026-04-0{day} 08:00", lead_id=key)
            calls.append(made)
    tables = {"leads": [*leads, LEAD], "stage_history": history, "follow_ups": calls}
    frame = told(tmp_path, tables)
    # To 意向 1, 2, 3, 4, 5 days after 0, 0, 0, 1, 1 or 2 contacts; to the sale 8.6 … 12.6.
    path = {step["stage"]: step for step in frame.attrs["typical"]}
    assert list(path) == ["intent", "won"]
    assert (path["intent"]["days"], path["intent"]["cases"]) == (3, 5)
    assert path["won"]["days"] == 10.625
    assert path["won"]["contacts"] == 2
    assert frame.attrs["won_cases"] == 5


def test_an_unknown_id_names_the_nearest_of_the_scope(tmp_path: Path) -> None:
    leads = [{**LEAD, "lead_id": "L2026-01"}, {**LEAD, "lead_id": "X9", "owner": "王强"}]
    with pytest.raises(UsageError, match="Did you mean 'L2026-01'"):
        told(tmp_path, {"leads": leads}, "L2026-07")
    with pytest.raises(UsageError, match="no lead, opportunity or customer 'X9'"):
        told(tmp_path, {"leads": leads}, "X9", scope="team:东区")


def test_in_a_scope_stands_only_what_it_may_see(tmp_path: Path) -> None:
    calls = [call(1, "2026-03-05 10:00"), call(2, "2026-03-06 10:00", user="王强")]
    tables = {"leads": [LEAD], "follow_ups": calls}
    assert "talk 2" in told(tmp_path / "all", tables)["what"].tolist()
    assert "talk 2" not in told(tmp_path / "own", tables, scope="team:东区")["what"].tolist()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13800005678，周五再打", "电话***，周五再打"),
        ("call +44 20 7946 0958 or (555) 010-1234", "call *** or ***"),
        ("0755-26001234 转 8", "*** 转 8"),
        ("写信到li.na@example.com.cn。", "写信到***。"),
        (
            "订单 O20261031001，2026-10-31 前付 1200000 元",
            "订单 O20261031001，2026-10-31 前付 1200000 元",
        ),
        ("  ", None),
    ],
)
def test_contacts_in_a_text_are_not_shown(text: str, shown: str | None) -> None:
    assert without_contacts(text) == shown


def test_no_event_shows_a_contact(tmp_path: Path) -> None:
    lead = {**LEAD, "need": "ERP, ask 13800005678", "outcome": "lost", "outcome_date": "2026-04-01"}
    calls = [call(1, "2026-03-05 10:00", content="rang 13800005678", feedback="li@example.com")]
    reason = {"reason": "See 13800005678"}
    frame = told(tmp_path, {"leads": [{**lead, **reason}], "follow_ups": calls})
    everything = frame.to_csv() + str(frame.attrs)
    assert "13800005678" not in everything and "example.com" not in everything
    assert "李明" not in everything


def test_the_largest_cases_are_those_of_most_money_that_ended_in_the_period(
    tmp_path: Path,
) -> None:
    deal = {"customer_id": "C1", "owner": "李娜", "created_at": "2026-03-01"}
    deals = [
        {
            **deal,
            "opportunity_id": "P1",
            "stage": "won",
            "closed_at": "2026-05-03",
            "amount": 900,
            "won_amount": 100,
        },
        {**deal, "opportunity_id": "P2", "stage": "lost", "closed_at": "2026-05-31", "amount": 500},
        {**deal, "opportunity_id": "P3", "stage": "won", "closed_at": "2026-06-01", "amount": 999},
        {**deal, "opportunity_id": "P4", "stage": "quote", "amount": 9_999},
    ]
    at = datetime(2026, 6, 30, 12)
    with scoped(tmp_path, {"opportunities": deals}, at=at, as_of=date(2026, 6, 30)) as store:
        assert largest_cases(store, parse_period("2026-05"), 5) == ["P2", "P1"]
        assert largest_cases(store, parse_period("2026-05"), 1) == ["P2"]
        assert largest_cases(store, parse_period("2026-01"), 5) == []
