"""Columns read out of another: the ends of a budget, the day by which a plan is due."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
from click.testing import Result

from salesnb.loaders import LoadResult, write_template
from salesnb.settings import Settings
from salesnb.workspace import Workspace

Load = Callable[..., LoadResult]
LEADS = ["线索编号", "线索来源", "联系人姓名", "联系方式", "需求描述", "录入时间"]
FOLLOW_UPS = ["跟进记录ID", "客户编号", "跟进时间", "跟进人", "下一步计划"]
CUSTOMER = {"customers": pd.DataFrame({"customer_id": ["C1"]})}


def lead(key: str, *more: object) -> list[object]:
    return [key, "展会", "张先生", "13800000000", "更换设备", "2026-03-05", *more]


def ends(result: LoadResult) -> list[tuple[object, object]]:
    table = result.tables["leads"][["budget_min", "budget_max"]].astype(object)
    pairs = table.where(table.notna(), None).itertuples(index=False, name=None)
    return [(low, high) for low, high in pairs]


def due(result: LoadResult) -> list[str]:
    days = result.tables["follow_ups"]["next_due"]
    return days.dt.strftime("%Y-%m-%d").fillna("").tolist()


def test_a_budget_is_kept_and_its_ends_are_read(load: Load) -> None:
    texts = ["50-80万", "50万以上", "不超过30万", "预算10万左右", "待定"]
    rows = [lead(f"L{n}", text) for n, text in enumerate(texts)]
    result = load({"线索": [[*LEADS, "预算范围"], *rows]})
    assert result.tables["leads"]["budget"].tolist()[:4] == texts[:4]
    assert ends(result) == [
        (Decimal(500_000), Decimal(800_000)),
        (Decimal(500_000), None),
        (None, Decimal(300_000)),
        (Decimal(100_000), Decimal(100_000)),
        (None, None),
    ]


def test_an_unreadable_budget_is_a_warning_and_kept(load: Load) -> None:
    result = load({"线索": [[*LEADS, "预算范围"], lead("L1", "看老板心情"), lead("L2", "面议")]})
    unclear = result.problems[result.problems["rule"] == "unclear_budget"]
    assert unclear[["cell", "severity"]].to_numpy().tolist() == [["G2", "warning"]]
    assert result.tables["leads"]["budget"].tolist() == ["看老板心情", "面议"]


def test_given_ends_win_over_the_text(load: Load) -> None:
    head = [*LEADS, "预算范围", "预算下限", "预算上限"]
    rows = [lead("L1", "50-80万", "55万", ""), lead("L2", "看老板心情", "", "60万")]
    result = load({"线索": [head, *rows]})
    assert ends(result) == [(Decimal(550_000), Decimal(800_000)), (None, Decimal(600_000))]
    assert "unclear_budget" not in set(result.problems["rule"])


def test_the_unit_of_the_header_holds_for_a_budget(load: Load) -> None:
    result = load({"线索": [[*LEADS, "预算范围(万元)"], lead("L1", "50-80")]})
    assert ends(result) == [(Decimal(500_000), Decimal(800_000))]


def test_the_budget_of_a_wide_sheet_is_read_too(load: Load) -> None:
    head = ["客户编号", "客户名称", "线索来源", "首次接触时间", "当前跟进阶段", "负责人", "预算"]
    result = load({"表": [head, ["C1", "甲", "官网", "2026-03-05", "意向", "王五", "5-8万"]]})
    assert ends(result) == [(Decimal(50_000), Decimal(80_000))]


def test_a_template_does_not_ask_for_what_is_derived(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    write_template(path, settings, "zh")
    heads = [cell.value for cell in openpyxl.load_workbook(path)["销售线索信息表"][1]]
    assert "预算范围" in heads
    assert "预算下限" not in heads


def test_the_day_of_a_plan_is_read_where_none_is_given(load: Load) -> None:
    rows = [
        ["G1", "C1", "2026-03-05", "王五", "3月8日前更新方案", ""],
        ["G2", "C1", "2026-03-05", "王五", "3月8日前更新方案", "2026-03-10"],
        ["G3", "C1", "2026-12-28", "王五", "1月5日发送合同", "--"],
        ["G4", "C1", "2026-03-05", "王五", "继续跟进", ""],
    ]
    result = load(
        {"跟进": [[*FOLLOW_UPS, "下次跟进时间"], *rows]}, known=CUSTOMER, today=date(2026, 12, 31)
    )
    assert due(result) == ["2026-03-08", "2026-03-10", "2027-01-05", ""]


def test_a_sheet_without_the_column_changes_only_days_that_were_derived(load: Load) -> None:
    known = CUSTOMER | {
        "follow_ups": pd.DataFrame(
            {
                "follow_id": ["G1", "G2", "G3"],
                "follow_at": pd.to_datetime(["2026-03-05"] * 3),
                "next_plan": ["3月8日前更新方案", "3月8日前更新方案", "3月8日前更新方案"],
                "next_due": pd.to_datetime(["2026-03-08", "2026-03-10", "2026-03-08"]),
            }
        )
    }
    rows = [
        ["G1", "C1", "2026-03-05", "王五", "3月20日签约"],  # derived: follows the new plan
        ["G2", "C1", "2026-03-05", "王五", "3月20日签约"],  # typed: stays
        ["G3", "C1", "2026-03-05", "王五", "继续跟进"],  # derived: gone with the plan
    ]
    result = load({"跟进": [FOLLOW_UPS, *rows]}, known=known)
    assert due(result) == ["2026-03-20", "2026-03-10", ""]


def test_the_same_file_twice_changes_nothing(
    workspace: Workspace, salesnb: Callable[..., Result], book: Callable[..., Path]
) -> None:
    customers = [["客户编号", "客户名称"], ["C1", "甲"]]
    leads = [[*LEADS, "预算范围"], lead("L1", "50-80万"), lead("L2", "50万以上")]
    follow_ups = [FOLLOW_UPS, ["G1", "C1", "2026-03-05", "王五", "3月8日前更新方案"]]
    path = book({"客户": customers, "线索": leads, "跟进": follow_ups})
    first, again = (salesnb(workspace, "import", path).output for _ in range(2))
    assert len(re.findall(r"(?m)^\w+ \w+ +([12]) +\1 +0 +0 +0 +0$", first)) == 3
    assert len(re.findall(r"(?m)^\w+ \w+ +([12]) +0 +0 +\1 +0 +0$", again)) == 3
