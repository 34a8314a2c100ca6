"""A mail server over TLS that answers as a test tells it to, and counts what it took."""

import asyncio
import email
import ssl
import subprocess
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

USER, PASSWORD = "salesnb", "correct horse"
Answer = Callable[[str], str | None]


def make_certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """Return certificate and key of a server, made by openssl."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-keyout", key, "-out", certificate, "-subj", f"/CN={name}"]
    words += ["-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run(words, check=True, capture_output=True)
    return certificate, key


class Mailbox:
    """What a server took, and what it answers.

    Attributes
    ----------
    taken : per mail the address and the parsed mail, in order.
    answer_to : asked with an address at RCPT; None = it is taken.
    after_data : the same at the end of the mail.
    pause : seconds before the end of a mail is answered.
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.tries: list[str] = []
        self.answer_to: Answer = lambda address: None
        self.after_data: Answer = lambda address: None
        self.pause = 0.0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        self.tries.append(address)
        answer = self.answer_to(address)
        if answer == "drop":
            server.transport.abort()
        if answer is not None:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        answer = self.after_data(address)
        if answer == "drop":
            server.transport.abort()
            return "250 never heard"
        if answer is not None:
            return answer
        mail = email.message_from_bytes(envelope.content, policy=default)
        self.taken.append((address, mail))
        await asyncio.sleep(self.pause)
        return f"250 queued as {len(self.taken)}"

    def of(self, address: str) -> list[EmailMessage]:
        """Return the mails to an address."""
        return [mail for to, mail in self.taken if to == address]


def start_server(
    box: Mailbox, certificate: tuple[Path, Path], *, starttls: bool = False
) -> Controller:
    """Start a server on a free port; its `port` says which."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    secure: dict[str, Any] = {"ssl_context": context}
    if starttls:
        secure = {"tls_context": context, "require_starttls": True}
    controller = _Anywhere(
        box,
        hostname="127.0.0.1",
        port=0,
        authenticator=_authenticate,
        auth_required=True,
        auth_require_tls=starttls,
        data_size_limit=60_000_000,
        **secure,
    )
    controller.start()
    return controller


class _Anywhere(Controller):
    """A server on whichever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
) -> AuthResult:
    good = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)
