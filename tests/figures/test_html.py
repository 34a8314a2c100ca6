"""Cards, flags, tables: every text is literal, every figure formatted, nothing is `nan`."""

import re

import pandas as pd
import pytest

from salesnb.figures import (
    Card,
    Flag,
    TableColumn,
    data_table,
    flag_list,
    kpi_cards,
    notice,
    report_header,
    section,
    style_element,
    stylesheet,
)

HOSTILE = '<script>alert(1)</script>"><b onclick=x>'


def people() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["张强", HOSTILE, None],
            "sales": [350_000, 8_600, None],
            "completion": [1.17, 0.55, None],
            "win": [8 / 17, 1 / 7, None],
            "won": [8, 1, None],
            "all": [17, 7, None],
            "low": [0.26, 0.02, None],
            "high": [0.69, 0.51, None],
            "small": [False, True, None],
            "red": [False, True, None],
        }
    )


COLUMNS = [
    TableColumn("name", "销售"),
    TableColumn("sales", "销售额", "money"),
    TableColumn("completion", "完成率", "bar", elapsed=0.83, alert="red"),
    TableColumn(
        "win",
        "赢单率",
        "rate",
        numerator="won",
        denominator="all",
        low="low",
        high="high",
        small="small",
        definition="赢得的商机 ÷ 全部商机",
    ),
]


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1])
    return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in rows]


def test_every_builder_shows_hostile_text_literally() -> None:
    pieces = [
        report_header(HOSTILE, HOSTILE, [HOSTILE]),
        section(HOSTILE, HOSTILE, HOSTILE, short=HOSTILE),
        notice(HOSTILE),
        kpi_cards([Card(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)]),
        flag_list([Flag("red", HOSTILE, HOSTILE, HOSTILE)]),
        data_table(people(), [TableColumn("name", HOSTILE, definition=HOSTILE)], "zh", HOSTILE),
    ]
    for piece in pieces:
        assert "<script" not in piece.html and "<b onclick" not in piece.html
        assert "&lt;script&gt;" in piece.html


def test_every_builder_has_words_for_a_terminal() -> None:
    assert repr(report_header("华东", "10月", ["完成 **80%**。", "!!落后!!。"])) == (
        "华东\n10月\n完成 80%。落后。"
    )
    assert repr(flag_list([Flag("red", "周华", "55%")])) == "● 周华 55%"
    assert repr(kpi_cards([Card("销售额", "120.4", "万", "目标 150 万")])) == (
        "销售额 120.4 万 · 目标 150 万"
    )


def test_sentences_are_joined_with_a_space_in_english_only() -> None:
    assert "一。二。" in report_header("t", lede_sentences=["一。", "二。"]).html
    assert "One. Two." in report_header("t", lede_sentences=["One.", "Two."]).html
    named = report_header("t", lede_sentences=["Won 7.", "**35%** open.", "Leak: **电话营销**."])
    assert "Won 7. <b>35%</b> open. Leak" in named.html
    assert "Won 7. 35% open. Leak: 电话营销." in repr(named)


def test_marks_make_strong_bad_and_good() -> None:
    html = notice("**80%** !!late!! ++early++").html
    assert "<b>80%</b>" in html
    assert '<span class="snb-bad">late</span>' in html
    assert '<span class="snb-good">early</span>' in html


def test_red_flags_stand_before_warnings() -> None:
    html = flag_list([Flag("amber", "", "later"), Flag("red", "", "first")], "en").html
    assert html.index("first") < html.index("later")
    assert 'aria-label="Red flag"' in html


@pytest.mark.parametrize(("lang", "words"), [("zh", "没有红灯"), ("en", "No red flags")])
def test_no_flags_are_said_in_words(lang: str, words: str) -> None:
    assert words in flag_list([], lang).html


def test_a_delta_is_green_red_or_neutral() -> None:
    for good, css in ((True, "snb-good"), (False, "snb-bad"), (None, "snb-soft")):
        assert f'<span class="{css}">▼6%</span>' in (
            kpi_cards([Card("x", "1", delta="▼6%", delta_is_good=good)]).html
        )


def test_a_spark_line_has_a_gap_where_a_value_is_missing() -> None:
    html = kpi_cards([Card("x", "1", spark=[1, 2, float("nan"), 3, 4])]).html
    assert html.count("<polyline") == 2 and "nan" not in html


@pytest.mark.parametrize("spark", [[], [1], [None, None], [5, 5, 5]])
def test_a_spark_line_of_too_little_or_equal_values_is_harmless(spark: list[float | None]) -> None:
    assert "nan" not in kpi_cards([Card("x", "1", spark=spark)]).html


def test_progress_stays_within_its_bar() -> None:
    html = kpi_cards([Card("x", "1", progress=(1.4, 0.83))]).html
    assert 'width="120.0"' in html
    assert "<svg" not in kpi_cards([Card("x", "1", progress=(None, 0.83))]).html


def test_no_cards_are_nothing() -> None:
    assert kpi_cards([]).html == ""


def test_a_table_shows_each_kind_as_readers_write_it() -> None:
    first = cells(data_table(people(), COLUMNS, "zh").html)[0]
    assert first[0] == "张强" and first[1] == "35.0 万"
    assert "117%" in first[2] and "width:100.0%" in first[2]
    assert "47%" in first[3] and "8/17" in first[3] and "26%–69%" in first[3]


