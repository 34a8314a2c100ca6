"""A message from briefs: subject, small HTML, plain text, and short markdown for chats."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from salesnb.delivery.brief import Brief
from salesnb.delivery.people import Recipient
from salesnb.labels import label


@dataclass(frozen=True)
class Message:
    """What is sent, whatever the way."""

    subject: str
    html: str
    text: str
    markdown: str
    attachments: tuple[Path, ...] = ()


def compose(
    briefs: Sequence[Brief], recipient: Recipient, lang: str, *, correction: Sequence[str] = ()
) -> Message:
    """Return the message about one report, or the digest of several.

    Parameters
    ----------
    correction : what changed since the message that this one corrects; empty = it corrects none.
    """
    first = briefs[0].title
    subject = first if len(briefs) == 1 else label("mail_digest", lang, n=len(briefs), first=first)
    if correction:
        subject = label("mail_correction", lang, subject=subject)
    lines = list(correction)
    for brief in briefs:
        lines += [brief.title, *filter(None, [brief.banner]), *brief.sentences, brief.link, ""]
    return Message(
        subject,
        "".join(f"<p>{escape(line)}</p>" for line in lines if line),
        "\n".join(lines),
        "\n".join([f"**{subject}**", *lines]),
    )
