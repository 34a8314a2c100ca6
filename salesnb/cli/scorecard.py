"""The command that revises the score card."""

from pathlib import Path

import click

from salesnb.cli.group import find_workspace, main
from salesnb.cli.options import as_of_option
from salesnb.labels import Sentence, label
from salesnb.terminal import tell


@main.command()
@as_of_option
@click.option("--accept", is_flag=True, help="Write the proposed points to params/scorecard.yml.")
@click.option("--as", "viewer", metavar="USER", help="On whose behalf; an admin's right to accept.")
@click.pass_obj
def scorecard(start: Path | None, as_of: str | None, accept: bool, viewer: str | None) -> None:
    """Propose points for the score card that fit the outcomes of past leads."""
    from salesnb.imports import check_admin
    from salesnb.leads import card_change
    from salesnb.session import Session
    from salesnb.views.leads.revision import card_revision

    workspace = find_workspace(start)
    session = Session(workspace.root, scope="company", as_of=as_of, viewer=viewer)
    revision = session.revise_card()
    if isinstance(revision, Sentence):
        tell(revision.text(session.lang))
        return
    change = card_change(workspace.root / "params", session.settings.scorecard, revision)
    click.echo(repr(card_revision(session)))
    click.echo(change.diff, nl=False)
    if accept:
        check_admin(workspace, viewer, "admin_accept_card")
        change.accept()
        tell(label("revision_written", session.lang, path=change.path))
    else:
        tell(label("revision_how", session.lang))
