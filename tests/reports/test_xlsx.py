"""Workbooks of reports: real numbers, text that stays text, native charts, nothing invented."""

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from salesnb.figures import (
    Block,
    Card,
    Chart,
    Flag,
    Html,
    TableColumn,
    advice_list,
    data_table,
    draw_ageing,
    draw_calendar,
    draw_calibration,
    draw_forecast,
    draw_funnel,
    draw_heatmap,
    draw_ranking,
    draw_rates,
    draw_scatter,
    draw_shares,
    draw_trend,
    draw_waterfall,
    flag_list,
    kpi_cards,
    notice,
    report_header,
    section,
)
from salesnb.reports.xlsx import write_workbook

BAITS = ["=1+1", "+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://x")', "{=1}", "http://x.cn"]
ORDERS = pd.DataFrame(
    {
        "customer": ["云帆", "C2", None],
        "amount": [1204000.56, -300.1, None],
        "sold_on": pd.to_datetime(["2026-10-31", "2026-10-01", None]),
        "share": [0.256, 0.0, float("nan")],
        "growth": [0.12, -0.06, float("inf")],
        "moved": [0.03, -0.1, None],
        "age": [5, 91, None],
        "reply": [2.45, 22.8, None],
        "orders": [3, 12345, None],
    }
)
ORDER_COLUMNS = [
    TableColumn("customer", "Customer"),
    TableColumn("amount", "Amount", "money", definition="Sum of what was sold."),
    TableColumn("sold_on", "Day", "date"),
    TableColumn("share", "Share", "percent"),
    TableColumn("growth", "Growth", "change"),
    TableColumn("moved", "Moved", "points"),
    TableColumn("age", "Age", "days"),
    TableColumn("reply", "Reply", "hours"),
    TableColumn("orders", "Orders", "count"),
]


def written(parts: Sequence[Html | Chart], lang: str = "en", **options: str) -> bytes:
    """Return the workbook of some parts of a report."""
    blocks = [block for part in parts for block in part.content]
    return of_blocks(blocks, lang, **options)


def of_blocks(blocks: Sequence[Block], lang: str = "en", **options: str) -> bytes:
    sink = BytesIO()
    lineage = {"As of": "31 October 2026", "Snapshot": "000007"}
    made_at = datetime(2026, 11, 1, 8, 30)
    write_workbook(
        blocks, sink, lang=lang, title="R&D · October", lineage=lineage, made_at=made_at, **options
    )
    return sink.getvalue()


