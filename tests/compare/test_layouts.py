"""Old reports of many shapes: each figure gets its metric, group and period."""

from collections.abc import Callable

import pandas as pd
import pytest

from salesnb.workbench import Workbench

Compared = Callable[..., pd.DataFrame]


def said(found: pd.DataFrame) -> dict[str, tuple[object, ...]]:
    """Return {cell: (group, metric, period, verdict)}."""
    named = found[["group", "metric", "period", "verdict"]]
    return {str(cell): tuple(row) for cell, row in zip(found.index, named.to_numpy(), strict=True)}


def test_teams_below_each_other_with_a_title_a_unit_and_a_total(compared: Compared) -> None:
    found = compared(
        [
            ["2026年10月 各团队销售报表", None, None],
            ["单位：万元", None, None],
            ["团队", "业绩", "成交单数"],
            ["东一组", 15.18, 3],
            ["西二组", 6.4, 1],
            ["合计", 22.57, 5],
        ]
    )
    assert said(found) == {
        "B4": ("东一组", "sales", "2026-10", "rounding"),
        "C4": ("东一组", "orders", "2026-10", "same"),
        "B5": ("西二组", "sales", "2026-10", "same"),
        "C5": ("西二组", "orders", "2026-10", "same"),
        "B6": ("Company", "sales", "2026-10", "rounding"),
        "C6": ("Company", "orders", "2026-10", "same"),
    }
    assert found.loc["B4", "old"] == 151_800 and found.loc["B4", "ours"] == 151_800.5


def test_english_headers_and_reps(compared: Compared) -> None:
    found = compared([["Sales rep", "Revenue", "Leads"], ["甲", "90,000", 4], ["丙", "¥64,000", 1]])
    assert list(found["metric"]) == ["sales", "new_leads"] * 2
    assert set(found["verdict"]) == {"same"}


def test_metrics_as_rows_and_teams_as_columns(compared: Compared) -> None:
    found = compared(
        [["指标", "东一组", "西二组"], ["销售额", 151_800.5, 64_000], ["订单数", 3, 1]],
        sheet="10月",
    )
    assert said(found)["C3"] == ("西二组", "orders", "2026-10", "same")
    assert set(found["verdict"]) == {"same"}


def test_months_as_columns_with_a_total_under_a_title_that_names_the_metric(
    compared: Compared,
) -> None:
    found = compared(
        [
            ["2026年各销售业绩", None, None, None],
            ["姓名", "9月", "10月", "合计"],
            ["甲", 7_000, 90_000, 97_000],
            ["丙", 0, 64_000, 64_000],
        ]
    )
    assert list(found.loc[["B3", "C3", "D3"], "period"]) == [
        "2026-09", "2026-10", "2026-09-01..2026-10-31",
    ]  # fmt: skip
    assert set(found["verdict"]) == {"same"}


def test_two_header_rows_with_target_and_completion(compared: Compared) -> None:
    found = compared(
        [
            ["团队", "销售额", None, None, "回款"],
            [None, "实际", "目标", "完成率", None],
            ["东一组", 151_800.5, 200_000, (0.759, "0.0%"), 57_000],
            ["西二组", 64_000, 80_000, (0.8, "0%"), 0],
        ]
    )
    assert list(found.loc[["B3", "C3", "D3", "E3"], "metric"]) == [
        "sales", "sales:target", "sales:completion", "collections",
    ]  # fmt: skip
    assert list(found.loc[["B3", "C3", "D3", "E3"], "verdict"]) == [
        "same", "same", "rounding", "same",
    ]  # fmt: skip


def test_team_and_rep_in_two_columns_with_subtotals(compared: Compared) -> None:
    found = compared(
        [
            ["团队", "销售", "销售额", "备注"],
            ["东一组", "甲", 90_000, "好"],
            [None, "小计", 151_800.5, None],
            ["西二组", "丙", 64_000, None],
            ["合计", None, 225_700.5, None],
        ]
    )
    assert list(found["group"]) == ["甲 · 东一组", "东一组", "丙 · 西二组", "Company"]
    assert set(found["verdict"]) == {"same"}


