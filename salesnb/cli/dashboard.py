"""The command that serves the live board."""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from salesnb.access import Access, log_access
from salesnb.cli.group import find_workspace, local_now, main
from salesnb.cli.options import scope_option
from salesnb.errors import UsageError
from salesnb.labels import label, say
from salesnb.terminal import tell

_TOKEN = "SALESNB_DASHBOARD_TOKEN"


@main.command()
@scope_option
@click.option("--as", "viewer", metavar="USER", help="On whose behalf; fixed while it is served.")
@click.option("--period", metavar="P", default="this-month", show_default=True)
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.option(
    "--theme",
    type=click.Choice(["auto", "light", "dark"]),
    default="auto",
    help="auto follows the screen.",
)
@click.option("--host", metavar="ADDRESS", help="Default: 127.0.0.1; any other needs a token.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8866, show_default=True, help="The port."
)
@click.option("--token", "asks", is_flag=True, help="Ask for a token on this machine, too.")
@click.pass_obj
def dashboard(
    start: Path | None,
    scope: str | None,
    viewer: str | None,
    period: str,
    lang: str | None,
    theme: Any,
    host: str | None,
    port: int,
    asks: bool,
) -> None:
    """Serve the live board for a wall screen and phones; it follows imports by itself."""
    if find_spec("voila") is None:
        raise UsageError(say("cli_no_voila"))
    from salesnb.dashboard import is_loopback, plan_board
    from salesnb.dashboard.server import serve_board

    workspace = find_workspace(start)
    own, needed = os.environ.get(_TOKEN, ""), asks or not is_loopback(host or "127.0.0.1")
    token = own or (secrets.token_urlsafe(24) if needed else "")
    board = plan_board(
        workspace,
        scope=scope,
        viewer=viewer,
        period=period,
        lang=lang,
        host=host or "127.0.0.1",
        port=port,
        token=token,
        theme=theme,
    )
    _note(workspace, board)
    _say_where(board, is_generated=bool(token) and not own)
    serve_board(board)


def _note(workspace: Any, board: Any) -> None:
    """Write into the access log who serves which figures to whom."""
    given = board.parameters
    entry = Access(
        "render",
        "dashboard",
        viewer=given["viewer"] or "",
        scope=given["scope"] or "",
        period=given["period"] or "",
        details=f"{board.host}:{board.port}",
    )
    log_access(workspace.root / "data", entry, local_now(workspace))


def _say_where(board: Any, *, is_generated: bool) -> None:
    from salesnb.dashboard import is_loopback

    lang, given = board.lang, board.parameters
    place = f"[{board.host}]" if ":" in board.host else board.host
    address = f"http://{place}:{board.port}/" + (f"?token={board.token}" if is_generated else "")
    told = {"scope": given["scope"], "viewer": given["viewer"] or label("operator", lang)}
    tell(label("cli_board_shown", lang, address=address, **told))
    if board.token:
        tell(label("cli_board_token" if is_generated else "cli_board_token_own", lang))
    if not is_loopback(board.host):
        tell(label("cli_board_open", lang))
    tell(label("cli_board_stop", lang))
