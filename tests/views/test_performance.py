"""The performance report says what the rows say: running, closed, not begun; with gaps in the data."""

from pathlib import Path

import pytest

from salesnb.errors import UsageError
from tests.frames import CONTACT
from tests.segments.test_concentrations import market
from tests.views.shop import desk, lines, order, shop, target, title

RUNNING = {"as_of": "2026-10-16"}  # 8 of 18 working days of October are over: 44 %
NONE_BEGUN = {"as_of": "2026-10-16", "period": "2026-12"}


def deal(number: int, state: str, day: str) -> dict:
    made = {"opportunity_id": f"P{day}{number}", "customer_id": "C1", "owner": "Ann", "amount": 5}
    return {**made, "stage": state, "created_at": "2026-08-01", "closed_at": day}


def test_without_leads_the_last_card_counts_opportunities(tmp_path: Path) -> None:
    deals = [{**deal(n, "opportunity", "2026-10-02"), "created_at": "2026-10-02"} for n in (1, 2)]
    for row in deals:
        row["closed_at"] = None
    root = shop(tmp_path, {"orders": [order(1, "2026-10-05", 100)], "opportunities": deals})
    page = desk(root, "2026-10").performance_headline()
    assert lines(page, "New opportunities 2")
    assert not lines(page, "New leads")


def test_with_leads_it_counts_leads(tmp_path: Path) -> None:
    leads = [{**CONTACT, "lead_id": "L1", "owner": "Ann", "created_at": "2026-10-02"}]
    root = shop(tmp_path, {"orders": [order(1, "2026-10-05", 100)], "leads": leads})
    assert lines(desk(root, "2026-10").performance_headline(), "New leads 1")


def test_a_running_period_of_a_rep_is_red_only_against_the_elapsed_time(tmp_path: Path) -> None:
    """44 % of October is gone: 50 % is ahead, although below 80 %; 60 % of a closed one is red."""
    rows = [order(1, "2026-10-05", 50), order(2, "2026-09-05", 60)]
    goals = [target("rep:Ann", "2026-10", 100), target("rep:Ann", "2026-09", 100)]
    root = shop(tmp_path, {"orders": rows, "targets": goals})
    html = desk(root, "2026-10", scope="rep:Ann", **RUNNING).ranking()._repr_html_()
    october, september = (
        next(row for row in html.split("<tr>") if f">{month} 2026<" in row)
        for month in ("October", "September")
    )
    assert "snb-bad" not in october and "snb-bad" in september


def test_a_flag_of_a_running_period_is_about_the_elapsed_time(tmp_path: Path) -> None:
    rows = [order(1, "2026-10-05", 10)]
    root = shop(tmp_path, {"orders": rows, "targets": [target("company", "2026-10", 90)]})
    running = desk(root, "2026-10", **RUNNING).performance_headline()
    # 44.4 % of 90 is 40, of which 10 are there: 30 are missing, not 80.
    assert lines(running, "● ")[0].endswith(
        "at 11% of target, with 44% of the time gone 30 behind the elapsed time"
    )
    over = desk(root, "2026-10").performance_headline()
    assert lines(over, "● ")[0].endswith(
        "at 11% of target, below the 80% line 80 short of the target"
    )


def test_more_flags_are_counted_and_not_added_up(tmp_path: Path) -> None:
    rows = [order(n, "2026-08-05", 100, due_date="2026-09-01") for n in range(9)]
    paid = [{"payment_id": "Y", "order_id": "O0", "paid_amount": 1, "paid_date": "2026-08-06"}]
    root = shop(tmp_path, {"orders": rows, "payments": paid})
    page = desk(root, "2026-10").performance_headline()
    assert repr(page).endswith("1 more red flag.")


def test_growth_in_a_running_period_says_that_equal_days_are_compared(tmp_path: Path) -> None:
    rows = [order(1, "2026-08-20", 1), order(2, "2026-09-02", 50), order(3, "2026-10-05", 100)]
    rows.append(order(4, "2026-09-25", 900))  # after as many days: not compared
    root = shop(tmp_path, {"orders": rows})
    page = repr(desk(root, "2026-10", **RUNNING).performance_headline())
    assert "Over the same number of days that is ▲100% on the previous period." in page
    page = repr(desk(root, "2026-10", lang="zh", **RUNNING).performance_headline())
    assert "与上期相同天数相比 ▲100%" in page


def test_small_words_on_cards_of_a_running_period_say_same_days(tmp_path: Path) -> None:
    rows = [order(1, "2025-10-01", 50), order(2, "2026-10-05", 100)]
    root = shop(tmp_path, {"orders": rows})
    assert lines(desk(root, "2026-10", **RUNNING).performance_headline(), "Sales 100")[0].endswith(
        "yoy, same days ▲100%"
    )
    assert lines(desk(root, "2026-10").performance_headline(), "Sales 100")[0].endswith(
        "· yoy ▲100%"
    )


