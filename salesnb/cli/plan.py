"""The command that plans targets."""

from pathlib import Path

import click

from salesnb.cli.group import find_workspace, main, note_export
from salesnb.cli.options import echo_rows, form_option, look_options
from salesnb.labels import label
from salesnb.terminal import tell


@main.command()
@click.option("--year", metavar="Y", help="Default: the next year without targets to its end.")
@click.option("--metric", default="sales", metavar="NAME", help="sales or collections.")
@look_options
@click.option(
    "--out", metavar="FILE.xlsx", type=click.Path(path_type=Path), help="A workbook to import."
)
@form_option
@click.pass_obj
def plan(
    start: Path | None,
    year: str | None,
    metric: str,
    scope: str | None,
    viewer: str | None,
    as_of: str | None,
    out: Path | None,
    form: str,
) -> None:
    """Break a year's target down to quarters, months, teams and reps."""
    from salesnb.forecast.plan_book import write_plan
    from salesnb.session import Session
    from salesnb.views.plan.target_plan import target_plan_section

    session = Session(find_workspace(start).root, scope=scope, as_of=as_of, viewer=viewer)
    found = session.target_plan(year, metric)
    if form != "table" or out is not None:
        note_export(session, "plan", form)
    if form == "table":
        click.echo(repr(target_plan_section(session, year, metric)))
    else:
        echo_rows(found.frame.astype({"value": float}).drop(columns="sheet"), form)
    if out:
        write_plan(out, found, session.settings, session.lang)
        count = int(found.frame["grain"].eq("month").sum())
        tell(label("cli_plan_written", session.lang, path=out, count=count))
