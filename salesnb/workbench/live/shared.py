"""Drawings that the kernels of one served board share: one of them draws, the others take it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from salesnb.figures.board import board_stylesheet

_LOCK = "drawing.lock"


def newest_drawing(folder: Path) -> str:
    """Return the newest drawing with its style; empty while there is none."""
    found = sorted(folder.glob("*.html"), key=lambda path: path.stat().st_mtime_ns)
    return f"<style>{board_stylesheet()}</style>{found[-1].read_text('utf-8')}" if found else ""


def forget_drawings(folder: Path | None) -> None:
    """Remove what may not be shown any longer."""
    for path in folder.glob("*.html") if folder else ():
        path.unlink(missing_ok=True)


def drawn_once(folder: Path | None, key: str, draw: Callable[[], str]) -> str:
    """Return a drawing; whoever asks for a key first makes it, while the others wait for it.

    Parameters
    ----------
    folder : where drawings are kept, readable by this account only; None = always draw.
    key : what it is a drawing of. Drawings of other keys are removed.
    """
    if folder is None:
        return draw()
    place = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.html"
    with FileLock(folder / _LOCK):
        if place.is_file():
            return place.read_text("utf-8")
        made = draw()
        forget_drawings(folder)
        aside = place.with_suffix(".tmp")
        aside.write_text(made, "utf-8")
        aside.replace(place)
    return made
