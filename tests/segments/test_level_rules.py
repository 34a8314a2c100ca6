"""R7.1: the highest level of which every lower bound holds over the last 12 months."""

from datetime import date
from pathlib import Path

import pytest

from salesnb.models.levels import since_of, years_before
from tests.frames import scoped, settings_with
from tests.segments.customers import company, customer

AS_OF = date(2026, 10, 31)


def levels_of(folder: Path, tables: dict, as_of: date = AS_OF, column: str = "rule_level") -> dict:
    """Return {customer: level} as of a day."""
    with scoped(folder, tables, as_of=as_of) as store:
        rows = store.run(f"select customer_id, {column} as level from fact_customers")
    return dict(zip(rows["customer_id"], rows["level"], strict=True))


def test_each_level_begins_at_its_purchases_and_its_years(tmp_path: Path) -> None:
    tables = company(
        ("A", [("2024-10-31", 1), ("2026-05-01", 500_000)]),  # exactly two years
        ("B", [("2024-11-01", 1), ("2026-05-01", 900_000)]),  # a day short of them
        ("C", [("2024-10-31", 1), ("2026-05-01", 499_999.99)]),
        (
            "D",
            [("2025-10-31", 1), ("2026-05-01", 200_000)],
        ),  # exactly a year, just out of the window
        ("E", [("2025-11-01", 1), ("2026-05-01", 199_999)]),  # 200,000, and a day short of a year
        ("F", [("2024-10-31", 1), ("2026-05-01", 199_999.99)]),
        ("G", [("2026-05-01", 50_000)]),
        ("H", [("2026-05-01", 49_999.99)]),
    )
    assert levels_of(tmp_path, tables) == {
        "A": "strategic",
        "B": "key",
        "C": "key",
        "D": "key",
        "E": "potential",
        "F": "potential",
        "G": "potential",
        "H": "ordinary",
    }


def test_only_the_last_twelve_months_count(tmp_path: Path) -> None:
    tables = company(
        ("A", [("2024-01-01", 1), ("2025-10-31", 200_000)]),  # a day too early
        ("B", [("2024-01-01", 1), ("2025-11-01", 200_000)]),  # the first day that counts
        ("C", [("2024-01-01", 1), ("2026-10-31", 200_000)]),  # the last one
        ("D", [("2024-01-01", 1), ("2026-11-01", 200_000)]),  # not known yet
    )
    found = levels_of(tmp_path, tables)
    assert found == {"A": "ordinary", "B": "key", "C": "key", "D": "ordinary"}


def test_a_cooperation_begun_on_the_leap_day_comes_to_years_on_the_last_of_february(
    tmp_path: Path,
) -> None:
    tables = company(
        ("A", [("2024-02-29", 1), ("2025-12-01", 500_000)]),
        ("B", [("2024-03-01", 1), ("2025-12-01", 500_000)]),
    )
    found = levels_of(tmp_path, tables, date(2026, 2, 28))
    assert found == {"A": "strategic", "B": "key"}


@pytest.mark.parametrize(
    ("day", "years", "since"),
    [
        (date(2026, 2, 28), 2, date(2024, 2, 29)),
        (date(2026, 2, 27), 2, date(2024, 2, 27)),
        (date(2024, 2, 29), 2, date(2022, 2, 28)),
        (date(2028, 2, 29), 4, date(2024, 2, 29)),
        (date(2026, 4, 30), 1, date(2025, 4, 30)),
    ],
)
def test_years_of_cooperation_are_counted_from_day_to_day(
    day: date, years: int, since: date
) -> None:
    assert since_of(day, years) == since


def test_twelve_months_up_to_the_leap_day_begin_after_the_same_day_a_year_before() -> None:
    assert years_before(date(2024, 3, 1), 1) == date(2023, 3, 1)  # the day after 29 February 2024


def test_purchases_prove_need_and_without_them_it_must_be_stated(tmp_path: Path) -> None:
    settings = settings_with(
        tmp_path,
        levels="levels:\n  - {level: potential, need: true}\n  - {level: ordinary}\n",
    )
    tables = company(
        ("A", [("2026-05-01", 10)]),
        ("B", [("2024-05-01", 10)]),
        ("C", [("2024-05-01", 10)]),
    )
    tables["customers"][2]["demand_type"] = "扩产"
    with scoped(tmp_path / "store", tables, settings=settings, as_of=AS_OF) as store:
        rows = store.run("select rule_level from fact_customers order by customer_id")
    assert rows["rule_level"].tolist() == ["potential", "ordinary", "potential"]


def test_returns_are_taken_off_and_more_returned_than_bought_is_no_purchase(
    tmp_path: Path,
) -> None:
    tables = company(
        ("A", [("2024-01-01", 1), ("2026-05-01", 250_000), ("2026-06-01", -60_000)]),
        ("B", [("2024-01-01", 1), ("2026-05-01", 10_000), ("2026-06-01", -60_000)]),
        ("C", [("2026-06-01", -60_000)]),
    )
    assert levels_of(tmp_path, tables) == {"A": "potential", "B": "ordinary", "C": "ordinary"}


