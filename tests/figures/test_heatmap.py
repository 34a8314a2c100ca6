"""Heat map: numbers readable on their colours, marks that are not colour alone, nothing invented."""

import pandas as pd
import pytest

from salesnb.figures import draw_heatmap
from salesnb.figures.ramp import Ramp
from salesnb.figures.theme import COLOURS
from tests.figures.reading import amount_of_ink, paint_of, words_in


def industries() -> pd.DataFrame:
    rows = [
        ("机械制造", "华东", 360_000),
        ("机械制造", "华南", 42_000),
        ("医疗器械", "华东", 900_000),
        ("医疗器械", "华南", None),
        ("纺织", "华东", 300),
        ("纺织", "华南", -20_000),
    ]
    return pd.DataFrame(rows, columns=["row", "column", "value"])


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("value", [-1, 0, 1, 10, 30, 60, 100])
def test_a_number_is_readable_on_its_colour_in_light_and_dark(value: float, is_dark: bool) -> None:
    ramp = Ramp(0, 100, by_root=True)
    ground, ink = COLOURS[ramp.paint(value)], COLOURS[ramp.ink(value)]
    assert contrast(ground[is_dark], ink[is_dark]) >= 4.5


def test_rows_with_the_most_come_first_and_the_frames_order_can_be_kept() -> None:
    by_total = words_in(draw_heatmap(industries(), "zh", "money").svg)
    as_given = words_in(draw_heatmap(industries(), "zh", "money", is_sorted=False).svg)
    assert by_total.index("医疗器械") < by_total.index("机械制造") < by_total.index("纺织")
    assert as_given.index("机械制造") < as_given.index("医疗器械")


def test_missing_is_a_dash_little_is_not_nothing_and_less_than_nothing_is_red() -> None:
    svg = draw_heatmap(industries(), "zh", "money").svg
    words = words_in(svg)
    assert "–" in words and "<0.1" in words and "0" not in words
    assert paint_of(svg, "−2.0") == "bad" and amount_of_ink(svg, "bad-tint") == 1


def test_a_marked_cell_is_framed_bold_and_named_in_words() -> None:
    marked = industries().assign(marked=[False, False, True, False, False, False])
    chart = draw_heatmap(marked, "zh", "money", marked_means="期望的两倍以上")
    assert "font-weight:600" in chart.svg and "stroke-width:2" in chart.svg
    assert "加框：期望的两倍以上" in chart.caption
    assert "加框的有 医疗器械 · 华东 90.0 万。" in chart.alt
    assert 'stroke-width:2"' not in draw_heatmap(industries(), "zh", "money").svg


def test_a_cell_with_too_few_cases_is_grey_and_sets_no_colour() -> None:
    small = industries().assign(small=[False, False, True, False, False, False])
    chart = draw_heatmap(small, "en", "money")
    assert paint_of(chart.svg, "900") == "soft" and "too few cases" in chart.caption
    assert paint_of(chart.svg, "360") == "paper"  # the largest of those that can be relied on


def test_panels_stand_side_by_side_and_below_each_other_on_a_phone() -> None:
    levels = ("战略", "重点", "潜力", "普通", "新", "未定")
    frame = pd.concat([industries().assign(panel=level) for level in levels])
    chart = draw_heatmap(frame, "zh", "money")
    assert words_in(chart.svg).count("机械制造") == 1
    assert words_in(chart.narrow_svg).count("机械制造") > 1
    assert set(levels) <= set(words_in(chart.narrow_svg))


def test_many_rows_become_others_and_the_total_stays_the_same() -> None:
    frame = pd.DataFrame({"row": [f"I{i}" for i in range(20)], "column": "East", "value": 10})
    words = words_in(draw_heatmap(frame, "en", totals=True).svg)
    assert "9 others" in words and "90" in words and words.count("200") == 2


def test_shares_are_never_added_up() -> None:
    frame = pd.DataFrame({"row": [f"I{i}" for i in range(20)], "column": "East", "value": 0.5})
    chart = draw_heatmap(frame, "en", "percent", totals=True)
    words = words_in(chart.svg)
    assert set(words) >= {"50%"} and not any("others" in word for word in words)
    assert "Total" not in words and "9 more rows not shown" in chart.caption


def test_a_marked_row_is_not_folded_away() -> None:
    frame = pd.DataFrame(
        {"row": [f"I{i}" for i in range(20)], "column": "East", "value": range(20)}
    )
    frame["marked"] = frame["row"] == "I0"
    assert "I0" in words_in(draw_heatmap(frame, "en").svg)


@pytest.mark.parametrize("unit", ["money", "count", "percent", "days"])
def test_one_cell_and_equal_cells_have_the_colour_of_the_middle(unit: str) -> None:
    for rows in ([("a", "x", 0.5)], [("a", "x", 0.5), ("b", "x", 0.5)]):
        frame = pd.DataFrame(rows, columns=["row", "column", "value"])
        svg = draw_heatmap(frame, "en", unit).svg  # type: ignore[arg-type]
        assert amount_of_ink(svg, "heat-3") == len(rows)


def test_a_sheet_full_of_cells_stays_below_80_kb() -> None:
    cells = [
        (f"Industry {i}", f"Region {k}", f"Level {p}", i * k * 1_234.5)
        for i in range(40)
        for k in range(40)
        for p in range(10)
    ]
    chart = draw_heatmap(pd.DataFrame(cells, columns=["row", "column", "panel", "value"]), "en")
    assert len(chart.svg.encode()) < 80_000 and len(chart.narrow_svg.encode()) < 80_000
