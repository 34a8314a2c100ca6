"""Reads the files of `plugins/`; one that fails leaves the others as they are."""

import ast
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path

from salesnb.errors import SalesnbError
from salesnb.labels import Sentence, say
from salesnb.plugins.adding import Page, reading
from salesnb.settings import AddedFigure, Fault, Plugins, name_taken


def plugin_files(folder: Path) -> list[Path]:
    """Return the files that are read, in the order of their names; `_NAME.py` is left out."""
    found = sorted(folder.glob("*.py")) if folder.is_dir() else []
    return [path for path in found if path.is_file() and not path.name.startswith(("_", "."))]


def load_plugins(folder: Path) -> Plugins:
    """Run the files of a folder and return what they add, and what is wrong with them.

    Each file runs in a namespace of its own, which belongs to this call alone: a workspace that is
    opened beside another one adds nothing to it.
    """
    pages, faults = [], []
    for path in plugin_files(folder):
        read = _read(path)
        if isinstance(read, Fault):
            faults.append(read)
        else:
            _run(*read)
            pages.append(read[0])
    figures, taken = _distinct(pages)
    faults += [fault for page in pages for fault in page.faults]
    additions = tuple(addition for page in pages for addition in page.additions)
    return Plugins(additions, figures, (*faults, *taken))


def _read(path: Path) -> tuple[Page, str] | Fault:
    here = Page(path, ast.Module([], []))
    try:
        text = path.read_text(encoding="utf-8")
        return Page(path, ast.parse(text, str(path))), text
    except SyntaxError as error:
        line = error.lineno or 1
        return Fault(say("plugin_syntax", place=here.place(line), told=error.msg))
    except ValueError:  # bytes that are no text
        return Fault(say("plugin_utf8", place=here.place(1)))
    except OSError as error:
        return Fault(say("plugin_unreadable", place=here.place(1), told=error.strerror))


def _run(page: Page, text: str) -> None:
    """Run a file; what it prints does not mix with what a command answers."""
    namespace = {"__name__": f"plugins.{page.path.stem}", "__file__": str(page.path)}
    token = reading.set(page)
    try:
        with redirect_stdout(sys.stderr):
            exec(compile(text, str(page.path), "exec"), namespace)
    except (Exception, SystemExit) as error:
        place = place_of(error, page.path) or page.place(1)
        page.faults.append(Fault(say("plugin_raised", place=place, told=told(error))))
    finally:
        reading.reset(token)


def _distinct(pages: Sequence[Page]) -> tuple[dict[str, AddedFigure], list[Fault]]:
    figures: dict[str, AddedFigure] = {}
    faults = []
    for figure in (figure for page in pages for figure in page.figures):
        if figure.name in figures:
            other = figures[figure.name].place
            faults.append(name_taken("figure", figure.name, figure.place, other))
        else:
            figures[figure.name] = figure
    return figures, faults


def told(error: BaseException) -> Sentence:
    """Return what an exception says, without its full stop."""
    if isinstance(error, SalesnbError):
        return Sentence(error.text("en").rstrip("."), error.text("zh").rstrip("。"))
    said = f"{type(error).__name__}: {error}".rstrip(": .")
    return Sentence(said, said)


def place_of(error: BaseException, path: Path) -> Sentence | None:
    """Return the last line of a file that an exception went through."""
    lines = [number for name, number in _went_through(error) if name == str(path)]
    return Page(path, ast.Module([], [])).place(lines[-1]) if lines else None


def _went_through(error: BaseException) -> Iterator[tuple[str, int]]:
    step = error.__traceback__
    while step is not None:
        yield step.tb_frame.f_code.co_filename, step.tb_lineno
        step = step.tb_next
