"""The files of a report, all from the same executed notebook."""

import os
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from salesnb import __version__, formats
from salesnb.figures import CONTENT_MIME, Block
from salesnb.figures.markup import SUMMARY_MIME
from salesnb.labels import LANGUAGES, Sentence, label
from salesnb.reports.brief import brief_path, report_brief
from salesnb.reports.html import export_html
from salesnb.reports.paths import file_of
from salesnb.reports.plan import FORMATS, Task
from salesnb.reports.publish import published_together
from salesnb.settings import Settings


@dataclass(frozen=True)
class Lineage:
    """Where a rendering comes from: what the footers say.

    Attributes
    ----------
    made_at : when it was started.
    snapshot : the name of the published state of the store.
    """

    made_at: datetime
    snapshot: str


@dataclass(frozen=True)
class Surroundings:
    """What the files of a report have around what its notebook shows.

    Attributes
    ----------
    kind : the title of the kind of report.
    currency : of the amounts in a workbook.
    links : to its other formats, to its siblings, and to the index, (address, words).
    """

    kind: str
    currency: str
    lineage: Lineage
    links: Sequence[tuple[str, str]]


def surroundings_of(
    tasks: Sequence[Task], settings: Settings, lineage: Lineage, beside: Sequence[Task] = ()
) -> list[Surroundings]:
    """Return what is around each report.

    Parameters
    ----------
    beside : reports that are there already and are linked as siblings.
    """
    links = links_between([*tasks, *beside], settings)
    currency = settings.workspace.currency
    return [
        Surroundings(report_label(task, settings), currency, lineage, links[task.path])
        for task in tasks
    ]


def publish_report(
    notebook: Any, task: Task, around: Surroundings, remarks: Sequence[Sentence] = ()
) -> None:
    """Put every file of a report in place, or none; with them what messages say of it.

    A workbook or PDF of an earlier rendering is taken away, because its figures are others than
    those of the new page; the page itself stays, because the index and its siblings lead to it.
    """
    with published_together({**task.files, "brief": brief_path(task.path)}) as files:
        _write_files(files, notebook, task, around, remarks)
    for form in {*FORMATS[1:]} - {*task.formats}:
        with suppress(OSError):  # open in a program that locks it
            file_of(task.path, form).unlink(missing_ok=True)


def _write_files(
    files: Mapping[str, Path],
    notebook: Any,
    task: Task,
    around: Surroundings,
    remarks: Sequence[Sentence],
) -> None:
    kind = around.kind
    title = f"{summary_of(notebook).get('title', task.scope)} · {kind}"
    footer = _footer(task, around.lineage)
    banner = [label("banner", task.lang, said=said.text(task.lang)) for said in remarks]
    told = report_brief(
        blocks_of(notebook, task.lang), summary_of(notebook), task, kind=kind, banner=banner
    )
    files["brief"].write_text(told, encoding="utf-8")
    html = ""
    if "html" in files or "pdf" in files:
        html = export_html(
            notebook,
            lang=task.lang,
            title=title,
            links=around.links,
            footer=footer,
            kicker=kind,
            banner=banner,
        )
    if "html" in files:
        files["html"].write_text(html, encoding="utf-8")
    if "xlsx" in files:
        from salesnb.reports.xlsx import write_workbook

        notices: list[Block] = [{"kind": "notice", "words": words} for words in banner]
        write_workbook(
            [*notices, *blocks_of(notebook, task.lang)],
            files["xlsx"],
            lang=task.lang,
            title=title,
            lineage=footer,
            made_at=around.lineage.made_at,
            currency=around.currency,
        )
    if "pdf" in files:
        from salesnb.reports.pdf import pdf_bytes

        files["pdf"].write_bytes(pdf_bytes(html, lang=task.lang))


def summary_of(notebook: Any) -> Mapping[str, Any]:
    """Return what the report's first screen says of itself: title, headline, flags."""
    found: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            found = {**output.get("data", {}).get(SUMMARY_MIME, {}), **found}
    return found


def blocks_of(notebook: Any, lang: str) -> list[Block]:
    """Return what the outputs hold as plain data, in the order in which a report shows them."""
    left_out = {"setup", *LANGUAGES} - {lang}
    return [
        block
        for cell in notebook.cells
        if not left_out & set(cell.metadata.get("tags", ()))
        for output in cell.get("outputs", ())
        for block in output.get("data", {}).get(CONTENT_MIME, ())
    ]


def links_between(tasks: Sequence[Task], settings: Settings) -> dict[Path, list[tuple[str, str]]]:
    """Return for each report the links to its other formats, to its siblings, and to the index."""
    return {
        task.path: [
            (file.name, label(f"format_{form}", task.lang))
            for form, file in task.files.items()
            if form != "html"
        ]
        + [
            (_address(other.path, task), report_label(other, settings))
            for other in tasks
            if (other.scope, other.lang) == (task.scope, task.lang) and other.path != task.path
        ]
        + [(_address(task.index, task), label("back_to_index", task.lang))]
        for task in tasks
    }


def report_label(task: Task, settings: Settings) -> str:
    """Return the title of the kind of report."""
    known = settings.reports.get(task.notebook)
    return known.label(task.lang) if known else task.notebook


def _footer(task: Task, lineage: Lineage) -> dict[str, str]:
    lang = task.lang
    day = formats.period_title(str(task.parameters["as_of"]), lang)
    return {
        label("as_of", lang): day,
        label("snapshot", lang): lineage.snapshot,
        label("scope", lang): str(task.scope),
        label("period", lang): task.period.text,
        label("viewer", lang): task.parameters["viewer"] or label("operator", lang),
        label("made_at", lang): f"{lineage.made_at:%Y-%m-%d %H:%M}",
        label("version", lang): f"salesnb {__version__}",
    } | ({} if task.own else {label("command", lang): _command(task)})


def _command(task: Task) -> str:
    """Return the command that makes the report again from the newest data, as of the same day."""
    asked = {
        "--scope": str(task.scope),
        "--period": task.period.text,
        "--as-of": task.parameters["as_of"],
        "--as": task.parameters["viewer"],
        "--lang": task.lang,
    }
    words = [word for option, value in asked.items() if value for word in (option, value)]
    return shlex.join(["salesnb", "render", task.notebook, *words])


def _address(path: Path, task: Task) -> str:
    """Return a file as it is linked from a report."""
    return Path(os.path.relpath(path, task.path.parent)).as_posix()
