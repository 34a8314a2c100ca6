"""What a plugin calls: each call adds one thing to the workspace that is being opened."""

import ast
import re
import sys
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from salesnb.errors import UsageError
from salesnb.labels import Sentence, say
from salesnb.settings import PLACES, AddedFigure, Addition, Fault, name_taken
from salesnb.settings.added import Kind
from salesnb.yaml_lines import Location, YamlFile

D = TypeVar("D", bound=Callable[..., Any])
_NAME = re.compile(r"[^\W\d_]\w*")
_WORDS: Mapping[str, tuple[str, ...]] = {
    "metric": ("zh", "en", "definition_zh", "definition_en"),
    "alert_rule": ("name_zh", "name_en", "zh", "en", "next_zh", "next_en"),
    "figure": ("zh", "en"),
}


@dataclass
class Page:
    """A file that is being read: its text, and what it has added so far."""

    path: Path
    tree: ast.AST
    additions: list[Addition] = field(default_factory=list)
    figures: list[AddedFigure] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def place(self, line: int) -> Sentence:
        """Return `plugins/own.py, line 3`."""
        return YamlFile(self.path, {}, {(): line}).place(())


reading: ContextVar[Page | None] = ContextVar("reading", default=None)


def metric(name: str, /, **described: Any) -> None:
    """Add a metric.

    Parameters
    ----------
    name : its id; one that exists is refused.
    described : the keys of an entry of params/metrics.yml: zh, en, unit, definition_zh,
        definition_en, and fact, formula, dated_by, or of and against; where, good, additive,
        interval, thresholds.
    """
    _add("metric", name, described)


def alert_rule(name: str, /, **described: Any) -> None:
    """Add an alert rule.

    Parameters
    ----------
    name : its id; one that exists is refused.
    described : the keys of a rule of params/alerts.yml: name_zh, name_en, about, steps, zh, en,
        next_zh, next_en, and fact and when, or metric and below, or metrics and fall …
    """
    _add("alert_rule", name, described)


def figure(name: str, /, *, zh: str, en: str) -> Callable[[D], D]:
    """Add a function as a figure, which a notebook shows with `wb.NAME()`.

    Parameters
    ----------
    name : by which it is called; one that the workbench has already is refused.
    zh, en : its title.

    Returns
    -------
    What the function is decorated with. It is called with the workbench and whatever else the
    notebook gives, and returns a `Chart`, `Html` or a frame.
    """
    page, line = _page("figure")

    def added(draw: D) -> D:
        if _is_fit(page, "figure", name, {"zh": zh, "en": en}, line):
            place = page.place(line)
            page.figures.append(AddedFigure(name, zh, en, draw, place))
        return draw

    return added


def _add(kind: Kind, name: str, described: Mapping[str, Any]) -> None:
    page, line = _page(kind)
    if not _is_fit(page, kind, name, described, line):
        return
    key = PLACES[kind][1]
    at = (key, name)
    lines: dict[Location, int] = {(): line, (key,): line, at: line}
    lines |= {(*at, word): number for word, number in _keyword_lines(page.tree, line).items()}
    values = {key: {name: dict(described)}}
    page.additions.append(Addition(kind, name, YamlFile(page.path, values, lines)))


def _is_fit(page: Page, kind: str, name: str, described: Mapping[str, Any], line: int) -> bool:
    """Note a name that is none, and words that lack in one of the languages."""
    place, thing = page.place(line), say(f"plugin_{kind}")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        said = say("plugin_name", place=place, thing=thing, name=name)
        page.faults.append(Fault(said, str(name)))
        return False
    for key in _WORDS[kind]:
        if not str(described.get(key) or "").strip():
            said = say("plugin_words", place=place, thing=thing, name=name, key=key)
            page.faults.append(Fault(said, name))
            return False
    for other in page.figures if kind == "figure" else ():
        if other.name == name:
            page.faults.append(name_taken(kind, name, place, other.place))
            return False
    return True


def _page(verb: str) -> tuple[Page, int]:
    """Return the file that is being read, and the line of it that calls."""
    page = reading.get()
    if page is None:
        raise UsageError(say("err_plugin_outside", name=verb))
    frame = sys._getframe(2)
    while frame.f_code.co_filename != str(page.path) and frame.f_back is not None:
        frame = frame.f_back
    return page, frame.f_lineno if frame.f_code.co_filename == str(page.path) else 1


def _keyword_lines(tree: ast.AST, line: int) -> dict[str, int]:
    """Return the lines of the keywords of the call that begins in a line."""
    return {
        word.arg: word.value.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.lineno == line
        for word in node.keywords
        if word.arg
    }
