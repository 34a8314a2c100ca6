"""Where a Chinese font is found: on this machine, or in the wheel of `salesnb[fonts]`."""

import re
from functools import cache
from importlib import import_module
from pathlib import Path

from salesnb.errors import RenderError
from salesnb.labels import say

# The first that is there is taken; a page asks for them in this order, too.
CHINESE_FACES = (
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "HarmonyOS Sans SC",
    "MiSans",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
# Not asked for by name in a page: a browser finds them itself.
_OTHER_FACES = (
    "WenQuanYi Zen Hei",
    "SimHei",
    "Heiti SC",
    "STHeiti",
    "Arial Unicode MS",
    "Droid Sans Fallback",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "AR PL UMing CN",
    "Noto Sans CJK JP",  # all that matplotlib before 3.11 sees of a font collection
)
_BUNDLED = "noto_cjk_sans_otc"
_CHINESE = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")


def has_chinese(text: str) -> bool:
    """Return whether a text has a Chinese character.

    Examples
    --------
    >>> has_chinese("Sales · 华东"), has_chinese("Sales · East（5）")
    (True, False)
    """
    return _CHINESE.search(text) is not None


@cache
def chinese_faces() -> tuple[str, ...]:
    """Return the names of the Chinese faces that matplotlib can draw with, the best first."""
    return _listed() or _newly_installed() or _from_wheel()


def chinese_font_file() -> Path | None:
    """Return the file of a Chinese font, or None where there is none."""
    from matplotlib.font_manager import findfont

    faces = chinese_faces()
    return Path(findfont(faces[0], fallback_to_default=False)) if faces else None


def no_chinese_font() -> RenderError:
    """Return the error that stands in place of a picture full of empty boxes."""
    return RenderError(say("err_no_chinese_font"))


def _listed() -> tuple[str, ...]:
    from matplotlib.font_manager import fontManager

    # matplotlib remembers its list; a font may be gone since.
    known = {font.name for font in fontManager.ttflist if Path(font.fname).is_file()}
    return tuple(name for name in (*CHINESE_FACES, *_OTHER_FACES) if name in known)


def _newly_installed() -> tuple[str, ...]:
    """What was installed after matplotlib made its list."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    for path in set(findSystemFonts()) - {font.fname for font in fontManager.ttflist}:
        _add(Path(path))
    return _listed()


def _from_wheel() -> tuple[str, ...]:
    bundled = _bundled_file()
    if bundled is None:
        return ()
    _add(bundled)
    return _listed()


def _bundled_file() -> Path | None:
    try:
        path = Path(str(import_module(_BUNDLED).FONT_PATH))
    except ImportError:
        return None
    return path if path.is_file() else None


def _add(path: Path) -> None:
    from matplotlib.font_manager import fontManager

    try:
        fontManager.addfont(path)
    except (OSError, RuntimeError):  # no font that matplotlib reads: it draws without
        return
