"""What a report and the index share: style, script, and the rule that nothing is fetched."""

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib.resources import files

from salesnb.errors import UsageError
from salesnb.figures import stylesheet
from salesnb.labels import say

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}

_SCHEME = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)
_CSS_NOISE = re.compile(r"/\*.*?\*/|\s*\n\s*", re.DOTALL)


@cache
def page_style() -> str:
    """Return all CSS of a page, without comments and line breaks."""
    sheet = f"{stylesheet()}\n{_template_file('page.css')}"
    return _CSS_NOISE.sub("", sheet.replace("\n  ", " "))


@cache
def page_script() -> str:
    """Return the page's only script."""
    return _template_file("page.js").strip()


@cache
def content_policy() -> str:
    """Return the policy by which a browser fetches nothing and runs no other script."""
    digest = hashlib.sha256(page_script().encode()).digest()
    script = f"'sha256-{base64.b64encode(digest).decode()}'"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {script};"
        " base-uri 'none'; form-action 'none'"
    )


def safe_link(href: str) -> str:
    """Return a relative address as it is; anything that leads outside is an error.

    Examples
    --------
    >>> safe_link("../index.html#top")
    '../index.html#top'
    """
    if _SCHEME.match(href):
        raise UsageError(say("err_address", href=href))
    return href


def contents_list(entries: list[tuple[str, str]]) -> str:
    """Return the list of a page's sections; nothing for fewer than two."""
    if len(entries) < 2:
        return ""
    items = "".join(
        f'<li><a href="#{escape(anchor)}">{escape(words)}</a></li>' for anchor, words in entries
    )
    return f"<ol>{items}</ol>"


def _template_file(name: str) -> str:
    return files("salesnb.reports").joinpath("template", name).read_text("utf-8")
