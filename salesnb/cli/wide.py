"""Help in Chinese: click's pages, measured in columns of the screen, of which 字 takes two."""

import re
import unicodedata
from collections.abc import Iterable

import click

from salesnb.labels.click_words import in_chinese

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"
# What a line may end after: a space, a Chinese character, a word. No line begins with “，” or ends
# with “（”.
_PIECE = re.compile(rf"\s+|[（“《]*(?:[{_WIDE}]|[^\s{_WIDE}“”]+)[，。；：、）”》！？…]*|.")


class ChineseFormatter(click.HelpFormatter):
    """Writes the pages that click writes, with Chinese headings and full-width characters."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line with how a command is called."""
        super().write_usage(prog, args, in_chinese("Usage:") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{in_chinese(heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        indent = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            lines = wrapped(paragraph, self.width - self.current_indent)
            self.write("\n" * bool(number) + "".join(f"{indent}{line}\n" for line in lines))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write terms and what they mean in two columns."""
        rows = list(rows)
        column = min(max(columns_of(term) for term, _ in rows), col_max) + col_spacing
        indent, gap = " " * self.current_indent, " " * (column + self.current_indent)
        for term, text in rows:
            lines = wrapped(text, max(self.width - len(gap), 10))
            room = column - columns_of(term)
            beside = lines[:1] if room >= col_spacing else []
            self.write(indent + term + "".join(" " * room + line for line in beside) + "\n")
            self.write("".join(f"{gap}{line}\n" for line in lines[len(beside) :]))


def columns_of(text: str) -> int:
    """Return how many columns of the screen a text takes.

    Examples
    --------
    >>> columns_of("--as 姓名")
    9
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most so many columns.

    Examples
    --------
    >>> wrapped("范围，如 team:名称；可写多次。", 12)
    ['范围，如', 'team:名称；', '可写多次。']
    """
    lines = [""]
    for piece in _PIECE.findall(text):
        if columns_of(lines[-1] + piece.rstrip()) > width and lines[-1].strip():
            lines.append("")
        lines[-1] += "" if piece.isspace() and not lines[-1] else piece
    return [line.rstrip() for line in lines if line.strip()]
