"""A message about one report or several: subject, mail, plain text, chat text, attachments."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from salesnb.delivery.block import block_of
from salesnb.delivery.brief import Brief
from salesnb.delivery.mail_html import mail_html
from salesnb.delivery.plain import mail_text, markdown
from salesnb.delivery.subject import one_line, subject_of
from salesnb.errors import UsageError
from salesnb.labels import say

Attach = Literal["html", "xlsx", "pdf", "link"]
MOST_BYTES = 10 * 1024 * 1024


class Addressee(Protocol):
    """Whoever a message is for; of people only their name is said in it."""

    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Message:
    """What is sent to one person or group.

    Attributes
    ----------
    subject : one line of at most 70 characters.
    html, text : the two forms of a mail's body, which say the same.
    markdown : the short form for chats; its limits are each service's own (`delivery.chat`).
    attachments : the reports' files; `attachment_name` gives each a name of its own.
    is_urgent : whether there is a red flag in it.
    lang : of its words.
    """

    subject: str
    html: str
    text: str
    markdown: str
    attachments: tuple[Path, ...] = ()
    is_urgent: bool = False
    lang: str = "zh"


def compose(
    briefs: Sequence[Brief],
    recipient: Addressee,
    lang: str,
    *,
    correction: Sequence[Brief] = (),
    attach: Attach = "html",
    most_bytes: int = MOST_BYTES,
) -> Message:
    """Return the message about reports: of one, or a digest of several, the most urgent first.

    The same briefs give the same message byte for byte.

    Parameters
    ----------
    briefs : what the reports say; each in its own language.
    lang : of the words around them.
    correction : of reports that were sent before and have changed, the briefs as they were sent;
        what is different is said at the top of the report's block.
    attach : which file of each report is attached; `link` for none.
    most_bytes : where the files are larger in all, none is attached.

    Raises
    ------
    UsageError
        There is no brief.
    """
    if not briefs:
        raise UsageError(say("err_no_message"))
    ordered = most_urgent_first(briefs)
    files = attached_files(ordered, attach, most_bytes)
    before = {brief.key: brief for brief in correction}
    blocks = [
        block_of(
            brief,
            lang,
            before=before.get(brief.key),
            file=files.get(brief.key),
            is_too_large=bool(_files(ordered, attach)) and not files,
            is_alone=len(ordered) == 1,
        )
        for brief in ordered
    ]
    is_correction = all(brief.key in before for brief in ordered)
    subject = subject_of(ordered, lang, is_correction=is_correction)
    name = one_line(recipient.name)
    return Message(
        subject=subject,
        html=mail_html(blocks, subject, name, lang),
        text=mail_text(blocks, subject, name, lang),
        markdown=markdown(blocks, lang),
        attachments=tuple(files.values()),
        is_urgent=any(brief.flag_count for brief in ordered),
        lang=lang,
    )


def most_urgent_first(briefs: Sequence[Brief]) -> list[Brief]:
    """Return reports by how many red flags they raise, then by how many figures got worse."""

    def urgency(brief: Brief) -> tuple[int, int]:
        return (-brief.flag_count, -sum(figure.tone == "bad" for figure in brief.headline))

    return sorted(briefs, key=urgency)


def attached_files(
    briefs: Sequence[Brief], attach: Attach, most_bytes: int = MOST_BYTES
) -> dict[tuple[str, str, str, str], Path]:
    """Return the file to attach per report; none at all where they are too large together."""
    files = _files(briefs, attach)
    if sum(file.stat().st_size for file in files.values()) > most_bytes:
        return {}
    return files


def _files(briefs: Sequence[Brief], attach: Attach) -> dict[tuple[str, str, str, str], Path]:
    if attach == "link":
        return {}
    return {
        brief.key: brief.file(attach)
        for brief in briefs
        if attach in brief.formats and brief.file(attach).is_file()
    }
