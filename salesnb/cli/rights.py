"""Commands of rights: what is to be handed over, and the release of a report."""

import getpass
import json
from pathlib import Path

import click

from salesnb.cli.group import find_workspace, local_now, main, note_export
from salesnb.cli.options import echo_rows, form_option, look_options
from salesnb.labels import label, plural
from salesnb.terminal import tell

_MOST_ROWS = 50


@main.command()
@look_options
@form_option
@click.pass_obj
def handover(
    start: Path | None, scope: str | None, viewer: str | None, as_of: str | None, form: str
) -> None:
    """Show the open leads and deals, customers and tasks of people who have left."""
    from salesnb.session import Session

    session = Session(find_workspace(start).root, scope=scope, as_of=as_of, viewer=viewer)
    frame, lang = session.handover(), session.lang
    if form != "table":
        note_export(session, "handover", form)
        echo_rows(frame, form)
        return
    if frame.empty:
        tell(label("handover_none", lang))
        return
    import pandas as pd

    shown = frame.head(_MOST_ROWS).astype(object)
    shown["table"] = [label(f"handover_{name}", lang) for name in shown["table"]]
    shown["amount"] = [None if pd.isna(each) else f"{each:,.0f}" for each in shown["amount"]]
    heads = ("from", "what", "id", "company", "amount")
    titles = dict(zip(shown.columns, (label(f"handover_{h}", lang) for h in heads), strict=True))
    with pd.option_context("display.unicode.east_asian_width", True):
        click.echo(shown.fillna("-").rename(columns=titles).to_string(index=False))
    people = frame["owner"].nunique()
    tell(plural("cli_handover", lang, people, n=len(frame)))


@main.command()
@click.argument("report", metavar="[REPORT]", required=False)
@click.option("--to", "meeting", metavar="NAME", default="", help="The meeting.")
@click.option("--scope", metavar="S", help="Default: the widest of --as.")
@click.option("--period", metavar="P", help="E.g. 2026-10; default: the newest there is.")
@click.option("--as", "viewer", metavar="USER", help="Who releases it.")
@click.pass_obj
def release(
    start: Path | None,
    report: str | None,
    meeting: str,
    scope: str | None,
    period: str | None,
    viewer: str | None,
) -> None:
    """Copy a team's report aside for a named meeting and log it; without REPORT, show the log."""
    from salesnb.imports import check_admin
    from salesnb.reports.release import read_releases, release_report

    workspace = find_workspace(start)
    lang = workspace.settings.workspace.lang
    if report is None:
        check_admin(workspace, viewer, "admin_releases")
        rows = read_releases(workspace)
        if not rows:
            tell(label("cli_released_none", lang))
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    done = release_report(
        workspace,
        report,
        meeting=meeting,
        scope=scope,
        period=period,
        viewer=viewer,
        by=getpass.getuser(),
        at=local_now(workspace),
    )
    for path in done.files:
        tell(label("cli_released", lang, meeting=done.meeting, path=path))
