"""The rendered page: one file, one language, no code in sight, nothing obeyed or fetched."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from salesnb.figures import Html, TableColumn, data_table, report_header, section, style_element
from salesnb.reports.html import code_html, export_html

HOSTILE = "<script>alert(1)</script>"


def shown(piece: Html) -> nbformat.NotebookNode:
    return new_output("display_data", {"text/html": piece._repr_html_(), "text/plain": repr(piece)})


def code(source: str, *outputs: nbformat.NotebookNode, tag: str = "") -> nbformat.NotebookNode:
    cell = new_code_cell(source, outputs=list(outputs))
    cell.metadata.tags = [tag] if tag else []
    return cell


def prose(source: str, tag: str = "") -> nbformat.NotebookNode:
    cell = new_markdown_cell(source)
    cell.metadata.tags = [tag] if tag else []
    return cell


def page(
    *cells: nbformat.NotebookNode, lang: str = "zh", title: str = "业绩", **more: object
) -> str:
    return export_html(new_notebook(cells=list(cells)), lang=lang, title=title, **more)  # type: ignore[arg-type]


class _Visible(HTMLParser):
    """The words outside of code, style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if self._hidden:
            self._hidden += [tag] if tag == self._hidden[0] else []
        elif tag in {"script", "style", "title"} or "snb-code" in classes:
            self._hidden = [tag]

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag == self._hidden[0]:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def visible(html: str) -> str:
    reader = _Visible()
    reader.feed(html)
    return " ".join(" ".join(reader.words).split())


def test_a_report_keeps_one_language_of_the_prose() -> None:
    cells = [prose("中文说明", "zh"), prose("English remark", "en"), prose("Both")]
    zh, en = visible(page(*cells)), visible(page(*cells, lang="en"))
    assert "中文说明" in zh and "English" not in zh and "Both" in zh
    assert "English remark" in en and "中文说明" not in en and "Both" in en


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_names_its_language(lang: str, tag: str) -> None:
    assert f'<html lang="{tag}"' in page(lang=lang)


def test_code_and_parameters_are_there_but_hidden() -> None:
    cells = [
        code("as_of = None", tag="parameters"),
        code("period = '2026-10'", tag="injected-parameters"),
        code("wb.sales()", shown(report_header("结果"))),
    ]
    html = page(*cells)
    assert "wb.sales()" in html and "as_of" in html
    words = visible(html)
    assert "wb.sales" not in words and "as_of" not in words and "2026-10" not in words
    assert "结果" in words and "显示代码" in words


def test_what_the_setup_cell_shows_stays_out_of_the_report() -> None:
    html = page(code("import salesnb", shown(report_header("SETUP")), tag="setup"))
    assert "SETUP" not in html


def test_the_style_sheet_stands_in_the_page_once() -> None:
    html = page(code("style", shown(style_element())))
    assert html.count("<style") == 1


def test_warnings_of_libraries_are_hidden_and_prints_are_not() -> None:
    html = page(
        code("x", new_output("stream", name="stderr", text="FutureWarning: old")),
        code("y", new_output("stream", name="stdout", text="\x1b[31mprinted <b>\x1b[0m")),
    )
    assert "FutureWarning" not in visible(html)
    assert "printed <b>" in visible(html) and "\x1b" not in html


def test_a_failed_section_says_so_and_keeps_the_trace_with_the_code() -> None:
    error = new_output("error", ename="ValueError", evalue="no orders", traceback=["Traceback…"])
    words = visible(page(code("x", error)))
    assert "这一部分未能生成: no orders" in words and "Traceback" not in words


@pytest.mark.parametrize("place", ["title", "kicker", "markdown", "footer", "link", "nav"])
def test_hostile_text_is_literal_wherever_it_stands(place: str) -> None:
    more: dict[str, object] = {
        "title": {"title": HOSTILE},
        "kicker": {"kicker": HOSTILE},
        "footer": {"footer": {HOSTILE: HOSTILE}},
        "link": {"links": [("a.html", HOSTILE)]},
        "nav": {"nav": [("a", HOSTILE), ("b", HOSTILE)]},
    }.get(place, {})
    cells = [prose(f"{HOSTILE}\n\ntext {HOSTILE}\n\n## {HOSTILE}")] if place == "markdown" else []
    html = page(*cells, **more)
    assert html.count("<script") == 1  # the page's own
    assert "alert(1)" in html


def test_the_browser_is_told_to_run_the_pages_own_script_only() -> None:
    html = page()
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert f"sha256-{digest}" in policy[1] and "default-src &#x27;none&#x27;" in policy[1]