def test_a_missing_value_is_a_dash_and_sorts_as_nothing() -> None:
    html = data_table(people(), COLUMNS, "zh").html
    assert not re.search(r"\bnan\b|None|NaT", html)
    assert cells(html)[2][:2] == ["–", "–"]
    assert html.count('data-sort=""') == 3


def test_sort_values_are_the_exact_numbers() -> None:
    frame = pd.DataFrame({"n": ["a", "b"], "v": [1_204_000.5, 1e-7]})
    html = data_table(frame, [TableColumn("n", "n"), TableColumn("v", "v", "money")], "zh").html
    assert re.findall(r'data-sort="([^"]*)"', html) == ["1204000.5", "0.0000001"]


def test_a_small_sample_and_an_alert_are_marked() -> None:
    html = data_table(people(), COLUMNS, "zh").html
    assert "1/7 样本不足" in html
    assert '<td class="snb-bad" data-sort="0.55">' in html


def test_definitions_are_listed_beneath_and_on_the_header() -> None:
    html = data_table(people(), COLUMNS, "zh").html
    assert 'data-definition="赢得的商机 ÷ 全部商机">赢单率</th>' in html
    assert "<dd>赢得的商机 ÷ 全部商机</dd>" in html


def test_an_empty_table_says_so_in_place() -> None:
    html = data_table(people().iloc[:0], COLUMNS, "en").html
    assert "No data" in html and "<table" not in html


def test_a_long_table_says_how_many_rows_it_leaves_out() -> None:
    frame = pd.DataFrame({"n": range(250)})
    html = data_table(frame, [TableColumn("n", "n", "count")], "en").html
    assert html.count("<tr>") == 201 and "50 more rows not shown" in html


def test_an_unknown_column_is_named_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="Did you mean 'sales'"):
        data_table(people(), [TableColumn("sale", "x")], "zh")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="money"):
        data_table(people(), [TableColumn("sales", "x", "mony")], "zh")  # type: ignore[arg-type]


def test_a_section_carries_its_address_and_short_name() -> None:
    html = section("缺口来自报价", "本月", "funnel", short="漏斗").html
    assert '<h2 id="funnel" data-short="漏斗">缺口来自报价</h2>' in html


def test_the_style_sheet_touches_nothing_outside_a_report() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", stylesheet(), flags=re.DOTALL)
    selectors = re.findall(r"(?:^|[{}])\s*([^{}@]+?)\s*\{", sheet)
    assert len(selectors) > 40
    for selector in selectors:
        for part in selector.split(","):
            assert ".snb" in part, part


def test_the_style_sheet_fetches_nothing_and_knows_light_and_dark() -> None:
    assert not re.search(r"url\(|@import|http", stylesheet())
    assert "prefers-color-scheme: dark" in stylesheet()
    assert "--accent:#1f5fa8" in stylesheet() and "--accent:#6ca8ea" in stylesheet()
    assert stylesheet() in style_element().html


def test_rows_of_several_kinds_have_each_its_kind_and_its_decimals() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Contacts", "Visits", "Response"],
            "value": [0.352, 0.352, 3.52],
            "kind": ["number", "percent", "hours"],
            "digits": [2, 0, 1],
        }
    )
    column = TableColumn("value", "Value", "number", kind_of="kind", digits_of="digits")
    shown = repr(data_table(frame, [TableColumn("name", "Name"), column], "en")).splitlines()
    assert [line.split("\t")[1] for line in shown[1:4]] == ["0.35", "35%", "3.5 h"]


def test_a_figure_leads_to_an_anchor_of_the_page_where_there_is_one() -> None:
    frame = pd.DataFrame({"name": ["A", "B", "C"], "to": ["leak-1", None, HOSTILE]})
    html = data_table(frame, [TableColumn("name", "Name", link="to")], "en").html
    assert '<a href="#leak-1">A</a>' in html and ">B</th>" in html
    assert "<script" not in html and html.count("<a ") == 2


def test_a_chance_next_to_certain_is_not_called_so_and_sorts_as_its_number() -> None:
    rows = pd.DataFrame({"name": list("abcd"), "chance": [0.9999, 0.0004, 0.988, 1.0]})
    columns = [TableColumn("name", "Name"), TableColumn("chance", "Chance", "chance")]
    html = data_table(rows, columns, "en").html
    assert re.findall(r'<td data-sort="([\d.]+)">([^<]+)', html) == [
        ("0.9999", "&gt;99%"),
        ("0.0004", "&lt;1%"),
        ("0.988", "99%"),
        ("1.0", "100%"),
    ]


def test_rows_that_are_figures_say_what_they_are_as_columns_do() -> None:
    rows = pd.DataFrame(
        {"figure": ["Sales", "<Way>"], "why": ["What was sold.", ""], "kind": ["money", "text"]}
    ).assign(october=[1200.0, "Model"])
    columns = [
        TableColumn("figure", "Figure", definition_of="why"),
        TableColumn("october", "October", "money", kind_of="kind"),
    ]
    table = data_table(rows, columns, "en")
    assert '<th scope="row" title="What was sold." data-definition="What was sold.">' in table.html
    assert "<dt>Sales</dt><dd>What was sold.</dd></dl>" in table.html
    assert '<td class="snb-words">Model</td>' in table.html
    assert table.content[0]["defined"] == [["Sales", "What was sold."]]
