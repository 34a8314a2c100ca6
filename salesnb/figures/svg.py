"""From matplotlib's SVG to a few kB that stand inline in a page."""

import re
from hashlib import sha256
from html import escape
from io import StringIO
from typing import Any, Literal
from xml.etree import ElementTree as ET

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from salesnb.figures.canvas import WHOLE
from salesnb.figures.theme import COLOURS, drawing, font_stack
from salesnb.figures.typeset import plain, text_width

_NUMBER = re.compile(r"-?\d+\.\d+")
_LEVEL = re.compile(r"(M[-.\d]+ ([-.\d]+))L([-.\d]+) \2(?=M|$)")  # a stroke without slope
_HEX = re.compile(r"#[0-9a-f]{6}\b")
_VARIABLES = {light: f"var(--{name},{light})" for name, (light, _) in COLOURS.items()}
_DEFAULTS = {"text-anchor:start", "stroke-linejoin:miter", "stroke-linecap:butt"}
_DROPPED = {"metadata", "style"}


def inline_svg(figure: Figure, alt: str, css_class: str = "", hidden: bool = False) -> str:
    """Return a figure as an inline `<svg>` that follows the page's colours and fonts.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Best drawn with the colours of `theme.COLOURS`: they become CSS variables.
    alt : str
        What a screen reader says.
    css_class : str
        A class of the `<svg>`.
    hidden : bool
        Not displayed unless a style sheet says so (the phone's version).
    """
    root = _parsed(figure)
    width, height = (float(size) for size in root.attrib["viewBox"].split()[2:])
    body = "".join(_written(child) for child in root)
    body = _with_own_ids(body, alt)
    display = "none" if hidden else "block"
    style = f"display:{display};width:100%;height:auto;max-width:{width:.0f}px"
    return (
        f'<svg class="{escape(css_class)}" viewBox="0 0 {width:g} {height:g}" role="img"'
        f' aria-label="{escape(plain(alt))}" style="{style};font-family:var(--sans,{_stack()})">'
        f"{body}</svg>"
    )


def _parsed(figure: Figure) -> ET.Element:
    sink = StringIO()
    with drawing():
        figure.set_dpi(72)
        width, height = figure.get_size_inches() * 72
        words = {"Date": None, "Creator": None}
        sheet: Any = _Sheet(width, height, sink, image_dpi=72, metadata=words)  # type: ignore[no-untyped-call]
        figure.draw(sheet)
        sheet.finalize()
    return ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", sink.getvalue()))


class _Sheet(RendererSVG):
    """Asks no font how wide a text is, which takes most of the time: text is placed by its anchor."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | Literal["TeX"]
    ) -> tuple[float, float, float]:
        """Return an estimate; the fonts of whoever reads it are others."""
        size = prop.get_size_in_points()
        return text_width(s, size), size, 0.0


def _stack() -> str:
    return font_stack().replace('"', "'")


def _written(element: ET.Element) -> str:
    tag = element.tag.rsplit("}", 1)[-1]
    if tag in _DROPPED:
        return ""
    inner = "".join(_written(child) for child in element)
    if element.get("id", "").startswith(WHOLE):
        title = escape(element.attrib["id"].removeprefix(WHOLE), quote=False)
        return f"<g><title>{title}</title>{inner}</g>"
    attributes = _attributes(tag, element)
    if tag in {"g", "defs"} and (not inner or (not attributes and tag == "g")):
        return inner
    text = escape(element.text or "", quote=False) if tag == "text" else ""
    return f"<{tag}{attributes}>{text}{inner}</{tag}>" if text or inner else f"<{tag}{attributes}/>"


def _attributes(tag: str, element: ET.Element) -> str:
    pairs: list[tuple[str, str]] = []
    for full_name, value in element.attrib.items():
        name = full_name.rsplit("}", 1)[-1]
        if name == "style":
            value = _style(value)
        elif (name == "id" and tag == "g") or (
            name == "transform" and value.startswith("rotate(-0 ")
        ):
            continue
        else:
            value = _NUMBER.sub(_short, value)
            value = " ".join(value.split())
            if name == "d":
                value = re.sub(r" ?([MLCQz]) ?", r"\1", value)
                value = _LEVEL.sub(r"\1H\3", value)
        if value:
            pairs.append((name, value))
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs)


def _style(style: str) -> str:
    rules = []
    for rule in style.split(";"):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if not value or name == "font-family":
            continue
        value = _HEX.sub(lambda match: _VARIABLES.get(match[0], match[0]), value.lower())
        rules.append(f"{name}:{value}".replace("font-weight:700", "font-weight:600"))
    return ";".join(rule for rule in rules if rule not in _DEFAULTS)


def _short(match: re.Match[str]) -> str:
    text = f"{float(match[0]):.1f}"
    return text.removesuffix(".0").replace("-0.", "-.").removeprefix("0") if text != "0.0" else "0"


def _with_own_ids(body: str, alt: str) -> str:
    """Prefix every id by a digest, so that two charts on one page never share one."""
    ids = re.findall(r' id="([^"]+)"', body)
    if not ids:
        return body
    mark = "c" + sha256((alt + body).encode()).hexdigest()[:8]
    for old in sorted(set(ids), key=len, reverse=True):
        for before, after in ((' id="', '"'), ("url(#", ")"), ('href="#', '"')):
            body = body.replace(f"{before}{old}{after}", f"{before}{mark}-{old}{after}")
    return body
