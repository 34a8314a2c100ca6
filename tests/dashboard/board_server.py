"""The live board of a workspace, served for a browser by the real command."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

ROOT = Path(__file__).parents[2]


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True)
class Served:
    """A board that is served: where, what the command said, and its process."""

    address: str
    said: str
    pid: int

    @property
    def token(self) -> str:
        found = re.search(r"token=([\w-]+)", self.said)
        return found[1] if found else ""

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        """Return status and text of an address, following nothing."""
        body = None if method == "GET" else b"{}"
        request = Request(self.address + path, body, headers, method=method)
        try:
            with build_opener(_NoRedirect).open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8")
        except HTTPError as error:
            return error.code, error.read().decode("utf-8")


def command(root: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "salesnb", "--workspace", str(root), *words]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


@contextmanager
def served_board(root: Path, *options: str, **more: str) -> Iterator[Served]:
    """Serve the board with these options until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = command(root, "dashboard", f"--port={port}", *options)
    heard = root / f"board-{port}.log"
    with heard.open("w") as log:
        server = subprocess.Popen(words, env=environment(**more), stdout=log, stderr=log)
    try:
        _wait_for(port, server)
        said = heard.read_text("utf-8")
        yield Served(f"http://127.0.0.1:{port}", said, server.pid)
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert server.poll() is None, "the board ended by itself"
        try:
            build_opener(_NoRedirect).open(f"http://127.0.0.1:{port}/", timeout=60).close()
            return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.2)
