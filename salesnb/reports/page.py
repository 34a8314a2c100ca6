"""What a report and the index share: style, script, and the rule that nothing is fetched."""

import re
from functools import cache
from html import escape
from importlib.resources import files

from salesnb.errors import UsageError
from salesnb.figures.page import document, policy_of, style_with
from salesnb.labels import say

_SCHEME = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)


@cache
def page_style() -> str:
    """Return all CSS of a page, without comments and line breaks."""
    return style_with(_template_file("page.css"))


@cache
def page_script() -> str:
    """Return the page's only script."""
    return _template_file("page.js").strip()


@cache
def content_policy() -> str:
    """Return the policy by which a browser fetches nothing and runs no other script."""
    return policy_of(page_script(), images="data:")


def site_page(body: str, *, title: str, lang: str) -> str:
    """Return a page beside the reports: the index, what a run made. All of it is safe HTML."""
    parts = {"style": page_style(), "script": page_script(), "policy": content_policy()}
    return document(body, title=title, lang=lang, **parts)


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