@pytest.mark.parametrize(("september", "shown"), [(10, True), (9, False)])
def test_the_change_of_a_rate_is_shown_only_where_both_sides_are_large(
    tmp_path: Path, september: int, shown: bool
) -> None:
    deals = [deal(n, "won" if n < 5 else "lost", "2026-10-02") for n in range(20)]
    deals += [deal(n, "won" if n < 5 else "lost", "2026-09-02") for n in range(september)]
    root = shop(tmp_path, {"orders": [order(1, "2026-10-05", 1)], "opportunities": deals})
    card = lines(desk(root, "2026-10").performance_headline(), "Win rate of closed deals 25%")[0]
    assert ("vs previous" in card) is shown


def test_one_point_is_singular(tmp_path: Path) -> None:
    rows = [order(1, "2026-10-05", 434)]
    root = shop(tmp_path, {"orders": rows, "targets": [target("company", "2026-10", 1000)]})
    assert "1 point behind" in repr(desk(root, "2026-10", **RUNNING).performance_headline())


def test_without_targets_and_payments_nothing_was_checked(tmp_path: Path) -> None:
    rows = [order(1, "2026-10-05", 100)]
    bare = shop(tmp_path / "bare", {"orders": rows})
    assert "Nothing could be checked" in repr(desk(bare, "2026-10").performance_headline())
    goal = {"orders": rows, "targets": [target("company", "2026-10", 100)]}
    aimed = shop(tmp_path / "aimed", goal)
    assert "No red flags" in repr(desk(aimed, "2026-10").performance_headline())


def test_a_period_that_has_not_begun_compares_nothing(tmp_path: Path) -> None:
    rows = [order(1, "2025-12-05", 50), order(2, "2026-10-05", 100)]
    goals = [target("team:East", "2026-12", 300), target("team:West", "2026-12", 200)]
    root = shop(tmp_path, {"orders": rows, "targets": goals})
    wb = desk(root, **NONE_BEGUN)
    page = repr(wb.performance_headline())
    assert page.splitlines()[1].startswith("The period has not begun")
    assert "The period has not begun; its target is 500." in page
    for word in ("yoy", "previous", "elapsed time", "in step", "▲", "▼", "±"):
        assert word not in page
    assert title(wb.ranking()) == "Ranking"
    assert "The period has not begun." in repr(wb.sales_by("region"))
    assert "The period has not begun." in repr(wb.sales_by("week"))
    assert "The period has not begun." in repr(wb.funnel_headline())
    assert "The period has not begun." in repr(wb.funnel_stages())


def test_the_title_of_the_trend_counts_closed_periods_only(tmp_path: Path) -> None:
    rows = [order(1, "2026-09-05", 100), order(2, "2026-10-05", 10)]
    goals = [target("company", month, 100) for month in ("2026-09", "2026-10")]
    root = shop(tmp_path, {"orders": rows, "targets": goals})
    assert title(desk(root, "2026-10", **RUNNING).sales_trend()) == (
        "Target met in 1 of 1 closed period"
    )
    assert title(desk(root, "2026-10").sales_trend()) == "Target met in 1 of 2 closed periods"
    first = [target("company", "2026-10", 100)]
    young = shop(tmp_path / "young", {"orders": rows, "targets": first})
    assert title(desk(young, "2026-10", **RUNNING).sales_trend()) == "Sales by period"


def test_the_cut_months_of_a_range_are_compared_with_the_same_days(tmp_path: Path) -> None:
    rows = [order(1, "2025-09-05", 700), order(2, "2025-09-20", 30), order(3, "2026-09-20", 60)]
    root = shop(tmp_path, {"orders": [order(0, "2025-08-01", 1), *rows]})
    wb = desk(root, "2026-09-10..2026-10-31")
    assert [part.text for part in wb.trailing()] == ["2026-09-10..2026-09-30", "2026-10"]
    short = desk(root, "2026-09-10..2026-09-30").sales_trend()
    assert "A year earlier 30." in repr(short)  # not 730, the whole September
    assert "only the days chosen" in repr(short)


def test_a_team_without_members_that_has_a_target_does_not_read_no_targets(tmp_path: Path) -> None:
    left = [{"name": "Cy", "team": "North", "role": "rep", "since": "2026-01-01"}]
    left.append({"name": "Cy", "team": "East", "role": "rep", "since": "2026-06-01"})
    goals = [target("team:North", "2026-10", 100)]
    root = shop(tmp_path, {"staff": left, "orders": [order(1, "2026-10-05", 5)], "targets": goals})
    page = repr(desk(root, "2026-10", scope="team:North").ranking())
    assert "no rep has a target of its own" in page and "no targets" not in page


def test_unassigned_is_never_the_best(tmp_path: Path) -> None:
    rows = [order(1, "2026-10-05", 900, None), order(2, "2026-10-05", 100)]
    root = shop(tmp_path, {"orders": rows})
    assert title(desk(root, "2026-10").ranking()) == "East sold most"
    only = shop(tmp_path / "only", {"orders": rows[:1]})
    assert title(desk(only, "2026-10").ranking()) == "Ranking"


