"""The row of key figures under a report's opening lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from salesnb.figures.content import Block, plain_value
from salesnb.figures.markup import Html, text, why
from salesnb.formats import exact

_WIDTH, _HEIGHT = 120, 26
_TONES = {True: "good", False: "bad", None: ""}


@dataclass(frozen=True)
class Card:
    """One key figure.

    Parameters
    ----------
    label, value, unit : str
        Its name, the figure as text, and the small unit behind it (万, %).
    detail : str
        One line beneath: target, or numerator and denominator.
    delta : str
        The change with its arrow, e.g. `同比 ▲12%`.
    delta_is_good : bool, optional
        Green, red, or neutral where neither (None).
    other_delta, other_delta_is_good
        A second change, against another period.
    spark : list of float, optional
        The last periods, oldest first; a missing one is a gap.
    progress : (float, float), optional
        Share of the target reached and share of the period gone; drawn instead of `spark`.
    number : float, optional
        The figure itself: yuan, a share from 0 to 1, a count.
    why : list of str
        What the figure is and what it rests on, a line each; shown on demand.
    metric : str
        The metric that it shows, by which messages find it.
    moved : float, optional
        What `delta` says as a number: a relative change, of a share a difference of shares.
    """

    label: str
    value: str
    unit: str = ""
    detail: str = ""
    delta: str = ""
    delta_is_good: bool | None = None
    other_delta: str = ""
    other_delta_is_good: bool | None = None
    spark: Sequence[float | None] | None = None
    progress: tuple[float | None, float | None] | None = None
    number: float | None = None
    why: Sequence[str] = ()
    metric: str = ""
    moved: float | None = None


def kpi_cards(cards: Sequence[Card]) -> Html:
    """Return the cards side by side; nothing where there are none."""
    if not cards:
        return Html("")
    html = "".join(_card(card) for card in cards)
    words = "\n".join(
        " · ".join(part for part in (f"{c.label} {_value(c)}", c.detail, *_deltas(c)) if part)
        for c in cards
    )
    block = {"kind": "cards", "cards": [_plain(card) for card in cards]}
    return Html(f'<div class="snb snb-cards">{html}</div>', words, content=[block])


def _plain(card: Card) -> Block:
    shown = {"label": card.label, "shown": card.value, "value": plain_value(card.number)}
    told = {"unit": card.unit, "detail": card.detail, "delta": " · ".join(_deltas(card))}
    both = ((card.delta, card.delta_is_good), (card.other_delta, card.other_delta_is_good))
    changes = [[words, _TONES[is_good]] for words, is_good in both if words]
    progress = None if card.progress is None else plain_value(card.progress[0])
    known = {"metric": card.metric, "moved": plain_value(card.moved), "progress": progress}
    return {**shown, **told, "changes": changes, **known}


def _deltas(card: Card) -> list[str]:
    return [words for words in (card.delta, card.other_delta) if words]


def _value(card: Card) -> str:
    joint = "" if card.unit in ("", "%") else " "
    return f"{card.value}{joint}{card.unit}"


def _card(card: Card) -> str:
    unit = f"<small>{text(card.unit)}</small>" if card.unit else ""
    delta = _change(card.delta, card.delta_is_good)
    delta += _change(card.other_delta, card.other_delta_is_good)
    detail = f"<span>{text(card.detail)}</span>" if card.detail else ""
    picture = ""
    if card.progress is not None:
        picture = _progress(*card.progress)
    elif card.spark is not None:
        picture = _spark(card.spark)
    return (
        f'<div class="snb-card"><div class="snb-name">{text(card.label)}</div>'
        f'<div class="snb-value"{why(card.why)}>{text(card.value)}{unit}</div>'
        f'<div class="snb-detail">{detail}{delta}</div>{picture}</div>'
    )


def _change(words: str, is_good: bool | None) -> str:
    mood = {True: "snb-good", False: "snb-bad", None: "snb-soft"}[is_good]
    return f'<span class="{mood}">{text(words)}</span>' if words else ""


def _svg(body: str) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" aria-hidden="true"'
        f' width="100%" height="{_HEIGHT}">{body}</svg>'
    )


def _spark(values: Sequence[float | None]) -> str:
    numbers = [None if (n := exact(value)) is None else float(n) for value in values]
    known = [number for number in numbers if number is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    step = _WIDTH / (len(numbers) - 1)
    pieces: list[list[str]] = [[]]
    for i, number in enumerate(numbers):
        if number is None:
            pieces.append([])
            continue
        y = _HEIGHT - 3 - (number - low) / ((high - low) or 1) * (_HEIGHT - 6)
        pieces[-1].append(f"{i * step:.1f},{y:.1f}")
    lines = "".join(
        f'<polyline points="{" ".join(piece)}" fill="none" vector-effect="non-scaling-stroke"'
        ' style="stroke:var(--accent,#1f5fa8);stroke-width:1.6"/>'
        for piece in pieces
        if len(piece) > 1
    )
    return _svg(lines)


def _progress(share: float | None, elapsed: float | None) -> str:
    share, elapsed = _within(share), _within(elapsed)
    if share is None:
        return ""
    width = share * _WIDTH
    bar = (
        f'<rect y="9" width="{_WIDTH}" height="8" style="fill:var(--line,#dfe4ea)"/>'
        f'<rect y="9" width="{width:.1f}" height="8" style="fill:var(--accent,#1f5fa8)"/>'
    )
    if elapsed is not None:
        x = min(elapsed * _WIDTH, _WIDTH - 1)
        bar += f'<rect x="{x:.1f}" y="4" width="1.4" height="18" style="fill:var(--ink,#16202c)"/>'
    return _svg(bar)


def _within(share: float | None) -> float | None:
    number = exact(share)
    return None if number is None else min(max(float(number), 0.0), 1.0)
