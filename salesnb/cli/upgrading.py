"""The command that brings a workspace's copied files to this version."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from salesnb import __version__
from salesnb.cli.group import check_whole, local_now, main
from salesnb.errors import SalesnbError
from salesnb.labels import label, plural
from salesnb.terminal import tell

_TOLD = (
    "added", "updated", "merged", "removed", "set_aside", "left", "deleted", "conflict", "unknown",
)  # fmt: skip
_MOST_LINES, _MOST_PLACES = 12, 8


@main.command()
@click.option("--dry-run", is_flag=True, help="Tell what would change, change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def upgrade(start: Path | None, dry_run: bool, yes: bool) -> None:
    """Bring params and notebooks to this version, keeping your changes."""
    from salesnb.upgrade import apply_upgrade, left_beside, plan_upgrade, shipped_version
    from salesnb.upgrade.checks import sound_upgrade
    from salesnb.workspace import Workspace, spoken_language

    # Params that this version refuses are what an upgrade is for: they are not checked first.
    workspace, lang = Workspace.find(start), spoken_language(start)
    check_whole(workspace)
    changes, fault = sound_upgrade(workspace, plan_upgrade(workspace))
    is_changing = any(change.is_written for change in changes)
    _tell_plan(changes, shipped_version(workspace), is_changing, lang)
    if dry_run:
        tell(label("upgrade_dry", lang))
    elif is_changing and not yes and not _is_agreed(lang):
        tell(label("upgrade_not", lang))
        return
    else:
        saved = apply_upgrade(workspace, changes, _now(workspace))
        if is_changing:
            tell(label("upgrade_done", lang, new=__version__))
        if saved:
            tell(label("upgrade_saved", lang, folder=saved.relative_to(workspace.root)))
    for path in left_beside(workspace):
        tell(label("upgrade_beside", lang, path=path))
    if fault is not None:
        tell(label("upgrade_fault", lang, said=fault.text(lang)))
    if fault is not None or any(change.conflicts for change in changes):
        sys.exit(1)


def _is_agreed(lang: str) -> bool:
    """Ask; where nobody answers, that is a no."""
    try:
        typed = click.prompt(
            label("upgrade_ask", lang), default="", show_default=False, prompt_suffix=" ", err=True
        )
    except click.Abort:
        return False
    return str(typed).strip().lower() in ("y", "yes", "是")


def _now(workspace: Any) -> datetime:
    """Return the workspace's time, that of this machine where its params cannot be read."""
    try:
        return local_now(workspace)
    except SalesnbError:
        return datetime.now()


def _tell_plan(changes: Sequence[Any], old: str | None, is_changing: bool, lang: str) -> None:
    if is_changing:
        key = "upgrade_from" if old else "upgrade_from_unknown"
        tell(label(key, lang, **({"old": old} if old else {}), new=__version__))
    else:
        tell(label("upgrade_nothing", lang, new=__version__))
    for kind in _TOLD:
        for change in changes:
            if change.kind == kind:
                click.echo(label(f"upgrade_{kind}", lang, path=change.path))
                _tell_conflicts(change, lang)
    if kept := sum(change.kind == "yours" for change in changes):
        tell(plural("upgrade_kept", lang, kept))


def _tell_conflicts(change: Any, lang: str) -> None:
    """Show both texts of each place; of a file whose original is not known only where they differ."""
    if change.kind != "conflict":
        return
    where = "upgrade_cell" if change.path.endswith(".ipynb") else "upgrade_line"
    for conflict in change.conflicts[:_MOST_PLACES]:
        click.echo("  " + label(where, lang, path=change.path, place=conflict.place))
        for key, text in (("upgrade_own", conflict.own), ("upgrade_new", conflict.new)):
            click.echo(f"    {label(key, lang)}")
            lines = text.splitlines()
            for line in lines[:_MOST_LINES]:
                click.echo(f"      {line}")
            if len(lines) > _MOST_LINES:
                more = len(lines) - _MOST_LINES
                click.echo("      " + label("upgrade_more_lines", lang, count=more))
    if len(change.conflicts) > _MOST_PLACES:
        more = len(change.conflicts) - _MOST_PLACES
        click.echo("  " + label("upgrade_more_places", lang, count=more))
