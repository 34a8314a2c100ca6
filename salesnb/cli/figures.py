"""Commands that show figures: on the terminal, beside an old report, in JupyterLab."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from salesnb.cli.group import find_workspace, local_now, main, note_export, words_of
from salesnb.cli.options import echo_rows, form_option, look_options
from salesnb.errors import UsageError
from salesnb.labels import label, say
from salesnb.terminal import tell

_TITLES = {
    "metric": "metric",
    "period": "period",
    "value": "chart_value",
    "numerator": "chart_numerator",
    "denominator": "chart_denominator",
    "low": "chart_low",
    "high": "chart_high",
    "n": "cli_metrics_rows",
}


@main.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--by", default="", metavar="DIM,...", help="Dimensions, e.g. team,month.")
@click.option("--period", metavar="P", help="2026-10, 2026Q4, last-month …; default last-month.")
@look_options
@form_option
@click.pass_obj
def metrics(
    start: Path | None,
    names: Sequence[str],
    by: str,
    period: str | None,
    scope: str | None,
    viewer: str | None,
    as_of: str | None,
    form: str,
) -> None:
    """Print metrics of a scope and period."""
    from salesnb.session import Session, readable

    session = Session(
        find_workspace(start).root, scope=scope, period=period, as_of=as_of, viewer=viewer
    )
    frame = session.metrics(names, by=words_of(by))
    if form != "table":
        note_export(session, f"metrics: {', '.join(names)}", form)
    if form != "table":
        echo_rows(frame, form)
    elif frame.empty:
        seen = {"scope": session.scope, "period": session.period}
        tell(label("cli_nothing_to_show", session.lang, **seen))
    else:
        click.echo(_table(readable(frame, session.settings), session))


@main.command()
@click.argument("old", metavar="OLD.xlsx", type=click.Path(path_type=Path))
@click.option("--period", metavar="P", help="Default: what the sheet names, else last-month.")
@look_options
@click.option(
    "--out", metavar="FILE.xlsx", type=click.Path(path_type=Path), help="Default: OLD.compare.xlsx."
)
@form_option
@click.pass_obj
def compare(
    start: Path | None,
    old: Path,
    period: str | None,
    scope: str | None,
    viewer: str | None,
    as_of: str | None,
    out: Path | None,
    form: str,
) -> None:
    """Lay an old report's sheet beside ours, and say why figures differ."""
    from salesnb.compare import compare_report, comparison_path, say_comparison, write_comparison
    from salesnb.session import Session

    session = Session(
        find_workspace(start).root, scope=scope, period=period, as_of=as_of, viewer=viewer
    )
    path = comparison_path(old, out)
    found = compare_report(session, old, period)
    note_export(session, "compare", str(path))
    write_comparison(found, path)
    click.echo(say_comparison(found, form), nl=form != "csv")
    for note in found.notes:
        tell(note)
    tell(found.summary())
    tell(label("compare_written", session.lang, path=path))


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[OPTION...]")
@click.pass_obj
def lab(start: Path | None, options: Sequence[str]) -> None:
    """Open JupyterLab on the workspace; options such as --no-browser go on to it."""
    from importlib.util import find_spec

    from salesnb.start import write_start_page

    if find_spec("jupyterlab") is None:
        raise UsageError(say("cli_no_lab"))
    workspace = find_workspace(start)
    page = write_start_page(workspace, local_now(workspace))
    first = f"--LabApp.default_url=/lab/tree/{page.name}"
    root = f"--notebook-dir={workspace.root}"
    words = [sys.executable, "-m", "jupyterlab", root, first, *options]
    os.execv(sys.executable, words)


def _table(frame: Any, session: Any) -> str:
    """Return metrics as a table: in English under the names that are typed, in Chinese titled."""
    import pandas as pd

    if session.lang != "en":
        metrics, lang = session.settings.metrics, session.lang
        named = {"metric": [metrics[name].label(lang) for name in frame["metric"]]}
        for name in frame.columns.difference(_TITLES):
            named[name] = [session.name_of(name, value) for value in frame[name]]
        titles = {name: _title(name, lang) for name in frame.columns}
        frame = frame.assign(**named).rename(columns=titles)
    with pd.option_context("display.unicode.east_asian_width", True):
        return str(frame.to_string(index=False))


def _title(column: str, lang: str) -> str:
    """Return the title of a column; one of the user's own has the name that it came with."""
    key = _TITLES.get(column, f"dimension_{column}")
    try:
        return label(key, lang)
    except KeyError:
        return column
