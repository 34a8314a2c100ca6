"""Waterfall: the steps add up, up and down are told by symbol and colour."""

import pandas as pd
import pytest

from salesnb.errors import UsageError
from salesnb.figures import draw_waterfall
from tests.figures.reading import amount_of_ink, paint_of, words_in


def steps(*rows: tuple[str, float | None, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "value", "kind"])


PIPELINE = (
    ("月初商机", 4_820_000, "start"),
    ("新增", 1_260_000, "change"),
    ("输单", -2_034_000, "change"),
    ("月末商机", 4_046_000, "end"),
)


@pytest.mark.parametrize("phone", [False, True])
def test_each_step_shows_its_sign_by_symbol_and_colour(phone: bool) -> None:
    chart = draw_waterfall(steps(*PIPELINE), "zh")
    svg = chart.narrow_svg if phone else chart.svg
    assert {"482.0", "▲ +126.0", "▼ −203.4", "404.6"} <= set(words_in(svg))
    assert paint_of(svg, "▲ +126.0") == "good" and paint_of(svg, "▼ −203.4") == "bad"
    assert amount_of_ink(svg, "good") == amount_of_ink(svg, "bad") == 1


def test_the_words_tell_the_whole_way() -> None:
    alt = draw_waterfall(steps(*PIPELINE), "zh").alt
    assert alt == "增减构成：月初商机 482.0 万；新增 +126.0 万，输单 −203.4 万；月末商机 404.6 万。"


def test_steps_that_do_not_add_up_are_refused_in_both_languages() -> None:
    wrong = steps(*PIPELINE[:3], ("月末商机", 4_100_000, "end"))
    with pytest.raises(UsageError) as told:
        draw_waterfall(wrong, "zh")
    assert "54,000" in str(told.value) and "Add the change that is missing" in str(told.value)
    assert "54,000" in told.value.text("zh") and "请补上缺少的变动" in told.value.text("zh")


def test_sums_of_floats_are_not_refused_for_their_last_digit() -> None:
    change = 0.1 + 0.2  # 0.30000000000000004
    frame = steps(("a", 0.1, "start"), ("b", change, "change"), ("c", 0.4, "end"))
    assert "▲ +30%" in words_in(draw_waterfall(frame, "en", "percent").svg)


def test_a_cent_that_is_missing_is_refused() -> None:
    frame = steps(("a", 4_820_000, "start"), ("b", 10.01, "change"), ("c", 4_820_010, "end"))
    with pytest.raises(UsageError, match=r"-0\.01"):
        draw_waterfall(frame, "en")


@pytest.mark.parametrize(
    "kinds",
    [("change", "end"), ("start", "change"), ("start", "end", "end"), ("start", "sum", "end")],
)
def test_another_order_of_kinds_is_refused_and_named(kinds: tuple[str, ...]) -> None:
    frame = steps(*((kind, 0.0, kind) for kind in kinds))
    with pytest.raises(UsageError, match=", ".join(kinds)):
        draw_waterfall(frame, "en")


def test_a_missing_change_is_a_dash_without_a_bar() -> None:
    frame = steps(("a", 10, "start"), ("b", None, "change"), ("c", 10, "end"))
    svg = draw_waterfall(frame, "en", "count").svg
    assert words_in(svg)[:5:2] == ["10", "–", "10"]
    assert amount_of_ink(svg, "good") == amount_of_ink(svg, "bad") == 0


def test_a_missing_end_is_refused_and_not_taken_for_zero() -> None:
    with pytest.raises(UsageError, match="the end 'c' is –"):
        draw_waterfall(steps(("a", 0, "start"), ("c", None, "end")), "en")


def test_no_change_reads_as_none_and_start_and_end_alone_can_be_drawn() -> None:
    frame = steps(("a", 10, "start"), ("b", 0, "change"), ("c", 10, "end"))
    assert "±0" in words_in(draw_waterfall(frame, "en", "count").svg)
    assert "no changes" in draw_waterfall(frame.iloc[[0, 2]], "en", "count").alt


def test_it_may_go_below_zero() -> None:
    frame = steps(("a", 20, "start"), ("b", -45, "change"), ("c", -25, "end"))
    assert {"▼ −45", "−25"} <= set(words_in(draw_waterfall(frame, "en", "count").svg))


def test_many_steps_lie_and_long_names_take_two_lines() -> None:
    name = "A step with a name of sixty characters that will not fit here"
    frame = steps(
        ("a", 0, "start"), *((f"{i} {name}", 1, "change") for i in range(12)), ("c", 12, "end")
    )
    words = words_in(draw_waterfall(frame, "en", "count").svg)
    assert "0 A step with a name of sixty" in words
    assert any(word.endswith("…") for word in words)


def test_a_change_that_falls_and_is_good_is_green_and_still_points_down() -> None:
    frame = steps(("a", 9, "start"), ("won", -4, "change"), ("b", 5, "end"))
    svg = draw_waterfall(frame.assign(is_good=frame["name"] == "won"), "en", "count").svg
    assert paint_of(svg, "▼ −4") == "good"
    assert paint_of(draw_waterfall(frame, "en", "count").svg, "▼ −4") == "bad"


def test_changes_that_are_small_beside_the_amounts_may_be_seen_with_the_axis_cut() -> None:
    near = steps(("目标", 1000, "start"), ("线索", 40, "change"), ("转化", -60, "change"), ("实际", 980, "end"))  # fmt: skip
    plain, cut = (draw_waterfall(near, "en", cut=cut) for cut in (False, True))
    assert "begins" not in repr(plain)
    assert "the axis begins at 0.95" in repr(cut)
    for chart in (cut.svg, cut.narrow_svg):
        assert amount_of_ink(chart, "paper") - amount_of_ink(plain.svg, "paper") >= 2


@pytest.mark.parametrize("end", [400, -20])
def test_the_axis_is_not_cut_where_the_changes_are_large_anyway(end: int) -> None:
    far = steps(("目标", 1000, "start"), ("转化", end - 1000, "change"), ("实际", end, "end"))
    assert "begins" not in repr(draw_waterfall(far, "en", cut=True))
