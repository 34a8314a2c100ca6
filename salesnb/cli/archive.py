"""The command that lists customers lost long ago."""

from pathlib import Path

import click

from salesnb.cli.group import find_workspace, main, note_export
from salesnb.cli.options import echo_rows, form_option, look_options
from salesnb.labels import label
from salesnb.terminal import tell


@main.command()
@look_options
@click.option("--dry-run", is_flag=True, help="The same list: the archive moves no rows.")
@form_option
@click.pass_obj
def archive(
    start: Path | None,
    scope: str | None,
    viewer: str | None,
    as_of: str | None,
    dry_run: bool,
    form: str,
) -> None:
    """List customers lost long ago; figures go on counting them."""
    from salesnb.segments.archive import COLUMNS
    from salesnb.session import Session

    del dry_run  # a list changes nothing
    session = Session(find_workspace(start).root, scope=scope, as_of=as_of, viewer=viewer)
    frame = session.archived_customers()
    years = f"{session.settings.limits.archive_years:g}"
    if form != "table":
        note_export(session, "archive", form)
    for name in ("last_contact_on", "last_sold_on"):
        frame = frame.assign(**{name: frame[name].astype("datetime64[s]").dt.strftime("%Y-%m-%d")})
    if form != "table":
        echo_rows(frame, form)
    else:
        if len(frame):
            import pandas as pd

            titles = {name: label(f"archive_{name}", session.lang) for name in COLUMNS}
            sums = [f"{each:,.0f}" for each in frame["sales"]]
            shown = frame.astype(object).assign(sales=sums).fillna("-").rename(columns=titles)
            with pd.option_context("display.unicode.east_asian_width", True):
                click.echo(shown.to_string(index=False))
        told = {"count": f"{len(frame):,}", "years": years, "day": session.as_of}
        tell(label("cli_archived", session.lang, **told))