def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def part_of(content: bytes, name: str) -> str:
    """Return the XML of all parts of the package with a word in their names."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = [each for each in package.namelist() if name in each]
        return "\n".join(package.read(each).decode("utf-8") for each in names)


def orders_sheet(lang: str = "en") -> Worksheet:
    parts = [section("Two orders", "Of October", "o", short="Orders")]
    return book(written([*parts, data_table(ORDERS, ORDER_COLUMNS, lang)], lang))["Orders"]


def row_of(sheet: Worksheet, number: int) -> list[object]:
    return [cell.value for cell in sheet[number]]


def row_with(sheet: Worksheet, words: str) -> list[object]:
    """Return the first row whose first cell is a text."""
    return next(row_of(sheet, n) for n in range(1, 200) if sheet.cell(n, 1).value == words)


def test_figures_are_numbers_and_days_are_days_as_in_the_frame() -> None:
    sheet = orders_sheet()
    values = row_of(sheet, 5)[:9]
    day = datetime(2026, 10, 31)
    assert values == ["云帆", 1204000.56, day, 0.256, 0.12, 3.0, 5, 2.45, 3]
    assert row_of(sheet, 6)[:2] == ["C2", -300.1]


@pytest.mark.parametrize(("lang", "days"), [("en", '#,##0" d"'), ("zh", '#,##0" 天"')])
def test_each_kind_has_its_number_format(lang: str, days: str) -> None:
    formats = [cell.number_format for cell in orders_sheet(lang)[5]][:9]
    assert formats[:5] == ["@", "#,##0", "yyyy-mm-dd", "0.0%", "+0.0%;-0.0%;0.0%"]
    assert formats[5].startswith('+0.0"')
    assert formats[6] == days and formats[8] == "#,##0"


def test_what_is_missing_is_an_empty_cell_and_never_a_word() -> None:
    parts = [section("S", short="S"), data_table(ORDERS, ORDER_COLUMNS, "en")]
    content = written(parts)
    assert row_of(book(content)["S"], 7)[:9] == [None] * 9
    assert not re.search(r"\b(nan|NaN|None|NaT|inf)\b", part_of(content, "sharedStrings"))


def test_the_header_is_frozen_filtered_commented_and_repeated_on_paper() -> None:
    sheet = orders_sheet()
    assert row_of(sheet, 4)[:3] == ["Customer", "Amount", "Day"]
    assert sheet.freeze_panes == "B5" and sheet.auto_filter.ref == "A4:I7"
    assert sheet["B4"].comment.text == "Sum of what was sold."
    assert sheet["B4"].comment.author == "salesnb"
    assert sheet.print_title_rows == "$4:$4"


def test_a_sheet_prints_in_landscape_one_page_wide_with_title_and_pages() -> None:
    sheet = orders_sheet()
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
    assert sheet.page_setup.fitToWidth in (1, None)  # 1 is what is meant where nothing is said
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.left.text == "R&&D · October"
    assert sheet.oddFooter.center.text == "Page &P of &N"
    assert not sheet.sheet_view.showGridLines


def test_a_sheet_says_finding_unit_and_definitions() -> None:
    sheet = orders_sheet("zh")
    assert [sheet["A1"].value, sheet["A2"].value] == ["Two orders", "Of October"]
    assert sheet["B3"].value == "单位：元"
    texts = [sheet.cell(row, 1).value for row in range(8, 14)]
    assert "指标定义" in texts and "Amount：Sum of what was sold." in texts


def test_the_unit_is_the_currency_of_the_workspace() -> None:
    parts = [section("S", short="S"), data_table(ORDERS, ORDER_COLUMNS, "en")]
    assert book(written(parts, currency="USD"))["S"]["B3"].value == "Unit: USD"


@pytest.mark.parametrize("bait", BAITS)
def test_no_text_becomes_a_formula_or_a_link(bait: str) -> None:
    frame = pd.DataFrame({"name": [bait, "b"], "value": [0.5, 0.4], "n": [1, 2]})
    columns = [TableColumn("name", bait, definition=bait), TableColumn("value", "V", "percent")]
    parts = [
        report_header(bait, bait, [bait]),
        kpi_cards([Card(bait, "1", detail=bait, delta=bait)]),
        flag_list([Flag("red", bait, bait, bait)], "en"),
        section(bait, bait, "x", short=bait),
        draw_shares(frame[["name", "n"]].set_axis(["name", "value"], axis=1), "en"),
        data_table(frame, columns, "en", bait),
        notice(bait),
    ]
    content = written(parts)
    assert "<f>" not in part_of(content, "worksheets/sheet")
    assert 'TargetMode="External"' not in part_of(content, "")
    sheet = book(content).worksheets[1]
    assert sheet["A5"].value == bait and sheet["A5"].data_type == "s"
    assert sheet["A1"].value == bait and sheet["A4"].value == bait


def test_control_characters_go_and_endless_texts_are_cut() -> None:
    texts = ["a\x00b\x1fc\ud800d", "𠮷" * 20_000, "x" * 40_000]
    column = {"name": "n", "header": "N", "kind": "text", "definition": ""}
    rows = [[{"value": text}] for text in texts]
    table = {"kind": "table", "columns": [column], "rows": rows, "caption": ""}
    sheet = book(of_blocks([*section("S", short="S").content, table]))["S"]
    values = [sheet.cell(row, 1).value for row in (5, 6, 7)]
    assert values == ["abcd", "𠮷" * 16_383, "x" * 32_767]


def test_a_rate_has_its_cases_beside_it_and_too_few_are_marked() -> None:
    frame = pd.DataFrame(
        {
            "name": ["A", "B"],
            "rate": [0.5, 0.25],
            "won": [20, 1],
            "of": [40, 4],
            "few": [False, True],
        }
    )
    rate = TableColumn("rate", "Rate", "rate", numerator="won", denominator="of", small="few")
    table = data_table(frame, [TableColumn("name", "Name"), rate], "en")
    sheet = book(written([section("S", short="S"), table]))["S"]
    assert row_of(sheet, 4)[:5] == [
        "Name", "Rate", "Rate\nmark", "Rate\nnumerator", "Rate\ndenominator",
    ]  # fmt: skip
    assert row_of(sheet, 5)[:5] == ["A", 0.5, None, 20, 40]
    assert row_of(sheet, 6)[:5] == ["B", 0.25, "small sample", 1, 4]
    assert sheet["B6"].font.italic and not sheet["B5"].font.italic


def test_what_is_red_has_a_symbol_and_stays_red_when_sorted() -> None:
    frame = pd.DataFrame({"name": ["A", "B"], "done": [0.64, 1.26], "is_red": [True, False]})
    columns = [TableColumn("name", "Name"), TableColumn("done", "Done", "bar", alert="is_red")]
    sheet = book(written([section("S", short="S"), data_table(frame, columns, "zh")], "zh"))["S"]
    assert [sheet["C5"].value, sheet["C6"].value] == ["●", None]
    rules = {rule.type: rule for each in sheet.conditional_formatting for rule in each.rules}
    assert rules["expression"].formula == ['LEFT($C5,1)="●"']
    assert rules["expression"].dxf.font.color.rgb == "FFB3261E"
    ends = rules["dataBar"].dataBar.cfvo
    assert [(end.type, float(end.val)) for end in ends] == [("num", 0.0), ("num", 1.0)]


def test_rows_of_several_kinds_have_each_its_number_format() -> None:
    frame = pd.DataFrame(
        {"name": ["Sales", "Rate"], "now": [1200.5, 0.25], "kind": ["money", "percent"]}
    )
    columns = [TableColumn("name", "Name"), TableColumn("now", "Now", "money", kind_of="kind")]
    sheet = book(written([section("S", short="S"), data_table(frame, columns, "en")]))["S"]
    assert [sheet["B5"].value, sheet["B6"].value] == [1200.5, 0.25]
    assert [sheet["B5"].number_format, sheet["B6"].number_format] == ["#,##0", "0.0%"]


def opening(lang: str = "en") -> Worksheet:
    cards = [
        Card("Sales", "1.72", "M", "target 1.75M", "yoy ▲14%", number=1716798.5),
        Card("Win rate", "42", "%", "155 / 369", number=155 / 369),
        Card("Grade", "A"),
    ]
    parts = [
        report_header("East · October", "running", ["Sales **1.72M**.", "!!Two!! flags."]),
        kpi_cards(cards),
        flag_list(
            [Flag("amber", "B", "slow"), Flag("red", "A", "late", "3 days", is_new=True)], lang
        ),
        section("Fine", "", "f", short="Trend"),
        draw_trend(pd.DataFrame({"period": ["2026-10"], "value": [5.0]}), lang),
        section("Nothing here", "", "n", short="Empty"),
        notice("No leads."),
        section("Advice", "", "a", short="Advice"),
        advice_list([("Few calls.", "Call more.", "3 calls")]),
    ]
    return book(written(parts, lang)).worksheets[0]


def test_the_first_sheet_holds_findings_and_key_figures_as_numbers() -> None:
    sheet = opening()
    assert sheet.title == "Key points" and sheet["A1"].value == "East · October"
    texts = [sheet.cell(row, 1).value for row in range(1, 20)]
    assert "Sales 1.72M." in texts and "Two flags." in texts
    assert row_with(sheet, "Sales") == ["Sales", 1716798.5, "target 1.75M", "yoy ▲14%"]
    assert row_with(sheet, "Win rate")[1] == pytest.approx(155 / 369, rel=1e-15)
    assert row_with(sheet, "Grade")[1] == "A"
    shapes = {cell.value: cell.number_format for cell in sheet["B"] if cell.value}
    assert list(shapes.values()).count("0.0%") == 1 and shapes[1716798.5] == "#,##0"


def test_the_first_sheet_holds_flags_with_a_symbol_advice_and_lineage() -> None:
    sheet = opening()
    assert row_with(sheet, "● Red flag") == ["● Red flag", "A", "late · new", "3 days"]
    assert row_with(sheet, "▲ Warning")[:3] == ["▲ Warning", "B", "slow"]
    assert row_with(sheet, "1. Few calls.") and row_with(sheet, "→ Call more.")
    assert row_with(sheet, "Snapshot")[1] == "000007"


def test_the_first_sheet_links_every_sheet_and_names_what_has_none() -> None:
    sheet = opening()
    links = {cell.hyperlink.location for row in sheet for cell in row if cell.hyperlink}
    assert links == {"'Trend'!A1"}
    assert row_with(sheet, "Trend")[1] == "Fine"
    assert row_with(sheet, "Empty")[1] == "Nothing here No leads."


def test_names_of_sheets_are_made_fit_for_excel_and_different() -> None:
    table = data_table(pd.DataFrame({"a": [1]}), [TableColumn("a", "A", "count")], "en")
    names = ["[a]:b/c*?", "A B C", "x" * 40, "'quoted'", "History", "key points"]
    parts = [part for name in names for part in (section("S", short=name), table)]
    made = book(written(parts)).sheetnames
    assert made[:3] == ["Key points", "a b c", "A B C (2)"]
    assert made[3:] == ["x" * 31, "quoted", "History (2)", "key points (2)"]


def test_two_tables_of_a_section_have_a_sheet_each() -> None:
    table = data_table(pd.DataFrame({"a": [1]}), [TableColumn("a", "A", "count")], "en")
    assert book(written([section("S", short="S"), table, table])).sheetnames[1:] == ["S", "S (2)"]


TREND = pd.DataFrame(
    {"period": ["2026-09", "2026-10"], "value": [17882985.25, 1.0], "target": [2.0, 3.0]}
)
NAMED = pd.DataFrame({"name": ["A", "B"], "value": [3.0, 1.0]})
RATES = NAMED.assign(value=[0.5, 0.2], low=0.1, high=0.6, numerator=5, denominator=10, small=False)
STAGES = pd.DataFrame(
    {"stage_label": ["Lead", "Won"], "entered": [10, 4], "rate": [None, 0.4], "low": 0.1,
     "high": 0.6, "median_days": [None, 3.5]}
)  # fmt: skip
DAYS = pd.DataFrame(
    {"day": [date(2026, 10, 1), date(2026, 10, 2)], "actual": [5.0, None], "point": [None, 9.0],
     "low_80": [None, 7.0], "high_80": [None, 12.0], "low_50": [None, 8.0], "high_50": [None, 10.0]}
)  # fmt: skip
BINS = pd.DataFrame(
    {"predicted": [0.2, 0.8], "observed": [0.25, 0.7], "low": 0.1, "high": 0.9, "n": [20, 10]}
)
DOTS = pd.DataFrame({"name": ["A", "B"], "x": [1.0, 2.0], "y": [30.5, 40.5]})
CHARTS = {
    "trend": (draw_trend(TREND, "zh"), "barChart"),
    "funnel": (draw_funnel(STAGES, "zh"), "barChart"),
    "ranking": (draw_ranking(NAMED.assign(target=2.0, completion=[1.5, 0.5]), "zh"), "barChart"),
    "shares": (draw_shares(NAMED, "zh"), "barChart"),
    "ageing": (draw_ageing(NAMED.set_axis(["bucket", "amount"], axis=1), "zh"), "barChart"),
    "rates": (draw_rates(RATES, "zh"), "barChart"),
    "forecast": (draw_forecast(DAYS, "zh"), "lineChart"),
    "calibration": (draw_calibration(BINS, "zh"), "barChart"),
    "scatter": (draw_scatter(DOTS, "zh"), "scatterChart"),
    "calendar": (draw_calendar(DAYS[["day"]].assign(value=[5.0, 6.0]), "zh"), "barChart"),
}


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_a_native_one_over_rows_of_its_sheet(kind: str) -> None:
    chart, element = CHARTS[kind]
    content = written([section("结论", "各组的数值", "c", short="图"), chart], "zh")
    sheet = book(content)["图"]
    assert len(sheet._charts) == 1
    drawn = part_of(content, "charts/chart")
    assert f"<c:{element}>" in drawn and "各组的数值" in drawn
    assert re.search(r"图'?!\$[AB]\$5:\$[AB]\$6<", drawn)
    assert chart.alt[:10] in part_of(content, "drawings/drawing")


def test_the_rows_of_a_chart_are_exact_and_not_in_ten_thousands() -> None:
    sheet = book(written([section("S", short="S"), CHARTS["trend"][0]], "zh"))["S"]
    assert row_of(sheet, 4)[:3] == ["期间", "本期", "目标"]
    assert row_of(sheet, 5)[:3] == ["2026-09", 17882985.25, 2]
    assert not [cell for row in sheet for cell in row if "万元" in str(cell.value)]


def test_a_chart_stands_on_the_sheet_of_its_table_with_its_rows_below() -> None:
    table = data_table(
        NAMED, [TableColumn("name", "Team"), TableColumn("value", "V", "count")], "en"
    )
    found = book(written([section("S", short="S"), CHARTS["shares"][0], table]))
    assert found.sheetnames == ["Key points", "S"]
    assert len(found["S"]._charts) == 1
    assert row_with(found["S"], "Data of the chart")
    assert found["S"].auto_filter.ref == "A4:B6"


def test_an_unknown_chart_becomes_its_rows() -> None:
    rows = [{"step": "Start", "amount": 5.5, "share": 0.2, "parts": [1, 2]}, {"step": "End"}]
    block = {"kind": "chart", "chart": "sankey", "unit": "money", "alt": "x", "rows": rows,
             "caption": "单位：万元；从左到右"}  # fmt: skip
    sheet = book(of_blocks([*section("S", short="S").content, block], "zh"))["S"]
    assert row_of(sheet, 4)[:3] == ["项目", "金额", "占比"]
    assert row_of(sheet, 5)[:3] == ["Start", 5.5, 0.2]
    assert row_of(sheet, 6)[:3] == ["End", None, None]
    assert [cell.number_format for cell in sheet[5]][:3] == ["@", "#,##0", "0.0%"]
    assert sheet["A8"].value == "从左到右" and not sheet._charts


STEPS = [("Start", 10.0, "start"), ("Won", 4.0, "change"), ("Lost", -6.0, "change")]


@pytest.mark.parametrize(("last", "drawn"), [(0.0, True), (-9.0, False)])
def test_a_waterfall_is_stacked_unless_it_sinks_below_zero(last: float, drawn: bool) -> None:
    steps = [*STEPS, ("More", last, "change"), ("End", 8.0 + last, "end")]
    frame = pd.DataFrame(steps, columns=["name", "value", "kind"])
    sheet = book(written([section("S", short="S"), draw_waterfall(frame, "en", "count")]))["S"]
    assert [sheet.cell(row, 2).value for row in range(5, 8)] == [10, 4, -6]
    if drawn:
        assert row_of(sheet, 4)[:6] == ["Step", "Value", "From", "Total", "Up", "Down"]
        assert [row_of(sheet, row)[2:6] for row in (5, 6, 7)] == [
            [None, 10, None, None], [10, None, 4, None], [8, None, None, 6],
        ]  # fmt: skip
    assert bool(sheet._charts) == drawn


def test_a_heat_map_becomes_a_matrix_with_colours() -> None:
    frame = pd.DataFrame(
        [("Mon", "9", 3.0), ("Mon", "10", None), ("Tue", "10", 8.0)],
        columns=["row", "column", "value"],
    )
    sheet = book(written([section("S", short="S"), draw_heatmap(frame, "en")]))["S"]
    assert [row_of(sheet, row)[:3] for row in (4, 5, 6)] == [
        [None, "9", "10"], ["Mon", 3, None], ["Tue", None, 8],
    ]  # fmt: skip
    (area,) = sheet.conditional_formatting
    assert str(area.sqref) == "B5:C6" and area.rules[0].type == "colorScale"


def test_a_heat_map_of_several_panels_names_them_and_marks_small_cells() -> None:
    frame = pd.DataFrame(
        [("Mon", "9", 3.0, "East", False), ("Mon", "9", 1.0, "West", True)],
        columns=["row", "column", "value", "panel", "small"],
    )
    sheet = book(written([section("S", short="S"), draw_heatmap(frame, "en")]))["S"]
    assert [row_of(sheet, row)[:3] for row in (5, 6)] == [["East", "Mon", 3], ["West", "Mon", 1]]
    assert sheet["C6"].font.italic and not sheet["C5"].font.italic


def test_a_workbook_names_no_machine_and_is_the_same_for_the_same_report() -> None:
    parts = [section("S", short="S"), data_table(ORDERS, ORDER_COLUMNS, "en")]
    found = book(written(parts)).properties
    assert (found.title, found.creator) == ("R&D · October", "salesnb")
    assert found.created == datetime(2026, 11, 1, 8, 30)
    assert written(parts) == written(parts)


def test_rows_that_are_too_many_for_a_workbook_are_told() -> None:
    frame = pd.DataFrame({"n": range(10_003)})
    table = data_table(frame, [TableColumn("n", "N", "count")], "en")
    sheet = book(written([section("S", short="S"), table]))["S"]
    assert sheet.cell(10_004, 1).value == 9_999
    assert sheet.cell(10_006, 1).value == "3 more rows not shown"


def test_a_report_that_shows_nothing_is_a_workbook_with_its_first_sheet(tmp_path: Path) -> None:
    write_workbook(
        [], tmp_path / "x.xlsx", lang="zh", title="标题", lineage={}, made_at=datetime(2026, 11, 1)
    )
    found = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert found.sheetnames == ["要点"] and found["要点"]["A1"].value == "标题"
