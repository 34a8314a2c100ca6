"""What every `draw_*` returns: a figure with its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from io import BytesIO
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from salesnb.errors import UsageError, unknown
from salesnb.figures.canvas import Canvas
from salesnb.figures.content import CONTENT_MIME, Block, plain_value
from salesnb.figures.fonts import chinese_faces, has_chinese, no_chinese_font
from salesnb.figures.svg import inline_svg
from salesnb.figures.theme import NARROW, WIDE, drawing
from salesnb.formats import exact
from salesnb.labels import label, say


@dataclass(frozen=True)
class Chart:
    """A chart as a notebook shows it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The chart at page width.
    alt : str
        The finding in words, for screen readers and plain text.
    caption : str
        Shown beneath: unit, how to read it, what was left out.
    narrow : matplotlib.figure.Figure, optional
        The same chart for a phone; without it the wide one shrinks.
    kind, unit, rows
        Which chart it is (trend, funnel …), what its values are (money, count, percent, days), and
        what is drawn: the plain data of the chart.
    """

    figure: Figure
    alt: str
    caption: str = ""
    narrow: Figure | None = None
    kind: str = ""
    unit: str = ""
    rows: Sequence[Mapping[str, Any]] = ()

    @property
    def content(self) -> list[Block]:
        """The chart as plain data; a placeholder is a remark."""
        if not self.rows:
            return [{"kind": "notice", "words": self.alt}]
        block = {
            "kind": "chart",
            "chart": self.kind,
            "unit": self.unit,
            "alt": self.alt,
            "caption": self.caption,
            "rows": [plain_value(row) for row in self.rows],
        }
        return [block]

    @cached_property
    def svg(self) -> str:
        """The inline SVG at page width."""
        return inline_svg(self.figure, self.alt, "snb-wide" if self.narrow else "")

    @cached_property
    def narrow_svg(self) -> str:
        """The inline SVG for a phone, or an empty text."""
        return inline_svg(self.narrow, self.alt, "snb-narrow", hidden=True) if self.narrow else ""

    def png(self, scale: float = 2) -> bytes:
        """Return the chart as PNG, e.g. for a mail or a workbook; white background.

        Raises
        ------
        RenderError
            The chart has Chinese words and this machine has no Chinese font.
        """
        if self._has_chinese() and not chinese_faces():
            raise no_chinese_font()
        sink = BytesIO()
        with drawing():
            self.figure.savefig(sink, format="png", dpi=72 * scale, facecolor="white")
        return sink.getvalue()

    def _has_chinese(self) -> bool:
        words: Any = self.figure.findobj(Text)
        return any(has_chinese(text.get_text()) for text in words)

    def _repr_html_(self) -> str:
        if not self.rows:
            return f'<p class="snb snb-notice">{escape(self.alt)}</p>'
        caption = f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""
        return f'<figure class="snb snb-chart">{self.svg}{self.narrow_svg}{caption}</figure>'

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {
            "text/html": self._repr_html_(),
            "text/plain": repr(self),
            CONTENT_MIME: self.content,
        }

    def __repr__(self) -> str:
        return "\n".join(text for text in (self.alt, self.caption) if text)


def no_data(lang: str, caption: str = "") -> Chart:
    """Return the placeholder that stands where there is nothing to draw."""

    def sheet(width: float) -> Figure:
        canvas = Canvas(width, 96)
        frame = [(1.0, 1.0), (width - 1, 1.0), (width - 1, 95.0), (1.0, 95.0), (1.0, 1.0)]
        canvas.line(frame, "ghost", dash=(3, 3))
        canvas.text(width / 2, 53, label("no_data", lang), "soft", 13, anchor="center")
        return canvas.figure

    with drawing():
        return Chart(sheet(WIDE), label("no_data", lang), caption, sheet(NARROW))


def rows_of(frame: pd.DataFrame, columns: tuple[str, ...], draw: str) -> list[dict[str, Any]]:
    """Return a frame's rows as plain values, numbers as float and missing ones as None.

    Raises
    ------
    UsageError
        A column that the chart needs is missing.
    """
    for column in columns:
        if column not in frame.columns:
            said = unknown("column of this frame", column, frame.columns)
            raise UsageError(say("err_at", place=draw, said=said))
    return [
        {str(name): _plain_value(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain_value(value: Any) -> Any:
    if isinstance(value, (str, bool, list)):
        return value
    number = exact(value)
    if number is not None:
        return float(number)
    return None if isinstance(value, float) or pd.isna(value) else value  # infinity is missing
