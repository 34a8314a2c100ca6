"""The PDF of a report: whole rows, page numbers, real glyphs, nothing fetched and nothing obeyed."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import matplotlib
import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from salesnb.errors import RenderError
from salesnb.figures import (
    Card,
    Html,
    TableColumn,
    data_table,
    draw_ranking,
    kpi_cards,
    report_header,
    section,
)
from salesnb.figures.fonts import chinese_font_file
from salesnb.reports.html import export_html
from salesnb.reports.pdf import pdf_bytes

pdfium = pytest.importorskip("pypdfium2")
raw = pytest.importorskip("pypdfium2.raw")

HOSTILE = "<script>alert(1)</script>"
A4 = (595, 842)


@pytest.fixture(scope="module", autouse=True)
def _what_pdf_needs() -> None:
    """Skip where the system libraries or a Chinese font are missing; in CI that is a failure."""
    try:
        pdf_bytes("<title>t</title><p>中", lang="zh")
    except RenderError as error:
        (pytest.fail if os.environ.get("SALESNB_REQUIRE_BROWSER") else pytest.skip)(str(error))


def page(*pieces: object, lang: str = "zh", title: str = "华东 · 2026年10月 · 业绩") -> str:
    """Return a report's page that shows the pieces; a text is a cell of prose."""
    cells = [
        new_markdown_cell(piece)
        if isinstance(piece, str)
        else new_code_cell("wb.section()", outputs=[shown(piece)])
        for piece in pieces
    ]
    return export_html(new_notebook(cells=cells), lang=lang, title=title, footer={"范围": "华东"})


def shown(piece: object) -> nbformat.NotebookNode:
    return new_output("display_data", {"text/html": piece._repr_html_()})  # type: ignore[attr-defined]


def opened(html: str, lang: str = "zh", **more: str) -> "pdfium.PdfDocument":
    return pdfium.PdfDocument(pdf_bytes(html, lang=lang, **more))


def texts(document: "pdfium.PdfDocument") -> list[str]:
    return [sheet.get_textpage().get_text_range() for sheet in document]


def orders(count: int, *names: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer": [f"客户{number:03}" for number in range(count)],
            "amount": [float(number) for number in range(count)],
            "owner": [f"销售{number:03}" for number in range(count)],
            **{name: [1.0] * count for name in names},
        }
    )


ORDER_COLUMNS = [
    TableColumn("customer", "客户"),
    TableColumn("amount", "金额", "money", definition="成交订单金额之和。"),
    TableColumn("owner", "负责人"),
]


def report() -> str:
    ranking = pd.DataFrame(
        {
            "name": ["华北一组", "华南二组"],
            "value": [1_200_000.0, 300_000.0],
            "target": [1_000_000.0, 500_000.0],
            "completion": [1.2, 0.6],
        }
    )
    return page(
        report_header("华东 · 2026年10月", "截至 2026-10-31", ["完成目标的 **98%**。"]),
        section("华北一组最高", anchor="ranking", short="排名"),
        draw_ranking(ranking, "zh"),
        section("订单", "按金额", anchor="orders"),
        data_table(orders(120), ORDER_COLUMNS, "zh"),
    )


@pytest.fixture(scope="module")
def printed() -> "pdfium.PdfDocument":
    return opened(report())


def test_pages_are_a4_and_numbered(printed: "pdfium.PdfDocument") -> None:
    count = len(printed)
    assert 4 <= count <= 7
    for number, (sheet, words) in enumerate(zip(printed, texts(printed), strict=True), 1):
        assert tuple(round(side) for side in sheet.get_size()) == A4
        assert f"第 {number} / {count} 页" in words


def test_english_pages_are_numbered_in_english() -> None:
    words = texts(opened(page(Html("<p>one</p>"), lang="en"), "en"))
    assert len(words) == 1 and "Page 1 of 1" in words[0]


def test_the_title_stands_above_every_page_but_the_first(printed: "pdfium.PdfDocument") -> None:
    first, *others = texts(printed)
    assert "业绩" not in first
    assert others and all("华东 · 2026年10月 · 业绩" in words for words in others)


