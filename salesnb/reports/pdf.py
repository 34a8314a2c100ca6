"""From a report's page to a PDF for printing and filing."""

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from importlib import import_module
from importlib.resources import files
from io import StringIO
from typing import Any
from xml.etree import ElementTree

from salesnb.errors import RenderError
from salesnb.figures.fonts import chinese_font_file, has_chinese, no_chinese_font
from salesnb.labels import label, say
from salesnb.reports.paper import lay_out_for_paper

_LIBRARY = re.compile(r"'([^']+)'")
_SYSTEM_PACKAGES = {
    "linux": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "brew install pango",
    "win32": "pacman -S mingw-w64-x86_64-pango  (MSYS2)",
}


def pdf_bytes(html: str, *, lang: str, title: str = "") -> bytes:
    """Return a report's page as an A4 PDF, tagged for screen readers.

    Parameters
    ----------
    html : str
        A finished page, as `export_html` returns it. Nothing is fetched, no script runs.
    lang : str
        `zh` or `en`: the language of page numbers and of the list of definitions.
    title : str
        Stands above every page but the first and in the PDF's properties; by default the
        page's title.

    Raises
    ------
    RenderError
        WeasyPrint, a system library or a Chinese font is missing; says how to get it.
    """
    weasyprint = _weasyprint()
    fonts = _fonts(lang, html)
    page = weasyprint.HTML(string=html, url_fetcher=_fetcher({"data"}))
    root = page.etree_element
    lay_out_for_paper(root, lang)
    heading = root.find("head/title")
    words = title or (heading.text if heading is not None else "") or ""
    if heading is not None:
        heading.text = words
    style = ElementTree.SubElement(root, "style")  # at the end: it overrules the page's own
    style.text = _print_style() + _page_frame(words, lang)
    with _told():
        printed: bytes = page.write_pdf(font_config=fonts, pdf_variant="pdf/ua-1")
    return printed


def _weasyprint() -> Any:
    """WeasyPrint, or an error that says what is missing."""
    try:
        with redirect_stdout(StringIO()):  # it prints advice of its own
            return import_module("weasyprint")
    except ImportError as error:
        raise RenderError(say("err_pdf_package", package=error.name or "weasyprint")) from error
    except OSError as error:
        named = _LIBRARY.search(str(error))
        command = _SYSTEM_PACKAGES.get(sys.platform, _SYSTEM_PACKAGES["linux"])
        library = named[1] if named else str(error)
        raise RenderError(say("err_pdf_library", library=library, command=command)) from error


def _fetcher(protocols: set[str]) -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=protocols)


@cache
def _print_style() -> str:
    return files("salesnb.reports").joinpath("template", "print.css").read_text("utf-8")


def _page_frame(title: str, lang: str) -> str:
    """The words around each page: the title above, the page's number beneath."""
    before, between, after = re.split(r"\{pages?\}", label("page_of", lang))
    number = f"{_css(before)} counter(page) {_css(between)} counter(pages) {_css(after)}"
    return (
        f"@page {{ @top-left {{ content: {_css(title)} }} @bottom-right {{ content: {number} }} }}"
        "@page :first { @top-left { content: none } }"
    )


def _css(words: str) -> str:
    """A CSS string of any text: what could end it is written by its number."""
    return '"' + re.sub(r"[^\w ·.,，。()（）/-]", lambda sign: f"\\{ord(sign[0]):x} ", words) + '"'


def _fonts(lang: str, html: str) -> Any:
    """The fonts of this machine, and for a page with Chinese words one that has them."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    if not (lang == "zh" or has_chinese(html)) or _draws_chinese():
        return fonts
    font = chinese_font_file()
    if font is None:
        raise no_chinese_font()
    face = f"@font-face {{ font-family: salesnb-chinese; src: url({_css(font.as_uri())}) }}"
    CSS(string=face, font_config=fonts, url_fetcher=_fetcher({"file"}))
    return fonts


@cache
def _draws_chinese() -> bool:
    """Whether WeasyPrint finds a glyph; it draws an empty box and warns where it does not."""
    from weasyprint import HTML

    with _told() as records:
        HTML(string="<p>中文", url_fetcher=_fetcher({"data"})).write_pdf()
    return not records


@contextmanager
def _told() -> Iterator[list[logging.LogRecord]]:
    """Collect what WeasyPrint warns of; a log is spared the styles that it does not know."""
    logger, keeper = logging.getLogger("weasyprint"), _Keeper(logging.WARNING)
    passed_on, logger.propagate = logger.propagate, False
    logger.addHandler(keeper)
    try:
        yield keeper.records
    finally:
        logger.removeHandler(keeper)
        logger.propagate = passed_on


class _Keeper(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
