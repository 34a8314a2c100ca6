"""The rule on falls: which weeks are compared, what is reported, where it comes from."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from salesnb.alerts import find_alerts
from salesnb.alerts.falls import comparable_weeks
from salesnb.periods import parse_period
from tests.alerts.cases import STAFF
from tests.frames import CHINA, CONTACT, DEFAULTS, Records, scoped

FIRST, LAST = date(2026, 5, 18), date(2026, 9, 13)  # seventeen weeks, Monday to Sunday


def leads(last_week: dict[str, int], usual: int = 25) -> Records:
    """Return so many leads a week of each of four sources, in the last week those named."""
    rows, monday = [], FIRST
    while monday <= LAST:
        for source in ("官网", "展会", "推荐", "电话"):
            is_last = monday + timedelta(days=6) == LAST
            for n in range(last_week.get(source, usual) if is_last else usual):
                key, day = f"{monday}{source}{n}", monday + timedelta(days=n % 5)
                row = {"lead_id": key, "created_at": day, "owner": "甲" if n % 2 else "乙"}
                rows.append({**CONTACT, **row, "source": source})
        monday += timedelta(days=7)
    return rows


def fell(folder: Path, rows: Records, as_of: date = LAST, scope: str | None = None) -> list[str]:
    with scoped(folder, {"staff": STAFF, "leads": rows}, as_of=as_of, scope=scope) as store:
        found = find_alerts(store, DEFAULTS, CHINA, rules=["metric_fell"])
    assert set(found["entity"]) <= {"metric"}
    return [f"{row['scope']} {row['text']}" for row in found.to_dict("records")]


def test_a_fall_names_the_part_that_explains_most(tmp_path: Path) -> None:
    said = fell(tmp_path, leads({"展会": 0}))
    assert said[0].startswith("company 新增线索本周 75，上周 100（▼25%），低于通常的 100；")
    assert said[0].endswith("渠道“展会”占降幅的 100%")


def test_a_fall_in_all_parts_names_none(tmp_path: Path) -> None:
    said = fell(tmp_path, leads({"官网": 12, "展会": 12, "推荐": 12, "电话": 12}))
    assert said[0].endswith("降幅分散在各处")


@pytest.mark.parametrize("left", [21, 20])
def test_a_fall_below_15_percent_and_one_within_chance_are_left_alone(
    tmp_path: Path, left: int
) -> None:
    assert fell(tmp_path, leads({"展会": 25 - (25 - left) * 2})) == []


def test_a_fall_is_told_until_the_next_week_is_over(tmp_path: Path) -> None:
    rows = leads({"展会": 0})
    assert fell(tmp_path / "1", rows, LAST - timedelta(days=1)) == []  # the week still runs
    assert len(fell(tmp_path / "2", rows, LAST + timedelta(days=6))) > 0
    assert fell(tmp_path / "3", rows, LAST, scope="rep:甲") == []  # of one rep all is chance


def test_a_week_without_a_known_amount_tells_nothing(tmp_path: Path) -> None:
    orders: Records = [
        {
            "order_id": f"{week} {n}", "customer_id": "C1", "owner": "甲",
            "order_date": LAST - timedelta(weeks=16 - week, days=2),
            "amount": None if week == 5 else 60 if week == 16 else 100 + week % 3 * 40,
        }
        for week in range(17)
        for n in range(12)
    ]  # fmt: skip

    def told(rows: Records, folder: str) -> list[str]:
        with scoped(tmp_path / folder, {"staff": STAFF, "orders": rows}, as_of=LAST) as store:
            found = find_alerts(store, DEFAULTS, CHINA, rules=["metric_fell"])
        return list(found["key"])

    known = [row for row in orders if row["amount"] is not None]
    assert told(orders, "1") == told(known, "2")


def test_weeks_are_compared_that_have_as_many_working_days() -> None:
    week = parse_period("2026-W20")  # 11 to 15 May
    weeks = [each.text for each in comparable_weeks(DEFAULTS, CHINA, week)]
    # W19 and W18 have the days off of May, W15 Tomb-Sweeping Day, W06 to W09 are near the festival,
    # W10 begins within seven days after it, and in W01 New Year is off.
    assert weeks[-6:] == ["2026-W12", "2026-W13", "2026-W14", "2026-W16", "2026-W17", "2026-W20"]
    assert not {"2026-W06", "2026-W07", "2026-W08", "2026-W09", "2026-W10"} & set(weeks)
    assert comparable_weeks(DEFAULTS, CHINA, parse_period("2026-W09")) == []