def test_every_row_lies_whole_on_one_page() -> None:
    rows = orders(120)
    rows["owner"] = "负责人的说明很长，要排成好几行才放得下。" * 4 + rows["owner"]
    document = opened(page(data_table(rows, ORDER_COLUMNS, "zh")))
    assert len(document) > 5
    for number in range(120):
        ends = []
        for at, sheet in enumerate(document):
            text = sheet.get_textpage()
            for words in (f"客户{number:03}", f"销售{number:03}"):
                found = text.search(words).get_next()
                if found is not None:
                    _, bottom, _, top = text.get_charbox(found[0])
                    ends.append(at)
                    assert 45 < bottom < top < A4[1] - 45, f"{words} stands in the margin"
        assert len(ends) == 2 and ends[0] == ends[1], f"row {number}: {ends}"


def test_the_heads_of_a_table_repeat_on_every_page_it_reaches(
    printed: "pdfium.PdfDocument",
) -> None:
    pages = [words for words in texts(printed) if "客户0" in words or "客户1" in words]
    assert len(pages) >= 3
    assert all("负责人" in words for words in pages)


def test_chinese_characters_are_glyphs_and_not_one_box(printed: "pdfium.PdfDocument") -> None:
    sheet = printed[0]
    text, picture = sheet.get_textpage(), sheet.render(scale=4).to_pil().convert("L")
    seen = set()
    for char in "华北南二组最高":
        at, _ = text.search(char).get_next()
        left, bottom, right, top = text.get_charbox(at, loose=True)
        box = tuple(round(side * 4) for side in (left, A4[1] - top, right, A4[1] - bottom))
        glyph = picture.crop(box).resize((24, 24)).point(lambda shade: 255 * (shade > 128))
        assert min(glyph.tobytes()) == 0, f"{char} is not drawn"
        seen.add(glyph.tobytes())
    assert len(seen) == 7


def test_one_chart_is_shown_and_not_its_narrow_twin(printed: "pdfium.PdfDocument") -> None:
    assert sum(words.count("120%") for words in texts(printed)) == 1


def test_a_chart_has_its_colours_and_not_black(printed: "pdfium.PdfDocument") -> None:
    colours = {
        shade
        for sheet in printed
        for _, shade in sheet.render(scale=1).to_pil().convert("RGB").getcolors(100_000)
    }
    assert {(0x1F, 0x5F, 0xA8), (0xB3, 0x26, 0x1E)} <= colours


def test_code_and_navigation_are_not_printed(printed: "pdfium.PdfDocument") -> None:
    words = " ".join(texts(printed))
    assert "wb.section" not in words and "跳到正文" not in words and "显示代码" not in words


def test_definitions_are_said_once_at_the_end() -> None:
    table = data_table(orders(3), ORDER_COLUMNS, "zh")
    words = texts(opened(page(table, table)))[-1]
    assert words.count("成交订单金额之和。") == 1
    assert words.index("指标定义") > words.rindex("客户002")


def test_the_outline_has_the_sections_under_their_short_names(
    printed: "pdfium.PdfDocument",
) -> None:
    outline = [(entry.level, entry.get_title()) for entry in printed.get_toc()]
    assert outline == [
        (0, "华东 · 2026年10月"),
        (1, "排名"),
        (1, "订单"),
        (1, "指标定义"),
    ]


def test_the_pdf_has_title_and_language_and_is_tagged(printed: "pdfium.PdfDocument") -> None:
    assert printed.get_metadata_value("Title") == "华东 · 2026年10月 · 业绩"
    assert raw.FPDFCatalog_IsTagged(printed.raw)
    size = raw.FPDFCatalog_GetLanguage(printed.raw, None, 0)
    sink = ctypes.create_string_buffer(size)
    raw.FPDFCatalog_GetLanguage(
        printed.raw, ctypes.cast(sink, ctypes.POINTER(ctypes.c_ushort)), size
    )
    assert sink.raw.decode("utf-16-le").rstrip("\0") == "zh-CN"


def test_a_chart_has_its_alternative_text(printed: "pdfium.PdfDocument") -> None:
    assert any("目标完成率排名：华北一组 120%" in alt for sheet in printed for alt in alts(sheet))


def alts(sheet: "pdfium.PdfPage") -> list[str]:
    tree = raw.FPDF_StructTree_GetForPage(sheet.raw)
    found: list[str] = []

    def walk(element: object) -> None:
        size = raw.FPDF_StructElement_GetAltText(element, None, 0)
        if size:
            sink = ctypes.create_string_buffer(size)
            raw.FPDF_StructElement_GetAltText(element, sink, size)
            found.append(sink.raw.decode("utf-16-le").rstrip("\0"))
        for at in range(raw.FPDF_StructElement_CountChildren(element)):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                walk(child)

    for at in range(raw.FPDF_StructTree_CountChildren(tree)):
        walk(raw.FPDF_StructTree_GetChildAtIndex(tree, at))
    raw.FPDF_StructTree_Close(tree)
    return found


