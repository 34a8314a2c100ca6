"""Scatter plot: names that do not lie on each other, many points in few bytes."""

import re
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from matplotlib.image import imread

from salesnb.figures import draw_scatter
from salesnb.figures.placing import LabelPlacer
from salesnb.figures.theme import COLOURS
from tests.figures.reading import amount_of_ink, words_in


def people() -> pd.DataFrame:
    rows = [
        ("张强", 48, 0.47, True),
        ("李明", 71, 0.40, False),
        ("王芳", 60, 0.36, False),
        ("周华", 90, 0.14, True),
        ("赵丽", 55, None, True),
    ]
    return pd.DataFrame(rows, columns=["name", "x", "y", "highlight"])


def many(count: int) -> pd.DataFrame:
    chance = np.random.default_rng(5)
    return pd.DataFrame(
        {
            "name": [f"C{i}" for i in range(count)],
            "x": chance.uniform(1, 100, count),
            "y": chance.uniform(1, 1e6, count),
        }
    )


def test_only_what_is_highlighted_carries_its_name() -> None:
    words = words_in(draw_scatter(people(), "zh", "count", "percent", "客户数", "赢单率").svg)
    assert {"张强", "周华"} <= set(words) and not {"李明", "王芳"} & set(words)


def test_a_point_with_one_figure_missing_is_left_out_and_not_drawn_at_zero() -> None:
    chart = draw_scatter(people(), "zh", "count", "percent", "客户数", "赢单率")
    assert len(chart.rows) == 4 and "赵丽" not in chart.svg + chart.alt


def test_medians_divide_the_sheet_and_are_told() -> None:
    chart = draw_scatter(people(), "zh", "count", "percent", "客户数", "赢单率")
    assert "中位数 66" in words_in(chart.svg) and "38%" in words_in(chart.svg)
    assert "横轴 客户数，中位数 66；纵轴 赢单率，中位数 38%" in chart.alt
    bare = draw_scatter(people(), "zh", "count", "percent", has_medians=False)
    assert not any("中位数" in word for word in words_in(bare.svg))


def test_axes_name_their_unit() -> None:
    words = words_in(draw_scatter(many(5), "en", "days", "money", "Cycle", "Amount").svg)
    assert "Cycle (days) →" in words and "↑ Amount (thousand yuan)" in words


@pytest.mark.parametrize("count", [1, 90, 900, 6000])
def test_any_number_of_points_stays_below_60_kb(count: int) -> None:
    chart = draw_scatter(many(count), "en")
    assert len(chart.svg.encode()) < 60_000 and len(chart.narrow_svg.encode()) < 60_000
    assert ("too many" in chart.caption.lower()) == (count > 1000)


def test_every_one_of_a_few_hundred_points_is_drawn() -> None:
    assert amount_of_ink(draw_scatter(many(300), "en").svg, "accent") == 300


def test_names_in_a_crowd_never_lie_on_each_other() -> None:
    frame = many(60).assign(highlight=True, x=lambda f: 50 + f["x"] / 50, name="某某有限公司")
    frame.loc[0, "x"] = 0.0
    svg = draw_scatter(frame, "zh").svg
    found = re.findall(r"<text([^>]*)>某某有限公司</text>", svg)
    places = [
        (float(re.search(r' x="([^"]+)"', a)[1]), float(re.search(r' y="([^"]+)"', a)[1]))  # type: ignore[index]
        for a in found
    ]
    assert len(places) >= 4
    for i, (x, y) in enumerate(places):
        assert all(abs(x - u) >= 75 or abs(y - v) >= 12.5 for u, v in places[:i])


def test_a_label_goes_elsewhere_rather_than_over_another_and_nowhere_if_all_is_taken() -> None:
    placer = LabelPlacer((0, 0, 200, 100))
    assert placer.place(50, 50, 4, 60, 12) == (59, 54.2)
    placer.occupy((0, 0, 200, 100))
    assert placer.place(50, 50, 4, 60, 12) is None


def test_a_logarithmic_axis_says_so_and_needs_positive_values() -> None:
    frame = many(4).assign(x=[1, 10, 100, 1000])
    words = words_in(draw_scatter(frame, "en", "count", x_title="Orders", log="x").svg)
    assert "Orders, log scale →" in words and {"1", "10", "100", "1,000"} <= set(words)
    with_zero = frame.assign(x=[0, 10, 100, 1000])
    words = words_in(draw_scatter(with_zero, "en", "count", x_title="Orders", log="x").svg)
    assert "Orders →" in words


def test_equal_points_and_points_below_zero_are_drawn() -> None:
    same = pd.DataFrame({"name": ["a", "b"], "x": [5, 5], "y": [-3, -3]})
    assert amount_of_ink(draw_scatter(same, "en", "count", "count").svg, "accent") == 2


def test_what_is_highlighted_beyond_fifty_is_still_drawn() -> None:
    svg = draw_scatter(many(300).assign(highlight=True), "en").svg
    assert amount_of_ink(svg, "accent") == 50 and amount_of_ink(svg, "tint") == 250


@pytest.mark.parametrize("count", [3, 300, 3000])
def test_a_picture_has_the_dots_too(count: int) -> None:
    chart = draw_scatter(many(count), "en", has_medians=False)
    pixels = (imread(BytesIO(chart.png(1)))[:, :, :3] * 255).round().astype(int)
    paints = ["accent"] if count < 1000 else [f"heat-{step}" for step in range(2, 6)]
    hues = [[int(COLOURS[paint][0][i : i + 2], 16) for i in (1, 3, 5)] for paint in paints]
    coloured = sum(int((pixels == hue).all(axis=2).sum()) for hue in hues)
    assert coloured > (20 * count if count < 1000 else 50_000)


def test_a_name_that_is_cut_is_told_in_full_by_hovering() -> None:
    name = "Sandwood Point Power Systems and Lighting Limited"
    frame = pd.DataFrame({"name": [name, "B"], "x": [1, 2], "y": [3, 4], "highlight": True})
    chart = draw_scatter(frame, "en")
    for svg in (chart.svg, chart.narrow_svg):
        assert re.search(rf"<title>{name}</title><text[^>]*>Sandwood[^<]*…</text>", svg)
