"""HTML that a notebook shows and a text that stands in its place; escaping in one place."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from salesnb.figures.content import CONTENT_MIME, Block

_MARKS = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"!!(.+?)!!"), r'<span class="snb-bad">\1</span>'),
    (re.compile(r"\+\+(.+?)\+\+"), r'<span class="snb-good">\1</span>'),
)

TURNS = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)  # bidi embeddings, overrides

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
        What the report says of itself to the index and to the report after it.
    content : sequence of blocks
        What is shown, as plain data (see `figures.content`).
    """

    def __init__(
        self,
        html: str,
        words: str = "",
        summary: Mapping[str, object] | None = None,
        content: Sequence[Block] = (),
    ) -> None:
        self.html, self.words, self.summary = html, words, dict(summary or {})
        self.content = list(content)

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        bundle: dict[str, object] = {"text/html": self.html, "text/plain": self.words}
        bundle |= {SUMMARY_MIME: self.summary} if self.summary else {}
        return bundle | ({CONTENT_MIME: self.content} if self.content else {})

    def __repr__(self) -> str:
        return self.words

    def __add__(self, other: "Html") -> "Html":
        words = "\n".join(w for w in (self.words, other.words) if w)
        summary = {**other.summary, **self.summary}
        return Html(self.html + other.html, words, summary, [*self.content, *other.content])


def text(value: object) -> str:
    """Return a text as HTML shows it literally; a missing value is empty.

    Characters that would turn the words after it round are left out.

    Examples
    --------
    >>> text("<b>R&D</b>"), text(None)
    ('&lt;b&gt;R&amp;D&lt;/b&gt;', '')
    """
    return "" if value is None else escape(str(value).translate(TURNS), quote=True)


def why(lines: Sequence[str]) -> str:
    """Return an attribute with what a figure is and rests on, which a report shows on demand.

    Examples
    --------
    >>> why(["Won of all closed.", "17 of 45"]), why([])
    (' data-why="Won of all closed.&#10;17 of 45"', '')
    """
    return f' data-why="{"&#10;".join(map(text, lines))}"' if lines else ""


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
