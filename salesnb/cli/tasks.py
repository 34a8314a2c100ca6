"""The command on tasks: who should do what today."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from salesnb.cli.group import day_of, find_workspace, main, note_export
from salesnb.cli.options import look_options
from salesnb.cli.worklists import FILES, check_alone, take_back, write_worklist
from salesnb.labels import label, plural
from salesnb.terminal import tell

_WIDEST = 48
_SHOWN = ("owner", "rank", "name", "kind", "due_on", "reason", "expected_value", "next_step")
_HEADS = {
    "owner": "tasks_col_owner",
    "rank": "tasks_col_rank",
    "name": "tasks_col_name",
    "kind": "tasks_col_kind",
    "due_on": "tasks_col_due",
    "reason": "tasks_col_reason",
    "expected_value": "tasks_col_value",
    "next_step": "tasks_col_next",
}


@main.command()
@look_options
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", *FILES]), default="table"
)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Default: on the screen; xlsx, ics, html: tasks-DAY here.",
)
@click.option("--all", "is_all", is_flag=True, help="Those, too, that a day cannot hold.")
@click.option(
    "--take",
    "taken",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take back a worklist that was filled in.",
)
@click.pass_obj
def tasks(
    start: Path | None,
    scope: str | None,
    viewer: str | None,
    as_of: str | None,
    form: str,
    out: Path | None,
    is_all: bool,
    taken: Sequence[Path],
) -> None:
    """Show who should do what today, the most expected value first; take lists back."""
    from salesnb.session import Session

    workspace = find_workspace(start)
    if taken:
        check_alone(scope, as_of, out, is_all, form != "table")
        take_back(workspace, taken, viewer)
    day = day_of(as_of, "--as-of")
    session = Session(workspace.root, scope=scope, period="this-month", as_of=day, viewer=viewer)
    found = session.tasks()
    if form != "table" or out is not None:
        note_export(session, "tasks", form)
    if form in FILES:
        write_worklist(session, found.assign(is_shown=found["is_shown"] | is_all), form, out)
        return
    listed = found if is_all else found[found["is_shown"]]
    text = _written(listed, form, session.lang)
    if out is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        out.write_text(text, encoding="utf-8-sig" if form == "csv" else "utf-8")
        tell(label("cli_tasks_written", session.lang, path=out))
    _tell(session, found, len(found) - len(listed))


def _written(frame: Any, form: str, lang: str) -> str:
    """Return tasks for programs by their contract, for people as a table."""
    from salesnb.tasks import TASK_COLUMNS

    days = {name: frame[name].dt.strftime("%Y-%m-%d") for name in ("due_on", "since")}
    frame = frame.assign(**days)
    if form == "json":
        records = frame[TASK_COLUMNS]
        return str(records.to_json(orient="records", force_ascii=False))
    if form == "csv":
        return str(frame[TASK_COLUMNS].to_csv(index=False))
    return _readable(frame, lang) if len(frame) else ""


def _readable(frame: Any, lang: str) -> str:
    import pandas as pd

    table = frame[list(_SHOWN)].astype(object)
    table["kind"] = [label(f"task_kind_{kind}", lang) for kind in table["kind"]]
    value = table["expected_value"]
    table["expected_value"] = [None if pd.isna(each) else f"{each:,.0f}" for each in value]
    table = table.where(table.notna(), "-")
    titles = {name: label(head, lang) for name, head in _HEADS.items()}
    with pd.option_context("display.unicode.east_asian_width", True):
        shown = table.rename(columns=titles)
        return str(shown.to_string(index=False, max_colwidth=_WIDEST))


def _tell(session: Any, found: Any, rest: int) -> None:
    lang = session.lang
    if found.empty:
        tell(label("cli_tasks_none", lang, scope=session.scope))
        return
    people = found["owner"].nunique()
    tell(plural("cli_tasks_count", lang, len(found) - rest, people=people, day=found.attrs["day"]))
    if rest:
        tell(plural("cli_tasks_rest", lang, rest, most=session.settings.tasks.per_day))
