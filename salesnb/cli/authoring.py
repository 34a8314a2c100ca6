"""Commands for a report of one's own: a new notebook, and whether it can be scheduled."""

import sys
from pathlib import Path

import click

from salesnb.cli.group import find_workspace, main
from salesnb.labels import label, plural
from salesnb.terminal import tell


@main.command()
@click.argument("name", metavar="NAME")
@click.option("--like", metavar="NOTEBOOK", help="Begin with a copy of this one.")
@click.option("--job", metavar="JOB", help="Have this job of params/jobs make it, too.")
@click.pass_obj
def new(start: Path | None, name: str, like: str | None, job: str | None) -> None:
    """Make a notebook of your own in notebooks/."""
    from salesnb.reports.authoring import create_notebook

    workspace = find_workspace(start)
    path = create_notebook(workspace, name, like, job)
    lang = workspace.settings.workspace.lang
    tell(label("new_made", lang, path=path))
    if job:
        tell(label("new_in_job", lang, job=job))
    tell(label("new_next", lang, name=name, path=f"notebooks/{name}.ipynb"))


@main.command("check-notebook")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def check_notebook(start: Path | None, file: Path) -> None:
    """Say what in a notebook would not work when it is scheduled."""
    from salesnb.reports.authoring import check_notebook as remarks_of
    from salesnb.workspace import spoken_language

    lang = spoken_language(start)
    found = remarks_of(file)
    for remark in found:
        click.echo(remark.text(lang))
    if found:
        tell(plural("check_found", lang, len(found), path=file))
        sys.exit(1)
    tell(label("check_fine", lang, path=file))
