"""The weekly report: the week beside the weeks before, what fell, deals that are stuck."""

from pathlib import Path

import pytest

from salesnb.errors import UsageError
from tests.views.shop import desk, lines, order, shop, title

# W42 is 12-18 October, W41 5-11 October 2026.
WEEK = {"as_of": "2026-10-19", "period": "2026-W42"}


def deal(number: int, stage: str, since: str, amount: int | None = 100, **more: str) -> dict:
    made = {"opportunity_id": f"P{number}", "customer_id": "C1", "owner": "Ann", "stage": stage}
    return {**made, "amount": amount, "created_at": since, **more}


def calls(day: str, count: int) -> list[dict]:
    made = {"customer_id": "C1", "user": "Ann", "method": "phone", "follow_at": f"{day} 10:00"}
    return [{**made, "follow_id": f"{day}-{n}"} for n in range(count)]


def test_what_fell_by_fifteen_per_cent_is_named(tmp_path: Path) -> None:
    """Follow-ups from 20 to 17 are exactly 15 % fewer."""
    made = calls("2026-10-07", 20) + calls("2026-10-14", 17)
    root = shop(tmp_path, {"follow_ups": [*calls("2026-09-01", 1), *made]})
    wb = desk(root, **WEEK)
    assert "Down by 15% or more on the week before: Follow-ups (▼15%)." in repr(
        wb.weekly_headline()
    )
    part = wb.week_on_week()
    assert title(part) == "1 figure fell clearly"
    assert lines(part, "Follow-ups\t17\t20\t")[0].endswith("whether follow-ups are typed in")


def test_a_smaller_fall_is_none(tmp_path: Path) -> None:
    made = calls("2026-10-07", 20) + calls("2026-10-14", 18)
    root = shop(tmp_path, {"follow_ups": [*calls("2026-09-01", 1), *made]})
    assert "No figure fell by 15% or more" in repr(desk(root, **WEEK).weekly_headline())


def test_a_fall_of_few_cases_is_not_judged(tmp_path: Path) -> None:
    made = calls("2026-10-07", 4) + calls("2026-10-14", 1)
    root = shop(tmp_path, {"follow_ups": [*calls("2026-09-01", 1), *made]})
    assert title(desk(root, **WEEK).week_on_week()) == "The week and the week before"


def test_a_week_is_beside_the_week_before_and_four_weeks(tmp_path: Path) -> None:
    days = ("2026-09-01", "2026-09-15", "2026-09-22", "2026-09-29", "2026-10-08")
    rows = [order(n * 10 + k, day, 8) for n, day in enumerate(days) for k in range(5)]
    rows += [order(90, "2026-10-08", 40), order(91, "2026-10-13", 120)]
    root = shop(tmp_path, {"orders": rows})
    page = repr(desk(root, **WEEK).weekly_headline())
    assert "1 order of 120 in the week, ▲50% on the week before" in page
    assert "the four weeks before averaged 50" in page
    assert "12 October – 18 October 2026 · data as of Monday, 19 October 2026" in page


def test_stuck_deals_come_first_and_are_counted(tmp_path: Path) -> None:
    deals = [
        deal(1, "opportunity", "2026-10-10", 900),
        deal(2, "quote", "2026-09-01", 50, expected_date="2026-10-01"),
        deal(3, "opportunity", "2026-09-20", None),
    ]
    history = [
        {"subject_type": "opportunity", "subject_id": f"P{n}", "stage": stage, "entered_at": day}
        for n, stage, day in ((2, "quote", "2026-09-01"), (3, "opportunity", "2026-09-20"))
    ]
    root = shop(tmp_path, {"opportunities": deals, "stage_history": history})
    part = desk(root, **WEEK).pipeline()
    assert title(part) == "2 deals have not moved for 15 days, worth 50"
    rows = [line for line in repr(part).splitlines() if line.startswith("C1")]
    assert [row.split("\t")[-1] for row in rows] == ["stuck, past its date", "stuck, no amount", ""]


def test_an_expected_day_to_come_is_not_past(tmp_path: Path) -> None:
    deals = [deal(1, "opportunity", "2026-10-18", 900, expected_date="2026-10-19")]
    root = shop(tmp_path, {"opportunities": deals})
    part = desk(root, **WEEK).pipeline()
    assert title(part) == "900 of open deals, none of them stuck"
    assert "past its date" not in repr(part)


def test_a_weekly_report_of_a_day_is_refused(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [order(1, "2026-10-12", 10)]})
    with pytest.raises(UsageError, match="is of one week, not of 2026-10-12"):
        desk(root, "2026-10-12").weekly_headline()


def test_the_ranking_of_a_week_is_the_one_of_its_month(tmp_path: Path) -> None:
    rows = [order(1, "2026-10-02", 70), order(2, "2026-10-13", 30, "Bob")]
    root = shop(tmp_path, {"orders": rows})
    part = desk(root, **WEEK).ranking()
    assert "Sales by team · October 2026" in repr(part)
    assert lines(part, "East\t70") and lines(part, "West\t30")
