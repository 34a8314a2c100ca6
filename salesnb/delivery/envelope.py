"""A message as a mail: headers that cannot be broken, text, HTML, attachments."""

import mimetypes
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path

from salesnb import __version__
from salesnb.delivery.block import attachment_name
from salesnb.delivery.message import Message
from salesnb.figures.markup import TURNS
from salesnb.figures.typeset import plain
from salesnb.settings.addresses import check_address

_POLICY = SMTP.clone(cte_type="7bit")  # not every server takes eight bits
_TYPES = {
    ".html": "text/html",
    ".ics": "text/calendar",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def mail_of(
    message: Message,
    *,
    sender: str,
    name: str,
    address: str,
    message_id: str,
    at: datetime,
    lang: str,
    unsubscribe: str = "",
) -> EmailMessage:
    """Return a message as a mail to one person.

    Parameters
    ----------
    sender : `reports@example.com` or `销售报表 <reports@example.com>`.
    message_id : of the content, so that a mail that comes twice is known as one.
    at : the time, aware.
    unsubscribe : who is asked to send no more; "" = the sender.

    Raises
    ------
    ValueError
        No address, or several.
    """
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = _address(*parseaddr(sender))
    mail["To"] = _address(name, address)
    mail["Subject"] = plain(message.subject)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    mail["Content-Language"] = lang
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Unsubscribe"] = f"<mailto:{unsubscribe or parseaddr(sender)[1]}?subject=unsubscribe>"
    mail["X-Mailer"] = f"salesnb {__version__}"
    mail.set_content(message.text.translate(TURNS))
    mail.add_alternative(message.html, subtype="html")
    for path in message.attachments:
        _attach(mail, path)
    return mail


def _address(name: str, address: str) -> Address:
    return Address(plain(name), addr_spec=check_address(address))


def _attach(mail: EmailMessage, path: Path) -> None:
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    main, _, sub = (kind or "application/octet-stream").partition("/")
    charset = {"charset": "utf-8"} if main == "text" else None  # as all of ours are written
    mail.add_attachment(
        path.read_bytes(),
        maintype=main,
        subtype=sub,
        filename=attachment_name(path),
        params=charset,
    )
