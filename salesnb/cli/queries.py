"""The command that runs a saved query."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from salesnb.cli.group import find_workspace, local_now, main, note_export, words_of
from salesnb.cli.options import echo_rows, look_options
from salesnb.labels import label
from salesnb.terminal import tell

_MOST_ROWS = 200  # of a table on the terminal; csv, json and xlsx have all


@main.command()
@click.argument("name", metavar="NAME")
@click.option("--where", metavar="SQL", help="A condition in the place of the saved one.")
@click.option("--by", default="", metavar="COLUMN,...", help="Groups, e.g. owner or team,month.")
@click.option("--columns", metavar="COLUMN", help="Groups beside each other.")
@click.option("--value", "values", multiple=True, metavar="SQL", help="E.g. sum(amount).")
@click.option("--period", metavar="P", help="2026-10, last-3-months …; default: as saved.")
@look_options
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "xlsx"]), default="table"
)
@click.option(
    "--out",
    metavar="FILE.xlsx",
    type=click.Path(path_type=Path),
    help="For xlsx; default: NAME-DAY.xlsx here.",
)
@click.pass_obj
def query(
    start: Path | None,
    name: str,
    where: str | None,
    by: str,
    columns: str | None,
    values: Sequence[str],
    period: str | None,
    scope: str | None,
    viewer: str | None,
    as_of: str | None,
    form: str,
    out: Path | None,
) -> None:
    """Run a query of params/queries.yml, or ask a table."""
    from salesnb.session import Session

    session = Session(find_workspace(start).root, scope=scope, as_of=as_of, viewer=viewer)
    frame = session.query(
        name,
        where=where,
        by=words_of(by),
        columns=columns,
        values=values,
        period=period,
        totals=form in ("table", "xlsx"),  # a program that adds up would count them twice
    )
    if form != "table":
        note_export(session, f"query: {name}", form)
    _print(session, name, frame, form, out)


def _print(session: Any, name: str, frame: Any, form: str, out: Path | None) -> None:
    """Print rows by the names of columns for programs, by their headers for people."""
    from salesnb.session.queries import QUERY_MARK

    told, lang = frame.attrs[QUERY_MARK], session.lang
    if form in ("csv", "json"):
        echo_rows(_plain(frame), form)
    elif form == "xlsx":
        _write(session, frame, out or Path(f"{name}-{session.as_of}.xlsx"))
    elif told["count"]:
        click.echo(_readable(session, frame.head(_MOST_ROWS)))
    for said in told["remarks"]:
        tell(said)
    words = {key: told[key] for key in ("title", "scope", "days", "as_of")}
    tell(label("query_caption", lang, count=f"{told['count']:,}", **words))


def _plain(frame: Any) -> Any:
    """Return the frame with one name per column; days are told as such."""
    is_grouped = any(name is not None for name in frame.index.names)
    flat = frame.reset_index() if is_grouped else frame.reset_index(drop=True)
    flat.columns = [
        "/".join(str(part) for part in name if part) if isinstance(name, tuple) else str(name)
        for name in flat.columns
    ]
    for name in flat.columns[flat.dtypes.map(lambda kind: kind.kind == "M").to_numpy()]:
        form = (
            "%Y-%m-%d"
            if (flat[name].dropna().dt.normalize() == flat[name].dropna()).all()
            else "%Y-%m-%dT%H:%M:%S"
        )
        flat[name] = flat[name].dt.strftime(form)
    return flat


def _readable(session: Any, frame: Any) -> str:
    import pandas as pd

    from salesnb.queries import Words
    from salesnb.session.queries import QUERY_MARK
    from salesnb.views.queries import shown_columns, shown_text

    words = Words(session.settings, frame.attrs[QUERY_MARK]["table"])
    flat, columns = shown_columns(frame, words)
    table = {
        column.header: [shown_text(value, column.kind) for value in flat[column.name]]
        for column in columns
    }
    with pd.option_context("display.unicode.east_asian_width", True, "display.max_colwidth", 40):
        return str(pd.DataFrame(table).to_string(index=False))


def _write(session: Any, frame: Any, path: Path) -> None:
    from salesnb.reports.xlsx import write_workbook
    from salesnb.views.queries import query_table

    made = query_table(session, frame)
    write_workbook(
        made.content,
        path,
        lang=session.lang,
        title=f"{path.stem} · {session.scope_title()} · {session.as_of}",
        lineage={},
        made_at=local_now(session.workspace),
        currency=session.settings.workspace.currency,
    )
    tell(label("cli_written", session.lang, path=path))
