"""The command that plans targets."""

from pathlib import Path

import click

from salesnb.cli.group import find_workspace, main, note_export
from salesnb.labels import label
from salesnb.terminal import tell


@main.command()
@click.option("--year", metavar="Y", help="Default: the next year without targets to its end.")
@click.option("--metric", default="sales", metavar="NAME", help="sales or collections.")
@click.option("--scope", metavar="S", help="company, department:NAME, team:NAME, rep:NAME.")
@click.option("--as", "viewer", metavar="USER", help="On whose behalf.")
@click.option("--as-of", metavar="D", help="The last day that may be known.")
@click.option(
    "--out", metavar="FILE.xlsx", type=click.Path(path_type=Path), help="A workbook to import."
)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
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
        frame = found.frame.astype({"value": float})
        if form == "csv":
            click.echo(frame.drop(columns="sheet").to_csv(index=False), nl=False)
        else:
            rows = frame.drop(columns="sheet")
            click.echo(rows.to_json(orient="records", force_ascii=False, double_precision=15))
    if out:
        write_plan(out, found, session.settings, session.lang)
        count = int(found.frame["grain"].eq("month").sum())
        tell(label("cli_plan_written", session.lang, path=out, count=count))
