"""Each difference gets the rule that makes it, tested exactly, with its rows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.workbench import Workbench

Compared = Callable[..., pd.DataFrame]


def one(compared: Compared, group: str, header: str, value: Any, **options: Any) -> pd.Series:
    """Compare a sheet of one figure."""
    found = compared([["", header, "订单数"], [group, value, None]], **options)
    return found.loc["B2"]


def ids(row: pd.Series, side: str) -> set[str]:
    """Return the ids of the rows on one side."""
    return {str(each["id"]) for each in row["rows"] if each["side"] == side}


def test_refunds_left_out(compared: Compared) -> None:
    row = one(compared, "甲", "销售额", 120_000)
    assert row["explanation"].startswith("The old sheet leaves refunds out: O3 (客户3")
    assert ids(row, "ours") == {"O3"} and ids(row, "old") == set()
    assert row["difference"] == 30_000


def test_refunds_counted_as_orders(compared: Compared) -> None:
    row = one(compared, "甲", "成交单数", 2)
    assert "The old sheet counts refunds as orders: O3" in row["explanation"]
    assert "O3" in ids(row, "old")


def test_payments_taken_for_sales(compared: Compared) -> None:
    row = one(compared, "甲", "销售额", 57_000)
    assert row["explanation"].startswith("The old figure is our 'Collections'")
    assert ids(row, "old") == {"P1", "P2"}


def test_the_team_of_now_instead_of_the_team_of_the_day(compared: Compared) -> None:
    row = one(compared, "西二组", "销售额", 80_300)
    assert "by the team of now" in row["explanation"]
    assert ids(row, "old") == {"O6"}
    wrong = one(compared, "西二组", "销售额", 80_301)
    assert "team of now" not in wrong["explanation"]


def test_the_customers_owner_instead_of_the_orders(compared: Compared) -> None:
    row = one(compared, "乙", "订单数", 0)
    assert "who has the customer now" in row["explanation"]
    assert ids(row, "ours") == {"O4"}


def test_orders_without_an_owner_left_out_of_the_company(compared: Compared) -> None:
    row = one(compared, "合计", "销售额", 215_800.5)
    assert row["explanation"].startswith("The old sheet leaves out rows without an owner: O7")
    assert ids(row, "ours") == {"O7"}


def test_the_day_before_and_the_day_after_the_period(compared: Compared) -> None:
    before = one(compared, "甲", "销售额", 97_000)
    assert "The old sheet begins 1 day(s) earlier: O1" in before["explanation"]
    assert "2 day(s)" not in before["explanation"]
    after = one(compared, "丙", "销售额", 69_100)
    assert after["explanation"].startswith("The old sheet ends 1 day(s) later: O8")


def test_open_leads_left_out_of_the_denominator(compared: Compared) -> None:
    row = one(compared, "甲", "线索成交率", "50%")
    assert row["ours"] == 0.25
    assert "The old sheet leaves open ones out of the denominator" in row["explanation"]
    assert ids(row, "ours") == {"L2", "L3"}


def test_the_figure_of_another_period(compared: Compared) -> None:
    row = one(compared, "甲", "销售额", 100_000)
    assert row["explanation"].startswith("The old figure is that of a year ago (October 2025)")


def test_a_unit_that_was_not_written(compared: Compared) -> None:
    row = one(compared, "乙", "销售额", 4.55)
    assert row["explanation"] == "Another unit: the old figure is 1/10,000 of ours."
    assert one(compared, "乙", "销售额", "4.55万")["verdict"] == "rounding"


def test_two_rules_at_once(compared: Compared) -> None:
    row = one(compared, "甲", "销售额", 127_000)
    assert "leaves refunds out" in row["explanation"] and "begins 1 day" in row["explanation"]
    assert ids(row, "ours") == {"O3"} and ids(row, "old") == {"O1"}


def test_a_row_of_somebody_else_and_a_row_that_is_missing(compared: Compared) -> None:
    foreign = one(compared, "丙", "销售额", 64_000 + 9_900)
    assert foreign["explanation"].startswith("The difference is exactly: O7")
    assert "unassigned" in foreign["explanation"].lower()
    assert ids(foreign, "old") == {"O7"}
    twice = one(compared, "乙", "销售额", 91_001)
    assert "O4" in twice["explanation"] and "counted twice" in twice["explanation"]


def test_two_rows_together(compared: Compared) -> None:
    row = one(compared, "丙", "销售额", 64_000 + 9_900 + 45_500.5)
    assert ids(row, "old") == {"O4", "O7"}


def test_what_nothing_explains_is_said_and_the_rows_are_given(compared: Compared) -> None:
    row = one(compared, "甲", "销售额", 91_234.56)
    assert "No rule explains the difference of +1,234.56" in row["explanation"]
    assert ids(row, "ours") == {"O2", "O3"}


def test_growth_against_the_whole_month_while_this_one_runs(
    company: Path, compared: Compared
) -> None:
    wb = Workbench(company, period="2026-11", as_of="2026-11-10", lang="en")
    row = compared([["", "销售额", "环比"], ["合计", 5_100, "-97.74%"]], wb).loc["C2"]
    assert row["explanation"].startswith("The old sheet compares with the whole other period")


def test_rows_say_where_they_were_imported_from(compared: Compared) -> None:
    (row,) = one(compared, "甲", "销售额", 120_000)["rows"]
    assert (row["file"], row["sheet"], row["row"]) == ("book.xlsx", "orders", 4)


def test_a_manager_is_shown_no_foreign_row(company: Path, compared: Compared) -> None:
    wb = Workbench(company, period="2026-10", viewer="周经理", lang="en")
    found = compared([["团队", "销售额"], ["东一组", 161_700.5], ["西二组", 64_000]], wb)
    assert list(found.index) == ["B2"]
    assert "O7" not in str(found["rows"].tolist()) and "O5" not in str(found["rows"].tolist())
    assert any("西二组" in note for note in found.attrs["notes"])


@pytest.mark.parametrize("wrong", [89_000, 119_999, 60_000])
def test_a_rule_that_does_not_fit_exactly_is_not_named(compared: Compared, wrong: int) -> None:
    said = one(compared, "甲", "销售额", wrong)["explanation"]
    assert "refunds" not in said and "Collections" not in said