def test_the_line_under_the_ranking_is_a_sentence(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [order(1, "2026-10-05", 900)]})
    assert repr(desk(root, "2026-10").ranking()).splitlines()[1] == "Sales by team · October 2026"


def test_the_elapsed_time_is_drawn_only_while_the_period_runs(tmp_path: Path) -> None:
    rows = [order(1, "2026-10-05", 10)]
    root = shop(tmp_path, {"orders": rows, "targets": [target("team:East", "2026-10", 100)]})
    assert "elapsed time, 44%" in repr(desk(root, "2026-10", **RUNNING).ranking())
    assert "elapsed time" not in repr(desk(root, "2026-10").ranking())


def test_a_single_team_below_the_line_is_not_said_to_be_above(tmp_path: Path) -> None:
    rows = [order(1, "2026-10-05", 10)]
    root = shop(tmp_path, {"orders": rows, "targets": [target("team:East", "2026-10", 100)]})
    assert title(desk(root, "2026-10").ranking()) == "East is at 10% of target"


def test_sales_by_month_stand_in_order_of_time(tmp_path: Path) -> None:
    rows = [order(1, "2025-08-05", 50), order(2, "2026-07-05", 10), order(3, "2026-08-05", 100)]
    root = shop(tmp_path, {"orders": [order(0, "2025-01-01", 1), *rows]})
    part = desk(root, "2026Q3").sales_by("month")
    assert title(part) == "By month"  # no "August makes up 91 %"
    table = [line.split("\t")[:4] for line in repr(part).splitlines() if "2026" in line]
    assert table == [
        ["July 2026", "10", "9%", "–"],
        ["August 2026", "100", "91%", "100%"],
        ["September 2026", "0", "0%", "–"],
    ]


def test_a_week_that_the_period_cuts_is_named_by_its_days(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [order(1, "2026-10-02", 10)]})
    part = repr(desk(root, "2026-10", **RUNNING).sales_by("week"))
    assert "1 October 2026 – 4 October 2026\t10" in part
    assert "Week 42, 2026" in part and "Week 43" not in part  # as of the 16th


@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter", "year"])
def test_every_grain_is_a_dimension_of_sales_and_of_conversion(tmp_path: Path, grain: str) -> None:
    leads = [{**CONTACT, "lead_id": "L1", "owner": "Ann", "created_at": "2026-10-02"}]
    root = shop(tmp_path, {"orders": [order(1, "2026-10-02", 10)], "leads": leads})
    for lang, word in (("en", "By "), ("zh", "按")):
        wb = desk(root, "2026-10", lang=lang)
        assert title(wb.sales_by(grain)).startswith(word)
        assert title(wb.conversion_by(grain)).startswith(word)


def test_an_unknown_dimension_is_a_usage_error_that_names_the_known_ones(tmp_path: Path) -> None:
    leads = [{**CONTACT, "lead_id": "L1", "owner": "Ann", "created_at": "2026-10-02"}]
    root = shop(tmp_path, {"orders": [order(1, "2026-10-02", 10)], "leads": leads})
    wb = desk(root, "2026-10")
    for section in (wb.sales_by, wb.conversion_by):
        with pytest.raises(UsageError, match=r"Did you mean 'region'.*month.*region"):
            section("regoin")


def test_a_dimension_without_sales_says_so(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [order(1, "2025-10-02", 10), order(2, "2026-08-02", 10)]})
    assert "No sales in the period." in repr(desk(root, "2026-10").sales_by("region"))


def test_ten_customers_are_named_only_where_there_are_more(tmp_path: Path) -> None:
    rows = [order(n, "2026-10-05", 100, due_date="2026-10-20") for n in range(11)]
    paid = [{"payment_id": "Y", "order_id": "O0", "paid_amount": 1, "paid_date": "2026-10-06"}]
    many = shop(tmp_path / "many", {"orders": rows, "payments": paid})
    assert (
        title(desk(many, "2026-10").collections()) == "1.1k overdue, 91% of it with ten customers"
    )
    few = shop(tmp_path / "few", {"orders": rows[:2], "payments": paid})
    assert title(desk(few, "2026-10").collections()) == "199 overdue, with 2 customers"


def test_a_concentration_is_more_than_expected_and_not_a_large_cell(tmp_path: Path) -> None:
    cells = {
        ("Food", "North"): (20, 180),  # the most sales, and key ones as everywhere
        ("Food", "South"): (10, 90),
        ("Steel", "North"): (10, 90),
        ("Steel", "South"): (12, 4),
    }
    root = shop(tmp_path, market(cells))
    found = desk(root, "2026-10").concentration()
    assert title(found) == (
        "Steel, South has 6.0 times the expected Key customers and 23% of their sales"
    )
    assert "framed: more customers of the level than expected" in repr(found)


def test_where_customers_have_one_level_a_concentration_is_a_share_of_all(tmp_path: Path) -> None:
    root = shop(tmp_path, market({("Food", "North"): (0, 95), ("Steel", "South"): (0, 5)}))
    found = desk(root, "2026-10").concentration()
    assert title(found) == "Sales concentrate in Food, North: 95%"
