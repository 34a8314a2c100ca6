"""The key of the contacts: which one counts, and a new one for all of it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from salesnb.cli.group import find_workspace, local_now, main, warn_of_lost_key
from salesnb.labels import label
from salesnb.terminal import tell


@main.group()
def key() -> None:
    """The key with which contacts and prices are encrypted."""


@key.command()
@click.pass_obj
def show(start: Path | None) -> None:
    """Show the ids of the keys at hand, and of the key of each snapshot; never a key."""
    from salesnb.store import snapshot_keys

    workspace = find_workspace(start)
    lang = workspace.settings.workspace.lang
    for cipher in workspace.keys.held():
        click.echo(label("key_id", lang, key=cipher.key_id))
    for name, key_id in snapshot_keys(workspace.store.folder).items():
        said = label("key_none", lang) if key_id is None else key_id
        click.echo(label("key_snapshot", lang, name=name, key=said))
    warn_of_lost_key(workspace)


@key.command()
@click.pass_obj
def rotate(start: Path | None) -> None:
    """Encrypt snapshots and backups with a new key; the old one reads nothing any more."""
    from salesnb.keeping.rotating import rotate as change_key

    workspace = find_workspace(start)
    lang = workspace.settings.workspace.lang
    done = change_key(workspace)
    by_variable = workspace.keys.is_of_environment
    if by_variable and not done.written and not done.backups:
        tell(label("key_nothing", lang, key=done.key_id))
    else:
        counts = {"count": len(done.written), "backups": len(done.backups)}
        tell(label("key_rotated", lang, key=done.key_id, **counts))
    left = list(_left(done, lang))
    for said in left:
        tell(said)
    if left:
        sys.exit(1)
    if by_variable and (done.written or done.backups):
        tell(label("key_rotated_by_variable", lang))


@key.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def forget(start: Path | None, yes: bool) -> None:
    """Empty contacts whose key is lost, so that imports go on; what was there is backed up."""
    from salesnb.access import Access, log_access
    from salesnb.keeping.forgetting import forget_lost

    workspace = find_workspace(start)
    lang, now = workspace.settings.workspace.lang, local_now(workspace)
    if not yes:
        click.confirm(label("key_forget_sure", lang), abort=True, err=True)
    done = forget_lost(workspace, now)
    entry = Access("backup", "workspace", details=str(done.before.path))
    log_access(workspace.root / "data", entry, now)
    told = {"count": len(done.emptied), "keys": ", ".join(done.lost), "key": done.key_id}
    tell(label("key_forgotten", lang, path=done.before.path, **told))


def _left(done: Any, lang: str) -> Iterator[str]:
    """Yield what an older key still reads, and what to do about it."""
    if done.unread:
        yield label("key_unread", lang, names=", ".join(done.unread))
    for path in done.damaged:
        yield label("key_backup_damaged", lang, path=path)
    for said in done.refused:
        yield said.text(lang)
    for path, ids in done.lost.items():
        yield label("key_backup_lost", lang, path=path, keys=", ".join(ids))
    for path in done.away:
        yield label("key_backup_away", lang, path=path)
