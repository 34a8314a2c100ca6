"""Exports of other systems, by a mapping; two real ones where they are at hand."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from salesnb.errors import ConfigError, DataError
from salesnb.loaders import LoadResult
from salesnb.settings import Settings, SourceMapping
from tests.conftest import SHARED

Load = Callable[..., LoadResult]
MAVEN = SHARED / "maven_crm_asof_2017-08-31"
ADVENTURE = SHARED / "adventureworks_to_2013-05"

ORDERS = {
    "table": "orders",
    "columns": {
        "No": "order_id",
        "Who": ["customer_id", "buyer"],
        "Sum": "amount",
        "When": "order_date",
    },
    "constants": {"owner": "Amy"},
}
CSV = "No,Who,Sum,When,Extra\n1,C1,100,03/04/2024,x\n2,C1,200,25/12/2024,y\n"
KNOWN = {"customers": pd.DataFrame({"customer_id": ["C1"], "customer_name": ["甲"]})}


def mapping(file: dict[str, object], **others: object) -> SourceMapping:
    return SourceMapping.model_validate({"files": {"*.csv": {**ORDERS, **file}}, **others})


@pytest.fixture
def export(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "export.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_headers_constants_and_custom_columns_are_mapped(
    load: Load, export: Callable[[str], Path]
) -> None:
    given = mapping({"formats": {"order_date": "%d/%m/%Y"}})
    table = load(export(CSV), mapping=given, known=KNOWN).tables["orders"]
    assert table["order_id"].tolist() == ["1", "2"]
    assert table["buyer"].tolist() == ["C1", "C1"]
    assert table["owner"].tolist() == ["Amy", "Amy"]
    assert table["Extra"].tolist() == ["x", "y"]


def test_only_a_declared_format_settles_a_doubtful_date(
    load: Load, export: Callable[[str], Path]
) -> None:
    path = export(CSV)
    assert load(path, mapping=mapping({}), known=KNOWN).problems["rule"].tolist() == [
        "ambiguous_date", "unclear_date",
    ]  # fmt: skip
    days = {}
    for order in ("%d/%m/%Y", "%m/%d/%Y"):
        given = mapping({"formats": {"order_date": order}})
        result = load(path, mapping=given, known=KNOWN)
        days[order] = [f"{day:%Y-%m-%d}" for day in result.tables["orders"]["order_date"]]
    assert days == {"%d/%m/%Y": ["2024-04-03", "2024-12-25"], "%m/%d/%Y": ["2024-03-04"]}


def test_others_may_be_left_out_and_rows_chosen(load: Load, export: Callable[[str], Path]) -> None:
    given = mapping(
        {"formats": {"order_date": "%d/%m/%Y"}, "where": {"Extra": "y"}, "keep_others": False}
    )
    result = load(export(CSV), mapping=given, known=KNOWN)
    assert result.tables["orders"]["order_id"].tolist() == ["2"]
    assert "Extra" not in result.tables["orders"]
    assert result.counts["rows_in"].tolist() == [1]


def test_values_defaults_and_codes_are_replaced_before_parsing(
    load: Load, export: Callable[[str], Path]
) -> None:
    text = "No,Who,Sum,When\n1.0,c-1,free,2024-03-05\n2.0,,5,2024-03-05\n"
    given = mapping(
        {
            "whole": ["order_id"],
            "values": {"customer_id": {"c-1": "C1"}, "amount": {"free": "0"}},
            "defaults": {"customer_id": "C1"},
        }
    )
    table = load(export(text), mapping=given, known=KNOWN).tables["orders"]
    assert table["order_id"].tolist() == ["1", "2"]
    assert table["customer_id"].tolist() == ["C1", "C1"]
    assert table["amount"].tolist() == [0, 5]


def test_a_file_without_headers_is_read_by_the_given_ones(
    load: Load, export: Callable[[str], Path]
) -> None:
    given = mapping({"header": ["No", "Who", "Sum", "When"]})
    table = load(export("1,C1,100,2024-03-05\n2,C1,5,2024-03-06\n"), mapping=given, known=KNOWN)
    assert table.tables["orders"]["_row"].tolist() == [1, 2]


def test_unknown_keys_become_stubs(load: Load, export: Callable[[str], Path]) -> None:
    text = "No,Who,Sum,When\n1,C1,1,2024-03-05\n2,C9,1,2024-03-05\n3,C9,1,2024-03-05\n"
    result = load(export(text), mapping=mapping({}, stubs=["customers"]), known=KNOWN)
    stubs = result.tables["customers"]
    assert stubs[["customer_id", "customer_name", "_row"]].to_numpy().tolist() == [["C9", "C9", 3]]
    assert len(result.tables["orders"]) == 3
    assert result.problems.empty


def test_a_rule_may_be_a_warning_for_one_column(load: Load, export: Callable[[str], Path]) -> None:
    text = "No,Who,Sum,When\n1,,1,2024-03-05\n2,C1,,2024-03-05\n"
    given = mapping({}, severity={"required orders.customer_id": "warning"})
    result = load(export(text), mapping=given, known=KNOWN)
    assert result.tables["orders"]["order_id"].tolist() == ["1"]
    assert result.problems["severity"].tolist() == ["warning", "error"]


def test_an_empty_cell_may_keep_what_is_stored(load: Load, export: Callable[[str], Path]) -> None:
    stored = pd.DataFrame(
        {
            "order_id": ["1"], "customer_id": ["C1"], "amount": [700.0], "owner": ["Amy"],
            "order_date": [pd.Timestamp(2024, 3, 5)],
        }
    )  # fmt: skip
    path = export("No,Who,Sum,When\n1,C1,,2024-03-06\n")
    kept = load(path, mapping=mapping({"empty": "keep"}), known={**KNOWN, "orders": stored})
    assert kept.tables["orders"]["amount"].tolist() == [Decimal(700)]
    cleared = load(path, mapping=mapping({}), known={**KNOWN, "orders": stored})
    assert cleared.problems["rule"].tolist() == ["required"]


def test_won_opportunities_become_orders(load: Load, export: Callable[[str], Path]) -> None:
    text = "id,account,stage,value,closed\n1,C1,Won,100,2024-03-05\n2,C1,Lost,,2024-03-05\n"
    given = SourceMapping.model_validate(
        {
            "files": {
                "*.csv": {
                    "table": "opportunities",
                    "columns": {
                        "id": "opportunity_id", "account": "customer_id", "stage": "stage",
                        "value": "won_amount", "closed": "closed_at",
                    },
                    "constants": {"owner": "Amy"},
                }
            },
            "orders_from_won": True,
        }
    )  # fmt: skip
    result = load(export(text), mapping=given, known=KNOWN)
    orders = result.tables["orders"]
    assert orders[["order_id", "customer_id", "amount", "owner"]].to_numpy().tolist() == [
        ["1", "C1", Decimal(100), "Amy"]
    ]
    counts = result.counts.set_index("table")
    assert counts.loc["orders", ["rows_in", "good", "rejected"]].tolist() == [1, 1, 0]


def test_a_header_that_the_file_lacks_is_one_sentence(
    load: Load, export: Callable[[str], Path]
) -> None:
    with pytest.raises(DataError, match=r"export.csv: the column 'Sum' .*Found: No, Who"):
        load(export("No,Who,When\n1,C1,2024-03-05\n"), mapping=mapping({}), known=KNOWN)


@pytest.mark.parametrize(
    ("file", "others", "message"),
    [
        ({"table": "order"}, {}, "'order' is not a known table. Did you mean 'orders'?"),
        ({"formats": {"order_dat": "%d"}}, {}, "Did you mean 'order_date'?"),
        ({}, {"severity": {"requird": "warning"}}, "Did you mean 'required'?"),
        ({}, {"severity": {"required orders.own": "warning"}}, "Did you mean 'owner'?"),
        ({}, {"stubs": ["customer"]}, "Did you mean 'customers'?"),
    ],
)
def test_a_mistake_in_a_mapping_is_named(
    load: Load,
    export: Callable[[str], Path],
    file: dict[str, object],
    others: dict[str, object],
    message: str,
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(export(CSV), mapping=mapping(file, **others))
    assert message in str(caught.value)


def test_a_file_mapped_to_nothing_is_left_out(load: Load, export: Callable[[str], Path]) -> None:
    given = SourceMapping.model_validate({"files": {"*.csv": []}})
    with pytest.raises(DataError, match="Nothing to import"):
        load(export(CSV), mapping=given)


@pytest.mark.skipif(not MAVEN.is_dir(), reason="the export is not at hand")
def test_the_maven_export_loads_without_an_error(load: Load, settings: Settings) -> None:
    result = load(
        sorted(MAVEN.glob("*.csv")), mapping=settings.source("maven"), today=date(2017, 8, 31)
    )
    assert result.errors.empty
    sizes = {name: len(table) for name, table in result.tables.items()}
    assert sizes == {
        "staff": 35, "products": 7, "customers": 85, "opportunities": 6356, "orders": 2539,
    }  # fmt: skip
    raw = pd.read_csv(MAVEN / "sales_pipeline.csv")
    won = raw[raw["deal_stage"] == "Won"]
    orders = result.tables["orders"]
    assert orders["amount"].sum() == Decimal(str(won["close_value"].sum()))
    assert set(orders["product"]) == set(result.tables["products"]["product"])
    deals = result.tables["opportunities"]
    assert deals["customer_id"].isna().sum() == raw["account"].isna().sum()
    assert deals.loc[deals["stage"] == "lost", "won_amount"].isna().all()
    assert deals["product_line"].notna().all()
    summed = result.problems.set_index("rule")["count"].to_dict()
    assert summed == {"required": 934, "lost_without_reason": 1552}


@pytest.mark.skipif(not ADVENTURE.is_dir(), reason="the export is not at hand")
def test_the_adventureworks_export_loads_without_an_error(load: Load, settings: Settings) -> None:
    result = load(
        sorted(ADVENTURE.iterdir()),
        mapping=settings.source("adventureworks"),
        today=date(2013, 5, 31),
    )
    assert result.errors.empty
    raw = pd.read_csv(ADVENTURE / "SalesOrderHeader.csv", dtype=str)
    orders = result.tables["orders"]
    assert len(orders) == len(raw)
    assert orders["amount"].sum() == sum(map(Decimal, raw["SubTotal"]))
    assert (orders["owner"] == "online").sum() == raw["SalesPersonID"].isna().sum()
    assert "279" in set(orders["owner"]) and not orders["owner"].str.endswith(".0").any()
    assert set(orders["region"]) >= {"Northwest", "United Kingdom"}
    assert len(result.tables["customers"]) == raw["CustomerID"].nunique()
    targets = result.tables["targets"]
    assert len(targets) == 95
    first = targets.iloc[0]
    assert (first["period"], first["scope"], first["metric"], first["value"]) == (
        "2011-05-31..2011-08-30", "rep:274", "sales", 28_000,
    )  # fmt: skip
    staff = result.tables["staff"].set_index("name")
    assert staff.loc["279", "team"] == "Southeast"
    assert pd.isna(staff.loc["274", "team"])


@pytest.mark.parametrize(
    ("declared", "amounts"),
    [("decimal_comma", ["1052.75", "1234.56"]), ("decimal_point", ["105275.00"])],
)
def test_a_declared_decimal_mark_settles_a_doubtful_amount(
    load: Load, export: Callable[[str], Path], declared: str, amounts: list[str]
) -> None:
    text = "No;Who;Sum;When\n1;C1;1052,75;2024-03-04\n2;C1;1.234,56;2024-03-04\n"
    result = load(export(text), mapping=mapping({"formats": {"amount": declared}}), known=KNOWN)
    assert result.tables["orders"]["amount"].tolist() == [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        ({"amount": "decimal_coma"}, "decimal_comma"),
        ({"amount": "%d"}, "decimal_point"),
        ({"order_date": "dd/mm/yyyy"}, "%d/%m/%Y"),
        ({"customer_id": "decimal_comma"}, "has no format"),
        ({"buyer": "%d/%m/%Y"}, "has no format"),
    ],
)
def test_a_format_that_says_nothing_of_a_column_is_refused(
    load: Load, export: Callable[[str], Path], formats: dict[str, str], said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        load(export(CSV), mapping=mapping({"formats": formats}), known=KNOWN)
