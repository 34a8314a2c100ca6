"""The key of the contacts: which one counts, and a new one for all of it."""

import sys
from pathlib import Path

import click

from salesnb.cli.group import find_workspace, main
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


@key.command()
@click.pass_obj
def rotate(start: Path | None) -> None:
    """Encrypt all snapshots with a new key; the old one reads nothing any more."""
    workspace = find_workspace(start)
    lang = workspace.settings.workspace.lang
    done = workspace.store.rotate()
    by_variable = workspace.keys.is_of_environment
    if by_variable and not done.written:
        tell(label("key_nothing", lang, key=done.key_id))
    else:
        tell(label("key_rotated", lang, count=len(done.written), key=done.key_id))
        if by_variable:
            tell(label("key_rotated_by_variable", lang))
    if done.unread:
        tell(label("key_unread", lang, names=", ".join(done.unread)))
        sys.exit(1)
