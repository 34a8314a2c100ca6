"""The live board as a web page: one notebook, one viewer and scope, served by Voilà."""

import socket
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from salesnb.errors import UsageError
from salesnb.labels import say
from salesnb.session import Session
from salesnb.workspace import Workspace

NOTEBOOK = "dashboard.ipynb"
LEAST_TOKEN = 16
Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True)
class Board:
    """What is served, and to whom.

    Attributes
    ----------
    notebook : the workspace's notebook.
    parameters : of its parameters cell; scope and viewer are resolved, and fixed while it is served.
    host, port : where it listens.
    token : what a browser has to bring along; "" = nothing.
    """

    workspace: Path
    notebook: Path
    parameters: dict[str, str | None]
    lang: str
    host: str
    port: int
    token: str
    theme: Theme = "auto"


def plan_board(
    workspace: Workspace,
    *,
    scope: str | None,
    viewer: str | None,
    period: str,
    lang: str | None,
    host: str,
    port: int,
    token: str,
    theme: Theme = "auto",
) -> Board:
    """Return what is to be served, checked before anything is started.

    Raises
    ------
    UsageError
        No such scope, viewer, period or language; the workspace has no such notebook; the token
        is so short that it could be guessed; the port is in use.
    ScopeError
        The viewer may not see the scope.
    StoreError
        Nothing has been imported yet.
    """
    notebook = workspace.notebooks / NOTEBOOK
    if not notebook.is_file():
        raise UsageError(say("cli_no_board"))
    if token and len(token) < LEAST_TOKEN:
        raise UsageError(say("cli_board_token_short", least=LEAST_TOKEN))
    _check_port(host, port)
    session = Session(workspace.root, scope=scope, period=period, viewer=viewer, lang=lang)
    parameters = {
        "workspace": str(workspace.root),
        "scope": str(session.scope),
        "period": period,
        "viewer": viewer,
        "lang": session.lang,
    }
    return Board(workspace.root, notebook, parameters, session.lang, host, port, token, theme)


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise UsageError(say("cli_board_port", port=port)) from error
