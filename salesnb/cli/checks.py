"""Commands of data checks: the weekly sample, the month-end clean-up."""

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from salesnb.cli.group import find_workspace, local_now, main
from salesnb.cli.options import echo_rows, form_option, viewer_option
from salesnb.errors import UsageError
from salesnb.labels import label, say
from salesnb.terminal import tell

_MOST_REFUSED = 50


@main.command()
@click.option("--week", metavar="W", help="E.g. 2026-W43; default: the last full week.")
@click.option("--out", metavar="FILE.xlsx", type=click.Path(path_type=Path), help="Write the form.")
@click.option("--take", metavar="FILE.xlsx", type=click.Path(path_type=Path), help="Take it back.")
@click.option("--rates", metavar="BY", help="Error rates by rep, week or field.")
@viewer_option
@form_option
@click.pass_obj
def sample(
    start: Path | None,
    week: str | None,
    out: Path | None,
    take: Path | None,
    rates: str | None,
    viewer: str | None,
    form: str,
) -> None:
    """Draw records of each rep to be checked, take the findings back, show error rates."""
    from salesnb.review import read_week, take_sample, write_sample

    if sum(map(bool, (out, take, rates))) > 1:
        raise UsageError(say("err_review_one"))
    workspace = find_workspace(start)
    lang, day = workspace.settings.workspace.lang, _day(workspace)
    if take:
        by = viewer or getpass.getuser()
        taken = take_sample(workspace, take, by=by, viewer=viewer, day=day)
        counts = {name: getattr(taken, name) for name in ("new", "changed", "unchanged", "blank")}
        rows = sum(counts.values()) + len(taken.refused)
        _tell_refused(taken.refused, lang)
        tell(label("cli_sample_taken", lang, rows=rows, refused=len(taken.refused), **counts))
        sys.exit(1 if taken.refused else 0)
    if rates:
        _print_rates(workspace, rates, viewer, form)
        return
    drawn = read_week(week, day)
    path = out or Path(f"sample-{drawn.text}.xlsx")
    count = write_sample(workspace, drawn, path, viewer=viewer, lang=lang, day=day)
    none = label("cli_sample_none", lang, week=drawn.text)
    written = label("cli_sample_written", lang, week=drawn.text, count=count, path=path)
    tell(written if count else none)


@main.command()
@click.option("--month", metavar="M", help="E.g. 2026-10; default: the running one.")
@click.option("--out", metavar="FILE.xlsx", type=click.Path(path_type=Path), help="Write it.")
@click.option("--take", metavar="FILE.xlsx", type=click.Path(path_type=Path), help="Carry it out.")
@viewer_option
@click.pass_obj
def cleanup(
    start: Path | None, month: str | None, out: Path | None, take: Path | None, viewer: str | None
) -> None:
    """Write the month-end clean-up as a workbook, and carry out what was decided in it."""
    from salesnb.review import read_month, take_cleanup, write_cleanup

    if bool(out) == bool(take):
        raise UsageError(say("err_cleanup_one"))
    workspace = find_workspace(start)
    lang, day = workspace.settings.workspace.lang, _day(workspace)
    if out:
        wanted = read_month(month, day)
        made = write_cleanup(workspace, wanted, out, viewer=viewer, lang=lang, day=day)
        words = {"month": wanted.text, "count": made.rows, "archive": made.archive, "path": out}
        tell(label("cli_cleanup_written", lang, **words))
        return
    assert take is not None
    by = viewer or getpass.getuser()
    done = take_cleanup(workspace, take, at=local_now(workspace), by=by, viewer=viewer)
    _tell_refused(done.refused, lang)
    names = ("rows", "merged", "deleted", "kept", "filled", "unchanged", "blank")
    counts = {name: getattr(done, name) for name in names}
    tell(label("cli_cleanup_taken", lang, refused=len(done.refused), **counts))
    sys.exit(1 if done.refused else 0)


def _day(workspace: Any) -> Any:
    """Return the last day that is looked at: the pinned today, else that of the clock."""
    return workspace.settings.workspace.today or local_now(workspace).date()


def _tell_refused(refused: Sequence[Any], lang: str) -> None:
    for said in refused[:_MOST_REFUSED]:
        tell(said.text(lang))


def _print_rates(workspace: Any, by: str, viewer: str | None, form: str) -> None:
    from salesnb.session import Session

    session = Session(workspace.root, viewer=viewer)
    frame = session.sample_rates(by)
    if form != "table":
        echo_rows(frame, form)
    elif frame.empty:
        tell(label("cli_sample_unchecked", session.lang))
    else:
        from salesnb.views.sampled import rates_table

        click.echo(repr(rates_table(session, frame, by)))