def test_a_title_of_ones_own_takes_the_place_of_the_pages() -> None:
    document = opened(report(), title='给董事会 "A" \\ <b>')
    assert document.get_metadata_value("Title") == '给董事会 "A" \\ <b>'
    assert '给董事会 "A" \\ <b>' in texts(document)[1]


def test_the_same_page_gives_the_same_bytes() -> None:
    html = report()
    first = pdf_bytes(html, lang="zh")
    assert first == pdf_bytes(html, lang="zh")
    assert 20_000 < len(first) < 600_000


def test_a_log_is_spared_the_styles_that_weasyprint_does_not_know(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pdf_bytes(report(), lang="zh")
    assert caplog.records == []


def test_cards_stand_in_one_row() -> None:
    cards = [Card(f"指标{number}", "12") for number in range(5)]
    text = opened(page(kpi_cards(cards)))[0].get_textpage()
    found = [text.get_charbox(text.search(card.label).get_next()[0]) for card in cards]
    assert len({round(bottom) for _, bottom, _, _ in found}) == 1
    assert [left for left, *_ in found] == sorted({left for left, *_ in found})


def test_a_table_of_very_many_columns_lies_across() -> None:
    names = [f"m{number}" for number in range(12)]
    columns = [*ORDER_COLUMNS, *(TableColumn(name, f"指标{name}", "count") for name in names)]
    document = opened(page(data_table(orders(3, *names), columns, "zh")))
    sizes = {tuple(round(side) for side in sheet.get_size()) for sheet in document}
    assert (842, 595) in sizes
    across = next(sheet for sheet in document if round(sheet.get_width()) == 842)
    text = across.get_textpage()
    assert text.get_charbox(text.search("指标m11").get_next()[0])[2] < 842 - 40


def test_hostile_names_are_letters_and_nothing_more() -> None:
    table = data_table(
        pd.DataFrame({"customer": [HOSTILE, "var(--ink,甲)"], "amount": [1.0, 2.0]}),
        ORDER_COLUMNS[:2],
        "zh",
    )
    ranking = pd.DataFrame(
        {"name": ["var(--ink,甲)"], "value": [1.0], "target": [2.0], "completion": [0.5]}
    )
    data = pdf_bytes(page(table, draw_ranking(ranking, "zh"), title=HOSTILE), lang="zh")
    words = texts(pdfium.PdfDocument(data))[0]
    assert HOSTILE in words and words.count("var(--ink,甲)") == 2
    assert b"/JavaScript" not in data and b"/JS" not in data


def test_nothing_is_fetched_from_web_or_disk(tmp_path: Path) -> None:
    asked: list[str] = []

    class _Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), _Listener)
    Thread(target=server.serve_forever, daemon=True).start()
    secret = tmp_path / "secret.css"
    secret.write_text('h1::after { content: "SECRET" }', encoding="utf-8")
    web = f"http://127.0.0.1:{server.server_port}"
    html = page(
        Html(
            f'<h1>甲</h1><img src="{web}/a.png"><link rel="stylesheet" href="{web}/b.css">'
            f'<link rel="stylesheet" href="{secret.as_uri()}">'
            f'<link rel="attachment" href="{secret.as_uri()}">'
            f"<style>@import url({web}/c.css); p {{ background: url({web}/d.png) }}</style><p>乙</p>"
            f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{web}/e.png"/></svg>'
        )
    )
    data = pdf_bytes(html, lang="zh")
    server.shutdown()
    server.server_close()
    assert asked == []
    assert "SECRET" not in texts(pdfium.PdfDocument(data))[0] and b"/EmbeddedFile" not in data


def test_links_to_files_that_do_not_travel_along_are_words_only() -> None:
    data = pdf_bytes(
        page("[官网](https://example.com/x) [漏斗](funnel.zh.html) [文件](file:///etc/passwd)"),
        lang="zh",
    )
    document = pdfium.PdfDocument(data)
    assert "漏斗" in texts(document)[0]
    assert links(document[0]) == ["https://example.com/x"]


