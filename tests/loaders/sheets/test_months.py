"""Month tables of targets: a row per team or person, a column per month."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from salesnb.errors import DataError
from salesnb.loaders import LoadResult
from salesnb.loaders.sheets.spans import Span, span_of

Load = Callable[..., LoadResult]
STAFF = [["姓名", "团队", "部门"], ["张三", "东区", "销售部"], ["李四", "西区", "销售部"]]
TITLE = ["2026年销售目标"]
HEADER = ["团队", "1月", "2月", "3月"]
EAST = ["东区", 10, 20, 30]


def targets(result: LoadResult) -> list[tuple[object, ...]]:
    table = result.tables["targets"].sort_values(["scope", "metric", "period"])
    return list(table[["period", "scope", "metric", "value"]].itertuples(index=False, name=None))


def said(result: LoadResult, sheet: str = "目标") -> list[str]:
    return [note.en.split(": ", 1)[1] for note in result.notes if f"'{sheet}'" in note.en]


def test_each_cell_is_a_target_of_its_month(load: Load) -> None:
    rows = [TITLE, HEADER, EAST, ["西区", 1, "", "--"]]
    result = load({"目标": rows, "人员": STAFF})
    assert targets(result) == [
        ("2026-01", "team:东区", "sales", Decimal(10)),
        ("2026-02", "team:东区", "sales", Decimal(20)),
        ("2026-03", "team:东区", "sales", Decimal(30)),
        ("2026-01", "team:西区", "sales", Decimal(1)),
    ]
    counted = result.counts.set_index("table").loc["targets"]
    assert counted[["rows_in", "good", "rejected"]].tolist() == [4, 4, 0]
    assert result.problems.empty


def test_a_problem_stands_at_its_own_cell_and_rejects_that_target_only(load: Load) -> None:
    result = load({"目标": [TITLE, ["", *HEADER], ["", "东区", 10, "面议", 30]], "人员": STAFF})
    assert result.problems[["cell", "value", "rule"]].to_numpy().tolist() == [
        ["D3", "面议", "not_amount"]
    ]
    assert [row[0] for row in targets(result)] == ["2026-01", "2026-03"]
    assert result.rejected["row"].tolist() == [3]


def test_an_unknown_team_is_one_problem_for_all_its_months(load: Load) -> None:
    result = load({"目标": [TITLE, HEADER, ["南区", 1, 2, 3]], "人员": STAFF})
    assert result.problems[["cell", "rule"]].to_numpy().tolist() == [["A3", "unknown_scope"]]
    assert result.counts.set_index("table").loc["targets", "rejected"] == 3


@pytest.mark.parametrize(
    ("header", "months"),
    [
        ("1月", (0, 1, 1)),
        ("一月", (0, 1, 1)),
        ("十二月", (0, 12, 12)),
        ("1月份目标（万元）", (0, 1, 1)),
        ("2026-01", (2026, 1, 1)),
        ("2026年1月", (2026, 1, 1)),
        ("2026-01-01 00:00:00", (2026, 1, 1)),
        ("202601", (2026, 1, 1)),
        ("Jan", (0, 1, 1)),
        ("January", (0, 1, 1)),
        ("Dec-26", (2026, 12, 12)),
        ("Q1", (0, 1, 3)),
        ("一季度", (0, 1, 3)),
        ("2026年第四季度", (2026, 10, 12)),
        ("二季度合计", (0, 4, 6)),
        ("上半年", (0, 1, 6)),
        ("全年", (0, 1, 12)),
        ("年度目标", (0, 1, 12)),
        ("总计", (0, 1, 12)),
        ("Total", (0, 1, 12)),
        ("2026年", (2026, 1, 12)),
    ],
)
def test_a_header_names_its_months(header: str, months: tuple[int, int, int]) -> None:
    assert span_of(header) == Span(*months)


@pytest.mark.parametrize(
    "header", ["月份", "13月", "1月完成", "团队", "Marketing", "2026", "1", "Q5"]
)
def test_other_headers_name_none(header: str) -> None:
    assert span_of(header) is None


@pytest.mark.parametrize(
    ("name", "title", "header"),
    [
        ("2026目标", ["销售目标"], HEADER),
        ("目标", ["26年销售目标"], HEADER),
        ("销售目标", ["制表日期：2025-12-20"], ["团队", "2026年1月", "2026年2月", "2026年3月"]),
        ("销售目标", [], ["团队", "2026-01", "2026-02", "2026-03"]),
        ("销售目标", ["制表日期：2025-12-20", "", "2026年度"], HEADER),
    ],
)
def test_the_year_stands_in_the_title_the_sheets_name_or_the_headers(
    load: Load, name: str, title: list[str], header: list[str]
) -> None:
    result = load({name: [title, header, EAST], "人员": STAFF})
    assert [row[0] for row in targets(result)] == ["2026-01", "2026-02", "2026-03"]


def test_the_year_may_stand_in_a_column(load: Load) -> None:
    rows = [["年度", *HEADER], [2026, *EAST], ["2027年", *EAST], ["去年", *EAST], ["", "西区", 1]]
    result = load({"销售目标": rows, "人员": STAFF})
    assert {row[0] for row in targets(result)} == {
        "2026-01", "2026-02", "2026-03", "2027-01", "2027-02", "2027-03",
    }  # fmt: skip
    places = result.problems[["cell", "value", "rule"]].to_numpy().tolist()
    assert ["A4", "去年-01", "not_period"] in places
    assert ["A5", "", "required"] in places


@pytest.mark.parametrize(
    ("name", "rows", "reason"),
    [
        ("销售目标", [HEADER, EAST], "lacks the year"),
        ("2025-2026销售目标", [HEADER, EAST], "lacks the year"),
        ("2026年销售业绩", [HEADER, EAST], "lacks the word 'target'"),
        ("2026年销售目标完成情况", [HEADER, EAST], "lacks the word 'target'"),
        ("2026年销售目标", [["产品", *HEADER[1:]], ["键盘", 1, 2, 3]], "lacks a column that says"),
        ("2026年销售目标", [["团队", "11月", "12月", "1月"], EAST], "across the turn of a year"),
        ("2026年销售目标", [["团队", "1月", "2月", "1月"], EAST], "there twice"),
        (
            "2026年销售目标",
            [["月份", "东区", "西区"], ["1月", 1, 2], ["2月", 3, 4]],
            "turn it around",
        ),
    ],
)
def test_what_is_missing_for_a_month_table_is_said_and_nothing_is_guessed(
    load: Load, name: str, rows: list[list[object]], reason: str
) -> None:
    with pytest.raises(DataError, match=reason):
        load({name: rows})


def test_a_sheet_of_sales_by_month_is_not_taken_for_staff(load: Load) -> None:
    rows = [["姓名", "团队", "1月", "2月", "3月"], ["张三", "东区", 1, 2, 3]]
    with pytest.raises(DataError, match="lacks the word 'target'"):
        load({"业绩统计": rows})


def test_staff_with_a_few_month_columns_stay_staff(load: Load) -> None:
    header = ["姓名", "团队", "部门", "角色", "1月", "2月", "3月"]
    result = load({"业绩": [header, ["张三", "东区", "销售部", "销售代表", 1, 2, 3]]})
    assert list(result.tables) == ["staff"]


def test_a_total_that_equals_its_months_is_no_target_and_one_that_differs_is(load: Load) -> None:
    header = ["团队", "1月", "2月", "3月", "Q1", "全年"]
    rows = [TITLE, header, [*EAST, 60, 60], ["西区", 1, 1, 1, 4, 100], ["张三", "", "", "", "", 9]]
    result = load({"目标": rows, "人员": STAFF})
    assert [row for row in targets(result) if len(row[0]) != len("2026-01")] == [
        ("2026", "rep:张三", "sales", Decimal(9)),
        ("2026", "team:西区", "sales", Decimal(100)),
        ("2026Q1", "team:西区", "sales", Decimal(4)),
    ]
    assert "column E 'Q1' differs from the sum of its parts in row 4" in " ".join(said(result))
    assert "column F '全年' differs from the sum of its parts in row 4 " in " ".join(said(result))
    assert "column F '全年': where it equals the sum" in " ".join(said(result))


def test_quarters_and_a_year_without_months_are_targets(load: Load) -> None:
    rows = [
        TITLE,
        ["团队", "一季度", "二季度", "三季度", "四季度", "全年"],
        ["东区", 1, 2, 3, 4, 10],
    ]
    result = load({"目标": rows, "人员": STAFF})
    assert [row[0] for row in targets(result)] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]


def test_the_metric_stands_in_a_column_and_a_unit_above_holds_for_amounts_only(load: Load) -> None:
    rows = [
        [*TITLE, "单位：万元"],
        ["团队", "指标", "1月", "2月", "3月"],
        ["东区", "销售额", 10, 20, 30],
        ["东区", "线索数", 5, 6, 7],
    ]
    result = load({"目标": rows, "人员": STAFF})
    assert [row[2:] for row in targets(result)] == [
        ("lead", 5), ("lead", 6), ("lead", 7), ("sales", 100_000), ("sales", 200_000), ("sales", 300_000),
    ]  # fmt: skip


def test_a_unit_in_brackets_of_the_title_holds_for_the_table(load: Load) -> None:
    rows = [
        ["2026年四季度回款目标（万元）"],
        ["姓名", "10月", "11月", "12月"],
        ["张三", 10, 11, 12],
    ]
    result = load({"表": rows, "人员": STAFF})
    assert [row[3] for row in targets(result)] == [100_000, 110_000, 120_000]


@pytest.mark.parametrize(
    ("name", "metric"),
    [
        ("2026年回款目标", "collections"),
        ("销售部2026回款目标", "collections"),
        ("2026年业绩目标", "sales"),
        ("Sales targets 2026", "sales"),
    ],
)
def test_what_the_targets_are_of_is_read_from_the_name(load: Load, name: str, metric: str) -> None:
    result = load({name: [HEADER, EAST], "人员": STAFF})
    assert {row[2] for row in targets(result)} == {metric}


@pytest.mark.parametrize("name", ["2026目标", "2026年销售及回款目标"])
def test_where_nothing_says_what_the_targets_are_of_that_is_a_problem(
    load: Load, name: str
) -> None:
    result = load({name: [HEADER, EAST], "人员": STAFF})
    assert result.problems["rule"].tolist() == ["missing_column"]
    assert "'指标 / Metric' is missing" in result.problems["message"].iloc[0]
    assert "write 'sales targets'" in " ".join(said(result, name))
    assert result.counts.set_index("table").loc["targets", "rejected"] == 3


def test_of_department_team_and_person_the_finest_counts_and_totals_are_left_out(
    load: Load,
) -> None:
    rows = [
        TITLE,
        ["部门", "团队", "姓名", "1月", "2月", "3月"],
        ["销售部", "东区", "张三", 1, 2, 3],
        ["", "东区小计", "", 1, 2, 3],
        ["销售部", "", "", 7, 8, 9],
        ["合计", "", "", 8, 10, 12],
    ]
    result = load({"目标": rows, "人员": STAFF})
    assert {row[1] for row in targets(result)} == {"rep:张三", "department:销售部"}
    assert "row 4, 6 holds totals and was left out." in said(result)
    wrong = load({"目标": [*rows[:4], ["无此部", "", "", 7, 8, 9]], "人员": STAFF})
    assert wrong.problems["cell"].tolist() == ["A5"]


def test_of_target_and_actual_columns_only_the_targets_are_read(load: Load) -> None:
    rows = [
        TITLE,
        ["团队", "1月", "", "2月", "", "3月", ""],
        ["", "目标", "完成", "目标", "完成", "目标", "完成率"],
        ["东区", 10, 9, 20, 19, 30, "96%"],
    ]
    result = load({"目标": rows, "人员": STAFF})
    assert [row[3] for row in targets(result)] == [10, 20, 30]
    assert "column C, E, G holds no targets" in " ".join(said(result))
    assert list(result.tables["targets"].columns[:4]) == ["period", "scope", "metric", "value"]


def test_a_group_above_the_months_gives_year_metric_and_unit(load: Load) -> None:
    rows = [["团队", "2026年销售目标（万元）"], ["", "1月", "2月", "3月"], EAST]
    result = load({"Sheet1": rows, "人员": STAFF})
    assert targets(result)[0] == ("2026-01", "team:东区", "sales", Decimal(100_000))


def test_the_long_table_of_targets_is_read_as_before(load: Load) -> None:
    rows = [["月份", "范围", "指标", "目标值"], ["2026-01", "东区", "销售额", "5万"]]
    result = load({"目标": rows, "人员": STAFF})
    assert targets(result) == [("2026-01", "team:东区", "sales", Decimal(50_000))]
