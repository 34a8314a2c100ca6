"""The page with which `salesnb lab` begins: notebooks, the state of the data, the last run."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import nbformat

from salesnb import formats
from salesnb.errors import SalesnbError
from salesnb.labels import label, listed
from salesnb.reports.history import ReportHistory
from salesnb.runs.state import RunState
from salesnb.tables import TABLES
from salesnb.workspace import Workspace

NAME = "start.ipynb"
_COUNTED = ("customers", "leads", "opportunities", "orders", "follow_ups")
_SHIPPED = (
    *("explore", "daily", "weekly", "performance", "funnel", "scoring", "followup"),
    *("segmentation", "forecast"),
)
_MOST_FAILED = 10
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$~])")


def write_start_page(workspace: Workspace, now: datetime) -> Path:
    """Write start.ipynb into the workspace anew, in its language, and return the path.

    It tells counts and names of reports and nothing of any customer; what is known is that of the
    account that runs it, who has the whole workspace.
    """
    lang = workspace.settings.workspace.lang
    company = workspace.settings.workspace.company or label("company", lang)
    parts = [
        f"# {_plain(label('start_title', lang, company=company))}",
        _plain(label("start_made", lang, at=f"{now:%Y-%m-%d %H:%M}")),
        _heading("start_data", lang),
        _data(workspace, lang),
        _heading("start_run", lang),
        _run(workspace, lang),
        _heading("start_notebooks", lang),
        _notebooks(workspace, lang),
        _heading("start_next", lang),
        _next_steps(workspace, lang),
    ]
    cell = nbformat.v4.new_markdown_cell("\n\n".join(parts))
    cell.id = "start"
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    path = workspace.root / NAME
    aside = path.with_suffix(".ipynb.tmp")
    nbformat.write(notebook, aside)
    aside.replace(path)
    return path


def _data(workspace: Workspace, lang: str) -> str:
    """Return what was imported last, up to which day it tells, how many rows, how many wait."""
    store = workspace.store
    if store.is_empty:
        return _plain(label("start_no_data", lang))
    try:
        snapshot, imported, counts = store.snapshot(), store.last_import() or {}, store.row_counts()
        as_of = workspace.settings.workspace.today or store.last_import_on()
    except SalesnbError as error:
        return _plain(error.text(lang))
    rows = [
        label(
            "wb_rows",
            lang,
            table=TABLES[name].zh if lang == "zh" else TABLES[name].en,
            count=formats.count(counts.get(name, 0), lang),
        )
        for name in _COUNTED
    ]
    waiting = counts.get("rejected", 0)
    told = "start_waiting" if waiting else "start_none_waiting"
    by = imported.get("imported_by", "")
    words = {"at": f"{snapshot.at:%Y-%m-%d %H:%M}", "number": snapshot.number, "by": by}
    return _points(
        (label("start_import", lang), _plain(label("start_imported", lang, **words))),
        (label("as_of", lang), formats.date_title(as_of, lang)),
        (label("start_rows", lang), _plain(listed(rows).text(lang))),
        (label("start_wait", lang), label(told, lang, count=formats.count(waiting, lang))),
    )


def _run(workspace: Workspace, lang: str) -> str:
    """Return the newest run of a job, when a report was made last, and what could not be made."""
    state = RunState(workspace.state)
    history = ReportHistory(workspace.state, workspace.reports)
    rows = []
    if run := state.newest():
        made = [report["state"] for report in state.reports(run.id)]
        words = {
            "job": run.job,
            "day": run.day,
            "at": run.began_at[:16].replace("T", " "),
            "made": made.count("made"),
            "failed": made.count("failed"),
            "held": made.count("held"),
        }
        rows.append((label("start_job", lang), _plain(label("start_job_told", lang, **words))))
    if last := history.last_run():
        index = _link(label("start_index", lang), "reports/index.html")
        rows.append((label("start_report", lang), f"{last[:16].replace('T', ' ')} · {index}"))
    if not rows:
        return _plain(label("start_no_run", lang))
    failed = history.failed()
    lines = [
        f"- {_plain(f'{notebook} · {scope} · {period}')}{label('colon', lang)}{_plain(error)}"
        for notebook, scope, period, error in failed[:_MOST_FAILED]
    ]
    if not failed:
        return f"{_points(*rows)}\n- {label('start_none_failed', lang)}"
    head = label("start_failed", lang, count=len(failed))
    return "\n\n".join([_points(*rows), head, "\n".join(lines)])


def _notebooks(workspace: Workspace, lang: str) -> str:
    """Return the notebooks, those that are shipped first, each with what it is for."""
    found = {path.stem: path for path in sorted(workspace.notebooks.glob("*.ipynb"))}
    if not found:
        return _plain(label("err_no_notebook", lang, folder=workspace.notebooks))
    ordered = [
        *(name for name in _SHIPPED if name in found),
        *(n for n in found if n not in _SHIPPED),
    ]
    titles = {name: report.label(lang) for name, report in workspace.settings.reports.items()}
    titles["explore"] = label("start_explore", lang)
    rows = [
        (
            _link(titles.get(name, name), f"notebooks/{name}.ipynb"),
            label(f"start_for_{name}", lang)
            if name in _SHIPPED
            else _plain(_said_of(found[name], lang)),
        )
        for name in ordered
    ]
    return _points(*rows)


def _said_of(path: Path, lang: str) -> str:
    """Return the first line of prose of a notebook of one's own, in the language."""
    try:
        cells = nbformat.read(path, as_version=4).cells
    except Exception:  # whatever is wrong with a file of the user's, the page opens
        return label("start_unread", lang)
    prose = [cell for cell in cells if cell.cell_type == "markdown" and cell.source.strip()]
    own = [cell for cell in prose if lang in cell.metadata.get("tags", [])] or prose
    return own[0].source.strip().splitlines()[0].lstrip("# ") if own else ""


def _next_steps(workspace: Workspace, lang: str) -> str:
    steps: Sequence[str] = ("explore", "import", "query", "new", "check", "run")
    if workspace.store.is_empty:
        steps = ("import", "demo")
    return "\n".join(f"- {label(f'start_step_{step}', lang)}" for step in steps)


def _heading(key: str, lang: str) -> str:
    return f"## {label(key, lang)}"


def _points(*rows: tuple[str, str]) -> str:
    """Return names and what is told of each as a list; JupyterLab would centre a table."""
    return "\n".join(f"- **{name}** · {said}" for name, said in rows)


def _link(words: str, path: str) -> str:
    return f"[{_plain(words)}]({quote(path)})"


def _plain(words: str) -> str:
    """Return words as they are, whatever signs of Markdown they hold."""
    return _MARKDOWN.sub(r"\\\1", " ".join(words.split()))
