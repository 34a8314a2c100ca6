"""Public Chinese spreadsheets as they are: what becomes of each, and why."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from salesnb.errors import DataError
from salesnb.loaders import LoadResult
from salesnb.settings import SourceMapping
from tests.conftest import SHARED

Load = Callable[..., LoadResult]
FILES = SHARED / "chinese"
pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the files are not at hand")


def counted(result: LoadResult, table: str) -> list[int]:
    counts = result.counts.set_index("table").loc[table]
    return [int(counts[name]) for name in ("rows_in", "good", "rejected")]


def rules(result: LoadResult) -> dict[tuple[str, str], int]:
    return result.problems.groupby(["rule", "column"])["count"].sum().to_dict()


def mapping(file: str, entry: dict[str, object]) -> SourceMapping:
    return SourceMapping.model_validate({"files": {file: entry}, "stubs": ["customers"]})


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("bda_mrtb_data", ["客户信息表 (Customers)", "Its headers: 买家会员名"]),
        ("bda_产品销售统计", ["a column that says whose targets", "the word 'target'", "the year"]),
        ("bda_原日期", ["no table has its headers (原日期)"]),
        ("bda_电脑配件销售记录", ["销售业绩跟踪表 (Orders), but it lacks '成交日期'"]),
        ("crm_template_线索导入模板_MASKED", ["客户信息表 (Customers), but it lacks '客户名称'"]),
        ("lead-system_客户导入模板", ["客户信息表 (Customers), but it lacks '客户名称'"]),
        ("valve_订单数据", ["销售业绩跟踪表 (Orders), but it lacks '成交日期'"]),
    ],
)
def test_a_file_without_what_a_table_needs_is_refused_with_the_reason(
    load: Load, name: str, reasons: list[str]
) -> None:
    with pytest.raises(DataError) as caught:
        load(FILES / f"{name}.xlsx")
    for reason in reasons:
        assert reason in str(caught.value)


def test_customers_without_numbers_are_numbered(load: Load) -> None:
    result = load(FILES / "valve_客户数据.xlsx")
    assert counted(result, "customers") == [15, 15, 0]
    assert result.problems.empty
    table = result.tables["customers"]
    assert table["customer_id"].is_unique and table["customer_id"].str.startswith("C2026").all()
    assert {"累计金额", "等级", "订单数"} <= set(table.columns)


def test_orders_without_number_customer_amount_and_owner_say_all_four(load: Load) -> None:
    result = load(FILES / "dafb_销售数据.xlsx")
    assert counted(result, "orders") == [20, 0, 20]
    missing = {("missing_column", name) for name in ("order_id", "customer_id", "amount", "owner")}
    assert set(rules(result)) == missing


def test_order_lines_under_one_number_are_refused_and_not_summed(load: Load) -> None:
    result = load(FILES / "bike_销售记录.xlsx")
    assert counted(result, "orders") == [15_092, 0, 15_092]
    assert rules(result)[("missing_column", "owner")] == 15_092
    assert rules(result)[("duplicate_key", "order_id")] == 10_561


def test_single_order_lines_come_in_by_a_mapping(load: Load) -> None:
    columns = {
        "订单编号": "order_id", "客户编号": "customer_id", "下单日期": "order_date", "金额": "amount",
        "销售代表ID": "owner", "产品名称": "product", "数量": "quantity", "单价": "unit_price",
    }  # fmt: skip
    result = load(
        FILES / "bike_销售记录.xlsx",
        mapping=mapping("bike_*", {"table": "orders", "columns": columns}),
    )
    assert counted(result, "orders") == [15_092, 4_531, 10_561]
    assert rules(result) == {("duplicate_key", "order_id"): 10_561}
    assert set(result.tables["orders"]["owner"].str.len()) == {3}


def test_orders_of_a_shop_come_in_by_a_mapping(load: Load) -> None:
    columns = {
        "日期": "order_date",
        "订单号": "order_id",
        "客户名称": "customer_id",
        "金额": "amount",
    }
    entry = {"table": "orders", "columns": columns, "constants": {"owner": "王五"}}
    result = load(FILES / "valve_订单数据.xlsx", mapping=mapping("valve_订单*", entry))
    assert counted(result, "orders") == [93, 75, 18]
    assert rules(result) == {("duplicate_key", "order_id"): 18}
    assert "湖北石化" in set(result.tables["customers"]["customer_id"])


def test_only_finished_orders_of_a_web_shop_are_taken(load: Load) -> None:
    columns = {
        "物流单号": "order_id", "买家会员名": "customer_id", "订单创建时间": "order_date",
        "买家实际支付金额": "amount", "宝贝标题": "product", "宝贝总数量": "quantity",
    }  # fmt: skip
    entry = {
        "table": "orders",
        "columns": columns,
        "constants": {"owner": "网店"},
        "where": {"订单状态": "交易成功"},
        "keep_others": False,
    }
    result = load(FILES / "bda_mrtb_data.xlsx", mapping=mapping("bda_mrtb*", entry))
    assert counted(result, "orders") == [373, 370, 3]
    assert rules(result) == {("required", "order_id"): 3}
    assert result.tables["orders"]["amount"].sum() == Decimal("59315.31")


def test_a_template_of_leads_comes_in_by_a_mapping_but_for_its_row_of_codes(load: Load) -> None:
    columns = {
        "姓名": "customer_name", "手机号": "contact_info", "行业": "industry", "线索来源": "source",
        "客户级别": "level", "联系人": "contact_name",
    }  # fmt: skip
    entry = {"table": "customers", "columns": columns, "keep_others": False}
    result = load(FILES / "crm_template_线索导入模板_MASKED.xlsx", mapping=mapping("crm_*", entry))
    assert counted(result, "customers") == [4, 3, 1]
    assert result.rejected["row"].tolist() == [2]
