"""The command that copies what was imported into the database that computes."""

from pathlib import Path

import click

from salesnb.cli.group import find_workspace, main
from salesnb.labels import label
from salesnb.terminal import tell


@main.command()
@click.option("--only", is_flag=True, help="Leave nothing there of what was loaded before.")
@click.pass_obj
def load(start: Path | None, only: bool) -> None:
    """Copy the newest snapshot into the database of params/store.yml."""
    workspace = find_workspace(start)
    counts = workspace.store.load(is_only=only, takes_over=only)
    told = {
        "number": workspace.store.snapshot().number,
        "engine": workspace.settings.store.engine,
        "tables": len(counts),
        "rows": f"{sum(counts.values()):,}",
    }
    tell(label("cli_loaded", workspace.settings.workspace.lang, **told))
