"""Leads as they stood: nothing that came later is in a row, whatever is entered afterwards."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from salesnb.extracts import WholeStore
from salesnb.settings import Settings
from salesnb.store import Store
from tests.frames import CONTACT, DEFAULTS, Records, fill, settings_with

LEAD = {**CONTACT, "owner": "李娜", "created_at": "2026-01-05 10:00", "company_name": "甲公司"}
AS_OF = date(2026, 10, 31)


def landmarks(folder: Path, as_of: date = AS_OF, settings: Settings = DEFAULTS) -> pd.DataFrame:
    with WholeStore(Store(folder).snapshot().path, settings, as_of) as whole:
        whole.need("lead_landmarks")
        frame = whole.connection.execute(
            "select * from whole.lead_landmarks order by lead_id, kind, age_days"
        ).df()
    return frame.set_index(["lead_id", "age_days"], drop=False)


def entry(lead: str, stage: str, day: str) -> dict[str, object]:
    return {"subject_type": "lead", "subject_id": lead, "stage": stage, "entered_at": day}


def call(number: str, day: str, **more: object) -> dict[str, object]:
    return {"follow_id": number, "user": "李娜", "method": "phone", "follow_at": day, **more}


def test_a_lead_is_seen_at_every_age_until_it_ends(tmp_path: Path) -> None:
    leads: Records = [
        {**LEAD, "lead_id": "W", "outcome": "won", "outcome_date": "2026-02-10"},
        {**LEAD, "lead_id": "L", "outcome": "lost", "outcome_date": "2026-01-20"},
        {**LEAD, "lead_id": "O", "created_at": "2026-10-20 10:00"},
    ]
    fill(Store(tmp_path), {"leads": leads})
    past = landmarks(tmp_path).query("kind == 'past'")
    ages = past["age_days"].groupby(level=0).agg(list).to_dict()
    assert ages == {"W": [0, 7, 14, 30], "L": [0, 7, 14], "O": [0, 7]}
    assert past["is_won"].dropna().groupby(level=0).first().to_dict() == {
        "W": True,
        "L": False,
    }
    assert past.loc["O", "is_won"].isna().all()  # not yet a failure
    now = landmarks(tmp_path).query("kind == 'now'")
    assert now["lead_id"].tolist() == ["O"] and now["age_days"].item() == 12


@pytest.mark.parametrize(
    ("won_on", "is_won"), [("2026-07-04", True), ("2026-07-05", False)], ids=["day 180", "day 181"]
)
def test_won_after_the_horizon_does_not_count(tmp_path: Path, won_on: str, is_won: bool) -> None:
    lead = {**LEAD, "lead_id": "W", "outcome": "won", "outcome_date": won_on}
    fill(Store(tmp_path), {"leads": [lead]})
    assert set(landmarks(tmp_path).query("kind == 'past'")["is_won"]) == {is_won}


def test_a_young_lead_that_is_won_already_tells_nothing_yet(tmp_path: Path) -> None:
    # Of young leads the fast ends are known first; to learn from them alone would mislead.
    lead = {
        **LEAD,
        "lead_id": "W",
        "created_at": "2026-09-01",
        "outcome": "won",
        "outcome_date": "2026-09-20",
    }
    fill(Store(tmp_path), {"leads": [lead]})
    assert landmarks(tmp_path)["is_won"].isna().all()


def test_what_had_happened_by_then_is_counted_and_no_more(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "customers": [{"customer_id": "C1", "customer_name": "甲公司", "owner": "李娜"}],
        "leads": [{**LEAD, "lead_id": "L"}],
        "follow_ups": [
            call("F0", "2025-12-01 09:00", customer_id="C1"),  # before the lead
            call("F1", "2026-01-06 10:00", lead_id="L"),
            call("F2", "2026-01-15 09:00", customer_id="C1", method="visit"),
            call("F3", "2026-03-01 09:00", lead_id="L"),
        ],
        "stage_history": [entry("L", "intent", "2026-01-10"), entry("L", "opportunity", "2026-02-01")],
        "orders": [
            {"order_id": "O1", "customer_id": "C1", "amount": 5, "order_date": "2025-06-01", "owner": "李娜"},
            {"order_id": "O2", "customer_id": "C1", "amount": 5, "order_date": "2026-01-20", "owner": "李娜"},
        ],
    }  # fmt: skip
    fill(Store(tmp_path), tables)
    rows = landmarks(tmp_path).loc["L"]
    told = {
        age: (
            r["follow_ups"],
            r["visits"],
            r["stage"],
            r["earlier_orders"],
            r["days_since_follow_up"],
        )
        for age, r in rows.loc[[7, 14, 30]].iterrows()
    }
    assert told == {7: (1, 0, "intent", 1, 6), 14: (2, 1, "intent", 1, 4), 30: (2, 1, "opportunity", 2, 20)}  # fmt: skip
    start = rows.loc[0]
    assert (start["follow_ups"], start["stage"], start["earlier_orders"]) == (0, "lead", 1)
    assert rows.loc[7, "first_response_hours"] == 24


def test_a_customer_number_that_only_converted_leads_get_is_not_known_before(
    tmp_path: Path,
) -> None:
    customers: Records = [{"customer_id": "C1", "customer_name": "另一写法", "owner": "李娜"}]
    order = {"order_id": "O1", "customer_id": "C1", "amount": 5, "order_date": "2025-06-01"}
    lead = {**LEAD, "lead_id": "L", "customer_id": "C1"}
    fill(
        Store(tmp_path),
        {"customers": customers, "leads": [lead], "orders": [{**order, "owner": "李娜"}]},
    )
    past = landmarks(tmp_path).query("kind == 'past'")
    assert not past["is_known_customer"].any()  # imported on 31 October, after all of these days


def test_values_entered_later_change_no_earlier_row(tmp_path: Path) -> None:
    store = Store(tmp_path)
    lead = {
        **LEAD,
        "lead_id": "L",
        "need_fit": "部分匹配",
        "budget_min": 5,
        "expected_close": "2026-03-31",
        "自定义": "a",
    }
    early = datetime(2026, 1, 6, 8)
    fill(
        store, {"leads": [lead], "follow_ups": [call("F1", "2026-01-05 12:00", lead_id="L")]}, early
    )
    day = date(2026, 2, 15)
    before = landmarks(tmp_path, day)
    later: dict[str, Records] = {
        "leads": [{**lead, "need_fit": "完全匹配", "budget_min": 90, "expected_close": "2027-01-31", "自定义": "b",
                   "source": "展会", "industry": "制造业", "stage": "won", "outcome": "won", "outcome_date": "2026-03-02",
                   "customer_id": "C1"}],
        "customers": [{"customer_id": "C1", "customer_name": "甲公司", "owner": "李娜", "first_contact_date": "2026-03-01"}],
        "orders": [{"order_id": "O1", "customer_id": "C1", "amount": 5, "order_date": "2026-03-02", "owner": "李娜"}],
        "follow_ups": [call("F2", "2026-02-20 12:00", lead_id="L")],
        "stage_history": [entry("L", "quote", "2026-02-18")],
    }  # fmt: skip
    fill(store, later, datetime(2026, 3, 3, 8))
    assert len(before) == 5 and {"自定义", "need_fit"} <= set(before)
    pd.testing.assert_frame_equal(landmarks(tmp_path, day), before)
    # Seen from today, too, the rows of then are as they were; what is new is the outcome.
    features = [c for c in before if c not in ("is_won", "kind")]
    ages = [0, 7, 14, 30]
    again = landmarks(tmp_path).query("kind == 'past'")[features].loc["L"].loc[ages]
    pd.testing.assert_frame_equal(
        again, before.query("kind == 'past'")[features].loc["L"].loc[ages]
    )


def test_another_target_is_a_stage_and_a_lead_is_looked_at_until_it_reaches_it(
    tmp_path: Path,
) -> None:
    settings = settings_with(
        tmp_path / "p", score="target: intent\nhorizon_days: 60\nages: [0, 7, 14, 90]\n"
    )
    leads: Records = [{**LEAD, "lead_id": "I"}, {**LEAD, "lead_id": "N"}]
    fill(Store(tmp_path), {"leads": leads, "stage_history": [entry("I", "intent", "2026-01-15")]})
    past = landmarks(tmp_path, settings=settings).query("kind == 'past'")
    found = {key: bool(won) for key, won in past["is_won"].items()}
    assert found == {
        ("I", 0): True,
        ("I", 7): True,
        ("N", 0): False,
        ("N", 7): False,
        ("N", 14): False,
    }
    assert landmarks(tmp_path, settings=settings).query("kind == 'now'")["lead_id"].tolist() == [
        "N"
    ]
