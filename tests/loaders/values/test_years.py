"""Days without a year, beside the year that their row tells."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from salesnb.loaders import LoadResult, load_files
from salesnb.settings import Settings

Load = Callable[..., LoadResult]
TODAY = date(2026, 10, 31)
KNOWN = {
    "customers": pd.DataFrame({"customer_id": ["C1"]}),
    "opportunities": pd.DataFrame({"opportunity_id": ["O1"]}),
}


def read_row(load: Load, row: dict[str, object]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Load one follow-up, or one deal where the row has a stage."""
    deal = "当前阶段" in row
    more = {"机会编号": "O1"} if deal else {"跟进人": "王五"}
    whole = {"客户编号": "C1", **more, **row}
    result = load({"Sheet1": [list(whole), list(whole.values())]}, known=KNOWN)
    table = "opportunities" if deal else "follow_ups"
    return result.tables.get(table, pd.DataFrame()), result.problems


@pytest.mark.parametrize(
    ("row", "column", "day"),
    [
        ({"跟进时间": "2024-03-05", "下次跟进时间": "3月8日"}, "next_due", "2024-03-08"),
        ({"跟进时间": "2024-03-05", "下次跟进时间": "3/8"}, "next_due", "2024-03-08"),
        ({"跟进时间": "2024-03-05", "下次跟进时间": "12-31"}, "next_due", "2024-12-31"),
        ({"跟进时间": "2023-12-28", "下次跟进时间": "1月5日"}, "next_due", "2024-01-05"),
        ({"跟进时间": "2024-03-05", "录入时间": "3月5日 18:30"}, "recorded_at", "2024-03-05"),
        ({"跟进时间": "3月5日", "录入时间": "2024-03-06"}, "follow_at", "2024-03-05"),
        ({"跟进时间": "3月5日", "年份": "2024"}, "follow_at", "2024-03-05"),
        ({"跟进时间": "3月5日", "年度": "2024年"}, "follow_at", "2024-03-05"),
        ({"跟进时间": "3月5日", "月份": "2024-03"}, "follow_at", "2024-03-05"),
        ({"跟进时间": "12月28日", "年份": "2023", "下次跟进时间": "1月5日"}, "next_due", "2024-01-05"),
        ({"当前阶段": "商机", "创建日期": "2025-11-01", "预计成交日期": "2月1日"}, "expected_date", "2026-02-01"),
    ],
)  # fmt: skip
def test_a_year_that_the_row_tells_is_taken(
    load: Load, row: dict[str, object], column: str, day: str
) -> None:
    table, problems = read_row(load, row)
    assert problems[problems["severity"] == "error"].empty
    assert f"{table[column].iloc[0]:%Y-%m-%d}" == day


@pytest.mark.parametrize(
    ("row", "column", "readings"),
    [
        # nothing in the row tells a year
        ({"跟进时间": "3月5日"}, "follow_at", "2025-03-05 / 2026-03-05"),
        # on the other side of the turn of the year: 2023-12-30 is likely, and not certain
        (
            {"跟进时间": "12月30日", "录入时间": "2024-01-02"},
            "follow_at",
            "2023-12-30 / 2024-12-30",
        ),
        # the follow-up would lie after the day on which it was typed in
        ({"跟进时间": "6月1日", "录入时间": "2024-03-02"}, "follow_at", "2023-06-01 / 2024-06-01"),
        # next March, or a slip?
        (
            {"跟进时间": "2024-03-05", "下次跟进时间": "3月1日"},
            "next_due",
            "2024-03-01 / 2025-03-01",
        ),
        # the month that the row tells is another one
        ({"跟进时间": "4月5日", "月份": "2024-03"}, "follow_at", "2025-04-05 / 2026-04-05"),
        # no such day in the year told
        ({"跟进时间": "2月29日", "年份": "2023"}, "follow_at", "2024-02-29"),
        ({"跟进时间": "2024-03-05", "下次跟进时间": "3.1"}, "next_due", ""),
    ],
)
def test_a_year_that_could_be_another_is_not_guessed(
    load: Load, row: dict[str, object], column: str, readings: str
) -> None:
    table, problems = read_row(load, row)
    errors = problems[problems["severity"] == "error"]
    assert table.empty
    assert errors[["column", "rule", "suggestion"]].to_numpy().tolist() == [
        [column, "date_without_year", readings]
    ]


def test_a_last_contact_is_read_only_where_one_year_is_possible(load: Load) -> None:
    head = ["客户编号", "客户名称", "首次接触时间", "最后跟进时间"]
    rows = [["C1", "甲", "2026-02-01", "3月5日"], ["C2", "乙", "2024-02-01", "3月5日"]]
    result = load({"客户": [head, *rows]})
    day = pd.Timestamp("2026-03-05")
    assert result.tables["customers"]["last_contact_at"].tolist() == [day]
    doubtful = result.problems[result.problems["rule"] == "date_without_year"]
    assert doubtful["cell"].tolist() == ["D3"]


def test_in_an_english_workspace_3_5_may_be_the_third_of_may(
    settings: Settings, book: Callable[..., Path]
) -> None:
    english = replace(settings, workspace=settings.workspace.model_copy(update={"lang": "en"}))
    head = ["Customer_ID", "Follow_Date", "Follow_User", "Next_Due"]
    rows = [["C1", "2024-03-01", "Amy", due] for due in ("3/5", "Mar 5", "3/25")]
    result = load_files(
        [book({"Follow-ups": [head, *rows]})], english, mapping=None, known=KNOWN, today=TODAY
    )
    read = result.tables["follow_ups"]["next_due"].dt.strftime("%Y-%m-%d").tolist()
    assert read == ["2024-03-05", "2024-03-25"]
    assert result.problems["cell"][result.problems["rule"] == "date_without_year"].tolist() == [
        "D2"
    ]
