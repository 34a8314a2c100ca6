"""The wide sheet 销售数据基础录入表."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from salesnb.loaders import LoadResult, load_files
from salesnb.settings import Settings, SourceMapping
from tests.loaders.conftest import TODAY

Load = Callable[..., LoadResult]
HEADER = [
    "客户编号", "客户名称", "行业", "线索来源", "首次接触时间", "当前跟进阶段", "负责人",
    "预计成交金额(元)", "最后跟进时间", "备注",
]  # fmt: skip


def row(key: str, stage: str, amount: object = "", more: tuple[object, ...] = ()) -> list[object]:
    start = ["制造业", "官网", "2026-03-05", stage, "王五", amount, "2026-04-05", "x"]
    return [key, f"公司{key}", *start, *more]


@pytest.fixture
def golden(load: Load) -> LoadResult:
    stages = ["线索"] * 70 + ["意向"] * 20 + ["商机"] * 5 + ["成交"] * 5
    more = ("50000", "2026-04-01")
    rows = [
        row(f"CL{n:03d}", stage, 50000, more if stage == "成交" else ())
        for n, stage in enumerate(stages)
    ]
    return load({"Sheet1": [[*HEADER, "实际成交金额", "签约日期"], *rows]})


def test_a_hundred_rows_are_a_hundred_leads_and_ten_opportunities(golden: LoadResult) -> None:
    sizes = {name: len(table) for name, table in golden.tables.items()}
    assert sizes == {"customers": 100, "leads": 100, "opportunities": 10}
    stages = golden.tables["leads"]["stage"].value_counts().to_dict()
    assert stages == {"lead": 70, "intent": 20, "opportunity": 5, "won": 5}
    assert golden.problems.empty
    assert golden.counts["rows_in"].tolist() == [100, 100, 10]


def test_the_customers_status_follows_from_the_stage(golden: LoadResult) -> None:
    statuses = golden.tables["customers"]["status"].value_counts().to_dict()
    assert statuses == {"prospect": 70, "interested": 25, "customer": 5}


def test_a_won_row_is_a_won_lead_and_a_won_opportunity(golden: LoadResult) -> None:
    lead = golden.tables["leads"].set_index("lead_id").loc["CL099"]
    assert (lead["outcome"], lead["deal_amount"]) == ("won", Decimal(50000))
    assert lead["outcome_date"] == pd.Timestamp(2026, 4, 1)
    deal = golden.tables["opportunities"].set_index("opportunity_id").loc["CL099"]
    assert (deal["customer_id"], deal["lead_id"], deal["stage"]) == ("CL099", "CL099", "won")
    assert deal["created_at"] == pd.Timestamp(2026, 3, 5)
    assert golden.tables["opportunities"]["estimated"].isna().all()


def test_won_without_day_is_dated_by_the_last_contact_as_estimated(load: Load) -> None:
    result = load({"Sheet1": [HEADER, row("C1", "成交", "5万"), row("C2", "商机", "5万")]})
    table = result.tables["opportunities"].set_index("opportunity_id")
    assert table.loc["C1", "closed_at"] == pd.Timestamp(2026, 4, 5)
    assert table["estimated"].fillna(False).to_dict() == {"C1": True, "C2": False}
    leads = result.tables["leads"].set_index("lead_id")
    assert leads["estimated"].fillna(False).to_dict() == {"C1": True, "C2": False}
    assert pd.isna(table.loc["C2", "closed_at"])
    assert result.tables["leads"]["outcome_date"].notna().tolist() == [True, False]
    assert set(result.problems["rule"]) == {"won_without"}
    assert set(result.problems["severity"]) == {"warning"}
    assert len(result.problems) == 2


def test_the_expected_amount_is_not_taken_for_the_amount_won(load: Load) -> None:
    result = load({"Sheet1": [HEADER, row("C1", "成交", "5万")]})
    assert "won_amount" not in result.tables["opportunities"]
    assert result.tables["opportunities"]["amount"].tolist() == [50_000]


def test_a_lost_row_is_an_opportunity_only_with_an_amount(load: Load) -> None:
    rows = [row("C1", "流失", "5万", ("价格高",)), row("C2", "流失", "", ("",))]
    result = load({"Sheet1": [[*HEADER, "流失原因"], *rows]})
    assert result.tables["opportunities"]["opportunity_id"].tolist() == ["C1"]
    assert result.tables["leads"]["outcome"].tolist() == ["lost", "lost"]
    assert result.tables["leads"]["reason"].iloc[0] == "价格高"
    assert result.tables["customers"]["lost_reason"].iloc[0] == "价格高"
    assert result.problems[["cell", "rule", "severity"]].to_numpy().tolist() == [
        ["K3", "lost_without_reason", "warning"]
    ]


def test_an_error_is_reported_once_and_rejects_the_row_in_all_three_tables(load: Load) -> None:
    rows = [row("C1", "商机", "面议"), row("C2", "商机", "5万")]
    result = load({"Sheet1": [HEADER, *rows]})
    assert result.problems["cell"].tolist() == ["H2"]
    assert [table["_row"].tolist() for table in result.tables.values()] == [[3], [3], [3]]
    assert result.counts["rejected"].tolist() == [1, 1, 1]


def test_a_doubled_customer_is_reported_once_per_row(load: Load) -> None:
    rows = [row("C1", "商机", "5万"), row("C1", "报价", "5万")]
    result = load({"Sheet1": [HEADER, *rows]})
    assert result.problems[["cell", "rule"]].to_numpy().tolist() == [
        ["A2", "duplicate_key"], ["A3", "duplicate_key"],
    ]  # fmt: skip


def test_without_a_number_the_customer_gets_one_by_its_first_contact(load: Load) -> None:
    rows = [row("", "线索"), row("", "商机", "5万")]
    rows[0][1], rows[1][1] = "甲公司", "乙公司"
    result = load({"Sheet1": [HEADER, *rows]})
    assert result.tables["leads"]["lead_id"].tolist() == ["C20260305001", "C20260305002"]
    assert result.tables["opportunities"]["customer_id"].tolist() == ["C20260305002"]


def test_without_a_first_contact_the_row_has_no_lead_date_and_is_rejected(load: Load) -> None:
    rows = [row("C1", "线索"), row("C2", "线索")]
    rows[0][4] = ""
    result = load({"Sheet1": [HEADER, *rows]})
    assert result.problems[["cell", "rule"]].to_numpy().tolist() == [["E2", "required"]]


def test_other_tables_refer_to_the_customers_of_the_wide_sheet(load: Load) -> None:
    follow = [["客户编号", "跟进时间", "跟进人"], ["C1", "2026-03-06", "王五"]]
    result = load({"Sheet1": [HEADER, row("C1", "线索")], "跟进": follow})
    assert result.tables["follow_ups"]["customer_id"].tolist() == ["C1"]
    assert result.problems.empty


def test_a_lost_row_is_dated_by_the_last_contact_as_estimated(load: Load) -> None:
    result = load({"Sheet1": [[*HEADER, "流失原因"], row("C1", "流失", "5万", ("价格高",))]})
    for name, day in (("leads", "outcome_date"), ("opportunities", "closed_at")):
        assert result.tables[name][day].tolist() == [pd.Timestamp(2026, 4, 5)]
        assert result.tables[name]["estimated"].tolist() == [True]


@pytest.mark.parametrize(
    ("signed", "last", "told"),
    [
        ("2026-04-01", "2026-04-05", "2026-04-05"),
        ("2026-04-09", "2026-04-05", "2026-04-09"),
        ("", "2026-04-05", "2026-04-05"),
        ("2026-04-01", "", "2026-04-01"),
        ("", "", "2026-03-05"),
    ],
)
def test_a_customer_is_known_from_the_last_day_of_which_the_row_tells(
    load: Load, signed: str, last: str, told: str
) -> None:
    values = row("C1", "成交", "5万", ("5万", signed))
    values[HEADER.index("最后跟进时间")] = last
    result = load({"Sheet1": [[*HEADER, "实际成交金额", "签约日期"], values]})
    assert result.tables["customers"]["updated_date"].tolist() == [pd.Timestamp(told)]


def test_the_sheets_own_day_of_update_stays(load: Load) -> None:
    rows = [row("C1", "线索", "", ("2026-05-01",)), row("C2", "线索", "", ("",))]
    result = load({"Sheet1": [[*HEADER, "最后更新日期"], *rows]})
    days = result.tables["customers"]["updated_date"].dt.strftime("%m-%d").tolist()
    assert days == ["05-01", "04-05"]


def test_a_future_day_is_reported_once_where_it_was_typed(load: Load) -> None:
    header = [*HEADER, "实际成交金额", "签约日期"]
    rows = [row("C1", "成交", "5万", ("5万", "2026-12-01")), row("C2", "成交", "5万", ("5万", ""))]
    rows[1][HEADER.index("最后跟进时间")] = "2026-12-01"
    problems = load({"Sheet1": [header, *rows]}).errors
    assert problems[["cell", "rule"]].to_numpy().tolist() == [["L2", "future"], ["I3", "future"]]


def test_where_opportunities_begin_is_read_from_the_settings(
    settings: Settings, book: Callable[..., Path]
) -> None:
    stages = settings.stages.model_copy(update={"opportunity_stage": "quote"})
    rows = [row("C1", "商机", "5万"), row("C2", "报价", "5万")]
    result = load_files(
        [book({"Sheet1": [HEADER, *rows]})],
        replace(settings, stages=stages),
        mapping=None,
        known={},
        today=TODAY,
    )
    assert result.tables["opportunities"]["opportunity_id"].tolist() == ["C2"]


DEALS = ["机会编号", "客户编号", "当前阶段", "实际成交金额", "签约日期"]


def test_a_signing_date_given_later_is_no_estimate(load: Load) -> None:
    first = load({"Sheet1": [HEADER, row("C1", "成交", "5万"), row("C2", "成交", "5万")]}).tables
    sheets = {"机会": [DEALS, ["C1", "C1", "成交", "30000", "2026-06-20"]]}
    second = load(sheets, known=first).tables["opportunities"]
    assert second["estimated"].tolist() == [False]
    third = load(sheets, known={**first, "opportunities": second}).tables["opportunities"]
    pd.testing.assert_frame_equal(second, third)


def test_a_won_row_that_lacks_amount_or_date_fills_no_order(load: Load) -> None:
    more = (("5万", "2026-04-01"), ("5万", ""), ("", "2026-04-01"))
    rows = [row(f"C{n}", "成交", "5万", given) for n, given in enumerate(more)]
    mapping = SourceMapping(files={}, orders_from_won=True)
    result = load({"Sheet1": [[*HEADER, "实际成交金额", "签约日期"], *rows]}, mapping=mapping)
    assert result.errors.empty
    assert result.tables["orders"]["order_id"].tolist() == ["C0"]
