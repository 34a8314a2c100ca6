"""Commands that keep data: backup, verify, restore, prune, log."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from salesnb.cli.group import day_of, find_workspace, local_now, main
from salesnb.cli.options import form_option
from salesnb.errors import UsageError
from salesnb.labels import label, listed, say
from salesnb.terminal import tell


@main.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def backup(start: Path | None, folder: Path | None) -> None:
    """Write store, state, params and notebooks into one checked file, and prune what is old."""
    from salesnb.access import Access, log_access
    from salesnb.errors import BusyError
    from salesnb.keeping.backup import make_backup
    from salesnb.keeping.retention import prune as prune_old

    workspace = find_workspace(start)
    lang, now = workspace.settings.workspace.lang, local_now(workspace)
    made = make_backup(workspace, now, folder=None if folder is None else folder.resolve())
    entry = Access("backup", "workspace", details=str(made.path))
    log_access(workspace.root / "data", entry, now)
    size = f"{made.path.stat().st_size / 1e6:.1f}"
    tell(label("cli_backup_made", lang, path=made.path, size=size))
    try:
        _tell_pruned(prune_old(workspace, now), lang)
    except BusyError as error:  # the backup is made all the same; the next one prunes
        tell(label("cli_refused", lang, said=error.text(lang)))


@main.command()
@click.pass_obj
def prune(start: Path | None) -> None:
    """Delete what has been kept for as long as params/keeping.yml says."""
    from salesnb.keeping.retention import prune as prune_old

    workspace = find_workspace(start)
    _tell_pruned(prune_old(workspace, local_now(workspace)), workspace.settings.workspace.lang)


@main.command()
@click.argument("backup_file", metavar="[BACKUP]", required=False)
@click.pass_obj
def verify(start: Path | None, backup_file: str | None) -> None:
    """Check that store, facts, state, reports and backups hold; one sentence per fault."""
    from salesnb.keeping.backup import backup_faults
    from salesnb.keeping.checking import verify as look
    from salesnb.keeping.restoring import find_backup
    from salesnb.workspace import spoken_language

    if backup_file is not None and Path(backup_file).suffix == ".zip":
        lang, path = spoken_language(start), Path(backup_file)
        if not path.exists():
            path = find_backup(find_workspace(start), backup_file) or path
        _end_verify(backup_faults(path), label("cli_backup_good", lang, path=path), lang)
    workspace = find_workspace(start, is_whole=False)
    lang = workspace.settings.workspace.lang
    if backup_file is not None:
        named = find_backup(workspace, backup_file)
        path = named or Path(backup_file)
        _end_verify(backup_faults(path), label("cli_backup_good", lang, path=path), lang)
    found = look(workspace, local_now(workspace).date())
    counts = {name: getattr(found, name) for name in ("snapshots", "backups", "reports")}
    for fault in found.faults:
        click.echo(fault.text(lang))
    if not found.faults:
        tell(label("cli_verified", lang, **counts))
        return
    tell(label("cli_verify_faults", lang, count=len(found.faults), **counts))
    sys.exit(1 if found.is_readable else 3)


@main.command()
@click.argument("name", metavar="SNAPSHOT|BACKUP")
@click.option(
    "--into", metavar="DIR", type=click.Path(path_type=Path), help="A backup as a new workspace."
)
@click.pass_obj
def restore(start: Path | None, name: str, into: Path | None) -> None:
    """Go back to a snapshot of the store or to a backup; what is there is backed up first."""
    from salesnb.access import Access, log_access
    from salesnb.keeping.restoring import find_backup, restore_into
    from salesnb.keeping.restoring import restore as go_back
    from salesnb.workspace import Workspace, spoken_language

    if into is not None:
        path: Path | None = Path(name)
        if not Path(name).is_file():
            path = find_backup(find_workspace(start, is_whole=False), name)
        if path is None:
            raise UsageError(say("cli_restore_into_snapshot"))
        done = restore_into(path, into.expanduser().resolve())
        workspace, lang = Workspace(done.root), spoken_language(done.root)
        now = workspace.local_time(datetime.now(UTC))
    else:
        workspace = find_workspace(start, is_whole=False)
        lang, now = workspace.settings.workspace.lang, local_now(workspace)
        done = go_back(workspace, name, now)
    log_access(workspace.root / "data", Access("restore", done.name), now)
    for note in done.notes:
        tell(note.text(lang))
    if done.before is not None:
        told = {"path": done.before.path, "name": done.before.name}
        tell(label("cli_restore_before", lang, **told))
    if into is not None:
        tell(label("cli_restored_into", lang, root=done.root))


@main.command()
@click.option("--since", metavar="D", help="Entries since this day.")
@form_option
@click.pass_obj
def log(start: Path | None, since: str | None, form: str) -> None:
    """Show who rendered, exported, revealed, released, sent, restored or erased what, and when."""
    from salesnb.access import COLUMNS, read_access

    workspace = find_workspace(start)
    lang = workspace.settings.workspace.lang
    rows = read_access(workspace.root / "data", day_of(since, "--since"))
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    if form == "csv":
        click.echo(frame.to_csv(index=False), nl=False)
    elif frame.empty:
        tell(label("cli_log_none", lang))
    else:
        frame["action"] = [label(f"access_act_{word}", lang) for word in frame["action"]]
        titled = frame.rename(columns={name: label(f"access_{name}", lang) for name in COLUMNS})
        with pd.option_context("display.unicode.east_asian_width", True):
            click.echo(titled.to_string(index=False))


def _end_verify(faults: Any, good: str, lang: str) -> None:
    """Say how a backup is, and end with the exit code."""
    for fault in faults:
        click.echo(fault.text(lang))
    if not faults:
        tell(good)
    sys.exit(1 if faults else 0)


def _tell_pruned(done: Any, lang: str) -> None:
    counts = {name: count for name, count in vars(done).items() if count}
    if not counts:
        return tell(label("cli_pruned_nothing", lang))
    words = [label(f"pruned_{name}", lang, count=f"{n:,}") for name, n in counts.items()]
    return tell(label("cli_pruned", lang, said=listed(words).text(lang)))
