"""R7.1 over quarters: two in a row promote, params demote, and who is about to change is named."""

from datetime import date
from pathlib import Path

import pytest

from salesnb.segments import about_to_change, customer_levels, level_history, level_movements
from salesnb.settings import Settings
from tests.frames import DEFAULTS, scoped, settings_with
from tests.segments.customers import company, customer

RISING = [("2024-01-10", 1_000), ("2026-02-01", 40_000), ("2026-05-20", 170_000)]
FALLING = [("2024-01-10", 1), ("2024-06-01", 250_000)]


def quarters(
    folder: Path, days: list[tuple[str, float]], as_of: date, settings: Settings = DEFAULTS
) -> list[tuple[str, str, str]]:
    """Return quarter, level by rule and level in force of the last four quarters."""
    with scoped(folder, company(("A", days)), settings=settings, as_of=as_of) as store:
        rows = store.run(
            "select quarter, rule_level, level from fact_customer_quarters order by quarter"
        )
    return list(rows.tail(4).itertuples(index=False, name=None))


def test_two_quarters_in_a_row_at_the_higher_level_promote(tmp_path: Path) -> None:
    assert quarters(tmp_path, RISING, date(2026, 10, 31)) == [
        ("2025Q4", "ordinary", "ordinary"),
        ("2026Q1", "ordinary", "ordinary"),
        ("2026Q2", "key", "ordinary"),
        ("2026Q3", "key", "key"),
    ]


def test_of_two_higher_levels_in_a_row_the_lower_one_is_reached(tmp_path: Path) -> None:
    days = [("2024-01-10", 1_000), ("2026-02-01", 60_000), ("2026-05-20", 170_000)]
    assert quarters(tmp_path, days, date(2026, 9, 30)) == [
        ("2025Q4", "ordinary", "ordinary"),
        ("2026Q1", "potential", "ordinary"),
        ("2026Q2", "key", "potential"),
        ("2026Q3", "key", "key"),
    ]


def test_one_quarter_between_begins_anew(tmp_path: Path) -> None:
    days = [
        ("2024-01-10", 1),
        ("2025-03-01", 60_000),
        ("2026-03-31", -59_000),
        ("2026-04-02", 70_000),
    ]
    assert quarters(tmp_path, days, date(2026, 7, 31))[-3:] == [
        ("2025Q4", "potential", "potential"),
        ("2026Q1", "ordinary", "potential"),
        ("2026Q2", "ordinary", "ordinary"),
    ]


def test_a_quarter_that_ends_today_counts_and_one_that_runs_does_not(tmp_path: Path) -> None:
    assert quarters(tmp_path, RISING, date(2026, 9, 30))[-1] == ("2026Q3", "key", "key")
    assert quarters(tmp_path, RISING, date(2026, 9, 29))[-1] == ("2026Q2", "key", "ordinary")


def test_a_new_customer_has_the_level_of_its_first_quarter_at_once(tmp_path: Path) -> None:
    days = [("2026-08-01", 60_000)]
    assert quarters(tmp_path, days, date(2026, 10, 31)) == [("2026Q3", "potential", "potential")]


@pytest.mark.parametrize(
    ("after", "levels"),
    [
        ("2", ["key", "key", "ordinary", "ordinary"]),
        ("1", ["key", "ordinary", "ordinary", "ordinary"]),
        ("3", ["key", "key", "key", "ordinary"]),
        ("null", ["key", "key", "key", "key"]),
    ],
)
def test_params_say_after_how_many_quarters_a_customer_is_demoted(
    tmp_path: Path, after: str, levels: list[str]
) -> None:
    settings = settings_with(tmp_path, levels=f"demoted_after: {after}\npromoted_after: 1")
    found = quarters(tmp_path / "store", FALLING, date(2025, 12, 31), settings)
    assert [quarter for quarter, _, _ in found] == ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]
    assert [level for _, _, level in found] == levels


def test_quarters_follow_the_fiscal_year(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, workspace="fiscal_year_start: 4")
    found = quarters(tmp_path / "store", RISING, date(2026, 10, 31), settings)
    assert found[-1] == ("2027Q2", "key", "key")


def test_who_is_about_to_change_is_named_with_what_is_missing(tmp_path: Path) -> None:
    tables = company(
        ("Up", RISING),  # by rule key since the second quarter
        ("Near", [("2024-01-10", 1), ("2025-11-15", 180_000)]),
        ("Far", [("2024-01-10", 1), ("2025-11-15", 100_000)]),
        ("Down", [("2024-01-10", 1), ("2025-08-20", 60_000)]),
        ("Short", [("2026-03-01", 240_000)]),  # enough bought, cooperation too short
    )
    with scoped(tmp_path, tables, as_of=date(2026, 8, 31)) as store:
        levels = customer_levels(store, DEFAULTS)
        changes = about_to_change(store, DEFAULTS, levels).set_index("customer_id")
    assert changes["direction"].to_dict() == {"Up": "up", "Near": "near", "Down": "down"}
    assert changes["level_computed"].to_dict() == {
        "Up": "ordinary",
        "Near": "potential",
        "Down": "potential",
    }
    assert changes["level_then"].to_dict() == {"Up": "key", "Near": "key", "Down": "ordinary"}
    assert changes["held_quarters"].to_dict() == {"Up": 1, "Near": 0, "Down": 0}
    assert changes["changes_on"].to_dict() == {
        "Up": date(2026, 9, 30),
        "Near": date(2026, 9, 30),
        "Down": date(2026, 12, 31),
    }
    assert changes.loc["Near", "missing_to_next"] == 20_000
    short = levels.set_index("customer_id").loc["Short"]
    assert (short["level"], short["level_next"]) == ("potential", "key")
    assert (short["missing_to_next"], short["missing_days"]) == (0, 182)


def test_at_the_top_nothing_is_missing(tmp_path: Path) -> None:
    tables = company(("A", [("2024-01-10", 1), ("2025-11-15", 600_000), ("2026-06-01", 1)]))
    with scoped(tmp_path, tables, as_of=date(2026, 8, 31)) as store:
        row = customer_levels(store, DEFAULTS).iloc[0]
        assert about_to_change(store, DEFAULTS, customer_levels(store, DEFAULTS)).empty
    assert row["level_computed"] == "strategic"
    assert row[["level_next", "missing_to_next", "missing_days"]].isna().all()


def test_history_leaves_out_quarters_whose_year_was_not_recorded(tmp_path: Path) -> None:
    with scoped(tmp_path, company(("A", RISING)), as_of=date(2026, 10, 31)) as store:
        history = level_history(store)
    assert history["quarter"].tolist()[0] == "2025Q1"  # sales are known since January 2024
    assert history.iloc[-1][["level", "customers", "up"]].tolist() == ["key", 1, 1]


def test_movements_of_levels_compare_the_last_quarter_with_the_one_before(tmp_path: Path) -> None:
    tables = company(("Up", RISING), ("New", [("2026-08-01", 60_000)]))
    tables["customers"].append(customer("Never"))
    with scoped(tmp_path, tables, as_of=date(2026, 10, 31)) as store:
        rows = level_movements(store).set_index("customer_id")
    assert rows[["before", "after"]].to_dict("index") == {
        "New": {"before": "new", "after": "potential"},
        "Up": {"before": "ordinary", "after": "key"},
    }
    assert set(rows["quarter"]) == {"2026Q3"}
    assert rows["purchases_12m"].to_dict() == {"New": 60_000, "Up": 210_000}
