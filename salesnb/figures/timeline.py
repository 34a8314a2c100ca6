"""A single case as a page of its own: events in order, gaps, the usual path beside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from salesnb.figures.content import Block
from salesnb.figures.markup import Html, bare, rich, text

Mark = Literal["plain", "key", "won", "lost", "quiet"]


@dataclass(frozen=True)
class Event:
    """One event as shown.

    Parameters
    ----------
    day, title : when, and what it was.
    detail : who and how.
    words, answer : what was written down, and what the customer said.
    gap : words about the silence before it, where it was too long.
    mark : how it stands out; `quiet` for what was left out.
    """

    day: str
    title: str
    detail: str = ""
    words: str = ""
    answer: str = ""
    gap: str = ""
    mark: Mark = "plain"


@dataclass(frozen=True)
class CasePage:
    """A case: its heading, its events, and what stands beside them.

    Parameters
    ----------
    id : from which the anchor is made.
    title, facts : the customer, and the case in one line.
    outcome : won, lost or open, for its colour.
    typical_head, typical, typical_note : stages with the usual course and this case's own.
    obstacles_head, obstacles : lines.
    """

    id: str
    title: str
    facts: str
    outcome: str
    events: Sequence[Event]
    typical_head: str = ""
    typical: Sequence[tuple[str, str, str]] = ()
    typical_note: str = ""
    obstacles_head: str = ""
    obstacles: Sequence[str] = field(default_factory=tuple)

    @property
    def anchor(self) -> str:
        """The address of the case in a page."""
        return "case-" + re.sub(r"[^\w-]+", "-", self.id)


def case_list(pages: Sequence[CasePage], lang: str) -> Html:
    """Return links to the cases of a page, each with its facts."""
    items = "".join(
        f'<li class="snb-{text(page.outcome)}"><a href="#{text(page.anchor)}">{text(page.title)}</a>'
        f" <span>{rich(page.facts)}</span></li>"
        for page in pages
    )
    words = "\n".join(f"{page.title} {bare(page.facts)}" for page in pages)
    block: Block = {"kind": "notice", "words": words}
    return Html(f'<ul class="snb snb-cases">{items}</ul>', words, content=[block])


def case_page(page: CasePage, content: Sequence[Block] = ()) -> Html:
    """Return a case; it needs no script and prints as it stands.

    Parameters
    ----------
    content : the events as plain data, for workbooks.
    """
    items = "".join(_event(event) for event in page.events)
    html = (
        f'<article class="snb snb-case"><h3 id="{text(page.anchor)}">{text(page.title)}</h3>'
        f'<p class="snb-sub">{rich(page.facts)}</p><div class="snb-case-body">'
        f'<ol class="snb-timeline">{items}</ol><aside>{_typical(page)}{_obstacles(page)}</aside>'
        "</div></article>"
    )
    lines = [page.title, bare(page.facts)]
    for event in page.events:
        lines += [f"  … {event.gap}"] if event.gap else []
        parts = (event.day, event.title, event.detail, event.words, event.answer)
        lines.append("  " + " · ".join(part for part in parts if part))
    lines += [page.typical_head] if page.typical_head else []
    lines += ["  " + " · ".join(part for part in row if part) for row in page.typical]
    lines += (
        [page.obstacles_head, *(f"  {line}" for line in page.obstacles)] if page.obstacles else []
    )
    head: Block = {"kind": "notice", "words": f"{page.title} {bare(page.facts)}"}
    beside = [*(" ".join(part for part in row if part) for row in page.typical), *page.obstacles]
    foot: list[Block] = [{"kind": "notice", "words": "\n".join(beside)}] if beside else []
    return Html(html, "\n".join(lines), content=[head, *content, *foot])


def _event(event: Event) -> str:
    gap = f'<li class="snb-gap">{text(event.gap)}</li>' if event.gap else ""
    if event.mark == "quiet":
        return f'{gap}<li class="snb-quiet">{text(event.title)}</li>'
    detail = f" <small>{text(event.detail)}</small>" if event.detail else ""
    words = f"<p>{text(event.words)}</p>" if event.words else ""
    answer = f'<p class="snb-answer">{text(event.answer)}</p>' if event.answer else ""
    return (
        f'{gap}<li class="snb-{event.mark}"><time>{text(event.day)}</time>'
        f"<div><b>{text(event.title)}</b>{detail}{words}{answer}</div></li>"
    )


def _typical(page: CasePage) -> str:
    if not page.typical_head:
        return ""
    rows = "".join(
        f"<dt>{text(stage)}</dt><dd>{text(usual)}<span>{text(own)}</span></dd>"
        for stage, usual, own in page.typical
    )
    listed = f"<dl>{rows}</dl>" if rows else ""
    note = f"<small>{text(page.typical_note)}</small>" if page.typical_note else ""
    return f"<h4>{text(page.typical_head)}</h4>{listed}{note}"


def _obstacles(page: CasePage) -> str:
    if not page.obstacles:
        return ""
    lines = "".join(f"<li>{text(line)}</li>" for line in page.obstacles)
    return f"<h4>{text(page.obstacles_head)}</h4><ul>{lines}</ul>"
