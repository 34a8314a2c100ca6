"""The command that erases a person's data."""

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from salesnb.cli.group import find_workspace, local_now, main
from salesnb.errors import UsageError
from salesnb.labels import label, listed, say
from salesnb.terminal import tell


@main.command()
@click.argument("customer", metavar="[CUSTOMER_ID]", required=False)
@click.option("--lead", metavar="ID", help="The person of a lead.")
@click.option("--reason", default="", metavar="TEXT", help="Kept in the record; name nobody.")
@click.option(
    "--column", "columns", multiple=True, metavar="NAME", help="Empty an own column, too."
)
@click.option("--dry-run", is_flag=True, help="Tell what would be touched, change nothing.")
@click.option("--lift", is_flag=True, help="Let a new contact of this id be imported.")
@click.pass_obj
def erase(
    start: Path | None,
    customer: str | None,
    lead: str | None,
    reason: str,
    columns: Sequence[str],
    dry_run: bool,
    lift: bool,
) -> None:
    """Erase a person from rows, versions, snapshots, backups, reports; figures stay."""
    from salesnb.access import Access, log_access
    from salesnb.keeping.backup_places import known_backups
    from salesnb.keeping.erasing import erase as take_out
    from salesnb.keeping.persons import Subject

    if bool(customer) == bool(lead):
        raise UsageError(say("erase_which"))
    workspace = find_workspace(start)
    lang, now = workspace.settings.workspace.lang, local_now(workspace)
    subject = Subject("customers", customer) if customer else Subject("leads", str(lead))
    if lift:
        return _lift(workspace, subject, lang)
    _check_columns(workspace, columns)
    done = take_out(
        workspace,
        subject,
        now,
        getpass.getuser(),
        reason=reason,
        columns=columns,
        is_dry=dry_run,
    )
    if dry_run:
        told = {"cells": done.cells, "backups": len(known_backups(workspace))}
        tell(label("cli_erase_dry", lang, **told))
    else:
        entry = Access("erase", subject.table, details=reason)
        log_access(workspace.root / "data", entry, now)
        words = [
            label(f"erased_{kind}", lang, count=f"{n:,}") for kind, n in done.touched.items() if n
        ]
        tell(label("cli_erased", lang, said=listed(words).text(lang)))
        tell(label("cli_erase_outside", lang))
    _tell_rest(done, lang)
    return None


def _tell_rest(done: Any, lang: str) -> None:
    """Say what is left for the user to do; leave with exit code 1 where there is something."""
    if done.shared:
        tell(label("cli_erase_shared", lang, count=done.shared))
    for path in done.yours:
        click.echo(label("cli_erase_yours", lang, path=path))
    for path in done.unreached:
        click.echo(label("cli_erase_unreached", lang, path=path))
    for path, ids in done.blind.items():
        click.echo(label("cli_erase_blind", lang, path=path, keys=", ".join(ids)))
    if done.yours or done.unreached or done.blind:
        sys.exit(1)


def _lift(workspace: Any, subject: Any, lang: str) -> None:
    from salesnb.erased import ErasureBook

    lifted = ErasureBook(workspace.root / "data").lift(subject.table, subject.key)
    key = "cli_erase_lifted" if lifted else "cli_erase_not_lifted"
    tell(label(key, lang, id=subject.key))
    if not lifted:
        sys.exit(1)


def _check_columns(workspace: Any, columns: Sequence[str]) -> None:
    from salesnb.store.upsert import VERSION_COLUMNS
    from salesnb.tables import TABLES

    current = workspace.store.current(is_clear=False)
    known = sorted(
        {
            name
            for table in ("customers", "leads")
            for name in TABLES[table].custom(current[table].columns)
            if name not in VERSION_COLUMNS
        }
    )
    for column in columns:
        if column not in known:
            raise UsageError(say("erase_column", column=column, known=listed(known)))