def test_nothing_is_fetched_from_anywhere() -> None:
    picture = "![x](https://example.com/a.png) ![y](data:image/png;base64,AAAA)"
    html = page(prose(picture), code("x", new_output("display_data", {"text/html": "<p>ok</p>"})))
    assert "https://example.com" not in html and "data:image/png;base64,AAAA" in html
    assert not re.search(r"<(?:script|link|iframe|img)[^>]+(?:src|href)=[\"'](?!data:)", html)
    assert not re.search(r"mathjax|require\.js|jquery|@import|url\(", html, re.IGNORECASE)


def test_scripts_among_outputs_are_left_out() -> None:
    output = new_output("display_data", {"application/javascript": "alert(1)"})
    assert "alert(1)" not in page(code("x", output))


def test_a_picture_is_embedded() -> None:
    output = new_output("display_data", {"image/png": "iVBORw0KGgo=\n"})
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in page(code("x", output))


@pytest.mark.parametrize("href", ["https://x.cn/a", "//x.cn", "javascript:alert(1)", " data:x"])
def test_a_link_that_leads_outside_is_refused(href: str) -> None:
    with pytest.raises(ValueError, match="relative"):
        page(links=[(href, "x")])


def test_the_contents_list_is_made_of_the_sections_by_their_short_names() -> None:
    html = page(
        code("a", shown(section("缺口来自报价", "", "funnel", short="漏斗"))),
        code("b", shown(section("A & B <最高>", "", "rank"))),
        code("c", shown(section("again", "", "rank"))),
    )
    nav = html.split("<nav")[1].split("</nav>")[0]
    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', nav) == [
        ("content", "要点"),
        ("funnel", "漏斗"),
        ("rank", "A &amp; B &lt;最高&gt;"),
    ]


def test_given_contents_replace_the_found_ones_and_links_follow() -> None:
    html = page(nav=[("a", "甲"), ("b", "乙")], links=[("../index.html", "返回目录")])
    nav = html.split("<nav")[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', nav) == ["#a", "#b", "../index.html"]


def test_the_title_is_the_heading_where_the_notebook_has_none() -> None:
    assert '<h1 class="snb-title">业绩</h1>' in page(prose("text"))
    assert page(code("x", shown(report_header("华东")))).count("<h1") == 1


def test_the_lineage_stands_at_the_foot_with_the_caution() -> None:
    words = visible(page(footer={"数据快照": "2026-10-24 06:10", "版本": "1.0"}))
    assert "数据快照 2026-10-24 06:10 版本 1.0" in words and "仅供参考" in words


def test_no_missing_value_is_seen() -> None:
    frame = pd.DataFrame({"name": ["a", None], "value": [None, 1.0]})
    columns = [TableColumn("name", "n"), TableColumn("value", "v", "money")]
    cell = code("as_of = None", shown(data_table(frame, columns, "zh")))
    assert not re.search(r"\b(?:nan|None|NaT)\b", visible(page(cell, footer={"参数": "–"})))


def test_a_page_without_charts_is_below_40_kb() -> None:
    assert len(page(prose("text")).encode()) < 40_000


def test_the_notebook_that_was_given_is_not_changed() -> None:
    notebook = new_notebook(cells=[prose("x", "en"), code("y", shown(notice_html()), tag="setup")])
    before = nbformat.writes(notebook)
    export_html(notebook, lang="zh", title="t")
    assert nbformat.writes(notebook) == before


def notice_html() -> Html:
    return Html("<p>x</p>", "x")


def test_code_keeps_its_text_and_tells_comments_and_strings_apart() -> None:
    source = 'a = "#no" + \'<b>\'  # yes\nb = """x\n# y"""'
    html = code_html(source)
    assert html.count("<i>") == 1 and html.count("<s>") == 3
    assert re.sub(r"</?[is]>", "", html) == source.replace("<b>", "&lt;b&gt;")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_valid_html(lang: str) -> None:
    html5lib = pytest.importorskip("html5lib")
    frame = pd.DataFrame({"name": ["a"], "value": [1]})
    columns = [TableColumn("name", "n"), TableColumn("value", "v", "bar", definition="d")]
    html = page(
        code("x = '<'", shown(report_header("t", "s", ["l"])), tag="setup"),
        code("y", shown(section("h", "s", "a")), shown(data_table(frame, columns, lang, "c"))),
        prose("text **bold**\n\n- a\n- b\n\n|a|b|\n|-|-|\n|1|2|"),
        lang=lang,
        links=[("a.html", "a")],
        footer={"a": "b"},
        kicker="k",
    )
    html5lib.HTMLParser(strict=True).parse(html)
