"""All models of customers: nothing later is seen, a simple way wins where it is better, bad input."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from salesnb.learned.customers import CustomerModels, customer_tables, fit_customers, kept_models
from salesnb.learned.customers.fitting import CUSTOMER_TABLES
from salesnb.learned.customers.holdout import fit_models, foretold, hold_out, with_time_before
from salesnb.learned.customers.rhythm import rhythms
from salesnb.settings.learned import LearnedRules
from tests.learned.customers.made_up import AS_OF, invoices, planted, purchases

NO_INVOICES = invoices(seed=1).head(0)


def tables_of(rows: pd.DataFrame, day: date = AS_OF) -> dict[str, pd.DataFrame]:
    return customer_tables(fit_customers(rows, NO_INVOICES, day), rows, NO_INVOICES)


def test_purchases_after_the_day_change_nothing() -> None:
    rows, _ = planted(seed=1)
    day = date(2025, 9, 30)
    later = rows["sold_on"] > pd.Timestamp(day)
    changed = pd.concat(
        [
            rows.assign(bought=rows["bought"].where(~later, 1e9)),
            purchases(("NEW", "2025-12-01", 5.0)),
        ]
    )
    found, other = tables_of(rows, day), tables_of(changed, day)
    for name in CUSTOMER_TABLES:
        pd.testing.assert_frame_equal(found[name], other[name])


def test_the_way_with_the_least_error_is_used_and_named() -> None:
    rows, _ = planted(seed=1)
    models = fit_customers(rows, NO_INVOICES, AS_OF)
    assert models.holdout is not None
    for what in ("orders", "sales"):
        errors = {way: told["mae"] for way, told in models.holdout.figures[what].items()}
        assert getattr(models.holdout, f"{what}_by") == min(errors, key=lambda way: errors[way])
    frame = with_time_before(rhythms(rows, AS_OF), rows, AS_OF, 365)
    ways = foretold(frame, fit_models(rhythms(rows, AS_OF)), 365)
    values = tables_of(rows)["customer_values"]
    assert values["expected_sales"].to_numpy() == pytest.approx(ways[models.holdout.sales_by][1])


def test_the_holdout_is_tested_on_a_year_that_was_not_learned_from() -> None:
    rows, _ = planted(seed=1)
    holdout = hold_out(rows, AS_OF)
    assert holdout is not None
    assert (holdout.cut, holdout.days) == (date(2024, 12, 31), 365)
    # What is done in the tested year moves the errors and nothing that was foretold.
    tested = rows["sold_on"] > pd.Timestamp(holdout.cut)
    idle = hold_out(rows[~tested], AS_OF)
    assert idle is not None
    assert idle.figures["orders"]["model"]["mae"] != holdout.figures["orders"]["model"]["mae"]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (planted(seed=1, sizes=(10, 10, 10))[0], "30 customers"),
        (purchases(*[(f"C{n}", "2025-06-02", 100.0) for n in range(80)]), "nobody ordered twice"),
        (planted(seed=1)[0].query("sold_on > '2025-10-01'"), "three months of history"),
        (planted(seed=1)[0].head(0), "no orders"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_where_nothing_can_be_tested_nothing_is_foretold(rows: pd.DataFrame, why: str) -> None:
    found = tables_of(rows)
    told = found["customer_models"].set_index("part")["told"]
    assert json.loads(told["holdout"]) is None, why
    columns = ["active", "expected_orders", "expected_sales"]
    assert found["customer_values"][columns].isna().all(axis=None)


def test_the_same_as_before_is_scaled_to_a_year_where_history_is_shorter() -> None:
    # Everybody orders on the first of each of ten months.
    days = [f"2025-{month:02d}-01" for month in range(3, 13)]
    rows = purchases(*[(f"C{n}", day, 100.0 + n) for n in range(60) for day in days])
    models = fit_customers(rows, NO_INVOICES, AS_OF)
    assert models.holdout is not None
    assert models.holdout.days == 152
    simple = replace(models, holdout=replace(models.holdout, orders_by="same_as_before"))
    values = customer_tables(simple, rows, NO_INVOICES)["customer_values"]
    assert values["expected_orders"].to_numpy() == pytest.approx(10 * 365 / 305)


def test_who_brought_back_more_than_was_bought_is_given_no_value() -> None:
    rows, _ = planted(seed=1)
    back = purchases(("BACK", "2025-03-03", 500.0), ("BACK", "2025-04-01", -900.0))
    values = tables_of(pd.concat([rows, back]))["customer_values"].set_index("customer_id")
    assert pd.isna(values.loc["BACK", "expected_sales"])
    assert values.loc["BACK", "sales"] == -400
    assert values["expected_sales"].drop("BACK").notna().all()


def test_one_customer_with_half_of_all_sales_leaves_the_others_as_they_are() -> None:
    rows, _ = planted(seed=1)
    half = float(rows["bought"].sum())
    huge = purchases(("HUGE", "2025-02-03", half / 2), ("HUGE", "2025-08-04", half / 2))
    alone = tables_of(rows)["customer_values"].set_index("customer_id")
    found = tables_of(pd.concat([rows, huge]))["customer_values"].set_index("customer_id")
    assert found["expected_sales"].idxmax() == "HUGE"
    together = found.drop("HUGE")
    same = (together["rfm_segment"] == alone["rfm_segment"]).mean()
    assert same >= 0.98
    assert together["active"].to_numpy() == pytest.approx(alone["active"].to_numpy(), abs=0.05)


def test_identical_customers_are_foretold_alike() -> None:
    days = [f"2024-{month:02d}-01" for month in (1, 4, 7, 10)] + ["2025-03-01", "2025-09-01"]
    rows = purchases(*[(f"C{n}", day, 100.0) for n in range(60) for day in days])
    values = tables_of(rows)["customer_values"]
    assert values["expected_orders"].nunique() == 1
    assert np.isfinite(values["expected_sales"]).all()
    assert values[["rfm_segment", "customer_group"]].isna().all(axis=None)


def test_models_are_fitted_once_for_the_same_data_and_again_for_others(tmp_path: Path) -> None:
    rows, _ = planted(seed=1)
    first = kept_models(rows, NO_INVOICES, AS_OF, tmp_path)
    again = kept_models(rows.iloc[::-1], NO_INVOICES, AS_OF, tmp_path)
    assert json.dumps(again.to_json()) == json.dumps(first.to_json())
    assert [path.name for path in tmp_path.iterdir()] == ["000001.json"]
    kept_models(rows.iloc[1:], NO_INVOICES, AS_OF, tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_groups_have_the_names_of_the_models_of_an_earlier_day(tmp_path: Path) -> None:
    rows, _ = planted(seed=1)
    kept_models(rows, NO_INVOICES, date(2025, 9, 30), tmp_path)
    path = tmp_path / "000001.json"
    told = json.loads(path.read_text())
    told["models"]["groups"]["names"] = ["own0", "own1", "own2"]
    path.write_text(json.dumps(told))
    later = kept_models(rows, NO_INVOICES, AS_OF, tmp_path)
    assert set(later.groups.names) == {"own0", "own1", "own2"}
    # An earlier day does not know of a later one.
    earlier = kept_models(rows, NO_INVOICES, date(2025, 6, 30), tmp_path)
    assert not set(earlier.groups.names) & {"own0", "own1", "own2"}


def test_a_damaged_file_and_a_folder_that_cannot_be_made_are_no_obstacle(tmp_path: Path) -> None:
    rows, _ = planted(seed=1, sizes=(20, 20, 20))
    (tmp_path / "000001.json").write_text("{")
    (tmp_path / "taken").write_text("")
    for folder in (tmp_path, tmp_path / "taken"):
        models = kept_models(rows, NO_INVOICES, AS_OF, folder)
        told = json.dumps(models.to_json())
        assert json.dumps(CustomerModels.from_json(json.loads(told)).to_json()) == told


@pytest.mark.parametrize(
    ("rules", "foretold_", "grouped", "late"),
    [
        (LearnedRules(), False, True, "usable"),
        (LearnedRules(least_customers=40, least_repeaters=10), True, True, "usable"),
        (LearnedRules(groups_apart=0.95), False, False, "usable"),
        (LearnedRules(groups_smallest=0.3), False, True, "usable"),
        (LearnedRules(least_invoices=5_000), False, True, "little_history"),
    ],
    ids=["usual", "fewer customers", "further apart", "larger groups", "more invoices"],
)
def test_params_say_how_much_is_needed_before_anything_is_told(
    rules: LearnedRules, foretold_: bool, grouped: bool, late: str
) -> None:
    rows, _ = planted(seed=1, sizes=(15, 15, 15))
    models = fit_customers(rows, invoices(seed=1), AS_OF, rules=rules)
    assert (models.activity is not None) is foretold_
    assert bool(models.groups.names) is grouped
    assert models.late.kind == late


def test_other_rules_of_params_are_learned_by_anew(tmp_path: Path) -> None:
    rows, _ = planted(seed=1)
    first = kept_models(rows, NO_INVOICES, AS_OF, tmp_path)
    strict = LearnedRules(groups_apart=0.95)
    assert first.groups.names
    assert not kept_models(rows, NO_INVOICES, AS_OF, tmp_path, strict).groups.names
    assert kept_models(rows, NO_INVOICES, AS_OF, tmp_path).groups.names == first.groups.names
