"""Days without entries: working days only, without leave, new and departed people."""

from datetime import date, datetime
from pathlib import Path

from salesnb.review import entry_days, proposal
from salesnb.settings import Settings
from tests.frames import CHINA, DEFAULTS, Records, scoped, settings_with

STAFF: Records = [
    {"name": "甲", "team": "东区", "department": "华东", "role": "rep"},
    {"name": "乙", "team": "东区", "department": "华东", "role": "rep", "since": "2026-10-28"},
    {"name": "丙", "team": "东区", "department": "华东", "role": "rep", "active": False},
    {"name": "丁", "team": "东区", "department": "华东", "role": "manager"},
]
CALL = {"customer_id": "C1", "content": "谈", "method": "phone"}
TABLES = {
    "staff": STAFF,
    "customers": [{"customer_id": "C1", "customer_name": "东方", "owner": "甲"}],
    # Of 甲 nothing is dated Wednesday 28 October, but Tuesday's call was typed in then, and late
    # is that of Monday, which was typed in on Thursday.
    "follow_ups": [
        {**CALL, "follow_id": "F1", "user": "甲", "follow_at": "2026-10-26 10:00",
         "recorded_at": "2026-10-29 10:00"},
        {**CALL, "follow_id": "F2", "user": "甲", "follow_at": "2026-10-27 15:00",
         "recorded_at": "2026-10-28 09:00"},
        {**CALL, "follow_id": "F3", "user": "乙", "follow_at": "2026-10-30 10:00"},
        {**CALL, "follow_id": "F4", "user": "甲", "follow_at": "2026-10-01 10:00"},
    ],
}  # fmt: skip


def counted(folder: Path, settings: Settings, day: str) -> list[str]:
    with scoped(
        folder,
        TABLES,
        at=datetime(2026, 10, 31, 12),
        settings=settings,
        as_of=date.fromisoformat(day),
    ) as store:
        frame = entry_days(store, settings, CHINA)
    return [
        f"{row.rep} {row.empty_days}/{row.days} {row.late}/{row.entries} {row.is_missing}"
        for row in frame.itertuples()
    ]


def test_days_without_entries_are_counted_on_working_days_of_those_at_work(tmp_path: Path) -> None:
    # 20 working days up to Friday 30 October 2026 begin on 8 September holidays apart: of 甲 all
    # since the first entry ever on 1 October, of 乙 those since joining.
    found = counted(tmp_path, DEFAULTS, "2026-10-30")
    assert [each.split()[0] for each in found] == ["甲", "乙"]
    days = CHINA.workdays(date(2026, 10, 1), date(2026, 10, 31))
    assert found[0] == f"甲 {days - 4}/{days} 1/2 True"
    assert found[1] == "乙 2/3 0/0 False"


def test_a_saturday_asks_for_the_friday_before(tmp_path: Path) -> None:
    found = counted(tmp_path, DEFAULTS, "2026-10-31")
    assert found[0].endswith("True") and found[1].endswith("False")


def test_days_of_leave_are_not_asked_for(tmp_path: Path) -> None:
    absent = "absent: {甲: [[2026-10-30, 2026-10-30]]}"
    settings = settings_with(tmp_path / "p", review=absent)
    found = {each.split()[0]: each for each in counted(tmp_path / "s", settings, "2026-10-30")}
    days = CHINA.workdays(date(2026, 10, 1), date(2026, 10, 31)) - 1
    assert found["甲"] == f"甲 {days - 4}/{days} 1/2 False"


def test_customers_lost_long_ago_are_proposed_with_their_rows(tmp_path: Path) -> None:
    base = {"owner": "甲", "status": "lost", "first_contact_date": "2022-01-01"}
    tables: dict[str, Records] = {
        "staff": STAFF,
        "customers": [
            {**base, "customer_id": f"C{n}", "customer_name": f"客户{n}"} for n in range(1, 5)
        ],
        "follow_ups": [
            {**CALL, "follow_id": "F1", "customer_id": "C1", "user": "甲", "follow_at": "2023-01-05"},
            # 731 days before 31 October 2026, and 730.
            {**CALL, "follow_id": "F2", "customer_id": "C2", "user": "甲", "follow_at": "2024-10-30"},
            {**CALL, "follow_id": "F3", "customer_id": "C3", "user": "甲", "follow_at": "2024-10-31"},
        ],
        "orders": [
            {"order_id": "S1", "customer_id": "C1", "owner": "甲", "amount": 10,
             "order_date": "2022-05-05"}
        ],
        "payments": [
            {"payment_id": "P1", "order_id": "S1", "paid_amount": 10, "paid_date": "2022-05-06"}
        ],
        "opportunities": [
            {"opportunity_id": "O4", "customer_id": "C4", "stage": "opportunity", "owner": "甲",
             "amount": 5, "created_at": "2022-02-02"}
        ],
    }  # fmt: skip
    with scoped(tmp_path, tables, as_of=date(2026, 10, 31)) as store:
        found = proposal(store, DEFAULTS, date(2026, 10, 31))
    told = [f"{row.customer_id} {row.rows}" for row in found.itertuples()]
    assert told == ["C1 4", "C2 2"]
    assert str(found["last_order_on"].iloc[0].date()) == "2022-05-05"