def links(sheet: "pdfium.PdfPage") -> list[str]:
    found, at, link = [], ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(sheet.raw, at, link):
        action = raw.FPDFLink_GetAction(link)
        sink = ctypes.create_string_buffer(500)
        raw.FPDFAction_GetURIPath(sheet.pdf.raw, action, sink, 500)
        found.append(sink.value.decode())
    return found


# What is missing is really missing: another process, in which it cannot be found.

ONLY_DEJAVU = """
import matplotlib.font_manager as manager
manager.fontManager.ttflist[:] = [f for f in manager.fontManager.ttflist if "DejaVu" in f.name]
manager.findSystemFonts = lambda *_, **__: []
"""
MAKE = """
import sys
from salesnb.errors import SalesnbError
from salesnb.reports.pdf import pdf_bytes
try:
    sys.stdout.buffer.write(pdf_bytes(sys.argv[1], lang=sys.argv[2]))
except SalesnbError as error:
    sys.exit(error.text("zh") + "\\n" + error.text("en"))
"""
Elsewhere = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Elsewhere:
    """Run `before` and make a PDF where fontconfig knows only the fonts that matplotlib brings."""
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )

    def run(before: str, html: str, lang: str) -> "subprocess.CompletedProcess[bytes]":
        environment = os.environ | {"FONTCONFIG_FILE": str(config), "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-c", before + MAKE, html, lang]
        return subprocess.run(command, capture_output=True, env=environment, check=False)

    return run


NO_WHEEL = "import sys; sys.modules['noto_cjk_sans_otc'] = None\n"


@pytest.mark.parametrize(("html", "lang"), [("<p>业绩", "zh"), ("<p>Sales of 华东", "en")])
def test_without_a_chinese_font_the_error_names_what_mends_it(
    elsewhere: Elsewhere, html: str, lang: str
) -> None:
    done = elsewhere(NO_WHEEL + ONLY_DEJAVU, html, lang)
    said = done.stderr.decode()
    assert done.returncode == 1 and done.stdout == b"" and "Traceback" not in said
    assert "apt-get install fonts-noto-cjk" in said and 'pip install "salesnb[fonts]"' in said
    assert "没有中文字体" in said and "no Chinese font" in said


def test_without_a_chinese_font_an_english_page_is_printed(elsewhere: Elsewhere) -> None:
    done = elsewhere(NO_WHEEL + ONLY_DEJAVU, "<p>Sales", "en")
    assert done.returncode == 0, done.stderr.decode()
    assert "Sales" in texts(pdfium.PdfDocument(done.stdout))[0]


def test_the_font_of_the_wheel_is_taken_where_the_machine_has_none(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    font = chinese_font_file()
    assert font is not None
    wheel = tmp_path / "site" / "noto_cjk_sans_otc"
    wheel.mkdir(parents=True)
    (wheel / font.name).symlink_to(font)
    (wheel / "__init__.py").write_text(
        f"from pathlib import Path\nFONT_PATH = Path(__file__).parent / {font.name!r}\n",
        encoding="utf-8",
    )
    found = f"import sys; sys.path.insert(0, {str(wheel.parent)!r})\n"
    done = elsewhere(found + ONLY_DEJAVU, "<title>t</title><p>业绩", "zh")
    assert done.returncode == 0, done.stderr.decode()
    document = pdfium.PdfDocument(done.stdout)
    assert "业绩" in texts(document)[0]
    assert b"notdef" not in done.stderr


def test_without_weasyprint_the_error_names_the_extra(elsewhere: Elsewhere) -> None:
    done = elsewhere("import sys; sys.modules['weasyprint'] = None\n", "<p>x", "en")
    said = done.stderr.decode()
    assert done.returncode == 1 and "Traceback" not in said
    assert "weasyprint" in said and 'pip install "salesnb[pdf]"' in said


def test_without_a_system_library_the_error_names_it_and_how_to_get_it(
    elsewhere: Elsewhere,
) -> None:
    hide_pango = """
import cffi
opens = cffi.FFI.dlopen
def without_pango(self, name, flags=0):
    return opens(self, "no-" + name if "pango" in name else name, flags)
cffi.FFI.dlopen = without_pango
"""
    done = elsewhere(hide_pango, "<p>x", "en")
    said = done.stderr.decode()
    assert done.returncode == 1 and done.stdout == b"" and "Traceback" not in said
    assert "libpango-1.0-0" in said and "install" in said


def test_weasyprint_is_loaded_only_when_a_pdf_is_asked_for() -> None:
    code = "import sys, salesnb.reports.pdf; print('weasyprint' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"
