"""HTML that a notebook shows and a text that stands in its place; escaping in one place."""

import re
from collections.abc import Mapping
from html import escape

_MARKS = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"!!(.+?)!!"), r'<span class="snb-bad">\1</span>'),
    (re.compile(r"\+\+(.+?)\+\+"), r'<span class="snb-good">\1</span>'),
)


SUMMARY_MIME = "application/vnd.salesnb.summary+json"


class Html:
    """A piece of a report.

    Parameters
    ----------
    html : str
        Safe HTML: every text from data has gone through `text` or `rich`.
    words : str
        The same in words, for terminals and plain-text mail.
    summary : mapping, optional
        What the index of reports says of the report: title, headline, flags.
    """

    def __init__(
        self, html: str, words: str = "", summary: Mapping[str, object] | None = None
    ) -> None:
        self.html, self.words, self.summary = html, words, dict(summary or {})

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        bundle: dict[str, object] = {"text/html": self.html, "text/plain": self.words}
        return bundle | ({SUMMARY_MIME: self.summary} if self.summary else {})

    def __repr__(self) -> str:
        return self.words

    def __add__(self, other: "Html") -> "Html":
        return Html(self.html + other.html, "\n".join(w for w in (self.words, other.words) if w))


def text(value: object) -> str:
    """Return a text as HTML shows it literally; a missing value is empty.

    Examples
    --------
    >>> text("<b>R&D</b>"), text(None)
    ('&lt;b&gt;R&amp;D&lt;/b&gt;', '')
    """
    return "" if value is None else escape(str(value), quote=True)


def rich(value: object) -> str:
    """Return a text as HTML with three marks: `**strong**`, `!!bad!!`, `++good++`.

    Everything else is literal, so a hostile name can at worst be bold.

    Examples
    --------
    >>> rich("**80%** of <target>, !!3 points behind!!")
    '<b>80%</b> of &lt;target&gt;, <span class="snb-bad">3 points behind</span>'
    """
    html = text(value)
    for mark, tag in _MARKS:
        html = mark.sub(tag, html)
    return html


def bare(value: object) -> str:
    """Return a text without the marks of `rich`.

    Examples
    --------
    >>> bare("**80%** of target")
    '80% of target'
    """
    words = "" if value is None else str(value)
    for mark, _ in _MARKS:
        words = mark.sub(r"\1", words)
    return words