def test_growth_belongs_to_the_metric_before_it(compared: Compared) -> None:
    found = compared([["销售", "销售额", "同比"], ["甲", 90_000, (-0.1, "0%")]])
    assert said(found)["C2"] == ("甲", "sales:yoy", "2026-10", "same")


@pytest.mark.parametrize("typed", ["75.9%", "75.9", "0.759"])
def test_a_share_may_be_written_in_three_ways(compared: Compared, typed: str) -> None:
    found = compared([["团队", "完成率"], ["东一组", typed]])
    assert found.loc["B2", "verdict"] == "rounding"
    assert found.loc["B2", "old"] == pytest.approx(0.759)


def test_a_sheet_per_team_takes_the_team_from_its_name(compared: Compared) -> None:
    found = compared([["", "销售额", "订单数"], ["合计", 151_800.5, 3]], sheet="东一组")
    assert said(found)["B2"] == ("东一组", "sales", "2026-10", "same")
    assert "By the title '东一组', figures are those of the team '东一组'." in found.attrs["notes"]


def test_a_near_name_is_read_and_told_and_another_number_is_another_team(
    compared: Compared,
) -> None:
    found = compared([["团队", "销售额"], ["东1组", 151_800.5], ["西二团队", 1], ["东三组", 5]])
    assert list(found["group"]) == ["东一组", "西二组"]
    notes = found.attrs["notes"]
    assert "'东1组' is read as '东一组'." in notes
    assert any("Sheet1!4: '东三组' is no team" in note for note in notes)


def test_a_column_that_is_no_metric_is_told_and_not_taken_for_one(compared: Compared) -> None:
    found = compared([["10月销售额", None, None], ["团队", "销售额", "毛利"], ["东一组", 1, 2]])
    assert list(found.index) == ["B3"]
    assert any("Sheet1!C: '毛利'" in note for note in found.attrs["notes"])


def test_text_and_a_missing_target_are_not_comparable(compared: Compared) -> None:
    found = compared([["销售", "销售额", "目标"], ["甲", "待定", 5], ["丙", 64_000, 5]])
    assert list(found["verdict"]) == ["not_comparable", "not_comparable", "same", "not_comparable"]
    assert found.loc["B2", "explanation"] == "'待定' is no number."
    assert "no target" in found.loc["C2", "explanation"]


def test_the_period_that_is_asked_for_wins_over_the_title(compared: Compared) -> None:
    rows = [["2026年10月", None], ["销售", "销售额"], ["甲", 7_000]]
    assert compared(rows).loc["B3", "verdict"] == "different"
    assert compared(rows, period="2026-09").loc["B3", "verdict"] == "same"


def test_a_report_of_our_own_figures_is_the_same_everywhere(
    desk: Workbench, compared: Compared
) -> None:
    names = ["sales", "orders", "avg_customer_value", "collections", "new_leads",
             "lead_conversion_rate", "collection_rate", "overdue_amount"]  # fmt: skip
    for by in ("team", "rep", "region"):
        kept = [n for n in names if by != "region" or n != "lead_conversion_rate"]
        frame = desk.metrics(kept, by=by).dropna(subset=[by, "value"])
        wide = frame.pivot(index=by, columns="metric", values="value")
        labels = [desk.settings.metrics[name].zh for name in wide]
        rows = [
            [None, *labels],
            *([g, *r] for g, r in zip(wide.index, wide.to_numpy(), strict=True)),
        ]
        rows = [[None if v != v else v for v in row] for row in rows]
        found = compared(rows)
        assert len(found) == int(wide.notna().sum().sum())
        assert set(found["verdict"]) <= {"same"}, found[found["verdict"] != "same"]
