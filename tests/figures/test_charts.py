"""Charts: nothing empty, nothing obeyed, small, the same bytes every time."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pandas as pd
import pytest

from salesnb.figures import (
    Chart,
    draw_accuracy,
    draw_ageing,
    draw_burn_up,
    draw_calendar,
    draw_calibration,
    draw_chances,
    draw_effects,
    draw_forecast,
    draw_funnel,
    draw_heatmap,
    draw_histogram,
    draw_ranking,
    draw_rates,
    draw_scatter,
    draw_shares,
    draw_trend,
    draw_waterfall,
)
from salesnb.figures.svg import inline_svg
from salesnb.figures.theme import COLOURS, NARROW
from salesnb.figures.typeset import text_width

HOSTILE = '<script>alert(1)</script> $x$ & "quoted" ' + "很长的客户名称" * 6


def trend() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": ["2026-08", "2026-09", "2026-10"],
            "value": [980_000, 1_310_000, 1_204_000],
            "target": [1_000_000, 1_200_000, 1_500_000],
            "previous_year": [880_000, None, 1_075_000],
        }
    )


def histogram() -> pd.DataFrame:
    cases = [0, 3, 12, 30, 41, 28, 19, 22, 9, 4]
    return pd.DataFrame(
        {
            "start": [10 * n for n in range(10)],
            "value": cases,
            "group": ["D"] * 4 + ["C"] * 2 + ["B"] * 2 + ["A"] * 2,
        }
    )


def burn_up() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "day": ["2026-10-01", "2026-10-11", "2026-10-21", "2026-10-31"],
            "actual": [40_000, 210_000, None, None],
            "pace": [30_000, 260_000, 520_000, 800_000],
        }
    )


def chances() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["华东一组", "华南二组", "西南一组", "华北一组"],
            "chance": [0.93, 0.41, 0.004, None],
            "point": [3_916_000, 2_496_000, 1_707_000, 1_900_000],
            "target": [2_987_000, 2_551_000, 2_056_000, None],
        }
    )


def accuracy() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": ["2026-07", "2026-08", "2026-09", "2026-10"],
            "accuracy": [0.97, 1.22, 2.6, 1.04],
            "verdict": ["green", "amber", "red", "green"],
        }
    )


def funnel() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "stage_label": ["线索", "意向", "商机", "成交"],
            "entered": [100, 60, 30, 15],
            "rate": [None, 0.6, 0.5, 0.5],
            "low": [None, 0.5, 0.37, 0.33],
            "high": [None, 0.69, 0.63, 0.67],
            "median_days": [None, 5, 10, 7],
        }
    )


def ranking() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["周华", "张强", "李明"],
            "value": [137_000, 350_000, 50_000],
            "target": [250_000, 300_000, None],
            "completion": [0.55, 1.17, None],
        }
    )


def rates() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["线上推广", "官网", "展会"],
            "value": [0.5, 0.15, 0.08],
            "low": [0.1, 0.1, 0.04],
            "high": [0.9, 0.22, 0.14],
            "numerator": [1, 18, 8],
            "denominator": [2, 120, 100],
            "small": [True, False, False],
        }
    )


def effects() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["首次响应时长", "每周联系次数", "联系占比：电话"],
            "value": [-1.4, 0.9, 0.1],
            "low": [-2.1, -0.2, -0.6],
            "high": [-0.7, 2.0, 0.8],
            "words": ["3.1 小时 / 9.8 小时", "1.12 / 0.91", "41% / 40%"],
            "is_finding": [True, False, False],
        }
    )


def ageing() -> pd.DataFrame:
    return pd.DataFrame({"bucket": ["0–30", "30–60", "90+"], "amount": [420_000, 0, 92_000]})


def shares() -> pd.DataFrame:
    return pd.DataFrame({"name": ["竞品价格低", "预算不足"], "value": [30, 40]})


def forecast() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-10-01", "2026-10-02", "2026-10-03"]),
            "actual": [10_000, 30_000, None],
            "point": [None, None, 45_000],
            "low_80": [None, None, 38_000],
            "high_80": [None, None, 52_000],
            "low_50": [None, None, 42_000],
            "high_50": [None, None, 48_000],
        }
    )


def heatmap() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": ["机械制造", "机械制造", "医疗器械", "医疗器械"],
            "column": ["华东", "华南", "华东", "华南"],
            "value": [18, 3, 7, None],
            "small": [False, True, False, False],
            "marked": [True, False, False, False],
        }
    )


def waterfall() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["月初商机", "新增", "输单", "月末商机"],
            "value": [4_820_000, 1_260_000, -2_034_000, 4_046_000],
            "kind": ["start", "change", "change", "end"],
        }
    )


def calibration() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "predicted": [0.1, 0.3, 0.6],
            "observed": [0.12, 0.15, 0.7],
            "low": [0.07, 0.09, 0.4],
            "high": [0.18, 0.24, 0.89],
            "n": [120, 80, 10],
        }
    )


def scatter() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["张强", "李明", "王芳"],
            "x": [48, 71, None],
            "y": [350_000, 318_000, 399_000],
            "highlight": [True, False, False],
        }
    )


def calendar() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-10-29", "2026-10-30", "2026-10-31"]),
            "value": [52_000, None, 8_000],
            "is_workday": [True, True, False],
        }
    )


CHARTS: dict[str, tuple[Callable[..., Chart], Callable[[], pd.DataFrame], str]] = {
    "trend": (draw_trend, trend, "period"),
    "funnel": (draw_funnel, funnel, "stage_label"),
    "ranking": (draw_ranking, ranking, "name"),
    "rates": (draw_rates, rates, "name"),
    "ageing": (draw_ageing, ageing, "bucket"),
    "shares": (draw_shares, shares, "name"),
    "effects": (draw_effects, effects, "name"),
    "forecast": (draw_forecast, forecast, "day"),
    "heatmap": (draw_heatmap, heatmap, "row"),
    "waterfall": (draw_waterfall, waterfall, "name"),
    "calibration": (draw_calibration, calibration, "predicted"),
    "scatter": (draw_scatter, scatter, "name"),
    "calendar": (draw_calendar, calendar, "day"),
    "histogram": (draw_histogram, histogram, "start"),
    "burn_up": (draw_burn_up, burn_up, "day"),
    "chances": (draw_chances, chances, "name"),
    "accuracy": (draw_accuracy, accuracy, "period"),
}
each_chart = pytest.mark.parametrize("name", CHARTS)


def drawn(name: str, lang: str = "zh") -> Chart:
    draw, frame, _ = CHARTS[name]
    return draw(frame(), lang)


def words_in(svg: str) -> str:
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))


@each_chart
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_chart_is_well_formed_described_and_under_30_kb(name: str, lang: str) -> None:
    chart = drawn(name, lang)
    for svg in (chart.svg, chart.narrow_svg):
        ElementTree.fromstring(svg)
        assert 'role="img"' in svg and len(chart.alt) > 10
        assert len(svg.encode()) < 30_000


@each_chart
def test_a_chart_shows_no_missing_value_and_fetches_nothing(name: str) -> None:
    html = drawn(name)._repr_html_()
    assert not re.search(r"\bnan\b|None|NaT|http", html)


@each_chart
def test_the_same_frame_gives_the_same_bytes(name: str) -> None:
    assert drawn(name)._repr_html_() == drawn(name)._repr_html_()


@each_chart
def test_an_empty_frame_gives_a_placeholder_in_words(name: str) -> None:
    draw, frame, _ = CHARTS[name]
    for lang, words in (("zh", "没有数据"), ("en", "No data")):
        chart = draw(frame().iloc[:0], lang)
        assert words_in(chart.svg) == words
        assert repr(chart) == words


@each_chart
def test_a_frame_of_missing_values_gives_the_placeholder_too(name: str) -> None:
    draw, frame, column = CHARTS[name]
    bare = frame()
    bare[[c for c in bare.columns if c != column and c != "small"]] = None
    chart = draw(bare, "zh")
    assert "没有数据" in chart.svg or name == "ranking"  # people without target are still listed
    assert not re.search(r"\bnan\b|None", chart._repr_html_())


@pytest.mark.parametrize(
    "name", ["funnel", "ranking", "rates", "ageing", "shares", "heatmap", "waterfall", "scatter"]
)
def test_a_hostile_name_is_shown_as_text_and_cut(name: str) -> None:
    draw, frame, column = CHARTS[name]
    hostile = frame()
    hostile[column] = [HOSTILE, *hostile[column].iloc[1:]]
    html = draw(hostile, "zh")._repr_html_()
    assert "<script" not in html
    assert any("…" in words for words in re.findall(r"<text[^>]*>([^<]*)</text>", html))


def test_a_name_with_dollars_is_not_set_as_mathematics() -> None:
    frame = shares().assign(name=["$x^2$", "\\frac"])
    assert "$x^2$" in words_in(draw_shares(frame, "en").svg)


def test_control_characters_in_a_name_do_not_break_the_svg() -> None:
    frame = shares().assign(name=["a\x00b\u202ec\nd", "\x1bx"])
    ElementTree.fromstring(draw_shares(frame, "en").svg)


@each_chart
def test_a_missing_column_is_named(name: str) -> None:
    draw, frame, column = CHARTS[name]
    with pytest.raises(ValueError, match=column):
        draw(frame().drop(columns=column), "zh")


@each_chart
def test_every_colour_follows_the_page(name: str) -> None:
    light = {shades[0] for shades in COLOURS.values()}
    plain = re.sub(r"var\(--[a-z0-9-]+,#[0-9a-f]{6}\)", "", drawn(name).svg)
    assert not light & set(re.findall(r"#[0-9a-f]{6}", plain))


def test_the_ranking_is_sorted_and_those_without_target_come_last() -> None:
    words = words_in(draw_ranking(ranking(), "zh", 0.83).svg)
    assert words.index("张强") < words.index("周华") < words.index("李明")
    assert "时间进度 83%" in words and "无目标" in words


def test_only_completion_far_behind_the_time_gone_is_red() -> None:
    red = COLOURS["bad"][0]
    late = draw_ranking(ranking(), "zh", 0.83)
    early = draw_ranking(ranking(), "zh", 0.5)
    assert red in late.svg  # 55 % of target at 83 % of the time
    assert red not in early.svg  # 55 % at half time is ahead


def test_a_long_ranking_leaves_out_its_middle_and_says_so() -> None:
    frame = pd.DataFrame(
        {
            "name": [f"P{i}" for i in range(60)],
            "value": range(60),
            "target": 60,
            "completion": [i / 60 for i in range(60)],
        }
    )
    chart = draw_ranking(frame, "en", 1.0)
    assert "37 more in between" in words_in(chart.svg)
    assert len(chart.svg.encode()) < 30_000


def test_small_samples_are_last_hollow_and_marked() -> None:
    words = words_in(draw_rates(rates(), "zh").svg)
    assert words.index("官网") < words.index("展会") < words.index("线上推广")
    assert "1/2 样本不足" in words


def test_the_overall_rate_is_weighted_and_no_mean_of_rates() -> None:
    # (1 + 18 + 8) / (2 + 120 + 100) = 12 %; the mean of the three rates would be 24 %.
    assert "总体 12%" in words_in(draw_rates(rates(), "zh").svg)


def test_the_funnel_names_counts_rates_intervals_and_stays() -> None:
    words = words_in(draw_funnel(funnel(), "zh").svg)
    assert "100" in words and "↓ 60%" in words and "50%–69% · 停留中位数 5 天" in words


def test_the_leak_is_named_where_the_frame_marks_one() -> None:
    marked = funnel().assign(is_leak=[False, False, True, False])
    assert "最大流失点" in words_in(draw_funnel(marked, "zh").svg)
    assert "最大流失点" not in words_in(draw_funnel(funnel(), "zh").svg)


def test_the_trend_says_its_unit_once_and_labels_the_newest() -> None:
    chart = draw_trend(trend(), "zh")
    assert chart.caption == "单位：万元"
    assert "120.4" in words_in(chart.svg) and "目标 150.0" in words_in(chart.svg)
    assert "去年同期 107.5" in words_in(chart.svg)


def test_a_long_trend_becomes_a_line_with_an_axis_from_zero() -> None:
    days = pd.date_range("2026-01-01", periods=60).strftime("%Y-%m-%d")
    frame = pd.DataFrame({"period": days, "value": range(100, 160)})
    svg = draw_trend(frame, "en", "count").svg
    assert words_in(svg).startswith("0 ")
    assert len(re.findall(r"<path", svg)) < 15


def test_a_month_of_refunds_hangs_below_the_line() -> None:
    frame = trend().assign(value=[980_000, -200_000, 1_204_000])
    assert "−20.0" in words_in(draw_trend(frame, "zh").svg)


def test_the_forecast_names_where_it_will_end_beside_the_target() -> None:
    chart = draw_forecast(forecast(), "zh", 60_000)
    words = words_in(chart.svg)
    assert "目标 6.00" in words and "预计 4.50" in words and "目前 3.00" in words
    assert "3.8 万 至 5.2 万" in chart.alt


def test_a_figure_of_an_analyst_gets_ids_of_its_own() -> None:
    from matplotlib.figure import Figure

    svgs = []
    for title in ("a", "b"):
        figure = Figure(figsize=(3, 2))
        axes = figure.add_subplot()
        axes.plot([1, 2, 3], [3, 1, 2], marker="o")
        axes.set_title(title)
        svgs.append(inline_svg(figure, title))
    first, second = (set(re.findall(r' id="([^"]+)"', svg)) for svg in svgs)
    assert first and second and not first & second
    for svg in svgs:
        ElementTree.fromstring(svg)
        used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
        assert used <= set(re.findall(r' id="([^"]+)"', svg))


def test_a_chart_can_be_a_picture_for_a_mail() -> None:
    assert drawn("trend").png().startswith(b"\x89PNG")


def test_drawing_leaves_the_readers_own_settings_alone() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    drawn("trend")._repr_html_()
    assert dict(mpl.rcParams) == before


def test_on_a_phone_the_counts_of_rates_end_before_the_edge() -> None:
    frame = rates().assign(numerator=514, denominator=10_558)
    svg = draw_rates(frame, "zh").narrow_svg
    places = re.findall(r'x="([\d.]+)"[^>]*>514/10,558<', svg)
    assert len(places) == len(frame)
    assert all(float(at) + text_width("514/10,558", 11) <= NARROW for at in places)
