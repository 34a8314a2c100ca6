"""From an executed notebook to one HTML file that opens offline."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesnb.figures.page import LANGUAGE_TAGS
from salesnb.labels import LANGUAGES, label
from salesnb.reports.page import (
    content_policy,
    contents_list,
    page_script,
    page_style,
    safe_link,
)

if TYPE_CHECKING:
    from nbconvert.exporters.templateexporter import TemplateExporter
    from nbformat import NotebookNode

_HEADING = re.compile(r'<h2 id="([^"]+)"(?: data-short="([^"]*)")?[^>]*>(.*?)</h2>', re.DOTALL)
_STYLE_COPY = re.compile(r"<style data-snb>.*?</style>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CONTENTS = "<!--contents-->"
_SHOWN_TYPES = (  # the best first; scripts and widgets are not shown
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/plain",
)
_PYTHON = re.compile(
    r"""#[^\n]*|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL
)


def export_html(
    notebook: "NotebookNode",
    *,
    lang: str,
    title: str,
    nav: Sequence[tuple[str, str]] | None = None,
    links: Sequence[tuple[str, str]] = (),
    footer: Mapping[str, str] | None = None,
    kicker: str = "",
    banner: Sequence[str] = (),
) -> str:
    """Return a report as one self-contained HTML page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed. Cells tagged with the other language are left out; cells tagged
        `parameters`, `injected-parameters` or `setup` are seen with the code only.
    lang : str
        `zh` or `en`.
    title : str
        The browser's title; also the heading, where the notebook shows no `report_header`.
    nav : sequence of (anchor, text), optional
        The contents list; by default the sections found in the outputs.
    links : sequence of (href, text)
        Relative addresses of related reports and the index.
    footer : mapping
        Where the figures come from: name and value.
    kicker : str
        The kind of report, above the contents list.
    banner : sequence of text
        What a reader must know before anything else; stands at the top of the page.

    Raises
    ------
    UsageError
        A link that leads out of the reports folder's tree of files, e.g. to a web address.
    """
    page = _page(notebook, lang, title, kicker) | {
        "links": [(safe_link(href), words) for href, words in links],
        "footer": dict(footer or {}),
    }
    html, _ = _exporter(lang).from_notebook_node(notebook, resources={"page": page})
    head, main = html.split('<main id="content" class="snb">', 1)
    main = _STYLE_COPY.sub("", main)
    entries = list(nav) if nav is not None else _sections(main, label("key_points", lang))
    heading = "" if "<h1" in main else f'<h1 class="snb-title">{escape(title)}</h1>'
    head = head.replace(_CONTENTS, contents_list(entries), 1)
    warned = "".join(
        f'<p class="snb snb-notice snb-failed" role="alert">{escape(said)}</p>' for said in banner
    )
    return f'{head}<main id="content" class="snb">{warned}{heading}{main}'


def _page(notebook: "NotebookNode", lang: str, title: str, kicker: str) -> dict[str, Any]:
    """What the template puts around the cells."""
    words = {
        "contents": "contents",
        "related": "related",
        "show_code": "show_code",
        "skip": "skip_to_content",
        "failed": "section_failed",
        "lineage": "lineage",
        "caution": "caution",
    }
    return {
        "language": LANGUAGE_TAGS[lang],
        "title": title,
        "kicker": kicker,
        "policy": content_policy(),
        "style_html": page_style(),
        "script_html": page_script(),
        "has_code": any(cell.cell_type == "code" for cell in notebook.cells),
        "words": {name: label(key, lang) for name, key in words.items()},
    }


def _sections(main: str, opening: str) -> list[tuple[str, str]]:
    """The sections by their anchors, after the report's opening; the first of equal anchors."""
    found: dict[str, str] = {"content": opening}
    for anchor, short, heading in _HEADING.findall(main):
        words = unescape(short or _TAG.sub("", heading)).strip()
        found.setdefault(unescape(anchor), words)
    return list(found.items())


@cache
def _exporter(lang: str) -> "TemplateExporter":
    from nbconvert.exporters.templateexporter import TemplateExporter
    from traitlets.config import Config

    settings = Config()
    settings.TagRemovePreprocessor.enabled = True
    settings.TagRemovePreprocessor.remove_cell_tags = set(LANGUAGES) - {lang}
    settings.TagRemovePreprocessor.remove_all_outputs_tags = {"setup"}
    settings.RegexRemovePreprocessor.enabled = False
    exporter = TemplateExporter(
        config=settings,
        template_name="template",
        extra_template_basedirs=[str(Path(__file__).parent)],
        file_extension=".html",
    )
    exporter.register_filter("markdown2html", markdown_html)
    exporter.register_filter("highlight_code", code_html)
    exporter.register_filter("filter_data_type", _shown_type)
    return exporter


def _shown_type(data: Mapping[str, Any]) -> list[str]:
    return [kind for kind in _SHOWN_TYPES if kind in data][:1]


def markdown_html(source: str) -> str:
    """Return Markdown as HTML; HTML within it is shown as text and not obeyed.

    Images are left out but for embedded ones: a report fetches nothing.
    """
    return str(_markdown()(source))


@cache
def _markdown() -> Any:
    import mistune

    class _Renderer(mistune.HTMLRenderer):
        def heading(self, text: str, level: int, **attrs: Any) -> str:
            anchor = escape(re.sub(r"\s+", "-", unescape(_TAG.sub("", text)).strip()))
            return f'<h{level} id="{anchor}">{text}</h{level}>\n'

        def image(self, text: str, url: str, title: str | None = None) -> str:
            return super().image(text, url, title) if url.startswith("data:image/") else text

    return mistune.create_markdown(renderer=_Renderer(escape=True), plugins=["table"])


def code_html(source: str, **_: Any) -> str:
    """Return Python code as HTML with comments and strings told apart, nothing more.

    Examples
    --------
    >>> code_html("a = '<b>'  # why")
    "a = <s>'&lt;b&gt;'</s>  <i># why</i>"
    """
    parts, at = [], 0
    for match in _PYTHON.finditer(source):
        tag = "i" if match[0].startswith("#") else "s"
        parts.append(escape(source[at : match.start()], quote=False))
        parts.append(f"<{tag}>{escape(match[0], quote=False)}</{tag}>")
        at = match.end()
    return "".join([*parts, escape(source[at:], quote=False)]).strip()
