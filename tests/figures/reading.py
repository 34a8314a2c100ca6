"""What a test reads out of a chart's SVG."""

import re
from html import escape, unescape


def words_in(svg: str) -> list[str]:
    """Return the texts in the order they were drawn."""
    return [unescape(words) for words in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def paint_of(svg: str, words: str) -> str:
    """Return the palette's name of a text's colour."""
    found = re.search(rf"<text([^>]*)>{re.escape(escape(words))}</text>", svg)
    assert found, f"{words} is not drawn"
    painted = re.search(r"fill:var\(--([a-z0-9-]+),", found[1])
    assert painted, f"{words} has no colour of the palette"
    return painted[1]


def amount_of_ink(svg: str, paint: str) -> int:
    """Return how many shapes have a colour of the palette, as fill or as stroke."""
    pieces = 0
    for path, style in re.findall(r'<path d="([^"]*)"[^>]*style="([^"]*)"', svg):
        pieces += path.count("M") if f"--{paint}," in style else 0
    return pieces
