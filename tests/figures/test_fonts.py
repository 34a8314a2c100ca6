"""A Chinese font is found wherever it is, and its lack is told instead of drawing boxes."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from matplotlib import font_manager

from salesnb.errors import RenderError
from salesnb.figures import Chart, draw_ranking
from salesnb.figures.chart import no_data
from salesnb.figures.fonts import chinese_faces, chinese_font_file


@pytest.fixture
def no_chinese_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which matplotlib finds its own DejaVu fonts only."""
    fonts = font_manager.fontManager
    monkeypatch.setattr(fonts, "ttflist", [f for f in fonts.ttflist if "DejaVu" in f.name])
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_, **__: [])
    monkeypatch.setitem(sys.modules, "noto_cjk_sans_otc", None)
    chinese_faces.cache_clear()
    yield
    chinese_faces.cache_clear()


@pytest.fixture
def chinese_font() -> Path:
    """The file of a Chinese font of this machine."""
    path = chinese_font_file()
    if path is None:
        pytest.skip("no Chinese font is installed (make system)")
    return path


def chart(name: str, lang: str) -> Chart:
    row = {"name": [name], "value": [1.0], "target": [2.0], "completion": [0.5]}
    return draw_ranking(pd.DataFrame(row), lang)


@pytest.mark.usefixtures("no_chinese_font")
def test_a_picture_with_chinese_words_is_refused_and_the_mending_command_named() -> None:
    for drawn in (no_data("zh"), chart("华东", "en")):
        with pytest.raises(RenderError) as refused:
            drawn.png()
        for lang in ("zh", "en"):
            assert "apt-get install fonts-noto-cjk" in refused.value.text(lang)
            assert 'pip install "salesnb[fonts]"' in refused.value.text(lang)


@pytest.mark.usefixtures("no_chinese_font")
def test_a_picture_without_chinese_words_needs_no_chinese_font() -> None:
    assert chart("East", "en").png().startswith(b"\x89PNG")


@pytest.mark.usefixtures("no_chinese_font")
def test_the_drawing_in_a_page_needs_no_font_of_this_machine() -> None:
    assert "华东" in chart("华东", "zh").svg


def test_a_font_installed_after_matplotlib_made_its_list_is_found(
    chinese_font: Path, no_chinese_font: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_, **__: [str(chinese_font)])
    assert chinese_font_file() == chinese_font
    assert no_data("zh").png().startswith(b"\x89PNG")


def test_a_font_that_is_gone_since_matplotlib_made_its_list_does_not_count(
    chinese_font: Path, no_chinese_font: None, tmp_path: Path
) -> None:
    entry = font_manager.FontEntry(fname=str(tmp_path / "gone.ttf"), name="SimHei")
    font_manager.fontManager.ttflist.append(entry)
    assert chinese_faces() == ()


def test_chinese_words_are_drawn_as_glyphs_that_differ(chinese_font: Path) -> None:
    assert chart("华东", "zh").png() != chart("西南", "zh").png()
