"""The palette, the fonts and the sizes of every chart, card and table.

One accent; red, amber and green only for judgements, and always beside a word or a symbol.
The hues stay apart for red-green blind readers (blue, vermilion, ochre, bluish green).
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from cycler import cycler

from salesnb.figures.fonts import CHINESE_FACES, chinese_faces

# name: (on white, on dark). Each hex occurs once: charts are recoloured by it.
COLOURS: dict[str, tuple[str, str]] = {
    "ink": ("#16202c", "#e6ebf1"),
    "soft": ("#5a6675", "#9ba8b7"),
    "mute": ("#8a96a5", "#748191"),
    "line": ("#dfe4ea", "#2c3642"),
    "wash": ("#f4f6f9", "#182029"),
    "paper": ("#ffffff", "#0f141a"),
    "accent": ("#1f5fa8", "#6ca8ea"),
    "tint": ("#a9c4e4", "#34557e"),
    "band": ("#dce8f5", "#1b2c42"),
    "ghost": ("#cfd6de", "#3d4855"),
    "bad": ("#b3261e", "#ff8f86"),
    "bad-tint": ("#fbeeed", "#331a19"),
    "warn": ("#8a5a00", "#e2b45c"),
    "good": ("#17694a", "#6fd0a0"),
    # From little to much. Ink is readable on the first three, paper on the last two.
    "heat-1": ("#e3edf8", "#1a2e47"),
    "heat-2": ("#bcd4ee", "#264b75"),
    "heat-3": ("#85b0de", "#31639a"),
    "heat-4": ("#3a74b4", "#5b93d2"),
    "heat-5": ("#174a85", "#9cc6f6"),
}

# Latin faces of Windows, macOS, iOS and Android first, then the Chinese ones.
FONTS = (
    "-apple-system",
    "BlinkMacSystemFont",
    "Segoe UI",
    "Roboto",
    *CHINESE_FACES,
    "sans-serif",
)

WIDE, NARROW = 880, 358  # widths in px that a chart is drawn for: page and phone


def colour(name: str) -> str:
    """Return a colour of the palette, as it is on white."""
    return COLOURS[name][0]


def font_stack() -> str:
    """Return the CSS font-family list."""
    return ",".join(f'"{name}"' if " " in name else name for name in FONTS)


def css_variables(dark: bool = False) -> str:
    """Return the palette as CSS declarations."""
    return "".join(f"--{name}:{shades[dark]};" for name, shades in COLOURS.items())


@contextmanager
def drawing() -> Iterator[None]:
    """Draw charts in the house style; the reader's own matplotlib settings stay untouched."""
    with mpl.rc_context(_settings()), warnings.catch_warnings():
        # Text stays text in the SVG, so a face missing here is no fault of the chart.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def use_theme() -> None:
    """Have charts of one's own drawn in the palette of reports, Chinese readable.

    From here on, for the whole process: what pandas, seaborn and matplotlib draw.
    """
    names = ("accent", "warn", "good", "bad", "tint", "soft", "heat-4", "mute")
    mpl.rcParams.update(
        {
            "font.family": list(_installed_faces()),
            "axes.unicode_minus": False,
            "axes.prop_cycle": cycler(color=[colour(name) for name in names]),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.edgecolor": colour("soft"),
            "axes.labelcolor": colour("soft"),
            "axes.titlecolor": colour("ink"),
            "axes.titlelocation": "left",
            "text.color": colour("ink"),
            "xtick.color": colour("soft"),
            "ytick.color": colour("soft"),
            "figure.figsize": (8.8, 4.4),
            "figure.autolayout": True,
        }
    )


def _settings() -> Any:
    return {
        "svg.fonttype": "none",
        "svg.hashsalt": "salesnb",
        "text.parse_math": False,
        "text.usetex": False,
        "lines.scale_dashes": False,
        "lines.solid_capstyle": "butt",
        "lines.solid_joinstyle": "round",
        "lines.dash_capstyle": "butt",
        "path.simplify": True,
        "font.family": list(_installed_faces()),
    }


def _installed_faces() -> tuple[str, ...]:
    """Chinese faces of this machine, for PNG; DejaVu Sans travels with matplotlib."""
    return (*chinese_faces(), "DejaVu Sans")
