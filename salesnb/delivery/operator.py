"""The operator hears of every failure: one mail with all of them, where a server takes it."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import parseaddr
from html import escape

from salesnb.delivery.envelope import mail_of
from salesnb.delivery.errors import DeliveryError
from salesnb.delivery.message import Message
from salesnb.delivery.secrets import Secrets
from salesnb.delivery.smtp import Mailer
from salesnb.errors import ConfigError
from salesnb.labels import Sentence
from salesnb.settings.addresses import domain_of
from salesnb.workspace import Workspace

_MOST = 200


def tell_operator(
    workspace: Workspace,
    secrets: Secrets,
    subject: Sentence,
    troubles: Sequence[str],
    clock: Callable[[], datetime],
) -> Sentence | None:
    """Mail what went wrong to the operator; return why that failed, if it did.

    Nobody is told where params name no operator or no server: the terminal, the exit code and the
    run's page say it in any case.
    """
    settings = workspace.settings.delivery
    if not (settings.operator and settings.smtp.host and settings.smtp.sender):
        return None
    lang = workspace.settings.workspace.lang
    lines = [each.text(lang) if isinstance(each, Sentence) else each for each in troubles[:_MOST]]
    sender = parseaddr(settings.smtp.sender)[1]
    at = clock()
    number = hashlib.sha256("\n".join([at.isoformat(), *lines]).encode()).hexdigest()[:32]
    mail = mail_of(
        Message(
            subject=subject.text(lang),
            html="".join(f"<p>{escape(line)}</p>" for line in lines),
            text="\n".join(lines),
            markdown="",
        ),
        sender=settings.smtp.sender,
        name="",
        address=settings.operator,
        message_id=f"<{number}@{domain_of(sender)}>",
        at=at,
        lang=lang,
    )
    mailer = Mailer(settings.smtp, secrets, workspace.root)
    try:
        mailer.ready()
        mailer.send(mail, sender, settings.operator)
    except (DeliveryError, ConfigError) as error:
        said = error.args[0]
        return said if isinstance(said, Sentence) else Sentence(str(said), str(said))
    finally:
        mailer.close()
    return None
