"""The daily report: the day beside usual days, the month, who was silent, days off."""

from pathlib import Path

import pytest

from salesnb.errors import UsageError
from tests.views.shop import STAFF, desk, lines, order, shop, target, title

# 2026-10-19 is a Monday; October has 18 working days, of which 9 are over on that day.
DAY = {"as_of": "2026-10-19", "period": "2026-10-19"}


def call(number: int, day: str, user: str = "Ann") -> dict:
    made = {"follow_id": f"F{number}", "customer_id": "C1", "user": user, "method": "phone"}
    return {**made, "follow_at": f"{day} 10:00"}


def usual_days(a_day: int = 5) -> list[dict]:
    """Orders of 10 a day, in so many parts, on the working days before, after one of long ago."""
    days = [f"2026-09-{day:02d}" for day in range(1, 31)] + [f"2026-10-{d:02d}" for d in (8, 9, 10)]
    days += ["2026-10-12", "2026-10-13", "2026-10-14", "2026-10-15", "2026-10-16"]
    parts = [
        order(1000 + n * 10 + k, day, 10 / a_day)
        for n, day in enumerate(days)
        for k in range(a_day)
    ]
    return [order(0, "2026-01-05", 1), *parts]


def test_a_day_is_compared_with_the_twenty_working_days_before(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [*usual_days(), order(90, "2026-10-19", 30)]})
    page = repr(desk(root, **DAY).daily_headline())
    assert "1 order of 30 was closed on the day, above the 10 a day of the 20 working days" in page
    assert "Sales 30 · usual 10 · ▲200%" in page


def test_days_of_fewer_than_five_orders_are_no_measure(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [*usual_days(a_day=4), order(90, "2026-10-19", 30)]})
    page = repr(desk(root, **DAY).daily_headline())
    assert "1 order of 30 was closed on the day. " in page
    assert "Sales 30 · usual 10\n" in page


def test_of_one_rep_the_last_ten_working_days_are_shown(tmp_path: Path) -> None:
    calls = [call(1, "2026-10-19"), call(2, "2026-10-16"), call(3, "2026-10-14")]
    root = shop(tmp_path, {"follow_ups": calls, "orders": [order(1, "2026-10-16", 7)]})
    part = desk(root, scope="rep:Ann", **DAY).activity()
    assert title(part) == "The last 10 working days"
    days = [
        line.split("\t")[:5] for line in repr(part).splitlines() if ", " in line and "2026" in line
    ]
    assert days[1] == ["Friday, 16 October 2026", "7", "1", "0", "1"]
    assert days[2][0] == "Thursday, 15 October 2026" and "snb-bad" in part.html


def test_without_twenty_days_of_history_nothing_is_usual(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [order(1, "2026-10-12", 10), order(2, "2026-10-19", 30)]})
    page = repr(desk(root, **DAY).daily_headline())
    assert "1 order of 30 was closed on the day. " in page
    assert "usual" not in page


def test_the_month_says_what_each_day_left_has_to_bring(tmp_path: Path) -> None:
    """30 of 300 with half of the 18 working days over: 270 are left for 9 days."""
    goals = [target("company", "2026-10", 300)]
    root = shop(tmp_path, {"orders": [order(1, "2026-10-19", 30)], "targets": goals})
    page = repr(desk(root, **DAY).daily_headline())
    assert "30 in October 2026 (up to 19 October), 10% of target, 40 points behind" in page
    assert "the 9 working days left need 30 each" in page


def test_the_last_working_day_is_one_day(tmp_path: Path) -> None:
    goals = [target("company", "2026-10", 300)]
    root = shop(tmp_path, {"orders": [order(1, "2026-10-19", 30)], "targets": goals})
    page = repr(desk(root, "2026-10-29", as_of="2026-10-29").daily_headline())
    assert "the 1 working day left needs 270" in page


