"""A new notebook in the workspace, which renders at once; a job that renders it, too."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import nbformat

from salesnb.errors import UsageError, unknown
from salesnb.labels import label, say
from salesnb.resources import packaged
from salesnb.workspace import Workspace

_NAME = re.compile(r"[\w-]{1,60}")
_LISTED = re.compile(r"^(notebooks:\s*\[)([^\]\n]*)(\].*)$", re.MULTILINE)
_SECTIONS = (("performance_headline", ""), ("sales_by", '"region"'))


def create_notebook(
    workspace: Workspace, name: str, like: str | None = None, job: str | None = None
) -> Path:
    """Write notebooks/NAME.ipynb and return its path.

    Parameters
    ----------
    like : one of the workspace's notebooks to begin with; None = parameters, setup and two sections.
    job : a job of params/jobs/ that is to make the report as well.

    Raises
    ------
    UsageError
        The name is no name of a file, or is taken; no such notebook or job; the job's notebooks do
        not stand in one line. Nothing is written then.
    """
    path = workspace.notebooks / f"{name}.ipynb"
    if not _NAME.fullmatch(name):
        raise UsageError(say("err_notebook_name", name=name))
    if path.exists():
        raise UsageError(say("err_notebook_taken", name=name, path=path))
    notebook = _template() if like is None else _copied(workspace, like)
    changed = None if job is None else _with_notebook(workspace, job, name)
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)
    if changed:
        file, text = changed
        file.write_text(text, encoding="utf-8")
    return path


def _read(path: Path) -> Any:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def _template() -> Any:
    """Return parameters and setup as the shipped reports have them, prose, and two sections."""
    notebook = _read(packaged("notebooks") / "performance.ipynb")
    first = {tag: c for c in notebook.cells for tag in c.metadata.get("tags", [])}
    cells = [first["parameters"], first["setup"]]
    for section, argument in _SECTIONS:
        cells += [_prose(f"new_prose_{section}", lang) for lang in ("zh", "en")]
        cells.append(_code(f"wb.{section}({argument})"))
    notebook.cells = cells
    return notebook


def _prose(key: str, lang: str) -> Any:
    cell = nbformat.v4.new_markdown_cell(label(key, lang), metadata={"tags": [lang]})
    cell.id = uuid4().hex[:8]
    return cell


def _code(source: str) -> Any:
    cell = nbformat.v4.new_code_cell(source)
    cell.id = uuid4().hex[:8]
    return cell


def _copied(workspace: Workspace, like: str) -> Any:
    known = {path.stem: path for path in sorted(workspace.notebooks.glob("*.ipynb"))}
    if like not in known:
        raise UsageError(unknown("notebook", like, known))
    return _read(known[like])


def _with_notebook(workspace: Workspace, job: str, name: str) -> tuple[Path, str]:
    """Return the job's file and its text with the notebook in its list, comments kept."""
    files = workspace.settings.job_files()
    if job not in files:
        raise UsageError(unknown("job", job, files))
    text = files[job].read_text(encoding="utf-8")
    found = _LISTED.search(text)
    own = workspace.root / "params" / "jobs" / f"{job}.yml"
    if found is None or files[job].resolve() != own.resolve():
        raise UsageError(say("err_job_line", job=job, name=name))
    names = [word.strip() for word in found[2].split(",") if word.strip()]
    line = f"{found[1]}{', '.join([*names, name])}{found[3]}"
    return own, text[: found.start()] + line + text[found.end() :]