def test_a_customer_without_orders_is_ordinary_and_has_no_cadence(tmp_path: Path) -> None:
    tables = company(("A", [("2026-05-01", 60_000)]))
    tables["customers"].append(customer("B"))
    with scoped(tmp_path, tables, as_of=AS_OF) as store:
        rows = store.run("select level, cadence_days from fact_customers order by customer_id")
    assert rows["level"].tolist() == ["potential", "ordinary"]
    assert rows["cadence_days"].tolist()[0] == 30
    assert rows["cadence_days"].isna().tolist() == [False, True]


def test_who_was_known_long_before_the_first_recorded_sale_has_bought_before(
    tmp_path: Path,
) -> None:
    sales = [("2025-12-01", 250_000)]
    tables = company(("A", sales), ("B", sales), ("C", [("2026-04-01", 250_000)]), ("D", sales))
    first_contact = ["2022-01-01", "2025-09-01", "2022-01-01", None]  # known long, short, long
    for row, day in zip(tables["customers"], first_contact, strict=True):
        row["first_contact_date"] = day
    found = levels_of(tmp_path, tables)
    assert found == {"A": "key", "B": "potential", "C": "potential", "D": "potential"}


def test_a_typed_level_counts_everywhere_and_the_computed_one_stands_beside_it(
    tmp_path: Path,
) -> None:
    tables = company(("A", [("2026-05-01", 60_000)]), ("B", [("2026-05-01", 60_000)]))
    tables["customers"][0]["level"] = "strategic"
    with scoped(tmp_path, tables, as_of=AS_OF) as store:
        rows = store.run(
            "select level, typed_level, computed_level from fact_customers order by customer_id"
        )
        sales = store.run("select level from fact_sales order by customer_id")
    assert rows["level"].tolist() == ["strategic", "potential"]
    assert rows["typed_level"].fillna("").tolist() == ["strategic", ""]
    assert rows["computed_level"].tolist() == ["potential", "potential"]
    assert sales["level"].tolist() == ["strategic", "potential"]


def test_params_may_let_the_computed_level_count(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, levels="typed_wins: false")
    tables = company(("A", [("2026-05-01", 60_000)]))
    tables["customers"][0]["level"] = "strategic"
    with scoped(tmp_path / "store", tables, settings=settings, as_of=AS_OF) as store:
        assert store.run("select level from fact_customers")["level"].tolist() == ["potential"]


def test_the_simple_scheme_tells_value_with_intent_growth_and_the_rest(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, levels="scheme: simple")
    tables = company(
        ("A", [("2026-09-01", 200_000)]),  # high value, bought within 90 days
        ("B", [("2026-05-01", 200_000)]),  # high value, no intent
        ("C", [("2026-05-01", 200_000)]),  # high value, an open deal
        ("D", [("2025-05-01", 10_000), ("2026-05-01", 12_000)]),  # low value, grown by a fifth
        ("E", [("2025-05-01", 10_000), ("2026-05-01", 11_999)]),
    )
    tables["opportunities"] = [
        {
            "opportunity_id": "D1",
            "customer_id": "C",
            "stage": "quote",
            "amount": 1,
            "created_at": "2026-06-01",
            "owner": "Ann",
        }
    ]
    with scoped(tmp_path / "store", tables, settings=settings, as_of=AS_OF) as store:
        rows = store.run("select level, cadence_days from fact_customers order by customer_id")
    assert rows["level"].tolist() == ["key", "ordinary", "key", "potential", "ordinary"]
    assert rows["cadence_days"].tolist() == [7, 14, 7, 30, 14]


def test_one_customer_with_half_of_all_sales_changes_no_other_level(tmp_path: Path) -> None:
    tables = company(
        *((f"C{n}", [("2024-05-01", 1), ("2026-05-01", 60_000)]) for n in range(4)),
        ("Big", [("2024-05-01", 1), ("2026-05-01", 240_000)]),
    )
    found = levels_of(tmp_path, tables)
    assert found == {**{f"C{n}": "potential" for n in range(4)}, "Big": "key"}


def test_identical_customers_have_identical_levels(tmp_path: Path) -> None:
    tables = company(*((f"C{n}", [("2025-01-01", 1), ("2026-05-01", 200_000)]) for n in range(3)))
    assert set(levels_of(tmp_path, tables).values()) == {"key"}


def test_levels_are_the_same_whoever_looks(tmp_path: Path) -> None:
    tables = company(("A", [("2024-01-01", 1), ("2026-05-01", 250_000)]))
    # A colleague of another team sold it; the customer is Ann's.
    for row in tables["orders"]:
        row["owner"] = "Bob"
    tables["staff"] = [
        {"name": "Ann", "team": "East", "role": "rep"},
        {"name": "Bob", "team": "West", "role": "rep"},
    ]
    with scoped(tmp_path, tables, as_of=AS_OF) as store:
        company_wide = store.run("select level, purchases_12m from fact_customers")
    with scoped(tmp_path, scope="team:East", as_of=AS_OF) as store:
        inside = store.run("select level, purchases_12m from fact_customers")
        assert store.run("select * from fact_sales").empty
    assert inside.equals(company_wide)
    with scoped(tmp_path, scope="team:West", as_of=AS_OF) as store:
        for fact in ("fact_customers", "fact_customer_quarters", "fact_purchases"):
            assert store.run(f"select * from {fact}").empty
