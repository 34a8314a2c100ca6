"""The ways by which a message goes out: mail, a group in a chat, a folder."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from salesnb.delivery.chat import Group, send_chat
from salesnb.delivery.envelope import mail_of
from salesnb.delivery.errors import WayDownError
from salesnb.delivery.ledger import Letter
from salesnb.delivery.message import Message
from salesnb.delivery.people import Recipient
from salesnb.delivery.secrets import Secrets
from salesnb.delivery.smtp import Mailer
from salesnb.labels import say
from salesnb.reports.paths import file_of, slug
from salesnb.reports.plan import FORMATS
from salesnb.settings.delivery import CHATS, DeliverySettings, Way, webhook_names
from salesnb.workspace import Workspace

Clock = Callable[[], datetime]


class Carrier(Protocol):
    """What takes messages to their recipients."""

    def ready(self) -> None:
        """Prepare for the next message; nothing has been handed over yet."""

    def carry(self, message: Message, recipient: Recipient, letter: Letter) -> str:
        """Hand a message over and return what was answered."""

    def close(self) -> None:
        """End in order."""


class MailCarrier:
    """Mail to one person at a time.

    Parameters
    ----------
    clock : the time, aware.
    """

    def __init__(self, workspace: Workspace, secrets: Secrets, clock: Clock) -> None:
        self._settings = workspace.settings.delivery
        self._mailer = Mailer(self._settings.smtp, secrets, workspace.root)
        self._clock = clock

    def ready(self) -> None:
        """Connect and log in."""
        self._mailer.ready()

    def carry(self, message: Message, recipient: Recipient, letter: Letter) -> str:
        """Send a mail; return the server's answer."""
        mail = letter_mail(message, recipient, letter, self._settings, self._clock())
        sender = parseaddr(self._settings.smtp.sender)[1]
        return self._mailer.send(mail, sender, recipient.email)

    def close(self) -> None:
        """Take leave of the server."""
        self._mailer.close()


class ChatCarrier:
    """Messages to groups of one service.

    Parameters
    ----------
    clock : the time, aware.
    """

    def __init__(self, way: Way, secrets: Secrets, clock: Clock) -> None:
        self._way, self._secrets, self._clock = way, secrets, clock

    def ready(self) -> None:
        """Nothing is kept open."""

    def carry(self, message: Message, recipient: Recipient, letter: Letter) -> str:
        """Post a message to a group."""
        address, secret = webhook_names(recipient.chat[self._way])
        url, key = self._secrets.need(address), self._secrets.get(secret) or ""
        send_chat(Group(self._way, url, key), message, at=self._clock())
        return "ok"

    def close(self) -> None:
        """Nothing is kept open."""


class FolderCarrier:
    """Reports as files in a folder per recipient.

    Every file is written aside and renamed, so that nobody opens half of one.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._reports = workspace.reports
        self._folder = workspace.root / workspace.settings.delivery.folder

    def ready(self) -> None:
        """Make the folder.

        Raises
        ------
        WayDownError
            It cannot be made.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            said = say("deliver_folder", folder=self._folder, said=error.strerror)
            raise WayDownError(said) from None

    def carry(self, message: Message, recipient: Recipient, letter: Letter) -> str:
        """Copy the files of each report, or write down what is no report."""
        own = self._folder / folder_name(recipient.name)
        try:
            for row in letter.rows:
                if not row.page:
                    name = f"{row.notebook}-{row.day}-{row.content[:8]}.txt"
                    _put(own / name, message.text.encode())
                    for file in message.attachments:
                        _put(own / file.name, file)
                for form in FORMATS if row.page else ():
                    file = file_of(self._reports / row.page, form)
                    if file.is_file():
                        _put(own / file_of(Path(row.page), form), file)
        except OSError as error:
            said = say("deliver_folder", folder=own, said=error.strerror)
            raise WayDownError(said) from None
        return own.name

    def close(self) -> None:
        """Nothing is kept open."""


def carrier_of(way: Way, workspace: Workspace, secrets: Secrets, clock: Clock) -> Carrier:
    """Return what carries messages of a way."""
    if way == "mail":
        return MailCarrier(workspace, secrets, clock)
    if way in CHATS:
        return ChatCarrier(way, secrets, clock)
    return FolderCarrier(workspace)


def letter_mail(
    message: Message,
    recipient: Recipient,
    letter: Letter,
    settings: DeliverySettings,
    at: datetime,
) -> EmailMessage:
    """Return a message as the mail that goes out."""
    return mail_of(
        message,
        sender=settings.smtp.sender,
        name=recipient.name,
        address=recipient.email,
        message_id=letter.message,
        at=at,
        lang=letter.rows[0].lang,
        unsubscribe=settings.operator,
    )


def folder_name(name: str) -> str:
    """Return the folder of a recipient; a name that had to be changed keeps its own by a hash.

    Examples
    --------
    >>> folder_name("王芳"), folder_name("Ann/Lee")
    ('王芳', 'Ann-Lee-19c5fc')
    """
    kept = slug(name)
    if kept == name and name == name.casefold():
        return kept
    return f"{kept}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def _put(target: Path, source: Path | bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            if isinstance(source, bytes):
                file.write(source)
            else:
                with source.open("rb") as read:
                    shutil.copyfileobj(read, file)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(0o640)
        Path(aside).replace(target)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
