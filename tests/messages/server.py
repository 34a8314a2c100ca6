"""A web server on this machine that keeps what it is sent and answers as a test tells it to."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Post:
    """What was sent: path, query, headers, and the body as JSON."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any


@dataclass
class Robot:
    """The server of a chat.

    Attributes
    ----------
    status, answer : what it answers; an answer that is no text is sent as JSON.
    wait : seconds before it answers.
    drops : whether it hangs up instead.
    """

    status: int = 200
    answer: Any = field(default_factory=lambda: {"errcode": 0, "errmsg": "ok"})
    wait: float = 0
    drops: bool = False
    posts: list[Post] = field(default_factory=list)
    address: str = ""

    @property
    def body(self) -> Any:
        """The body of the only message."""
        (post,) = self.posts
        return post.body


@contextmanager
def serving(robot: Robot, certificate: tuple[Path, Path] | None = None) -> Iterator[Robot]:
    """Run the server; its address begins with https where there is a certificate."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            query = parse_qs(parts.query)
            robot.posts.append(Post(parts.path, query, dict(self.headers), json.loads(raw)))
            time.sleep(robot.wait)
            if robot.drops:
                self.close_connection = True
                return
            text = robot.answer if isinstance(robot.answer, str) else json.dumps(robot.answer)
            self.send_response(robot.status)
            self.send_header("Content-Length", str(len(text.encode())))
            if 300 <= robot.status < 400:
                self.send_header("Location", f"{robot.address}/elsewhere")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    robot.address = f"{scheme}://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield robot
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
