"""Worklists as files, and files that come back. Reads the clock."""

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from salesnb.cli.group import local_now
from salesnb.errors import UsageError
from salesnb.labels import label, plural, say
from salesnb.terminal import tell

FILES = ("xlsx", "ics", "html")


def write_worklist(session: Any, found: Any, form: str, out: Path | None) -> None:
    """Write the tasks of a session as a file; of a workbook it is kept which tasks it gives out."""
    from salesnb.tasks import TaskBook, write_calendar, write_page, write_sheet

    lang, day = session.lang, found.attrs["day"]
    path = out or Path(f"tasks-{day}.{form}")
    title = label("worklist_of", lang, name=session.scope_title(), day=day)
    told = {"lang": lang, "as_of": day, "title": title}
    if form == "xlsx":
        TaskBook(session.workspace.state).give(found[found["is_shown"]], day)
        write_sheet(found, path, **told)
    elif form == "ics":
        zone = session.settings.workspace.timezone
        made_at = local_now(session.workspace)
        write_calendar(found, path, zone=zone, made_at=made_at, **told)
    else:
        write_page(session.with_contacts(found), path, **told)
    tell(label("cli_tasks_written", lang, path=path))


def take_back(workspace: Any, files: Sequence[Path], viewer: str | None) -> None:
    """Take worklists back and say what became of their rows; exit code 1 if some were refused."""
    from salesnb.imports import list_files
    from salesnb.tasks import take_replies

    lang = workspace.settings.workspace.lang
    taken = take_replies(
        workspace,
        list_files(files),
        at=local_now(workspace),
        by=viewer or getpass.getuser(),
        viewer=viewer,
    )
    for said in taken.refused:
        click.echo(said.text(lang))
    counts = {name: taken.counts[name] for name in ("done", "put_off", "unchanged")}
    told = {"rows": taken.rows, "refused": len(taken.refused), "blank": taken.blank, **counts}
    tell(label("cli_tasks_taken", lang, **told))
    if taken.follow_ups:
        tell(plural("cli_tasks_follow_ups", lang, taken.follow_ups))
    sys.exit(1 if taken.refused else 0)


def check_alone(*others: object) -> None:
    """Refuse what says how tasks are shown where a list is taken back."""
    if any(others):
        raise UsageError(say("err_tasks_take"))
