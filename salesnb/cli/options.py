"""Options that several commands have: whose rows, on whose behalf, as of when, in which form."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from salesnb.reports.dispatch.names import BACKENDS, THREADS

_Command = TypeVar("_Command", bound=Callable[..., Any])

scope_option = click.option(
    "--scope", metavar="S", help="company, department:NAME, team:NAME, rep:NAME, query:NAME."
)
viewer_option = click.option("--as", "viewer", metavar="USER", help="On whose behalf.")
as_of_option = click.option("--as-of", metavar="D", help="The last day that may be known.")
as_of_today_option = click.option(
    "--as-of", metavar="D", help="The last day that may be known; default: today."
)
backend_option = click.option(
    "--backend",
    type=click.Choice(BACKENDS),
    default=THREADS,
    help="Where reports are made; default: threads, on this machine.",
)
form_option = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table"
)


def look_options(command: _Command) -> _Command:
    """Add --scope, --as and --as-of to a command: which rows it looks at."""
    return scope_option(viewer_option(as_of_option(command)))


def echo_rows(frame: Any, form: str) -> None:
    """Print a frame for programs, as `csv` or `json` with all digits."""
    if form == "csv":
        click.echo(frame.to_csv(index=False), nl=False)
    else:
        click.echo(frame.to_json(orient="records", force_ascii=False, double_precision=15))