def test_reps_without_a_follow_up_are_named(tmp_path: Path) -> None:
    calls = [call(1, "2026-10-19"), call(2, "2026-10-16", "Bob")]
    root = shop(tmp_path, {"follow_ups": calls})
    wb = desk(root, **DAY)
    assert "1 rep typed in no follow-up: Bob." in repr(wb.daily_headline())
    assert title(wb.activity()) == "1 rep without a follow-up"


def test_nobody_is_silent_on_a_day_off(tmp_path: Path) -> None:
    root = shop(tmp_path, {"follow_ups": [call(1, "2026-10-16")]})
    page = repr(desk(root, "2026-10-18", as_of="2026-10-19").daily_headline())
    assert "Sunday, 18 October 2026, no working day" in page
    assert "typed in no follow-up" not in page


def test_who_left_or_is_no_rep_is_not_called_silent(tmp_path: Path) -> None:
    staff = [
        *STAFF,
        {"name": "Cid", "team": "East", "role": "rep", "active": False},
        {"name": "Dan", "team": "East", "role": "manager"},
    ]
    root = shop(tmp_path, {"staff": staff, "follow_ups": [call(1, "2026-10-19")]})
    assert "no follow-up: Bob." in repr(desk(root, **DAY).daily_headline())


def test_a_day_without_anything_says_so(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [order(1, "2026-10-12", 10)]})
    wb = desk(root, **DAY)
    assert "Nothing was sold on the day." in repr(wb.daily_headline())
    assert lines(wb.orders(), "No orders.")


def test_a_refund_alone_is_no_sale(tmp_path: Path) -> None:
    rows = [order(1, "2026-10-12", 10), order(2, "2026-10-19", -4)]
    root = shop(tmp_path, {"orders": rows})
    page = repr(desk(root, **DAY).daily_headline())
    assert "Nothing was sold; refunds of 4." in page


def test_each_day_of_the_month_stands_beside_its_share_of_the_target(tmp_path: Path) -> None:
    """180 over 18 working days are 10 a day: one of nine days reached it."""
    rows = [order(1, "2026-10-09", 10), order(2, "2026-10-12", 9), order(3, "2026-10-17", 50)]
    root = shop(tmp_path, {"orders": rows, "targets": [target("company", "2026-10", 180)]})
    part = desk(root, **DAY).month_days()
    assert title(part) == "1 of 9 working days in October 2026 reached the day's share of target"


def test_new_leads_stand_by_source(tmp_path: Path) -> None:
    made = {"contact_name": "A", "contact_info": "1", "need": "x", "owner": "Ann"}
    leads = [
        {**made, "lead_id": f"L{n}", "source": source, "created_at": "2026-10-19"}
        for n, source in enumerate(["fair", "web", "web"])
    ]
    root = shop(tmp_path, {"leads": leads})
    assert title(desk(root, **DAY).new_leads()) == "New leads: 3, most of them from web (2)"


def test_a_daily_report_of_a_month_is_refused(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [order(1, "2026-10-12", 10)]})
    with pytest.raises(UsageError, match="is of one day, not of 2026-10"):
        desk(root, "2026-10").daily_headline()


def test_a_day_reads_naturally_in_chinese(tmp_path: Path) -> None:
    rows = [*usual_days(), order(90, "2026-10-19", 30)]
    root = shop(tmp_path, {"orders": rows, "targets": [target("company", "2026-10", 1800)]})
    page = repr(desk(root, lang="zh", **DAY).daily_headline())
    assert "当天成交 1 单、30 元，高于此前 20 个工作日的日均 10 元。" in page
    assert "2026年10月（截至10月19日）累计 110 元，完成目标的 6%，落后进度 44 个百分点；" in page
    assert "剩余 9 个工作日每天需要 188 元。" in page


def test_of_a_day_after_the_last_import_nobody_is_blamed(tmp_path: Path) -> None:
    """Imported on 20 November: the report of the 23rd says so, and names no silent reps."""
    root = shop(tmp_path, {"follow_ups": [call(1, "2026-11-19")]})
    page = repr(desk(root, "2026-11-23", as_of="2026-11-24").daily_headline())
    assert "The data were last imported on Friday, 20 November 2026" in page
    assert "typed in no follow-up" not in page
