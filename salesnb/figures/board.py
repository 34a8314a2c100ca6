"""The live board: a few large figures, a ranking, the funnel and the alerts on one screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from salesnb.figures.cards import Card
from salesnb.figures.content import Block
from salesnb.figures.html import Flag, flag_list, kpi_cards, report_header, stylesheet
from salesnb.figures.markup import Html, bare, rich, text

Mood = Literal["", "warn", "bad"]


@dataclass(frozen=True)
class Bar:
    """One line of a ranking or a funnel.

    Attributes
    ----------
    share : length of the bar, 0 to 1; None = there is nothing to draw.
    figure, detail : what stands at the end of the line, large and small.
    mark : a tick on the bar, 0 to 1, e.g. how much of the time is over.
    """

    name: str
    share: float | None
    figure: str
    detail: str = ""
    mark: float | None = None
    is_bad: bool = False


@dataclass(frozen=True)
class Panel:
    """A headed list of bars, or words where it is empty; `more` says how many did not fit."""

    title: str
    bars: Sequence[Bar]
    nothing: str
    more: str = ""


@dataclass(frozen=True)
class AlertPanel:
    """The alerts that fit, and how many there are more."""

    title: str
    flags: Sequence[Flag]
    more: str
    calm: str


@dataclass(frozen=True)
class BoardPage:
    """All that stands on the board.

    Attributes
    ----------
    state : of when the figures are; `remark` with its `mood` says if they are old.
    """

    title: str
    state: str
    cards: Sequence[Card]
    panels: Sequence[Panel]
    alerts: AlertPanel
    remark: str = ""
    mood: Mood = ""


def draw_board(page: BoardPage, lang: str) -> Html:
    """Return the board as HTML that fits a wall screen without scrolling, and a phone with."""
    remark = board_remark(page.remark, page.mood)
    body = "".join(
        (
            f"<header><h1>{text(page.title)}</h1><p>{text(page.state)}</p></header>",
            remark,
            f'<div class="snb-board-cards">{"".join(map(_card, page.cards))}</div>',
            f'<div class="snb-board-panels">{"".join(map(_panel, page.panels))}'
            f"{_alerts(page.alerts)}</div>",
        )
    )
    html = f'<div class="snb snb-board"><div class="snb-board-page">{body}</div></div>'
    told = [part for part in (page.state, page.remark) if part]
    plain = (
        report_header(page.title, "", told),
        kpi_cards(page.cards),
        flag_list(page.alerts.flags, lang),
    )
    lines = [_words(panel) for panel in page.panels]
    words = "\n\n".join([*(repr(part) for part in plain), *lines])
    content = [block for part in plain for block in part.content]
    return Html(html, words, content=[*content, *map(_plain, page.panels)])


def board_remark(words: str, mood: Mood) -> str:
    """Return the line that says that the figures are old, as HTML; nothing of no words."""
    role = ' role="status"'
    return f'<p class="snb-board-remark snb-board-{mood}"{role}>{rich(words)}</p>' if words else ""


def with_remark(html: str, words: str) -> str:
    """Return a drawn board with a remark that it did not have, in the place of its own one."""
    head, end, rest = html.partition("</header>")
    if rest.startswith('<p class="snb-board-remark'):
        rest = rest.partition("</p>")[2]
    return head + end + board_remark(words, "bad") + rest


@cache
def board_stylesheet() -> str:
    """Return the style of the board, with that of the reports on which it stands."""
    return stylesheet() + files("salesnb.figures").joinpath("board.css").read_text("utf-8")


def _card(card: Card) -> str:
    unit = f"<small>{text(card.unit)}</small>" if card.unit else ""
    mood = {True: "snb-good", False: "snb-bad", None: "snb-soft"}[card.delta_is_good]
    delta = f'<b class="{mood}">{text(card.delta)}</b>' if card.delta else ""
    bar = ""
    if card.progress is not None:
        share, mark = card.progress
        bar = _bar(share, mark, False)
    return (
        f'<section><h2>{text(card.label)}</h2><div class="snb-board-figure">'
        f"<span>{text(card.value)}</span>{unit}</div>{bar}"
        f"<p><span>{text(card.detail)}</span>{delta}</p></section>"
    )


def _panel(panel: Panel) -> str:
    rows = "".join(
        f"<li{_bad(bar)}><div><span>{text(bar.name)}</span><b>{text(bar.figure)}</b>"
        f"<small>{text(bar.detail)}</small></div>{_bar(bar.share, bar.mark, bar.is_bad)}</li>"
        for bar in panel.bars
    )
    body = f"<ol>{rows}</ol>" if rows else f"<p>{text(panel.nothing)}</p>"
    more = f"<p>{text(panel.more)}</p>" if panel.more else ""
    return f"<section><h2>{text(panel.title)}</h2>{body}{more}</section>"


def _bad(bar: Bar) -> str:
    return ' class="snb-board-behind"' if bar.is_bad else ""


def _bar(share: float | None, mark: float | None, is_bad: bool) -> str:
    if share is None:
        return '<i class="snb-board-bar snb-board-none"></i>'
    tick = "" if mark is None else f'<u style="left:{100 * _within(mark):.1f}%"></u>'
    css = "snb-board-bar snb-board-red" if is_bad else "snb-board-bar"
    return f'<i class="{css}"><b style="width:{100 * _within(share):.1f}%"></b>{tick}</i>'


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _alerts(panel: AlertPanel) -> str:
    rows = "".join(
        f"<li><i>●</i><div><b>{text(flag.subject)}</b> {rich(flag.text)}</div>"
        f"<small>{rich(flag.detail)}</small></li>"
        for flag in panel.flags
    )
    body = f"<ul>{rows}</ul>" if rows else f"<p>{text(panel.calm)}</p>"
    more = f"<p>{text(panel.more)}</p>" if panel.more else ""
    return f'<section class="snb-board-alerts"><h2>{text(panel.title)}</h2>{body}{more}</section>'


def _words(panel: Panel) -> str:
    rows = [f"{bar.name} {bar.figure} {bar.detail}".strip() for bar in panel.bars]
    return "\n".join([panel.title, *(rows or [panel.nothing])])


def _plain(panel: Panel) -> Block:
    items = [bare(f"{bar.name}: {bar.figure} {bar.detail}".strip()) for bar in panel.bars]
    shown = items or [panel.nothing]
    return {
        "kind": "notice",
        "words": "\n".join([panel.title, *shown]),
        "head": panel.title,
        "items": shown,
    }


__all__ = [
    "AlertPanel",
    "Bar",
    "BoardPage",
    "Mood",
    "Panel",
    "board_stylesheet",
    "draw_board",
    "with_remark",
]
