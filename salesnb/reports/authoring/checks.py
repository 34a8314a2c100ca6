"""What in a notebook would not work when it is scheduled: each cell, what is wrong, what to do."""

import ast
import builtins
import symtable
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from salesnb.errors import DataError
from salesnb.labels import Sentence, say
from salesnb.reports.authoring.lines import code_remarks, line_remarks, plain_python

SIX = ("workspace", "scope", "period", "as_of", "viewer", "lang")
_KNOWN = {*dir(builtins), "display", "get_ipython", "In", "Out", "__name__", "__file__"}


@dataclass(frozen=True)
class Remark:
    """One thing that would not work: in which cell (from 1; None = the whole), what, what to do."""

    cell: int | None
    said: Sentence

    def text(self, lang: str) -> str:
        """Return it as one line."""
        place = say("check_whole") if self.cell is None else say("check_cell", number=self.cell)
        return say("check_line", place=place, said=self.said).text(lang)


def check_notebook(path: Path) -> list[Remark]:
    """Return what would not work when a notebook is rendered by a job, in order of its cells.

    Looked for: the parameters cell and its six, outputs that were kept, cells that were run out of
    order, names that no cell above defines, code that does not parse, paths that exist on one machine
    only, secrets, the network, what waits for somebody at a keyboard.

    Raises
    ------
    DataError
        The file is no notebook.
    """
    try:
        notebook: Any = nbformat.read(path, as_version=4)
        cells = [(n, c) for n, c in enumerate(notebook.cells, start=1)]
    except (OSError, ValueError, AttributeError) as error:
        raise DataError(say("err_no_ipynb", path=path)) from error
    code = [(n, c) for n, c in cells if c.cell_type == "code"]
    sources = {n: plain_python(c.source) for n, c in code}
    found = [
        *_parameters(code),
        *(Remark(n, said) for n, c in cells for said in line_remarks(c.source, c.cell_type)),
        *_kept(code),
        *_out_of_order(code),
        *_names(sources),
    ]
    return sorted(found, key=lambda remark: remark.cell or 0)


def _parameters(code: Sequence[tuple[int, Any]]) -> Iterator[Remark]:
    tagged = [(n, c) for n, c in code if "parameters" in c.metadata.get("tags", [])]
    if not tagged:
        yield Remark(None, say("check_no_parameters"))
        return
    for number, _ in tagged[1:]:
        yield Remark(number, say("check_parameters_again", first=tagged[0][0]))
    number, cell = tagged[0]
    try:
        tree = ast.parse(plain_python(cell.source))
    except SyntaxError:
        return  # told of as code that does not parse
    named = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    if missing := [name for name in SIX if name not in named]:
        yield Remark(number, say("check_parameters_lack", names=", ".join(missing)))


def _kept(code: Sequence[tuple[int, Any]]) -> Iterator[Remark]:
    for number, cell in code:
        if cell.outputs:
            yield Remark(number, say("check_outputs"))


def _out_of_order(code: Sequence[tuple[int, Any]]) -> Iterator[Remark]:
    last = 0
    for number, cell in code:
        count = cell.execution_count or last
        if count < last:
            yield Remark(number, say("check_order"))
        last = max(last, count)


def _names(sources: Mapping[int, str]) -> Iterator[Remark]:
    """Say which names a cell uses that no cell above defines; the kernel may remember a deleted one."""
    uses: dict[int, tuple[set[str], set[str]]] = {}
    for number, source in sources.items():
        try:
            tree = ast.parse(source)
            uses[number] = _defined_and_used(source)
        except SyntaxError as error:
            yield Remark(number, say("check_syntax", told=error.msg, line=error.lineno or 1))
            continue
        yield from (Remark(number, said) for said in code_remarks(tree))
    defined: set[str] = set(_KNOWN)
    for number, (own, used) in uses.items():
        defined |= own
        for name in sorted(used - defined):
            later = next((n for n, (theirs, _) in uses.items() if name in theirs), None)
            key = "check_name_nowhere" if later is None else "check_name_later"
            yield Remark(number, say(key, name=name, later=later))


def _defined_and_used(source: str) -> tuple[set[str], set[str]]:
    table = symtable.symtable(source, "cell", "exec")
    own = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    used = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    for inner in _inside(table):
        symbols = [s for s in inner.get_symbols() if s.is_global()]
        used |= {s.get_name() for s in symbols if s.is_referenced()}
        own |= {s.get_name() for s in symbols if s.is_assigned()}
    return own, used


def _inside(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _inside(child)
