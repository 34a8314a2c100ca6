"""How wide a text will be, and what is left of it where space ends."""

import re
import unicodedata

ELLIPSIS = "…"
_CHINESE = r"\u2e80-\u9fff\uff00-\uffef"
_WORD = re.compile(rf"[{_CHINESE}] *|(?:[^\s{_CHINESE}-]+-*|-+) *")


def plain(text: object) -> str:
    """Return a text on one line without control or direction characters.

    Examples
    --------
    >>> plain("a\\n b\\x00\\u202ec")
    'a b c'
    """
    kept = ((" " if unicodedata.category(c) in {"Cc", "Cs"} else c) for c in str(text))
    return " ".join("".join(c for c in kept if unicodedata.category(c) != "Cf").split())


def text_width(text: str, size: float) -> float:
    """Return an estimate of a text's width in px, a little on the safe side.

    Estimated and not measured: the reader's fonts are not the machine's that draws, and the
    same input gives the same bytes everywhere.
    """
    return size * sum(_em(char) for char in text)


def cut(text: object, room: float, size: float) -> str:
    """Return a text that fits into `room` px, with an ellipsis where it was cut.

    Examples
    --------
    >>> cut("江南机电设备有限公司", 66, 12), cut("Lee", 66, 12)
    ('江南机电…', 'Lee')
    """
    line = plain(text)
    if text_width(line, size) <= room:
        return line
    while line and text_width(line + ELLIPSIS, size) > room:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS


def wrap(text: object, room: float, size: float, most: int = 2) -> list[str]:
    """Return a text on at most `most` lines of `room` px; what is left over is cut.

    Breaks at spaces, after hyphens, and anywhere between Chinese characters.

    Examples
    --------
    >>> wrap("Price competition won back", 80, 12), wrap("江南机电设备有限公司", 66, 12)
    (['Price', 'competitio…'], ['江南机电设', '备有限公司'])
    """
    lines = [""]
    for word in _WORD.findall(plain(text)):
        longer = lines[-1] + word
        if lines[-1] and len(lines) < most and text_width(longer.rstrip(), size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [cut(line, room, size) for line in lines]


def spread(wanted: list[float], gap: float) -> list[float]:
    """Return positions near the wanted ones that are at least `gap` apart, in the same order.

    Examples
    --------
    >>> spread([10, 12, 50], 14)
    [4.0, 18.0, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    groups: list[list[int]] = []
    placed = [float(y) for y in wanted]
    for i in order:
        groups.append([i])
        while len(groups) > 1 and _top(groups[-1], wanted, gap) < (
            _top(groups[-2], wanted, gap) + gap * len(groups[-2])
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    for group in groups:
        start = _top(group, wanted, gap)
        for step, i in enumerate(group):
            placed[i] = start + gap * step
    return placed


def _top(group: list[int], wanted: list[float], gap: float) -> float:
    return sum(wanted[i] for i in group) / len(group) - gap * (len(group) - 1) / 2


def _em(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF" or char in "▲▼":
        return 1.0
    if char in " .,:;'|!ijlI()[]·/":
        return 0.32
    if char in "mwMW%@—…":
        return 0.92
    return 0.68 if char.isupper() else 0.57
