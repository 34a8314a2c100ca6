"""Pages of reports for tests: made in this process from the notebooks, and read as a reader does."""

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from salesnb.reports.html import export_html
from salesnb.workspace import Workspace

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
REPORTS = (
    "daily",
    "weekly",
    "performance",
    "funnel",
    "scoring",
    "followup",
    "segmentation",
    "forecast",
)


@dataclass(frozen=True)
class Case:
    """One report: of which kind, scope and period, as of which day, in which language."""

    report: str
    scope: str
    period: str
    as_of: str = "2026-10-31"
    lang: str = "en"

    def __str__(self) -> str:
        return f"{self.report}-{self.scope}-{self.period}-asof-{self.as_of}-{self.lang}"

    def named(self, names: Mapping[str, Sequence[str]]) -> "Case":
        """Put a name for a place: for `team:0` the first team, for `rep:-1` the last rep."""
        kind, _, place = self.scope.partition(":")
        if not re.fullmatch(r"-?\d+", place):
            return self
        return replace(self, scope=f"{kind}:{names[kind][int(place)]}")


def page_of(workspace: Workspace, case: Case) -> str:
    """Run a notebook's cells in this process and return the page."""
    book = json.loads((NOTEBOOKS / f"{case.report}.ipynb").read_text(encoding="utf-8"))
    parameters = {
        "workspace": str(workspace.root),
        "scope": case.scope,
        "period": case.period,
        "as_of": case.as_of,
        "viewer": None,
        "lang": case.lang,
    }
    names: dict[str, Any] = {}
    cells = []
    for cell in book["cells"]:
        source, tags = "".join(cell["source"]), cell["metadata"].get("tags", [])
        made = new_markdown_cell(source)
        if cell["cell_type"] == "code":
            shown = _run(source, names)
            names |= parameters if "parameters" in tags else {}
            made = new_code_cell(source, outputs=shown)
        made.metadata.tags = tags
        cells.append(made)
    names["wb"]._store.close()
    titles = {name: workspace.settings.reports[name].label(case.lang) for name in REPORTS}
    links = [(f"{name}.{case.lang}.html", titles[name]) for name in REPORTS]
    return export_html(new_notebook(cells=cells), lang=case.lang, title=str(case), links=links)


def _run(source: str, names: dict[str, Any]) -> list[Any]:
    """Run a cell; return what it shows, which is its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if last is None:
        return []
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    data = {"text/html": value._repr_html_(), "text/plain": repr(value)}
    return [new_output("execute_result", data)]


def soup_of(html: str) -> BeautifulSoup:
    """Return a page as a tree."""
    return BeautifulSoup(html, "html5lib")


def check_syntax(html: str) -> None:
    """Raise where a page is no valid HTML."""
    html5lib.HTMLParser(strict=True).parse(html)


def visible(tree: Tag) -> str:
    """Return the words of a page, a line per element, outside of code, style and script."""
    return "\n".join(words for _, words in visible_words(tree))


def visible_words(tree: Tag) -> Iterator[tuple[Tag, str]]:
    """Yield each text of a page with the element around it."""
    for part in tree.find_all(string=True):
        around = part.parent
        if around is None or not part.strip() or type(part).__name__ != "NavigableString":
            continue
        if around.find_parent(["script", "style", "head"]) or around.name in ("script", "style"):
            continue
        if any("snb-code" in (each.get("class") or []) for each in [around, *around.parents]):
            continue
        yield around, re.sub(r"\s+", " ", str(part))


def first_screen(tree: BeautifulSoup) -> Tag:
    """Return what stands before the first section, without the title and the code."""
    screen = BeautifulSoup("<div></div>", "html5lib").div
    main = tree.find("main")
    assert screen is not None and main is not None
    for part in main.find_all(recursive=False):
        if part.select(".snb-section") or "snb-section" in (part.get("class") or []):
            break
        screen.append(part.extract())
    for part in screen.select(".snb-code, h1"):
        part.decompose()
    return screen


SPOKEN = ("title", "aria-label", "alt", "placeholder", "data-why", "data-definition", "data-short")


def spoken(tree: Tag) -> list[str]:
    """Return every text that a reader sees or hears: words, and those of attributes."""
    found = [words for _, words in visible_words(tree)]
    for part in tree.select("body *"):
        found += [str(part[name]) for name in SPOKEN if part.get(name)]
    return found


def one_of_each(folder: Path) -> list[Path]:
    """Return the newest page of each report of the company, and the index."""
    found = {path.name: path for path in sorted(folder.glob("*/company/*.html"))}
    return [*found.values(), folder / "index.html"]
